"""What both parties look at first: the inputs in dispute, and the evidence that there is."""

from __future__ import annotations

from fairprice.assumptions import Assumptions, Evidence
from fairprice.assumptions.evidence import in_words
from fairprice.negotiation import Case
from fairprice.negotiation.case.logs import NOT_MEASURED, contested_first
from fairprice.workbook.layout import Layout
from fairprice.workbook.model import Column, Content, Sheet
from fairprice.workbook.sheets.evidence.log_sheets import value_cells
from fairprice.workbook.sheets.evidence.words import (
    CONTESTED,
    EVIDENCE,
    EVIDENCE_HELD,
    MONEY,
    NOT_STATED,
    told,
)

_EFFECT, _SWING = "Effect on the price (GBP per contact hour)", "Swing (GBP per contact hour)"


def contested_sheet(case: Case, layout: Layout) -> Sheet:
    """Each input that either party contests: both values, what lies between, and both words."""
    party = layout.book.assumptions
    sheet = Sheet(
        CONTESTED,
        "What is contested",
        (
            "Every input that either party contests, with what each says of it. The provider's "
            "value follows the Inputs sheet where it is one number.",
            "The effect is what the difference between the two positions does to the price, as on "
            f"the sheet Bridge. All that is known of an input stands on {EVIDENCE}.",
        ),
        [
            Column("Input", 32), Column("Role", 13), Column("Unit", 20),
            Column("Provider's value", 15), Column("Commissioner's value", 19),
            Column(_EFFECT, 16), Column("The provider says", 28),
            Column("The commissioner says", 27),
        ],
        column_formats={_EFFECT: MONEY},
        numbers_right=False,
    )  # fmt: skip
    theirs = case.theirs.assumptions.inputs() if case.theirs is not None else {}
    effects = case.bridge.by_input["effect"].to_dict() if case.bridge is not None else {}
    ours = party.inputs()
    for name in contested_first(party)[: len(party.contested)]:
        entry = party.evidence[name]
        label, role, unit, value, number_format = value_cells(layout, name)
        effect: Content = NOT_STATED
        if name in effects:
            effect = float(effects[name])
        elif name in theirs:
            effect = "no difference" if theirs[name] == ours[name] else "no row of its own"
        sheet.add(
            label, role, unit, value,
            in_words(theirs[name]) if name in theirs else NOT_STATED, effect,
            _said(entry.provider_stance, entry.provider_comment),
            _said(entry.commissioner_stance, entry.commissioner_comment),
            number_format=number_format,
        )  # fmt: skip
    return sheet


def _said(stance: str | None, comment: str | None) -> str:
    return ": ".join(filter(None, (stance, comment))) or NOT_STATED


def inputs_with_evidence(party: Assumptions) -> list[str]:
    """Name the inputs for which a party brings evidence, contested ones first.

    Parameters
    ----------
    party
        What it states; a value that a starter stands in for is evidence of nothing.
    """
    known = party.evidence
    return [n for n in contested_first(party) if n in known and known[n].is_the_partys]


def evidence_held_sheet(case: Case, layout: Layout) -> Sheet:
    """The inputs for which there is evidence, and how many there are without."""
    party = layout.book.assumptions
    held = inputs_with_evidence(party)
    without = len(party.inputs()) - len(held)
    sheet = Sheet(
        EVIDENCE_HELD,
        "Evidence that exists",
        (
            f"The {len(held)} inputs for which the party brings evidence, contested ones first; "
            f"for the other {without} it brings none. The value follows the Inputs sheet where it "
            "is one number.",
            "A swing is what the range from low to high does to the price, worked out for the "
            f"inputs as written. All that is known of every input stands on {EVIDENCE}.",
        ),
        [
            Column("Input", 32), Column("Unit", 24), Column("Value", 14), Column("Low to high", 16),
            Column(_SWING, 18), Column("What it rests on", 66),
        ],
        column_formats={_SWING: MONEY},
        numbers_right=False,
    )  # fmt: skip
    for name in held:
        entry = party.evidence[name]
        label, _, unit, value, number_format = value_cells(layout, name)
        swing = case.sensitivity["swing"].get(name)
        sheet.add(
            label, unit, value, _range(entry), NOT_MEASURED if swing is None else float(swing),
            told(entry.document or entry.basis or entry.link),
            number_format=number_format,
        )  # fmt: skip
    return sheet


def _range(entry: Evidence) -> str:
    ends = (entry.low, entry.high)
    if ends == (None, None):
        return NOT_STATED
    return " to ".join(NOT_STATED if end is None else in_words(end) for end in ends)
