"""The page of a case or a book, put together."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from fairprice.cost import OpenBook, Position, as_books
from fairprice.declare.values import day_in_words
from fairprice.kinds import check_order
from fairprice.negotiation import Case
from fairprice.report.of_a_book import annexes, of_a_book
from fairprice.report.of_a_case import of_a_case
from fairprice.report.page import write_page
from fairprice.report.parts import Section
from fairprice.statutory import Law
from fairprice.workbook.as_written import AsWritten, as_held, made_with


def write_report(
    case_or_book: Case | Position, path: str | os.PathLike[str], *, law: Law = None
) -> Path:
    """Write a case or a book as one page that people can read, print and pass on.

    Parameters
    ----------
    case_or_book
        A case, an open book, or the assumptions of one.
    path
        Where to write; an earlier file is replaced as a whole or left as it was.
    law
        The law in force, for assumptions: the path of a law file, or rates made by
        :func:`fairprice.statutory_rates`; by default the register's values on the price
        date. A book has its own.

    Returns
    -------
    pathlib.Path
        The file written: HTML that needs no other file, no script and no network.

    Raises
    ------
    MissingExtraError
        If Jinja2 or matplotlib, the extra ``report``, is not installed.
    FileWriteError
        If the file cannot be written.
    InputError
        If something else is given, or the path first.

    Notes
    -----
    The figures are those of the book, to the penny; charts are SVG with their figures in a table
    beside. It bears the fingerprint that the fee workbook of the same book bears. The same
    book gives the same bytes.
    """
    check_order("write_report(case_or_book, path)", case_or_book, path)
    case = case_or_book if isinstance(case_or_book, Case) else None
    given = case_or_book if not isinstance(case_or_book, Case) else case_or_book.book
    [book] = as_books(law, case_or_book=given)
    return write_page(_contents(book, case), path)


def _contents(book: OpenBook, case: Case | None) -> dict[str, Any]:
    about = book.assumptions.about
    sections: list[Section] = [*of_a_book(book)]
    if case is not None:
        sections += of_a_case(case)
    sections += annexes(book)
    return {
        "title": f"What an hour of home care costs: {about.provider_name}",
        "about": [
            ("Provider", about.provider_name),
            ("Nation", about.nation),
            ("Price date", day_in_words(about.price_date)),
            ("Made with", made_with()),
            ("Fingerprint of the inputs", AsWritten.of(as_held(book)).fingerprint),
        ],
        "sections": sections,
    }
