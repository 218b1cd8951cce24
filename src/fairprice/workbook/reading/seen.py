"""Whether what stands in a cell can be seen."""

from __future__ import annotations

from fairprice.workbook.reading.colours import AUTOMATIC, BLACK, WHITE, lightness
from fairprice.workbook.reading.styles import Look

#: Letters below this size (points), or this close to their background, cannot be seen.
_LEAST_SIZE, _LEAST_CONTRAST = 6.0, 0.3


def why_unseen(font: str, colour: str, fill: str) -> str:
    """Say why letters cannot be seen; nothing where they can.

    Parameters
    ----------
    font, colour, fill
        As a look tells them.
    """
    if "strike" in font.split():
        return "text struck through"
    try:
        if float(font.split(" ")[0] or 12) < _LEAST_SIZE:
            return "text too small to read"
    except ValueError:
        return f"text of no size ({font:.30})"
    letters = BLACK if colour == AUTOMATIC else colour
    background = fill.removeprefix("solid ") if fill.startswith("solid ") else WHITE
    background = BLACK if background == AUTOMATIC else background
    if len(letters) != 6 or len(background) != 6:
        return "text of a colour that cannot be told"
    if abs(lightness(letters) - lightness(background)) < _LEAST_CONTRAST:
        return "text of the colour of its background"
    return ""


def is_unseen(look: Look) -> str:
    """Say why a cell cannot be seen; nothing where it can.

    Parameters
    ----------
    look
        How it looks.
    """
    return why_unseen(look.font, look.colour, look.fill)
