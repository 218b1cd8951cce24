"""Rebuilds a workbook from its own inputs and tells what was changed in it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pandas as pd

from fairprice import digits
from fairprice.assumptions import Assumptions
from fairprice.errors import AssumptionsError, Problem, WorkbookError
from fairprice.negotiation import Case
from fairprice.statutory import StatutoryRates
from fairprice.workbook.as_written import AsWritten, entered, made_with
from fairprice.workbook.evidence_workbook import evidence_workbook_model
from fairprice.workbook.fee_workbook import fee_workbook_model
from fairprice.workbook.guard import read_guarded
from fairprice.workbook.layout import INPUTS
from fairprice.workbook.sheets.evidence.case_data import CASE_DATA
from fairprice.workbook.sheets.front import COVER, FINGERPRINT_NAME, MADE_WITH
from fairprice.workbook.verify.case import case_lines, changed_entries, entries, own_case
from fairprice.workbook.verify.compare import (
    NO_NUMBERS,
    Difference,
    compare,
    printable,
    rebuilt_sheets,
)
from fairprice.workbook.verify.inputs import OwnInputs
from fairprice.workbook.verify.snapshot import Snapshot
from fairprice.workbook.verify.verification import Verification, counted
from fairprice.workbook.writer import to_bytes

_CHANGED = ["name", "label", "unit", "cell", "as_written", "now"]
_STALE = (
    "On the sheets before Inputs, formulas and worked-out figures were compared, but not the "
    "numbers that formulas store, which follow from the changed inputs."
)
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")


def verify_workbook(
    path: str | os.PathLike[str],
    *,
    original: str | os.PathLike[str] | None = None,
    rates: StatutoryRates | None = None,
) -> Verification:
    """Tell whether an open-book workbook was altered, beyond its inputs.

    The workbook is rebuilt from its own inputs, and every formula, label, unit, source,
    statutory value, stored number, number format, name, sheet and chart that differs from
    what the library would have written is listed. Inputs may be changed; they are listed
    beside the values first written.

    Parameters
    ----------
    path
        The workbook; it is only read.
    original
        What the author gave apart from the file: the fingerprint of the original, or the
        path of the original file. Without it, see Notes.
    rates
        The law it was priced with, where that is not the register's.

    Returns
    -------
    Verification
        Verdict, exit status, changed inputs and differences.

    Raises
    ------
    WorkbookError
        If the file could do harm, cannot be read, or is not an open-book workbook.
    AssumptionsError
        If neither its inputs nor those first written hold together.
    StatutoryError
        If the register does not reach its price date: give ``rates``.

    Notes
    -----
    The values first written, and their fingerprint, stand in the file itself. A person set
    on it can write a whole new workbook with other inputs, and nothing inside it will tell.
    Only a fingerprint, or an original, that did not come with the file proves that the
    workbook started from the inputs its author meant.

    Not compared are fonts, widths, validation messages and the like, which do not change
    what a cell says; nor sheets that other workbooks of this library add, which are listed
    as not rebuilt.
    """
    file = Path(path)
    content = read_guarded(file)
    found = Snapshot.of(content, file.name)
    own = OwnInputs.of(found, file.name)
    on_the_cover = _printed_on(found)
    first = own.first(rates).printed(on_the_cover)
    quoted = _quoted(original, rates)
    start = _start(first, quoted).printed(on_the_cover)
    case = own_case(found)
    if isinstance(case, Case):
        start = AsWritten.of(case.book).printed(on_the_cover)
    refused: list[Difference] = []
    try:
        book = own.book(rates)
    except AssumptionsError as error:
        book, refused = start.book, [_refused(problem, own) for problem in error.problems]
    if isinstance(case, Case):
        model = evidence_workbook_model(case, now=book)
    else:
        model = fee_workbook_model(book, first=start)
    rebuilt = to_bytes(model, values_only=False)
    expected = found if rebuilt == content else Snapshot.of(rebuilt, file.name)
    whole = isinstance(case, Case) or _is_fee_workbook(found, expected)
    stale: tuple[str, ...] = ()
    differences = [*_not_the_original(first, found, quoted), *refused]
    if isinstance(case, Difference):
        differences.append(case)
    changed = _changed(own, start)
    if not whole:
        differences += _printed(first, found)
    if rebuilt != content:
        inputs = {cell for name in own.rows if _may_change(name) for cell in own.cells(name)}
        beside = entries(model) if isinstance(case, Case) else {}
        changed += changed_entries(expected, found, beside)
        stale = _beside_the_open_book(expected) if changed and beside else ()
        differences += compare(
            expected, found, {INPUTS: inputs, **beside},
            whole=whole, numbers=not refused, stale=stale,
        )  # fmt: skip
    left = found.sheets.keys() - set(rebuilt_sheets(expected, whole=whole))
    not_rebuilt = tuple(printable(name) for name in found.sheets if name in left)
    remarks = [*_remarks(differences, found, not_rebuilt), _proof(quoted, differences)]
    if stale:
        remarks.append(_STALE)
    return Verification(
        file=file.name,
        verdict=" ".join([_verdict(changed, differences), *filter(None, remarks)]),
        status=1 if _altered(differences) else 0,
        changed_inputs=pd.DataFrame(changed, columns=_CHANGED),
        differences=pd.DataFrame(
            [vars(difference) for difference in differences],
            columns=list(Difference.__annotations__),
        ),
        fingerprint=first.fingerprint,
        not_rebuilt=not_rebuilt,
    )


@dataclass(frozen=True)
class _Quoted:
    """What the author gave apart from the file: a fingerprint, or the original itself."""

    fingerprints: tuple[str, ...]
    first: AsWritten | None = None
    case: tuple[str, ...] | None = None


def _quoted(original: Any, rates: StatutoryRates | None) -> _Quoted | None:
    """Read what the author gave apart from the file."""
    if original is None:
        return None
    text = re.sub(r"\s", "", str(original)).lower()
    if _FINGERPRINT.fullmatch(text):
        return _Quoted((text,))
    if isinstance(original, str) and re.fullmatch(r"[0-9a-f\s]{8,}", original, re.IGNORECASE):
        raise WorkbookError(
            [
                Problem(
                    "not-a-fingerprint", "original",
                    f"has {len(text)} characters in place of 64.",
                    "Part of a fingerprint proves little.",
                    "Give the whole fingerprint from the cover of the original, or the path "
                    "of the original file.",
                )
            ]
        )  # fmt: skip
    file = Path(original)
    snapshot = Snapshot.of(read_guarded(file), file.name)
    first = OwnInputs.of(snapshot, file.name).first(rates)
    return _Quoted(first.fingerprints, first, case_lines(snapshot))


def _start(first: AsWritten, quoted: _Quoted | None) -> AsWritten:
    """Rebuild from the original where it is at hand and has the same rows."""
    if quoted and quoted.first and _rows(quoted.first) == _rows(first):
        return quoted.first
    return first


def _rows(first: AsWritten) -> dict[str, Any]:
    fields = Assumptions.fields()
    return {
        name: value if fields[name].is_fixed else len(value) if isinstance(value, tuple) else 1
        for name, value in entered(first.book).items()
    }


def _not_the_original(
    first: AsWritten, found: Snapshot, quoted: _Quoted | None
) -> Iterator[Difference]:
    if quoted is None:
        return
    if set(quoted.fingerprints).isdisjoint(first.fingerprints):
        prints = quoted.fingerprints[0], first.fingerprint
        yield Difference("", "", "not the original", "fingerprint", *prints)
    there = case_lines(found)
    if quoted.case is not None and there != quoted.case:
        pairs = zip_longest(quoted.case, there or (), fillvalue="nothing")
        expected, now = next(pair for pair in pairs if pair[0] != pair[1])
        told = printable(expected), printable(now)
        yield Difference(CASE_DATA, "", "not the original", "case", *told)


def _printed(first: AsWritten, found: Snapshot) -> Iterator[Difference]:
    """Compare the fingerprint on a cover that is not rebuilt."""
    there = _printed_on(found)
    if there != first.fingerprint:
        stands = found.named(FINGERPRINT_NAME)
        sheet, place = (stands[0], stands[1][0]) if stands else (COVER, "")
        told = printable(there) or "nothing"
        yield Difference(sheet, place, "fingerprint", "", first.fingerprint, told)


def _printed_on(found: Snapshot) -> str:
    """Return what stands on the cover as the fingerprint; empty where nothing does."""
    stands = found.named(FINGERPRINT_NAME)
    cell = found.sheets[stands[0]].cells.get(stands[1][0]) if stands else None
    return "" if cell is None else cell.formula or str(cell.shown)


def _refused(problem: Problem, own: OwnInputs) -> Difference:
    name = problem.where.rpartition(".")[2]
    cells = own.cells(name)
    return Difference(
        INPUTS, cells[0] if cells else "", "refused input", name, problem.mend, problem.what
    )


def _may_change(name: str) -> bool:
    return not Assumptions.fields()[name].is_fixed


def _is_fee_workbook(found: Snapshot, expected: Snapshot) -> bool:
    """Tell a fee workbook from one that holds the same sheets among others."""
    known = found.sheets.keys() <= expected.sheets.keys()
    covers = [workbook.sheets.get(COVER) for workbook in (found, expected)]
    said = [cover.cells.get("A2") if cover else None for cover in covers]
    return known or (said[0] is not None and said[0] == said[1])


def _beside_the_open_book(expected: Snapshot) -> tuple[str, ...]:
    """Name the sheets of an evidence workbook whose live cells rest on other sheets."""
    names = list(expected.sheets)
    return tuple(names[1 : names.index(INPUTS)])


def _changed(own: OwnInputs, start: AsWritten) -> list[dict[str, Any]]:
    """List each input whose value is not the one first written."""
    fields, written = Assumptions.fields(), entered(start.book)
    listed: list[dict[str, Any]] = []
    for name, value in own.now.items():
        if name not in written:
            continue
        field = fields[name]
        pairs = zip(_many(written[name]), _many(value), own.cells(name), strict=False)
        for place, (before, now, cell) in enumerate(pairs, start=1):
            if not digits.same(before, now):
                label = f"{field.label} {place}" if field.is_table else field.label
                listed.append(
                    {
                        "name": name, "label": label, "unit": field.unit, "cell": cell,
                        "as_written": before, "now": now,
                    }
                )  # fmt: skip
    return listed


def _many(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _altered(differences: list[Difference]) -> list[Difference]:
    return [difference for difference in differences if difference.kind != NO_NUMBERS]


def _verdict(changed: list[dict[str, Any]], differences: list[Difference]) -> str:
    count = len(changed)
    inputs = f"{count} value{'s' if count != 1 else ''}"
    altered = _altered(differences)
    if altered:
        also = f" Inputs changed as well: {inputs}." if changed else ""
        return f"Altered: {counted(altered)}.{also}"
    if changed:
        differ = "differ" if count != 1 else "differs"
        return f"Only inputs changed: {inputs} {differ} from those first written; no working does."
    return f"As written by {made_with()}."


def _remarks(
    differences: list[Difference], found: Snapshot, not_rebuilt: tuple[str, ...]
) -> Iterator[str]:
    """Say what a reader of the verdict must know besides."""
    if not_rebuilt:
        yield f"Nothing is said about {', '.join(not_rebuilt)}."
    if any(difference.kind == NO_NUMBERS for difference in differences):
        yield "It stores no numbers: open it in a spreadsheet program and save it."
    cover = found.sheets[COVER].cells if COVER in found.sheets else {}
    for place, cell in cover.items():
        beside = cover.get(f"B{place[1:]}")
        if cell.shown == MADE_WITH and beside and beside.shown != made_with():
            other = printable(str(beside.shown))
            yield f"It says that {other} wrote it: only that version can tell."


def _proof(quoted: _Quoted | None, differences: list[Difference]) -> str:
    if quoted is None or any(d.kind == "not the original" for d in differences):
        return ""
    return "It started from the original's inputs."
