"""Who is cared for: packages, need, absences, outcomes, and how sure anyone can be.

Nothing has a default that stands for a fact. A field with an entry in ``sources`` rests on
a published value; every other is modelled, and results say so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from html import escape
from importlib import resources
from typing import Annotated, Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from fairprice.declare.fields import (
    Number,
    Share,
    Text,
    Whole,
    entries,
    optional,
    required,
)
from fairprice.declare.input_field import declared
from fairprice.digits import added_up
from fairprice.errors import CohortError, Problem
from fairprice.files import toml_tables
from fairprice.formats import COHORT, FromFile, Kind, brought_up, lacking
from fairprice.payment.billing import VisitMix, time_problems
from fairprice.payment.cohort.cohort_texts import TEXTS
from fairprice.payment.cohort.correlations import correlation_faults
from fairprice.payment.cohort.person import Outcome, Package, People

_ROUNDING = 1e-6
#: Each says how much care people have.
_IN_PLACE_OF = {"packages": "hours_per_person", "hours_per_person": "packages"}


#: How the source of a published value begins that only others than its publisher told.
_UNCONFIRMED = "Unconfirmed"


def standing_of(source: str) -> str:
    """Say how a value with a source stands: published, or told by others and unconfirmed.

    Parameters
    ----------
    source
        As a cohort holds it.
    """
    return "second-hand, unconfirmed" if source.startswith(_UNCONFIRMED) else "published"


class Cohort(People, FromFile):
    """The people of one contract and what may happen to them in a year.

    Raises
    ------
    CohortError
        With every problem found.
    """

    root: ClassVar[str] = "cohort"
    file_kind: ClassVar[Kind] = COHORT

    people: Whole = required.count("People", "people", "Cared for.", lower=1, upper=100_000)
    packages: Annotated[tuple[Package, ...], entries(0, 20)] = optional.clause(
        "Packages",
        "The visits of a normal week, by kind of person; unstated, visits have the lengths of the "
        "open book, in its proportions.",
        default=(),
    )
    hours_per_person: Number | None = optional.quantity(
        "Hours a person",
        "contact hours per person and week",
        "Planned in a normal week, where no packages are stated.",
        above=0,
        upper=168,
    )
    outcomes: tuple[Outcome, ...] = optional.clause(
        "Outcomes", "What is agreed with people.", default=()
    )
    actual_to_planned: Number = required.share(
        "Actual to planned", "share of planned minutes", "Mean length of visits.", upper=3
    )
    visit_length_sd: Number = required.quantity(
        "Visit length spread", "minutes", "Standard deviation between visits.", upper=240
    )
    provider_length_sd: Number = required.share(
        "Provider length spread",
        "share of planned minutes",
        "Standard deviation of the mean length between providers or years.",
        upper=0.5,
    )
    cancelled_share: Number = required.share(
        "Cancelled visits", "share of visits", "Cancelled at short notice."
    )
    hospital_weekly_probability: Number = required.share(
        "Hospital admission", "per person and week", "Chance of admission."
    )
    hospital_weeks: Number = required.quantity(
        "Hospital stay",
        "weeks",
        "Mean length of stay; it counts by whole weeks.",
        lower=1,
        upper=52,
    )
    leaving_weekly_probability: Number = required.share(
        "Leaving", "per person and week", "Chance that care ends."
    )
    refill_weeks: Whole | None = optional.count(
        "Filling a place",
        "weeks",
        "From the week in which care has ended until another person with the same package and "
        "need is in the place; zero for at once. Unstated, places are not filled.",
        lower=0,
        upper=52,
    )
    volume_sd: Number = required.share(
        "Volume spread",
        "share of visits",
        "Standard deviation of the year's volume of visits around what is expected.",
    )
    need_sd: Number = required.share(
        "Need spread",
        "share of mean need",
        "Standard deviation of assessed need, between people and within a person.",
    )
    need_reliability: Number = required.share(
        "Reliability of assessed need",
        "share of variance",
        "Share of that variance that lasts; the rest is the crisis of the day.",
    )
    selection_cut: Number | None = optional.share(
        "Selection cut",
        "share of mean need",
        "Only people assessed above it receive care, so that need falls later anyway.",
        upper=5,
    )
    settling_weeks: Number = required.quantity(
        "Settling time", "weeks", "Time in which a crisis fades by 63 %.", lower=None, above=0
    )
    annual_need_trend: Number = required.share(
        "Need trend", "share a year", "Change of need over a year.", lower=-1, upper=2
    )
    review_weeks: Whole = required.count(
        "Review interval", "weeks", "Until planned visits follow need.", lower=1, upper=520
    )
    cost_sd: Number = required.share(
        "Cost spread", "share of cost", "Standard deviation of the year's unit cost.", upper=0.5
    )
    payment_delay_sd: Number = required.quantity(
        "Payment delay spread", "days", "Standard deviation of the payer's delay.", upper=365
    )
    capital_cost_rate: Number = required.share(
        "Cost of capital", "share a year", "Interest on what the provider lays out."
    )
    zone_shares: dict[Text, Share] = optional.several(
        "share",
        "Visits by zone",
        "share of visits",
        "By zone, postcode district or miles, as the contracts tell zones; together all visits.",
        default={},
    )
    time_shares: dict[Text, Share] = optional.several(
        "share",
        "Visits by time",
        "share of visits",
        'By start, as "saturday 07:30" or "bank holiday 07:30"; together all visits.',
        default={},
    )
    second_carer_share: Number | None = optional.share(
        "Visits by two careworkers",
        "share of visits",
        "Each of them counts as a visit of both; zero for none.",
    )
    correlations: dict[str, Number] = optional.several(
        "quantity",
        "Correlations",
        "correlation",
        'Correlation of two sources, such as "volume, price".',
        default={},
    )
    sources: dict[str, Text] = optional.several(
        "text", "Sources", "text", "Published source of each field, by its name.", default={}
    )

    def _faults(self) -> Iterator[Problem]:
        """List what is wrong between its fields."""
        yield from _care(self)
        yield from _shares(self)
        yield from correlation_faults(self.correlations)
        yield from _names(self)
        if self.refill_weeks is not None and self.outcomes:
            yield TEXTS("refilled, outcomes", "refill_weeks")
        yield from _mix(self)

    @classmethod
    def example(cls, /, **given: Any) -> Cohort:
        """Make a cohort from published values, each with its source.

        Parameters
        ----------
        **given
            Every field without a published value, and any to be put in place of one. The
            published outcome ``"no further home care"``, after which half of all people need
            none, is taken only with ``outcome_week_sd``, ``outcome_skill_sd``,
            ``outcome_false_positive`` and ``outcome_false_negative``; otherwise outcomes are
            those given, and there are none unless some are.

        Returns
        -------
        Cohort
            Checked; ``modelled()`` lists what rests on no published value.

        Raises
        ------
        CohortError
            Naming every field that has no published value and was not given.
        """
        given, lacked = brought_up(given, COHORT, CohortError)
        text = resources.files(__package__).joinpath("data/published.toml").read_text("utf-8")
        published = toml_tables(text)
        about = [name for name in given if name.startswith("outcome_")]
        for name in about:
            published["outcomes"][0][name.removeprefix("outcome_")] = given.pop(name)
        if not about:  # nobody is taken to stop needing care unless it is said
            published["outcomes"] = []
            published["sources"].pop("outcomes")
        if given.get("packages") is not None and not _empty(given["packages"]):
            published.pop("hours_per_person")  # packages say how many hours
        sources = {k: v for k, v in published.pop("sources").items() if k in published}
        sources = {k: v for k, v in sources.items() if k not in given}
        stated = given.get("sources", {})
        if isinstance(stated, dict):  # anything else is refused below
            given["sources"] = sources | stated
        return lacking(cls.model_validate({**published, **given}), lacked)

    @cached_property
    def lengths(self) -> tuple[float, ...]:
        """Every visit length of the packages, in minutes, ascending.

        Raises
        ------
        CohortError
            If no packages are stated: the lengths are then those of the book compared on.
        """
        if not self.packages:
            raise CohortError([TEXTS("unstated", "packages")])
        return tuple(sorted({m for package in self.packages for m in package.visit_minutes}))

    @cached_property
    def holding(self) -> NDArray[np.float64] | None:
        """How likely each outcome is held for another week; none if none can be lost."""
        stated = [outcome.weekly_loss_probability for outcome in self.outcomes]
        if not any(stated):
            return None
        return np.array([1 - (loss or 0.0) for loss in stated])

    @cached_property
    def mix(self) -> VisitMix:
        """How visits fall on zones, times and numbers of careworkers."""
        zones, times = tuple(self.zone_shares.items()), tuple(self.time_shares.items())
        return VisitMix(zones, times, self.second_carer_share)

    @cached_property
    def visit_matrix(self) -> NDArray[np.float64]:
        """Careworkers' visits a week, by package and length; shape (packages, lengths)."""
        matrix = np.zeros((len(self.packages), len(self.lengths)))
        for row, package in enumerate(self.packages):
            for minutes, visits in zip(package.visit_minutes, package.visits_per_week, strict=True):
                matrix[row, self.lengths.index(minutes)] += visits
        return matrix * (1 + (self.second_carer_share or 0.0))

    @cached_property
    def counts(self) -> NDArray[np.int_]:
        """People with each package: shares of the whole, by largest remainder."""
        exact = np.array([package.share for package in self.packages] or [1.0]) * self.people
        counts = np.floor(exact).astype(int)
        first = np.argsort(counts - exact, kind="stable")[: self.people - counts.sum()]
        counts[first] += 1
        return np.asarray(counts)

    def weekly_hours(self) -> float:
        """Planned contact hours a week of all people as first set."""
        if self.hours_per_person is not None:
            return self.people * self.hours_per_person * (1 + (self.second_carer_share or 0.0))
        minutes = self.visit_matrix @ np.array(self.lengths)
        return float(self.counts @ minutes / 60)

    def _changed(self, update: Mapping[str, Any]) -> Cohort:
        return self.with_values(**update)

    def __repr__(self) -> str:
        visits = f"{len(self.packages)} packages" if self.packages else "visits of the book"
        return (
            f"<Cohort of {self.people:,} people: {visits}, "
            f"{self.weekly_hours():,.1f} planned contact hours a week, "
            f"{len(self.outcomes)} outcomes>"
        )

    __str__ = __repr__

    def _repr_html_(self) -> str:
        rows = {
            name: (field.label, getattr(self, name), field.unit, self.sources.get(name, "modelled"))
            for name, field in declared(type(self)).items()
            if getattr(self, name) not in (None, (), {}) and name != "sources"
        }
        columns = ["label", "value", "unit", "source"]
        table = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
        return f"<p>{escape(repr(self))}</p>{table.rename_axis('field').to_html()}"

    def modelled(self) -> tuple[str, ...]:
        """Fields without a published source: modelled, not observed."""
        descriptive = {"sources", "correlations", "people"}
        return tuple(
            name
            for name in type(self).model_fields
            if name not in descriptive
            and name not in self.sources
            and getattr(self, name) not in (None, {})
            and (name != "packages" or self.packages)
        )

    def with_values(self, **changes: Any) -> Cohort:
        """Return the same cohort with some fields changed.

        Parameters
        ----------
        **changes
            New values by field name. Packages replace ``hours_per_person``, which replace them.

        Returns
        -------
        Cohort
            A new, checked object.

        Raises
        ------
        CohortError
            If a name is not a field or the changed cohort does not hold together.
        """
        replaced = {other for name, other in _IN_PLACE_OF.items() if changes.get(name) is not None}
        data = self.model_dump(exclude_none=True, exclude=replaced) | changes
        data["sources"] = {
            k: v for k, v in self.sources.items() if k not in changes and k not in replaced
        }
        if "sources" in changes:
            named = changes["sources"]
            data["sources"] = {**data["sources"], **named} if isinstance(named, dict) else named
        return type(self).model_validate(data)


def _empty(given: Any) -> bool:
    return isinstance(given, list | tuple) and not given


def _care(cohort: Cohort) -> Iterator[Problem]:
    if not cohort.packages and cohort.hours_per_person is None:
        yield TEXTS("missing, care", "hours_per_person")
    if cohort.packages and cohort.hours_per_person is not None:
        yield TEXTS("given-twice, care", "hours_per_person")


def _shares(cohort: Cohort) -> Iterator[Problem]:
    if not cohort.packages:
        return
    total = added_up(package.share for package in cohort.packages)
    if abs(total - 1) > _ROUNDING:
        yield TEXTS("shares-do-not-add-up", "packages", total=total)
    for place, package in enumerate(cohort.packages):
        minutes, visits = len(package.visit_minutes), len(package.visits_per_week)
        if minutes != visits:
            yield TEXTS("unequal-lengths", f"packages.{place}", minutes=minutes, visits=visits)


def _mix(cohort: Cohort) -> Iterator[Problem]:
    for name in ("zone_shares", "time_shares"):
        shares = getattr(cohort, name)
        total = added_up(shares.values())
        if shares and abs(total - 1) > _ROUNDING:
            yield TEXTS("shares-do-not-add-up, visits", name, total=total)
    yield from time_problems(tuple(cohort.time_shares), "time_shares")


def _names(cohort: Cohort) -> Iterator[Problem]:
    names = [outcome.name for outcome in cohort.outcomes]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield TEXTS("named-twice", "outcomes", name=name)
    for name in sorted(set(cohort.sources) - set(Cohort.model_fields)):
        yield TEXTS("source-without-field", f"sources.{name}")
