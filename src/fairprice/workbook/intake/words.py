"""What a form asks, and how it says it: one question for each input and part of evidence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from fairprice.assumptions import Assumptions, InputField
from fairprice.assumptions.evidence import PARTS
from fairprice.declare.fields import LONGEST_TEXT

Kind = Literal["number", "text", "date", "choice", "switch"]

NOT_APPLICABLE = "Not applicable"
YES, NO = "Yes", "No"
VALUE, UNIT = "Value", "Unit"
#: Sheets by which the form of a rate card is known.
CARD, DIFFERS = "Rate card", "What differs"
#: Parts of evidence that are printed.
PRINTED = ("note", "document")
#: Sections that share a sheet: each sheet is printed on pages of its own.
_TOGETHER = {
    **dict.fromkeys(("about", "pay"), "Provider and pay"),
    **dict.fromkeys(("visits", "travel"), "Visits and travel"),
    **dict.fromkeys(("time_off", "training", "paid_not_delivered", "ppe"), "Time paid and PPE"),
    **dict.fromkeys(("return_on_operations", "stated_rates", "fees"), "Return and fees"),
}


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
        unit = f" ({self.unit})" if self.unit and self.kind == "number" else ""
        return f"{self.label}{unit}: {self.description}"


def question(field: InputField) -> Question:
    """Return what the form asks about an input.

    Parameters
    ----------
    field
        Its declaration.
    """
    asked = _asked(field)
    allowed = {
        "text": f"text on one line, up to {LONGEST_TEXT} characters",
        "date": "a day",
        "number": _bounds(field),
    }.get(asked.kind, "one of: " + "; ".join(asked.options))
    unit = "yes or no" if asked.kind == "switch" else field.unit
    return replace(asked, unit=unit, allowed=allowed)


def _asked(field: InputField) -> Question:
    kinds: dict[str, Kind] = {"text": "text", "day": "date", "choice": "choice", "switch": "switch"}
    kind = "number" if field.is_number else kinds[field.kind]
    options = (YES, NO) if kind == "switch" else field.options
    return Question(
        field.name, field.label, "", field.description, kind, options,
        field.lower, field.upper, field.above,
    )  # fmt: skip


def _bounds(field: InputField) -> str:
    if field.kind != "share" or field.upper is None:
        return field.bounds
    return f"{field.bounds} (0% to {field.upper:.0%})"


@lru_cache(maxsize=1)
def evidence_questions() -> dict[str, Question]:
    """Return what the form asks about the evidence of an input, in the order of its columns.

    The note stands first, as the room for remarks that every row has, then where a value comes
    from; these are printed.
    """
    return {name: _asked(PARTS[name]) for name in dict.fromkeys((*PRINTED, *PARTS))}


def sheet_name(section: str) -> str:
    """Return the name of the sheet that holds a section of the assumptions."""
    return _TOGETHER.get(section, section.replace("_", " ").capitalize())


def section_description(section: str) -> str:
    """Return the sentence that says what a section is about."""
    return str(Assumptions.model_fields[section].annotation.__doc__)
