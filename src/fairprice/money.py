"""Rounding to price points, as Excel rounds.

Prices stay unrounded until they are published; then they are rounded once, here.
The two ``singledispatch`` functions let recorded workbook cells give their own meaning.
"""

from __future__ import annotations

from functools import singledispatch
from typing import Any

import numpy as np

from fairprice.errors import InputError, Problem

# A tie such as 2.675 is stored just below the tie; Excel, which keeps fifteen significant
# digits, still rounds it up. Four units in the last place restores the tie, no more.
_TIE = 1 + 4 * np.finfo(float).eps


def _as_given(amount: Any, rounded: Any) -> Any:
    return rounded if np.ndim(amount) else float(rounded)


@singledispatch
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
    scale = 10.0**decimals
    size = np.floor(np.abs(np.asarray(amount, dtype=float)) * scale * _TIE + 0.5)
    return _as_given(amount, np.copysign(size / scale, amount))


@singledispatch
def round_up_whole(amount: Any) -> Any:
    """Round up, away from zero, to a whole number, as Excel's ``ROUNDUP(amount, 0)`` does."""
    return _as_given(amount, np.copysign(np.ceil(np.abs(amount)), amount))


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
    return _is_not_below_zero(amount - limit)


@singledispatch
def _is_not_below_zero(difference: Any) -> Any:
    return round_half_up(difference, _COMPARED_TO) >= 0


@_is_not_below_zero.register
def _(difference: np.ndarray) -> Any:
    # The same decision without the rounded numbers, which a million scenarios would wait for.
    return difference * 10.0**_COMPARED_TO * _TIE - 0.5 > -1


def round_up_to_multiple(amount: Any, multiple: Any) -> Any:
    """Round up to a multiple of a price point.

    Councils use 4p, so that a quarter of the hourly rate is whole pence.

    Parameters
    ----------
    amount
        GBP; a float or an array of any shape.
    multiple
        GBP, above zero; a whole number of pence.

    Returns
    -------
    float or numpy.ndarray
        GBP, the smallest multiple not below ``amount``.

    Raises
    ------
    InputError
        If ``multiple`` is a plain number not above zero.

    Examples
    --------
    >>> round_up_to_multiple(20.28 * 1.066, 0.04)
    21.64
    """
    if isinstance(multiple, (int, float)) and not 0 < multiple < np.inf:
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
    # The inner rounding removes the binary noise of the division: 21.64 is 541 x 4p, not 542.
    steps = round_up_whole(round_half_up(amount / multiple, 6))
    return round_half_up(steps * multiple, 2)
