"""What a price is made of, in the few parts that people ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from fairprice import charts
from fairprice.calculation import PARTS_OF_THE_PRICE
from fairprice.charts import Canvas
from fairprice.cost.lengths import visit_lengths
from fairprice.cost.minimum_wage import VISIT_MIX
from fairprice.cost.priced import PricedCalculation
from fairprice.declare.units import PER_CONTACT_HOUR
from fairprice.digits import added_up

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PER_VISIT = "GBP per visit"
_STATED_FEE = "Flat fee of {:,.2f} an hour"


def parts(book: PricedCalculation, visits: Any, contact_hours: Any) -> pd.DataFrame:
    """Part the price of activities.

    Parameters
    ----------
    book
        The open book.
    visits, contact_hours
        Of each activity; arrays of one shape.

    Returns
    -------
    pandas.DataFrame
        One row an activity, one column a part of ``PARTS_OF_THE_PRICE``, GBP.
    """
    lines = book.at(visits, contact_hours)
    nothing = np.zeros_like(contact_hours)
    return pd.DataFrame(
        {
            part: added_up((nothing, *(lines.get(line, nothing) for line in names)))
            for part, names in PARTS_OF_THE_PRICE.items()
        }
    )


def build_up(book: PricedCalculation, lengths: Any) -> pd.DataFrame:
    """Tabulate the parts; see :meth:`fairprice.OpenBook.build_up`."""
    minutes = np.atleast_1d(visit_lengths("lengths", lengths, as_a_list=True))
    table = parts(book, np.ones_like(minutes), minutes / 60)
    return table.set_index(pd.Index(minutes, name="visit_minutes"))


def build_up_by_the_hour(book: PricedCalculation, lengths: Any) -> pd.DataFrame:
    """Tabulate the parts of an hour (GBP), at the visit mix and by length; one row each."""
    table = build_up(book, lengths)
    minutes = table.index.to_numpy()
    mix = parts(book, np.array([book.value("visits_per_contact_hour")]), np.ones(1))
    hourly = pd.concat([mix, table.div(minutes / 60, axis=0)])
    return hourly.set_axis([VISIT_MIX.capitalize(), *(f"{m:g} minutes" for m in minutes)])


def plot(book: PricedCalculation, lengths: Any, ax: Canvas) -> Axes:
    """Draw the parts by the hour; see :meth:`fairprice.OpenBook.plot`."""
    hourly = build_up_by_the_hour(book, lengths)
    ax = charts.stacked(hourly, unit=PER_CONTACT_HOUR, ax=ax)
    fee = book.assumptions.fees.flat_hourly_fee
    if fee is not None:
        charts.line(ax, (-0.5, len(hourly) - 0.5), (fee, fee), _STATED_FEE.format(fee))
    ax.set_title("What an hour of home care costs, by length of visit")
    return ax


def plot_visit_lengths(book: PricedCalculation, lengths: Any, ax: Canvas) -> Axes:
    """Draw the parts by the visit; see :meth:`fairprice.OpenBook.plot_visit_lengths`."""
    table = build_up(book, lengths)
    minutes = table.index.to_numpy()
    ax = charts.stacked(table, unit=PER_VISIT, ax=ax, places=minutes, across="Minutes of a visit")
    fee = book.assumptions.fees.flat_hourly_fee
    if fee is not None:
        ends = (0.0, float(ax.get_xlim()[1]))
        paid = [fee * end / 60 for end in ends]
        charts.line(ax, ends, paid, _STATED_FEE.format(fee))
    ax.set_title("What a visit costs, by its length")
    return ax
