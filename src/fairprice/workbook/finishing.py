"""The last pass over a saved workbook: cached values, fixed dates and order, alt text.

openpyxl leaves formula cells without a value, so that viewers, Protected View and pandas
would show nothing. Excel files are zip archives of XML; what is changed here is what
openpyxl itself has just written, so plain text patterns are enough, and every one of
them must be found.
"""

from __future__ import annotations

import re
import zipfile
from datetime import datetime
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from fairprice import digits
from fairprice.errors import Problem, WorkbookError
from fairprice.workbook.escapes import escaped

#: Zip archives cannot hold an earlier date.
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_FORMULA = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*)><f>([^<]*)</f><v ?/?>(?:</v>)?</c>')
_SHEET = re.compile(r"xl/worksheets/sheet([0-9]+)\.xml")
_DRAWING = re.compile(r"xl/drawings/drawing([0-9]+)\.xml")
_STAMP = re.compile(r"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
_GRAPHIC = re.compile(r'(<(?:xdr:)?graphicFrame>?.*?<(?:\w+:)?cNvPr id="[0-9]+" name="[^"]*")')


def finish(
    content: bytes,
    caches: dict[str, dict[str, float | str]],
    stamp: datetime,
    alt_texts: tuple[str, ...],
) -> bytes:
    """Fill caches, fix what would differ from run to run, and describe the charts.

    Parameters
    ----------
    content
        The saved workbook.
    caches
        By sheet name and cell, what each formula comes to. Sheets are in file order.
    stamp
        The date to put on the document.
    alt_texts
        Description of each chart, in the order of their sheets.

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
        parts = {name: source.read(name) for name in source.namelist()}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as finished:
        for name in sorted(parts, key=_first_the_content_types):
            part = parts[name]
            sheet = _SHEET.fullmatch(name)
            if sheet and int(sheet[1]) in by_number:
                part = _with_values(part, by_number[int(sheet[1])], name)
            elif name == "docProps/core.xml":
                when = stamp.strftime("%Y-%m-%dT%H:%M:%SZ")
                part = _STAMP.sub(rf"\g<1>{when}\g<3>", part.decode()).encode()
            elif drawing := _DRAWING.fullmatch(name):
                part = _described(part, alt_texts[int(drawing[1]) - 1])
            finished.writestr(zipfile.ZipInfo(name, _ZIP_EPOCH), part, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _described(drawing: bytes, alt_text: str) -> bytes:
    description = f" descr={quoteattr(alt_text)}"
    return _GRAPHIC.sub(lambda match: match[1] + description, drawing.decode()).encode()


def _first_the_content_types(name: str) -> tuple[bool, str]:
    return name != "[Content_Types].xml", name


def _with_values(part: bytes, cells: dict[str, float | str], name: str) -> bytes:
    filled = set()

    def fill(match: re.Match[str]) -> str:
        cell, attributes, formula = match.groups()
        value = cells[cell]
        filled.add(cell)
        if isinstance(value, str):
            told = escape(escaped(value))
            return f'<c r="{cell}"{attributes} t="str"><f>{formula}</f><v>{told}</v></c>'
        return f'<c r="{cell}"{attributes}><f>{formula}</f><v>{digits.written(value)}</v></c>'

    text = _FORMULA.sub(fill, part.decode())
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
    return text.encode()
