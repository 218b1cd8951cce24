"""The people of the expected year: their inputs, and the rates worked out from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from fairprice.declare.input_field import declared
from fairprice.payment.cohort import Year
from fairprice.payment.comparison.run import OF_THE_BOOK, Experiment
from fairprice.recording import Recorded
from fairprice.workbook.layout import quoted
from fairprice.workbook.model import FIRST_ROW, Sheet
from fairprice.workbook.sheets.comparison.ledger import (
    ALL,
    RATES,
    WEEKS,
    Givens,
    Lines,
)

_LENGTHS = (
    "Worked out by the library: no visit is shorter than a minute, once begun, so that the mean "
    "of varying lengths is not quite the ratio of actual to planned"
)
MODELLED_SOURCE = "Modelled, not observed: no published source is stated"


@dataclass
class Activity:
    """What the formulas of payments refer to.

    Parameters
    ----------
    people, weeks
        Of the cohort and the year.
    minutes, delivered, cancelled, planned
        By visit length: minutes planned, and visits of the expected year.
    retained
        Visits of people in the first weeks of a hospital stay, by how many weeks count.
    measured, measured_by_hours, expected_week
        Rate at which each outcome is expected to be measured, by people and by the hours
        planned for them, and when, by its name.
    weeks_in_care
        Of a person.
    first_need
        Need in the first week, over that of the packages.
    first_hours
        Planned contact hours a week of a person as first set.
    weekly_hours
        Contact hours by week.
    """

    people: Any
    weeks: Any
    minutes: Any
    planned: Any = None
    delivered: Any = None
    cancelled: Any = None
    planned_hours: Any = None
    contact_hours: Any = None
    retained: dict[int, Any] = field(default_factory=dict)
    measured: dict[str, Any] = field(default_factory=dict)
    measured_by_hours: dict[str, Any] = field(default_factory=dict)
    expected_week: dict[str, Any] = field(default_factory=dict)
    weeks_in_care: Any = None
    first_need: Any = None
    first_hours: Any = None
    weekly_hours: Any = None


def item(cells: Any, place: int) -> Any:
    """Take one entry of a named list."""
    if len(cells.value) == 1:
        return Recorded(cells.expression, float(cells.value[0]))
    return Recorded.from_operation("item", (cells, place + 1), float(cells.value[place]))


def lengths_of(experiment: Experiment) -> tuple[str, ...]:
    """Name the visit lengths."""
    return tuple(f"{minutes:g}-minute visit" for minutes in experiment.cohort.lengths)


class ExpectedPeople:
    """Writes the inputs and rates of the expected year.

    Parameters
    ----------
    experiment
        The comparison.
    givens
        The Inputs sheet.
    fixed_length
        Whether prices were worked out at the stated visit length, which is then fixed.
    by_hours
        Places of the outcomes for which single people's part of the price counts.
    year
        The year without chance, as the library works it out.
    """

    def __init__(
        self, experiment: Experiment, givens: Givens, *, fixed_length: bool,
        by_hours: tuple[int, ...], year: Year,
    ) -> None:  # fmt: skip
        self.year = year
        self.experiment, self.givens, self.ledger = experiment, givens, givens.ledger
        self.cohort, self.by_hours = experiment.cohort, by_hours
        self.activity = self._given(fixed_length)
        self.rates = self._rates()

    def _field(self, name: str, *, fixed: bool = False) -> Any:
        field = declared(type(self.cohort))[name]
        source = self.cohort.sources.get(name, MODELLED_SOURCE)
        return self.givens.give(
            name, field.label, field.unit, getattr(self.cohort, name), source, kind=field.kind,
            lower=field.lower, upper=field.upper, above=field.above, fixed=fixed,
        )  # fmt: skip

    def _given(self, fixed_length: bool) -> Activity:
        cohort, give = self.cohort, self.givens.give
        parts = lengths_of(self.experiment)
        packages = cohort.sources.get("packages", MODELLED_SOURCE)
        lengths = packages
        if self.experiment.has_the_visits_of_the_book:
            lengths = f"Not stated: {OF_THE_BOOK}"
        stated = "Stated for the comparison"
        people = give("people", "People", "people", cohort.people, stated, lower=1)
        weeks = give("weeks", "Weeks", "weeks", self.experiment.weeks, stated, fixed=True)
        minutes = give(
            "visit_minutes", "Planned length", "minutes", cohort.lengths, lengths,
            fixed=True, parts=parts,
        )  # fmt: skip
        first = cohort.counts @ cohort.visit_matrix / cohort.people
        self.first = give(
            "first_visits", "Visits per person and week as first set", "visits", first, packages,
            parts=parts,
        )  # fmt: skip
        actual = self.year.actual_minutes()[0]
        if np.allclose(actual, cohort.actual_to_planned * minutes.value, rtol=1e-12):
            self.actual = minutes * self._field("actual_to_planned", fixed=fixed_length)
        else:
            self.actual = give(
                "actual_minutes", "Actual minutes of a visit on average", "minutes", actual,
                _LENGTHS, fixed=True, parts=parts,
            )  # fmt: skip
        self.cancelled = self._field("cancelled_share")
        self.admitted = self._field("hospital_weekly_probability")
        self.stay = self._field("hospital_weeks")
        self.leaving = self._field("leaving_weekly_probability")
        self.trend = self._field("annual_need_trend")
        self.review = self._field("review_weeks")
        counted = {c.retainer_weeks or 0 for c in self.experiment.contracts.values()} - {0}
        self.retainers = {
            n: give(
                f"retainer_weeks_{n}", "Weeks of a hospital stay with a retainer", "weeks", n,
                "A term of the contracts", fixed=True,
            )
            for n in sorted(counted)
        }  # fmt: skip
        self.outcomes = [self._outcome(n) for n in range(len(cohort.outcomes))]
        return Activity(people, weeks, minutes)

    def _outcome(self, place: int) -> dict[str, Any]:
        outcome = self.cohort.outcomes[place]
        source = self.cohort.sources.get("outcomes", MODELLED_SOURCE)
        sources = dict.fromkeys(
            ("false_positive", "false_negative", "weekly_loss_probability"), MODELLED_SOURCE
        )
        units = {
            "probability": ("share of people", 1),
            "expected_week": ("weeks", 520),
            "false_positive": ("share of people without it", 1),
            "false_negative": ("share of people with it", 1),
            "later_hours_effect": ("share of hours", 1),
        }
        if outcome.weekly_loss_probability is not None:
            units["weekly_loss_probability"] = ("per person and week", 1)
        return {
            name: self.givens.give(
                f"outcome_{place + 1}_{name}",
                f"{type(outcome).model_fields[name].title}: {outcome.name}",
                unit, getattr(outcome, name), sources.get(name, source), upper=upper,
            )
            for name, (unit, upper) in units.items()
        }  # fmt: skip

    def _rates(self) -> Sheet:
        lines = Lines(
            self.ledger,
            Sheet(
                RATES,
                "Expected rates",
                (
                    "Rates that the weeks and the payments rest on, worked out from Inputs.",
                    "Each row holds one live formula; the formula in words names what it uses.",
                ),
                Lines.columns(),
            ),
        )
        activity = self.activity
        self.continues = lines.add(
            "Chance that a hospital stay goes on", ALL, "share of stays",
            1 - 1 / self.stay, "From one week to the next.",
        )  # fmt: skip
        self.left = {
            n: lines.add(
                f"Stays that outlast {n} weeks", ALL, "share of stays",
                self.continues**given,
                "They drop out of the retainer.",
            )
            for n, given in self.retainers.items()
        }  # fmt: skip
        self.first_hours = lines.add(
            "Planned hours per person and week", ALL, "contact hours",
            np.sum(self.first * activity.minutes, axis=0) / 60, "As first set.",
        )  # fmt: skip
        self.full_hours = lines.add(
            "Contact hours a week at first need", ALL, "contact hours",
            np.sum(self.first * self.actual, axis=0) / 60 * activity.people,
            "All people, at actual lengths.",
        )  # fmt: skip
        activity.first_hours = self.first_hours
        self.kept, self.there = [], []
        self.holding: dict[str, Any] = {}
        weeks = np.arange(1.0, self.experiment.weeks + 1)
        column = f"{quoted(WEEKS)}!$A${FIRST_ROW + 1}:$A${FIRST_ROW + len(weeks)}"
        week = self.ledger.cell(column, "number of the week", weeks)
        for outcome, cells in zip(self.cohort.outcomes, self.outcomes, strict=True):
            reached = cells["probability"]
            due = lines.add(
                f"Week counted: {outcome.name}", ALL, "weeks",
                np.minimum(cells["expected_week"], activity.weeks - 1),
                "An outcome later than the year counts in its last week.",
            )  # fmt: skip
            activity.expected_week[outcome.name] = due
            begun: Any = np.sum((week <= due + 1) * 1, axis=0)
            there = lines.add(
                f"In care when reached: {outcome.name}", ALL, "share of people",
                1.0 if outcome.after_care else (1 - self.leaving) ** begun,
                "An outcome is reached, and measured, within care unless it says otherwise.",
            )  # fmt: skip
            self.there.append(there)
            activity.measured[outcome.name] = lines.add(
                f"Rate measured: {outcome.name}", ALL, "share of people",
                there * (reached * (1 - cells["false_negative"])
                         + (1 - reached) * cells["false_positive"]),
                "Reached and found so, or not reached and found so by mistake.",
            )  # fmt: skip
            if "weekly_loss_probability" in cells:
                self.holding[outcome.name] = lines.add(
                    f"Held for another week: {outcome.name}", ALL, "share of people",
                    1 - cells["weekly_loss_probability"],
                    "Of those who have reached it.",
                )  # fmt: skip
            self.kept.append(
                lines.add(
                    f"Need left when reached: {outcome.name}", ALL, "share of need",
                    1 - reached * cells["later_hours_effect"],
                    "On average over people with and without it.",
                )
            )  # fmt: skip
        return lines.sheet
