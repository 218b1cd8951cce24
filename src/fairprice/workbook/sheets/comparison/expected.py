"""The Expected year sheet: payments, cost and margin of each contract as live formulas."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from fairprice.payment import PaymentComparison
from fairprice.payment.contract import Contract
from fairprice.payment.contract.adjustments import OutcomeShare
from fairprice.payment.contract.bases import TimeAndTask
from fairprice.recording import Recorded
from fairprice.workbook.layout import quoted
from fairprice.workbook.model import FIRST_ROW, Column, Formula, Sheet
from fairprice.workbook.sheets.comparison.activity import ExpectedActivity
from fairprice.workbook.sheets.comparison.clauses import Periods, adjustment
from fairprice.workbook.sheets.comparison.ledger import ALL, SIMULATED, YEAR, Givens, Ledger, Lines
from fairprice.workbook.sheets.comparison.noise_free import expected_year, is_live
from fairprice.workbook.sheets.comparison.payments import (
    PAYMENT,
    YEARLY,
    Terms,
    VisitPrices,
    base_payment,
)

RESULT, RESULTS = "Result", "Expected results"


@dataclass
class Shared:
    """Totals of the expected year that every contract refers to."""

    visits: Any
    hours: Any
    planned_hours: Any
    hours_as_planned: Any
    weeks_in_care: Any
    care_cost: Any


@dataclass
class ContractYear:
    """What the expected year of one contract comes to; cells of the sheet."""

    revenue: Any
    cost: Any
    margin: Any
    spend: Any
    parts: tuple[int, int]
    live: bool


class ExpectedYear:
    """Writes every sheet of the expected year.

    Parameters
    ----------
    result
        The comparison.
    """

    def __init__(self, result: PaymentComparison) -> None:
        self.result, self.experiment = result, result.experiment
        self.ledger = Ledger()
        self.year = expected_year(self.experiment)
        givens = Givens(self.ledger)
        prices = VisitPrices(self.ledger, self.experiment, self.year)
        people = ExpectedActivity(
            self.experiment, givens, fixed_length=self._rests_on_lengths(prices),
            by_hours=self._by_hours(),
        )  # fmt: skip
        self.activity = people.activity
        periods = Periods(self.ledger, self.experiment.weeks, people.sums["Week"])
        self.lines = Lines(self.ledger, _sheet())
        self.shared = self._shared()
        self.activity.measured_by_hours = people.rates_by_hours(self.lines)
        self.contracts = {
            name: self._contract(number, contract, givens, prices, periods)
            for number, (name, contract) in enumerate(self.experiment.contracts.items(), start=1)
        }
        self.givens = givens.sheet
        extra = [sheet for sheet in (prices.sheet, periods.sheet) if sheet.rows]
        self.sheets = [self.givens, *people.sheets, *extra, self.lines.sheet, self._results()]

    def _rests_on_lengths(self, prices: VisitPrices) -> bool:
        """Whether some price was worked out at the stated actual length of visits."""
        for contract in self.experiment.contracts.values():
            if is_live(contract) and isinstance(contract.base, TimeAndTask):
                rate, delivered, planned = prices.rates(contract.base)
                if rate is None or not np.allclose(delivered, planned, rtol=1e-12):
                    return True
        return False

    def _by_hours(self) -> tuple[int, ...]:
        """Places of the outcomes on which single people's part of the price depends."""
        live = [c for c in self.experiment.contracts.values() if is_live(c)]
        names = {
            name
            for contract in live
            for term in contract.adjustments
            if isinstance(term, OutcomeShare) and term.level == "person"
            for name in term.outcomes
        }
        return tuple(
            place for place, o in enumerate(self.experiment.cohort.outcomes) if o.name in names
        )

    def _shared(self) -> Shared:
        activity, add = self.activity, self.lines.add
        visits = add(
            "Visits delivered", ALL, "visits", np.sum(activity.delivered, axis=0),
            "Of all lengths.",
        )  # fmt: skip
        hours = add(
            "Contact hours", ALL, "contact hours", np.sum(activity.contact_hours, axis=0),
            "Delivered visits at actual lengths.",
        )  # fmt: skip
        planned = add(
            "Planned hours", ALL, "contact hours", np.sum(activity.planned_hours, axis=0),
            "Visits of those in hospital and those cancelled are in.",
        )  # fmt: skip
        used = add(
            "Delivered hours at planned lengths", ALL, "contact hours",
            np.sum(activity.delivered * activity.minutes, axis=0) / 60,
            "What a budget is used for.",
        )  # fmt: skip
        weeks = add(
            "Weeks in care of a person", ALL, "weeks", activity.weeks_in_care,
            "A place that is left is not filled.",
        )  # fmt: skip
        cost = add(
            "Provider's cost of care", ALL, YEARLY,
            visits * activity.visit_cost + hours * activity.hour_cost,
            "The open book's cost on visits and contact hours delivered, before return.",
        )  # fmt: skip
        return Shared(visits, hours, planned, used, weeks, cost)

    def _contract(
        self, number: int, contract: Contract, givens: Givens, prices: VisitPrices,
        periods: Periods,
    ) -> ContractYear:  # fmt: skip
        if not is_live(contract):
            return self._simulated(contract)
        terms = Terms(contract, number, givens, self.lines, self.activity)
        first = FIRST_ROW + len(self.lines.sheet.rows)
        shared = self._with_subcontracting(terms, contract)
        paid = base_payment(terms, prices, shared)
        for place, clause in enumerate(contract.adjustments, start=1):
            terms.within = f"term_{place}_"
            so_far = terms.line(
                f"Paid before adjustment {place}", YEARLY, paid, f"What {clause.kind} works on."
            )
            paid = so_far + adjustment(terms, clause, so_far, shared, periods)
        terms.within = ""
        total = terms.line("Payments", YEARLY, paid, "Base payment and adjustments.")
        interest = self._interest(terms, contract, total)
        last = FIRST_ROW - 1 + len(self.lines.sheet.rows)
        revenue = terms.line(
            "Revenue", YEARLY, total + interest, "What the provider receives.", role=RESULT
        )
        cost = self._cost(terms, contract, shared)
        margin = terms.line(
            "Margin", YEARLY, revenue - cost, "Of the provider, without chance.", role=RESULT
        )
        run = self._payer_cost(terms, contract)
        spend = terms.line(
            "Payer's spend", YEARLY, revenue + run, "Payments and transaction cost.", role=RESULT
        )
        return ContractYear(revenue, cost, margin, spend, (first, last), live=True)

    def _interest(self, terms: Terms, contract: Contract, total: Any) -> Any:
        stated = contract.payment_terms
        delay = terms.give("delay", "Payment delay", "days", stated.delay_days)
        due = terms.give("due", "Days until payment is due", "days", stated.due_days)
        rate = terms.give("late_rate", "Late interest", "share a year", stated.late_interest_rate,
                          upper=1)  # fmt: skip
        late = terms.line("Days late", "days", np.maximum(delay - due, 0), "On average.")
        return terms.pay("Late interest", total * late / 365 * rate, stated.clause())

    def _with_subcontracting(self, terms: Terms, contract: Contract) -> Shared:
        part, shared = contract.subcontracting, self.shared
        if part is None:
            return shared
        share = terms.give("others", "Hours subcontracted", "share of hours",
                           part.share_of_hours, upper=1)  # fmt: skip
        rate = terms.give("others_rate", "Rate of subcontracted hours", "GBP per hour",
                          part.hourly_rate)  # fmt: skip
        care = terms.line(
            "Cost of care with subcontracting", YEARLY,
            (1 - share) * shared.care_cost + share * shared.hours * rate, part.clause(),
        )  # fmt: skip
        return replace(shared, care_cost=care)

    def _cost(self, terms: Terms, contract: Contract, shared: Shared) -> Any:
        costs = contract.transaction_costs
        fixed = terms.give("provider_year", "Provider's transaction cost a year", YEARLY,
                           costs.provider_monitoring_per_year)  # fmt: skip
        each = terms.give("provider_person", "Provider's transaction cost a person",
                          "GBP per person", costs.provider_verification_per_person)  # fmt: skip
        run = terms.line(
            "Provider's transaction cost", YEARLY, fixed + each * self.activity.people,
            "Monitoring and verification.",
        )  # fmt: skip
        metrics = self.result.metrics[contract.name]
        capital = terms.line(
            "Cost of capital", YEARLY, float(metrics.capital_cost.mean()),
            "No formula: the mean of the simulated years, as it rests on cash week by week.",
            role=SIMULATED,
        )  # fmt: skip
        return terms.line(
            "Provider's cost", YEARLY, shared.care_cost + run + capital,
            "Care, transactions and capital.", role=RESULT,
        )  # fmt: skip

    def _payer_cost(self, terms: Terms, contract: Contract) -> Any:
        costs = contract.transaction_costs
        fixed = terms.give("payer_year", "Payer's monitoring a year", YEARLY,
                           costs.payer_monitoring_per_year)  # fmt: skip
        each = terms.give("payer_person", "Payer's verification a person", "GBP per person",
                          costs.payer_verification_per_person)  # fmt: skip
        buying = terms.give("procurement", "Procurement", "GBP", costs.procurement)
        years = terms.give("term_years", "Term of the contract", "years", costs.term_years, above=0)
        return terms.line(
            "Payer's transaction cost", YEARLY,
            fixed + each * self.activity.people + buying / years,
            "Monitoring, verification, and procurement over the term.",
        )  # fmt: skip

    def _simulated(self, contract: Contract) -> ContractYear:
        """Write the means of the simulated years where no formula stands for them."""
        metrics = self.result.metrics[contract.name]
        why = (
            "No formula: provider behaviour is switched on; the mean of the simulated years."
            if contract.behaviour.is_on
            else "No formula: payment rests on single people's visits or several outcomes; the "
            "mean of the simulated years."
        )
        row = FIRST_ROW + len(self.lines.sheet.rows)

        def add(label: str, values: Any) -> Any:
            return self.lines.add(
                label, contract.name, YEARLY, float(values.mean()), why, role=SIMULATED
            )

        revenue = add("Revenue", metrics.revenue)
        cost = add("Provider's cost", metrics.cost)
        margin = self.lines.add(
            "Margin", contract.name, YEARLY, revenue - cost, "Revenue less cost.", role=RESULT
        )
        spend = add("Payer's spend", metrics.spend)
        return ContractYear(revenue, cost, margin, spend, (row, row), live=False)

    def _results(self) -> Sheet:
        """The results of the Expected year sheet side by side."""
        headings = ("Payer's spend", "Revenue", "Provider's cost", "Margin")
        sheet = Sheet(
            RESULTS,
            "Expected results",
            (
                "The results of the expected year by contract, taken from Expected year.",
                "GBP per year, without chance. Formulas says whether the contract's payments are "
                "live formulas or means of the simulated years.",
            ),
            [
                Column("Contract", 44), Column("Role", 14), Column("Formulas", 16),
                *(Column(heading, 18) for heading in headings), Column("Margin share", 16),
            ],
            column_formats={**dict.fromkeys(headings, "#,##0"), "Margin share": "0.0%"},
        )  # fmt: skip
        for name, year in self.contracts.items():
            row = FIRST_ROW + len(sheet.rows)
            cells = [
                self.ledger.formula(cell, RESULTS)
                for cell in (year.spend, year.revenue, year.cost, year.margin)
            ]
            revenue: Any = Recorded.named(f"E{row}", year.revenue.value)
            margin = Recorded.named(f"G{row}", year.margin.value)
            share: Any = np.where(revenue > 0, margin / np.maximum(revenue, 0.01), 0)
            sheet.add(
                name, RESULT, "live" if year.live else SIMULATED, *cells,
                self.ledger.formula(share, RESULTS),
            )  # fmt: skip
        return sheet

    def column(self, letter: str, rows: tuple[int, int]) -> str:
        """Return the reference to a column of the Expected year sheet."""
        return f"{quoted(YEAR)}!${letter}${rows[0]}:${letter}${rows[1]}"

    def payments_of(self, name: str) -> Recorded:
        """Add up the lines with the role Payment of a contract, past its subtotals."""
        rows = self.contracts[name].parts
        lines = self.lines.sheet.rows[rows[0] - FIRST_ROW : rows[1] - FIRST_ROW + 1]
        paid = [row[4].value for row in lines if row[2] == PAYMENT and isinstance(row[4], Formula)]
        total = sum(float(value) for value in paid)
        text = f'SUMPRODUCT(({self.column("C", rows)}="{PAYMENT}")*{self.column("E", rows)})'
        return Recorded.named(text, total)


def _sheet() -> Sheet:
    return Sheet(
        YEAR,
        "Expected year",
        (
            "A year without chance: no spread in need, volume, length between providers, price or "
            "delay; hospital stays, leaving, cancellation and outcomes exactly at their expected "
            "rates. Formulas start from Inputs.",
            "Thresholds are applied to expected figures, clauses on single people to people with "
            "and without the outcome. A line with the role Simulated is a value and does not move.",
        ),
        Lines.columns(),
    )
