"""Habits of other programs that write workbooks, each put upon one of the library's own.

Made by code; nothing is copied from a file of theirs. What they write means the same.
"""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable
from typing import IO

from packages import BOOK, LINKS, MAIN, ROOT, STYLES, THEME, TYPES, Parts, packed, xml_with

SHEETS = re.compile(r"xl/worksheets/sheet\d+\.xml")


def each_sheet(change: Callable[[str], str]) -> Callable[[Parts], bytes]:
    """Change the XML of every sheet."""

    def make(parts: Parts) -> bytes:
        changed = {
            name: change(part.decode()).encode() if SHEETS.fullmatch(name) else part
            for name, part in parts.items()
        }
        assert changed != parts
        return packed(changed)

    return make


def in_part(part: str, old: str, new: str) -> Callable[[Parts], bytes]:
    def make(parts: Parts) -> bytes:
        changed = re.sub(old, new, parts[part].decode(), flags=re.DOTALL)
        assert changed != parts[part].decode()
        return packed({**parts, part: changed.encode()})

    return make


def prefixed(parts: Parts) -> bytes:
    """Write every element with a prefix."""
    changed = {}
    for name, part in parts.items():
        root = ET.fromstring(part)
        spaces = sorted({e.tag.partition("}")[0][1:] for e in root.iter()})
        prefixes = {f"p{number}{len(name)}": space for number, space in enumerate(spaces)}
        changed[name] = xml_with(prefixes, root)
    return packed(changed)


def in_other_folders(parts: Parts) -> bytes:
    """Let sheets lie in a folder of one's own."""
    changed = {}
    for name, part in parts.items():
        text = part.decode()
        if name == LINKS:
            text = text.replace('Target="worksheets/', 'Target="../pages/')
        elif name == TYPES:
            text = text.replace('PartName="/xl/worksheets/', 'PartName="/pages/')
        elif name.startswith("xl/worksheets/_rels/"):
            text = text.replace('Target="../', 'Target="../xl/')
        changed[name.replace("xl/worksheets/", "pages/")] = text.encode()
    return packed(changed)


def as_openpyxl_writes(parts: Parts) -> bytes:
    """Name parts from the root, draw without prefixes, and keep no numbers in charts.

    So did the library's own files before it spelled them as most programs do.
    """
    changed = {}
    for name, part in parts.items():
        text = part.decode()
        if name.endswith(".rels"):
            text = text.replace('Target="../', 'Target="/xl/')
            text = text.replace('Target="worksheets/', 'Target="/xl/worksheets/')
        elif name.startswith(("xl/charts/chart", "xl/drawings/drawing")):
            text = re.sub(r"<c:(num|str)Cache>.*?</c:\1Cache>", "", text)
            own = "c" if name.startswith("xl/charts/") else "xdr"
            text = re.sub(rf"<(/?){own}:", r"<\1", text).replace(f"xmlns:{own}=", "xmlns=")
        elif name == STYLES:
            text = re.sub(r"<font>((?:(?!</font>).)*)(<name[^>]*>)", r"<font>\2\1", text)
        changed[name] = text.encode()
    return packed(changed)


def elsewhere(parts: Parts) -> bytes:
    """Let the workbook part lie in another folder, under another name."""
    moved = {BOOK: "book/main.xml", LINKS: "book/_rels/main.xml.rels"}
    changed = {}
    for name, part in parts.items():
        text = part.decode()
        if name in (ROOT, TYPES):
            text = text.replace(BOOK, moved[BOOK])
        elif name == LINKS:
            text = re.sub(r'Target="(?=\w)', 'Target="../xl/', text)
        changed[moved.get(name, name)] = text.encode()
    return packed(changed)


def without_parts(*prefixes: str) -> Callable[[Parts], bytes]:
    """Leave parts out, and what leads to them."""

    def make(parts: Parts) -> bytes:
        left = {name: part for name, part in parts.items() if not name.startswith(prefixes)}
        for name in (TYPES, LINKS, ROOT):
            text = left[name].decode()
            for prefix in prefixes:
                short = prefix.removeprefix("xl/")
                text = re.sub(rf'<Override PartName="/{prefix}[^>]*>', "", text)
                text = re.sub(rf'<Relationship [^>]*Target="/?(?:xl/)?{short}[^>]*>', "", text)
            left[name] = text.encode()
        return packed(left)

    return make


def streamed(parts: Parts) -> bytes:
    """Write to a stream that cannot go back, so that sizes follow each part."""

    class Stream(io.RawIOBase):
        def __init__(self) -> None:
            self.written = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, content: object) -> int:
            self.written += bytes(content)  # type: ignore[call-overload]
            return len(bytes(content))  # type: ignore[call-overload]

    stream = Stream()
    target: IO[bytes] = stream  # type: ignore[assignment]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return bytes(stream.written)


def with_folders(parts: Parts) -> bytes:
    """Pack the folders as well."""
    return packed({"xl/": b"", "xl/worksheets/": b"", "_rels/": b"", **parts})


def unpacked(parts: Parts) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return target.getvalue()


def in_utf_16(parts: Parts) -> bytes:
    """Write the sheets in UTF-16, with its mark."""
    return packed(
        {
            name: ('<?xml version="1.0" encoding="UTF-16"?>' + part.decode()).encode("utf-16")
            if SHEETS.fullmatch(name)
            else part
            for name, part in parts.items()
        }
    )


def declared(parts: Parts) -> bytes:
    """Begin every part with a mark, a declaration and a remark."""
    begin = '\ufeff<?xml version="1.0" encoding="utf-8" standalone="yes"?>\r\n<!-- made -->\r\n'
    return packed(
        {
            name: begin.encode() + re.sub(rb"^<\?xml.*?\?>", b"", part)
            for name, part in parts.items()
        }
    )


def _spelled_otherwise(sheet: str) -> str:
    """Spell numbers with exponents, and yes and no in words."""
    spelled = re.sub(r"<v>(\d+\.\d+)</v>", lambda found: f"<v>{float(found[1]):.17E}</v>", sheet)
    return re.sub(r'(\w+="(?:1|0)")(?= (?:objects|scenarios|sheet))', r"\1", spelled).replace(
        'customHeight="1"', 'customHeight="true"'
    )


def dates_from_1904(parts: Parts) -> bytes:
    """Count days from 1904, as spreadsheets on other computers once did."""

    def earlier(found: re.Match[str]) -> str:
        return f"{found[1]}{int(found[2]) - 1462}<"

    # a day stands as itself; the same digits behind a formula are hours or pounds
    dated = re.compile(r'(<c r="[A-Z]+\d+"(?: s="\d+")?(?: t="n")?><v>)(4[0-7]\d{3})<')
    changed = {
        name: dated.sub(earlier, part.decode()).encode() if SHEETS.fullmatch(name) else part
        for name, part in parts.items()
    }
    changed[BOOK] = changed[BOOK].replace(b"<workbookPr ", b'<workbookPr date1904="1" ')
    return packed(changed)


#: Habits that change nothing, of whatever workbook.
HONEST: dict[str, Callable[[Parts], bytes]] = {
    "no settings of calculation": in_part(BOOK, r"<calcPr[^>]*>", ""),
    "prefixes": prefixed,
    "other folders": in_other_folders,
    "names from the root, and no prefixes": as_openpyxl_writes,
    "no addresses of cells": each_sheet(lambda text: re.sub(r'<c r="[A-Z]+\d+"', "<c", text)),
    "no extent of the sheet": each_sheet(lambda text: re.sub(r"<dimension[^>]*>", "", text)),
    "no view of the sheet": each_sheet(
        lambda text: re.sub(r"<sheetViews>.*</sheetViews>", "", text)
    ),
    "no theme": without_parts("xl/theme"),
    "no properties": without_parts("docProps"),
    "sizes behind each part": streamed,
    "folders": with_folders,
    "nothing packed": unpacked,
    "UTF-16": in_utf_16,
    "declarations and remarks": declared,
    "other spellings of numbers": each_sheet(_spelled_otherwise),
    "another workbook part": elsewhere,
}  # fmt: skip


# As Excel saves

_LATER = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" '
    'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" '
    'xmlns:xr2="http://schemas.microsoft.com/office/spreadsheetml/2015/revision2" '
    'xmlns:xr3="http://schemas.microsoft.com/office/spreadsheetml/2016/revision3" '
    'mc:Ignorable="x14ac xr xr2 xr3" '
)
_MARK = "{00000000-0001-0000-0000-000000000000}"
_MICROSOFT = "http://schemas.microsoft.com/office/"


def _sheet_of_excel(text: str, strings: dict[str, int]) -> str:
    def shared(found: re.Match[str]) -> str:
        return f'{found[1]} t="s"><v>{strings.setdefault(found[2], len(strings))}</v></c>'

    text = re.sub(r'(<c r="[^"]*"(?: s="\d+")?) t="inlineStr"><is>(.*?)</is></c>', shared, text)
    text = text.replace("<worksheet ", f'<worksheet {_LATER}xr:uid="{_MARK}" ', 1)
    text = re.sub(r"(<row [^>]*?)(/?>)", r'\1 spans="1:9" x14ac:dyDescent="0.2"\2', text)
    text = text.replace("<sheetFormatPr ", '<sheetFormatPr x14ac:dyDescent="0.2" ')
    text = text.replace('t="n"', "")
    text = re.sub(r"(<hyperlink |<dataValidation )", rf'\1xr:uid="{_MARK}" ', text)
    text = re.sub(
        r"(</sheetData>(?:<sheetProtection[^>]*>)?)",
        r'\1<phoneticPr fontId="1" type="noConversion"/>',
        text,
    )
    text = text.replace('showGridLines="1"', 'tabSelected="1" zoomScaleNormal="100"')
    return (
        text.replace("<dimension", '<sheetPr codeName="Sheet"/><dimension')
        if ("<sheetPr>" not in text)
        else text
    )


def _styles_of_excel(text: str) -> str:
    text = text.replace("d mmmm yyyy", "d\\ mmmm\\ yyyy;@")
    text = re.sub(
        r'<xf (numFmtId="(?!0")\d+")', r'<xf applyNumberFormat="1" applyFont="1" \1', text
    )
    text = text.replace("<fonts ", '<fonts x14ac:knownFonts="1" ').replace(
        "<styleSheet ", f"<styleSheet {_LATER}"
    )
    more = (
        '<extLst><ext uri="{EB79DEF2-80B8-43e5-95BD-54CBDDF9020C}" '
        f'xmlns:x14="{_MICROSOFT}spreadsheetml/2009/9/main"><x14:slicerStyles '
        'defaultSlicerStyle="SlicerStyleLight1"/></ext></extLst></styleSheet>'
    )
    return text.replace("<tableStyles ", '<dxfs count="0"/><tableStyles ').replace(
        "</styleSheet>", more
    )


def _book_of_excel(text: str) -> str:
    where = (
        '<mc:AlternateContent><mc:Choice Requires="x15"><x15ac:absPath url="https://x.example/" '
        f'xmlns:x15ac="{_MICROSOFT}spreadsheetml/2010/11/ac"/></mc:Choice></mc:AlternateContent>'
        '<xr:revisionPtr revIDLastSave="0" documentId="8_{00000000-0001-0000-0000-000000000000}" '
        'xr6:coauthVersionLast="47" xr6:coauthVersionMax="47" '
        f'xmlns:xr6="{_MICROSOFT}spreadsheetml/2016/revision6"/>'
    )
    text = text.replace("<workbook ", f"<workbook {_LATER}", 1)
    text = re.sub(
        r"<workbookPr ?/>",
        '<fileVersion appName="xl" lastEdited="7" lowestEdited="7" rupBuild="28129"/>'
        f'<workbookPr defaultThemeVersion="166925"/>{where}',
        text,
    )
    features = (
        '<extLst><ext uri="{B58B0392-4F1F-4190-BB64-5DF3571DCE5F}" xmlns:xcalcf="'
        f'{_MICROSOFT}spreadsheetml/2018/calcfeatures"><xcalcf:calcFeatures/></ext></extLst>'
    )
    return re.sub(r"<calcPr[^>]*>", f'<calcPr calcId="191029"/>{features}', text)


def _chart_of_excel(text: str) -> str:
    """Add what Excel writes out."""
    text = text.replace(
        "<c:chart>",
        '<c:date1904 val="0"/><c:lang val="en-GB"/><c:roundedCorners val="0"/><mc:AlternateContent '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice '
        f'Requires="c14" xmlns:c14="{_MICROSOFT}drawing/2007/8/2/chart"><c14:style val="102"/>'
        '</mc:Choice><mc:Fallback><c:style val="2"/></mc:Fallback></mc:AlternateContent><c:chart>',
        1,
    )
    unique = (
        '<c:extLst><c:ext uri="{C3380CC4-5D6E-409C-BE32-E72D297353CC}" '
        f'xmlns:c16="{_MICROSOFT}drawing/2014/chart"><c16:uniqueId val="{_MARK}"/></c:ext>'
        "</c:extLst></c:ser>"
    )
    grey = (
        '<c:spPr><a:noFill/><a:ln w="9525" cap="flat"><a:solidFill><a:schemeClr val="tx1">'
        '<a:lumMod val="15000"/><a:lumOff val="85000"/></a:schemeClr></a:solidFill><a:round/>'
        "</a:ln><a:effectLst/></c:spPr>"
    )
    text = text.replace("</c:ser>", unique).replace("</c:legend>", f"{grey}</c:legend>")
    return text.replace(
        "</c:chartSpace>",
        '<c:printSettings><c:headerFooter/><c:pageMargins b="0.75" l="0.7" r="0.7" t="0.75" '
        'header="0.3" footer="0.3"/><c:pageSetup/></c:printSettings></c:chartSpace>',
    )


def _drawing_of_excel(text: str) -> str:
    mark = (
        '<a:extLst><a:ext uri="{FF2B5EF4-FFF2-40B4-BE49-F238E27FC236}"><a16:creationId '
        f'xmlns:a16="{_MICROSOFT}drawing/2014/main" id="{_MARK}"/></a:ext></a:extLst>'
    )
    return re.sub(r"(<xdr:cNvPr [^>]*?) ?/>", rf"\1>{mark}</xdr:cNvPr>", text)


def as_excel_saves(parts: Parts) -> bytes:
    """Write a workbook out as Excel does on saving, with the parts it adds."""
    strings: dict[str, int] = {}
    changed = {}
    for name, part in parts.items():
        text = part.decode()
        if SHEETS.fullmatch(name):
            text = _sheet_of_excel(text, strings)
        elif name == STYLES:
            text = _styles_of_excel(text)
        elif name == BOOK:
            text = _book_of_excel(text)
        elif name.startswith("xl/charts/chart"):
            text = _chart_of_excel(text)
        elif name.startswith("xl/drawings/drawing"):
            text = _drawing_of_excel(text)
        elif name.startswith("xl/tables/"):
            text = text.replace("<table ", f'<table {_LATER}xr:uid="{_MARK}" ')
        elif name == THEME:
            text = text.replace(
                "</a:theme>",
                '<a:extLst><a:ext uri="{05A4C25C-085E-4340-85A3-A5531E510DB2}"/></a:extLst>'
                "</a:theme>",
            )
        changed[name] = text.encode()
    listed = "".join(f"<si>{text}</si>" for text in strings)
    _add(
        changed,
        "xl/sharedStrings.xml",
        f'<sst xmlns="{MAIN}" count="{len(strings)}">{listed}</sst>',
        "sharedStrings",
        "officedocument.spreadsheetml.sharedStrings+xml",
    )
    _add(
        changed,
        "xl/calcChain.xml",
        f'<calcChain xmlns="{MAIN}"><c r="B9" i="1"/></calcChain>',
        "calcChain",
        "officedocument.spreadsheetml.calcChain+xml",
    )
    _label(changed)
    return packed(changed)


def _add(parts: dict[str, bytes], name: str, text: str, kind: str, content_type: str) -> None:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts[name] = text.encode()
    parts[TYPES] = parts[TYPES].replace(
        b"</Types>",
        f'<Override PartName="/{name}" ContentType="application/vnd.openxmlformats-'
        f'{content_type}"/></Types>'.encode(),
    )
    parts[LINKS] = parts[LINKS].replace(
        b"</Relationships>",
        f'<Relationship Id="x{kind}" Type="{office}/{kind}" Target="/{name}"/>'
        "</Relationships>".encode(),
    )


def _label(parts: dict[str, bytes]) -> None:
    """Add the label by which an office marks its files, and a template's own data."""
    parts["docMetadata/LabelInfo.xml"] = b"<clbl:labelList xmlns:clbl='x'/>"
    parts["customXml/item1.xml"] = b"<x/>"
    parts[TYPES] = parts[TYPES].replace(
        b"</Types>",
        b'<Override PartName="/docMetadata/LabelInfo.xml" '
        b'ContentType="application/vnd.ms-office.classificationlabels+xml"/></Types>',
    )
    parts[ROOT] = parts[ROOT].replace(
        b"</Relationships>",
        f'<Relationship Id="label" Type="{_MICROSOFT}2020/02/relationships/classificationlabels" '
        'Target="docMetadata/LabelInfo.xml"/></Relationships>'.encode(),
    )
    parts[LINKS] = parts[LINKS].replace(
        b"</Relationships>",
        b'<Relationship Id="custom" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/customXml" Target="../customXml/item1.xml"/></Relationships>',
    )


HONEST["as Excel saves"] = as_excel_saves
