"""What can be wrong with a party's assumptions, said so that it can be mended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic_core import ErrorDetails

from fairprice.declare.fields import InputField
from fairprice.errors import Problem

_NOT_A_NUMBER = {"float_type", "float_parsing", "finite_number"}
_BOUND = {"greater_than", "greater_than_equal", "less_than", "less_than_equal"}


def shown(value: Any) -> str:
    """Return a value as it is written, cut short where it is long."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def of_pydantic(
    details: Iterable[ErrorDetails], fields: Mapping[str, InputField], sections: Iterable[str]
) -> list[Problem]:
    """Translate pydantic's findings, each mistake once."""
    found = list(details)
    return [
        _of_one(detail, fields, tuple(sections))
        for detail in found
        if not (detail["type"] == "too_short" and _entries_are_wrong(detail, found))
    ]


def _entries_are_wrong(detail: ErrorDetails, found: list[ErrorDetails]) -> bool:
    """Tell whether a column is too short only because its entries were refused."""
    place = detail["loc"]
    return any(d["loc"][: len(place)] == place and d is not detail for d in found)


def _of_one(
    detail: ErrorDetails, fields: Mapping[str, InputField], sections: tuple[str, ...]
) -> Problem:
    path = [str(part) for part in detail["loc"]]
    where = ".".join(path)
    name = next((part for part in reversed(path) if part in fields), path[-1] if path else "")
    field = fields.get(name)
    kind, value = detail["type"], shown(detail["input"])
    about = "The price is worked out from it."
    if field is not None:
        about = f"{field.label} ({field.unit}): {field.description}"
    if kind == "missing":
        return Problem("missing", where, "is missing.", about, "Add it.")
    if kind == "extra_forbidden":
        return _unknown(where, name, fields, path, sections)
    if kind in _BOUND and field:
        bounds = field.bounds if field.bounds != "any number" else detail["msg"].lower()
        return Problem(
            "out-of-bounds", where, f"{value} is outside its bounds.", about, f"Give {bounds}."
        )
    if kind == "bool_type":
        return Problem(
            "not-a-switch", where, f"{value} is neither yes nor no.", about, "Give true or false."
        )
    if field is not None and field.unit == "date":
        return Problem(
            "invalid", where, f"{value} is not a date.", about, "Give a day such as 2026-04-06."
        )
    if kind in _NOT_A_NUMBER:
        return Problem(
            "not-a-number", where, f"{value} is not a finite number.", about, "Give a plain number."
        )
    if kind == "literal_error":
        options = detail.get("ctx", {}).get("expected", "")
        return Problem("not-an-option", where, f"{value} is not known.", about, f"Give {options}.")
    if kind in ("model_type", "model_attributes_type", "dict_type", "tuple_type"):
        return Problem(
            "wrong-shape", where or "assumptions", f"{value} has the wrong shape.", about,
            "Give a table of names and values for a section, and a list for a table column.",
        )  # fmt: skip
    return Problem("invalid", where, f"{value}: {detail['msg']}.", about, "Correct the value.")


def _unknown(
    where: str,
    name: str,
    fields: Mapping[str, InputField],
    path: list[str],
    sections: tuple[str, ...],
) -> Problem:
    why = "A name that is not known would be a cost that is silently left out."
    field = fields.get(name)
    if field is not None:
        return Problem(
            "wrong-section", where, "stands in the wrong section.", why,
            f"Move it to section [{field.section}].",
        )  # fmt: skip
    known = sections if len(path) == 1 else tuple(fields)
    close = get_close_matches(name, known, n=1)
    mend = f"Did you mean {close[0]}?" if close else "Remove it, or see the list of inputs."
    return Problem("unknown-name", where, "is not an input.", why, mend)
