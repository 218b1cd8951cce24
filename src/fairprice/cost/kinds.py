"""What to call in place of what was given: paths, tables and results taken for a position."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from fairprice.assumptions import Assumptions
from fairprice.errors import Problem
from fairprice.kinds import described

_WHY = "A price is worked out from what a party states, checked as a whole."
_MAKE = "fp.Assumptions.model_validate({...}), from sections of names and values"
#: Parts of other results that are a position.
_HOLDS_A_BOOK = ("book", "after", "ours")


def not_a_position(name: str, given: Any, mend: str | None = None) -> Problem:
    """Say that something is neither an open book nor assumptions, and what to call.

    Parameters
    ----------
    name
        What the caller knows it by.
    given
        What was given.
    mend
        What to do about it, where that does not follow from what was given.
    """
    what = f"is {described(given)}."
    return Problem("wrong-kind", name, what, _WHY, mend or _what_to_call(given))


def not_a_law(given: Any) -> Problem:
    """Say that something is not the law on a day, and what to give."""
    return Problem(
        "wrong-kind", "law", f"is {described(given)}.",
        "The law a price rests on is looked up by day and nation, value by value.",
        'Give the path of a law file, such as law="law-2027-28.toml", or '
        "fp.statutory_rates(price_date, nation=...).",
    )  # fmt: skip


def _what_to_call(given: Any) -> str:
    if isinstance(given, str | os.PathLike):
        path = os.fspath(given)
        reader = "read_assumptions" if str(path).lower().endswith(".xlsx") else "load_assumptions"
        return f"Read the file first: fp.{reader}({path!r:.60})."
    if isinstance(given, Mapping):
        return "Make assumptions of it first: fp.Assumptions.model_validate(...)."
    for part in _HOLDS_A_BOOK:
        if isinstance(getattr(getattr(given, part, None), "assumptions", None), Assumptions):
            return f"Give the open book it holds: its .{part}."
    if isinstance(getattr(given, "assumptions", None), Assumptions):
        return "Give its .assumptions."
    return f"Give an OpenBook, or Assumptions: fp.load_assumptions(path), or {_MAKE}."
