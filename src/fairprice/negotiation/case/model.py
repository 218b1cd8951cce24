"""A party's case: its open book, and all that it brings to the table beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, ClassVar, Literal, get_args

import pandas as pd

from fairprice import digits
from fairprice.calculation import PRICE_LINES
from fairprice.cost import OpenBook, not_a_position
from fairprice.declare.fields import Day, Number, Prose, Text, optional, required
from fairprice.declare.takes import Taken, one, or_none, several
from fairprice.errors import InputError, Problem
from fairprice.formats import FromFile
from fairprice.held import Held
from fairprice.negotiation.bargaining.limits import BargainingRange
from fairprice.negotiation.bargaining.records import Decision, Offer, Record
from fairprice.negotiation.case.logs import measured_impact
from fairprice.negotiation.gap.bridge import Bridge, bridge
from fairprice.negotiation.uncertainty.result import CostUncertainty
from fairprice.negotiation.uncertainty.sensitivity import tornado

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from fairprice.charts import Canvas

Allowable = Literal["yes", "no", "in discussion"]
ALLOWABLE: tuple[str, ...] = get_args(Allowable)


class Analysis(Record):
    """What a reader must know about an analysis, as the Aqua Book asks for.

    Every part is required: what was not done is said to be so.

    Raises
    ------
    InputError
        With every problem found.
    """

    root: ClassVar[str] = "Analysis"

    author: Text = required.text("Author", "The named person who answers for the analysis.")
    context: Prose = required.text("Context", "What it is for, and for whom.")
    methods_considered: Prose = required.text(
        "Methods considered", "Which ways were weighed, and why this."
    )
    planned: Prose = required.text("What was planned", "What the analysis set out to do.")
    challenges: Prose = required.text(
        "Challenges", "Where others disagreed, and what was done about it."
    )
    verification: Prose = required.text(
        "Verification", "How it was checked that the sums are right."
    )
    validation: Prose = required.text("Validation", "How it was checked against the world.")
    conditions_of_validity: Prose = required.text(
        "Conditions of validity", "When the figures hold."
    )
    limits_of_use: Prose = required.text("Limits of use", "What the figures must not be used for.")
    sunset: Day = required.day("Sunset date", "The day from which the figures must not be used.")


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

    root: ClassVar[str] = "CostEntry"

    line: Literal[PRICE_LINES] = required.choice("Line", "The Annex A line, by its name.")  # type: ignore[valid-type]
    allowable: Allowable = required.choice("Allowable", "Whether the cost is allowable.")
    reason: Text = required.text("Reason", "Why it is allowable or not.")
    actual: Number | None = optional.money("Actual", "GBP for the contract year", "Cost so far.")
    forecast: Number | None = optional.money(
        "Forecast", "GBP for the contract year", "Cost expected."
    )


def lines_given_twice(costs: Sequence[CostEntry]) -> list[Problem]:
    """Say which lines stand twice in a contract cost register."""
    lines = [entry.line for entry in costs]
    return [
        Problem(
            "given-twice", f"costs: {line}", "stands there twice.",
            "The register adds up its rows.", "Keep one row a line.",
        )
        for line in sorted({line for line in lines if lines.count(line) > 1})
    ]  # fmt: skip


def _records(kind: type[Record]) -> Taken:
    return several(one(kind, wanted=""), f"a tuple of fairprice.{kind.__name__}")


#: What a case holds beside its positions, by name.
_PARTS = {
    "analysis": one(Analysis, wanted="a fairprice.Analysis"),
    "offers": _records(Offer),
    "decisions": _records(Decision),
    "costs": _records(CostEntry),
    "bargaining": or_none(one(BargainingRange, wanted="what fairprice.bargaining_range gives")),
    "uncertainty": or_none(one(CostUncertainty, wanted="what fairprice.cost_uncertainty gives")),
}


@dataclass(frozen=True, eq=False)
class Case(Held, FromFile):
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
        If a position is no open book, a cost line stands twice in the register, or the
        bargaining range or the draws are those of another book.
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
        books = {"book": self.book} | ({} if self.theirs is None else {"theirs": self.theirs})
        wrong = [
            not_a_position(name, given, "Give an open book: fp.OpenBook(assumptions).")
            for name, given in books.items()
            if not isinstance(given, OpenBook)
        ]
        for name, kind in _PARTS.items():
            wrong += kind.problems(name, getattr(self, name))
        if wrong:
            raise InputError(wrong)
        problems = lines_given_twice(self.costs)
        if self.bargaining is not None and (
            abs(self.bargaining.price_per_hour - self.book.price_per_hour) > 1e-9
            or abs(self.bargaining.total_cost - float(self.book.value("total_cost"))) > 1e-9
        ):
            problems.append(_other_book("bargaining", self.bargaining.price_per_hour, self.book))
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

    def __repr__(self) -> str:
        theirs = "no position of theirs" if self.theirs is None else f"theirs {self.theirs!r}"
        return (
            f"<Case: ours {self.book!r}, {theirs}, {len(self.offers)} offers, "
            f"{len(self.decisions)} decisions, {len(self.costs)} registered costs>"
        )

    def _repr_html_(self) -> str:
        prices = {"ours": self.book.price_per_hour}
        if self.theirs is not None:
            prices["theirs"] = self.theirs.price_per_hour
        if self.last_offer is not None:
            prices["last offer of the commissioner"] = self.last_offer.price_per_hour
        if self.bargaining is not None:
            prices |= {"floor": self.bargaining.floor, "ceiling": self.bargaining.ceiling}
        table = pd.DataFrame({"price_per_hour": prices}).rename_axis("position")
        heading = f"<p>{escape(repr(self))} GBP per contact hour.</p>"
        return heading + table.to_html(float_format="{:,.2f}".format)

    def plot_tornado(self, *, most: int = 12, ax: Canvas = None) -> Axes:
        """Draw what each evidence range does to the price, the widest at the top.

        Parameters
        ----------
        most
            Ranges at most.
        ax
            Axes of matplotlib to draw on; left out, those of a new figure.

        Returns
        -------
        matplotlib.axes.Axes
            The axes drawn on; without bars where no input has a range.

        Raises
        ------
        MissingExtraError
            If matplotlib, the extra ``plots``, is not installed.
        InputError
            If ``most`` is no whole number above zero, or ``ax`` is something else.
        """
        return tornado(self.book, self.sensitivity, most=most, ax=ax)

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
