"""Clauses that share what cost or spend departs from a target."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

import numpy as np

from fairprice.declare.fields import Number, Share, Text, bounds, entries, optional, required
from fairprice.errors import Problem
from fairprice.payment.cohort import Year
from fairprice.payment.contract.clause import TEXTS, Clause, NotNegative, not_ascending, unequal
from fairprice.payment.contract.setting import Setting, at_the_end
from fairprice.payment.contract.words import percent
from fairprice.types import Floats

_WHY_ASCEND = "Each part begins where the one before ends, as shares of the target."
Begins = Annotated[tuple[NotNegative, ...], entries(1, None)]
Shares = Annotated[tuple[Share, ...], entries(1, None)]
Caseloads = Annotated[tuple[Annotated[Number, bounds(lower=1)], ...], entries(1, None)]


def _target_cost() -> Any:
    return required.money(
        "Target cost", "GBP per year", "The cost agreed before the year.", above=0
    )


def shared_by_ranges(
    departure: Floats, edges: tuple[float, ...], shares: tuple[float, ...]
) -> Floats:
    """Share a departure from a target range by range.

    Parameters
    ----------
    departure
        Size of the departure, zero or more, in the unit of ``edges``.
    edges
        Where each range begins; the last one has no end.
    shares
        Share of each range.

    Returns
    -------
    numpy.ndarray
        The shared part, of the shape of ``departure``.
    """
    ends = (*edges[1:], np.inf)
    parts = [
        share * (np.clip(departure, begin, end) - begin)
        for begin, end, share in zip(edges, ends, shares, strict=True)
    ]
    return np.asarray(sum(parts))


class GainAndPainShare(Clause):
    """Cost below a target is shared as gain, cost above as pain, range by range."""

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

    def change(self, year: Year, setting: Setting, so_far: Floats) -> Floats:
        """Add the gain or deduct the pain at the end; shape (D, W), GBP.

        ``so_far`` is taken to pay the cost, as a cost-plus base does.
        """
        ratio = setting.provider_cost(year).sum(axis=1) / self.target_cost - 1
        gain = shared_by_ranges(np.maximum(-ratio, 0), self.range_begins, self.provider_gain_shares)
        pain = shared_by_ranges(np.maximum(ratio, 0), self.range_begins, self.provider_pain_shares)
        shared = (gain - pain) * self.target_cost
        if self.guaranteed_maximum_price is not None:
            paid = so_far.sum(axis=1) + shared
            shared = shared - np.maximum(paid - self.guaranteed_maximum_price, 0)
        return at_the_end(year, shared)

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


class RiskCorridor(Clause):
    """The payer carries a share of cost far above a target, and takes one of cost far below."""

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

    def change(self, year: Year, setting: Setting, so_far: Floats) -> Floats:
        """Settle at the end of the year; shape (D, W), GBP."""
        ratio = setting.provider_cost(year).sum(axis=1) / self.target_cost - 1
        above = shared_by_ranges(np.maximum(ratio, 0), self.band_begins, self.payer_shares)
        below = shared_by_ranges(np.maximum(-ratio, 0), self.band_begins, self.payer_shares)
        return at_the_end(year, (above - below) * self.target_cost)

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


class SharedSavings(Clause):
    """Spend below a benchmark is shared, once it is more than chance at this caseload."""

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

    def minimum_savings_rate(self, people: int) -> float:
        """Rate below which savings count as chance; interpolated between caseloads."""
        return float(np.interp(people, self.caseloads, self.minimum_savings_rates))

    def change(self, year: Year, setting: Setting, so_far: Floats) -> Floats:
        """Share savings from the first pound once the rate is reached; shape (D, W), GBP."""
        savings = self.benchmark - so_far.sum(axis=1)
        least = self.minimum_savings_rate(year.people) * self.benchmark
        passed = np.ones(year.draws, dtype=bool)
        if self.quality_outcome is not None and self.minimum_quality is not None:
            rate = setting.measured_rate(year, {self.quality_outcome: 1.0})
            passed = rate >= self.minimum_quality
        shared = np.where((savings >= least) & passed, self.provider_share * savings, 0.0)
        lost = np.where(savings <= -least, self.provider_loss_share * savings, 0.0)
        return at_the_end(year, shared + lost)

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
