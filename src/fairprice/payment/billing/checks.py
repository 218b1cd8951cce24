"""What is wrong between the clauses of a billing contract."""

from __future__ import annotations

from fairprice.errors import Problem
from fairprice.payment.billing.basis import NoBasis
from fairprice.payment.billing.clauses import Clauses
from fairprice.payment.billing.parts import Part
from fairprice.payment.billing.rounding import works_on_totals
from fairprice.payment.billing.tariff import LinearTariff


def faults(billing: Clauses, sound: set[str]) -> list[Problem]:
    """List what is wrong within and between the clauses that are well-formed.

    Parameters
    ----------
    billing
        The contract.
    sound
        Names of the clauses to look at.
    """
    problems: list[Problem] = []
    for name in type(billing).model_fields:
        part = getattr(billing, name)
        if name in sound and isinstance(part, Part):
            problems += part.faults(name)
    if {"basis", "tariff"} <= sound:
        problems += _without_tariff(billing)
    if {"tariff", "zones"} <= sound:
        problems += _rates(billing)
    if {"rounding", "tariff", "short_visit"} <= sound:
        problems += _totals(billing)
    return problems


def _without_tariff(billing: Clauses) -> list[Problem]:
    if billing.tariff is not None or isinstance(billing.basis, NoBasis):
        return []
    return [
        Problem(
            "missing", "tariff", "is missing.", "Billable minutes need a price.",
            'Add a tariff, or state the basis "none".',
        )
    ]  # fmt: skip


def _rates(billing: Clauses) -> list[Problem]:
    tariff, by_zone = billing.tariff, billing.rates_by_zone
    if by_zone and not isinstance(tariff, LinearTariff):
        return [
            Problem(
                "two-prices", "zones.hourly_rates", "stand beside a tariff that is not linear.",
                "An hourly rate by zone can only take the place of a linear tariff's rate.",
                "Use zones.multipliers, or a linear tariff without a rate.",
            )
        ]  # fmt: skip
    if not isinstance(tariff, LinearTariff):
        return []
    if by_zone and tariff.hourly_rate is not None:
        return [
            Problem(
                "two-prices", "tariff.hourly_rate", "stands beside hourly rates by zone.",
                "It is not clear which of them is paid.", "Remove one of the two.",
            )
        ]  # fmt: skip
    if not by_zone and tariff.hourly_rate is None:
        return [
            Problem(
                "missing", "tariff.hourly_rate", "is missing.", "Billable minutes need a price.",
                "Give it here, or hourly rates by zone.",
            )
        ]  # fmt: skip
    return []


def _totals(billing: Clauses) -> list[Problem]:
    if not works_on_totals(billing.rounding):
        return []
    clauses = {
        "tariff": billing.tariff is not None and not isinstance(billing.tariff, LinearTariff),
        "short_visit": billing.short_visit is not None,
    }
    return [
        Problem(
            "not-by-total", name, "prices each visit by its length, but rounding looks at totals.",
            "A total shared out over visits says nothing about the length of one of them.",
            "Use a linear tariff without short-visit uplift, or round each visit.",
        )
        for name, wrong in clauses.items()
        if wrong
    ]  # fmt: skip
