"""What a contract pays before any adjustment; each kind a pure function of the year."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field, model_validator

from fairprice.assumptions.fields import Number, Section
from fairprice.payment.billing import Billing
from fairprice.payment.cohort import Year
from fairprice.payment.cohort.year import EPISODE_WEEKS, Floats
from fairprice.payment.contract.setting import Setting, at_the_end, evenly
from fairprice.payment.contract.visits import expected_price
from fairprice.payment.contract.words import percent

Money = Annotated[Number, Field(ge=0)]
Share = Annotated[Number, Field(ge=0, le=1)]


class TimeAndTask(Section):
    """Each visit is billed: spot, framework or dynamic purchasing."""

    kind: Literal["time and task"] = "time and task"
    billing: Billing
    average_multiplier: Annotated[Number, Field(gt=0)] = 1.0
    cancelled_visit_share: Share | None = None
    hospital_retainer_share: Share | None = None
    hospital_retainer_weeks: Annotated[int, Field(ge=1, le=26)] | None = None

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


class Block(Section):
    """A yearly amount in equal instalments for a stated number of hours, and a rate beyond."""

    kind: Literal["block"] = "block"
    annual_amount: Money
    included_hours: Money
    extra_hourly_rate: Money
    instalments: Annotated[int, Field(ge=1, le=52)]

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


class Shift(Section):
    """Shifts are paid from start to end, whatever part of them is contact."""

    kind: Literal["shift"] = "shift"
    hourly_rate: Money
    contact_share: Annotated[Number, Field(gt=0, le=1)]

    def pay(self, year: Year, setting: Setting) -> Floats:
        """Pay for the shift hours that planned contact hours need; shape (D, W), GBP."""
        return year.weekly_planned_hours() / self.contact_share * self.hourly_rate

    def clause(self) -> str:
        """Say it in words."""
        return (
            f"GBP {self.hourly_rate:.2f} for each hour of shift; {percent(self.contact_share)} of "
            "a shift is planned contact."
        )


class IndividualServiceFund(Section):
    """A yearly budget for each person, used flexibly; unspent money is carried or returned."""

    kind: Literal["individual service fund"] = "individual service fund"
    hourly_rate: Money
    returned_share: Share

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


class Capitation(Section):
    """An amount for each person and week in care."""

    kind: Literal["capitation"] = "capitation"
    weekly_amount: Money
    risk_adjusted: bool

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


class Episode(Section):
    """A price for four weeks of care; below a number of visits, each visit is paid."""

    kind: Literal["episode"] = "episode"
    episode_price: Money
    low_use_visits: Money
    visit_price: Money
    risk_adjusted: bool

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


class CostPlus(Section):
    """The provider's open-book cost and a fee."""

    kind: Literal["cost plus"] = "cost plus"
    fee_share: Money
    annual_fee: Money

    def pay(self, year: Year, setting: Setting) -> Floats:
        """Pay cost as it arises, and the fee; shape (D, W), GBP."""
        return setting.provider_cost(year) * (1 + self.fee_share) + evenly(year, self.annual_fee)

    def clause(self) -> str:
        """Say it in words."""
        return (
            f"The provider's allowable cost, with {percent(self.fee_share)} on top and "
            f"GBP {self.annual_fee:,.2f} a year."
        )


class FixedPrice(Section):
    """One amount for the year, whatever is delivered."""

    kind: Literal["fixed price"] = "fixed price"
    annual_amount: Money

    def pay(self, year: Year, setting: Setting) -> Floats:
        """Pay the amount in weekly parts; shape (D, W), GBP."""
        return evenly(year, self.annual_amount)

    def clause(self) -> str:
        """Say it in words."""
        return f"GBP {self.annual_amount:,.2f} for the year."


class VolumeBased(Section):
    """An hourly rate that depends on the year's hours, tier by tier."""

    kind: Literal["volume based"] = "volume based"
    up_to_hours: tuple[Annotated[Number, Field(gt=0)], ...]
    hourly_rates: tuple[Money, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _one_rate_more(self) -> VolumeBased:
        if len(self.hourly_rates) != len(self.up_to_hours) + 1:
            raise ValueError("hourly_rates needs one entry more than up_to_hours: the last tier")
        if list(self.up_to_hours) != sorted(set(self.up_to_hours)):
            raise ValueError("up_to_hours must ascend")
        return self

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


class ByResults(Section):
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
    Field(discriminator="kind"),
]
