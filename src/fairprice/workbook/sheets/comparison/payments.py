"""Base payments of the expected year, one live formula for each kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from fairprice.payment.cohort import Year
from fairprice.payment.comparison.run import Experiment
from fairprice.payment.contract import Contract
from fairprice.payment.contract import bases as base_kinds
from fairprice.payment.contract.visits import expected_price
from fairprice.workbook.layout import quoted
from fairprice.workbook.model import FIRST_ROW, Column, Sheet
from fairprice.workbook.sheets.comparison.ledger import (
    PRICES,
    Givens,
    Ledger,
    Lines,
)
from fairprice.workbook.sheets.comparison.people import Activity, item, lengths_of

PAYMENT = "Payment"
YEARLY = "GBP per year"
_TERM = "A term of the contract: see Contracts"
_WORKED_OUT = (
    "Worked out by the library from the billing rules, the ratio of actual to planned minutes "
    "and the spread of visit lengths: modelled, not observed"
)


@dataclass
class Terms:
    """The terms of one contract as inputs, and its lines on the expected year.

    Parameters
    ----------
    contract, number
        The contract and its place, from one.
    givens, lines
        Where inputs and lines are written.
    activity
        What happens in the expected year.
    """

    contract: Contract
    number: int
    givens: Givens
    lines: Lines
    activity: Activity
    within: str = ""

    def give(self, name: str, label: str, unit: str, value: Any, **how: Any) -> Any:
        """Add a term of the contract to the inputs."""
        return self.givens.give(
            f"contract_{self.number}_{self.within}{name}", label, unit, value,
            how.pop("source", _TERM), contract=self.contract.name, **how,
        )  # fmt: skip

    def line(self, label: str, unit: str, figure: Any, means: str, **how: Any) -> Any:
        """Add a line of the contract."""
        return self.lines.add(label, self.contract.name, unit, figure, means, **how)

    def pay(self, label: str, figure: Any, means: str) -> Any:
        """Add a line that is part of what is paid."""
        return self.line(label, YEARLY, figure, means, role=PAYMENT)


@dataclass
class VisitPrices:
    """Prices of delivered and planned visits under time and task, by contract and length.

    Parameters
    ----------
    ledger, experiment, year
        Cells, contracts, and the expected year for the library's average prices.
    """

    ledger: Ledger
    experiment: Experiment
    year: Year

    def __post_init__(self) -> None:
        """Start the sheet."""
        self.sheet = Sheet(
            PRICES,
            "Average visit prices under time and task",
            (
                "What a visit is paid on average: billed minutes of a delivered visit, after "
                "rounding and other rules, at the hourly rate; or the average price itself. A "
                "blank says that the tariff is not one hourly rate.",
                "The price as planned is what retainers and cancelled visits are paid a share of.",
            ),
            [
                Column("Contract", 40), Column("Visit length", 20), Column("Role", 14),
                Column("Billed minutes", 14), Column("Hourly rate (GBP)", 14),
                Column("Price delivered (GBP)", 16), Column("Price as planned (GBP)", 16),
            ],
            column_formats={
                "Billed minutes": "0.00##",
                "Hourly rate (GBP)": "#,##0.00",
                "Price delivered (GBP)": "#,##0.0000",
                "Price as planned (GBP)": "#,##0.0000",
            },
        )  # fmt: skip

    def rates(self, base: base_kinds.TimeAndTask) -> tuple[float | None, Any, Any]:
        """Return the hourly rate if there is one, and average and planned prices by length."""
        minutes = self.year.minutes
        delivered = expected_price(base.billing, self.year)[0] * base.average_multiplier
        planned = np.asarray(base.billing.tariff_price(minutes)) * base.average_multiplier
        rate = getattr(base.billing.tariff, "hourly_rate", None)
        linear = rate and np.allclose(planned, rate * minutes / 60 * base.average_multiplier)
        return (rate if linear and base.billing.short_visit is None else None), delivered, planned

    def write(self, terms: Terms, base: base_kinds.TimeAndTask) -> tuple[Any, Any]:
        """Add a contract's rows; return delivered and planned prices as ranges."""
        rate, delivered, planned = self.rates(base)
        parts = lengths_of(self.experiment)
        minutes = terms.activity.minutes
        multiplier = terms.give(
            "multiplier", "Average multiplier by time", "multiple", base.average_multiplier,
            above=0,
        )  # fmt: skip
        hourly: Any = None
        if rate is not None:
            hourly = terms.give("hourly_rate", "Hourly rate", "GBP per hour", rate)
            billed_minutes = delivered / base.average_multiplier / rate * 60
            as_planned = np.allclose(billed_minutes, minutes.value, rtol=1e-12)
            billed = minutes
            if not as_planned:
                billed = terms.give(
                    "billed_minutes", "Billed minutes of a delivered visit on average",
                    "minutes", billed_minutes, source=_WORKED_OUT, parts=parts,
                )  # fmt: skip
        else:
            average = terms.give(
                "visit_price", "Average price of a delivered visit", "GBP per visit",
                delivered / base.average_multiplier, source=_WORKED_OUT, parts=parts,
            )  # fmt: skip
            whole = terms.give(
                "planned_price", "Price of a visit as planned", "GBP per visit",
                planned / base.average_multiplier, source="The tariff: see Contracts", parts=parts,
            )  # fmt: skip
        first = FIRST_ROW + len(self.sheet.rows)
        values: list[tuple[float, float]] = []
        for place, label in enumerate(parts):
            row = first + place
            if rate is not None:
                length = self.ledger.cell(f"D{row}", "billed minutes", item(billed, place).value)
                price = self.ledger.cell(f"E{row}", "hourly rate", rate)
                paid = length / 60 * price * multiplier
                due = item(minutes, place) / 60 * price * multiplier
            else:
                paid = item(average, place) * multiplier
                due = item(whole, place) * multiplier
            self.sheet.add(
                terms.contract.name, label, "Calculation",
                None if rate is None else self.ledger.formula(item(billed, place), PRICES),
                None if rate is None else self.ledger.formula(hourly, PRICES),
                self.ledger.formula(paid, PRICES), self.ledger.formula(due, PRICES),
            )  # fmt: skip
            values.append((float(paid.value), float(due.value)))
        last = FIRST_ROW + len(self.sheet.rows) - 1
        found = np.array(values)
        where = quoted(PRICES)
        return (
            self.ledger.cell(
                f"{where}!$F${first}:$F${last}", "price of a delivered visit by length", found[:, 0]
            ),
            self.ledger.cell(
                f"{where}!$G${first}:$G${last}", "price as planned by length", found[:, 1]
            ),
        )


def base_payment(terms: Terms, prices: VisitPrices, shared: Any) -> Any:
    """Write what a contract pays before adjustments and return the total."""
    base, activity, give = terms.contract.base, terms.activity, terms.give
    match base:
        case base_kinds.TimeAndTask():
            return _time_and_task(terms, prices, base)
        case base_kinds.Block():
            amount = give("amount", "Block amount", YEARLY, base.annual_amount)
            hours = give("hours", "Hours in the block", "contact hours", base.included_hours)
            rate = give("rate", "Rate beyond the block", "GBP per hour", base.extra_hourly_rate)
            beyond = terms.line(
                "Hours beyond the block", "contact hours",
                np.maximum(shared.hours - hours, 0), "Contact hours above those included.",
            )  # fmt: skip
            return terms.pay("Block payment", amount + beyond * rate, base.clause())
        case base_kinds.Shift():
            rate = give("rate", "Rate of a shift hour", "GBP per hour", base.hourly_rate)
            part = give(
                "contact", "Contact share of a shift", "share of hours", base.contact_share,
                above=0, upper=1,
            )  # fmt: skip
            return terms.pay("Shifts", shared.planned_hours / part * rate, base.clause())
        case base_kinds.IndividualServiceFund():
            rate = give("rate", "Rate of the budget", "GBP per hour", base.hourly_rate)
            part = give("returned", "Share returned", "share of unspent", base.returned_share,
                        upper=1)  # fmt: skip
            first = activity.first_hours * activity.first_need * activity.people
            budget = terms.pay(
                "Budgets", first * shared.weeks_in_care * rate, "First planned hours while in care."
            )
            used = shared.hours_as_planned * rate
            returned = terms.pay("Returned", -part * np.maximum(budget - used, 0), base.clause())
            return budget + returned
        case base_kinds.Capitation():
            amount = give("amount", "Amount by the head", "GBP per person and week",
                          base.weekly_amount)  # fmt: skip
            weeks = activity.people * shared.weeks_in_care
            if base.risk_adjusted:
                weeks = weeks * activity.first_need
            return terms.pay("Capitation", amount * weeks, base.clause())
        case base_kinds.CostPlus():
            fee = give("fee_share", "Fee on cost", "share of cost", base.fee_share)
            fixed = give("fee", "Fee a year", YEARLY, base.annual_fee)
            return terms.pay("Cost and fee", shared.care_cost * (1 + fee) + fixed, base.clause())
        case base_kinds.FixedPrice():
            amount = give("amount", "Price for the year", YEARLY, base.annual_amount)
            return terms.pay("Fixed price", amount, base.clause())
        case base_kinds.VolumeBased():
            return _volume_based(terms, base, shared)
        case base_kinds.ByResults():
            nothing = give("base", "Payment without results", YEARLY, 0.0, fixed=True)
            return terms.pay("Base payment", nothing, base.clause())
        case _:
            raise no_formula(base)


def no_formula(clause: Any) -> TypeError:
    """Refuse a kind of clause that has no formula: in silence it would pay nothing."""
    return TypeError(
        f"The expected year has no formula for {clause.kind!r} ({type(clause).__name__}): give it "
        "one, or let is_live in noise_free.py say that its payments are simulated."
    )


def _time_and_task(terms: Terms, prices: VisitPrices, base: base_kinds.TimeAndTask) -> Any:
    activity, give = terms.activity, terms.give
    delivered, planned = prices.write(terms, base)
    visits = np.sum(activity.delivered * delivered, axis=0)
    paid = terms.pay("Delivered visits", visits, base.clause())
    if base.cancelled_visit_share is not None:
        part = give("cancelled", "Paid of a cancelled visit", "share of price",
                    base.cancelled_visit_share, upper=1)  # fmt: skip
        paid = paid + terms.pay(
            "Cancelled visits", part * np.sum(activity.cancelled * planned, axis=0),
            "A share of the price as planned.",
        )  # fmt: skip
    if base.hospital_retainer_share is not None and base.hospital_retainer_weeks:
        part = give("retainer", "Hospital retainer", "share of price",
                    base.hospital_retainer_share, upper=1)  # fmt: skip
        assert activity.retained is not None
        retained = activity.retained[base.hospital_retainer_weeks]
        paid = paid + terms.pay(
            "Hospital retainer", part * np.sum(retained * planned, axis=0),
            f"For the first {base.hospital_retainer_weeks} weeks of a stay.",
        )  # fmt: skip
    return paid


def _volume_based(terms: Terms, base: base_kinds.VolumeBased, shared: Any) -> Any:
    paid: Any = 0.0
    low: Any = None
    for number, rate in enumerate(base.hourly_rates, start=1):
        price = terms.give(f"rate_{number}", f"Rate of tier {number}", "GBP per hour", rate)
        reached = shared.hours
        if number <= len(base.up_to_hours):
            edge = terms.give(f"edge_{number}", f"End of tier {number}", "contact hours",
                              base.up_to_hours[number - 1], above=0)  # fmt: skip
            reached = np.minimum(reached, edge)
        hours = reached if low is None else np.maximum(reached - low, 0)
        amount = terms.pay(f"Hours of tier {number}", hours * price, base.clause())
        paid = amount if low is None else paid + amount
        if number <= len(base.up_to_hours):
            low = edge
    return paid
