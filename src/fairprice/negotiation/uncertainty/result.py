"""What joint draws of a cost tell: percentiles, prices that cover it, drivers, decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from fairprice import charts
from fairprice.calculation import PRICE_PER_HOUR
from fairprice.cost import OpenBook
from fairprice.declare.arguments import Arguments
from fairprice.declare.units import PER_CONTACT_HOUR
from fairprice.draws import mean_with_error, percentile_with_error
from fairprice.held import Held
from fairprice.money import pence
from fairprice.negotiation.uncertainty.ranges import Range
from fairprice.negotiation.uncertainty.sensitivity import one_way_sensitivity, tornado
from fairprice.negotiation.uncertainty.value_of_information import (
    Grouping,
    told_apart,
    value_of_everything,
    value_of_one,
    variance_share,
)
from fairprice.types import Floats

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from fairprice.charts import Canvas
    from fairprice.types import Many, Scalar

#: Rows of the calculation that are kept of every draw: cost, and cost with return.
COSTS = ("total_cost", PRICE_PER_HOUR)
PERCENTILES = (5, 10, 25, 50, 75, 90, 95)
#: The row of the value of information that stands for all inputs together.
EVERYTHING = "everything"
#: The curves of acceptability, and their names on a chart.
_CURVES = {
    "covers_cost": "covers the cost",
    "covers_cost_and_return": "covers cost and return",
}
_WHY_GAIN = "The gain from signing is worked out from it."


@dataclass(frozen=True, eq=False)
class CostUncertainty(Held):
    """How sure a cost is, when all its inputs may be off together.

    Made by :func:`fairprice.cost_uncertainty`. Every figure is modelled: ranges are those
    of the evidence, but the shape between low and high, and which inputs go together, are
    assumed. Two amounts are kept apart throughout, both GBP per contact hour:
    ``total_cost``, before any return on operations, and ``price_per_hour``, the cost with the
    return.

    Parameters
    ----------
    book
        The open book as stated.
    ranges
        What was drawn from, in order of name.
    distribution
        The shape between low and high.
    correlations
        Rank correlation by pair of inputs.
    seed
        What fixes the draws.
    quantiles
        One row a draw, one column an input: the share of its distribution below the value
        drawn.
    costs
        One row a draw: ``total_cost`` and ``price_per_hour``, GBP per contact hour.
    version
        Of the library.
    """

    book: OpenBook
    ranges: tuple[Range, ...]
    distribution: str
    correlations: Mapping[tuple[str, str], float]
    seed: int
    quantiles: pd.DataFrame
    costs: pd.DataFrame
    version: str

    @property
    def draws(self) -> int:
        """Number of draws."""
        return len(self.costs)

    @cached_property
    def mean(self) -> pd.DataFrame:
        """Mean of the cost, with and without return, beside what the book states.

        Rows ``total_cost`` and ``price_per_hour``; columns ``stated``, ``mean``, ``mean_error``
        (its Monte Carlo standard error) and ``standard_deviation``, GBP per contact hour. Where
        ranges reach further up than down, the mean exceeds what is stated.
        """
        rows = {}
        as_stated = float(self.book.value("total_cost")), self.book.price_per_hour
        for name, stated in zip(COSTS, as_stated, strict=True):
            drawn = self._drawn(name)
            mean, error = mean_with_error(drawn)
            rows[name] = {
                "stated": stated,
                "mean": mean,
                "mean_error": error,
                "standard_deviation": float(drawn.std(ddof=1)),
            }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("amount")

    @cached_property
    def percentiles(self) -> pd.DataFrame:
        """Percentiles of the cost, with and without return, and their Monte Carlo errors.

        One row a percentile; columns ``total_cost``, ``total_cost_error``, ``price_per_hour``
        and ``price_per_hour_error``, GBP per contact hour. The error is half the distance
        between the order statistics one binomial standard error of the rank either side.

        References
        ----------
        David, H. A. and Nagaraja, H. N. (2003). Order Statistics, 3rd edition, section
        7.1. Wiley.
        """
        columns: dict[str, list[float]] = {}
        for name in COSTS:
            found = [percentile_with_error(self._drawn(name), percent) for percent in PERCENTILES]
            columns[name], columns[f"{name}_error"] = map(list, zip(*found, strict=True))
        return pd.DataFrame(columns, index=pd.Index(PERCENTILES, name="percentile"))

    def acceptability(self, prices: Scalar | Many | None = None) -> pd.DataFrame:
        """Probability that a price covers the cost, and the cost with return.

        Parameters
        ----------
        prices
            GBP per contact hour, one or several; left out, every whole penny from the
            lowest cost drawn to the highest cost with return.

        Returns
        -------
        pandas.DataFrame
            One row a ``price_per_hour``; ``covers_cost`` and ``covers_cost_and_return``, from 0 to
            1, each with a column of its binomial standard error. Where none or all of n
            draws are covered the error reads 0; then the probability is within 3/n of it
            with a confidence of 95 % (the rule of three).

        Raises
        ------
        InputError
            If a price is not a finite number of zero or more.

        References
        ----------
        Fenwick, E., Claxton, K. and Sculpher, M. (2001). Representing uncertainty: the
        role of cost-effectiveness acceptability curves. Health Economics 10, 779-787.
        """
        offered = self._every_penny()
        if prices is not None:
            read = Arguments()
            why = "The probability that a price covers the cost is read at each of them."
            offered = np.atleast_1d(
                read.numbers("prices", prices, PER_CONTACT_HOUR, why, as_a_list=True)
            )
            read.done()
        columns = {}
        for name, word in zip(COSTS, _CURVES, strict=True):
            below = np.searchsorted(np.sort(self._drawn(name)), offered, side="right")
            share = below / self.draws
            columns[word] = share
            columns[f"{word}_error"] = np.sqrt(share * (1 - share) / self.draws)
        return pd.DataFrame(columns, index=pd.Index(offered, name=PRICE_PER_HOUR))

    @cached_property
    def drivers(self) -> pd.DataFrame:
        """Which inputs the spread of the cost comes from, widest first.

        One row an input; ``label``, and for ``total_cost`` and ``price_per_hour`` the share of the
        variance that would go, on average, if that input were known, with its Monte Carlo
        standard error and a verdict: ``above nothing``, or ``too small to tell`` within
        two standard errors of nothing. Shares of independent inputs add up to 1 less what
        they do only together; an input also has a part in what is correlated with it.
        """
        rows = []
        for one in self.ranges:
            row: dict[str, Any] = {"label": one.label}
            for name in COSTS:
                share, error = variance_share(self._drawn(name), self._groupings[one.name])
                row |= {name: share, f"{name}_error": error}
                row[f"{name}_verdict"] = told_apart(share, error)
            rows.append(row)
        table = pd.DataFrame(rows, index=pd.Index(list(self._groupings), name="input"))
        return table.sort_values(list(COSTS), ascending=False, kind="stable")

    def value_of_information(self, price: float, *, annual_contact_hours: float) -> pd.DataFrame:
        """Value of finding out before signing a contract at a price.

        Parameters
        ----------
        price
            GBP per contact hour.
        annual_contact_hours
            Contact hours a year under the contract.

        Returns
        -------
        pandas.DataFrame
            Rows: ``everything`` (perfect information), then each input, most valuable
            first. ``label``; ``per_contact_hour`` and ``per_year`` (GBP), each with its
            Monte Carlo standard error; and a verdict as for :attr:`drivers`.

        Raises
        ------
        InputError
            If the price or the hours are not a finite number above zero.

        Notes
        -----
        The rule of decision is modelled: the provider signs if the price is expected to
        exceed the total cost, gains price less total cost for each contact hour, and gains
        nothing if it does not sign. What is found out is known for certain and comes free;
        so each figure is the most that finding out can be worth.

        References
        ----------
        Strong, M. and Oakley, J. E. (2013). An efficient method for computing
        single-parameter partial expected value of perfect information. Medical Decision
        Making 33, 755-766.
        """
        read = Arguments()
        price = read.positive("price", price, PER_CONTACT_HOUR, _WHY_GAIN)
        annual_contact_hours = read.positive(
            "annual_contact_hours", annual_contact_hours, "hours per year", _WHY_GAIN
        )
        read.done()
        gain = price - self._drawn("total_cost")
        found = {EVERYTHING: ("All inputs together", value_of_everything(gain))}
        for one in self.ranges:
            found[one.name] = (one.label, value_of_one(gain, self._groupings[one.name]))
        table = pd.DataFrame(
            [
                {
                    "label": label,
                    "per_contact_hour": value,
                    "per_contact_hour_error": error,
                    "per_year": value * annual_contact_hours,
                    "per_year_error": error * annual_contact_hours,
                    "verdict": told_apart(value, error),
                }
                for label, (value, error) in found.values()
            ],
            index=pd.Index(list(found), name="input"),
        )
        inputs = table.iloc[1:].sort_values("per_year", ascending=False, kind="stable")
        return pd.concat([table.iloc[:1], inputs])

    def plot_tornado(self, *, most: int = 12, ax: Canvas = None) -> Axes:
        """Draw the price at both ends of each range, one at a time, the widest at the top.

        Parameters
        ----------
        most
            Ranges at most.
        ax
            Axes of matplotlib to draw on; left out, those of a new figure.

        Returns
        -------
        matplotlib.axes.Axes
            The axes drawn on, with the rows of :func:`fairprice.one_way_sensitivity`.

        Raises
        ------
        MissingExtraError
            If matplotlib, the extra ``plots``, is not installed.
        InputError
            If ``most`` is no whole number above zero, or ``ax`` is something else.
        """
        ranges = {one.name: (one.low, one.high) for one in self.ranges}
        return tornado(self.book, one_way_sensitivity(self.book, ranges), most=most, ax=ax)

    def plot_acceptability(self, *, offer: float | None = None, ax: Canvas = None) -> Axes:
        """Draw how likely each price covers the cost, with the price asked marked.

        Parameters
        ----------
        offer
            A price offered, GBP per contact hour, to be marked too.
        ax
            Axes of matplotlib to draw on; left out, those of a new figure.

        Returns
        -------
        matplotlib.axes.Axes
            The axes drawn on, with the two curves of :meth:`acceptability`.

        Raises
        ------
        MissingExtraError
            If matplotlib, the extra ``plots``, is not installed.
        InputError
            If the offer is not a finite number of zero or more, or ``ax`` is something else.
        """
        marks = {"asked": self.book.price_per_hour}
        if offer is not None:
            read = Arguments()
            marks["offered"] = read.number("offer", offer, PER_CONTACT_HOUR, "It is marked.")
            read.done()
        curves = list(_CURVES)
        ax = charts.probabilities(
            self.acceptability()[curves].rename(columns=_CURVES),
            marks,
            at_marks=self.acceptability(list(marks.values()))[curves],
            unit=PER_CONTACT_HOUR,
            ax=ax,
        )
        ax.set_title("How likely a price covers the cost, modelled", pad=34)
        return ax

    def plot_margin(self, price: float | None = None, *, ax: Canvas = None) -> Axes:
        """Draw how the margin is distributed at a price, and how often it is a loss.

        Parameters
        ----------
        price
            GBP per contact hour; left out, the price asked.
        ax
            Axes of matplotlib to draw on; left out, those of a new figure.

        Returns
        -------
        matplotlib.axes.Axes
            The axes drawn on; the bars are shares of the draws and add up to 1.

        Raises
        ------
        MissingExtraError
            If matplotlib, the extra ``plots``, is not installed.
        InputError
            If the price is not a finite number of zero or more, or ``ax`` is something else.
        """
        read = Arguments()
        asked = self.book.price_per_hour if price is None else price
        paid = read.number("price", asked, PER_CONTACT_HOUR, "The margin is what it leaves.")
        read.done()
        margin = paid - self._drawn("total_cost")
        ax = charts.distribution(margin, unit=f"Price less cost ({PER_CONTACT_HOUR})", ax=ax)
        ax.set_title(f"Margin at a price of {pence(paid)}, modelled")
        return ax

    @cached_property
    def _groupings(self) -> dict[str, Grouping]:
        return {one.name: Grouping.by(self.quantiles[one.name].to_numpy()) for one in self.ranges}

    def _drawn(self, name: str) -> Floats:
        return self.costs[name].to_numpy()

    def _every_penny(self) -> Floats:
        lowest = np.floor(100 * self._drawn("total_cost").min())
        highest = np.ceil(100 * self._drawn(PRICE_PER_HOUR).max())
        return np.arange(lowest, highest + 1) / 100

    def _repr_html_(self) -> str:
        table = self.mean.join(self.percentiles.T).to_html(float_format="{:,.2f}".format)
        return f"<p>{escape(repr(self))} GBP per contact hour. Modelled, not observed.</p>{table}"

    def __repr__(self) -> str:
        about = self.book.assumptions.about
        middle = float(np.median(self._drawn(PRICE_PER_HOUR)))
        return (
            f"<CostUncertainty of {about.provider_name}: {len(self.ranges)} inputs, "
            f"{self.distribution}, {self.draws:,} draws, seed {self.seed}: median "
            f"GBP {middle:.2f} per contact hour, fairprice {self.version}>"
        )
