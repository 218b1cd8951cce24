"""How the workbook looks: one sans serif face at size 12, no fills, wrapped text."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import Any

from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font, NamedStyle, Protection
from openpyxl.styles.cell_style import StyleArray

FACE = "Arial"
_BODY = Font(name=FACE, size=12)
_HEADER = Font(name=FACE, size=12, bold=True)
_WRAPPED = Alignment(wrap_text=True, vertical="top", horizontal="left", indent=1)
_OPEN = Protection(locked=False)


@dataclass(frozen=True, eq=False)
class Look:
    """How a cell is written, apart from its number format."""

    font: Font
    alignment: Alignment


TEXT = Look(_BODY, _WRAPPED)
DESCRIPTION = Look(_BODY, Alignment(vertical="top"))
NUMBER = Look(_BODY, Alignment(vertical="top", horizontal="right"))
HEADING = Look(_HEADER, _WRAPPED)
NUMBER_HEADING = Look(_HEADER, Alignment(wrap_text=True, vertical="top", horizontal="right"))
#: Height of a line of text in points, and how many characters fit a unit of column width.
LINE_HEIGHT = 16.0
TITLE_HEIGHT = 24.0
FITTING = 1.0


class Looks:
    """The looks of one workbook, each worked out once: openpyxl would do so for every cell."""

    def __init__(self) -> None:
        self._known: dict[tuple[Look, str, bool], StyleArray] = {}

    def put(
        self,
        cell: Cell | MergedCell,
        look: Look,
        number_format: str = "General",
        *,
        may_change: bool = False,
    ) -> None:
        """Give a cell its look, in place of any it has.

        Parameters
        ----------
        cell
            The cell.
        look
            One of this module's.
        number_format
            For its number.
        may_change
            Whether users may change it though the sheet is protected.
        """
        styled: Any = cell  # what openpyxl keeps of a cell's style has no public name
        known = self._known.get((look, number_format, may_change))
        if known is not None:
            styled._style = copy(known)
            return
        cell.font, cell.alignment, cell.number_format = look.font, look.alignment, number_format
        if may_change:
            cell.protection = _OPEN
        self._known[look, number_format, may_change] = copy(styled._style)


def heading_1() -> NamedStyle:
    """Return the style that assistive technology announces as a level-one heading."""
    style = NamedStyle(name="Heading 1", builtinId=16)
    style.font = Font(name=FACE, size=16, bold=True)
    style.alignment = Alignment(vertical="top")
    return style
