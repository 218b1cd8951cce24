"""What a workbook holds and shows, as plain data that can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from fairprice.errors import WorkbookError
from fairprice.workbook.guard import Refusal, Remark, refusal
from fairprice.workbook.guard.kinds import CORE
from fairprice.workbook.model import column_letter
from fairprice.workbook.reading import OpenedWorkbook
from fairprice.workbook.reading.cells import OpenedCell, area_of
from fairprice.workbook.reading.charts import OpenedChart, read_charts
from fairprice.workbook.reading.grammar import read_part
from fairprice.workbook.reading.known.rest import CORE as CORE_RULES
from fairprice.workbook.reading.sheet import OpenedSheet
from fairprice.workbook.reading.styles import Look, font_in_words
from fairprice.workbook.reading.workbook import KEPT_BY_PROGRAMS, DefinedName
from fairprice.workbook.verify.about_a_sheet import (
    Table,
    oddities,
    printed_lines,
    read_tables,
    rules,
)
from fairprice.workbook.verify.spelling import same_format, same_reference

#: Gnumeric writes the name of print titles without the mark of names kept by programs.
_TITLES_OF_GNUMERIC = "Print_Titles"


@dataclass(frozen=True)
class CellState:
    """One cell.

    Parameters
    ----------
    formula
        As written; empty where there is none.
    shown
        The stored value of a formula, or else the value itself.
    look
        How it looks; its number format in one spelling.
    pieces
        Face, font, colour and text of pieces of its text, where it is told in pieces.
    """

    formula: str
    shown: Any
    look: Look = field(default_factory=Look)
    pieces: tuple[tuple[str, str, str, str], ...] = ()


@dataclass(frozen=True)
class SheetState:
    """One sheet.

    Parameters
    ----------
    opened
        The sheet as it was read: its rows, columns and state.
    cells
        Filled ones, by address.
    blank
        How cells look that hold nothing, where it is not as usual, by address.
    lines
        How cells of rows and columns look that are not there, likewise.
    charts
        In order.
    tables
        Tables by name.
    rules
        What may be typed in a cell, and what is said about it, by area.
    links
        Where cells lead, by address.
    oddities
        Places, kinds and words of what is odd: hidden rows, comments, conditional formats.
    print_areas
        What alone of it is printed, in one spelling; nothing for all of it.
    printed_lines
        Headers and footers, each with what it is for.
    """

    opened: OpenedSheet
    cells: dict[str, CellState]
    blank: dict[str, Look]
    lines: dict[str, Look] = field(default_factory=dict)
    charts: tuple[OpenedChart, ...] = ()
    tables: dict[str, Table] = field(default_factory=dict)
    rules: tuple[tuple[str, str], ...] = ()
    links: dict[str, str] = field(default_factory=dict)
    oddities: tuple[tuple[str, str, str], ...] = ()
    print_areas: frozenset[str] = frozenset()
    printed_lines: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class Snapshot:
    """One workbook.

    Parameters
    ----------
    sheets
        By name, in order.
    names
        Defined names and what they stand for, in one spelling.
    settings
        How it calculates.
    title
        The title of the document.
    usual_fonts
        Face and size of the fonts in which widths of columns are measured.
    remarks
        What is not known to the library.
    """

    sheets: dict[str, SheetState]
    names: dict[str, str]
    settings: dict[str, Any]
    title: str
    usual_fonts: frozenset[tuple[str, str]]
    remarks: tuple[Remark, ...]

    @classmethod
    def of(cls, workbook: OpenedWorkbook) -> Snapshot:
        """Take it of a workbook that the guard has let through.

        Parameters
        ----------
        workbook
            As it was read.

        Raises
        ------
        WorkbookError
            If what is drawn on it, or a table, can be read in two ways.
        """
        try:
            return cls._of(workbook)
        except Refusal as refused:
            raise WorkbookError([refusal(refused, workbook.file)]) from None

    @classmethod
    def _of(cls, workbook: OpenedWorkbook) -> Snapshot:
        names = {
            defined.name: same_reference(defined.reference)
            for defined in workbook.names
            if defined.sheet is None and not defined.name.startswith(KEPT_BY_PROGRAMS)
        }
        sheets = {
            name: _sheet(workbook, number, sheet)
            for number, (name, sheet) in enumerate(workbook.sheets.items())
        }
        return cls(
            sheets, names, _settings(workbook), _title(workbook), workbook.styles.usual_fonts(),
            tuple(workbook.package.remarks),
        )  # fmt: skip

    def formulas(self) -> Iterator[CellState]:
        """Iterate over the cells that hold a formula."""
        for sheet in self.sheets.values():
            yield from (cell for cell in sheet.cells.values() if cell.formula)

    @cached_property
    def titles(self) -> dict[str, str]:
        """Names of sheets by their capitals, as references in one spelling have them."""
        return {title.upper(): title for title in self.sheets}

    def named(self, name: str) -> tuple[str, list[str]] | None:
        """Return the sheet and the cells, top to bottom, that a name stands for.

        Parameters
        ----------
        name
            A defined name.

        Returns
        -------
        tuple or None
            Nothing where it stands for no single column of at most a hundred cells.
        """
        sheet, _, told = self.names.get(name, "").rpartition("!")
        area = area_of(told)
        if sheet not in self.titles or area is None:
            return None
        left, top, right, bottom = area
        if left != right or bottom - top >= 100:
            return None
        return self.titles[sheet], [f"{column_letter(left)}{row}" for row in range(top, bottom + 1)]

    def text_named(self, name: str) -> str:
        """Return what stands under a name, or its formula; empty where nothing does.

        Parameters
        ----------
        name
            A defined name.
        """
        stands = self.named(name)
        cell = self.sheets[stands[0]].cells.get(stands[1][0]) if stands else None
        return "" if cell is None else cell.formula or str(cell.shown)

    def with_numbers(self, numbers: dict[tuple[str, str], Any]) -> Snapshot:
        """Return the same with other stored numbers.

        Parameters
        ----------
        numbers
            By sheet and address.
        """
        sheets = dict(self.sheets)
        for (sheet, place), number in numbers.items():
            cells = sheets[sheet].cells
            if sheets[sheet] is self.sheets[sheet]:
                sheets[sheet] = replace(sheets[sheet], cells=dict(cells))
                cells = sheets[sheet].cells
            cells[place] = replace(cells[place], shown=number)
        return replace(self, sheets=sheets)


def _sheet(workbook: OpenedWorkbook, number: int, sheet: OpenedSheet) -> SheetState:
    looks = _Looks(workbook)
    charts = read_charts(workbook.package, sheet, workbook.styles.theme)
    names = [defined for defined in workbook.names if defined.sheet == number]
    return SheetState(
        sheet,
        {place: looks.cell(cell) for place, cell in sheet.filled.items()},
        {place: looks.look(style) for place, style in sheet.styled.items()},
        dict(looks.lines(sheet)),
        tuple(charts),
        read_tables(workbook.package, sheet),
        tuple(rules(sheet)),
        {
            node.get("ref"): same_reference(node.get("location").removeprefix("#"))
            for node in sheet.root.each("hyperlinks", "hyperlink")
            if not node.get("r:id")
        },
        (*oddities(workbook, sheet), *_names_of_one_sheet(names, sheet.name)),
        frozenset(_print_areas(names)),
        printed_lines(sheet),
    )


class _Looks:
    """Reads cells of one workbook, whose styles are told once each."""

    def __init__(self, workbook: OpenedWorkbook) -> None:
        self.workbook = workbook
        self.known: dict[int, Look] = {}

    def look(self, style: int) -> Look:
        """Return a style with its number format in one spelling."""
        if style not in self.known:
            look = self.workbook.styles.look(style)
            self.known[style] = replace(look, number_format=same_format(look.number_format))
        return self.known[style]

    def lines(self, sheet: OpenedSheet) -> Iterator[tuple[str, Look]]:
        """Yield how whole rows and columns look, where they say so."""
        for number, row in sheet.rows.items():
            if row.style:
                yield f"{number}:{number}", self.look(row.style)
        for columns in sheet.columns:
            if columns.style:
                first, last = column_letter(columns.first), column_letter(columns.last)
                yield f"{first}:{last}", self.look(columns.style)

    def cell(self, cell: OpenedCell) -> CellState:
        """Return the state of a cell."""
        value = self.workbook.value(cell)
        palette = self.workbook.styles.palette
        return CellState(
            cell.formula,
            value.date() if isinstance(value, datetime) else value,
            self.look(cell.style),
            tuple(
                (*font_in_words(node, palette), text)
                for node, text in cell.pieces
                if node is not None
            ),
        )


def _names_of_one_sheet(names: list[DefinedName], sheet: str) -> Iterator[tuple[str, str, str]]:
    """Yield the names that stand for something on one sheet alone, but for those of printing."""
    for defined in names:
        told = f"{defined.name} = {defined.reference}"
        kind = defined.name.removeprefix(KEPT_BY_PROGRAMS)
        if kind == "Sheet_Title" and defined.reference == f'"{sheet}"':
            continue  # Gnumeric notes the name of each sheet
        if kind == "Print_Area":
            continue
        if kind == _TITLES_OF_GNUMERIC and _is_rows_or_columns(defined.reference, sheet):
            continue
        else:
            yield "", "name of one sheet", told


def _print_areas(names: list[DefinedName]) -> Iterator[str]:
    for defined in names:
        is_one = defined.name.removeprefix(KEPT_BY_PROGRAMS) == "Print_Area"
        if is_one and defined.reference != "#REF!":  # which Gnumeric writes for a whole sheet
            yield same_reference(defined.reference)


def _is_rows_or_columns(reference: str, sheet: str) -> bool:
    """Tell whether a reference names whole rows or columns of a sheet, to be printed again."""
    quoted = re.escape(sheet.replace("'", "''"))
    lines = r"(?:\$\d{1,7}:\$\d{1,7}|\$[A-Z]{1,3}:\$[A-Z]{1,3})"
    area = rf"(?:'{quoted}'|{re.escape(sheet)})!{lines}"
    told = rf"{area}(?:,{area})?"
    # of two at once Gnumeric makes an error that names them
    return re.fullmatch(rf'{told}|ERROR\("{told}"\)', reference) is not None


def _title(workbook: OpenedWorkbook) -> str:
    package = workbook.package
    names = package.leads_to("", CORE)
    title = read_part(package, names[0], CORE_RULES).child("dc:title") if names else None
    return "" if title is None else title.text


def _settings(workbook: OpenedWorkbook) -> dict[str, Any]:
    calculation = workbook.root.child("calcPr")
    mode, full = "auto", True
    if calculation is not None:
        mode, full = calculation.get("calcMode", "auto"), calculation.flag("fullPrecision", True)
    return {
        "calculates by hand": mode != "auto",
        "calculates with rounded numbers": not full,
        "counts days from": 1904 if workbook.from_1904 else 1900,
    }
