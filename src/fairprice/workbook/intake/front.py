"""Cover and notes of the form: how to fill it in, and what each word means."""

from __future__ import annotations

from fairprice.assumptions import Assumptions
from fairprice.formats import FORM
from fairprice.version import __version__
from fairprice.workbook.intake.words import NOT_APPLICABLE, VALUE, evidence_questions
from fairprice.workbook.layout import quoted
from fairprice.workbook.model import Column, Sheet
from fairprice.workbook.sheets.front import COVER, NOTES

#: What says the format of the form, and the name of the cell beside it.
FORMAT_OF_THE_FORM, FORM_FORMAT = "Format of the form", "form_format"
_COVER = {
    "What it is for": (
        "To state what an hour of home care costs, so that a provider and a commissioner can see, "
        "line by line, where a price comes from. The price is worked out from this form; nothing "
        "is worked out in it."
    ),
    "How to fill it in": (
        "Go through the sheets in the order of the Contents. On each, type in the column "
        f"{VALUE}. The tab key goes from one unlocked cell to the next; a selected cell shows "
        "what it is for. Save the file as an Excel workbook (.xlsx)."
    ),
    "Quick": (
        "For a first price, answer that sheet alone. What is filled in elsewhere then replaces a "
        "published starter's value; what is stated in both places must agree."
    ),
    "Blank": (
        "Not answered yet: accepted where the price does not need it, else asked for. "
        "Never read as 0."
    ),
    "0": "Answered: there is none, and it costs nothing.",
    NOT_APPLICABLE: (
        "Answered: the question does not arise, because something else is stated in its place. "
        "It can be chosen or typed in the column Value."
    ),
    "Role: Input or Choice": (
        "An input is a figure, a date or a text of your own; a choice is one of the allowed "
        "values. The rest of the role says whether it is required, may be left blank, or stands "
        "in place of another. Where one of two may be given, give one and never both."
    ),
    "Tables": (
        "Pay bands, visit lengths and worker bands take a row for each band, from the first row "
        "down without gaps; rows that are not needed stay blank. Columns that belong together, "
        "such as visit length and visits a week, name the same bands in the same order. Evidence "
        "stands on the first row; low and high stand on each."
    ),
    "Numbers": (
        "Type plain numbers: 12.71, and 53% or 0.53 for a share. No pound signs, no words, no "
        "formulas: put a working in the Note. Amounts are in GBP, gross of VAT. Where a unit says "
        "a year, give the year's amount."
    ),
    "Evidence": (
        "The columns from Note on say why a value is what it is, who answers for it and how far "
        "it may be off. All of them may be left blank; a value without evidence is a claim. The "
        "Notes say what each column takes. Printed are the columns up to Document; to print the "
        "others too, clear the print area."
    ),
    "Note": (
        "Every input has room for a note. When the form is read, values that experience shows to "
        "go wrong are challenged: correct the value, or explain it in the Note on its row. Lines "
        "far from published costs are shown beside them and refuse nothing. A note "
        "beside an input that is left out stays in this file and is not read."
    ),
    "What is not asked": (
        "What the law sets: minimum wage, National Insurance and pension thresholds, statutory "
        "sick pay. They are taken from the published values in force on the price date."
    ),
    "Colours": "No colour means anything in this form; every role is said in words.",
    "Personal data": (
        "None is asked for but the names of those who answer for a value. Do not enter the names "
        "of people who receive care, or of careworkers."
    ),
    "Limits of use": (
        "The form collects what a party states. Nobody has assured it: whoever relies on it must "
        "check it."
    ),
}


def cover_sheet(assumptions: Assumptions | None, names: dict[str, str]) -> Sheet:
    """Say what the form is for, how to fill it in, and what its words mean.

    Parameters
    ----------
    assumptions
        What the form is filled in with, if anything.
    names
        Defined names; that of the form's format is added.
    """
    title = "Intake form: what an hour of home care costs"
    if assumptions is not None:
        title += f", {assumptions.about.provider_name}"
    sheet = Sheet(
        COVER,
        title,
        (
            "Form to fill in: cells to change are unlocked; the others are locked without a "
            "password. It holds no formulas and no macros.",
            "It asks what a provider, or a commissioner modelling one, takes an hour of home care "
            "to cost, and on what evidence.",
        ),
        [Column("Item", 28), Column("What to know", 100)],
        numbers_right=False,
        is_a_page=True,
    )
    for item, text in _COVER.items():
        sheet.add(item, text)
    sheet.add("Made with", f"fairprice {__version__}")
    row = sheet.add(FORMAT_OF_THE_FORM, float(FORM.format), number_format="0")
    names[FORM_FORMAT] = f"{quoted(sheet.name)}!$B${row}"
    return sheet


def notes_sheet() -> Sheet:
    """Say what each evidence column takes."""
    sheet = Sheet(
        NOTES,
        "Notes: what the evidence columns take",
        (
            "The columns that stand beside every input, in their order.",
            "They follow the assumptions log of the Aqua Book (HM Treasury).",
        ),
        [Column(NOTES[:-1], 12), Column("Column", 28), Column("What it takes", 80)],
    )
    for number, part in enumerate(evidence_questions().values(), start=1):
        sheet.add(f"note {number}", part.label, part.description)
    return sheet
