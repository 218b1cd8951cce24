"""Contract cost register and key ratios, as live formulas."""

from __future__ import annotations

from fairprice.calculation.recording import WORDS, render
from fairprice.cost.derivation import label_of
from fairprice.negotiation import Case, cost_register, key_ratios
from fairprice.negotiation.register import KEY_RATIOS
from fairprice.workbook.layout import Layout
from fairprice.workbook.model import FIRST_ROW, Column, Entry, Formula, Sheet, number_format
from fairprice.workbook.sheets.evidence.words import LIVE, YEARLY, number, rows_of, told

REGISTER, RATIOS = "Cost register", "Key ratios"
_UNKNOWN = "not known"


def register_sheet(case: Case, layout: Layout) -> Sheet:
    """Every cost line for a contract year: baseline, actual, forecast and variance."""
    sheet = Sheet(
        REGISTER,
        "Contract cost register",
        (
            "Every cost line and the planned return for a contract year, GBP. The baseline follows "
            "the Inputs sheet; fill in actual and forecast as they become known.",
            "A variance above zero is dearer than planned. Actual and forecast are blank until "
            "they are known.",
        ),
        [
            Column("Line", 54), Column("Role", 14), Column("Cost unit", 24), Column("Driver", 30),
            Column("Allowable", 16), Column("Reason", 40), Column("Baseline", 18),
            Column("Actual", 18), Column("Forecast", 18), Column("Actual less baseline", 18),
            Column("Forecast less baseline", 18),
        ],
        column_formats=dict.fromkeys(
            ("Baseline", "Actual", "Forecast", "Actual less baseline", "Forecast less baseline"),
            YEARLY,
        ),
    )  # fmt: skip
    for row in rows_of(cost_register(case.book, case.costs)):
        here = FIRST_ROW + len(sheet.rows)
        baseline = (
            Formula(f"={layout.average_of(row.Index)}*annual_contact_hours", float(row.baseline))
            if row.Index in layout.line_rows
            else 0.0
        )
        known = {"H": row.actual, "I": row.forecast}
        sheet.add(
            row.label, LIVE, row.cost_unit, row.driver, row.allowable, told(row.reason), baseline,
            *(_entry(value) for value in known.values()),
            *(
                Formula(
                    f'=IF({column}{here}="","{_UNKNOWN}",{column}{here}-G{here})',
                    _UNKNOWN if number(value) is None else float(value) - float(row.baseline),
                )
                for column, value in known.items()
            ),
        )  # fmt: skip
    return sheet


def _entry(value: float) -> Entry:
    return Entry(number(value), lower=0.0, help="GBP for the contract year.")  # type: ignore[arg-type]


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
