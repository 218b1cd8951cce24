"""What a clause may look at beside the year itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from fairprice.cost import YearCosts
from fairprice.payment.cohort import Year
from fairprice.types import Floats


def cost_with_others(
    own_cost: Any, contact_hours: Any, share_of_hours: Any, hourly_rate: Any
) -> Any:
    """Cost of care with others in (GBP).

    What the provider's own visits and hours cost it, and what others are paid for theirs. Cost
    that is fixed stays whole.

    Notes
    -----
    ``own_cost + share_of_hours * hourly_rate * contact_hours``
    """
    return own_cost + share_of_hours * hourly_rate * contact_hours


def shift_hours(planned_hours: Any, contact_share: Any) -> Any:
    """Hours of shifts (hours).

    The hours of shift that planned contact hours need.

    Notes
    -----
    ``planned_hours / contact_share``
    """
    return planned_hours / contact_share


@dataclass(frozen=True)
class Setting:
    """The provider's economy and the names of the outcomes.

    Parameters
    ----------
    costs
        The costs of the open book, before return, by what each follows.
    outcomes
        Place of each outcome in the year's arrays, by name.
    mean_baseline_hours
        Average planned contact hours a week of a person (hours).
    subcontracted_share, subcontracted_rate
        Share of contact hours that others deliver, and what they are paid (GBP per hour).
    cost_growth
        The provider's own cost over that of the open book.
    shift_costs, contact_share
        The costs where hours of shifts are given, and the planned contact in a shift, under a
        contract that pays for shifts; otherwise none.
    """

    costs: YearCosts
    outcomes: Mapping[str, int]
    mean_baseline_hours: float
    subcontracted_share: float = 0.0
    subcontracted_rate: float = 0.0
    cost_growth: float = 1.0
    shift_costs: YearCosts | None = None
    contact_share: float | None = None

    def provider_cost(self, year: Year) -> Floats:
        """Cost of what was delivered, week by week (GBP); shape (D, W).

        Fixed cost, steps and hours without work are spread evenly over the weeks.
        """
        hours = year.weekly_hours()
        factor, extra = year.cost_factor[:, np.newaxis], year.extra_cost[:, np.newaxis]
        share, rate = self.subcontracted_share, self.subcontracted_rate
        kept = 1 - share
        own = self._own_cost(year, kept)
        own = np.asarray(own * factor * self.cost_growth + extra * kept / year.weeks)
        return np.asarray(cost_with_others(own, hours, share, rate)) if share else own

    def _own_cost(self, year: Year, kept: float) -> Floats:
        """Cost of the share of visits and hours that the provider itself delivers."""
        visits, hours = year.weekly_visits(), year.weekly_hours()
        if kept != 1:
            visits, hours = visits * kept, hours * kept
        if self.contact_share is None or self.shift_costs is None:
            return self.costs.by_week(visits, hours)
        planned = year.weekly_planned_hours().sum(axis=1) * kept
        of_shifts = shift_hours(planned, self.contact_share)
        return self.shift_costs.by_week(visits, hours, shift_hours=of_shifts)

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
