"""The law that a workbook carries: values of a party's own on its Statutory sheet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fairprice import digits
from fairprice.errors import Problem, WorkbookError
from fairprice.statutory import record_of_text
from fairprice.workbook.layout import RECORD, STATUTORY, VALUE
from fairprice.workbook.model import FIRST_ROW
from fairprice.workbook.reading import OpenedWorkbook


def carried_by(workbook: OpenedWorkbook) -> list[dict[str, Any]]:
    """Read the values of its own law that a workbook carries, as they are seen in it.

    Parameters
    ----------
    workbook
        As it was read.

    Returns
    -------
    list of dict
        Records, as :func:`fairprice.statutory.rates_of_records` takes them.

    Raises
    ------
    WorkbookError
        If one cannot be read, or is not the amount that stands beside it.
    """
    sheet = workbook.sheets.get(STATUTORY)
    filled = {} if sheet is None else sheet.filled
    shown = {place: workbook.value(cell) for place, cell in filled.items()}
    records = records_in(shown.items(), workbook.file)
    unlike = [
        _not_as_seen(f"{workbook.file}, {STATUTORY}!{VALUE}{row}", shown.get(f"{VALUE}{row}"))
        for row, record in records.items()
        if not digits.same(record.get("value"), shown.get(f"{VALUE}{row}"))
    ]
    if unlike:
        raise WorkbookError(unlike)
    return list(records.values())


def records_in(cells: Iterable[tuple[str, Any]], where: str) -> dict[int, dict[str, Any]]:
    """Read the records among the cells of a Statutory sheet, by row.

    Parameters
    ----------
    cells
        Addresses and what stands there.
    where
        The workbook's name, for messages.
    """
    records: dict[int, dict[str, Any]] = {}
    problems = []
    for place, shown in cells:
        row = place.removeprefix(RECORD)
        if not row.isdigit() or int(row) < FIRST_ROW or not str(shown).startswith("{"):
            continue
        try:
            records[int(row)] = record_of_text(str(shown))
        except ValueError as error:
            problems.append(_not_a_record(f"{where}, {STATUTORY}!{place}", error))
    if problems:
        raise WorkbookError(problems)
    return records


def _not_as_seen(where: str, shown: Any) -> Problem:
    return Problem(
        "law-not-as-seen", where, f"shows {shown!r:.60}, and its record holds another amount.",
        "What is read must be what people see.", "Verify the workbook, and ask its sender.",
    )  # fmt: skip


def _not_a_record(where: str, error: ValueError) -> Problem:
    return Problem(
        "law-not-readable", where, f"holds a value of its own law that cannot be read: {error}.",
        "A workbook is rebuilt under the law that it carries.",
        "Ask the sender for the file as it was written.",
    )  # fmt: skip
