"""One thing in which a workbook differs, and how it is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from fairprice import digits

#: What is not known to the library, so that nothing can be said about it.
NOT_VERIFIED = "not verified"
NO_NUMBERS = "no cached number"
#: Kinds of difference: what others may follow from comes first.
KINDS = (
    "not the original", "case data", "fingerprint", "value as written", "source", "refused input",
    "formula in an input", "fixed choice", "statutory value", "statutory register",
    "defined name", "name of one sheet", "extra sheet", "missing sheet", "sheet order", "formula",
    "formula replaced", "value replaced by a formula", "number", "unit", "label", "heading",
    "role", "title", "text", "extra cell", "missing cell", "number format", "unseen text", "look",
    "hidden sheet", "hidden row", "hidden column", "row height", "column width", "view", "filter",
    "chart sheet", "laid over", "merged cells", "conditional format", "comment", "input message",
    "table", "password", "link", "link out of the workbook", "print area", "header or footer",
    "chart", "chart number", "chart description", "calculation setting", "cached number",
    NO_NUMBERS, NOT_VERIFIED,
)  # fmt: skip
#: Characters of a text in a report.
_LONGEST = 1000


@dataclass(frozen=True)
class Difference:
    """One thing that is not as the library would have written it.

    Parameters
    ----------
    sheet, cell
        Where; empty for the whole workbook or sheet.
    kind
        One of :data:`KINDS`.
    label
        What the row is about.
    expected, found
        In words or numbers.
    """

    sheet: str
    cell: str
    kind: str
    label: str
    expected: str
    found: str


def told(value: Any) -> str:
    """Write a value for a report.

    Parameters
    ----------
    value
        Of a cell, a chart or a setting.
    """
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return digits.written(value)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(told(part) for part in value)
    return printable(str(value))


def printable(text: str) -> str:
    """Spell out what a terminal would obey or hide, and cut what is very long."""
    cut = text[:_LONGEST]
    spelled = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in cut)
    is_long = len(text) > _LONGEST or len(spelled) > _LONGEST
    return spelled[: _LONGEST - 3] + "..." if is_long else spelled
