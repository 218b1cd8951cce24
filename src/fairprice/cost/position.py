"""A party's position: what every question of the library is asked about.

It is an open book, or the assumptions of one with the law they are priced under. This is
the one place where either is taken, and where anything else is told what to call.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from fairprice.assumptions import Assumptions
from fairprice.cost.book import OpenBook
from fairprice.cost.kinds import not_a_law, not_a_position
from fairprice.errors import InputError, Problem
from fairprice.statutory import Law, is_a_law

Position: TypeAlias = OpenBook | Assumptions


def as_book(book: Position, law: Law = None) -> OpenBook:
    """Take a book as it is, or price assumptions.

    Parameters
    ----------
    book
        An open book, or assumptions.
    law
        The law in force, for assumptions: the path of a law file, or rates made by
        :func:`fairprice.statutory_rates`; by default the register's values on the price
        date. A book has its own.

    Returns
    -------
    OpenBook
        The book itself where one is given.

    Raises
    ------
    InputError
        If it is neither, or a law is given with a book, or rates are not those of its date
        and nation.
    StatutoryError
        If the register has no value for the price date that the calculation needs.
    """
    [taken] = as_books(law, book=book)
    return taken


def as_books(law: Law = None, /, **positions: Position) -> tuple[OpenBook, ...]:
    """Take several positions, as :func:`as_book` takes one.

    Parameters
    ----------
    law
        The law in force, for those that are assumptions, each on its own date.
    **positions
        By the name that the caller knows them by.

    Returns
    -------
    tuple of OpenBook
        In the order given.
    """
    problems = wrong_kinds(law, **positions)
    if problems:
        raise InputError(problems)
    return tuple(
        position if isinstance(position, OpenBook) else OpenBook(position, law)
        for position in positions.values()
    )


def wrong_kinds(law: Any, /, **positions: Any) -> list[Problem]:
    """List what is neither a book nor assumptions, and a law that nothing would obey."""
    problems = [
        not_a_position(name, given)
        for name, given in positions.items()
        if not isinstance(given, (OpenBook, Assumptions))
    ]
    if not is_a_law(law):
        problems.append(not_a_law(law))
    elif law is not None and all(isinstance(p, OpenBook) for p in positions.values()):
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


def _two_laws(names: str) -> Problem:
    return Problem(
        "law-with-a-book", "law", f"is given beside an open book ({names}).",
        "A book was priced under its own law; under another it would be another book.",
        "Leave law out, or give the book's assumptions with it: book.assumptions.",
    )  # fmt: skip
