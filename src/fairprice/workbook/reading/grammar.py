"""What may stand in a part, as a table, and the reader that holds a part against it.

A line of a table describes an element::

    row: c* | r ht hidden=0 | spans s

First its children, ``?`` at most once and ``*`` any number; then the attributes that are read;
then those that change nothing that is seen. A line that begins with spaces goes on with the
one before. ``name!`` must be there; ``name=a,b`` allows these values alone, where 0
and 1 stand for every spelling of no and yes. ``child?>rule`` takes the rule of another line,
``#`` allows text, ``~`` any content, which is left out, and ``+`` any content, which is kept to
be judged by whoever reads it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from fairprice.workbook.guard import Package, Refusal
from fairprice.workbook.guard.markup import (
    MOST_IN_A_TEXT,
    MOST_KEPT,
    read_markup,
)

_NO, _YES = frozenset(("0", "false", "off")), frozenset(("1", "true", "on"))
#: Marks by which programs find an element again, and notes on the text around it.
_WITHOUT_EFFECT = frozenset(
    ("mc:Ignorable", "xml:space", "xr:uid", "xr2:uid", "xr3:uid", "x14ac:dyDescent")
)
_ALTERNATES = "mc:AlternateContent"


@dataclass(frozen=True)
class Rule:
    """What may stand in an element.

    Parameters
    ----------
    name
        Of the element.
    children
        By name: the rule, and whether it may stand there once only.
    attributes
        By name: the values allowed; ``None`` allows any.
    required
        Names of those without which programs take the element for another.
    text
        Whether it may hold text.
    anything, keeps
        Whether what stands in it is left out, or kept whatever it is.
    """

    name: str
    children: Mapping[str, tuple[str, bool]]
    attributes: Mapping[str, frozenset[str] | None]
    required: frozenset[str] = frozenset()
    text: bool = False
    anything: bool = False
    keeps: bool = False


Table = Mapping[str, Rule]


def table(text: str) -> Table:
    """Make rules of the lines of a table.

    Parameters
    ----------
    text
        One line an element, the root first.
    """
    lines = re.sub(r"\n {4}", " ", text.strip()).splitlines()
    return {rule.name: rule for rule in map(_rule, lines)}


def _rule(line: str) -> Rule:
    name, _, rest = line.partition(":  ")
    children_told, *attributes_told = f"{rest} ".split("| ")
    children, signs = {}, set()
    for word in children_told.split():
        if word in ("#", "~", "+"):
            signs.add(word)
        else:
            child, _, rule = word.partition(">")
            children[child[:-1]] = rule or child[:-1], child.endswith("?")
    attributes, required = {}, set()
    for word in " ".join(attributes_told).split():
        told, equals, values = word.partition("=")
        attribute = told.removesuffix("!")
        attributes[attribute] = _values(values) if equals else None
        if attribute != told:
            required.add(attribute)
    kinds = (sign in signs for sign in "#~+")
    return Rule(name.strip(), children, attributes, frozenset(required), *kinds)


def _values(told: str) -> frozenset[str]:
    allowed: set[str] = set()
    for value in told.split(","):
        allowed |= {"0": _NO, "1": _YES}.get(value, {value})
    return frozenset(allowed)


class Node:
    """An element of a part.

    Parameters
    ----------
    name
        In short.
    attributes
        By name.
    """

    __slots__ = ("attributes", "children", "name", "text")

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name = name
        self.attributes = attributes
        self.children: list[Node] = []
        self.text = ""

    def get(self, attribute: str, default: str = "") -> str:
        """Return an attribute as it is written."""
        return self.attributes.get(attribute, default)

    def flag(self, attribute: str, default: bool = False) -> bool:
        """Return an attribute that says yes or no; what says neither is refused."""
        told = self.attributes.get(attribute)
        if told is None:
            return default
        if told not in _YES | _NO:
            detail = f"{attribute} of {self.name} is {told!r:.20}, neither yes nor no"
            raise Refusal("ambiguous", detail)
        return told in _YES

    def child(self, *path: str) -> Node | None:
        """Return the first child of a name, and its child, and so on."""
        found = self
        for name in path:
            for child in found.children:
                if child.name == name:
                    found = child
                    break
            else:
                return None
        return found

    def each(self, *path: str) -> Iterator[Node]:
        """Iterate over the children of a name, found under the first child of each name before."""
        *above, name = path
        parent = self.child(*above)
        if parent is not None:
            yield from (child for child in parent.children if child.name == name)

    def value(self, *path: str) -> str:
        """Return the attribute ``val`` of a child; empty where there is none."""
        found = self.child(*path)
        return "" if found is None else found.get("val")


def read_part(
    package: Package,
    part: str,
    rules: Table,
    taken: Mapping[str, Callable[[Node], None]] | None = None,
    *,
    alternates: bool = False,
) -> Node:
    """Read a part; what its table does not know is noted with the package and left out.

    Parameters
    ----------
    package, part
        Where it is, and its name.
    rules
        The table of its kind.
    taken
        By name of an element: who takes each as soon as it is whole, so that it is not kept.
    alternates
        Whether content for some programs only is noted like other unknown things; else it is
        refused.

    Returns
    -------
    Node
        Its root.

    Raises
    ------
    Refusal
        If it is no part of the kind, or gives twice what may be given once.
    """
    builder = _Builder(package, part, rules, taken or {}, alternates)
    read_markup(part, package.content(part), builder, package.budget)
    return builder.root


class _Builder:
    """Follows a part and its table together."""

    def __init__(
        self,
        package: Package,
        part: str,
        rules: Table,
        taken: Mapping[str, Callable[[Node], None]],
        alternates: bool,
    ) -> None:
        self.package, self.part, self.rules = package, part, rules
        self.taken, self.alternates = taken, alternates
        first = next(iter(rules.values()))
        self.open: list[tuple[Node, Rule]] = []
        self.root = Node("", {})
        self.expected = first
        self.skipped = 0
        self.in_taken = 0
        self.once: list[set[str]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self.skipped:
            self.skipped += 1
            return
        rule = self._rule_of(name)
        if rule is None:
            self.skipped = 1
            return
        if not rule.keeps and (attributes or rule.required):
            self._check(rule, name, attributes)
        node = Node(name, attributes)
        if name in self.taken:
            self.in_taken += 1
        if not self.in_taken:
            self.package.budget.count("kept", 1, MOST_KEPT, "XML elements outside of its cells")
        self.open.append((node, rule))
        self.once.append(set())

    def _rule_of(self, name: str) -> Rule | None:
        if not self.open:
            if name != self.expected.name:
                told = f"{self.part} is not what its place in the workbook says"
                raise Refusal("broken-part", told)
            return self.expected
        parent = self.open[-1][1]
        if parent.keeps or parent.anything:
            return parent if parent.keeps else None
        found = parent.children.get(name)
        if found is None:
            inside = name == _ALTERNATES or any(node.name == _ALTERNATES for node, _ in self.open)
            if inside and not self.alternates:
                raise Refusal("ambiguous", f"{self.part} holds content for some programs only")
            self.package.remark(self.part, f"the element {name:.60} in {parent.name}")
            return None
        key, is_single = found
        if is_single:
            seen = self.once[-1]
            if name in seen:
                raise Refusal("ambiguous", f"{self._place()} has {name} twice")
            seen.add(name)
        return self.rules[key]

    def _check(self, rule: Rule, name: str, attributes: dict[str, str]) -> None:
        allowed = rule.attributes
        for key, value in attributes.items():
            if key in allowed:
                values = allowed[key]
                if values is None or value in values:
                    continue
            elif key in _WITHOUT_EFFECT or rule.anything:
                continue
            self.package.remark(self.part, f"the attribute {key:.60}={value!r:.60} of {name}")

        for key in sorted(rule.required - attributes.keys()):
            self.package.remark(self.part, f"no {key} of {name}")

    def _place(self) -> str:
        """Tell where the reader stands, as well as it can be told."""
        for node, _ in reversed(self.open):
            if node.name in ("c", "row") and node.get("r"):
                return f"{node.name} {node.get('r'):.10} of {self.part}"
        return f"{self.open[-1][0].name} in {self.part}"

    def end(self) -> None:
        if self.skipped:
            self.skipped -= 1
            return
        node, rule = self.open.pop()
        self.once.pop()
        if node.name in self.taken:
            self.in_taken -= 1
            self.taken[node.name](node)
        elif self.open:
            self.open[-1][0].children.append(node)
        else:
            self.root = node
        if node.text and not (rule.text or rule.keeps):
            self.package.remark(self.part, f"text in {node.name}")

    def text(self, content: str) -> None:
        if not self.skipped and self.open:
            node, rule = self.open[-1]
            # white space between elements is no text
            if rule.text or not (rule.anything or content.isspace()):
                node.text += content
                if len(node.text) > MOST_IN_A_TEXT:
                    told = f"has a text of over {MOST_IN_A_TEXT:,} characters"
                    raise Refusal("too-large", told)

    def remark(self) -> None:
        if not self.skipped and self.open and self.open[-1][1].text:
            raise Refusal("ambiguous", f"{self._place()} has a remark within a text")
