"""Need that falls by itself, as people were chosen when it read high."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, overload

import numpy as np
from scipy.special import log_ndtr

from fairprice.declare.arguments import Arguments
from fairprice.declare.takes import NUMBERS, NUMBERS_ABOVE_ZERO, takes

if TYPE_CHECKING:
    from fairprice.types import Array, Floats, Scalar

#: The side of a cut on which people were chosen.
Side = Literal["above", "below"]


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
