"""Medians and quartiles of a line, counted and weighted, and how sure a median is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from fairprice.types import Array, Floats

#: The rule that reproduces the published tables: linear between ranks, Excel's QUARTILE.INC.
QUARTILE_RULE = "inclusive (Excel's QUARTILE.INC): linear between ranks"
QUARTILES = {"lower_quartile": 0.25, "median": 0.5, "upper_quartile": 0.75}
#: Bootstrap: resamples, seed and the shares of them that lie below the two bounds.
RESAMPLES, SEED, BOUNDS = 2000, 20221, (0.025, 0.975)
#: How many quartile ranges from a quartile a value is asked about.
_FENCE = 1.5


def spread(amounts: pd.DataFrame) -> pd.DataFrame:
    """Give minimum, quartiles and maximum of each row of a table over the amounts it has.

    Parameters
    ----------
    amounts
        Rows by column; NaN where there is no answer.

    Returns
    -------
    pandas.DataFrame
        NaN for a row without answers.
    """
    cuts = amounts.quantile(list(QUARTILES.values()), axis=1).set_axis(list(QUARTILES)).T
    cuts.insert(0, "minimum", amounts.min(axis=1))
    return cuts.assign(maximum=amounts.max(axis=1))


def weighted_median(amounts: Array, weights: Array) -> float:
    """Give the amount at which half of the weight is reached.

    Parameters
    ----------
    amounts, weights
        Of one length; only their proportions to each other matter. A pair in which either is
        NaN, or whose weight is zero, does not count.

    Returns
    -------
    float
        Between two amounts where exactly half of the weight lies on either side, so that
        equal weights give the plain median; NaN without any.

    Examples
    --------
    >>> weighted_median(np.array([1.0, 2.0, 9.0]), np.array([1.0, 1.0, 5.0]))
    9.0
    """
    counts = ~np.isnan(amounts) & (weights > 0)
    if not counts.any():
        return float("nan")
    order = np.argsort(amounts[counts], kind="stable")
    ranked = amounts[counts][order]
    reached = np.cumsum(weights[counts][order])
    half = reached[-1] / 2
    at_half = np.isclose(reached, half, rtol=1e-12, atol=0)
    place = int(np.argmax(at_half | (reached > half)))
    if at_half[place]:
        return float((ranked[place] + ranked[place + 1]) / 2)
    return float(ranked[place])


def median_bounds(amounts: pd.DataFrame) -> pd.DataFrame:
    """Give bootstrap bounds of the median of each row: percentiles of resampled medians.

    Parameters
    ----------
    amounts
        Rows by provider; NaN where there is no answer. Their order does not matter.

    Returns
    -------
    pandas.DataFrame
        ``median_low`` and ``median_high``, 95 %; NaN with fewer than two answers.
    """
    table = amounts.to_numpy(dtype=float)
    bounds = np.full((len(table), 2), np.nan)
    for place, row in enumerate(table):
        answers = np.sort(row[~np.isnan(row)])
        if answers.size > 1:
            bounds[place] = np.quantile(resampled_medians(answers), BOUNDS)
    return pd.DataFrame(bounds, index=amounts.index, columns=["median_low", "median_high"])


def resampled_medians(answers: Floats) -> Floats:
    """Draw providers with replacement, and take the median of each draw.

    The median of a draw is that of the ranks drawn, as long as the answers are in order: so
    one draw of ranks serves every line with as many answers.
    """
    lower, upper = _middle_ranks(answers.size)
    medians: Floats = (answers[lower] + answers[upper]) / 2
    return medians


_RANKS: dict[int, tuple[NDArray[Any], NDArray[Any]]] = {}


def _middle_ranks(size: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Give the two middle ranks of each draw of a number of providers."""
    if size not in _RANKS:
        drawn = np.random.default_rng(SEED).integers(size, size=(RESAMPLES, size))
        places = [(size - 1) // 2, size // 2]
        ranked = np.partition(drawn, places, axis=1)
        _RANKS[size] = (ranked[:, places[0]], ranked[:, places[1]])
    return _RANKS[size]


def drawn_providers(count: int, draws: int = RESAMPLES) -> NDArray[Any]:
    """Draw whole providers with replacement: shape (draws, count)."""
    return np.random.default_rng(SEED).integers(count, size=(draws, count))


def fences(cuts: pd.DataFrame) -> pd.DataFrame:
    """Give the bounds outside which an answer is asked about: Tukey's fences.

    Parameters
    ----------
    cuts
        ``lower_quartile`` and ``upper_quartile`` by row.

    Returns
    -------
    pandas.DataFrame
        ``low`` and ``high``.
    """
    width = _FENCE * (cuts["upper_quartile"] - cuts["lower_quartile"])
    return pd.DataFrame(
        {"low": cuts["lower_quartile"] - width, "high": cuts["upper_quartile"] + width}
    )


def counted(amounts: pd.DataFrame, rows: Sequence[str]) -> pd.DataFrame:
    """Count the answers of some rows, and those that are zero."""
    held = amounts.loc[list(rows)]
    return pd.DataFrame({"n": held.notna().sum(axis=1), "zeros": (held == 0).sum(axis=1)})
