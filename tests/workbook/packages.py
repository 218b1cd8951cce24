"""Packages taken apart and put together again, with one thing altered in each."""

from __future__ import annotations

import io
import re
import struct
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

Parts = dict[str, bytes]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
COMPATIBLE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
BOOK, LINKS, ROOT = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels"
TYPES, STYLES, THEME = "[Content_Types].xml", "xl/styles.xml", "xl/theme/theme1.xml"
COVER, COVER_LINKS = "xl/worksheets/sheet2.xml", "xl/worksheets/_rels/sheet2.xml.rels"
CONTENTS = "xl/worksheets/sheet3.xml"
#: The chart of prices; the first of a fee workbook stands on its Summary.
CHART, DRAWING = "xl/charts/chart2.xml", "xl/drawings/drawing2.xml"
DRAWING_LINKS = "xl/drawings/_rels/drawing2.xml.rels"
#: The style of the price on the cover.
PRICED = 10


def parts_of(path: Path) -> Parts:
    """Return every part of a package by name."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Put parts together as a package."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def xml_with(prefixes: Mapping[str, str], root: ET.Element) -> bytes:
    """Write XML with prefixes of its own; those that the writer of workbooks uses stay as are."""
    known = vars(ET)["_namespace_map"]
    kept = dict(known)
    try:
        for prefix, space in prefixes.items():
            ET.register_namespace(prefix, space)
        return ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    finally:
        known.clear()
        known.update(kept)


@dataclass(frozen=True)
class Alteration:
    """One way to alter a fee workbook.

    Parameters
    ----------
    shows
        What a spreadsheet program shows of it, or may show.
    named
        The kind of difference it is named by, or the code by which it is refused.
    make
        Makes the file from the parts of a good one.
    """

    shows: str
    named: str
    make: Callable[[Parts], bytes]


def edited(part: str, old: str, new: str) -> Callable[[Parts], bytes]:
    """Replace the first match of a pattern in one part."""

    def make(parts: Parts) -> bytes:
        text, count = re.subn(old, new, parts[part].decode(), count=1, flags=re.DOTALL)
        assert count == 1, f"{old} is not in {part}"
        return packed({**parts, part: text.encode()})

    return make


def with_parts(more: Mapping[str, Callable[[Parts], str]]) -> Callable[[Parts], bytes]:
    """Put parts in by name, each made from those that are there."""

    def make(parts: Parts) -> bytes:
        return packed({**parts, **{name: made(parts).encode() for name, made in more.items()}})

    return make


def copy_of(part: str) -> Callable[[Parts], str]:
    """Return a part as it is."""
    return lambda parts: parts[part].decode()


def in_text(part: str, old: str, new: str) -> Callable[[Parts], str]:
    """Return the text of a part with the first match of a pattern replaced."""

    def change(parts: Parts) -> str:
        text, count = re.subn(old, new, parts[part].decode(), count=1, flags=re.DOTALL)
        assert count == 1, f"{old} is not in {part}"
        return text

    return change


def relationship(kind: str, target: str, identifier: str = "rId99") -> str:
    """Write a relationship of the format's own."""
    return f'<Relationship Id="{identifier}" Type="{OFFICE}/{kind}" Target="{target}"/>'


def override(part: str, kind: str) -> str:
    """Write what a part is, among the content types."""
    return (
        f'<Override PartName="/{part}" '
        f'ContentType="application/vnd.openxmlformats-officedocument.{kind}+xml"/>'
    )


def linked(source: str, kind: str, target: str) -> Callable[[Parts], str]:
    """Return a list of relationships with one more."""
    return in_text(source, "</Relationships>", relationship(kind, target) + "</Relationships>")


def typed(part: str, kind: str) -> Callable[[Parts], str]:
    """Return the content types with one more."""
    return in_text(TYPES, "</Types>", override(part, kind) + "</Types>")


def renamed_entry(content: bytes, old: str, new: bytes, *, in_table: bool = True) -> bytes:
    """Rename an entry where it stands, and in the table of contents."""
    assert len(old) == len(new)
    first = content.index(old.encode())
    changed = content[:first] + new + content[first + len(new) :]
    return changed.replace(old.encode(), new) if in_table else changed


def with_extra_name(content: bytes, name: str, second: str) -> bytes:
    """Give an entry of the table of contents a second name, in an extra field for Unicode."""
    told = second.encode()
    body = struct.pack("<BL", 1, 0) + told
    extra = struct.pack("<HH", 0x7075, len(body)) + body
    entry = content.index(b"PK\x01\x02")
    while content[entry + 46 : entry + 46 + len(name)] != name.encode():
        entry = content.index(b"PK\x01\x02", entry + 4)
    length = struct.unpack_from("<H", content, entry + 30)[0]
    assert length == 0
    after = entry + 46 + len(name)
    changed = bytearray(content[:after] + extra + content[after:])
    struct.pack_into("<H", changed, entry + 30, len(extra))
    end = changed.rindex(b"PK\x05\x06")
    size = struct.unpack_from("<L", changed, end + 12)[0]
    struct.pack_into("<L", changed, end + 12, size + len(extra))
    return bytes(changed)
