"""Reads the XML of a part as a stream, and keeps time and memory bounded while it does."""

from __future__ import annotations

import re
from typing import Protocol
from xml.parsers import expat

from fairprice.workbook.guard.words import Refusal

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MICROSOFT = "http://schemas.microsoft.com/office/"
_STRICT = "http://purl.oclc.org/ooxml/"
#: Short names of the namespaces that a workbook is written in.
_SHORT = {
    MAIN: "",
    OFFICE: "r:",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel:",
    "http://schemas.openxmlformats.org/package/2006/content-types": "types:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a:",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c:",
    "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing": "xdr:",
    "http://schemas.openxmlformats.org/package/2006/metadata/core-properties": "cp:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://www.w3.org/XML/1998/namespace": "xml:",
    "http://www.w3.org/2001/XMLSchema-instance": "xsi:",
    f"{_MICROSOFT}spreadsheetml/2009/9/ac": "x14ac:",
    f"{_MICROSOFT}spreadsheetml/2010/11/ac": "x15ac:",
    f"{_MICROSOFT}spreadsheetml/2014/revision": "xr:",
    f"{_MICROSOFT}spreadsheetml/2015/revision2": "xr2:",
    f"{_MICROSOFT}spreadsheetml/2016/revision3": "xr3:",
    f"{_MICROSOFT}spreadsheetml/2016/revision6": "xr6:",
    f"{_MICROSOFT}spreadsheetml/2016/revision10": "xr10:",
    f"{_MICROSOFT}drawing/2007/8/2/chart": "c14:",
}
#: Namespaces whose elements count; a part may tell programs to ignore those of others.
_READ_HERE = {space for space in _SHORT if not space.startswith(_MICROSOFT)}
#: XML elements: a cell takes at most five, and nothing else in a workbook is as many.
MOST_ELEMENTS = 1_000_000
#: Elements that are kept whole while a part is read. An evidence workbook has 10 thousand.
MOST_KEPT = 100_000
#: Cells of a workbook, those of merged ranges included. A fee workbook has about 3 thousand.
MOST_CELLS = 100_000
#: Rows, empty ones counted: a sheet can have a million.
MOST_ROWS = 200_000
#: Characters of one tag or comment: a parser must hold it whole.
MOST_IN_A_TAG = 100_000
#: Characters of a text in a cell, and of a formula, as spreadsheet programs allow them.
MOST_IN_A_TEXT, MOST_IN_A_FORMULA = 32_767, 8_192
#: Characters of formulas that are written out from the one they share.
MOST_WRITTEN_OUT = 500_000
#: Different names of elements and attributes in a part; the format has about 2 thousand.
MOST_NAMES = 5_000
_CHUNK = 16_384
#: Elements that hold formulas, whatever the part.
_FORMULAS = {"f", "definedName", "formula", "formula1", "formula2"}
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
#: Elements that start or hold programs, by the reason to refuse them.
_PROGRAMS = {"ddeLink": "links", "oleLink": "links", "oleObject": "objects", "control": "objects"}
_ENCODINGS = {"utf-8", "utf-16", "us-ascii", "ascii"}


class Budget:
    """What the parts of one workbook have used up together."""

    def __init__(self) -> None:
        self.elements = self.kept = self.cells = self.rows = self.written_out = 0

    def count(self, what: str, number: int, most: int, told: str, code: str = "too-large") -> None:
        """Add to a count, and stop as soon as it is too high.

        Parameters
        ----------
        what
            The attribute that counts.
        number, most
            How many more, and how many may be.
        told
            What they are, in words.
        code
            Reason code of the refusal.
        """
        total = getattr(self, what) + number
        setattr(self, what, total)
        if total > most:
            said = f"{most:,} {told}"
            raise Refusal(code, said if code == "too-many-cells" else f"has more than {said}")


class Handler(Protocol):
    """What follows a part from tag to tag; names are short, as in ``c:chart``."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""

    def end(self) -> None:
        """Take the end of the element begun last."""

    def text(self, content: str) -> None:
        """Take a piece of text."""

    def remark(self) -> None:
        """Take a comment or an instruction, which stands where text could."""


class Ignore:
    """Reads a part only to see that it is well-formed and harmless."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take no notice."""

    def end(self) -> None:
        """Take no notice."""

    def text(self, content: str) -> None:
        """Take no notice."""

    def remark(self) -> None:
        """Take no notice."""


def read_markup(part: str, content: bytes, handler: Handler, budget: Budget) -> None:
    """Read a part.

    Parameters
    ----------
    part, content
        Its name and bytes.
    handler
        Told of every element and text.
    budget
        Counts the elements.

    Raises
    ------
    Refusal
        If it is not well-formed, declares a document type, is too large, is in an encoding
        that not all programs read alike, is written in the strict namespaces, or tells
        programs to leave out what is read here.
    """
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    names = _Names(part)

    formula: list[str] | None = None

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal formula
        budget.elements += 1
        if budget.elements > MOST_ELEMENTS:
            raise Refusal("too-large", f"has more than {MOST_ELEMENTS:,} XML elements")
        for key in attributes:
            if key not in names.plain:
                attributes = names.of_attributes(attributes)
                break
        handler.start(names.known.get(name) or names.of(name), attributes)
        if name in names.formulas:
            formula = []

    def text(content: str) -> None:
        if formula is not None:
            formula.append(content)
        handler.text(content)

    def end(name: str) -> None:
        nonlocal formula
        if formula is not None and name in names.formulas:
            _check_formula("".join(formula), part)
            formula = None
        handler.end()

    def declaration(version: str, encoding: str | None, _: int) -> None:
        if version != "1.0" or (encoding or "utf-8").lower() not in _ENCODINGS:
            told = f"{part} is in an encoding that workbooks do not have"
            raise Refusal("broken-part", told)

    def doctype(*_: object) -> None:
        raise Refusal("doctype", part)

    def remark(*_: object) -> None:
        handler.remark()

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartNamespaceDeclHandler = names.declare
    parser.CharacterDataHandler = text
    parser.XmlDeclHandler, parser.StartDoctypeDeclHandler = declaration, doctype
    parser.CommentHandler = parser.ProcessingInstructionHandler = remark
    try:
        for place in range(0, len(content), _CHUNK):
            parser.Parse(content[place : place + _CHUNK], False)
            if place + _CHUNK - parser.CurrentByteIndex > MOST_IN_A_TAG:
                raise Refusal("too-large", f"has a tag of over {MOST_IN_A_TAG:,} characters")
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Refusal("broken-part", f"{part} is not well-formed") from error


def _check_formula(text: str, part: str) -> None:
    """Refuse a formula that starts a program, or is longer than any program allows."""
    if len(text) > MOST_IN_A_FORMULA:
        raise Refusal("too-large", f"has a formula of over {MOST_IN_A_FORMULA:,} characters")
    # outside of quotes, a bar stands only between a program and its topic
    if "|" in text and "|" in _QUOTED.sub("", text):
        raise Refusal("links", part)


class _Names:
    """The names of one part, in short, whatever prefixes it chose."""

    def __init__(self, part: str) -> None:
        self.part = part
        self.known: dict[str, str] = {}
        self.plain: set[str] = set()
        self.formulas: set[str] = set()
        self.spaces: dict[str, set[str]] = {}

    def of(self, name: str) -> str:
        """Shorten a name seen for the first time."""
        space, _, local = name.rpartition("}")
        if space.startswith(_STRICT):
            raise Refusal("strict", self.part)
        if local in _PROGRAMS:
            raise Refusal(_PROGRAMS[local], self.part)
        if local in _FORMULAS:
            self.formulas.add(name)
        self.known[name] = told = _SHORT.get(space, f"{{{space}}}") + local
        self._bounded()
        return told

    def of_attributes(self, attributes: dict[str, str]) -> dict[str, str]:
        """Shorten the names of attributes; ``main:r`` is not the ``r`` without a namespace."""
        told = {}
        for key, value in attributes.items():
            short = key
            if "}" in key:
                short = self.known.get(key) or self.of(key)
                short = short if ":" in short else f"main:{short}"
            else:
                self.plain.add(key)
                self._bounded()
            told[short] = value
        if "mc:ProcessContent" in told or self._hides(told.get("mc:Ignorable", "")):
            raise Refusal("ambiguous", f"{self.part} tells programs to leave out parts of it")
        return told

    def declare(self, prefix: str | None, space: str | None) -> None:
        """Note what a prefix stands for."""
        self.spaces.setdefault(prefix or "", set()).add(space or "")

    def _hides(self, prefixes: str) -> bool:
        spaces = (self.spaces.get(prefix, {MAIN}) for prefix in prefixes.split())
        return any(space in _READ_HERE for found in spaces for space in found)

    def _bounded(self) -> None:
        if len(self.known) + len(self.plain) > MOST_NAMES:
            raise Refusal("too-large", f"has more than {MOST_NAMES:,} names of XML elements")
