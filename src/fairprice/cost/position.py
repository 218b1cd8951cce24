"""A party's position: what every question of the library is asked about.

It is an open book, or the assumptions of one with the law they are priced under. This is
the one place where either is taken, and where anything else is told what to call.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from fairprice.assumptions import Assumptions
from fairprice.cost.book import OpenBook
from fairprice.cost.kinds import not_a_position, not_rates
from fairprice.errors import InputError, Problem
from fairprice.statutory import StatutoryRates, statutory_rates

Position: TypeAlias = OpenBook | Assumptions


def as_book(book: Position, rates: StatutoryRates | None = None) -> OpenBook:
    """Take a book as it is, or price assumptions.

    Parameters
    ----------
    book
        An open book, or assumptions.
    rates
        The law in force, for assumptions; by default the register's values on the price
        date. A book has its own.

    Returns
    -------
    OpenBook
        The book itself where one is given.

    Raises
    ------
    InputError
        If it is neither, or rates are given with a book, or are not those of its date and
        nation.
    StatutoryError
        If the register has no value for the price date that the calculation needs.
    """
    [taken] = as_books(rates, book=book)
    return taken


def as_books(rates: StatutoryRates | None = None, /, **positions: Position) -> tuple[OpenBook, ...]:
    """Take several positions, as :func:`as_book` takes one.

    Parameters
    ----------
    rates
        The law in force, for those that are assumptions.
    **positions
        By the name that the caller knows them by.

    Returns
    -------
    tuple of OpenBook
        In the order given.
    """
    problems = wrong_kinds(rates, **positions)
    if problems:
        raise InputError(problems)
    return tuple(
        position if isinstance(position, OpenBook) else OpenBook(position, rates)
        for position in positions.values()
    )


def wrong_kinds(rates: Any, /, **positions: Any) -> list[Problem]:
    """List what is neither a book nor assumptions, and rates that nothing would obey."""
    problems = [
        not_a_position(name, given)
        for name, given in positions.items()
        if not isinstance(given, (OpenBook, Assumptions))
    ]
    if rates is not None and not isinstance(rates, StatutoryRates):
        problems.append(not_rates(rates))
    elif rates is not None and all(isinstance(p, OpenBook) for p in positions.values()):
        problems.append(_two_laws(" and ".join(positions)))
    return problems


def as_assumptions(book: Position) -> Assumptions:
    """Take what a position states, without pricing it.

    Raises
    ------
    InputError
        If it is neither an open book nor assumptions.
    """
    problems = wrong_kinds(None, book=book)
    if problems:
        raise InputError(problems)
    return book.assumptions if isinstance(book, OpenBook) else book


def is_the_registers(book: OpenBook) -> bool:
    """Whether a book is priced under the law of the register, so that a file can say all."""
    about = book.assumptions.about
    register = statutory_rates(about.price_date, nation=about.nation)
    names = [*book.statutory_names, "adult_minimum_wage"]
    held = [name for name in names if name in book.rates]
    return all(name in register and register[name] == book.rates[name] for name in held)


def _two_laws(names: str) -> Problem:
    return Problem(
        "rates-with-a-book", "rates", f"are given beside an open book ({names}).",
        "A book was priced under its own law; under another it would be another book.",
        "Leave rates out, or give the book's assumptions with them: book.assumptions.",
    )  # fmt: skip
