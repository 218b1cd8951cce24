"""What a number is once a spreadsheet program has held it: fifteen significant digits.

Excel keeps fifteen digits of what is typed, LibreOffice of all it saves, and not every
program rounds the rest alike. So a workbook holds no more than fifteen to begin with, and a
number comes back from any program as it was written. Two numbers that differ by less than one
in the last of those digits are the same number.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import reduce
from operator import add
from typing import Any

#: Significant digits of a number in a workbook.
DIGITS = 15
#: One in the last digit of a number that begins with 1; for others it is less.
_ONE_IN_THE_LAST = 10.0 ** (1 - DIGITS)


def added_up(values: Iterable[Any]) -> Any:
    """Add from left to right, as a formula adds what stands between plus signs.

    Parameters
    ----------
    values
        Numbers, arrays of one shape, or recorded cells.

    Returns
    -------
    float, numpy.ndarray or Recorded
        As they are; nothing at all adds up to 0.0.

    Notes
    -----
    ``sum`` makes up for rounding from Python 3.12 on, for plain numbers alone: the last digit
    would hang on the version, and on whether one price is asked for or an array of them.

    Examples
    --------
    >>> added_up([0.1] * 10), added_up([])
    (0.9999999999999999, 0.0)
    """
    listed = list(values)
    return reduce(add, listed) if listed else 0.0


def written(number: float, significant: int = DIGITS) -> str:
    """Write a number as a workbook holds it; minus nothing is nothing.

    Parameters
    ----------
    number
        Finite.
    significant
        Digits to keep.

    Returns
    -------
    str
        Without zeros at its end.

    Examples
    --------
    >>> written(17 / 36), written(6.0), written(-0.0)
    ('0.472222222222222', '6', '0')
    """
    return f"{number + 0.0:.{significant}g}"


def held(value: Any) -> Any:
    """Return a value, or data of any depth, with every ``float`` as a workbook holds it.

    Parameters
    ----------
    value
        A number, or lists, tuples and mappings of them; what is no ``float`` stays.
    """
    if isinstance(value, float):
        return float(written(value))
    if isinstance(value, Mapping):
        return {name: held(entry) for name, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(held(entry) for entry in value)
    return value


def same(one: Any, other: Any) -> bool:
    """Tell whether two values are the same after a spreadsheet program.

    Parameters
    ----------
    one, other
        Numbers, or tuples and mappings of them; anything else must be equal.

    Examples
    --------
    >>> same(0.4722222222222222, 0.472222222222222)
    True
    >>> same(0.47222222222222, 0.47222222222223)
    False
    """
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return math.isclose(one, other, rel_tol=_ONE_IN_THE_LAST)
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)
