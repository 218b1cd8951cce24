"""The intake form: what stands on it, for whom, and that it is read as it was written."""

from __future__ import annotations

import datetime
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import rendering
import witnesses
from cases import cases
from hypothesis import given, settings
from intake_forms import as_held, as_typed, cell_of, fill_in, problems_in
from openpyxl.utils import range_boundaries
from providers import plain, plain_data
from strategies import HOSTILE_TEXTS, assumptions

import fairprice as fp
from fairprice.assumptions.quick import ANSWERS
from fairprice.workbook.intake.quick_form import quick_name
from fairprice.workbook.reading import open_workbook

FIELDS = fp.Assumptions.fields()
PARTS = {name: info.title for name, info in fp.Evidence.model_fields.items()}
SHEET_OF = {
    "about": "Provider and pay", "pay": "Provider and pay", "visits": "Visits and travel",
    "travel": "Visits and travel", "workforce": "Workforce", "time_off": "Time paid and PPE",
    "training": "Time paid and PPE", "paid_not_delivered": "Time paid and PPE",
    "ppe": "Time paid and PPE", "business_costs": "Business costs",
    "return_on_operations": "Return and fees", "stated_rates": "Return and fees",
    "fees": "Return and fees",
}  # fmt: skip
SECTIONS = list(dict.fromkeys(SHEET_OF.values()))
FRONT = ["Input", "Role", "Unit", "Value", "Note", "Document", "Allowed values", "What it is"]


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("intake")
    forms = {"blank": fp.write_intake_workbook(None, folder / "blank.xlsx")}
    for number, (name, book) in enumerate(cases().items()):
        forms[name] = fp.write_intake_workbook(book.assumptions, folder / f"{number}.xlsx")
    return forms


#: Forms that are looked at in the ordinary tests, for their shapes; the others take long.
SHAPES = ("blank", "example", "pay and worker bands")


@pytest.fixture(
    params=[name if name in SHAPES else pytest.param(name, marks=pytest.mark.slow)
            for name in ("blank", *cases())]
)  # fmt: skip
def case(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def path(case: str, forms: dict[str, Path]) -> Path:
    return forms[case]


@pytest.fixture
def workbook(path: Path) -> openpyxl.Workbook:
    return witnesses.opened(path)


def headings(page: Any) -> dict[str, int]:
    return {cell.value: cell.column for cell in page[4] if cell.value is not None}


def rows_of(page: Any) -> range:
    [table] = page.tables.values()
    _, top, _, bottom = range_boundaries(table.ref)
    return range(top + 1, bottom + 1)


# Structure


def test_there_is_a_sheet_for_each_section_between_contents_and_notes(
    workbook: openpyxl.Workbook,
) -> None:
    assert workbook.sheetnames == ["Cover", "Contents", "Quick", *SECTIONS, "Notes"]
    linked = [workbook["Contents"].cell(row, 1) for row in rows_of(workbook["Contents"])]
    assert [cell.value for cell in linked] == workbook.sheetnames[2:]
    for cell in linked:
        assert cell.hyperlink.location == f"'{cell.value}'!A1"


def test_every_input_has_its_name_label_role_unit_and_help(workbook: openpyxl.Workbook) -> None:
    assert {*FIELDS, *map(quick_name, ANSWERS), "form_format"} == set(workbook.defined_names)
    for name, field in FIELDS.items():
        sheet, cells = witnesses.named_cells(workbook, name)
        assert sheet == SHEET_OF[field.section]
        page, columns = workbook[sheet], headings(workbook[sheet])
        assert len(cells) >= 8 if field.is_table else len(cells) == 1
        for band, cell in enumerate(cells, start=1):
            row = page[cell].row
            shown = {heading: page.cell(row, columns[heading]).value for heading in FRONT}
            assert shown["Input"] == (f"{field.label} {band}" if field.is_table else field.label)
            assert shown["What it is"] == field.description
            assert re.match(r"(Input|Choice), \w+", shown["Role"])
            assert shown["Allowed values"]
            assert shown["Unit"] == ("yes or no" if field.unit.startswith("yes") else field.unit)


def test_no_two_inputs_share_a_cell(workbook: openpyxl.Workbook) -> None:
    cells = [
        (sheet, cell)
        for name in FIELDS
        for sheet, area in [witnesses.named_cells(workbook, name)]
        for cell in area
    ]
    assert len(set(cells)) == len(cells)
    rows = sum(len(rows_of(workbook[sheet])) for sheet in SECTIONS)
    assert rows == len(cells)


def test_a_table_grows_with_the_bands_that_are_given(forms: dict[str, Path]) -> None:
    workbook = witnesses.opened(forms["twelve lengths"])
    _, cells = witnesses.named_cells(workbook, "fee_visit_minutes")
    assert [workbook["Return and fees"][cell].value for cell in cells] == list(range(10, 130, 10))
    _, cells = witnesses.named_cells(workbook, "visit_minutes")
    assert [workbook["Visits and travel"][cell].value for cell in cells] == [30] + [None] * 7


def test_evidence_columns_are_those_of_the_model_after_the_note(
    workbook: openpyxl.Workbook,
) -> None:
    rest = [title for title in PARTS.values() if title not in FRONT]
    for sheet in SECTIONS:
        assert list(headings(workbook[sheet])) == [*FRONT, *rest]
    notes = workbook["Notes"]
    told = [(notes.cell(row, 2).value, notes.cell(row, 3).value) for row in rows_of(notes)]
    assert sorted(told) == sorted(
        (info.title, info.description) for info in fp.Evidence.model_fields.values()
    )


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("provider_name", "Input, required"),
        ("travel_minutes_per_visit", "Input, required"),
        ("return_base", "Choice, required"),
        ("contact_pay_rate", "Input, in place of: Pay band rate; Pay band share"),
        ("pay_band_rate", "Input, unless this is given: Contact pay rate"),
        ("pension_enrolled_share", "Input, unless this is given: Stated pension rate"),
        (
            "marketing_per_year",
            "Input, unless one of these is given: Marketing, by the contact hour; Stated "
            "overheads rate",
        ),
        ("marketing_visit_share", "Input, may be left blank"),
        ("stated_pension_base", "Choice, required with Stated pension rate"),
        ("weeks_per_year", "Input, filled in: change it if need be"),
    ],
)
def test_roles_say_in_words_what_is_needed(forms: dict[str, Path], name: str, role: str) -> None:
    cell = cell_of(witnesses.opened(forms["blank"]), name, heading="Role")
    assert cell.value == role


def test_a_blank_form_holds_only_the_values_that_are_defaults(forms: dict[str, Path]) -> None:
    workbook = witnesses.opened(forms["blank"])
    held = {}
    for name in FIELDS:
        sheet, cells = witnesses.named_cells(workbook, name)
        entries = [workbook[sheet][cell].value for cell in cells]
        if any(entry is not None for entry in entries):
            held[name] = [entry for entry in entries if entry is not None]
    assert held == {
        "currency": ["GBP"], "weeks_per_year": [52], "fee_visit_minutes": [15, 30, 45, 60]
    }  # fmt: skip


def test_what_is_left_out_of_a_filled_form_is_not_applicable(forms: dict[str, Path]) -> None:
    workbook = witnesses.opened(forms["example"])
    given = cases()["example"].assumptions.inputs()
    for name in FIELDS:
        sheet, cells = witnesses.named_cells(workbook, name)
        first = workbook[sheet][cells[0]].value
        assert (first == "Not applicable") == (name not in given), name


# Entries


def rules_of(page: Any) -> dict[str, Any]:
    """Return the rule of each cell that has one; no cell has two."""
    found: dict[str, Any] = {}
    for rule in page.data_validations.dataValidation:
        for area in rule.sqref.ranges:
            for r, c in area.cells:
                cell = f"{openpyxl.utils.get_column_letter(c)}{r}"
                assert cell not in found, f"{page.title}!{cell} has two rules"
                found[cell] = rule
    return found


def test_cells_to_fill_in_are_unlocked_and_validated_and_no_others(
    workbook: openpyxl.Workbook,
) -> None:
    for page in workbook:
        assert page.protection.sheet
        assert not page.protection.password
    for sheet in SECTIONS:
        page = workbook[sheet]
        ruled = rules_of(page)
        unlocked = {
            cell.coordinate
            for row in page.iter_rows(min_row=5)
            for cell in row
            if not cell.protection.locked
        }
        assert set(ruled) == unlocked
        for row in rows_of(page):
            assert f"D{row}" in unlocked
            label = page.cell(row, 1).value
            first_band = not re.search(r" [2-9]$| 1\d$", label)
            assert (f"E{row}" in unlocked) == first_band, label
        for rule in ruled.values():
            assert rule.showErrorMessage
            assert rule.error
            assert rule.prompt


@pytest.mark.parametrize(
    ("name", "heading", "kind", "formula"),
    [
        ("nation", "Value", "list",
         '"England,Scotland,Wales,Northern Ireland,Not applicable"'),
        ("employment_allowance_claimed", "Value", "list", '"Yes,No,Not applicable"'),
        ("price_date", "Value", "date", "61"),
        ("provider_name", "Value", "textLength", "500"),
        ("mileage_rate", "Value", "custom",
         'OR({0}="Not applicable",AND(ISNUMBER({0}),{0}>=0,{0}<=5))'),
        ("annual_contact_hours", "Value", "custom",
         'OR({0}="Not applicable",AND(ISNUMBER({0}),{0}>0))'),
        ("mileage_rate", "Quality", "list", '"green,amber,red"'),
        ("mileage_rate", "Provider's stance", "list", '"agreed,contested,not seen"'),
        ("mileage_rate", "Dated", "date", "61"),
        ("mileage_rate", "High", "decimal", "0"),
    ],
)  # fmt: skip
def test_the_rule_of_a_cell(
    forms: dict[str, Path], name: str, heading: str, kind: str, formula: str
) -> None:
    workbook = witnesses.opened(forms["blank"])
    cell = cell_of(workbook, name, heading=heading)
    rule = rules_of(cell.parent)[cell.coordinate]
    assert rule.type == kind
    assert rule.formula1 == formula.format(cell.coordinate)
    assert rule.allow_blank


# Accessibility and print


def test_the_form_keeps_the_rules_for_accessible_workbooks(
    path: Path, workbook: openpyxl.Workbook
) -> None:
    assert workbook.properties.title == workbook["Cover"]["A1"].value
    assert workbook.properties.language == "en-GB"
    titles = [page["A1"].value for page in workbook]
    assert len(set(titles)) == len(titles)
    tables = [name for page in workbook for name in page.tables]
    assert len(set(tables)) == len(tables) == len(workbook.sheetnames)
    for page in workbook:
        assert page["A1"].style == "Heading 1"
        assert page["A2"].value
        assert page["A3"].value
        assert not page.merged_cells.ranges
        assert page.freeze_panes is None
        assert page.sheet_state == "visible"
        shown = [cell.value for cell in page[4]]
        assert all(isinstance(text, str) and text for text in shown)
        [table] = page.tables.values()
        assert table.column_names == shown
        assert table.autoFilter is None
        assert range_boundaries(table.ref) == (1, 4, len(shown), page.max_row)
        for row in page.iter_rows(min_row=4):
            assert row[0].value
            for cell in row:
                assert cell.fill.fill_type is None
                if cell.value is not None:
                    assert (cell.font.name, cell.font.sz) == ("Arial", 12)
                    assert cell.alignment.wrap_text
                    assert cell.comment is None
        for dimension in (*page.row_dimensions.values(), *page.column_dimensions.values()):
            assert not dimension.hidden
    for sheet in SECTIONS:
        assert "blank" in workbook[sheet]["A3"].value
    with zipfile.ZipFile(path) as archive:
        assert not [n for n in archive.namelist() if re.search(r"vba|media|comments|external", n)]
        sheets = [archive.read(n).decode() for n in archive.namelist() if "worksheets/s" in n]
    assert not any("<f>" in text or "<pane" in text for text in sheets)


def test_pages_hold_whole_rows_one_page_wide_and_are_legible(workbook: openpyxl.Workbook) -> None:
    for sheet in SECTIONS:
        page = workbook[sheet]
        assert page.print_title_rows == "$4:$4"
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
        assert page.page_setup.paperSize == int(page.PAPERSIZE_A4)
        assert page.page_setup.orientation == "portrait"
        *_, last = rows_of(page)
        assert page.print_area.endswith(f"!$A$1:$F${last}")
        # 12 points are at least 7 where a character of width is 7 of 96 dots an inch
        on_paper = sum(page.column_dimensions[letter].width for letter in "ABCDEF") * 7 / 96
        assert 12 * (8.27 - 0.8) / on_paper >= 7
        assert not page.col_breaks.brk


@pytest.mark.slow
def test_a_filled_in_form_prints_on_at_most_twelve_pages(tmp_path: Path) -> None:
    rendering.need_programs()
    form = fp.write_intake_workbook(cases()["example"].assumptions, tmp_path / "form.xlsx")
    [shown] = rendering.shown_by_libreoffice([form], tmp_path)
    assert shown is not None
    assert len(shown.pages) <= 12


def test_rows_grow_with_what_is_typed(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        pay = archive.read("xl/worksheets/sheet4.xml").decode()
    typed_in = [tag for tag in re.findall(r"<row [^>]*>", pay) if 'r="5"' in tag]
    assert len(typed_in) == 1
    assert "ht=" in typed_in[0]
    assert 'customHeight="1"' not in typed_in[0]


def test_no_statutory_value_is_asked_for(workbook: openpyxl.Workbook) -> None:
    rates = fp.statutory_rates("2026-04-06", nation="England")
    labels = {rates[name].label.casefold() for name in rates}
    for sheet in SECTIONS:
        asked = {
            str(workbook[sheet].cell(row, 1).value).casefold() for row in rows_of(workbook[sheet])
        }
        assert not asked & labels


def test_the_same_assumptions_give_the_same_bytes(forms: dict[str, Path], tmp_path: Path) -> None:
    again = fp.write_intake_workbook(None, tmp_path / "again.xlsx")
    assert again.read_bytes() == forms["blank"].read_bytes()
    party = cases()["example"].assumptions
    again = fp.write_intake_workbook(party, str(tmp_path / "again.xlsx"))
    assert again.read_bytes() == forms["example"].read_bytes()


def test_the_guard_lets_a_form_through(path: Path) -> None:
    assert open_workbook(path).package.remarks == []


# Round trip


@pytest.mark.slow
@pytest.mark.parametrize("count", [6, pytest.param(40, marks=pytest.mark.slow)])
def test_what_is_read_is_what_was_written(tmp_path: Path, count: int) -> None:
    path = tmp_path / "form.xlsx"

    @settings(max_examples=count)
    @given(party=assumptions())
    def write_and_read(party: fp.Assumptions) -> None:
        fp.write_intake_workbook(party, path)
        assert fp.read_assumptions(path, challenge=False) == as_held(party)

    write_and_read()


def test_a_share_finer_than_its_cell_shows_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Its cell shows four digits behind the point of a per cent; some need more."""
    finer = {"basis": "a count", "low": 0.0009995, "high": 0.00100049}
    data = plain().model_dump(exclude_none=True)
    data |= {"paid_not_delivered": {"guaranteed_hours_share": 0.0010003}}
    data["evidence"] = {"guaranteed_hours_share": finer}
    party = fp.Assumptions.model_validate(data)
    path = fp.write_intake_workbook(party, tmp_path / "form.xlsx")
    assert fp.read_assumptions(path, challenge=False) == party


def everything_said() -> fp.Assumptions:
    """Return a party with hostile texts, long numbers, old days and a range for each band."""
    data = cases()["pay and worker bands"].assumptions.model_dump(exclude_none=True)
    data["about"]["provider_name"] = "=1+1"
    data["time_off"]["holiday_weeks"] = 5.6 + 1 / 3
    data["time_off"]["notice_pay_share"] = 0.1 + 0.2  # takes seventeen digits
    names = [name for section in data.values() for name in section if name in FIELDS]
    data["evidence"] = {
        name: {"basis": text, "note": text, "quality": "amber", "provider_stance": "not seen",
               "dated": datetime.date(2026, 1, 31), "last_review": datetime.date(1880, 5, 4)}
        for name, text in zip(names, HOSTILE_TEXTS, strict=False)
    }  # fmt: skip
    data["evidence"]["pay_band_rate"] = {"low": [12.9, 14.0, 12.71], "high": [13.5, 15.1, 13.0]}
    data["evidence"]["holiday_weeks"] = {"low": 5.6, "high": 19 / 3, "note": "n/a"}
    return fp.Assumptions.model_validate(data)


def test_texts_days_and_ranges_come_back_as_they_were(tmp_path: Path) -> None:
    party = everything_said()
    path = fp.write_intake_workbook(party, tmp_path / "form.xlsx")
    assert fp.read_assumptions(path, challenge=False) == as_held(party)
    kinds = {
        c.data_type for page in witnesses.opened(path) for row in page.iter_rows() for c in row
    }
    assert "f" not in kinds


@pytest.mark.slow
def test_a_form_filled_in_and_saved_by_libreoffice_is_read(tmp_path: Path) -> None:
    """The form holds fifteen digits of a number, and all comes back as the form holds it."""
    typed, party = cases()["example"].assumptions, everything_said()
    blank = fill_in(fp.write_intake_workbook(None, tmp_path / "blank.xlsx"), as_typed(typed))
    filled = fp.write_intake_workbook(party, tmp_path / "filled.xlsx")
    saved = witnesses.saved_by_libreoffice([blank, filled], tmp_path / "office")
    assert fp.read_assumptions(saved[0], challenge=False).inputs() == typed.inputs()
    read = fp.read_assumptions(saved[1], challenge=False)
    assert read == as_held(party)
    assert read.time_off.holiday_weeks == 5.93333333333333
    assert read.time_off.notice_pay_share == 0.3
    assert read.evidence["holiday_weeks"].high == 6.33333333333333
    page = openpyxl.load_workbook(saved[0])["Provider and pay"]
    assert page.protection.sheet
    assert {rule.type for rule in page.data_validations.dataValidation} >= {"custom", "list"}


@pytest.mark.slow
def test_a_blank_form_filled_in_as_typed_gives_the_inputs(tmp_path: Path) -> None:
    for number, book in enumerate(cases().values()):
        party = book.assumptions
        path = fp.write_intake_workbook(None, tmp_path / f"{number}.xlsx")
        left_over = {("fee_visit_minutes", band): None for band in range(4)}
        blanks = left_over if len(party.fees.fee_visit_minutes) < 4 else {}
        if len(party.fees.fee_visit_minutes) > 8:
            continue  # a blank form has eight rows
        fill_in(path, blanks | as_typed(party))
        assert fp.read_assumptions(path, challenge=False).inputs() == party.inputs()


def test_the_inputs_of_a_fee_workbook_are_read_too(tmp_path: Path) -> None:
    book = cases()["pay and worker bands"]
    path = fp.write_fee_workbook(book, tmp_path / "fees.xlsx")
    found = fp.read_assumptions(path, challenge=False)
    assert found.inputs() == book.assumptions.inputs()  # shares left out are no shares of zero
    assert fp.OpenBook(found).price_per_hour == book.price_per_hour


# Three different answers


def test_a_blank_form_lists_every_input_that_is_required(forms: dict[str, Path]) -> None:
    problems = problems_in(forms["blank"], challenge=True)
    workbook = witnesses.opened(forms["blank"])
    roles = {name: cell_of(workbook, name, heading="Role").value for name in FIELDS}
    required = [
        name
        for name, role in roles.items()
        if re.search(r", (required$|unless )", role) and not FIELDS[name].default
    ]
    assert len(required) == 58
    assert {problem.code for problem in problems} == {"missing"}
    wanted = []
    for name in required:
        field, place = FIELDS[name], cell_of(workbook, name)
        sheet = f"'{place.parent.title}'" if " " in place.parent.title else place.parent.title
        label = f"{field.label} 1" if field.is_table else field.label
        wanted.append(f"{sheet}!{place.coordinate} ({label})")
    assert [problem.where for problem in problems] == wanted


@pytest.mark.slow
def test_blank_zero_and_not_applicable_are_three_answers(tmp_path: Path) -> None:
    path = fp.write_intake_workbook(plain(miles_per_visit=2.0), tmp_path / "form.xlsx")
    fill_in(path, {"miles_per_visit": 0})
    assert fp.read_assumptions(path, challenge=False).travel.miles_per_visit == 0.0
    fill_in(path, {"miles_per_visit": None})
    assert [p.code for p in problems_in(path)] == ["missing"]
    fill_in(path, {"miles_per_visit": " N / A "})
    assert [p.code for p in problems_in(path)] == ["not-applicable-but-needed"]


@pytest.mark.parametrize("answer", [None, "  ", "Not applicable", "not  APPLICABLE", "n/a"])
def test_where_nothing_needs_it_blank_and_not_applicable_are_fine(
    tmp_path: Path, answer: str | None
) -> None:
    path = fp.write_intake_workbook(plain(), tmp_path / "form.xlsx")
    fill_in(path, {"pay_band_rate": answer, "flat_hourly_fee": answer,
                   ("pay_band_rate", 0, "Note"): "We pay one rate."})  # fmt: skip
    assert fp.read_assumptions(path, challenge=False) == plain()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("answer", "value"),
    [("Yes", True), ("no ", False), (True, True), (False, False), (1, True), (0, False),
     ("TRUE", True), ("0", False)],
)  # fmt: skip
def test_switches_are_read_however_people_put_them(
    tmp_path: Path, answer: Any, value: bool
) -> None:
    path = fp.write_intake_workbook(plain(), tmp_path / "form.xlsx")
    fill_in(path, {"employment_allowance_claimed": answer})
    read = fp.read_assumptions(path, challenge=False)
    assert read.workforce.employment_allowance_claimed is value


def test_days_texts_and_choices_are_read_as_people_type_them(tmp_path: Path) -> None:
    path = fp.write_intake_workbook(plain(), tmp_path / "form.xlsx")
    fill_in(
        path,
        {
            "provider_name": "Two\r\nlines\tand a half",
            "price_date": "2026-05-01",
            "nation": " wales",
            ("mileage_rate", 0, "Document"): 2026,
            ("mileage_rate", 0, "Owner"): datetime.datetime(2026, 4, 6),
            ("mileage_rate", 0, "Quality"): "Green",
            ("mileage_rate", 0, "Dated"): datetime.datetime(2026, 4, 6, 12, 30),
        },
    )
    read = fp.read_assumptions(path, challenge=False)
    assert read.about.provider_name == "Two lines and a half"
    assert read.about.price_date == datetime.date(2026, 5, 1)
    assert read.about.nation == "Wales"
    assert read.evidence["mileage_rate"] == fp.Evidence(
        document="2026", owner="2026-04-06", quality="green",
        dated=datetime.date(2026, 4, 6),
    )  # fmt: skip


def test_reading_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = fp.write_intake_workbook(plain(), tmp_path / "form.xlsx")
    before = path.read_bytes()
    fp.read_assumptions(path, challenge=False)
    assert path.read_bytes() == before


def test_open_challenges_refuse_and_answered_ones_do_not(tmp_path: Path) -> None:
    data = plain_data() | {"evidence": {"return_rate": {"note": "A charity."}}}
    data["travel"]["travel_minutes_per_visit"] = 0.0
    data["travel"]["waiting_minutes_per_visit"] = 0.0
    path = fp.write_intake_workbook(fp.Assumptions.model_validate(data), tmp_path / "form.xlsx")
    [problem] = problems_in(path, challenge=True)
    assert problem.code == "challenge-mileage-without-travel-time"
    assert problem.where == "'Visits and travel'!D23 (Travel minutes per visit)"
    assert "explain it in the Note" in problem.mend
    fill_in(path, {("travel_minutes_per_visit", 0, "Note"): "Everyone lives in one building."})
    assert fp.read_assumptions(path).travel.travel_minutes_per_visit == 0.0


# Formats


def cover_cell(workbook: openpyxl.Workbook) -> Any:
    sheet, [cell] = witnesses.named_cells(workbook, "form_format")
    return workbook[sheet][cell]


def test_a_form_says_its_format_on_its_cover(workbook: openpyxl.Workbook) -> None:
    cell = cover_cell(workbook)
    assert (cell.parent.title, cell.value) == ("Cover", 3)
    assert cell.parent.cell(cell.row, 1).value == "Format of the form"
    assert cell.protection.locked


@pytest.mark.slow
def test_a_form_of_before_there_were_formats_is_read_and_says_so(tmp_path: Path) -> None:
    path = fp.write_intake_workbook(plain(), tmp_path / "form.xlsx")
    assert fp.read_assumptions(path, challenge=False).lacked == ()
    workbook = openpyxl.load_workbook(path)
    cover_cell(workbook).value = None
    del workbook.defined_names["form_format"]
    workbook.save(path)
    read = fp.read_assumptions(path, challenge=False)
    assert read == plain()
    assert read.lacked == ("the row on its Cover that says its format", WITH_FORMAT_2, QUICK_SHEET)


WITH_FORMAT_2 = "the questions that came with format 2, such as what each cost follows"
QUICK_SHEET = "the sheet Quick, for a first price from a few answers"


@pytest.mark.slow
def test_a_form_that_did_not_ask_what_costs_follow_is_read_and_says_so(tmp_path: Path) -> None:
    """Its own questions it must all hold, as ever."""
    path = fp.write_intake_workbook(plain(), tmp_path / "form.xlsx")
    workbook = openpyxl.load_workbook(path)
    cover_cell(workbook).value = 1
    later = [name for name, field in FIELDS.items() if field.since_format == 2]
    assert {"it_follows", "it_step_hours", "supervision_follows"} <= set(later)
    for name in later:
        del workbook.defined_names[name]
    workbook.save(path)
    read = fp.read_assumptions(path, challenge=False)
    assert read == plain()
    assert read.lacked == (WITH_FORMAT_2, QUICK_SHEET)
    del workbook.defined_names["mileage_rate"]
    workbook.save(path)
    with pytest.raises(fp.AssumptionsError, match="has no cell with the name of: Mileage rate"):
        fp.read_assumptions(path)
    cover_cell(workbook).value = 2
    workbook.save(path)
    with pytest.raises(fp.AssumptionsError, match="name-missing") as told:
        fp.read_assumptions(path)
    assert "Back office staff, follows" in str(told.value)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [(4, "later-format"), ("one", "not-a-format"), (None, "not-a-format"), (0.5, "not-a-format")],
)
def test_a_form_of_another_format_is_refused(wrong: Any, code: str, tmp_path: Path) -> None:
    path = fp.write_intake_workbook(plain(), tmp_path / "form.xlsx")
    workbook = openpyxl.load_workbook(path)
    cover_cell(workbook).value = wrong
    workbook.save(path)
    with pytest.raises(fp.WorkbookError) as raised:
        fp.read_assumptions(path)
    [problem] = raised.value.problems
    assert problem.code == code
    assert problem.where == "form.xlsx, Format of the form on the Cover"


def test_a_form_whose_format_leads_nowhere_is_refused(tmp_path: Path) -> None:
    path = fp.write_intake_workbook(plain(), tmp_path / "form.xlsx")
    workbook = openpyxl.load_workbook(path)
    del workbook["Cover"]
    workbook.save(path)
    with pytest.raises(fp.WorkbookError, match="not-a-format"):
        fp.read_assumptions(path)
