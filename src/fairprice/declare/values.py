"""How a single value is read, at every door alike: numbers, days and months."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping
from collections.abc import Set as AnySet
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

#: The clock of days and visits: what has no time zone is taken to be on it.
UK_CLOCK = "Europe/London"
#: In the language of the library's texts, whatever that of the computer.
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_SHOWN = 60
_NO_ORDER = "has no order"
_MASKED = "has masked entries, which are not values"


class Refused(ValueError):
    """A value that cannot be read, with the reason in words that follow it: "is no number"."""


class Lossy(Refused):
    """A value that would lose something if it were read: its order, or what is masked."""


def shown(value: Any) -> str:
    """Return a value as it is written, on one line and cut short where it is long."""
    is_day = isinstance(value, datetime.date)
    text = str(value) if is_day else re.sub(r"\s*\n\s*", " ", repr(value))
    return text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."


def either(options: Any, last: str = "or") -> str:
    """List options as in a sentence: ``'a', 'b' or 'c'``."""
    *before, final = [repr(option) for option in options]
    return f"{', '.join(before)} {last} {final}" if before else final


def bounds_in_words(
    lower: float | None,
    upper: float | None,
    above: float | None,
    below: float | None = None,
    joined: str = ", ",
) -> str:
    """Say bounds; ``above`` and ``below`` exclude themselves. Nothing is said of none.

    Parameters
    ----------
    lower, upper, above, below
        The bounds, where there are any.
    joined
        What stands between two of them.
    """
    if above is None and lower is not None and upper is not None and below is None:
        return f"from {lower:g} to {upper:g}"
    least = "" if lower is None else f"{lower:g} or more"
    least = least if above is None else f"above {above:g}"
    most = "" if upper is None else f"at most {upper:g}"
    most = most if below is None else f"below {below:g}"
    return joined.join(part for part in (least, most) if part)


class Unread:
    """Stands for a value that would lose something if it were read, and shows as it.

    Parameters
    ----------
    value
        The value.
    why
        Why it is not read, in words that follow it.
    """

    def __init__(self, value: Any, why: str) -> None:
        self._value, self.why = value, why

    def __repr__(self) -> str:
        return repr(self._value)


def plain(value: Any) -> Any:
    """Return a value in Python's own kinds, with everything that is in it.

    Numbers of NumPy, decimals and fractions become floats, arrays and columns lists.
    What would lose something on the way, a set or a masked entry, is left to be refused.

    Parameters
    ----------
    value
        Anything.
    """
    kind = type(value)
    if kind in (float, int, bool, str) or value is None:
        return value
    if kind in (list, tuple):
        return [plain(entry) for entry in value]
    if isinstance(value, Mapping):
        return {key: plain(entry) for key, entry in value.items()}
    if isinstance(value, AnySet):
        return Unread(value, _NO_ORDER)
    if _has_masked_entries(value):
        return Unread(value, _MASKED)
    if isinstance(value, np.ndarray) or (hasattr(value, "to_numpy") and hasattr(value, "tolist")):
        return plain(value.tolist())
    if isinstance(value, (Decimal, Fraction, np.floating)):
        return float(value)
    return value.item() if isinstance(value, (np.bool_, np.integer, np.str_)) else value


def number(value: Any) -> float:
    """Read one finite number.

    Raises
    ------
    Refused
        If it is none: text and switches are refused rather than converted.
    """
    read = plain(value)
    if isinstance(read, bool) or not isinstance(read, (int, float)):
        raise Refused("is not a number")
    try:
        found = float(read)
    except OverflowError:
        raise Refused("is too large a number") from None
    if not math.isfinite(found):
        raise Refused("is not a finite number")
    return found


def whole(value: Any) -> int:
    """Read one whole number; 13.0 is one.

    Raises
    ------
    Refused
        If it is none.
    """
    found = number(value)
    if found != int(found):
        raise Refused("is not a whole number")
    return int(plain(value))


def array(value: Any) -> NDArray[np.float64]:
    """Read a number, or numbers in order, of any shape; some may not be finite.

    Raises
    ------
    Refused
        If something in it is no number, or has no place or no value.
    """
    if isinstance(value, (AnySet, Mapping)):
        raise Lossy(_NO_ORDER)
    if _has_masked_entries(value):
        raise Lossy(_MASKED)
    if isinstance(value, np.ndarray) and value.dtype.kind in "iuf":
        return np.asarray(value, dtype=float)
    try:
        read = np.asarray(value)
    except ValueError:
        raise Refused("has rows of unequal length") from None
    if read.dtype.kind in "iuf" and not _holds_a_switch(value):
        return read.astype(float, copy=False)
    if read.dtype.kind != "O":
        raise Refused("is not a number" if read.ndim == 0 else "holds what is not a number")
    alone = read.ndim == 0
    return np.array([_entry(entry, alone) for entry in read.ravel()], float).reshape(read.shape)


def flags(value: Any) -> NDArray[np.bool_]:
    """Read yes or no, or several in order, of any shape.

    Raises
    ------
    Refused
        If something in it is neither; 1 and 0 are numbers.
    """
    if isinstance(value, (AnySet, Mapping)):
        raise Lossy(_NO_ORDER)
    if _has_masked_entries(value):
        raise Lossy(_MASKED)
    try:
        read = np.asarray(value)
    except ValueError:
        raise Refused("has rows of unequal length") from None
    if read.dtype.kind != "b" and not (
        read.dtype.kind == "O" and all(isinstance(entry, (bool, np.bool_)) for entry in read.flat)
    ):
        raise Refused("is neither yes nor no" if read.ndim == 0 else "holds what is no yes or no")
    return read.astype(bool)


def _has_masked_entries(value: Any) -> bool:
    return np.ma.isMaskedArray(value) and bool(np.ma.getmaskarray(value).any())


def _holds_a_switch(value: Any) -> bool:
    """Tell whether a list has yes or no among its numbers, which NumPy would count as 1 or 0."""
    if isinstance(value, (list, tuple)):
        return any(_holds_a_switch(entry) for entry in value)
    return isinstance(value, (bool, np.bool_))


def _entry(value: Any, alone: bool) -> float:
    read = plain(value)
    if isinstance(read, bool) or not isinstance(read, (int, float)):
        raise Refused("is not a number" if alone else "holds what is not a number")
    try:
        return float(read)
    except OverflowError:
        raise Refused("is too large a number") from None


def day(value: Any) -> datetime.date:
    """Read a day of the calendar: a date, or text such as ``"2026-04-06"``.

    A moment is on the day that it is in the United Kingdom; without a time zone, it is one of
    the UK clock.

    Raises
    ------
    Refused
        If it is no day. Compact dates and weeks are refused, as they are easily misread.
    """
    if isinstance(value, np.datetime64):
        value = value.astype("datetime64[us]").item()
    if isinstance(value, datetime.datetime):
        return _day_of(value)
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, str):
        try:
            read = datetime.date.fromisoformat(value)
        except ValueError:
            raise Refused("is not a day of the calendar") from None
        if read.isoformat() == value:
            return read
    raise Refused("is not a day of the calendar")


def _day_of(moment: datetime.datetime) -> datetime.date:
    if moment != moment:  # a missing date of pandas
        raise Refused("is not a day of the calendar")
    if moment.tzinfo is not None:
        moment = moment.astimezone(ZoneInfo(UK_CLOCK))
    return moment.date()


def day_in_words(day: datetime.date) -> str:
    """Write a day out.

    Examples
    --------
    >>> day_in_words(datetime.date(2026, 4, 6))
    '6 April 2026'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def time(value: Any) -> datetime.time:
    """Read a time of the day: a time, or text such as ``"19:00"``.

    Raises
    ------
    Refused
        If it is none.
    """
    try:
        read = datetime.time.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        read = None
    if not isinstance(read, datetime.time):
        raise Refused("is not a time of the day")
    return read


def month(value: Any) -> datetime.date:
    """Read a month as its first day: text such as ``"2026-07"``, or any day in it.

    Raises
    ------
    Refused
        If it is no month.
    """
    try:
        return day(f"{value}-01" if isinstance(value, str) else value).replace(day=1)
    except Refused:
        raise Refused("is not a month of the calendar") from None


_CONTRACT_YEAR = re.compile(r"(\d{4})[-/](\d{2})")


def contract_year(value: Any) -> datetime.date:
    """Read a year of two numbers, such as ``"2026-27"``, as its first day, 1 April.

    Raises
    ------
    Refused
        If it is none.
    """
    match = _CONTRACT_YEAR.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None or (int(match[1]) + 1) % 100 != int(match[2]) or not 1 <= int(match[1]) < 9999:
        raise Refused("is no year such as 2026-27")
    return datetime.date(int(match[1]), 4, 1)
