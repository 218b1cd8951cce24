"""Inputs and statutory values: everything the formulas start from."""

from __future__ import annotations

from datetime import date
from typing import Any

from fairprice.assumptions import InputField
from fairprice.declare.values import day_in_words
from fairprice.statutory import record_as_text
from fairprice.workbook.as_written import entered
from fairprice.workbook.layout import INPUTS, RECORD, STATUTORY, VALUE, Layout
from fairprice.workbook.model import (
    Column,
    Content,
    Entry,
    Sheet,
)
from fairprice.workbook.number_formats import DAY, entered_format

#: Absolute tolerance of the checks: far below a penny, far above binary rounding.
CHECK_TOLERANCE = 1e-6
_FIXED = "Fixed choice"
#: The role of a statutory value that a party gives itself.
OWN = "Own value"


def inputs_sheet(layout: Layout, names: dict[str, str]) -> Sheet:
    """Every input: label, role, unit, value, value first written, bounds, name and source.

    Parameters
    ----------
    layout
        Addresses.
    names
        Defined names; those of the inputs are added.
    """
    sheet = Sheet(
        INPUTS,
        "Inputs",
        (
            "What the party states. Change a value in column D of a row with the role Input, and "
            "every sheet recalculates; other cells are locked without a password. Column E keeps "
            "the value first written.",
            "Rows with the role Fixed choice decide which formulas the workbook holds: to change "
            "one, write a new workbook from new assumptions.",
        ),
        [
            Column("Input", 40),
            Column("Role", 14),
            Column("Unit", 24),
            Column("Value", 16),
            Column("As written", 16),
            Column("Allowed values", 22),
            Column("Name in formulas", 42),
            Column("What it is", 44),
            Column("Source", 64),
        ],
    )
    fields = layout.book.assumptions.fields()
    given, as_written = entered(layout.book), entered(layout.as_written.book)
    for name, value in given.items():
        field, source = fields[name], layout.as_written.sources[name]
        shown_as = entered_format(field.unit, field.beside(given).kind)
        pairs = zip(_listed(value), _listed(as_written[name]), strict=True)
        rows = [
            _input_row(sheet, field, entry, place if field.is_table else 0, source, shown_as)
            for place, entry in enumerate(pairs, start=1)
        ]
        first = f"{INPUTS}!${VALUE}${rows[0]}"
        names[name] = first if len(rows) == 1 else f"{first}:${VALUE}${rows[-1]}"
    row = sheet.add(
        "Check tolerance",
        "Constant",
        "GBP",
        CHECK_TOLERANCE,
        CHECK_TOLERANCE,
        "fixed",
        "check_tolerance",
        "Two figures that differ by less are the same; far below a penny.",
        "Binary arithmetic",
        number_format="0.0000000",
    )
    names["check_tolerance"] = f"{INPUTS}!${VALUE}${row}"
    return sheet


def _listed(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _input_row(
    sheet: Sheet, field: InputField, values: tuple[Any, Any], place: int, source: str, shown_as: str
) -> int:
    value, first = values
    label = f"{field.label} {place}" if place else field.label
    fixed = field.is_fixed
    content: Content = value
    if not fixed:
        content = Entry(
            float(value),
            lower=field.lower,
            upper=field.upper,
            above=field.above,
            options=("0", "1") if isinstance(value, bool) else (),
            help=f"{field.description} Unit: {field.unit}.",
        )
    allowed = "0 or 1" if isinstance(value, bool) else field.bounds
    return sheet.add(
        label,
        _FIXED if fixed else "Input",
        field.unit,
        float(value) if fixed and isinstance(value, float) else content,
        first if isinstance(first, (str, date)) else float(first),
        "fixed" if fixed else allowed,
        field.name,
        field.description,
        source,
        number_format=shown_as,
    )


def statutory_sheet(layout: Layout, names: dict[str, str]) -> Sheet:
    """The statutory values used, each with its validity and source."""
    book = layout.book
    about = book.assumptions.about
    sheet = Sheet(
        STATUTORY,
        "Statutory values",
        (
            f"What the law says in {about.nation} on {day_in_words(about.price_date)}, as far as "
            "the price or a check uses it. Nothing is extrapolated.",
            "Certainty says whether a value is enacted, announced, standing or assumed. A row with "
            f"the role {OWN} is the party's own and not the register's: column {RECORD} holds it "
            "as a record, to rebuild the workbook from. Column D feeds the formulas.",
        ),
        [
            Column("Value", 44),
            Column("Role", 18),
            Column("Unit", 30),
            Column("Amount", 16),
            Column("Valid from", 18),
            Column("Valid to", 18),
            Column("Name in formulas", 40),
            Column("Source", 36),
            Column("Address", 54),
            Column("Checked", 18),
            Column("Certainty", 30),
            Column("Record of an own value", 48),
        ],
        column_formats=dict.fromkeys(("Valid from", "Valid to", "Checked"), DAY),
    )
    own = {pair.own.name for pair in book.own_law}
    for name in book.law_names:
        law = book.rates[name]
        row = sheet.add(
            law.label,
            OWN if name in own else "Statutory value",
            law.unit,
            law.value,
            law.valid_from,
            law.valid_to or "no last day is set",
            name,
            law.source_title,
            law.source_address or "none: the party's own",
            law.checked or "an assumption",
            law.certainty_in_full,
            record_as_text(law) if name in own else "none: it is the register's",
            number_format=entered_format(law.unit),
        )
        names[name] = f"{STATUTORY}!${VALUE}${row}"
    return sheet
