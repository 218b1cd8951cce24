"""What is kept of every draw."""

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
    care_hours
        Delivered contact hours at planned lengths: the care that the payer is left with.
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
    care_hours: Floats
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
            care_hours=year.weekly_care_hours().sum(axis=1),
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
