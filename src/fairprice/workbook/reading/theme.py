"""The theme of a workbook: its colours and typefaces, and whether anything in it hides."""

from __future__ import annotations

from collections.abc import Iterator

from fairprice.workbook.guard import Package
from fairprice.workbook.guard.kinds import THEME
from fairprice.workbook.reading.colours import IN_A_THEME, OFFICE, Theme, lightness, whole_number
from fairprice.workbook.reading.grammar import Node, read_part
from fairprice.workbook.reading.known.theme import THEME as RULES

#: Faces that show letters and digits as they are stored, of the programs known here.
PLAIN_FACES = frozenset(
    (
        "", "Aptos", "Aptos Display", "Aptos Narrow", "Arial", "Calibri", "Calibri Light",
        "Cambria", "Carlito", "DejaVu Sans", "Helvetica", "Liberation Sans", "Sans", "Segoe UI",
        "Tahoma", "Times New Roman", "Verdana",
    )
)  # fmt: skip
#: How light the colours of a theme are, from black (0) to white (1), so that dark text stays
#: dark, the page light, and lines can be seen on it.
_LIGHTNESS = {
    "dk1": (0.0, 0.45), "dk2": (0.0, 0.45), "lt1": (0.9, 1.0), "lt2": (0.6, 1.0),
}  # fmt: skip
_OF_LINES = (0.0, 0.85)
#: The colours of windows that a theme may take in place of its own.
_OF_WINDOWS = {"dk1": ("windowText", "000000"), "lt1": ("window", "FFFFFF")}
#: Of what the lines and fills of a theme are made.
_MADE_OF = frozenset(
    f"a:{name}"
    for name in (
        "fillStyleLst", "lnStyleLst", "solidFill", "gradFill", "gsLst", "gs", "lin", "path",
        "fillToRect", "schemeClr", "tint", "shade", "satMod", "lumMod", "ln", "prstDash", "miter",
        "round", "bevel",
    )
)  # fmt: skip
#: The least width of a line (1/12,700 of a point), and how much of its colour may be left.
_THINNEST, _PALEST = 3_000, 50_000


def read_theme(package: Package) -> Theme:
    """Read the theme of a workbook, and note what could hide something.

    Parameters
    ----------
    package
        The file; without a theme programs take one of their own.
    """
    names = package.leads_to(package.workbook, THEME)
    if not names:
        return OFFICE
    root = read_part(package, names[0], RULES)
    elements = root.child("a:themeElements") or Node("a:themeElements", {})
    theme = Theme(_colours(elements), _typefaces(elements))
    for problem in (*_odd_colours(theme), *_odd_faces(theme), *_odd_lines(elements)):
        package.remark(names[0], problem)
    return theme


def _colours(elements: Node) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in (elements.child("a:clrScheme") or Node("", {})).children:
        name = node.name.removeprefix("a:")
        told = node.children[0] if len(node.children) == 1 else Node("", {})
        colour = "no colour"
        if told.name == "a:srgbClr" and not told.children:
            colour = told.get("val").upper()
        elif (
            told.name == "a:sysClr"
            and told.get("lastClr").upper() == _OF_WINDOWS.get(name, ("",))[-1]
        ):
            # the colour that the computer is set to, which every program knows by its use
            colour = told.get("lastClr") if told.get("val") == _OF_WINDOWS[name][0] else colour
        found[name] = colour if name not in found else "two colours"
    return found


def _typefaces(elements: Node) -> dict[str, str]:
    found = {}
    for scheme in ("major", "minor"):
        face = elements.child("a:fontScheme", f"a:{scheme}Font", "a:latin")
        found[scheme] = face.get("typeface") if face is not None else ""
    return found


def _odd_colours(theme: Theme) -> Iterator[str]:
    for name in IN_A_THEME:
        colour = theme.colours.get(name, "no colour")
        least, most = _LIGHTNESS.get(name, _OF_LINES)
        if len(colour) != 6 or not set(colour) <= set("0123456789ABCDEF"):
            yield f"the colour {name} of the theme ({colour:.20})"
        elif not least <= lightness(colour) <= most:
            yield f"the colour {name} of the theme, which is too light or too dark"


def _odd_faces(theme: Theme) -> Iterator[str]:
    for face in theme.typefaces.values():
        if face not in PLAIN_FACES:
            yield f"the typeface {face:.60} of the theme"


def _odd_lines(elements: Node) -> Iterator[str]:
    for name in ("a:fillStyleLst", "a:lnStyleLst"):
        listed = elements.child("a:fmtScheme", name)
        for node in _within(listed) if listed is not None else ():
            of_line = name == "a:lnStyleLst" and node.name == "a:tint"
            pale = of_line and whole_number(node.get("val")) < _PALEST
            width = whole_number(node.get("w", str(_THINNEST)))
            thin = node.name == "a:ln" and width < _THINNEST
            if node.name not in _MADE_OF or pale or thin:
                yield f"{node.name} in the lines and fills of the theme"


def _within(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _within(child)
