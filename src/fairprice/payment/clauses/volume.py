"""What a contract pays for hours or the year, before any adjustment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

import numpy as np

from fairprice.declare.fields import Number, Whole, entries, required
from fairprice.errors import Problem
from fairprice.payment.clauses.clause import (
    Base,
    NotNegative,
    Positive,
    not_ascending,
    percent,
    unequal,
)
from fairprice.payment.clauses.setting import shift_hours
from fairprice.payment.clauses.steps import (
    AS_IT_BUILDS_UP,
    AT_THE_END,
    EACH_WEEK,
    EVENLY,
    IN_INSTALMENTS,
    Working,
    pays,
    within,
)


def _annual_amount(meaning: str) -> Any:
    return required.money("Annual amount", "GBP per year", meaning)


def block_amount(annual_amount: Any) -> Any:
    """Block (GBP).

    The amount of the block, whatever is used.

    Notes
    -----
    ``annual_amount``
    """
    return annual_amount


def hours_beyond(contact_hours: Any, included_hours: Any, extra_hourly_rate: Any) -> Any:
    """Hours beyond the block (GBP).

    Contact hours above those included, at the rate beyond.

    Notes
    -----
    ``max(contact_hours - included_hours, 0) * extra_hourly_rate``
    """
    return np.maximum(contact_hours - included_hours, 0) * extra_hourly_rate


class Block(Base):
    """A yearly amount in equal instalments for a stated number of hours, and a rate beyond."""

    steps = (pays(block_amount, IN_INSTALMENTS), pays(hours_beyond, AT_THE_END))

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

    @property
    def is_take_or_pay(self) -> bool:
        """Whether it pays for hours whether or not they are used."""
        return True

    def clause(self) -> str:
        """Say it in words."""
        return (
            f"GBP {self.annual_amount:,.2f} a year in {self.instalments} equal instalments for up "
            f"to {self.included_hours:,.0f} contact hours; GBP {self.extra_hourly_rate:.2f} for "
            "each hour beyond."
        )


def shifts(shift_hours: Any, hourly_rate: Any) -> Any:
    """Shifts (GBP).

    The hours of shift, at the rate of a shift.

    Notes
    -----
    ``shift_hours * hourly_rate``
    """
    return shift_hours * hourly_rate


def paid_hours(planned_hours: Any) -> Any:
    """Hours paid for (hours).

    Contact hours as planned: their shifts are paid, whether or not they are used.

    Notes
    -----
    ``planned_hours``
    """
    return planned_hours


class Shift(Base):
    """Shifts are paid from start to end, whatever part of them is contact."""

    steps = (Working(shift_hours), pays(shifts, EACH_WEEK), Working(paid_hours))

    kind: Literal["shift"] = "shift"
    hourly_rate: Number = required.money(
        "Hourly rate", "GBP per hour", "Paid for each hour of a shift."
    )
    contact_share: Number = required.share(
        "Contact share", "share of shift hours", "Planned contact in a shift.", above=0
    )

    @property
    def contact_in_a_shift(self) -> float:
        """Planned contact in a shift, whose other hours the provider pays too."""
        return self.contact_share

    def clause(self) -> str:
        """Say it in words."""
        return (
            f"GBP {self.hourly_rate:.2f} for each hour of shift; {percent(self.contact_share)} of "
            "a shift is planned contact."
        )


def cost_and_fee(care_cost: Any, fee_share: Any) -> Any:
    """Cost and fee on it (GBP).

    The provider's open-book cost as it arises, with a share on top.

    Notes
    -----
    ``care_cost * (1 + fee_share)``
    """
    return care_cost * (1 + fee_share)


def fee_of_the_year(annual_fee: Any) -> Any:
    """Fee of the year (GBP).

    A fee on top, whatever care costs.

    Notes
    -----
    ``annual_fee``
    """
    return annual_fee


class CostPlus(Base):
    """The provider's open-book cost and a fee."""

    steps = (pays(cost_and_fee, EACH_WEEK), pays(fee_of_the_year, EVENLY))

    kind: Literal["cost plus"] = "cost plus"
    fee_share: Number = required.share(
        "Fee on cost", "share of cost", "On top of the provider's cost.", upper=None
    )
    annual_fee: Number = required.money("Annual fee", "GBP per year", "On top, whatever it costs.")

    def clause(self) -> str:
        """Say it in words."""
        return (
            f"The provider's allowable cost, with {percent(self.fee_share)} on top and "
            f"GBP {self.annual_fee:,.2f} a year."
        )


def fixed_price(annual_amount: Any) -> Any:
    """Fixed price (GBP).

    One amount, whatever is delivered.

    Notes
    -----
    ``annual_amount``
    """
    return annual_amount


class FixedPrice(Base):
    """One amount for the year, whatever is delivered."""

    steps = (pays(fixed_price, EVENLY),)

    kind: Literal["fixed price"] = "fixed price"
    annual_amount: Number = _annual_amount("Paid whatever is delivered.")

    @property
    def is_take_or_pay(self) -> bool:
        """Whether it pays for hours whether or not they are used."""
        return True

    def clause(self) -> str:
        """Say it in words."""
        return f"GBP {self.annual_amount:,.2f} for the year."


def hours_of_a_tier(
    contact_hours: Any, previous_up_to_hours: Any, up_to_hours: Any, hourly_rates: Any
) -> Any:
    """Hours of a tier (GBP).

    The contact hours that fall in the tier, at its rate; the last tier has no end.

    Notes
    -----
    ``max(min(contact_hours, up_to_hours) - previous_up_to_hours, 0) * hourly_rates``
    """
    return within(contact_hours, previous_up_to_hours, up_to_hours) * hourly_rates


class VolumeBased(Base):
    """An hourly rate that depends on the year's hours, tier by tier."""

    steps = (pays(hours_of_a_tier, AS_IT_BUILDS_UP, over="hourly_rates"),)

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

    def clause(self) -> str:
        """Say it in words."""
        tiers = [
            f"GBP {rate:.2f} up to {hours:,.0f} hours"
            for rate, hours in zip(self.hourly_rates, self.up_to_hours, strict=False)
        ]
        return ", ".join([*tiers, f"GBP {self.hourly_rates[-1]:.2f} beyond"]) + "."


def without_results() -> float:
    """Payment without results (GBP).

    There is none.

    Notes
    -----
    ``0``
    """
    return 0.0


class ByResults(Base):
    """Nothing but what the clauses on outcomes pay."""

    steps = (pays(without_results, EVENLY),)

    kind: Literal["by results"] = "by results"

    def clause(self) -> str:
        """Say it in words."""
        return "Nothing is paid but for results."
