"""Clauses that share what cost or spend departs from a target."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from pydantic import Field, model_validator

from fairprice.assumptions.fields import Number, Section, Text
from fairprice.payment.cohort import Year
from fairprice.payment.cohort.year import Floats
from fairprice.payment.contract.bases import Money, Share
from fairprice.payment.contract.setting import Setting, at_the_end
from fairprice.payment.contract.words import percent


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


class GainAndPainShare(Section):
    """Cost below a target is shared as gain, cost above as pain, range by range."""

    kind: Literal["gain and pain share"] = "gain and pain share"
    target_cost: Annotated[Number, Field(gt=0)]
    range_begins: tuple[Money, ...] = Field(min_length=1)
    provider_gain_shares: tuple[Share, ...] = Field(min_length=1)
    provider_pain_shares: tuple[Share, ...] = Field(min_length=1)
    guaranteed_maximum_price: Money | None = None

    @model_validator(mode="after")
    def _ranges(self) -> GainAndPainShare:
        lengths = {
            len(self.range_begins),
            len(self.provider_gain_shares),
            len(self.provider_pain_shares),
        }
        if len(lengths) > 1:
            raise ValueError("each range needs a beginning, a gain share and a pain share")
        if self.range_begins[0] != 0 or list(self.range_begins) != sorted(set(self.range_begins)):
            raise ValueError("range_begins must start at 0 and ascend (shares of the target)")
        return self

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


class RiskCorridor(Section):
    """The payer carries a share of cost far above a target, and takes one of cost far below."""

    kind: Literal["risk corridor"] = "risk corridor"
    target_cost: Annotated[Number, Field(gt=0)]
    band_begins: tuple[Annotated[Number, Field(ge=0)], ...] = Field(min_length=1)
    payer_shares: tuple[Share, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _bands(self) -> RiskCorridor:
        if len(self.band_begins) != len(self.payer_shares):
            raise ValueError("each band needs one payer share")
        if list(self.band_begins) != sorted(set(self.band_begins)):
            raise ValueError("band_begins must ascend (shares of the target)")
        return self

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


class SharedSavings(Section):
    """Spend below a benchmark is shared, once it is more than chance at this caseload."""

    kind: Literal["shared savings"] = "shared savings"
    benchmark: Annotated[Number, Field(gt=0)]
    provider_share: Share
    caseloads: tuple[Annotated[Number, Field(ge=1)], ...] = Field(min_length=1)
    minimum_savings_rates: tuple[Share, ...] = Field(min_length=1)
    provider_loss_share: Share
    quality_outcome: Text | None = None
    minimum_quality: Share | None = None

    @model_validator(mode="after")
    def _table(self) -> SharedSavings:
        if len(self.caseloads) != len(self.minimum_savings_rates):
            raise ValueError("each caseload needs one minimum savings rate")
        if list(self.caseloads) != sorted(set(self.caseloads)):
            raise ValueError("caseloads must ascend")
        if (self.quality_outcome is None) != (self.minimum_quality is None):
            raise ValueError("quality_outcome and minimum_quality go together")
        return self

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
