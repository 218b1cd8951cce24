"""Cover and notes of a rate card."""

from __future__ import annotations

from datetime import date

from fairprice.declare.units import PER_CONTACT_HOUR
from fairprice.declare.values import day_in_words
from fairprice.rate_card import Spend
from fairprice.workbook.as_written import made_with
from fairprice.workbook.model import Column, Formula, Sheet
from fairprice.workbook.number_formats import DAY
from fairprice.workbook.sheets.front import (
    COVER,
    FAILS,
    HOW_TO_USE,
    LIMITS,
    MADE_WITH,
    NOTES,
    PASSES,
    add_fingerprint,
    valid_until,
)
from fairprice.workbook.sheets.published import Publication
from fairprice.workbook.sheets.rate_card.addresses import CARD_NOTES, CardLayout
from fairprice.workbook.sheets.rate_card.spend import blended_price, total_spend

_HOW = (
    "Read Summary for the answer, Fee table for the prices, Prices for how each is made up and "
    "rounded, Card workings for the lines behind it, and the sheets from Inputs on for the base's "
    "own open book. Change a value on What differs or on Inputs and see every sheet follow."
)


def cover_sheet(
    layout: CardLayout, spend: Spend | None, failed: int, names: dict[str, str]
) -> Sheet:
    """What this is, the overall check in words, and the limits of use."""
    priced = layout.priced
    about = priced.card.base.about
    sheet = Sheet(
        COVER,
        f"Rate card of home care: {about.provider_name}",
        (
            "Open-book file: every figure is a live formula that starts from the sheets Inputs "
            "and What differs. Cells to change are unlocked; the others are locked without a "
            "password.",
            "It shows what each kind of visit costs under stated assumptions. It does not say "
            "what anyone ought to pay. The sheet Fee table can be published alone.",
        ),
        [Column("Item", 36), Column("Value", 90), Column("Unit", 28)],
        numbers_right=False,
    )
    sheet.add("Base", about.provider_name, "text")
    sheet.add("Nation", about.nation, "text")
    sheet.add("Price date", about.price_date, "date", number_format=DAY)
    sheet.add(
        "Valid until", valid_until(layout.base) or "no statutory value with a last day is used",
        "date", number_format=DAY,
    )  # fmt: skip
    if priced.base.law_not_enacted:
        sheet.add("Law that is not enacted", priced.base.law_not_enacted, "text")
    for label, parts in priced.card.lists.items():
        sheet.add(label.capitalize(), ", ".join(part.name for part in parts), "text")
    sheet.add("Prices on the card", float(len(priced.cells)), "cells", number_format="0")
    if spend is not None:
        total = spend.total
        sheet.add("Spend", Formula(f"={total_spend(spend)}", float(total["spend"])),
                  "GBP per year", number_format="#,##0")  # fmt: skip
        if total["contact_hours"]:
            sheet.add("Blended price", Formula(f"={blended_price(spend)}", spend.blended_price),
                      PER_CONTACT_HOUR, number_format="#,##0.00")  # fmt: skip
    sheet.add(
        "Overall check",
        Formula(
            f'=IF(failed_checks+card_failed_checks=0,"{PASSES}","{FAILS}")',
            FAILS if failed else PASSES,
        ),
        "verdict",
    )
    for label, text in LIMITS.items():
        sheet.add(label, _HOW if label == HOW_TO_USE else text, "text")
    sheet.add(MADE_WITH, made_with(), "software")
    add_fingerprint(sheet, layout.base, names)
    return sheet


def notes_sheet(layout: CardLayout, *, edition: Publication | None = None) -> Sheet:
    """Notes on the card that a reader of the prices needs."""
    card = layout.priced.card
    sheet = Sheet(
        NOTES if edition else CARD_NOTES,
        "Notes on the fees",
        ("How the prices were reached, and what they leave out.", "Numbered for reference."),
        [Column("Note", 12), Column("Text", 110)],
    )
    point = card.base.fees.price_multiple
    how = "to the penny" if point is None else f"up to a multiple of GBP {point:.2f}"
    notes = [
        "A price is for the whole visit by all its careworkers. Each careworker of a visit is "
        "paid for the contact time and for the journey; miles are paid for each vehicle.",
        "Each price is worked out from pay, travel, time off, contributions, business costs and "
        "return, not as a share of an hourly rate: a short visit carries the same journey as a "
        "long one.",
        "A price of one time of the week is paid the premium of that time alone. The average "
        "of premiums over the week, which an hourly rate for all times holds, is not counted "
        "beside it. Rates that are due on a worker's whole week, such as National Insurance, are "
        "those of the average week.",
        "Yearly costs of the provider are spread over all its hours alike, in every zone, "
        "service and time.",
        f"Prices are rounded {how}. Where rounding would publish a dearer visit at no more than "
        "the same visit of the first zone, service, carers or time, it is published one step "
        "higher; a longer visit is never published at less than a shorter one.",
        "Sleep-in nights are not priced: of a sleep-in the law counts only the time awake for the "
        "purpose of working.",
        "Care is exempt from VAT, so business costs are gross of VAT.",
        "No named person has assured these figures; whoever relies on them must check them.",
    ]
    for label, value, _ in edition.rows() if edition else ():
        said = day_in_words(value) if isinstance(value, date) else value
        notes.append(f"{label}: {said}.")
    for number, text in enumerate(notes, start=1):
        sheet.add(f"note {number}", text)
    return sheet
