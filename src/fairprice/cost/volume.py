"""What a year costs as a function of what is done in it, and what a held price leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

import numpy as np
import pandas as pd

from fairprice.calculation import GUARANTEE, Step, run, volume_steps
from fairprice.cost.priced import PricedCalculation
from fairprice.cost.turnover import cost_of_turnover
from fairprice.cost.year_costs import YearCosts, year_values
from fairprice.declare.arguments import Arguments, float_or_array
from fairprice.declare.texts import Texts
from fairprice.declare.units import PER_CONTACT_HOUR

if TYPE_CHECKING:
    from fairprice.types import Floats, Many, Scalar

_TEXTS = Texts(
    {
        "not-used": (
            "is given, but no cost is said to follow care workers.",
            "A reader would believe that the number of careworkers moves the cost.",
            'State what follows them, such as it_follows = "care workers", or leave it out.',
        ),
    }
)
_GUARANTEED = (
    "Hours that careworkers are guaranteed are paid also where the year does not need them."
)
_WHY = "A year's cost follows what is done in it."
_WHY_HOURS = "A unit cost is a year's cost over its contact hours."
_WHY_PRICE = "A margin is what the held price leaves."


class CostedYears(PricedCalculation):
    """A calculation whose cost is told for years of any volume."""

    @property
    def volume_rows(self) -> tuple[Step, ...]:
        """The rows of :meth:`at_volume`, as steps."""
        return volume_steps(self.assumptions.choices)

    @property
    def what_costs_follow(self) -> str:
        """What each cost follows that says so, and what was taken of the others."""
        # by whether it is stated, not by its value, which can be changed in a workbook
        guaranteed = f" {_GUARANTEED}" if GUARANTEE in self.assumptions.choices.given else ""
        said: dict[str, list[str]] = {}
        for name, follows in self.assumptions.choices.follows.items():
            label = self.label("supervision_cost" if name == "supervision" else name)
            said.setdefault(follows, []).append(label)
        if not said:
            return (
                "No cost says what it follows: all cost was taken to fall with contact hours and "
                "visits, so a year of fewer hours costs less in proportion." + guaranteed
            )
        listed = [f"{follows}: {', '.join(labels)}" for follows, labels in said.items()]
        return (
            f"Costs follow {'; '.join(listed)}. All other cost was taken to fall with contact "
            "hours and visits." + guaranteed
        )

    @overload
    def annual_cost(
        self,
        visits: Scalar,
        contact_hours: Scalar,
        *,
        care_workers: Scalar | None = None,
        idle_hours: Scalar | None = None,
        weeks: Scalar | None = None,
    ) -> float: ...
    @overload
    def annual_cost(
        self,
        visits: Many,
        contact_hours: Scalar | Many,
        *,
        care_workers: Scalar | Many | None = None,
        idle_hours: Scalar | Many | None = None,
        weeks: Scalar | None = None,
    ) -> Floats: ...
    @overload
    def annual_cost(
        self,
        visits: Scalar,
        contact_hours: Many,
        *,
        care_workers: Scalar | Many | None = None,
        idle_hours: Scalar | Many | None = None,
        weeks: Scalar | None = None,
    ) -> Floats: ...
    def annual_cost(
        self,
        visits: Any,
        contact_hours: Any,
        *,
        care_workers: Any = None,
        idle_hours: Any = None,
        weeks: Any = None,
    ) -> Any:
        """Cost what is done in a year, each cost by what it is said to follow.

        Parameters
        ----------
        visits
            Careworker visits in the year; a float or an array.
        contact_hours
            Contact hours in the year, likewise.
        care_workers
            Careworkers employed, likewise; by default as many as the paid hours need.
        idle_hours
            Hours in the year that are paid though nobody is seen and nothing is driven, beyond
            those that the book holds; likewise, by default none.
        weeks
            Weeks that the activity is of, where it is not a year; fixed cost and steps are then
            those of as much of a year.

        Returns
        -------
        float or numpy.ndarray
            GBP before any return, of the common shape.

        Raises
        ------
        InputError
            If a number is below zero or not finite, shapes differ, or careworkers are given
            and no cost follows them.

        Notes
        -----
        At the stated volume and visit mix, the year costs ``total_cost`` times
        ``annual_contact_hours``. A cost stated as a rate on the price is what it is at the
        book's own price.

        Examples
        --------
        >>> import fairprice as fp
        >>> book = fp.OpenBook(fp.example_provider())
        >>> hours = book.value("annual_contact_hours")
        >>> whole = book.annual_cost(hours * book.value("visits_per_contact_hour"), hours)
        >>> f"{whole / hours:.2f}" == f"{book.value('total_cost'):.2f}"
        True
        """
        read = Arguments()
        given: dict[str, Any] = {
            "visits": read.numbers("visits", visits, "visits", _WHY),
            "contact_hours": read.numbers("contact_hours", contact_hours, "hours", _WHY),
        }
        if care_workers is not None:
            workers = read.numbers("care_workers", care_workers, "care workers", _WHY)
            given["care_workers"] = workers
            if "cost_per_care_worker" not in self:
                read.note(_TEXTS("not-used", "care_workers"))
        if idle_hours is not None:
            given["idle_hours"] = read.numbers("idle_hours", idle_hours, "hours", _WHY)
        years = 1.0
        if weeks is not None:
            years = read.number("weeks", weeks, "weeks", _WHY, above=0)
            years /= self.assumptions.time_off.weeks_per_year
        read.done()
        costs = YearCosts.of(self, given.keys() - {"visits", "contact_hours"})
        rows = costs.at_the_pace_of_a_year(years, **given)
        shape = np.broadcast_shapes(*(np.shape(amount) for amount in given.values()))
        return float_or_array(np.broadcast_to(rows["year_total_cost"] * years, shape))

    def at_volume(
        self, annual_contact_hours: Scalar | Many, price_per_hour: Scalar | None = None
    ) -> pd.DataFrame:
        """Show what other volumes cost, and what a held price leaves of each.

        Parameters
        ----------
        annual_contact_hours
            Contact hours a year, at the stated visit mix; a float or an array.
        price_per_hour
            GBP per contact hour, held at every volume; by default the book's price.

        Returns
        -------
        pandas.DataFrame
            One row a volume. Columns: ``year_visits``, ``year_paid_hours``;
            ``hours_and_visits_cost`` and, where a cost says that it follows them,
            ``care_workers_cost``, ``year_cost``, and steps with their cost; ``year_total_cost``
            (GBP per year); ``unit_cost`` (GBP per contact hour), ``revenue``, ``margin`` (GBP
            per year; what the volume leaves, which is not the return that the price plans),
            ``margin_share``, ``contribution_per_hour`` and ``break_even_hours``, with the steps
            of that volume; NaN where no volume breaks even.

        Raises
        ------
        InputError
            If a volume or the price is not a finite number above zero.
        """
        read = Arguments()
        hours = np.atleast_1d(
            read.positives(
                "annual_contact_hours", annual_contact_hours, "hours per year", _WHY_HOURS
            )
        )
        held = float(self.value("price"))
        if price_per_hour is not None:
            held = read.positive("price_per_hour", price_per_hour, PER_CONTACT_HOUR, _WHY_PRICE)
        read.done()
        steps = volume_steps(self.assumptions.choices)
        values = year_values(self, steps) | {"year_contact_hours": hours, "held_price": held}
        with np.errstate(divide="ignore", invalid="ignore"):
            run(steps, values, {})
        columns = {step.name: np.broadcast_to(values[step.name], hours.shape) for step in steps}
        table = pd.DataFrame(columns, index=pd.Index(hours, name="annual_contact_hours"))
        # zero says in a workbook that no volume breaks even; here nothing says it
        table["break_even_hours"] = table["break_even_hours"].where(
            table["contribution_per_hour"] > 0
        )
        return table

    def cost_of_turnover(self) -> pd.DataFrame:
        """Show what it costs that careworkers leave.

        Returns
        -------
        pandas.DataFrame
            One row a cost (recruitment, cover, induction) and one for all; columns
            ``per_leaver`` (GBP), ``leavers_per_year``, ``per_year`` (GBP) and
            ``per_contact_hour`` (GBP).

        Raises
        ------
        InputError
            If the book does not say what replacing a leaver costs.
        """
        return cost_of_turnover(self)
