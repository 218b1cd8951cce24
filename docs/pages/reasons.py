"""The page of reason codes: what each problem and difference means and how to mend it."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from importlib import import_module
from inspect import signature
from pathlib import Path
from types import FunctionType

import fairprice
from fairprice.workbook.verify.difference import KINDS
from pages.markdown import beginning, table

_ROOT = Path(fairprice.__file__).parent
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PARTS = ("what", "why", "mend")
_ONE_OF_THREE = 3

#: What each kind of difference that `verify_workbook` finds says of a workbook, and what to do.
_KINDS = {
    "not the original": "It started from other inputs than the original given apart from it.",
    "case data": "What it carries of the case, card or comparison cannot be read any more.",
    "fingerprint": "The cover bears another fingerprint than its inputs as written come to.",
    "value as written": "The column that keeps the values first written was changed.",
    "source": "The source of an input reads otherwise.",
    "refused input": "An input was changed to a value that the library refuses; it says why.",
    "formula in an input": "A formula stands where a number is typed in.",
    "fixed choice": "A choice that decides the formulas was changed: it needs a new workbook.",
    "statutory value": "A value of the law differs from what the workbook carries.",
    "statutory register": "What is said beside a value of the law was changed.",
    "defined name": "A name leads to another place, is gone or was added.",
    "name of one sheet": "A name of one sheet alone was added.",
    "extra sheet": "A sheet was added.",
    "missing sheet": "A sheet is gone.",
    "sheet order": "Sheets stand in another order.",
    "formula": "A formula reads otherwise.",
    "formula replaced": "A number stands in place of a formula.",
    "value replaced by a formula": "A formula stands in place of a number or text.",
    "number": "A number without a formula was changed.",
    "unit": "A unit reads otherwise.",
    "label": "The label of a row reads otherwise.",
    "heading": "The heading of a column reads otherwise.",
    "role": "The role of a row reads otherwise.",
    "title": "A title or description reads otherwise.",
    "text": "A text reads otherwise.",
    "extra cell": "A cell that was empty is filled in.",
    "missing cell": "A cell that was filled in is empty.",
    "number format": "A number is shown in another form, perhaps with fewer digits.",
    "unseen text": "A cell holds what cannot be seen.",
    "look": "A cell looks otherwise: letters, colour, fill or border.",
    "hidden sheet": "A sheet is hidden.",
    "hidden row": "A row is hidden.",
    "hidden column": "A column is hidden.",
    "row height": "A row is too low to be read, or so high that others are out of sight.",
    "column width": "A column is too narrow to be read, or so wide that others are out of sight.",
    "view": "The view hides part of a sheet.",
    "filter": "A filter can hide rows.",
    "chart sheet": "A sheet that is a chart was added.",
    "laid over": "Something is laid over the cells.",
    "merged cells": "Cells were merged, which hides what is beneath.",
    "conditional format": "Cells change how they look by their value.",
    "comment": "A comment was added.",
    "input message": "What is said as a cell is selected was changed.",
    "table": "The mark-up of a table was changed.",
    "password": "A password keeps readers out of the formulas.",
    "link": "A link leads to another place than it says.",
    "link out of the workbook": "A link leads out of the workbook.",
    "print area": "Part of a sheet is kept off paper.",
    "header or footer": "A printed page says something else above or below, or no longer says it.",
    "chart": "A chart was changed, added or taken away.",
    "chart number": "A chart shows other numbers than the cells.",
    "chart description": "The description of a chart reads otherwise.",
    "calculation setting": "The workbook calculates by hand, with rounded numbers or other days.",
    "cached number": "The number stored for a formula is not what it comes to: recalculate it.",
    "no cached number": "No numbers are stored: open it in a spreadsheet program, and save.",
    "not verified": "It holds something of which the library cannot tell what it shows.",
}


@dataclass(frozen=True)
class Reason:
    """One problem as the code says it.

    Parameters
    ----------
    code
        Its reason code.
    what, why, mend
        In words; what stands in braces depends on the case.
    """

    code: str
    what: str
    why: str
    mend: str


def reasons() -> str:
    """Every reason code, by the room that says it, and every kind of difference."""
    assert set(_KINDS) == set(KINDS), sorted(set(_KINDS) ^ set(KINDS))
    parts = beginning(
        "Reason codes",
        "Every problem ends with a stable code in square brackets, and is held as a "
        "`fairprice.Problem` with `code`, `where`, `what`, `why` and `mend`. A program can act on "
        "the code; the words are for people and may change. What stands in braces depends on the "
        "case, and so do three dots. Codes that begin with `challenge-` ask about a value that may "
        "be right: a note on its evidence answers them.",
        "[Differences](#differences-in-a-workbook) that `verify_workbook` finds stand last.",
    )
    for room, found in _by_room().items():
        parts += [
            f"## {room}",
            table(
                ("Code", "What is wrong", "Why it matters", "How to mend it"),
                (
                    (f"`{one.code}`", *(_cell(text) for text in (one.what, one.why, one.mend)))
                    for one in found
                ),
            ),
        ]
    kinds = ((f"`{kind}`", _KINDS[kind]) for kind in KINDS)
    parts += ["## Differences in a workbook", table(("Kind", "What it says"), kinds)]
    return "\n\n".join(parts) + "\n"


def _cell(text: str) -> str:
    return re.sub(r"([<>*_\[\]])", r"\\\1", " ".join(text.split()))


def _by_room() -> dict[str, list[Reason]]:
    rooms: dict[str, set[Reason]] = defaultdict(set)
    for path in sorted(_ROOT.rglob("*.py")):
        within = path.relative_to(_ROOT).parts
        rooms[within[0].removesuffix(".py")] |= set(_Module(path).reasons())
    return {room: sorted(found, key=astuple) for room, found in sorted(rooms.items()) if found}


#: What begins the codes of a function that makes problems, its arguments, and its own texts.
Maker = tuple[str, tuple[str, ...], dict[str, ast.expr]]


class _Module:
    """The problems of one module, from its syntax."""

    def __init__(self, path: Path) -> None:
        self.tree = ast.parse(path.read_text(encoding="utf-8"))
        self.texts = dict(self._imported()) | {
            target.id: node.value
            for node in self.tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }

    def _imported(self) -> Iterator[tuple[str, ast.expr]]:
        """Yield the texts that stand in other modules."""
        for node in self.tree.body:
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith("fairprice"):
                module = import_module(str(node.module))
                for name in node.names:
                    if isinstance(text := getattr(module, name.name, None), str):
                        yield name.asname or name.name, ast.Constant(text)

    def reasons(self) -> Iterator[Reason]:
        """Yield each problem that is said here."""
        makers = dict(self._imported_makers()) | dict(self._makers())
        words = self.texts.get("_WORDS")
        if isinstance(words, ast.Dict):
            yield from self._of_a_table(words, {})
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name == "Texts" and node.args and isinstance(node.args[0], ast.Dict):
                    parts = {kw.arg: self._text(kw.value) for kw in node.keywords if kw.arg}
                    yield from self._of_a_table(node.args[0], parts)
                elif name == "Problem":
                    yield from self._of_a_call(node, "", ("code", "where", *_PARTS), {})
                elif name in makers:
                    yield from self._of_a_call(node, *makers[name])

    def _of_a_table(self, node: ast.Dict, parts: dict[str, str]) -> Iterator[Reason]:
        for key, value in zip(node.keys, node.values, strict=True):
            is_three = isinstance(value, ast.Tuple) and len(value.elts) == _ONE_OF_THREE
            if is_three and isinstance(key, ast.Constant) and isinstance(key.value, str):
                code = key.value.partition(",")[0]
                if _CODE.fullmatch(code):
                    assert isinstance(value, ast.Tuple)
                    yield Reason(code, *(self._with(parts, text) for text in value.elts))

    def _with(self, parts: dict[str, str], node: ast.expr) -> str:
        text = self._text(node)
        for name, part in parts.items():
            text = text.replace(f"{{{name}}}", part)
        return text

    def _imported_makers(self) -> Iterator[tuple[str, Maker]]:
        """Yield those that stand in other modules."""
        for node in self.tree.body:
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith("fairprice"):
                module = import_module(str(node.module))
                for alias in node.names:
                    made = getattr(module, alias.name, None)
                    if isinstance(made, FunctionType) and "code" in signature(made).parameters:
                        there = dict(_Module(Path(made.__code__.co_filename))._makers())
                        if made.__name__ in there:
                            yield alias.asname or alias.name, there[made.__name__]

    def _makers(self) -> Iterator[tuple[str, Maker]]:
        """Yield functions that make a problem of a code they are given, and how."""
        for node in ast.walk(self.tree):
            if not isinstance(node, ast.FunctionDef):
                continue
            names = tuple(arg.arg for arg in node.args.args if arg.arg != "self")
            if "code" not in names:
                continue
            for call in ast.walk(node):
                if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Problem":
                    first = call.args[0]
                    prefix = self._text(first).partition("{")[0] if first else ""
                    if not isinstance(first, ast.JoinedStr):
                        prefix = ""
                    yield node.name, (prefix, names, dict(zip(_PARTS, call.args[2:], strict=False)))

    def _of_a_call(
        self, node: ast.Call, prefix: str, names: tuple[str, ...], made: dict[str, ast.expr]
    ) -> Iterator[Reason]:
        given = dict(zip(names, node.args, strict=False))
        given |= {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
        code = given.get("code")
        if not isinstance(code, ast.Constant) or not isinstance(code.value, str):
            return
        said = []
        for part in _PARTS:
            there = made.get(part)
            # a part that the function is given is told by the call; any other by the function
            own = there is None or (isinstance(there, ast.Name) and there.id in names)
            text = given.get(there.id if isinstance(there, ast.Name) and own else part)
            said.append(self._text(text) if own else self._text(there))
        if _CODE.fullmatch(code.value):
            yield Reason(f"{prefix}{code.value}", *said)

    def _text(self, node: ast.AST | None) -> str:
        match node:
            case ast.Constant(value=str(text)):
                return text
            case ast.JoinedStr(values=values):
                return "".join(map(self._text, values))
            case ast.FormattedValue(value=value):
                known = self.texts.get(value.id) if isinstance(value, ast.Name) else None
                if known is not None:
                    return self._text(known)
                return f"{{{value.id}}}" if isinstance(value, ast.Name) else "..."
            case ast.BinOp(left=left, right=right):
                return self._text(left) + self._text(right)
            case ast.IfExp(body=body, orelse=other):
                return f"{self._text(body)} / {self._text(other)}"
            case ast.Name(id=name) if name in self.texts:
                return self._text(self.texts[name])
            case ast.Call(func=ast.Attribute(value=value, attr="format")):
                return self._text(value)
            case _:
                return "..."
