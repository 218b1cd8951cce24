"""What a commissioner writes down about returns: amendments, exclusions, and the survey itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, get_args

from fairprice.calculation import SUBTOTALS
from fairprice.declare.fields import Column, Day, Number, Text, Whole, bounds, optional, required
from fairprice.declare.units import PER_CONTACT_HOUR
from fairprice.errors import Problem
from fairprice.negotiation.bargaining.records import Record
from fairprice.survey.lines import close_to, labels, row_of
from fairprice.survey.texts import TEXTS

Nation = Literal["England", "Scotland", "Wales", "Northern Ireland"]
Headline = Literal["sum of line medians", "sum of subtotal medians", "median of providers' totals"]
#: The three figures that councils have called the cost of care.
HEADLINES: tuple[str, ...] = get_args(Headline)
Minutes = Annotated[Number, bounds(above=0, upper=1440)]
#: Providers on a line, at the least, for its figures to be published.
LEAST = 5


class Amendment(Record):
    """A figure of a return that was changed after a query.

    Parameters
    ----------
    provider
        Whose return.
    line
        The line of Annex A, by its label. Subtotals and the total follow by the difference.
    original
        GBP per contact hour as it stood; left out, it was blank or not applicable.
    query, reply
        What was asked, and what the provider answered.
    final
        GBP per contact hour as it now stands.
    who
        The named person who decided.
    why
        Why.

    Raises
    ------
    InputError
        With every problem found.
    """

    root: ClassVar[str] = "Amendment"

    provider: Text = required.text("Provider", "Whose return.")
    line: Text = required.text("Line", "The line of Annex A, by its label.")
    original: Number | None = optional.money(
        "Original", PER_CONTACT_HOUR, "As it stood; left out, blank.", lower=None
    )
    query: Text = required.text("Query", "What was asked.")
    reply: Text = required.text("Reply", "What the provider answered.")
    final: Number = required.money("Final", PER_CONTACT_HOUR, "As it now stands.", lower=None)
    who: Text = required.text("Who", "The named person who decided.")
    why: Text = required.text("Why", "Why it was changed.")

    @property
    def row(self) -> str:
        """The row of Annex A."""
        return row_of(self.line) or ""

    def _faults(self) -> list[Problem]:
        return list(_line_faults(self.line, totals=False))


class Exclusion(Record):
    """A return, or one line of it, that is left out.

    Parameters
    ----------
    provider
        Whose return.
    line
        The line of Annex A, by its label; left out, the whole return. The subtotals and the
        total that hold the line are left out with it.
    reason
        Why.
    who
        The named person who decided.

    Raises
    ------
    InputError
        With every problem found.
    """

    root: ClassVar[str] = "Exclusion"

    provider: Text = required.text("Provider", "Whose return.")
    line: Text | None = optional.text("Line", "The line; left out, the whole return.")
    reason: Text = required.text("Reason", "Why it is left out.")
    who: Text = required.text("Who", "The named person who decided.")

    @property
    def row(self) -> str | None:
        """The row of Annex A, where one line is left out."""
        return None if self.line is None else row_of(self.line)

    def _faults(self) -> list[Problem]:
        return [] if self.line is None else list(_line_faults(self.line, totals=True))


def _line_faults(line: str, *, totals: bool) -> Iterator[Problem]:
    row = row_of(line)
    if row is None or (row in SUBTOTALS and not totals):
        close = close_to(line) if row is None else f"{labels()[row]} follows from its lines. "
        yield TEXTS("unknown-line", "line", label=repr(line), close=close)


class LineIndex(Record):
    """An index by which one line is brought to the survey's price date."""

    root: ClassVar[str] = "index"

    line: Text | None = optional.text("Line", "The line; left out, every line without its own.")
    from_date: Day | None = optional.day(
        "From", "The date of the returns it is for; left out, all of them."
    )
    name: Text = required.text("Name", "What it is.")
    change: Number = required.share("Change", "share", "The change: 0.029 for 2.9 %.", lower=-1)
    source: Text = required.text("Source", "Where it is published, or why it was agreed.")

    def _faults(self) -> list[Problem]:
        return [] if self.line is None else list(_line_faults(self.line, totals=False))


class About(Record):
    """What is known of a survey beside its returns.

    Parameters
    ----------
    area
        Whose survey it is.
    price_date
        The date of the returns' prices, where a return does not say its own.
    nation
        Whose law is in force.
    invited, out_of_scope
        Providers invited, and those of them found not to be in scope.
    commissioned_hours
        Contact hours a year that the council buys from all providers in scope.
    headline
        The figure that is used.
    least
        Fewer providers than this on a line, and the published edition does not show it.
    visit_lengths
        Lengths priced, in minutes.
    """

    root: ClassVar[str] = "survey"

    area: Text = optional.text("Area", "Whose survey it is.", default="Survey of providers")
    price_date: Day | None = optional.day("Price date", "Of returns that do not say their own.")
    nation: Nation = optional.choice("Nation", "Whose law is in force.", default="England")
    invited: Whole | None = optional.count("Invited", "providers", "Providers invited.")
    out_of_scope: Whole = optional.count(
        "Out of scope", "providers", "Of those invited.", default=0
    )
    commissioned_hours: Number | None = optional.quantity(
        "Commissioned hours", "hours per year", "Bought from all providers in scope.", above=0
    )
    headline: Headline = optional.choice(
        "Headline", "The figure that is used.", default="median of providers' totals"
    )
    least: Whole = optional.count(
        "Least providers", "providers", "To publish a line.", lower=1, default=LEAST
    )
    visit_lengths: Column[Minutes] = optional.several(
        "quantity", "Visit lengths", "minutes", "Lengths priced.", default=(15.0, 30.0, 45.0, 60.0)
    )
