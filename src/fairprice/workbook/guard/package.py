"""One reading of a package: parts by relationship from its root, each of one kind.

Spreadsheet programs find workbook, sheets and styles by relationships, wherever they lie. So
does this; and what two programs could find in two places is refused.
"""

from __future__ import annotations

import posixpath
import re
from collections import deque
from dataclasses import dataclass, field
from itertools import takewhile

from fairprice.workbook.guard.kinds import (
    HYPERLINK,
    KINDS,
    WORKBOOK,
    Kind,
    refused_name,
    refused_relationship,
    refused_type,
)
from fairprice.workbook.guard.markup import Budget, Ignore, read_markup
from fairprice.workbook.guard.words import Refusal

_TYPES = "[Content_Types].xml"
#: In the text of a note Excel writes a break as HTML does, without an end.
_NOTES_DRAWN, _BREAK = "vmlDrawing", re.compile(rb"<br\s*>", re.IGNORECASE)
_XML_NAME = re.compile(r"\.(xml|rels|vml)$", re.IGNORECASE)
#: Byte order marks and white space that may stand before the first tag.
_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"
_FILE_INSIDE = (b"PK\x03\x04", bytes.fromhex("D0CF11E0A1B11AE1"))
_PLAIN_TARGET = re.compile(r"[A-Za-z0-9_.\-+,;=@&()\[\]{}~!$' /]+")
_MOST_TOLD = 80


@dataclass(frozen=True)
class Remark:
    """Something that is not known to the library, and so cannot be vouched for.

    Parameters
    ----------
    part
        Where it stands.
    what
        In words.
    """

    part: str
    what: str


@dataclass(frozen=True)
class Relation:
    """Where a relationship leads.

    Parameters
    ----------
    kind
        In short; the last word of its type where it is not known.
    target
        Name of a part, or an address outside of the workbook.
    outside
        Whether it leads out of the workbook.
    """

    kind: str
    target: str
    outside: bool = False


@dataclass
class Package:
    """The parts of one file, and what leads to what.

    Parameters
    ----------
    parts
        Every part by name.
    budget
        What reading them has used up.
    kinds
        Kind of each part that something leads to, by name.
    relations
        By the part they start from (``""`` is the package), by their identifiers.
    remarks
        What is not known.
    """

    parts: dict[str, bytes]
    budget: Budget = field(default_factory=Budget)
    kinds: dict[str, str] = field(default_factory=dict)
    relations: dict[str, dict[str, Relation]] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, parts: dict[str, bytes]) -> Package:
        """Find out what each part is.

        Parameters
        ----------
        parts
            Every part by name, unpacked.

        Raises
        ------
        Refusal
            If a part could do harm, or could be taken for two things.
        """
        package = cls(parts)
        for name, part in parts.items():
            code = refused_name(name)
            if code or part.startswith(_FILE_INSIDE):
                raise Refusal(code or "objects", name)
        _Classification(package).run()
        return package

    @property
    def workbook(self) -> str:
        """The name of the part from which all sheets are found."""
        return self.leads_to("", WORKBOOK)[0]

    def content(self, name: str) -> bytes:
        """Return a part that is about to be read."""
        self._seen.add(name)
        return self.parts[name]

    def leads_to(self, part: str, kind: str) -> list[str]:
        """Return the parts of a kind that a part leads to."""
        found = self.relations.get(part, {}).values()
        return [relation.target for relation in found if relation.kind == kind]

    def remark(self, part: str, what: str) -> None:
        """Note something that is not known; one that is noted already adds nothing."""
        found = Remark(part, what)
        if len(self.remarks) < _MOST_TOLD and found not in self.remarks:
            self.remarks.append(found)

    def look_through_the_rest(self) -> None:
        """Look through the parts that nobody has read, for what could do harm."""
        for name, part in self.parts.items():
            is_markup = _XML_NAME.search(name) or part.lstrip(_BEFORE_XML)[:1] == b"<"
            if name not in self._seen and is_markup:
                if self.kinds.get(name) == _NOTES_DRAWN:
                    part = _BREAK.sub(b"<br/>", part)
                read_markup(name, part, Ignore(), self.budget)


class _Entries(Ignore):
    """Collects the entries of a list, of content types or of relationships, and nothing else."""

    def __init__(self, part: str, root: str, **entries: set[str]) -> None:
        self.part = part
        self.space = root.partition(":")[0]
        self.expected = root
        self.entries = {f"{self.space}:{name}": given for name, given in entries.items()}
        self.found: list[tuple[str, dict[str, str]]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take an entry."""
        if self.expected:
            fits, self.expected = name == self.expected, ""
        else:
            fits = name in self.entries and attributes.keys() <= self.entries[name]
            self.found.append((name.removeprefix(f"{self.space}:"), attributes))
        if not fits:
            raise Refusal("ambiguous", f"{self.part} holds more than its list")


class _Classification:
    """Goes from the root of a package to every part that something leads to."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.by_name = {name.casefold(): name for name in package.parts}
        self.by_ending: dict[str, str] = {}
        self.by_part: dict[str, str] = {}

    def run(self) -> None:
        self._read_types()
        links = [name for name in self.package.parts if name.casefold().endswith(".rels")]
        read = {name: self._links_of(name) for name in links}
        if _links_name("") not in read:
            raise Refusal("no-workbook", _what_it_is(self.package.parts))
        waiting, led_to = deque([("", "")]), set()
        while waiting:
            source, parent = waiting.popleft()
            links_name = self.by_name.get(_links_name(source).casefold(), "")
            for identifier, (kind, target, outside) in read.pop(links_name, {}).items():
                relation = self._relation(source, parent, kind, target, outside)
                self.package.relations.setdefault(source, {})[identifier] = relation
                if not relation.outside and relation.target not in led_to:
                    led_to.add(relation.target)
                    waiting.append((relation.target, relation.kind))
        if not self.package.leads_to("", WORKBOOK):
            raise Refusal("no-workbook", _what_it_is(self.package.parts))
        for name in self.package.parts.keys() - led_to - {_TYPES} - set(links):
            self.package.remark(name, "a part to which nothing leads")
        for name in read:
            self.package.remark(name, "relationships of a part to which nothing leads")

    def _read_types(self) -> None:
        name = self.by_name.get(_TYPES.casefold())
        if name is None:
            raise Refusal("no-workbook", _what_it_is(self.package.parts))
        entries = _Entries(
            name, "types:Types",
            Default={"Extension", "ContentType"}, Override={"PartName", "ContentType"},
        )  # fmt: skip
        read_markup(name, self.package.content(name), entries, self.package.budget)
        for entry, given in entries.found:
            content_type = given.get("ContentType", "")
            code = refused_type(content_type)
            if code:
                raise Refusal(code, content_type[:_MOST_TOLD])
            is_one = entry == "Override"
            known = self.by_part if is_one else self.by_ending
            key = given.get("PartName" if is_one else "Extension", "").casefold()
            if known.setdefault(key.removeprefix("/"), content_type) != content_type:
                raise Refusal("odd-kind", f"the kind of {key[:_MOST_TOLD]} is declared twice")

    def _links_of(self, name: str) -> dict[str, tuple[str, str, bool]]:
        """Read one list of relationships, and refuse what leads to harm."""
        given = {"Id", "Type", "Target", "TargetMode"}
        entries = _Entries(name, "rel:Relationships", Relationship=given)
        read_markup(name, self.package.content(name), entries, self.package.budget)
        found: dict[str, tuple[str, str, bool]] = {}
        for _, link in entries.found:
            kind, target = link.get("Type", ""), link.get("Target", "")
            outside = link.get("TargetMode", "Internal").casefold() == "external"
            code = refused_relationship(kind)
            if code is None and outside and not kind.endswith(f"/{HYPERLINK}"):
                code = "links"
            if code:
                raise Refusal(code, target[:_MOST_TOLD])
            if kind.startswith("http://purl.oclc.org/ooxml/"):
                raise Refusal("strict", name)
            identifier = link.get("Id", "")
            if identifier in found or not identifier:
                raise Refusal(
                    "ambiguous", f"{name} gives the relationship {identifier!r:.40} twice"
                )
            found[identifier] = kind, target, outside
        return found

    def _relation(
        self, source: str, parent: str, type_: str, target: str, outside: bool
    ) -> Relation:
        word = type_.rpartition("/")[2]
        if outside:
            return Relation(word, target, outside=True)
        if not _PLAIN_TARGET.fullmatch(target):
            # within the workbook a hyperlink may lead to a place on a sheet
            if word != HYPERLINK:
                told = f"{source or 'the package'} leads to {target!r:.60}"
                raise Refusal("odd-kind", told)
            return Relation(word, target, outside=True)
        wanted = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), target))[1:]
        name = self.by_name.get(wanted.casefold())
        kind = KINDS.get(type_)
        if name is None:
            if kind and kind.is_read:
                raise Refusal("broken-part", f"{wanted} is missing")
            self.package.remark(wanted[:_MOST_TOLD], "a part that is missing")
            return Relation(word, wanted, outside=True)
        if name != wanted:
            self.package.remark(name, "found by a name with other capitals")
        if _wanders(source, target):
            self.package.remark(name, "found by a name that not every program follows")
        if kind is None or parent not in kind.parents:
            self.package.remark(name, f"a part of a kind that is not known here ({word[:40]})")
            return Relation(f"other {word}", name)
        self._check(kind, source, name)
        self.package.kinds[name] = kind.name
        return Relation(kind.name, name)

    def _check(self, kind: Kind, source: str, name: str) -> None:
        """See that relationship and content type say the same, and that nothing is there twice."""
        key = name.casefold()
        content_type = self.by_part.get(key) or self.by_ending.get(key.rpartition(".")[2], "")
        if content_type not in kind.content_types:
            told = (
                f"{name} is {kind.name} by its relationship, and {content_type[:80] or 'nothing'}"
            )
            raise Refusal("odd-kind", f"{told} by its content type")
        if kind.is_read and name in self.package.kinds:
            raise Refusal("part-used-twice", name)
        siblings = self.package.relations.get(source, {}).values()
        if kind.single and any(relation.kind == kind.name for relation in siblings):
            told = f"{source or 'the package'} leads to two parts of the kind {kind.name}"
            raise Refusal("ambiguous", told)


def _wanders(source: str, target: str) -> bool:
    """Tell whether a name has folders that lead nowhere, such as ``.``, or above the package."""
    folders = target.removeprefix("/").split("/")
    above = sum(1 for _ in takewhile("..".__eq__, folders))
    depth = 0 if target.startswith("/") else source.count("/")
    return above > depth or not {".", "..", ""}.isdisjoint(folders[above:])


def _links_name(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _what_it_is(parts: dict[str, bytes]) -> str:
    if b"opendocument" in parts.get("mimetype", b""):
        return "It is an OpenDocument file."
    if "xl/workbook.bin" in parts:
        return "It is a binary workbook (.xlsb)."
    if "word/document.xml" in parts:
        return "It is a Word document."
    return "It is a zip file of something else."
