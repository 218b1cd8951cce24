"""The price of a contract year, under the law of each of its days."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, overload

import pandas as pd

from fairprice.cost.book import OpenBook
from fairprice.cost.position import Position, as_assumptions, wrong_kinds
from fairprice.cost.priced import law_for
from fairprice.declare.takes import TEXT, takes
from fairprice.declare.values import Refused, contract_year
from fairprice.digits import added_up
from fairprice.errors import InputError, Problem
from fairprice.held import Held
from fairprice.statutory import Law

if TYPE_CHECKING:
    from fairprice.types import Floats, Many, Scalar

_A_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, eq=False)
class ContractYear(Held):
    """What care costs over a contract year, 1 April to 31 March.

    Made by :func:`price_contract_year`.

    Parameters
    ----------
    year
        Such as ``"2025-26"``.
    periods
        One row for each part of the year within which the law behind the price stays as it
        is; columns ``from`` and ``to``, both included, ``days``, ``share`` of the year's
        days, and ``price_per_hour`` (GBP per contact hour).
    books
        The open book of each period, on its first day.
    """

    year: str
    periods: pd.DataFrame
    books: tuple[OpenBook, ...]

    @property
    def price_per_hour(self) -> float:
        """GBP per contact hour: each period's price, in proportion to its days."""
        return float((self.periods["share"] * self.periods["price_per_hour"]).sum())

    @overload
    def price(self, minutes: Scalar) -> float: ...
    @overload
    def price(self, minutes: Many) -> Floats: ...
    def price(self, minutes: Any) -> Any:
        """Price one visit by one careworker, in proportion to the days of each period.

        Parameters
        ----------
        minutes
            Visit length; a float or an array.

        Returns
        -------
        float or numpy.ndarray
            GBP per visit, unrounded, of the shape of ``minutes``.

        Raises
        ------
        InputError
            If a length is not a finite number above zero.
        """
        shares = self.periods["share"]
        return added_up(
            share * book.price(minutes) for share, book in zip(shares, self.books, strict=True)
        )

    def __repr__(self) -> str:
        return (
            f"<ContractYear {self.year}: GBP {self.price_per_hour:.2f} per contact hour, "
            f"{len(self.books)} period{'s' * (len(self.books) > 1)} of law>"
        )


@takes(year=TEXT)
def price_contract_year(book: Position, year: str, *, law: Law = None) -> ContractYear:
    """Price a contract year by its law, days in proportion where law changes within it.

    A contract year begins on 1 April, when the minimum wage changes; the tax year, and with
    it National Insurance, on the 6th. What a party states is the same on every day.

    Parameters
    ----------
    book
        An open book, or the assumptions of one; its price date does not count.
    year
        Such as ``"2025-26"``: 1 April 2025 to 31 March 2026.
    law
        The law in force, for assumptions: the path of a law file, or rates made by
        :func:`fairprice.statutory_rates`, with what else their register holds; by default the
        register's values. A book has its own.

    Returns
    -------
    ContractYear
        Its ``price_per_hour``, ``price(minutes)`` and ``periods``.

    Raises
    ------
    InputError
        If the year is no contract year, or the position is none.
    StatutoryError
        If a value that the price needs is not held for a day of the year.

    Examples
    --------
    >>> import fairprice as fp
    >>> party = fp.load_assumptions("examples/provider.toml")
    >>> fp.price_contract_year(party, "2025-26").periods["days"].tolist()
    [5, 360]
    """
    problems = wrong_kinds(law, book=book)
    try:
        first = contract_year(year)
    except Refused:
        problems.append(
            Problem(
                "not-a-contract-year", "year", f"is {year!r:.40}.",
                "A contract year runs from 1 April to 31 March of the next year.",
                'Write both, such as "2025-26".',
            )
        )  # fmt: skip
    if problems:
        raise InputError(problems)
    books = list(_books(book, law, first))
    last = first.replace(year=first.year + 1) - _A_DAY
    begins = [priced.assumptions.about.price_date for priced in books]
    ends = [*(day - _A_DAY for day in begins[1:]), last]
    periods = pd.DataFrame({"from": begins, "to": ends})
    days = [(end - day).days + 1 for day, end in zip(begins, ends, strict=True)]
    together = added_up(days)
    return ContractYear(
        year,
        periods.assign(
            days=days,
            share=[count / together for count in days],
            price_per_hour=[priced.price_per_hour for priced in books],
        ),
        tuple(books),
    )


def _books(book: Position, law: Law, first: datetime.date) -> Iterator[OpenBook]:
    """Price each day on which the law behind the price changes, the first day among them."""
    party = as_assumptions(book)
    rates = book.rates if isinstance(book, OpenBook) else law_for(party, law)
    day, before = first, None
    while day < first.replace(year=first.year + 1):
        priced = OpenBook(party.with_inputs(price_date=day), replace(rates, date=day))
        in_force = [priced.rates[name] for name in priced.statutory_names]
        numbers = [value.value for value in in_force]
        if numbers != before:
            yield priced
        before = numbers
        ends = [value.valid_to for value in in_force if value.valid_to is not None]
        day = min(ends, default=datetime.date.max - _A_DAY) + _A_DAY


def next_tax_year(book: OpenBook) -> str:
    """Say that a price date lies days before the law changes; empty where it does not.

    Parameters
    ----------
    book
        An open book.
    """
    date = book.assumptions.about.price_date
    begins = datetime.date(date.year, 4, 6)
    last = begins - datetime.timedelta(days=1)
    if not datetime.date(date.year, 4, 1) <= date <= last:
        return ""
    held = [book.rates[name] for name in book.statutory_names]
    coming = replace(book.rates, date=begins)
    changed = [
        law.label.split(":")[0]
        for law in held
        if law.valid_to == last and not (law.name in coming and coming.value(law.name) == law.value)
    ]
    if not changed:
        return ""
    return (
        f"On {date} the tax year before still holds; from {begins} there is another value of: "
        f"{', '.join(changed)}."
    )
