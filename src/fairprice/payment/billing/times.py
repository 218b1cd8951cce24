"""Multipliers by clock window, weekday, bank holiday and special day."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd

from fairprice.assumptions.sections import Nation
from fairprice.declare.fields import ClockTime, Day, entries, optional, required
from fairprice.errors import Problem
from fairprice.payment.billing.calendars import WeekendHolidays, bank_holidays
from fairprice.payment.billing.clause_texts import TEXTS
from fairprice.payment.billing.parts import Multiplier, Part
from fairprice.payment.billing.spans import Spans
from fairprice.types import Flags, Floats

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Rule = Literal["special days", "public holidays", "weekdays", "clock windows"]
WEEKDAYS: tuple[Weekday, ...] = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip
PRECEDENCE: tuple[Rule, ...] = ("special days", "public holidays", "weekdays", "clock windows")


Days = Annotated[tuple[Weekday, ...], entries(1, 7)]


def _multiplier() -> Any:
    return required.quantity("Multiplier", "ratio", "What the price is multiplied by.")


class ClockWindow(Part):
    """A window of the clock; one that ends at or before its start runs past midnight.

    Every minute counts as the clock shows it: when the clocks go back, a window between one
    and two o'clock comes twice.
    """

    starts: ClockTime = required.time("Start of the window", "First minute.")
    ends: ClockTime = required.time("End of the window", "First minute after it.")
    days: Days = optional.choice(
        "Days", "Days on which the window starts; all of them unless stated.", default=WEEKDAYS
    )
    multiplier: Multiplier = _multiplier()

    def covers(self, weekday: Any, minute: Any) -> Flags:
        """Whether the window covers a minute of the day, on days numbered from Monday, 0."""
        starts, ends = _minute(self.starts), _minute(self.ends)
        on = np.array([day in self.days for day in WEEKDAYS])
        weekday, minute = np.asarray(weekday), np.asarray(minute)
        if starts < ends:
            return np.asarray(on[weekday] & (starts <= minute) & (minute < ends))
        # the part after midnight belongs to the day before
        return np.asarray((on[weekday] & (minute >= starts)) | (on[weekday - 1] & (minute < ends)))


class WeekdayRule(Part):
    """Whole days of the week."""

    days: Days = required.choice("Days", "Days of the week.")
    multiplier: Multiplier = _multiplier()


class PublicHolidayRule(Part):
    """Whole bank holidays of one nation."""

    nation: Nation = required.choice("Nation", "England, Scotland, Wales or Northern Ireland.")
    weekend_holidays: WeekendHolidays = required.choice(
        "Holidays that fall on a weekend",
        "Which day counts: the substitute day, the day itself, or both.",
    )
    multiplier: Multiplier = _multiplier()


class SpecialDayRule(Part):
    """Whole days named by date."""

    days: Annotated[tuple[Day, ...], entries(1, 366)] = required.day("Dates", "The days.")
    multiplier: Multiplier = _multiplier()


class Multipliers(Part):
    """What the hour and the day of a visit do to its price."""

    combine: Literal["precedence", "highest", "multiply"] = required.choice(
        "Where several rules apply",
        "The first in order of precedence counts, or the highest, or all are multiplied.",
    )
    straddle: Literal["minutes", "start", "majority"] = required.choice(
        "Visits across windows or midnight",
        "Weighed by minutes, priced by their start, or by where most minutes fall.",
    )
    precedence: Annotated[tuple[Rule, ...], entries(4, 4)] = optional.choice(
        "Order of precedence", "All four sorts of rule, the first to count first.",
        default=PRECEDENCE,
    )  # fmt: skip
    clock_windows: tuple[ClockWindow, ...] = optional.clause(
        "Clock windows", "Windows.", default=()
    )
    weekdays: tuple[WeekdayRule, ...] = optional.clause("Days of the week", "Days.", default=())
    public_holidays: PublicHolidayRule | None = optional.clause("Bank holidays", "Bank holidays.")
    special_days: tuple[SpecialDayRule, ...] = optional.clause("Special days", "Dates.", default=())

    def _faults(self) -> Iterator[Problem]:
        """List what is wrong between the clause's own terms."""
        if not (self.clock_windows or self.weekdays or self.public_holidays or self.special_days):
            yield TEXTS("empty-clause, multipliers", "")
        for number, window in enumerate(self.clock_windows):
            for name in ("starts", "ends"):
                value = getattr(window, name)
                if value.second or value.microsecond or value.tzinfo:
                    yield TEXTS("not-a-whole-minute", f"clock_windows.{number}.{name}", value=value)
            if window.starts == window.ends:
                yield TEXTS("empty-window", f"clock_windows.{number}", at=window.starts)
        if set(self.precedence) != set(PRECEDENCE):
            yield TEXTS("incomplete-precedence", "precedence", rules=", ".join(PRECEDENCE))
        week = np.arange(7 * 1440)
        minutes = [w.covers(week // 1440, week % 1440) for w in self.clock_windows]
        yield from _overlaps("clock_windows", [np.flatnonzero(m) for m in minutes])
        yield from _overlaps("weekdays", [rule.days for rule in self.weekdays])
        yield from _overlaps("special_days", [rule.days for rule in self.special_days])

    def of(self, starts: pd.DatetimeIndex, minutes: Floats) -> Floats:
        """Multiply each visit by its time.

        Parameters
        ----------
        starts
            Starts in UK clock time, with their time zone.
        minutes
            Length of each visit from its start.

        Returns
        -------
        numpy.ndarray
            One multiplier a visit.
        """
        if not len(starts):
            return np.ones(0)
        # one day more at either end, for visits and windows that cross midnight
        longest = datetime.timedelta(minutes=float(np.max(minutes)) + 1440)
        first, last = starts.min().tz_localize(None), starts.max().tz_localize(None) + longest
        days = pd.date_range(first.normalize(), last.normalize(), freq="D")
        # 60: one o'clock, to which the clocks go back, so that what holds there holds anew
        edges = sorted(
            {0, 60, *(_minute(t) for w in self.clock_windows for t in (w.starts, w.ends))}
        )
        spans = Spans.of_days(days, edges, self._table(days, np.array(edges)))
        return spans.multiplier(starts, minutes, self.straddle)

    def _table(self, days: pd.DatetimeIndex, edges: Any) -> Floats:
        """Multiplier of each stretch between edges of each day; shape (days, edges)."""
        shape, weekday = (len(days), len(edges)), np.asarray(days.day_of_week)
        found: dict[Rule, Floats] = {rule: np.full(shape, np.nan) for rule in PRECEDENCE}
        for window in self.clock_windows:
            covered = window.covers(weekday[:, np.newaxis], edges[np.newaxis, :])
            found["clock windows"][covered] = window.multiplier
        for rule in self.weekdays:
            found["weekdays"][np.isin(weekday, [WEEKDAYS.index(day) for day in rule.days])] = (
                rule.multiplier
            )
        dated = [("special days", rule.days, rule.multiplier) for rule in self.special_days]
        for name, dates, multiplier in [*dated, *self._bank_holidays(days)]:
            on = days.isin(pd.DatetimeIndex([pd.Timestamp(day) for day in dates]))
            found[name][on] = multiplier
        stack = np.stack([found[rule] for rule in self.precedence])
        if self.combine == "multiply":
            return np.asarray(np.nanprod(stack, axis=0))
        if self.combine == "highest":
            best = np.where(np.isnan(stack), -np.inf, stack).max(axis=0)
            return np.where(np.isinf(best), 1.0, best)
        # later rules are laid first, so that the first in precedence lies on top
        table = np.ones(shape)
        for layer in stack[::-1]:
            table = np.where(np.isnan(layer), table, layer)
        return table

    def _bank_holidays(self, days: pd.DatetimeIndex) -> list[Any]:
        rule = self.public_holidays
        if rule is None:
            return []
        years = int(days[0].year), int(days[-1].year)
        dates = bank_holidays(rule.nation, rule.weekend_holidays, *years)
        return [("public holidays", sorted(dates), rule.multiplier)]


def _minute(time: datetime.time) -> int:
    return time.hour * 60 + time.minute


def _overlaps(where: str, members: list[Any]) -> Iterator[Problem]:
    every = [item for group in members for item in set(group)]
    if len(every) != len(set(every)):
        yield TEXTS("overlapping-rules", where)
