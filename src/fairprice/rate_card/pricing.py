"""Every cell of a rate card, priced from first principles and rounded so that all hold together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from fairprice.calculation import UNSOCIAL_TIMES
from fairprice.cost import OpenBook
from fairprice.errors import InputError
from fairprice.held import HandsOutCopies
from fairprice.rate_card.card_texts import TEXTS
from fairprice.rate_card.parts import Carers, Difference, Service, TimeOfWeek, Zone
from fairprice.rate_card.stated import StatedCard
from fairprice.rate_card.steps import (
    above_the_first,
    factor_of_the_time,
    miles_of_a_careworker,
    price_per_visit,
    published_price,
    rounding,
)
from fairprice.statutory import Law

#: Columns that tell a cell apart.
KEYS = ("zone", "service", "carers", "time")
#: The activities of which every visit is made: the visit itself, and an hour of it.
ACTIVITIES = ("one visit", "one hour")
#: The premium of the base that is paid at each time, where a time does not state its own.
_PREMIUMS = {time: premium for time, (_, premium) in UNSOCIAL_TIMES.items()}
_A_PENNY = 0.01

Place = tuple[int, int, int, int]


@dataclass(frozen=True)
class Combination:
    """Zone, service, carers and time that can meet, each by its place on the card too."""

    place: Place
    zone: Zone
    service: Service
    carers: Carers
    time: TimeOfWeek

    @property
    def names(self) -> tuple[str, str, str, str]:
        """The four names."""
        return self.zone.name, self.service.name, self.carers.name, self.time.name

    @property
    def vehicles(self) -> int:
        """Vehicles that come."""
        own = self.carers.vehicles
        return self.carers.careworkers if own is None else own

    @property
    def premium_of_the_base(self) -> str:
        """The input that says the premium, where the time does not; empty for none."""
        return "" if self.time.premium is not None else _PREMIUMS.get(self.time.hours, "")

    def premium(self, book: OpenBook) -> float:
        """Return the premium of the time (share of contact pay)."""
        named = self.premium_of_the_base
        return float(book.value(named)) if named else self.time.premium or 0.0

    def factor(self, book: OpenBook) -> float:
        """Return the multiple of contact pay that is paid at the time."""
        if self.time.hours == "all week":
            return float(book.value("unsocial_hours_factor"))
        more = self.time.pay_supplement or 0.0
        return float(factor_of_the_time(self.premium(book), more, book.value("contact_pay_rate")))

    def otherwise(self, book: OpenBook) -> dict[str, float]:
        """Return what is otherwise for its carers and its time than in the book."""
        changed: dict[str, float] = {**self.carers.inputs, **self.time.inputs}
        miles = changed.get("miles_per_visit", float(book.value("miles_per_visit")))
        changed["miles_per_visit"] = float(
            miles_of_a_careworker(miles, self.vehicles, self.carers.careworkers)
        )
        return changed | {"unsocial_hours_factor": self.factor(book)}


@dataclass(frozen=True)
class Cell:
    """One price of the card.

    Parameters
    ----------
    combination
        What it is for.
    visit_minutes
        Length of the visit.
    price, cost
        GBP per visit of all its carers, unrounded: with and without the return.
    rounded
        GBP per visit, to the price point or the penny.
    above_the_first
        The least price by which it stands above the first zone, service, carers and time.
    shorter
        Published price of the next shorter visit of the same kind; zero for the shortest.
    published
        GBP per visit.
    """

    combination: Combination
    visit_minutes: float
    price: float
    cost: float
    rounded: float
    above_the_first: tuple[float, float, float, float]
    shorter: float
    published: float

    @property
    def key(self) -> tuple[Place, float]:
        """What it is found by."""
        return self.combination.place, self.visit_minutes


class PricedRateCard(HandsOutCopies):
    """A rate card under a law: every cell, and the open books behind them.

    Made by :meth:`RateCard.priced`.

    Parameters
    ----------
    card
        The card.
    law
        The law in force; by default the register's values on the base's price date.
    """

    def __init__(self, card: StatedCard, law: Law = None) -> None:
        self.card = card
        self.base = OpenBook(card.base, law)
        self._books = {
            place: OpenBook(assumptions, self.base.rates)
            for place, assumptions in card.variants.items()
        }
        self._lines: dict[tuple[int, int], dict[str, Any]] = {}

    @property
    def books(self) -> dict[tuple[str, str], OpenBook]:
        """The open book of each zone and service, by their names."""
        zones, services = self.card.zones, self.card.services
        return {(zones[z].name, services[s].name): book for (z, s), book in self._books.items()}

    def books_of(self, service: str) -> dict[str, OpenBook]:
        """Return the open books of one service by zone, as logged visits are costed from.

        Parameters
        ----------
        service
            By its name on the card.

        Raises
        ------
        InputError
            If the card has no such service.
        """
        names = [one.name for one in self.card.services]
        if service not in names:
            known = ", ".join(names)
            raise InputError([TEXTS("not-on-the-card", "service", name=service, known=known)])
        return {zone: book for (zone, of), book in self.books.items() if of == service}

    def book_at(self, place: tuple[int, ...]) -> OpenBook:
        """Return the book of a zone and a service by their places on the card."""
        return self._books[place[0], place[1]]

    @cached_property
    def combinations(self) -> tuple[Combination, ...]:
        """Zone, service, carers and time that can meet, in the order of the fee table."""
        card = self.card
        return tuple(
            Combination((z, s, c, t), zone, service, card.carers[c], card.times[t])
            for z, zone in enumerate(card.zones)
            for s, service in enumerate(card.services)
            for c in card.offered(service, "carers")
            for t in card.offered(service, "times")
        )

    @property
    def times_without_premium(self) -> tuple[str, ...]:
        """Times outside of weekdays at which no cell pays more: their premium is zero."""
        outside = [c for c in self.combinations if c.time.hours in _PREMIUMS]
        paid = {c.time.name for c in outside if c.factor(self.book_at(c.place)) != 1}
        return tuple(dict.fromkeys(c.time.name for c in outside if c.time.name not in paid))

    def of_a_book(self, zone: int, service: int) -> tuple[Combination, ...]:
        """Return the combinations that one book prices."""
        return tuple(c for c in self.combinations if c.place[:2] == (zone, service))

    def lines(self, zone: int, service: int) -> dict[str, Any]:
        """Compute every line for the visit and for an hour of each combination of a book.

        Returns
        -------
        dict
            By name, of shape (combinations, 2): GBP of all carers of a visit, or hours.
        """
        key = (zone, service)
        if key not in self._lines:
            self._lines[key] = self._lines_of_a_book(*key)
        return self._lines[key]

    def lines_of(self, combination: Combination) -> dict[str, Any]:
        """Return the lines of one combination: for the visit, and for an hour of it."""
        z, s, *_ = combination.place
        n = self.of_a_book(z, s).index(combination)
        return {name: line[n] for name, line in self.lines(z, s).items()}

    def _lines_of_a_book(self, zone: int, service: int) -> dict[str, Any]:
        book, combinations = self.book_at((zone, service)), self.of_a_book(zone, service)
        carers = np.array([float(c.carers.careworkers) for c in combinations])
        nothing = np.zeros_like(carers)
        changed = [c.otherwise(book) for c in combinations]
        names = dict.fromkeys(name for one in changed for name in one)
        otherwise = {
            name: np.array([[one.get(name, float(book.value(name)))] for one in changed])
            for name in names
        }
        found = book.at(
            np.stack([carers, nothing], axis=1), np.stack([nothing, carers], axis=1), **otherwise
        )
        return {name: np.broadcast_to(line, (len(carers), 2)) for name, line in found.items()}

    @property
    def price_step(self) -> float:
        """The least difference between two published prices (GBP)."""
        return self.card.base.fees.price_multiple or _A_PENNY

    @cached_property
    def cells(self) -> dict[tuple[Place, float], Cell]:
        """Every cell by place and length, each after the cells it stands above."""
        known: dict[tuple[Place, float], Cell] = {}
        for (z, s), _ in self._books.items():
            lines = self.lines(z, s)
            for n, combination in enumerate(self.of_a_book(z, s)):
                parts = lines["price"][n], lines["total_cost"][n]
                for cell in self._of(combination, *parts, known):
                    known[cell.key] = cell
        return known

    def _of(
        self, combination: Combination, price: Any, cost: Any, known: dict[Any, Cell]
    ) -> Iterator[Cell]:
        step = self.price_step
        rounded_to = rounding(with_price_point=self.card.base.fees.price_multiple is not None)
        given = (step,) if len(rounded_to.parameters) > 1 else ()
        shorter = 0.0
        for minutes in self.card.lengths_of(combination.service):
            exact = float(price_per_visit(price[0], price[1], minutes))
            above = [
                float(above_the_first(exact, first.price, first.published, step)) if first else 0.0
                for first in (known.get(key) for key in self.firsts(combination, minutes))
            ]
            rounded = float(rounded_to.function(exact, *given))
            published = float(
                published_price(rounded, above[0], above[1], above[2], above[3], shorter)
            )
            yield Cell(
                combination, minutes, exact, float(price_per_visit(cost[0], cost[1], minutes)),
                rounded, (above[0], above[1], above[2], above[3]), shorter, published,
            )  # fmt: skip
            shorter = published

    def firsts(
        self, combination: Combination, minutes: float
    ) -> tuple[tuple[Place, float] | None, ...]:
        """Return the same cell in the first zone, of the first service, carers and time."""
        place, service = combination.place, combination.service
        first = (0, 0, self.card.offered(service, "carers")[0],
                 self.card.offered(service, "times")[0])  # fmt: skip
        found: list[tuple[Place, float] | None] = []
        for n in range(len(KEYS)):
            z, s, c, t = (first[k] if k == n else place[k] for k in range(len(KEYS)))
            found.append(None if (z, s, c, t) == place else ((z, s, c, t), minutes))
        return tuple(found)

    @cached_property
    def prices(self) -> pd.DataFrame:
        """Every cell, one a row.

        Columns ``zone``, ``service``, ``carers``, ``time`` and ``visit_minutes`` tell it
        apart. GBP per visit of all its carers: ``price_per_visit`` (unrounded),
        ``cost_per_visit`` (before the return), ``published_price``, and
        ``raised_by_rounding``, published less unrounded. ``hourly_rate`` is the unrounded
        price in GBP per careworker contact hour.
        """
        rows = [
            (*cell.combination.names, cell.visit_minutes, cell.price, cell.cost,
             cell.price / (cell.visit_minutes / 60 * cell.combination.carers.careworkers),
             cell.published, cell.published - cell.price)
            for cell in self.cells.values()
        ]  # fmt: skip
        columns = [
            *KEYS, "visit_minutes", "price_per_visit", "cost_per_visit", "hourly_rate",
            "published_price", "raised_by_rounding",
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=columns)

    @cached_property
    def lengths(self) -> tuple[float, ...]:
        """Every length on the card, the shortest first."""
        return tuple(sorted({minutes for _, minutes in self.cells}))

    @cached_property
    def fee_table(self) -> pd.DataFrame:
        """The published prices (GBP per visit).

        One row a combination, indexed by ``zone``, ``service``, ``carers`` and ``time``; one
        column a length in minutes, empty where a service does not come in it.
        """
        rows = [
            [
                cell.published if (cell := self.cells.get((c.place, minutes))) else np.nan
                for minutes in self.lengths
            ]
            for c in self.combinations
        ]
        # in the order of the card, in which a row can be looked up as in one by the alphabet
        named = zip(*(c.names for c in self.combinations), strict=True)
        levels = [
            pd.Categorical(names, [part.name for part in parts], ordered=True)
            for names, parts in zip(named, self.card.lists.values(), strict=True)
        ]
        index = pd.MultiIndex.from_arrays(levels, names=list(KEYS))
        columns = pd.Index(self.lengths, name="visit_minutes")
        return pd.DataFrame(rows, index=index, columns=columns)

    def minimum_wage_test(self) -> pd.DataFrame:
        """Test pay against the minimum wage in each zone and service, at the visit mix.

        Returns
        -------
        pandas.DataFrame
            As :meth:`OpenBook.minimum_wage_test`, with ``zone`` and ``service`` before it.
        """
        tests: list[pd.DataFrame] = []
        for (zone, service), book in self.books.items():
            test = book.minimum_wage_test()
            test.insert(0, "zone", zone)
            test.insert(1, "service", service)
            tests.append(test[test["activity"] == test["activity"].iloc[0]])
        whole: pd.DataFrame = pd.concat(tests, ignore_index=True)
        return whole

    @property
    def what_differs(self) -> pd.DataFrame:
        """What differs from the base, one row a value.

        Columns ``list``, ``name``, ``input``, ``label``, ``unit``, ``base`` (empty for a
        term that the base does not have), ``here`` and ``source``.
        """
        stated = self.card.base.inputs()
        rows = [
            (kind, part.name, name, part.field(name).label, part.field(name).unit,
             stated.get(name) if name in part.inputs else None, value, part.source(name))
            for kind, part, name, value in self.differences()
        ]  # fmt: skip
        columns = ["list", "name", "input", "label", "unit", "base", "here", "source"]
        return pd.DataFrame(rows, columns=columns)

    def differences(self) -> Iterator[tuple[str, Difference, str, float]]:
        """Yield each value that differs: its list, its part, its name and itself."""
        for kind, parts in self.card.lists.items():
            for part in parts:
                for name, value in part.stated.items():
                    yield kind, part, name, value

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other) or not isinstance(other, PricedRateCard):
            return NotImplemented
        return self.card == other.card and self.base == other.base

    def __hash__(self) -> int:
        return hash(self.base)

    def __repr__(self) -> str:
        return f"<PricedRateCard: {len(self.cells)} cells of {self.card!r}>"
