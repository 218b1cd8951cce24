"""Rebuilds a workbook from its own inputs and tells what was changed in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pandas as pd

from fairprice.assumptions import Assumptions
from fairprice.errors import FairpriceError
from fairprice.statutory import StatutoryRates
from fairprice.workbook.as_written import AsWritten, entered, made_with
from fairprice.workbook.guard import parts_of, read_guarded
from fairprice.workbook.layout import CASE_DATA, INPUTS
from fairprice.workbook.sheets.front import COVER, FINGERPRINT_NAME, MADE_WITH
from fairprice.workbook.verify.case import changed_entries, entries
from fairprice.workbook.verify.compare import (
    NO_NUMBERS,
    Difference,
    compare,
    printable,
    rebuilt_sheets,
)
from fairprice.workbook.verify.inputs import OwnInputs, is_fixed
from fairprice.workbook.verify.rebuild import Held, Quoted, Rebuilt
from fairprice.workbook.verify.snapshot import Snapshot
from fairprice.workbook.verify.verification import Verification, counted

_CHANGED = ["name", "label", "unit", "cell", "as_written", "now"]
_STALE = (
    "On the sheets before Inputs, formulas and worked-out figures were compared, but not the "
    "numbers that formulas store, which follow from the changed inputs."
)


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
    found, rebuilt, untouched = _rebuilt(content, file.name, original, rates)
    own, first = rebuilt.held.own, rebuilt.first
    differences = [*_not_the_original(rebuilt), *rebuilt.refused, *rebuilt.unread]
    changed = _changed(own, rebuilt.start)
    stale: tuple[str, ...] = ()
    not_rebuilt: tuple[str, ...] = ()
    if not untouched:
        stored = rebuilt.model.stored_values
        expected = Snapshot.of(rebuilt.content, file.name, stored)
        whole = rebuilt.case is not None or _is_fee_workbook(found, expected)
        if not whole:
            differences += _printed(first, found)
        inputs = {cell for name in own.rows if _may_change(name) for cell in own.cells(name)}
        beside = entries(rebuilt.model) if rebuilt.case is not None else {}
        changed += changed_entries(expected, found, beside)
        stale = _beside_the_open_book(expected) if changed and beside else ()
        differences += compare(
            expected, found, {INPUTS: inputs, **beside},
            whole=whole, numbers=not rebuilt.refused, stale=stale,
        )  # fmt: skip
        left = found.sheets.keys() - set(rebuilt_sheets(expected, whole=whole))
        not_rebuilt = tuple(printable(name) for name in found.sheets if name in left)
    remarks = [*_remarks(differences, found, not_rebuilt), _proof(rebuilt.quoted, differences)]
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


def _rebuilt(
    content: bytes, where: str, original: Any, rates: StatutoryRates | None
) -> tuple[Snapshot, Rebuilt, bool]:
    """Write a workbook anew, and tell whether that gives the same file, part by part.

    The writer gives the same parts for the same inputs. So most files are read at a glance
    and written anew; only where a part differs is all of the file read, and compared cell by
    cell.
    """
    glance = Snapshot.at_a_glance(content, (INPUTS, CASE_DATA))
    rebuilt = None
    if glance is not None:
        with suppress(FairpriceError):  # it is told below, once all of the file has been read
            held = Held.by(glance, where, at_a_glance=True)
            rebuilt = Rebuilt.of(held, original, rates)
            if parts_of(rebuilt.content) == parts_of(content):
                return glance, rebuilt, True
    found = Snapshot.of(content, where)
    held = Held.by(found, where)
    if rebuilt is None or rebuilt.held != held:
        rebuilt = Rebuilt.of(held, original, rates)
    return found, rebuilt, False


def _not_the_original(rebuilt: Rebuilt) -> Iterator[Difference]:
    quoted, there = rebuilt.quoted, rebuilt.held.lines
    if quoted is None:
        return
    if quoted.fingerprint != rebuilt.first.fingerprint:
        prints = quoted.fingerprint, rebuilt.first.fingerprint
        yield Difference("", "", "not the original", "fingerprint", *prints)
    if quoted.case is not None and there != quoted.case:
        pairs = zip_longest(quoted.case, there or (), fillvalue="nothing")
        expected, now = next(pair for pair in pairs if pair[0] != pair[1])
        told = printable(expected), printable(now)
        yield Difference(CASE_DATA, "", "not the original", "case", *told)


def _printed(first: AsWritten, found: Snapshot) -> Iterator[Difference]:
    """Compare the fingerprint on a cover that is not rebuilt."""
    stands = found.named(FINGERPRINT_NAME)
    cell = found.sheets[stands[0]].cells.get(stands[1][0]) if stands else None
    if cell is None or cell.formula or cell.shown != first.fingerprint:
        there = "nothing" if cell is None else printable(cell.formula or str(cell.shown))
        sheet, place = (stands[0], stands[1][0]) if stands else (COVER, "")
        yield Difference(sheet, place, "fingerprint", "", first.fingerprint, there)


def _may_change(name: str) -> bool:
    return not is_fixed(Assumptions.fields()[name])


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
            if before != now and not _close(before, now):
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


def _close(before: Any, now: Any) -> bool:
    numbers = isinstance(before, float) and isinstance(now, float)
    return numbers and abs(before - now) <= 1e-12 * max(abs(before), abs(now))


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


def _proof(quoted: Quoted | None, differences: list[Difference]) -> str:
    if quoted is None or any(d.kind == "not the original" for d in differences):
        return ""
    return "It started from the original's inputs."
