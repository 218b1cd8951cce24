"""What a billed visit pays on average, when the visits of a year vary in length."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.special import ndtr, ndtri

from fairprice.payment.billing import Billing, VisitMix, factor_over, price_over
from fairprice.payment.cohort import Year
from fairprice.payment.cohort.year import SHORTEST_VISIT
from fairprice.types import Floats

#: Points of the distribution of one visit's length, at equal steps of probability.
_QUANTILES = 2_000
#: Mean lengths at which the average price is tabulated; between them it is interpolated.
_GRID = np.concatenate([np.linspace(0, 2, 201), np.linspace(2.05, 6, 80)])
#: How far a record is drawn out when visits bunch at the edges of bands (minutes).
_REACH = 15
#: Minutes taken off, share bunched at edges, and how visits fall on zones.
Response = tuple[float, float, VisitMix]


def expected_price(billing: Billing, year: Year) -> Floats:
    """Average price of a delivered visit (GBP), by draw and length; shape (D, L).

    Actual minutes vary from visit to visit around the year's mean, normally and truncated
    below one minute. A year has so many visits that their average is what matters.

    Parameters
    ----------
    billing
        The rules.
    year
        For the visit lengths and how they vary.
    """
    return _expected(billing, year, "price") * _factors(billing, year)


def planned_price(billing: Billing, year: Year) -> Floats:
    """Price of a visit as planned (GBP), by length; shape (L,)."""
    return price_over(billing, year.mix, year.minutes) * _factors(billing, year)


def _factors(billing: Billing, year: Year) -> Floats:
    """What zones, times and second careworkers multiply prices by; shape (L,)."""
    return _factors_of(billing.model_dump_json(), year.mix, tuple(year.minutes))


@lru_cache(maxsize=512)
def _factors_of(rules: str, mix: VisitMix, lengths: tuple[float, ...]) -> Floats:
    billing = Billing.model_validate_json(rules)
    return np.array([factor_over(billing, mix, minutes) for minutes in lengths])


def expected_minutes(billing: Billing, year: Year) -> Floats:
    """Average billed minutes of a delivered visit, by draw and length; shape (D, L)."""
    return _expected(billing, year, "minutes")


def _expected(billing: Billing, year: Year, of: str) -> Floats:
    ratios, sd = year.length_ratio, year.visit_length_sd
    response = (year.clipped_minutes, year.bunching_share, year.mix)
    rules = billing.model_dump_json()
    columns = []
    for minutes in year.minutes:
        if sd:
            prices, billed = _tabulate(rules, float(minutes), sd, response)
            table = prices if of == "price" else billed
            columns.append(np.interp(ratios, _GRID, table))
        else:
            prices, billed = _average(billing, float(minutes), ratios, 0.0, response)
            columns.append(prices if of == "price" else billed)
    return np.stack(columns, axis=1)


@lru_cache(maxsize=512)
def _tabulate(rules: str, minutes: float, sd: float, response: Response) -> tuple[Floats, Floats]:
    billing = Billing.model_validate_json(rules)
    return _average(billing, minutes, _GRID, sd, response)


def _average(
    billing: Billing, minutes: float, ratios: Floats, sd: float, response: Response
) -> tuple[Floats, Floats]:
    """Average price and billed minutes over a visit's length, for each mean length.

    Each of shape (ratios,).
    """
    clipped, bunching, mix = response
    mean = ratios[:, np.newaxis] * minutes - clipped
    actual = np.maximum(mean, SHORTEST_VISIT)
    if sd:
        steps = (np.arange(_QUANTILES) + 0.5) / _QUANTILES
        below = ndtr((SHORTEST_VISIT - mean) / sd)
        actual = np.maximum(mean + sd * ndtri(below + (1 - below) * steps), SHORTEST_VISIT)
    prices, billed = _priced(billing, mix, minutes, actual)
    if bunching:
        better, drawn_out = prices, billed
        for more in range(1, _REACH + 1):
            further, longer = _priced(billing, mix, minutes, actual + more)
            pays_more = (better <= prices) & (further > prices)
            better = np.where(pays_more, further, better)
            drawn_out = np.where(pays_more, longer, drawn_out)
        prices = (1 - bunching) * prices + bunching * better
        billed = (1 - bunching) * billed + bunching * drawn_out
    return np.asarray(prices.mean(axis=1)), np.asarray(billed.mean(axis=1))


def _priced(
    billing: Billing, mix: VisitMix, minutes: float, actual: Floats
) -> tuple[Floats, Floats]:
    planned = np.full(actual.size, minutes)
    billed = np.asarray(billing.billable(planned, actual.ravel()))
    prices = price_over(billing, mix, billed)
    return prices.reshape(actual.shape), billed.reshape(actual.shape)
