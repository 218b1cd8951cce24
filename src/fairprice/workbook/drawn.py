"""Charts as they are drawn: on a sheet of their own, or below the table of their numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from openpyxl import Workbook
from openpyxl.chart import BarChart as Bars
from openpyxl.chart import LineChart, Reference, Series
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.legend import Legend
from openpyxl.chart.series import SeriesLabel
from openpyxl.drawing.colors import ColorChoice
from openpyxl.drawing.fill import PatternFillProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.utils.cell import range_to_tuple
from openpyxl.worksheet.worksheet import Worksheet

from fairprice import digits
from fairprice.charts import INK, PALETTE
from fairprice.workbook.escapes import unescaped
from fairprice.workbook.model import HEADER_ROW, BarChart, Chart, StackedBars, column_letter

#: Colours and marks of lines: their own, as a program without a theme would draw them in white.
_MARKS: tuple[tuple[str, Literal["circle", "square", "triangle", "diamond"]], ...] = (
    ("1F4E79", "circle"), ("B45F06", "square"), ("38761D", "triangle"), ("741B47", "diamond"),
)  # fmt: skip
Hatch: TypeAlias = Literal["wdUpDiag", "dashVert", "wdDnDiag", "diagCross"]
#: Over the colours of the parts of a bar: neighbours are told apart without colour too.
_HATCHES: tuple[Hatch | None, ...] = (
    None, "wdUpDiag", "dashVert", "wdDnDiag", None, "diagCross",
)  # fmt: skip
_FILLS = tuple(zip(PALETTE, _HATCHES, strict=False))
#: Of a row that nobody has set, in centimetres.
_HEIGHT_OF_A_ROW = 0.53
_CHARACTERS_OF_A_CENTIMETRE = 5.4


@dataclass(frozen=True)
class Kept:
    """What a chart keeps of the cells it is drawn from, for programs that calculate nothing.

    Parameters
    ----------
    values
        As they stand in the cells, in order: numbers as a workbook writes them, and texts.
    are_numbers
        Which of them are numbers.
    number_format
        Of the first cell.
    """

    values: tuple[str, ...]
    are_numbers: tuple[bool, ...]
    number_format: str


def draw(page: Worksheet, chart: Chart | BarChart, source: Worksheet) -> None:
    """Put a chart on its sheet, beside the table of its numbers.

    Parameters
    ----------
    page, source
        Its sheet, and the one with its numbers.
    chart
        What to draw.
    """
    drawn = _lines(chart, source) if isinstance(chart, Chart) else _bars(chart, source)
    column = column_letter(page.max_column + 2)
    # in one column of its width: each program has widths of its own for columns that state none
    page.column_dimensions[column].width = round(drawn.width * _CHARACTERS_OF_A_CENTIMETRE) + 2
    page.add_chart(drawn, f"{column}{HEADER_ROW}")


def draw_below(page: Worksheet, chart: StackedBars) -> None:
    """Put stacked bars below the table of their numbers.

    Parameters
    ----------
    page
        The sheet of the table.
    chart
        What to draw.
    """
    drawn: Any = _stacked(chart, page)
    # from cell to cell: other programs draw the columns in widths of their own
    top = page.max_row + 1
    corners = ((0, top), (page.max_column, top + round(drawn.height / _HEIGHT_OF_A_ROW)))
    start, end = (AnchorMarker(col=column, row=row) for column, row in corners)
    page.add_chart(drawn)
    drawn.anchor = TwoCellAnchor(_from=start, to=end)


def kept_of(workbook: Workbook, stored: dict[str, dict[str, float | str]], reference: str) -> Kept:
    """Return what a chart keeps of the cells of a reference.

    Parameters
    ----------
    workbook
        The sheets as they are written.
    stored
        What each formula comes to, by sheet and cell.
    reference
        A sheet and an area of it.
    """
    found: Any = range_to_tuple(reference)
    title, (left, top, right, bottom) = found
    page: Any = workbook[title.replace("''", "'")]
    cells = [
        page.cell(row, column)
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    ]
    values = [stored[page.title].get(cell.coordinate, cell.value) for cell in cells]
    return Kept(
        tuple(digits.written(v) if isinstance(v, float) else unescaped(str(v)) for v in values),
        tuple(
            isinstance(value, float) or cell.data_type == "n"
            for value, cell in zip(values, cells, strict=True)
        ),
        cells[0].number_format,
    )


def _lines(chart: Chart, source: Any) -> LineChart:
    drawn = LineChart()
    drawn.title = chart.title
    drawn.x_axis.title, drawn.y_axis.title = chart.category_axis, chart.value_axis
    drawn.x_axis.delete = drawn.y_axis.delete = False
    drawn.y_axis.number_format = "0.00"
    drawn.y_axis.scaling.min, drawn.y_axis.scaling.max = 0, chart.highest
    drawn.height, drawn.width = 11, 20
    drawn.legend = Legend(legendPos="b")

    def numbers(row: int) -> Reference:
        return Reference(
            source, min_col=chart.first_column, max_col=chart.last_column, min_row=row, max_row=row
        )

    for number, row in enumerate(chart.series_rows):
        colour, symbol = _MARKS[number]
        series = Series(numbers(row), title=None)
        series.tx = SeriesLabel(strRef=StrRef(f"'{source.title}'!$A${row}"))
        series.graphicalProperties.line.solidFill = colour
        series.marker.symbol = symbol
        series.marker.graphicalProperties.solidFill = colour
        series.marker.graphicalProperties.line.solidFill = colour
        series.smooth = False
        drawn.series.append(series)
    drawn.set_categories(numbers(chart.category_row))
    return drawn


def _bars(chart: BarChart, source: Any) -> Bars:
    drawn = _lying_bars(chart, chart.last_row - chart.first_row + 1)
    drawn.y_axis.number_format = chart.number_format
    drawn.overlap = None if chart.side_by_side else 100

    def numbers(column: int) -> Reference:
        return Reference(
            source, min_col=column, max_col=column, min_row=chart.first_row, max_row=chart.last_row
        )

    for column, fill in zip(chart.series_columns, _FILLS, strict=False):
        heading = f"'{source.title}'!${column_letter(column)}${HEADER_ROW}"
        drawn.series.append(_filled_bars(numbers(column), heading, *fill))
    drawn.set_categories(numbers(chart.category_column))
    return drawn


def _stacked(chart: StackedBars, source: Any) -> Bars:
    drawn = _lying_bars(chart, chart.last_column - chart.first_column + 1)
    drawn.grouping, drawn.overlap, drawn.y_axis.number_format = "stacked", 100, "#,##0"

    def numbers(row: int) -> Reference:
        return Reference(
            source, min_col=chart.first_column, max_col=chart.last_column, min_row=row, max_row=row
        )

    for row, fill in zip(chart.series_rows, _FILLS, strict=True):
        drawn.series.append(_filled_bars(numbers(row), f"'{source.title}'!$A${row}", *fill))
    drawn.set_categories(numbers(HEADER_ROW))
    return drawn


def _lying_bars(chart: BarChart | StackedBars, categories: int) -> Bars:
    drawn = Bars(barDir="bar", gapWidth=60)
    drawn.title = chart.title
    drawn.x_axis.title, drawn.y_axis.title = chart.category_axis, chart.value_axis
    drawn.x_axis.delete = drawn.y_axis.delete = False
    drawn.x_axis.scaling.orientation = "maxMin"
    drawn.x_axis.tickLblPos, drawn.y_axis.crosses = "low", "max"
    drawn.height, drawn.width = 6 + 1.2 * categories, 24
    drawn.legend = Legend(legendPos="b")
    return drawn


def _filled_bars(numbers: Reference, name: str, colour: str, hatch: Hatch | None) -> Any:
    series = Series(numbers, title=None)
    series.tx = SeriesLabel(strRef=StrRef(name))
    series.invertIfNegative = False
    drawn = series.graphicalProperties
    drawn.line.solidFill = INK.lstrip("#")
    if hatch is None:
        drawn.solidFill = colour.lstrip("#")
        return series
    drawn.pattFill = PatternFillProperties(prst=hatch)
    choice: Any = ColorChoice  # its published types know no text of six digits
    drawn.pattFill.foreground = choice(srgbClr=INK.lstrip("#"))
    drawn.pattFill.background = choice(srgbClr=colour.lstrip("#"))
    return series
