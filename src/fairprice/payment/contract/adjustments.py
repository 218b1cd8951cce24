"""What changes a base payment: each clause a pure function of the year and what is paid so far.

Every clause returns what it adds, week by week (GBP); a deduction is negative.
"""

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
    by_kind,
    entries,
    required,
)
from fairprice.errors import Problem
from fairprice.payment.cohort import Year
from fairprice.payment.contract.clause import TEXTS, Clause, NotNegative, Positive
from fairprice.payment.contract.rewards import Reward
from fairprice.payment.contract.setting import Setting, at_the_end, in_weeks
from fairprice.payment.contract.sharing import GainAndPainShare, RiskCorridor, SharedSavings
from fairprice.payment.contract.words import percent
from fairprice.types import Floats

Weights = Annotated[dict[Text, Positive], entries(1, None)]
Prices = Annotated[dict[Text, NotNegative], entries(1, None)]
Growths = dict[Text, Annotated[Number, bounds(above=-1, upper=5)]]


def _weighted_outcomes() -> Any:
    return required.several(
        "quantity", "Outcomes", "weight", "What is measured, and how much each outcome weighs."
    )


def _reward(of: str) -> Any:
    return required.clause("Reward", f"How the result becomes the share of {of} that is paid.")


def _lag_weeks() -> Any:
    return required.quantity("Lag", "weeks", "From an outcome to its payment.")


def _outcome(meaning: str) -> Any:
    return required.text("Outcome", meaning)


def _annual_amount(meaning: str) -> Any:
    return required.money("Annual amount", "GBP per year", meaning)


def _listed(names: Weights) -> str:
    return ", ".join(f"{name} ({weight:g})" for name, weight in names.items())


def _later(weeks: float) -> str:
    return f", {weeks:g} weeks after it is measured" if weeks else ""


class OutcomeShare(Clause):
    """A share of the price is withheld and paid by results."""

    kind: Literal["outcome share"] = "outcome share"
    share_at_risk: Number = required.share(
        "Share at risk", "share of the price", "Withheld as it is earned, and paid by results."
    )
    outcomes: Weights = _weighted_outcomes()
    level: Literal["person", "cohort"] = required.choice(
        "Level", "person: by each person's own results; cohort: by the results of all people."
    )
    reward: Reward = _reward("what is at risk")
    lag_weeks: Number = _lag_weeks()

    def change(self, year: Year, setting: Setting, so_far: Floats) -> Floats:
        """Withhold the share as it is earned and pay g(x) of it; shape (D, W), GBP."""
        at_risk = self.share_at_risk * so_far
        total = at_risk.sum(axis=1)
        if self.level == "cohort":
            earned = total * self.reward(setting.measured_rate(year, self.outcomes))
            return at_the_end(year, earned) - at_risk
        # each person's part of the price is in proportion to the planned hours
        hours = year.planned_hours
        planned = hours.sum(axis=1, keepdims=True)
        part = np.divide(hours, planned, out=np.zeros_like(hours), where=planned > 0)
        earned = (
            part * total[:, np.newaxis] * self.reward(setting.measured_scores(year, self.outcomes))
        )
        places = [setting.outcomes[name] for name in self.outcomes]
        due = year.outcome_week[:, :, places].max(axis=2) + self.lag_weeks
        return in_weeks(year, earned, due) - at_risk

    def clause(self) -> str:
        """Say it in words."""
        of = "each person's results" if self.level == "person" else "the results of all people"
        return (
            f"{percent(1 - self.share_at_risk)} is paid as earned; "
            f"{percent(self.share_at_risk)} depends on {of} in {_listed(self.outcomes)}: "
            f"{self.reward.clause()}{_later(self.lag_weeks) if self.level == 'person' else ''}."
        )


class OutcomeTariff(Clause):
    """A price for each outcome measured as reached."""

    kind: Literal["outcome tariff"] = "outcome tariff"
    outcomes: Prices = required.several(
        "money", "Outcomes", "GBP", "The price of each outcome, for each person who reaches it."
    )
    lag_weeks: Number = _lag_weeks()

    def change(self, year: Year, setting: Setting, so_far: Floats) -> Floats:
        """Pay each person's outcomes when measured; shape (D, W), GBP."""
        weekly = np.zeros((year.draws, year.weeks))
        for name, price in self.outcomes.items():
            place = setting.outcomes[name]
            due = year.outcome_week[:, :, place] + self.lag_weeks
            weekly += in_weeks(year, year.measured[:, :, place] * price, due)
        return weekly

    def clause(self) -> str:
        """Say it in words."""
        listed = ", ".join(f"GBP {price:,.2f} for {n}" for n, price in self.outcomes.items())
        return f"For each person: {listed}{_later(self.lag_weeks)}."


class StagedTariff(Clause):
    """A fee at the start, one for the outcome, and one for each period it is sustained."""

    kind: Literal["staged tariff"] = "staged tariff"
    outcome: Text = _outcome("The outcome that is paid for.")
    start_fee: Number = required.money("Start fee", "GBP per person", "At the start of care.")
    outcome_fee: Number = required.money("Outcome fee", "GBP per person", "For the outcome.")
    sustainment_fee: Number = required.money(
        "Sustainment fee", "GBP per period", "For each period in which the outcome lasts."
    )
    sustainment_weeks: Whole = required.count(
        "Sustainment period", "weeks", "Length of such a period.", lower=1, upper=52
    )
    most_sustainment_fees: Whole = required.count(
        "Most sustainment fees", "fees per person", "No more are paid.", upper=52
    )

    def change(self, year: Year, setting: Setting, so_far: Floats) -> Floats:
        """Pay the stages of each person; shape (D, W), GBP."""
        place = setting.outcomes[self.outcome]
        met, week = year.measured[:, :, place], year.outcome_week[:, :, place]
        weekly = in_weeks(year, year.served * self.start_fee, np.zeros_like(week))
        weekly += in_weeks(year, met * self.outcome_fee, week)
        for number in range(1, self.most_sustainment_fees + 1):
            due = week + number * self.sustainment_weeks
            sustained = met & (due < year.weeks)
            weekly += in_weeks(year, sustained * self.sustainment_fee, due)
        return weekly

    def clause(self) -> str:
        """Say it in words."""
        return (
            f"GBP {self.start_fee:,.2f} at the start, GBP {self.outcome_fee:,.2f} for "
            f"{self.outcome}, and GBP {self.sustainment_fee:,.2f} for every "
            f"{self.sustainment_weeks} weeks afterwards, at most "
            f"{self.most_sustainment_fees} times."
        )


class GuaranteedMinimum(Clause):
    """A weekly number of hours is paid for whether or not it is used: take or pay."""

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

    def change(self, year: Year, setting: Setting, so_far: Floats) -> Floats:
        """Pay for the shortfall of each period at its end; shape (D, W), GBP."""
        hours = year.weekly_hours()
        starts = np.arange(0, year.weeks, self.period_weeks)
        delivered = np.add.reduceat(hours, starts, axis=1)
        lengths = np.diff(np.append(starts, year.weeks))
        shortfall = np.maximum(self.weekly_hours * lengths - delivered, 0)
        weekly = np.zeros((year.draws, year.weeks))
        weekly[:, starts + lengths - 1] = shortfall * self.hourly_rate * self.share_of_shortfall
        return weekly

    def clause(self) -> str:
        """Say it in words."""
        return (
            f"{self.weekly_hours:,.0f} hours a week are guaranteed, counted over "
            f"{self.period_weeks} weeks: {percent(self.share_of_shortfall)} of hours short of "
            f"it are paid at GBP {self.hourly_rate:.2f}."
        )


class QualityGate(Clause):
    """A share of everything is lost when a measured rate stays below a minimum."""

    kind: Literal["quality gate"] = "quality gate"
    outcome: Text = _outcome("The outcome that is measured.")
    minimum_rate: Number = required.share(
        "Minimum rate", "measured rate", "Below it, the share is lost."
    )
    share_lost: Number = required.share(
        "Share lost", "share of the year's payment", "What is lost of all that was paid so far."
    )

    def change(self, year: Year, setting: Setting, so_far: Floats) -> Floats:
        """Deduct the share at the end of the year; shape (D, W), GBP."""
        failed = setting.measured_rate(year, {self.outcome: 1.0}) < self.minimum_rate
        return at_the_end(year, -self.share_lost * failed * so_far.sum(axis=1))

    def clause(self) -> str:
        """Say it in words."""
        return (
            f"Below a rate of {percent(self.minimum_rate)} in {self.outcome}, "
            f"{percent(self.share_lost)} of the year's payment is lost."
        )


class IncentivePot(Clause):
    """A pot on top, paid out by a key performance indicator."""

    kind: Literal["incentive pot"] = "incentive pot"
    annual_amount: Number = _annual_amount("The whole pot.")
    outcomes: Weights = _weighted_outcomes()
    reward: Reward = _reward("the pot")

    def change(self, year: Year, setting: Setting, so_far: Floats) -> Floats:
        """Pay g(x) of the pot at the end; shape (D, W), GBP."""
        rate = setting.measured_rate(year, self.outcomes)
        return at_the_end(year, self.annual_amount * self.reward(rate))

    def clause(self) -> str:
        """Say it in words."""
        return (
            f"A pot of GBP {self.annual_amount:,.2f} for {_listed(self.outcomes)}: "
            f"{self.reward.clause()}."
        )


class LumpSum(Clause):
    """An amount on top, such as a start incentive or a fixed item."""

    kind: Literal["lump sum"] = "lump sum"
    amount: Number = required.money(
        "Amount", "GBP", "What is paid; below zero it is taken off.", lower=None
    )
    week: Whole = required.count(
        "Week", "weeks", "When it is paid; the first week is 0.", upper=519
    )
    description: Text = required.text("Description", "What it is for.")

    def change(self, year: Year, setting: Setting, so_far: Floats) -> Floats:
        """Pay the amount in its week; shape (D, W), GBP."""
        weekly = np.zeros((year.draws, year.weeks))
        weekly[:, min(self.week, year.weeks - 1)] = self.amount
        return weekly

    def clause(self) -> str:
        """Say it in words."""
        return f"GBP {self.amount:,.2f} in week {self.week}: {self.description}."


class Cap(Clause):
    """No more than an amount a year."""

    kind: Literal["cap"] = "cap"
    annual_amount: Number = _annual_amount("No more is paid.")

    def change(self, year: Year, setting: Setting, so_far: Floats) -> Floats:
        """Stop paying once the amount is reached; shape (D, W), GBP."""
        paid = np.cumsum(so_far, axis=1)
        return np.diff(np.minimum(paid, self.annual_amount), axis=1, prepend=0.0) - so_far

    def clause(self) -> str:
        """Say it in words."""
        return f"At most GBP {self.annual_amount:,.2f} a year."


class Floor(Clause):
    """No less than an amount a year."""

    kind: Literal["floor"] = "floor"
    annual_amount: Number = _annual_amount("No less is paid.")

    def change(self, year: Year, setting: Setting, so_far: Floats) -> Floats:
        """Make up what is missing at the end; shape (D, W), GBP."""
        return at_the_end(year, np.maximum(self.annual_amount - so_far.sum(axis=1), 0))

    def clause(self) -> str:
        """Say it in words."""
        return f"At least GBP {self.annual_amount:,.2f} a year."


class Indexation(Clause):
    """Prices rise by weighted indices, year after year, unless they are held."""

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

    def _faults(self) -> Iterator[Problem]:
        """List what is wrong between its terms."""
        if set(self.weights) != set(self.growth):
            names = {"growth": ", ".join(self.growth), "weights": ", ".join(self.weights)}
            yield TEXTS("invalid, growth", "growth", **names)

    def change(self, year: Year, setting: Setting, so_far: Floats) -> Floats:
        """Raise what is paid so far; shape (D, W), GBP."""
        if self.held:
            return np.zeros_like(so_far)
        rise = sum(weight * self.growth[name] for name, weight in self.weights.items())
        return so_far * ((1 + rise) ** self.years - 1)

    def clause(self) -> str:
        """Say it in words."""
        indices = ", ".join(
            f"{name} ({weight:g}; {percent(self.growth[name])} a year)"
            for name, weight in self.weights.items()
        )
        if self.held:
            return f"The price is held for {self.years} years, whatever {indices}."
        return f"The price has risen for {self.years} years with {indices}."


Adjustment = Annotated[
    OutcomeShare
    | OutcomeTariff
    | StagedTariff
    | GuaranteedMinimum
    | GainAndPainShare
    | RiskCorridor
    | SharedSavings
    | QualityGate
    | IncentivePot
    | LumpSum
    | Cap
    | Floor
    | Indexation,
    by_kind(),
]
