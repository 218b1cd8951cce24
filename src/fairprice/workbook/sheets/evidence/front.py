"""The case in short, and what a reader must know about the analysis."""

from __future__ import annotations

from dataclasses import replace

from fairprice.declare.units import PER_CONTACT_HOUR
from fairprice.declare.values import day_in_words
from fairprice.negotiation import Analysis, Case
from fairprice.workbook.layout import COST_LINES, Layout
from fairprice.workbook.model import Column, Content, Formula, Link, Sheet
from fairprice.workbook.number_formats import DAY
from fairprice.workbook.sheets.evidence.core import inputs_with_evidence
from fairprice.workbook.sheets.evidence.words import (
    ABOUT,
    ACCEPTABILITY,
    BARGAINING,
    BRIDGE,
    CASE,
    CONTESTED,
    EVIDENCE,
    EVIDENCE_HELD,
    MONEY,
    ROUNDS,
    SHARE,
)
from fairprice.workbook.sheets.front import COVER, HOW_TO_USE

#: Texts longer than this stand in a wider column, as no row can be higher than a page.
_LONG_TEXT, _WIDTH, _WIDER = 2_500, 110, 150


def evidence_cover(cover: Sheet) -> Sheet:
    """Return the open book's cover with what differs here: not every figure is live."""
    kind = (
        "Evidence workbook: a party's case around its open book, whose figures are live formulas "
        "that start from the Inputs sheet; other sheets say what is live. Cells to change are "
        "unlocked; the others are locked without a password."
    )
    how = (
        "Read Summary for the price on one page, Case for what is asked and what lies between, "
        "Evidence for what each input rests on, Cost lines and Workings for how the price comes "
        "about. Change a value on Inputs: figures with the role Calculation or Result follow; "
        "those Stated, Worked out or Simulated do not."
    )
    rows = [[row[0], how, *row[2:]] if row[0] == HOW_TO_USE else row for row in cover.rows]
    return replace(cover, description=(kind, cover.description[1]), rows=rows)


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

    def row(label: str, value: Content, unit: str, leads_to: str, form: str = "") -> int:
        return sheet.add(label, value, unit, Link(leads_to), number_format=form)

    ours = row("Provider's price", Formula(f"={price}", asked), PER_CONTACT_HOUR, COST_LINES, MONEY)
    offer = case.last_offer
    if offer is not None:
        fee = offer.price_per_hour
        theirs = row("Commissioner's last offer", fee, PER_CONTACT_HOUR, ROUNDS, MONEY)
        gap = Formula(f"=B{ours}-B{theirs}", asked - fee)
        row("Provider's price less offer", gap, PER_CONTACT_HOUR, ROUNDS, MONEY)
        if not has_minimum_wage(case):
            about = case.book.assumptions.about
            reason = (
                "Without a sheet: the register has no minimum wage for "
                f"{about.nation} on {day_in_words(about.price_date)}."
            )
            row("Contact pay that the offer affords", reason, "reason", COVER)
    if case.bridge is not None:
        own = case.bridge.theirs.price_per_hour
        row("Price of the commissioner's own position", own, PER_CONTACT_HOUR, BRIDGE, MONEY)
    if case.bargaining is not None:
        row("Zone of agreement", case.bargaining.verdict, "verdict as written", BARGAINING)
    if case.uncertainty is not None and offer is not None:
        covers = case.uncertainty.acceptability([offer.price_per_hour])["covers_cost"]
        chance = float(covers.iloc[0])
        row("Chance that the offer covers the cost", chance, "share of draws", ACCEPTABILITY, SHARE)
    contested = case.book.assumptions.contested
    where = CONTESTED if contested else EVIDENCE
    row("Contested inputs", float(len(contested)), "inputs", where, "0")
    held = inputs_with_evidence(case.book.assumptions)
    where = EVIDENCE_HELD if held else EVIDENCE
    row("Inputs for which there is evidence", float(len(held)), "inputs", where, "0")
    row("Author", case.analysis.author, "name", ABOUT)
    row("Not to be used from", case.analysis.sunset, "date", ABOUT, DAY)
    return sheet


def has_minimum_wage(case: Case) -> bool:
    """Whether pay can be held against the law of the price date."""
    return "adult_minimum_wage" in case.book.rates


def about_sheet(analysis: Analysis) -> Sheet:
    """What the analysis is, in its author's words."""
    long = any(len(str(value)) > _LONG_TEXT for _, value in analysis)
    sheet = Sheet(
        ABOUT,
        "About this analysis",
        (
            "What it is for, how it was made and checked, and where it ends: in the words of its "
            "author, who answers for them.",
            "The headings are those that the Aqua Book (HM Treasury) asks for.",
        ),
        [
            Column("Heading", 20 if long else 30),
            Column("What the author says", _WIDER if long else _WIDTH),
        ],
        numbers_right=False,
    )
    for name, info in Analysis.model_fields.items():
        sheet.add(info.title or name, getattr(analysis, name), number_format=DAY)
    return sheet
