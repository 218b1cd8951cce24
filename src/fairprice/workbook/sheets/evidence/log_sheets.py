"""Evidence by input, the assumptions log and the decision log."""

from __future__ import annotations

from datetime import date
from typing import Any

from fairprice.assumptions import Evidence
from fairprice.assumptions.evidence import PARTS, in_words
from fairprice.negotiation import Case, assumptions_log, decision_log
from fairprice.negotiation.case.logs import NOT_MEASURED, contested_first
from fairprice.workbook.layout import Layout
from fairprice.workbook.model import Column, Content, Formula, Sheet
from fairprice.workbook.number_formats import DAY, entered_format
from fairprice.workbook.sheets.evidence.words import (
    ASSUMPTIONS_LOG,
    DECISION_LOG,
    EVIDENCE,
    LIVE,
    MONEY,
    STATED,
    page_ends,
    rows_of,
    told,
)


def evidence_sheet(case: Case, layout: Layout) -> Sheet:
    """Every input with what is known about it; contested ones first."""
    party = layout.book.assumptions
    known = party.evidence
    stated = [part for part in PARTS if any(part in entry.parts for entry in known.values())]
    sheet = Sheet(
        EVIDENCE,
        "Evidence for each input",
        (
            "What is known about each input; those that either party contests stand first. The "
            "value follows the Inputs sheet where it is one number.",
            "A swing is what the range from low to high does to the price, worked out for the "
            "inputs as written. A part of the evidence that is stated for no input has no column.",
        ),
        [
            Column("Input", 32), Column("Role", 14), Column("Unit", 20), Column("Value", 18),
            Column("Contested", 12), Column("Swing (GBP per contact hour)", 14),
            *(
                Column(PARTS[part].label, _PART_WIDTHS.get(part, 20))
                for part in stated
            ),
        ],
        column_formats={"Swing (GBP per contact hour)": MONEY},
        numbers_right=False,
    )  # fmt: skip
    sheet.page_ends = page_ends(sheet.columns)
    for name in contested_first(party):
        label, role, unit, value, number_format = value_cells(layout, name)
        entry = known.get(name, Evidence())
        swing = case.sensitivity["swing"].get(name)
        sheet.add(
            label, role, unit, value,
            "yes" if name in party.contested else "no",
            NOT_MEASURED if swing is None else float(swing),
            *(_part(getattr(entry, part)) for part in stated),
            number_format=number_format,
        )  # fmt: skip
    for part in PARTS.values():
        if part.kind == "day":
            sheet.column_formats[part.label] = DAY
    return sheet


def value_cells(layout: Layout, name: str) -> tuple[str, str, str, Content, str]:
    """Return label, role, unit, value and number format of an input.

    Parameters
    ----------
    layout
        Addresses.
    name
        Of the input; its value follows the Inputs sheet where it is one number.
    """
    given, field = layout.book.assumptions.inputs(), layout.book.assumptions.fields()[name]
    value = given[name]
    number_format = entered_format(field.unit, field.beside(given).kind)
    if isinstance(value, (int, float)):
        return field.label, LIVE, field.unit, Formula(f"={name}", float(value)), number_format
    return field.label, STATED, field.unit, _given(value), number_format


def _given(value: Any) -> Content:
    return value if isinstance(value, date) else in_words(value)


_PART_WIDTHS = {
    **dict.fromkeys(("basis", "document", "link", "note"), 44),
    **dict.fromkeys(("provider_comment", "commissioner_comment"), 34),
    **{name: 16 for name, part in PARTS.items() if part.is_number or part.kind == "choice"},
}


def _part(value: Any) -> Content:
    return told(in_words(value) if isinstance(value, tuple) else value)


def assumptions_log_sheet(case: Case) -> Sheet:
    """The fifteen columns of the assumptions log."""
    log = assumptions_log(case.book).reset_index()
    log["Depends on"] = log["Depends on"].replace("", "none")
    sheet = Sheet(
        ASSUMPTIONS_LOG,
        "Assumptions log",
        (
            "The log of the Aqua Book: every assumption with its evidence, its measured impact "
            "and who has looked at it. Contested assumptions stand first.",
            "Impact is what the range from low to high does to the price: high where it is no "
            "less than the planned return, low below a penny. Quality is its owner's judgement.",
        ),
        [Column(heading, _WIDTHS.get(heading, 12)) for heading in log.columns],
        numbers_right=False,
    )
    sheet.page_ends = page_ends(sheet.columns)
    for row in log.to_numpy():
        sheet.add(*(told(value) for value in row))
    return sheet


_WIDTHS = {
    "ID": 8, "Depends on": 12, "Description": 44, "Evidence": 58, "Impact if wrong": 32,
    "Range": 14, "Links": 30, "Internal reviewer": 18, "External reviewer": 18,
}  # fmt: skip


def decision_log_sheet(case: Case) -> Sheet:
    """What was decided, by whom and why."""
    sheet = Sheet(
        DECISION_LOG,
        "Decision log",
        ("What was decided about this analysis, by whom and why.", "In the order of dates."),
        [
            Column("Date", 20), Column("Decision", 50), Column("Reason", 50), Column("Who", 26),
            Column("Effect on the figures", 44),
        ],
        column_formats={"Date": DAY},
        numbers_right=False,
    )  # fmt: skip
    for row in rows_of(decision_log(case.decisions)):
        sheet.add(row.date, row.decision, row.reason, row.who, told(row.effect))
    return sheet
