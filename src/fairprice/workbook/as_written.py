"""What a workbook was first written from, and its fingerprint."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from fairprice import digits
from fairprice.assumptions import Assumptions, InputField
from fairprice.assumptions.checks import LEFT_OUT
from fairprice.assumptions.evidence import FROM_ANSWERS, FROM_THE_STARTER
from fairprice.cost import OpenBook
from fairprice.version import __version__

#: Significant digits of a number in the fingerprints of earlier workbooks.
_EARLIER_DIGITS = 12
#: What the Source column says of an input without a source.
_BY_THE_PARTY, NOT_STATED = "Stated by the party", "No source stated"
NO_SOURCE = (_BY_THE_PARTY, NOT_STATED)
LEFT_OUT_BY_THE_PARTY = "Left out by the party: none"
#: How those are called that are counted: stated, or from a starter.
INPUTS_COUNTED = "Inputs of the price"


@dataclass(frozen=True)
class RestsOn:
    """How many inputs a price has, apart from what it is about, and what they rest on.

    Parameters
    ----------
    inputs
        All of them but those that only follow from other answers.
    sourced
        With a source of the party.
    starter
        That a starter stands in for.
    without
        Without a source.
    """

    inputs: int
    sourced: int
    starter: int
    without: int


@dataclass(frozen=True)
class AsWritten:
    """What a workbook was first written from, before anyone changed an input in it.

    Parameters
    ----------
    book
        The book as it was.
    sources
        What the Source column says, by input name.
    significant
        Digits of a number in the fingerprint. Workbooks written before there was one written
        form of a number bear twelve on their covers; they can still be verified.
    beside
        What it was written from besides, as text; of a rate card, the whole card.
    """

    book: OpenBook
    sources: Mapping[str, str]
    significant: int = digits.DIGITS
    beside: str = ""

    @classmethod
    def of(cls, book: OpenBook, beside: str = "") -> AsWritten:
        """Take a book as it is now.

        Parameters
        ----------
        book
            The open book.
        beside
            What stands beside it.
        """
        fields, given = book.assumptions.fields(), book.assumptions.inputs()
        known = book.assumptions.sources
        texts = {n: known.get(n) or _without(fields[n], n in given) for n in entered(book)}
        return cls(book, texts, beside=beside)

    def printed(self, fingerprint: str) -> AsWritten:
        """Return the same with the fingerprint in the form that a cover bears.

        Parameters
        ----------
        fingerprint
            What the cover says; where it is neither form, nothing changes.
        """
        earlier = replace(self, significant=_EARLIER_DIGITS)
        return earlier if earlier.fingerprint == fingerprint else self

    @property
    def rests_on(self) -> RestsOn:
        """What the inputs rest on, by what their sources say, in capitals or not."""
        fields = self.book.assumptions.fields()
        told = [
            source.casefold()
            for name, source in self.sources.items()
            if fields[name].section != "about" and source != LEFT_OUT_BY_THE_PARTY
        ]
        told = [source for source in told if not source.startswith(FROM_ANSWERS.casefold())]
        starter = sum(source.startswith(FROM_THE_STARTER.casefold()) for source in told)
        without = told.count(NOT_STATED.casefold())
        return RestsOn(len(told), len(told) - starter - without, starter, without)

    @property
    def fingerprints(self) -> tuple[str, ...]:
        """The fingerprint in each form that a workbook may bear, today's first."""
        forms = (digits.DIGITS, _EARLIER_DIGITS)
        return tuple(replace(self, significant=form).fingerprint for form in forms)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the inputs, their sources, the law in force and the library's version.

        Of a rate card, also of everything that the card states beside its base.

        Notes
        -----
        Taken over JSON with sorted keys and no characters outside ASCII; numbers as a
        workbook holds them, which no spreadsheet program changes; dates as year-month-day,
        yes and no as 1 and 0. It tells two sets of inputs apart; it does not tell who wrote
        them, and anyone can work it out for inputs of their own.
        """
        law = {
            name: [
                self._plain(held.value), held.label, held.unit, self._plain(held.valid_from),
                self._plain(held.valid_to or ""), held.source_title, held.source_address,
                self._plain(held.checked or ""), held.certainty_in_full,
            ]
            for name in self.book.law_names
            if (held := self.book.rates[name])
        }  # fmt: skip
        whole = {
            "made with": made_with(),
            "inputs": {name: self._plain(value) for name, value in entered(self.book).items()},
            "sources": dict(self.sources),
            "law": law,
            **({"beside": self.beside} if self.beside else {}),
        }
        text = json.dumps(whole, sort_keys=True, separators=(",", ":"))
        return sha256(text.encode("ascii")).hexdigest()

    def _plain(self, value: Any) -> Any:
        if isinstance(value, (tuple, list)):
            return [self._plain(entry) for entry in value]
        if isinstance(value, date):
            return value.isoformat()
        return value if isinstance(value, str) else digits.written(value, self.significant)


def as_held(book: OpenBook) -> OpenBook:
    """Return the book of the same inputs as a workbook holds them.

    Parameters
    ----------
    book
        The open book; the same one where no input has more digits than a workbook keeps.
    """
    stated = book.assumptions.model_dump(exclude_none=True)
    as_a_workbook = digits.held(stated)
    if as_a_workbook == stated:
        return book
    return OpenBook(Assumptions.model_validate(as_a_workbook), book.rates)


def entered(book: OpenBook) -> dict[str, Any]:
    """Return every value on the Inputs sheet by name, in its order.

    Parameters
    ----------
    book
        The open book; shares by the visit that it leaves out stand there as none.
    """
    given = book.assumptions.inputs()
    left_out = {name: number for name, number in LEFT_OUT.items() if name in book.plan.inputs}
    values = {**left_out, **given}
    return {name: values[name] for name in book.assumptions.fields() if name in values}


def made_with() -> str:
    """Name the library and its version."""
    return f"fairprice {__version__}"


def _without(field: InputField, given: bool) -> str:
    """Say why an input has no source."""
    if field.section == "about":
        return _BY_THE_PARTY
    return NOT_STATED if given else LEFT_OUT_BY_THE_PARTY
