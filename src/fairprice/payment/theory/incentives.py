"""What risk costs a provider, and how strong an incentive should be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from fairprice.declare.takes import NUMBERS, NUMBERS_ABOVE_ZERO, takes
from fairprice.payment.theory.rates import standard_error_of_rate

if TYPE_CHECKING:
    from fairprice.types import Array, Floats, Scalar


@overload
def risk_premium(risk_aversion: Scalar, variance: Scalar) -> float: ...


@overload
def risk_premium(risk_aversion: Array, variance: Scalar | Array) -> Floats: ...


@overload
def risk_premium(risk_aversion: Scalar, variance: Array) -> Floats: ...


@takes(risk_aversion=NUMBERS, variance=NUMBERS)
def risk_premium(risk_aversion: Any, variance: Any) -> Any:
    """What a risk-averse party would pay to be rid of a risk (GBP).

    Parameters
    ----------
    risk_aversion
        Constant absolute risk aversion, per GBP.
    variance
        Of its result, GBP squared.

    Returns
    -------
    float or numpy.ndarray
        ``risk_aversion * variance / 2``.

    References
    ----------
    Holmstrom, B. and Milgrom, P. (1987). Econometrica 55, 303-328.
    """
    return risk_aversion * variance / 2


@overload
def optimal_incentive(risk_aversion: Scalar, variance: Scalar, cost_curvature: Scalar) -> float: ...


@overload
def optimal_incentive(
    risk_aversion: Array, variance: Scalar | Array, cost_curvature: Scalar | Array
) -> Floats: ...


@overload
def optimal_incentive(
    risk_aversion: Scalar, variance: Array, cost_curvature: Scalar | Array
) -> Floats: ...


@overload
def optimal_incentive(risk_aversion: Scalar, variance: Scalar, cost_curvature: Array) -> Floats: ...


@takes(risk_aversion=NUMBERS, variance=NUMBERS, cost_curvature=NUMBERS)
def optimal_incentive(risk_aversion: Any, variance: Any, cost_curvature: Any) -> Any:
    """Share of a result that a linear contract best passes on.

    Parameters
    ----------
    risk_aversion
        Constant absolute risk aversion, per GBP.
    variance
        Of what chance adds to the result, GBP squared.
    cost_curvature
        Second derivative of the cost of effort, per GBP.

    Returns
    -------
    float or numpy.ndarray
        ``1 / (1 + risk_aversion * variance * cost_curvature)``.

    References
    ----------
    Holmstrom, B. and Milgrom, P. (1987). Econometrica 55, 303-328.
    """
    return 1 / (1 + risk_aversion * variance * cost_curvature)


@overload
def spread_of_outcome_revenue(share_at_risk: Scalar, rate: Scalar, people: Scalar) -> float: ...


@overload
def spread_of_outcome_revenue(
    share_at_risk: Array, rate: Scalar | Array, people: Scalar | Array
) -> Floats: ...


@overload
def spread_of_outcome_revenue(
    share_at_risk: Scalar, rate: Array, people: Scalar | Array
) -> Floats: ...


@overload
def spread_of_outcome_revenue(share_at_risk: Scalar, rate: Scalar, people: Array) -> Floats: ...


@takes(share_at_risk=NUMBERS, rate=NUMBERS, people=NUMBERS_ABOVE_ZERO)
def spread_of_outcome_revenue(share_at_risk: Any, rate: Any, people: Any) -> Any:
    """Spread of revenue by luck alone, under payment in proportion to an outcome rate.

    Parameters
    ----------
    share_at_risk
        Share of the price that depends on the rate.
    rate
        True rate, which is also the target.
    people
        Number of people measured.

    Returns
    -------
    float or numpy.ndarray
        Standard deviation as a share of target revenue.
    """
    return share_at_risk * standard_error_of_rate(rate, people) / rate
