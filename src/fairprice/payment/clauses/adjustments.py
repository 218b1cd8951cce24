"""Clauses that change volumes, amounts and prices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

import numpy as np

from fairprice.declare.fields import (
    Number,
    Switch,
    Text,
    Whole,
    bounds,
    entries,
    optional,
    required,
)
from fairprice.digits import added_up
from fairprice.errors import Problem
from fairprice.payment.clauses.clause import TEXTS, Adjustment, Place, Positive, percent
from fairprice.payment.clauses.steps import (
    AS_IT_BUILDS_UP,
    AT_THE_END,
    EACH_PERIOD,
    EACH_WEEK,
    IN_ITS_WEEK,
    Working,
    pays,
)

Weights = Annotated[dict[Text, Positive], entries(1, None)]
Growths = dict[Text, Annotated[Number, bounds(above=-1, upper=5)]]


def hours_short(
    weekly_hours: Any, weeks: Any, paid_hours: Any, hourly_rate: Any, share_of_shortfall: Any
) -> Any:
    """Guaranteed hours not paid for (GBP).

    Hours guaranteed in the period, less the hours that are paid for already, at the rate of the
    guarantee.

    Notes
    -----
    ``max(weekly_hours * weeks - paid_hours, 0) * hourly_rate * share_of_shortfall``
    """
    short = np.maximum(weekly_hours * weeks - paid_hours, 0)
    return short * hourly_rate * share_of_shortfall


class GuaranteedMinimum(Adjustment):
    """A weekly number of hours is paid for whether or not it is used: take or pay."""

    steps = (pays(hours_short, EACH_PERIOD),)

    kind: Literal["guaranteed minimum"] = "guaranteed minimum"
    weekly_hours: Number = required.quantity(
        "Guaranteed hours", "contact hours per week", "Paid for whether or not they are used."
    )
    hourly_rate: Number = required.money(
        "Hourly rate", "GBP per hour", "Paid for hours short of those guaranteed."
    )
    period_weeks: Whole = required.count(
        "Period", "weeks", "Over which hours are counted.", lower=1, upper=52
    )
    share_of_shortfall: Number = required.share(
        "Share of the shortfall", "share of hours short", "That is paid for."
    )

    @property
    def period(self) -> int:
        """Length of its periods (weeks)."""
        return self.period_weeks

    def needs(self, place: Place) -> Iterator[Problem]:
        """Refuse to pay for hours that the base pays for, used or not."""
        base = place.before[0]
        if base.is_take_or_pay:
            yield TEXTS("paid-twice", "kind", kind=base.kind)

    def clause(self) -> str:
        """Say it in words."""
        return (
            f"{self.weekly_hours:,.0f} hours a week are guaranteed, counted over "
            f"{self.period_weeks} weeks: {percent(self.share_of_shortfall)} of hours short of "
            f"it are paid at GBP {self.hourly_rate:.2f}."
        )


def lump_sum(amount: Any) -> Any:
    """Lump sum (GBP).

    One amount, such as a start incentive or a fixed item.

    Notes
    -----
    ``amount``
    """
    return amount


class LumpSum(Adjustment):
    """An amount on top, such as a start incentive or a fixed item."""

    steps = (pays(lump_sum, IN_ITS_WEEK),)

    kind: Literal["lump sum"] = "lump sum"
    amount: Number = required.money(
        "Amount", "GBP", "What is paid; below zero it is taken off.", lower=None
    )
    week: Whole = required.count(
        "Week", "weeks", "When it is paid; the first week is 0.", upper=519
    )
    description: Text = required.text("Description", "What it is for.")

    def may_pay_after(self, weeks: int) -> bool:
        """Whether its week comes after a year of so many weeks."""
        return self.week >= weeks

    def clause(self) -> str:
        """Say it in words."""
        return f"GBP {self.amount:,.2f} in week {self.week}: {self.description}."


def above_the_cap(paid: Any, annual_amount: Any) -> Any:
    """Above the cap (GBP).

    What is paid so far and is more than the cap is not paid.

    Notes
    -----
    ``min(paid, annual_amount) - paid``
    """
    return np.minimum(paid, annual_amount) - paid


class Cap(Adjustment):
    """No more than an amount a year."""

    steps = (pays(above_the_cap, AS_IT_BUILDS_UP),)

    kind: Literal["cap"] = "cap"
    annual_amount: Number = required.money("Annual amount", "GBP per year", "No more is paid.")

    def clause(self) -> str:
        """Say it in words."""
        return f"At most GBP {self.annual_amount:,.2f} a year."


def above_the_weekly_cap(paid: Any, weekly_amount: Any) -> Any:
    """Above the weekly cap (GBP).

    What a week's invoice comes to and is more than the cap is not paid.

    Notes
    -----
    ``min(paid, weekly_amount) - paid``
    """
    return np.minimum(paid, weekly_amount) - paid


class WeeklyCap(Adjustment):
    """No more than an amount a week."""

    steps = (pays(above_the_weekly_cap, EACH_PERIOD),)

    kind: Literal["weekly cap"] = "weekly cap"
    weekly_amount: Number = required.money("Weekly amount", "GBP per week", "No more is paid.")

    def clause(self) -> str:
        """Say it in words."""
        return f"At most GBP {self.weekly_amount:,.2f} a week."


def below_the_floor(paid: Any, annual_amount: Any) -> Any:
    """Below the floor (GBP).

    What is missing from the floor is made up.

    Notes
    -----
    ``max(annual_amount - paid, 0)``
    """
    return np.maximum(annual_amount - paid, 0)


class Floor(Adjustment):
    """No less than an amount a year."""

    steps = (pays(below_the_floor, AT_THE_END),)

    kind: Literal["floor"] = "floor"
    annual_amount: Number = required.money("Annual amount", "GBP per year", "No less is paid.")

    def clause(self) -> str:
        """Say it in words."""
        return f"At least GBP {self.annual_amount:,.2f} a year."


def rise_in_a_year(weights: Any, growth: Any) -> Any:
    """Rise in a year (share).

    The growth of each index, by the part of the price that follows it.

    Notes
    -----
    ``weights * growth``
    """
    return weights * growth


def rise_of_cost_in_a_year(cost_weights: Any, cost_growth: Any) -> Any:
    """Rise of cost in a year (share).

    The growth of each index, by the part of the provider's cost that follows it.

    Notes
    -----
    ``cost_weights * cost_growth``
    """
    return cost_weights * cost_growth


def cost_index(rise_of_cost_in_a_year: Any, years: Any) -> Any:
    """Cost over the open book's (ratio).

    The rise of the provider's cost over the years since the price was set, also where the price
    is held.

    Notes
    -----
    ``(1 + rise_of_cost_in_a_year) ** years``
    """
    return (1 + rise_of_cost_in_a_year) ** years


def raised(paid: Any, rise_in_a_year: Any, years: Any, held: Any) -> Any:
    """Indexation (GBP).

    The rise of the price over the years since it was set; nothing where the price is held.

    Notes
    -----
    ``if(held > 0, 0, paid * ((1 + rise_in_a_year) ** years - 1))``
    """
    return np.where(held > 0, 0, paid * ((1 + rise_in_a_year) ** years - 1))


class Indexation(Adjustment):
    """Prices rise by weighted indices, year after year, unless they are held."""

    steps = (
        Working(rise_in_a_year, over="weights"),
        pays(raised, EACH_WEEK),
        Working(rise_of_cost_in_a_year, over="cost_weights"),
        Working(cost_index),
    )

    kind: Literal["indexation"] = "indexation"
    weights: Weights = required.several(
        "quantity",
        "Weights",
        "share of the price",
        "The part of the price that follows each index.",
    )
    growth: Growths = required.several(
        "share", "Growth", "share a year", "Of each index, year by year."
    )
    years: Whole = required.count("Years", "years", "Since the price was set.", upper=20)
    held: Switch = required.switch("Held", "Whether the price is held all the same.")
    cost_weights: Weights | None = optional.several(
        "quantity",
        "Weights of cost",
        "share of the cost",
        "The part of the provider's cost that follows each index, over the same years.",
    )
    cost_growth: Growths | None = optional.several(
        "share", "Growth of cost", "share a year", "Of each index of cost, year by year."
    )

    def _faults(self) -> Iterator[Problem]:
        """List what is wrong between its terms."""
        if set(self.weights) != set(self.growth):
            names = {"growth": ", ".join(self.growth), "weights": ", ".join(self.weights)}
            yield TEXTS("invalid, growth", "growth", **names)
        costs = self.cost_weights or {}, self.cost_growth or {}
        if set(costs[0]) != set(costs[1]):
            names = {"growth": ", ".join(costs[1]), "weights": ", ".join(costs[0])}
            yield TEXTS("invalid, growth", "cost_growth", **names)

    def needs(self, place: Place) -> Iterator[Problem]:
        """Refuse to let the price move over years, and cost stand still."""
        if self.years and not self.cost_weights:
            yield TEXTS("missing, cost_weights", "cost_weights", years=self.years)

    @property
    def cost_growth_factor(self) -> float:
        """The provider's cost in the year, over that of the open book."""
        growth = self.cost_growth or {}
        rise = added_up(
            rise_of_cost_in_a_year(weight, growth[name])
            for name, weight in (self.cost_weights or {}).items()
        )
        return float(cost_index(rise, self.years))

    def clause(self) -> str:
        """Say it in words."""
        indices = ", ".join(
            f"{name} ({weight:g}; {percent(self.growth[name])} a year)"
            for name, weight in self.weights.items()
        )
        costs = ", ".join(
            f"{name} ({weight:g}; {percent((self.cost_growth or {})[name])} a year)"
            for name, weight in (self.cost_weights or {}).items()
        )
        also = f"; the provider's cost with {costs}" if costs else ""
        if self.held:
            return f"The price is held for {self.years} years, whatever {indices}{also}."
        return f"The price has risen for {self.years} years with {indices}{also}."
