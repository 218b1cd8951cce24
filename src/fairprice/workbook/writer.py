"""Turns a workbook model into a file."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date, datetime, time
from functools import lru_cache, partial
from io import BytesIO
from pathlib import Path
from textwrap import wrap
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break, ColBreak
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from fairprice import digits
from fairprice.errors import FileWriteError, Problem
from fairprice.files import OPEN_DOCUMENT, WORKBOOK, file_name, refused_writing, write_atomically
from fairprice.workbook import styles
from fairprice.workbook.drawn import draw, draw_below, kept_of
from fairprice.workbook.escapes import escaped
from fairprice.workbook.finishing import finish
from fairprice.workbook.model import (
    FIRST_ROW,
    HEADER_ROW,
    BarChart,
    Chart,
    Content,
    Entry,
    Formula,
    Link,
    Sheet,
    StackedBars,
    WebLink,
    WorkbookModel,
    column_letter,
)
from fairprice.workbook.number_formats import DAY
from fairprice.workbook.open_document import to_open_document
from fairprice.workbook.paper import FOOTER_SIZE, OFF_PAPER, Footer
from fairprice.workbook.styles import Look, Looks
from fairprice.workbook.validation import Rules

#: Tables wider than this, in characters, are laid out for A3.
_WIDE = 170
#: About how wide a character of a column is.
_POINTS_OF_A_CHARACTER = 6.5
#: Margin below a table, and below the footer in it (inches).
_ROOM_FOR_A_FOOTER = 0.7, 0.3
#: What an A4 page across holds, in characters.
_A4_WIDTH = 108
#: What an upright A4 page holds in letters of 7 points.
_UPRIGHT = 175
#: No row can be higher (points).
_TALLEST = 400.0
_LOOKS_LIKE_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_workbook(
    model: WorkbookModel, path: str | os.PathLike[str], *, values_only: bool = False
) -> Path:
    """Write a workbook model to a file, replaced as a whole or left as it was.

    Parameters
    ----------
    model
        What to write.
    path
        Where.
    values_only
        As for :func:`to_bytes`; such a file may be an OpenDocument spreadsheet, ``.ods``.

    Returns
    -------
    pathlib.Path
        The file written.

    Raises
    ------
    FileWriteError
        If the file cannot be written, or its name ends as another kind of file does.
    MissingExtraError
        If the name ends in ``.ods`` and odfdo, the extra ``ods``, is not installed.
    """
    target = Path(path)
    suffix = target.suffix.lower()
    if values_only and suffix == OPEN_DOCUMENT:
        write_atomically(target, to_open_document(model))
        return target
    if suffix not in ("", WORKBOOK):
        raise FileWriteError([_another_kind(target)])
    write_atomically(target, to_bytes(model, values_only=values_only))
    return target


def _another_kind(target: Path) -> Problem:
    return Problem(
        "unknown-file-type", file_name(target), "does not end in .xlsx.",
        "What is written is an Excel workbook, and programs refuse one under another ending.",
        "Give a name that ends in .xlsx; an edition for publication may end in .ods, and a "
        "spreadsheet program saves another kind.",
    )  # fmt: skip


def to_bytes(model: WorkbookModel, *, values_only: bool) -> bytes:
    """Write a workbook model as the bytes of an Excel file.

    Parameters
    ----------
    model
        What to write.
    values_only
        Write each formula's value in its place, unprotected and without charts.

    Returns
    -------
    bytes
        The same for the same model.

    Raises
    ------
    FileWriteError
        If there is no room for temporary files.
    """
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    workbook.add_named_style(styles.heading_1())
    properties = workbook.properties
    properties.title, properties.creator, properties.language = model.title, "fairprice", "en-GB"
    properties.created = properties.modified = datetime.combine(model.dated, time())
    looks = Looks()
    for sheet in model.sheets:
        _write_sheet(workbook.create_sheet(sheet.name), sheet, looks, values_only)
    if not values_only:
        for name, reference in model.names.items():
            workbook.defined_names[name] = DefinedName(name, attr_text=reference)
        tables = {table.name: table for table in model.chart_tables}
        for chart in model.charts:
            if isinstance(chart, StackedBars):
                draw_below(workbook[chart.sheet_name], chart)
            else:
                _write_chart(workbook, chart, tables[chart.sheet_name], looks)
    for name in model.annex:
        workbook[name].print_area = OFF_PAPER
    if model.footer is not None:
        for page in workbook.worksheets:
            _write_footer(page, model.footer)
    workbook.active = 0
    buffer = BytesIO()
    with (
        refused_writing(f"the workbook {model.title}"),  # openpyxl writes its sheets on disk first
        # Workbook.save leaves its archive open where that fails, and dates the file today
        ZipFile(buffer, "w", ZIP_DEFLATED) as archive,
    ):
        ExcelWriter(workbook, archive).save()
    caches = {} if values_only else model.stored_values
    alt_texts = () if values_only else tuple(chart.alt_text for chart in model.charts)
    kept = partial(kept_of, workbook, caches)
    return finish(buffer.getvalue(), caches, alt_texts, kept)


def write_user_text(cell: Cell | MergedCell, text: str) -> None:
    """Write text as text: whatever it looks like, it never becomes a formula or an error."""
    cell.value = escaped(text)
    cell.data_type = "s"
    if text.startswith(_LOOKS_LIKE_FORMULA):
        cell.quotePrefix = True


class _GrowingRow(RowDimension):
    """A row whose height is a first estimate that programs may correct as text is typed."""

    @property
    def customHeight(self) -> bool:
        """Tell programs that nobody has set the height by hand."""
        return False


def _write_sheet(page: Worksheet, sheet: Sheet, looks: Looks, values_only: bool) -> None:
    write_user_text(page["A1"], sheet.title)
    page["A1"].style = "Heading 1"
    page.row_dimensions[1].height = styles.TITLE_HEIGHT
    for row, text in enumerate(sheet.description, start=2):
        cell = page.cell(row, 1)
        looks.put(cell, styles.DESCRIPTION)
        write_user_text(cell, text)
    for number, column in enumerate(sheet.columns, start=1):
        cell = page.cell(HEADER_ROW, number)
        to_the_right = sheet.numbers_right and _holds_numbers(sheet, number - 1)
        looks.put(cell, styles.NUMBER_HEADING if to_the_right else styles.HEADING)
        write_user_text(cell, column.heading)
        page.column_dimensions[column_letter(number)].width = column.width
    rules = Rules()
    for r, contents in enumerate(sheet.rows):
        if sheet.page_ends or sheet.is_typed_in:
            page.row_dimensions[FIRST_ROW + r] = _GrowingRow(page, index=FIRST_ROW + r)
        page.row_dimensions[FIRST_ROW + r].height = _height(sheet, contents)
        for c, content in enumerate(contents):
            cell = page.cell(FIRST_ROW + r, c + 1)
            may_change = isinstance(content, Entry) and not values_only
            if isinstance(content, Formula) and values_only:
                content = content.value
            look, number_format = _look(content, sheet.format_at(r, c))
            if not sheet.numbers_right:
                look = styles.TEXT
            looks.put(cell, look, number_format, may_change=may_change)
            _write_content(cell, content, number_format)
            if isinstance(content, Entry) and may_change:
                rules.add(cell.coordinate, content)
    rules.attach(page)
    page.row_dimensions[HEADER_ROW].height = _height(sheet, [c.heading for c in sheet.columns])
    _mark_table(page, sheet)
    _set_page(page, wide=sum(column.width for column in sheet.columns) > _WIDE)
    if sheet.page_ends:
        _spread_over_pages(page, sheet)
    if sheet.printed_columns or sheet.is_typed_in:
        page.print_options.gridLines = True
    if sheet.printed_columns:
        _print_its_first_columns(page, sheet)
    if sheet.is_a_page:
        _print_on_a_page(page, upright=_is_tall(page, sheet))
    if not values_only:
        page.protection.sheet = True
        page.protection.formatColumns = page.protection.formatRows = False


def _look(content: Content, number_format: str) -> tuple[Look, str]:
    """Choose how a content looks, and the format of its number."""
    if content is None or isinstance(content, str | Link | WebLink):
        return styles.NUMBER if content is None else styles.TEXT, "General"
    if isinstance(content, date):
        return styles.NUMBER, DAY
    is_text = isinstance(content, Formula) and isinstance(content.value, str)
    return styles.TEXT if is_text else styles.NUMBER, number_format


def _write_content(cell: Cell | MergedCell, content: Content, number_format: str) -> None:
    if isinstance(content, Entry):
        content = content.value
    if isinstance(content, Formula):
        cell.value = content.text
    elif isinstance(content, Link):
        write_user_text(cell, content.sheet)
        cell.hyperlink = Hyperlink(
            ref=cell.coordinate, location=f"'{content.sheet}'!A1", display=content.sheet
        )
    elif isinstance(content, WebLink):
        write_user_text(cell, content.words)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, target=content.address)
    elif isinstance(content, str):
        write_user_text(cell, content)
    elif isinstance(content, date):
        # openpyxl gives a date a format of its own
        cell.value, cell.number_format = content, number_format
    elif content is not None:
        _write_number(cell, content)


def _write_number(cell: Cell | MergedCell, number: float) -> None:
    cell.value = digits.written(number)
    cell.data_type = "n"


def _mark_table(page: Worksheet, sheet: Sheet) -> None:
    last = f"{column_letter(len(sheet.columns))}{HEADER_ROW + len(sheet.rows)}"
    table = Table(displayName=sheet.table_name, ref=f"A{HEADER_ROW}:{last}")
    table.tableColumns = [
        TableColumn(id=number, name=escaped(column.heading))
        for number, column in enumerate(sheet.columns, start=1)
    ]
    table.tableStyleInfo = TableStyleInfo(showRowStripes=False)
    page.add_table(table)


def _holds_numbers(sheet: Sheet, column: int) -> bool:
    return all(
        not isinstance(
            content.value if isinstance(content, Formula) else content, str | Link | WebLink
        )
        for content in (row[column] for row in sheet.rows)
    )


def _height(sheet: Sheet, contents: Sequence[Content]) -> float:
    """Estimate the height of a row of wrapped text: programs do not all fit it on opening."""
    lines = 1
    for column, content in zip(sheet.columns, contents, strict=True):
        if isinstance(content, Entry):
            content = content.value
        if isinstance(content, WebLink):
            content = content.words
        if isinstance(content, str):
            lines = max(lines, _lines(content, max(int(column.width * styles.FITTING) - 1, 1)))
    return min(lines * styles.LINE_HEIGHT, _TALLEST)


@lru_cache(maxsize=4096)
def _lines(text: str, width: int) -> int:
    """Count the lines of wrapped text: many cells say the same, and wrapping is slow."""
    if len(text.expandtabs()) <= width and "\n" not in text:
        return 1
    return len(wrap(text, width))


def _set_page(page: Worksheet, *, wide: bool) -> None:
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A3 if wide else page.PAPERSIZE_A4
    page.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    page.sheet_view.showGridLines = True


def _spread_over_pages(page: Worksheet, sheet: Sheet) -> None:
    """Print a wide form over several pages, as large as the widest of them allows."""
    widths = [column.width for column in sheet.columns]
    starts = (0, *sheet.page_ends)
    printed = [
        sum(widths[start:end]) + (widths[0] if start else 0)
        for start, end in zip(starts, (*sheet.page_ends, len(widths)), strict=True)
    ]
    page.sheet_properties.pageSetUpPr = None
    page.page_setup.fitToWidth = page.page_setup.fitToHeight = None
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.scale = min(100, int(100 * _A4_WIDTH / max(printed)))
    page.print_title_cols = "A:A"
    page.print_options.gridLines = True
    page.col_breaks = ColBreak(brk=[Break(id=end) for end in sheet.page_ends])


def _is_tall(page: Worksheet, sheet: Sheet) -> bool:
    """Tell whether a table is higher than it is wide."""
    high = sum(page.row_dimensions[FIRST_ROW + row].height or 0 for row in range(len(sheet.rows)))
    return high > sum(column.width for column in sheet.columns) * _POINTS_OF_A_CHARACTER


def _print_its_first_columns(page: Worksheet, sheet: Sheet) -> None:
    """Print the first columns on A4 pages, one page wide: upright where letters stay legible."""
    printed = sum(column.width for column in sheet.columns[: sheet.printed_columns])
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.orientation = "portrait" if printed <= _UPRIGHT else "landscape"
    page.print_area = f"A1:{column_letter(sheet.printed_columns)}{HEADER_ROW + len(sheet.rows)}"


def _print_on_a_page(page: Worksheet, *, upright: bool = False) -> None:
    if upright:
        page.page_setup.orientation = "portrait"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToHeight = 1
    page.print_title_rows = None


def _write_footer(page: Worksheet, footer: Footer) -> None:
    page.page_margins.bottom, page.page_margins.footer = _ROOM_FOR_A_FOOTER
    line: Any = page.oddFooter
    for part, text in zip((line.left, line.center, line.right), footer.parts, strict=True):
        part.text, part.size = text, FOOTER_SIZE


def _write_chart(workbook: Workbook, chart: Chart | BarChart, table: Sheet, looks: Looks) -> None:
    page = workbook.create_sheet(table.name)
    _write_sheet(page, table, looks, values_only=False)
    looks.put(page["A2"], styles.TEXT)
    lines = len(wrap(chart.alt_text, int(table.columns[0].width * styles.FITTING)))
    page.row_dimensions[2].height = min(lines * styles.LINE_HEIGHT, _TALLEST)
    draw(page, chart, workbook[chart.source_sheet])
    _print_on_a_page(page)
