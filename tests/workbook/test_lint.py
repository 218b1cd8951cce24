"""Each point that a machine can see: a workbook that keeps them all, and one fault at a time."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cases import cases
from evidence_cases import evidence_cases
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table, TableColumn

import fairprice as fp
from fairprice.workbook.lint.texts import TEXTS
from fairprice.workbook.styles import heading_1

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def sound() -> Any:
    """A small workbook that keeps every point."""
    workbook = openpyxl.Workbook()
    workbook.properties.title, workbook.properties.language = "Costs", "en-GB"
    page = workbook.active
    page.title = "Costs"
    page["A1"], page["A2"] = "Costs", "What an hour costs, in GBP."
    rows = (["Line", "Amount"], ["Pay", 12.5], ["Travel", 1.5], ["Total", "=B5+B6"])
    for number, row in enumerate(rows, start=4):
        page[f"A{number}"], page[f"B{number}"] = row
    table = Table(displayName="Costs_table", ref="A4:B7")
    table.tableColumns = [TableColumn(id=1, name="Line"), TableColumn(id=2, name="Amount")]
    page.add_table(table)
    for row in page.iter_rows():
        for cell in row:
            cell.font = Font(name="Arial", size=12)
            cell.alignment = Alignment(wrap_text=True)
    workbook.add_named_style(heading_1())
    page["A1"].style = "Heading 1"
    return workbook


def found(workbook: Any, tmp_path: Path) -> dict[str, str]:
    path = tmp_path / "book.xlsx"
    workbook.save(path)
    return {problem.code: problem.where for problem in fp.lint_workbook(path)}


def test_a_sound_workbook_has_no_finding(tmp_path: Path) -> None:
    assert found(sound(), tmp_path) == {}


def _set(cell: str, value: Any) -> Callable[[Any], None]:
    return lambda page: page.__setitem__(cell, value)


def _font(cell: str, **look: Any) -> Callable[[Any], None]:
    def change(page: Any) -> None:
        page[cell].font = Font(**{"name": "Arial", "size": 12, **look})

    return change


def _text(cell: str, text: str) -> Callable[[Any], None]:
    def change(page: Any) -> None:
        page[cell].value, page[cell].data_type = text, "s"

    return change


def _many(page: Any) -> None:
    page["D20"], page["E20"] = "Line", "Amount"
    page["D21"], page["E21"] = "Pay", 1
    page.add_table(Table(displayName="Other", ref="D20:E21"))


def _renamed(page: Any) -> None:
    table = page.tables.pop("Costs_table")
    table.displayName = table.name = "Table1"
    page.add_table(table)


def _name(reference: str, *, hidden: bool = False) -> Callable[[Any], None]:
    def change(page: Any) -> None:
        page.parent.defined_names["rate"] = DefinedName("rate", attr_text=reference, hidden=hidden)

    return change


def _chart(page: Any) -> None:
    chart = BarChart()
    chart.add_data(Reference(page, min_col=2, min_row=4, max_row=6), titles_from_data=True)
    page.add_chart(chart, "D4")


FAULTS: dict[str, list[tuple[Callable[[Any], Any], str]]] = {
    "no-title": [(_set("A1", None), "Costs!A1")],
    "title-not-a-heading": [(lambda page: setattr(page["A1"], "style", "Normal"), "Costs!A1")],
    "hidden-sheet": [],
    "no-table": [(lambda page: page.tables.pop("Costs_table"), "Costs")],
    "several-tables": [(_many, "Costs")],
    "outside-the-table": [(_set("D9", "aside"), "Costs!D9"), (_set("A8", "below"), "Costs!A8")],
    "merged-cells": [(lambda page: page.merge_cells("A5:B5"), "Costs!A5:B5")],
    "heading-empty": [(_set("B4", " "), "Costs!B4")],
    "heading-twice": [(_set("B4", "line"), "Costs!B4")],
    "blank-row": [(lambda page: (_set("A6", None)(page), _set("B6", None)(page)), "Costs")],
    "blank-column": [
        (lambda page: [_set(f"B{row}", None)(page) for row in (5, 6, 7)], "Costs")
    ],
    "blank-without-reason": [(_set("B6", None), "Costs!B6")],
    "hidden-row-or-column": [
        (lambda page: setattr(page.row_dimensions[6], "hidden", True), "Costs"),
        (lambda page: setattr(page.column_dimensions["B"], "hidden", True), "Costs"),
        (lambda page: setattr(page.sheet_format, "zeroHeight", True), "Costs"),
    ],
    "filter": [(lambda page: setattr(page.auto_filter, "ref", "A4:B7"), "Costs")],
    "frozen-panes": [(lambda page: setattr(page, "freeze_panes", "A5"), "Costs!A5")],
    "header-or-footer": [
        (lambda page: setattr(page.oddHeader.center, "text", "Draft"), "Costs"),
        (lambda page: setattr(page.oddFooter.left, "text", "1"), "Costs"),
    ],
    "comment": [(lambda page: setattr(page["A5"], "comment", Comment("?", "me")), "Costs!A5")],
    "small-text": [(_font("A5", size=10), "Costs!A5")],
    "serif": [(_font("A5", name="Times New Roman"), "Costs!A5")],
    "italic-or-underlined": [
        (_font("A5", italic=True), "Costs!A5"), (_font("A5", underline="single"), "Costs!A5"),
    ],
    "background": [
        (lambda page: setattr(page["B5"], "fill", PatternFill("solid", "FFFF00")), "Costs!B5")
    ],
    "text-colour": [(_font("B5", color="FFFF0000"), "Costs!B5")],
    "not-wrapped": [
        (lambda page: (_set("A5", "Pay " * 20)(page),
                       setattr(page["A5"], "alignment", Alignment(wrap_text=False))), "Costs!A5")
    ],
    "superscript": [
        (_font("A5", vertAlign="superscript"), "Costs!A5"), (_set("A5", "Pay¹"), "Costs!A5"),
    ],
    "symbol": [(_set("B5", "-"), "Costs!B5"), (_set("A5", "n/a"), "Costs!A5")],
    "line-break": [(_set("A5", "Pay\nand more"), "Costs!A5")],
    "number-as-text": [
        (_text("B5", "12.50"), "Costs!B5")
    ],
    "error-value": [(_set("B5", "#DIV/0!"), "Costs!B5"), (_set("B7", "=B5+#REF!"), "Costs!B7")],
    "hard-function": [
        (_set("B7", "=OFFSET(B5,1,0)"), "Costs!B7"), (_set("B7", "=INDIRECT(A5)"), "Costs!B7"),
    ],
    "another-file": [
        (_set("B7", "='[other.xlsx]Rates'!A1+B5"), "Costs!B7"),
        (_name("[1]Rates!$A$1"), "book.xlsx"),
    ],
    "hidden-name": [(_name("Costs!$B$5", hidden=True), "book.xlsx")],
    "table-name": [(_renamed, "Costs")],
    "no-headings": [(lambda page: setattr(page.tables["Costs_table"], "headerRowCount", 0),
                     "Costs")],
    "no-description": [(_set("A2", None), "Costs!A2")],
    "chart-without-words": [(_chart, "Costs")],
    "shown-as-nothing": [
        (lambda page: setattr(page["B5"], "number_format", ";;;"), "Costs!B5"),
        (lambda page: setattr(page["B5"], "number_format", "[Red];;"), "Costs!B5"),
    ],
    "note-in-a-cell": [(_set("B5", "12.50 [note 1]"), "Costs!B5")],
    "volatile": [(_set("B7", "=B5*TODAY()"), "Costs!B7")],
    "nested-if": [(_set("B7", "=IF(B5>1,IF(B6>1,B5,B6),B6)"), "Costs!B7")],
    "constant-in-formula": [(_set("B7", "=B5*1.1207"), "Costs!B7")],
    "long-formula": [(_set("B7", "=" + "+".join(["B5"] * 100)), "Costs!B7")],
    "cursor-elsewhere": [
        (lambda page: setattr(page.sheet_view.selection[0], "activeCell", "B9"), "Costs")
    ],
}  # fmt: skip
CASES = [(code, *fault) for code, faults in FAULTS.items() for fault in faults]


@pytest.mark.parametrize(("code", "plant", "where"), CASES, ids=[case[0] for case in CASES])
def test_a_fault_is_found_with_its_cell(
    code: str, plant: Callable[[Any], Any], where: str, tmp_path: Path
) -> None:
    workbook = sound()
    plant(workbook["Costs"])
    assert found(workbook, tmp_path).get(code) == where


def test_faults_of_the_whole_document(tmp_path: Path) -> None:
    workbook = sound()
    workbook.properties.title = workbook.properties.language = None
    hidden, _ = workbook.create_sheet("Hidden"), workbook.create_sheet("Blank")
    hidden["A1"], hidden.sheet_state = "x", "hidden"
    workbook.active = 2
    workbook.defined_names["lost"] = DefinedName("lost", attr_text="#REF!$A$1")
    assert {"no-document-title", "no-language", "hidden-sheet", "blank-sheet", "opens-elsewhere",
            "broken-name"} <= set(found(workbook, tmp_path))  # fmt: skip


#: A text box and a picture, as Excel writes them.
_SHAPES = {
    "text-box": """<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="2" name="Text 1"/>
<xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr/></xdr:sp>""",
    "picture": """<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="Logo" descr="A logo"/>
<xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill/><xdr:spPr/></xdr:pic>""",
}
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWN = """<xdr:wsDr
xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">
<xdr:absoluteAnchor><xdr:pos x="0" y="0"/><xdr:ext cx="9" cy="9"/>{shape}<xdr:clientData/>
</xdr:absoluteAnchor></xdr:wsDr>"""
#: What leads to a drawing: in each part, before which tag what is put.
_LEADING = {
    "xl/worksheets/sheet1.xml": ("<tableParts", f'<drawing xmlns:r="{_OFFICE}" r:id="drawn"/>'),
    "xl/worksheets/_rels/sheet1.xml.rels": (
        "</Relationships>",
        f'<Relationship Id="drawn" Type="{_OFFICE}/drawing" Target="../drawings/drawing1.xml"/>',
    ),
    "[Content_Types].xml": (
        "</Types>",
        '<Override PartName="/xl/drawings/drawing1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.drawing+xml"/>',
    ),
}


@pytest.mark.parametrize("code", _SHAPES)
def test_what_is_drawn_is_found_without_a_library_for_pictures(code: str, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    sound().save(path)
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name).decode() for name in packed.namelist()}
    for name, (before, put) in _LEADING.items():
        assert before in parts[name]
        parts[name] = parts[name].replace(before, put + before)
    parts["xl/drawings/drawing1.xml"] = _DRAWN.format(shape=_SHAPES[code])
    with zipfile.ZipFile(path, "w") as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    assert [(found.code, found.where) for found in fp.lint_workbook(path)] == [(code, "Costs")]


def test_columns_and_rows_without_a_size_are_hidden(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    for before, put in (
        ("<sheetData", '<cols><col min="2" max="2" width="0" customWidth="1"/></cols><sheetData'),
        ('<row r="6"', '<row r="6" ht="0" customHeight="1"'),
    ):
        sound().save(path)
        with zipfile.ZipFile(path) as packed:
            parts = {name: packed.read(name).decode() for name in packed.namelist()}
        parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(before, put)
        with zipfile.ZipFile(path, "w") as packed:
            for name, part in parts.items():
                packed.writestr(name, part)
        assert [found.code for found in fp.lint_workbook(path)] == ["hidden-row-or-column"]


def test_a_hidden_sheet_of_one_chart_is_found(tmp_path: Path) -> None:
    workbook = sound()
    chart = BarChart()
    chart.add_data(Reference(workbook["Costs"], min_col=2, min_row=5, max_row=6))
    page = workbook.create_chartsheet("Picture")
    page.add_chart(chart)
    page.sheet_state = "hidden"
    assert found(workbook, tmp_path) == {
        "hidden-sheet": "Picture", "chart-without-words": "Picture",
    }  # fmt: skip


def test_a_table_away_from_the_edge_is_found(tmp_path: Path) -> None:
    workbook = sound()
    page = workbook["Costs"]
    page.move_range("A4:B7", cols=1)
    page.tables["Costs_table"].ref = "B4:C7"
    assert found(workbook, tmp_path)["table-not-at-the-edge"] == "Costs"


def test_many_cells_of_one_kind_are_one_finding(tmp_path: Path) -> None:
    workbook = sound()
    for cell in ("A5", "A6", "A7"):
        workbook["Costs"][cell].font = Font(name="Arial", size=9)
    workbook.save(tmp_path / "book.xlsx")
    [problem] = fp.lint_workbook(tmp_path / "book.xlsx")
    assert problem.code == "small-text"
    assert "and 2 more on the sheet" in problem.what


def test_what_a_blank_means_may_be_said(tmp_path: Path) -> None:
    workbook = sound()
    workbook["Costs"]["B6"] = None
    workbook["Costs"]["A2"] = "Blank means that there is no such cost."
    assert found(workbook, tmp_path) == {}


@pytest.mark.slow
def test_our_own_workbooks_pass(
    files: dict[str, Path], published_files: dict[str, Path], evidence_files: dict[str, Path],
    tmp_path: Path,
) -> None:  # fmt: skip
    assert set(files) == set(cases())
    assert set(evidence_files) == set(evidence_cases())
    form = fp.write_intake_workbook(None, tmp_path / "form.xlsx")
    for path in (*files.values(), *published_files.values(), *evidence_files.values(), form):
        assert fp.lint_workbook(path) == (), path


@pytest.mark.slow
def test_those_of_a_whole_county_pass(tmp_path: Path) -> None:
    card = fp.load_rate_card(EXAMPLES / "county.toml")
    assert fp.lint_workbook(fp.write_rate_card_workbook(card, tmp_path / "card.xlsx")) == ()
    assert fp.lint_workbook(fp.write_rate_card_form(card, tmp_path / "form.xlsx")) == ()


def test_a_comparison_passes_too(tmp_path: Path) -> None:
    result = fp.compare_payments(
        [fp.load_contract(EXAMPLES / "planned_minutes.toml")],
        fp.load_cohort(EXAMPLES / "people.toml"),
        fp.load_assumptions(EXAMPLES / "provider.toml"), draws=100, seed=1,
    )  # fmt: skip
    path = fp.write_comparison_workbook(result, tmp_path / "comparison.xlsx")
    assert fp.lint_workbook(path) == ()


def test_an_unsafe_file_is_not_looked_into(tmp_path: Path) -> None:
    path = tmp_path / "macros.xlsx"
    sound().save(path)
    import zipfile

    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    try:
        codes = {problem.code for problem in fp.lint_workbook(path)}
    except fp.WorkbookError as error:
        codes = {problem.code for problem in error.problems}
    assert codes & {"macros", "odd-kind"}
    (tmp_path / "no.xlsx").write_bytes(b"no workbook")
    with pytest.raises(fp.WorkbookError):
        fp.lint_workbook(tmp_path / "no.xlsx")
    with pytest.raises(fp.WorkbookError, match="not-found"):
        fp.lint_workbook(tmp_path / "nowhere.xlsx")


def test_a_file_built_to_overload_is_refused(tmp_path: Path) -> None:
    workbook = sound()
    workbook["Costs"].merged_cells.add("A10:XFD1000000")
    workbook.save(tmp_path / "book.xlsx")
    with pytest.raises(fp.WorkbookError, match="too-many-cells"):
        fp.lint_workbook(tmp_path / "book.xlsx")
    far = sound()
    far["Costs"]["XFD1048576"] = 1
    assert "outside-the-table" in found(far, tmp_path)


def test_every_text_is_said_somewhere_in_these_tests() -> None:
    elsewhere = {
        "cannot-open", "no-document-title", "no-language", "opens-elsewhere", "broken-name",
        "blank-sheet", "table-not-at-the-edge", "table-too-large", "picture", "text-box",
    }  # fmt: skip
    assert set(TEXTS.said) == set(FAULTS) | elsewhere
