"""The tables of a result, for a screen and for a workbook, small groups pooled in each."""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from fairprice.money import pence
from fairprice.visits.comparing import BillingComparison
from fairprice.visits.costing import CostedVisits
from fairprice.visits.groups import AT_LEAST
from fairprice.visits.pricing import PricedVisits

Result: TypeAlias = PricedVisits | CostedVisits | BillingComparison
#: How the figures of a column are shown.
Kind: TypeAlias = Literal["share", "money", "whole", "quantity"]

_MONEY = ("price", "cost", "paid", "margin", "difference", "gbp")
#: What a result says, and what one table of it shows, by the beginning of its title.
SUMMARY: dict[type[Result], str] = {
    PricedVisits: "What a billing contract pays for the visits that were logged.",
    CostedVisits: "What the logged visits cost by the open book, and what a contract leaves.",
    BillingComparison: "What several contracts pay for the same logged visits.",
}
_ABOUT = {
    "Observed": "What the log shows of the book's inputs: mean, quartiles, and how many were seen. "
    "Where books go by zone or service, those of too few people are left out.",
    "Least viable": "Where the tenth of visits with the lowest margin lies; GBP a visit.",
}
_SUMS = "GBP, minutes and visits, added up exactly and rounded only for the eye."
SET_ASIDE = "Rows that are in no result, by reason: each row has one."
PROBLEMS = "What is wrong with rows of the log, by the first reason that holds."


def result_tables(result: Result, at_least: int = AT_LEAST) -> dict[str, pd.DataFrame]:
    """Tabulate a result: the whole, each way of grouping, and what its kind has beside.

    Parameters
    ----------
    result
        Of pricing, costing or comparing a log.
    at_least
        Groups of fewer people are pooled.

    Returns
    -------
    dict
        Tables by title, the first the whole.
    """
    whole = result.totals if isinstance(result, BillingComparison) else result.by("all")
    tables = {"Total": whole}
    for group in result.log.groups:
        tables[f"By {group.replace('_', ' ')}"] = _flat(result.by(group, at_least=at_least))
    if isinstance(result, CostedVisits):
        tables["Observed"] = result.observed_among(at_least)
        if result.billing is not None:
            for group in result.log.groups:
                title = f"Least viable by {group.replace('_', ' ')}"
                tables[title] = result.least_viable(group, at_least=at_least)
    return tables


def about(title: str) -> str:
    """Say what the table of a title shows."""
    return _ABOUT.get(title.partition(" by ")[0], _SUMS)


def pooled_below(at_least: int) -> str:
    """Say what became of small groups."""
    return f"Groups of fewer than {at_least} people are pooled, and nobody is named."


def kind_of_column(name: str, values: pd.Series) -> Kind:
    """Tell how the figures of a column are shown.

    Parameters
    ----------
    name
        The column's.
    values
        Its figures; texts among them are left as they are.
    """
    if "share" in name:
        return "share"
    if any(word in name for word in _MONEY) or "_per_" in name:
        return "money"
    numbers = [value for value in values if not isinstance(value, str) and np.isfinite(value)]
    return "whole" if all(float(number).is_integer() for number in numbers) else "quantity"


def figure_in_words(kind: Kind, value: object) -> str:
    """Write a figure of a column as people read it; texts stay as they are."""
    if isinstance(value, str):
        return value
    number = float(value)  # type: ignore[arg-type]
    if not np.isfinite(number):
        return "none"
    if kind == "share":
        return f"{number:.1%}"
    if kind == "money":
        return pence(number)
    return f"{number:,.0f}" if kind == "whole" else f"{number:,.2f}"


def _flat(table: pd.DataFrame) -> pd.DataFrame:
    """Write two levels of columns as one: the contract, and its figure."""
    if table.columns.nlevels == 1:
        return table
    return table.set_axis([": ".join(map(str, names)) for names in table.columns], axis=1)
