"""Indices by which prices are raised: published, statutory, weighted, compounded, or your own."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd

from fairprice.cost.derivation import number
from fairprice.declare import values
from fairprice.declare.arguments import Arguments
from fairprice.declare.takes import TABLE, TEXT, several, takes
from fairprice.declare.values import shown
from fairprice.errors import (
    DateNotCoveredError,
    InputError,
    Problem,
    RegisterFileError,
    UnknownParameterError,
)
from fairprice.negotiation.indexation.index_texts import TEXTS
from fairprice.statutory import ENACTED, Law, StatutoryValue, laws_on
from fairprice.statutory.register_file import read_register_text

_FILE = "indices.toml"
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Index:
    """A change in prices or pay between two dates, and who says so.

    Parameters
    ----------
    name
        What it is, such as ``"CPI, 12-month rate, 2026-07"``.
    change
        The change as a share: 0.029 for 2.9 %. Above -1 and at most 1.
    source
        Where it is published, or why it was agreed; for amounts held as they are, why.

    Raises
    ------
    InputError
        If the change is not such a share, or name or source is not text on one line.
    """

    name: str
    change: float
    source: str

    def __post_init__(self) -> None:
        problems = [
            TEXTS("not-text", f"Index.{part}", value=shown(getattr(self, part)))
            for part in ("name", "source")
            if not _is_text(getattr(self, part))
        ]
        change = _number(self.change)
        if not -1 < change <= 1:
            problems.append(TEXTS("out-of-bounds", "Index.change", value=shown(self.change)))
        if problems:
            raise InputError(problems)
        object.__setattr__(self, "change", change)


@takes(name=TEXT)
def published_index(name: str, month: str | datetime.date) -> Index:
    """Return a published 12-month rate of change.

    Parameters
    ----------
    name
        ``"cpi"``, ``"cpih"``, ``"awe_total_pay"`` or ``"awe_regular_pay"``: consumer prices
        without and with owner occupiers' housing, and average weekly earnings.
    month
        The month it is published for, such as ``"2026-07"``, or any day in it. Earnings
        are those of the three months that end with it.

    Returns
    -------
    Index
        With title, address and certainty of the source.

    Raises
    ------
    UnknownParameterError
        If no index of that name is held.
    DateNotCoveredError
        If that month is not held; nothing is extrapolated.
    InputError
        If the month is not one, or its rate is unconfirmed: found only with others than the
        publisher.

    Examples
    --------
    >>> cpi = published_index("cpi", "2025-09")
    >>> cpi.change
    0.038
    >>> cpi.name
    'CPI, 12-month rate, 2025-09'
    """
    held = _published()
    if name not in held:
        close = get_close_matches(str(name), held, n=1)
        mend = f"Choose one of {', '.join(held)}, or give an Index of your own."
        mend = f"Did you mean {close[0]}?" if close else mend
        problem = TEXTS("unknown-parameter", "published indices", name=shown(name), mend=mend)
        raise UnknownParameterError([problem])
    wanted = _read_month(month)
    for value in held[name]:
        if value.valid_from == wanted:
            _require_confirmed(f"published indices, {name}", value)
            source = f"{value.source} (certainty: {value.attested})"
            return Index(f"{value.label}, {wanted:%Y-%m}", value.value, source)
    raise DateNotCoveredError([_month_not_held(name, wanted, held[name])])


def published_indices() -> pd.DataFrame:
    """List every published rate that is held.

    Returns
    -------
    pandas.DataFrame
        One row a rate, indexed by ``published_index`` and ``month``: ``label``, ``change`` (share),
        ``source_title``, ``source_address``, ``checked`` and ``certainty``. A rate whose
        certainty begins with "unconfirmed" was found only with others than the publisher: it is
        listed, and :func:`published_index` gives no index of it.
    """
    columns = ["label", "value", "source_title", "source_address", "checked", "attested"]
    values = [value for series in _published().values() for value in series]
    index = pd.MultiIndex.from_tuples(
        [(value.name, f"{value.valid_from:%Y-%m}") for value in values],
        names=["published_index", "month"],
    )
    rows = [[getattr(value, column) for column in columns] for value in values]
    return pd.DataFrame(rows, index=index, columns=columns).rename(
        columns={"value": "change", "attested": "certainty"}
    )


@takes(name=TEXT)
def statutory_index(
    name: str,
    from_date: str | datetime.date,
    to_date: str | datetime.date,
    nation: str,
    *,
    law: Law = None,
) -> Index:
    """Return the growth of a statutory value between two dates.

    Parameters
    ----------
    name
        A parameter of the statutory register, such as ``"adult_minimum_wage"``.
    from_date, to_date
        The two days.
    nation
        ``"England"``, ``"Scotland"``, ``"Wales"`` or ``"Northern Ireland"``.
    law
        The path of a law file, such as a coming year's, or rates made from one; by default
        the register alone.

    Returns
    -------
    Index
        The value on ``to_date`` over that on ``from_date``, less 1.

    Raises
    ------
    StatutoryError
        If the register does not hold the value on both days.
    InputError
        If a date is not one, the value is zero on the first, or one is unconfirmed: found only
        with others than those who set or publish it.

    Examples
    --------
    >>> wage = statutory_index("adult_minimum_wage", "2025-04-06", "2026-04-06", "England")
    >>> f"{wage.change:.4%}"
    '4.0950%'
    """
    read = Arguments()
    days = (
        read.day("from_date", from_date, "Growth runs from one day to the other."),
        read.day("to_date", to_date, "Growth runs from one day to the other."),
    )
    read.done()
    earlier, later = (held[name] for held in laws_on(law, days, nation))
    _require_confirmed(name, earlier, later)
    if earlier.value == 0:
        raise InputError([TEXTS("grows-from-zero", name, day=days[0])])
    return Index(
        f"{later.label}, {days[0]} to {days[1]}",
        later.value / earlier.value - 1,
        f"from {number(earlier.value)} to {number(later.value)} {later.unit}: "
        + _source(earlier, later),
    )


@takes(weights=TABLE)
def weighted_index(weights: Mapping[Index, float]) -> Index:
    """Weight indices, as a contract's price formula does.

    Parameters
    ----------
    weights
        The share of the price that follows each index; the shares add up to 1. A part that
        does not change is an index too: ``Index("held", 0.0, reason)``.

    Returns
    -------
    Index
        The sum of weight times change.

    Raises
    ------
    InputError
        If the weights are not shares that add up to 1.

    Examples
    --------
    >>> wage, prices = Index("wage", 0.04, "agreed"), Index("CPI", 0.02, "agreed")
    >>> formula = weighted_index({wage: 0.7, prices: 0.3})
    >>> formula.name, round(formula.change, 9)
    ('70 % wage + 30 % CPI', 0.034)
    """
    problems = [not_an_index("weights", index) for index in weights if not isinstance(index, Index)]
    problems += [
        TEXTS("out-of-bounds, weight", f"weights, {getattr(index, 'name', index)}",
              value=shown(weight))
        for index, weight in weights.items()
        if not 0 <= _number(weight) <= 1
    ]  # fmt: skip
    total = math.fsum(weights.values()) if not problems else 1.0
    if abs(total - 1) > _ROUNDING:
        problems.append(TEXTS("weights-do-not-add-up", "weights", total=total))
    if problems:
        raise InputError(problems)
    return Index(
        " + ".join(f"{number(100 * weight)} % {index.name}" for index, weight in weights.items()),
        math.fsum(weight * index.change for index, weight in weights.items()),
        _sources(list(weights)),
    )


@takes(indices=several(None, "a list of indices"))
def compounded_index(indices: Sequence[Index]) -> Index:
    """Put the changes of several years on top of each other.

    Parameters
    ----------
    indices
        One index a year, or of any steps that follow each other; at least one.

    Returns
    -------
    Index
        The product of 1 plus each change, less 1.

    Raises
    ------
    InputError
        If there is none, or one is not an index.

    Examples
    --------
    >>> first, second = Index("first year", 0.10, "agreed"), Index("second year", 0.10, "agreed")
    >>> round(compounded_index([first, second]).change, 9)
    0.21
    """
    steps = list(indices)
    problems = [not_an_index("indices", step) for step in steps if not isinstance(step, Index)]
    if not steps:
        problems.append(not_an_index("indices", steps))
    if problems:
        raise InputError(problems)
    return Index(
        ", then ".join(step.name for step in steps),
        math.prod(1 + step.change for step in steps) - 1,
        _sources(steps),
    )


def not_an_index(where: str, given: Any) -> Problem:
    """Say that something given is not an index.

    Parameters
    ----------
    where
        Where it was given.
    given
        What was given.
    """
    return TEXTS("not-an-index", where, value=shown(given))


@cache
def _published() -> dict[str, tuple[StatutoryValue, ...]]:
    text = (
        files("fairprice.negotiation.indexation")
        .joinpath("data", _FILE)
        .read_text(encoding="utf-8")
    )
    spans, problems = read_register_text(text, _FILE)
    if problems:
        raise RegisterFileError(problems)
    series: dict[str, tuple[StatutoryValue, ...]] = {}
    for span in spans:
        if isinstance(span, StatutoryValue):
            series[span.name] = (*series.get(span.name, ()), span)
    return series


def _read_month(month: Any) -> datetime.date:
    """Read a month as its first day."""
    try:
        return values.month(month)
    except values.Refused as error:
        problem = TEXTS("not-a-month", "month", value=shown(month), is_wrong=error)
        raise InputError([problem]) from None


def _month_not_held(name: str, wanted: datetime.date, held: Sequence[StatutoryValue]) -> Problem:
    before = [value for value in held if value.is_confirmed and value.valid_from < wanted][-1:]
    after = [value for value in held if value.is_confirmed and value.valid_from > wanted][:1]
    nearest = " and ".join(
        f"{value.valid_from:%Y-%m} ({percent(value.value)})" for value in (*before, *after)
    )
    where = f"published indices, {name}"
    return TEXTS("date-not-covered", where, wanted=wanted, nearest=nearest)


def _require_confirmed(where: str, *values: StatutoryValue) -> None:
    """Raise if an index would rest on a figure that no source with standing gave."""
    doubtful = dict.fromkeys(value for value in values if not value.is_confirmed)
    if doubtful:
        told = {value: f"{number(value.value)} from {value.valid_from}" for value in doubtful}
        raise InputError(
            [
                TEXTS("unconfirmed", where, value=told[value], source=value.source)
                for value in doubtful
            ]
        )


def percent(share: float) -> str:
    """Write a share as a percentage."""
    return f"{number(100 * share)} %"


def _source(*values: StatutoryValue) -> str:
    """Write titles, addresses and how well each is attested, each document once."""
    certainty: dict[str, list[str]] = {}
    for value in values:
        told = value.attested if value.certainty == ENACTED else value.certainty_in_full
        stated = certainty.setdefault(value.source, [])
        stated += [told] * (told not in stated)
    return "; ".join(
        f"{document} (certainty: {'; '.join(stated)})" for document, stated in certainty.items()
    )


def _sources(indices: Sequence[Index]) -> str:
    return "; ".join(dict.fromkeys(f"{index.name}: {index.source}" for index in indices))


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and value.isprintable()


def _number(value: Any) -> float:
    """Read a number; NaN for anything else."""
    try:
        return values.number(value)
    except values.Refused:
        return math.nan
