"""Ways to alter a package so that programs read or show another workbook than the library."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO

from packages import (
    BOOK,
    COMPATIBLE,
    COVER,
    COVER_LINKS,
    LINKS,
    MAIN,
    OFFICE,
    PRICED,
    ROOT,
    STRICT,
    STYLES,
    THEME,
    TYPES,
    Alteration,
    Parts,
    copy_of,
    edited,
    in_text,
    linked,
    packed,
    relationship,
    renamed_entry,
    typed,
    with_extra_name,
    with_parts,
)

ANOTHER_PRICE = r"\g<1>40.65\g<2>"
#: The price on the cover: the cell, and around its stored number.
PRICE = rf'(<c r="B9" s="{PRICED}"><f>[^<]*</f><v>)[^<]*(</v>)'
A_BOX = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor><xdr:from>'
    "<xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>8</xdr:row><xdr:rowOff>0</xdr:rowOff>"
    "</xdr:from><xdr:to><xdr:col>2</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>9</xdr:row>"
    "<xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:sp><xdr:nvSpPr><xdr:cNvPr id='2' name='t'/>"
    "<xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr><a:prstGeom prst='rect'/><a:solidFill><a:srgbClr "
    "val='FFFFFF'/></a:solidFill></xdr:spPr><xdr:txBody><a:bodyPr/><a:p><a:r><a:t>40.65</a:t></a:r>"
    "</a:p></xdr:txBody></xdr:sp><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"
)


_other_cover = in_text(COVER, PRICE, ANOTHER_PRICE)


def _with_box(where: str) -> Callable[[Parts], bytes]:
    """Put a text box over the price, from a folder of one's choice."""
    drawing = f'<drawing xmlns:r="{OFFICE}" r:id="rId99"/><tableParts'
    return with_parts(
        {
            where: lambda parts: A_BOX,
            TYPES: typed(where, "drawing"),
            COVER_LINKS: linked(COVER_LINKS, "drawing", f"/{where}"),
            COVER: in_text(COVER, "<tableParts", drawing),
        }
    )


def _second(part: str, kind: str, content_type: str) -> Callable[[Parts], bytes]:
    """Let the workbook lead to a second part of a kind."""
    return with_parts(
        {
            "xl/other.xml": copy_of(part),
            TYPES: typed("xl/other.xml", content_type),
            LINKS: linked(LINKS, kind, "other.xml"),
        }
    )


_HIDDEN_COVER = in_text(BOOK, '(name="Cover"[^>]*state=")visible', r"\1veryHidden")

RELATIONSHIPS = {
    "a second workbook": Alteration(
        "whichever of the two the program finds first",
        "ambiguous",
        with_parts(
            {
                "xl/other.xml": _HIDDEN_COVER,
                TYPES: typed("xl/other.xml", "spreadsheetml.sheet.main"),
                ROOT: linked(ROOT, "officeDocument", "xl/other.xml"),
            }
        ),
    ),
    "a workbook of another name, and a good one where it usually is": Alteration(
        "the workbook that the root leads to, without its cover",
        "hidden sheet",
        with_parts(
            {
                "xl/other.xml": _HIDDEN_COVER,
                "xl/_rels/other.xml.rels": copy_of(LINKS),
                TYPES: typed("xl/other.xml", "spreadsheetml.sheet.main"),
                ROOT: in_text(ROOT, "xl/workbook.xml", "xl/other.xml"),
            }
        ),
    ),
    "two sheets in each other's place": Alteration(
        "the cover under the name Contents",
        "title",
        edited(
            BOOK, r'(name="Cover".*?)rId2(".*?name="Contents".*?)rId3"', r'\1rId3\2rId2"'
        ),
    ),
    "a second part of styles": Alteration(
        "numbers in the formats of either",
        "ambiguous",
        _second(STYLES, "styles", "spreadsheetml.styles"),
    ),
    "a second theme": Alteration(
        "text in the colours of either", "ambiguous", _second(THEME, "theme", "theme")
    ),
    "an identifier given twice": Alteration(
        "either of two sheets",
        "ambiguous",
        edited(LINKS, "</Relationships>", relationship("worksheet", "worksheets/sheet3.xml", "rId2")
               + "</Relationships>"),
    ),
    "an identifier in another namespace": Alteration(
        "the sheet of the one or the other identifier",
        "strict",
        edited(
            BOOK, '(name="Cover"[^>]*)/>',
            r'\1 xmlns:s="http://purl.oclc.org/ooxml/officeDocument/relationships" s:id="rId3"/>',
        ),
    ),
    "a box from a folder of pictures": Alteration(
        "40.65 in a box over the price", "not verified", _with_box("xl/media/image1.png")
    ),
    "a box from a folder of charts": Alteration(
        "40.65 in a box over the price", "not verified", _with_box("xl/charts/chart7.xml")
    ),
    "a sheet that is something else by its content type": Alteration(
        "nothing, or the sheet",
        "odd-kind",
        edited(TYPES, r'(/xl/worksheets/sheet2.xml"[^>]*)worksheet\+xml', r"\1chartsheet+xml"),
    ),
    "a sheet found by other capitals": Alteration(
        "no cover in programs that tell capitals apart",
        "not verified",
        edited(LINKS, "worksheets/sheet2.xml", "worksheets/Sheet2.xml"),
    ),
    "a sheet found by way of its own folder": Alteration(
        "no cover in LibreOffice",
        "not verified",
        edited(LINKS, "worksheets/sheet2.xml", "worksheets/./sheet2.xml"),
    ),
    "more than relationships": Alteration(
        "sheets of a list that others do not read",
        "ambiguous",
        edited(LINKS, "</Relationships>", '<x:more xmlns:x="x"/></Relationships>'),
    ),
}  # fmt: skip


def _named_in_two_ways(name: str, second: str) -> Callable[[Parts], bytes]:
    return lambda parts: with_extra_name(packed(parts), name, second)


def _other_name_at_the_front(parts: Parts) -> bytes:
    decoy = "xl/worksheets/sheet2.xmk"
    return renamed_entry(packed(parts), COVER, decoy.encode(), in_table=False)


def _something_between(parts: Parts) -> bytes:
    """Put a second cover before the table of contents, where programs that go by it do not look."""
    content = packed(parts)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        start = archive.start_dir
    more = packed({COVER: _other_cover(parts).encode()})
    entry = more[: more.index(b"PK\x01\x02")]
    end = content.rindex(b"PK\x05\x06")
    moved = (start + len(entry)).to_bytes(4, "little")
    return (
        content[:start] + entry + content[start:end]
        + content[end : end + 16] + moved + content[end + 20 :]
    )  # fmt: skip


NAMES_OF_ENTRIES = {
    "a second name for Unicode": Alteration(
        "a part that other versions of a program do not find",
        "two-names",
        _named_in_two_ways(COVER, "xl/worksheets/sheet9.xml"),
    ),
    "another name at the front": Alteration(
        "no cover in programs that read from the front", "two-names", _other_name_at_the_front
    ),
    "a name cut short": Alteration(
        "a part that is found by the first half of its name",
        "odd-letters-in-a-name",
        lambda parts: renamed_entry(packed(parts), COVER, b"xl/worksheets/sheet2\x00xml"),
    ),
    "letters beyond the plain ones": Alteration(
        "a part whose name depends on the program",
        "odd-letters-in-a-name",
        lambda parts: packed({**parts, "xl/worksheets/sh\u00e9et1.xml": b"<a/>"}),
    ),
    "a backslash": Alteration(
        "no cover in some programs",
        "backslash-in-a-name",
        lambda parts: renamed_entry(packed(parts), COVER, b"xl\\worksheets\\sheet2.xml"),
    ),
    "something behind the table of contents": Alteration(
        "another file to programs that look for the last table",
        "odd-packing",
        lambda parts: packed(parts) + b"\0" * 30,
    ),
    "something before the table of contents": Alteration(
        "40.65 in programs that read from the front", "odd-packing", _something_between
    ),
}  # fmt: skip

_PAID = f'r="B9" s="{PRICED}">'

DUPLICATES = {
    "a value twice": Alteration(
        "the first or the second",
        "ambiguous",
        edited(COVER, PRICE, r"\g<1>27.329030927835056</v><v>40.65\g<2>"),
    ),
    "a formula twice": Alteration(
        "the first or the second",
        "ambiguous",
        edited(COVER, f"{_PAID}<f>", f"{_PAID}<f>40.65</f><f>"),
    ),
    "a value and a text": Alteration(
        "either",
        "ambiguous",
        edited(COVER, PRICE, r"\g<1>27.3\g<2><is><t>40.65</t></is>"),
    ),
    "a text in one and in pieces": Alteration(
        "both, or either",
        "ambiguous",
        edited(COVER, r"(<c r=\"A9\"[^>]*><is><t>[^<]*</t>)", r"\1<r><t>40.65</t></r>"),
    ),
    "cells out of order": Alteration(
        "a cell in either place",
        "ambiguous",
        edited(COVER, '<c r="C9"', '<c r="A9"'),
    ),
    "rows out of order": Alteration(
        "a row in either place", "ambiguous", edited(COVER, '<row r="10"', '<row r="8"')
    ),
    "two lists of rows": Alteration(
        "the first, the second or both",
        "ambiguous",
        edited(COVER, "<sheetData>", "<sheetData></sheetData><sheetData>"),
    ),
    "two lists of columns": Alteration(
        "widths of either",
        "ambiguous",
        edited(COVER, "<cols>", '<cols><col min="2" max="2" width="1"/></cols><cols>'),
    ),
    "a column in two widths": Alteration(
        "either", "ambiguous", edited(COVER, "<cols>", '<cols><col min="1" max="3" width="1"/>')
    ),
    "two lists of number formats": Alteration(
        "28.00 for 27.33",
        "ambiguous",
        edited(
            STYLES, "<fonts",
            '<numFmts count="1"><numFmt numFmtId="166" formatCode="&quot;28.00&quot;"/></numFmts>'
            "<fonts",
        ),
    ),
    "a number format with two meanings": Alteration(
        "28.00 in programs that take the file's word for it",
        "ambiguous",
        edited(STYLES, "<numFmts [^>]*>",
               r'\g<0><numFmt numFmtId="4" formatCode="&quot;28.00&quot;"/>'),
    ),
    "two settings of calculation": Alteration(
        "numbers as stored, or worked out",
        "ambiguous",
        edited(BOOK, "<calcPr", '<calcPr calcMode="manual"/><calcPr'),
    ),
    "two lists of sheets": Alteration(
        "sheets of either",
        "ambiguous",
        edited(BOOK, "<sheets>", "<sheets></sheets><sheets>"),
    ),
    "two lists of names": Alteration(
        "names of either",
        "ambiguous",
        edited(BOOK, "<definedNames>", "<definedNames></definedNames><definedNames>"),
    ),
    "a remark within a name": Alteration(
        "the name as it is read with or without the remark",
        "ambiguous",
        edited(BOOK, r"(<definedName name=\"holiday_weeks\">|<definedName [^>]*>)Inputs",
               r"\1In<!-- -->puts"),
    ),
    "a remark within a text": Alteration(
        "the text to the remark, or the whole",
        "ambiguous",
        edited(COVER, "<t>Price per hour", "<t>Price<!-- --> per hour"),
    ),
}  # fmt: skip


def _for_some(what: str) -> str:
    return (
        f'<mc:AlternateContent xmlns:mc="{COMPATIBLE}"><mc:Choice Requires="x14">{what}</mc:Choice>'
        f"<mc:Fallback>{what}</mc:Fallback></mc:AlternateContent>"
    )


NAMESPACES = {
    "a value of the strict format": Alteration(
        "40.65 in programs that know both",
        "strict",
        edited(COVER, PRICE, rf'\g<1>27.3\g<2><s:v xmlns:s="{STRICT}">40.65</s:v>'),
    ),
    "a value of no format": Alteration(
        "27.33, or 40.65",
        "not verified",
        edited(COVER, PRICE, r"\g<1>27.329030927835056\g<2><v xmlns=''>40.65</v>"),
    ),
    "an address of another namespace": Alteration(
        "the price in either cell",
        "not verified",
        edited(COVER, f"<c {_PAID}", f'<c xmlns:m="{MAIN}" m:r="B10" {_PAID}'),
    ),
    "names for some programs": Alteration(
        "figures by other names",
        "ambiguous",
        edited(BOOK, "(<definedNames>.*</definedNames>)", _for_some(r"\1")),
    ),
    "sheets for some programs": Alteration(
        "other sheets", "ambiguous", edited(BOOK, "(<sheets>.*</sheets>)", _for_some(r"\1"))
    ),
    "settings for some programs": Alteration(
        "numbers as stored, or worked out",
        "ambiguous",
        edited(BOOK, "(<calcPr [^>]*>)", _for_some(r"\1")),
    ),
    "rows for some programs": Alteration(
        "other rows",
        "ambiguous",
        edited(COVER, '(<row r="9".*?</row>)', _for_some(r"\1")),
    ),
    "the format itself is to be ignored": Alteration(
        "nothing, in programs that take its word for it",
        "ambiguous",
        edited(
            COVER, "<worksheet ",
            f'<worksheet xmlns:mc="{COMPATIBLE}" xmlns:m="{MAIN}" mc:Ignorable="m" ',
        ),
    ),
    "content of what is ignored": Alteration(
        "40.65 in programs that look into what they ignore",
        "ambiguous",
        edited(
            COVER, "<worksheet ",
            f'<worksheet xmlns:mc="{COMPATIBLE}" xmlns:n="urn:n" mc:Ignorable="n" '
            'mc:ProcessContent="n:x" ',
        ),
    ),
    "another encoding": Alteration(
        "other letters",
        "broken-part",
        lambda parts: packed(
            {**parts, COVER: b'<?xml version="1.0" encoding="windows-1252"?>' + parts[COVER]}
        ),
    ),
    "the strict format": Alteration(
        "the workbook, in programs that know it",
        "strict",
        lambda parts: packed(
            {
                name: part.replace(MAIN.encode(), STRICT.encode())
                for name, part in parts.items()
            }
        ),
    ),
}  # fmt: skip
