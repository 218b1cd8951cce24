"""What a clause may look at beside the year itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fairprice.payment.cohort import Year
from fairprice.types import Floats


@dataclass(frozen=True)
class Setting:
    """The provider's unit costs and the names of the outcomes.

    Parameters
    ----------
    visit_cost, hour_cost
        What a visit and a contact hour cost in the open book, before return (GBP).
    outcomes
        Place of each outcome in the year's arrays, by name.
    mean_baseline_hours
        Average planned contact hours a week of a person (hours).
    subcontracted_share, subcontracted_rate
        Share of contact hours that others deliver, and what they are paid (GBP per hour).
    """

    visit_cost: float
    hour_cost: float
    outcomes: Mapping[str, int]
    mean_baseline_hours: float
    subcontracted_share: float = 0.0
    subcontracted_rate: float = 0.0

    def provider_cost(self, year: Year) -> Floats:
        """Cost of what was delivered, week by week (GBP); shape (D, W)."""
        own = self._own_cost(year)
        share = self.subcontracted_share
        return (1 - share) * own + share * self.subcontracted_rate * year.weekly_hours()

    def _own_cost(self, year: Year) -> Floats:
        by_visit = self.visit_cost * year.weekly_visits()
        by_hour = self.hour_cost * year.weekly_hours()
        extra = year.extra_cost[:, np.newaxis] / year.weeks
        return (by_visit + by_hour) * year.cost_factor[:, np.newaxis] + extra

    def measured_rate(self, year: Year, weights: Mapping[str, float]) -> Floats:
        """Weighted share of people served with the outcomes measured as reached; shape (D,)."""
        served = year.served.sum(axis=1)
        return np.asarray(self.measured_scores(year, weights).sum(axis=1) / np.maximum(served, 1))

    def measured_scores(self, year: Year, weights: Mapping[str, float]) -> Floats:
        """Weighted outcomes of each person, from 0 to 1; shape (D, P)."""
        scores, total = np.zeros(year.measured.shape[:2]), 0.0
        for name, weight in weights.items():
            scores += weight * year.measured[:, :, self.outcomes[name]]
            total += weight
        # divided last, and by a sum made likewise, so that all outcomes make exactly 1
        return scores / total


def at_the_end(year: Year, amounts: Floats) -> Floats:
    """Pay an amount a draw in the last week; shape (D, W)."""
    weekly = np.zeros((year.draws, year.weeks))
    weekly[:, -1] = amounts
    return weekly


def evenly(year: Year, amounts: Floats | float) -> Floats:
    """Pay an amount a draw in equal weekly parts; shape (D, W)."""
    parts = np.broadcast_to(np.asarray(amounts, dtype=float), (year.draws,)) / year.weeks
    return np.repeat(parts[:, np.newaxis], year.weeks, axis=1)


def in_weeks(year: Year, amounts: NDArray[Any], weeks: NDArray[Any]) -> Floats:
    """Pay each person's amount in that person's week; shape (D, W).

    Parameters
    ----------
    year
        For the number of weeks.
    amounts, weeks
        GBP and week of payment; shape (D, P). Weeks beyond the year fall in its last.
    """
    draws = np.repeat(np.arange(year.draws), amounts.shape[1])
    places = np.clip(weeks.astype(int), 0, year.weeks - 1).ravel()
    flat = np.bincount(
        draws * year.weeks + places, amounts.ravel(), minlength=year.draws * year.weeks
    )
    return np.asarray(flat.reshape(year.draws, year.weeks), dtype=float)
