"""Reads one register file and reports every rule it breaks."""

from __future__ import annotations

import datetime
import difflib
import math
import tomllib
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from fairprice.errors import Problem
from fairprice.statutory.records import NATIONS, Gap, Span, StatutoryValue

_ONE_DAY = datetime.timedelta(days=1)
_FILE_KEYS = ("sources", "parameter")
_SOURCE_KEYS = ("title", "address")
_PARAMETER_KEYS = ("name", "label", "unit", "nations", "values", "gaps")
_VALUE_KEYS = ("valid_from", "valid_to", "value", "source", "checked", "certainty")
_GAP_KEYS = ("valid_from", "valid_to", "reason")
_TOLD = "A price must be able to show what the law said, from when to when, and who says so."
_UNREAD = "The register would not know what to do with it."


def read_register_text(text: str, where: str) -> tuple[list[Span], list[Problem]]:
    """Read the text of a register file.

    Parameters
    ----------
    text
        TOML, laid out like the files in ``fairprice/statutory/data``.
    where
        The file's name, for messages.

    Returns
    -------
    spans, problems
        What could be read, and every rule that was broken.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return [], [
            Problem(
                "not-toml",
                where,
                f"This is not TOML: {error}.",
                "Nothing in the file can be read.",
                "Mend the text at that line; fairprice/statutory/data holds files to copy.",
            )
        ]
    reader = _Reader(where)
    reader.read(document)
    return reader.spans, reader.problems


def find_holes(spans: Iterable[Span], where: str, nation: str) -> list[Problem]:
    """Report the days between a parameter's first and last date that nothing covers.

    Parameters
    ----------
    spans
        The spans of one parameter in one nation.
    where
        The file's name, for messages.
    nation
        The nation, for messages.

    Returns
    -------
    list of Problem
        One for each hole.
    """
    problems = []
    ordered = sorted(spans, key=lambda span: span.valid_from)
    for earlier, later in pairwise(ordered):
        first, last = earlier.valid_to + _ONE_DAY, later.valid_from - _ONE_DAY
        if first <= last:
            problems.append(
                Problem(
                    "gap",
                    f'{where}, parameter "{later.name}" ({nation})',
                    f"Nothing covers {first} to {last}.",
                    "A missing year would go unnoticed until someone prices it.",
                    f"Add the value in force then, or gaps = [{{ valid_from = {first}, "
                    f'valid_to = {last}, reason = "..." }}].',
                )
            )
    return problems


class _Reader:
    """Walks one parsed file, keeping what is sound and noting what is not."""

    def __init__(self, where: str) -> None:
        self.file = where
        self.spans: list[Span] = []
        self.problems: list[Problem] = []
        self.sources: dict[str, tuple[str, str]] = {}
        self.known_sources: set[str] = set()

    def note(self, code: str, where: str, what: str, why: str, mend: str) -> None:
        place = f"{self.file}, {where}" if where else self.file
        self.problems.append(Problem(code, place, what, why, mend))

    def read(self, document: dict[str, Any]) -> None:
        self.refuse_other_keys(document, _FILE_KEYS, "")
        sources = document.get("sources", {})
        if not isinstance(sources, dict):
            self.wrong_type("sources", sources, "tables, such as [sources.my_source]")
            sources = {}
        for identifier, source in sources.items():
            self.read_source(identifier, source)
        parameters = document.get("parameter")
        if not _is_list_of_tables(parameters) or not parameters:
            self.note(
                "no-parameter",
                "",
                "The file has no [[parameter]] table.",
                "A register file without parameters changes nothing.",
                "Add a [[parameter]] table with " + ", ".join(_PARAMETER_KEYS[:-1]) + ".",
            )
            return
        seen: dict[tuple[str, str], str] = {}
        units: dict[str, str] = {}
        for number, parameter in enumerate(parameters, start=1):
            self.read_parameter(parameter, number, seen, units)

    def read_source(self, identifier: str, source: Any) -> None:
        where = f"[sources.{identifier}]"
        self.known_sources.add(identifier)
        if not isinstance(source, dict):
            self.wrong_type(where, source, "a table with title and address")
            return
        self.refuse_other_keys(source, _SOURCE_KEYS, where)
        title = self.text(source, "title", where)
        address = self.text(source, "address", where)
        if address is None or title is None:
            return
        if not address.startswith(("https://", "http://")) or len(address.split("/")[2]) < 3:
            self.note(
                "bad-address",
                where,
                f'The address "{address}" is not a web address.',
                "A reader must be able to follow it to the source.",
                'Write the full address, such as "https://www.gov.uk/...".',
            )
            return
        self.sources[identifier] = (title, address)

    def read_parameter(
        self,
        table: dict[str, Any],
        number: int,
        seen: dict[tuple[str, str], str],
        units: dict[str, str],
    ) -> None:
        where = f"parameter {number}"
        if isinstance(table.get("name"), str):
            where += f' ("{table["name"]}")'
        self.refuse_other_keys(table, _PARAMETER_KEYS, where)
        name = self.text(table, "name", where)
        label = self.text(table, "label", where)
        unit = self.text(table, "unit", where)
        nations = self.nations(table, where)
        if name is not None and not (name.isidentifier() and name == name.lower()):
            self.note(
                "bad-name",
                where,
                f'"{name}" is not a plain name.',
                "Parameters are looked up by name in code, tables and workbooks.",
                "Use lower-case letters, digits and underscores, such as my_living_wage.",
            )
        if name is not None and unit is not None and units.setdefault(name, unit) != unit:
            self.unit_differs(where, unit, units[name])
        for nation in nations:
            before = seen.setdefault((name or where, nation), where)
            if before != where:
                self.note(
                    "duplicate-parameter",
                    where,
                    f"The parameter is already given for {nation} in {before}.",
                    "Two tables for one parameter could contradict each other.",
                    "Put all its values in one [[parameter]] table, or name other nations.",
                )
        common = (name or "", label or "", unit or "", nations)
        spans: list[tuple[str, Span]] = []
        rows = [("values", row, self.read_value) for row in self.rows(table, "values", where)]
        rows += [("gaps", row, self.read_gap) for row in self.rows(table, "gaps", where)]
        counts = {"values": 0, "gaps": 0}
        for key, row, read in rows:
            counts[key] += 1
            place = f"{where}, {key} row {counts[key]}"
            span = read(row, place, common)
            if span is not None:
                spans.append((place, span))
        if not rows and "values" in table:
            self.note(
                "no-values",
                where,
                "The parameter has no values.",
                _TOLD,
                "Add at least one row to values.",
            )
        self.refuse_overlaps(spans)
        if name and label and unit:
            self.spans += [span for _, span in spans]

    def read_value(
        self, row: dict[str, Any], where: str, common: tuple[str, str, str, tuple[str, ...]]
    ) -> Span | None:
        self.refuse_other_keys(row, _VALUE_KEYS, where)
        dates = self.dates(row, where)
        value = self.number(row, where, common[2])
        source = self.source(row, where)
        checked = self.date(row, "checked", where)
        certainty = self.text(row, "certainty", where)
        if dates is None or value is None or source is None or not checked or not certainty:
            return None
        name, label, unit, nations = common
        return StatutoryValue(
            name, label, value, unit, nations, *dates, *source, checked, certainty
        )

    def read_gap(
        self, row: dict[str, Any], where: str, common: tuple[str, str, str, tuple[str, ...]]
    ) -> Span | None:
        self.refuse_other_keys(row, _GAP_KEYS, where)
        dates = self.dates(row, where)
        reason = self.text(row, "reason", where)
        return None if dates is None or reason is None else Gap(*common, *dates, reason)

    def refuse_overlaps(self, spans: list[tuple[str, Span]]) -> None:
        ordered = sorted(spans, key=lambda item: item[1].valid_from)
        for (_, earlier), (where, later) in pairwise(ordered):
            if later.valid_from <= earlier.valid_to:
                self.note(
                    "overlap",
                    where,
                    f"It begins on {later.valid_from}, but the row from {earlier.valid_from} "
                    f"runs to {earlier.valid_to}.",
                    "Two answers for one day would leave the price to chance.",
                    f"End the earlier row on {later.valid_from - _ONE_DAY}, or start this one "
                    f"on {earlier.valid_to + _ONE_DAY}.",
                )

    def unit_differs(self, where: str, unit: str, other: str) -> None:
        self.note(
            "unit-differs",
            where,
            f'The unit is "{unit}", but the same parameter is held in "{other}".',
            "A number in another unit would be used as if it were in the first.",
            f'Restate the values in "{other}".',
        )

    def rows(self, table: dict[str, Any], key: str, where: str) -> list[dict[str, Any]]:
        rows = table.get(key, [])
        if key == "values" and key not in table:
            self.missing("values", where)
        elif not _is_list_of_tables(rows):
            self.wrong_type(f"{where}, {key}", rows, "a list of rows, [{ ... }, { ... }]")
            return []
        return list(rows)

    def dates(self, row: dict[str, Any], where: str) -> tuple[datetime.date, datetime.date] | None:
        first, last = self.date(row, "valid_from", where), self.date(row, "valid_to", where)
        if first is None or last is None:
            return None
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

    def date(self, row: dict[str, Any], key: str, where: str) -> datetime.date | None:
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
        return value

    def number(self, row: dict[str, Any], where: str, unit: str) -> float | None:
        if "value" not in row:
            self.missing("value", where)
            return None
        value = row["value"]
        if isinstance(value, bool) or not isinstance(value, int | float):
            what = f"value is {value!r}, not a number."
        elif not math.isfinite(value):
            what = f"value is {value}, not a finite number."
        elif value < 0:
            what = f"value is {value}, below zero."
        elif unit.startswith("share") and value > 1:
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

    def source(self, row: dict[str, Any], where: str) -> tuple[str, str] | None:
        if row.get("source", "") == "":
            self.note(
                "no-source",
                where,
                "The value names no source.",
                "An unsourced figure cannot be checked or defended.",
                'Add source = "..." naming a [sources.<id>] table of this file.',
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
                + _or_meant(source, self.known_sources),
            )
        return None if source is None else self.sources.get(source)

    def nations(self, table: dict[str, Any], where: str) -> tuple[str, ...]:
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
                    f"Choose from {_listed(NATIONS)}" + _or_meant(str(nation), NATIONS),
                )
        return tuple(nation for nation in NATIONS if nation in nations)

    def text(self, table: dict[str, Any], key: str, where: str) -> str | None:
        if key not in table:
            self.missing(key, where)
            return None
        value = table[key]
        if not isinstance(value, str) or not value.strip():
            self.wrong_type(f"{where}, {key}", value, "words in quotes")
            return None
        return value

    def missing(self, key: str, where: str) -> None:
        code = "not-checked" if key == "checked" else "missing-key"
        self.note(code, where, f"{key} is missing.", _TOLD, f"Add {key} = ...")

    def wrong_type(self, where: str, value: Any, wanted: str) -> None:
        self.note("wrong-type", where, f"Found {value!r}.", _UNREAD, f"Give {wanted}.")

    def refuse_other_keys(
        self, table: Mapping[str, Any], known: tuple[str, ...], where: str
    ) -> None:
        for key in table:
            if key not in known:
                self.note(
                    "unknown-key",
                    where,
                    f'"{key}" is not a key used here.',
                    _UNREAD,
                    f"Use {_listed(known)}" + _or_meant(key, known),
                )


def _is_list_of_tables(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)


def _or_meant(word: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, list(known), n=1)
    return f"; did you mean {close[0]}?" if close else "."
