"""Roles and words that the sheets of the evidence workbook share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from fairprice.declare.units import PER_CONTACT_HOUR
from fairprice.workbook.model import Column, Content
from fairprice.workbook.number_formats import entered_format, number_format

#: Names of the sheets.
CASE, ABOUT, EVIDENCE = "Case", "About", "Evidence"
CONTESTED, EVIDENCE_HELD = "Contested", "Evidence held"
BRIDGE, BRIDGE_LINES, BARGAINING, AFFORDABLE = (
    "Bridge", "Bridge by line", "Bargaining", "Affordable pay",
)  # fmt: skip
PAYER_MIX, ROUNDS = "Payer mix", "Rounds"
SENSITIVITY, ACCEPTABILITY, PERCENTILES = "Sensitivity", "Acceptability", "Percentiles of cost"
DRIVERS, INFORMATION = "Drivers", "Value of information"
REGISTER, RATIOS = "Cost register", "Key ratios"
ASSUMPTIONS_LOG, DECISION_LOG = "Assumptions log", "Decision log"

#: Where a figure comes from, in words.
INPUT, STATED, LIVE, RESULT = "Input", "Stated", "Calculation", "Result"
#: A figure that Python worked out for the inputs as written; it does not follow a change.
WORKED_OUT = "Worked out"
SIMULATED = "Simulated"
NOT_STATED = "not stated"
#: What a printed page holds at a size that can be read, in characters.
_PAGE = 160
#: The most bars that a chart can show.
BARS = 20
MONEY, YEARLY = number_format(PER_CONTACT_HOUR), entered_format("GBP per year")
SHARE = number_format("share")
NOT_LIVE = "Values worked out for the inputs as written: they do not follow the Inputs sheet."


def told(value: Any) -> Content:
    """Return what a person stated, or that nothing was."""
    return NOT_STATED if value is None or value == "" else value


def number(value: Any, otherwise: Content) -> Content:
    """Return a number, or what to say where there is none."""
    return otherwise if value != value else float(value)


def page_ends(columns: Sequence[Column]) -> tuple[int, ...]:
    """Spread a wide table over printed pages: the last column of each but the last page."""
    ends: list[int] = []
    used = 0.0
    for place, column in enumerate(columns):
        if used + column.width > _PAGE:
            ends.append(place)
            used = columns[0].width
        used += column.width
    return tuple(ends)


def rows_of(table: pd.DataFrame) -> Iterator[Any]:
    """Walk through the rows of a table, each with its columns as attributes."""
    yield from table.itertuples()
