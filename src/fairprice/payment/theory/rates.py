"""How sure a measured rate is, and how many people tell two rates apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

import numpy as np
from scipy.special import ndtr, ndtri

from fairprice.declare.takes import NUMBERS, NUMBERS_ABOVE_ZERO, takes

if TYPE_CHECKING:
    from fairprice.types import Array, Floats, Scalar


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
