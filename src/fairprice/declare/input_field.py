"""What is declared about a field, read back from its declaration."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from fairprice.declare import values
from fairprice.declare.fields import LONGEST_TEXT, NUMBERS, Kind


@dataclass(frozen=True)
class InputField:
    """What is declared about one input, or one term of a clause or a record.

    Parameters
    ----------
    name
        The word used as field, function parameter, Excel name and TOML key.
    section
        The section it stands in.
    label, unit, description
        In plain words, for people.
    kind
        What it is: ``"quantity"``, ``"money"``, ``"share"`` and ``"count"`` are numbers; the
        others are ``"text"``, ``"day"``, ``"time"``, ``"choice"``, ``"switch"``, ``"clause"``.
    lower, upper, above
        Bounds, where there are any; ``above`` excludes itself.
    is_table
        Whether it is a column with one entry a band.
    is_by_name
        Whether it is a table of names and values.
    is_one_a_band
        Whether it is one value, or a column, as what it is about.
    is_required
        Whether nothing can be made without it.
    default
        What it is when left out, where that is anything.
    options
        The allowed values, where they are few.
    longest
        The most characters a text can have.
    table
        The table whose column it is; columns of one table have one entry a band each.
    adds_up_to
        What its entries add up to.
    at_most_one_with
        The group of shares with which it adds up to 1 at most.
    replaces
        The step of the calculation that it stands in for.
    instead_of
        The input that it is given in place of.
    goes_with
        The input, or the step of the calculation, that it goes with: it is of use only where that
        one is.
    money_where
        Another input, and its value with which this one is an amount of money; and its unit then.
    may_be_blank
        Whether it may be left out also where it is of use.
    left_out
        The number it counts as when it is left out.
    in_the_price
        Whether a cost may rest on it; the other inputs name the party or compare prices.
    decides_layout
        Whether it decides which rows and columns a workbook has.
    held_against
        The input that it may be stated beside though no cost rests on it then: the two are held
        against each other.
    brings
        The step of the calculation that there is only where it is stated.
    since_format
        The first format of the intake form that asks for it.
    """

    name: str
    section: str
    label: str
    unit: str
    description: str
    kind: Kind = "quantity"
    lower: float | None = None
    upper: float | None = None
    above: float | None = None
    is_table: bool = False
    is_by_name: bool = False
    is_one_a_band: bool = False
    is_required: bool = False
    default: Any = None
    options: tuple[str, ...] = ()
    longest: int = LONGEST_TEXT
    table: str = ""
    adds_up_to: float | None = None
    at_most_one_with: str = ""
    replaces: str = ""
    instead_of: str = ""
    goes_with: str = ""
    money_where: tuple[str, str, str] | None = None
    may_be_blank: bool = False
    left_out: float | None = None
    in_the_price: bool = True
    decides_layout: bool = False
    held_against: str = ""
    brings: str = ""
    since_format: int = 0

    def beside(self, given: Mapping[str, Any]) -> InputField:
        """Return it with the kind and unit that it has beside other inputs."""
        if self.money_where is not None:
            name, value, unit = self.money_where
            if given.get(name) == value:
                return replace(self, kind="money", unit=unit)
        return self

    @property
    def is_fixed(self) -> bool:
        """Whether a workbook written with it cannot follow a change of it."""
        return self.decides_layout or self.kind in ("text", "choice", "day")

    @property
    def decides_the_plan(self) -> bool:
        """Whether it decides which other inputs are needed."""
        return bool(self.replaces or self.brings) or (
            self.kind == "choice" and bool(self.goes_with)
        )

    @property
    def is_number(self) -> bool:
        """Whether it is a number, or a table of numbers."""
        return self.kind in NUMBERS

    @property
    def may_be_zero(self) -> bool:
        """Whether zero says that there is none."""
        return self.is_number and not self.is_table and self.lower == 0

    @property
    def about(self) -> str:
        """Label, unit and description in one sentence."""
        unit = f" ({self.unit})" if self.is_number and self.unit else ""
        return f"{self.label}{unit}: {self.description}"

    @property
    def bounds(self) -> str:
        """The allowed range in words."""
        return values.bounds_in_words(self.lower, self.upper, self.above) or "any number"

    @property
    def wanted(self) -> str:
        """What to give, in words that follow "Give"."""
        if self.is_by_name:
            return f"a table of names, each with {self.one_wanted}"
        if self.is_table:
            return f"a list, each entry {self.one_wanted}"
        return self.one_wanted + ("; for a table, a list of numbers" if self.is_one_a_band else "")

    @property
    def one_wanted(self) -> str:
        """What to give for one entry."""
        if self.options:
            return values.either(self.options)
        if self.is_number:
            noun = "a whole number" if self.kind == "count" else "a number"
            within = values.bounds_in_words(self.lower, self.upper, self.above, joined=" and ")
            return f"{noun} {'of ' * within[:1].isdigit()}{within}".rstrip()
        return {
            "day": "a day such as 2026-04-06",
            "time": "a time such as 19:00",
            "switch": "true or false",
            "clause": "a table of names and values",
        }.get(self.kind, f"text on one line, 1 to {self.longest:,} characters")

    def holds(self, numbers: Any) -> Any:
        """Tell which numbers, of any shape, are finite and within the bounds."""
        inside = abs(numbers) < float("inf")
        if self.lower is not None:
            inside &= numbers >= self.lower
        if self.above is not None:
            inside &= numbers > self.above
        if self.upper is not None:
            inside &= numbers <= self.upper
        return inside


def options_of(annotation: Any) -> tuple[str, ...]:
    """List the allowed values of a type such as ``Literal["a", "b"] | None``."""
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    return tuple(option for inner in get_args(annotation) for option in options_of(inner))


def _metadata(annotation: Any) -> Iterator[Any]:
    """Walk through a type such as ``tuple[Annotated[float, bounds(above=0)], ...] | None``."""
    for item in getattr(annotation, "__metadata__", ()):
        yield from item.metadata if isinstance(item, FieldInfo) else [item]
    for inner in get_args(annotation):
        yield from _metadata(inner)


def _last(info: FieldInfo, name: str) -> Any:
    found = [*_metadata(info.annotation), *info.metadata]
    known = [getattr(item, name) for item in found if getattr(item, name, None) is not None]
    return known[-1] if known else None


def _shapes(annotation: Any) -> set[Any]:
    """Tell whether a type is one value, a list or a table by name, or a choice of these."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _shapes(inner[0])
    if origin in (Union, UnionType):
        return set().union(*(_shapes(part) for part in inner if part is not type(None)))
    return {origin if origin in (tuple, dict) else None}


@lru_cache(maxsize=256)
def declared(model: type[BaseModel], section: str = "") -> dict[str, InputField]:
    """List the fields of one group, by name.

    Parameters
    ----------
    model
        A section, a clause or a record.
    section
        What it is called where it stands.
    """
    return {name: _input(name, section, info) for name, info in model.model_fields.items()}


def _input(name: str, section: str, info: FieldInfo) -> InputField:
    extra: Any = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    shapes = _shapes(info.annotation)
    required = info.is_required()
    return InputField(
        name=name,
        section=section,
        label=info.title or name.replace("_", " ").capitalize(),
        description=info.description or _meaning(info.annotation),
        lower=_last(info, "ge"),
        upper=_last(info, "le"),
        above=_last(info, "gt"),
        is_table=shapes == {tuple},
        is_by_name=shapes == {dict},
        is_one_a_band=shapes == {tuple, None},
        is_required=required,
        default=None if required else info.default,
        options=options_of(info.annotation) if extra.get("kind") == "choice" else (),
        longest=_last(info, "max_length") or LONGEST_TEXT,
        **{"unit": "", "kind": "clause", **extra},
    )


def _meaning(annotation: Any) -> str:
    """Return the first line of what a group of fields says of itself."""
    is_group = isinstance(annotation, type) and issubclass(annotation, BaseModel)
    return (inspect.getdoc(annotation) or "").partition("\n")[0] if is_group else ""


@lru_cache(maxsize=8)
def declared_fields(model: type[BaseModel]) -> dict[str, InputField]:
    """List every field of the groups that a model is made of, by name."""
    fields: dict[str, InputField] = {}
    for section, info in model.model_fields.items():
        group = info.annotation
        if isinstance(group, type) and issubclass(group, BaseModel):
            fields |= declared(group, section)
    return fields
