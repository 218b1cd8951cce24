"""Limits on pay by the year, and by the week and month that follow from them.

The law sets these limits for each pay period, in whole pounds. Where only the year's is
given, as in a plan for a coming year, the week's and the month's follow from it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from fairprice.money import round_half_up, round_up_whole
from fairprice.statutory.records import Gap, Span, last_day

PERIODS_A_YEAR = {"week": 52, "month": 12, "year": 1}
PERIODS = tuple(PERIODS_A_YEAR)
_ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """A limit on pay that the law sets for each pay period.

    Parameters
    ----------
    year, month, week
        The parameters that hold it.
    rounded
        How the week's and the month's are rounded to the pound, in words and as a function.
    """

    year: str
    month: str
    week: str
    rounded: tuple[str, Callable[[Any], Any]]

    def of(self, period: str) -> str:
        """Return the parameter that holds the limit of a pay period."""
        name: str = getattr(self, period)
        return name


_NEAREST = ("rounded to the pound", lambda amount: round_half_up(amount, 0))
#: As every published figure is; it moves with the lower earnings limit of National Insurance.
_UP = ("rounded up to the pound", round_up_whole)

SECONDARY_THRESHOLD = Limit(
    "nic_secondary_threshold_annual",
    "nic_secondary_threshold_monthly",
    "nic_secondary_threshold_weekly",
    _NEAREST,
)
UPPER_SECONDARY_THRESHOLD_UNDER_21 = Limit(
    "nic_upper_secondary_threshold_under_21_annual",
    "nic_upper_secondary_threshold_under_21_monthly",
    "nic_upper_secondary_threshold_under_21_weekly",
    _NEAREST,
)
PENSION_LOWER, PENSION_UPPER, PENSION_TRIGGER = (
    Limit(year, f"{year}_monthly", f"{year}_weekly", rounded)
    for year, rounded in (
        ("pension_qualifying_earnings_lower", _UP),
        ("pension_qualifying_earnings_upper", _NEAREST),
        ("pension_earnings_trigger", _NEAREST),
    )
)
LIMITS = (
    SECONDARY_THRESHOLD, UPPER_SECONDARY_THRESHOLD_UNDER_21, PENSION_LOWER, PENSION_UPPER,
    PENSION_TRIGGER,
)  # fmt: skip


def stated_as(name: str) -> str:
    """Return the parameter from which a limit by the week or month follows, or itself."""
    return next((limit.year for limit in LIMITS if name in (limit.week, limit.month)), name)


def that_follow(spans: Iterable[Span], named: Mapping[str, tuple[str, str]]) -> list[Span]:
    """Work out the limits by the week and month that some spans imply and do not give.

    Parameters
    ----------
    spans
        Values and gaps of one file.
    named
        Label and unit of each parameter.

    Returns
    -------
    list of StatutoryValue or Gap
        For the days and nations of each limit by the year on which the spans say nothing
        of the week's or the month's; as sure as the year's, and attested as derived.
    """
    held = list(spans)
    derived: list[Span] = []
    for limit in LIMITS:
        for year in (span for span in held if span.name == limit.year):
            for period in ("week", "month"):
                name = limit.of(period)
                given = [span for span in held if span.name == name]
                for nations, piece in _not_covered(year, given):
                    derived.append(_part(piece, name, named[name], limit, period, nations))
    return derived


def _part(
    year: Span,
    name: str,
    named: tuple[str, str],
    limit: Limit,
    period: str,
    nations: tuple[str, ...],
) -> Span:
    label, unit = named
    if isinstance(year, Gap):
        return replace(year, name=name, label=label, unit=unit, nations=nations)
    parts, (how, rounded) = PERIODS_A_YEAR[period], limit.rounded
    attested = f"derived: annual / {parts}, {how}"
    return replace(
        year, name=name, label=label, unit=unit, nations=nations,
        value=float(rounded(year.value / parts)),
        attested=f"{attested}; annual: {year.attested}" if year.attested else attested,
    )  # fmt: skip


def _not_covered(whole: Span, given: list[Span]) -> Iterator[tuple[tuple[str, ...], Span]]:
    """Yield the pieces of a span that others leave, each with the nations it is for."""
    left: dict[tuple[Span, ...], list[str]] = {}
    for nation in whole.nations:
        pieces = [whole]
        for span in given:
            if nation in span.nations:
                pieces = [part for piece in pieces for part in outside(piece, span)]
        left.setdefault(tuple(pieces), []).append(nation)
    for kept, nations in left.items():
        for piece in kept:
            yield tuple(nations), piece


def outside(old: Span, new: Span) -> list[Span]:
    """Return the parts of one span that lie before and after another."""
    if last_day(new) < old.valid_from or last_day(old) < new.valid_from:
        return [old]
    pieces: list[Span] = []
    if old.valid_from < new.valid_from:
        pieces.append(replace(old, valid_to=new.valid_from - _ONE_DAY))
    if last_day(new) < last_day(old):
        pieces.append(replace(old, valid_from=last_day(new) + _ONE_DAY))
    return pieces
