"""What care costs the provider in the expected year: the rows of the open book's year, live."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from fairprice.calculation import Step
from fairprice.cost import OpenBook, YearCosts
from fairprice.cost.derivation import label_of, unit_of
from fairprice.declare.units import kind_of
from fairprice.digits import added_up
from fairprice.workbook.sheets.comparison.ledger import Givens

_SOURCE = "The open book on the price date; the derivation is in its fee workbook"


@dataclass(frozen=True)
class OwnCost:
    """What a provider's own visits and hours cost it in the year.

    Parameters
    ----------
    all
        Cell of the cost.
    standing
        Of that, what is there whatever single weeks hold; zero if nothing is.
    given
        What of the year is given beside its visits and contact hours.
    """

    all: Any
    standing: Any
    given: frozenset[str]


@dataclass
class ProviderCosts:
    """Writes the inputs of the provider's cost, and its rows.

    Parameters
    ----------
    costs, book
        The costs by what each follows, and the book that names them.
    shift_costs
        The costs where hours of shifts are given, if some contract pays for shifts.
    givens
        The Inputs sheet.
    weeks
        Cell of the weeks of the year.
    """

    costs: YearCosts
    shift_costs: YearCosts | None
    book: OpenBook
    givens: Givens
    weeks: Any
    cells: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.weeks_per_year = self.givens.give(
            "weeks_per_year", label_of(self.book, "weeks_per_year"), "weeks",
            self.costs.weeks_per_year, _SOURCE, fixed=True,
        )  # fmt: skip
        self.cells = {
            name: self.givens.give(
                name, label_of(self.book, name), unit_of(self.book, name), float(value), _SOURCE,
                kind=kind_of(unit_of(self.book, name)),
            )
            for name, value in self._values.items()
            if name != "weeks_per_year"
        } | {"weeks_per_year": self.weeks_per_year}  # fmt: skip

    @property
    def _values(self) -> dict[str, Any]:
        of_shifts = self.shift_costs.values if self.shift_costs is not None else {}
        return {**self.costs.values, **of_shifts}

    def of_weeks(self, visits: Any, contact_hours: Any, given: frozenset[str]) -> Any:
        """Cost what is in proportion to the visits and contact hours of some weeks."""
        moving = YearCosts(self.costs.choices, self.cells, self.costs.weeks_per_year, given)
        return moving.of_weeks(visits, contact_hours)

    def of_the_year(self, line: Callable[[str, str, Any, str], Any], **done: Any) -> OwnCost:
        """Write the rows of the year, as a book's year is costed.

        Parameters
        ----------
        **done
            ``visits``, ``contact_hours`` and what else is given, of all its weeks.
        line
            Writes a line, of a label, a unit, a figure and what it is, and returns its cell.
        """
        costs = self.shift_costs if "shift_hours" in done else self.costs
        assert costs is not None
        means = "What the weeks hold, over the part of a year that they are."
        part = line("Part of a year", "years", self.weeks / self.weeks_per_year,
                    "Fixed cost and steps are stated for a whole one.")  # fmt: skip
        values = dict(self.cells)
        for name, amount in done.items():
            words = name.replace("_", " ")
            values[f"year_{name}"] = line(
                f"{words.capitalize()} at the pace of a year", words, amount / part, means
            )
        for step in costs.steps:
            values[step.name] = line(step.label, step.unit, self._figure(step, values),
                                     step.meaning)  # fmt: skip
        standing = [values[name] for name in costs.parts[1]]
        return OwnCost(
            values["year_total_cost"] * part,
            added_up(standing) * part,
            costs.given,
        )

    @staticmethod
    def _figure(step: Step, values: dict[str, Any]) -> Any:
        return step.function(*[values[name] for name in step.parameters])
