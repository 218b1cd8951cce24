"""The last pass over a saved workbook: cached values, fixed order, alt text, spelling.

openpyxl leaves formula cells and charts without a value, so that viewers, Protected View and
pandas would show nothing. It spells some things as the format allows and not every program
reads: names of parts from the root, drawings and charts without prefixes, a font's face
before its size. It spells others as the XML library does that it finds: here they are spelled in
one way, so that a file is the same wherever it is written. Excel files are zip archives of XML;
what is changed here is what openpyxl itself has just written, so plain text patterns are enough.
Of formulas every one must be found.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr, unescape

from fairprice import digits
from fairprice.errors import Problem, WorkbookError
from fairprice.workbook.drawn import Kept
from fairprice.workbook.escapes import escaped

#: Zip archives cannot hold an earlier date.
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_FORMULA = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*)><f>([^<]*)</f><v /></c>')
_SHEET = re.compile(r"xl/worksheets/sheet([0-9]+)\.xml")
_DRAWING = re.compile(r"xl/drawings/drawing([0-9]+)\.xml")
_CHART = re.compile(r"xl/charts/chart[0-9]+\.xml")
_TARGET = re.compile(r'Target="/([^"]+)"')
_FONT = re.compile(r"(?<=<font>).*?(?=</font>)")
_OF_A_FONT = re.compile(r"<(\w+)[^>]*/>")
#: Children of a font in the order that the Open XML SDK asks for; the standard leaves it free.
_FONT_ORDER = (
    "b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color",
    "name", "family", "charset", "scheme",
)  # fmt: skip
_WITHOUT_PREFIX = re.compile(r"<(/?)(\w+)(?=[\s/>])")
_CLOSED = re.compile(r"(?<! )/>")
_EMPTY = re.compile(r"<([\w:]+)((?: [^<>]*)?)(?<!/)></\1>")
_NUMBERED = re.compile(r"&#([0-9]+);")
_LAST_OF_ASCII = 127
#: Signs of a user are written out in texts and attributes, so that none looks like a tag.
_NAMESPACE = re.compile(r'(<[^<>]*?)( xmlns:\w+="[^"]*")')
_ROOT = re.compile(r"<[\w:]+")
_SOURCE = re.compile(r"<(tx|cat|val)><(?:num|str)Ref><f>([^<]*)</f></(?:num|str)Ref>")
_GRAPHIC = re.compile(r'(<xdr:cNvPr id="[0-9]+" name="[^"]*")')


def finish(
    content: bytes,
    caches: dict[str, dict[str, float | str]],
    alt_texts: tuple[str, ...],
    kept: Callable[[str], Kept],
) -> bytes:
    """Fill caches, fix what would differ from run to run, and spell what every program reads.

    Parameters
    ----------
    content
        The saved workbook.
    caches
        By sheet name and cell, what each formula comes to. Sheets are in file order.
    alt_texts
        Description of each chart, in the order of their sheets.
    kept
        What a chart keeps of the cells of a reference.

    Returns
    -------
    bytes
        The finished workbook.

    Raises
    ------
    WorkbookError
        If a formula has no value or a value no formula.
    """
    by_number = {number: cells for number, cells in enumerate(caches.values(), start=1)}
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source:
        parts = {name: source.read(name).decode() for name in source.namelist()}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as finished:
        for name in sorted(parts, key=_first_the_content_types):
            part, sheet = _spelled(parts[name]), _SHEET.fullmatch(name)
            if sheet and int(sheet[1]) in by_number:
                part = _with_values(part, by_number[int(sheet[1])], name)
            elif drawing := _DRAWING.fullmatch(name):
                part = _described(_prefixed(part, "xdr"), alt_texts[int(drawing[1]) - 1])
            elif _CHART.fullmatch(name):
                part = _prefixed(_with_sources(part, kept), "c")
            elif name == "xl/styles.xml":
                part = _FONT.sub(_in_order, part)
            elif name.endswith(".rels"):
                part = _relative(part, name)
            finished.writestr(zipfile.ZipInfo(name, _ZIP_EPOCH), part, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _relative(links: str, name: str) -> str:
    """Name parts from the folder of the part that leads to them."""
    folder = posixpath.dirname(posixpath.dirname(name))

    def from_there(match: re.Match[str]) -> str:
        return f'Target="{posixpath.relpath(match[1], folder or ".")}"'

    return _TARGET.sub(from_there, links)


def _prefixed(part: str, prefix: str) -> str:
    """Write a prefix where elements have none."""
    text = _WITHOUT_PREFIX.sub(rf"<\1{prefix}:\2", part)
    return _all_told_at_the_root(text.replace(" xmlns=", f" xmlns:{prefix}=", 1))


def _spelled(part: str) -> str:
    """Spell alike what openpyxl writes in one way with lxml and in another without.

    A tag with nothing in it is closed at once, a sign stands as it is but for tabs and ends of
    lines, and namespaces are told at the root.
    """
    if part.startswith("<?xml"):  # the theme, which openpyxl holds ready
        return part
    text = _EMPTY.sub(r"<\1\2 />", _CLOSED.sub(" />", part))
    text = _NUMBERED.sub(_sign, text.replace("\r", "&#13;"))
    return _all_told_at_the_root(text)


def _all_told_at_the_root(part: str) -> str:
    """Tell all namespaces where Gnumeric looks for them: it drops what is drawn otherwise."""
    told = set()
    while " xmlns:" in part and (found := set(_NAMESPACE.findall(part))):
        told |= {namespace for _, namespace in found}
        part = _NAMESPACE.sub(r"\1", part)
    return _ROOT.sub(lambda root: root[0] + "".join(sorted(told)), part, count=1)


def _sign(match: re.Match[str]) -> str:
    code = int(match[1])
    return chr(code) if code > _LAST_OF_ASCII else f"&#{code};"


def _in_order(match: re.Match[str]) -> str:
    children = sorted(_OF_A_FONT.finditer(match[0]), key=lambda one: _FONT_ORDER.index(one[1]))
    return "".join(child[0] for child in children)


def _with_sources(chart: str, kept: Callable[[str], Kept]) -> str:
    """Keep in a chart what its cells hold; a value that is a word has no place on an axis."""

    def fill(match: re.Match[str]) -> str:
        where, reference = match.groups()
        cells = kept(unescape(reference))
        numbers = where == "val" or (where == "cat" and all(cells.are_numbers))
        points = "".join(
            f'<pt idx="{place}"><v>{escape(value)}</v></pt>'
            for place, (value, number) in enumerate(
                zip(cells.values, cells.are_numbers, strict=True)
            )
            if number or not numbers
        )
        kind = "num" if numbers else "str"
        form = f"<formatCode>{escape(cells.number_format)}</formatCode>" if numbers else ""
        cache = f'{form}<ptCount val="{len(cells.values)}"/>{points}'
        told = f"<f>{reference}</f><{kind}Cache>{cache}</{kind}Cache>"
        return f"<{where}><{kind}Ref>{told}</{kind}Ref>"

    return _SOURCE.sub(fill, chart)


def _described(drawing: str, alt_text: str) -> str:
    description = f" descr={quoteattr(alt_text)}"
    return _GRAPHIC.sub(lambda match: match[1] + description, drawing)


def _first_the_content_types(name: str) -> tuple[bool, str]:
    return name != "[Content_Types].xml", name


def _with_values(part: str, cells: dict[str, float | str], name: str) -> str:
    filled = set()

    def fill(match: re.Match[str]) -> str:
        cell, attributes, formula = match.groups()
        value = cells[cell]
        filled.add(cell)
        if isinstance(value, str):
            told = escape(escaped(value))
            return f'<c r="{cell}"{attributes} t="str"><f>{formula}</f><v>{told}</v></c>'
        return f'<c r="{cell}"{attributes}><f>{formula}</f><v>{digits.written(value)}</v></c>'

    text = _FORMULA.sub(fill, part)
    if filled != set(cells) or text.count("<f>") != len(filled):
        raise WorkbookError(
            [
                Problem(
                    "cache-not-filled", name,
                    f"{len(filled)} of {len(cells)} formulas received a value.",
                    "A viewer would show an empty cell or an old number.",
                    "This is a fault of the library, or of an untried version of openpyxl; "
                    "report it with your versions.",
                )
            ]
        )  # fmt: skip
    return text
