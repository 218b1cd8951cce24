"""Reads the rows of a register file's parameters: values with their certainty, and gaps."""

from __future__ import annotations

import datetime
from typing import Any, NamedTuple

from fairprice.statutory.fields import FieldReader, or_meant
from fairprice.statutory.records import (
    ANNOUNCED,
    ASSUMED,
    CERTAINTIES,
    ENACTED,
    Gap,
    Span,
    StatutoryValue,
)

_VALUE_KEYS = (
    "valid_from", "valid_to", "stands_after", "value", "source", "checked", "certainty",
    "announced_by", "announced_on", "attested",
)  # fmt: skip
_GAP_KEYS = ("valid_from", "valid_to", "reason")
_TELL = "A price must be able to show how sure it is that each value is the law."


class Parameter(NamedTuple):
    """What all rows of a parameter share."""

    name: str
    label: str
    unit: str
    nations: tuple[str, ...]


class Certainty(NamedTuple):
    """What a row says of how sure its value is."""

    word: str
    attested: str
    announced_by: str
    announced_on: datetime.date | None
    #: Whether the party itself stands behind the value, so that no source need be named.
    is_own: bool


class RowReader(FieldReader):
    """Reads single rows, under one of the file's scenarios if it has any."""

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.sources: dict[str, tuple[str, str]] = {}
        self.known_sources: set[str] = set()
        self.assumed_by = ""
        self.scenarios: tuple[str, ...] = ()
        self.scenario = ""

    def read_value(self, row: dict[str, Any], where: str, parameter: Parameter) -> Span | None:
        """Read a row of ``values``."""
        self.refuse_other_keys(row, _VALUE_KEYS, where)
        certainty = self.certainty(row, where)
        word = certainty.word if certainty else ""
        own = certainty is not None and certainty.is_own
        dates = self.in_force(row, where, word)
        value = self.value(row, where, parameter.unit)
        source = self.source(row, where, own=own)
        checked = None if own and "checked" not in row else self.date(row, "checked", where)
        if dates is None or value is None or source is None or certainty is None:
            return None
        if checked is None and not own:
            return None
        first, last, stands_after = dates
        if last is None and word == ENACTED and stands_after is None:
            stands_after = checked
        return StatutoryValue(
            parameter.name, parameter.label, value, parameter.unit, parameter.nations, first, last,
            *source, checked, word, certainty.attested, certainty.announced_by,
            certainty.announced_on, stands_after,
        )  # fmt: skip

    def read_gap(self, row: dict[str, Any], where: str, parameter: Parameter) -> Span | None:
        """Read a row of ``gaps``."""
        self.refuse_other_keys(row, _GAP_KEYS, where)
        dates = self.dates(row, where)
        reason = self.text(row, "reason", where)
        return None if dates is None or reason is None else Gap(*parameter, *dates, reason)

    def in_force(
        self, row: dict[str, Any], where: str, word: str
    ) -> tuple[datetime.date, datetime.date | None, datetime.date | None] | None:
        """Read the first day, the last if one is set, and the last the source speaks for."""
        open_ended = "valid_to" not in row and word in CERTAINTIES and word != ASSUMED
        if "stands_after" in row and not (open_ended and word == ENACTED):
            self.note(
                "not-used",
                where,
                f'stands_after is given, but the value has a last day or is not "{ENACTED}".',
                "It says from when on a value without a last day is standing law.",
                "Leave one of the two out, or correct certainty.",
            )
            return None
        if not open_ended:
            dates = self.dates(row, where)
            return None if dates is None else (*dates, None)
        first = self.date(row, "valid_from", where)
        if first is None or "stands_after" not in row:
            return None if first is None else (first, None, None)
        spoken_for = self.date(row, "stands_after", where)
        if spoken_for is None or self.in_order(first, spoken_for, where) is None:
            return None
        return first, None, spoken_for

    def value(self, row: dict[str, Any], where: str, unit: str) -> float | None:
        """Read the number, or that of the scenario."""
        if "value" not in row:
            self.missing("value", where)
            return None
        if not isinstance(row["value"], dict) or not row["value"]:
            return self.number(row["value"], where, unit)
        numbers = {
            name: self.number(value, f"{where}, value.{name}", unit)
            for name, value in row["value"].items()
        }
        lacking = [name for name in self.scenarios if name not in numbers]
        if lacking:
            self.note(
                "scenario-missing",
                where,
                f"There is no value for the scenario {' or '.join(lacking)}.",
                "A price under that scenario would have no law to rest on.",
                f"Give every scenario of the file a value: {', '.join(self.scenarios)}.",
            )
        return numbers.get(self.scenario)

    def certainty(self, row: dict[str, Any], where: str) -> Certainty | None:
        """Read how sure the value is; free text alone is how a party attests its own value."""
        told = self.text(row, "certainty", where)
        attested = self.text(row, "attested", where) if "attested" in row else ""
        by = self.text(row, "announced_by", where) if "announced_by" in row else ""
        on = self.date(row, "announced_on", where) if "announced_on" in row else None
        if told is None or attested is None or by is None:
            return None
        word = told.casefold()
        if word not in CERTAINTIES:
            if "attested" not in row:
                return Certainty(ASSUMED, told, by, on, is_own=False)
            self.note(
                "unknown-certainty",
                where,
                f'certainty is "{told}".',
                _TELL,
                f"Write one of {', '.join(CERTAINTIES)}" + or_meant(word, CERTAINTIES),
            )
            return None
        if word != ANNOUNCED and ("announced_by" in row or "announced_on" in row):
            self.note(
                "not-used",
                where,
                f'It says who announced the value, but certainty is "{told}".',
                _TELL,
                f'Write certainty = "{ANNOUNCED}", or leave announced_by and announced_on out.',
            )
            return None
        return Certainty(word, attested, by, on, is_own=word == ASSUMED)

    def source(self, row: dict[str, Any], where: str, *, own: bool) -> tuple[str, str] | None:
        """Read title and address; of an assumption without a source, the party itself."""
        if own and "source" not in row:
            return "Own assumption" + (f" of {self.assumed_by}" * bool(self.assumed_by)), ""
        if row.get("source", "") == "":
            self.note(
                "no-source",
                where,
                "The value names no source.",
                "An unsourced figure cannot be checked or defended.",
                'Add source = "..." naming a [sources.<id>] table of this file, or write '
                f'certainty = "{ASSUMED}" where it is your own assumption.',
            )
            return None
        source = self.text(row, "source", where)
        if source is not None and source not in self.known_sources:
            self.note(
                "unknown-source",
                where,
                f'The source "{source}" is not in this file.',
                "An unsourced figure cannot be checked or defended.",
                f"Add [sources.{source}] with title and address"
                + or_meant(source, self.known_sources),
            )
        found = None if source is None else self.sources.get(source)
        if found is not None and not found[1] and not own:
            self.missing("address", f"[sources.{source}]")
            return None
        return found
