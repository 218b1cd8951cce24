"""What can be wrong with a cohort or a contract, said so that it can be mended."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from fairprice.errors import Problem

_BOUNDS = {
    "greater_than": ("gt", "above"),
    "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "below"),
    "less_than_equal": ("le", "at most"),
}
_NUMBERS = {"float_type", "int_type", "finite_number", "bool_type", "int_from_float"}


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def of_model(error: ValidationError, what: str, names: tuple[str, ...] = ()) -> list[Problem]:
    """Translate pydantic's findings.

    Parameters
    ----------
    error
        What pydantic found.
    what
        ``"cohort"`` or ``"contract"``: the root of every path.
    names
        Known names, to suggest when one is misspelled.
    """
    return [_of_one(dict(detail), what, names) for detail in error.errors()]


def _of_one(detail: dict[str, Any], what: str, names: tuple[str, ...]) -> Problem:
    where = ".".join([what, *(str(part) for part in detail["loc"])])
    kind, value, context = detail["type"], _shown(detail["input"]), detail.get("ctx", {})
    if kind == "missing":
        return Problem(
            "missing", where, "is missing.",
            "It has no default: no published value stands for it.", "Give it.",
        )  # fmt: skip
    if kind == "extra_forbidden":
        close = get_close_matches(str(detail["loc"][-1]), names, n=1)
        mend = f"Did you mean {close[0]}?" if close else "Remove it, or correct its name."
        return Problem(
            "unknown-name", where, f"is not a term of a {what}.",
            "A name that is not known would be silently left out.", mend,
        )  # fmt: skip
    if kind in _BOUNDS:
        key, word = _BOUNDS[kind]
        return Problem(
            "out-of-bounds", where, f"{value} is outside its bounds.",
            "A value that cannot be would spoil every result.",
            f"Give a number {word} {context[key]:g}.",
        )  # fmt: skip
    if kind in _NUMBERS:
        return Problem(
            "not-a-number", where, f"{value} is not a finite number.",
            "Results cannot be computed from it.", "Give a plain number.",
        )  # fmt: skip
    if kind in ("literal_error", "union_tag_invalid"):
        options = context.get("expected") or context.get("expected_tags", "")
        return Problem(
            "not-an-option", where, f"{value} is not known.",
            "Each kind of term has its own formula.", f"Give one of {options}.",
        )  # fmt: skip
    message = str(detail["msg"]).removeprefix("Value error, ")
    return Problem("invalid", where, f"{value}: {message}.", "It cannot be used.", "Correct it.")
