"""What a workbook was first written from, and its fingerprint."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from fairprice.assumptions import InputField
from fairprice.calculation import BUSINESS_LINES
from fairprice.cost import OpenBook
from fairprice.version import __version__

#: Significant digits of a number in the fingerprint: spreadsheet programs keep fifteen.
_DIGITS = 12


@dataclass(frozen=True)
class AsWritten:
    """What a workbook was first written from, before anyone changed an input in it.

    Parameters
    ----------
    book
        The book as it was.
    sources
        What the Source column says, by input name.
    """

    book: OpenBook
    sources: Mapping[str, str]

    @classmethod
    def of(cls, book: OpenBook) -> AsWritten:
        """Take a book as it is now.

        Parameters
        ----------
        book
            The open book.
        """
        fields, given = book.assumptions.fields(), book.assumptions.inputs()
        known = book.assumptions.sources
        texts = {n: known.get(n) or _without(fields[n], n in given) for n in entered(book)}
        return cls(book, texts)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the inputs, their sources, the law in force and the library's version.

        Notes
        -----
        Taken over JSON with sorted keys and no characters outside ASCII; numbers to twelve
        significant digits, dates as year-month-day, yes and no as 1 and 0. It tells two
        sets of inputs apart; it does not tell who wrote them, and anyone can work it out
        for inputs of their own.
        """
        law = {
            name: [
                _plain(held.value), held.label, held.unit, _plain(held.valid_from),
                _plain(held.valid_to or ""), held.source_title, held.source_address,
                _plain(held.checked or ""), held.certainty_in_full,
            ]
            for name in self.book.law_names
            if (held := self.book.rates[name])
        }  # fmt: skip
        whole = {
            "made with": made_with(),
            "inputs": {name: _plain(value) for name, value in entered(self.book).items()},
            "sources": dict(self.sources),
            "law": law,
        }
        text = json.dumps(whole, sort_keys=True, separators=(",", ":"))
        return sha256(text.encode("ascii")).hexdigest()


def entered(book: OpenBook) -> dict[str, Any]:
    """Return every value on the Inputs sheet by name, in its order.

    Parameters
    ----------
    book
        The open book; shares by the visit that it leaves out stand there as none.
    """
    given = book.assumptions.inputs()
    shares = [f"{line}_visit_share" for line in BUSINESS_LINES]
    left_out = {name: 0.0 for name in shares if name in book.plan.inputs}
    values = {**left_out, **given}
    return {name: values[name] for name in book.assumptions.fields() if name in values}


def made_with() -> str:
    """Name the library and its version."""
    return f"fairprice {__version__}"


def _plain(value: Any) -> Any:
    if isinstance(value, (tuple, list)):
        return [_plain(entry) for entry in value]
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str) else f"{float(value):.{_DIGITS}g}"


def _without(field: InputField, given: bool) -> str:
    """Say why an input has no source."""
    if field.section == "about":
        return "Stated by the party"
    return "No source stated" if given else "Left out by the party: none"
