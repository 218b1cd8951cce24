"""What a workbook holds and shows, as plain data that can be compared."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from openpyxl.cell.rich_text import CellRichText
from openpyxl.utils import range_boundaries

from fairprice.workbook.guard import few_values, filled_cells, load
from fairprice.workbook.model import column_letter
from fairprice.workbook.verify.parts import Part, look_at
from fairprice.workbook.verify.seeing import unseen
from fairprice.workbook.verify.spelling import same_format, same_formula, same_reference

#: Names that programs keep for printing and filters.
_KEPT_BY_PROGRAMS = "_xlnm."
#: Below these a row (points) or a column (characters) cannot be seen.
_LEAST_HEIGHT, _LEAST_WIDTH = 3.0, 1.0
_LAID_OVER = ("vmlDrawing", "image")


@dataclass(frozen=True)
class CellState:
    """One cell.

    Parameters
    ----------
    formula
        As written; empty where there is none.
    shown
        The stored value of a formula, or else the value itself.
    number_format
        In one spelling.
    unseen
        Why it cannot be seen; empty where it can.
    """

    formula: str
    shown: Any
    number_format: str
    unseen: str

    @property
    def meaning(self) -> str:
        """The formula in one spelling."""
        return same_formula(self.formula)


@dataclass(frozen=True)
class ChartState:
    """One chart: its type, title and references, its scale, and the numbers kept in it."""

    shape: str
    references: tuple[str, ...]
    scale: tuple[float | None, float | None]
    kept: tuple[tuple[float, ...] | None, ...]


@dataclass(frozen=True)
class SheetState:
    """One sheet.

    Parameters
    ----------
    cells
        Filled ones, by address.
    charts
        In order.
    laid_over, behind
        How many pictures, boxes and charts lie over or behind its cells; and how many of
        them are no drawings: pictures behind the sheet, and notes.
    oddities
        Places and what is odd about them: hidden rows, comments, conditional formats.
    """

    cells: dict[str, CellState]
    charts: tuple[ChartState, ...] = ()
    laid_over: int = 0
    behind: int = 0
    oddities: tuple[tuple[str, str, str], ...] = ()


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
    descriptions
        Descriptions of its charts.
    extensions
        Kinds of what newer programs show in a sheet besides its cells.
    in_charts
        How many boxes are drawn within charts.
    """

    sheets: dict[str, SheetState]
    names: dict[str, str]
    settings: dict[str, Any]
    descriptions: tuple[str, ...]
    extensions: tuple[str, ...]
    in_charts: int

    @classmethod
    def of(
        cls,
        content: bytes,
        where: str,
        stored: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> Snapshot:
        """Take it of a file that the guard has let through.

        Parameters
        ----------
        content
            The file.
        where
            Its name, for messages.
        stored
            Of a file just written: what its formulas come to, by sheet and cell.
        """
        written = load(content, where, values=False, styled_text=True)
        if stored is None:
            shown = load(content, where, values=True)
            values = {page.title: _values(page) for page in _pages(shown)}
        else:
            values = {
                page.title: _known(page, stored.get(page.title, {})) for page in _pages(written)
            }
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = {
                name: look_at(archive.read(name))
                for name in archive.namelist()
                if name.startswith(("xl/drawings/", "xl/worksheets/")) and name.endswith(".xml")
            }
        names = {
            name: same_reference(str(defined.attr_text))
            for name, defined in written.defined_names.items()
            if not name.startswith(_KEPT_BY_PROGRAMS)
        }
        sheets = {page.title: _sheet(page, values[page.title], parts) for page in _pages(written)}
        drawn = sum(part.drawn for part in parts.values())
        return cls(
            sheets,
            names,
            _settings(written),
            tuple(text for part in parts.values() for text in part.descriptions),
            tuple(kind for part in parts.values() for kind in part.extensions),
            drawn - sum(sheet.laid_over - sheet.behind for sheet in sheets.values()),
        )

    @classmethod
    def at_a_glance(cls, content: bytes, sheets: Collection[str]) -> Snapshot | None:
        """Take no more of it than the values on a few sheets.

        That is enough to write the workbook anew, and never to judge one.

        Parameters
        ----------
        content
            A file that the guard has let through.
        sheets
            Their names.

        Returns
        -------
        Snapshot or None
            Nothing where the file does not look like one of ours.
        """
        read = few_values(content, sheets)
        if read is None:
            return None
        states = {
            name: SheetState({place: CellState("", _day(v), "", "") for place, v in cells.items()})
            for name, cells in read.items()
        }
        return cls(states, {}, {}, (), (), 0)

    def formulas(self) -> Iterator[CellState]:
        """Iterate over the cells that hold a formula."""
        for sheet in self.sheets.values():
            yield from (cell for cell in sheet.cells.values() if cell.formula)

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
        sheet, _, area = self.names.get(name, "").rpartition("!")
        titles = {title.upper(): title for title in self.sheets}
        if sheet not in titles or not re.fullmatch(r"\$?[A-Z]+\$?\d+(:\$?[A-Z]+\$?\d+)?", area):
            return None
        left, top, right, bottom = corners(area)
        if left != right or not 0 <= bottom - top < 100:
            return None
        return titles[sheet], [f"{column_letter(left)}{row}" for row in range(top, bottom + 1)]


def corners(area: str) -> tuple[int, int, int, int]:
    """Return first column and row, last column and row of a range of cells.

    Parameters
    ----------
    area
        Such as ``"$D$5:$D$9"``; whole rows and columns have no corners.
    """
    left, top, right, bottom = (number or 0 for number in range_boundaries(area))
    return left, top, right, bottom


def _pages(workbook: Any) -> Iterator[Any]:
    return (workbook[title] for title in workbook.sheetnames)


def _values(page: Any) -> dict[str, Any]:
    return {cell.coordinate: cell.value for cell in filled_cells(page)}


def _known(page: Any, stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a sheet of which it is known what its formulas come to."""
    return {
        cell.coordinate: _read_back(stored[cell.coordinate])
        if cell.data_type == "f"
        else cell.value
        for cell in filled_cells(page)
    }


def _read_back(value: float | str) -> float | str | None:
    """Return a stored value as it is read: an empty text is none."""
    return None if value == "" else value


def _day(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value


def _sheet(page: Any, values: Mapping[str, Any], parts: Mapping[str, Part]) -> SheetState:
    if not hasattr(page, "_cells"):  # a chart sheet
        return SheetState({}, oddities=(("", "chart sheet", page.sheet_state),))
    drawn = behind = 0
    for link in page._rels:
        kind = str(link.Type).rpartition("/")[2]
        if kind == "drawing" and str(link.Target).lstrip("/") in parts:
            drawn += parts[str(link.Target).lstrip("/")].drawn
        behind += kind in _LAID_OVER
    return SheetState(
        dict(_cells(page, values)),
        tuple(_chart(chart) for chart in page._charts),
        drawn + behind,
        behind,
        tuple(_oddities(page)),
    )


def _cells(page: Any, values: Mapping[str, Any]) -> Iterator[tuple[str, CellState]]:
    looks: dict[int, tuple[str, str]] = {}
    for cell in filled_cells(page):
        content: Any = cell.value
        formula = ""
        if cell.data_type == "f":
            # an array formula is an object; its braces tell it from an ordinary one
            text = getattr(content, "text", None)
            formula = content if isinstance(content, str) else f"{{{text}}}"
        # many cells share a style, but text in several styles is looked at by itself
        several = isinstance(content, CellRichText)
        look = None if several else looks.get(cell.style_id)
        if look is None:
            look = same_format(cell.number_format), unseen(cell)
            looks |= {} if several else {cell.style_id: look}
        yield cell.coordinate, CellState(formula, _day(values.get(cell.coordinate)), *look)


def _oddities(page: Any) -> Iterator[tuple[str, str, str]]:
    """Yield places and what is odd there, by kind: nothing of it is in a file of ours."""
    if page.sheet_state != "visible":
        yield "", "hidden sheet", page.sheet_state
    for row, dimension in sorted(page.row_dimensions.items()):
        low = dimension.height is not None and dimension.height < _LEAST_HEIGHT
        if dimension.hidden or low:
            yield f"{row}:{row}", "hidden row", f"row {row}"
    for letter, dimension in sorted(page.column_dimensions.items()):
        if dimension.hidden or dimension.width < _LEAST_WIDTH:
            last = column_letter(dimension.max or 0) or letter
            yield f"{letter}:{last}", "hidden column", f"column {letter} to {last}"
    if page.sheet_format.zeroHeight:
        yield "", "hidden row", "every row without a height of its own"
    for area in page.conditional_formatting:
        yield str(area.sqref)[:80], "conditional format", "changes how cells look by their value"
    for area in page.merged_cells.ranges:
        yield str(area), "merged cells", "hides the cells beneath"
    for name, defined in page.defined_names.items():
        if not name.startswith(_KEPT_BY_PROGRAMS):
            yield "", "name of one sheet", f"{name} = {defined.attr_text}"
    for place in sorted(page._cells):
        cell = page._cells[place]
        if cell.comment is not None:
            yield cell.coordinate, "comment", str(cell.comment.text)
        if cell.hyperlink is not None and cell.hyperlink.target:
            yield cell.coordinate, "link out of the workbook", str(cell.hyperlink.target)


def _chart(chart: Any) -> ChartState:
    references: list[str] = []
    kept: list[tuple[float, ...] | None] = []
    for series in chart.series:
        for source in (series.tx, series.val, series.cat):
            found = getattr(source, "numRef", None) or getattr(source, "strRef", None)
            references.append(same_reference(str(found.f)) if found else "")
        numbers = series.val.numRef.numCache if series.val and series.val.numRef else None
        kept.append(tuple(float(point.v) for point in numbers.pt) if numbers else None)
    scaling = getattr(getattr(chart, "y_axis", None), "scaling", None)
    runs = [
        run.t
        for paragraph in (chart.title.tx.rich.p if chart.title and chart.title.tx else ())
        for run in (paragraph.r or ())
    ]
    shape = f"{type(chart).__name__}: {''.join(runs)}"
    scale = (scaling.min, scaling.max) if scaling else (None, None)
    return ChartState(shape, tuple(references), scale, tuple(kept))


def _settings(workbook: Any) -> dict[str, Any]:
    calculation = workbook.calculation
    return {
        "calculates by hand": calculation.calcMode == "manual",
        "calculates with rounded numbers": calculation.fullPrecision is False,
        "calculates in circles": bool(calculation.iterate),
        "counts days from": workbook.epoch.year,
    }
