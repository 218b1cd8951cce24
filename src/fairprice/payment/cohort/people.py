"""Who is cared for: packages, need, absences, outcomes, and how sure anyone can be.

Nothing has a default that stands for a fact. A field with an entry in ``sources`` rests on
a published value; every other is modelled, and results say so.
"""

from __future__ import annotations

from functools import cached_property, partial
from importlib import resources
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, ModelWrapValidatorHandler, Strict, ValidationError, model_validator

from fairprice.assumptions.fields import Number, Section, Text, quantity
from fairprice.errors import CohortError, Problem
from fairprice.files import toml_tables
from fairprice.payment.problems import of_model

#: Sources of uncertainty; each has a random stream of its own.
SOURCES = (
    "volume",
    "length",
    "need",
    "outcome skill",
    "outcome chance",
    "price",
    "delay",
)
_ROUNDING = 1e-6


#: A number that must be given.
required = partial(quantity, default=...)


class Package(Section):
    """The visits of a normal week for one kind of person."""

    share: Number = required("Share of people", "share of people", "With this package.", upper=1)
    visit_minutes: tuple[Annotated[Number, Field(gt=0, le=1440)], ...] = Field(
        title="Visit length", description="Length of each kind of visit (minutes).", min_length=1
    )
    visits_per_week: tuple[Annotated[Number, Field(ge=0)], ...] = Field(
        title="Visits a week", description="Visits of each length in a week.", min_length=1
    )


class Outcome(Section):
    """Something agreed with a person, which may be reached and may be measured wrongly."""

    name: Text = Field(title="Name", description="What contracts call it.")
    probability: Number = required(
        "Probability", "share of people", "Of reaching it within the year.", upper=1
    )
    expected_week: Number = required(
        "Expected week", "weeks", "When it is reached, if it is.", upper=520
    )
    week_sd: Number = required("Spread of the week", "weeks", "Standard deviation.", upper=520)
    skill_sd: Number = required(
        "Skill spread", "share of people",
        "Standard deviation of the true rate between providers.", upper=0.5,
    )  # fmt: skip
    false_positive: Number = required(
        "False positive", "share", "Measured as reached when it was not.", upper=1
    )
    false_negative: Number = required(
        "False negative", "share", "Measured as not reached when it was.", upper=1
    )
    later_hours_effect: Number = required(
        "Effect on later hours", "share of hours",
        "By how much reaching it lowers the hours needed afterwards.", upper=1,
    )  # fmt: skip


class Cohort(Section):
    """The people of one contract and what may happen to them in a year.

    Raises
    ------
    CohortError
        With every problem found.
    """

    people: Annotated[int, Strict()] = Field(
        ge=1, le=100_000, title="People", description="Cared for."
    )
    packages: tuple[Package, ...] = Field(min_length=1, max_length=20)
    outcomes: tuple[Outcome, ...] = ()
    actual_to_planned: Number = required(
        "Actual to planned", "share of planned minutes", "Mean length of visits.", upper=3
    )
    visit_length_sd: Number = required(
        "Visit length spread", "minutes", "Standard deviation between visits.", upper=240
    )
    provider_length_sd: Number = required(
        "Provider length spread", "share of planned minutes",
        "Standard deviation of the mean length between providers or years.", upper=0.5,
    )  # fmt: skip
    cancelled_share: Number = required(
        "Cancelled visits", "share of visits", "Cancelled at short notice.", upper=1
    )
    hospital_weekly_probability: Number = required(
        "Hospital admission", "per person and week", "Chance of admission.", upper=1
    )
    hospital_weeks: Number = required(
        "Hospital stay",
        "weeks",
        "Mean length of stay; it counts by whole weeks.",
        lower=1,
        upper=52,
    )
    leaving_weekly_probability: Number = required(
        "Leaving", "per person and week", "Chance that care ends; the place is not filled.", upper=1
    )
    volume_sd: Number = required(
        "Volume spread", "share of visits",
        "Standard deviation of the year's volume of visits around what is expected.", upper=1,
    )  # fmt: skip
    need_sd: Number = required(
        "Need spread", "share of mean need",
        "Standard deviation of assessed need, between people and within a person.", upper=1,
    )  # fmt: skip
    need_reliability: Number = required(
        "Reliability of assessed need", "share of variance",
        "Share of that variance that lasts; the rest is the crisis of the day.", upper=1,
    )  # fmt: skip
    selection_cut: Number | None = quantity(
        "Selection cut", "share of mean need",
        "Only people assessed above it receive care, so that need falls later anyway.", upper=5,
    )  # fmt: skip
    settling_weeks: Number = required(
        "Settling time", "weeks", "Time in which a crisis fades by 63 %.", lower=None, above=0
    )
    annual_need_trend: Number = required(
        "Need trend", "share a year", "Change of need over a year.", lower=-1, upper=2
    )
    review_weeks: Annotated[int, Strict()] = Field(
        ge=1, le=520, title="Review interval", description="Weeks until planned visits follow need."
    )
    cost_sd: Number = required(
        "Cost spread", "share of cost", "Standard deviation of the year's unit cost.", upper=0.5
    )
    payment_delay_sd: Number = required(
        "Payment delay spread", "days", "Standard deviation of the payer's delay.", upper=365
    )
    capital_cost_rate: Number = required(
        "Cost of capital", "share a year", "Interest on what the provider lays out.", upper=1
    )
    correlations: dict[str, Number] = Field(
        default={}, description='Correlation of two sources, such as "volume, price".'
    )
    sources: dict[str, Text] = Field(
        default={}, description="Published source of each field, by its name."
    )

    @model_validator(mode="wrap")
    @classmethod
    def _report_everything(cls, data: Any, handler: ModelWrapValidatorHandler[Cohort]) -> Cohort:
        try:
            cohort = handler(data)
        except ValidationError as error:
            raise CohortError(of_model(error, "cohort")) from None
        problems = [*_shares(cohort), *_correlations(cohort), *_names(cohort)]
        if problems:
            raise CohortError(problems)
        return cohort

    @classmethod
    def example(cls, /, **given: Any) -> Cohort:
        """Make a cohort from published values, each with its source.

        Parameters
        ----------
        **given
            Every field without a published value, and any to be put in place of one. For
            the published outcome ``"no further home care"``, give ``outcome_week_sd``,
            ``outcome_skill_sd``, ``outcome_false_positive`` and ``outcome_false_negative``.

        Returns
        -------
        Cohort
            Checked; ``modelled()`` lists what rests on no published value.

        Raises
        ------
        CohortError
            Naming every field that has no published value and was not given.
        """
        text = resources.files(__package__).joinpath("data/published.toml").read_text("utf-8")
        published = toml_tables(text)
        for name in [name for name in given if name.startswith("outcome_")]:
            published["outcomes"][0][name.removeprefix("outcome_")] = given.pop(name)
        sources = {k: v for k, v in published.pop("sources").items() if k not in given}
        stated = given.get("sources", {})
        if isinstance(stated, dict):  # anything else is refused below
            given["sources"] = sources | stated
        return cls.model_validate({**published, **given})

    @cached_property
    def lengths(self) -> tuple[float, ...]:
        """Every visit length of the packages, in minutes, ascending."""
        return tuple(sorted({m for package in self.packages for m in package.visit_minutes}))

    @cached_property
    def visit_matrix(self) -> NDArray[np.float64]:
        """Visits a week, by package and length; shape (packages, lengths)."""
        matrix = np.zeros((len(self.packages), len(self.lengths)))
        for row, package in enumerate(self.packages):
            for minutes, visits in zip(package.visit_minutes, package.visits_per_week, strict=True):
                matrix[row, self.lengths.index(minutes)] += visits
        return matrix

    @cached_property
    def counts(self) -> NDArray[np.int_]:
        """People with each package: shares of the whole, by largest remainder."""
        exact = np.array([package.share for package in self.packages]) * self.people
        counts = np.floor(exact).astype(int)
        first = np.argsort(counts - exact, kind="stable")[: self.people - counts.sum()]
        counts[first] += 1
        return np.asarray(counts)

    def weekly_hours(self) -> float:
        """Planned contact hours a week of all packages as first set."""
        minutes = self.visit_matrix @ np.array(self.lengths)
        return float(self.counts @ minutes / 60)

    def modelled(self) -> tuple[str, ...]:
        """Fields without a published source: modelled, not observed."""
        descriptive = {"sources", "correlations", "people"}
        return tuple(
            name
            for name in type(self).model_fields
            if name not in descriptive
            and name not in self.sources
            and getattr(self, name) is not None
        )

    def with_values(self, **changes: Any) -> Cohort:
        """Return the same cohort with some fields changed.

        Parameters
        ----------
        **changes
            New values by field name.

        Returns
        -------
        Cohort
            A new, checked object.

        Raises
        ------
        CohortError
            If a name is not a field or the changed cohort does not hold together.
        """
        data = self.model_dump(exclude_none=True) | changes
        data["sources"] = {k: v for k, v in self.sources.items() if k not in changes}
        data["sources"] |= changes.get("sources", {})
        return type(self).model_validate(data)


def _shares(cohort: Cohort) -> list[Problem]:
    problems = []
    total = sum(package.share for package in cohort.packages)
    if abs(total - 1) > _ROUNDING:
        problems.append(
            Problem(
                "shares-do-not-add-up", "cohort.packages", f"The shares add up to {total:g}.",
                "Every person has exactly one package.", "Correct them so that they add up to 1.",
            )
        )  # fmt: skip
    for place, package in enumerate(cohort.packages):
        if len(package.visit_minutes) != len(package.visits_per_week):
            problems.append(
                Problem(
                    "unequal-lengths", f"cohort.packages.{place}",
                    f"visit_minutes has {len(package.visit_minutes)}, "
                    f"visits_per_week has {len(package.visits_per_week)} entries.",
                    "Each kind of visit has a length and a number.",
                    "Give one entry for each kind of visit in both.",
                )
            )  # fmt: skip
    return problems


def _correlations(cohort: Cohort) -> list[Problem]:
    problems = []
    for pair, value in cohort.correlations.items():
        names = [name.strip() for name in pair.split(",")]
        if len(set(names)) != 2 or not set(names) <= set(SOURCES) or not -1 <= value <= 1:
            problems.append(
                Problem(
                    "bad-correlation", f"cohort.correlations.{pair}", f"{value:g} is not usable.",
                    "A correlation joins two sources of uncertainty and lies in -1 to 1.",
                    'Name two of: ' + ", ".join(SOURCES) + '; for example "volume, price".',
                )
            )  # fmt: skip
    if not problems and np.linalg.eigvalsh(correlation_matrix(cohort)).min() < -_ROUNDING:
        problems.append(
            Problem(
                "impossible-correlations", "cohort.correlations", "No variables can be so related.",
                "The correlation matrix has a negative eigenvalue.", "Weaken the correlations.",
            )
        )  # fmt: skip
    return problems


def _names(cohort: Cohort) -> list[Problem]:
    names = [outcome.name for outcome in cohort.outcomes]
    twice = sorted({name for name in names if names.count(name) > 1})
    unknown = sorted(set(cohort.sources) - set(Cohort.model_fields))
    problems = [
        Problem(
            "named-twice", "cohort.outcomes", f'"{name}" stands there twice.',
            "Contracts refer to outcomes by name.", "Give each its own name.",
        )
        for name in twice
    ]  # fmt: skip
    problems += [
        Problem(
            "source-without-field", f"cohort.sources.{name}", "is not a field of the cohort.",
            "A source that belongs to nothing evidences nothing.", "Correct the name.",
        )
        for name in unknown
    ]  # fmt: skip
    return problems


def correlation_matrix(cohort: Cohort) -> NDArray[np.float64]:
    """Return the correlations of the year-level sources; shape (sources, sources)."""
    matrix = np.eye(len(SOURCES))
    for pair, value in cohort.correlations.items():
        first, second = (SOURCES.index(name.strip()) for name in pair.split(","))
        matrix[first, second] = matrix[second, first] = value
    return matrix
