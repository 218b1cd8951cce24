"""The points of "Releasing statistics in spreadsheets" that a machine can check.

Government Analysis Function guidance, as far as it is about the file: both forms of the
fee workbook, and the evidence workbook.
"""

from __future__ import annotations

import re
import zipfile

import pytest
import witnesses
from cases import cases, example
from evidence_cases import evidence_cases
from openpyxl.utils import range_boundaries
from providers import plain_book

import fairprice as fp

SANS_SERIF = {"Arial"}
WITHOUT_COLOUR = (None, "FF000000", "00000000")


WRITTEN = [
    *((product, case) for product in ("open book", "published") for case in cases()),
    *(("evidence", case) for case in evidence_cases()),
]


@pytest.fixture(params=WRITTEN, ids=": ".join)
def written(request):
    return request.param


@pytest.fixture
def product(written):
    return written[0]


@pytest.fixture
def path(written, files, published_files, evidence_files):
    product, case = written
    return {"open book": files, "published": published_files, "evidence": evidence_files}[product][
        case
    ]


@pytest.fixture
def workbook(path):
    return witnesses.opened(path)


def bounds(page):
    [table] = page.tables.values()
    return range_boundaries(table.ref)


def filled(page):
    return [cell for row in page.iter_rows() for cell in row if cell.value is not None]


def parts_of(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def sheet_parts(path):
    return {
        name: text for name, text in parts_of(path).items() if name.startswith("xl/worksheets/s")
    }


# Tables


def test_every_sheet_has_one_table_marked_up_with_a_name_that_tells(workbook):
    names = []
    for page in workbook:
        [table] = page.tables.values()
        assert table.displayName == page.title.replace(" ", "_") + "_table"
        assert table.headerRowCount == 1
        names.append(table.displayName.casefold())
    assert len(set(names)) == len(names)
    assert not set(names) & {name.casefold() for name in workbook.defined_names}


def test_header_texts_are_unique_not_empty_and_those_of_the_mark_up(workbook):
    for page in workbook:
        [table] = page.tables.values()
        left, top, right, _ = bounds(page)
        shown = [page.cell(top, c).value for c in range(left, right + 1)]
        assert all(isinstance(text, str) and text.strip() for text in shown)
        assert len({text.casefold() for text in shown}) == len(shown)
        assert table.column_names == shown
        assert all(len(text) <= 255 for text in shown)


def test_no_cells_are_merged(path, workbook):
    assert all(not page.merged_cells.ranges for page in workbook)
    assert not any("mergeCell" in text for text in sheet_parts(path).values())


def test_tables_stand_against_the_left_edge_right_below_the_description(workbook):
    for page in workbook:
        left, top, _, _ = bounds(page)
        assert (left, top) == (1, 4)
        assert all(page.cell(row, 1).value for row in (1, 2, 3))


def test_nothing_stands_below_or_beside_a_table(workbook):
    for page in workbook:
        _, top, right, bottom = bounds(page)
        for cell in filled(page):
            assert cell.row <= bottom, f"{page.title}!{cell.coordinate} is below"
            assert cell.column <= right, f"{page.title}!{cell.coordinate} is beside"
            assert cell.column == 1 or cell.row >= top, f"{page.title}!{cell.coordinate}"


def test_no_row_or_column_of_a_table_is_blank(workbook):
    for page in workbook:
        left, top, right, bottom = bounds(page)
        assert bottom > top
        for row in range(top, bottom + 1):
            assert page.cell(row, left).value is not None, f"{page.title}, row {row}"
        for c in range(left, right + 1):
            cells = [page.cell(row, c).value for row in range(top + 1, bottom + 1)]
            assert any(value is not None for value in cells), f"{page.title}, column {c}"


def test_a_blank_cell_has_a_reason_that_the_sheet_states(workbook):
    for page in workbook:
        left, top, right, bottom = bounds(page)
        blank = [
            page.cell(row, c).coordinate
            for row in range(top, bottom + 1)
            for c in range(left, right + 1)
            if page.cell(row, c).value is None
        ]
        said = f"{page['A2'].value} {page['A3'].value}".lower()
        assert not blank or "blank" in said or "empty" in said, f"{page.title}: {blank}"


def test_cells_are_not_split_by_line_breaks_or_padded(workbook):
    for page in workbook:
        for cell in filled(page):
            if isinstance(cell.value, str):
                assert not re.search(r"[\n\r\t]|^\s|\s$|  ", cell.value), cell.coordinate


def test_there_are_no_filters_freeze_panes_or_splits(path, workbook):
    for page in workbook:
        assert page.freeze_panes is None
        assert page.auto_filter.ref is None
        assert all(table.autoFilter is None for table in page.tables.values())
    assert not any("<pane" in text for text in sheet_parts(path).values())


def test_nothing_is_hidden_or_grouped(workbook):
    for page in workbook:
        assert page.sheet_state == "visible"
        for dimension in (*page.row_dimensions.values(), *page.column_dimensions.values()):
            assert not dimension.hidden
            assert not dimension.outlineLevel
        for cell in filled(page):
            assert not cell.protection.hidden
            assert ";;;" not in cell.number_format
            assert page.column_dimensions[cell.column_letter].width >= 8 or not page.tables
    assert all(not name.hidden for name in workbook.defined_names.values())


# Format


def test_titles_stand_in_a1_as_heading_1_and_nothing_else_does(workbook):
    for page in workbook:
        assert page["A1"].style == "Heading 1"
        assert page["A1"].value
        assert page["A1"].font.b
        assert all(cell.style != "Heading 1" for cell in filled(page) if cell.coordinate != "A1")


def test_heading_1_is_the_built_in_style_that_programs_announce(path):
    styles = parts_of(path)["xl/styles.xml"]
    [style] = re.findall(r'<cellStyle [^>]*name="Heading 1"[^>]*>', styles)
    assert 'builtinId="16"' in style


def test_titles_differ_from_sheet_to_sheet(workbook):
    titles = [page["A1"].value for page in workbook]
    assert len(set(titles)) == len(titles)


def test_text_is_sans_serif_of_size_12_or_a_larger_title(workbook):
    for page in workbook:
        for cell in filled(page):
            where = f"{page.title}!{cell.coordinate}"
            assert cell.font.name in SANS_SERIF, where
            assert cell.font.sz == 12 or (cell.coordinate == "A1" and cell.font.sz > 12), where


def test_there_are_no_italics_underlines_colours_or_fills(workbook):
    for page in workbook:
        assert page.sheet_properties.tabColor is None
        assert page.conditional_formatting == [] or not list(page.conditional_formatting)
        for cell in filled(page):
            where = f"{page.title}!{cell.coordinate}"
            assert not cell.font.i, where
            assert cell.font.u is None, where
            assert not cell.font.strike, where
            assert cell.font.vertAlign is None, where
            assert cell.fill.fill_type is None, where
            assert cell.font.color is None or cell.font.color.rgb in WITHOUT_COLOUR, where
            sides = (getattr(cell.border, side) for side in ("left", "right", "top", "bottom"))
            assert not any(side is not None and side.style for side in sides), where
        for table in page.tables.values():
            assert table.tableStyleInfo is None or table.tableStyleInfo.name is None


def test_text_in_tables_is_wrapped_and_its_row_is_high_enough(workbook):
    """Wide letters of Arial 12 take a unit of width; a line of it takes 15 points."""
    for page in workbook:
        _, top, _, bottom = bounds(page)
        for row in range(top, bottom + 1):
            height = page.row_dimensions[row].height
            for cell in page[row]:
                if isinstance(cell.value, str) and cell.data_type == "s":
                    where = f"{page.title}!{cell.coordinate}"
                    assert cell.alignment.wrap_text, where
                    width = page.column_dimensions[cell.column_letter].width
                    # half the width a letter may need at most: no text is cut off grossly
                    needed = -(-len(cell.value) // (width * 1.1)) * 15
                    assert height is None or height >= needed, f"{where}: {height} < {needed}"


def test_the_description_is_not_cut_off(workbook):
    for page in workbook:
        for place in ("A2", "A3"):
            beside = [cell.value for cell in page[place[1]][1:]]
            assert page[place].alignment.wrap_text or not any(beside)


def test_there_are_no_headers_footers_pictures_comments_or_text_boxes(path, workbook, product):
    for page in workbook:
        for part in (page.oddHeader, page.evenHeader, page.evenFooter, page.firstHeader):
            assert not any((part.left.text, part.center.text, part.right.text))
        foot = page.oddFooter
        # an open-book file says on paper which it is; one for publication does without
        assert bool(foot.left.text or foot.center.text or foot.right.text) is (
            product != "published"
        )
        assert page._images == []
        assert all(cell.comment is None for cell in filled(page))
        assert not list(page.row_breaks.brk)
    names = parts_of(path)
    assert not [name for name in names if re.search(r"media|vml|comments|ctrlProp", name)]
    assert not any("<xdr:sp" in text or "<sp>" in text for text in names.values())


def test_symbols_and_codes_do_not_stand_for_words(workbook):
    for page in workbook:
        for cell in filled(page):
            if isinstance(cell.value, str) and cell.data_type == "s":
                assert cell.value not in ("-", "–", "—", "*", "n/a", "N/A", ":", "..", "x")
                assert not re.search(r"[¹²³†‡*]", cell.value), f"{page.title}!{cell.coordinate}"


def test_notes_are_written_as_words_and_numbered(workbook):
    page = workbook["Notes"]
    numbered = [page.cell(row, 1).value for row in range(5, page.max_row + 1)]
    assert numbered == [f"note {n}" for n in range(1, len(numbered) + 1)]
    assert len(numbered) >= 5


def test_verdicts_are_told_in_words_and_not_by_colour(workbook):
    for sheet, heading in (("Checks", "Result"), ("Inputs", "Role"), ("Workings", "Role")):
        page = workbook[sheet]
        [place] = [cell.column for cell in page[4] if cell.value == heading]
        assert all(page.cell(row, place).value for row in range(5, page.max_row + 1))


# Structure and publishing


def test_sheets_have_unique_names_and_none_is_blank(workbook):
    names = [name.casefold() for name in workbook.sheetnames]
    assert len(set(names)) == len(names)
    assert all(len(name) <= 31 and not re.search(r"[\\/?*:\[\]]", name) for name in names)
    assert all(len(filled(page)) >= 2 for page in workbook)


def test_the_document_has_a_title_and_a_language(path, workbook):
    assert workbook.properties.title == workbook["Cover"]["A1"].value
    assert workbook.properties.language == "en-GB"
    assert "<dc:language>en-GB</dc:language>" in parts_of(path)["docProps/core.xml"]


def test_the_file_opens_at_a1_of_the_first_sheet_with_no_other_sheet_selected(path, workbook):
    first = workbook.sheetnames[0]
    assert workbook.active.title == first
    assert first in ("Summary", "Cover")
    for page in workbook:
        assert page.sheet_view.selection[0].activeCell == "A1"
        assert page.sheet_view.selection[0].sqref == "A1"
        assert page.sheet_view.topLeftCell in (None, "A1")
        assert not (page.sheet_view.tabSelected and page.title != first)


def test_the_products_say_which_they_are(product, workbook):
    said = workbook["Cover"]["A2"].value
    kinds = {"open book": "Open-book file", "published": "Published file"}
    assert said.startswith(kinds.get(product, "Evidence workbook"))
    assert ("no formulas" in said) if product == "published" else ("live formula" in said)


def test_links_lead_somewhere_and_say_where(workbook):
    for page in workbook:
        for cell in filled(page):
            if cell.hyperlink is not None:
                assert not re.search(r"click|\bhere\b|https?:", str(cell.value), re.IGNORECASE)
                if cell.hyperlink.target is None:
                    sheet = cell.hyperlink.location.split("!")[0].strip("'")
                    assert sheet in workbook.sheetnames
                else:
                    assert re.match(r"https?://", cell.hyperlink.target)


def test_a_published_file_spells_no_address_out(published_files):
    """What is read aloud is words that lead to it."""
    for path in published_files.values():
        cells = [cell for page in witnesses.opened(path) for cell in filled(page)]
        assert not [cell.coordinate for cell in cells if "://" in str(cell.value)]
    linked = [
        cell
        for cell in filled(witnesses.opened(published_files["example"])["Inputs"])
        if cell.hyperlink
    ]
    [source] = {cell.hyperlink.target for cell in linked}
    assert source.endswith("cost-of-care-report---home-care")
    assert {str(cell.value)[:40] for cell in linked} == {"Herefordshire cost of care report 2022-2"}


def test_the_published_file_does_not_speak_of_what_it_lacks(published_files):
    """A reader of values cannot change an input, and nothing recalculates or is locked."""
    for path in published_files.values():
        for page in witnesses.opened(path):
            for place in filled(page):
                if page.title == "Cover" and place.coordinate == "A2":
                    continue
                assert not re.search(
                    r"recalculates|are locked|every sheet follow|Change a value"
                    r"|holds one formula|as the file|Price chart|Volume chart",
                    str(place.value),
                ), f"{page.title}!{place.coordinate}: {place.value}"


# Chart


def test_the_chart_stands_beside_its_numbers_with_a_text_in_its_place(files):
    path = files["example"]
    drawing = parts_of(path)["xl/drawings/drawing2.xml"]
    [described] = re.findall(r'<xdr:cNvPr [^>]*descr="([^"]*)"', drawing)
    page = witnesses.opened(path)["Price chart"]
    assert page["A2"].value == described
    assert page["A2"].alignment.wrap_text
    assert "Fees sheet" in described
    book = example()
    for minutes, rate in book.visit_prices()["hourly_rate"].items():
        assert f"{minutes:g} minutes GBP {rate:.2f}" in described
    assert f"GBP {book.flat_hourly_fee:.2f}" in described
    [chart] = page._charts
    [table] = page.tables.values()
    left, _, right, _ = range_boundaries(table.ref)
    assert chart.anchor._from.row >= 3
    assert chart.anchor._from.col >= right
    shown = witnesses.opened(path, data_only=True)["Price chart"]
    rates = book.visit_prices()["hourly_rate"]
    for row, (minutes, rate) in enumerate(rates.items(), start=5):
        found = [shown.cell(row, column).value for column in range(left, right + 1)]
        assert found == [minutes, pytest.approx(rate), pytest.approx(book.flat_hourly_fee)]
        assert all(page.cell(row, c).data_type == "f" for c in range(left, right + 1))


def test_every_open_book_file_describes_its_charts(files):
    for path in files.values():
        parts = parts_of(path)
        drawings = [text for name, text in parts.items() if name.startswith("xl/drawings/drawing")]
        pattern = r'<xdr:cNvPr [^>]*descr="(.{12})[^"]{60,}"'
        described = [re.findall(pattern, drawing) for drawing in drawings]
        assert sorted(described) == [["Line chart o"], ["Line chart o"], ["Stacked bars"]]


def test_the_chart_has_axis_titles_and_tells_its_lines_apart_without_colour(files):
    [chart] = witnesses.opened(files["example"])["Price chart"]._charts
    titles = [axis.title.tx.rich.p[0].r[0].t for axis in (chart.x_axis, chart.y_axis)]
    assert titles == ["Visit length (minutes)", "GBP per contact hour"]
    assert chart.legend is not None
    assert chart.y_axis.scaling.min == 0
    markers = [series.marker.symbol for series in chart.series]
    assert len(set(markers)) == len(markers) == 2


def test_the_description_of_the_chart_claims_only_what_it_shows(tmp_path):
    """With no travel and no cost by the visit, short visits cost no more per hour."""
    book = plain_book(travel_minutes_per_visit=0.0, miles_per_visit=0.0)
    rates = book.visit_prices()["hourly_rate"]
    assert rates.to_numpy() == pytest.approx(rates.iloc[0])
    path = fp.write_fee_workbook(book, tmp_path / "level.xlsx")
    assert "The shorter the visit, the dearer" not in parts_of(path)["xl/drawings/drawing2.xml"]
