"""A workbook as its file says it, read once and in one way, for whoever reads or verifies it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from openpyxl.styles.numbers import is_date_format, is_timedelta_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from fairprice.errors import WorkbookError
from fairprice.workbook.guard import Package, Refusal, read_file, refusal, refused_file, unpack
from fairprice.workbook.guard.kinds import CHARTSHEET, WORKSHEET
from fairprice.workbook.reading.cells import DAY, NUMBER, OpenedCell
from fairprice.workbook.reading.grammar import Node, read_part
from fairprice.workbook.reading.known.workbook import WORKBOOK
from fairprice.workbook.reading.sheet import OpenedSheet, read_sheet
from fairprice.workbook.reading.styles import Look, Styles
from fairprice.workbook.reading.text import Strings
from fairprice.workbook.reading.theme import read_theme

#: Names that programs keep for printing and filters.
KEPT_BY_PROGRAMS = "_xlnm."


@dataclass(frozen=True)
class DefinedName:
    """A name that stands for cells.

    Parameters
    ----------
    name
        As it is written.
    reference
        What it stands for.
    sheet
        Number of the sheet it holds on alone, counted from 0; ``None`` for all.
    """

    name: str
    reference: str
    sheet: int | None = None


@dataclass(frozen=True)
class OpenedWorkbook:
    """A workbook that came from someone else.

    Parameters
    ----------
    file
        Its name, for messages.
    package
        Its parts; with what of them is not known to the library.
    root
        Settings and everything that is said of the whole.
    sheets
        In order, by name.
    names
        Defined names.
    styles
        How its cells look.
    from_1904
        Whether days are counted from 1904.
    """

    file: str
    package: Package
    root: Node
    sheets: dict[str, OpenedSheet]
    names: tuple[DefinedName, ...]
    styles: Styles
    from_1904: bool

    def look(self, cell: OpenedCell) -> Look:
        """Return how a cell looks."""
        return self.styles.look(cell.style)

    def value(self, cell: OpenedCell) -> Any:
        """Return the value of a cell; a number that is formatted as a day is a day.

        Parameters
        ----------
        cell
            A cell of one of its sheets.

        Returns
        -------
        float, bool, str, datetime.datetime, datetime.time, datetime.timedelta or None
            Days that no calendar has stay numbers.
        """
        if cell.kind == DAY:
            return _day(str(cell.value))
        if cell.kind != NUMBER or not isinstance(cell.value, float):
            return cell.value
        code = self.look(cell).number_format
        if len(code) > 255 or not is_date_format(code):
            return cell.value
        epoch = CALENDAR_MAC_1904 if self.from_1904 else CALENDAR_WINDOWS_1900
        try:
            return from_excel(cell.value, epoch, timedelta=is_timedelta_format(code))
        except (ValueError, OverflowError):
            return cell.value


def open_workbook(path: str | os.PathLike[str]) -> OpenedWorkbook:
    """Open a workbook that came from someone else, and refuse what could do harm.

    Parameters
    ----------
    path
        The file; it is only read.

    Raises
    ------
    WorkbookError
        With one problem, the first found: the file is missing, too large, damaged, locked
        with a password or not a workbook, it can be read in two ways, or it holds macros,
        links to other files, embedded objects or XML that could overload the reader.

    Notes
    -----
    At most 50 MB are read and 50 MB unpacked, of at most 200 parts, 100,000 cells, 200,000
    rows and one million XML elements.
    """
    file = Path(path)
    try:
        content = read_file(file)
    except Refusal as refused:
        raise refused_file(refused, file.name) from None
    return opened(content, file.name)


def opened(content: bytes, file: str) -> OpenedWorkbook:
    """Open a workbook from its bytes.

    Parameters
    ----------
    content
        The file.
    file
        Its name, for messages.

    Raises
    ------
    WorkbookError
        As :func:`open_workbook`.
    """
    try:
        return _read(Package.of(unpack(content)), file)
    except Refusal as refused:
        raise WorkbookError([refusal(refused, file)]) from None


def _read(package: Package, file: str) -> OpenedWorkbook:
    part = package.workbook
    root = read_part(package, part, WORKBOOK)
    styles = Styles.of(package, read_theme(package))
    strings = Strings(package)
    sheets: dict[str, OpenedSheet] = {}
    for sheet in _sheets(package, root, strings):
        if sheet.name.casefold() in {name.casefold() for name in sheets}:
            raise Refusal("ambiguous", f"two sheets have the name {sheet.name!r:.40}")
        sheets[sheet.name] = sheet
    if not any(sheet.state == "visible" for sheet in sheets.values()):
        raise Refusal("broken-part", f"{part} shows no sheet")
    for sheet in sheets.values():
        for cell in sheet.filled.values():
            styles.look(cell.style)
        for number in sheet.styled.values():
            styles.look(number)
    if len(list(root.each("bookViews", "workbookView"))) > 1:
        package.remark(part, "a workbook that is shown in two windows")
    package.look_through_the_rest()
    settings = root.child("workbookPr") or Node("workbookPr", {})
    names = tuple(_names(root, len(sheets)))
    return OpenedWorkbook(file, package, root, sheets, names, styles, settings.flag("date1904"))


def _sheets(package: Package, root: Node, strings: Strings) -> list[OpenedSheet]:
    part = package.workbook
    relations = dict(package.relations.get(part, {}))
    read = []
    for node in root.each("sheets", "sheet"):
        relation = relations.pop(node.get("r:id"), None)
        name, state = node.get("name"), node.get("state", "visible")
        if relation is None:
            raise Refusal(
                "ambiguous", f"the sheet {name!r:.40} leads nowhere, or where another does"
            )
        if relation.kind == WORKSHEET:
            read.append(read_sheet(package, name, state, relation.target, strings))
        elif relation.kind == CHARTSHEET:
            read.append(OpenedSheet(name, state, relation.target))
        else:
            raise Refusal("odd-kind", f"the sheet {name!r:.40} leads to a part that is none")
    for relation in relations.values():
        if relation.kind in (WORKSHEET, CHARTSHEET):
            package.remark(relation.target, "a sheet that the workbook does not list")
    return read


def _names(root: Node, sheets: int) -> list[DefinedName]:
    """Read the defined names, each of which may stand once for the workbook and once a sheet."""
    found: list[DefinedName] = []
    seen: set[tuple[str, str]] = set()
    for node in root.each("definedNames", "definedName"):
        name, where = node.get("name"), node.get("localSheetId")
        key = name.casefold(), where
        # LibreOffice writes print titles twice; no value is read through built-in names
        if key in seen and not key[0].startswith(KEPT_BY_PROGRAMS):
            raise Refusal("ambiguous", f"the name {name!r:.40} is given twice")
        seen.add(key)
        number = int(where) if where.isascii() and where.isdecimal() and len(where) < 6 else None
        if where and (number is None or number >= sheets):
            raise Refusal(
                "broken-part", f"the name {name!r:.40} belongs to a sheet that is not there"
            )
        found.append(DefinedName(name, node.text.strip(), number))
    return found


def _day(told: str) -> datetime | date | time | timedelta | str:
    try:
        return datetime.fromisoformat(told)
    except ValueError:
        return told
