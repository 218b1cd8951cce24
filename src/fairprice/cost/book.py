"""The open book: one party's cost of care, every line explained."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, overload

import numpy as np
import pandas as pd

from fairprice.calculation import ANNEX_A, Step, fee_steps, kind_of_row, run, without_a_fee
from fairprice.cost.build_up import build_up, plot, plot_visit_lengths
from fairprice.cost.derivation import explain
from fairprice.cost.law import law_table
from fairprice.cost.lengths import WHY_LENGTH, visit_lengths
from fairprice.cost.minimum_wage import minimum_wage_test
from fairprice.cost.volume import CostedYears
from fairprice.declare.arguments import Arguments
from fairprice.declare.takes import TEXT, takes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from fairprice.charts import Canvas
    from fairprice.types import Floats, Many, Scalar

#: Columns of ``OpenBook.lines``: visits and contact hours of each activity.
ACTIVITIES = {"one_visit": (1.0, 0.0), "one_contact_hour": (0.0, 1.0)}


class OpenBook(CostedYears):
    """What care costs under one party's assumptions.

    Parameters
    ----------
    assumptions
        What the party states.
    law
        The law in force: the path of a law file, for a policy or a year of your own, or
        rates made by :func:`fairprice.statutory_rates`; by default the register's values
        on the price date.

    Raises
    ------
    StatutoryError
        If the register has no value for the price date that the calculation needs.
    InputError
        If the assumptions are something else, such as a path, or ``law`` is that of
        another date or nation.

    Examples
    --------
    >>> import fairprice as fp
    >>> book = fp.OpenBook(fp.example_provider())
    >>> book.hourly_rate(15) > book.hourly_rate(60)
    True
    """

    @property
    def price_per_hour(self) -> float:
        """GBP per contact hour at the stated visit mix, unrounded."""
        return float(self._values["price"])

    @overload
    def price(self, minutes: Scalar) -> float: ...
    @overload
    def price(self, minutes: Many) -> Floats: ...
    def price(self, minutes: Any) -> Any:
        """Price one visit by one careworker.

        Parameters
        ----------
        minutes
            Visit length; a float or an array.

        Returns
        -------
        float or numpy.ndarray
            GBP per visit, unrounded, of the shape of ``minutes``.

        Raises
        ------
        InputError
            If a length is not a finite number above zero.
        """
        lengths = visit_lengths("minutes", minutes)
        priced = self.at(np.ones_like(lengths), lengths / 60)["price"]
        return priced if np.ndim(minutes) else float(priced)

    @overload
    def hourly_rate(self, minutes: Scalar) -> float: ...
    @overload
    def hourly_rate(self, minutes: Many) -> Floats: ...
    def hourly_rate(self, minutes: Any) -> Any:
        """Price one visit, as GBP per contact hour.

        Parameters
        ----------
        minutes
            Visit length; a float or an array.

        Returns
        -------
        float or numpy.ndarray
            GBP per contact hour, unrounded, of the shape of ``minutes``.

        Raises
        ------
        InputError
            If a length is not a finite number above zero.
        """
        hourly = self.price(minutes) / (visit_lengths("minutes", minutes) / 60)
        return hourly if np.ndim(minutes) else float(hourly)

    @property
    def lines(self) -> pd.DataFrame:
        """The 32 Annex A rows in their order.

        Columns, GBP unrounded: ``one_visit`` is the part that every visit carries,
        ``one_contact_hour`` the part that every hour carries, ``average_contact_hour``
        their sum at the visit mix; ``share_of_price`` is a share of the last. ``name`` is
        what the calculation calls a row, and ``kind`` tells a ``line`` from a ``subtotal``
        and the ``total``: the rows of kind ``line`` add up to the price.
        """
        columns = {
            name: [float(values.get(line, 0.0)) for line in ANNEX_A]
            for name, values in (
                *((name, self.at(*activity)) for name, activity in ACTIVITIES.items()),
                ("average_contact_hour", self._values),
            )
        }
        table = pd.DataFrame(columns, index=pd.Index(map(self.label, ANNEX_A), name="line"))
        return table.assign(
            share_of_price=table["average_contact_hour"] / self.price_per_hour,
            name=ANNEX_A,
            kind=[kind_of_row(line) for line in ANNEX_A],
        )

    def build_up(self, lengths: Scalar | Many | None = None) -> pd.DataFrame:
        """Part the price of visits: contact, travel, on-costs, business, return.

        Parameters
        ----------
        lengths
            Visit lengths in minutes; by default those the assumptions name for fees.

        Returns
        -------
        pandas.DataFrame
            One row a length in minutes, one column a part, GBP per visit; a row adds up to
            the price of the visit.

        Raises
        ------
        InputError
            If a length is not a finite number above zero.
        """
        return build_up(self, self._lengths(lengths))

    def plot(self, *, lengths: Scalar | Many | None = None, ax: Canvas = None) -> Axes:
        """Draw what an hour of care is made of, at the visit mix and by length of visit.

        Parameters
        ----------
        lengths
            As for :meth:`build_up`.
        ax
            Axes of matplotlib to draw on; left out, those of a new figure.

        Returns
        -------
        matplotlib.axes.Axes
            The axes drawn on; a bar adds up to the hourly rate of its length.

        Raises
        ------
        MissingExtraError
            If matplotlib, the extra ``plots``, is not installed.
        InputError
            If a length is not a finite number above zero, or ``ax`` is something else.
        """
        return plot(self, self._lengths(lengths), ax)

    def plot_visit_lengths(
        self, *, lengths: Scalar | Many | None = None, ax: Canvas = None
    ) -> Axes:
        """Draw what visits are made of, each at its length on a true axis; as :meth:`plot`.

        Parameters
        ----------
        lengths, ax
            As for :meth:`plot`.

        Returns
        -------
        matplotlib.axes.Axes
            The axes drawn on; a bar adds up to the price of its visit.
        """
        return plot_visit_lengths(self, self._lengths(lengths), ax)

    def _lengths(self, lengths: Any) -> Any:
        return self.assumptions.fees.fee_visit_minutes if lengths is None else lengths

    @property
    def workings(self) -> pd.DataFrame:
        """Every row of the calculation at the average contact hour, top to bottom.

        Columns: ``label``, ``value``, ``unit``, ``formula``, ``meaning``, ``source``. The
        rows of the worker bands stand in :attr:`worker_bands`.
        """
        steps = self.plan.of_kind("rate", "line")
        return pd.DataFrame(
            {
                "label": [step.label for step in steps],
                "value": [float(self._values[step.name]) for step in steps],
                "unit": [step.unit for step in steps],
                "formula": [step.formula for step in steps],
                "meaning": [step.meaning for step in steps],
                "source": [step.source for step in steps],
            },
            index=pd.Index([step.name for step in steps], name="row"),
        )

    @property
    def worker_bands(self) -> pd.DataFrame:
        """National Insurance, pension and sick pay worked out for each worker band.

        One row a band; columns named as in the calculation, hours or GBP a week. Empty
        when every rate is stated.
        """
        names = ["worker_weekly_hours", "worker_share"]
        names += [step.name for step in self.plan.of_kind("worker")]
        known = {name: self._values[name] for name in names if name in self._values}
        return pd.DataFrame(known).rename_axis("band")

    @property
    def law(self) -> pd.DataFrame:
        """The statutory values behind the price and the minimum-wage test.

        One row a value, indexed by its name; columns ``label``, ``value``, ``unit``,
        ``from`` and ``to`` (empty where no last day is set), ``certainty`` (enacted,
        announced, standing or assumed, on the price date), ``source``, ``address`` and
        ``checked``. Empty when every rate is stated and no minimum wage is held.
        """
        return law_table(self.rates[name] for name in self.law_names)

    @property
    def fee_rows(self) -> tuple[Step, ...]:
        """The rows of :meth:`visit_prices`, as steps."""
        return fee_steps(with_price_point=self.assumptions.fees.price_multiple is not None)

    def visit_prices(
        self, lengths: Scalar | Many | None = None, flat_hourly_fee: float | None = None
    ) -> pd.DataFrame:
        """Compare visits of several lengths with a flat hourly fee.

        Parameters
        ----------
        lengths
            Visit lengths in minutes; by default those the assumptions name for fees.
        flat_hourly_fee
            GBP per contact hour, paid pro rata; by default the fee the assumptions state,
            or else the price per hour at the visit mix.

        Returns
        -------
        pandas.DataFrame
            One row a length in minutes; columns ``price_per_visit``, ``hourly_rate``,
            ``price_to_the_penny``, ``price_point`` (where one is stated),
            ``flat_fee_per_visit``, ``gap_per_visit`` and ``gap_per_year`` (below zero the
            fee falls short), ``visits_per_year``, ``break_even_hourly_fee``. GBP.

        Raises
        ------
        InputError
            If a length is not a finite number above zero.
        """
        fees = self.assumptions.fees
        fee = flat_hourly_fee if flat_hourly_fee is not None else self.flat_hourly_fee
        read = Arguments()
        minutes = np.atleast_1d(
            read.positives("minutes", self._lengths(lengths), "minutes", WHY_LENGTH, as_a_list=True)
        )
        fee = read.positive(
            "flat_hourly_fee", fee, "GBP per hour", "Each visit's price is compared with it."
        )
        read.done()
        values: dict[str, Any] = {
            **self._values,
            **self.at(np.ones_like(minutes), minutes / 60),
            # bands down the first axis, lengths along the second
            "visit_minutes": self._values["visit_minutes"][:, np.newaxis],
            "visits_per_week": self._values["visits_per_week"][:, np.newaxis],
            "fee_visit_minutes": minutes,
            "flat_hourly_fee": fee,
            "price_multiple": fees.price_multiple,
        }
        run(self.fee_rows, values, {})
        index = pd.Index(minutes, name="visit_minutes")
        return pd.DataFrame({step.name: values[step.name] for step in self.fee_rows}, index=index)

    @property
    def flat_hourly_fee(self) -> float:
        """The stated flat fee to compare with, or else the price per hour (GBP)."""
        stated = self.assumptions.fees.flat_hourly_fee
        return self.price_per_hour if stated is None else stated

    @takes(text=TEXT)
    def fee_words(self, text: str) -> str:
        """Say a row of :attr:`fee_rows` so that no fee is named that nobody stated.

        Parameters
        ----------
        text
            A label or a meaning of a row.

        Returns
        -------
        str
            The same, of the average price in place of a flat fee where none is stated.
        """
        stated = self.assumptions.fees.flat_hourly_fee is not None
        return text if stated else without_a_fee(text)

    @takes(line=TEXT)
    def explain(self, line: str) -> str:
        """Derive a line in words and numbers, down to inputs and their sources.

        Parameters
        ----------
        line
            Its name (``"holiday"``), its Annex A label (``"Holiday"``), or a part of either that
            no other line has.

        Returns
        -------
        str
            The derivation at the average contact hour.

        Raises
        ------
        UnknownLineError
            If there is no such line, or more than one.
        """
        return explain(self, line)

    def minimum_wage_test(self, lengths: Scalar | Many | None = None) -> pd.DataFrame:
        """Test pay that counts over time that counts against the minimum wage.

        Travel, waiting, training and supervision time count; premiums and mileage do not.

        Parameters
        ----------
        lengths
            Visit lengths in minutes to test beside the visit mix; by default those the
            assumptions name for fees.

        Returns
        -------
        pandas.DataFrame
            One row for each pay band, age group and activity: ``pay_that_counts`` (GBP),
            ``time_that_counts`` (hours), ``pay_rate``, ``minimum_wage`` and ``margin``
            (GBP per hour), ``passes``, and the ``complying_travel_pay_rate`` and
            ``complying_contact_pay_rate`` that would just comply, all else equal;
            zero where the rest of the pay complies by itself.

        Raises
        ------
        StatutoryError
            If the register has no minimum wage for the price date.
        """
        return minimum_wage_test(self, self._lengths(lengths))

    def __repr__(self) -> str:
        about = self.assumptions.about
        return (
            f"<OpenBook of {about.provider_name}, {about.nation}, {about.price_date}: "
            f"GBP {self.price_per_hour:.2f} per contact hour{self._starter_in_words}>"
        )

    @property
    def _starter_in_words(self) -> str:
        count = len(self.assumptions.from_the_starter)
        return f", {count} inputs from the starter, not stated by the party" if count else ""

    def _repr_html_(self) -> str:
        about = self.assumptions.about
        heading = f"{about.provider_name}, {about.nation}, price date {about.price_date}"
        table = self.lines.drop(columns="name").to_html(
            float_format="{:,.2f}".format, formatters={"share_of_price": "{:.1%}".format}
        )
        return (
            f"<p>{escape(heading)}: GBP {self.price_per_hour:.2f} per contact hour"
            f"{escape(self._starter_in_words)}. Lines in GBP.</p>{table}"
        )
