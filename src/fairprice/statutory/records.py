"""What the register holds: dated values with their sources, and declared gaps."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

NATIONS = ("England", "Scotland", "Wales", "Northern Ireland")

ENACTED, ANNOUNCED, STANDING, ASSUMED = "enacted", "announced", "standing", "assumed"
#: How sure it is that a value is the law of a day; the last is for values that a party supposes.
CERTAINTIES = (ENACTED, ANNOUNCED, STANDING, ASSUMED)

#: How the words begin that say of a figure that only sources without standing gave it.
UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True)
class StatutoryValue:
    """One value in force between two dates, and where it comes from.

    Parameters
    ----------
    name
        The parameter's name, such as ``"employer_nic_rate"``.
    label
        The same in words.
    value
        The number, in ``unit``. Rates are shares: 0.15, not 15.
    unit
        What the number counts, such as ``"GBP per week"``.
    nations
        The nations the value was entered for.
    valid_from, valid_to
        First and last day in force, both included; no last day where none is set.
    source_title, source_address
        Title and web address of the source. What a party assumes has no address.
    checked
        When the value was last compared with its source material; an assumption has no
        such day.
    certainty
        ``"enacted"``, ``"announced"``, ``"standing"`` (no change known on the day it was
        checked) or ``"assumed"`` (a party's own), on the day it was asked for.
    attested
        How well the figure is attested, in words.
    announced_by, announced_on
        Who announced it, and when.
    stands_after
        Of a value without a last day: the last day that its source speaks for. Asked for on
        a later day, it is standing law.
    """

    name: str
    label: str
    value: float
    unit: str
    nations: tuple[str, ...]
    valid_from: datetime.date
    valid_to: datetime.date | None
    source_title: str
    source_address: str
    checked: datetime.date | None
    certainty: str
    attested: str = ""
    announced_by: str = ""
    announced_on: datetime.date | None = None
    stands_after: datetime.date | None = None

    @property
    def certainty_in_words(self) -> str:
        """The certainty, with who announced it, or the day on which no change was known."""
        if self.certainty == STANDING:
            return f"standing, no change known on {self.checked}"
        if self.certainty != ANNOUNCED:
            return self.certainty
        on = f" on {self.announced_on}" if self.announced_on else ""
        return f"announced by {self.announced_by}{on}" if self.announced_by else "announced"

    @property
    def certainty_in_full(self) -> str:
        """The certainty in words, and how well the figure is attested."""
        told = self.certainty_in_words
        return f"{told} ({self.attested})" if self.attested else told

    @property
    def is_confirmed(self) -> bool:
        """Whether a source with standing gave the figure: who sets or publishes it, or a record."""
        return not self.attested.startswith(UNCONFIRMED)

    @property
    def source(self) -> str:
        """Title and address of the source."""
        return ", ".join(part for part in (self.source_title, self.source_address) if part)


@dataclass(frozen=True)
class Gap:
    """Days for which a parameter is declared to have no value, and why.

    Parameters
    ----------
    name, label, unit, nations
        As for :class:`StatutoryValue`.
    valid_from, valid_to
        First and last day of the gap, both included.
    reason
        Why there is no value.
    """

    name: str
    label: str
    unit: str
    nations: tuple[str, ...]
    valid_from: datetime.date
    valid_to: datetime.date
    reason: str


Span = StatutoryValue | Gap


def last_day(span: Span) -> datetime.date:
    """Return the last day of a span; the last that a calendar knows where none is set."""
    return span.valid_to or datetime.date.max
