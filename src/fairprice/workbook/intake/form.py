"""The intake form as plain data: sheets of sections, a row for each input and band."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from fairprice.assumptions import Assumptions, Evidence, InputField
from fairprice.assumptions.evidence import RANGE
from fairprice.declare.fields import LONGEST_TEXT
from fairprice.workbook.intake.front import cover_sheet, notes_sheet
from fairprice.workbook.intake.quick_form import quick_sheet
from fairprice.workbook.intake.roles import roles
from fairprice.workbook.intake.words import (
    NO,
    NOT_APPLICABLE,
    PRINTED,
    UNIT,
    VALUE,
    YES,
    Kind,
    Question,
    evidence_questions,
    question,
    section_description,
    sheet_name,
)
from fairprice.workbook.layout import quoted
from fairprice.workbook.model import (
    Column,
    Content,
    Entry,
    Sheet,
    WorkbookModel,
    column_letter,
)
from fairprice.workbook.number_formats import DAY, entered_format
from fairprice.workbook.sheets.front import contents_sheet

#: Rows of a table with one entry a band; more where more are given.
BANDS = 8
#: A file needs a date; that of a form without a price date says nothing.
NO_DATE = date(1980, 1, 1)
#: Programs count the days before differently, so an earlier date is written as text.
EARLIEST_DATE = date(1900, 3, 1)
#: What is asked on a row, and what explains it behind what is printed.
_ASKED = (Column("Input", 36), Column("Role", 34), Column(UNIT, 18), Column(VALUE, 16))
_EXPLAINED = (Column("Allowed values", 40), Column("What it is", 60))
_VALUE_LETTER = column_letter(1 + [column.heading for column in _ASKED].index(VALUE))
_NOT_PRINTED = tuple(part for part in evidence_questions() if part not in PRINTED)
#: Widths of the evidence columns that hold more, or less, than a short text.
_WIDTHS = {
    "note": 26,
    "document": 34,
    **dict.fromkeys(("basis", "link", "provider_comment", "commissioner_comment"), 60),
    **dict.fromkeys(("quality", *RANGE), 14),
}
_USUAL_WIDTH = 18
_FORMATS: dict[Kind, str] = {"text": "@", "choice": "@", "date": DAY}


def intake_model(assumptions: Assumptions | None) -> WorkbookModel:
    """Lay out the form.

    Parameters
    ----------
    assumptions
        What to fill it in with; ``None`` for a blank form.

    Returns
    -------
    WorkbookModel
        Its sheets in order, and a name for the value of every input.
    """
    names: dict[str, str] = {}
    sections = dict.fromkeys(field.section for field in Assumptions.fields().values())
    held: dict[str, list[str]] = {}
    for section in sections:
        held.setdefault(sheet_name(section), []).append(section)
    body = [_sheet_of(name, held[name], assumptions, names) for name in held]
    quick = quick_sheet(names)
    cover, notes = cover_sheet(assumptions, names), notes_sheet()
    contents = contents_sheet(
        [
            (quick.name, "A first price from a few answers, with a starter for the rest."),
            *((name, " ".join(map(section_description, held[name]))) for name in held),
            (notes.name, notes.description[0]),
        ]
    )
    return WorkbookModel(
        title=cover.title,
        sheets=[cover, contents, quick, *body, notes],
        names=names,
        charts=(),
        dated=NO_DATE if assumptions is None else assumptions.about.price_date,
    )


def _sheet_of(
    name: str, sections: list[str], assumptions: Assumptions | None, names: dict[str, str]
) -> Sheet:
    sheet = Sheet(
        name,
        f"{name}: what an hour of home care costs",
        (
            f"Fill in the column {VALUE}; beside it, say what you know about each value.",
            "A cell is blank until it is filled in, or has no use on its row. Blank, 0 and "
            f"{NOT_APPLICABLE}: see the Cover.",
        ),
        [*_ASKED, *evidence_columns(PRINTED), *_EXPLAINED, *evidence_columns(_NOT_PRINTED)],
        column_formats=evidence_formats(),
        numbers_right=False,
        printed_columns=len(_ASKED) + len(PRINTED),
        is_typed_in=True,
    )
    for input_name, field in Assumptions.fields().items():
        if field.section in sections:
            rows = _input_rows(sheet, field, assumptions)
            first = f"{quoted(sheet.name)}!${_VALUE_LETTER}${rows[0]}"
            names[input_name] = first if len(rows) == 1 else f"{first}:${_VALUE_LETTER}${rows[-1]}"
    return sheet


def evidence_columns(parts: Iterable[str]) -> list[Column]:
    """Return the columns of what is said about each value."""
    return [
        Column(evidence_questions()[part].label, _WIDTHS.get(part, _USUAL_WIDTH)) for part in parts
    ]


def evidence_formats() -> dict[str, str]:
    """Return the formats of those columns, by heading."""
    return {
        part.label: _FORMATS[part.kind]
        for part in evidence_questions().values()
        if part.kind in _FORMATS
    }


def _input_rows(sheet: Sheet, field: InputField, assumptions: Assumptions | None) -> list[int]:
    asked = question(field)
    value: Any = field.default
    evidence = Evidence()
    if assumptions is not None:
        value = assumptions.inputs().get(field.name, NOT_APPLICABLE)
        evidence = assumptions.evidence.get(field.name, evidence)
    entries = _column_of(value)
    bands = max(BANDS, len(entries)) if field.is_table else 1
    spread = {part: _column_of(getattr(evidence, part)) for part in RANGE}
    return [
        sheet.add(
            row_label(field, band),
            roles()[field.name],
            asked.unit,
            entry_of(asked, _at(entries, band)),
            *(evidence_entry(evidence_questions()[part], evidence, band) for part in PRINTED),
            asked.allowed,
            asked.description,
            *(
                range_entry(evidence_questions()[part], asked, _at(spread[part], band))
                if part in RANGE
                else evidence_entry(evidence_questions()[part], evidence, band)
                for part in _NOT_PRINTED
            ),
            number_format=_FORMATS.get(asked.kind, format_to_type_in(field)),
        )
        for band in range(bands)
    ]


def format_to_type_in(field: InputField) -> str:
    """Return the format of a number's cell, which holds whatever is chosen in another.

    Where a percentage is one of two things it may be, the format is neither: a program takes
    1.5 typed in a cell of percentages for 0.015.
    """
    return "General" if field.money_where is not None else entered_format(field.unit, field.kind)


def _column_of(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _at(entries: tuple[Any, ...], band: int) -> Any:
    return entries[band] if band < len(entries) else None


def row_label(field: InputField, band: int) -> str:
    """Return what stands in column A of an input's row; bands are counted from nought."""
    return f"{field.label} {band + 1}" if field.is_table else field.label


def evidence_entry(part: Question, evidence: Evidence, band: int) -> Content:
    """Make a cell for evidence, which stands on the first row of a table."""
    return None if band else entry_of(part, getattr(evidence, part.name))


def range_entry(part: Question, asked: Question, value: Any) -> Content:
    """Make a cell for how far a number may be off, within the number's own bounds."""
    if asked.kind != "number":
        return None
    return Entry(
        value, lower=asked.lower, upper=asked.upper, above=asked.above, help=part.description
    )


def entry_of(asked: Question, value: Any) -> Entry:
    """Make the cell of a question, holding what is known so far."""
    if isinstance(value, bool):
        value = YES if value else NO
    if isinstance(value, date) and value < EARLIEST_DATE:
        value = value.isoformat()
    is_input = bool(asked.unit)
    return Entry(
        value,
        lower=asked.lower,
        upper=LONGEST_TEXT if asked.kind == "text" else asked.upper,
        above=asked.above,
        options=asked.options,
        help=asked.description + (f" Unit: {asked.unit}." if is_input else ""),
        kind=asked.kind if asked.kind in ("text", "date") else "number",
        instead=NOT_APPLICABLE if is_input and asked.kind in ("number", "choice", "switch") else "",
    )
