"""How a field is declared: label, unit, kind, bounds and what else is known of it, once.

:data:`required` and :data:`optional` are the two words with which every field of the library
begins: ``required.share(...)``, ``optional.money(...)``.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypedDict, TypeVar, Unpack

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    Strict,
    StringConstraints,
)
from pydantic_core import PydanticUndefined

from fairprice.declare import values

Kind = Literal[
    "quantity", "money", "share", "count", "text", "day", "time", "choice", "switch", "clause"
]
#: The kinds that are numbers.
NUMBERS: tuple[Kind, ...] = ("quantity", "money", "share", "count")
#: What stands as the unit of everything else.
_UNITS: dict[Kind, str] = {
    "text": "text",
    "day": "date",
    "time": "time of day",
    "choice": "choice",
    "switch": "yes (1) or no (0)",
    "clause": "clause",
}
#: The most characters a text, and a paragraph in one cell, can have.
LONGEST_TEXT, LONGEST_PROSE = 500, 4000


def bounds(
    *, lower: float | None = None, upper: float | None = None, above: float | None = None
) -> Any:
    """Bound the numbers of a type; ``above`` excludes itself."""
    return Field(ge=lower, le=upper, gt=above)


def entries(least: int = 1, most: int | None = 50) -> Any:
    """Bound how many entries a list or a table by name has."""
    return Field(min_length=least, max_length=most)


def by_kind() -> Any:
    """Tell the members of a union by their ``kind``."""
    return Field(discriminator="kind")


def one_line(text: str) -> str:
    """Refuse text that would not stand on one line."""
    if not text.isprintable():
        raise values.Refused("has characters that cannot be printed on one line")
    return text


def _text(longest: int) -> Any:
    return StringConstraints(min_length=1, max_length=longest, strip_whitespace=True)


def _numbers(value: Any) -> float | tuple[float, ...]:
    if isinstance(value, (list, tuple)):
        return tuple(values.number(entry) for entry in value)
    return values.number(value)


_T = TypeVar("_T")

#: A finite number; text and switches are refused rather than converted.
Number = Annotated[float, Strict(), Field(allow_inf_nan=False)]
Share = Annotated[Number, bounds(lower=0, upper=1)]
#: A whole number; 13.0 is one.
Whole = Annotated[int, BeforeValidator(values.whole)]
#: A number, or for a table one for each band.
Numbers = Annotated[float | tuple[float, ...], BeforeValidator(_numbers)]
Switch = Annotated[bool, Strict()]
Day = Annotated[datetime.date, Strict(), BeforeValidator(values.day)]
ClockTime = Annotated[datetime.time, BeforeValidator(values.time)]
#: Text on one line; it may contain anything a person can type, and is never read as a formula.
Text = Annotated[str, Strict(), _text(LONGEST_TEXT), AfterValidator(one_line)]
#: A paragraph; it stands in one cell.
Prose = Annotated[str, Strict(), _text(LONGEST_PROSE), AfterValidator(one_line)]
#: A column of a table, or a list: one entry a band.
Column = Annotated[tuple[_T, ...], entries()]


class Facts(TypedDict, total=False):
    """What is known of an input beside its value; see ``InputField``."""

    table: str
    adds_up_to: float
    at_most_one_with: str
    replaces: str
    instead_of: str
    goes_with: str
    money_where: tuple[str, str, str]
    may_be_blank: bool
    left_out: float
    in_the_price: bool
    decides_layout: bool
    held_against: str
    brings: str
    since_format: int


@dataclass(frozen=True)
class Declare:
    """Declares fields: with a label, a unit for people, a plain description and bounds.

    Parameters
    ----------
    default
        What a field is when it is left out; ``...`` for one that must be given.
    """

    default: Any

    def quantity(
        self,
        label: str,
        unit: str,
        description: str,
        *,
        lower: float | None = 0,
        upper: float | None = None,
        above: float | None = None,
        kind: Kind = "quantity",
        default: Any = PydanticUndefined,
        **facts: Unpack[Facts],
    ) -> Any:
        """Declare a number; ``above`` excludes itself and stands in place of ``lower``."""
        return self._field(
            label, unit, description, kind, default, facts,
            ge=None if above is not None else lower, gt=above, le=upper,
        )  # fmt: skip

    def money(self, label: str, unit: str, description: str, **more: Any) -> Any:
        """Declare an amount in GBP."""
        return self.quantity(label, unit, description, kind="money", **more)

    def share(
        self, label: str, unit: str, description: str, *, upper: float | None = 1, **more: Any
    ) -> Any:
        """Declare a part of something, 0.12 for 12 %; above 1 only where that makes sense."""
        return self.quantity(label, unit, description, kind="share", upper=upper, **more)

    def count(self, label: str, unit: str, description: str, **more: Any) -> Any:
        """Declare a whole number."""
        return self.quantity(label, unit, description, kind="count", **more)

    def several(
        self,
        kind: Kind,
        label: str,
        unit: str,
        description: str,
        *,
        least: int | None = None,
        most: int | None = None,
        default: Any = PydanticUndefined,
        **facts: Unpack[Facts],
    ) -> Any:
        """Declare a list or a table by name; the type of its entries holds their bounds."""
        return self._field(
            label, unit or _UNITS[kind], description, kind, default, facts,
            min_length=least, max_length=most,
        )  # fmt: skip

    def text(self, label: str, description: str, **more: Any) -> Any:
        """Declare text on one line."""
        return self._in_words("text", label, description, **more)

    def day(self, label: str, description: str, **more: Any) -> Any:
        """Declare a day of the calendar."""
        return self._in_words("day", label, description, **more)

    def time(self, label: str, description: str, **more: Any) -> Any:
        """Declare a time of the day."""
        return self._in_words("time", label, description, **more)

    def choice(self, label: str, description: str, **more: Any) -> Any:
        """Declare a choice between named options."""
        return self._in_words("choice", label, description, **more)

    def switch(self, label: str, description: str, **more: Any) -> Any:
        """Declare a yes or no."""
        return self._in_words("switch", label, description, **more)

    def clause(self, label: str, description: str, **more: Any) -> Any:
        """Declare a group of fields of its own, or several of them."""
        return self._in_words("clause", label, description, **more)

    def _in_words(
        self,
        kind: Kind,
        label: str,
        description: str,
        *,
        default: Any = PydanticUndefined,
        **facts: Unpack[Facts],
    ) -> Any:
        return self._field(label, _UNITS[kind], description, kind, default, facts)

    def _field(
        self,
        label: str,
        unit: str,
        description: str,
        kind: Kind,
        default: Any,
        facts: Facts,
        **bounded: Any,
    ) -> Any:
        extra: Any = {"unit": unit, "kind": kind, **facts}
        return Field(
            default=self.default if default is PydanticUndefined else default,
            title=label,
            description=description,
            json_schema_extra=extra,
            **bounded,
        )


#: A field that must be given, and one that may be left out.
required, optional = Declare(...), Declare(None)
