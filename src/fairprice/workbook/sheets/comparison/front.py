"""Cover and notes of the comparison workbook."""

from __future__ import annotations

from fairprice.payment import PaymentComparison
from fairprice.workbook.layout import Layout
from fairprice.workbook.model import Column, Formula, Sheet
from fairprice.workbook.number_formats import DAY
from fairprice.workbook.sheets.comparison.expected import ExpectedYear
from fairprice.workbook.sheets.comparison.ledger import BLANK
from fairprice.workbook.sheets.comparison.results import (
    BOTH_SIDES,
    DRIVERS,
    HOW_FAR,
    LEFT,
    ZERO_MEANS,
)
from fairprice.workbook.sheets.comparison.summary import (
    FIRST_COLUMN,
    WHAT_IT_SHOWS,
    care_in_the_book,
    care_without_chance,
)
from fairprice.workbook.sheets.front import (
    COVER,
    HOW_TO_USE,
    MADE_WITH,
    NOTES,
    name_fingerprint,
    valid_until,
)
from fairprice.workbook.sheets.published import Publication, add_publication
from fairprice.workbook.sheets.summary import SUMMARY

PASSES, FAILS = "Every check passes", "At least one check fails: see the Checks sheet"

_LIMITS = {
    HOW_TO_USE: (
        "Read Summary for the answer, Both sides for every figure with its error, Risk allocation "
        "for who bears what, Equal cost for risk apart from generosity. Change a value on Inputs "
        "and see Expected year follow."
    ),
    "Limits of use": (
        "Modelled, not observed. No head-to-head trial of payment models in home care exists, so "
        "nothing here says which contract works better for people; it says what each would pay on "
        "the same stated assumptions. It does not cover nursing, live-in care or sleep-in nights."
    ),
    "Conditions of validity": (
        "Valid for the open book's price date and nation, until a statutory value changes, and "
        "for people like those of the Assumptions sheet. A value flagged as modelled makes what "
        "rests on it no stronger."
    ),
    "Disclaimer": (
        "No named person has assured these figures; whoever relies on them must check them. It "
        "is not legal, tax or financial advice."
    ),
}


def cover_sheet(
    result: PaymentComparison,
    expected: ExpectedYear,
    different: int,
    fingerprint: str,
    names: dict[str, str],
    *,
    edition: Publication | None = None,
) -> Sheet:
    """What this is, how it was made, the overall check in words, and the limits of use.

    Parameters
    ----------
    result
        The comparison.
    expected
        Its year without chance, in live formulas.
    different
        How many checks fail.
    fingerprint
        Of what the workbook was written from.
    names
        Defined names; that of the fingerprint is added.
    edition
        What it says of itself where it is for publication.
    """
    experiment, about = result.experiment, result.book.assumptions.about
    kind = (
        "Published file: values only, no formulas. The open-book file of the same figures holds "
        "the expected year as live formulas."
        if edition
        else "Simulated results are values and labelled so; the expected year is live formulas "
        "that start from the Inputs sheet. Cells to change are unlocked; the others are locked "
        "without a password."
    )
    sheet = Sheet(
        COVER,
        f"Payment models compared: {about.provider_name}",
        (
            kind,
            "It shows what each contract pays for the same people and the same visits, what that "
            "leaves the provider, and who carries the risk.",
        ),
        [Column("Item", 36), Column("Value", 100), Column("Unit", 20)],
        numbers_right=False,
    )
    until = valid_until(Layout(result.book))
    sheet.add("Provider", about.provider_name, "text")
    sheet.add("Nation", about.nation, "text")
    sheet.add("Price date", about.price_date, "date", number_format=DAY)
    sheet.add("Valid until", until or "no statutory value with a last day is used", "date",
              number_format=DAY)  # fmt: skip
    add_publication(sheet, edition)
    sheet.add("Contracts compared", ", ".join(result.contracts), "text")
    sheet.add("People", experiment.cohort.people, "people", number_format="#,##0")
    sheet.add("Simulated years", experiment.draws, "draws", number_format="#,##0")
    sheet.add("Weeks in a year", experiment.weeks, "weeks", number_format="0")
    for label, unit, content, shown in (
        *care_without_chance(expected, COVER), *care_in_the_book(result),
    ):  # fmt: skip
        sheet.add(label, content, unit, number_format=shown)
    sheet.add("Seed", experiment.seed, "number", number_format="0")
    sheet.add(
        "Overall check",
        Formula(f'=IF(failed_checks=0,"{PASSES}","{FAILS}")', FAILS if different else PASSES),
        "verdict",
    )
    for label, text in _LIMITS.items():
        if edition and label == HOW_TO_USE:
            continue
        sheet.add(label, text, "text")
    sheet.add(MADE_WITH, f"fairprice {result.version}", "software")
    name_fingerprint(sheet, fingerprint, names)
    return sheet


_NOTES = (
    "All contracts meet the same people, the same visits and the same chances (common random "
    "numbers), so that differences between contracts are not differences of luck.",
    "A Monte Carlo error is one standard error of the simulation. It says how far another seed "
    "might move a figure, not how far the assumptions may be wrong.",
    "The expected year takes the spread of single visits' lengths into billed minutes, as a year "
    "has so many visits that only their average matters. Every other spread is left out, and an "
    "outcome falls in its expected week.",
    "Need that falls after a crisis (selection and settling time) rests on the spread of need and "
    "shows in the simulated results only.",
    "Where the expected year and the mean of the simulated years differ, thresholds, reviews and "
    "selection are at work; Checks shows the gap for each contract.",
    "Cost of capital on Expected year is the mean of the simulated years, as it rests on cash week "
    "by week.",
    "Costs come from the open book on visits and contact hours delivered, before return on "
    "operations; margin is what the contract leaves, not a planned return.",
    "Risk shares are first-order shares by the pick-freeze method; Interactions is what no single "
    "source explains.",
    "Provider behaviour is off unless a contract's clauses state it; where it is on, its results "
    "are modelled, not observed, and have no formulas.",
    "The date in the file's properties is the price date, so that the same result gives the same "
    "file, byte for byte.",
)


#: Descriptions of the sheets in a file that holds values only.
PUBLISHED = {
    DRIVERS: (HOW_FAR, ZERO_MEANS),
    SUMMARY: (f"{WHAT_IT_SHOWS} Modelled, not observed.", FIRST_COLUMN),
    BOTH_SIDES: (
        "Simulated results of both sides, a column for each contract. Rounded and shown no finer "
        "than the Monte Carlo error, which is one standard error and stands in the columns after.",
        f"{LEFT} {BLANK}",
    ),
    "Inputs": (
        "What the expected year starts from, with the source of each figure.",
        "A fixed choice decides how a line is worked out.",
    ),
    "Expected rates": (
        "Rates that the weeks and the payments rest on, worked out from Inputs.",
        "How each is worked out stands beside it in words.",
    ),
    "Expected weeks": (
        "The expected year week by week, for all contracts. Week 0 is the state at the start.",
        "Need, planned, delivered, cancelled and retained visits are multiples of a week as first "
        "set; in care, admitted and in hospital are shares of people.",
    ),
    "Payments by period": (
        "What clauses that look at each period by itself work out, period by period.",
        "How each is worked out stands beside it in words.",
    ),
    "Expected year": (
        "A year without chance: no spread in need, volume, length between providers, price or "
        "delay; hospital stays, leaving, cancellation and outcomes exactly at their expected "
        "rates.",
        "Thresholds are applied to expected figures, clauses on single people to people with and "
        "without the outcome. A line with the role Simulated is a mean of the simulated years.",
    ),
    "Expected results": (
        "The results of the expected year by contract, taken from Expected year.",
        "GBP per year, without chance. Payments with the role Simulated on Expected year are means "
        "of the simulated years.",
    ),
    "Assumptions": (
        "What the simulation rests on. A value without a published source is flagged modelled, "
        "not observed.",
        "Those that the expected year starts from stand on Inputs too.",
    ),
    "Checks": (
        "Each row compares two figures that must agree.",
        "A row with the role Check counts towards the overall verdict on the Cover; a Signpost "
        "tells without judging. The last row counts the checks that fail.",
    ),
}


def notes_sheet() -> Sheet:
    """Notes on the method that a reader of the figures needs."""
    sheet = Sheet(
        NOTES,
        "Notes",
        ("How the figures were reached, and what they leave out.", "Numbered for reference."),
        [Column("Note", 12), Column("Text", 110)],
    )
    for number, text in enumerate(_NOTES, start=1):
        sheet.add(f"note {number}", text)
    return sheet
