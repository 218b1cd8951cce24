"""What a clause may look at beside the year itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from fairprice.payment.cohort import Year
from fairprice.types import Floats


def provider_cost(visits: Any, contact_hours: Any, visit_cost: Any, hour_cost: Any) -> Any:
    """Provider's cost of care (GBP).

    The open book's cost of what was delivered, before return.

    Notes
    -----
    ``visits * visit_cost + contact_hours * hour_cost``
    """
    return visits * visit_cost + contact_hours * hour_cost


def cost_with_others(
    own_cost: Any, contact_hours: Any, share_of_hours: Any, hourly_rate: Any
) -> Any:
    """Cost of care with others in (GBP).

    Hours that others deliver cost what they are paid, in place of the provider's own cost.

    Notes
    -----
    ``(1 - share_of_hours) * own_cost + share_of_hours * hourly_rate * contact_hours``
    """
    return (1 - share_of_hours) * own_cost + share_of_hours * hourly_rate * contact_hours


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
    cost_growth
        The provider's own cost over that of the open book.
    """

    visit_cost: float
    hour_cost: float
    outcomes: Mapping[str, int]
    mean_baseline_hours: float
    subcontracted_share: float = 0.0
    subcontracted_rate: float = 0.0
    cost_growth: float = 1.0

    def provider_cost(self, year: Year) -> Floats:
        """Cost of what was delivered, week by week (GBP); shape (D, W)."""
        hours, factor = year.weekly_hours(), year.cost_factor[:, np.newaxis]
        own = provider_cost(year.weekly_visits(), hours, self.visit_cost, self.hour_cost)
        own = np.asarray(
            own * factor * self.cost_growth + year.extra_cost[:, np.newaxis] / year.weeks
        )
        if not self.subcontracted_share:
            return own
        share, rate = self.subcontracted_share, self.subcontracted_rate
        return np.asarray(cost_with_others(own, hours, share, rate))

    def measured_rate(self, year: Year, weights: Mapping[str, float]) -> Floats:
        """Weighted share of people served with the outcomes measured as reached; shape (D,)."""
        served = year.served.sum(axis=1)
        return np.asarray(self.measured_scores(year, weights).sum(axis=1) / np.maximum(served, 1))

    def measured_scores(self, year: Year, weights: Mapping[str, float]) -> Floats:
        """Weighted outcomes of each person, from 0 to 1; shape (D, P)."""
        return self.scores(year.measured, weights)

    def scores(self, measured: Any, weights: Mapping[str, float]) -> Floats:
        """Weigh outcomes, of shape (D, P, O), so that all of them make 1; shape (D, P)."""
        scores, total = np.zeros(measured.shape[:2]), 0.0
        for name, weight in weights.items():
            scores += weight * measured[:, :, self.outcomes[name]]
            total += weight
        # divided last, and by a sum made likewise, so that all outcomes make exactly 1
        return scores / total
