"""What the form of a rate card calls its sheets, columns and parts."""

from __future__ import annotations

from collections.abc import Iterable

from fairprice import digits
from fairprice.assumptions import InputField
from fairprice.assumptions.sections import INPUTS
from fairprice.declare.input_field import declared
from fairprice.rate_card.parts import KINDS
from fairprice.workbook.intake.words import Question, question

VOLUMES = "Volumes"
ROW, PART, NAME, INPUT = "Row", "Part", "Name", "Input"
#: What the form calls the card as a whole.
OF_THE_CARD = "Whole card"


def _columns() -> dict[str, Question]:
    """Return what is asked of parts besides their numbers, each once."""
    found: dict[str, Question] = {}
    for part in KINDS.values():
        for name, field in declared(part).items():
            if name not in ("name", "evidence") and (not field.is_number or field.is_table):
                found.setdefault(name, _as_text(field))
    return found


def _as_text(field: InputField) -> Question:
    """Ask for a list as text."""
    if not field.is_table:
        return question(field)
    said = f"{field.description} Parted by semicolons."
    return Question(field.name, field.label, "", said, "text")


#: Questions about a part besides its numbers, by name.
COLUMNS_OF_PARTS = _columns()


def numbers_of(kind: str) -> dict[str, InputField]:
    """Return what a part of a list may state as a number, by label and by name, folded."""
    own = {n: f for n, f in declared(KINDS[kind]).items() if f.is_number and not f.is_table}
    own.pop("inputs", None)
    fields = [field for field in (INPUTS | own).values() if field.is_number]
    return {said.casefold(): field for field in fields for said in (field.name, field.label)}


def written_list(values: Iterable[object]) -> str:
    """Write a list in one cell."""
    return "; ".join(digits.written(v) if isinstance(v, float) else str(v) for v in values)


def parts_of_a_list(text: str) -> list[str]:
    """Read a list from one cell."""
    return [part.strip() for part in text.split(";") if part.strip()]
