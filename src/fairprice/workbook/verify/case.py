"""The case that an evidence workbook carries, and the entries on its sheets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fairprice import digits
from fairprice.errors import FairpriceError
from fairprice.statutory import Law
from fairprice.workbook.layout import CARD_DATA, CASE_DATA, INPUTS, carried_text
from fairprice.workbook.model import FIRST_ROW, Entry, WorkbookModel, column_letter
from fairprice.workbook.verify.difference import Difference, printable
from fairprice.workbook.verify.snapshot import Snapshot

if TYPE_CHECKING:
    from fairprice.negotiation import Case


def own_case(found: Snapshot, law: Law) -> Case | Difference | None:
    """Read the case a workbook was written from; nothing where it carries none.

    Parameters
    ----------
    found
        The workbook.
    law
        The law to price it with; by default its own.

    Returns
    -------
    Case, Difference or None
        A difference where the case cannot be read any more.
    """
    lines = lines_on(found, CASE_DATA)
    if lines is None:
        return None
    # only a workbook that carries a case needs the rooms of one
    from fairprice.negotiation.case.file import case_of_text

    try:
        return case_of_text("\n".join(lines), law)
    except FairpriceError as error:
        what = printable(str(error.problems[0]))
        return Difference(CASE_DATA, "", "case data", "", "the case as it was written", what)


def carried_lines(found: Snapshot) -> tuple[str, ...] | None:
    """Return the lines of the case, or the rate card, that a workbook carries."""
    case = lines_on(found, CASE_DATA)
    return lines_on(found, CARD_DATA) if case is None else case


def lines_on(found: Snapshot, name: str) -> tuple[str, ...] | None:
    """Return the lines of text on a sheet; nothing where there is no such sheet."""
    sheet = found.sheets.get(name)
    if sheet is None:
        return None
    return carried_text((place, cell.shown) for place, cell in sheet.cells.items())


def entries(model: WorkbookModel) -> dict[str, set[str]]:
    """Return the addresses that a user may fill in or change, beside the Inputs sheet."""
    return {
        sheet.name: places
        for sheet in model.sheets
        if sheet.name != INPUTS
        if (
            places := {
                f"{column_letter(column)}{FIRST_ROW + row}"
                for row, contents in enumerate(sheet.rows)
                for column, content in enumerate(contents, start=1)
                if isinstance(content, Entry)
            }
        )
    }


def changed_entries(
    expected: Snapshot, found: Snapshot, free: Mapping[str, set[str]]
) -> list[dict[str, Any]]:
    """List entries on other sheets whose value is not the one first written."""
    changed = []
    for sheet, places in free.items():
        if sheet == INPUTS or sheet not in found.sheets:
            continue
        wanted, there = expected.sheets[sheet].cells, found.sheets[sheet].cells
        for place in sorted(places):
            before, now = (
                cells[place].shown if place in cells else None for cells in (wanted, there)
            )
            if not digits.same(before, now):
                row = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
                label = str(wanted[f"A{row}"].shown)
                changed.append(
                    {
                        "input": "", "label": f"{sheet}: {label}", "unit": "as on the sheet",
                        "cell": f"{sheet}!{place}", "as_written": before, "now": now,
                    }
                )  # fmt: skip
    return changed
