"""What a form asks, and how it says it: one question for each input and part of evidence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from fairprice.assumptions import Assumptions, Evidence, InputField
from fairprice.assumptions.evidence import DATES
from fairprice.assumptions.fields import LONGEST_TEXT, options_of

Kind = Literal["number", "text", "date", "choice", "switch"]

NOT_APPLICABLE = "Not applicable"
YES, NO = "Yes", "No"
VALUE, UNIT = "Value", "Unit"
#: The parts of evidence that say how far a number may be off: one for each band of a table.
RANGE = ("low", "high")


@dataclass(frozen=True)
class Question:
    """What is asked in a cell.

    Parameters
    ----------
    name
        Of the input or the part of evidence.
    label, unit, description
        In plain words.
    kind
        What is to be typed.
    options
        The allowed values, where they are few.
    lower, upper, above
        Bounds of a number; ``above`` excludes itself.
    allowed
        What is allowed, in words.
    """

    name: str
    label: str
    unit: str
    description: str
    kind: Kind
    options: tuple[str, ...] = ()
    lower: float | None = None
    upper: float | None = None
    above: float | None = None
    allowed: str = ""

    @property
    def about(self) -> str:
        """Label, unit and description in one sentence."""
        unit = f" ({self.unit})" if self.unit else ""
        return f"{self.label}{unit}: {self.description}"


def question(field: InputField) -> Question:
    """Return what the form asks about an input.

    Parameters
    ----------
    field
        Its declaration.
    """
    kind: Kind = "number"
    options, unit = field.options, field.unit
    if options:
        kind = "choice"
    elif unit == "text":
        kind = "text"
    elif unit == "date":
        kind = "date"
    elif unit.startswith("yes"):
        kind, options, unit = "switch", (YES, NO), "yes or no"
    allowed = {
        "text": f"text on one line, up to {LONGEST_TEXT} characters",
        "date": "a day",
        "number": _bounds(field),
    }.get(kind, "one of: " + "; ".join(options))
    return Question(
        field.name, field.label, unit, field.description, kind, options,
        field.lower, field.upper, field.above, allowed,
    )  # fmt: skip


def _bounds(field: InputField) -> str:
    if not field.unit.startswith("share of") or field.upper is None:
        return field.bounds
    return f"{field.bounds} (0% to {field.upper:.0%})"


@lru_cache(maxsize=1)
def evidence_questions() -> dict[str, Question]:
    """Return what the form asks about the evidence of an input, in the order of its columns.

    The note stands first: it is the room for remarks that every row has.
    """
    parts = {name: _part(name, info) for name, info in Evidence.model_fields.items()}
    return {"note": parts["note"]} | parts


def _part(name: str, info: Any) -> Question:
    options = options_of(info.annotation)
    kind: Kind = "text"
    if options:
        kind = "choice"
    elif name in DATES:
        kind = "date"
    elif name in RANGE:
        kind = "number"
    return Question(name, info.title, "", info.description, kind, options)


def sheet_name(section: str) -> str:
    """Return the name of the sheet that holds a section of the assumptions."""
    return section.upper() if section == "ppe" else section.replace("_", " ").capitalize()


def section_description(section: str) -> str:
    """Return the sentence that says what a section is about."""
    return str(Assumptions.model_fields[section].annotation.__doc__)
