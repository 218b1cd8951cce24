"""The cells of a worksheet, row by row: each once, in order, with one value."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from openpyxl.formula.translate import Translator

from fairprice.workbook.escapes import unescaped
from fairprice.workbook.guard import Refusal
from fairprice.workbook.guard.markup import (
    MOST_CELLS,
    MOST_ELEMENTS,
    MOST_ROWS,
    MOST_WRITTEN_OUT,
    Budget,
)
from fairprice.workbook.model import column_letter
from fairprice.workbook.reading.colours import whole_number
from fairprice.workbook.reading.grammar import Node
from fairprice.workbook.reading.text import Pieces, Strings, text_of

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_AREA = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})(?::\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6}))?")
#: Numbers as every program reads them; Gnumeric writes up to twenty-one digits.
_NUMBER = re.compile(r"-?(\d{1,30}\.?\d{0,30}|\.\d{1,30})([eE][+-]?\d{1,3})?", re.ASCII)
#: What a value is, by the attribute ``t``.
NUMBER, TEXT, YES_OR_NO, ERROR, DAY = "number", "text", "yes or no", "error", "day"
UNREADABLE, EMPTY = "unreadable", ""
_KINDS = {"n": NUMBER, "s": TEXT, "str": TEXT, "inlineStr": TEXT, "b": YES_OR_NO, "e": ERROR}


class OpenedCell(NamedTuple):
    """A cell that holds something.

    Parameters
    ----------
    formula
        With its leading equals sign; in braces that of an array; empty where there is none.
    kind
        What its value is, such as ``"number"``.
    value
        The value, of a formula the stored one; as text where it is unreadable.
    style
        Number of its style.
    pieces
        Pieces of its text, where it is told in pieces.
    """

    formula: str
    kind: str
    value: float | str | bool | None
    style: int
    pieces: Pieces = ()


class OpenedRow(NamedTuple):
    """A row: its height (points; ``None`` is the usual one), whether it is hidden, its style."""

    height: float | None
    hidden: bool
    style: int


@dataclass
class Cells:
    """Takes the rows of one sheet.

    Parameters
    ----------
    part
        Name of the sheet's part.
    strings
        The texts that cells share.
    budget
        Counts cells and rows.
    """

    part: str
    strings: Strings
    budget: Budget
    filled: dict[str, OpenedCell] = field(default_factory=dict)
    styled: dict[str, int] = field(default_factory=dict)
    rows: dict[int, OpenedRow] = field(default_factory=dict)
    odd: list[str] = field(default_factory=list)
    _row: int = 0
    _areas: list[tuple[int, int, int, int]] = field(default_factory=list)
    _shared: dict[str, tuple[str, str, tuple[int, int, int, int]]] = field(default_factory=dict)

    def take_row(self, row: Node) -> None:
        """Take a row with its cells."""
        self.budget.count("rows", 1, MOST_ROWS, "rows")
        told = row.get("r")
        number = whole_number(told) if told else self._row + 1
        if not self._row < number <= LAST_ROW:
            raise Refusal(
                "ambiguous", f"row {told:.10} of {self.part} is out of order or twice there"
            )
        self._row = number
        style = whole_number(row.get("s", "0")) if row.flag("customFormat") else 0
        opened = OpenedRow(_height(row.get("ht")), row.flag("hidden"), style)
        if opened != (None, False, 0):
            self.rows[number] = opened
        column = 0
        for cell in row.children:
            column = self._take_cell(cell, number, column)

    def finish(self) -> None:
        """Let the cells that an array fills count as its formula, whatever they hold themselves."""
        if len(self._areas) * len(self.filled) > MOST_ELEMENTS:
            raise Refusal("too-large", f"has {len(self._areas):,} formulas that fill several cells")
        for left, top, right, bottom in self._areas:
            for address, cell in self.filled.items():
                column, row = place_of(address)
                if not cell.formula and left <= column <= right and top <= row <= bottom:
                    self.filled[address] = cell._replace(formula="{an array of another cell}")

    def _take_cell(self, cell: Node, row: int, before: int) -> int:
        self.budget.count("cells", 1, MOST_CELLS, "cells, merged ones counted", "too-many-cells")
        told = cell.get("r")
        column = before + 1
        if told:
            found = _ADDRESS.fullmatch(told)
            column = column_number(found[1]) if found else 0
            if found is None or int(found[2]) != row or column <= before:
                raise Refusal(
                    "ambiguous", f"cell {told:.10} of {self.part} is out of order or twice there"
                )
        if column > LAST_COLUMN:
            raise Refusal("broken-part", f"{self.part} has more columns than a sheet can have")
        address = f"{column_letter(column)}{row}"
        style = whole_number(cell.get("s", "0"))
        if cell.children:
            self.filled[address] = self._opened(cell, address, style)
        else:
            self.styled[address] = style
        return column

    def _opened(self, cell: Node, address: str, style: int) -> OpenedCell:
        """Read a value and a formula, each from the one place where it may stand."""
        kind, value = cell.get("t", "n"), cell.child("v")
        inline, formula = cell.child("is"), cell.child("f")
        told = value if kind == "inlineStr" else inline
        if told is not None:
            raise Refusal("ambiguous", f"cell {address} of {self.part} holds two values")
        text = self._formula(formula, address) if formula is not None else ""
        if inline is not None:
            whole, pieces = text_of(inline)
            return OpenedCell(text, TEXT, whole, style, pieces)
        stored = value.text if value is not None else ""
        if kind == "s" and value is not None:
            whole, pieces = self.strings[stored]
            return OpenedCell(text, TEXT, whole, style, pieces)
        if value is None or (not stored and kind != "str"):
            return OpenedCell(text, EMPTY, None, style)
        return OpenedCell(text, *_value(kind, stored), style)

    def _formula(self, node: Node, address: str) -> str:
        kind, text = node.get("t", "normal"), node.text
        if kind == "normal":
            return f"={text}"
        if kind in ("array", "dataTable"):
            self._areas.append(area_of(node.get("ref")) or (1, 1, LAST_COLUMN, LAST_ROW))
        if kind == "array":
            return f"{{={text}}}"
        if kind != "shared":
            self.odd.append(f"a formula of the kind {kind:.20} in {address}")
            return f"{{{kind:.20}: {text}}}"
        group = node.get("si")
        if text:
            area = area_of(node.get("ref"))
            if group in self._shared or area is None:
                raise Refusal("ambiguous", f"cell {address} of {self.part} shares a second formula")
            self._shared[group] = f"={text}", address, area
            return f"={text}"
        if group not in self._shared:
            raise Refusal(
                "ambiguous", f"cell {address} of {self.part} shares a formula that is not there"
            )
        return self._written_out(group, address)

    def _written_out(self, group: str, address: str) -> str:
        """Return the formula that a cell shares with the first of its group."""
        text, first, (left, top, right, bottom) = self._shared[group]
        column, row = place_of(address)
        if not (left <= column <= right and top <= row <= bottom):
            raise Refusal(
                "ambiguous", f"cell {address} of {self.part} is outside of the formula it shares"
            )
        self.budget.count(
            "written_out", len(text), MOST_WRITTEN_OUT, "characters of formulas shared by cells"
        )
        try:
            return str(Translator(text, origin=first).translate_formula(address))
        except Exception:
            return f"{{shared: {text}}}"


def _value(kind: str, stored: str) -> tuple[str, float | str | bool]:
    known = _KINDS.get(kind)
    if kind == "d":
        return DAY, stored
    if known == NUMBER and len(stored) <= 100 and _NUMBER.fullmatch(stored):
        number = float(stored)
        if math.isfinite(number):
            return NUMBER, number
    if known == YES_OR_NO and stored in ("0", "1"):
        return YES_OR_NO, stored == "1"
    if known == TEXT:
        return TEXT, unescaped(stored)
    if known == ERROR:
        return ERROR, stored
    # white space, signs and digits of other alphabets are read by some programs and not by others
    return UNREADABLE, stored


def _height(told: str) -> float | None:
    if not told:
        return None
    found = measure(told)
    return 0.0 if found is None else found


def measure(told: str) -> float | None:
    """Return a width or height; nothing for what is none.

    Parameters
    ----------
    told
        As it is written.
    """
    return float(told) if len(told) <= 40 and _NUMBER.fullmatch(told) else None


@lru_cache(maxsize=20_000)
def column_number(letters: str) -> int:
    """Return the number of a column, counted from one."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def place_of(address: str) -> tuple[int, int]:
    """Return column and row of a cell, each counted from one.

    Parameters
    ----------
    address
        Such as ``"C9"``.
    """
    letters = address.rstrip("0123456789")
    return column_number(letters), int(address[len(letters) :])


def area_of(reference: str) -> tuple[int, int, int, int] | None:
    """Return first column and row, last column and row of cells such as ``$A$1:C9``.

    Parameters
    ----------
    reference
        A cell or an area; nothing is returned for anything else.
    """
    found = _AREA.fullmatch(reference) if len(reference) <= 30 else None
    if found is None:
        return None
    left, top = column_number(found[1]), int(found[2])
    right = column_number(found[3]) if found[3] else left
    bottom = int(found[4]) if found[4] else top
    if left > right or top > bottom or right > LAST_COLUMN or bottom > LAST_ROW:
        return None
    return left, top, right, bottom
