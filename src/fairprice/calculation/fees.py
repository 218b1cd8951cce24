"""What a price per visit means beside a flat hourly fee, length by length."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from fairprice import money
from fairprice.calculation.step import Step

#: Lengths that differ by less (minutes) are one length; 100 minutes are also 5/3 of an hour.
_ONE_LENGTH = 1e-4


def price_per_visit(price: Any) -> Any:
    """Price per visit (GBP per visit).

    The calculation's total for one visit of this length by one careworker.

    Notes
    -----
    ``price``

    References
    ----------
    The calculation, row TOTAL.
    """
    return price


def fee_visit_hours(fee_visit_minutes: Any) -> Any:
    """Visit length in hours (hours).

    Contact hours of the visit.

    Notes
    -----
    ``fee_visit_minutes / 60``

    References
    ----------
    Arithmetic.
    """
    return fee_visit_minutes / 60


def hourly_rate(price_per_visit: Any, fee_visit_hours: Any) -> Any:
    """Hourly equivalent (GBP per contact hour).

    What the price of a visit comes to by the hour.

    Notes
    -----
    ``price_per_visit / fee_visit_hours``

    References
    ----------
    Arithmetic of the rows above.
    """
    return price_per_visit / fee_visit_hours


def flat_fee_per_visit(flat_hourly_fee: Any, fee_visit_hours: Any) -> Any:
    """Flat fee for the visit (GBP per visit).

    What a flat hourly fee pays, pro rata to the minute.

    Notes
    -----
    ``flat_hourly_fee * fee_visit_hours``

    References
    ----------
    Time-and-task payment on planned minutes.
    """
    return flat_hourly_fee * fee_visit_hours


def gap_per_visit(flat_fee_per_visit: Any, price_per_visit: Any) -> Any:
    """Flat fee less price (GBP per visit).

    Below zero, the flat fee pays less than the visit costs with its return.

    Notes
    -----
    ``flat_fee_per_visit - price_per_visit``

    References
    ----------
    Arithmetic of the rows above.
    """
    return flat_fee_per_visit - price_per_visit


def visits_per_year(
    visit_minutes: Any, visits_per_week: Any, fee_visit_minutes: Any, annual_contact_hours: Any
) -> Any:
    """Visits of this length a year (careworker visits per year).

    Their part in the stated visit mix, for a year's contact hours.

    Notes
    -----
    ``sum((abs(visit_minutes - fee_visit_minutes) < 0.0001) * visits_per_week)
    / (sum(visit_minutes * visits_per_week) / 60) * annual_contact_hours``

    References
    ----------
    The party's own visit mix.
    """
    of_this_length = np.sum(
        (np.absolute(visit_minutes - fee_visit_minutes) < _ONE_LENGTH) * visits_per_week, axis=0
    )
    weekly_contact_hours = np.sum(visit_minutes * visits_per_week, axis=0) / 60
    return of_this_length / weekly_contact_hours * annual_contact_hours


def gap_per_year(gap_per_visit: Any, visits_per_year: Any) -> Any:
    """Flat fee less price, a year (GBP per year).

    The gap over all visits of this length.

    Notes
    -----
    ``gap_per_visit * visits_per_year``

    References
    ----------
    Arithmetic of the rows above.
    """
    return gap_per_visit * visits_per_year


def break_even_hourly_fee(total_cost: Any, fee_visit_hours: Any) -> Any:
    """Break-even flat fee (GBP per contact hour).

    The flat hourly fee that covers the cost of visits of this length, with no return.

    Notes
    -----
    ``total_cost / fee_visit_hours``

    References
    ----------
    The calculation, row total cost before return.
    """
    return total_cost / fee_visit_hours


def price_to_the_penny(price_per_visit: Any) -> Any:
    """Price to the penny (GBP per visit).

    Rounded half up, once.

    Notes
    -----
    ``round(price_per_visit, 2)``

    References
    ----------
    Excel's ROUND.
    """
    return money.round_half_up(price_per_visit, 2)


def price_point(price_per_visit: Any, price_multiple: Any) -> Any:
    """Price point (GBP per visit).

    Rounded up to a multiple of the stated price point.

    Notes
    -----
    ``round(round_up(round(price_per_visit / price_multiple, 6), 0) * price_multiple, 2)``

    References
    ----------
    City of Wolverhampton fee review 2025-26: rates are multiples of 4p.
    """
    return money.up_to_multiple(price_per_visit, price_multiple)


#: What stands in the place of a flat fee that nobody stated, in the words of the rows.
_AVERAGE_PRICE = {
    "Flat hourly fee": "Average price per contact hour",
    "Flat fee": "Average price",
    "a flat hourly fee pays": "the average price comes to",
    "the flat fee pays": "the average price is",
}


def without_a_fee(text: str) -> str:
    """Say a row of fees for a book that states none: it stands beside its own average price.

    Parameters
    ----------
    text
        A label or a meaning.
    """
    found = next((words for words in _AVERAGE_PRICE if words in text), "")
    return text.replace(found, _AVERAGE_PRICE[found]) if found else text


def fee_steps(*, with_price_point: bool) -> tuple[Step, ...]:
    """List the fee rows in reading order.

    Parameters
    ----------
    with_price_point
        Whether a price point is stated.
    """
    functions: list[Callable[..., Any]] = [
        fee_visit_hours,
        price_per_visit,
        hourly_rate,
        price_to_the_penny,
        *([price_point] if with_price_point else []),
        flat_fee_per_visit,
        gap_per_visit,
        visits_per_year,
        gap_per_year,
        break_even_hourly_fee,
    ]
    return tuple(Step(function, "fee") for function in functions)
