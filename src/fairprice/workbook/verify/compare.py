"""Everything in which a workbook differs from the one rebuilt from its inputs."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fairprice import digits
from fairprice.workbook.layout import CHECKS, INPUTS, STATUTORY
from fairprice.workbook.model import FIRST_ROW, HEADER_ROW, column_letter
from fairprice.workbook.paper import SHORT, spellings
from fairprice.workbook.reading.cells import area_of, place_of
from fairprice.workbook.sheets.front import FINGERPRINT_NAME
from fairprice.workbook.verify.charts import compare_charts
from fairprice.workbook.verify.difference import (
    KINDS,
    NO_NUMBERS,
    NOT_VERIFIED,
    Difference,
    told,
)
from fairprice.workbook.verify.looks import cell_looks, sheet_looks, usual_looks
from fairprice.workbook.verify.snapshot import CellState, SheetState, Snapshot
from fairprice.workbook.verify.spelling import same_formula

#: Numbers worked out this close are the same: programs differ in the last binary digits.
_RELATIVE, _ABSOLUTE = 1e-9, 1e-9
#: The same for amounts by the year, which are differences of large numbers (GBP).
_ABSOLUTE_BY_THE_YEAR = 1e-6
#: Sheets whose numbers without a formula are stated: a program only writes them again.
_STATED = (INPUTS, STATUTORY)
#: A formula that is this much longer than the one written is another one (characters).
_LONGER = 500
#: Cells of an area whose rules are looked at one by one.
_MOST_OF_AN_AREA = 1_000
_BY_HEADING = {
    "Unit": "unit", "Role": "role", "Source": "source", "As written": "value as written",
    "Value": "fixed choice",
}  # fmt: skip


def compare(
    expected: Snapshot,
    found: Snapshot,
    free: Mapping[str, set[str]],
    *,
    whole: bool,
    numbers: bool,
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
    """
    stored = any(cell.shown is not None for cell in found.formulas())
    comparison = _Comparison(expected, found, free, numbers and stored)
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

    def run(self, whole: bool) -> Iterator[Difference]:
        rebuilt = rebuilt_sheets(self.expected, whole=whole)
        yield from self._workbook(rebuilt, whole)
        for name in rebuilt:
            if name not in self.found.sheets:
                yield Difference(name, "", "missing sheet", "", "a sheet of this name", "none")
            else:
                yield from self._sheet(name)
        for remark in self.found.remarks:
            what, where = told(remark.what), told(remark.part)
            yield Difference("", "", NOT_VERIFIED, where, "nothing of the kind", what)

    def _workbook(self, rebuilt: list[str], whole: bool) -> Iterator[Difference]:
        order = [name for name in self.found.sheets if name in rebuilt]
        kept = [name for name in rebuilt if name in order]
        if order != kept:
            yield Difference("", "", "sheet order", "", ", ".join(kept), ", ".join(order))
        for name in self.found.sheets:
            if name not in rebuilt:
                kind, written = ("extra sheet", "no such sheet") if whole else (NOT_VERIFIED, "")
                yield Difference(told(name), "", kind, "", written, "a sheet")
        for name in sorted(self.expected.names.keys() | self.found.names.keys()):
            wanted, there = self.expected.names.get(name), self.found.names.get(name)
            known = name in self.expected.names
            if not whole and (not known or name == FINGERPRINT_NAME):
                # another sheet of the workbook may have names of its own
                continue
            if wanted != there:
                yield Difference("", "", "defined name", told(name), told(wanted), told(there))
        for setting, wanted in self.expected.settings.items():
            there = self.found.settings[setting]
            if there != wanted:
                pair = told(wanted), told(there)
                yield Difference("", "", "calculation setting", setting, *pair)
        yield from usual_looks(self.expected, self.found)
        if whole and self.found.title not in ("", self.expected.title):
            pair = told(self.expected.title), told(self.found.title)
            yield Difference("", "", "title", "of the document", *pair)

    def _sheet(self, name: str) -> Iterator[Difference]:
        wanted, there = self.expected.sheets[name], self.found.sheets[name]
        places = sorted(wanted.cells.keys() | there.cells.keys(), key=_by_row)
        for place in places:
            for kind, what, is_there in self._cell(name, place, wanted, there):
                label = wanted.cells.get(f"A{place_of(place)[1]}")
                about = str(label.shown) if label else ""
                yield Difference(name, place, kind, about, what, is_there)
        for place, kind, what in there.oddities:
            yield Difference(name, place, kind, "", "nothing of the kind", told(what))
        yield from self._printed_lines(name, wanted, there)
        # whoever clears a print area keeps nothing off paper
        for area in sorted(there.print_areas - wanted.print_areas):
            written = told(wanted.print_areas or "the whole sheet")
            yield Difference(name, "", "print area", "", written, told(area))
        yield from sheet_looks(name, wanted, there)
        yield from _tables(name, wanted, there)
        yield from _rules(name, wanted, there)
        for place, target in there.links.items():
            if wanted.links.get(place) != target:
                pair = told(wanted.links.get(place)), told(target)
                yield Difference(name, told(place), "link", "", *pair)
        yield from compare_charts(name, self.expected, there, numbers=self.numbers)

    def _printed_lines(
        self, name: str, wanted: SheetState, there: SheetState
    ) -> Iterator[Difference]:
        """Yield headers and footers that were not written, and those that are gone.

        A program that writes none drops those of every sheet. What follows from another
        fingerprint on the cover is named there.
        """
        on_the_covers = [s.text_named(FINGERPRINT_NAME) for s in (self.expected, self.found)]
        ours, theirs = (fingerprint[:SHORT] for fingerprint in on_the_covers)
        allowed = {
            (kind, one)
            for kind, line in wanted.printed_lines
            for footer in (line, line.replace(ours, theirs) if theirs else line)
            for one in spellings(footer)
        }
        for _, line in sorted(there.printed_lines - allowed):
            written = told(line for _, line in wanted.printed_lines) or "nothing of the kind"
            yield Difference(name, "", "header or footer", "", written, told(line))
        any_left = any(sheet.printed_lines for sheet in self.found.sheets.values())
        if any_left and not there.printed_lines:
            for _, line in sorted(wanted.printed_lines):
                yield Difference(name, "", "header or footer", "", told(line), "none")

    def _cell(
        self, sheet: str, place: str, wanted: SheetState, there: SheetState
    ) -> Iterator[tuple[str, str, str]]:
        expected, found = wanted.cells.get(place), there.cells.get(place)
        is_free = place in self.free.get(sheet, ())
        if expected is None:
            assert found is not None
            if is_free and place in wanted.blank and not found.formula:
                # an entry that was blank is filled in
                yield from cell_looks(wanted.blank[place], found)
                return
            yield "extra cell", "an empty cell", told(found.formula or found.shown)
            return
        if found is None:
            if not is_free:  # an input left blank is reported with the inputs
                yield "missing cell", told(expected.formula or expected.shown), "an empty cell"
            return
        is_text = isinstance(expected.shown, str)
        is_link = place in wanted.links
        yield from cell_looks(expected.look, found, is_link=is_link, is_text=is_text)
        if expected.formula:
            yield from self._formula(expected, found, self._by_the_year(wanted, place))
        elif is_free:
            if found.formula:
                yield "formula in an input", "a number", told(found.formula)
        elif found.formula:
            yield "value replaced by a formula", told(expected.shown), told(found.formula)
        elif not _same(expected.shown, found.shown) or (
            sheet in _STATED and not digits.same(expected.shown, found.shown)
        ):
            kind = self._kind(sheet, place, wanted)
            yield kind, told(expected.shown), told(found.shown)

    def _formula(
        self, expected: CellState, found: CellState, by_the_year: bool
    ) -> Iterator[tuple[str, str, str]]:
        if not found.formula:
            yield "formula replaced", expected.formula, told(found.shown)
            return
        if not _same_formulas(expected.formula, found.formula):
            yield "formula", expected.formula, told(found.formula)
        allowed = _ABSOLUTE_BY_THE_YEAR if by_the_year else _ABSOLUTE
        if self.numbers and not _same(expected.shown, found.shown, allowed):
            yield "cached number", told(expected.shown), told(found.shown)

    def _kind(self, sheet: str, place: str, wanted: SheetState) -> str:
        """Name a changed value by where it stands."""
        column, row = place_of(place)
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
        row = place_of(place)[1]
        unit = wanted.cells.get(f"C{row}")
        return row >= FIRST_ROW and unit is not None and unit.shown == "GBP per year"


def _by_row(place: str) -> tuple[int, int]:
    column, row = place_of(place)
    return row, column


def _tables(name: str, wanted: SheetState, there: SheetState) -> Iterator[Difference]:
    """Yield tables that were not written; one that a program drops changes nothing to see."""
    for title, table in there.tables.items():
        if wanted.tables.get(title) != table:
            written = wanted.tables.get(title)
            pair = told(vars(written).values() if written else None), told(vars(table).values())
            yield Difference(name, "", "table", told(title), *pair)


def _rules(name: str, wanted: SheetState, there: SheetState) -> Iterator[Difference]:
    """Yield what is said about a cell as it is selected, where it is not what was written."""
    written = {place: rule for area, rule in wanted.rules for place in _places(area)}
    seen: set[str] = set()
    for area, rule in there.rules:
        for place in _places(area):
            if written.get(place) != rule or place in seen:
                pair = told(written.get(place)), told(rule)
                yield Difference(name, told(area), "input message", "", *pair)
                break
            seen.add(place)


def _places(area: str) -> Iterator[str]:
    """Iterate over the cells of an area, of a very large one over its own name alone."""
    found = area_of(area)
    left, top, right, bottom = found if found else (1, 1, 1, 0)
    if found is None or (right - left + 1) * (bottom - top + 1) > _MOST_OF_AN_AREA:
        yield area
        return
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            yield f"{column_letter(column)}{row}"


def _same_formulas(expected: str, found: str) -> bool:
    if expected == found:
        return True
    return len(found) < len(expected) + _LONGER and same_formula(expected, found)


def _same(expected: Any, found: Any, absolute: float = _ABSOLUTE) -> bool:
    numbers = [isinstance(v, (int, float)) and not isinstance(v, bool) for v in (expected, found)]
    if all(numbers):
        return math.isclose(expected, found, rel_tol=_RELATIVE, abs_tol=absolute)
    return type(expected) is type(found) and bool(expected == found)
