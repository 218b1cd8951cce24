"""Text, formats and formulas hang on what is stated at all, never on a value.

Values can be changed in a workbook, where text stays; verification writes it anew.
"""

from __future__ import annotations

import contextlib
import dataclasses
from typing import Any

from hypothesis import HealthCheck, given, settings
from strategies import books

import fairprice as fp
from fairprice.workbook.as_written import AsWritten, as_held
from fairprice.workbook.fee_workbook import fee_workbook_model
from fairprice.workbook.layout import INPUTS
from fairprice.workbook.model import Entry, Formula, Sheet


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
            # some go together only: shares that add up to one, and what may not be nothing
            for another in (other(value), _half(value)):
                with contextlib.suppress(fp.AssumptionsError):
                    changed = changed.with_inputs(**{name: another})
                    break
    return fp.OpenBook(changed)


def _half(value: Any) -> Any:
    return tuple(entry / 2 for entry in value) if isinstance(value, tuple) else value / 2


def beside_values(sheet: Sheet) -> list[Any]:
    """Return what a sheet holds but for values that are entered or computed."""

    def of_cell(content: Any) -> Any:
        if isinstance(content, Formula):
            return content.text
        return dataclasses.replace(content, value=None) if isinstance(content, Entry) else content

    rows = [[of_cell(content) for content in row] for row in sheet.rows]
    return [dataclasses.replace(sheet, rows=[]), rows]


@settings(max_examples=4, suppress_health_check=[HealthCheck.too_slow])
@given(books())
def test_text_of_a_fee_workbook_hangs_on_no_value_that_can_be_changed_in_it(book):
    """On the sheet of inputs, sources go with values; tests of verification look at them."""
    written = fee_workbook_model(book)
    changed = fee_workbook_model(all_others(book), first=AsWritten.of(as_held(book)))
    for before, after in zip(written.sheets, changed.sheets, strict=True):
        if before.name != INPUTS:
            assert beside_values(after) == beside_values(before)
    assert changed.charts == written.charts
    assert (changed.names, changed.footer) == (written.names, written.footer)
