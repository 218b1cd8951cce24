"""The edition for publication: values without formulas, so that some columns mean nothing in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from fairprice.declare.takes import A_DAY, FLAG, ONE_LINE, Taken, or_none
from fairprice.errors import InputError, Problem
from fairprice.workbook.model import Column, Content, Sheet, WebLink
from fairprice.workbook.number_formats import DAY

#: What a writer of an edition for publication takes.
EDITION: dict[str, Taken] = {
    "published": FLAG,
    "contact": or_none(ONE_LINE),
    "publication_date": or_none(A_DAY),
}
NOT_SAID = "not stated"
#: Descriptions of the sheets in a file that holds values only.
DESCRIPTIONS = {
    "Inputs": (
        "What the party states, with the source of each figure.",
        "A fixed choice decides how a line is worked out.",
    ),
    "Rates": (
        "Rates derived from the inputs, the statutory values and the worker bands.",
        "A rate that rests on a line takes it at the average contact hour.",
    ),
    "Worker bands": (
        "National Insurance, pension and sick pay of a worker in each band, a week.",
        "Thresholds are due on each worker's week; the rates average the bands.",
    ),
    "Workings": (
        "The calculation, read from top to bottom.",
        "One visit is the part every visit carries however short; one contact hour is the part "
        "every hour carries. Any visit is one visit plus its hours.",
    ),
    "Statutory": (
        "What the law says in the nation and on the date of the cover.",
        "Nothing is extrapolated. Certainty says whether each is enacted, announced, standing or "
        "assumed, and how well it is attested. An own value is the party's, not the register's.",
    ),
    "Fees": (
        "What one visit by one careworker must be paid, and what a flat hourly fee pays for it.",
        "A gap below zero means that the fee does not cover cost and return. A double-handed "
        "visit costs twice the price of one careworker's visit.",
    ),
    "Checks": (
        "Each row compares two figures that must agree.",
        "A row with the role Check counts towards the overall verdict on the Cover; a Signpost "
        "tells without judging. The last row counts the checks that fail.",
    ),
}
#: Headings in a file that holds values only.
HEADINGS = {"Formula in words": "How it is worked out"}
#: Columns that are of use beside formulas only, or to rebuild the workbook from.
LEFT_OUT = (
    "Name in formulas", "As written", "Value as written", "Allowed values",
    "Record of an own value", "Formulas",
)  # fmt: skip
SOURCE, ADDRESS = "Source", "Address"
_ADDRESS = re.compile(r"(?<![^\s(<])https?://[^\s<>\"]*[^\s<>\".,;:)\]]")
_AROUND = " \t:;,.-("
#: LibreOffice does not wrap links; what is left out leaves this much room for them.
_WIDEST = 144.0


@dataclass(frozen=True)
class Publication:
    """What an edition for publication says of itself.

    Parameters
    ----------
    contact
        Whom to ask.
    day
        When it is published.
    """

    contact: str | None = None
    day: date | None = None

    @classmethod
    def of(cls, published: bool, contact: str | None, day: date | None) -> Publication | None:
        """Return what a writer was asked for; ``None`` for an open-book file.

        Raises
        ------
        InputError
            If something is to be said of an edition that is not written.
        """
        given = {"contact": contact, "publication_date": day}
        if published:
            return cls(contact, day)
        without = [_not_used(name) for name, value in given.items() if value is not None]
        if without:
            raise InputError(without)
        return None

    def rows(self) -> Iterator[tuple[str, str | date, str]]:
        """Yield label, value and unit of its rows on a cover."""
        yield "Publication date", self.day or NOT_SAID, "date"
        yield "Contact", self.contact or NOT_SAID, "text"


def add_publication(cover: Sheet, edition: Publication | None) -> None:
    """Say on a cover whom to ask and when it was published, as readers expect it there."""
    for row in edition.rows() if edition else ():
        cover.add(*row, number_format=DAY)


def for_publication(
    sheet: Sheet, descriptions: Mapping[str, tuple[str, str]] = DESCRIPTIONS
) -> None:
    """Turn a sheet of the open-book file into one that is understood without formulas.

    Parameters
    ----------
    sheet
        Changed in place: description, headings, columns, and sources that are links.
    descriptions
        By name, those that are other ones without formulas.
    """
    sheet.description = descriptions.get(sheet.name, sheet.description)
    headings = [column.heading for column in sheet.columns]
    if SOURCE in headings:
        words = headings.index(SOURCE)
        address = headings.index(ADDRESS) if ADDRESS in headings else words
        for row in sheet.rows:
            row[words] = _linked(row[words], row[address], f"Source of {row[0]}")
        links = (cell for row in sheet.rows if isinstance(cell := row[words], WebLink))
        longest = max((len(link.words) for link in links), default=0)
        width = min(longest + 2.0, _WIDEST)
        column = sheet.columns[words]
        sheet.columns[words] = replace(column, width=max(column.width, width))
    kept = [n for n, heading in enumerate(headings) if heading not in (*LEFT_OUT, ADDRESS)]
    sheet.columns = [_renamed(sheet.columns[place]) for place in kept]
    sheet.rows = [[row[place] for place in kept] for row in sheet.rows]


def _renamed(column: Column) -> Column:
    return replace(column, heading=HEADINGS.get(column.heading, column.heading))


def _linked(words: Content, address: Content, otherwise: str) -> Content:
    """Let the words of a source lead to its address, instead of spelling it out."""
    found = _ADDRESS.search(str(address))
    if found is None or not isinstance(words, str):
        return words
    before, _, after = words.partition(found[0])
    after = after.lstrip(").]").rstrip(" .")
    return WebLink((before.rstrip(_AROUND) + after).strip() or otherwise, found[0])


def _not_used(name: str) -> Problem:
    return Problem(
        "not-used", name, "is given for a workbook that is not for publication.",
        "Only the edition for publication says whom to ask and when it was published.",
        "Write it with published=True, or leave it out.",
    )  # fmt: skip
