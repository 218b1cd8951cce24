"""The Expected year sheet: payments, cost and margin of each contract as live formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from fairprice.declare.units import PER_CONTACT_HOUR
from fairprice.digits import added_up
from fairprice.payment import PaymentComparison
from fairprice.payment.clauses import (
    ExpectedPayments,
    OutcomeShare,
    Standing,
    TimeAndTask,
    shift_hours,
    why_simulated,
)
from fairprice.payment.contract import Contract
from fairprice.recording import Recorded
from fairprice.workbook.layout import quoted
from fairprice.workbook.model import FIRST_ROW, Column, Formula, Sheet
from fairprice.workbook.sheets.comparison.ledger import ALL, SIMULATED, YEAR, Givens, Ledger, Lines
from fairprice.workbook.sheets.comparison.page import (
    PAYMENT,
    YEARLY,
    Common,
    ContractPage,
    periods_sheet,
)
from fairprice.workbook.sheets.comparison.people import ExpectedPeople
from fairprice.workbook.sheets.comparison.prices import VisitPrices, rule_of
from fairprice.workbook.sheets.comparison.provider_costs import OwnCost, ProviderCosts
from fairprice.workbook.sheets.comparison.weeks import ExpectedWeeks

RESULT, RESULTS = "Result", "Expected results"


@dataclass
class ContractYear:
    """What the expected year of one contract comes to; cells of the sheet."""

    revenue: Any
    cost: Any
    margin: Any
    spend: Any
    parts: tuple[int, int]
    #: Cost of care; none where the year of the contract has no formulas.
    care: Any = None

    @property
    def live(self) -> bool:
        """Whether its payments are live formulas."""
        return self.care is not None


class ExpectedYear:
    """Writes every sheet of the expected year.

    Parameters
    ----------
    result
        The comparison.
    now
        Values of inputs that were changed since the workbook was written, by name.
    """

    def __init__(
        self, result: PaymentComparison, now: Mapping[str, Sequence[float]] | None = None
    ) -> None:
        self.result, self.experiment = result, result.experiment
        experiment = self.experiment
        self.ledger = Ledger()
        self.year = experiment.expected_year()
        givens = Givens(self.ledger, now or {})
        people = ExpectedPeople(
            experiment,
            givens,
            fixed_length=self._rests_on_lengths(),
            by_hours=self._by_hours(),
            year=self.year,
        )
        self.activity, weeks = people.activity, ExpectedWeeks(people)
        setting = experiment.setting
        on_shift = any(c.base.contact_in_a_shift is not None for c in self._live())
        costs = ProviderCosts(
            setting.costs, setting.shift_costs if on_shift else None, result.book, givens,
            self.activity.weeks,
        )  # fmt: skip
        prices = VisitPrices(self.ledger, givens, experiment, self.year, self.activity)
        self.lines = Lines(self.ledger, _sheet())
        periods = Lines(self.ledger, periods_sheet())
        self.common = Common(self.ledger, givens, people, weeks, prices, costs, self.lines, periods)
        self._write_common()
        self.activity.measured_by_hours = weeks.rates_by_hours(self.lines)
        self.contracts = {
            name: self._contract(number, contract)
            for number, (name, contract) in enumerate(experiment.contracts.items(), start=1)
        }
        self.givens, self.changed = givens.sheet, givens.changed
        extra = [sheet for sheet in (prices.sheet, periods.sheet) if sheet.rows]
        self.sheets = [
            self.givens, people.rates, weeks.sheet, weeks.visits, *extra, self.lines.sheet,
            self._results(),
        ]  # fmt: skip

    def is_live(self, contract: Contract) -> bool:
        """Whether the year of a contract can be written in formulas."""
        return not self._why_simulated(contract)

    def _why_simulated(self, contract: Contract) -> str:
        if contract.behaviour.is_on:
            return "provider behaviour is switched on"
        return why_simulated(contract.paying)

    def _live(self) -> list[Contract]:
        return [c for c in self.experiment.contracts.values() if self.is_live(c)]

    def _rests_on_lengths(self) -> bool:
        """Whether some price was worked out at the stated actual length of visits."""
        for contract in self._live():
            if isinstance(contract.base, TimeAndTask):
                rate, _, minutes, _ = rule_of(contract.base, self.year)
                if rate is None or not np.allclose(minutes, self.year.minutes, rtol=1e-12):
                    return True
        return False

    def _by_hours(self) -> tuple[int, ...]:
        """Places of the outcomes on which single people's part of the price depends."""
        names = {
            name
            for contract in self._live()
            for clause in contract.adjustments
            if isinstance(clause, OutcomeShare) and clause.level == "person"
            for name in clause.outcomes_named
        }
        return tuple(
            place for place, o in enumerate(self.experiment.cohort.outcomes) if o.name in names
        )

    def _write_common(self) -> None:
        """Write the totals of the year that contracts refer to, by the words of their clauses."""
        activity, line, known = self.activity, self.common.line, self.common.known
        hours = "contact hours"
        visits = line("Visits delivered", "visits", np.sum(activity.delivered, axis=0),
                      "Of all lengths.")  # fmt: skip
        known["contact_hours"] = line(
            "Contact hours", hours, np.sum(activity.contact_hours, axis=0),
            "Delivered visits at actual lengths.",
        )  # fmt: skip
        known["planned_hours"] = line(
            "Planned hours", hours, np.sum(activity.planned_hours, axis=0),
            "Visits of those in hospital and those cancelled are in.",
        )  # fmt: skip
        known["used_hours"] = line(
            "Delivered hours at planned lengths", hours,
            np.sum(activity.delivered * activity.minutes, axis=0) / 60,
            "What a budget is used for.",
        )  # fmt: skip
        known["Weeks in care"] = line(
            "Weeks in care of a person", "weeks", activity.weeks_in_care,
            "Of a place, with whoever is in it."
            if self.experiment.cohort.refill_weeks is not None
            else "A place that is left is not filled.",
        )  # fmt: skip
        self.own = self._own_cost(ALL, visits=visits, contact_hours=known["contact_hours"])
        known["care_cost"] = self.own.all
        delivered = known["contact_hours"]
        each: Any = np.where(delivered > 0, self.own.all / np.maximum(delivered, 0.01), 0)
        per_hour = line(
            "Cost of a delivered hour", PER_CONTACT_HOUR, each,
            "The provider's, before return; zero where nothing is delivered.",
        )  # fmt: skip
        part = self.common.costs.weeks / self.common.costs.weeks_per_year
        self.care = (
            ("Planned contact hours a year", known["planned_hours"] / part, hours),
            ("Delivered contact hours a year", delivered / part, hours),
            ("Cost of a delivered hour", per_hour, PER_CONTACT_HOUR),
        )
        known |= {
            "visits": visits,
            "paid_hours": known["contact_hours"],
            "delivered_visits": activity.delivered,
            "cancelled_visits": activity.cancelled,
            "need_weight": activity.first_need,
            "people": activity.people,
            "people_served": activity.people,
            "weeks": activity.weeks,
            "care_cost_of_the_book": known["care_cost"],
        }

    def _own_cost(self, whose: str, **done: Any) -> OwnCost:
        """Write what the provider's own visits and hours cost it, before any growth."""

        def line(label: str, unit: str, figure: Any, means: str) -> Any:
            return self.lines.add(label, whose, unit, figure, means)

        own = self.common.costs.of_the_year(line, **done)
        cost = line("Provider's cost of care", YEARLY, own.all,
                    "The open book's cost of what is delivered, each by what it follows, before "
                    "return.")  # fmt: skip
        return OwnCost(cost, own.standing, own.given)

    def _contract(self, number: int, contract: Contract) -> ContractYear:
        why = self._why_simulated(contract)
        if why:
            return self._simulated(contract, why)
        page = ContractPage(self.common, contract, number)
        payments = ExpectedPayments(page, contract.paying)
        first = FIRST_ROW + len(self.lines.sheet.rows)
        page.own = self._own_of(page, contract)
        care = page.own_cost = self._grown(page.own.all, payments, contract)
        if contract.subcontracting is not None:
            others = Standing(contract.subcontracting, 0, within="others")
            care = payments.value(others, others.clause.steps[0], None)
        self.common.known["care_cost"] = care
        paid = payments.all()

        def line(label: str, figure: Any, means: str) -> Any:
            return self.lines.add(label, contract.name, YEARLY, figure, means, role=RESULT)

        total = self.lines.add(
            "Payments", contract.name, YEARLY, paid, "Base payment and adjustments."
        )
        terms = Standing(contract.payment_terms, 0, known={("paid", None): total})
        interest = payments.value(terms, terms.clause.steps[-1], None)
        last = FIRST_ROW - 1 + len(self.lines.sheet.rows)
        revenue = line("Revenue", total + interest, "What the provider receives.")
        run = Standing(contract.transaction_costs, 0)
        to_payer, to_provider = (payments.value(run, s, None) for s in run.clause.steps)
        capital = self.lines.add(
            "Cost of capital", contract.name, YEARLY,
            float(self.result.metrics[contract.name].capital_cost.mean()),
            "No formula: the mean of the simulated years, as it rests on cash week by week.",
            role=SIMULATED,
        )  # fmt: skip
        cost = line(
            "Provider's cost", care + to_provider + capital, "Care, transactions and capital."
        )
        margin = line("Margin", revenue - cost, "Of the provider, without chance.")
        spend = line("Payer's spend", revenue + to_payer, "Payments and transaction cost.")
        return ContractYear(revenue, cost, margin, spend, (first, last), care)

    def _own_of(self, page: ContractPage, contract: Contract) -> OwnCost:
        """Return the own cost under a contract: of its shifts, without hours of others."""
        known = self.common.known
        done = {"visits": known["visits"], "contact_hours": known["contact_hours"]}
        if contract.base.contact_in_a_shift is not None:
            share = page.term(
                Standing(contract.base, 0), "contact_share", None, contract.base.contact_in_a_shift
            )
            done["shift_hours"] = shift_hours(known["planned_hours"], share)
        if contract.subcontracting is not None:
            kept = 1 - page.of_others("share_of_hours")
            done = {name: amount * kept for name, amount in done.items()}
        elif "shift_hours" not in done:
            return self.own
        return self._own_cost(contract.name, **done)

    def _grown(self, care: Any, payments: ExpectedPayments, contract: Contract) -> Any:
        """Write the provider's own cost after the years for which a price is indexed."""
        for at in payments.clauses:
            step = at.clause.step("cost_index")
            if step is not None and at.clause.cost_growth_factor != 1:
                care = self.lines.add(
                    "Provider's own cost, grown", contract.name, YEARLY,
                    care * payments.value(at, step, None), step.step.meaning,
                )  # fmt: skip
        return care

    def _simulated(self, contract: Contract, why: str) -> ContractYear:
        """Write the means of the simulated years where no formula stands for them."""
        metrics = self.result.metrics[contract.name]
        row = FIRST_ROW + len(self.lines.sheet.rows)
        means = f"No formula: {why}; the mean of the simulated years."

        def add(label: str, values: Any) -> Any:
            return self.lines.add(
                label, contract.name, YEARLY, float(values.mean()), means, role=SIMULATED
            )

        revenue = add("Revenue", metrics.revenue)
        cost = add("Provider's cost", metrics.cost)
        margin = self.lines.add(
            "Margin", contract.name, YEARLY, revenue - cost, "Revenue less cost.", role=RESULT
        )
        spend = add("Payer's spend", metrics.spend)
        return ContractYear(revenue, cost, margin, spend, (row, row))

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
        total = added_up(float(value) for value in paid)
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
