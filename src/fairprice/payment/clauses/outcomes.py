"""Clauses that pay by what people reach, as measured."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

import numpy as np

from fairprice import money
from fairprice.declare.fields import Number, Text, Whole, entries, required
from fairprice.payment.clauses.clause import Adjustment, NotNegative, Positive, kinds_of, percent
from fairprice.payment.clauses.rewards import RewardRule
from fairprice.payment.clauses.steps import (
    AT_THE_END,
    EACH_WEEK,
    IN_ITS_WEEK,
    WHEN_MEASURED,
    WHILE_IT_LASTS,
    Working,
    pays,
)

Weights = Annotated[dict[Text, Positive], entries(1, None)]
Prices = Annotated[dict[Text, NotNegative], entries(1, None)]
if TYPE_CHECKING:
    Reward = RewardRule
else:
    Reward = kinds_of("reward")


def _weighted_outcomes() -> Any:
    return required.several(
        "quantity", "Outcomes", "weight", "What is measured, and how much each outcome weighs."
    )


def _reward(of: str) -> Any:
    return required.clause("Reward", f"How the result becomes the share of {of} that is paid.")


def _lag_weeks() -> Any:
    return required.quantity(
        "Lag", "weeks", "From an outcome to its payment, by the whole week in which it falls due."
    )


def _outcome(meaning: str) -> Any:
    return required.text("Outcome", meaning)


def _listed(names: Mapping[str, float]) -> str:
    return ", ".join(f"{name} ({weight:g})" for name, weight in names.items())


def _later(weeks: float) -> str:
    return f", {weeks:g} weeks after it is measured" if weeks else ""


def withheld(paid: Any, share_at_risk: Any) -> Any:
    """Withheld (GBP).

    The share at risk of what is paid, as it is earned.

    Notes
    -----
    ``-share_at_risk * paid``
    """
    return -share_at_risk * paid


def earned_by_person(withheld: Any, reward_by_hours: Any) -> Any:
    """Earned by each person's results (GBP).

    Of what is withheld each person stands for a part, in proportion to planned hours; the share
    of it that the person's results earn.

    Notes
    -----
    ``-withheld * reward_by_hours``
    """
    return -withheld * reward_by_hours


def earned_by_all(withheld: Any, reward: Any) -> Any:
    """Earned by the results of all (GBP).

    The share of what is withheld that the rate among all people earns.

    Notes
    -----
    ``-withheld * reward``
    """
    return -withheld * reward


class OutcomeShare(Adjustment):
    """A share of the price is withheld and paid by results."""

    steps = (
        pays(withheld, EACH_WEEK),
        pays(earned_by_person, WHEN_MEASURED, only=("level", "person"), by_person=True),
        pays(earned_by_all, AT_THE_END, only=("level", "cohort")),
    )

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

    @property
    def measured(self) -> Mapping[str, float]:
        """The outcomes it looks at, and what each weighs."""
        return self.outcomes

    @property
    def lag(self) -> float:
        """Weeks from a result to its payment."""
        return self.lag_weeks

    @property
    def is_of_totals(self) -> bool:
        """Whether the expected payment follows from how many people reach each outcome."""
        return self.level == "cohort" or len(self.outcomes) == 1 or self.reward.is_linear

    def clause(self) -> str:
        """Say it in words."""
        of = "each person's results" if self.level == "person" else "the results of all people"
        return (
            f"{percent(1 - self.share_at_risk)} is paid as earned; "
            f"{percent(self.share_at_risk)} depends on {of} in {_listed(self.outcomes)}: "
            f"{self.reward.clause()}{_later(self.lag_weeks)}."
        )


def price_of_outcomes(people_measured: Any, outcomes: Any) -> Any:
    """Price of an outcome (GBP).

    For each person measured as having reached it.

    Notes
    -----
    ``people_measured * outcomes``
    """
    return people_measured * outcomes


class OutcomeTariff(Adjustment):
    """A price for each outcome measured as reached."""

    steps = (pays(price_of_outcomes, WHEN_MEASURED, over="outcomes", by_person=True),)

    kind: Literal["outcome tariff"] = "outcome tariff"
    outcomes: Prices = required.several(
        "money", "Outcomes", "GBP", "The price of each outcome, for each person who reaches it."
    )
    lag_weeks: Number = _lag_weeks()

    @property
    def outcomes_named(self) -> tuple[str, ...]:
        """The outcomes that have a price."""
        return tuple(self.outcomes)

    @property
    def lag(self) -> float:
        """Weeks from an outcome to its payment."""
        return self.lag_weeks

    def clause(self) -> str:
        """Say it in words."""
        listed = ", ".join(f"GBP {price:,.2f} for {n}" for n, price in self.outcomes.items())
        return f"For each person: {listed}{_later(self.lag_weeks)}."


def fees_at_the_start(people_served: Any, start_fee: Any) -> Any:
    """Fees at the start (GBP).

    For each person taken on.

    Notes
    -----
    ``people_served * start_fee``
    """
    return people_served * start_fee


def fees_for_the_outcome(people_measured: Any, outcome_fee: Any) -> Any:
    """Fees for the outcome (GBP).

    For each person measured as having reached it.

    Notes
    -----
    ``people_measured * outcome_fee``
    """
    return people_measured * outcome_fee


def times_sustained(
    weeks: Any, outcome_week: Any, sustainment_weeks: Any, most_sustainment_fees: Any
) -> Any:
    """Times sustained (fees).

    Whole periods from the week of the outcome that begin another week of the year.

    Notes
    -----
    ``min(max(round_up((weeks - outcome_week) / sustainment_weeks, 0) - 1, 0),
    most_sustainment_fees)``
    """
    begun = money.round_up_whole((weeks - outcome_week) / sustainment_weeks)
    return np.minimum(np.maximum(begun - 1, 0), most_sustainment_fees)


def fee_is_due(fee: Any, times_sustained: Any, still_held: Any) -> Any:
    """Return whether, or how likely, a fee while it lasts is due, by its number from one.

    Parameters
    ----------
    fee
        Its number.
    times_sustained
        Fees that the year and the contract allow.
    still_held
        Whether, or how likely, the outcome is still held then.
    """
    return (fee <= times_sustained) * still_held


def fees_while_it_lasts(people_measured: Any, times_held: Any, sustainment_fee: Any) -> Any:
    """Fees while it lasts (GBP).

    For each person measured as having reached it, as often as it is still held.

    Notes
    -----
    ``people_measured * times_held * sustainment_fee``
    """
    return people_measured * times_held * sustainment_fee


class StagedTariff(Adjustment):
    """A fee at the start, one for the outcome, and one for each period it is sustained."""

    steps = (
        pays(fees_at_the_start, IN_ITS_WEEK),
        pays(fees_for_the_outcome, WHEN_MEASURED, by_person=True),
        Working(times_sustained),
        pays(fees_while_it_lasts, WHILE_IT_LASTS, by_person=True),
    )

    kind: Literal["staged tariff"] = "staged tariff"
    outcome: Text = _outcome("The outcome that is paid for.")
    start_fee: Number = required.money("Start fee", "GBP per person", "At the start of care.")
    outcome_fee: Number = required.money("Outcome fee", "GBP per person", "For the outcome.")
    sustainment_fee: Number = required.money(
        "Sustainment fee", "GBP per period", "For each period through which the outcome is held."
    )
    sustainment_weeks: Whole = required.count(
        "Sustainment period", "weeks", "Length of such a period.", lower=1, upper=52
    )
    most_sustainment_fees: Whole = required.count(
        "Most sustainment fees", "fees per person", "No more are paid.", upper=52
    )

    @property
    def measured(self) -> Mapping[str, float]:
        """The one outcome."""
        return {self.outcome: 1.0}

    @property
    def period(self) -> int:
        """Weeks from one sustainment fee to the next."""
        return self.sustainment_weeks

    @property
    def week(self) -> int:
        """The week of the fee at the start."""
        return 0

    def clause(self) -> str:
        """Say it in words."""
        return (
            f"GBP {self.start_fee:,.2f} at the start, GBP {self.outcome_fee:,.2f} for "
            f"{self.outcome}, and GBP {self.sustainment_fee:,.2f} for every "
            f"{self.sustainment_weeks} weeks afterwards through which it is held, at most "
            f"{self.most_sustainment_fees} times."
        )


def lost(paid: Any, measured_rate: Any, minimum_rate: Any, share_lost: Any) -> Any:
    """Lost below the minimum rate (GBP).

    A share of all that was paid so far, when the rate among all people stays below the minimum.

    Notes
    -----
    ``if(measured_rate < minimum_rate, -share_lost * paid, 0)``
    """
    return np.where(measured_rate < minimum_rate, -share_lost * paid, 0)


class QualityGate(Adjustment):
    """A share of everything is lost when a measured rate stays below a minimum."""

    steps = (pays(lost, AT_THE_END),)

    kind: Literal["quality gate"] = "quality gate"
    outcome: Text = _outcome("The outcome that is measured.")
    minimum_rate: Number = required.share(
        "Minimum rate", "measured rate", "Below it, the share is lost."
    )
    share_lost: Number = required.share(
        "Share lost", "share of the year's payment", "What is lost of all that was paid so far."
    )

    @property
    def measured(self) -> Mapping[str, float]:
        """The one outcome."""
        return {self.outcome: 1.0}

    def clause(self) -> str:
        """Say it in words."""
        return (
            f"Below a rate of {percent(self.minimum_rate)} in {self.outcome}, "
            f"{percent(self.share_lost)} of the year's payment is lost."
        )


def paid_of_the_pot(annual_amount: Any, reward: Any) -> Any:
    """Paid of the pot (GBP).

    The share of the pot that the rate among all people earns.

    Notes
    -----
    ``annual_amount * reward``
    """
    return annual_amount * reward


class IncentivePot(Adjustment):
    """A pot on top, paid out by a key performance indicator."""

    steps = (pays(paid_of_the_pot, AT_THE_END),)

    kind: Literal["incentive pot"] = "incentive pot"
    annual_amount: Number = required.money("Annual amount", "GBP per year", "The whole pot.")
    outcomes: Weights = _weighted_outcomes()
    reward: Reward = _reward("the pot")

    @property
    def measured(self) -> Mapping[str, float]:
        """The outcomes it looks at, and what each weighs."""
        return self.outcomes

    def clause(self) -> str:
        """Say it in words."""
        return (
            f"A pot of GBP {self.annual_amount:,.2f} for {_listed(self.outcomes)}: "
            f"{self.reward.clause()}."
        )
