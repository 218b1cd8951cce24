"""Roles and words that the sheets of the evidence workbook share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from fairprice.workbook.model import Content

#: Where a figure comes from, in words.
INPUT, STATED, LIVE, RESULT = "Input", "Stated", "Calculation", "Result"
#: A figure that Python worked out for the inputs as written; it does not follow a change.
WORKED_OUT = "Worked out"
SIMULATED = "Simulated"
NOT_STATED = "not stated"
PER_HOUR = "GBP per contact hour"
MONEY, YEARLY, SHARE, DAY = "#,##0.00", "#,##0.00", "0.0%", "d mmmm yyyy"
NOT_LIVE = "Values worked out for the inputs as written: they do not follow the Inputs sheet."


def told(value: Any) -> Content:
    """Return what a person stated, or that nothing was."""
    return NOT_STATED if value is None or value == "" else value


def number(value: Any) -> Content:
    """Return a number, or a blank where there is none."""
    return None if value is None or value != value else float(value)


def rows_of(table: pd.DataFrame) -> Iterator[Any]:
    """Walk through the rows of a table, each with its columns as attributes."""
    yield from table.itertuples()
