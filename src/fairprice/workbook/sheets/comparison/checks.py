"""Checks of the comparison workbook, as live formulas with a verdict in words."""

from __future__ import annotations

from typing import Any

import numpy as np

from fairprice import digits
from fairprice.payment.cohort import SOURCES
from fairprice.recording import Recorded
from fairprice.workbook.layout import quoted
from fairprice.workbook.model import FIRST_ROW, Column, Formula, Sheet
from fairprice.workbook.sheets.comparison.expected import ExpectedYear
from fairprice.workbook.sheets.comparison.ledger import CHECKS, INPUTS
from fairprice.workbook.sheets.comparison.results import RISK

PASS, FAIL, CHANGED = "Pass", "Fail", "Input changed"
#: Two figures are the same when they differ by less, relative to their size.
TOLERANCE = 1e-9
_ERRORS = 3.0


class Checks:
    """Writes the Checks sheet.

    Parameters
    ----------
    expected
        The sheets of the expected year.
    risk
        The Risk allocation sheet.
    """

    def __init__(self, expected: ExpectedYear, risk: Sheet) -> None:
        self.expected, self.risk = expected, risk
        self.names = expected.ledger.names
        self.sheet = Sheet(
            CHECKS,
            "Checks",
            (
                "Each row compares two figures that must agree. A row with the role Check counts "
                "towards the overall verdict on the Cover; a Signpost tells without judging.",
                "The library's own figures were written with the file: when an input is changed, "
                "they no longer apply, and the row says so. The last row counts checks that fail.",
            ),
            [
                Column("Check", 74), Column("Role", 14), Column("Unit", 20), Column("Found", 20),
                Column("Expected", 20), Column("Relative difference", 20), Column("Result", 22),
                Column("What it means", 70),
            ],
            column_formats={"Relative difference": "0.000000000"},
        )  # fmt: skip
        self.tolerance: Any = Recorded.named("check_tolerance", TOLERANCE)
        self._settings()
        self._against_the_library()
        self._totals()
        self._risk_shares()
        self._simulation()
        self.failed = self._count()

    def _settings(self) -> None:
        """Write the tolerance and the number of inputs changed."""
        row = self._plain("Tolerance", "Constant", TOLERANCE, "relative", "Of two like figures.",
                          "0.0000000000")  # fmt: skip
        self.names["check_tolerance"] = f"{CHECKS}!$D${row}"
        last = FIRST_ROW + len(self.expected.givens.rows) - 1
        now, then = (f"{INPUTS}!${letter}${FIRST_ROW}:${letter}${last}" for letter in "EF")
        text = f"=SUMPRODUCT(({now}<>{then})*1)"
        count = float(self.expected.changed)
        row = self._plain("Inputs changed", "Calculation", Formula(text, count), "inputs",
                          "Since the file was written.", "0")  # fmt: skip
        self.names["inputs_changed"] = f"{CHECKS}!$D${row}"

    def _plain(
        self, label: str, role: str, content: Any, unit: str, means: str, number_format: str
    ) -> int:
        return self.sheet.add(label, role, unit, content, content if role == "Constant" else 0.0,
                              0.0, "No verdict", means, number_format=number_format)  # fmt: skip

    def _add(
        self, label: str, unit: str, found: Recorded, expected: Recorded, means: str,
        *, written: bool = False, error: Recorded | None = None,
    ) -> None:  # fmt: skip
        """Add a row; a figure the library wrote applies as long as no input is changed."""
        row = FIRST_ROW + len(self.sheet.rows)
        d, e = (
            Recorded.named(f"{column}{row}", cell.value)
            for column, cell in (("D", found), ("E", expected))
        )
        relative: Any = (d - e) / np.maximum(np.absolute(e), 1)
        gap: Any = Recorded.named(f"F{row}", relative.value)
        if error is not None:
            verdict: Any = np.where(np.absolute(d - e) <= error, "No different", "Chance matters")
        elif written:
            differs = f"(ABS(F{row})>check_tolerance)"
            text = f'CHOOSE(1+{differs}+{differs}*(inputs_changed>0),"{PASS}","{FAIL}","{CHANGED}")'
            otherwise = CHANGED if self.expected.changed else FAIL
            verdict = Recorded.named(text, PASS if abs(gap.value) <= TOLERANCE else otherwise)
        else:
            verdict = np.where(np.absolute(gap) <= self.tolerance, PASS, FAIL)
        formula = self.expected.ledger.formula
        self.sheet.add(
            label, "Check" if error is None else "Signpost", unit, formula(found, CHECKS),
            formula(expected, CHECKS), formula(relative, CHECKS), formula(verdict, CHECKS), means,
            number_format="#,##0.00####",
        )  # fmt: skip

    def _against_the_library(self) -> None:
        year, experiment = self.expected.year, self.expected.experiment

        def written(value: float) -> Recorded:
            return Recorded.named(digits.written(value), digits.held(value))

        means = "The library's own computation of the year without chance, written with the file."
        known = self.expected.common.known
        for label, cell, value in (
            ("Visits delivered", known["visits"], year.weekly_visits().sum()),
            ("Contact hours", known["contact_hours"], year.weekly_hours().sum()),
            (
                "Cost of care",
                known["care_cost_of_the_book"],
                experiment.setting.provider_cost(year).sum(),
            ),
        ):
            unit = "GBP per year" if label.startswith("Cost") else label.lower()
            self._add(f"{label} as the library computes", unit, cell, written(float(value)), means,
                      written=True)  # fmt: skip
        for name, contract in self.expected.contracts.items():
            if contract.live:
                rate = experiment.cohort.capital_cost_rate
                settlement = experiment.contracts[name].settle(year, experiment.setting, 0.0, rate)
                self._add(
                    f"Revenue as the library computes: {name}", "GBP per year", contract.revenue,
                    written(float(settlement.revenue[0])), means, written=True,
                )  # fmt: skip
                self._add(
                    f"Cost of care as the library computes: {name}", "GBP per year", contract.care,
                    written(float(settlement.cost[0].sum())), means, written=True,
                )  # fmt: skip

    def _totals(self) -> None:
        activity = self.expected.activity
        self._add(
            "Hours by week add up to hours by length", "contact hours",
            np.sum(activity.weekly_hours, axis=0), self.expected.common.known["contact_hours"],
            "The weeks and the lengths share one year.",
        )  # fmt: skip
        for name, contract in self.expected.contracts.items():
            if contract.live:
                self._add(
                    f"Payments add up to revenue: {name}", "GBP per year",
                    self.expected.payments_of(name), contract.revenue,
                    "Every line with the role Payment, past the subtotals.",
                )  # fmt: skip
            self._add(
                f"Revenue less cost is margin: {name}", "GBP per year",
                contract.revenue - contract.cost, contract.margin, "By definition.",
            )  # fmt: skip

    def _risk_shares(self) -> None:
        """Shares of variance add up to one, unless a result does not vary or noise adds more."""
        each = len(SOURCES) + 1
        starts = [
            FIRST_ROW + place
            for place, row in enumerate(self.risk.rows)
            if str(row[1]).lower() == SOURCES[0]
        ]
        for side, column, letter in (("payer", 3, "D"), ("provider", 4, "E")):
            for name, start in zip(self.expected.contracts, starts, strict=True):
                rows = self.risk.rows[start - FIRST_ROW : start - FIRST_ROW + each]
                shares: Any = Recorded.named(
                    f"{quoted(RISK)}!${letter}${start}:${letter}${start + each - 1}",
                    np.array([float(str(row[column])) for row in rows]),
                )
                total = np.sum(shares, axis=0)
                if total.value and total.value <= 1 + TOLERANCE:
                    self._add(
                        f"Shares of the {side}'s variance add up: {name}", "share", total,
                        Recorded.named("1", 1.0), "Sources and interactions are all there is.",
                    )  # fmt: skip

    def _simulation(self) -> None:
        """Tell how far chance and thresholds move the average."""
        for name, contract in self.expected.contracts.items():
            if contract.live:
                revenue = self.expected.result.metrics[name].revenue
                error = _ERRORS * float(revenue.std(ddof=1) / np.sqrt(len(revenue)))
                mean = float(revenue.mean())
                row = self._plain(
                    f"Three standard errors of the simulated mean revenue: {name}", "Constant",
                    digits.held(error), "GBP per year", "How far chance may move that mean.",
                    "#,##0.00",
                )  # fmt: skip
                bound = Recorded.named(f"D{row}", digits.held(error))
                self._add(
                    f"Expected year beside the simulated mean revenue: {name}", "GBP per year",
                    contract.revenue, Recorded.named(digits.written(mean), digits.held(mean)),
                    "Chance matters says that spread, reviews, selection at a crisis or "
                    "thresholds move the average by more than three Monte Carlo errors.",
                    error=bound,
                )  # fmt: skip

    def _count(self) -> int:
        row = FIRST_ROW + len(self.sheet.rows)
        verdicts = f"$G${FIRST_ROW}:$G${row - 1}"
        roles = f"$B${FIRST_ROW}:$B${row - 1}"
        failed = sum(
            1
            for line in self.sheet.rows
            if line[1] == "Check" and isinstance(line[6], Formula) and line[6].value == FAIL
        )
        text = f'=SUMPRODUCT(({roles}="Check")*({verdicts}="{FAIL}"))'
        self.sheet.add(
            "Checks that fail", "Result", "checks", Formula(text, float(failed)), 0.0,
            Formula(f"=D{row}-E{row}", float(failed)),
            Formula(f'=IF(D{row}=0,"{PASS}","{FAIL}")', FAIL if failed else PASS),
            "The overall verdict on the Cover rests on this count.", number_format="0",
        )  # fmt: skip
        self.names["failed_checks"] = f"{CHECKS}!$D${row}"
        return failed
