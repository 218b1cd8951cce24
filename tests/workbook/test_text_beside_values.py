"""Text, formats and formulas hang on what is stated at all, never on a value.

Values can be changed in a workbook, where text stays; verification writes it anew.
"""

from __future__ import annotations

import contextlib
import dataclasses
import re
from typing import Any

from hypothesis import HealthCheck, given, settings
from strategies import books

import fairprice as fp
from fairprice.workbook.fee_workbook import fee_workbook_model
from fairprice.workbook.model import Entry, Formula, Sheet

#: Sheets that repeat beside a cell what was typed into it, or came of it, as the file was written.
OF_VALUES = {"Inputs", "Checks"}
FINGERPRINT = re.compile("[0-9a-f]{64}")


def other(value: Any) -> Any:
    """Return something where there was nothing, and nothing where there was something."""
    if isinstance(value, tuple):
        return tuple(other(entry) for entry in value)
    return 0.0 if value else 0.07


def all_others(book: fp.OpenBook) -> fp.OpenBook:
    """Change every number of a book that may become another, one after the other."""
    changed = book.assumptions
    entered = changed.inputs()
    for name in sorted(fp.Assumptions.fields().keys() & book.plan.inputs):
        value = entered.get(name, 0.0)
        numbers = value if isinstance(value, tuple) else (value,)
        if {type(number) for number in numbers} == {float}:
            with contextlib.suppress(fp.AssumptionsError):
                changed = changed.with_inputs(**{name: other(value)})
    return fp.OpenBook(changed)


def beside_values(sheet: Sheet) -> list[Any]:
    """Return what a sheet holds but for values that are entered or computed."""

    def of_cell(content: Any) -> Any:
        if isinstance(content, Formula):
            return content.text
        if isinstance(content, Entry):
            return dataclasses.replace(content, value=None)
        return "a fingerprint" if FINGERPRINT.fullmatch(str(content)) else content

    rows = [[of_cell(content) for content in row] for row in sheet.rows]
    return [dataclasses.replace(sheet, rows=[]), rows]


@settings(max_examples=4, suppress_health_check=[HealthCheck.too_slow])
@given(books())
def test_text_of_a_fee_workbook_hangs_on_no_value_that_can_be_changed_in_it(book):
    before, after = [
        {
            sheet.name: beside_values(sheet)
            for sheet in fee_workbook_model(each).sheets
            if sheet.name not in OF_VALUES
        }
        for each in (book, all_others(book))
    ]
    assert after == before
