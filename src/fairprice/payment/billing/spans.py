"""Multipliers along the calendar: constant between edges, added up over a visit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from fairprice.declare.values import UK_CLOCK
from fairprice.types import Floats

_MICROSECONDS = 60_000_000
#: Minutes of ten years, and of the days beside them.
_LONGEST_TABLE = 3_700 * 1_440


@dataclass(frozen=True)
class Spans:
    """Stretches of time with one multiplier each.

    Parameters
    ----------
    edges
        Start of each stretch, in microseconds of universal time, rising.
    multipliers
        Multiplier of each stretch; the last is without end.
    """

    edges: NDArray[np.int64]
    multipliers: Floats

    @classmethod
    def of_days(cls, days: pd.DatetimeIndex, minutes: Sequence[int], table: Floats) -> Spans:
        """Lay a table of multipliers, shape (days, minutes of the day), along the calendar.

        What the clock shows decides, also in the hour that it shows twice in October.
        """
        steps = np.array(minutes, dtype="timedelta64[m]")
        clock = pd.DatetimeIndex((days.to_numpy()[:, np.newaxis] + steps).ravel())
        first, second = (universal(on_the_uk_clock(clock, again=again)) for again in (False, True))
        twice = first != second
        edges = np.concatenate([first, second[twice]])
        heights = np.concatenate([table.ravel(), table.ravel()[twice]])
        order = np.argsort(edges, kind="stable")
        return cls(edges[order], heights[order])

    def multiplier(
        self,
        starts: pd.DatetimeIndex,
        minutes: Floats,
        straddle: Literal["minutes", "start", "majority"],
    ) -> Floats:
        """Multiplier of each visit, by the rule for visits across several stretches."""
        begin = universal(starts)
        at_start = self._at(begin)
        of_start = self.multipliers[at_start]
        if straddle == "start":
            return of_start
        end = begin + np.rint(minutes * _MICROSECONDS).astype(np.int64)
        # a visit that ends on an edge lies wholly before it
        across = np.flatnonzero(self._at(np.maximum(end - 1, begin)) != at_start)
        if straddle == "minutes":
            return self._by_minutes(of_start, begin, end, across)
        return self._by_majority(of_start, begin, end, across)

    def _by_minutes(
        self, of_start: Floats, begin: NDArray[np.int64], end: NDArray[np.int64],
        across: NDArray[np.intp],
    ) -> Floats:  # fmt: skip
        result = of_start.copy()
        begin, end = begin[across], end[across]
        result[across] = self._over(self.multipliers, begin, end) / (end - begin)
        return result

    def _by_majority(
        self, of_start: Floats, begin: NDArray[np.int64], end: NDArray[np.int64],
        across: NDArray[np.intp],
    ) -> Floats:  # fmt: skip
        result = of_start.copy()
        begin, end = begin[across], end[across]
        best, longest = of_start[across], self._time_at(of_start[across], begin, end)
        # rising order, and only a longer time wins: a tie goes to the start, else to the lower
        for value in np.unique(self.multipliers):
            time = self._over((self.multipliers == value).astype(float), begin, end)
            best = np.where(time > longest, value, best)
            longest = np.maximum(time, longest)
        result[across] = best
        return result

    def _time_at(self, value: Floats, begin: NDArray[np.int64], end: NDArray[np.int64]) -> Floats:
        time = np.zeros(len(value))
        for each in np.unique(value):
            of = value == each
            time[of] = self._over((self.multipliers == each).astype(float), begin[of], end[of])
        return time

    def _over(self, heights: Floats, begin: NDArray[np.int64], end: NDArray[np.int64]) -> Floats:
        """Add up heights over time, in microseconds."""
        total = np.concatenate([[0.0], np.cumsum(heights[:-1] * np.diff(self.edges))])

        def up_to(moment: NDArray[np.int64]) -> Floats:
            at = self._at(moment)
            return np.asarray(total[at] + heights[at] * (moment - self.edges[at]))

        return up_to(end) - up_to(begin)

    @cached_property
    def _of_minute(self) -> NDArray[np.int32] | None:
        """Number of the stretch that each minute from the first edge lies in.

        A look at a table takes a fifth of a search; nothing where the table would be larger
        than the calendars of real contracts, or an edge were not on a whole minute.
        """
        lengths = np.diff(self.edges)
        count = int(lengths.sum() // _MICROSECONDS)
        if not 0 < count <= _LONGEST_TABLE or (lengths % _MICROSECONDS).any():
            return None
        numbers = np.arange(len(lengths), dtype=np.int32)
        return np.append(np.repeat(numbers, lengths // _MICROSECONDS), np.int32(len(lengths)))

    def _at(self, moment: NDArray[np.int64]) -> NDArray[np.intp]:
        if self._of_minute is None:
            return np.searchsorted(self.edges, moment, side="right") - 1
        minute = (moment - self.edges[0]) // _MICROSECONDS
        place = np.minimum(minute, len(self._of_minute) - 1)
        return np.asarray(self._of_minute[place], dtype=np.intp)


def on_the_uk_clock(times: pd.DatetimeIndex, *, again: bool = False) -> pd.DatetimeIndex:
    """Read times without a zone as UK clock time, and convert the others to it.

    Of the hour that comes twice in October the first is meant, or the second; times in the
    hour that is left out in March are moved to its end.
    """
    if times.tz is not None:
        return times.tz_convert(UK_CLOCK)
    first = np.full(len(times), not again)
    return times.tz_localize(UK_CLOCK, ambiguous=first, nonexistent="shift_forward")


def universal(times: pd.DatetimeIndex) -> NDArray[np.int64]:
    """Microseconds of universal time."""
    return np.asarray(times.as_unit("us").asi8)
