"""One party's price under several laws, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from fairprice.calculation import PRICE_PER_HOUR, SUBTOTALS, of_an_hour
from fairprice.cost import MINIMUM_WAGE, OpenBook, Position, as_assumptions
from fairprice.declare.takes import PATH, TABLE, either, takes
from fairprice.negotiation.bargaining.limits import raised_to_legal_pay
from fairprice.statutory import Law, law_on, law_scenarios

_ROWS = (*(name for name in SUBTOTALS if name != "price"), "return_on_operations", "price")


@takes(laws=either(TABLE, PATH, wanted="laws by name, or a law file with scenarios"))
def prices_under_laws(book: Position, laws: Mapping[str, Law] | Path | str) -> pd.DataFrame:
    """Price one party's care under several laws, side by side.

    Parameters
    ----------
    book
        What the party states, the same under each law: assumptions, or those of an open book.
    laws
        A law file with scenarios, or laws by name: each the path of a law file, rates made
        by :func:`fairprice.statutory_rates`, or ``None`` for the register alone.

    Returns
    -------
    pandas.DataFrame
        A column for each law. Rows: every statutory value behind the price that differs
        between the laws; the subtotals, return and
        ``price_per_hour`` as stated, GBP per contact hour;
        ``minimum_wage_margin``, what pay that counts leaves above the adult minimum wage at
        the visit mix, GBP per hour; and ``price_per_hour_at_legal_pay``, the price if contact pay
        that falls short of it were raised to the least the law allows.

    Raises
    ------
    StatutoryError
        If a law file breaks the rules of the register, or a law lacks a value that the
        price or the minimum wage test needs.
    InputError
        If rates are those of another date or nation.
    """
    assumptions = as_assumptions(book)
    about = assumptions.about
    if isinstance(laws, Mapping):
        given = {name: law_on(law, about.price_date, about.nation) for name, law in laws.items()}
    else:
        given = law_scenarios(laws, about.price_date, about.nation)
    books = {name: OpenBook(assumptions, law) for name, law in given.items()}
    return pd.DataFrame({name: _column(book, books) for name, book in books.items()}).rename_axis(
        index="row", columns="law"
    )


def _column(book: OpenBook, books: Mapping[str, OpenBook]) -> dict[str, float]:
    values = {
        name: book.rates.value(name)
        for name in book.law_names
        if len({other.rates.value(name) for other in books.values()}) > 1
    }
    raised = OpenBook(raised_to_legal_pay(book), book.rates)
    return {
        **values,
        **{of_an_hour(row): float(book.value(row)) for row in _ROWS},
        "minimum_wage_margin": float(book.value("counting_pay_rate"))
        - book.rates.value(MINIMUM_WAGE),
        f"{PRICE_PER_HOUR}_at_legal_pay": raised.price_per_hour,
    }
