"""Programs that never calculate must see the numbers too: three readers, one answer."""

from __future__ import annotations

import datetime
import math
from typing import Any

import openpyxl
import pandas as pd
import pytest
import python_calamine
import witnesses
from cases import example

SHEETS = (
    "Inputs",
    "Statutory",
    "Worker bands",
    "Rates",
    "Workings",
    "Cost lines",
    "Fees",
    "Volume",
    "Checks",
)


def plain(value: Any) -> Any:
    """Bring the readers' types together: whole numbers, days and empty cells."""
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, (datetime.datetime, pd.Timestamp)):
        return value.date()
    return float(value) if isinstance(value, (int, float)) else value


def grid(rows: Any) -> dict[tuple[int, int], Any]:
    """Return the filled cells by row and column, counted from zero."""
    return {
        (r, c): plain(value)
        for r, row in enumerate(rows)
        for c, value in enumerate(row)
        if plain(value) is not None
    }


def by_openpyxl(path):
    workbook = witnesses.opened(path, data_only=True)
    return {page.title: page.iter_rows(values_only=True) for page in workbook}


def by_calamine(path):
    workbook = python_calamine.CalamineWorkbook.from_path(path)
    return {
        name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for name in workbook.sheet_names
    }


def by_pandas_with(engine):
    def read(path):
        frames = pd.read_excel(
            path, None, header=None, engine=engine, keep_default_na=False, na_values=[""]
        )
        return {name: frame.astype(object).to_numpy().tolist() for name, frame in frames.items()}

    return read


READERS = {
    "calamine": by_calamine,
    "pandas with calamine": by_pandas_with("calamine"),
    "pandas with openpyxl": by_pandas_with("openpyxl"),
}


@pytest.mark.parametrize("variant", ["open book", "published"])
@pytest.mark.parametrize("reader", READERS)
def test_every_reader_sees_the_same(files, published_files, reader, variant):
    path = (files if variant == "open book" else published_files)["example"]
    read = READERS[reader](path)
    for sheet, rows in by_openpyxl(path).items():
        assert grid(read[sheet]) == grid(rows)


@pytest.mark.parametrize("reader", READERS)
def test_no_formula_cell_is_empty_to_a_reader(files, reader):
    path = files["example"]
    sheets = READERS[reader](path)
    read = {sheet: grid(rows) for sheet, rows in sheets.items()}
    formulas = witnesses.formula_texts(path)
    assert len(formulas) > 500
    for sheet, cell in formulas:
        place = openpyxl.utils.cell.coordinate_to_tuple(cell)
        assert (place[0] - 1, place[1] - 1) in read[sheet], f"{sheet}!{cell} is empty"


def test_an_analyst_reads_the_cost_lines_as_the_library_gives_them(files):
    book = example()
    table = pd.read_excel(files["example"], "Cost lines", header=3, index_col=0, engine="calamine")
    assert list(table.index) == list(book.lines.index)
    for heading, column in {
        "One visit": "one_visit",
        "One contact hour": "one_contact_hour",
        "Average contact hour": "average_contact_hour",
        "Share of price": "share_of_price",
    }.items():
        assert table[heading].to_numpy() == pytest.approx(book.lines[column].to_numpy(), rel=1e-12)
