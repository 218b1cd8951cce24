"""What clauses look at in a year: one vocabulary, each word with its label and unit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np

from fairprice.payment.clauses.clause import Clause
from fairprice.payment.clauses.setting import Setting
from fairprice.payment.clauses.visits import expected_minutes, expected_price, planned_price
from fairprice.payment.cohort import Year
from fairprice.types import Floats

#: Axes of the arrays behind a quantity: week by week, by visit length and week, by person, by
#: person and period, by draw.
Along = Literal["weeks", "visits", "people", "periods of people", "year"]


class Figures:
    """A block of years as clauses look at it.

    Parameters
    ----------
    year, setting
        What happened, and what care costs the provider.
    """

    def __init__(self, year: Year, setting: Setting) -> None:
        self.year, self.setting = year, setting

    @cached_property
    def care_cost(self) -> Floats:
        """Cost of care by week; shape (D, W)."""
        return self.setting.provider_cost(self.year)

    def rate(self, clause: Clause) -> Floats:
        """Rate among people served of the outcomes that a clause looks at; shape (D,)."""
        return self.setting.measured_rate(self.year, clause.measured)

    def people_measured(self, clause: Clause, outcome: str | None) -> Floats:
        """Whether, or how likely, each person is measured with an outcome; shape (D, P)."""
        name = outcome if outcome is not None else next(iter(clause.measured))
        return np.asarray(self.year.measured[:, :, self.setting.outcomes[name]], dtype=float)

    def scores_by_hours(self, clause: Clause) -> Floats:
        """Weighted outcomes of each person, weighed by planned hours; shape (D, P)."""
        by_hours = self.year.measured_by_hours
        measured = self.year.measured if by_hours is None else by_hours
        return self.setting.scores(measured, clause.measured)

    def outcome_week(self, clause: Clause, outcome: str | None) -> Floats:
        """Week of a person's outcome, of several the last; shape (D, P)."""
        names = list(clause.measured) if outcome is None else [outcome]
        places = [self.setting.outcomes[name] for name in names]
        return np.asarray(self.year.outcome_week[:, :, places].max(axis=2))

    def still_held(self, clause: Clause, weeks: int) -> Any:
        """Whether, or how likely, the outcome is still held after so many weeks; shape (D, P)."""
        year, place = self.year, self.setting.outcomes[next(iter(clause.measured))]
        if year.weeks_held is not None:
            return year.weeks_held[:, :, place] >= weeks
        return 1.0 if year.holding is None else year.holding[place] ** weeks

    def holding(self, clause: Clause) -> float:
        """How likely the outcome is held for another week."""
        holding = self.year.holding
        return (
            1.0 if holding is None else holding[self.setting.outcomes[next(iter(clause.measured))]]
        )

    def by_length(self, visits: Floats) -> Floats:
        """Put visit lengths first; shape (L, D, W)."""
        return np.moveaxis(visits, 2, 0)

    def episodes_begun(self) -> Floats:
        """Whether, or how likely, a person has care in an episode; shape (D, P, E)."""
        begun = self.year.episodes_begun
        return (self.year.episode_visits > 0).astype(float) if begun is None else begun

    def need_weight(self) -> Floats:
        """Hours first planned for a person over the average of all; shape (D, P)."""
        return self.year.baseline_hours / self.setting.mean_baseline_hours


@dataclass(frozen=True)
class Quantity:
    """A word that a clause may use.

    Parameters
    ----------
    label, unit
        For people.
    along
        The axes of its arrays.
    of
        Its array for a block of years, by clause and by entry of a list.
    """

    label: str
    unit: str
    along: Along
    of: Callable[[Figures, Any, Any], Any]


QUANTITIES: dict[str, Quantity] = {
    "contact_hours": Quantity(
        "Contact hours", "contact hours", "weeks", lambda f, c, e: f.year.weekly_hours()
    ),
    "planned_hours": Quantity(
        "Planned hours", "contact hours", "weeks", lambda f, c, e: f.year.weekly_planned_hours()
    ),
    "paid_hours": Quantity(
        "Hours paid for", "contact hours", "weeks", lambda f, c, e: f.year.weekly_hours()
    ),
    "care_cost": Quantity(
        "Provider's cost of care", "GBP per year", "weeks", lambda f, c, e: f.care_cost
    ),
    "delivered_visits": Quantity(
        "Visits delivered", "visits", "visits",
        lambda f, c, e: f.by_length(f.year.delivered_visits),
    ),
    "cancelled_visits": Quantity(
        "Visits cancelled", "visits", "visits",
        lambda f, c, e: f.by_length(f.year.cancelled_visits),
    ),
    "retained_visits": Quantity(
        "Visits retained", "visits", "visits",
        lambda f, c, e: f.by_length(f.year.retained_visits[c.retainer_weeks]),
    ),
    "billed_price": Quantity(
        "Price of a delivered visit", "GBP per visit", "visits",
        lambda f, c, e: expected_price(c.billing, f.year).T[:, :, np.newaxis],
    ),
    "billed_minutes": Quantity(
        "Billed minutes of a delivered visit", "minutes", "visits",
        lambda f, c, e: expected_minutes(c.billing, f.year).T[:, :, np.newaxis],
    ),
    "planned_price": Quantity(
        "Price of a visit as planned", "GBP per visit", "visits",
        lambda f, c, e: planned_price(c.billing, f.year)[:, np.newaxis, np.newaxis],
    ),
    "planned_minutes_billed": Quantity(
        "Minutes of a visit as planned", "minutes", "visits",
        lambda f, c, e: f.year.minutes[:, np.newaxis, np.newaxis],
    ),
    "budget_hours": Quantity(
        "Hours first planned while in care", "contact hours", "people",
        lambda f, c, e: f.year.baseline_hours * f.year.weeks_in_care,
    ),
    "used_hours": Quantity(
        "Delivered hours at planned lengths", "contact hours", "people",
        lambda f, c, e: f.year.delivered_hours,
    ),
    "person_weeks": Quantity(
        "Weeks of people in care", "weeks", "people", lambda f, c, e: f.year.weeks_in_care
    ),
    "weighted_person_weeks": Quantity(
        "Weeks of people in care, weighted", "weeks", "people",
        lambda f, c, e: f.year.weeks_in_care * f.need_weight(),
    ),
    "need_weight": Quantity(
        "Hours first planned over the average", "ratio", "people",
        lambda f, c, e: f.need_weight(),
    ),
    "episode_visits": Quantity(
        "Visits of a person in an episode", "visits", "periods of people",
        lambda f, c, e: f.year.episode_visits,
    ),
    "episodes_begun": Quantity(
        "Episodes begun", "episodes", "periods of people", lambda f, c, e: f.episodes_begun()
    ),
    "people_served": Quantity(
        "People taken on", "people", "people", lambda f, c, e: f.year.served.astype(float)
    ),
    "people_measured": Quantity(
        "People with the outcome as measured", "people", "people",
        lambda f, c, e: f.people_measured(c, e),
    ),
    "outcome_week": Quantity(
        "Week of the outcome", "weeks", "people", lambda f, c, e: f.outcome_week(c, e)
    ),
    "measured_rate": Quantity(
        "Rate measured", "share of people", "year", lambda f, c, e: f.rate(c)
    ),
    "people": Quantity("People", "people", "year", lambda f, c, e: float(f.year.people)),
}  # fmt: skip
