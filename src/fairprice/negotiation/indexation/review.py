"""A contract's own price formula, and a yearly review that pays quality."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, overload

import numpy as np
import pandas as pd

from fairprice.calculation import price_point, price_to_the_penny
from fairprice.declare.arguments import Arguments
from fairprice.declare.takes import TABLE, one, takes
from fairprice.declare.values import Refused, number, shown
from fairprice.errors import InputError, Problem
from fairprice.money import is_whole_pence
from fairprice.negotiation.indexation.index_texts import TEXTS
from fairprice.negotiation.indexation.indices import Index, not_an_index

if TYPE_CHECKING:
    from fairprice.types import Floats, Many, Scalar


def _rounded(present: Any, change: Any, price_multiple: float | None) -> Any:
    """Raise and round; rounding makes no rise a fall, no fall a rise, and nothing of no change."""
    raised = present * (1 + change)
    if price_multiple is None:
        rounded = price_to_the_penny(raised)
    else:
        rounded = price_point(raised, number(price_multiple))
    rounded = np.where(change >= 0, np.maximum(rounded, present), rounded)
    rounded = np.where(change <= 0, np.minimum(rounded, present), rounded)
    return rounded if rounded.ndim else float(rounded)


@overload
def uplift_price(price: Scalar, index: Index, *, price_multiple: float | None = None) -> float: ...
@overload
def uplift_price(price: Many, index: Index, *, price_multiple: float | None = None) -> Floats: ...
def uplift_price(price: Any, index: Index, *, price_multiple: float | None = None) -> Any:
    """Raise a price or a rate card by a contract's formula.

    Parameters
    ----------
    price
        GBP, above zero; a number, or an array of any shape.
    index
        The formula, such as one made by :func:`weighted_index`.
    price_multiple
        The price point in GBP; left out, prices are to the penny.

    Returns
    -------
    float or numpy.ndarray
        GBP, of the shape of ``price``: ``price * (1 + change)``, rounded once, as the fee
        workbook does: half up to the penny, or from the unrounded amount up to the price
        point. Rounding makes no rise a fall and no fall a rise; without a change, a price
        stays what it is.

    Raises
    ------
    InputError
        If a price is not above zero, the index is none, or the price point is not whole
        pence.

    Examples
    --------
    City of Wolverhampton, fee review 2025-26: 20.28 raised by 6.6 % became 21.64.

    >>> review = Index("fee review 2025-26", 0.066, "https://opengovernment.network/decisions/133845")
    >>> uplift_price(20.28, review), uplift_price(20.28, review, price_multiple=0.04)
    (21.62, 21.64)
    """
    problems = [] if isinstance(index, Index) else [not_an_index("index", index)]
    problems += _price_point_problems(price_multiple)
    amounts, wrong = _prices("price", price)
    problems += wrong
    if problems:
        raise InputError(problems)
    return _rounded(amounts, index.change, price_multiple)


@takes(
    # a column that names a provider twice is refused in words of its own
    prices=one(Mapping, pd.Series, wanted=TABLE.wanted),
    quality=TABLE,
    changes=TABLE,
)
def annual_review(
    prices: Mapping[str, float],
    quality: Mapping[str, str],
    changes: Mapping[str, Index],
    *,
    price_multiple: float | None = None,
) -> pd.DataFrame:
    """Review the prices of several providers, each by the index of its quality.

    Parameters
    ----------
    prices
        Present price by provider (GBP, above zero); a mapping or a pandas Series.
    quality
        Rating by provider, in any words, such as those of the Care Quality Commission.
    changes
        Index by rating. One for each rating that occurs; others may be listed.
    price_multiple
        The price point in GBP; left out, prices are to the penny.

    Returns
    -------
    pandas.DataFrame
        One row a provider, in the order of ``prices``: ``present_price``, ``quality``, ``index``,
        ``change`` (share), ``raised_price`` (unrounded), ``price_to_the_penny``,
        ``price_point`` (where one is given) and ``source``. GBP; rounded as by
        :func:`uplift_price`, so that a price that is held stays what it is.

    Raises
    ------
    InputError
        For providers without a rating or a price, ratings without an index, and prices not
        above zero; all at once.
    """
    present = pd.Series(prices, dtype=object)
    rated, by_rating = dict(quality), dict(changes)
    problems = _price_point_problems(price_multiple)
    problems += _provider_problems(present, rated, by_rating)
    if problems:
        raise InputError(problems)
    chosen = [by_rating[rated[provider]] for provider in present.index]
    amounts = present.astype(float)
    table = pd.DataFrame(
        {
            "present_price": amounts,
            "quality": [rated[provider] for provider in present.index],
            "index": [index.name for index in chosen],
            "change": [index.change for index in chosen],
        },
        index=present.index.rename("provider"),
    )
    before, change = table["present_price"].to_numpy(), table["change"].to_numpy()
    table = table.assign(
        raised_price=before * (1 + change), price_to_the_penny=_rounded(before, change, None)
    )
    if price_multiple is not None:
        table = table.assign(price_point=_rounded(before, change, price_multiple))
    return table.assign(source=[index.source for index in chosen])


def _provider_problems(
    prices: pd.Series[Any], quality: dict[str, str], changes: dict[str, Index]
) -> Iterator[Problem]:
    if prices.empty or not prices.index.is_unique:
        yield TEXTS("not-one-price-each", "prices")
    for provider, price in prices.items():
        yield from _prices(f"prices, {provider}", price)[1]
    absent = {"quality": [p for p in prices.index if p not in quality],
              "prices": [p for p in quality if p not in prices.index]}  # fmt: skip
    for where, providers in absent.items():
        for provider in providers:
            yield TEXTS("missing", f"{where}, {provider}")
    known = ", ".join(map(str, changes)) or "none so far"
    told = []
    for provider, rating in quality.items():
        if rating not in list(changes) and rating not in told:
            told.append(rating)
            yield TEXTS("unknown-rating", f"quality, {provider}", rating=shown(rating), known=known)
    for rating, index in changes.items():
        if not isinstance(index, Index):
            yield not_an_index(f"changes, {rating}", index)


def _prices(where: str, given: Any) -> tuple[Floats, list[Problem]]:
    """Read a price, or several, above zero."""
    read = Arguments()
    amounts = read.positives(where, given, "GBP", "A formula raises a price that is paid.")
    return amounts, read.problems


def _price_point_problems(multiple: Any) -> list[Problem]:
    if multiple is None:
        return []
    try:
        whole = is_whole_pence(number(multiple))
    except Refused:
        whole = False
    return [] if whole else [TEXTS("not-whole-pence", "price_multiple", value=shown(multiple))]
