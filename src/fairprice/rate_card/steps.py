"""What a rate card works out besides the lines of its books: plain functions, as the lines are."""

from __future__ import annotations

from typing import Any

import numpy as np

from fairprice import money
from fairprice.calculation import Step, price_point, price_to_the_penny


def supplemented_pay(
    pay_of_the_base: Any, zone_pay_supplement: Any, service_pay_supplement: Any
) -> Any:
    """Contact pay rate with supplements (GBP per hour).

    The base's, and what the zone and the service add to it, before premiums.

    Notes
    -----
    ``pay_of_the_base + zone_pay_supplement + service_pay_supplement``

    References
    ----------
    The card's own supplements.
    """
    return pay_of_the_base + zone_pay_supplement + service_pay_supplement


def factor_of_the_time(premium: Any, time_pay_supplement: Any, contact_pay_rate: Any) -> Any:
    """Unsocial-hours factor of the time (multiple of the contact pay rate).

    One plus the premium of this time alone: the base's average of all times, which is made
    of the same premiums, does not count beside it.

    Notes
    -----
    ``1 + premium + time_pay_supplement / contact_pay_rate``

    References
    ----------
    The card's own premiums, or else the base's.
    """
    return 1 + premium + time_pay_supplement / contact_pay_rate


def miles_of_a_careworker(miles_per_visit: Any, vehicles: Any, careworkers: Any) -> Any:
    """Miles of one careworker (miles per careworker visit).

    Who shares a journey drives part of the miles; each is paid for the time.

    Notes
    -----
    ``miles_per_visit * vehicles / careworkers``

    References
    ----------
    National Minimum Wage Regulations 2015, regulation 34: travel is time of each worker.
    """
    return miles_per_visit * vehicles / careworkers


def price_per_visit(price_of_the_visit: Any, price_of_the_hours: Any, visit_minutes: Any) -> Any:
    """Price per visit (GBP per visit).

    What the visit carries however short it is, and what its hours carry, of all its carers.

    Notes
    -----
    ``price_of_the_visit + price_of_the_hours * visit_minutes / 60``

    References
    ----------
    Every line is linear in visits and contact hours.
    """
    return price_of_the_visit + price_of_the_hours * visit_minutes / 60


def above_the_first(
    price_per_visit: Any, price_of_the_first: Any, published_of_the_first: Any, price_step: Any
) -> Any:
    """Least price above the first (GBP per visit).

    Where a cell costs more than the same cell of the first on the list, it is published at
    least one step above it, so that no enhancement vanishes by rounding.

    Notes
    -----
    ``if(round(price_per_visit - price_of_the_first, 4) > 0, published_of_the_first
    + price_step, 0)``

    References
    ----------
    A rule of this card; a hundredth of a penny tells a difference from binary rounding.
    """
    dearer = money.round_half_up(price_per_visit - price_of_the_first, 4) > 0
    return np.where(dearer, published_of_the_first + price_step, 0)


def published_price(
    rounded_price: Any,
    above_the_first_zone: Any,
    above_the_first_service: Any,
    above_the_first_carers: Any,
    above_the_first_time: Any,
    published_of_a_shorter_visit: Any,
) -> Any:
    """Published price (GBP per visit).

    The rounded price, raised where an enhancement would vanish or a longer visit would cost
    less than a shorter one.

    Notes
    -----
    ``round(max(max(max(rounded_price, published_of_a_shorter_visit),
    max(above_the_first_zone, above_the_first_service)), max(above_the_first_carers,
    above_the_first_time)), 2)``

    References
    ----------
    A rule of this card.
    """
    least = np.maximum(rounded_price, published_of_a_shorter_visit)
    places = np.maximum(above_the_first_zone, above_the_first_service)
    others = np.maximum(above_the_first_carers, above_the_first_time)
    return money.round_half_up(np.maximum(np.maximum(least, places), others), 2)


def yearly_amount(amount_per_visit: Any, visits_per_year: Any) -> Any:
    """Amount a year (GBP per year).

    An amount for each visit, over the visits of a year.

    Notes
    -----
    ``amount_per_visit * visits_per_year``

    References
    ----------
    Arithmetic.
    """
    return amount_per_visit * visits_per_year


def yearly_contact_hours(visit_minutes: Any, careworkers: Any, visits_per_year: Any) -> Any:
    """Contact hours a year (careworker hours per year).

    Hours of every careworker of a visit, over the visits of a year.

    Notes
    -----
    ``visit_minutes / 60 * careworkers * visits_per_year``

    References
    ----------
    Annex A section 3 counts contact hours by careworker.
    """
    return visit_minutes / 60 * careworkers * visits_per_year


SUPPLEMENTED_PAY, FACTOR_OF_THE_TIME, MILES_OF_A_CAREWORKER, PRICE_PER_VISIT = (
    Step(function, "fee")
    for function in (supplemented_pay, factor_of_the_time, miles_of_a_careworker, price_per_visit)
)
ABOVE_THE_FIRST, PUBLISHED_PRICE, YEARLY_AMOUNT, YEARLY_CONTACT_HOURS = (
    Step(function, "fee")
    for function in (above_the_first, published_price, yearly_amount, yearly_contact_hours)
)


def rounding(*, with_price_point: bool) -> Step:
    """Choose how a price is rounded: up to the price point, or half up to the penny."""
    return Step(price_point if with_price_point else price_to_the_penny, "fee")
