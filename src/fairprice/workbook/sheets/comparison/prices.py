"""Visit prices under time and task: what the library worked out of billing rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from fairprice.payment.clauses import (
    Standing,
    TimeAndTask,
    expected_minutes,
    expected_price,
    planned_price,
)
from fairprice.payment.cohort import Year
from fairprice.payment.comparison.run import Experiment
from fairprice.workbook.layout import quoted
from fairprice.workbook.model import FIRST_ROW, Column, Sheet
from fairprice.workbook.sheets.comparison.ledger import BLANK, PRICES, Givens, Ledger
from fairprice.workbook.sheets.comparison.people import Activity, item, lengths_of

_WORKED_OUT = (
    "Worked out by the library from the billing rules, the ratio of actual to planned minutes "
    "and the spread of visit lengths: modelled, not observed"
)
_HEADINGS = {
    "Billed minutes": "0.00##",
    "Hourly rate (GBP)": "#,##0.00",
    "Price delivered (GBP)": "#,##0.0000",
    "Price as planned (GBP)": "#,##0.0000",
}
_LETTERS = {"billed_minutes": "D", "billed_price": "F", "planned_price": "G"}


def rule_of(base: TimeAndTask, year: Year) -> tuple[float | None, Any, Any, Any]:
    """Return the hourly rate, if there is one; average price, billed minutes, planned price."""
    price, minutes = expected_price(base.billing, year)[0], expected_minutes(base.billing, year)[0]
    planned = planned_price(base.billing, year)
    rate = getattr(base.billing.tariff, "hourly_rate", None)
    linear = (
        rate
        and base.billing.short_visit is None
        and np.allclose(planned, rate * year.minutes / 60)
        and np.allclose(price, rate * minutes / 60)
    )
    return (rate if linear else None), price, minutes, planned


@dataclass
class VisitPrices:
    """Prices of delivered and planned visits under time and task, by contract and length.

    Parameters
    ----------
    ledger, givens, experiment, year
        Cells, inputs, contracts, and the year without chance for the library's averages.
    activity
        For the planned minutes.
    """

    ledger: Ledger
    givens: Givens
    experiment: Experiment
    year: Year
    activity: Activity
    written: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Start the sheet."""
        self.sheet = Sheet(
            PRICES,
            "Average visit prices under time and task",
            (
                "What a visit is paid on average: billed minutes of a delivered visit, after "
                "rounding and other rules, at the hourly rate; or the average price itself, where "
                "the tariff is not one hourly rate.",
                "The price as planned is what retainers and cancelled visits are paid a share of. "
                f"{BLANK}",
            ),
            [
                Column("Contract", 40), Column("Visit length", 20), Column("Role", 14),
                *(Column(heading, 16) for heading in _HEADINGS),
            ],
            column_formats=_HEADINGS,
        )  # fmt: skip

    def of(self, word: str, contract: str, number: int, at: Standing) -> Any:
        """Return prices or minutes of a contract by visit length."""
        if word == "planned_minutes_billed":
            return self.activity.minutes
        if contract not in self.written:
            assert isinstance(at.clause, TimeAndTask)
            self.written[contract] = self._write(contract, number, at.clause)
        return self.written[contract][word]

    def _write(self, contract: str, number: int, base: TimeAndTask) -> dict[str, Any]:
        rate, price, minutes, planned = rule_of(base, self.year)
        parts = lengths_of(self.experiment)

        def give(name: str, label: str, unit: str, values: Any, source: str = _WORKED_OUT) -> Any:
            return self.givens.give(
                f"contract_{number}_{name}", label, unit, values, source, contract=contract,
                parts=parts if np.ndim(values) else (),
            )  # fmt: skip

        billed = self.activity.minutes
        if rate is None or not np.allclose(minutes, billed.value, rtol=1e-12):
            label = "Billed minutes of a delivered visit on average"
            billed = give("billed_minutes", label, "minutes", minutes)
        if rate is not None:
            term = "A term of the contract: see Contracts"
            hourly = give("hourly_rate", "Hourly rate", "GBP per hour", rate, term)
        else:
            average = give(
                "visit_price", "Average price of a delivered visit", "GBP per visit", price
            )
            whole = give(
                "planned_price", "Price of a visit as planned", "GBP per visit", planned,
                "The tariff: see Contracts",
            )  # fmt: skip
        first, found = FIRST_ROW + len(self.sheet.rows), []
        for place, label in enumerate(parts):
            row, formula = first + place, self.ledger.formula
            if rate is not None:
                length = self.ledger.cell(f"D{row}", "billed minutes", item(billed, place).value)
                hour = self.ledger.cell(f"E{row}", "hourly rate", rate)
                paid = length / 60 * hour
                due = item(self.activity.minutes, place) / 60 * hour
            else:
                hourly, paid, due = None, item(average, place), item(whole, place)
            self.sheet.add(
                contract, label, "Calculation", formula(item(billed, place), PRICES),
                None if hourly is None else formula(hourly, PRICES),
                formula(paid, PRICES), formula(due, PRICES),
            )  # fmt: skip
            found.append((item(billed, place).value, paid.value, due.value))
        last, columns = first + len(found) - 1, np.array(found, dtype=float).T
        labels = ("billed minutes", "price of a delivered visit", "price as planned")
        return {
            word: self.ledger.cell(
                f"{quoted(PRICES)}!${letter}${first}:${letter}${last}", f"{label} by length", values
            )
            for (word, letter), label, values in zip(_LETTERS.items(), labels, columns, strict=True)
        }
