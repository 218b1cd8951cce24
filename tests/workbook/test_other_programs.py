"""What programs ask of a file that only some of them say: spelling, kept numbers, the schema."""

from __future__ import annotations

import ast
import os
import posixpath
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import witnesses
from one_of_each import KINDS, LIVE, write_one_of_each
from openpyxl.utils.cell import range_to_tuple
from packages import STYLES, Parts, packed, parts_of
from producers import as_openpyxl_writes
from small_workbook import TEXT, small_workbook
from test_producers import saved_by_gnumeric

import fairprice as fp
from fairprice.workbook.model import column_letter
from fairprice.workbook.number_formats import FORMER
from fairprice.workbook.reading.styles import Look
from fairprice.workbook.verify.looks import cell_looks
from fairprice.workbook.verify.snapshot import CellState
from fairprice.workbook.writer import to_bytes

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
#: Children of a font in the order of the Open XML SDK's schema.
FONT = (
    "b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color",
    "name", "family", "charset", "scheme",
)  # fmt: skip


@pytest.fixture(scope="module")
def parts(evidence_files: dict[str, Path]) -> Parts:
    """The parts of a workbook with lines and bars."""
    return parts_of(next(iter(evidence_files.values())))


@pytest.fixture(scope="session")
def one_of_each(shared: Any) -> Path:
    """Return a folder with a workbook of each kind."""
    folder: Path = shared("one_of_each", write_one_of_each)
    return folder


def test_parts_are_named_from_the_part_that_leads_to_them(parts: Parts) -> None:
    """ExcelJS looks for tables and drawings by no other names."""
    for name, part in parts.items():
        if name.endswith(".rels"):
            folder = posixpath.dirname(posixpath.dirname(name))
            targets = re.findall(r' Target="([^"]+)"', part.decode())
            assert not [target for target in targets if target.startswith("/")], name
            assert {posixpath.normpath(posixpath.join(folder, one)) for one in targets} <= set(
                parts
            )


def test_drawings_and_charts_are_written_with_the_usual_prefixes(parts: Parts) -> None:
    """ExcelJS knows elements of drawings by their prefixes."""
    drawn = {name: part.decode() for name, part in parts.items() if "/_rels/" not in name}
    for folder, known in (("xl/drawings/", {"xdr", "a", "c"}), ("xl/charts/", {"c", "a"})):
        listed = {name: text for name, text in drawn.items() if name.startswith(folder)}
        assert listed
        for text in listed.values():
            assert set(re.findall(r"</?(\w+:)?\w+", text)) == {f"{prefix}:" for prefix in known}
            root, rest = text.split(">", 1)  # Gnumeric draws nothing else
            assert " xmlns:a=" in root
            assert " xmlns" not in rest
            assert " xmlns=" not in root


def test_children_of_a_font_stand_in_the_order_of_the_schema(parts: Parts) -> None:
    fonts = re.findall(r"<font>(.*?)</font>", parts[STYLES].decode())
    assert fonts
    for font in fonts:
        places = [FONT.index(name) for name in re.findall(r"<(\w+)", font)]
        assert places == sorted(places), font


def numbers_of_charts(path: Path) -> int:
    """Hold what each chart keeps against the cells as a viewer shows them; count the sources."""
    shown = witnesses.shown(path)
    count = 0
    for name, part in parts_of(path).items():
        if not name.startswith("xl/charts/"):
            continue
        for source in ET.fromstring(part).iter():
            reference = source.findtext(f"{CHART}f")
            if reference is None:
                continue
            title, (left, top, right, bottom) = range_to_tuple(reference)  # type: ignore[misc]
            cells = [
                shown.get((title, f"{column_letter(column)}{row}"))
                for row in range(top, bottom + 1)
                for column in range(left, right + 1)
            ]
            points = {
                int(point.attrib["idx"]): point.findtext(f"{CHART}v")
                for point in source.iter(f"{CHART}pt")
            }
            [told] = source.iter(f"{CHART}ptCount")
            assert int(told.attrib["val"]) == len(cells)
            for place, cell in enumerate(cells):
                kept: Any = points.get(place)
                if source.tag == f"{CHART}numRef":
                    if isinstance(cell, str):
                        assert kept is None  # a word has no place on an axis
                        continue
                    kept = float(kept)
                assert witnesses.agree(kept, cell), (name, reference, place)
            count += 1
    return count


def test_every_chart_keeps_the_numbers_of_its_cells(evidence_files: dict[str, Path]) -> None:
    assert numbers_of_charts(next(iter(evidence_files.values()))) >= 5 * 3


def test_a_file_spelled_as_before_is_as_written(files: dict[str, Path], tmp_path: Path) -> None:
    """Those that people have name parts from the root, and their charts keep no numbers."""
    parts = parts_of(files["all rates stated, 2014"])
    before = as_openpyxl_writes(parts)
    (tmp_path / "before.xlsx").write_bytes(before)
    made = parts_of(tmp_path / "before.xlsx")
    assert b'Target="/xl/worksheets/sheet1.xml"' in made["xl/_rels/workbook.xml.rels"]
    assert made["xl/charts/chart1.xml"].startswith(b"<chartSpace ")
    assert b"Cache" not in made["xl/charts/chart1.xml"]
    verification = fp.verify_workbook(tmp_path / "before.xlsx")
    assert verification.status == 0, verification.differences


def test_another_number_in_a_chart_is_named(files: dict[str, Path], tmp_path: Path) -> None:
    parts = parts_of(files["all rates stated, 2014"])
    chart = parts["xl/charts/chart1.xml"].decode()
    changed, count = re.subn(r"(<c:v>)\d+\.\d+(?=</c:v>)", r"\g<1>9.5", chart, count=1)
    assert count == 1
    path = tmp_path / "theirs.xlsx"
    path.write_bytes(packed(parts | {"xl/charts/chart1.xml": changed.encode()}))
    assert set(fp.verify_workbook(path).differences["kind"]) == {"chart number"}


def test_no_number_format_ends_at_a_point(parts: Parts) -> None:
    """``0.##`` shows a visit of "15." minutes."""
    bare = re.compile(r"\.[#?]+(?![0#?])")
    for code in re.findall(r'formatCode="([^"]*)"', parts[STYLES].decode()):
        assert not bare.search(code), code
    root = Path(fp.__file__).parent / "workbook"
    told = {
        node.value
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    found = {text for text in told if re.fullmatch(r"[#,0.?%]+", text) and bare.search(text)}
    assert found == set(FORMER)


@pytest.mark.parametrize(("number", "code", "found"), [(15, "0.##", set()), (22.125, "0.##", {
    "number format"}), (15, "#,##0.##", {"number format"})])  # fmt: skip
def test_a_format_of_before_is_as_written_where_it_shows_the_same(
    number: float, code: str, found: set[str]
) -> None:
    written, there = Look(number_format="general"), Look(number_format=code)
    told = cell_looks(written, CellState("", number, there))
    assert {kind for kind, *_ in told} == found


@pytest.mark.slow
@pytest.mark.parametrize("kind", LIVE)
def test_every_chart_of_every_kind_keeps_the_numbers_of_its_cells(
    one_of_each: Path, kind: str
) -> None:
    assert numbers_of_charts(one_of_each / f"{kind}.xlsx") >= 2


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_of_the_format_has_no_finding(one_of_each: Path, kind: str) -> None:
    """As the Open XML SDK's validator judges it."""
    audit = witnesses.needed("openxml_audit")
    result = audit.OpenXmlValidator().validate(one_of_each / f"{kind}.xlsx")
    # its warnings say what Excel rewrites on saving: texts that stand in their cells
    found = [one for one in result.errors if one.severity == audit.ValidationSeverity.ERROR]
    assert [f"{one.part_uri}: {one.description}" for one in found] == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", LIVE)
def test_a_third_engine_agrees(one_of_each: Path, kind: str, tmp_path: Path) -> None:
    path = one_of_each / f"{kind}.xlsx"
    found = witnesses.recalculate_with_formualizer(path, tmp_path)
    assert witnesses.differences(found, witnesses.caches(path), scale=1e4) == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["rate_card", "comparison"])
def test_what_gnumeric_saves_of_other_kinds_is_as_written(
    one_of_each: Path, kind: str, tmp_path: Path
) -> None:
    """Print titles and settings of calculation that it writes anew are known."""
    saved = saved_by_gnumeric(one_of_each / f"{kind}.xlsx", tmp_path / "saved.xlsx")
    verification = fp.verify_workbook(saved)
    assert verification.status == 0, verification.differences


#: Writes the small workbook to standard output, as the bytes of a file.
WRITE_SMALL = """
import sys, openpyxl, small_workbook
from fairprice.workbook.writer import to_bytes
file = to_bytes(small_workbook.small_workbook(), values_only=False)
sys.stdout.buffer.write(b"lxml " * openpyxl.LXML + file)
"""
WRITE_EACH = """
import sys, pathlib, one_of_each
one_of_each.write_one_of_each(pathlib.Path(sys.argv[1]))
"""


def where_lxml_is(code: str, *arguments: str) -> bytes:
    """Run code in a process in which openpyxl writes with lxml; return what it prints."""
    witnesses.needed("lxml")
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        check=True, capture_output=True,
        env={**os.environ, "OPENPYXL_LXML": "True", "PYTHONPATH": os.pathsep.join(sys.path)},
    ).stdout  # fmt: skip


@pytest.mark.slow  # lxml comes with what is needed to develop
def test_a_file_is_the_same_where_lxml_is_installed() -> None:
    """openpyxl then tells namespaces elsewhere, closes tags otherwise and writes signs out."""
    here = to_bytes(small_workbook(), values_only=False)
    assert not openpyxl.LXML
    assert where_lxml_is(WRITE_SMALL) == b"lxml " + here
    sheet, _ = openpyxl.load_workbook(BytesIO(here)).worksheets
    assert sheet["A1"].value == sheet["A5"].value == TEXT


@pytest.mark.slow
def test_each_kind_is_the_same_where_lxml_is_installed(one_of_each: Path, tmp_path: Path) -> None:
    where_lxml_is(WRITE_EACH, str(tmp_path))
    for kind in KINDS:
        here, there = (folder / f"{kind}.xlsx" for folder in (one_of_each, tmp_path))
        assert here.read_bytes() == there.read_bytes(), kind
