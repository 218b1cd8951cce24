"""What a workbook holds and shows, as plain data that can be compared."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from defusedxml.ElementTree import iterparse
from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.utils import range_boundaries

from fairprice.workbook.guard import filled_cells, load
from fairprice.workbook.model import column_letter
from fairprice.workbook.verify.spelling import same_format, same_reference

#: Names that programs keep for printing and filters.
_KEPT_BY_PROGRAMS = "_xlnm."
#: Below these a row (points), a column (characters) or a letter (points) cannot be seen.
_LEAST_HEIGHT, _LEAST_WIDTH, _LEAST_SIZE = 3.0, 1.0, 6.0
#: Between text and background, on a scale from black to white.
_LEAST_CONTRAST = 0.3
_DRAWN = {"graphicFrame", "pic", "sp", "cxnSp", "contentPart"}
_LAID_OVER = ("vmlDrawing", "image")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#: What newer programs keep apart in a sheet, and openpyxl does not read.
_EXTENSIONS = {"conditionalFormatting": "conditional format", "sparklineGroup": "laid over"}


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
    def of(cls, content: bytes, where: str) -> Snapshot:
        """Take it of a file that the guard has let through.

        Parameters
        ----------
        content
            The file.
        where
            Its name, for messages.
        """
        written = load(content, where, values=False, styled_text=True)
        shown = load(content, where, values=True)
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = {
                name: _part(archive.read(name))
                for name in archive.namelist()
                if name.startswith(("xl/drawings/", "xl/worksheets/")) and name.endswith(".xml")
            }
        names = {
            name: same_reference(str(defined.attr_text))
            for name, defined in written.defined_names.items()
            if not name.startswith(_KEPT_BY_PROGRAMS)
        }
        sheets = {page.title: _sheet(page, shown[page.title], parts) for page in _pages(written)}
        drawn = sum(part.drawn for part in parts.values())
        return cls(
            sheets,
            names,
            _settings(written),
            tuple(text for part in parts.values() for text in part.descriptions),
            tuple(kind for part in parts.values() for kind in part.extensions),
            drawn - sum(sheet.laid_over - sheet.behind for sheet in sheets.values()),
        )

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


@dataclass(frozen=True)
class _Part:
    """What openpyxl leaves out of a part: drawn things, their descriptions, extensions."""

    drawn: int
    descriptions: tuple[str, ...]
    extensions: tuple[str, ...]


def _part(content: bytes) -> _Part:
    drawn, descriptions, extensions = 0, [], []
    for event, element in iterparse(BytesIO(content), ("start", "end"), forbid_dtd=True):
        space, _, name = element.tag.rpartition("}")
        if event == "end":
            element.clear()
            continue
        drawn += name in _DRAWN
        if element.get("descr"):
            descriptions.append(element.get("descr"))
        if name in _EXTENSIONS and space != _MAIN:
            extensions.append(_EXTENSIONS[name])
    return _Part(drawn, tuple(descriptions), tuple(extensions))


def _sheet(page: Any, shown: Any, parts: Mapping[str, _Part]) -> SheetState:
    if not hasattr(page, "_cells"):  # a chart sheet
        return SheetState({}, oddities=(("", "chart sheet", page.sheet_state),))
    values = {cell.coordinate: cell.value for cell in filled_cells(shown)}
    drawn = behind = 0
    for link in page._rels:
        kind = str(link.Type).rpartition("/")[2]
        if kind == "drawing" and str(link.Target).lstrip("/") in parts:
            drawn += parts[str(link.Target).lstrip("/")].drawn
        behind += kind in _LAID_OVER
    return SheetState(
        {cell.coordinate: _cell(cell, values.get(cell.coordinate)) for cell in filled_cells(page)},
        tuple(_chart(chart) for chart in page._charts),
        drawn + behind,
        behind,
        tuple(_oddities(page)),
    )


def _cell(cell: Cell, shown: Any) -> CellState:
    content: Any = cell.value
    formula = ""
    if cell.data_type == "f":
        # an array formula is an object; its braces tell it from an ordinary one
        text = getattr(content, "text", None)
        formula = content if isinstance(content, str) else f"{{{text}}}"
    value = shown.date() if isinstance(shown, datetime) else shown
    return CellState(formula, value, same_format(cell.number_format), _unseen(cell))


def _unseen(cell: Cell) -> str:
    """Say why a cell, or part of its text, cannot be seen as it is."""
    solid = cell.fill.fill_type == "solid"
    background = _lightness(cell.fill.fgColor) if solid else 1.0
    fonts: list[Any] = [cell.font]
    if isinstance(cell.value, CellRichText):
        # programs split a text where its script changes, so only what cannot be seen counts
        fonts += [block.font for block in cell.value if isinstance(block, TextBlock)]
    for font in fonts:
        if font.strike:
            return "text struck through"
        if abs(_lightness(font.color, default=0.0) - background) < _LEAST_CONTRAST:
            return "text of the colour of its background"
        if font.sz is not None and font.sz < _LEAST_SIZE:
            return "text too small to read"
    return ""


def _lightness(colour: Any, default: float = 1.0) -> float:
    """Return how light a colour is, from black (0) to white (1)."""
    if colour is None or (colour.type == "indexed" and colour.indexed >= len(COLOR_INDEX)):
        return default
    if colour.type == "theme":
        # the first two of every theme are the page and its text; the rest lie between
        return {0: 1.0, 1: 0.0, 2: 0.9, 3: 0.2}.get(colour.theme, 0.5)
    code = COLOR_INDEX[colour.indexed] if colour.type == "indexed" else str(colour.rgb)
    if not re.fullmatch(r"[0-9A-Fa-f]{8}", code):
        return default
    red, green, blue = (int(code[place : place + 2], 16) / 255 for place in (2, 4, 6))
    return 0.3 * red + 0.59 * green + 0.11 * blue


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
