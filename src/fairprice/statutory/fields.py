"""Reads the fields of a register file's tables, noting each one that is missing or unsound."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from fairprice.declare.units import CHANGE, kind_of
from fairprice.errors import Problem
from fairprice.statutory.records import NATIONS

_TOLD = "A price must be able to show what the law said, from when to when, and who says so."
_UNREAD = "The register would not know what to do with it."
_YEARS = range(1900, 2101)
#: What stands in place of a number that a person has yet to give.
TO_FILL_IN = "?"


class FieldReader:
    """Reads single fields of one file and collects the problems found."""

    def __init__(self, where: str) -> None:
        self.file = where
        self.problems: list[Problem] = []

    def note(self, code: str, where: str, what: str, why: str, mend: str) -> None:
        """Note one problem."""
        place = f"{self.file}, {where}" if where else self.file
        self.problems.append(Problem(code, place, what, why, mend))

    def date(self, row: dict[str, Any], key: str, where: str) -> datetime.date | None:
        """Read a plain day."""
        if key not in row:
            self.missing(key, where)
            return None
        value = row[key]
        if not isinstance(value, datetime.date) or isinstance(value, datetime.datetime):
            self.note(
                "not-a-date",
                where,
                f"{key} is {value!r}, not a date.",
                _TOLD,
                f"Write the day without quotes or a time: {key} = 2026-04-06.",
            )
            return None
        if value.year not in _YEARS:
            self.note(
                "date-out-of-range",
                where,
                f"{key} is {value}, outside {_YEARS[0]} to {_YEARS[-1]}.",
                "A day without a limit would hide the year when the value stops being true.",
                "Give the last day the source speaks for; leave valid_to out of law that stands "
                "until it is changed.",
            )
            return None
        return value

    def dates(self, row: dict[str, Any], where: str) -> tuple[datetime.date, datetime.date] | None:
        """Read valid_from and valid_to, both included."""
        first, last = self.date(row, "valid_from", where), self.date(row, "valid_to", where)
        if first is None or last is None:
            return None
        return self.in_order(first, last, where)

    def in_order(
        self, first: datetime.date, last: datetime.date, where: str
    ) -> tuple[datetime.date, datetime.date] | None:
        """Refuse a last day before the first."""
        if last < first:
            self.note(
                "dates-reversed",
                where,
                f"valid_to {last} is before valid_from {first}.",
                "The value would never be in force.",
                "Correct one of the two dates; both days are included.",
            )
            return None
        return first, last

    def number(self, value: Any, where: str, unit: str) -> float | None:
        """Read the value itself: finite, zero or more unless a change, a share at most one."""
        if value == TO_FILL_IN:
            self.note(
                "not-filled-in",
                where,
                f'value is "{TO_FILL_IN}", still to be filled in.',
                "A price on that day needs it, and nothing is extrapolated.",
                "Write the number in its place, such as value = 12.71.",
            )
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            what = f"value is {value!r}, not a number."
        elif not -1e300 < value < 1e300:
            what = f"value is {value}, not a finite number."
        elif value < 0 and not unit.startswith(CHANGE):
            what = f"value is {value}, below zero."
        elif kind_of(unit) == "share" and value > 1:
            self.note(
                "share-above-one",
                where,
                f'value is {value}, more than the whole of a "{unit}".',
                "Rates are shares of one; a percentage would be a hundred times too much.",
                f"Divide by 100: value = {value / 100:g}.",
            )
            return None
        else:
            return float(value)
        self.note(
            "not-a-number",
            where,
            what,
            "Everything priced with it would be wrong.",
            "Write a plain number of zero or more: value = 12.71.",
        )
        return None

    def nations(self, table: dict[str, Any], where: str) -> tuple[str, ...]:
        """Read the nations, in the register's own order."""
        if "nations" not in table:
            self.missing("nations", where)
            return ()
        nations = table["nations"]
        if not isinstance(nations, list) or not nations:
            self.wrong_type(f"{where}, nations", nations, f"a list from {_listed(NATIONS)}")
            return ()
        for nation in nations:
            if nation not in NATIONS:
                self.note(
                    "unknown-nation",
                    where,
                    f"{nation!r} is not a nation the register knows.",
                    "Nobody could ask for its value.",
                    f"Choose from {_listed(NATIONS)}" + or_meant(str(nation), NATIONS),
                )
        return tuple(nation for nation in NATIONS if nation in nations)

    def text(self, table: dict[str, Any], key: str, where: str) -> str | None:
        """Read words that are not blank."""
        if key not in table:
            self.missing(key, where)
            return None
        value = table[key]
        if not isinstance(value, str) or not value.strip() or not value.isprintable():
            self.wrong_type(f"{where}, {key}", value, "words in quotes, on one line")
            return None
        return value

    def missing(self, key: str, where: str) -> None:
        """Note a key that is missing."""
        code = "not-checked" if key == "checked" else "missing-key"
        self.note(code, where, f"{key} is missing.", _TOLD, f"Add {key} = ...")

    def wrong_type(self, where: str, value: Any, wanted: str) -> None:
        """Note a thing of the wrong kind."""
        self.note("wrong-type", where, f"Found {value!r}.", _UNREAD, f"Give {wanted}.")

    def refuse_other_keys(
        self, table: Mapping[str, Any], known: tuple[str, ...], where: str
    ) -> None:
        """Note every key that is not used here; it may be a slip of the pen."""
        for key in table:
            if key not in known:
                self.note(
                    "unknown-key",
                    where,
                    f'"{key}" is not a key used here.',
                    _UNREAD,
                    f"Use {_listed(known)}" + or_meant(key, known),
                )


def or_meant(word: str, known: Iterable[str]) -> str:
    """End a sentence, with the closest known word where there is one."""
    close = difflib.get_close_matches(word, list(known), n=1)
    return f"; did you mean {close[0]}?" if close else "."


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)
