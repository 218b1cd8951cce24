"""A party's case: its open book, and all that it brings to the table beside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Literal, get_args

import pandas as pd
from pydantic import AfterValidator, Field, Strict, StringConstraints

from fairprice import digits
from fairprice.assumptions.fields import Number, Text, one_line
from fairprice.assumptions.sections import Day
from fairprice.calculation import ANNEX_A, SUBTOTALS
from fairprice.cost import OpenBook
from fairprice.errors import InputError, Problem
from fairprice.negotiation.bargaining.limits import BargainingRange
from fairprice.negotiation.bargaining.records import Decision, Offer, Record, item
from fairprice.negotiation.case.logs import measured_impact
from fairprice.negotiation.gap.bridge import Bridge, bridge
from fairprice.negotiation.uncertainty.result import CostUncertainty

#: A paragraph; it stands in one cell.
Prose = Annotated[
    str,
    Strict(),
    StringConstraints(min_length=1, max_length=4000, strip_whitespace=True),
    AfterValidator(one_line),
]
Allowable = Literal["yes", "no", "in discussion"]
ALLOWABLE: tuple[str, ...] = get_args(Allowable)

#: The rows a contract cost register has: every cost line, and the planned return.
REGISTER_LINES = tuple(line for line in ANNEX_A if line not in SUBTOTALS)


class Analysis(Record):
    """What a reader must know about an analysis, as the Aqua Book asks for.

    Every part is required: what was not done is said to be so.

    Raises
    ------
    InputError
        With every problem found.
    """

    author: Text = item("Author", "The named person who answers for the analysis.")
    context: Prose = item("Context", "What it is for, and for whom.")
    methods_considered: Prose = item("Methods considered", "Which ways were weighed, and why this.")
    planned: Prose = item("What was planned", "What the analysis set out to do.")
    challenges: Prose = item("Challenges", "Where others disagreed, and what was done about it.")
    verification: Prose = item("Verification", "How it was checked that the sums are right.")
    validation: Prose = item("Validation", "How it was checked against the world.")
    conditions_of_validity: Prose = item("Conditions of validity", "When the figures hold.")
    limits_of_use: Prose = item("Limits of use", "What the figures must not be used for.")
    sunset: Day = item("Sunset date", "The day from which the figures must not be used.")


class CostEntry(Record):
    """One row of a contract cost register, beside the baseline that the book gives.

    Parameters
    ----------
    line
        An Annex A line by its name, such as ``"insurance"``, or ``"return_on_operations"``.
    allowable
        Whether the cost is allowable: ``"yes"``, ``"no"`` or ``"in discussion"``.
    reason
        Why.
    actual, forecast
        GBP for the contract year; left out until known.

    Raises
    ------
    InputError
        With every problem found.
    """

    line: Literal[REGISTER_LINES] = item("Line", "The Annex A line, by its name.")  # type: ignore[valid-type]
    allowable: Allowable = item("Allowable", "Whether the cost is allowable.")
    reason: Text = item("Reason", "Why it is allowable or not.")
    actual: Number | None = Field(
        default=None, title="Actual", description="Cost so far, GBP for the contract year.", ge=0
    )
    forecast: Number | None = Field(
        default=None,
        title="Forecast",
        description="Cost expected, GBP for the contract year.",
        ge=0,
    )


@dataclass(frozen=True)
class Case:
    """Everything that goes into an evidence workbook.

    Parameters
    ----------
    book
        The provider's open book; its evidence is in its assumptions.
    analysis
        What a reader must know about it.
    theirs
        The commissioner's position as an open book, if it has stated one.
    offers
        The rounds so far.
    decisions
        What was decided, by whom and why.
    bargaining
        Floors and ceilings.
    uncertainty
        Joint draws of the cost.
    costs
        The contract cost register.

    Raises
    ------
    InputError
        If a cost line stands twice in the register, or the bargaining range or the draws
        are those of another book.
    """

    book: OpenBook
    analysis: Analysis
    theirs: OpenBook | None = None
    offers: tuple[Offer, ...] = ()
    decisions: tuple[Decision, ...] = ()
    bargaining: BargainingRange | None = None
    uncertainty: CostUncertainty | None = None
    costs: tuple[CostEntry, ...] = ()

    def __post_init__(self) -> None:
        lines = [entry.line for entry in self.costs]
        twice = sorted({line for line in lines if lines.count(line) > 1})
        problems = [
            Problem(
                "given-twice", f"costs: {line}", "stands there twice.",
                "The register adds up its rows.", "Keep one row a line.",
            )
            for line in twice
        ]  # fmt: skip
        if self.bargaining is not None and (
            abs(self.bargaining.price - self.book.price_per_hour) > 1e-9
            or abs(self.bargaining.total_cost - float(self.book.value("total_cost"))) > 1e-9
        ):
            problems.append(_other_book("bargaining", self.bargaining.price, self.book))
        drawn = self.uncertainty
        inputs = self.book.assumptions.inputs()
        if drawn is not None and not digits.same(drawn.book.assumptions.inputs(), inputs):
            problems.append(_other_book("uncertainty", drawn.book.price_per_hour, self.book))
        if problems:
            raise InputError(problems)

    @cached_property
    def bridge(self) -> Bridge | None:
        """The way from their price to ours, where they have stated a position."""
        return None if self.theirs is None else bridge(self.book, self.theirs)

    @cached_property
    def sensitivity(self) -> pd.DataFrame:
        """What each evidence range does to the price; empty where there are none."""
        return measured_impact(self.book)

    @property
    def last_offer(self) -> Offer | None:
        """The commissioner's last offer; of several on one day, the last given."""
        made = [offer for offer in self.offers if offer.party == "commissioner"]
        return max(reversed(made), key=lambda offer: offer.day, default=None)


def _other_book(where: str, price: float, book: OpenBook) -> Problem:
    return Problem(
        "other-book", where, f"belongs to another book, with the price {price:.4f}.",
        f"This book's price is {book.price_per_hour:.4f}; figures of two books would stand side "
        "by side as one.",
        "Make it from this book.",
    )  # fmt: skip
