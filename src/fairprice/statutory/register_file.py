"""Reads one register file and reports every rule it breaks."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from fairprice.errors import Problem
from fairprice.files import toml_tables
from fairprice.statutory.fields import or_meant
from fairprice.statutory.records import Span, last_day
from fairprice.statutory.register_rows import Parameter, RowReader

_ONE_DAY = datetime.timedelta(days=1)
_FILE_KEYS = ("assumed_by", "default_scenario", "sources", "parameter")
_SOURCE_KEYS = ("title", "address")
_WEB_ADDRESS = re.compile(r"https?://[^/]{3}")
_PARAMETER_KEYS = ("name", "label", "unit", "nations", "values", "gaps")
_TOLD = "A price must be able to show what the law said, from when to when, and who says so."


def read_register_text(
    text: str, where: str, scenario: str | None = None
) -> tuple[list[Span], list[Problem]]:
    """Read the text of a register file.

    Parameters
    ----------
    text
        TOML, laid out like the files in ``fairprice/statutory/data``.
    where
        The file's name, for messages.
    scenario
        Of a file with scenarios, which to read; by default the one it names itself.

    Returns
    -------
    spans, problems
        What could be read, and every rule that was broken.
    """
    document, problems = read_document(text, where)
    if problems:
        return [], problems
    return read_register_document(document, where, scenario)


def read_document(text: str, where: str) -> tuple[dict[str, Any], list[Problem]]:
    """Read the text of a register file as tables, or say why it is none."""
    try:
        return toml_tables(text), []
    except ValueError as error:
        return {}, [
            Problem(
                "not-toml",
                where,
                f"This is not TOML: {error}.",
                "Nothing in the file can be read.",
                "Mend the text at that line; fairprice/statutory/data holds files to copy.",
            )
        ]


def read_register_document(
    document: dict[str, Any], where: str, scenario: str | None = None
) -> tuple[list[Span], list[Problem]]:
    """Read the tables of a register file; see :func:`read_register_text`."""
    reader = _Reader(where)
    reader.read(document, scenario)
    return reader.spans, reader.problems


def scenarios_of(document: Mapping[str, Any]) -> tuple[str, ...]:
    """List the scenarios that a register file names, in the order in which they stand."""
    names: dict[str, None] = {}
    for parameter in _tables(document.get("parameter")):
        for row in _tables(parameter.get("values")):
            if isinstance(row.get("value"), dict):
                names |= dict.fromkeys(row["value"])
    return tuple(names)


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
        last = later.valid_from - _ONE_DAY
        if last_day(earlier) < last:
            first = last_day(earlier) + _ONE_DAY
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


class _Reader(RowReader):
    """Walks one parsed file, keeping what is sound and noting what is not."""

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.spans: list[Span] = []

    def read(self, document: dict[str, Any], scenario: str | None) -> None:
        self.refuse_other_keys(document, _FILE_KEYS, "")
        if "assumed_by" in document:
            self.assumed_by = self.text(document, "assumed_by", "") or ""
        self.choose_scenario(document, scenario)
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

    def choose_scenario(self, document: dict[str, Any], scenario: str | None) -> None:
        self.scenarios = scenarios_of(document)
        default = document.get("default_scenario")
        if self.scenarios and scenario is None and default is None:
            self.note(
                "scenario-not-named",
                "",
                f"The file holds scenarios, {', '.join(self.scenarios)}, and names none of them "
                "as the one to use.",
                "A price rests on one law; which of them would be left to chance.",
                'Ask for one (scenario="..." of statutory_rates, or --scenario as an option), or '
                'write default_scenario = "..." at the top of the file.',
            )
        for name, place in ((default, "default_scenario"), (scenario, "scenario")):
            if name is not None and name not in self.scenarios:
                self.note(
                    "unknown-scenario",
                    place,
                    f"{name!r} is not a scenario of the file.",
                    "A price rests on one law.",
                    f"Choose from {', '.join(self.scenarios)}" + or_meant(str(name), self.scenarios)
                    if self.scenarios
                    else "Leave it out, or give values by scenario: "
                    "value = { low = 13.10, high = 13.50 }.",
                )
        self.scenario = scenario or default or ""

    def read_source(self, identifier: str, source: Any) -> None:
        where = f"[sources.{identifier}]"
        self.known_sources.add(identifier)
        if not isinstance(source, dict):
            self.wrong_type(where, source, "a table with title and address")
            return
        self.refuse_other_keys(source, _SOURCE_KEYS, where)
        title = self.text(source, "title", where)
        address = self.text(source, "address", where) if "address" in source else ""
        if address and not _WEB_ADDRESS.match(address):
            self.note(
                "bad-address",
                where,
                f'The address "{address}" is not a web address.',
                "A reader must be able to follow it to the source.",
                'Write the full address, such as "https://www.gov.uk/...".',
            )
        elif title is not None and address is not None:
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
        common = Parameter(name or "", label or "", unit or "", nations)
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

    def refuse_overlaps(self, spans: list[tuple[str, Span]]) -> None:
        ordered = sorted(spans, key=lambda item: item[1].valid_from)
        for (_, earlier), (where, later) in pairwise(ordered):
            if later.valid_from <= last_day(earlier):
                end = earlier.valid_to
                self.note(
                    "overlap",
                    where,
                    f"It begins on {later.valid_from}, but the row from {earlier.valid_from} "
                    + (f"runs to {end}." if end else "has no last day."),
                    "Two answers for one day would leave the price to chance.",
                    f"End the earlier row on {later.valid_from - _ONE_DAY}"
                    + (f", or start this one on {end + _ONE_DAY}." if end else "."),
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


def _tables(value: Any) -> list[dict[str, Any]]:
    return list(value) if _is_list_of_tables(value) else []


def _is_list_of_tables(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)
