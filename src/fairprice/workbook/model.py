"""A workbook as plain data: sheets, one table each, and cells that know their value.

Nothing here knows the file format; the writer turns it into a file, and a test or a
check can read it as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from fairprice.calculation import Step
from fairprice.recording import EXCEL, Recorded, render
from fairprice.workbook.paper import Footer

#: Every sheet: title, two rows of description, then the table's header.
HEADER_ROW = 4
FIRST_ROW = HEADER_ROW + 1


@dataclass(frozen=True)
class Formula:
    """A live formula and the value Python computed for it.

    Parameters
    ----------
    text
        With its leading equals sign.
    value
        What the formula must come to.
    """

    text: str
    value: float | str

    @classmethod
    def of_step(cls, step: Step, spelling: Callable[[str], str], value: Any) -> Formula:
        """Write a step of the calculation with cells in place of names."""
        return cls("=" + step.excel(spelling), float(value))

    @classmethod
    def of_recorded(cls, recorded: Recorded) -> Formula:
        """Write a recorded expression whose leaves are cell references."""
        value = recorded.value
        plain = str(value) if getattr(value, "dtype", None) is None else value.item()
        number = isinstance(plain, (int, float)) or isinstance(value, (int, float))
        return cls("=" + render(recorded.expression, EXCEL), float(value) if number else str(plain))


@dataclass(frozen=True)
class Entry:
    """A cell that a user may change.

    Parameters
    ----------
    value
        What stands in it; ``None`` leaves it blank, to be filled in.
    lower, upper, above
        Bounds for the validation, of a text its length; ``above`` excludes itself.
    options
        The allowed values, where they are few.
    help
        A sentence shown when the cell is selected.
    kind
        What may be typed in it, where there are no options.
    instead
        A word that may stand in place of the value.
    """

    value: float | str | date | None
    lower: float | None = None
    upper: float | None = None
    above: float | None = None
    options: tuple[str, ...] = ()
    help: str = ""
    kind: Literal["number", "text", "date"] = "number"
    instead: str = ""


@dataclass(frozen=True)
class Link:
    """Text that leads to another sheet of the workbook."""

    sheet: str


@dataclass(frozen=True)
class WebLink:
    """Words that lead to a page of the web."""

    words: str
    address: str


Content = str | float | int | date | Formula | Entry | Link | WebLink | None


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Parameters
    ----------
    heading
        Unique in the table.
    width
        In characters.
    """

    heading: str
    width: float = 14


@dataclass
class Sheet:
    """A sheet: title, description and one table.

    Parameters
    ----------
    name
        Sheet name.
    title
        Stands in A1 as heading 1.
    description
        Two lines that stand in A2 and A3.
    columns
        The table's columns.
    rows
        The table's rows, each as long as ``columns``.
    row_formats, column_formats
        Number format of each row's numbers by row index, and of whole columns by heading.
    cell_formats
        Of single numbers, by index of row and column, where these are not fine.
    numbers_right
        Whether numbers are aligned to the right, as in a column of figures.
    page_ends
        For a form that is wider than a page: the last column of each printed page, counted
        from one. Column A is repeated on each; rows grow with what is typed in them.
    is_a_page
        Whether all of it is printed on one A4 page.
    printed_columns
        How many columns are printed, on A4 pages one page wide; all where it is nought.
    is_typed_in
        Whether rows grow with what is typed in them.
    """

    name: str
    title: str
    description: tuple[str, str]
    columns: list[Column]
    rows: list[list[Content]] = field(default_factory=list)
    row_formats: dict[int, str] = field(default_factory=dict)
    column_formats: dict[str, str] = field(default_factory=dict)
    cell_formats: dict[tuple[int, int], str] = field(default_factory=dict)
    numbers_right: bool = True
    page_ends: tuple[int, ...] = ()
    is_a_page: bool = False
    printed_columns: int = 0
    is_typed_in: bool = False

    @property
    def table_name(self) -> str:
        """The table's name in the workbook."""
        return self.name.replace(" ", "_") + "_table"

    def format_at(self, row: int, column: int) -> str:
        """Return the number format of a cell, by index of row and column."""
        by_column = self.column_formats.get(self.columns[column].heading)
        return (
            self.cell_formats.get((row, column))
            or by_column
            or self.row_formats.get(row, "General")
        )

    def add(self, *contents: Content, number_format: str = "") -> int:
        """Append a row and return its row number on the sheet."""
        if number_format:
            self.row_formats[len(self.rows)] = number_format
        self.rows.append(list(contents))
        return FIRST_ROW + len(self.rows) - 1


@dataclass
class WorkbookModel:
    """Everything in a workbook.

    Parameters
    ----------
    title
        Document title.
    sheets
        In order.
    names
        Defined names, each with its absolute reference.
    charts
        Charts in the order of their sheets, each on a sheet of its own but for stacked bars;
        there it stands beside the table of its numbers.
    dated
        The date put on the file, so that the same inputs give the same bytes.
    annex
        Names of the sheets that stay off paper, charts among them.
    footer
        What stands at the foot of each printed page; nothing in a file for publication.
    """

    title: str
    sheets: list[Sheet]
    names: dict[str, str]
    charts: tuple[AnyChart, ...]
    dated: date
    annex: frozenset[str] = frozenset()
    footer: Footer | None = None

    @property
    def stored_values(self) -> dict[str, dict[str, float | str]]:
        """What each formula comes to, by sheet and cell."""
        return {
            sheet.name: {
                f"{column_letter(c + 1)}{FIRST_ROW + r}": content.value
                for r, row in enumerate(sheet.rows)
                for c, content in enumerate(row)
                if isinstance(content, Formula)
            }
            for sheet in (*self.sheets, *self.chart_tables)
        }

    @property
    def chart_tables(self) -> list[Sheet]:
        """The sheets of charts, each with the table of its numbers."""
        by_name = {sheet.name: sheet for sheet in self.sheets}
        return [
            _table_of(chart, by_name[chart.source_sheet])
            for chart in self.charts
            if not isinstance(chart, StackedBars)
        ]


@dataclass(frozen=True)
class Chart:
    """A line chart on a sheet of its own.

    Parameters
    ----------
    sheet_name, title, alt_text
        Where it stands, what it shows, and the same in words.
    category_axis, value_axis
        Axis titles.
    source_sheet
        The sheet with its numbers.
    category_row
        Row of the categories on that sheet.
    series_rows
        Rows of the series; column A names each.
    first_column, last_column
        Columns of the numbers, counted from one.
    highest
        Where the value axis ends; left to the program where there is no natural end.
    """

    sheet_name: str
    title: str
    alt_text: str
    category_axis: str
    value_axis: str
    source_sheet: str
    category_row: int
    series_rows: tuple[int, ...]
    first_column: int
    last_column: int
    highest: float | None = None


@dataclass(frozen=True)
class BarChart:
    """A bar chart on a sheet of its own, with categories down a column.

    Parameters
    ----------
    sheet_name, title, alt_text
        Where it stands, what it shows, and the same in words.
    category_axis, value_axis
        Axis titles.
    source_sheet
        The sheet with its numbers.
    category_column
        Column of the categories on that sheet, counted from one.
    series_columns
        Columns of the series; the header row names each.
    first_row, last_row
        Rows of the numbers.
    number_format
        How the values on the axis are shown.
    side_by_side
        Whether the bars of a category stand beside each other, or on one line.
    """

    sheet_name: str
    title: str
    alt_text: str
    category_axis: str
    value_axis: str
    source_sheet: str
    category_column: int
    series_columns: tuple[int, ...]
    first_row: int
    last_row: int
    number_format: str = "#,##0"
    side_by_side: bool = True


@dataclass(frozen=True)
class StackedBars:
    """Bars made of parts, below the table that holds their numbers.

    Parameters
    ----------
    sheet_name, title, alt_text
        The sheet of the table, what the chart shows, and the same in words.
    category_axis, value_axis
        Axis titles.
    series_rows
        Rows of the parts; column A names each.
    first_column, last_column
        Columns of the bars, counted from one; the header row names each.
    """

    sheet_name: str
    title: str
    alt_text: str
    category_axis: str
    value_axis: str
    series_rows: tuple[int, ...]
    first_column: int
    last_column: int


AnyChart = Chart | BarChart | StackedBars
#: In characters: what the bars or points are called, and each series.
_CATEGORIES, _SERIES = 60, 20


def _table_of(chart: Chart | BarChart, source: Sheet) -> Sheet:
    """Lay out the numbers of a chart, one row a category, each as it stands on its sheet."""
    if isinstance(chart, Chart):
        across = (chart.category_row, *chart.series_rows)
        along = range(chart.first_column, chart.last_column + 1)
        places = [[(row, column) for row in across] for column in along]
        names = [str(source.rows[row - FIRST_ROW][0]) for row in chart.series_rows]
    else:
        beside = (chart.category_column, *chart.series_columns)
        down = range(chart.first_row, chart.last_row + 1)
        places = [[(row, column) for column in beside] for row in down]
        names = [source.columns[column - 1].heading for column in chart.series_columns]
    table = Sheet(
        chart.sheet_name,
        chart.title,
        (chart.alt_text, f"The numbers are those of the sheet {source.name}."),
        [Column(chart.category_axis, _CATEGORIES), *(Column(name, _SERIES) for name in names)],
    )
    for r, row in enumerate(places):
        table.add(*(_as_there(source, *place) for place in row))
        for c, (down_to, across_to) in enumerate(row):
            shown_as = source.format_at(down_to - FIRST_ROW, across_to - 1)
            table.cell_formats[r, c] = shown_as
    return table


def _as_there(source: Sheet, row: int, column: int) -> Content:
    """Refer to a number of a sheet; a text is a name, and stands as it is."""
    content = source.rows[row - FIRST_ROW][column - 1]
    value = content.value if isinstance(content, Formula | Entry) else content
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return Formula(f"='{source.name}'!{column_letter(column)}{row}", float(value))


def column_letter(number: int) -> str:
    """Return the letters of a column, counted from one."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
