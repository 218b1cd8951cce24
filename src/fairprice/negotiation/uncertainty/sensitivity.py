"""One-way sensitivity: what each input's range does to the price, one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from fairprice import charts
from fairprice.cost import OpenBook, Position, as_book
from fairprice.declare.arguments import Arguments
from fairprice.declare.units import PER_CONTACT_HOUR
from fairprice.errors import InputError
from fairprice.negotiation.uncertainty.ranges import Given, prices_at_the_ends, read_ranges
from fairprice.statutory import Law

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from fairprice.charts import Canvas


def one_way_sensitivity(
    book: Position, ranges: Given | None = None, *, law: Law = None
) -> pd.DataFrame:
    """Price each input at the low and the high end of its range, all else as stated.

    Parameters
    ----------
    book
        An open book, or the assumptions of one.
    ranges
        ``{name: (low, high)}`` of inputs, or of statutory values the calculation uses; for
        an input that is a table, a list of one number a band for each end. Left out, low
        and high of the evidence, for the inputs that the calculation uses.
    law
        The law in force, for assumptions: the path of a law file, or rates made by
        :func:`fairprice.statutory_rates`; by default the register's values on the price
        date. A book has its own.

    Returns
    -------
    pandas.DataFrame
        One row an input, by ``name``, widest swing first, as a tornado chart is read.
        ``label`` and ``unit`` of the input; ``low``, ``value`` (as stated) and ``high`` in
        that unit, a tuple for tables; ``price_at_low``, ``price_at_high`` and ``swing``,
        GBP per contact hour. The swing is the distance of the two prices.

    Raises
    ------
    InputError
        If there are no ranges, for a name that is not an input here, and for ranges that
        leave the bounds, do not hold the stated value or cannot be priced; all at once.

    Notes
    -----
    Low and high are read as the least and the greatest value that can be defended. Inputs
    move one at a time, so the swings say nothing of how they move together:
    :func:`fairprice.cost_uncertainty` does.

    Examples
    --------
    >>> import fairprice as fp
    >>> provider = fp.example_provider()
    >>> ranges = {"mileage_rate": (0.35, 0.45), "holiday_weeks": (5.6, 6.6)}
    >>> list(fp.one_way_sensitivity(provider, ranges).index)
    ['holiday_weeks', 'mileage_rate']
    """
    book = as_book(book, law)
    found, problems = read_ranges(book, ranges)
    if problems:
        raise InputError(problems)
    prices = prices_at_the_ends(book, found)
    table = pd.DataFrame(
        [one.described() for one in found],
        index=pd.Index([one.name for one in found], name="input"),
    )
    table = table.assign(
        price_at_low=prices[:, 0],
        price_at_high=prices[:, 1],
        swing=np.abs(prices[:, 1] - prices[:, 0]),
    )
    return table.sort_values("swing", ascending=False, kind="stable")


def tornado(book: OpenBook, table: pd.DataFrame, *, most: int, ax: Canvas = None) -> Axes:
    """Draw a table of one-way sensitivities.

    Parameters
    ----------
    book
        The open book.
    table
        As :func:`one_way_sensitivity` gives it.
    most
        Rows at most.
    ax
        Where to draw; left out, on axes of a new figure.
    """
    read = Arguments()
    most = read.whole("most", most, "So many ranges are drawn.", lowest=1, highest=100)
    read.done()
    wanted = ["label", "price_at_low", "price_at_high"]
    prices = table.reindex(columns=wanted).set_index("label")
    asked = ("as stated", book.price_per_hour)
    ends = prices.set_axis(["low", "high"], axis="columns")
    ax = charts.tornado(ends, middle=asked, unit=PER_CONTACT_HOUR, most=most, ax=ax)
    ax.set_title("What each range does to the price, one at a time")
    return ax
