"""Cover, contents and notes: what the workbook is, how to read it and where it ends."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from fairprice.cost import MINIMUM_WAGE, own_law_in_words
from fairprice.declare.units import PER_CONTACT_HOUR
from fairprice.workbook.as_written import made_with
from fairprice.workbook.layout import AVERAGE_COLUMN, COST_LINES, WORKINGS, Layout, quoted
from fairprice.workbook.model import Column, Content, Formula, Link, Sheet
from fairprice.workbook.number_formats import DAY, number_format
from fairprice.workbook.paper import HOW_TO_PRINT, NOT_PRINTED, PRINTED
from fairprice.workbook.sheets.published import Publication, add_publication

COVER, CONTENTS, NOTES = "Cover", "Contents", "Notes"

#: The row that identifies the inputs as written, and its name.
FINGERPRINT, FINGERPRINT_NAME = "Fingerprint of the inputs as written", "inputs_fingerprint"
MADE_WITH = "Made with"
PASSES = "Every check passes"
FAILS = "At least one check fails: see the Checks sheet"


def valid_until(layout: Layout) -> date | None:
    """Return the last day on which every statutory value used is in force, if one is set."""
    book = layout.book
    last_days = [book.rates[name].valid_to for name in book.law_names]
    return min((day for day in last_days if day), default=None)


def cover_sheet(
    layout: Layout, failed: int, names: dict[str, str], *, edition: Publication | None
) -> Sheet:
    """What this is, the result, the overall check in words, and the limits of use."""
    book = layout.book
    about = book.assumptions.about
    kind = (
        "Published file: values only, no formulas. The open-book file of the same figures "
        "holds live formulas."
        if edition
        else "Open-book file: every figure is a live formula that starts from the Inputs sheet. "
        "Cells to change are unlocked; the others are locked without a password."
    )
    sheet = Sheet(
        COVER,
        f"What an hour of home care costs: {about.provider_name}",
        (
            kind,
            "It shows, line by line, what a visit and an hour of home care cost under stated "
            "assumptions. It does not say what anyone ought to pay.",
        ),
        [Column("Item", 36), Column("Value", 90), Column("Unit", 28)],
        numbers_right=False,
    )
    until = valid_until(layout)

    def total(name: str, label: str) -> None:
        row = layout.cost_line_rows[name]
        reference = f"={quoted(COST_LINES)}!{AVERAGE_COLUMN}{row}"
        sheet.add(
            label, Formula(reference, float(book.value(name))), PER_CONTACT_HOUR,
            number_format=number_format("GBP"),
        )  # fmt: skip

    sheet.add("Provider", about.provider_name, "text")
    sheet.add("Nation", about.nation, "text")
    sheet.add("Price date", about.price_date, "date", number_format=DAY)
    sheet.add(
        "Valid until", until or "no statutory value with a last day is used", "date",
        number_format=DAY,
    )  # fmt: skip
    add_publication(sheet, edition)
    if book.law_not_enacted:
        sheet.add("Law that is not enacted", book.law_not_enacted, "text")
    if book.own_law:
        sheet.add("Law of its own", own_law_in_words(book.own_law), "text")
    total("price", "Price per hour at the visit mix")
    total("total_careworker_costs", "of which careworker costs")
    total("total_business_costs", "of which business costs")
    total("return_on_operations", "of which return on operations")
    if MINIMUM_WAGE in book.rates:
        row = layout.line_rows["counting_pay_rate"]
        margin = float(book.value("counting_pay_rate")) - book.rates.value(MINIMUM_WAGE)
        sheet.add(
            "Pay that counts less the adult minimum wage",
            Formula(f"={WORKINGS}!{AVERAGE_COLUMN}{row}-{MINIMUM_WAGE}", margin),
            "GBP per hour", number_format=number_format("GBP"),
        )  # fmt: skip
    sheet.add("What costs follow", book.what_costs_follow, "text")
    sheet.add(
        "Overall check",
        Formula(f'=IF(failed_checks=0,"{PASSES}","{FAILS}")', FAILS if failed else PASSES),
        "verdict",
    )
    limits = {k: v for k, v in LIMITS.items() if not (edition and k == HOW_TO_USE)}
    for label, text in limits.items():
        sheet.add(label, text, "text")
    sheet.add(MADE_WITH, made_with(), "software")
    add_fingerprint(sheet, layout, names)
    return sheet


def add_fingerprint(sheet: Sheet, layout: Layout, names: dict[str, str]) -> None:
    """Add the row that identifies what the workbook was first written from.

    Parameters
    ----------
    sheet
        A cover: label, value, unit.
    layout
        Addresses.
    names
        Defined names; its own is added.
    """
    name_fingerprint(sheet, layout.as_written.fingerprint, names)


def name_fingerprint(sheet: Sheet, fingerprint: str, names: dict[str, str]) -> None:
    """Add the row of a fingerprint; as :func:`add_fingerprint`."""
    row = sheet.add(FINGERPRINT, fingerprint, "SHA-256")
    names[FINGERPRINT_NAME] = f"{quoted(sheet.name)}!$B${row}"


#: The row that tells how the workbook is used.
HOW_TO_USE = "How to use it"
LIMITS = {
    HOW_TO_USE: (
        "Read Summary for the answer, Cost lines for the price, Workings for its derivation, Fees "
        "for each visit length. "
        "Change a value on Inputs and see every sheet follow. Check the source beside each input."
    ),
    "Limits of use": (
        "A cost model of stated assumptions, not an observation of what care did cost. Averages "
        "hide people: a single far-away package may cost more than the average shows. It does not "
        "cover nursing, live-in care or sleep-in nights."
    ),
    "Conditions of validity": (
        "Valid for the price date and nation above, until a statutory value changes. A source "
        "that is missing or weak makes the figures that rest on it no stronger."
    ),
    "Disclaimer": (
        "No named person has assured these figures; whoever relies on them must check them. It "
        "is not legal, tax or financial advice."
    ),
}


def contents_sheet(sheets: list[tuple[str, str]], annex: Collection[str] = ()) -> Sheet:
    """List the sheets with links.

    Parameters
    ----------
    sheets
        Name of each, and what it holds.
    annex
        Names of those that stay off paper, where any does.
    """
    sheet = Sheet(
        CONTENTS,
        "Contents",
        ("The sheets of this workbook, in order.", "Choose a name to go to the sheet."),
        [Column("Sheet", 24), Column("What it holds", 90)],
    )
    for name, holds in sheets:
        sheet.add(Link(name), holds)
    if annex:
        sheet.description = (sheet.description[0], HOW_TO_PRINT)
        sheet.columns.append(Column("On paper", 22))
        sheet.is_a_page = True
        for row, (name, _) in zip(sheet.rows, sheets, strict=True):
            row.append(NOT_PRINTED if name in annex else PRINTED)
    return sheet


def notes_sheet(layout: Layout, *, published: bool) -> Sheet:
    """Notes on the method that a reader of the figures needs."""
    sheet = Sheet(
        NOTES,
        "Notes",
        ("How the figures were reached, and what they leave out.", "Numbered for reference."),
        [Column("Note", 12), Column("Text", 110)],
    )
    stated = layout.book.plan
    notes: list[str] = [
        "A visit is one careworker's visit. A double-handed visit is two of them and costs twice "
        "the price.",
        "National Insurance and pension are worked out on each worker's week and then averaged, "
        "because thresholds are due per worker. Weekly pay is weekly paid hours times average "
        "hourly earnings, which hold pay for training and supervision; holiday weeks are taken to "
        "be paid like worked weeks.",
        "The apprenticeship levy, where it is due, stands in the line NI (direct care hours), as "
        "it is collected alike. The Employment Allowance, where it is claimed, is set against "
        "careworkers only.",
        "Care is exempt from VAT, so business costs are gross of VAT.",
        "The minimum wage test compares pay that counts with time that counts; it takes the "
        "lowest pay band and the adult rate. It cannot see a single worker's week.",
        "Prices are unrounded until the rows named price to the penny and price point.",
        "Return on operations is what is planned, not what is earned; the margin on Volume is what "
        "a volume leaves at a held price.",
        "Prices spread every cost over what is done at the stated volume. Volume costs other "
        "volumes by what each cost follows; whatever does not say so is taken to fall with contact "
        "hours and visits.",
        "The fingerprint on the Cover stands for the inputs as first written, their sources, the "
        "law in force and the version of the software. Whoever changes a file can work out a new "
        "one, so compare it with the one its author gives you apart from the file.",
    ]
    if any(name.startswith("stated_") for name in stated.inputs):
        notes.append(
            "Some lines are stated as a rate on a base instead of being worked out; their rows "
            "on Workings say so. A line stated on gross pay or on the price stays out of worked "
            "pay."
        )
    if not published:
        notes.append(
            "The date in the file's properties is the price date, so that the same inputs give "
            "the same file, byte for byte."
        )
    for number, text in enumerate(notes, start=1):
        contents: tuple[Content, ...] = (f"note {number}", text)
        sheet.add(*contents)
    return sheet
