"""Checks a workbook, sheet by sheet, against the points that a machine can see."""

from __future__ import annotations

import os
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from fairprice.declare.takes import PATH, takes
from fairprice.errors import Problem, WorkbookError
from fairprice.workbook.guard import Package, Refusal, read_file, refusal, refused_file, unpack
from fairprice.workbook.guard.markup import Ignore, read_markup
from fairprice.workbook.lint.cells import ANOTHER_FILE, look_at
from fairprice.workbook.lint.drawings import Drawn, drawn_on_sheets
from fairprice.workbook.lint.findings import Findings
from fairprice.workbook.lint.texts import TEXTS
from fairprice.workbook.paper import Footer
from fairprice.workbook.reading.cells import area_of
from fairprice.workbook.sheets.front import FINGERPRINT_NAME

#: What makes a file unsafe to look into, and is a point of the standards by itself.
_UNSAFE = ("macros", "links", "objects")
#: As many cells as any workbook is opened with.
_MOST_CELLS = 100_000
_HEADING = "Heading 1"
#: Names that programs keep for themselves, out of sight.
_OF_PROGRAMS = ("_xlnm.", "_xlfn.", "_xlpm.")
#: As programs name a table of which nobody said what it holds.
_DEFAULT_NAME = re.compile(r"(table|database|range)_?\d*", re.I)
_SAYS_BLANK = ("blank", "empty", "leave", "left")


@takes(path=PATH)
def lint_workbook(path: str | os.PathLike[str]) -> tuple[Problem, ...]:
    """Check a workbook against the points of the standards that a machine can see.

    Parameters
    ----------
    path
        Any Excel workbook; it is only read.

    Returns
    -------
    tuple of Problem
        What does not keep a point, with sheet, first cell and remedy; of each kind one for
        each sheet. Empty where nothing is found.

    Raises
    ------
    WorkbookError
        If it cannot be read, is damaged, or could do harm. One with macros, links to other
        files or embedded objects is not looked into any further: that is what is returned.

    Notes
    -----
    The points are those of the Government Analysis Function's *Releasing statistics in
    spreadsheets* on tables, notes, format and structure, and of FAST on formulas. Plain
    language, spelling and descriptive links are left to people.
    """
    file = Path(path)
    try:
        content = read_file(file)
        package = Package.of(unpack(content))
        _look_through(package)
        drawn = drawn_on_sheets(package)
    except Refusal as refused:
        if refused.code in _UNSAFE:
            return (refusal(refused, file.name),)
        raise refused_file(refused, file.name) from None
    try:
        workbook = openpyxl.load_workbook(BytesIO(content), keep_links=False, rich_text=False)
    except Exception as error:  # what openpyxl raises for a damaged part has no common kind
        raise WorkbookError([TEXTS("cannot-open", file.name, error=error)]) from error
    findings = Findings(file.name)
    _document(workbook, findings)
    for page in workbook.worksheets:
        _sheet(page, findings)
    for name, seen in drawn.items():  # sheets of one chart too, which are no worksheets
        _drawn(seen, name, findings)
    return findings.problems


class _Merged(Ignore):
    """Counts the cells that are merged: whoever opens the file makes each of them."""

    def __init__(self) -> None:
        self.cells = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the area of a merge."""
        if name.rpartition(":")[2] == "mergeCell":
            left, top, right, bottom = area_of(attributes.get("ref", "")) or (1, 1, 1, 1)
            self.cells += (right - left + 1) * (bottom - top + 1)
            if self.cells > _MOST_CELLS:
                raise Refusal("too-many-cells", f"{_MOST_CELLS:,} merged cells")


def _look_through(package: Package) -> None:
    """Read every part before openpyxl does: what could harm or overload it is refused."""
    package.look_through_the_rest()
    merged = _Merged()
    for name, part in package.parts.items():
        if "worksheets/" in name and name.lower().endswith(".xml"):
            read_markup(name, part, merged, package.budget)


def _drawn(drawn: Drawn, name: str, findings: Findings) -> None:
    if drawn.is_hidden:
        findings.note("hidden-sheet", name)
    if drawn.pictures:
        findings.note("picture", name, count=drawn.pictures)
    if drawn.text_boxes:
        findings.note("text-box", name, count=drawn.text_boxes)
    if drawn.charts_without_words:
        findings.note("chart-without-words", name, count=drawn.charts_without_words)


def _document(workbook: openpyxl.Workbook, findings: Findings) -> None:
    if not (workbook.properties.title or "").strip():
        findings.note("no-document-title")
    if not (workbook.properties.language or "").strip():
        findings.note("no-language")
    first = workbook.worksheets[0] if workbook.worksheets else None
    if workbook.active is not None and first is not None and workbook.active is not first:
        findings.note("opens-elsewhere", opened=workbook.active.title)
    for sheet, names in [
        ("", workbook.defined_names),
        *((page.title, page.defined_names) for page in workbook.worksheets),
    ]:
        for name, defined in names.items():
            reference = str(defined.attr_text)
            if "#REF!" in reference:
                findings.note("broken-name", sheet, name=name, reference=reference)
            if ANOTHER_FILE.search(reference.rpartition("!")[0]):
                findings.note("another-file", sheet, reference=f"{name}: {reference}")
            if defined.hidden and not name.startswith(_OF_PROGRAMS):
                findings.note("hidden-name", sheet, name=name)


def _sheet(page: Worksheet, findings: Findings) -> None:
    name = page.title
    # what is there, not every place up to the last: a single cell may stand at the far end
    held: Any = page._cells
    filled = [held[place] for place in sorted(held) if held[place].value is not None]
    drawn = bool(getattr(page, "_charts", ()))
    if not filled and not drawn:
        findings.note("blank-sheet", name)
        return
    _title(page, findings)
    _view(page, findings)
    _hidden(page, findings)
    for merged in page.merged_cells.ranges:
        findings.note("merged-cells", name, merged.coord)
    tables: list[Any] = list(page.tables.values())
    inside: tuple[int, int, int, int] = (0, 0, 0, 0)
    if not tables and not drawn and any(cell.row > 1 for cell in filled):
        findings.note("no-table", name)
    if len(tables) > 1:
        findings.note("several-tables", name, count=len(tables))
    elif tables:
        _names(tables[0], name, findings)
        left, top, right, bottom = range_boundaries(tables[0].ref)
        inside = (int(left or 1), int(top or 1), int(right or 1), int(bottom or 1))
        _around(page, inside, filled, findings)
        if (inside[2] - inside[0] + 1) * (inside[3] - inside[1] + 1) <= _MOST_CELLS:
            _table(page, inside, filled, findings)
        else:
            findings.note("table-too-large", name, most=f"{_MOST_CELLS:,}")
    left, top, right, bottom = inside
    counted = {cell.column for cell in filled if cell.data_type == "n" and cell.row > top}
    for cell in filled:
        in_table = left <= cell.column <= right and top <= cell.row <= bottom
        among = in_table and cell.row > top and cell.column in counted
        look_at(cell, name, findings, in_table=in_table, among_numbers=among)
        if cell.comment is not None:
            findings.note("comment", name, cell.coordinate)


def _title(page: Worksheet, findings: Findings) -> None:
    if not isinstance(page["A1"].value, str) or not page["A1"].value.strip():
        findings.note("no-title", page.title, "A1")
    elif page["A1"].style != _HEADING:
        findings.note("title-not-a-heading", page.title, "A1")


def _has_lines_of_its_own(page: Worksheet) -> bool:
    """Tell whether a header or footer is printed that is not the footer of an open-book file."""
    others: tuple[Any, ...] = (
        page.oddHeader, page.evenHeader, page.evenFooter, page.firstHeader, page.firstFooter,
    )  # fmt: skip
    if any(part.text for line in others for part in (line.left, line.center, line.right)):
        return True
    line: Any = page.oddFooter
    left, centre, right = (part.text or "" for part in (line.left, line.center, line.right))
    if not (left or centre or right):
        return False
    return not Footer.is_one((left, centre, right), _fingerprint(page.parent))


def _fingerprint(workbook: Any) -> str:
    """Return what stands under the name of the fingerprint; empty where nothing does."""
    defined = workbook.defined_names.get(FINGERPRINT_NAME)
    for sheet, cells in defined.destinations if defined is not None else ():
        area = area_of(cells)
        if sheet in workbook.sheetnames and area is not None and area[:2] == area[2:]:
            return str(workbook[sheet].cell(area[1], area[0]).value or "")
    return ""


def _view(page: Worksheet, findings: Findings) -> None:
    name = page.title
    if page.freeze_panes is not None:
        findings.note("frozen-panes", name, str(page.freeze_panes))
    filters = [page.auto_filter, *(table.autoFilter for table in page.tables.values())]
    if any(found is not None and found.ref for found in filters):
        findings.note("filter", name)
    if _has_lines_of_its_own(page):
        findings.note("header-or-footer", name)
    selected = page.sheet_view.selection
    if selected and selected[0].activeCell not in (None, "A1"):
        findings.note("cursor-elsewhere", name, cursor=selected[0].activeCell)


def _hidden(page: Worksheet, findings: Findings) -> None:
    if page.sheet_format.zeroHeight:
        findings.note("hidden-row-or-column", page.title, what="every row without a height")
    for letter, column in page.column_dimensions.items():
        if column.hidden or column.width == 0:
            findings.note("hidden-row-or-column", page.title, what=f"column {letter}")
    for number, row in page.row_dimensions.items():
        if row.hidden or row.height == 0:
            findings.note("hidden-row-or-column", page.title, what=f"row {number}")


Area = tuple[int, int, int, int]


def _names(table: Any, name: str, findings: Findings) -> None:
    """See that a table has a name that says something, and one row of headings."""
    if _DEFAULT_NAME.fullmatch(table.displayName or ""):
        findings.note("table-name", name, table=table.displayName)
    if table.headerRowCount == 0:
        findings.note("no-headings", name)


def _around(page: Worksheet, area: Area, filled: list[Any], findings: Findings) -> None:
    name = page.title
    left, top, right, bottom = area
    if top > 2 and not str(page["A2"].value or "").strip():
        findings.note("no-description", name, "A2")
    if left > 1:
        findings.note("table-not-at-the-edge", name, column=get_column_letter(left))
    for cell in filled:
        if cell.row > bottom or (cell.row >= top and not left <= cell.column <= right):
            findings.note("outside-the-table", name, cell.coordinate)


def _table(page: Worksheet, area: Area, filled: list[Any], findings: Findings) -> None:
    name = page.title
    left, top, right, bottom = area
    columns, rows = range(left, right + 1), range(top + 1, bottom + 1)
    seen: set[str] = set()
    for column in columns:
        heading = page.cell(top, column).value
        text = str(heading).strip().casefold() if heading is not None else ""
        if not text:
            findings.note("heading-empty", name, page.cell(top, column).coordinate)
        elif text in seen:
            where = page.cell(top, column).coordinate
            findings.note("heading-twice", name, where, heading=repr(heading))
        seen.add(text)
    held = {(cell.row, cell.column) for cell in filled}
    blank = {(r, c) for r in rows for c in columns if (r, c) not in held}
    for row in rows:
        if all((row, column) in blank for column in columns):
            findings.note("blank-row", name, row=row)
    described = " ".join(
        str(cell.value) for cell in filled if cell.row < top and cell.column == 1
    ).casefold()
    # a form to be filled in says what a blank cell means
    if not any(word in described for word in _SAYS_BLANK):
        for column in columns:
            if len(rows) and all((row, column) in blank for row in rows):
                findings.note("blank-column", name, column=get_column_letter(column))
        for row, column in sorted(blank):
            findings.note("blank-without-reason", name, f"{get_column_letter(column)}{row}")
