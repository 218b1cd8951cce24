"""Whether what stands in a cell can be seen."""

from __future__ import annotations

import re
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.styles.colors import COLOR_INDEX

#: A letter below this (points) cannot be seen.
_LEAST_SIZE = 6.0
#: Between text and background, on a scale from black to white.
_LEAST_CONTRAST = 0.3


def unseen(cell: Cell) -> str:
    """Say why a cell, or part of its text, cannot be seen as it is."""
    solid = cell.fill.fill_type == "solid"
    background = _lightness(cell.fill.fgColor) if solid else 1.0
    fonts: list[Any] = [cell.font]
    if isinstance(cell.value, CellRichText):
        # programs split a text where its script changes, so only what cannot be seen counts
        fonts += [block.font for block in cell.value if isinstance(block, TextBlock)]
    for font in fonts:
        if font.strike:
            return "text struck through"
        if abs(_lightness(font.color, default=0.0) - background) < _LEAST_CONTRAST:
            return "text of the colour of its background"
        if font.sz is not None and font.sz < _LEAST_SIZE:
            return "text too small to read"
    return ""


def _lightness(colour: Any, default: float = 1.0) -> float:
    """Return how light a colour is, from black (0) to white (1)."""
    if colour is None or (colour.type == "indexed" and colour.indexed >= len(COLOR_INDEX)):
        return default
    if colour.type == "theme":
        # the first two of every theme are the page and its text; the rest lie between
        return {0: 1.0, 1: 0.0, 2: 0.9, 3: 0.2}.get(colour.theme, 0.5)
    code = COLOR_INDEX[colour.indexed] if colour.type == "indexed" else str(colour.rgb)
    if not re.fullmatch(r"[0-9A-Fa-f]{8}", code):
        return default
    red, green, blue = (int(code[place : place + 2], 16) / 255 for place in (2, 4, 6))
    return 0.3 * red + 0.59 * green + 0.11 * blue
