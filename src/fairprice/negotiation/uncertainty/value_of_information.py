"""What knowing one input would change: the spread of a cost, and a decision that rests on it.

Both are read from draws already made, by grouping them by the input: so they need no
further draws and hold for inputs that are correlated.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fairprice.types import Floats

#: An estimate within this many standard errors of nothing is not above nothing.
NOISE = 2.0
#: A spread within this share of the amounts themselves is binary rounding.
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Grouping:
    """Draws in groups of equal size by one input, from its lowest values to its highest.

    Parameters
    ----------
    group
        Number of the group of each draw, shape (draws,).
    count
        Draws in each group, shape (groups,).
    """

    group: NDArray[np.intp]
    count: NDArray[np.intp]

    @classmethod
    def by(cls, quantiles: Floats) -> Grouping:
        """Group draws by the quantile of an input; a third of the root of their number.

        With g groups, what an input does within a group is left out: a part of its share
        of about 1/g squared, 9 divided by the draws, far below the Monte Carlo error.
        """
        draws = len(quantiles)
        groups = max(2, round(np.sqrt(draws) / 3))
        group = np.empty(draws, dtype=np.intp)
        group[np.argsort(quantiles, kind="stable")] = np.arange(draws) * groups // draws
        return cls(group, np.bincount(group, minlength=groups))

    def means(self, values: Floats) -> Floats:
        """Average within each group; shape (groups,)."""
        totals = np.bincount(self.group, weights=values, minlength=len(self.count))
        return np.asarray(totals / self.count, dtype=float)


def variance_share(values: Floats, grouping: Grouping) -> tuple[float, float]:
    """Share of a variance that would go, on average, if an input were known.

    Parameters
    ----------
    values
        A result by draw, shape (draws,).
    grouping
        The draws grouped by the input.

    Returns
    -------
    tuple of float
        Var(E[Y|X]) / Var(Y), not below 0, and its Monte Carlo standard error.

    Notes
    -----
    The correlation ratio by groups, less what chance alone puts between groups: one minus
    the variance within groups over the variance, each divided by its degrees of freedom
    (Kelley 1935). The error is by the delta method, from the influence of each draw.

    References
    ----------
    Kelley, T. L. (1935). An unbiased correlation ratio measure. Proceedings of the
    National Academy of Sciences 21, 554-559.
    Plischke, E., Borgonovo, E. and Smith, C. L. (2013). Global sensitivity measures from
    given data. European Journal of Operational Research 226, 536-550.
    """
    share, _, error = _shares(values, grouping)
    return share, error


def _shares(values: Floats, grouping: Grouping) -> tuple[float, float, float]:
    """Return the share without chance, the share with it, and the error."""
    draws, groups = len(values), len(grouping.count)
    deviation = values - values.mean()
    if deviation.std() <= _ROUNDING * np.abs(values).max():
        return 0.0, 0.0, 0.0
    within = deviation - grouping.means(deviation)[grouping.group]
    # sums that are the same on every machine: a product of vectors is split among threads
    squared, squared_within = deviation**2, within**2
    total = float(squared.sum())
    kept = float(squared_within.sum()) / total
    share = max(1 - kept * (draws - 1) / (draws - groups), 0.0)
    influence = (kept * squared - squared_within) * draws / total
    return share, 1 - kept, float(influence.std() / np.sqrt(draws))


def value_of_everything(gain: Floats) -> tuple[float, float]:
    """Expected value of perfect information for a decision to take a gain or to leave it.

    Parameters
    ----------
    gain
        By draw, shape (draws,); zero if it is left.

    Returns
    -------
    tuple of float
        The mean of what is gained by deciding draw by draw, less what is gained by
        deciding once on the mean; and its Monte Carlo standard error.

    References
    ----------
    Raiffa, H. and Schlaifer, R. (1961). Applied Statistical Decision Theory. Boston: Harvard
    University.
    """
    return _gained(gain, gain > 0)


def value_of_one(gain: Floats, grouping: Grouping) -> tuple[float, float]:
    """Expected value of finding out one input for the same decision.

    Parameters
    ----------
    gain
        By draw, shape (draws,); zero if it is left.
    grouping
        The draws grouped by the input.

    Returns
    -------
    tuple of float
        As for :func:`value_of_everything`, the decision being taken on the expected gain
        given the input; never above that, nor below 0.

    Notes
    -----
    The expected gain given the input is the mean of its group, drawn towards the mean of
    all until it varies as much as :func:`variance_share` says: else chance between groups
    would be taken for knowledge. The error takes the decisions as given.

    References
    ----------
    Strong, M. and Oakley, J. E. (2013). An efficient method for computing single-parameter
    partial expected value of perfect information. Medical Decision Making 33, 755-766.
    """
    share, with_chance, _ = _shares(gain, grouping)
    mean = gain.mean()
    kept = np.sqrt(share / with_chance) if share > 0 else 0.0
    expected = mean + kept * (grouping.means(gain) - mean)
    worth = float(np.average(np.maximum(expected, 0), weights=grouping.count) - max(mean, 0.0))
    _, error = _gained(gain, (expected > 0)[grouping.group])
    return max(worth, 0.0), error


def _gained(gain: Floats, taken: NDArray[np.bool_]) -> tuple[float, float]:
    more = gain * (taken.astype(float) - float(gain.mean() > 0))
    return max(float(more.mean()), 0.0), float(more.std(ddof=1) / np.sqrt(len(gain)))


def told_apart(value: float, error: float) -> str:
    """Say whether an estimate is above nothing, by more than chance and binary rounding."""
    return "above nothing" if value > max(NOISE * error, _ROUNDING) else "too small to tell"
