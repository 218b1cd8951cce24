"""Contract cost register and key ratios, as open-book contract management asks for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from fairprice.calculation import PRICE_LINES, Step, run
from fairprice.cost import OpenBook, Position, as_book
from fairprice.declare.takes import one, several, takes
from fairprice.declare.units import PER_CONTACT_HOUR
from fairprice.errors import InputError
from fairprice.negotiation.case.model import CostEntry, lines_given_twice
from fairprice.statutory import Law

NOT_AGREED = "not yet agreed"
_TINY = 1e-12


def contact_time_share(contact_hours: Any, travel_hours: Any, waiting_hours: Any) -> Any:
    """Contact-time share (share of paid hours).

    Contact hours in hours of contact, travel and waiting.

    Notes
    -----
    ``contact_hours / (contact_hours + travel_hours + waiting_hours)``

    References
    ----------
    Key ratio of open-book contract management.
    """
    return contact_hours / (contact_hours + travel_hours + waiting_hours)


def travel_share(contact_hours: Any, travel_hours: Any, waiting_hours: Any) -> Any:
    """Travel share (share of paid hours).

    Travel hours in hours of contact, travel and waiting.

    Notes
    -----
    ``travel_hours / (contact_hours + travel_hours + waiting_hours)``

    References
    ----------
    Key ratio of open-book contract management.
    """
    return travel_hours / (contact_hours + travel_hours + waiting_hours)


def careworker_share_of_price(total_careworker_costs: Any, price: Any) -> Any:
    """Careworker share (share of price).

    Careworker costs in the price.

    Notes
    -----
    ``total_careworker_costs / price``

    References
    ----------
    Key ratio of open-book contract management.
    """
    return total_careworker_costs / price


def overhead_per_hour(total_business_costs: Any, contact_hours: Any) -> Any:
    """Overhead per hour (GBP per contact hour).

    Business costs of an average contact hour.

    Notes
    -----
    ``total_business_costs / contact_hours``

    References
    ----------
    Key ratio of open-book contract management.
    """
    return total_business_costs / contact_hours


def margin_on_price(return_on_operations: Any, price: Any) -> Any:
    """Margin (share of price).

    Planned return on operations in the price.

    Notes
    -----
    ``return_on_operations / price``

    References
    ----------
    Key ratio of open-book contract management.
    """
    return return_on_operations / price


KEY_RATIOS = tuple(
    Step(function, "rate")
    for function in (
        contact_time_share,
        travel_share,
        careworker_share_of_price,
        overhead_per_hour,
        margin_on_price,
    )
)


def key_ratios(book: Position, *, law: Law = None) -> pd.DataFrame:
    """Work out the key ratios of a book at its visit mix.

    Parameters
    ----------
    book
        An open book, or the assumptions of one.
    law
        The law in force, for assumptions: the path of a law file, or rates made by
        :func:`fairprice.statutory_rates`; by default the register's values on the price
        date. A book has its own.

    Returns
    -------
    pandas.DataFrame
        One row a ratio: ``label``, ``value``, ``unit``, ``formula``, ``meaning``.
    """
    book = as_book(book, law)
    needed = {name for step in KEY_RATIOS for name in step.parameters}
    values = {name: float(book.value(name)) for name in sorted(needed)}
    run(KEY_RATIOS, values, {})
    return pd.DataFrame(
        {
            "label": [step.label for step in KEY_RATIOS],
            "value": [values[step.name] for step in KEY_RATIOS],
            "unit": [step.unit for step in KEY_RATIOS],
            "formula": [step.formula for step in KEY_RATIOS],
            "meaning": [step.meaning for step in KEY_RATIOS],
        },
        index=pd.Index([step.name for step in KEY_RATIOS], name="ratio"),
    )


@takes(costs=several(one(CostEntry, wanted=""), "a list of fairprice.CostEntry"))
def cost_register(
    book: Position, costs: Iterable[CostEntry] = (), *, law: Law = None
) -> pd.DataFrame:
    """Tabulate the contract cost register for a year of care.

    Parameters
    ----------
    book
        An open book, or the assumptions of one; its lines at the contact hours of a year
        are the baseline.
    costs
        What is known beside the baseline, by line.
    law
        The law in force, for assumptions: the path of a law file, or rates made by
        :func:`fairprice.statutory_rates`; by default the register's values on the price
        date. A book has its own.

    Returns
    -------
    pandas.DataFrame
        One row a cost line and one for the planned return: ``label``, ``cost_unit``,
        ``driver``, ``allowable`` and ``reason``, then GBP for the contract year:
        ``baseline``, ``actual``, ``forecast`` (NaN until known) and ``variance``: the
        forecast, or else the actual, less the baseline.

    Raises
    ------
    InputError
        If a line stands twice in ``costs``.
    """
    book = as_book(book, law)
    costs = list(costs)
    if twice := lines_given_twice(costs):
        raise InputError(twice)
    known = {entry.line: entry for entry in costs}
    hours = float(book.value("annual_contact_hours"))
    rows = []
    for line in PRICE_LINES:
        entry = known.get(line)
        value = float(book.value(line)) if line in book.plan else 0.0
        rows.append(
            {
                "row": line,
                "label": book.label(line),
                "cost_unit": PER_CONTACT_HOUR,
                "driver": _driver(book, line),
                "allowable": entry.allowable if entry else NOT_AGREED,
                "reason": entry.reason if entry else "",
                "baseline": value * hours,
                "actual": entry.actual if entry else None,
                "forecast": entry.forecast if entry else None,
            }
        )
    table = pd.DataFrame(rows).set_index("row")
    for column in ("actual", "forecast"):
        table[column] = table[column].astype(float)
    table["variance"] = table["forecast"].fillna(table["actual"]) - table["baseline"]
    return table


def _driver(book: OpenBook, line: str) -> str:
    """Say what a line grows with: read from the line itself."""
    if line not in book.plan:
        return "in other overheads"
    by_visit = abs(float(book.at(1.0, 0.0)[line])) > _TINY
    by_hour = abs(float(book.at(0.0, 1.0)[line])) > _TINY
    grows_with = " and ".join(["visits"] * by_visit + ["contact hours"] * by_hour)
    if not grows_with:
        return "none"
    yearly = f"{line}_per_year" in book.plan.inputs
    return f"a yearly amount, spread over {grows_with}" if yearly else grows_with
