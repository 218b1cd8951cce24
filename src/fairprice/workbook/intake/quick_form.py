"""The sheet of a form that asks for a first price: a row for each of a few answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from fairprice.assumptions.quick import ANSWERS, INPUT_OF, MAY_BE_LEFT_OUT
from fairprice.assumptions.sections import INPUTS
from fairprice.declare.fields import LONGEST_TEXT
from fairprice.declare.units import PER_CONTACT_HOUR
from fairprice.workbook.intake.words import UNIT, VALUE, Question, evidence_questions, question
from fairprice.workbook.layout import quoted
from fairprice.workbook.model import Column, Entry, Sheet, column_letter
from fairprice.workbook.number_formats import entered_format

QUICK_SHEET = "Quick"
NOTE = evidence_questions()["note"].label
_COLUMNS = (
    Column("Answer", 34),
    Column("Role", 30),
    Column(UNIT, 26),
    Column(VALUE, 26),
    Column(NOTE, 30),
    Column("What it is", 50),
)
#: Labels and units of answers that are not inputs under their own name.
_OWN = {
    "year": ("Year", "tax year"),
    "training_days_per_year": ("Training days", "days per worker and year"),
    "return_on_cost": ("Return on cost", "share of cost"),
    "overheads_per_contact_hour": ("All overheads, by the contact hour", PER_CONTACT_HOUR),
    "overheads_per_year": ("All overheads, a year", "GBP per year"),
}


def quick_name(answer: str) -> str:
    """Return the defined name of the cell of an answer."""
    return f"quick_{answer}"


@cache
def quick_questions() -> Mapping[str, Question]:
    """Return what the sheet asks, by the names of the answers."""
    return {answer: _asked(answer, help_) for answer, help_ in ANSWERS.items()}


def _asked(answer: str, help_: str) -> Question:
    field = INPUTS[INPUT_OF[answer]]
    label, unit = _OWN.get(answer, (field.label, field.unit))
    said = help_[0].upper() + help_[1:] + "."
    asked = replace(question(field), name=answer, label=label, unit=unit, description=said)
    if answer == "year":
        return replace(asked, kind="text", description="The tax year, such as 2026-27.")
    if not field.is_table:
        return asked
    said = f"{field.description} Of more than one, part them by semicolons, such as 15; 30; 60."
    if field.kind == "share":
        said = f"{field.description} Part them by semicolons, such as 0.4; 0.6."
    return replace(asked, kind="text", description=said)


def quick_sheet(names: dict[str, str]) -> Sheet:
    """Lay out the sheet, to be filled in.

    Parameters
    ----------
    names
        Defined names; those of the answers are added.
    """
    sheet = Sheet(
        QUICK_SHEET,
        "Quick: a first price from a few answers",
        (
            "Answer these and leave the other sheets blank: a published starter stands in for the "
            "rest, marked as not stated by you.",
            "What you fill in on another sheet replaces the starter's value. To state everything "
            "there yourself, leave this whole sheet blank.",
        ),
        list(_COLUMNS),
        column_formats={NOTE: "@"},
        numbers_right=False,
        is_a_page=True,
        is_typed_in=True,
    )
    note = evidence_questions()["note"]
    letter = column_letter(1 + [column.heading for column in _COLUMNS].index(VALUE))
    for answer, asked in quick_questions().items():
        field = INPUTS[INPUT_OF[answer]]
        row = sheet.add(
            asked.label,
            "Input, may be left blank" if answer in MAY_BE_LEFT_OUT else "Input, required here",
            asked.unit,
            Entry(
                None,
                lower=asked.lower,
                upper=LONGEST_TEXT if asked.kind == "text" else asked.upper,
                above=asked.above,
                options=asked.options,
                help=asked.description,
                kind="text" if asked.kind == "text" else "number",
            ),
            Entry(None, upper=LONGEST_TEXT, help=note.description, kind="text"),
            asked.description,
            number_format="@" if asked.kind == "text" else entered_format(asked.unit, field.kind),
        )
        names[quick_name(answer)] = f"{quoted(sheet.name)}!${letter}${row}"
    return sheet
