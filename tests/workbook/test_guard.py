"""Hostile and broken files: one clear error each, in little time and memory, file untouched."""

from __future__ import annotations

import io
import itertools
import os
import re
import struct
import tempfile
import tracemalloc
import zipfile
import zlib
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from cases import example
from effort import at_most
from hypothesis import given
from hypothesis import strategies as st

import fairprice as fp
from fairprice.workbook.guard.markup import MOST_CELLS
from fairprice.workbook.guard.packing import MOST_BYTES, MOST_PARTS
from fairprice.workbook.reading import open_workbook, opened

OLE = bytes.fromhex("D0CF11E0A1B11AE1")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{("&" + a + ";") * 10}">' for a, b in itertools.pairwise("abcdefghi"))
    + "]><l>&i;</l>"
)
WITHOUT_THE_FORM = "without pictures or pasted data. [too-large]"
HARM = "A file built to overload the program that reads it looks like this."
ASK = "Ask the sender for an ordinary .xlsx workbook"
SAVE = 'Open it in Excel or LibreOffice and save it as "Excel Workbook (.xlsx)".'


@pytest.fixture(scope="module")
def parts(files):
    """Every part of a good workbook, by name."""
    with zipfile.ZipFile(files["example"]) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts, packing=zipfile.ZIP_DEFLATED):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", packing) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def sheet(rows="", after=""):
    return (
        f'<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheetData>{rows}</sheetData>'
        f"{after}</worksheet>"
    ).encode()


def relationships(*entries):
    listed = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{target}"{more}/>'
        for number, (kind, target, more) in enumerate(entries)
    )
    return f'<Relationships xmlns="{PACKAGE}">{listed}</Relationships>'.encode()


EXTERNAL = ' TargetMode="External"'
SHEET_LINKS = "xl/worksheets/_rels/sheet1.xml.rels"


def with_part(name, content):
    return lambda parts: packed({**parts, name: content})


def bytes_only(content):
    return lambda parts: content


def without(name):
    return lambda parts: packed({k: v for k, v in parts.items() if k != name})


def million_cells(parts):
    rows = (
        "<row>"
        + "".join(f"<c><v>{row * column % 9973}</v></c>" for column in range(1000))
        + "</row>"
        for row in range(1000)
    )
    return packed({**parts, SHEET: sheet("".join(rows))})


def truncated(parts):
    content = packed(parts)
    return content[: len(content) // 2]


def cut_at_the_end(parts):
    return packed(parts)[:-10]


def one_bit_wrong(parts):
    """Change a byte in the middle of a part that is stored as it is."""
    content = bytearray(packed(parts, zipfile.ZIP_STORED))
    content[content.index(b"<sheetData>") + 2] ^= 1
    return bytes(content)


def smaller_than_it_says(parts):
    """State one byte for a part of a million, in both places where its size stands."""
    content = packed({**parts, "xl/big.xml": b"<a/>" + b" " * 1_000_000})
    return content.replace(struct.pack("<L", 1_000_004), struct.pack("<L", 1))


def encrypted_member(parts):
    content = bytearray(packed(parts))
    for header, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(header) + flag] |= 1
    return bytes(content)


def two_of_one_name(parts):
    """Rename a part to another's name, in both places where it stands."""
    return packed({**parts, "xl/worksheets/sheet0.xml": sheet()}).replace(
        b"xl/worksheets/sheet0.xml", SHEET.encode()
    )


def overlapping(parts):
    """Let 150 entries of the table of contents share one part of nearly a megabyte."""
    packed_part = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packed_part.compress(b" " * 900_000) + packed_part.flush()
    crc = zlib.crc32(b" " * 900_000)
    body = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 0, crc, len(data), 900_000, 5, 0)
    body += b"a.txt" + data
    entry = struct.pack(
        "<4s6H3L5H2L",
        b"PK\x01\x02",
        20,
        20,
        0,
        8,
        0,
        0,
        crc,
        len(data),
        900_000,
        5,
        0,
        0,
        0,
        0,
        0,
        0,
    )
    table = b"".join(entry + f"{number:05}".encode() for number in range(150))
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 150, 150, len(table), len(body), 0)
    return body + table + end


BROKEN = f"<worksheet xmlns='{MAIN}'><row></worksheet>"
#: By name: what makes the file from good parts, the reason code, and the whole message.
CORPUS = {
    "empty": (bytes_only(b""), "is empty. Nothing can be read from it. It may not have arrived "
              "whole. Fetch or ask for the file again. [empty-file]"),
    "text": (bytes_only(b"Input,Value\n"), "is not a workbook at all. Nothing can be read from "
             f"it. {ASK}. [not-a-workbook]"),
    "picture with a workbook behind it": (
        lambda parts: b"GIF89a" + packed(parts), "is not a workbook at all. Nothing can be read "
        f"from it. {ASK}. [not-a-workbook]"),
    "password": (bytes_only(OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")),
                 "is encrypted with a password. Only whoever knows the password can read it. "
                 f"{ASK} without a password. [password]"),
    "old workbook": (bytes_only(OLE + b"\0" * 600 + "Workbook".encode("utf-16-le")),
                     "is not an .xlsx workbook; it is probably an old .xls file. Old files may "
                     f"hold macros that cannot be seen from outside. {SAVE} [old-workbook]"),
    "encrypted member": (encrypted_member, "is encrypted with a password. Only whoever knows the "
                         f"password can read it. {ASK} without a password. [password]"),
    "truncated": (truncated, "is damaged or cut short. What is missing cannot be known. Fetch or "
                  "ask for the file again. [truncated]"),
    "cut at the end": (cut_at_the_end, "is damaged or cut short. What is missing cannot be "
                       "known. Fetch or ask for the file again. [truncated]"),
    "one bit wrong": (one_bit_wrong, "is damaged or cut short. What is missing cannot be known. "
                      "Fetch or ask for the file again. [truncated]"),
    "smaller than it says": (smaller_than_it_says, "is damaged or cut short. What is missing "
                             "cannot be known. Fetch or ask for the file again. [truncated]"),
    "other packing": (lambda parts: packed(parts, zipfile.ZIP_LZMA), "is packed as no spreadsheet "
                      "program packs a workbook (a packing other than deflate). "
                      f"{HARM} {SAVE} [odd-packing]"),
    "large on disk": (lambda parts: packed(parts) + b"\0" * MOST_BYTES,
                      f"has more than 50 MB on disk. {HARM} {ASK}, {WITHOUT_THE_FORM}"),
    "zip bomb": (with_part("xl/theme/zeros.xml", b"<a>" + b" " * 49_000_000 + b"</a>"),
                 "has a part packed to less than 1/100 of its size (xl/theme/zeros.xml). "
                 f"{HARM} {ASK}, {WITHOUT_THE_FORM}"),
    "large unpacked": (with_part("xl/theme/zeros.xml", b"<a>" + b" " * 60_000_000 + b"</a>"),
                       "has more than 50 MB when unpacked. "
                       f"{HARM} {ASK}, {WITHOUT_THE_FORM}"),
    "large in small parts": (
        lambda parts: packed({**parts, **{f"xl/{n}.bin": b"\0" * 999_999 for n in range(60)}}),
        f"has more than 50 MB when unpacked. {HARM} {ASK}, {WITHOUT_THE_FORM}"),
    "overlapping parts": (overlapping, "has more than 50 MB when unpacked. "
                          f"{HARM} {ASK}, {WITHOUT_THE_FORM}"),
    "zip inside": (lambda parts: packed({**parts, "xl/media/picture.png": packed(parts)}),
                   "has another file or a control embedded in it (xl/media/picture.png). What is "
                   f"embedded can hold a program, and is not checked. {ASK} without embedded "
                   "objects, and for its attachments apart. [objects]"),
    "many parts": (lambda parts: packed({**parts, **{f"xl/{n}.xml": b"<a/>" for n in range(200)}}),
                   f"has more than 200 parts. {HARM} {ASK}. [too-many-parts]"),
    "two of one name": (two_of_one_name, "has two parts of the same name. Two programs could show "
                        f"two different workbooks. {ASK}. [duplicate-part]"),
    "two names alike": (with_part("XL/worksheets/Sheet1.xml", sheet()), "has two parts of the "
                        "same name. Two programs could show two different workbooks. "
                        f"{ASK}. [duplicate-part]"),
    "path traversal": (with_part("xl/../../evil.xml", b"<a/>"), "has a part with the name "
                       "'xl/../../evil.xml', which leads out of the workbook. Unpacked, it could "
                       f"overwrite another file. {ASK}. [odd-part-name]"),
    "absolute path": (with_part("/etc/passwd", b"<a/>"), "has a part with the name "
                      "'/etc/passwd', which leads out of the workbook. Unpacked, it could "
                      f"overwrite another file. {ASK}. [odd-part-name]"),
    "no workbook": (
        without("xl/workbook.xml"),
        "is damaged: xl/workbook.xml is missing. What it held is not known. Fetch or ask for the "
        "file again. [broken-part]",
    ),
    "no relationships": (
        without("_rels/.rels"),
        "holds no Excel workbook. It is a zip file of something else. Nothing can be read from "
        f"it. {SAVE} [no-workbook]",
    ),
    "OpenDocument": (
        lambda parts: packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
        "holds no Excel workbook. It is an OpenDocument file. Nothing can be read from it. "
        f"{SAVE} [no-workbook]"),
    "Word": (lambda parts: packed({"word/document.xml": b"<a/>"}), "holds no Excel workbook. It "
             f"is a Word document. Nothing can be read from it. {SAVE} [no-workbook]"),
    "binary workbook": (lambda parts: packed({"xl/workbook.bin": b"\x83\x01"}), "holds no Excel "
                        "workbook. It is a binary workbook (.xlsb). Nothing can be read from it. "
                        f"{SAVE} [no-workbook]"),
    "macros": (with_part("xl/vbaProject.bin", OLE), "holds macros (xl/vbaProject.bin). A macro "
               f"can do anything that you can do on your computer. Do not open it. {ASK} "
               "without macros. [macros]"),
    "old macro sheet": (with_part("xl/macrosheets/sheet1.xml", sheet()), "holds macros "
                        "(xl/macrosheets/sheet1.xml). A macro can do anything that you can do on "
                        f"your computer. Do not open it. {ASK} without macros. [macros]"),
    "broken XML": (with_part(SHEET, BROKEN.encode()), f"is damaged: {SHEET} is "
                   "not well-formed. What it held is not known. Fetch or ask for the file again. "
                   "[broken-part]"),
    "million cells": (million_cells, "has more than 100,000 cells, merged ones counted. "
                      f"{HARM} Remove what was pasted beside the form, or ask the sender for the "
                      "form alone. [too-many-cells]"),
    "two sheets are one part": (
        with_part("xl/_rels/workbook.xml.rels", relationships(
            ("worksheet", "worksheets/sheet1.xml", ""),
            ("worksheet", "/xl/worksheets/sheet1.xml", ""))),
        f"uses one part several times ({SHEET}). {HARM} {ASK}. [part-used-twice]"),
    "long tag": (with_part("xl/long.xml", b'<a b="' + os.urandom(60_000).hex().encode() + b'"/>'),
                 f"has a tag of over 100,000 characters. {HARM} {ASK}, {WITHOUT_THE_FORM}"),
    "long comment": (
        with_part("xl/long.xml", b"<a><!--" + os.urandom(60_000).hex().encode() + b"--></a>"),
        f"has a tag of over 100,000 characters. {HARM} {ASK}, {WITHOUT_THE_FORM}"),
    "many elements": (
        with_part("xl/long.xml", b"<a>" + b"<b/><cd/>" * 500_000 + b"</a>"),
        f"has a part packed to less than 1/100 of its size (xl/long.xml). {HARM} {ASK}, "
        f"{WITHOUT_THE_FORM}"),
}  # fmt: skip

#: Ways to declare a document type, or entities.
DOCTYPES = {
    "XML bomb": LAUGHS.encode(),
    "XML bomb in UTF-16": LAUGHS.encode("utf-16"),
    "UTF-16 without a mark": ('<?xml version="1.0" encoding="utf-16"?>' + LAUGHS).encode(
        "utf-16-be"
    ),
    "fetches a file": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    "fetches an address": b'<!DOCTYPE a SYSTEM "http://x.example/a.dtd"><a/>',
    "parameter entity": b'<!DOCTYPE a [<!ENTITY % x SYSTEM "http://x.example">%x;]><a/>',
    "harmless": b"<!DOCTYPE a><a/>",
}
#: Ways to lead out of the workbook.
LINKS = {
    "link to a workbook": with_part("xl/externalLinks/externalLink1.xml", b"<externalLink/>"),
    "connection": with_part("xl/connections.xml", b"<connections/>"),
    "query": with_part("xl/queryTables/queryTable1.xml", b"<queryTable/>"),
    "data model": with_part("xl/model/item.data", b"model"),
    "linked picture": with_part(
        SHEET_LINKS, relationships(("image", "http://x.example/pixel.png", EXTERNAL))
    ),
    "template": with_part(
        SHEET_LINKS, relationships(("attachedTemplate", "\\\\x.example\\t", EXTERNAL))
    ),
    "DDE in a formula": with_part(
        SHEET, sheet("<row><c r='A1'><f>cmd|'/C calc'!A0</f><v>1</v></c></row>")
    ),
    "DDE in a name": with_part(
        "xl/names.xml", b"<names><definedName name='a'>MSEXCEL|'\\..\\a'!x</definedName></names>"
    ),
    "DDE in a validation": with_part(
        SHEET, sheet("", "<dataValidation><formula1>cmd|'/c'!A0</formula1></dataValidation>")
    ),
    "DDE link": with_part("xl/other.xml", b"<x:ddeLink xmlns:x='x' ddeService='cmd'/>"),
}
OBJECTS = {
    "embedded file": with_part("xl/embeddings/oleObject1.bin", b"x"),
    "ActiveX": with_part("xl/activeX/activeX1.xml", b"<a/>"),
    "add-in": with_part("xl/webextensions/taskpanes.xml", b"<a/>"),
    "object in a sheet": with_part(SHEET, sheet("", "<oleObjects><oleObject/></oleObjects>")),
    "control in a sheet": with_part(SHEET, sheet("", "<controls><control/></controls>")),
    "old file under another name": with_part("xl/media/image1.png", OLE + b"\0" * 99),
}
MACROS = {
    "macro content type": lambda parts: packed({
        **parts, "[Content_Types].xml": parts["[Content_Types].xml"].replace(
            b"spreadsheetml.sheet.main+xml", b"ms-excel.sheet.macroEnabled.main+xml")}),
    "macro type by extension": lambda parts: packed({
        **parts, "[Content_Types].xml": parts["[Content_Types].xml"].replace(
            b"<Default ", b'<Default Extension="bin" '
            b'ContentType="application/vnd.ms-office.vbaProject"/><Default ', 1)}),
    "sheet that is a program": with_part(SHEET_LINKS, relationships(
        ("xlMacrosheet", "sheets/sheet1.xml", ""))),
    "macro under another folder": with_part("other/vbaData.xml", b"<a/>"),
}  # fmt: skip
CELLS = {
    "merged sheet": '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
    "merged backwards": '<mergeCells><mergeCell ref="$ZZ$999:$A$1"/></mergeCells>',
    "merged columns": '<mergeCells><mergeCell ref="A:XFD"/></mergeCells>',
    "many merged": "<mergeCells>"
    + "".join(f'<mergeCell ref="A{n}:CV{n}"/>' for n in range(1, 1100))
    + "</mergeCells>",
    "linked sheet": '<hyperlinks><hyperlink ref="A1:XFD1048576" location="A1"/></hyperlinks>',
}


AMBIGUOUS = {
    "a cell given twice": sheet("<row r='1'><c r='A1'/><c r='A1'/></row>"),
    "a cell given twice, once by its place": sheet("<row r='1'><c/><c r='A1'/></row>"),
    "a row given twice": sheet("<row r='2'><c r='B2'/></row><row r='2'><c/><c/></row>"),
    "rows for one program only": sheet(
        "<mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
        "<mc:Fallback><row/></mc:Fallback></mc:AlternateContent>"
    ),
    "a shared formula with a text of its own": sheet(
        "<row><c><f t='shared' si='0' ref='A1:B1'>1+1</f></c><c><f t='shared' si='0'>2+2</f></c>"
        "</row>"
    ),
}


def refused(folder, content, name="theirs.xlsx"):
    """Return the one problem of a file, and see that the file is as it was."""
    path = folder / name
    path.write_bytes(content)
    before = (content, path.stat().st_mtime_ns, sorted(folder.iterdir()))
    with pytest.raises(fp.WorkbookError) as error:
        open_workbook(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns, sorted(folder.iterdir())) == before
    [problem] = error.value.problems
    assert problem.where == name
    assert str(error.value) == str(problem)
    return problem


@pytest.mark.parametrize("kind", CORPUS)
def test_each_hostile_or_broken_file_is_refused_in_one_sentence_each(tmp_path, parts, kind):
    make, message = CORPUS[kind]
    assert str(refused(tmp_path, make(parts))) == f"theirs.xlsx: {message}"


@pytest.mark.parametrize("place", [SHEET, "xl/workbook.xml", "[Content_Types].xml",
                                   "docProps/core.xml", "xl/media/image1.png", "xl/odd.bin",
                                   "xl/_rels/odd.rels"])  # fmt: skip
@pytest.mark.parametrize("kind", DOCTYPES)
def test_no_part_may_declare_a_document_type(tmp_path, parts, kind, place):
    problem = refused(tmp_path, packed({**parts, place: DOCTYPES[kind]}))
    assert str(problem) == (
        f"theirs.xlsx: declares a document type or entities ({place}). No workbook needs them; "
        f"they are used to overload a reader or to fetch files. {ASK}. [doctype]"
    )


@pytest.mark.parametrize(
    ("code", "why", "makers"),
    [("links", "What it shows could change, and opening it can tell others or start programs.",
      LINKS),
     ("objects", "What is embedded can hold a program, and is not checked.", OBJECTS),
     ("macros", "A macro can do anything that you can do on your computer.", MACROS)],
)  # fmt: skip
def test_what_reaches_out_runs_or_multiplies_is_refused(tmp_path, parts, code, why, makers):
    for kind, make in makers.items():
        problem = refused(tmp_path, make(parts))
        assert (problem.code, problem.why) == (code, why), kind
        assert ASK in problem.mend


@pytest.mark.parametrize("kind", AMBIGUOUS)
def test_what_two_programs_would_read_differently_is_refused(tmp_path, parts, kind):
    problem = refused(tmp_path, packed({**parts, SHEET: AMBIGUOUS[kind]}))
    assert problem.code == "ambiguous"
    assert SHEET in problem.what
    assert problem.why == "Two programs could show two different workbooks."


def test_a_table_on_two_sheets_is_refused(tmp_path, parts):
    links = relationships(("table", "../tables/table1.xml", ""))
    content = packed({**parts, "xl/worksheets/_rels/sheet2.xml.rels": links})
    assert refused(tmp_path, content).code == "part-used-twice"


def test_a_name_given_twice_is_refused_whatever_its_capitals(tmp_path, parts):
    name = "<definedNames><definedName name='Holiday_Weeks'>Inputs!$D$9</definedName>"
    book = parts["xl/workbook.xml"].replace(b"<definedNames>", name.encode())
    assert str(refused(tmp_path, packed({**parts, "xl/workbook.xml": book}))) == (
        "theirs.xlsx: can be read in two ways: the name 'holiday_weeks' is given twice. Two "
        f"programs could show two different workbooks. {ASK}. [ambiguous]"
    )


def test_shared_formulas_as_excel_writes_them_are_let_through(tmp_path, parts):
    rows = (
        "<row><c><f t='shared' si='0' ref='A1:C1'>1+1</f></c><c><f t='shared' si='0'/></c>"
        "<c><f t='shared' si='0'></f></c></row><row><c><f>1+1</f></c><c><f>1+1</f></c></row>"
    )
    path = tmp_path / "theirs.xlsx"
    path.write_bytes(packed({**parts, SHEET: sheet(rows)}))
    open_workbook(path)


@pytest.mark.parametrize("kind", CELLS)
def test_ranges_that_a_reader_fills_in_count_as_cells(tmp_path, parts, kind):
    problem = refused(tmp_path, packed({**parts, SHEET: sheet("", CELLS[kind])}))
    assert problem.code == "too-many-cells"


def test_cells_count_whatever_their_prefix(tmp_path, parts):
    row = "<x:c/>" * 1000
    rows = "".join(f"<x:row r='{n}'>{row}</x:row>" for n in range(1, 102))
    part = f"<x:worksheet xmlns:x='{MAIN}'><x:sheetData>{rows}</x:sheetData></x:worksheet>"
    content = packed({**parts, SHEET: part.encode()}, zipfile.ZIP_STORED)
    assert refused(tmp_path, content).code == "too-many-cells"


def test_elements_are_counted_where_the_packing_gives_nothing_away(tmp_path, parts):
    content = packed(
        {**parts, "xl/a.xml": b"<a>" + b"<b/>" * 1_000_001 + b"</a>"}, zipfile.ZIP_STORED
    )
    problem = refused(tmp_path, content)
    assert problem.what == "has more than 1,000,000 XML elements."


def rows_of(cells):
    """Return rows of a thousand cells, and one of what is left."""
    full, left = divmod(cells, 1000)
    return ("<row>" + "<c/>" * 1000 + "</row>") * full + "<row>" + "<c/>" * left + "</row>"


@pytest.mark.slow
def test_the_limits_themselves_are_let_through(tmp_path, parts):
    """A limit that refuses less than it says would refuse honest files."""
    used = sum(part.count(b"<c ") for name, part in parts.items() if "worksheets/s" in name)
    used -= parts[SHEET].count(b"<c ")
    left = MOST_CELLS - used
    full = sheet(rows_of(left))
    path = tmp_path / "full.xlsx"
    path.write_bytes(packed({**parts, SHEET: full}))
    open_workbook(path)
    one_more = sheet(rows_of(left + 1))
    assert refused(tmp_path, packed({**parts, SHEET: one_more})).code == "too-many-cells"
    names = {f"xl/{n}.xml": b"<a/>" for n in range(MOST_PARTS - len(parts))}
    path.write_bytes(packed({**parts, **names}))
    open_workbook(path)


def test_missing_files_folders_and_devices_are_refused(tmp_path):
    def problem_of(path):
        with pytest.raises(fp.WorkbookError) as error:
            open_workbook(path)
        [problem] = error.value.problems
        return str(problem)

    assert problem_of(tmp_path / "absent.xlsx") == (
        "absent.xlsx: There is no such file. Nothing can be read from it. Check the folder and "
        "the name. [not-found]"
    )
    (tmp_path / "folder.xlsx").mkdir()
    assert problem_of(tmp_path / "folder.xlsx") == (
        "folder.xlsx: is a folder. Nothing can be read from it. Give the path of the workbook in "
        "it. [is-a-folder]"
    )
    (tmp_path / "file").write_text("x")
    assert "cannot be read (Not a directory)" in problem_of(tmp_path / "file" / "a.xlsx")
    assert problem_of(Path("a\0b.xlsx")).endswith("[cannot-read]")
    if hasattr(os, "mkfifo"):
        # a pipe would keep its reader waiting for ever
        os.mkfifo(tmp_path / "pipe.xlsx")
        assert "[not-a-workbook]" in problem_of(tmp_path / "pipe.xlsx")


@pytest.mark.slow
def test_memory_stays_bounded_whatever_the_file_claims(tmp_path, parts):
    """The limit on disk and the limit unpacked, and as much again for the parser."""
    for kind in ("million cells", "zip bomb", "overlapping parts", "many elements"):
        path = tmp_path / "theirs.xlsx"
        path.write_bytes(CORPUS[kind][0](parts))
        tracemalloc.start()
        try:
            with pytest.raises(fp.WorkbookError):
                open_workbook(path)
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert most < 3 * MOST_BYTES, kind


def test_ordinary_workbooks_are_let_through(tmp_path, files, published_files):
    for path in (*files.values(), *published_files.values()):
        assert open_workbook(path).package.remarks == []
    workbook = openpyxl.Workbook()
    page = workbook.active
    page["A1"].hyperlink = "https://www.gov.uk/"
    page["A2"] = "=IF(A3=\"a|b\",'a|b'!A1,1)"
    page["A3"].comment = openpyxl.comments.Comment("note", "author")
    page.merge_cells("B1:D4")
    workbook.create_sheet("a|b")
    workbook.save(tmp_path / "other.xlsx")
    found = open_workbook(tmp_path / "other.xlsx").sheets["Sheet"]
    assert found.filled["A2"].formula == "=IF(A3=\"a|b\",'a|b'!A1,1)"


@pytest.mark.slow
def test_what_libreoffice_saves_is_let_through(saved_files):
    found = open_workbook(saved_files["example"])
    assert found.sheets["Inputs"].filled["A1"].value == "Inputs"
    assert found.package.remarks == []


def test_styles_that_are_not_there_are_one_error_too(tmp_path, parts):
    none = f"<styleSheet xmlns='{MAIN}'><cellXfs count='x'/></styleSheet>".encode()
    assert str(refused(tmp_path, packed({**parts, "xl/styles.xml": none}))) == (
        "theirs.xlsx: is damaged: a cell has the style 1, which is not there. What it held is not "
        "known. Fetch or ask for the file again. [broken-part]"
    )


def test_only_filled_cells_are_kept_however_large_the_sheet_claims_to_be(parts):
    rows = (
        "<row r='3'><c r='XFD3'><v>2</v></c></row><row r='1048576'><c r='A1048576'><v>3</v></c>"
        "<c r='B1048576'/></row>"
    )
    workbook = opened(packed({**parts, SHEET: sheet(rows)}), "theirs.xlsx")
    found = [(place, cell.value) for place, cell in workbook.sheets["Summary"].filled.items()]
    assert found == [("XFD3", 2), ("A1048576", 3)]


@at_most(60)
@given(st.data())
def test_changed_at_random_a_file_is_read_or_refused_and_nothing_else(data):
    whole = bytearray(example_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(whole) - 1))
        cut = data.draw(st.integers(0, 40))
        whole[place : place + cut] = data.draw(st.binary(max_size=40))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "random.xlsx"
        path.write_bytes(bytes(whole))
        try:
            open_workbook(path)
        except fp.WorkbookError as error:
            [problem] = error.problems
            assert re.fullmatch(r"[a-z-]+", problem.code)


@cache
def example_bytes():
    with tempfile.TemporaryDirectory() as folder:
        return fp.write_fee_workbook(example(), Path(folder) / "example.xlsx").read_bytes()
