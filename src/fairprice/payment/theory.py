"""Closed forms of chance, measurement and incentives, to judge contracts and simulations by.

Each is a published formula; arrays are welcome throughout.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, overload

import numpy as np
from scipy.special import log_ndtr, ndtr, ndtri

from fairprice.declare.arguments import Arguments
from fairprice.declare.takes import NUMBERS, NUMBERS_ABOVE_ZERO, takes

if TYPE_CHECKING:
    from fairprice.types import Array, Floats, Scalar

__all__ = [
    "mean_above",
    "minimum_caseload",
    "optimal_incentive",
    "people_for_precision",
    "people_to_tell_apart",
    "power_to_tell_apart",
    "regression_to_the_mean",
    "risk_premium",
    "spread_of_outcome_revenue",
    "standard_error_of_rate",
    "wilson_interval",
]

#: The side of a cut on which people were chosen.
Side = Literal["above", "below"]


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
    sd: Scalar, reliability: Scalar, cut: Scalar, mean: Scalar = 1.0, *, selected: Side
) -> float: ...
@overload
def regression_to_the_mean(
    sd: Array,
    reliability: Scalar | Array,
    cut: Scalar | Array,
    mean: Scalar | Array = 1.0,
    *,
    selected: Side,
) -> Floats: ...
@overload
def regression_to_the_mean(
    sd: Scalar,
    reliability: Array,
    cut: Scalar | Array,
    mean: Scalar | Array = 1.0,
    *,
    selected: Side,
) -> Floats: ...
@overload
def regression_to_the_mean(
    sd: Scalar, reliability: Scalar, cut: Array, mean: Scalar | Array = 1.0, *, selected: Side
) -> Floats: ...
@overload
def regression_to_the_mean(
    sd: Scalar, reliability: Scalar, cut: Scalar, mean: Array, *, selected: Side
) -> Floats: ...
@takes(sd=NUMBERS_ABOVE_ZERO, reliability=NUMBERS, cut=NUMBERS, mean=NUMBERS)
def regression_to_the_mean(
    sd: Any, reliability: Any, cut: Any, mean: Any = 1.0, *, selected: Side
) -> Any:
    """Expected change of a reading, with no treatment, among people chosen by an earlier one.

    Parameters
    ----------
    sd
        Standard deviation of a reading.
    reliability
        Share of its variance that lasts.
    cut, mean
        Selection at ``cut`` from a population with this mean.
    selected
        Which side of the cut was chosen: of people ``"above"`` it readings fall, of people
        ``"below"`` it they rise, whichever side of the mean the cut lies on.

    Returns
    -------
    float or numpy.ndarray
        The size of the fall or rise, ``(1 - reliability) * sd * C(z)``,
        ``C(z) = phi(z) / (1 - Phi(z))``, with ``z = (cut - mean) / sd`` above and
        ``(mean - cut) / sd`` below; in the unit of the reading.

    Raises
    ------
    InputError
        If it is not said which side was chosen.

    References
    ----------
    Barnett, A. G. et al. (2005). International Journal of Epidemiology 34, 215-220.
    """
    read = Arguments()
    why = "Those above a cut come down to the mean, those below come up to it."
    read.option("selected", selected, ("above", "below"), why, "not-an-option")
    read.done()
    z = (cut - mean) / sd if selected == "above" else (mean - cut) / sd
    return (1 - reliability) * sd * mean_above(z)


@overload
def people_for_precision(rate: Scalar, half_width: Scalar, z: float = 1.959964) -> float: ...
@overload
def people_for_precision(
    rate: Array, half_width: Scalar | Array, z: float = 1.959964
) -> Floats: ...
@overload
def people_for_precision(rate: Scalar, half_width: Array, z: float = 1.959964) -> Floats: ...
def people_for_precision(rate: Any, half_width: Any, z: float = 1.959964) -> Any:
    """People needed so that a measured rate is known to within a half-width.

    Parameters
    ----------
    rate
        True rate, 0 to 1; 0.5 needs the most people.
    half_width
        How far the interval reaches on either side, as a share of people.
    z
        Standard normal quantile; 1.96 for 95 %.

    Returns
    -------
    float or numpy.ndarray
        ``z ** 2 * rate * (1 - rate) / half_width ** 2``.

    References
    ----------
    Cochran, W. G. (1977). Sampling techniques, 3rd edition, section 4.4.
    """
    return z**2 * rate * (1 - rate) / np.square(half_width)


@overload
def people_to_tell_apart(
    first: Scalar, second: Scalar, *, power: float = 0.8, significance: float = 0.05
) -> float: ...
@overload
def people_to_tell_apart(
    first: Array, second: Scalar | Array, *, power: float = 0.8, significance: float = 0.05
) -> Floats: ...
@overload
def people_to_tell_apart(
    first: Scalar, second: Array, *, power: float = 0.8, significance: float = 0.05
) -> Floats: ...
def people_to_tell_apart(
    first: Any, second: Any, *, power: float = 0.8, significance: float = 0.05
) -> Any:
    """People needed in each of two groups so that their rates are told apart.

    Parameters
    ----------
    first, second
        True rates of the groups, 0 to 1.
    power
        Chance of telling them apart, above 0 and below 1.
    significance
        Chance of telling apart what is the same, on both sides.

    Returns
    -------
    float or numpy.ndarray
        ``(z_significance + z_power) ** 2 * (p1 (1 - p1) + p2 (1 - p2)) / (p1 - p2) ** 2``;
        infinite where the rates are the same.

    References
    ----------
    Fleiss, J. L., Levin, B. and Paik, M. C. (2003). Statistical methods for rates and
    proportions, 3rd edition, section 4.2.
    """
    z = -ndtri(significance / 2) + ndtri(power)
    variance = first * (1 - first) + second * (1 - second)
    with np.errstate(divide="ignore"):
        return z**2 * variance / np.square(np.subtract(first, second))


@overload
def power_to_tell_apart(
    first: Scalar, second: Scalar, people: Scalar, *, significance: float = 0.05
) -> float: ...
@overload
def power_to_tell_apart(
    first: Array, second: Scalar | Array, people: Scalar | Array, *, significance: float = 0.05
) -> Floats: ...
@overload
def power_to_tell_apart(
    first: Scalar, second: Array, people: Scalar | Array, *, significance: float = 0.05
) -> Floats: ...
@overload
def power_to_tell_apart(
    first: Scalar, second: Scalar, people: Array, *, significance: float = 0.05
) -> Floats: ...
def power_to_tell_apart(first: Any, second: Any, people: Any, *, significance: float = 0.05) -> Any:
    """Chance of telling two rates apart with so many people in each group.

    Parameters
    ----------
    first, second
        True rates of the groups, 0 to 1.
    people
        In each group.
    significance
        Chance of telling apart what is the same, on both sides.

    Returns
    -------
    float or numpy.ndarray
        ``Phi(|p1 - p2| / sqrt((p1 (1 - p1) + p2 (1 - p2)) / people) - z_significance)``: the
        inverse of :func:`people_to_tell_apart`.

    References
    ----------
    As :func:`people_to_tell_apart`.
    """
    error = np.sqrt((first * (1 - first) + second * (1 - second)) / people)
    return ndtr(np.absolute(np.subtract(first, second)) / error + ndtri(significance / 2))


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
