"""Contract cost register and key ratios, as live formulas."""

from __future__ import annotations

import numpy as np
import pandas as pd

from fairprice.cost.derivation import label_of
from fairprice.negotiation import Case, cost_register, key_ratios
from fairprice.negotiation.case.register import KEY_RATIOS
from fairprice.recording import WORDS, render
from fairprice.workbook.layout import Layout
from fairprice.workbook.model import FIRST_ROW, Column, Entry, Formula, Sheet
from fairprice.workbook.number_formats import number_format
from fairprice.workbook.sheets.evidence.words import (
    INPUT,
    LIVE,
    RATIOS,
    REGISTER,
    RESULT,
    YEARLY,
    rows_of,
    told,
)

_UNKNOWN = "not known"
_AMOUNTS = tuple(
    f"{name} (GBP a year)"
    for name in ("Baseline", "Actual", "Forecast", "Actual less baseline", "Forecast less baseline")
)


def register_sheet(case: Case, layout: Layout) -> Sheet:
    """Every cost line for a contract year: baseline, actual, forecast and variance."""
    sheet = Sheet(
        REGISTER,
        "Contract cost register",
        (
            "Every cost line and the planned return for a contract year. The baseline is a live "
            "formula that follows the Inputs sheet; fill in actual and forecast as they become "
            "known.",
            "Above zero is dearer than planned. Actual and forecast are blank until they are "
            "known; the last row adds up what is known.",
        ),
        [
            Column("Line", 44), Column("Role", 12), Column("Cost unit", 24), Column("Driver", 26),
            Column("Allowable", 16), Column("Reason", 34), *(Column(name, 16) for name in _AMOUNTS),
        ],
        column_formats=dict.fromkeys(_AMOUNTS, YEARLY),
    )  # fmt: skip
    table = cost_register(case.book, case.costs)
    for row in rows_of(table):
        here = FIRST_ROW + len(sheet.rows)
        baseline = (
            Formula(f"={layout.average_of(row.Index)}*annual_contact_hours", float(row.baseline))
            if row.Index in layout.line_rows
            else 0.0
        )
        known = {"H": row.actual, "I": row.forecast}
        sheet.add(
            row.label, INPUT, row.cost_unit, row.driver, row.allowable, told(row.reason), baseline,
            *(_entry(value) for value in known.values()),
            *(
                Formula(
                    f'=IF({column}{here}="","{_UNKNOWN}",{column}{here}-G{here})',
                    _UNKNOWN if np.isnan(value) else float(value - row.baseline),
                )
                for column, value in known.items()
            ),
        )  # fmt: skip
    _add_total(sheet, table)
    return sheet


def _entry(value: float) -> Entry:
    known = None if np.isnan(value) else float(value)
    return Entry(known, lower=0.0, help="GBP for the contract year; blank until known.")


def _add_total(sheet: Sheet, table: pd.DataFrame) -> None:
    last = FIRST_ROW + len(sheet.rows) - 1
    known = table[["baseline", "actual", "forecast"]]
    sums = [*known.sum(), *(known[name] - known["baseline"] for name in ("actual", "forecast"))]
    sheet.add(
        "Total of what is known", RESULT, "GBP a year", "every line", "not applicable",
        "a total of lines",
        *(
            Formula(f"=SUM({column}{FIRST_ROW}:{column}{last})", float(np.nansum(total)))
            for column, total in zip("GHIJK", sums, strict=True)
        ),
    )  # fmt: skip


def ratios_sheet(case: Case, layout: Layout) -> Sheet:
    """The key ratios of open-book contract management."""
    sheet = Sheet(
        RATIOS,
        "Key ratios",
        (
            "Ratios that open-book contract management watches, at the stated visit mix.",
            "Live formulas on the average contact hour of the Workings sheet.",
        ),
        [
            Column("Ratio", 36), Column("Role", 14), Column("Unit", 26), Column("Value", 14),
            Column("Formula in words", 60), Column("What it is", 60),
        ],
    )  # fmt: skip
    values = key_ratios(case.book)["value"]
    for step in KEY_RATIOS:
        formula = Formula.of_step(step, layout.average_of, values[step.name])
        words = render(step.expression, WORDS.spelling(lambda name: label_of(case.book, name)))
        sheet.add(
            step.label, LIVE, step.unit, formula, words, step.meaning,
            number_format=number_format(step.unit),
        )  # fmt: skip
    return sheet
