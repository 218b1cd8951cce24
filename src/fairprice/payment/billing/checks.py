"""What is wrong between the clauses of a billing contract."""

from __future__ import annotations

from collections.abc import Iterator

from fairprice.errors import Problem
from fairprice.payment.billing.basis import NoBasis
from fairprice.payment.billing.clause_texts import TEXTS
from fairprice.payment.billing.clauses import Clauses
from fairprice.payment.billing.rounding import works_on_totals
from fairprice.payment.billing.tariff import LinearTariff


def between(billing: Clauses, sound: set[str]) -> Iterator[Problem]:
    """List what is wrong between clauses that are well-formed.

    Parameters
    ----------
    billing
        The contract.
    sound
        Names of the clauses to look at.
    """
    if {"basis", "tariff"} <= sound:
        yield from _without_tariff(billing)
    if {"tariff", "zones"} <= sound:
        yield from _rates(billing)
    if "rounding" in sound and works_on_totals(billing.rounding):
        yield from _totals(billing, sound)


def _without_tariff(billing: Clauses) -> Iterator[Problem]:
    if billing.tariff is None and not isinstance(billing.basis, NoBasis):
        yield TEXTS("missing, tariff", "tariff")


def _rates(billing: Clauses) -> Iterator[Problem]:
    tariff, by_zone = billing.tariff, billing.rates_by_zone
    if not isinstance(tariff, LinearTariff):
        if by_zone:
            yield TEXTS("two-prices, zones", "zones.hourly_rates")
    elif by_zone and tariff.hourly_rate is not None:
        yield TEXTS("two-prices, tariff", "tariff.hourly_rate")
    elif not by_zone and tariff.hourly_rate is None:
        yield TEXTS("missing, rate", "tariff.hourly_rate")


def _totals(billing: Clauses, sound: set[str]) -> Iterator[Problem]:
    tariff = billing.tariff
    if "tariff" in sound and tariff is not None and not isinstance(tariff, LinearTariff):
        yield TEXTS("not-by-total", "tariff")
    if "short_visit" in sound and billing.short_visit is not None:
        yield TEXTS("not-by-total", "short_visit")
    if "limits" in sound and billing.limits is not None:
        yield TEXTS("not-by-total, limits", "limits")
