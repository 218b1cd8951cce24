"""Checks inside the workbook, as live formulas with a verdict in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from fairprice.assumptions.checks import UNSOCIAL_SHARES
from fairprice.calculation import BUSINESS_LINES, CAREWORKER_LINES
from fairprice.calculation.recording import Recorded
from fairprice.cost import MINIMUM_WAGE
from fairprice.money import reaches
from fairprice.workbook.layout import (
    CHECKS,
    COST_LINES,
    FIXED_ACTIVITIES,
    WORKINGS,
    Layout,
    quoted,
)
from fairprice.workbook.model import FIRST_ROW, Column, Formula, Sheet
from fairprice.workbook.sheets.given import CHECK_TOLERANCE

_FOUND, _EXPECTED, _DIFFERENCE, _RESULT = "D", "E", "F", "G"
PASS, FAIL = "Pass", "Fail"
#: Judges what was found, what was expected, and the difference of the two.
_Verdict = Callable[[Any, Any, Any], Any]


def checks_sheet(layout: Layout, names: dict[str, str]) -> Sheet:
    """Every check: what was found, what was expected, and the verdict."""
    sheet = Sheet(
        CHECKS,
        "Checks",
        (
            "Each row compares two figures that must agree. A row with the role Check counts "
            "towards the overall verdict on the Cover; a Signpost tells without judging.",
            "The last row counts the checks that fail.",
        ),
        [
            Column("Check", 50),
            Column("Role", 14),
            Column("Unit", 18),
            Column("Found", 18),
            Column("Expected", 18),
            Column("Difference", 18),
            Column("Result", 18),
            Column("What it means", 80),
        ],
        column_formats={"Difference": "0.00000000"},
    )
    _Checks(layout, sheet).write(names)
    return sheet


class _Checks:
    """Adds rows to the sheet, keeping count of where they stand."""

    def __init__(self, layout: Layout, sheet: Sheet) -> None:
        self.layout = layout
        self.book = layout.book
        self.sheet = sheet
        self.values = self.book.at(*layout.activities)
        self.tolerance: Any = Recorded.named("check_tolerance", CHECK_TOLERANCE)

    def write(self, names: dict[str, str]) -> None:
        self._lines_add_up()
        self._average_is_its_parts()
        self._return_is_what_is_left()
        self._shares()
        self._unsocial_hours()
        self._minimum_wage()
        self._same_as_written()
        row = FIRST_ROW + len(self.sheet.rows)
        verdicts = f"${_RESULT}${FIRST_ROW}:${_RESULT}${row - 1}"
        failed = sum(
            1 for line in self.sheet.rows if isinstance(line[6], Formula) and line[6].value == FAIL
        )
        self.sheet.add(
            "Checks that fail", "Result", "checks",
            Formula(f'=SUMPRODUCT(({verdicts}="{FAIL}")*1)', float(failed)), 0.0,
            Formula(f"=D{row}-E{row}", float(failed)),
            Formula(f'=IF(D{row}=0,"{PASS}","{FAIL}")', PASS if not failed else FAIL),
            "The overall verdict on the Cover rests on this count.", number_format="0",
        )  # fmt: skip
        names["failed_checks"] = f"{CHECKS}!$D${row}"

    def _add(
        self,
        label: str,
        unit: str,
        found: Recorded,
        expected: Recorded,
        means: str,
        verdict: _Verdict | None = None,
        role: str = "Check",
    ) -> None:
        """Add a row; without a verdict of its own, the two figures must agree."""
        row = FIRST_ROW + len(self.sheet.rows)
        difference: Any = Recorded.named(f"{_DIFFERENCE}{row}", found.value - expected.value)
        judge = verdict or self._agrees(PASS, FAIL)
        judged = judge(
            Recorded.named(f"{_FOUND}{row}", found.value),
            Recorded.named(f"{_EXPECTED}{row}", expected.value),
            difference,
        )
        self.sheet.add(
            label, role, unit, Formula.of_recorded(found), Formula.of_recorded(expected),
            Formula(f"=D{row}-E{row}", float(difference.value)),
            Formula.of_recorded(judged), means, number_format="#,##0.00######",
        )  # fmt: skip

    def _agrees(self, yes: str, no: str) -> _Verdict:
        return lambda found, expected, difference: np.where(
            np.absolute(difference) <= self.tolerance, yes, no
        )

    def _reaches(self, yes: str, no: str) -> _Verdict:
        return lambda found, expected, _: np.where(reaches(found, expected), yes, no)

    def _line(self, name: str, place: int) -> Recorded:
        column = self.layout.activity_columns[place]
        reference = f"{WORKINGS}!{column}{self.layout.line_rows[name]}"
        return Recorded.named(reference, float(np.asarray(self.values[name])[place]))

    def _lines_add_up(self) -> None:
        """Add the lines themselves, past the subtotals, and compare with the calculation."""
        rows = self.layout.cost_line_rows
        for place, heading in enumerate(self.layout.activity_headings):
            column = self.layout.activity_columns[place]
            parts = [
                Recorded.named(
                    f"SUM({quoted(COST_LINES)}!{column}{rows[lines[0]]}:{column}{rows[lines[-1]]})",
                    sum(
                        float(np.asarray(self.values[n])[place]) for n in lines if n in self.values
                    ),
                )
                for lines in (CAREWORKER_LINES, BUSINESS_LINES)
            ]
            surplus = Recorded.named(
                f"{quoted(COST_LINES)}!{column}{rows['return_on_operations']}",
                float(np.asarray(self.values["return_on_operations"])[place]),
            )
            self._add(
                f"Lines add up to the price: {heading.lower()}", "GBP",
                parts[0] + parts[1] + surplus, self._line("price", place),
                "The 28 cost lines and the return add up to the total of the calculation.",
            )  # fmt: skip

    def _average_is_its_parts(self) -> None:
        visits = Recorded.named("visits_per_contact_hour", self.layout.activities[0][2])
        self._add(
            "Visits and hours make the average hour", "GBP per contact hour",
            self._line("price", 0) * visits + self._line("price", 1), self._line("price", 2),
            "The price is linear: what each visit carries, times visits in an hour, plus the hour.",
        )  # fmt: skip

    def _return_is_what_is_left(self) -> None:
        self._add(
            "Return is what the price leaves after cost", "GBP per contact hour",
            self._line("price", 2) - self._line("total_cost", 2),
            self._line("return_on_operations", 2),
            "Total return on operations is price less total cost, whichever base it is stated on.",
        )  # fmt: skip

    def _shares(self) -> None:
        labels = self.book.assumptions.fields()
        for name in ("pay_band_share", "worker_share"):
            if name in self.book.plan.inputs:
                shares: Any = Recorded.named(name, self.book.value(name))
                self._add(
                    f"{labels[name].label}: adds up to 1", "share",
                    np.sum(shares, axis=0), Recorded.named("1", 1.0),
                    "Every hour and every worker belongs to exactly one band.",
                )  # fmt: skip

    def _unsocial_hours(self) -> None:
        names = [name for name in UNSOCIAL_SHARES if name in self.book.plan.inputs]
        if len(names) < len(UNSOCIAL_SHARES):
            return
        shares = [Recorded.named(name, float(self.book.value(name))) for name in names]
        self._add(
            "Evening, weekend and bank-holiday shares: at most 1", "share",
            shares[0] + shares[1] + shares[2], Recorded.named("1", 1.0),
            "An hour is paid one premium; together they cannot exceed all contact hours.",
            verdict=lambda found, expected, difference: np.where(
                difference <= self.tolerance, PASS, FAIL
            ),
        )  # fmt: skip

    def _minimum_wage(self) -> None:
        """Judge the visit mix, which is what a worker is paid for; tell for each length."""
        if MINIMUM_WAGE not in self.book.rates:
            return
        wage = Recorded.named(MINIMUM_WAGE, self.book.rates.value(MINIMUM_WAGE))
        for place, heading in enumerate(self.layout.activity_headings):
            mix = place == len(FIXED_ACTIVITIES) - 1
            if place < len(FIXED_ACTIVITIES) - 1:
                continue
            passed, failed = (PASS, FAIL) if mix else ("Above", "Below")
            activity = "at the visit mix" if mix else f"{heading.lower()}s only"
            self._add(
                f"Adult minimum wage, {activity}", "GBP per hour",
                self._line("counting_pay_rate", place), wage,
                "Pay that counts over time that counts, travel, waiting and training in, premiums "
                "and mileage out, of the lowest pay band."
                if mix else "What a worker who made no other visits would be paid.",
                verdict=self._reaches(passed, failed),
                role="Check" if mix else "Signpost",
            )  # fmt: skip

    def _same_as_written(self) -> None:
        price = self.layout.as_written.book.price_per_hour
        self._add(
            "Price per hour is still what the library computed", "GBP per contact hour",
            self._line("price", 2), Recorded.named(f"{price:.15g}", price),
            "The expected figure was written by the library. Changed says that an input, or a "
            "formula, is no longer what it was.",
            verdict=self._agrees("Same", "Changed"),
            role="Signpost",
        )  # fmt: skip
