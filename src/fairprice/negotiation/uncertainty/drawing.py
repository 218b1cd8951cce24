"""Drawing inputs together: a shape for each range, and rank correlations between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, get_args

import numpy as np
from scipy.special import betainc, ndtr

from fairprice.declare.values import Refused, number, shown
from fairprice.errors import Problem
from fairprice.negotiation.uncertainty.ranges import Range
from fairprice.types import Floats

Distribution = Literal["triangular", "uniform", "pert"]
DISTRIBUTIONS: tuple[str, ...] = get_args(Distribution)
#: An eigenvalue this little below zero is binary rounding, not a contradiction.
_ROUNDING = 1e-9
#: Weight of the mode in a PERT distribution, as in its first use.
_PERT_WEIGHT = 4.0
#: Places at which a distribution function is worked out, on either side of its median.
_KNOTS = 1_281


def drawn_quantiles(correlation: Floats, draws: int, seed: int) -> Floats:
    """Draw quantiles whose ranks are correlated.

    Parameters
    ----------
    correlation
        Of the normal variables behind them, shape (inputs, inputs).
    draws, seed
        How many, and what fixes them.

    Returns
    -------
    numpy.ndarray
        Shape (draws, inputs), each column uniform on 0 to 1.

    Notes
    -----
    A Gaussian copula: normal variables with that correlation, through their distribution
    function. The symmetric square root is used as it also exists where inputs are
    perfectly correlated, and, unlike a triangular one, treats all inputs alike.

    References
    ----------
    Clemen, R. T. and Reilly, T. (1999). Correlations and copulas for decision and risk
    analysis. Management Science 45, 208-224.
    """
    normal = np.random.default_rng(seed).standard_normal((draws, len(correlation)))
    if not np.array_equal(correlation, np.eye(len(correlation))):
        eigenvalues, vectors = np.linalg.eigh(correlation)
        root = (vectors * np.sqrt(np.clip(eigenvalues, 0, None))) @ vectors.T
        normal = normal @ root
    quantiles: Floats = ndtr(normal)
    return quantiles


def values_at(one: Range, quantiles: Floats, distribution: str) -> Floats:
    """Return the values of an input at quantiles of its distribution.

    Parameters
    ----------
    one
        A range that varies.
    quantiles
        Shape (n,), from 0 to 1.
    distribution
        One of ``DISTRIBUTIONS``.

    Returns
    -------
    numpy.ndarray
        Shape (n,), or (n, bands) for a table.

    Notes
    -----
    What is drawn is a place on the way from low over the stated value to high, its length
    taken as 1 and the stated value as the mode. For a number that is its triangular,
    uniform or PERT distribution. All bands of a table are at one place of the way at once,
    so that every draw is a mixture of two of its three columns: shares still add up to 1.

    References
    ----------
    Malcolm, D. G. et al. (1959). Application of a technique for research and development
    program evaluation. Operations Research 7, 646-669 (PERT).
    """
    before = float(np.linalg.norm(one.value - one.low))
    mode = before / (before + float(np.linalg.norm(one.high - one.value)))
    place = quantiles
    if distribution == "triangular":
        rising = np.sqrt(quantiles * mode)
        place = np.where(quantiles < mode, rising, 1 - np.sqrt((1 - quantiles) * (1 - mode)))
    elif distribution == "pert":
        place = pert_places(mode, quantiles)
    bands = np.stack([one.low, one.value, one.high]).reshape(3, -1).T
    columns = [np.interp(place, [0.0, mode, 1.0], band) for band in bands]
    return columns[0] if one.value.ndim == 0 else np.stack(columns, axis=1)


def pert_places(mode: float, quantiles: Floats) -> Floats:
    """Return the values of a PERT distribution on 0 to 1 at quantiles, many at a time.

    Parameters
    ----------
    mode
        Its mode, from 0 to 1.
    quantiles
        Shape (n,), from 0 to 1.

    Returns
    -------
    numpy.ndarray
        Shape (n,), from 0 to 1, within 1e-12 of the inverse of the beta distribution.

    Notes
    -----
    The distribution function is worked out at evenly spaced values and a cubic spline laid
    through them the other way round, from each end to about the median. Near an end a
    quantile goes with a power of the value, the shape of that end, so a spline of its root
    is smooth there too.
    """
    from scipy.interpolate import CubicSpline  # imported here because loading it takes a while

    first, second = 1 + _PERT_WEIGHT * mode, 1 + _PERT_WEIGHT * (1 - mode)
    median = (first - 1 / 3) / (first + second - 2 / 3)
    below = np.linspace(0, median, _KNOTS)
    above = np.linspace(0, 1 - median, _KNOTS)
    rising = CubicSpline(betainc(first, second, below) ** (1 / first), below)
    falling = CubicSpline(betainc(second, first, above) ** (1 / second), above)
    low = quantiles < betainc(first, second, median)
    values = np.empty_like(quantiles)
    values[low] = rising(quantiles[low] ** (1 / first))
    values[~low] = 1 - falling((1 - quantiles[~low]) ** (1 / second))
    return values


def normal_correlation(
    given: Mapping[tuple[str, str], float] | None, names: Sequence[str]
) -> tuple[Floats, list[Problem]]:
    """Read rank correlations.

    Parameters
    ----------
    given
        Spearman's rank correlation by pair of inputs, in either order.
    names
        The inputs that are drawn.

    Returns
    -------
    tuple
        The correlation matrix of the normal variables behind the ranks, and every problem.

    References
    ----------
    Pearson, K. (1907). On further methods of determining correlation. Drapers' Company
    Research Memoirs, Biometric Series IV: normal variables with the correlation
    ``2 sin(pi r / 6)`` have the rank correlation ``r``.
    """
    ranks = np.eye(len(names))
    problems: list[Problem] = []
    seen: dict[tuple[str, str], float] = {}
    given = {} if given is None else given
    if not isinstance(given, Mapping):
        problems.append(_no_pair(given, "a table of pairs of inputs"))
        given = {}
    for pair, value in given.items():
        found = _of_pair(pair, value, names, seen)
        problems += found
        if not found:
            seen[_in_order(pair)] = rank = number(value)
            here, there = (names.index(name) for name in pair)
            ranks[here, there] = ranks[there, here] = rank
    matrix = _behind(ranks)
    if not problems and _least(matrix) < -_ROUNDING:
        problems.append(_not_drawn(ranks))
    return matrix, problems


def _behind(ranks: Floats) -> Floats:
    """Return the correlations of the normal variables behind ranks."""
    return np.asarray(2 * np.sin(np.pi * ranks / 6))


def _least(matrix: Floats) -> float:
    return float(np.linalg.eigvalsh(matrix).min(initial=1.0))


def _not_drawn(ranks: Floats) -> Problem:
    """Say why correlations cannot be drawn: no inputs have them, or no normal variables do."""
    least = _least(ranks)
    if least < -_ROUNDING:
        return Problem(
            "impossible-correlations", "correlations",
            f"No inputs can be so related: the smallest eigenvalue is {least:.3g}.",
            "Two inputs that each go with a third go with each other to some degree.",
            "Weaken the correlations, or give those that are left out.",
        )  # fmt: skip
    beside = ranks - np.eye(len(ranks))
    factors = np.arange(99, 0, -1) / 100
    near = next(k for k in factors if _least(_behind(np.eye(len(ranks)) + k * beside)) >= 0)
    return Problem(
        "correlations-not-drawn", "correlations",
        "Inputs may be so related, but not as they are drawn here, by the ranks of normal "
        "variables.",
        "Ranks so near the limit of what is possible have no such variables behind them.",
        f"Multiply each correlation by {near:g} or less.",
    )  # fmt: skip


def _in_order(pair: tuple[str, str]) -> tuple[str, str]:
    first, second = sorted(pair)
    return first, second


def _no_pair(found: Any, wanted: str) -> Problem:
    return Problem(
        "wrong-shape", "correlations", f"{shown(found)} is not {wanted}.",
        "A correlation joins two inputs.",
        'Give pairs such as {("mileage_rate", "miles_per_visit"): 0.5}.',
    )  # fmt: skip


def _of_pair(
    pair: Any, value: Any, names: Sequence[str], seen: Mapping[tuple[str, str], float]
) -> list[Problem]:
    if not isinstance(pair, tuple) or len(pair) != 2 or pair[0] == pair[1]:
        return [_no_pair(pair, "a pair of two inputs")]
    where = f"correlations.{pair[0]}, {pair[1]}"
    problems = [
        Problem(
            "unknown-name", where, f"{name} is not among the inputs that vary.",
            "Only inputs that are drawn can go together.",
            "Give it a range, or name two of: " + ", ".join(names) + ".",
        )
        for name in pair
        if name not in names
    ]  # fmt: skip
    try:
        rank = number(value)
    except Refused:
        rank = np.nan
    if not -1 <= rank <= 1:
        problems.append(
            Problem(
                "out-of-bounds", where, f"{shown(value)} is not a rank correlation.",
                "It says how surely two inputs are high together.", "Give a number from -1 to 1.",
            )
        )  # fmt: skip
    elif not problems and seen.get(_in_order(pair), rank) != rank:
        problems.append(
            Problem(
                "given-twice", where,
                f"is {rank:g} here and {seen[_in_order(pair)]:g} the other way round.",
                "The order of two inputs does not matter.", "Keep one of them.",
            )
        )  # fmt: skip
    return problems
