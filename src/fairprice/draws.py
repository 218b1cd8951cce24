"""How sure a summary of simulated draws is."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray


def mean_with_error(values: NDArray[np.float64]) -> tuple[float, float]:
    """Return the mean of draws and its Monte Carlo standard error."""
    return float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values)))


def deviation_with_error(values: NDArray[np.float64]) -> tuple[float, float]:
    """Return the standard deviation of draws and its Monte Carlo standard error.

    The error is that of the variance, from the fourth moment and so for any distribution, over
    twice the deviation.
    """
    deviation = float(values.std(ddof=1))
    if not deviation:
        return 0.0, 0.0
    squares = (values - values.mean()) ** 2
    return deviation, float(squares.std(ddof=1) / np.sqrt(len(values)) / (2 * deviation))


def percentile_with_error(values: NDArray[np.float64], percent: float) -> tuple[float, float]:
    """Return a percentile and its Monte Carlo standard error.

    The error is half the distance between the order statistics one standard error of the
    rank either side, which needs no assumption about the distribution.
    """
    ordered = np.sort(values)
    n, share = len(ordered), percent / 100
    rank, spread = share * (n - 1), np.sqrt(n * share * (1 - share))
    low, high = np.clip([rank - spread, rank + spread], 0, n - 1)
    places = np.arange(n)
    value, below, above = np.interp([rank, low, high], places, ordered)
    return float(value), float((above - below) / 2)


def places_of(error: float) -> int:
    """Return how many decimal places a Monte Carlo error leaves; below nothing, tens and more."""
    return -math.floor(math.log10(error))


def to_its_error(value: float, error: float) -> float:
    """Round a figure no finer than its Monte Carlo error."""
    if not np.isfinite(error) or not np.isfinite(value) or error <= 0:
        return value
    return round(value, places_of(error))
