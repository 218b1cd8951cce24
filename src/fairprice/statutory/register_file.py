"""Reads one register file and reports every rule it breaks."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from fairprice.errors import Problem
from fairprice.files import toml_tables
from fairprice.statutory.fields import FieldReader, or_meant
from fairprice.statutory.records import Gap, Span, StatutoryValue

_ONE_DAY = datetime.timedelta(days=1)
_FILE_KEYS = ("sources", "parameter")
_SOURCE_KEYS = ("title", "address")
_PARAMETER_KEYS = ("name", "label", "unit", "nations", "values", "gaps")
_VALUE_KEYS = ("valid_from", "valid_to", "value", "source", "checked", "certainty")
_GAP_KEYS = ("valid_from", "valid_to", "reason")
_TOLD = "A price must be able to show what the law said, from when to when, and who says so."


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
        document = toml_tables(text)
    except ValueError as error:
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


class _Reader(FieldReader):
    """Walks one parsed file, keeping what is sound and noting what is not."""

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.spans: list[Span] = []
        self.sources: dict[str, tuple[str, str]] = {}
        self.known_sources: set[str] = set()

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
                + or_meant(source, self.known_sources),
            )
        return None if source is None else self.sources.get(source)


def _is_list_of_tables(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)
