"""What of a workbook comes out on paper, and what stands at the foot of each page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from fairprice.declare.values import day_in_words

#: A cell with nothing in it: the print area of a sheet of the annex, so that programs print
#: no page of it. Further to the right than any table, and not beyond the last column of any
#: program.
OFF_PAPER = "$ZZ$1"
#: What the Contents sheet says of each sheet.
PRINTED, NOT_PRINTED = "printed", "annex, not printed"
HOW_TO_PRINT = (
    "Choose a name to go to the sheet. The annex is in the file and stays off paper; to print a "
    "sheet of it, clear its print area."
)
#: Of the fingerprint on the cover, as many characters as tell one page from another.
SHORT = 16
#: Size of the letters (points), and characters of a name that leave room for the rest.
FOOTER_SIZE, _NAME = 8, 50
#: Codes that programs put the sheet's name and the numbers of pages for.
_PAGES = "&A, page &P of &N"


@dataclass(frozen=True)
class Footer:
    """What stands at the foot of each printed page of a workbook.

    Parameters
    ----------
    name
        Whose figures they are.
    dated
        The price date.
    fingerprint
        Of what the workbook was first written from; it does not depend on the footer.
    """

    name: str
    dated: date
    fingerprint: str

    @property
    def parts(self) -> tuple[str, str, str]:
        """Left, centre and right, as spreadsheet programs write them."""
        plain = " ".join("".join(c if c.isprintable() else " " for c in self.name).split())
        name = plain if len(plain) <= _NAME else plain[: _NAME - 3].rstrip() + "..."
        # a single one begins a code, and so, for some programs, does what follows it at once
        safe = " && ".join(part.strip() for part in name.split("&"))
        short = self.fingerprint[:SHORT]
        dated = f"Price date {day_in_words(self.dated)}, fingerprint {short}"
        return f"Figures of {safe}", dated, _PAGES

    @classmethod
    def is_one(cls, parts: tuple[str, str, str], fingerprint: str) -> bool:
        """Tell whether a footer is of this form and bears a fingerprint.

        Parameters
        ----------
        parts
            Left, centre and right.
        fingerprint
            The whole of it.
        """
        left, centre, right = parts
        short = re.escape(fingerprint[:SHORT])
        dated = re.fullmatch(rf"Price date \d\d? \w+ \d{{4}}, fingerprint {short}", centre)
        return left.startswith("Figures of ") and dated is not None and right == _PAGES


def spellings(text: str) -> frozenset[str]:
    """Return a footer as it is written, and as programs write it that have saved it again.

    Parameters
    ----------
    text
        With its codes. LibreOffice keeps it; a size needs no space after it; Gnumeric leaves
        out sizes, and writes a single sign where two stand for one.
    """
    size = f"&{FOOTER_SIZE}"
    return frozenset(
        (text, text.replace(f"{size} ", size), text.replace(size, "").replace("&&", "&"))
    )
