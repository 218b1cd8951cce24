"""Looks at the parts of a workbook one by one, as streams of XML, for what could do harm."""

from __future__ import annotations

import posixpath
import re
from typing import Any
from xml.sax import SAXException
from xml.sax.handler import ContentHandler, property_lexical_handler

from defusedxml.common import DefusedXmlException
from defusedxml.sax import make_parser

from fairprice.workbook.guard_words import Refusal

#: Cells of a workbook, those of merged ranges included. A fee workbook has about 3 thousand.
MOST_CELLS = 100_000
#: XML elements: a cell takes at most five, and nothing else in a workbook is as many.
MOST_ELEMENTS = 1_000_000
#: Characters of one tag or comment: some parsers read an unfinished one again and again.
MOST_IN_A_TAG = 100_000

_MACROS = re.compile(r"vbaproject|vbadata|macrosheets/|dialogsheets/", re.IGNORECASE)
_MACRO_TYPES = re.compile(r"macroenabled|vbaproject|macrosheet|ms-excel\.sheet\.binary", re.I)
_LINKS = re.compile(r"externallinks/|(^|/)connections|querytables/|xl/model/", re.IGNORECASE)
_OBJECTS = re.compile(r"embeddings/|activex/|webextensions/|ctrlprops/", re.IGNORECASE)
_XML_NAME = re.compile(r"\.(xml|rels|vml)$", re.IGNORECASE)
#: Byte order marks and white space that may stand before the first tag.
_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"
_FILE_INSIDE = (b"PK\x03\x04", bytes.fromhex("D0CF11E0A1B11AE1"))
#: Relationships whose parts openpyxl reads; one part read many times multiplies its size.
_READ_ONCE = {
    "worksheet", "chartsheet", "drawing", "chart", "comments", "table", "pivotTable",
    "sharedStrings", "styles",
}  # fmt: skip
#: Relationships to sheets that are programs.
_PROGRAM_SHEETS = {"xlMacrosheet", "xlIntlMacrosheet", "dialogsheet"}
_USED_ONCE = {"sheet", "tablePart", "chart", "pivotCache"}
#: References that openpyxl fills in cell by cell.
_FILLED_IN = {"mergeCell", "hyperlink", "comment"}
_FORMULAS = {"f", "definedName", "formula", "formula1", "formula2"}
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_AREA = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")


class Inspection:
    """Counts and judges over all parts of one workbook.

    Parameters
    ----------
    parts
        Every part by name.
    """

    def __init__(self, parts: dict[str, bytes]) -> None:
        self.names = set(parts)
        self.cells = self.elements = 0
        self.targets: set[str] = set()
        if "xl/workbook.xml" not in self.names:
            raise Refusal("no-workbook", _what_it_is(parts))

    def look_at(self, name: str, part: bytes) -> None:
        """Judge one part.

        Parameters
        ----------
        name, part
            Its name and content.

        Raises
        ------
        Refusal
            For the first thing that could do harm.
        """
        for pattern, code in ((_MACROS, "macros"), (_LINKS, "links"), (_OBJECTS, "objects")):
            if pattern.search(name):
                raise Refusal(code, name)
        if part.startswith(_FILE_INSIDE):
            raise Refusal("objects", name)
        if _XML_NAME.search(name) or part.lstrip(_BEFORE_XML)[:1] == b"<":
            self._parse(name, part)

    def _parse(self, name: str, part: bytes) -> None:
        handler = _Handler(self, name)
        parser = make_parser()
        parser.forbid_dtd = True
        parser.setContentHandler(handler)
        parser.setProperty(property_lexical_handler, handler)
        try:
            parser.feed(part)
            parser.close()
        except DefusedXmlException:
            raise Refusal("doctype", name) from None
        except (SAXException, ValueError, LookupError) as error:
            raise Refusal("broken-part", name) from error

    def count(self, *, elements: int = 0, cells: int = 0) -> None:
        """Add to the counts, and stop as soon as they are too high."""
        self.elements += elements
        self.cells += cells
        if self.cells > MOST_CELLS:
            raise Refusal("too-many-cells", f"{MOST_CELLS:,}")
        if self.elements > MOST_ELEMENTS:
            raise Refusal("too-large", f"has more than {MOST_ELEMENTS:,} XML elements")

    def reads(self, target: str) -> None:
        """Note that a relationship leads to a part, and refuse the second."""
        if target in self.targets:
            raise Refusal("part-used-twice", target)
        self.targets.add(target)


class _Handler(ContentHandler):
    """Follows one part from tag to tag, and keeps nothing but a formula's text."""

    def __init__(self, inspection: Inspection, part: str) -> None:
        super().__init__()
        self.inspection = inspection
        self.part = part
        self.root = ""
        self.used: set[str] = set()
        self.formula: list[str] | None = None
        self.shared: str | None = None
        self.within_rows = False
        self.row = self.column = 0
        self.places: set[tuple[int, int]] = set()

    def startElement(self, name: str, attrs: Any) -> None:
        """Judge an element by its name and attributes, whatever its prefix."""
        local = name.rpartition(":")[2]
        self.root = self.root or local
        given = {key.rpartition(":")[2]: value for key, value in attrs.items()}
        self._bounded(sum(map(len, given.values())))
        self.inspection.count(elements=1)
        if self.root == "worksheet":
            self._in_a_sheet(local, given)
        if local in _FORMULAS:
            self.formula = []
            self.shared = given.get("si") if given.get("t") == "shared" else None
        if local == "definedName" and self.root == "workbook":
            name_given = given.get("name", "").casefold()
            # LibreOffice writes print titles twice; no value is read through built-in names
            if not name_given.startswith("_xlnm."):
                self._once(f"name {name_given} {given.get('localSheetId')}")
        if local in _FILLED_IN:
            self.inspection.count(cells=_cells_in(given.get("ref", "")) - 1)
        elif local == "Relationship":
            self._relationship(given)
        elif local in ("Override", "Default"):
            if _MACRO_TYPES.search(given.get("ContentType", "")):
                raise Refusal("macros", given["ContentType"])
        elif local == "ddeLink":
            raise Refusal("links", self.part)
        elif local in ("oleObject", "control"):
            raise Refusal("objects", self.part)
        elif local in _USED_ONCE and "r:id" in attrs:
            if f"{local} {attrs['r:id']}" in self.used:
                raise Refusal("part-used-twice", self.part)
            self.used.add(f"{local} {attrs['r:id']}")

    def _in_a_sheet(self, local: str, given: dict[str, str]) -> None:
        """Follow rows and cells as a reader does: no cell may be given twice."""
        if local == "sheetData":
            self.within_rows = True
        elif local == "AlternateContent" and self.within_rows:
            raise Refusal("ambiguous", self.part)
        elif local == "row":
            number = given.get("r", "")
            self.row = int(number) if number.isdecimal() else self.row + 1
            self.column = 0
        elif local == "c":
            self.inspection.count(cells=1)
            found = _AREA.fullmatch(given.get("r", ""))
            self.column = _number(found[1]) if found else self.column + 1
            place = (int(found[2]) if found else self.row, self.column)
            if place in self.places:
                raise Refusal("ambiguous", self.part)
            self.places.add(place)

    def _once(self, key: str) -> None:
        if key in self.used:
            raise Refusal("ambiguous", self.part)
        self.used.add(key)

    def endElement(self, name: str) -> None:
        """Judge a formula once all of it is known."""
        if name.rpartition(":")[2] == "sheetData":
            self.within_rows = False
        if self.formula is not None and name.rpartition(":")[2] in _FORMULAS:
            text = "".join(self.formula)
            # outside of quotes, a bar stands only between a program and its topic
            if "|" in _QUOTED.sub("", text):
                raise Refusal("links", self.part)
            if self.shared is not None and text:
                # a formula shared with others has its text at the first of them alone
                self._once(f"shared {self.shared}")
            self.formula = None

    def characters(self, content: str) -> None:
        """Collect the text of a formula."""
        if self.formula is not None:
            self.formula.append(content)

    def processingInstruction(self, target: str, data: str) -> None:
        """Bound what a parser must hold at once."""
        self._bounded(len(data))

    def comment(self, content: str) -> None:
        """Bound what a parser must hold at once."""
        self._bounded(len(content))

    def _ignore(self, *_: Any) -> None:
        """Take no notice: document types never get as far, and marked text is text."""

    startDTD = endDTD = startCDATA = endCDATA = _ignore

    def _bounded(self, length: int) -> None:
        if length > MOST_IN_A_TAG:
            raise Refusal("too-large", f"has a tag of over {MOST_IN_A_TAG:,} characters")

    def _relationship(self, given: dict[str, str]) -> None:
        kind = given.get("Type", "").rpartition("/")[2]
        target = given.get("Target", "")
        if given.get("TargetMode", "").lower() == "external":
            if kind != "hyperlink":
                raise Refusal("links", target[:80])
        elif kind in _PROGRAM_SHEETS:
            raise Refusal("macros", target[:80])
        elif kind in _READ_ONCE:
            folder = posixpath.dirname(posixpath.dirname(self.part))
            self.inspection.reads(posixpath.normpath(posixpath.join("/", folder, target)))


def _cells_in(reference: str) -> int:
    """Count the cells of ``A1`` or ``A1:C9``; what is neither fails when it is loaded."""
    found = _AREA.fullmatch(reference.upper())
    if found is None or found[3] is None:
        # whole rows and columns, such as A:C, have no number of their own
        return 1 if ":" not in reference else MOST_CELLS + 2
    columns = abs(_number(found[3]) - _number(found[1])) + 1
    return columns * (abs(int(found[4]) - int(found[2])) + 1)


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _what_it_is(parts: dict[str, bytes]) -> str:
    if b"opendocument" in parts.get("mimetype", b""):
        return "It is an OpenDocument file."
    if "xl/workbook.bin" in parts:
        return "It is a binary workbook (.xlsb)."
    if "word/document.xml" in parts:
        return "It is a Word document."
    return "It is a zip file of something else."
