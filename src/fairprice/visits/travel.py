"""Travel and waiting as observed: the gaps between visits of one carer, or of one round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from fairprice.cost import OpenBook
from fairprice.declare.arguments import Arguments
from fairprice.types import Flags, Floats
from fairprice.visits.texts import TEXTS

if TYPE_CHECKING:
    from fairprice.visits.log import VisitLog

#: Columns of the checked log that travel is observed from, beside the visits.
GAPS = ("gap_minutes", "gap_miles", "same_round")
#: Inputs of the book that a log shows.
TRAVEL, WAITING, MILES = "travel_minutes_per_visit", "waiting_minutes_per_visit", "miles_per_visit"


@dataclass(frozen=True)
class TravelRule:
    """Which gaps count, and how they are parted into travel and waiting.

    Parameters
    ----------
    longest
        Minutes; a longer gap is the end of a round, whatever the log calls it.
    travel_share
        Part of a gap that is travel, where the log has no minutes of travel.
    """

    longest: float
    travel_share: float

    def observed(self, visits: pd.DataFrame) -> Flags:
        """Visits before which a gap of the same round is known."""
        gap = visits["gap_minutes"].to_numpy(dtype=float)
        same = visits["same_round"].to_numpy(dtype=bool)
        return np.asarray(same & (gap >= 0) & (gap <= self.longest))

    def inputs(self, visits: pd.DataFrame, book: OpenBook) -> dict[str, Floats]:
        """Travel, waiting and miles of each visit: observed, or else the book's."""
        seen = self.observed(visits)
        gap = visits["gap_minutes"].to_numpy(dtype=float)
        travel = gap * self.travel_share
        if "travel_minutes" in visits:
            logged = visits["travel_minutes"].to_numpy(dtype=float)
            travel = np.where(np.isnan(logged), travel, np.minimum(logged, gap))
        miles = visits["gap_miles"].to_numpy(dtype=float)
        return {
            TRAVEL: np.where(seen, travel, book.value(TRAVEL)),
            WAITING: np.where(seen, gap - travel, book.value(WAITING)),
            MILES: np.where(seen & ~np.isnan(miles), miles, book.value(MILES)),
        }


def travel_rule(log: VisitLog, book: OpenBook, longest_gap_minutes: float | None) -> TravelRule:
    """Read how gaps are to be taken.

    Raises
    ------
    InputError
        If the log has carers and no rounds, and the longest gap is not stated.
    """
    read = Arguments()
    longest = np.inf
    if longest_gap_minutes is not None:
        longest = read.number(
            "longest_gap_minutes", longest_gap_minutes, "minutes", "A longer gap is not travel.",
            upper=1440,
        )  # fmt: skip
    elif "carer" in log.mapped and "round" not in log.mapped:
        read.note(TEXTS("gap-not-stated", "longest_gap_minutes"))
    read.done()
    between = book.value(TRAVEL) + book.value(WAITING)
    return TravelRule(longest, book.value(TRAVEL) / between if between else 1.0)
