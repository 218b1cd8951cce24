"""What a billed visit pays on average, when the visits of a year vary in length."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.special import ndtr, ndtri

from fairprice.payment.billing import Billing
from fairprice.payment.cohort import Year
from fairprice.payment.cohort.year import Floats

#: Points of the distribution of one visit's length, at equal steps of probability.
_QUANTILES = 2_000
#: Mean lengths at which the average price is tabulated; between them it is interpolated.
_GRID = np.linspace(0, 2, 201)
#: No visit is shorter, once begun (minutes).
_SHORTEST = 1.0


def expected_price(billing: Billing, year: Year) -> Floats:
    """Average price of a delivered visit, by draw and length.

    Actual minutes vary from visit to visit around the year's mean, normally and truncated
    below one minute. A year has so many visits that their average is what matters.

    Parameters
    ----------
    billing
        The rules.
    year
        For the visit lengths and how they vary.

    Returns
    -------
    numpy.ndarray
        GBP; shape (D, L).
    """
    ratios, sd, clipped = year.length_ratio, year.visit_length_sd, year.clipped_minutes
    rules = billing.model_dump_json()
    columns = []
    for minutes in year.minutes:
        if sd:
            table = _tabulate(rules, float(minutes), sd, clipped)
            columns.append(np.interp(ratios, _GRID, table))
        else:
            columns.append(_average(billing, float(minutes), ratios, 0.0, clipped))
    return np.stack(columns, axis=1)


@lru_cache(maxsize=512)
def _tabulate(rules: str, minutes: float, sd: float, clipped: float) -> Floats:
    billing = Billing.model_validate_json(rules)
    return _average(billing, minutes, _GRID, sd, clipped)


def _average(billing: Billing, minutes: float, ratios: Floats, sd: float, clipped: float) -> Floats:
    """Average the price over a visit's length, for each mean length; shape (ratios,)."""
    mean = ratios[:, np.newaxis] * minutes - clipped
    actual = np.maximum(mean, _SHORTEST)
    if sd:
        steps = (np.arange(_QUANTILES) + 0.5) / _QUANTILES
        below = ndtr((_SHORTEST - mean) / sd)
        actual = np.maximum(mean + sd * ndtri(below + (1 - below) * steps), _SHORTEST)
    planned = np.full(actual.shape, minutes)
    billed = np.asarray(billing.billable(planned.ravel(), actual.ravel()))
    prices = np.asarray(billing.tariff_price(billed)).reshape(actual.shape)
    return np.asarray(prices.mean(axis=1))
