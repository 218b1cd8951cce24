"""Findings of one workbook: one for each kind and sheet, at its first cell, with how many."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from fairprice.errors import Problem
from fairprice.workbook.layout import quoted
from fairprice.workbook.lint.texts import TEXTS


@dataclass
class Findings:
    """Collects what is found.

    Parameters
    ----------
    file
        The file's name.
    """

    file: str
    _found: dict[tuple[str, str], tuple[str, dict[str, Any], int]] = field(default_factory=dict)

    def note(self, code: str, sheet: str = "", cell: str = "", **facts: Any) -> None:
        """Take a finding down; the first of a kind on a sheet stands for all of them."""
        place = f"{quoted(sheet)}!{cell}" if cell else quoted(sheet) if sheet else self.file
        where, first, count = self._found.get((code, sheet), (place, facts, 0))
        self._found[code, sheet] = (where, first, count + 1)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything found, in the order in which it was."""
        return tuple(
            TEXTS(code, where, **{"more": _more(count), **facts})
            for (code, _), (where, facts, count) in self._found.items()
        )


def _more(count: int) -> str:
    others = count - 1
    return f" (and {others} more on the sheet)" if others else ""
