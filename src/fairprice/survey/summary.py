"""What a table of amounts comes to: its lines, and the three headlines."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from fairprice.calculation import PRICE_LINES
from fairprice.survey.lines import PARTS, TOTAL, labels
from fairprice.survey.records import HEADLINES
from fairprice.survey.statistics import (
    BOUNDS,
    counted,
    drawn_providers,
    median_bounds,
    spread,
    weighted_median,
)
from fairprice.types import Array, Floats

#: Draws of whole providers behind the bounds of the headlines.
_DRAWS = 500


def line_table(
    amounts: pd.DataFrame, absent: pd.DataFrame, left_out: pd.DataFrame, hours: pd.Series[float],
    least: int,
) -> pd.DataFrame:  # fmt: skip
    """Summarise the 32 rows; see ``Survey.lines``.

    Parameters
    ----------
    amounts
        GBP per contact hour, rows by provider.
    absent
        Whether a row is not applicable to a provider.
    left_out
        Whether a provider's row was excluded.
    hours
        Contact hours a year by provider, NaN where not known.
    least
        Fewer answers than this are few.
    """
    counts = counted(amounts, list(amounts.index))
    not_applicable = (absent & amounts.isna() & ~left_out).sum(axis=1)
    excluded = left_out.sum(axis=1)
    without = spread(amounts.where(amounts != 0))
    weights = hours.reindex(amounts.columns).to_numpy(dtype=float)
    known = np.nan_to_num(weights)
    cells = amounts.to_numpy(dtype=float)
    covered = (~np.isnan(cells) * known).sum(axis=1)
    table = counts.assign(
        blank=amounts.shape[1] - counts["n"] - not_applicable - excluded,
        not_applicable=not_applicable, left_out=excluded,
    )  # fmt: skip
    table = table.join(spread(amounts)).join(median_bounds(amounts))
    table = table.assign(
        lower_quartile_without_zeros=without["lower_quartile"],
        median_without_zeros=without["median"],
        upper_quartile_without_zeros=without["upper_quartile"],
        hours_weighted_median=[weighted_median(row, known) for row in cells],
        share_of_hours=covered / known.sum() if known.sum() > 0 else np.nan,
        few=counts["n"] < least,
    )
    table.index = pd.Index([labels()[row] for row in table.index], name="line")
    return table


def headlines_of(medians: Mapping[str, float] | pd.Series[float]) -> dict[str, float]:
    """Reckon the three headlines from the medians of the rows (GBP per contact hour).

    A line that nobody answered adds nothing.
    """
    held = pd.Series(dict(medians), dtype=float)
    figures = (
        held[list(PRICE_LINES)].sum(min_count=1),
        held[list(PARTS)].sum(min_count=1),
        held[TOTAL],
    )
    return dict(zip(HEADLINES, map(float, figures), strict=True))


def headline_bounds(amounts: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Give bootstrap bounds of the headlines: whole providers are drawn with replacement."""
    count = amounts.shape[1]
    if count < 2:
        return dict.fromkeys(HEADLINES, (np.nan, np.nan))
    draws = drawn_providers(count, _DRAWS)
    medians = {
        str(row): _medians(cells[draws])
        for row, cells in zip(amounts.index, amounts.to_numpy(dtype=float), strict=True)
    }
    drawn = (
        np.nansum([medians[row] for row in PRICE_LINES], axis=0),
        np.nansum([medians[row] for row in PARTS], axis=0),
        medians[TOTAL],
    )
    bounds = {}
    for name, figures in zip(HEADLINES, drawn, strict=True):
        known = figures[~np.isnan(figures)]
        low, high = np.quantile(known, BOUNDS) if known.size else (np.nan, np.nan)
        bounds[name] = (float(low), float(high))
    return bounds


def _medians(cells: Array) -> Floats:
    """Take the median of each row over what is not NaN: sorted, NaN stands last."""
    ranked = np.sort(cells, axis=1)
    held = (~np.isnan(cells)).sum(axis=1)
    rows = np.arange(len(ranked))
    lower, upper = np.maximum(held - 1, 0) // 2, held // 2
    upper = np.minimum(upper, ranked.shape[1] - 1)
    found: Floats = (ranked[rows, lower] + ranked[rows, np.where(held > 0, upper, 0)]) / 2
    return found
