"""What weeks of care cost, each cost by what it follows: what they bring, what stands anyway."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np

from fairprice.calculation import AVERAGE, OF_ONE, Choices, Step, cost_steps, parts_of_cost, run
from fairprice.cost.priced import PricedCalculation
from fairprice.digits import added_up
from fairprice.types import Floats


def year_values(book: PricedCalculation, steps: Iterable[Step]) -> dict[str, Any]:
    """Collect what the rows of a year use of a book: rates, inputs, and lines of one activity.

    Parameters
    ----------
    book
        The open book.
    steps
        The rows, of ``cost_steps`` or ``volume_steps``.

    Returns
    -------
    dict
        By the name of the parameter, in order of first use; what is done in the year is absent.
    """
    lines = {prefix: book.at(*activity) for prefix, activity in OF_ONE.items()}
    known: dict[str, Any] = {}
    for parameter in dict.fromkeys(p for step in steps for p in step.parameters):
        prefix = next((p for p in OF_ONE if parameter.startswith(p)), "")
        name = parameter.removeprefix(prefix).removeprefix(AVERAGE)
        if prefix:
            known[parameter] = lines[prefix][name]
        elif name in book:
            known[parameter] = book.value(name)
    return known


def _needed_for(names: set[str], steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Keep the rows that some of them need, each after all that it uses."""
    kept: list[Step] = []
    for step in reversed(steps):
        if step.name in names:
            kept.insert(0, step)
            names = names | set(step.parameters)
    return tuple(kept)


@dataclass(frozen=True)
class YearCosts:
    """The costs of a book by what each follows, for visits and contact hours of any weeks.

    Parameters
    ----------
    choices
        What each cost follows.
    values
        What the rows use of the book, by the name of the parameter.
    weeks_per_year
        Weeks of the year that fixed cost and steps are stated for.
    given
        What is given of the weeks beside visits and contact hours: ``care_workers``,
        ``idle_hours``, ``shift_hours``.
    """

    choices: Choices
    values: Mapping[str, Any]
    weeks_per_year: float
    given: frozenset[str] = frozenset()

    @classmethod
    def of(cls, book: PricedCalculation, given: Iterable[str] = ()) -> YearCosts:
        """Take the costs of a book."""
        choices = book.assumptions.choices
        weeks = book.assumptions.time_off.weeks_per_year
        values: dict[str, Any] = {}
        costs = cls(choices, values, weeks, frozenset(given))
        values |= year_values(book, costs.steps)
        return costs

    def __getstate__(self) -> dict[str, Any]:
        # the rows are functions made for these choices: whoever unpacks them makes their own
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The rows, each after all that it uses."""
        return _needed_for({"year_total_cost"}, cost_steps(self.choices, self.given))

    @cached_property
    def parts(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Rows in proportion to visits and contact hours, and rows of the year as a whole."""
        return parts_of_cost(self.choices, self.given)

    @cached_property
    def moving_steps(self) -> tuple[Step, ...]:
        """The rows that those in proportion to visits and contact hours need."""
        return _needed_for(set(self.parts[0]), self.steps)

    def at_the_pace_of_a_year(self, years: float, **done: Any) -> dict[str, Any]:
        """Work out every row for what is done in so many years, at the pace of one.

        Parameters
        ----------
        years
            How many years the weeks are.
        **done
            ``visits``, ``contact_hours`` and what else is given of all the weeks; careworkers
            are as many in a year as in its weeks.

        Returns
        -------
        dict
            Every row, by name.
        """
        values = dict(self.values)
        for name, amount in done.items():
            values[f"year_{name}"] = amount if name == "care_workers" else amount / years
        run(self.steps, values, {})
        return values

    def of_weeks(self, visits: Any, contact_hours: Any) -> Any:
        """Cost what is in proportion to visits and contact hours (GBP)."""
        values = dict(self.values) | {"year_visits": visits, "year_contact_hours": contact_hours}
        run(self.moving_steps, values, {})
        return added_up(values[name] for name in self.parts[0])

    def by_week(self, visits: Floats, contact_hours: Floats, **done: Any) -> Floats:
        """Cost weeks of care, what stands whatever is done spread evenly over them.

        Parameters
        ----------
        visits, contact_hours
            Of each week; shape (..., W).
        **done
            What else is given of all the weeks; shape (...).

        Returns
        -------
        numpy.ndarray
            GBP; shape (..., W). Its sum is the cost of that part of a year.
        """
        weekly = np.asarray(self.of_weeks(visits, contact_hours))
        whole = self.parts[1]
        if not whole:
            return weekly
        weeks = visits.shape[-1]
        years = weeks / self.weeks_per_year
        values = self.at_the_pace_of_a_year(
            years, visits=visits.sum(axis=-1), contact_hours=contact_hours.sum(axis=-1), **done
        )
        standing = np.asarray(added_up(values[name] for name in whole))
        return np.asarray(weekly + standing[..., np.newaxis] * years / weeks)
