"""The case in short, and what a reader must know about the analysis."""

from __future__ import annotations

from fairprice.negotiation import Analysis, Case
from fairprice.workbook.layout import Layout
from fairprice.workbook.model import Column, Formula, Sheet
from fairprice.workbook.sheets.evidence.words import DAY, MONEY, PER_HOUR

CASE, ABOUT = "Case", "About"


def case_sheet(case: Case, layout: Layout) -> Sheet:
    """What is asked, what is offered, and what lies between."""
    price = layout.average_of("price")
    sheet = Sheet(
        CASE,
        "The case in short",
        (
            "What the provider asks for an average contact hour, what was offered, and how much "
            "of it is contested. Each row leads to the sheet that holds the detail.",
            "The library assures nothing: the named author of the analysis answers for it.",
        ),
        [Column("Item", 44), Column("Value", 70), Column("Unit", 26), Column("Sheet", 24)],
        numbers_right=False,
    )
    asked = case.book.price_per_hour
    sheet.add(
        "Price asked", Formula(f"={price}", asked), PER_HOUR, "Cost lines", number_format=MONEY
    )
    offer = case.last_offer
    if offer is not None:
        row = sheet.add(
            "Commissioner's last offer", offer.price_per_hour, PER_HOUR, "Rounds",
            number_format=MONEY,
        )  # fmt: skip
        sheet.add(
            "Price asked less offer", Formula(f"={price}-B{row}", asked - offer.price_per_hour),
            PER_HOUR, "Rounds", number_format=MONEY,
        )  # fmt: skip
    if case.bridge is not None:
        sheet.add(
            "Price of the commissioner's own position", case.bridge.theirs.price_per_hour, PER_HOUR,
            "Bridge", number_format=MONEY,
        )  # fmt: skip
    if case.bargaining is not None:
        sheet.add("Zone of agreement", case.bargaining.verdict, "verdict as written", "Bargaining")
    contested = case.book.assumptions.contested
    sheet.add("Contested inputs", float(len(contested)), "inputs", "Evidence", number_format="0")
    sheet.add("Author", case.analysis.author, "name", ABOUT)
    sheet.add("Not to be used from", case.analysis.sunset, "date", ABOUT, number_format=DAY)
    return sheet


def about_sheet(analysis: Analysis) -> Sheet:
    """What the analysis is, in its author's words."""
    sheet = Sheet(
        ABOUT,
        "About this analysis",
        (
            "What it is for, how it was made and checked, and where it ends: in the words of its "
            "author, who answers for them.",
            "The headings are those that the Aqua Book (HM Treasury) asks for.",
        ),
        [Column("Heading", 30), Column("What the author says", 110)],
        numbers_right=False,
    )
    for name, info in Analysis.model_fields.items():
        sheet.add(info.title or name, getattr(analysis, name), number_format=DAY)
    return sheet
