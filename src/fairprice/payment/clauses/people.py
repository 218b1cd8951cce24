"""What a contract pays for each person in care, before any adjustment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import numpy as np

from fairprice.declare.fields import Number, Switch, required
from fairprice.errors import Problem
from fairprice.payment.clauses.clause import TEXTS, Base, Place, percent
from fairprice.payment.clauses.steps import AT_THE_END, EACH_PERIOD, EVENLY, Working, pays
from fairprice.payment.cohort.year import EPISODE_WEEKS


def _risk_adjusted() -> Any:
    return required.switch(
        "Risk adjusted", "Whether the amount follows each person's hours as first planned."
    )


def budgets(budget_hours: Any, hourly_rate: Any) -> Any:
    """Budgets (GBP).

    The hours first planned for each person while in care, at the rate of the fund.

    Notes
    -----
    ``budget_hours * hourly_rate``
    """
    return budget_hours * hourly_rate


def returned(budget_hours: Any, used_hours: Any, hourly_rate: Any, returned_share: Any) -> Any:
    """Budgets returned (GBP).

    The part of what a person does not use that goes back to the payer.

    Notes
    -----
    ``-returned_share * max(budget_hours - used_hours, 0) * hourly_rate``
    """
    return -returned_share * (np.maximum(budget_hours - used_hours, 0) * hourly_rate)


class IndividualServiceFund(Base):
    """A yearly budget for each person, used flexibly; unspent money is carried or returned."""

    steps = (pays(budgets, EVENLY), pays(returned, AT_THE_END, by_person=True))

    kind: Literal["individual service fund"] = "individual service fund"
    hourly_rate: Number = required.money(
        "Hourly rate", "GBP per hour", "At which budgets are worked out and used."
    )
    returned_share: Number = required.share(
        "Returned share",
        "share of unused budget",
        "Goes back to the payer at the end of the year; the rest is carried over.",
    )

    @property
    def is_take_or_pay(self) -> bool:
        """Whether it pays for hours whether or not they are used: if any of it is carried over."""
        return self.returned_share < 1

    def clause(self) -> str:
        """Say it in words."""
        return (
            f"Each person has a budget of the first planned hours at GBP {self.hourly_rate:.2f}; "
            f"{percent(self.returned_share)} of what is not used is returned, the rest is "
            "carried over."
        )


def by_the_head(
    person_weeks: Any, weighted_person_weeks: Any, weekly_amount: Any, risk_adjusted: Any
) -> Any:
    """Capitation (GBP).

    An amount for each week of a person in care; if risk adjusted, each person weighs as much as
    the hours first planned for that person.

    Notes
    -----
    ``if(risk_adjusted > 0, weighted_person_weeks, person_weeks) * weekly_amount``
    """
    return np.where(risk_adjusted > 0, weighted_person_weeks, person_weeks) * weekly_amount


class Capitation(Base):
    """An amount for each person and week in care."""

    steps = (pays(by_the_head, EVENLY),)

    kind: Literal["capitation"] = "capitation"
    weekly_amount: Number = required.money(
        "Weekly amount", "GBP per week", "For each person in care."
    )
    risk_adjusted: Switch = _risk_adjusted()

    @property
    def is_take_or_pay(self) -> bool:
        """Whether it pays for hours whether or not they are used."""
        return True

    def clause(self) -> str:
        """Say it in words."""
        adjusted = ", weighted by first planned hours" if self.risk_adjusted else ""
        return f"GBP {self.weekly_amount:.2f} for each person and week in care{adjusted}."


def price_of_an_episode(episode_price: Any, need_weight: Any, risk_adjusted: Any) -> Any:
    """Price of an episode (GBP).

    If risk adjusted, in proportion to the hours first planned for the person.

    Notes
    -----
    ``episode_price * if(risk_adjusted > 0, need_weight, 1)``
    """
    return episode_price * np.where(risk_adjusted > 0, need_weight, 1)


def episodes(
    episodes_begun: Any, episode_visits: Any, price_of_an_episode: Any, low_use_visits: Any,
    visit_price: Any,
) -> Any:  # fmt: skip
    """Episodes (GBP).

    The price of an episode; below the threshold of low use, the price of each visit. Nothing is
    paid without a visit.

    Notes
    -----
    ``episodes_begun
    * if(episode_visits >= low_use_visits, price_of_an_episode, episode_visits * visit_price)``
    """
    return episodes_begun * np.where(
        episode_visits >= low_use_visits, price_of_an_episode, episode_visits * visit_price
    )


class Episode(Base):
    """A price for four weeks of care; below a number of visits, each visit is paid."""

    steps = (
        Working(price_of_an_episode),
        pays(episodes, EACH_PERIOD, by_person=True),
    )

    kind: Literal["episode"] = "episode"
    episode_price: Number = required.money(
        "Episode price", "GBP per episode", "For four weeks of a person's care."
    )
    low_use_visits: Number = required.quantity(
        "Low use", "visits per episode", "With fewer visits, each visit is paid instead."
    )
    visit_price: Number = required.money(
        "Visit price", "GBP per visit", "For each visit of an episode of low use."
    )
    risk_adjusted: Switch = _risk_adjusted()

    def needs(self, place: Place) -> Iterator[Problem]:
        """Refuse places that are filled again."""
        if place.cohort.refill_weeks is not None:
            yield TEXTS("refilled, episodes", "kind")

    @property
    def is_take_or_pay(self) -> bool:
        """Whether it pays for hours whether or not they are used."""
        return True

    @property
    def period(self) -> int:
        """Length of an episode (weeks)."""
        return EPISODE_WEEKS

    def clause(self) -> str:
        """Say it in words."""
        adjusted = ", weighted by first planned hours" if self.risk_adjusted else ""
        return (
            f"GBP {self.episode_price:.2f} for four weeks of a person's care{adjusted}; with "
            f"fewer than {self.low_use_visits:g} visits, GBP {self.visit_price:.2f} a visit."
        )
