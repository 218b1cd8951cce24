"""What a contract pays before any adjustment; each kind a pure function of the year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

import numpy as np

from fairprice.declare.fields import Number, Switch, Whole, by_kind, entries, optional, required
from fairprice.errors import Problem
from fairprice.payment.billing import Billing
from fairprice.payment.cohort import Year
from fairprice.payment.cohort.year import EPISODE_WEEKS
from fairprice.payment.contract.clause import (
    Clause,
    NotNegative,
    Positive,
    not_ascending,
    unequal,
)
from fairprice.payment.contract.setting import Setting, at_the_end, evenly
from fairprice.payment.contract.visits import expected_price
from fairprice.payment.contract.words import percent
from fairprice.types import Floats


def _annual_amount(meaning: str) -> Any:
    return required.money("Annual amount", "GBP per year", meaning)


def _hourly_rate(meaning: str) -> Any:
    return required.money("Hourly rate", "GBP per hour", meaning)


def _risk_adjusted() -> Any:
    return required.switch(
        "Risk adjusted", "Whether the amount follows each person's hours as first planned."
    )


class TimeAndTask(Clause):
    """Each visit is billed: spot, framework or dynamic purchasing."""

    kind: Literal["time and task"] = "time and task"
    billing: Billing = required.clause("Billing", "How visits become bills.")
    average_multiplier: Number = optional.quantity(
        "Average multiplier",
        "ratio",
        "What multipliers by hour and day come to over the year's visits.",
        above=0,
        default=1.0,
    )
    cancelled_visit_share: Number | None = optional.share(
        "Cancelled visits",
        "share of planned price",
        "Paid for a visit cancelled at short notice; zero for nothing.",
    )
    hospital_retainer_share: Number | None = optional.share(
        "Hospital retainer",
        "share of planned price",
        "Paid while a person is in hospital; zero for nothing.",
    )
    hospital_retainer_weeks: Whole | None = optional.count(
        "Weeks of retainer", "weeks", "Weeks of a stay that are paid for.", lower=1, upper=26
    )

    def pay(self, year: Year, setting: Setting) -> Floats:
        """Pay for visits as billed; shape (D, W), GBP."""
        price = expected_price(self.billing, year) * self.average_multiplier
        due = np.einsum("dwl,dl->dw", year.delivered_visits, price)
        planned = self.billing.tariff_price(year.minutes) * self.average_multiplier
        if self.cancelled_visit_share:
            due = due + self.cancelled_visit_share * (year.cancelled_visits @ planned)
        if self.hospital_retainer_share and self.hospital_retainer_weeks:
            retained = year.retained_visits[self.hospital_retainer_weeks]
            due = due + self.hospital_retainer_share * (retained @ planned)
        return np.asarray(due)

    def clause(self) -> str:
        """Say it in words."""
        rules = self.billing.model_dump(exclude_none=True)
        text = "Each visit is billed: " + "; ".join(
            f"{name.replace('_', ' ')} {_in_words(rule)}" for name, rule in rules.items()
        )
        if self.average_multiplier != 1:
            text += f"; hours and days multiply the price by {self.average_multiplier:g} on average"
        if self.cancelled_visit_share is not None:
            text += f"; a cancelled visit is paid at {percent(self.cancelled_visit_share)}"
        if self.hospital_retainer_share is not None:
            text += (
                f"; {percent(self.hospital_retainer_share)} is paid for the first "
                f"{self.hospital_retainer_weeks} weeks in hospital"
            )
        return text + "."


def _in_words(rule: Any) -> str:
    """Write a billing clause with all its terms."""
    if isinstance(rule, dict):
        terms = {k: v for k, v in rule.items() if k != "kind"}
        listed = ", ".join(f"{k.replace('_', ' ')} {_in_words(v)}" for k, v in terms.items())
        return " ".join(
            part for part in (rule.get("kind", ""), f"({listed})" * bool(terms)) if part
        )
    if isinstance(rule, list | tuple):
        return " / ".join(map(_in_words, rule))
    return f"{rule:g}" if isinstance(rule, float) else str(rule)


class Block(Clause):
    """A yearly amount in equal instalments for a stated number of hours, and a rate beyond."""

    kind: Literal["block"] = "block"
    annual_amount: Number = _annual_amount("Paid whatever is used, up to the included hours.")
    included_hours: Number = required.quantity(
        "Included hours", "contact hours per year", "What the amount is for."
    )
    extra_hourly_rate: Number = required.money(
        "Rate beyond", "GBP per hour", "Paid for each contact hour beyond those included."
    )
    instalments: Whole = required.count(
        "Instalments", "a year", "Equal parts in which the amount is paid.", lower=1, upper=52
    )

    def pay(self, year: Year, setting: Setting) -> Floats:
        """Pay instalments in advance and the hours beyond at the end; shape (D, W), GBP."""
        weekly = np.zeros((year.draws, year.weeks))
        first_weeks = np.arange(self.instalments) * year.weeks // self.instalments
        paid = np.bincount(first_weeks, minlength=year.weeks) * self.annual_amount
        weekly += paid / self.instalments
        hours = year.weekly_hours().sum(axis=1)
        beyond = np.maximum(hours - self.included_hours, 0) * self.extra_hourly_rate
        return weekly + at_the_end(year, beyond)

    def clause(self) -> str:
        """Say it in words."""
        return (
            f"GBP {self.annual_amount:,.2f} a year in {self.instalments} equal instalments for up "
            f"to {self.included_hours:,.0f} contact hours; GBP {self.extra_hourly_rate:.2f} for "
            "each hour beyond."
        )


class Shift(Clause):
    """Shifts are paid from start to end, whatever part of them is contact."""

    kind: Literal["shift"] = "shift"
    hourly_rate: Number = _hourly_rate("Paid for each hour of a shift.")
    contact_share: Number = required.share(
        "Contact share", "share of shift hours", "Planned contact in a shift.", above=0
    )

    def pay(self, year: Year, setting: Setting) -> Floats:
        """Pay for the shift hours that planned contact hours need; shape (D, W), GBP."""
        return year.weekly_planned_hours() / self.contact_share * self.hourly_rate

    def clause(self) -> str:
        """Say it in words."""
        return (
            f"GBP {self.hourly_rate:.2f} for each hour of shift; {percent(self.contact_share)} of "
            "a shift is planned contact."
        )


class IndividualServiceFund(Clause):
    """A yearly budget for each person, used flexibly; unspent money is carried or returned."""

    kind: Literal["individual service fund"] = "individual service fund"
    hourly_rate: Number = _hourly_rate("At which budgets are worked out and used.")
    returned_share: Number = required.share(
        "Returned share",
        "share of unused budget",
        "Goes back to the payer at the end of the year; the rest is carried over.",
    )

    def pay(self, year: Year, setting: Setting) -> Floats:
        """Pay budgets as care goes on, less what is returned at the end; shape (D, W), GBP."""
        budget = year.baseline_hours * year.weeks_in_care * self.hourly_rate
        used = year.delivered_hours * self.hourly_rate
        returned = self.returned_share * np.maximum(budget - used, 0).sum(axis=1)
        return evenly(year, budget.sum(axis=1)) - at_the_end(year, returned)

    def clause(self) -> str:
        """Say it in words."""
        return (
            f"Each person has a budget of the first planned hours at GBP {self.hourly_rate:.2f}; "
            f"{percent(self.returned_share)} of what is not used is returned, the rest is "
            "carried over."
        )


class Capitation(Clause):
    """An amount for each person and week in care."""

    kind: Literal["capitation"] = "capitation"
    weekly_amount: Number = required.money(
        "Weekly amount", "GBP per week", "For each person in care."
    )
    risk_adjusted: Switch = _risk_adjusted()

    def pay(self, year: Year, setting: Setting) -> Floats:
        """Pay by the head, weighted by first planned hours if risk adjusted; shape (D, W)."""
        weeks = year.weeks_in_care
        if self.risk_adjusted:
            weeks = weeks * year.baseline_hours / setting.mean_baseline_hours
        return evenly(year, weeks.sum(axis=1) * self.weekly_amount)

    def clause(self) -> str:
        """Say it in words."""
        adjusted = ", weighted by first planned hours" if self.risk_adjusted else ""
        return f"GBP {self.weekly_amount:.2f} for each person and week in care{adjusted}."


class Episode(Clause):
    """A price for four weeks of care; below a number of visits, each visit is paid."""

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

    def pay(self, year: Year, setting: Setting) -> Floats:
        """Pay each person's episodes at their end; shape (D, W), GBP."""
        visits = year.episode_visits
        price = np.full(visits.shape[:2], self.episode_price)
        if self.risk_adjusted:
            price = price * year.baseline_hours / setting.mean_baseline_hours
        bundled = np.where(
            visits >= self.low_use_visits, price[:, :, np.newaxis], visits * self.visit_price
        )
        by_episode = np.where(visits > 0, bundled, 0.0).sum(axis=1)
        weekly = np.zeros((year.draws, year.weeks))
        ends = np.minimum((np.arange(visits.shape[2]) + 1) * EPISODE_WEEKS, year.weeks) - 1
        weekly[:, ends] = by_episode
        return weekly

    def clause(self) -> str:
        """Say it in words."""
        adjusted = ", weighted by first planned hours" if self.risk_adjusted else ""
        return (
            f"GBP {self.episode_price:.2f} for four weeks of a person's care{adjusted}; with "
            f"fewer than {self.low_use_visits:g} visits, GBP {self.visit_price:.2f} a visit."
        )


class CostPlus(Clause):
    """The provider's open-book cost and a fee."""

    kind: Literal["cost plus"] = "cost plus"
    fee_share: Number = required.share(
        "Fee on cost", "share of cost", "On top of the provider's cost.", upper=None
    )
    annual_fee: Number = required.money("Annual fee", "GBP per year", "On top, whatever it costs.")

    def pay(self, year: Year, setting: Setting) -> Floats:
        """Pay cost as it arises, and the fee; shape (D, W), GBP."""
        return setting.provider_cost(year) * (1 + self.fee_share) + evenly(year, self.annual_fee)

    def clause(self) -> str:
        """Say it in words."""
        return (
            f"The provider's allowable cost, with {percent(self.fee_share)} on top and "
            f"GBP {self.annual_fee:,.2f} a year."
        )


class FixedPrice(Clause):
    """One amount for the year, whatever is delivered."""

    kind: Literal["fixed price"] = "fixed price"
    annual_amount: Number = _annual_amount("Paid whatever is delivered.")

    def pay(self, year: Year, setting: Setting) -> Floats:
        """Pay the amount in weekly parts; shape (D, W), GBP."""
        return evenly(year, self.annual_amount)

    def clause(self) -> str:
        """Say it in words."""
        return f"GBP {self.annual_amount:,.2f} for the year."


class VolumeBased(Clause):
    """An hourly rate that depends on the year's hours, tier by tier."""

    kind: Literal["volume based"] = "volume based"
    up_to_hours: tuple[Positive, ...] = required.several(
        "quantity",
        "Ends of the tiers",
        "contact hours per year",
        "Where each tier but the last ends, rising.",
    )
    hourly_rates: Annotated[tuple[NotNegative, ...], entries(1, None)] = required.several(
        "money",
        "Hourly rates",
        "GBP per hour",
        "Of each tier, one more than there are ends: that of the last tier, which has none.",
    )

    def _faults(self) -> Iterator[Problem]:
        """List what is wrong between its terms."""
        why = "Each tier has a rate, and the last has no end: one rate more than there are ends."
        yield from unequal(self, "up_to_hours", "hourly_rates", why=why, more=1)
        yield from not_ascending(
            "up_to_hours", self.up_to_hours, "Each tier begins where the one before ends."
        )

    def pay(self, year: Year, setting: Setting) -> Floats:
        """Pay each hour at the rate of the tier it falls in; shape (D, W), GBP."""
        total = np.cumsum(year.weekly_hours(), axis=1)
        edges = np.array([0.0, *self.up_to_hours, np.inf])
        paid = sum(
            rate * (np.clip(total, low, high) - low)
            for rate, low, high in zip(self.hourly_rates, edges, edges[1:], strict=False)
        )
        return np.diff(np.asarray(paid), axis=1, prepend=0.0)

    def clause(self) -> str:
        """Say it in words."""
        tiers = [
            f"GBP {rate:.2f} up to {hours:,.0f} hours"
            for rate, hours in zip(self.hourly_rates, self.up_to_hours, strict=False)
        ]
        return ", ".join([*tiers, f"GBP {self.hourly_rates[-1]:.2f} beyond"]) + "."


class ByResults(Clause):
    """Nothing but what the clauses on outcomes pay."""

    kind: Literal["by results"] = "by results"

    def pay(self, year: Year, setting: Setting) -> Floats:
        """Pay nothing; shape (D, W)."""
        return np.zeros((year.draws, year.weeks))

    def clause(self) -> str:
        """Say it in words."""
        return "Nothing is paid but for results."


Base = Annotated[
    TimeAndTask
    | Block
    | Shift
    | IndividualServiceFund
    | Capitation
    | Episode
    | CostPlus
    | FixedPrice
    | VolumeBased
    | ByResults,
    by_kind(),
]
