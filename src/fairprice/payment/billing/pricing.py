"""Pricing a table of visits, clause by clause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from fairprice.payment.billing.clauses import Clauses
from fairprice.payment.billing.exceptions import STATUSES, WORKED
from fairprice.payment.billing.rounding import CompleteUnits, shared_out, works_on_totals
from fairprice.payment.billing.visits import VisitTable
from fairprice.payment.billing.zones import DistanceZones
from fairprice.types import Flags, Floats

#: What a term's own column may hold.
_RANGES: dict[str, dict[str, Any]] = {
    # negative notice is a cancellation after the visit should have begun
    "notice_hours": {"lower": -10_000, "upper": 10_000},
    "minutes_late": {"lower": -1440, "upper": 1440},
    "days_absent": {"lower": 1, "upper": 10_000, "whole": True},
}


@dataclass(frozen=True)
class _Read:
    """What a contract needs of a table of visits, checked; ``terms`` go by the status."""

    status: dict[str, Flags]
    worked: Flags
    planned: Floats
    actual: Floats
    start: pd.DatetimeIndex | None
    groups: NDArray[np.intp] | None
    zone: Floats
    rate: Floats | None
    factor: Floats
    terms: dict[str, Floats]


def _read(billing: Clauses, table: VisitTable) -> _Read:
    """Read what a contract needs, taking down all that is wrong with it."""
    status = _statuses(billing, table)
    worked = np.ones(len(table), dtype=bool)
    for name, rows in status.items():
        worked &= (name in WORKED) | ~rows
    why = "A bill rests on planned and actual minutes."
    planned = table.numbers("planned_minutes", why)
    actual = table.numbers("actual_minutes", why, may_be_empty=~worked)
    start = _start(billing, table)
    groups = None
    if works_on_totals(billing.rounding):
        groups = table.groups(billing.rounding.totals_by, "Minutes are totalled by it.")  # type: ignore[union-attr]
    zone, rate = _zones(billing, table)
    factor = _carers(billing, table)
    terms = {name: _term(table, name, rows) for name, rows in status.items()}
    return _Read(status, worked, planned, actual, start, groups, zone, rate, factor, terms)


def unpriceable(billing: Clauses, visits: pd.DataFrame) -> dict[str, Flags]:
    """Tell which rows a contract cannot price.

    Parameters
    ----------
    billing
        The contract.
    visits
        As for ``Billing.price``.

    Returns
    -------
    dict
        Rows by reason, such as ``"unknown-zone: zone"``; empty where all can be priced.

    Raises
    ------
    InputError
        If the table as a whole is wrong: a column is missing, or is not of its kind.
    """
    found: dict[str, Flags] = {}
    table = VisitTable(visits, by_row=found)
    _read(billing, table)
    table.done()
    return found


def priced(billing: Clauses, visits: pd.DataFrame) -> pd.DataFrame:
    """Price a table of visits; see ``Billing.price``."""
    table = VisitTable(visits)
    read = _read(billing, table)
    table.done()
    status, worked, planned, start = read.status, read.worked, read.planned, read.start
    groups, rate = read.groups, read.rate

    actual = np.where(np.isnan(read.actual), 0.0, read.actual)
    # a visit that did not take place is priced as planned
    counted = billing._counted(planned, np.where(worked, actual, planned))
    billable, carried = billing._billed(counted), np.zeros(len(table))
    if groups is not None:
        billable[worked], carried[worked] = _of_totals(
            billing, billable[worked], groups[worked], None if start is None else start[worked]
        )
    share, fee = np.ones(len(table)), np.zeros(len(table))
    for name, rows in status.items():
        if name not in WORKED and rows.any():
            assert billing.exceptions is not None
            share[rows], fee[rows] = billing.exceptions.term(name).paid(read.terms[name])
    billable = np.where(share > 0, billable, 0.0)
    base = billing._base_price(billable, rate)
    multiplier = np.ones(len(table))
    if billing.multipliers is not None and start is not None:
        multiplier = billing.multipliers.of(start, counted)
    paid = base * multiplier * read.zone * read.factor * share + fee
    deductions = np.zeros(len(table))
    if "late" in status and (late := status["late"]).any():
        assert billing.exceptions is not None
        deductions[late] = billing.exceptions.term("late").deducted(read.terms["late"], paid[late])
    return pd.DataFrame(
        {
            "planned_minutes": planned,
            "actual_minutes": actual,
            "billable_minutes": billable,
            "wage_gap_minutes": actual - billable,
            "carried_minutes": carried,
            "zone_hourly_rate": np.nan if rate is None else rate,
            "base_price": base,
            "multiplier": multiplier,
            "zone_multiplier": read.zone,
            "carers_factor": read.factor,
            "exception_share": share,
            "fee": fee,
            "deductions": deductions,
            "price": paid - deductions,
        },
        index=visits.index,
    )


def _statuses(billing: Clauses, table: VisitTable) -> dict[str, Flags]:
    """Rows of each status that occurs; nothing where every visit was simply delivered."""
    if billing.exceptions is None and not table.has("status"):
        return {}
    why = "What a visit is paid depends on how it went."
    codes, labels = table.codes("status", why)
    known = np.array([*(label in STATUSES for label in labels), True])
    table.rows(
        "unknown-status", "status", ~known[codes], "is not known", why,
        f"Give one of {', '.join(STATUSES)}.",
        table.visits["status"].to_numpy(dtype=object) if not known.all() else None,
    )  # fmt: skip
    rows = {label: codes == code for code, label in enumerate(labels) if known[code]}
    without = [
        name
        for name in rows
        if name != "delivered"
        and (billing.exceptions is None or billing.exceptions.term(name) is None)
    ]
    if table.by_row is not None:
        table.by_row.update({f"status-without-term: {name}": rows[name] for name in without})
    elif without:
        counts = ", ".join(f"{name} ({int(rows[name].sum())})" for name in sorted(without))
        table.note(
            "status-without-term", "exceptions",
            f"has no term for the status of some visits: {counts}.",
            "Contracts differ, and no value is published that could stand in.",
            "Add a term for each to the contract's exceptions.",
        )  # fmt: skip
    return {name: each for name, each in rows.items() if name not in without}


def _term(table: VisitTable, status: str, rows: Flags) -> Floats:
    """What the term of a status goes by, for its rows."""
    column = STATUSES[status]
    if column is None:
        return np.zeros(int(rows.sum()))
    why = f"The term for {status} visits goes by it."
    return table.numbers(column, why, of=rows, **_RANGES[column])[rows]


def _start(billing: Clauses, table: VisitTable) -> pd.DatetimeIndex | None:
    rounding = billing.rounding
    needed = {
        "multipliers go by the hour and the day": billing.multipliers is not None,
        "minutes are rounded day by day": getattr(rounding, "scope", "") == "day",
        "units carry over in order of time": isinstance(rounding, CompleteUnits),
    }
    reasons = [reason for reason, holds in needed.items() if holds]
    if not reasons:
        return None
    return table.times("start", f"In this contract {' and '.join(reasons)}.")


def _zones(billing: Clauses, table: VisitTable) -> tuple[Floats, Floats | None]:
    """Multiplier of each visit's zone, and its hourly rate where zones set it."""
    ones = np.ones(len(table))
    zones = billing.zones
    if zones is None:
        return ones, None
    why = "The price depends on where the person lives."
    if isinstance(zones, DistanceZones):
        values = zones.values(table.numbers(zones.column, why, upper=1000))
    else:
        values = table.lookup(zones.column, why, zones.value_of, zones.table)
    return (ones, values) if billing.rates_by_zone else (values, None)


def _carers(billing: Clauses, table: VisitTable) -> Floats:
    """Price by so many carers, over the price by one."""
    ones = np.ones(len(table))
    if billing.carers is None and not table.has("carers"):
        return ones
    why = "Every visit has at least one carer, and each of them is paid."
    carers = table.numbers("carers", why, lower=1, upper=10, whole=True)
    if billing.carers is not None:
        return billing.carers.factor(carers)
    table.rows(
        "carers-without-term", "carers", carers > 1,
        "is above one, for which the contract has no term,",
        "No UK rate for a second carer is published that could stand in.",
        "Add the clause carers, with extra_carer_share.",
    )  # fmt: skip
    return ones


def _of_totals(
    billing: Clauses, minutes: Floats, groups: Any, start: pd.DatetimeIndex | None
) -> tuple[Floats, Floats]:
    """Bill minutes by totals, and say what is carried over after each visit."""
    rounding: Any = billing.rounding
    if isinstance(rounding, CompleteUnits):
        assert start is not None
        if rounding.expiry == "month end":
            groups = _numbered(groups, np.asarray(start.year * 12 + start.month))
        return rounding.accrued(minutes, groups, np.argsort(start.asi8, kind="stable"))
    if rounding.scope == "day" and start is not None:
        day = np.asarray(start.tz_localize(None).as_unit("us").asi8) // 86_400_000_000
        groups = _numbered(groups, day)
    return shared_out(rounding, minutes, groups), np.zeros(len(minutes))


def _numbered(first: Any, second: Any) -> Any:
    """Number each combination of two codes, from 0."""
    first, second = pd.factorize(first)[0], pd.factorize(second)[0]
    return pd.factorize(first * (second.max(initial=0) + 1) + second)[0]
