"""What supervision and meetings cost with the on-costs that are due on them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def supervision_cost(noncontact_pay: Any, on_cost_factor: Any) -> Any:
    """Supervision and meetings with on-costs (GBP).

    Pay in supervision and meetings with the paid time off, National Insurance and pension
    that go with it.

    Notes
    -----
    ``noncontact_pay * on_cost_factor``

    References
    ----------
    Arithmetic of the rows above.
    """
    return noncontact_pay * on_cost_factor


def supervision_cost_on_gross_pay(
    noncontact_pay: Any,
    average_of_gross_pay: Any,
    average_of_national_insurance: Any,
    average_of_pension: Any,
) -> Any:
    """Supervision and meetings with on-costs (GBP).

    Stated on gross pay, it is no base of paid time off; National Insurance and pension are due
    on it as on all gross pay.

    Notes
    -----
    ``noncontact_pay * (average_of_gross_pay + average_of_national_insurance
    + average_of_pension) / average_of_gross_pay``

    References
    ----------
    Arithmetic of the rows above.
    """
    whole = average_of_gross_pay + average_of_national_insurance + average_of_pension
    return noncontact_pay * whole / average_of_gross_pay


def supervision_cost_on_the_price(noncontact_pay: Any) -> Any:
    """Supervision and meetings with on-costs (GBP).

    Stated on the price, it is a charge on the price, on which no on-costs are due.

    Notes
    -----
    ``noncontact_pay``

    References
    ----------
    Arithmetic of the rows above.
    """
    return noncontact_pay


#: How it is worked out where supervision is stated as a rate, by what the rate is of.
SUPERVISION_ON: dict[str, Callable[..., Any]] = {
    "gross pay": supervision_cost_on_gross_pay,
    "price": supervision_cost_on_the_price,
}
