"""What people write down at the table: checked records that never fail with a traceback."""

from __future__ import annotations

from typing import ClassVar, Literal, get_args

from fairprice.declare.fields import Day, Number, Text, optional, required
from fairprice.declare.model import Declared
from fairprice.declare.units import PER_CONTACT_HOUR

Party = Literal["provider", "commissioner"]
PARTIES: tuple[str, ...] = get_args(Party)


class Record(Declared):
    """A row that a person writes."""

    noun: ClassVar[str] = "a part of this record"
    why_known: ClassVar[str] = "What is not read would be lost without a word."


class Offer(Record):
    """One offer in a negotiation.

    Parameters
    ----------
    day
        When it was made.
    party
        ``"provider"`` or ``"commissioner"``.
    price_per_hour
        GBP per contact hour.
    what_changed
        What changed since the party's last offer, in its own words.

    Raises
    ------
    InputError
        With every problem found.
    """

    root: ClassVar[str] = "Offer"

    day: Day = required.day("Date", "When the offer was made.")
    party: Party = required.choice("Party", "Who made it.")
    price_per_hour: Number = required.money(
        "Price per hour", PER_CONTACT_HOUR, "The price offered.", above=0
    )
    what_changed: Text = required.text("What changed", "What changed since the party's last offer.")


class Decision(Record):
    """One row of a decision log, as the Aqua Book asks for.

    Parameters
    ----------
    day
        When it was decided.
    decision
        What was decided.
    reason
        Why.
    who
        The named person who decided.
    effect
        What it does to the figures.

    Raises
    ------
    InputError
        With every problem found.
    """

    root: ClassVar[str] = "Decision"

    day: Day = required.day("Date", "When it was decided.")
    decision: Text = required.text("Decision", "What was decided.")
    reason: Text = required.text("Reason", "Why.")
    who: Text = required.text("Who", "The named person who decided.")
    effect: Text | None = optional.text("Effect", "What it does to the figures.")
