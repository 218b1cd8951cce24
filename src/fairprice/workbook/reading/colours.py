"""Which colour a file means: of a palette, of a theme, lighter or darker."""

from __future__ import annotations

import colorsys
import re
from dataclasses import dataclass

from openpyxl.styles.colors import COLOR_INDEX

from fairprice.workbook.reading.grammar import Node

#: The colour a program takes where none is given: black text, no background.
AUTOMATIC = "automatic"
BLACK, WHITE = "000000", "FFFFFF"
#: Palette entries that stand for the text and the background of windows.
_WINDOW = {64: AUTOMATIC, 65: WHITE}
#: The order in which cells count the colours of a theme.
IN_A_THEME = (
    "lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6",
    "hlink", "folHlink",
)  # fmt: skip
#: The colours and fonts of the theme that openpyxl writes, which programs take where none is.
_OFFICE = (
    "FFFFFF", "000000", "EEECE1", "1F497D", "4F81BD", "C0504D", "9BBB59", "8064A2", "4BACC6",
    "F79646", "0000FF", "800080",
)  # fmt: skip
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})")


@dataclass(frozen=True)
class Theme:
    """Colours and typefaces of a workbook.

    Parameters
    ----------
    colours
        By name, as in ``"accent1"``.
    typefaces
        By scheme: ``"major"`` and ``"minor"``.
    """

    colours: dict[str, str]
    typefaces: dict[str, str]


OFFICE = Theme(
    dict(zip(IN_A_THEME, _OFFICE, strict=True)), {"major": "Cambria", "minor": "Calibri"}
)


@dataclass(frozen=True)
class Palette:
    """What numbers of colours stand for in one workbook.

    Parameters
    ----------
    theme
        Its theme.
    indexed
        Its palette, where it has one of its own.
    """

    theme: Theme = OFFICE
    indexed: tuple[str, ...] = ()

    def colour(self, node: Node | None) -> str:
        """Return a colour as six digits, ``automatic``, or in words what cannot be told.

        Parameters
        ----------
        node
            An element that names it; nothing stands for the automatic one.
        """
        if node is None:
            return AUTOMATIC
        told = {key: node.get(key) for key in ("rgb", "indexed", "theme") if node.get(key)}
        if len(told) > 1 or (told and node.flag("auto")):
            return f"told in two ways ({', '.join(sorted(told))})"
        for key, value in told.items():
            base = getattr(self, f"_{key}")(value)
            return _tinted(base, node.get("tint"))
        return AUTOMATIC

    def _rgb(self, value: str) -> str:
        found = _HEX.fullmatch(value)
        return found[1].upper() if found else f"no colour ({value:.20})"

    def _indexed(self, value: str) -> str:
        number = whole_number(value)
        if number in _WINDOW:
            return _WINDOW[number]
        palette = self.indexed or COLOR_INDEX
        return self._rgb(palette[number]) if 0 <= number < len(palette) else f"no colour ({number})"

    def _theme(self, value: str) -> str:
        number = whole_number(value)
        if not 0 <= number < len(IN_A_THEME):
            return f"no colour ({value:.20})"
        return self.theme.colours.get(IN_A_THEME[number], f"no colour ({value})")


def whole_number(told: str) -> int:
    """Return a whole number from 0 on, or -1 for what is none."""
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 9 else -1


def _tinted(colour: str, tint: str) -> str:
    """Return a colour made lighter (above 0) or darker (below 0)."""
    if not tint or not _HEX.fullmatch(colour):
        return colour
    try:
        share = float(tint)
    except ValueError:
        return f"{colour} tinted {tint:.20}"
    if not -1 <= share <= 1:
        return f"{colour} tinted {tint:.20}"
    hue, light, full = colorsys.rgb_to_hls(*channels(colour))
    light = light * (1 + share) if share < 0 else light * (1 - share) + share
    return "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, light, full))


def channels(colour: str) -> tuple[float, float, float]:
    """Return red, green and blue of six digits, each from 0 to 1."""
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4))
    return red, green, blue


def lightness(colour: str) -> float:
    """Return how light a colour of six digits is, from black (0) to white (1)."""
    red, green, blue = channels(colour)
    return 0.3 * red + 0.59 * green + 0.11 * blue
