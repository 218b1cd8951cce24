"""The tables of a result, for a screen and for a workbook, small groups pooled in each."""

from __future__ import annotations

from typing import TypeAlias

import pandas as pd

from fairprice.visits.comparing import BillingComparison
from fairprice.visits.costing import CostedVisits
from fairprice.visits.groups import AT_LEAST
from fairprice.visits.pricing import PricedVisits

Result: TypeAlias = PricedVisits | CostedVisits | BillingComparison


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
        tables["Observed"] = result.observed
        if result.billing is not None:
            for group in result.log.groups:
                title = f"Least viable by {group.replace('_', ' ')}"
                tables[title] = result.least_viable(group, at_least=at_least)
    return tables


def _flat(table: pd.DataFrame) -> pd.DataFrame:
    """Write two levels of columns as one: the contract, and its figure."""
    if table.columns.nlevels == 1:
        return table
    return table.set_axis([": ".join(map(str, names)) for names in table.columns], axis=1)
