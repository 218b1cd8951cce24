"""Evidence by input, the assumptions log and the decision log."""

from __future__ import annotations

from typing import Any

from fairprice.assumptions import Evidence
from fairprice.assumptions.evidence import PARTS, in_words
from fairprice.negotiation import Case, assumptions_log, decision_log
from fairprice.workbook.layout import Layout
from fairprice.workbook.model import Column, Content, Formula, Sheet, entered_format
from fairprice.workbook.sheets.evidence.words import DAY, LIVE, MONEY, STATED, number, rows_of, told

EVIDENCE, ASSUMPTIONS_LOG, DECISION_LOG = "Evidence", "Assumptions log", "Decision log"


#: Last column of each printed page of the evidence: it is wider than any paper.
_EVIDENCE_PAGES = (6, 10, 16, 20)


def evidence_sheet(case: Case, layout: Layout) -> Sheet:
    """Every input with what is known about it; contested ones first."""
    party = layout.book.assumptions
    known, fields = party.evidence, party.fields()
    sheet = Sheet(
        EVIDENCE,
        "Evidence for each input",
        (
            "What is known about each input; those that either party contests stand first. The "
            "value follows the Inputs sheet where it is one number.",
            "A swing is what the range from low to high does to the price, worked out for the "
            "inputs as written; it is blank where no range is given.",
        ),
        [
            Column("Input", 36), Column("Role", 14), Column("Unit", 22), Column("Value", 18),
            Column("Contested", 12), Column("Swing (GBP per contact hour)", 16),
            *(
                Column(Evidence.model_fields[part].title or part, 34 if part in _LONG else 18)
                for part in PARTS
            ),
        ],
        column_formats={"Swing (GBP per contact hour)": MONEY},
        numbers_right=False,
        page_ends=_EVIDENCE_PAGES,
    )  # fmt: skip
    given = party.inputs()
    contested = set(party.contested)
    for name in sorted(given, key=lambda name: name not in contested):
        value, field = given[name], fields[name]
        number_like = isinstance(value, (int, float))
        content: Content = Formula(f"={name}", float(value)) if number_like else in_words(value)
        entry = known.get(name, Evidence())
        swing = case.sensitivity["swing"].get(name)
        sheet.add(
            field.label, LIVE if number_like else STATED, field.unit, content,
            "yes" if name in contested else "no", number(swing),
            *(_part(getattr(entry, part)) for part in PARTS),
            number_format=entered_format(field.unit),
        )  # fmt: skip
    for part in ("dated", "last_review", "internal_review", "external_review", "next_review"):
        sheet.column_formats[Evidence.model_fields[part].title or part] = DAY
    return sheet


_LONG = {"basis", "document", "link", "provider_comment", "commissioner_comment", "note"}


def _part(value: Any) -> Content:
    return told(in_words(value) if isinstance(value, tuple) else value)


def assumptions_log_sheet(case: Case) -> Sheet:
    """The fifteen columns of the assumptions log."""
    log = assumptions_log(case.book).reset_index()
    sheet = Sheet(
        ASSUMPTIONS_LOG,
        "Assumptions log",
        (
            "The log of the Aqua Book: every assumption with its evidence, its measured impact "
            "and who has looked at it. Contested assumptions stand first.",
            "Impact is what the range from low to high does to the price: high where it is no "
            "less than the planned return, low below a penny. Quality is its owner's judgement.",
        ),
        [Column(heading, _WIDTHS.get(heading, 16)) for heading in log.columns],
        numbers_right=False,
    )
    for row in log.to_numpy():
        sheet.add(*(told(value) for value in row))
    return sheet


_WIDTHS = {"ID": 8, "Description": 46, "Evidence": 46, "Impact if wrong": 34, "Links": 34}


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
