"""What is kept of every draw, and how sure a summary of draws is."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from fairprice.payment.cohort import Year
from fairprice.payment.contract import Settlement
from fairprice.types import Floats


@dataclass(frozen=True)
class Metrics:
    """Totals of a year under one contract, by draw; each of shape (draws,).

    Parameters
    ----------
    spend
        What the payer bears (GBP).
    revenue, cost, margin
        Of the provider (GBP).
    working_capital, capital_cost
        The most laid out, and interest on it (GBP).
    visits, contact_hours
        Delivered.
    reached, measured
        Outcomes in truth and as measured.
    possible
        Outcomes that people served could have reached.
    false_rewards, false_penalties
        Outcomes measured though not reached, and reached though not measured.
    """

    spend: Floats
    revenue: Floats
    cost: Floats
    margin: Floats
    working_capital: Floats
    capital_cost: Floats
    visits: Floats
    contact_hours: Floats
    reached: Floats
    measured: Floats
    possible: Floats
    false_rewards: Floats
    false_penalties: Floats

    @classmethod
    def of(cls, year: Year, settlement: Settlement) -> Metrics:
        """Take the totals of a block."""
        wrong = year.measured & ~year.reached
        missed = year.reached & ~year.measured
        return cls(
            spend=settlement.spend,
            revenue=settlement.revenue,
            cost=settlement.provider_cost,
            margin=settlement.margin,
            working_capital=settlement.working_capital,
            capital_cost=settlement.capital_cost,
            visits=year.weekly_visits().sum(axis=1),
            contact_hours=year.weekly_hours().sum(axis=1),
            reached=year.reached.sum(axis=(1, 2)).astype(float),
            measured=year.measured.sum(axis=(1, 2)).astype(float),
            possible=year.served.sum(axis=1) * float(year.measured.shape[2]),
            false_rewards=wrong.sum(axis=(1, 2)).astype(float),
            false_penalties=missed.sum(axis=(1, 2)).astype(float),
        )

    @classmethod
    def joined(cls, parts: list[Metrics], draws: int) -> Metrics:
        """Put blocks together and keep the first draws."""
        return cls(
            **{
                field.name: np.concatenate([getattr(part, field.name) for part in parts])[:draws]
                for field in fields(cls)
            }
        )


def mean_with_error(values: Floats) -> tuple[float, float]:
    """Return the mean of draws and its Monte Carlo standard error."""
    return float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values)))


def percentile_with_error(values: Floats, percent: float) -> tuple[float, float]:
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


def to_its_error(value: float, error: float) -> float:
    """Round a figure no finer than its Monte Carlo error."""
    if not np.isfinite(error) or not np.isfinite(value) or error <= 0:
        return value
    return round(value, -int(np.floor(np.log10(error))))
