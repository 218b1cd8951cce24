"""Rounding to price points, as Excel rounds.

Prices stay unrounded until they are published; then they are rounded once, here.
The two ``singledispatch`` functions let recorded workbook cells give their own meaning.
"""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING, Any, Protocol, cast, overload

import numpy as np

from fairprice.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from fairprice.types import Floats, Many, Scalar

# A tie such as 2.675 is stored just below the tie; Excel, which keeps fifteen significant
# digits, still rounds it up. Four units in the last place restores the tie, no more.
_TIE = 1 + 4 * np.finfo(float).eps
#: So far from whole pence an amount may be by binary rounding.
_PENCE = 1e-6


class _RoundHalfUp(Protocol):
    """The types of :func:`round_half_up`, which ``singledispatch`` would hide."""

    register: Callable[..., Any]

    @overload
    def __call__(self, amount: Scalar, decimals: int = 2) -> float: ...
    @overload
    def __call__(self, amount: Many, decimals: int = 2) -> Floats: ...


def _typed(rounding: Callable[..., Any]) -> _RoundHalfUp:
    return cast(_RoundHalfUp, singledispatch(rounding))


def _as_given(amount: Any, rounded: Any) -> Any:
    return rounded if np.ndim(amount) else float(rounded)


@_typed
def round_half_up(amount: Any, decimals: int = 2) -> Any:
    """Round to ``decimals`` places, a half away from zero, as Excel's ``ROUND`` does.

    Parameters
    ----------
    amount
        GBP; a float or an array of any shape.
    decimals
        Places to keep; 2 for pence.

    Returns
    -------
    float or numpy.ndarray
        GBP, of the shape of ``amount``.

    Examples
    --------
    >>> round_half_up(2.675)
    2.68
    """
    return _as_given(amount, half_up(np.asarray(amount, dtype=float), 10.0**decimals))


def half_up(amount: Any, scale: Any) -> Any:
    """Round to a whole number of ``1 / scale``, a half away from zero; one formula for all."""
    return np.copysign(np.floor(np.abs(amount) * scale * _TIE + 0.5) / scale, amount)


@singledispatch
def round_up_whole(amount: Any) -> Any:
    """Round up, away from zero, to a whole number, as Excel's ``ROUNDUP(amount, 0)`` does."""
    return _as_given(amount, up_whole(amount))


def up_whole(amount: Any) -> Any:
    """Round up, away from zero; one formula for all."""
    return np.copysign(np.ceil(np.abs(amount)), amount)


def is_whole_pence(amount: float) -> bool:
    """Tell whether an amount (GBP) is a whole number of pence above zero, as a price point is."""
    pence = 100 * amount
    return abs(pence - round(pence)) <= _PENCE and round(pence) >= 1


#: Places to which pay is compared with a limit: a hundredth of a penny.
_COMPARED_TO = 4


def reaches(amount: Any, limit: Any) -> Any:
    """Say whether an amount reaches a limit, decided at a hundredth of a penny.

    Pay worked out as 124.99999999999997 is GBP 125.00: binary noise decides nothing, in
    whichever program it arises.

    Parameters
    ----------
    amount, limit
        GBP; floats, arrays or recorded cells.

    Returns
    -------
    bool or numpy.ndarray
        Whether the amount less the limit, rounded to four places, is zero or more.

    Examples
    --------
    >>> 12.5 * (0.7 / 0.07)
    124.99999999999997
    >>> bool(reaches(12.5 * (0.7 / 0.07), 125)), bool(reaches(124.9999, 125))
    (True, False)
    """
    return not_below_zero(amount - limit)


@singledispatch
def not_below_zero(difference: Any) -> Any:
    """Say whether a difference of amounts, at a hundredth of a penny, is zero or more."""
    return round_half_up(difference, _COMPARED_TO) >= 0


@not_below_zero.register
def _(difference: np.ndarray) -> Any:
    # The same decision without the rounded numbers, which a million scenarios would wait for.
    return difference * 10.0**_COMPARED_TO * _TIE - 0.5 > -1


@overload
def round_up_to_multiple(amount: Scalar, multiple: Scalar) -> float: ...
@overload
def round_up_to_multiple(amount: Many, multiple: Scalar | Many) -> Floats: ...
@overload
def round_up_to_multiple(amount: Scalar, multiple: Many) -> Floats: ...
def round_up_to_multiple(amount: Any, multiple: Any) -> Any:
    """Round up to a multiple of a price point.

    Councils use 4p, so that a quarter of the hourly rate is whole pence.

    Parameters
    ----------
    amount
        GBP; a float or an array of any shape.
    multiple
        GBP, above zero; a whole number of pence; a float or an array.

    Returns
    -------
    float or numpy.ndarray
        GBP, the smallest multiple not below ``amount``; of their common shape.

    Raises
    ------
    InputError
        If a ``multiple`` is not above zero.

    Examples
    --------
    >>> round_up_to_multiple(20.28 * 1.066, 0.04)
    21.64
    """
    points = np.asarray(multiple)
    if points.dtype.kind in "iuf" and not ((points > 0) & (points < np.inf)).all():
        raise InputError(
            [
                Problem(
                    "not-above-zero",
                    "multiple",
                    f"{multiple} is not a price point.",
                    "A price is rounded up to a whole number of price points.",
                    "Give an amount above zero in GBP, such as 0.04.",
                )
            ]
        )
    return up_to_multiple(amount, multiple)


def up_to_multiple(amount: Any, multiple: Any) -> Any:
    """Round up to a multiple that is known to be a price point; cells may be recorded."""
    # The inner rounding removes the binary noise of the division: 21.64 is 541 x 4p, not 542.
    steps = round_up_whole(round_half_up(np.divide(amount, multiple), 6))
    return round_half_up(steps * multiple, 2)
