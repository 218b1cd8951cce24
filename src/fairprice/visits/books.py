"""Which open book a visit is costed from: the one given, or that of its zone and service."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, cast

import numpy as np
import pandas as pd

from fairprice.assumptions import Assumptions
from fairprice.cost import OpenBook, Position, as_book
from fairprice.errors import InputError
from fairprice.statutory import Law
from fairprice.types import Flags
from fairprice.visits.extra import name as quoted
from fairprice.visits.extra import text
from fairprice.visits.texts import TEXTS
from fairprice.visits.travel import TravelRule, travel_rule

if TYPE_CHECKING:
    from fairprice.visits.log import VisitLog

#: What books go by: nothing, the zone, or zone and service.
PLACE = ("zone", "service")
#: The zone of a visit, or its zone and service; empty where one book is for all.
Place: TypeAlias = tuple[str, ...]
#: One book, or several by zone, or by zone and service.
Given: TypeAlias = Position | Mapping[str, Position] | Mapping[tuple[str, str], Position]


@dataclass(frozen=True)
class Books:
    """Open books with what counts as travel beside each.

    Parameters
    ----------
    by_place
        Under the empty place the book of every visit; otherwise one for each zone of the log,
        or each zone and service.
    """

    by_place: Mapping[Place, tuple[OpenBook, TravelRule]]

    def of(self, visits: pd.DataFrame) -> Iterator[tuple[Flags | slice, OpenBook, TravelRule]]:
        """Yield which visits each book is for; all of them as a slice, which copies nothing."""
        if () in self.by_place:
            yield slice(None), *self.by_place[()]
            return
        for place, (book, rule) in self.by_place.items():
            rows = np.ones(len(visits), dtype=bool)
            for name, label in zip(PLACE, place, strict=False):
                rows &= (visits[name] == label).to_numpy()
            if rows.any():
                yield rows, book, rule


def in_words(place: Place) -> str:
    """Name a place."""
    return ", ".join(place)


def where(place: Place) -> str:
    """Choose the visits of a place, in SQL."""
    named = zip(PLACE, place, strict=False)
    return " AND ".join(["true", *(f"{quoted(name)}::VARCHAR = {text(of)}" for name, of in named)])


def people_of(log: VisitLog, place: Place) -> int:
    """Count the people of a place; visits where the log has no clients."""
    counted = "DISTINCT client" if "client" in log.mapped else "*"
    [(people,)] = log.query(
        f"SELECT count({counted}) FROM checked WHERE reason IS NULL AND {where(place)}"
    )
    return int(people)


def read_books(log: VisitLog, book: Given, law: Law, longest_gap_minutes: float | None) -> Books:
    """Take one book, or books by zone, or by zone and service.

    Raises
    ------
    InputError
        If something else is given, the log does not say the zone or service of a visit, or one
        of them has no book.
    """
    several = _by_place(book)
    if several is None:
        taken = as_book(cast("Position", book), law)
        return Books({(): (taken, travel_rule(log, taken, longest_gap_minutes))})
    names = PLACE[: max(map(len, several), default=1)]
    by = " and ".join(names)
    if lacking := [name for name in names if name not in log.mapped]:
        raise InputError([TEXTS("no-zones", "book", by=by, lacking=" and ".join(lacking))])
    labels = ", ".join(f"{quoted(name)}::VARCHAR" for name in names)
    listed = log.query(f"SELECT DISTINCT {labels} FROM checked WHERE reason IS NULL")
    missing = sorted(
        in_words(tuple(label or "not stated" for label in place))
        for place in listed
        if place not in several
    )
    if missing or not several:
        known = "; ".join(map(in_words, several)) or "none"
        places = "; ".join(missing)
        raise InputError([TEXTS("zone-without-a-book", "book", places=places, known=known, by=by)])
    books = {place: as_book(one, law) for place, one in several.items()}
    return Books(
        {place: (one, travel_rule(log, one, longest_gap_minutes)) for place, one in books.items()}
    )


def _by_place(given: Given) -> dict[Place, Position] | None:
    """Tell several books from one, and from whatever else is refused as a book."""
    if not isinstance(given, Mapping):
        return None
    places: dict[Place, Position] = {
        (place,) if isinstance(place, str) else place: one for place, one in given.items()
    }
    are_places = all(
        isinstance(place, tuple) and all(isinstance(label, str) for label in place)
        for place in places
    )
    are_books = all(isinstance(one, OpenBook | Assumptions) for one in places.values())
    of_one_kind = len({len(place) for place in places if isinstance(place, tuple)}) <= 1
    wanted = all(1 <= len(place) <= len(PLACE) for place in places) if are_places else False
    return places if are_places and are_books and of_one_kind and wanted else None
