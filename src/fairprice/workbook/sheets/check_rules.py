"""What the checks of a fee workbook work out, and how a difference is judged.

As with a cost line, the function is the formula in the cell, and its docstring gives the
row's label, unit and meaning.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from fairprice.calculation import Step, make_function
from fairprice.money import not_below_zero

PASS, FAIL = "Pass", "Fail"


def lines_add_up(careworker_lines: Any, business_lines: Any, return_on_operations: Any) -> Any:
    """Lines add up to the price (GBP).

    The 28 cost lines and the return add up to the total of the calculation.

    Notes
    -----
    ``sum(careworker_lines) + sum(business_lines) + return_on_operations``

    References
    ----------
    Annex A section 3; expected: the row TOTAL of the calculation.
    """
    return np.sum(careworker_lines, axis=0) + np.sum(business_lines, axis=0) + return_on_operations


def average_is_its_parts(
    price_of_a_visit: Any, visits_per_contact_hour: Any, price_of_a_contact_hour: Any
) -> Any:
    """Visits and hours make the average hour (GBP per contact hour).

    The price is linear: what each visit carries, times visits in an hour, plus the hour.

    Notes
    -----
    ``price_of_a_visit * visits_per_contact_hour + price_of_a_contact_hour``

    References
    ----------
    Every line is linear in visits and contact hours; expected: the price at the visit mix.
    """
    return price_of_a_visit * visits_per_contact_hour + price_of_a_contact_hour


def return_is_what_is_left(price: Any, total_cost: Any) -> Any:
    """Return is what the price leaves after cost (GBP per contact hour).

    Total return on operations is price less total cost, whichever base it is stated on.

    Notes
    -----
    ``price - total_cost``

    References
    ----------
    Annex A section 3; expected: the row total return on operations.
    """
    return price - total_cost


def shares_add_up(shares: Any) -> Any:
    """Adds up to 1 (share).

    Every hour and every worker belongs to exactly one band.

    Notes
    -----
    ``sum(shares)``

    References
    ----------
    Arithmetic of the party's own bands.
    """
    return np.sum(shares, axis=0)


def unsocial_shares(evening_share: Any, weekend_share: Any, bank_holiday_share: Any) -> Any:
    """Evening, weekend and bank-holiday shares: at most 1 (share).

    An hour is paid one premium; together they cannot exceed all contact hours.

    Notes
    -----
    ``evening_share + weekend_share + bank_holiday_share``

    References
    ----------
    The party's own premiums.
    """
    return evening_share + weekend_share + bank_holiday_share


def minimum_wage_of_the_mix(counting_pay_rate: Any) -> Any:
    """Adult minimum wage (GBP per hour).

    Pay that counts over time that counts, travel, waiting and training in, premiums and
    mileage out, of the lowest pay band.

    Notes
    -----
    ``counting_pay_rate``

    References
    ----------
    National Minimum Wage Regulations 2015, regulation 7; expected: the adult minimum wage.
    """
    return counting_pay_rate


def minimum_wage_of_a_length(counting_pay_rate: Any) -> Any:
    """Adult minimum wage (GBP per hour).

    What a worker who made no other visits would be paid.

    Notes
    -----
    ``counting_pay_rate``

    References
    ----------
    National Minimum Wage Regulations 2015, regulation 7; expected: the adult minimum wage.
    """
    return counting_pay_rate


def same_as_written(price: Any) -> Any:
    """Price per hour is still what the library computed (GBP per contact hour).

    The expected figure was written by the library. Changed says that an input, or a
    formula, is no longer what it was.

    Notes
    -----
    ``price``

    References
    ----------
    The calculation, row TOTAL at the visit mix.
    """
    return price


LINES_ADD_UP, AVERAGE_IS_ITS_PARTS, RETURN_IS_WHAT_IS_LEFT, SHARES_ADD_UP = (
    Step(function, "check")
    for function in (lines_add_up, average_is_its_parts, return_is_what_is_left, shares_add_up)
)
UNSOCIAL, MINIMUM_WAGE_OF_THE_MIX, MINIMUM_WAGE_OF_A_LENGTH, SAME_AS_WRITTEN = (
    Step(function, "check")
    for function in (
        unsocial_shares,
        minimum_wage_of_the_mix,
        minimum_wage_of_a_length,
        same_as_written,
    )
)


def _verdict(
    name: str, label: str, condition: str, holds: Any, *, yes: str = PASS, no: str = FAIL
) -> Step:
    """Make the verdict on a difference: one word if a condition holds, another if not."""
    function = make_function(
        name,
        ("difference", "check_tolerance"),
        lambda difference, tolerance: np.where(holds(difference, tolerance), yes, no),
        f"""{label} (verdict).

        {yes} says that it holds, {no} that it does not.

        Notes
        -----
        ``if({condition}, "{yes}", "{no}")``

        References
        ----------
        Difference is found less expected; the tolerance leaves room for binary rounding.
        """,
    )
    return Step(function, "check")


AGREES = _verdict(
    "agrees",
    "Found and expected agree",
    "abs(difference) <= check_tolerance",
    lambda difference, tolerance: np.absolute(difference) <= tolerance,
)
UNCHANGED = _verdict(
    "unchanged",
    "Found is what was written",
    "abs(difference) <= check_tolerance",
    lambda difference, tolerance: np.absolute(difference) <= tolerance,
    yes="Same",
    no="Changed",
)
AT_MOST = _verdict(
    "at_most",
    "Found is at most what is expected",
    "difference <= check_tolerance",
    lambda difference, tolerance: difference <= tolerance,
)
REACHES = _verdict(
    "reaches",
    "Found reaches what is expected",
    "round(difference, 4) >= 0",
    lambda difference, _: not_below_zero(difference),
)
ABOVE = _verdict(
    "above",
    "Found reaches what is expected, told without judging",
    "round(difference, 4) >= 0",
    lambda difference, _: not_below_zero(difference),
    yes="Above",
    no="Below",
)
