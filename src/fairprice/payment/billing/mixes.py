"""What billing rules come to on average, over where visits are, when, and by how many."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from fairprice.declare.texts import Texts
from fairprice.digits import added_up
from fairprice.errors import Problem
from fairprice.payment.billing.billing import Billing
from fairprice.payment.billing.times import WEEKDAYS
from fairprice.payment.billing.zones import DistanceZones
from fairprice.types import Floats

#: A week without bank holidays, and a bank holiday of all four nations.
_MONDAY, _HOLIDAY = pd.Timestamp("2026-06-08"), pd.Timestamp("2026-12-25")
_BANK_HOLIDAY = "bank holiday"
_TIME = re.compile(rf"({'|'.join((*WEEKDAYS, _BANK_HOLIDAY))}) ([01]\d|2[0-3]):([0-5]\d)")
_UNSAID = "On average over a year they would be priced as if the clause did not stand there."
TEXTS = Texts(
    {
        "missing-share, zones": (
            "goes by where visits are, which the cohort does not say.", _UNSAID,
            "State zone_shares of the cohort.",
        ),
        "missing-share, times": (
            "goes by when visits are, which the cohort does not say.", _UNSAID,
            "State time_shares of the cohort, or the average_multiplier of the contract.",
        ),
        "missing-share, carers": (
            "goes by how many visits are by two careworkers, which the cohort does not say.",
            _UNSAID, "State second_carer_share of the cohort; zero for none.",
        ),
        "missing, carers": (
            "is missing, but some visits are by two careworkers.",
            "No UK rate for a second carer is published that could stand in.",
            "Add the clause carers, with extra_carer_share.",
        ),
        "stated-twice": (
            "stands beside time_shares of the cohort, from which multipliers are averaged.",
            "Both would count.", "Leave one of the two out.",
        ),
        "unknown-zone": (
            '"{zone}" of the cohort lies in none of its zones.',
            "What is paid there is not known.", "State it in zone_shares as the contract does.",
        ),
        "not-a-time": (
            '"{time}" is no time of the week.', "Multipliers go by the hour and the day.",
            'Write "saturday 07:30" or "bank holiday 07:30".',
        ),
        "needs-dates": (
            "go by the date, and a cohort says how visits fall on a week.", _UNSAID,
            "Leave them out, and state the average_multiplier of the contract.",
        ),
        "needs-a-table, exceptions": (
            "go by the status of single visits: notice, lateness, days of absence. A cohort "
            "knows only how many are cancelled or retained.", _UNSAID,
            "Leave the clause out; state cancelled_visit_share, hospital_retainer_share and "
            "hospital_retainer_weeks of the base.",
        ),
    }
)  # fmt: skip


@dataclass(frozen=True)
class VisitMix:
    """How the visits of a year fall on zones, times and numbers of careworkers.

    Parameters
    ----------
    zones, times
        Share of visits by zone, and by start in the week; empty where that is not known.
    second_carer
        Share of visits that two careworkers make; ``None`` where that is not known.
    """

    zones: tuple[tuple[str, float], ...] = ()
    times: tuple[tuple[str, float], ...] = ()
    second_carer: float | None = None


def time_problems(times: tuple[str, ...], where: str) -> Iterator[Problem]:
    """List what is no time of the week."""
    for time in times:
        if _TIME.fullmatch(time) is None:
            yield TEXTS("not-a-time", where, time=time)


def mix_problems(billing: Billing, mix: VisitMix, *, averaged: bool) -> Iterator[Problem]:
    """List what keeps rules from being averaged over a mix of visits.

    Parameters
    ----------
    billing, mix
        The rules and the visits.
    averaged
        Whether the contract states what multipliers come to on average.
    """
    if billing.exceptions is not None:
        yield TEXTS("needs-a-table, exceptions", "billing.exceptions")
    if billing.zones is not None:
        if not mix.zones:
            yield TEXTS("missing-share, zones", "billing.zones")
        for (zone, _), value in zip(mix.zones, _zone_values(billing, mix), strict=True):
            if np.isnan(value):
                yield TEXTS("unknown-zone", "billing.zones", zone=zone)
    if billing.multipliers is not None:
        if averaged and mix.times:
            yield TEXTS("stated-twice", "average_multiplier")
        elif not averaged and not mix.times:
            yield TEXTS("missing-share, times", "billing.multipliers")
        elif not averaged and billing.multipliers.special_days:
            yield TEXTS("needs-dates", "billing.multipliers.special_days")
    if billing.carers is not None and mix.second_carer is None:
        yield TEXTS("missing-share, carers", "billing.carers")
    if billing.carers is None and mix.second_carer:
        yield TEXTS("missing, carers", "billing.carers")


def _zone_values(billing: Billing, mix: VisitMix) -> Floats:
    zones = billing.zones
    names = [name for name, _ in mix.zones]
    if isinstance(zones, DistanceZones):
        miles = [float(n) if re.fullmatch(r"\d+(\.\d+)?", n) else np.nan for n in names]
        far = np.array(miles, dtype=float)
        known = np.where(np.isnan(far), 0.0, far)
        return np.where(np.isnan(far), np.nan, zones.values(known))
    return np.array([np.nan if zones is None else zones.value_of(name) for name in names])


def price_over(billing: Billing, mix: VisitMix, minutes: Floats) -> Floats:
    """Price billed minutes by the tariff, averaged over zones where these set the rate (GBP)."""
    if not billing.rates_by_zone:
        return np.asarray(billing.tariff_price(minutes))
    parts = zip(mix.zones, _zone_values(billing, mix), strict=True)
    return np.asarray(
        added_up(
            share * billing._base_price(minutes, np.full(np.shape(minutes), rate))
            for (_, share), rate in parts
        )
    )


def factor_over(billing: Billing, mix: VisitMix, minutes: float) -> float:
    """Return what multiplies the price of a careworker's visit of a length, on average."""
    factor = 1.0
    if billing.zones is not None and not billing.rates_by_zone and mix.zones:
        values = _zone_values(billing, mix)
        factor *= float(np.dot([share for _, share in mix.zones], values))
    if billing.multipliers is not None and mix.times:
        starts = pd.DatetimeIndex([_start(time) for time, _ in mix.times])
        found = billing.multipliers.of(starts, np.full(len(starts), minutes))
        factor *= float(np.dot([share for _, share in mix.times], found))
    if billing.carers is not None and mix.second_carer:
        both = 1 + mix.second_carer * float(billing.carers.factor(np.array(2.0)) - 1)
        factor *= both / (1 + mix.second_carer)
    return factor


def _start(time: str) -> pd.Timestamp:
    day, clock = time.rsplit(" ", 1)
    days: dict[str, pd.Timestamp] = {_BANK_HOLIDAY: _HOLIDAY}
    days |= {name: _MONDAY + pd.Timedelta(days=n) for n, name in enumerate(WEEKDAYS)}
    first = days[day]
    hour, minute = clock.split(":")
    moment = first + pd.Timedelta(hours=int(hour), minutes=int(minute))
    return moment.tz_localize("Europe/London")
