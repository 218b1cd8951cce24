"""A contract's own price formula, and a yearly review that pays quality."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, overload

import numpy as np
import pandas as pd

from fairprice.calculation.fees import price_point, price_to_the_penny
from fairprice.cost.lengths import as_numbers
from fairprice.errors import InputError, Problem
from fairprice.negotiation.indexation.indices import Index, not_an_index

if TYPE_CHECKING:
    from fairprice.types import Floats, Many, Scalar

_ROUNDING = 1e-6


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
        point.

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
    problems += _price_problems("price", price)
    if problems:
        raise InputError(problems)
    raised = as_numbers(price) * (1 + index.change)
    if price_multiple is None:
        return price_to_the_penny(raised)
    return price_point(raised, price_multiple)


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
        One row a provider, in the order of ``prices``: ``price``, ``quality``, ``index``,
        ``change`` (share), ``raised_price`` (unrounded), ``price_to_the_penny``,
        ``price_point`` (where one is given) and ``source``. GBP.

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
            "price": amounts,
            "quality": [rated[provider] for provider in present.index],
            "index": [index.name for index in chosen],
            "change": [index.change for index in chosen],
        },
        index=present.index.rename("provider"),
    )
    raised = (table["price"] * (1 + table["change"])).to_numpy()
    table = table.assign(raised_price=raised, price_to_the_penny=price_to_the_penny(raised))
    if price_multiple is not None:
        table["price_point"] = price_point(raised, price_multiple)
    return table.assign(source=[index.source for index in chosen])


def _provider_problems(
    prices: pd.Series[Any], quality: dict[str, str], changes: dict[str, Index]
) -> list[Problem]:
    problems: list[Problem] = []
    if prices.empty or not prices.index.is_unique:
        problems.append(
            Problem(
                "not-one-price-each", "prices", "There are none, or a provider stands there twice.",
                "A provider has one price before the review and one after.",
                "Give each provider's price once.",
            )
        )  # fmt: skip
    for provider, price in prices.items():
        problems += _price_problems(f"prices, {provider}", price)
    absent = {"quality": [p for p in prices.index if p not in quality],
              "prices": [p for p in quality if p not in prices.index]}  # fmt: skip
    problems += [
        Problem(
            "missing", f"{where}, {provider}", "is missing.",
            "Everyone in a review has a price and a rating.",
            "Add it, or take the provider out of the review.",
        )
        for where, providers in absent.items()
        for provider in providers
    ]  # fmt: skip
    unknown = dict.fromkeys(rating for rating in quality.values() if rating not in changes)
    problems += [
        Problem(
            "unknown-rating", f"quality, {next(p for p in quality if quality[p] == rating)}",
            f"There is no index for the rating {rating!r:.60}.",
            "A rating without one would be held without anyone saying so.",
            f"Add its index to those for {', '.join(map(str, changes)) or 'none so far'}; "
            'Index("held", 0.0, reason) holds a price.',
        )
        for rating in unknown
    ]  # fmt: skip
    problems += [
        not_an_index(f"changes, {rating}", index)
        for rating, index in changes.items()
        if not isinstance(index, Index)
    ]
    return problems


def _price_problems(where: str, given: Any) -> list[Problem]:
    amounts = as_numbers(given)
    if amounts.size and (np.isfinite(amounts) & (amounts > 0)).all():
        return []
    return [
        Problem(
            "not-above-zero", where, f"{given!r:.60} is not an amount above zero.",
            "A formula raises a price that is paid.", "Give GBP above zero, such as 25.04.",
        )
    ]  # fmt: skip


def _price_point_problems(multiple: Any) -> list[Problem]:
    if multiple is None:
        return []
    pence = 100 * as_numbers(multiple)
    if pence.ndim == 0 and abs(pence - np.round(pence)) <= _ROUNDING and np.round(pence) >= 1:
        return []
    return [
        Problem(
            "not-whole-pence", "price_multiple", f"{multiple!r:.60} is not whole pence.",
            "Rounded to the penny, a price point could fall below the price.",
            "Give whole pence in GBP, such as 0.04.",
        )
    ]  # fmt: skip
