"""The edition for publication as an OpenDocument spreadsheet, read back by another library."""

from __future__ import annotations

import datetime
import re
import sys
import zipfile

import pytest
from providers import plain_book
from python_calamine import CalamineWorkbook

import fairprice as fp
from fairprice import digits
from fairprice.workbook.fee_workbook import fee_workbook_model
from fairprice.workbook.model import (
    Column,
    Content,
    Entry,
    Formula,
    Link,
    Sheet,
    WebLink,
    WorkbookModel,
)
from fairprice.workbook.open_document import to_open_document
from fairprice.workbook.sheets.published import Publication


@pytest.fixture(scope="module")
def model():
    book = plain_book(provider_name="<A> & 'B'  \"C\" =1+1")
    return fee_workbook_model(book, edition=Publication("A. Officer", datetime.date(2026, 5, 1)))


@pytest.fixture(scope="module")
def path(model, tmp_path_factory):
    path = tmp_path_factory.mktemp("ods") / "fees.ods"
    path.write_bytes(to_open_document(model))
    return path


def shown(content: Content) -> object:
    """Return what a reader of a cell must find."""
    value = content.value if isinstance(content, Formula | Entry) else content
    if isinstance(value, Link | WebLink):
        return value.words if isinstance(value, WebLink) else value.sheet
    if value is None or isinstance(value, str | datetime.date):
        return value or ""
    return float(digits.written(value))


def test_another_library_reads_every_value_and_every_word(model, path):
    read = CalamineWorkbook.from_path(path)
    assert read.sheet_names == [sheet.name for sheet in model.sheets]
    for sheet in model.sheets:
        rows = read.get_sheet_by_name(sheet.name).to_python()
        front = [sheet.title, *sheet.description]
        assert [row[0] for row in rows[:3]] == front
        assert rows[3] == [column.heading for column in sheet.columns]
        assert rows[4:] == [[shown(content) for content in row] for row in sheet.rows]


def test_it_has_a_title_a_language_and_a_header_row_on_each_sheet(model, path):
    with zipfile.ZipFile(path) as parts:
        assert parts.namelist()[0] == "mimetype"
        meta, content, styles = (
            parts.read(f"{name}.xml").decode() for name in ("meta", "content", "styles")
        )
    assert f"<dc:title>{'What an hour'}" in meta
    assert "<dc:language>en-GB</dc:language>" in meta
    assert set(re.findall('fo:language="(.*?)"', styles)) == {"en"}
    assert set(
        re.findall(
            "<style:(?:header|footer)[a-z-]*( [^>]*)?/?>", styles.split("<office:master-styles>")[1]
        )
    ) == {' style:display="false"/'}
    sheets = content.split("<table:table ")[1:]
    assert len(sheets) == len(model.sheets)
    for sheet, written in zip(model.sheets, sheets, strict=True):
        [header] = re.findall("<table:table-header-rows>(.*?)</table:table-header-rows>", written)
        assert header.count("<table:table-cell") == len(sheet.columns)
        marked = f'table:name="{sheet.table_name}" table:contains-header="true"'
        assert marked in content
    assert "table:formula" not in content
    [title] = re.findall('name="([^"]*)"[^>]*parent-style-name="Heading_20_1"', content)
    assert content.count(f'table:style-name="{title}"') == len(model.sheets)
    for kind in ("fo:font-size", "style:data-style-name"):
        assert kind in content


def test_the_same_book_gives_the_same_bytes(model, path):
    assert to_open_document(model) == path.read_bytes()


def test_an_edition_may_end_in_ods_and_an_open_book_may_not(tmp_path, monkeypatch):
    book = plain_book()
    with pytest.raises(fp.FileWriteError, match=r"edition for publication may end in \.ods"):
        fp.write_fee_workbook(book, tmp_path / "fees.ods")
    monkeypatch.setitem(sys.modules, "odfdo", None)
    with pytest.raises(fp.MissingExtraError, match=re.escape("[ods]")):
        fp.write_fee_workbook(book, tmp_path / "fees.ods", published=True)
    assert not list(tmp_path.iterdir())


def test_text_is_text_whatever_it_holds(tmp_path):
    hostile = "=1+1 \x0b<b>&'\"  two\n-3"
    sheet = Sheet("It's", hostile, ("@x", "+y"), [Column("\t=2")], [[hostile], [-0.0], [None]])
    model = WorkbookModel("T", [sheet], {}, (), datetime.date(2026, 4, 6))
    path = tmp_path / "text.ods"
    path.write_bytes(to_open_document(model))
    read = CalamineWorkbook.from_path(path)
    assert read.sheet_names == ["It's"]
    [[title], *_, [cell], [nothing]] = read.get_sheet_by_name("It's").to_python()
    assert title == cell == "=1+1 \ufffd<b>&'\"  two\n-3"
    assert nothing == 0
