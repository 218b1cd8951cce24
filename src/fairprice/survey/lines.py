"""The 32 rows of Annex A as councils print them, and the four kinds of answer a cell can hold."""

from __future__ import annotations

import math
import re
from difflib import get_close_matches
from functools import cache
from typing import Any, Literal

from fairprice.calculation import ANNEX_A, SUBTOTALS, Choices, make_plan
from fairprice.declare import values

Answer = Literal["value", "zero", "blank", "not applicable"]
#: The row of the total, and the three that add up to it.
TOTAL = "price"
PARTS = SUBTOTALS[TOTAL]
OTHER_OVERHEADS = "other_overheads"
RETURN = "return_on_operations"
#: More per contact hour than any line can be (GBP).
_MOST = 1000.0
_NOT_APPLICABLE = frozenset({"not applicable", "n/a"})
#: Lines that a provider names itself; they belong to Other overheads.
_FREE_LABEL = re.compile(r"additional overhead\b", re.IGNORECASE)


@cache
def labels() -> dict[str, str]:
    """Name the rows of Annex A as it does, in its order."""
    plan = make_plan(Choices())
    return {row: plan[row].label for row in ANNEX_A}


@cache
def _by_label() -> dict[str, str]:
    return {_plain(label): row for row, label in labels().items()} | {
        _plain(row): row for row in ANNEX_A
    }


def _plain(label: object) -> str:
    return " ".join(str(label).casefold().split())


def row_of(label: object) -> str | None:
    """Find the row that a label, or the row's own name, stands for; capitals do not matter."""
    return _by_label().get(_plain(label))


def has_free_label(label: object) -> bool:
    """Tell whether a row is an overhead that a provider has named itself."""
    return _FREE_LABEL.match(str(label).strip()) is not None


def close_to(label: object) -> str:
    """Say which row was probably meant, to end a problem's remedy."""
    close = get_close_matches(_plain(label), _by_label(), n=1)
    return f"Did you mean {labels()[_by_label()[close[0]]]!r}? " if close else ""


@cache
def leaves(row: str) -> tuple[str, ...]:
    """List the lines that a row adds up: those of a subtotal, or the line itself."""
    if row not in SUBTOTALS:
        return (row,)
    return tuple(leaf for part in SUBTOTALS[row] for leaf in leaves(part))


@cache
def holding(line: str) -> tuple[str, ...]:
    """List the subtotals and the total that hold a line, or a subtotal."""
    return tuple(row for row in SUBTOTALS if row != line and set(leaves(line)) <= set(leaves(row)))


def read_answer(row: str, value: Any) -> tuple[Answer, float]:
    """Read a cell: what kind of answer it is, and its amount where it has one.

    Parameters
    ----------
    row
        The row of Annex A.
    value
        A number (GBP per contact hour), nothing at all, or the words *Not applicable*.

    Returns
    -------
    tuple
        The kind and the amount, NaN for one that is blank or not applicable.

    Raises
    ------
    Refused
        If it is none of these.
    """
    plain = values.plain(value)
    if plain is None or (isinstance(plain, float) and math.isnan(plain)):
        return "blank", math.nan
    if isinstance(plain, str):
        if not plain.strip():
            return "blank", math.nan
        if _plain(plain) in _NOT_APPLICABLE:
            return "not applicable", math.nan
    amount = values.number(plain)
    if abs(amount) > _MOST or (amount < 0 and row not in (RETURN, TOTAL)):
        raise values.Refused(f"is outside its bounds, from 0 to {_MOST:g}")
    return ("zero" if amount == 0 else "value"), amount


def from_text(text: str) -> Any:
    """Read a cell of a text file: a number as people write money, or the text itself."""
    written = text.strip().removeprefix("£").replace(",", "")
    try:
        return float(written)
    except ValueError:
        return text.strip()
