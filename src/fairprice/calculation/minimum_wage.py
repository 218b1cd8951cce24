"""Pay that counts over time that counts, for the minimum-wage test."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from fairprice.calculation.step import make_function
from fairprice.digits import added_up


def counting_hours(extra_hours: tuple[str, ...]) -> Callable[..., Any]:
    """Make the row of time that counts, with the training and meeting hours that are known."""
    parameters = ("paid_hours", *extra_hours)
    return make_function(
        "counting_hours",
        parameters,
        lambda *hours: added_up(hours),
        f"""Time that counts for the minimum wage (hours).

        Contact, travel, waiting, and training, supervision, meetings and idle hours of shifts
        where their hours are stated.

        Notes
        -----
        ``{" + ".join(parameters)}``

        References
        ----------
        National Minimum Wage Regulations 2015, regulations 30 to 35.
        """,
    )


def counting_pay(extra_hours: tuple[str, ...]) -> Callable[..., Any]:
    """Make the row of pay that counts for those hours."""
    at_contact_rate = ("contact_hours", *extra_hours)
    listed = " + ".join(at_contact_rate)
    bracketed = f"({listed})" if extra_hours else listed

    def formula(rate: Any, travel_time: Any, waiting_pay: Any, *hours: Any) -> Any:
        return added_up(hours) * rate + travel_time + waiting_pay

    return make_function(
        "counting_pay",
        ("lowest_contact_pay_rate", "travel_time", "waiting_pay", *at_contact_rate),
        formula,
        f"""Pay that counts for the minimum wage (GBP).

        Pay of the lowest band for that time. Unsocial-hours premiums and mileage do not
        count.

        Notes
        -----
        ``{bracketed} * lowest_contact_pay_rate + travel_time + waiting_pay``

        References
        ----------
        National Minimum Wage Regulations 2015, regulations 8 to 10.
        """,
    )


def counting_pay_rate(counting_pay: Any, counting_hours: Any) -> Any:
    """Pay rate for the minimum wage (GBP per hour).

    Pay that counts over time that counts; zero where no time counts.

    Notes
    -----
    ``if(counting_hours > 0, counting_pay / counting_hours, 0)``

    References
    ----------
    National Minimum Wage Regulations 2015, regulation 7.
    """
    return np.where(counting_hours > 0, np.divide(counting_pay, counting_hours), 0)
