"""How an input is declared: its label, unit, bounds and plain description, once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, Strict, StringConstraints
from pydantic.fields import FieldInfo

#: A finite number; text and booleans are refused rather than converted.
Number = Annotated[float, Strict(), Field(allow_inf_nan=False)]


def one_line(text: str) -> str:
    """Refuse text that would not stand on one line."""
    if not text.isprintable():
        raise ValueError("has characters that cannot be printed on one line")
    return text


#: The most characters a text can have.
LONGEST_TEXT = 500
#: Text on one line; it may contain anything a person can type, and is never read as a formula.
Text = Annotated[
    str,
    Strict(),
    StringConstraints(min_length=1, max_length=LONGEST_TEXT, strip_whitespace=True),
    AfterValidator(one_line),
]


class Section(BaseModel):
    """A section of a party's assumptions."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


def quantity(
    label: str,
    unit: str,
    description: str,
    *,
    lower: float | None = 0,
    upper: float | None = None,
    above: float | None = None,
    default: Any = None,
) -> Any:
    """Declare a number: left out unless a party states it, or required.

    Parameters
    ----------
    label
        The field's term for it.
    unit
        Its unit, such as ``"GBP per hour"`` or ``"share"``.
    description
        What it is, in plain words.
    lower, upper
        Inclusive bounds.
    above
        An exclusive lower bound, in place of ``lower``.
    default
        ``None`` for an input that may be left out, ``...`` for one that is required.
    """
    return Field(
        default=default,
        title=label,
        description=description,
        ge=None if above is not None else lower,
        gt=above,
        le=upper,
        json_schema_extra={"unit": unit},
    )


def share(label: str, description: str, of: str) -> Any:
    """Declare a share between 0 and 1."""
    return quantity(label, f"share of {of}", description, lower=0, upper=1)


def table(label: str, unit: str, description: str) -> Any:
    """Declare a column of a small table, one entry a band."""
    return Field(
        default=None,
        title=label,
        description=description,
        min_length=1,
        max_length=50,
        json_schema_extra={"unit": unit},
    )


def choice(label: str, description: str, *, default: Any = None) -> Any:
    """Declare a choice between named options, or a text."""
    return Field(
        default=default, title=label, description=description, json_schema_extra={"unit": "choice"}
    )


@dataclass(frozen=True)
class InputField:
    """What is declared about one input.

    Parameters
    ----------
    name
        The word used as field, function parameter, Excel name and TOML key.
    section
        The section it stands in.
    label, unit, description
        In plain words.
    lower, upper, above
        Bounds, where there are any.
    is_table
        Whether it is a column with one entry a band.
    default
        What it is when left out, where that is anything.
    options
        The allowed values, where they are few.
    """

    name: str
    section: str
    label: str
    unit: str
    description: str
    lower: float | None
    upper: float | None
    above: float | None
    is_table: bool
    default: Any
    options: tuple[str, ...] = ()

    @property
    def bounds(self) -> str:
        """The allowed range in words."""
        if self.lower is not None and self.upper is not None:
            return f"from {self.lower:g} to {self.upper:g}"
        if self.above is not None and self.upper is not None:
            return f"above {self.above:g}, at most {self.upper:g}"
        if self.above is not None:
            return f"above {self.above:g}"
        if self.lower is not None:
            return f"{self.lower:g} or more"
        return "any number"

    @property
    def may_be_zero(self) -> bool:
        """Whether zero says that there is none."""
        words = self.unit in ("choice", "text", "date") or self.unit.startswith("yes")
        return not (words or self.is_table) and self.above is None and not self.lower


def options_of(annotation: Any) -> tuple[str, ...]:
    """List the allowed values of a type such as ``Literal["a", "b"] | None``."""
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    return tuple(option for inner in get_args(annotation) for option in options_of(inner))


def _metadata(annotation: Any) -> Iterator[Any]:
    """Walk through a type such as ``tuple[Annotated[float, Field(gt=0)], ...] | None``."""
    for item in getattr(annotation, "__metadata__", ()):
        yield from item.metadata if isinstance(item, FieldInfo) else [item]
    for inner in get_args(annotation):
        yield from _metadata(inner)


def _bound(info: FieldInfo, name: str) -> float | None:
    found = [*_metadata(info.annotation), *info.metadata]
    values = [getattr(item, name) for item in found if getattr(item, name, None) is not None]
    return values[-1] if values else None


@lru_cache(maxsize=8)
def declared_fields(model: type[BaseModel]) -> dict[str, InputField]:
    """List every input declared in the sections of a model, by name."""
    fields: dict[str, InputField] = {}
    for section, section_info in model.model_fields.items():
        section_model = section_info.annotation
        if not (isinstance(section_model, type) and issubclass(section_model, Section)):
            continue
        for name, info in section_model.model_fields.items():
            extra = info.json_schema_extra
            fields[name] = InputField(
                name=name,
                section=section,
                label=info.title or name,
                unit=str(extra["unit"]) if isinstance(extra, dict) else "",
                description=info.description or "",
                lower=_bound(info, "ge"),
                upper=_bound(info, "le"),
                above=_bound(info, "gt"),
                is_table="tuple" in str(info.annotation),
                default=None if info.is_required() else info.default,
                options=options_of(info.annotation),
            )
    return fields
