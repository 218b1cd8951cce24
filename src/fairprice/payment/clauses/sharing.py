"""Clauses that share what cost or spend departs from a target."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

import numpy as np

from fairprice.declare.fields import Number, Share, Text, bounds, entries, optional, required
from fairprice.errors import Problem
from fairprice.payment.clauses.clause import (
    TEXTS,
    Adjustment,
    NotNegative,
    Place,
    not_ascending,
    percent,
    unequal,
)
from fairprice.payment.clauses.steps import AT_THE_END, Working, pays, within

_WHY_ASCEND = "Each part begins where the one before ends, as shares of the target."
Begins = Annotated[tuple[NotNegative, ...], entries(1, None)]
Shares = Annotated[tuple[Share, ...], entries(1, None)]
Caseloads = Annotated[tuple[Annotated[Number, bounds(lower=1)], ...], entries(1, None)]


def _target_cost() -> Any:
    return required.money(
        "Target cost", "GBP per year", "The cost agreed before the year.", above=0
    )


def saving(care_cost: Any, target_cost: Any) -> Any:
    """Cost below the target (share of target).

    How far the provider's cost of care stays below the target.

    Notes
    -----
    ``max(1 - care_cost / target_cost, 0)``
    """
    return np.maximum(1 - care_cost / target_cost, 0)


def excess(care_cost: Any, target_cost: Any) -> Any:
    """Cost above the target (share of target).

    How far the provider's cost of care goes above the target.

    Notes
    -----
    ``max(care_cost / target_cost - 1, 0)``
    """
    return np.maximum(care_cost / target_cost - 1, 0)


def gain_kept(
    saving: Any, range_begins: Any, next_range_begins: Any, provider_gain_shares: Any,
    target_cost: Any,
) -> Any:  # fmt: skip
    """Gain kept in a range (GBP).

    The part of the saving that lies in the range, by the provider's share of it.

    Notes
    -----
    ``max(min(saving, next_range_begins) - range_begins, 0) * provider_gain_shares * target_cost``
    """
    return within(saving, range_begins, next_range_begins) * provider_gain_shares * target_cost


def pain_borne(
    excess: Any, range_begins: Any, next_range_begins: Any, provider_pain_shares: Any,
    target_cost: Any,
) -> Any:  # fmt: skip
    """Pain borne in a range (GBP).

    The part of the excess that lies in the range, by the provider's share of it.

    Notes
    -----
    ``-(max(min(excess, next_range_begins) - range_begins, 0) * provider_pain_shares
    * target_cost)``
    """
    return -(within(excess, range_begins, next_range_begins) * provider_pain_shares * target_cost)


def above_the_maximum(
    paid: Any, gain_kept: Any, pain_borne: Any, guaranteed_maximum_price: Any
) -> Any:
    """Above the guaranteed maximum (GBP).

    What is paid with gain and pain and is more than the guaranteed maximum is not paid.

    Notes
    -----
    ``-max(paid + gain_kept + pain_borne - guaranteed_maximum_price, 0)``
    """
    return -np.maximum(paid + gain_kept + pain_borne - guaranteed_maximum_price, 0)


class GainAndPainShare(Adjustment):
    """Cost below a target is shared as gain, cost above as pain, range by range.

    What is paid so far is taken to pay the cost, as a cost-plus base does.
    """

    steps = (
        Working(saving),
        Working(excess),
        pays(gain_kept, AT_THE_END, over="range_begins"),
        pays(pain_borne, AT_THE_END, over="range_begins"),
        pays(above_the_maximum, AT_THE_END),
    )

    kind: Literal["gain and pain share"] = "gain and pain share"
    target_cost: Number = _target_cost()
    range_begins: Begins = required.several(
        "share",
        "Beginnings of the ranges",
        "share of the target",
        "Distance from the target at which each range begins, rising from 0.",
    )
    provider_gain_shares: Shares = required.several(
        "share",
        "Gain shares",
        "share of the gain",
        "What the provider keeps of cost below the target, range by range.",
    )
    provider_pain_shares: Shares = required.several(
        "share",
        "Pain shares",
        "share of the pain",
        "What the provider bears of cost above the target, range by range.",
    )
    guaranteed_maximum_price: Number | None = optional.money(
        "Guaranteed maximum price",
        "GBP per year",
        "The most that is paid; left out, there is none.",
    )

    def _faults(self) -> Iterator[Problem]:
        """List what is wrong between its terms."""
        shares = ("provider_gain_shares", "provider_pain_shares")
        why = "Each range needs a beginning, a gain share and a pain share."
        yield from unequal(self, "range_begins", *shares, why=why)
        yield from not_ascending("range_begins", self.range_begins, _WHY_ASCEND)
        if self.range_begins[0] != 0:
            yield TEXTS("invalid, start", "range_begins", first=self.range_begins[0])

    def clause(self) -> str:
        """Say it in words."""
        begins = ", ".join(f"{percent(begin)}" for begin in self.range_begins)
        gain = ", ".join(f"{percent(share)}" for share in self.provider_gain_shares)
        pain = ", ".join(f"{percent(share)}" for share in self.provider_pain_shares)
        text = (
            f"Target cost GBP {self.target_cost:,.2f}: of cost below or above it by more than "
            f"{begins}, the provider keeps {gain} of the gain and bears {pain} of the pain"
        )
        if self.guaranteed_maximum_price is not None:
            text += f"; at most GBP {self.guaranteed_maximum_price:,.2f} is paid"
        return text + "."


def carried(
    excess: Any, band_begins: Any, next_band_begins: Any, payer_shares: Any, target_cost: Any
) -> Any:
    """Carried by the payer in a band (GBP).

    The part of the excess that lies in the band, by the payer's share of it.

    Notes
    -----
    ``max(min(excess, next_band_begins) - band_begins, 0) * payer_shares * target_cost``
    """
    return within(excess, band_begins, next_band_begins) * payer_shares * target_cost


def taken(
    saving: Any, band_begins: Any, next_band_begins: Any, payer_shares: Any, target_cost: Any
) -> Any:
    """Taken by the payer in a band (GBP).

    The part of the saving that lies in the band, by the payer's share of it.

    Notes
    -----
    ``-(max(min(saving, next_band_begins) - band_begins, 0) * payer_shares * target_cost)``
    """
    return -(within(saving, band_begins, next_band_begins) * payer_shares * target_cost)


class RiskCorridor(Adjustment):
    """The payer carries a share of cost far above a target, and takes one of cost far below."""

    steps = (
        Working(excess),
        Working(saving),
        pays(carried, AT_THE_END, over="band_begins"),
        pays(taken, AT_THE_END, over="band_begins"),
    )

    kind: Literal["risk corridor"] = "risk corridor"
    target_cost: Number = _target_cost()
    band_begins: Begins = required.several(
        "share",
        "Beginnings of the bands",
        "share of the target",
        "Distance from the target at which each band begins, rising.",
    )
    payer_shares: Shares = required.several(
        "share",
        "Payer's shares",
        "share of the departure",
        "What the payer carries above the target, or takes below it, band by band.",
    )

    def _faults(self) -> Iterator[Problem]:
        """List what is wrong between its terms."""
        why = "Each band needs one payer share."
        yield from unequal(self, "band_begins", "payer_shares", why=why)
        yield from not_ascending("band_begins", self.band_begins, _WHY_ASCEND)

    def clause(self) -> str:
        """Say it in words."""
        bands = ", ".join(
            f"{percent(share)} beyond {percent(begin)}"
            for begin, share in zip(self.band_begins, self.payer_shares, strict=True)
        )
        return (
            f"Of cost away from a target of GBP {self.target_cost:,.2f}, the payer carries or "
            f"takes {bands}."
        )


def savings(paid: Any, benchmark: Any) -> Any:
    """Savings on the benchmark (GBP).

    The spend expected without savings, less what is paid so far.

    Notes
    -----
    ``benchmark - paid``
    """
    return benchmark - paid


def part_of_the_way(people: Any, previous_caseloads: Any, caseloads: Any) -> Any:
    """Part of the way to a caseload (share).

    How far the number of people has come from the caseload before.

    Notes
    -----
    ``max(min(people, caseloads) - previous_caseloads, 0) / (caseloads - previous_caseloads)``
    """
    return within(people, previous_caseloads, caseloads) / (caseloads - previous_caseloads)


def minimum_savings_rate(
    part_of_the_way: Any, previous_minimum_savings_rates: Any, minimum_savings_rates: Any
) -> Any:
    """Minimum savings rate (share of benchmark).

    Of this number of people, by straight lines between the caseloads stated.

    Notes
    -----
    ``part_of_the_way * (minimum_savings_rates - previous_minimum_savings_rates)``
    """
    return part_of_the_way * (minimum_savings_rates - previous_minimum_savings_rates)


def savings_that_count(minimum_savings_rate: Any, benchmark: Any) -> Any:
    """Savings that count (GBP).

    Less may be chance, with so few people.

    Notes
    -----
    ``minimum_savings_rate * benchmark``
    """
    return minimum_savings_rate * benchmark


def quality_reached(measured_rate: Any, minimum_quality: Any) -> Any:
    """Quality reached (0 or 1).

    Whether the outcome reaches its least rate.

    Notes
    -----
    ``if(measured_rate >= minimum_quality, 1, 0)``
    """
    return np.where(measured_rate >= minimum_quality, 1, 0)


def savings_shared(
    savings: Any, savings_that_count: Any, provider_share: Any, quality_reached: Any = 1.0
) -> Any:
    """Savings shared (GBP).

    From the first pound, once they count and quality is reached.

    Notes
    -----
    ``if(savings >= savings_that_count, provider_share * savings, 0) * quality_reached``
    """
    counted = np.where(savings >= savings_that_count, provider_share * savings, 0)
    return counted * quality_reached


def losses_shared(savings: Any, savings_that_count: Any, provider_loss_share: Any) -> Any:
    """Losses shared (GBP).

    Of spend above the benchmark by more than chance, whatever the quality.

    Notes
    -----
    ``if(savings <= -savings_that_count, provider_loss_share * min(savings, 0), 0)``
    """
    borne = provider_loss_share * np.minimum(savings, 0)
    return np.where(savings <= -savings_that_count, borne, 0)


class SharedSavings(Adjustment):
    """Spend below a benchmark is shared, once it is more than chance at this caseload."""

    steps = (
        Working(savings),
        Working(part_of_the_way, over="caseloads"),
        Working(minimum_savings_rate, over="caseloads"),
        Working(savings_that_count),
        Working(quality_reached),
        pays(savings_shared, AT_THE_END),
        pays(losses_shared, AT_THE_END),
    )

    kind: Literal["shared savings"] = "shared savings"
    benchmark: Number = required.money(
        "Benchmark", "GBP per year", "The spend that is expected without savings.", above=0
    )
    provider_share: Number = required.share(
        "Provider's share", "share of savings", "Paid once savings are more than chance."
    )
    caseloads: Caseloads = required.several(
        "quantity", "Caseloads", "people", "For which a minimum savings rate is stated, rising."
    )
    minimum_savings_rates: Shares = required.several(
        "share",
        "Minimum savings rates",
        "share of the benchmark",
        "Savings below it count as chance; one for each caseload, interpolated between them.",
    )
    provider_loss_share: Number = required.share(
        "Provider's share of losses", "share of losses", "Borne of spend above the benchmark."
    )
    quality_outcome: Text | None = optional.text(
        "Quality outcome", "The outcome that must be reached for savings to be shared."
    )
    minimum_quality: Number | None = optional.share(
        "Minimum quality", "measured rate", "The least rate of that outcome."
    )

    def _faults(self) -> Iterator[Problem]:
        """List what is wrong between its terms."""
        why = "Each caseload needs one minimum savings rate."
        yield from unequal(self, "caseloads", "minimum_savings_rates", why=why)
        yield from not_ascending("caseloads", self.caseloads, "Rates between two are interpolated.")
        if (self.quality_outcome is None) != (self.minimum_quality is None):
            alone = "minimum_quality" if self.quality_outcome is None else "quality_outcome"
            yield TEXTS("invalid, together", alone)

    @property
    def measured(self) -> Mapping[str, float]:
        """The outcome that must be reached, if one must."""
        return {} if self.quality_outcome is None else {self.quality_outcome: 1.0}

    def needs(self, place: Place) -> Iterator[Problem]:
        """Refuse a number of people for which no minimum savings rate is stated."""
        cohort = place.cohort
        if not self.caseloads[0] <= cohort.people <= self.caseloads[-1]:
            yield TEXTS(
                "outside-table", "caseloads", people=cohort.people,
                first=self.caseloads[0], last=self.caseloads[-1],
            )  # fmt: skip

    def clause(self) -> str:
        """Say it in words."""
        rates = ", ".join(
            f"{percent(rate)} at {people:g}"
            for people, rate in zip(self.caseloads, self.minimum_savings_rates, strict=True)
        )
        text = (
            f"Spend below GBP {self.benchmark:,.2f} is shared, {percent(self.provider_share)} to "
            "the provider, once it passes the minimum savings rate for the number of people "
            f"({rates})"
        )
        if self.quality_outcome is not None and self.minimum_quality is not None:
            text += f" and {self.quality_outcome} reaches {percent(self.minimum_quality)}"
        if self.provider_loss_share:
            text += f"; the provider bears {percent(self.provider_loss_share)} of spend above it"
        return text + "."
