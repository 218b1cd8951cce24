"""Rounding to price points, as Excel rounds.

Prices stay unrounded until they are published; then they are rounded once, here.
The two ``singledispatch`` functions let recorded workbook cells give their own meaning.
"""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from fairprice.errors import InputError, Problem

if TYPE_CHECKING:
    from fairprice.types import Floats, Many, Scalar

# A tie such as 2.675 is stored just below the tie; Excel, which keeps fifteen significant
# digits, still rounds it up. Four units in the last place restores the tie, no more.
_TIE = 1 + 4 * np.finfo(float).eps
#: So far from whole pence an amount may be by binary rounding.
_PENCE = 1e-6


#: No float has more places, before or behind the point.
_MOST_PLACES = 300


def _as_given(amount: Any, found: Any) -> Any:
    return found if np.ndim(amount) else float(found)


@overload
def round_half_up(amount: Scalar, decimals: int = 2) -> float: ...
@overload
def round_half_up(amount: Many, decimals: int = 2) -> Floats: ...
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

    Raises
    ------
    InputError
        If an amount is not a number, or ``decimals`` no whole number.

    Examples
    --------
    >>> round_half_up(2.675)
    2.68
    """
    whole = isinstance(decimals, (int, np.integer)) and not isinstance(decimals, bool)
    if not whole or abs(decimals) > _MOST_PLACES:
        raise InputError([_not_places(decimals)])
    return rounded(amount, int(decimals))


@singledispatch
def rounded(amount: Any, decimals: int) -> Any:
    """Round as :func:`round_half_up` does; cells may be recorded."""
    amounts = _numbers("amount", amount)
    return _as_given(amounts, half_up(amounts, 10.0**decimals))


def half_up(amount: Any, scale: Any) -> Any:
    """Round to a whole number of ``1 / scale``, a half away from zero; one formula for all."""
    return np.copysign(np.floor(np.abs(amount) * scale * _TIE + 0.5) / scale, amount)


def pence(amount: Any) -> str:
    """Write GBP to the penny, rounded half up, without a negative zero."""
    return f"{round_half_up(float(amount)) + 0.0:,.2f}"


def signed_pence(amount: Any) -> str:
    """Write GBP to the penny with its sign, a plus for zero too."""
    return pence(amount) if amount < 0 else f"+{pence(amount)}"


def _numbers(name: str, given: Any) -> Floats:
    """Read numbers; a mask would be lost, and a set has no order."""
    if isinstance(given, float):
        return np.asarray(given)
    try:
        found = np.asarray(given)
        if found.dtype.kind not in "iufO" or np.ma.is_masked(given):
            raise TypeError
        return found.astype(float)
    except (TypeError, ValueError, OverflowError):
        raise InputError(
            [
                Problem(
                    "not-a-number", name, f"{given!r:.60} is not a number, or an array of them.",
                    "Only amounts of money are rounded.", "Give GBP.",
                )
            ]
        ) from None  # fmt: skip


def _not_places(given: Any) -> Problem:
    return Problem(
        "out-of-bounds", "decimals",
        f"{given!r:.60} is not a whole number from -{_MOST_PLACES} to {_MOST_PLACES}.",
        "It says to how many places is rounded.", "Give a whole number, such as 2 for pence.",
    )  # fmt: skip


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
    amount, points = _numbers("amount", amount), _numbers("multiple", multiple)
    if not ((points > 0) & (points < np.inf)).all():
        raise InputError(
            [
                Problem(
                    "not-above-zero",
                    "multiple",
                    f"{multiple!r:.60} is not a price point.",
                    "A price is rounded up to a whole number of price points.",
                    "Give an amount above zero in GBP, such as 0.04.",
                )
            ]
        )
    try:
        np.broadcast_shapes(amount.shape, points.shape)
    except ValueError:
        raise InputError([_shapes_differ(amount, points)]) from None
    return up_to_multiple(amount, points)


def _shapes_differ(amount: Floats, points: Floats) -> Problem:
    return Problem(
        "shapes-differ", "amount, multiple",
        f"The arrays differ in shape: {amount.shape} and {points.shape}.",
        "Each amount has one price point.", "Give arrays of one shape, or single numbers.",
    )  # fmt: skip


def up_to_multiple(amount: Any, multiple: Any) -> Any:
    """Round up to a multiple that is known to be a price point; cells may be recorded."""
    # The inner rounding removes the binary noise of the division: 21.64 is 541 x 4p, not 542.
    steps = round_up_whole(round_half_up(np.divide(amount, multiple), 6))
    return round_half_up(steps * multiple, 2)
