"""Exact sums of money and minutes, the same in any order and on any number of machines.

A double from a two-hundred-and-fiftieth upwards is a whole number of 2^-60, so that sums of
them as whole numbers lose nothing; of smaller ones no more than 2^-61 each is lost.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from fairprice.types import Floats

_HIGH, _LOW = 20, 40
UNIT = 2 ** (_HIGH + _LOW)
#: So many numbers of up to ten million are added as whole numbers of 64 bits.
_PIECE = 2**17


@dataclass(frozen=True)
class Parts:
    """Numbers parted into whole numbers: ``high`` of 2^-20, and ``low`` of 2^-60 for the rest."""

    high: NDArray[np.int64]
    low: NDArray[np.int64]

    @classmethod
    def of(cls, values: Floats) -> Parts:
        """Part finite numbers, up to ten million."""
        # a product with a power of two, and the rest of a rounding, are exact
        scaled = values * 2.0**_HIGH
        whole = np.rint(scaled)
        low = np.rint((scaled - whole) * 2.0**_LOW)
        return cls(whole.astype(np.int64), low.astype(np.int64))

    def sums(self, codes: NDArray[np.intp], count: int) -> list[int]:
        """Add up by group, numbered from 0 to ``count``, as whole numbers of 2^-60."""
        totals = [0] * count
        for start in range(0, len(codes), _PIECE):
            piece = slice(start, start + _PIECE)
            added = np.zeros((2, count), dtype=np.int64)
            for total, part in zip(added, (self.high[piece], self.low[piece]), strict=True):
                # whole minutes leave no rest
                if part.any():
                    np.add.at(total, codes[piece], part)
            for group, (high, low) in enumerate(added.T.tolist()):
                totals[group] += (high << _LOW) + low
        return totals


@dataclass
class Tally:
    """Counts and exact sums by group; two tallies add up to that of both.

    Parameters
    ----------
    measures
        Names of what is added up.
    """

    measures: tuple[str, ...]
    counts: dict[Hashable, int] = field(default_factory=dict)
    sums: dict[Hashable, list[int]] = field(default_factory=dict)

    def add(
        self, columns: Mapping[str, Parts], codes: NDArray[np.intp], labels: Iterable[Hashable]
    ) -> None:
        """Add rows whose groups are numbered by ``codes`` into ``labels``."""
        labels = list(labels)
        counted = np.bincount(codes, minlength=len(labels))
        each = [columns[name].sums(codes, len(labels)) for name in self.measures]
        for place, label in enumerate(labels):
            self._into(label, int(counted[place]), [sums[place] for sums in each])

    def _into(self, label: Hashable, count: int, sums: list[int]) -> None:
        self.counts[label] = self.counts.get(label, 0) + count
        known = self.sums.setdefault(label, [0] * len(sums))
        self.sums[label] = [a + b for a, b in zip(known, sums, strict=True)]

    def merge(self, other: Tally) -> None:
        """Add another tally of the same measures."""
        for label, count in other.counts.items():
            self._into(label, count, other.sums[label])

    def total(self, label: Hashable, measure: str) -> float:
        """The sum of a measure in a group, rounded once to a double."""
        return self.total_of([label], measure)

    def total_of(self, labels: Iterable[Hashable], measure: str) -> float:
        """The sum of a measure over several groups, rounded once to a double."""
        place = self.measures.index(measure)
        whole: int = sum(self.sums[label][place] for label in labels if label in self.sums)
        return float(whole / UNIT)
