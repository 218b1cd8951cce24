"""What people write down at the table: checked records that never fail with a traceback."""

from __future__ import annotations

from typing import Any, Literal, Self, get_args

from pydantic import Field, ModelWrapValidatorHandler, ValidationError, model_validator
from pydantic.fields import FieldInfo

from fairprice.assumptions.sections import Day
from fairprice.declare.fields import LONGEST_TEXT, Number, Section, Text
from fairprice.errors import InputError, Problem

Party = Literal["provider", "commissioner"]
PARTIES: tuple[str, ...] = get_args(Party)


def item(label: str, description: str, default: Any = ...) -> Any:
    """Declare a part of a record."""
    return Field(default=default, title=label, description=description)


class Record(Section):
    """A row that a person writes."""

    @model_validator(mode="wrap")
    @classmethod
    def _say_what_is_wrong(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        try:
            return handler(data)
        except ValidationError as error:
            raise InputError([cls._problem(detail) for detail in error.errors()]) from None

    @classmethod
    def _problem(cls, detail: Any) -> Problem:
        name = str(detail["loc"][0]) if detail["loc"] else ""
        where = f"{cls.__name__}.{name}" if name else cls.__name__
        info = cls.model_fields.get(name)
        known = ", ".join(cls.model_fields)
        if info is None:
            return Problem(
                "unknown-name", where, "is not a part of this record.",
                "What is not read would be lost without a word.", f"Give any of {known}.",
            )  # fmt: skip
        missing = detail["type"] == "missing"
        return Problem(
            "missing" if missing else "invalid", where,
            "is missing." if missing else f"{detail['input']!r:.60} cannot be read.",
            f"{info.title}: {info.description}", _mend(info),
        )  # fmt: skip


def _mend(info: FieldInfo) -> str:
    text = str(info.annotation)
    options = get_args(info.annotation)
    if "Literal" in text:
        words = [word for option in (info.annotation, *options) for word in get_args(option)]
        return f"Give one of {', '.join(w for w in words if isinstance(w, str))}."
    if "date" in text:
        return "Give a day such as 2026-04-06."
    if "float" in text:
        above = _limit(info, "gt")
        return "Give a number of 0 or more." if above is None else f"Give a number above {above:g}."
    longest = _limit(info, "max_length") or LONGEST_TEXT
    return f"Give text on one line, 1 to {longest:,} characters."


def _limit(info: FieldInfo, name: str) -> float | None:
    return next((getattr(part, name) for part in info.metadata if hasattr(part, name)), None)


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

    day: Day = item("Date", "When the offer was made.")
    party: Party = item("Party", "Who made it.")
    price_per_hour: Number = Field(
        title="Price per hour (GBP per contact hour)", description="The price offered.", gt=0
    )
    what_changed: Text = item("What changed", "What changed since the party's last offer.")


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

    day: Day = item("Date", "When it was decided.")
    decision: Text = item("Decision", "What was decided.")
    reason: Text = item("Reason", "Why.")
    who: Text = item("Who", "The named person who decided.")
    effect: Text | None = item("Effect", "What it does to the figures.", default=None)
