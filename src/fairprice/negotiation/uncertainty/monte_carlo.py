"""Joint uncertainty: how sure a cost is when all inputs may be off together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from fairprice.cost import OpenBook, Position, as_book, price_scenarios
from fairprice.declare.arguments import Arguments
from fairprice.declare.values import number
from fairprice.errors import InputError, Problem
from fairprice.negotiation.uncertainty.drawing import (
    DISTRIBUTIONS,
    Distribution,
    drawn_quantiles,
    normal_correlation,
    values_at,
)
from fairprice.negotiation.uncertainty.ranges import Given, no_ranges, read_ranges
from fairprice.negotiation.uncertainty.result import COSTS, CostUncertainty
from fairprice.statutory import Law
from fairprice.version import __version__

_DRAWN = "Every figure is drawn from it."
_LEAST_DRAWS, _MOST_DRAWS = 1_000, 10_000_000


def cost_uncertainty(
    book: Position,
    ranges: Given | None = None,
    *,
    distribution: Distribution = "triangular",
    correlations: Mapping[tuple[str, str], float] | None = None,
    draws: int = 100_000,
    seed: int | np.random.Generator | None = None,
    rng: np.random.Generator | None = None,
    law: Law = None,
) -> CostUncertainty:
    """Draw all inputs within their ranges at once and price every draw.

    Parameters
    ----------
    book
        An open book, or the assumptions of one.
    ranges
        As for :func:`fairprice.one_way_sensitivity`; an input whose low and high are its
        stated value does not vary.
    distribution
        ``"triangular"`` or ``"pert"`` with the stated value as the most likely one, or
        ``"uniform"``.
    correlations
        Spearman's rank correlation by pair of inputs, ``{("a", "b"): 0.5}``; pairs left
        out are independent. A table takes part as a whole.
    draws
        From 1,000 to 10,000,000.
    seed
        What fixes the draws: the same seed gives the same figures. From a
        ``numpy.random.Generator`` a seed is drawn, which the result keeps.
    rng
        A ``numpy.random.Generator`` in place of a seed.
    law
        The law in force, for assumptions: the path of a law file, or rates made by
        :func:`fairprice.statutory_rates`; by default the register's values on the price
        date. A book has its own.

    Returns
    -------
    CostUncertainty
        Percentiles, acceptability of prices, drivers and the value of information.

    Raises
    ------
    InputError
        For ranges as for :func:`fairprice.one_way_sensitivity`; an unknown distribution; a
        number of draws or a seed that cannot be used; correlations of inputs that do not
        vary, outside -1 to 1, given twice in disagreement or impossible together; all at
        once. Then, if some draws cannot be priced, for those.

    Notes
    -----
    Low and high are read as the least and the greatest value that can be defended. The
    shape between them, and that pairs left out are independent, are modelled, not
    observed: ranges of evidence say nothing about them.

    All bands of an input that is a table move together, from low over the stated value to
    high, so that shares add up to 1 in every draw.

    Examples
    --------
    >>> import fairprice as fp
    >>> provider = fp.example_provider()
    >>> ranges = {"mileage_rate": (0.35, 0.45), "holiday_weeks": (5.6, 6.6)}
    >>> cost = fp.cost_uncertainty(provider, ranges, draws=10_000, seed=1)
    >>> bool(cost.percentiles["price_per_hour"].is_monotonic_increasing)
    True
    """
    book = as_book(book, law)
    found, problems = read_ranges(book, ranges)
    found = [one for one in found if one.varies]
    if not found and not problems:
        problems.append(no_ranges("evidence" if ranges is None else "ranges"))
    read = Arguments()
    why = "It shapes what is drawn between low and high."
    read.option("distribution", distribution, DISTRIBUTIONS, why)
    draws = read.whole("draws", draws, _DRAWN, lowest=_LEAST_DRAWS, highest=_MOST_DRAWS)
    seed = read.seed("seed", seed, _DRAWN, rng)
    problems += read.problems
    names = [one.name for one in found]
    correlation, impossible = normal_correlation(correlations, names)
    # what goes with a range that is itself refused is judged once that is mended
    problems += [p for p in impossible if not (problems and p.code == "unknown-name")]
    if problems:
        raise InputError(problems)
    quantiles = drawn_quantiles(correlation, draws, seed)
    columns = {
        one.name: values_at(one, quantiles[:, place], distribution)
        for place, one in enumerate(found)
    }
    return CostUncertainty(
        book=book,
        ranges=tuple(found),
        distribution=distribution,
        correlations={pair: number(rank) for pair, rank in (correlations or {}).items()},
        seed=seed,
        quantiles=pd.DataFrame(quantiles, columns=names, copy=False),
        costs=_priced(book, columns),
        version=__version__,
    )


def _priced(book: OpenBook, columns: Mapping[str, Any]) -> pd.DataFrame:
    try:
        return price_scenarios(book, columns, rows=COSTS)
    except InputError as error:
        raise InputError(_of_draws(found) for found in error.problems) from None


def _of_draws(found: Problem) -> Problem:
    """Say of the draws what is said of scenarios."""
    one = found.where.startswith("scenario")
    return Problem(
        found.code,
        "ranges" if one else f"ranges.{found.where}",
        "Some draws have no price that covers them." if one else found.what,
        found.why,
        f"{found.mend} Narrow the ranges until every draw can be priced.",
    )
