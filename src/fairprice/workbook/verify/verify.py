"""Rebuilds a workbook from its own inputs and tells what was changed in it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from fairprice import digits
from fairprice.assumptions import Assumptions
from fairprice.cost import in_words
from fairprice.declare.takes import PATH, or_none, takes
from fairprice.errors import AssumptionsError, Problem
from fairprice.statutory import Law, OwnValue
from fairprice.workbook.as_written import AsWritten, entered, made_with
from fairprice.workbook.fee_workbook import fee_workbook_model
from fairprice.workbook.guard import Refusal, read_file, refused_file
from fairprice.workbook.layout import COMPARISON_DATA, INPUTS
from fairprice.workbook.reading import opened
from fairprice.workbook.sheets.front import COVER, FINGERPRINT_NAME, MADE_WITH
from fairprice.workbook.verify.card import CarriedCard, carried_text, own_card
from fairprice.workbook.verify.case import changed_entries, entries, own_case
from fairprice.workbook.verify.compare import compare, rebuilt_sheets
from fairprice.workbook.verify.difference import NO_NUMBERS, NOT_VERIFIED, Difference, printable
from fairprice.workbook.verify.inputs import OwnInputs
from fairprice.workbook.verify.original import Original, is_fee_workbook
from fairprice.workbook.verify.recalculation import Recalculation
from fairprice.workbook.verify.snapshot import Snapshot
from fairprice.workbook.verify.verification import Verification, counted, own_law_table
from fairprice.workbook.writer import to_bytes

if TYPE_CHECKING:
    from fairprice.negotiation import Case
    from fairprice.workbook.verify.comparison import Rebuilt

#: What no comparison with a rebuilt workbook can tell.
NOT_TOLD = "Not told: who wrote the file, and whether its inputs are true."
_ONLY_THE_ORIGINAL = (
    "Whoever has this software can write a whole new workbook; only the original, or its "
    "fingerprint, got apart from the file, shows that this one started from the same inputs."
)
_CHANGED = ["input", "label", "unit", "cell", "as_written", "now"]
#: What is not known, as against what is known to be otherwise.
_UNKNOWN = (NOT_VERIFIED, NO_NUMBERS)


@takes(path=PATH, original=or_none(PATH))
def verify_workbook(
    path: str | os.PathLike[str],
    *,
    original: str | os.PathLike[str] | None = None,
    law: Law = None,
) -> Verification:
    """Tell whether an open-book or comparison workbook was altered, beyond its inputs.

    The workbook is rebuilt from its own inputs, and every formula, label, unit, source,
    statutory value, stored number, number format, name, sheet and chart that differs from
    what the library would have written is listed. Inputs may be changed; they are listed
    beside the values first written. A workbook carries the law it was priced under, and is
    rebuilt from that; its own values are listed beside the register's.

    Parameters
    ----------
    path
        The workbook; it is only read.
    original
        What the author gave apart from the file: the fingerprint of the original, or the
        path of the original file. Without it, see Notes.
    law
        The law to hold it against: the path of a law file, or rates made by
        :func:`fairprice.statutory_rates`; by default the law that it carries itself.

    Returns
    -------
    Verification
        Verdict, exit status, changed inputs, differences, and the values of its own law that
        it is priced under.

    Raises
    ------
    WorkbookError
        If the file could do harm, cannot be read, or is not an open-book workbook.
    AssumptionsError
        If neither its inputs nor those first written hold together.
    StatutoryError
        If the law that it carries breaks the rules of the register, or neither holds a value
        for its price date.

    Notes
    -----
    The values first written, and their fingerprint, stand in the file itself. A person set
    on it can write a whole new workbook with other inputs, and nothing inside it will tell.
    Only a fingerprint, or an original, that did not come with the file proves that the
    workbook started from the inputs its author meant.

    A comparison workbook carries contracts, people, assumptions and seed; its years are
    simulated again, and the verdict says so.

    Whatever the file holds that neither the library nor the programs it knows would write is
    named, and not verified; nor are sheets that were added to the open book. Not compared
    are the names of files and folders, paper and margins, and where the view stood when the
    file was saved.
    """
    file = Path(path)
    content = _content(file)
    found = Snapshot.of(opened(content, file.name))
    if COMPARISON_DATA in found.sheets:
        # nobody who verifies a fee workbook should wait for a comparison
        from fairprice.workbook.verify.comparison import rebuilt_comparison

        rebuilt_now = rebuilt_comparison(found, content, file.name, original, law)
        return _of_comparison(file.name, rebuilt_now, original is not None, _another_version(found))
    own = OwnInputs.of(found, file.name)
    on_the_cover = found.text_named(FINGERPRINT_NAME)
    first = own.first(law, carried_text(found)).printed(on_the_cover)
    quoted = Original.of(original, law)
    start = (quoted.start(first) if quoted else first).printed(on_the_cover)
    carried = own_case(found, law)
    case = (
        _case_of(quoted, first) if carried is None or isinstance(carried, Difference) else carried
    )
    if case is not None:
        start = AsWritten.of(case.book).printed(on_the_cover)
    card = own_card(found, first.book.rates)
    if isinstance(card, CarriedCard):
        start = card.start.printed(on_the_cover)
    refused: list[Difference] = []
    try:
        book = own.book(start.book)
    except AssumptionsError as error:
        book, refused = start.book, [_refused(problem, own) for problem in error.problems]
    changed = _changed(own, start)
    if case is not None:
        # as in own_case: nobody who verifies a fee workbook should wait for a negotiation
        from fairprice.workbook.evidence_workbook import evidence_workbook_model

        model = evidence_workbook_model(case, now=book)
    elif isinstance(card, CarriedCard):
        model = card.model(found, book.assumptions if changed else None)
        refused += card.refused
    else:
        model = fee_workbook_model(book, first=start)
    was_fee_workbook = quoted is not None and quoted.is_fee_workbook
    of_a_card = isinstance(card, CarriedCard)
    whole = case is not None or of_a_card or was_fee_workbook or is_fee_workbook(found, model)
    differences = [*(quoted.differences(first, found) if quoted else ()), *refused]
    differences += [one for one in (carried, card) if isinstance(one, Difference)]
    changed += card.changed if isinstance(card, CarriedCard) else []
    if not whole:
        differences += _printed(first, found)
    rebuilt = to_bytes(model, values_only=False)
    expected = found
    if rebuilt != content:
        expected = Snapshot.of(opened(rebuilt, file.name))
        inputs = {cell for name in own.rows if _may_change(name) for cell in own.cells(name)}
        beside = entries(model) if case is not None or of_a_card else {}
        changed += changed_entries(expected, found, beside) if case is not None else []
        if changed and beside and case is not None:
            around = _around_the_open_book(expected)
            numbers = Recalculation(expected, found, beside, around).numbers()
            expected = expected.with_numbers(numbers)
        differences += compare(
            expected, found, {INPUTS: inputs, **beside}, whole=whole, numbers=not refused
        )
    left = found.sheets.keys() - set(rebuilt_sheets(expected, whole=whole))
    not_rebuilt = tuple(printable(name) for name in found.sheets if name in left)
    remarks = [*_remarks(differences, not_rebuilt), _proof(quoted, differences)]
    verdict = _verdict(changed, differences, book.own_law, _another_version(found))
    return Verification(
        file=file.name,
        verdict=" ".join([verdict, *filter(None, remarks)]),
        status=1 if differences else 0,
        changed_inputs=pd.DataFrame(changed, columns=_CHANGED),
        differences=pd.DataFrame(
            [vars(difference) for difference in differences],
            columns=list(Difference.__annotations__),
        ),
        own_law=own_law_table(book.own_law),
        fingerprint=first.fingerprint,
        not_rebuilt=not_rebuilt,
        not_told=NOT_TOLD if quoted else f"{NOT_TOLD} {_ONLY_THE_ORIGINAL}",
    )


def _of_comparison(file: str, rebuilt: Rebuilt, quoted: bool, other: str) -> Verification:
    """Say what a comparison workbook was found to be."""
    changed, differences = rebuilt.changed, rebuilt.differences
    started = quoted and not any(d.kind == "not the original" for d in differences)
    remarks = [rebuilt.remark, "It started from the original's inputs." if started else ""]
    verdict = _verdict(changed, differences, rebuilt.own_law, other)
    return Verification(
        file=file,
        verdict=" ".join([verdict, *filter(None, remarks)]),
        status=1 if differences else 0,
        changed_inputs=pd.DataFrame(changed, columns=_CHANGED),
        differences=pd.DataFrame(
            [vars(difference) for difference in differences],
            columns=list(Difference.__annotations__),
        ),
        own_law=own_law_table(rebuilt.own_law),
        fingerprint=rebuilt.fingerprint,
        not_rebuilt=(),
        not_told=NOT_TOLD if quoted else f"{NOT_TOLD} {_ONLY_THE_ORIGINAL}",
    )


def _content(file: Path) -> bytes:
    try:
        return read_file(file)
    except Refusal as refused:
        raise refused_file(refused, file.name) from None


def _case_of(quoted: Original | None, first: AsWritten) -> Case | None:
    """Return the case of the original, for a workbook that lost it on its way."""
    return quoted.case if quoted is not None and quoted.start(first) is quoted.first else None


def _printed(first: AsWritten, found: Snapshot) -> Iterator[Difference]:
    """Compare the fingerprint on a cover that is not rebuilt."""
    there = found.text_named(FINGERPRINT_NAME)
    if there != first.fingerprint:
        stands = found.named(FINGERPRINT_NAME)
        sheet, place = (stands[0], stands[1][0]) if stands else (COVER, "")
        told = printable(there) or "nothing"
        yield Difference(sheet, place, "fingerprint", "", first.fingerprint, told)


def _refused(problem: Problem, own: OwnInputs) -> Difference:
    *sections, name = problem.where.split(".")
    entry = 0
    if name.isdigit():  # one entry of an input that is a table
        entry, name = int(name), sections[-1]
    cells = own.cells(name)[entry:]
    return Difference(
        INPUTS, cells[0] if cells else "", "refused input", name, problem.mend, problem.what
    )


def _may_change(name: str) -> bool:
    return not Assumptions.fields()[name].is_fixed


def _around_the_open_book(expected: Snapshot) -> list[str]:
    """Name the sheets of an evidence workbook whose live cells rest on other sheets."""
    names = list(expected.sheets)
    return names[names.index(COVER) + 1 : names.index(INPUTS)]


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
                        "input": name, "label": label, "unit": field.unit, "cell": cell,
                        "as_written": before, "now": now,
                    }
                )  # fmt: skip
    return listed


def _many(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _verdict(
    changed: list[dict[str, Any]],
    differences: list[Difference],
    law: Sequence[OwnValue],
    other: str,
) -> str:
    own = f"{len(law)} value{'s' * (len(law) > 1)} of its own law"
    against = [in_words(pair) for pair in law if pair.contradicts]
    contradicts = f"Contradicting enacted law: {'; '.join(against)}." if against else ""
    if not law:
        return _of_the_workings(changed, differences, other)
    if not changed and not differences:
        told = f"As written, under {own}, by {made_with()}."
    else:
        told = f"{_of_the_workings(changed, differences, other)} It is priced under {own}."
    return " ".join(filter(None, (told, contradicts)))


def _of_the_workings(
    changed: list[dict[str, Any]], differences: list[Difference], other: str
) -> str:
    count = len(changed)
    inputs = f"{count} value{'s' if count != 1 else ''}"
    also = f" Inputs changed as well: {inputs}." if changed else ""
    known = any(difference.kind not in _UNKNOWN for difference in differences)
    if known and other:
        return (
            f"Not verified: it says that {other} wrote it, and only that version can tell what was "
            f"altered since. {made_with()} would write it otherwise: {counted(differences)}.{also}"
        )
    if known:
        return f"Altered: {counted(differences)}.{also}"
    if differences:
        return f"Not verified: {counted(differences)}; nothing else differs.{also}"
    if changed:
        differ = "differ" if count != 1 else "differs"
        return f"Only inputs changed: {inputs} {differ} from those first written; no working does."
    return f"As written by {made_with()}."


def _another_version(found: Snapshot) -> str:
    """Name what a workbook says made it, if that is not this version."""
    cover = found.sheets[COVER].cells if COVER in found.sheets else {}
    for place, cell in cover.items():
        beside = cover.get(f"B{place[1:]}")
        if cell.shown == MADE_WITH and beside and beside.shown != made_with():
            return printable(str(beside.shown))
    return ""


def _remarks(differences: list[Difference], not_rebuilt: tuple[str, ...]) -> Iterator[str]:
    """Say what a reader of the verdict must know besides."""
    if not_rebuilt:
        yield f"Nothing is said about {', '.join(not_rebuilt)}."
    if any(difference.kind == NO_NUMBERS for difference in differences):
        yield "It stores no numbers: open it in a spreadsheet program and save it."


def _proof(quoted: Original | None, differences: list[Difference]) -> str:
    if quoted is None or any(d.kind == "not the original" for d in differences):
        return ""
    return "It started from the original's inputs."
