"""What happened in a block of simulated years: visits, absences, hours and outcomes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from fairprice.payment.billing import VisitMix
from fairprice.payment.theory import mean_above
from fairprice.types import Flags, Floats

#: Weeks in an episode, for contracts that pay by the period.
EPISODE_WEEKS = 4
#: No visit is shorter, once begun (minutes).
SHORTEST_VISIT = 1.0


#: Nothing is known of where and when visits are.
_UNSAID = VisitMix()


@dataclass(frozen=True)
class Year:
    """Arrays over draws (D), weeks (W), visit lengths (L), people (P) and outcomes (O).

    Parameters
    ----------
    minutes
        Planned visit lengths; shape (L,).
    planned_visits, delivered_visits, cancelled_visits
        Careworker visits; shape (D, W, L). Planned ones include those cancelled and those
        of people in hospital.
    retained_visits
        Planned visits of people in the first weeks of a hospital stay, by how many weeks
        count; each of shape (D, W, L).
    length_ratio
        Mean actual over planned minutes; shape (D,).
    visit_length_sd
        Standard deviation of one visit's length (minutes).
    clipped_minutes
        Minutes taken off every visit by the provider.
    bunching_share
        Share of visits recorded up to the next minute that pays more.
    baseline_hours
        Planned contact hours a week as first set; shape (D, P).
    planned_hours, delivered_hours
        Contact hours of the year at planned lengths; shape (D, P).
    final_hours
        Planned contact hours a week at the end; shape (D, P).
    weeks_in_care
        Weeks until care ended; shape (D, P).
    served
        People whom the provider took on; shape (D, P).
    episode_visits
        Delivered visits by person and four-week episode; shape (D, P, E).
    reached, measured
        Outcomes in truth and as measured; shape (D, P, O).
    outcome_week
        When an outcome is measured; shape (D, P, O).
    cost_factor
        The year's unit cost over what the open book says; shape (D,).
    delay_z
        Standard normal behind the payer's delay; shape (D,).
    extra_cost
        Cost of effort (GBP); shape (D,).
    people
        Number of people at the start.
    measured_by_hours
        How likely people are measured with each outcome when they weigh as much as the hours
        planned for them, in a year without chance; otherwise ``measured`` says it.
    episodes_begun
        How likely a person has care in an episode, in a year without chance; then
        ``episode_visits`` are those of a person who has.
    weeks_held
        Whole weeks after which an outcome that was reached is still held; shape (D, P, O). None
        where none can be lost, and in a year without chance.
    holding
        How likely an outcome is held for another week; shape (O,). None where none can be lost.
    mix
        How visits fall on zones, times and numbers of careworkers.
    """

    minutes: Floats
    planned_visits: Floats
    delivered_visits: Floats
    cancelled_visits: Floats
    retained_visits: dict[int, Floats]
    length_ratio: Floats
    visit_length_sd: float
    clipped_minutes: float
    bunching_share: float
    baseline_hours: Floats
    planned_hours: Floats
    delivered_hours: Floats
    final_hours: Floats
    weeks_in_care: Floats
    served: Flags
    episode_visits: Floats
    reached: Flags
    measured: Flags
    outcome_week: Floats
    cost_factor: Floats
    delay_z: Floats
    extra_cost: Floats
    people: int
    measured_by_hours: Floats | None = None
    episodes_begun: Floats | None = None
    weeks_held: Floats | None = None
    holding: Floats | None = None
    mix: VisitMix = _UNSAID

    @property
    def draws(self) -> int:
        """Number of draws in the block."""
        return int(self.delivered_visits.shape[0])

    @property
    def weeks(self) -> int:
        """Number of weeks."""
        return int(self.delivered_visits.shape[1])

    def actual_minutes(self) -> Floats:
        """Mean actual minutes of a delivered visit; shape (D, L).

        No visit is shorter than a minute, once begun, whether it is billed or costed.
        """
        mean = np.outer(self.length_ratio, self.minutes) - self.clipped_minutes
        sd = self.visit_length_sd
        if not sd:
            return np.maximum(mean, SHORTEST_VISIT)
        return np.asarray(mean + sd * mean_above((SHORTEST_VISIT - mean) / sd))

    def weekly_visits(self) -> Floats:
        """Delivered visits; shape (D, W)."""
        return self._weekly_visits

    @cached_property
    def _weekly_visits(self) -> Floats:
        return np.asarray(self.delivered_visits.sum(axis=2))

    def weekly_hours(self) -> Floats:
        """Delivered contact hours at actual lengths; shape (D, W)."""
        return self._weekly_hours

    @cached_property
    def _weekly_hours(self) -> Floats:
        hours = self.actual_minutes() / 60
        return np.asarray(np.einsum("dwl,dl->dw", self.delivered_visits, hours))

    def weekly_care_hours(self) -> Floats:
        """Delivered contact hours at planned lengths; shape (D, W)."""
        return self._weekly_care_hours

    @cached_property
    def _weekly_care_hours(self) -> Floats:
        return np.asarray(self.delivered_visits @ (self.minutes / 60))

    def weekly_planned_hours(self) -> Floats:
        """Planned contact hours; shape (D, W)."""
        return np.asarray(self.planned_visits @ (self.minutes / 60))

    def scaled(self, factor: float) -> Year:
        """Return the same year with every visit and hour of need scaled."""
        return replace(
            self,
            planned_visits=self.planned_visits * factor,
            delivered_visits=self.delivered_visits * factor,
            cancelled_visits=self.cancelled_visits * factor,
            retained_visits={k: v * factor for k, v in self.retained_visits.items()},
            planned_hours=self.planned_hours * factor,
            delivered_hours=self.delivered_hours * factor,
            final_hours=self.final_hours * factor,
            episode_visits=self.episode_visits * factor,
        )
