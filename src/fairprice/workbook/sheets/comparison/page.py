"""Where the clauses of contracts find their cells in the workbook, and write their lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

import numpy as np

from fairprice.declare.input_field import declared
from fairprice.payment.clauses import QUANTITIES, Span, Standing, Working, total
from fairprice.payment.contract import Contract
from fairprice.recording import Constant, Recorded
from fairprice.workbook.model import Sheet
from fairprice.workbook.sheets.comparison.ledger import ALL, PERIODS, Givens, Ledger, Lines
from fairprice.workbook.sheets.comparison.people import ExpectedPeople
from fairprice.workbook.sheets.comparison.prices import VisitPrices
from fairprice.workbook.sheets.comparison.provider_costs import OwnCost, ProviderCosts
from fairprice.workbook.sheets.comparison.weeks import ExpectedWeeks

PAYMENT = "Payment"
YEARLY = "GBP per year"
_TERM = "A term of the contract: see Contracts"
_BY_LENGTH = ("billed_price", "billed_minutes", "planned_price", "planned_minutes_billed")
#: Columns of Expected weeks, as multiples of a week as first set, by the visits they count.
_MULTIPLES = {"delivered_visits": "Delivered", "cancelled_visits": "Cancelled"}


@dataclass
class Common:
    """What all contracts share: inputs, activity, and lines about no contract alone.

    Parameters
    ----------
    ledger, givens, people, weeks, prices, costs
        Cells, inputs, the people and weeks of the year, visit prices, and the provider's cost.
    lines, periods
        Lines of the year, and of some of its weeks.
    """

    ledger: Ledger
    givens: Givens
    people: ExpectedPeople
    weeks: ExpectedWeeks
    prices: VisitPrices
    costs: ProviderCosts
    lines: Lines
    periods: Lines
    known: dict[Any, Any] = field(default_factory=dict)

    def once(self, key: Any, write: Any) -> Any:
        """Write a line the first time it is asked for."""
        if key not in self.known:
            self.known[key] = write()
        return self.known[key]

    def line(self, label: str, unit: str, figure: Any, means: str) -> Any:
        """Write a line about all contracts, once."""
        return self.once(label, lambda: self.lines.add(label, ALL, unit, figure, means))

    def in_weeks(self, column: str, span: Span) -> Any:
        """Write the sum of a column of Expected weeks over a span, once."""
        weeks, values = self.weeks.sums["Week"], self.weeks.sums[column]
        inside: Any = np.sum((weeks >= span[0]) * values * (weeks <= span[1]), axis=0)
        label = f"{column}, weeks {span[0]} to {span[1]}"
        unit = "contact hours" if column == "Contact hours" else "multiples of a week"
        means = "Of Expected weeks."
        return self.once(label, lambda: self.periods.add(label, ALL, unit, inside, means))


@dataclass
class ContractPage:
    """The page on which one contract's clauses are written.

    Parameters
    ----------
    common
        What all contracts share.
    contract, number
        The contract and its place, from one.
    own, own_cost
        What the provider's own visits and hours cost it in the year by the open book, and with
        the growth of the years for which a price is indexed.
    """

    common: Common
    contract: Contract
    number: int
    own: OwnCost | None = None
    own_cost: Any = None

    @property
    def weeks(self) -> int:
        """Weeks of the year."""
        return self.common.prices.experiment.weeks

    def term(self, at: Standing, name: str, entry: Any, value: Any) -> Any:
        """Return a term of a clause, which is an input."""
        known = declared(type(at.clause))[name]
        held = getattr(at.clause, name)
        many = isinstance(held, (tuple, Mapping))
        place = list(held).index(entry) if isinstance(held, Mapping) else entry
        key = [f"contract_{self.number}", *([f"term_{at.number}"] if at.number else [])]
        key += [*at.within.split()[:1], name, *([str(place + 1)] if many else [])]
        kind = str(getattr(at.clause, "kind", "")).capitalize()
        label = f"{kind}: {known.label[:1].lower()}{known.label[1:]}" if kind else known.label
        if many:
            label += f": {entry}" if isinstance(entry, str) else f" {place + 1}"
        switch = known.kind == "switch"
        return self.common.once(
            "_".join(key),
            lambda: self.common.givens.give(
                "_".join(key), label, "0 or 1" if switch else known.unit, value, _TERM,
                contract=self.contract.name, kind=None if switch else known.kind, fixed=switch,
                lower=known.lower, upper=known.upper, above=known.above,
            ),
        )  # fmt: skip

    def line(
        self, at: Standing, label: str, unit: str, figure: Any, means: str, *,
        span: Span | None = None, step: Working | None = None,
    ) -> Any:  # fmt: skip
        """Write a line of the year, or of some of its weeks, and return its cell."""
        label = " ".join([label, *at.within.split()[1:]])
        if not isinstance(figure, Recorded):
            figure = Recorded(Constant(float(figure)), float(figure))
        if span is not None:
            weeks = f"weeks {span[0]} to {span[1]}" if span[1] > span[0] else f"week {span[0]}"
            return self.common.periods.add(
                f"{label}, {weeks}", self.contract.name, unit, figure, means
            )
        role = {} if step is None else {"role": PAYMENT}
        unit = YEARLY if unit == "GBP" else unit
        return self.common.lines.add(label, self.contract.name, unit, figure, means, **role)

    def quantity(self, name: str, at: Standing, entry: Any, span: Span | None) -> Any:
        """Return a quantity of the year, or of some of its weeks."""
        if name in _BY_LENGTH:
            return self.common.prices.of(name, self.contract.name, self.number, at)
        if name in ("measured_rate", "rate_by_hours"):
            return self._rate(at, by_hours=name == "rate_by_hours")
        activity = self.common.people.activity
        if name == "holding":
            return self.common.people.holding.get(next(iter(at.clause.measured)))
        if name == "fees":
            return self.common.weeks.sums["Week"]
        if name == "people_measured":
            outcome = entry if entry is not None else next(iter(at.clause.measured))
            return activity.people * activity.measured[outcome]
        if name == "outcome_week":
            names = at.clause.measured if entry is None else [entry]
            return reduce(np.maximum, (activity.expected_week[outcome] for outcome in names))
        return self._of_weeks(name, at, span) if span else self._of_year(name, at)

    def _rate(self, at: Standing, *, by_hours: bool) -> Any:
        """Return the measured rate of one outcome, or the weighted rate of several."""
        people = self.common.people
        measured = people.activity.measured_by_hours if by_hours else people.activity.measured
        outcomes = at.clause.measured
        if len(outcomes) == 1:
            return measured[next(iter(outcomes))]
        weights = {n: self.term(at, "outcomes", n, weight) for n, weight in outcomes.items()}
        rate = total(w * measured[n] for n, w in weights.items()) / total(weights.values())
        named = ", ".join(outcomes)
        return self.line(at, "Weighted rate measured", "share of people", rate, f"{named}.")

    def _of_year(self, name: str, at: Standing) -> Any:
        activity, line = self.common.people.activity, self.common.line
        if name == "retained_visits":
            assert at.clause.retainer_weeks is not None
            return activity.retained[at.clause.retainer_weeks]
        known = self.common.known
        if name == "own_cost":
            return self.own_cost
        if name in known:
            return known[name]
        label, unit = QUANTITIES[name].label, QUANTITIES[name].unit
        first = activity.first_need
        in_care = known["Weeks in care"]
        figure, means = {
            "person_weeks": (activity.people * in_care, "All people."),
            "weighted_person_weeks": (
                activity.people * in_care * first, "All people, by need in the first week.",
            ),
            "budget_hours": (
                activity.first_hours * first * (activity.people * in_care),
                "First planned hours a week, for the weeks in care.",
            ),
        }[name]  # fmt: skip
        return line(label, unit, figure, means)

    def _of_weeks(self, name: str, at: Standing, span: Span) -> Any:
        people, activity = self.common.people, self.common.people.activity
        inside = self.common.in_weeks
        if name in _MULTIPLES:
            return inside(_MULTIPLES[name], span) * people.first * activity.people
        if name == "retained_visits":
            column = f"Retained up to {at.clause.retainer_weeks} weeks"
            return inside(column, span) * people.first * activity.people
        if name in ("contact_hours", "paid_hours"):
            return inside("Contact hours", span)
        if name == "planned_hours":
            return inside("Planned", span) * (activity.first_hours * activity.people)
        visits = np.sum(inside("Delivered", span) * people.first * activity.people, axis=0)
        if name == "care_cost":
            hours = inside("Contact hours", span)
            return self._cost_of_weeks(visits, hours, span)
        begun = activity.people * inside("In care", (span[0], span[0]))
        if name == "episodes_begun":
            return begun
        if name == "episode_visits":
            each = visits / np.maximum(begun, activity.people * 1e-6)
            means = "Of a person in care."
            return self.line(at, QUANTITIES[name].label, "visits", each, means, span=span)
        return self._of_year(name, at)

    def of_others(self, name: str) -> Any:
        """Return a term of the subcontracting."""
        part = self.contract.subcontracting
        assert part is not None
        return self.term(Standing(part, 0, within="others"), name, None, getattr(part, name))

    def _cost_of_weeks(self, visits: Any, hours: Any, span: Span) -> Any:
        """Cost some weeks: what they bring, and their part of what stands whatever they hold."""
        assert self.own is not None
        others = self.contract.subcontracting
        kept = 1 - self.of_others("share_of_hours") if others is not None else 1.0
        own = self.common.costs.of_weeks(visits * kept, hours * kept, self.own.given)
        if not isinstance(self.own.standing, float):
            own = own + self.own.standing * (span[1] - span[0] + 1) / self.weeks
        own = own * self.own_cost / self.own.all
        if others is None:
            return own
        share, rate = self.of_others("share_of_hours"), self.of_others("hourly_rate")
        return others.steps[0].function(own, hours, share, rate)


def periods_sheet() -> Sheet:
    """Start the sheet of lines about some weeks of the year."""
    return Sheet(
        PERIODS,
        "Payments by period",
        (
            "What clauses that look at each period by itself work out, period by period.",
            "Each row holds one live formula; the formula in words names what it uses.",
        ),
        Lines.columns(),
    )
