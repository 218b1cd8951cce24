"""How a cell looks: the format of its number, its font, fill, border and alignment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from openpyxl.styles.numbers import BUILTIN_FORMATS

from fairprice.workbook.guard import Package, Refusal
from fairprice.workbook.guard.kinds import STYLES
from fairprice.workbook.reading.colours import AUTOMATIC, BLACK, WHITE, Palette, Theme, whole_number
from fairprice.workbook.reading.grammar import Node, read_part
from fairprice.workbook.reading.known.styles import STYLES as RULES

#: Numbers of formats up to here have a meaning of their own, unless the file defines them.
_LAST_BUILT_IN = 49
#: Character sets that are no alphabets: their fonts show other signs than are stored.
_SYMBOLS = "2"
#: What styles number and cells refer to.
_LISTED = ("font", "fill", "border")
#: What a cell may take from its style, or say for itself, by the attribute that tells which.
_APPLIED = {
    "applyNumberFormat": "number_format", "applyFont": "font", "applyFill": "fill",
    "applyBorder": "border", "applyAlignment": "alignment", "applyProtection": "protection",
}  # fmt: skip


@dataclass(frozen=True)
class Look:
    """How a cell looks, in words that can be compared.

    Parameters
    ----------
    number_format
        As it is written.
    face
        Name of its typeface.
    font
        Its size and what is not plain about it.
    colour
        Of the text: six digits, or ``automatic``.
    fill, border
        Empty where there is none.
    alignment
        What is not as programs do it by themselves.
    protection
        Empty for a locked cell whose formula can be seen.
    quoted
        Whether what stands in it is taken for text, whatever it looks like.
    """

    number_format: str = "General"
    face: str = ""
    font: str = ""
    colour: str = AUTOMATIC
    fill: str = ""
    border: str = ""
    alignment: str = ""
    protection: str = ""
    quoted: bool = False


@dataclass
class Styles:
    """The styles of one workbook.

    Parameters
    ----------
    root
        The part; nothing where the workbook has none.
    theme
        Its theme.
    remark
        Takes note of what programs read differently.
    """

    root: Node
    theme: Theme
    remark: Callable[[str], None]

    @classmethod
    def of(cls, package: Package, theme: Theme) -> Styles:
        """Read them.

        Parameters
        ----------
        package
            The file; what programs read differently in a style that is used is noted with it.
        theme
            Its theme.
        """
        names = package.leads_to(package.workbook, STYLES)
        part = names[0] if names else package.workbook
        root = read_part(package, part, RULES) if names else Node("styleSheet", {})
        return cls(root, theme, lambda problem: package.remark(part, problem))

    @cached_property
    def palette(self) -> Palette:
        """What the numbers of its colours stand for."""
        own = tuple(
            node.get("rgb") for node in self.root.each("colors", "indexedColors", "rgbColor")
        )
        return Palette(self.theme, own)

    def look(self, number: int) -> Look:
        """Return how a cell with a style of this number looks.

        Parameters
        ----------
        number
            Counted from 0, as cells do.

        Raises
        ------
        Refusal
            If there is no such style.
        """
        if number in self._looks:
            return self._looks[number]
        if not 0 <= number < max(len(self._cells), 1):
            raise Refusal("broken-part", f"a cell has the style {number}, which is not there")
        look = self._resolved(self._cells[number]) if self._cells else Look()
        self._looks[number] = look
        return look

    def usual_fonts(self) -> frozenset[tuple[str, str]]:
        """Return face and size of the fonts in which programs measure how wide columns are.

        They take that of the style *Normal*, of cells without a style, or the first there is.
        """
        named = [
            whole_number(node.get("xfId", "0"))
            for node in self.root.each("cellStyles", "cellStyle")
            if node.get("builtinId") == "0" or node.get("name") == "Normal"
        ]
        xfs = [Node("xf", {}), *self._cells[:1], *self._above[:1]]
        xfs += [self._above[number] for number in named if 0 <= number < len(self._above)]
        told = (self._font_of(xf) for xf in xfs)
        return frozenset((face, font) for face, font, _ in told)

    @cached_property
    def _looks(self) -> dict[int, Look]:
        return {}

    @cached_property
    def _cells(self) -> list[Node]:
        return list(self.root.each("cellXfs", "xf"))

    @cached_property
    def _above(self) -> list[Node]:
        return list(self.root.each("cellStyleXfs", "xf"))

    @cached_property
    def _formats(self) -> dict[int, str]:
        found: dict[int, str] = {}
        for node in self.root.each("numFmts", "numFmt"):
            number = whole_number(node.get("numFmtId"))
            if number in found or 0 <= number <= _LAST_BUILT_IN:
                told = f"the format of numbers {number} has two meanings"
                if found.get(number, BUILTIN_FORMATS.get(number)) != node.get("formatCode"):
                    raise Refusal("ambiguous", told)
            found[number] = node.get("formatCode")
        return found

    def _resolved(self, cell: Node) -> Look:
        """Put together a look, and note where programs differ in what counts."""
        told = {name: self._aspect(name, cell) for name in _APPLIED.values()}
        above = self._style_of(cell)
        if above is not None:
            for flag, name in _APPLIED.items():
                # told to leave it to the style, some programs do and some do not
                same = self._aspect(name, above) == told[name] and above.flag(flag, True)
                if not cell.flag(flag, True) and not same:
                    self.remark(f"a cell style that says not to use its own {name}")
        face, font, colour = told.pop("font")
        return Look(
            face=face, font=font, colour=colour, quoted=cell.flag("quotePrefix"),
            **{name: words[0] for name, words in told.items()},
        )  # fmt: skip

    def _style_of(self, cell: Node) -> Node | None:
        number = whole_number(cell.get("xfId", "0"))
        return self._above[number] if 0 <= number < len(self._above) else None

    def _aspect(self, name: str, xf: Node) -> tuple[str, ...]:
        maker: Callable[[Node], tuple[str, ...]] = getattr(self, f"_{name}_of")
        return maker(xf)

    def _number_format_of(self, xf: Node) -> tuple[str, ...]:
        number = whole_number(xf.get("numFmtId", "0"))
        if number in self._formats:
            return (self._formats[number],)
        if number not in BUILTIN_FORMATS or number > _LAST_BUILT_IN:
            self.remark(f"a format of numbers that is not there ({number})")
            return (f"no format {number}",)
        return (BUILTIN_FORMATS[number],)

    @cached_property
    def _listed(self) -> dict[str, list[Node]]:
        return {f"{kind}Id": list(self.root.each(f"{kind}s", kind)) for kind in _LISTED}

    def _of_a_list(self, xf: Node, kind: str) -> Node:
        listed, number = self._listed[f"{kind}Id"], whole_number(xf.get(f"{kind}Id", "0"))
        if not listed and number == 0:
            return Node(kind, {})
        if not 0 <= number < len(listed):
            raise Refusal("broken-part", f"a style has the {kind} {number}, which is not there")
        return listed[number]

    def _font_of(self, xf: Node) -> tuple[str, ...]:
        return font_in_words(self._of_a_list(xf, "font"), self.palette)

    def _fill_of(self, xf: Node) -> tuple[str, ...]:
        return (self._fill(self._of_a_list(xf, "fill")),)

    def _border_of(self, xf: Node) -> tuple[str, ...]:
        return (_border(self._of_a_list(xf, "border")),)

    def _fill(self, fill: Node) -> str:
        pattern = fill.child("patternFill")
        if fill.child("gradientFill") is not None:
            return "gradient"
        kind = pattern.get("patternType", "none") if pattern is not None else "none"
        if pattern is None or kind == "none":
            return ""
        front = self.palette.colour(pattern.child("fgColor"))
        if kind == "solid":
            # some programs write out that a page is white
            return "" if front == WHITE else f"solid {front}"
        return f"{kind} {front} on {self.palette.colour(pattern.child('bgColor'))}"

    def _alignment_of(self, xf: Node) -> tuple[str, ...]:
        node = xf.child("alignment") or Node("alignment", {})
        plain = {"horizontal": "general", "vertical": "bottom"}
        told = [f"{key} {node.get(key)}" for key, usual in plain.items()
                if node.get(key, usual) != usual]  # fmt: skip
        told += [key for key in ("wrapText", "shrinkToFit", "justifyLastLine") if node.flag(key)]
        told += [f"{key} {node.get(key)}" for key in ("indent", "textRotation", "readingOrder")
                 if node.get(key, "0") != "0"]  # fmt: skip
        return (", ".join(told),)

    def _protection_of(self, xf: Node) -> tuple[str, ...]:
        node = xf.child("protection") or Node("protection", {})
        told = [] if node.flag("locked", True) else ["unlocked"]
        return (", ".join(told + (["formula hidden"] if node.flag("hidden") else [])),)


def font_in_words(font: Node, palette: Palette) -> tuple[str, str, str]:
    """Name the face of a font, describe it, and name its colour.

    Parameters
    ----------
    font
        The element; of a run of text within a cell, ``rPr``.
    palette
        What its colours stand for.
    """
    face = font.value("name") or font.value("rFont")
    scheme = font.value("scheme")
    if scheme not in ("", "none"):
        # whoever follows the theme takes its face, whoever does not takes the one named
        of_theme = palette.theme.typefaces.get(scheme, f"no {scheme:.20} face")
        face = face if face == of_theme else f"{face or 'no face'} or {of_theme}"
    told = [_size(font.value("sz"))]
    told += [key for key in ("b", "i", "strike", "outline", "shadow", "condense", "extend")
             if (node := font.child(key)) is not None and node.flag("val", True)]  # fmt: skip
    underline = font.child("u")
    if underline is not None and underline.get("val", "single") != "none":
        told.append(f"underlined {underline.get('val', 'single')}")
    if font.value("vertAlign") not in ("", "baseline"):
        told.append(font.value("vertAlign"))
    if font.value("charset") == _SYMBOLS:
        told.append("in signs")
    colour = palette.colour(font.child("color"))
    return face, " ".join(told), AUTOMATIC if colour == BLACK else colour


def _size(told: str) -> str:
    try:
        return f"{float(told or 11):.1f}".removesuffix(".0")
    except (ValueError, OverflowError):
        return f"size {told:.20}"


def _border(border: Node) -> str:
    told = [f"{side.name} {side.get('style')}" for side in border.children
            if side.get("style", "none") != "none"]  # fmt: skip
    return ", ".join(told)
