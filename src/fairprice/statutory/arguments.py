"""Checks at the boundary: what a caller gives is sound, or every fault is named at once."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fairprice.errors import InputError, Problem
from fairprice.statutory.periods import PERIODS


class Arguments:
    """Reads one call's arguments and collects what is wrong with them."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.shapes: dict[str, tuple[int, ...]] = {}

    def number(
        self, name: str, value: Any, unit: str, *, above: float = -1.0, most: float = np.inf
    ) -> NDArray[np.float64]:
        """Read a number or array of numbers, zero or more and ``above`` and up to ``most``."""
        try:
            array = np.asarray(value)
            if value is None or array.dtype.kind not in "iufO":
                raise TypeError
            array = array.astype(float)
        except (TypeError, ValueError, OverflowError):
            self._note("not-a-number", name, f"Found {_short(value)}.", f"a number of {unit}")
            return np.zeros(())
        self.shapes[name] = array.shape
        wrong = ~np.isfinite(array)
        if wrong.any():
            found = f"Found {array[wrong].flat[0]}{_count(wrong)}."
            self._note("not-finite", name, found, f"a finite number of {unit}")
            return array
        wrong = (array < 0) | (array <= above) | (array > most)
        if wrong.any():
            least = "zero or more" if above < 0 else f"more than {above:g}"
            upper = "" if np.isinf(most) else f" and at most {most:g}"
            found = f"Found {array[wrong].flat[0]:g}{_count(wrong)}."
            self._note("out-of-bounds", name, found, f"{unit}, {least}{upper}")
        return array

    def flag(self, name: str, value: Any) -> NDArray[np.bool_]:
        """Read a true-or-false value, or an array of them."""
        array = np.asarray(value)
        if array.dtype.kind != "b":
            self._note("not-a-flag", name, f"Found {_short(value)}.", "True or False")
            return np.zeros((), dtype=bool)
        self.shapes[name] = array.shape
        return array

    def period(self, value: Any) -> str:
        """Read a pay period."""
        if isinstance(value, str) and value in PERIODS:
            return value
        self._note("unknown-period", "period", f"Found {_short(value)}.", ", ".join(PERIODS))
        return "week"

    def done(self) -> None:
        """Raise if anything was wrong."""
        try:
            np.broadcast_shapes(*self.shapes.values())
        except ValueError:
            listed = ", ".join(f"{name} {shape}" for name, shape in self.shapes.items())
            self._note("shapes-differ", listed, "The arrays differ in shape.", "matching shapes")
        if self.problems:
            raise InputError(self.problems)

    def _note(self, code: str, where: str, what: str, wanted: str) -> None:
        why = "The amount due could not be worked out."
        self.problems.append(Problem(code, where, what, why, f"Give {wanted}."))


def read_date(value: Any) -> datetime.date:
    """Read a day, as a date or as an ISO string such as ``"2026-04-06"``."""
    try:
        # Pandas' missing date is a date by type; its text gives it away.
        text = value.isoformat()[:10] if isinstance(value, datetime.date) else value
        day = datetime.date.fromisoformat(text)
        # Compact and week dates are ISO too, but easily misread.
        if day.isoformat() != text:
            raise ValueError
        return day
    except (TypeError, ValueError):
        raise InputError(
            [
                Problem(
                    "not-a-date",
                    "date",
                    f"{_short(value)} is not a day of the calendar.",
                    "Rates change on known days, so a price needs its day.",
                    'Give year-month-day, such as "2026-04-06", or a datetime.date.',
                )
            ]
        ) from None


def plain(value: Any) -> Any:
    """Give a float for a single number and an array for many."""
    array = np.asarray(value, dtype=float)
    return float(array) if array.ndim == 0 else array


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _count(wrong: NDArray[np.bool_]) -> str:
    return f" (and {wrong.sum() - 1} more)" if wrong.sum() > 1 else ""
