"""Closed forms of chance, measurement and incentives, to judge contracts and simulations by.

Each is a published formula; arrays are welcome throughout.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

import numpy as np
from scipy.special import log_ndtr

from fairprice.declare.takes import NUMBERS, NUMBERS_ABOVE_ZERO, takes

if TYPE_CHECKING:
    from fairprice.types import Array, Floats, Scalar

__all__ = [
    "mean_above",
    "minimum_caseload",
    "optimal_incentive",
    "regression_to_the_mean",
    "risk_premium",
    "spread_of_outcome_revenue",
    "standard_error_of_rate",
    "wilson_interval",
]


def __dir__() -> list[str]:
    return __all__


@overload
def standard_error_of_rate(rate: Scalar, people: Scalar) -> float: ...
@overload
def standard_error_of_rate(rate: Array, people: Scalar | Array) -> Floats: ...
@overload
def standard_error_of_rate(rate: Scalar, people: Array) -> Floats: ...
@takes(rate=NUMBERS, people=NUMBERS_ABOVE_ZERO)
def standard_error_of_rate(rate: Any, people: Any) -> Any:
    """Standard error of an outcome rate.

    Parameters
    ----------
    rate
        True rate, 0 to 1.
    people
        Number of people measured.

    Returns
    -------
    float or numpy.ndarray
        ``sqrt(rate * (1 - rate) / people)``.
    """
    return np.sqrt(rate * (1 - rate) / people)


@overload
def wilson_interval(rate: Scalar, people: Scalar, z: float = 1.959964) -> tuple[float, float]: ...
@overload
def wilson_interval(
    rate: Array, people: Scalar | Array, z: float = 1.959964
) -> tuple[Floats, Floats]: ...
@overload
def wilson_interval(rate: Scalar, people: Array, z: float = 1.959964) -> tuple[Floats, Floats]: ...
@takes(rate=NUMBERS, people=NUMBERS_ABOVE_ZERO, z=NUMBERS)
def wilson_interval(rate: Any, people: Any, z: float = 1.959964) -> tuple[Any, Any]:
    """Wilson interval of an observed rate.

    Parameters
    ----------
    rate
        Observed rate, 0 to 1.
    people
        Number of people measured.
    z
        Standard normal quantile; 1.96 for 95 %.

    Returns
    -------
    tuple
        Lower and upper bound.

    References
    ----------
    Wilson, E. B. (1927). Journal of the American Statistical Association 22, 209-212.
    """
    middle = (rate + z**2 / (2 * people)) / (1 + z**2 / people)
    half = z / (1 + z**2 / people) * np.sqrt(rate * (1 - rate) / people + z**2 / (4 * people**2))
    return middle - half, middle + half


@overload
def minimum_caseload(reliability: Scalar, rate: Scalar, skill_sd: Scalar) -> float: ...
@overload
def minimum_caseload(
    reliability: Array, rate: Scalar | Array, skill_sd: Scalar | Array
) -> Floats: ...
@overload
def minimum_caseload(reliability: Scalar, rate: Array, skill_sd: Scalar | Array) -> Floats: ...
@overload
def minimum_caseload(reliability: Scalar, rate: Scalar, skill_sd: Array) -> Floats: ...
@takes(reliability=NUMBERS, rate=NUMBERS, skill_sd=NUMBERS)
def minimum_caseload(reliability: Any, rate: Any, skill_sd: Any) -> Any:
    """People needed so that a measured rate tells providers apart with a given reliability.

    Parameters
    ----------
    reliability
        Share of variance between measured rates that is skill, 0 to 1.
    rate
        Mean true rate.
    skill_sd
        Standard deviation of true rates between providers.

    Returns
    -------
    float or numpy.ndarray
        ``R / (1 - R) * rate * (1 - rate) / skill_sd ** 2``; infinite without skill spread.

    References
    ----------
    Adams, J. L. (2009). The reliability of provider profiling. RAND TR-653.
    """
    between, within = np.square(skill_sd), rate * (1 - rate)
    with np.errstate(divide="ignore", invalid="ignore"):
        people = reliability / (1 - reliability) * within / between
    return np.where(between > 0, people, np.inf)[()]


@overload
def regression_to_the_mean(
    sd: Scalar, reliability: Scalar, cut: Scalar, mean: Scalar = 1.0
) -> float: ...
@overload
def regression_to_the_mean(
    sd: Array, reliability: Scalar | Array, cut: Scalar | Array, mean: Scalar | Array = 1.0
) -> Floats: ...
@overload
def regression_to_the_mean(
    sd: Scalar, reliability: Array, cut: Scalar | Array, mean: Scalar | Array = 1.0
) -> Floats: ...
@overload
def regression_to_the_mean(
    sd: Scalar, reliability: Scalar, cut: Array, mean: Scalar | Array = 1.0
) -> Floats: ...
@overload
def regression_to_the_mean(sd: Scalar, reliability: Scalar, cut: Scalar, mean: Array) -> Floats: ...
@takes(sd=NUMBERS_ABOVE_ZERO, reliability=NUMBERS, cut=NUMBERS, mean=NUMBERS)
def regression_to_the_mean(sd: Any, reliability: Any, cut: Any, mean: Any = 1.0) -> Any:
    """Expected fall of a reading, with no treatment, among people chosen for being above a cut.

    Parameters
    ----------
    sd
        Standard deviation of a reading.
    reliability
        Share of its variance that lasts.
    cut, mean
        Selection above ``cut`` from a population with this mean.

    Returns
    -------
    float or numpy.ndarray
        ``(1 - reliability) * sd * C(z)``, ``C(z) = phi(z) / (1 - Phi(z))``,
        ``z = (cut - mean) / sd``; in the unit of the reading.

    References
    ----------
    Barnett, A. G. et al. (2005). International Journal of Epidemiology 34, 215-220.
    """
    z = (cut - mean) / sd
    return (1 - reliability) * sd * mean_above(z)


@overload
def mean_above(z: Scalar) -> float: ...
@overload
def mean_above(z: Array) -> Floats: ...
@takes(z=NUMBERS)
def mean_above(z: Any) -> Any:
    """Mean of a standard normal above a point: ``phi(z) / (1 - Phi(z))``, also far out.

    Parameters
    ----------
    z
        The point.

    Returns
    -------
    float or numpy.ndarray
        Above ``z`` and above zero.
    """
    return np.exp(-np.square(z) / 2 - log_ndtr(-z)) / np.sqrt(2 * np.pi)


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
