"""Everything in which a workbook differs from the one rebuilt from its inputs."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Any

from openpyxl.utils.cell import coordinate_to_tuple

from fairprice import digits
from fairprice.workbook.layout import CHECKS, INPUTS, STATUTORY
from fairprice.workbook.model import FIRST_ROW, HEADER_ROW, column_letter
from fairprice.workbook.sheets.front import FINGERPRINT_NAME
from fairprice.workbook.verify.snapshot import CellState, ChartState, SheetState, Snapshot, corners
from fairprice.workbook.verify.spelling import same_formula

#: Numbers worked out this close are the same: programs differ in the last binary digits.
_RELATIVE, _ABSOLUTE = 1e-9, 1e-9
#: The same for amounts by the year, which are differences of large numbers (GBP).
_ABSOLUTE_BY_THE_YEAR = 1e-6
#: Sheets whose numbers without a formula are stated: a program only writes them again.
_STATED = (INPUTS, STATUTORY)
NO_NUMBERS = "no cached number"
#: Characters of a text in a report.
_LONGEST = 1000
#: Kinds of difference: what others may follow from comes first.
KINDS = (
    "not the original", "case data", "fingerprint", "value as written", "source", "refused input",
    "formula in an input", "fixed choice", "statutory value", "statutory register",
    "defined name", "name of one sheet", "extra sheet", "missing sheet", "sheet order", "formula",
    "formula replaced", "value replaced by a formula", "number", "unit", "label", "heading",
    "role", "title", "text", "extra cell", "missing cell", "number format", "unseen text",
    "hidden sheet", "hidden row", "hidden column", "chart sheet", "laid over", "merged cells",
    "conditional format", "comment", "link out of the workbook", "chart", "chart number",
    "chart description", "calculation setting", "cached number", NO_NUMBERS,
)  # fmt: skip
_BY_HEADING = {
    "Unit": "unit", "Role": "role", "Source": "source", "As written": "value as written",
    "Value": "fixed choice",
}  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """One thing that is not as the library would have written it.

    Parameters
    ----------
    sheet, cell
        Where; empty for the whole workbook or sheet.
    kind
        One of :data:`KINDS`.
    label
        What the row is about.
    expected, found
        In words or numbers.
    """

    sheet: str
    cell: str
    kind: str
    label: str
    expected: str
    found: str


def compare(
    expected: Snapshot,
    found: Snapshot,
    free: Mapping[str, set[str]],
    *,
    whole: bool,
    numbers: bool,
    stale: Collection[str] = (),
) -> list[Difference]:
    """List what differs, what others may follow from first.

    Parameters
    ----------
    expected
        The rebuilt workbook.
    found
        The workbook to judge.
    free
        Addresses whose values may be changed, by sheet.
    whole
        Whether every sheet can be rebuilt.
    numbers
        Whether stored numbers can be compared.
    stale
        Sheets whose stored numbers follow from changed inputs, and are not rebuilt.
    """
    stored = any(cell.shown is not None for cell in found.formulas())
    comparison = _Comparison(expected, found, free, numbers and stored, stale)
    listed = list(comparison.run(whole))
    if not stored:
        count = sum(1 for _ in expected.formulas())
        listed.append(
            Difference("", "", NO_NUMBERS, "", f"{count} formulas with their numbers", "none")
        )
    return sorted(listed, key=lambda difference: KINDS.index(difference.kind))


def rebuilt_sheets(expected: Snapshot, *, whole: bool) -> list[str]:
    """Return the sheets that can be rebuilt: all, or those from Inputs to Checks."""
    names = list(expected.sheets)
    return names if whole else names[names.index(INPUTS) : names.index(CHECKS) + 1]


@dataclass(frozen=True)
class _Comparison:
    expected: Snapshot
    found: Snapshot
    free: Mapping[str, set[str]]
    numbers: bool
    stale: Collection[str]

    def run(self, whole: bool) -> Iterator[Difference]:
        rebuilt = rebuilt_sheets(self.expected, whole=whole)
        yield from self._workbook(rebuilt, whole)
        for name in rebuilt:
            if name not in self.found.sheets:
                yield Difference(name, "", "missing sheet", "", "a sheet of this name", "none")
            else:
                yield from self._sheet(name)

    def _workbook(self, rebuilt: list[str], whole: bool) -> Iterator[Difference]:
        order = [name for name in self.found.sheets if name in rebuilt]
        kept = [name for name in rebuilt if name in order]
        if order != kept:
            yield Difference("", "", "sheet order", "", ", ".join(kept), ", ".join(order))
        if whole:
            for name in self.found.sheets:
                if name in self.expected.sheets:
                    continue
                yield Difference(_told(name), "", "extra sheet", "", "no such sheet", "a sheet")
        for name in sorted(self.expected.names.keys() | self.found.names.keys()):
            wanted, there = self.expected.names.get(name), self.found.names.get(name)
            known = name in self.expected.names
            if not whole and (not known or name == FINGERPRINT_NAME):
                # another sheet of the workbook may have names of its own
                continue
            if wanted != there:
                yield Difference("", "", "defined name", _told(name), _told(wanted), _told(there))
        for setting, wanted in self.expected.settings.items():
            if self.found.settings[setting] != wanted:
                there = self.found.settings[setting]
                yield Difference(
                    "", "", "calculation setting", setting, _told(wanted), _told(there)
                )
        for kind in sorted(set(self.found.extensions)):
            yield Difference("", "", kind, "extension of a sheet", "nothing of the kind", kind)
        if whole and self.found.in_charts != self.expected.in_charts:
            there = f"{self.found.in_charts} on charts"
            yield Difference("", "", "laid over", "pictures and boxes", "0 on charts", there)
        if whole:
            for text in sorted(set(self.found.descriptions) - set(self.expected.descriptions)):
                wanted = "; ".join(self.expected.descriptions)
                yield Difference("", "", "chart description", "", wanted, _told(text))

    def _sheet(self, name: str) -> Iterator[Difference]:
        wanted, there = self.expected.sheets[name], self.found.sheets[name]
        for place in sorted(wanted.cells.keys() | there.cells.keys(), key=coordinate_to_tuple):
            for kind, what, is_there in self._cell(name, place, wanted, there):
                label = wanted.cells.get(f"A{coordinate_to_tuple(place)[0]}")
                told = str(label.shown) if label else ""
                yield Difference(name, place, kind, told, what, is_there)
        for place, kind, what in there.oddities:
            yield Difference(name, place, kind, "", "nothing of the kind", _told(what))
        if wanted.laid_over != there.laid_over:
            counts = (f"{side.laid_over} on the sheet" for side in (wanted, there))
            yield Difference(name, "", "laid over", "pictures, boxes and charts", *counts)
        for chart, drawn in zip_longest(wanted.charts, there.charts):
            yield from self._chart(name, chart, drawn)

    def _cell(
        self, sheet: str, place: str, wanted: SheetState, there: SheetState
    ) -> Iterator[tuple[str, str, str]]:
        expected, found = wanted.cells.get(place), there.cells.get(place)
        is_free = place in self.free.get(sheet, ())
        if expected is None:
            assert found is not None
            if is_free and not found.formula:
                return  # an entry that was blank is filled in
            yield "extra cell", "an empty cell", _told(found.formula or found.shown)
            return
        if found is None:
            if not is_free:  # an input left blank is reported with the inputs
                yield "missing cell", _told(expected.formula or expected.shown), "an empty cell"
            return
        if found.number_format != expected.number_format and not (
            isinstance(expected.shown, str) and found.number_format == "@"
        ):
            yield "number format", expected.number_format, _told(found.number_format)
        if found.unseen:
            yield "unseen text", "text that can be read", found.unseen
        if expected.formula:
            numbers = self.numbers and sheet not in self.stale
            yield from self._formula(expected, found, self._by_the_year(wanted, place), numbers)
        elif is_free:
            if found.formula:
                yield "formula in an input", "a number", _told(found.formula)
        elif found.formula:
            yield "value replaced by a formula", _told(expected.shown), _told(found.formula)
        elif not _same(expected.shown, found.shown) or (
            sheet in _STATED and not digits.same(expected.shown, found.shown)
        ):
            kind = self._kind(sheet, place, wanted)
            yield kind, _told(expected.shown), _told(found.shown)

    def _formula(
        self, expected: CellState, found: CellState, by_the_year: bool, numbers: bool
    ) -> Iterator[tuple[str, str, str]]:
        if not found.formula:
            yield "formula replaced", expected.formula, _told(found.shown)
            return
        if not same_formula(expected.formula, found.formula):
            yield "formula", expected.formula, _told(found.formula)
        allowed = _ABSOLUTE_BY_THE_YEAR if by_the_year else _ABSOLUTE
        if numbers and not _same(expected.shown, found.shown, allowed):
            yield "cached number", _told(expected.shown), _told(found.shown)

    def _kind(self, sheet: str, place: str, wanted: SheetState) -> str:
        """Name a changed value by where it stands."""
        row, column = coordinate_to_tuple(place)
        if self.expected.named(FINGERPRINT_NAME) == (sheet, [place]):
            return "fingerprint"
        if row < HEADER_ROW:
            return "title"
        if row == HEADER_ROW:
            return "heading"
        if sheet == STATUTORY:
            amount = self._heading(wanted, column) == "Amount"
            return "statutory value" if amount else "statutory register"
        if column == 1:
            return "label"
        is_number = isinstance(wanted.cells[place].shown, (int, float))
        kinds = (
            _BY_HEADING
            if sheet == INPUTS
            else {k: v for k, v in _BY_HEADING.items() if v != "fixed choice"}
        )
        return kinds.get(self._heading(wanted, column), "number" if is_number else "text")

    def _heading(self, wanted: SheetState, column: int) -> str:
        cell = wanted.cells.get(f"{column_letter(column)}{HEADER_ROW}")
        return str(cell.shown) if cell else ""

    def _by_the_year(self, wanted: SheetState, place: str) -> bool:
        row = coordinate_to_tuple(place)[0]
        unit = wanted.cells.get(f"C{row}")
        return row >= FIRST_ROW and unit is not None and unit.shown == "GBP per year"

    def _chart(
        self, sheet: str, wanted: ChartState | None, there: ChartState | None
    ) -> Iterator[Difference]:
        if wanted is None or there is None:
            told = [_told(chart.shape) if chart else "no chart" for chart in (wanted, there)]
            yield Difference(sheet, "", "chart", "", *told)
            return
        for what in ("shape", "references", "scale"):
            pair = getattr(wanted, what), getattr(there, what)
            if pair[0] != pair[1]:
                yield Difference(sheet, "", "chart", what, *(_told(value) for value in pair))
        for reference, kept in zip(there.references[1::3], there.kept, strict=True):
            if kept is not None and self.numbers and wanted.references == there.references:
                numbers = self._numbers(reference)
                if len(numbers) != len(kept) or not all(map(_same, numbers, kept)):
                    yield Difference(
                        sheet, "", "chart number", _told(reference), _told(numbers), _told(kept)
                    )

    def _numbers(self, reference: str) -> tuple[Any, ...]:
        """Return the expected numbers of a reference in one row or column."""
        sheet, _, area = reference.rpartition("!")
        titles = {title.upper(): title for title in self.expected.sheets}
        left, top, right, bottom = corners(area)
        cells = self.expected.sheets[titles[sheet]].cells
        places = (
            f"{column_letter(column)}{row}"
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        )
        return tuple(cells[place].shown for place in places)


def _same(expected: Any, found: Any, absolute: float = _ABSOLUTE) -> bool:
    numbers = [isinstance(v, (int, float)) and not isinstance(v, bool) for v in (expected, found)]
    if all(numbers):
        return math.isclose(expected, found, rel_tol=_RELATIVE, abs_tol=absolute)
    return type(expected) is type(found) and bool(expected == found)


def _told(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return digits.written(value)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(_told(part) for part in value)
    return printable(str(value))


def printable(text: str) -> str:
    """Spell out what a terminal would obey or hide, and cut what is very long."""
    spelled = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    return spelled if len(spelled) <= _LONGEST else spelled[: _LONGEST - 3] + "..."
