"""Whether the lines, fills and letters of a chart can be seen."""

from __future__ import annotations

import colorsys
from collections.abc import Iterator
from dataclasses import dataclass

from fairprice.workbook.reading.colours import Theme, channels, lightness, whole_number
from fairprice.workbook.reading.grammar import Node
from fairprice.workbook.reading.theme import PLAIN_FACES

#: Lightness, from black (0) to white (1): letters, lines and bars are darker, a page lighter.
_OF_LETTERS, _OF_LINES, _OF_A_PAGE = 0.6, 0.85, 0.9
#: Hundredths of a point, and 1/12,700 of a point: the smallest letters, the widest lines.
_SMALLEST, _WIDEST = 600, 60_000
#: 1/60,000 of a degree: lying, standing, and as programs choose.
_TURNS = frozenset(("0", "-5400000", "5400000", "-60000000"))
_SCHEME = {"tx1": "dk1", "bg1": "lt1", "tx2": "dk2", "bg2": "lt2"}
_NAMED = {"black": "000000", "white": "FFFFFF"}
_PARTS = 100_000
#: Notes of Gnumeric on how it filled a shape.
_GNUMERIC = "{http://www.gnumeric.org/ext/spreadsheetml}gostyle"
_OF_A_LINE = frozenset(
    ("a:noFill", "a:solidFill", "a:prstDash", "a:round", "a:miter", "a:bevel", "a:headEnd",
     "a:tailEnd", "a:extLst")
)  # fmt: skip
_OF_LETTERS_ALLOWED = frozenset(
    ("a:solidFill", "a:latin", "a:ea", "a:cs", "a:sym", "a:effectLst", "a:ln", "a:extLst")
)


@dataclass(frozen=True)
class Shapes:
    """Judges the shapes of a chart by the theme they take their colours from."""

    theme: Theme

    def colour(self, fill: Node) -> str | None:
        """Return the colour of a fill as six digits; nothing where it cannot be told."""
        if len(fill.children) != 1:
            return None
        [told] = fill.children
        value = told.get("val")
        base = {
            "a:srgbClr": value.upper(),
            "a:prstClr": _NAMED.get(value, ""),
            "a:sysClr": told.get("lastClr").upper(),
            "a:schemeClr": self.theme.colours.get(_SCHEME.get(value, value), ""),
        }.get(told.name, "")
        if len(base) != 6 or not set(base) <= set("0123456789ABCDEF"):
            return None
        return _changed(base, told.children)

    def _light(self, fill: Node) -> float | None:
        colour = self.colour(fill)
        return None if colour is None else lightness(colour)

    def frame(self, shape: Node | None) -> Iterator[str]:
        """Say what is odd about a surface that text and lines stand on."""
        for node in shape.children if shape is not None else ():
            if node.name == "a:solidFill":
                light = self._light(node)
                if light is None or light < _OF_A_PAGE:
                    yield "a background that is not white"
            elif node.name == "a:ln":
                yield from self._line(node)
            elif not _of_no_effect(node) and node.name != "a:noFill":
                yield f"{node.name} in a background"

    def line(self, shape: Node | None) -> Iterator[str]:
        """Say why a line of a chart, drawn through its points, cannot be seen."""
        yield from self._drawn(shape)
        line = shape.child("a:ln") if shape is not None else None
        if line is not None and line.child("a:noFill") is not None:
            yield "a line that cannot be seen"

    def marker(self, shape: Node | None) -> Iterator[str]:
        """Say what is odd about the mark of a point; whether it is seen is no matter."""
        for node in shape.children if shape is not None else ():
            if node.name == "a:ln":
                yield from self._line(node)
            elif node.name not in ("a:solidFill", "a:noFill") and not _of_no_effect(node):
                yield f"{node.name} in a marker"

    def bars(self, shape: Node | None) -> Iterator[str]:
        """Say why the bars of a chart cannot be seen."""
        yield from self._drawn(shape)
        if shape is not None and shape.child("a:noFill") is not None:
            yield "bars that cannot be seen"

    def _drawn(self, shape: Node | None) -> Iterator[str]:
        for node in shape.children if shape is not None else ():
            if node.name == "a:solidFill":
                yield from self._ink(node)
            elif node.name == "a:pattFill":
                yield from self._ink(node.child("a:fgClr") or node)
            elif node.name == "a:ln":
                yield from self._line(node)
                fill = node.child("a:solidFill")
                yield from self._ink(fill) if fill is not None else ()
            elif not _of_no_effect(node) and node.name != "a:noFill":
                yield f"{node.name} in a series"

    def _ink(self, fill: Node) -> Iterator[str]:
        if not fill.children:
            return  # Gnumeric names no colour where programs choose one
        light = self._light(fill)
        if light is None or light > _OF_LINES:
            yield "a series in the colour of the page"

    def _line(self, line: Node) -> Iterator[str]:
        if whole_number(line.get("w", "0")) not in range(_WIDEST):
            yield "a line that is very wide"
        for node in line.children:
            if node.name not in _OF_A_LINE:
                yield f"{node.name} in a line"

    def unseen(self, shape: Node | None) -> bool:
        """Tell whether a line is drawn at all."""
        return shape is not None and shape.child("a:ln", "a:noFill") is not None

    def letters(self, body: Node | None) -> Iterator[str]:
        """Say why text cannot be seen: its colour, size, face or turn."""
        for node in _within(body) if body is not None else ():
            if node.name == "a:bodyPr":
                if node.get("rot", "0") not in _TURNS or node.get("vert", "horz") != "horz":
                    yield "text that is turned"
                if any(child.name not in ("a:noAutofit", "a:spAutoFit", "a:normAutofit")
                       for child in node.children):  # fmt: skip
                    yield "text in a shape of its own"
            elif node.name in ("a:rPr", "a:defRPr", "a:endParaRPr"):
                yield from self._letters(node)
            elif node.name in ("a:fld", "a:lvl1pPr"):
                yield f"{node.name} in a text"

    def _letters(self, node: Node) -> Iterator[str]:
        size = whole_number(node.get("sz", str(_SMALLEST)))
        if size < _SMALLEST or node.get("strike", "noStrike") != "noStrike":
            yield "text that is too small or struck through"
        if node.get("baseline", "0") != "0":
            yield "text above or below its line"
        for child in node.children:
            if child.name not in _OF_LETTERS_ALLOWED or (
                child.name in ("a:effectLst", "a:ln")
                and any(grandchild.name != "a:noFill" for grandchild in child.children)
            ):
                yield f"{child.name} in a text"
            elif child.name == "a:solidFill":
                light = self._light(child)
                if light is None or light > _OF_LETTERS:
                    yield "text in the colour of the page"
            elif child.name in ("a:latin", "a:sym"):
                face = child.get("typeface")
                if face not in PLAIN_FACES and not face.startswith(("+mn-", "+mj-")):
                    yield f"the typeface {face:.60}"


def text_within(body: Node | None) -> str:
    """Return the text of a title, paragraph by paragraph."""
    paragraphs = body.each("a:p") if body is not None else ()
    return "\n".join(
        "".join(
            node.text if node.name == "a:t" else "\n" if node.name == "a:br" else ""
            for node in _within(paragraph)
        )
        for paragraph in paragraphs
    )


def _of_no_effect(node: Node) -> bool:
    """Tell whether a part of a shape changes nothing: no effects, or notes of a program."""
    if node.name == "a:effectLst":
        return not node.children
    notes = [note for note in _within(node) if not note.children]
    return node.name == "a:extLst" and all(
        note.name == _GNUMERIC and note.get("pattern", "solid") == "solid" for note in notes
    )


def _changed(colour: str, changes: list[Node]) -> str | None:
    """Apply what makes a colour of a theme lighter or darker, in thousandths of a per cent."""
    hue, light, full = colorsys.rgb_to_hls(*channels(colour))
    for change in changes:
        share = whole_number(change.get("val")) / _PARTS
        if change.name in ("a:lumMod", "a:shade"):
            light *= share
        elif change.name == "a:lumOff":
            light += share
        elif change.name == "a:tint":
            light = light * share + 1 - share
        elif change.name != "a:satMod":
            return None
    light = min(max(light, 0.0), 1.0)
    return "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, light, full))


def _within(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _within(child)
