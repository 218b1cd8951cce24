"""Which open book a visit is costed from: the one given, or that of its zone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import pandas as pd

from fairprice.assumptions import Assumptions
from fairprice.cost import OpenBook, Position, as_book
from fairprice.errors import InputError
from fairprice.statutory import Law
from fairprice.types import Flags
from fairprice.visits.texts import TEXTS
from fairprice.visits.travel import TravelRule, travel_rule

if TYPE_CHECKING:
    from fairprice.visits.log import VisitLog

ZONE = "zone"


@dataclass(frozen=True)
class Books:
    """Open books with what counts as travel beside each.

    Parameters
    ----------
    by_zone
        Under ``None`` the book of every visit; otherwise one for each zone of the log.
    """

    by_zone: Mapping[str | None, tuple[OpenBook, TravelRule]]

    def of(self, visits: pd.DataFrame) -> Iterator[tuple[Flags | slice, OpenBook, TravelRule]]:
        """Yield which visits each book is for; all of them as a slice, which copies nothing."""
        if None in self.by_zone:
            yield slice(None), *self.by_zone[None]
            return
        zones = visits[ZONE].astype(str)
        for zone, (book, rule) in self.by_zone.items():
            rows = (zones == zone).to_numpy()
            if rows.any():
                yield rows, book, rule


def read_books(
    log: VisitLog,
    book: Position | Mapping[str, Position],
    law: Law,
    longest_gap_minutes: float | None,
) -> Books:
    """Take one book, or books by zone.

    Raises
    ------
    InputError
        If something else is given, the log has no zones, or a zone of it has no book.
    """
    by_zone = _by_zone(book)
    if by_zone is None:
        taken = as_book(cast("Position", book), law)
        return Books({None: (taken, travel_rule(log, taken, longest_gap_minutes))})
    if ZONE not in log.mapped:
        raise InputError([TEXTS("no-zones", "book")])
    listed = log.query("SELECT DISTINCT zone::VARCHAR FROM checked WHERE reason IS NULL")
    missing = sorted(str(zone or "not stated") for (zone,) in listed if zone not in by_zone)
    if missing or not by_zone:
        known = ", ".join(map(str, by_zone)) or "none"
        raise InputError(
            [TEXTS("zone-without-a-book", "book", zones=", ".join(missing), known=known)]
        )
    books = {str(zone): as_book(one, law) for zone, one in by_zone.items()}
    return Books(
        {zone: (one, travel_rule(log, one, longest_gap_minutes)) for zone, one in books.items()}
    )


def _by_zone(given: Position | Mapping[str, Position]) -> Mapping[str, Position] | None:
    """Tell books by zone from one book, and from whatever else is refused as a book."""
    if not isinstance(given, Mapping):
        return None
    are_books = all(isinstance(one, OpenBook | Assumptions) for one in given.values())
    return given if are_books else None
