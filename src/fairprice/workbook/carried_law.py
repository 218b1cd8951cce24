"""The law that a workbook carries: values of a party's own on its Statutory sheet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fairprice.errors import Problem, WorkbookError
from fairprice.statutory import record_of_text
from fairprice.workbook.layout import RECORD, STATUTORY
from fairprice.workbook.model import FIRST_ROW
from fairprice.workbook.reading import OpenedWorkbook


def carried_by(workbook: OpenedWorkbook) -> list[dict[str, Any]]:
    """Read the values of its own law that a workbook carries.

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
        If one cannot be read.
    """
    sheet = workbook.sheets.get(STATUTORY)
    filled = {} if sheet is None else sheet.filled
    texts = ((place, workbook.value(cell)) for place, cell in filled.items())
    return records_in(texts, workbook.file)


def records_in(cells: Iterable[tuple[str, Any]], where: str) -> list[dict[str, Any]]:
    """Read the records among the cells of a Statutory sheet.

    Parameters
    ----------
    cells
        Addresses and what stands there.
    where
        The workbook's name, for messages.
    """
    records, problems = [], []
    for place, shown in cells:
        row = place.removeprefix(RECORD)
        if not row.isdigit() or int(row) < FIRST_ROW or not str(shown).startswith("{"):
            continue
        try:
            records.append(record_of_text(str(shown)))
        except ValueError as error:
            problems.append(_not_a_record(f"{where}, {STATUTORY}!{place}", error))
    if problems:
        raise WorkbookError(problems)
    return records


def _not_a_record(where: str, error: ValueError) -> Problem:
    return Problem(
        "law-not-readable", where, f"holds a value of its own law that cannot be read: {error}.",
        "A workbook is rebuilt under the law that it carries.",
        "Ask the sender for the file as it was written.",
    )  # fmt: skip
