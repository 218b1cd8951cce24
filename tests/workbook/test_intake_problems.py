"""What a form says of every mistake: where it stands, what, why, and how to mend it."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from intake_forms import Change, cell_of, fill_in, problems_in
from openpyxl.workbook.defined_name import DefinedName
from providers import plain

import fairprice as fp
from fairprice.workbook.intake.cells import likely_number

pytestmark = pytest.mark.slow

MILEAGE = "Mileage rate (GBP per mile): Paid to the careworker for each mile."
RANGE = "The range shows how far the price may move; it must hold the value it is about."

GOLDEN: dict[str, tuple[dict[Any, Any], list[str]]] = {
    "blank, but needed": (
        {"mileage_rate": None},
        [
            "'Visits and travel'!D25 (Mileage rate): is blank; it is needed for Mileage. "
            f"{MILEAGE} Give it; zero where there is none. [missing]"
        ],
    ),
    "blank, but needed and evidenced": (
        {"mileage_rate": None, ("mileage_rate", 0, "Owner"): "A. Jones"},
        [
            "'Visits and travel'!D25 (Mileage rate): is blank; it is needed for Mileage. "
            f"{MILEAGE} Give it; zero where there is none. [missing]"
        ],
    ),
    "not applicable, but needed": (
        {"mileage_rate": "n/a"},
        [
            "'Visits and travel'!D25 (Mileage rate): says Not applicable; it is needed for "
            "Mileage. Not "
            "applicable says that the question does not arise; here it does. "
            f"{MILEAGE} Give it; zero where there is none. [not-applicable-but-needed]"
        ],
    ),
    "rate without its base": (
        {"stated_holiday_rate": 0.1, "stated_holiday_base": None},
        [
            "'Return and fees'!D12 (Stated holiday base): is blank. A stated rate means nothing "
            "without its base. Give both Stated holiday rate and Stated holiday base, or neither. "
            "[half-stated]"
        ],
    ),
    "formula": (
        {"mileage_rate": "=0.4+0.05", ("mileage_rate", 0, "Basis"): "=A1"},
        [
            f"'Visits and travel'!D25 (Mileage rate): holds the formula '=0.4+0.05'. {MILEAGE} "
            "Type the number, "
            "and put the working in the Note. [formula-in-a-form]",
            "'Visits and travel'!I25 (Mileage rate, Basis): holds the formula '=A1'. Basis: Why "
            "this value, in "
            "plain words. Type text. [formula-in-a-form]",
        ],
    ),
    "error value": (
        {"mileage_rate": "#REF!"},
        [
            f"'Visits and travel'!D25 (Mileage rate): holds the error #REF!. {MILEAGE} Give a "
            "plain number. "
            "[error-value]"
        ],
    ),
    "number as text": (
        {"mileage_rate": "£0.45", "under_21_share": "53%"},
        [
            "'Visits and travel'!D25 (Mileage rate): '£0.45' is text, although it looks like a "
            "number. "
            f"{MILEAGE} Type 0.45, without other signs, as a number. [number-as-text]",
            "Workforce!D21 (Share of workers under 21): '53%' is text, although it looks like a "
            "number. Share of workers under 21 (share of workers): Workers for whom little "
            "National Insurance is due. Type 0.53, without other signs, as a number. "
            "[number-as-text]",
        ],
    ),
    "words for a number": (
        {"mileage_rate": "as agreed"},
        [
            f"'Visits and travel'!D25 (Mileage rate): 'as agreed' is not a number. {MILEAGE} "
            "Give a plain "
            "number. [not-a-number]"
        ],
    ),
    "yes for a number": (
        {"mileage_rate": True},
        [
            f"'Visits and travel'!D25 (Mileage rate): TRUE is yes or no, not a number. {MILEAGE} "
            "Give a plain "
            "number. [not-a-number]"
        ],
    ),
    "date for a number": (
        {"mileage_rate": datetime.datetime(2026, 5, 12)},
        [
            "'Visits and travel'!D25 (Mileage rate): holds the date or time 2026-05-12, not a "
            "number. "
            f"{MILEAGE} Give a plain number; the program may have taken what was typed for a "
            "date. [date-for-a-number]"
        ],
    ),
    "date as people write it": (
        {"price_date": "6/4/2026"},
        [
            "'Provider and pay'!D6 (Price date): '6/4/2026' is not a date. Price date: The day the "
            "price is for; statutory values are those in force on it. Type it as a date, or as "
            "2026-04-06. [not-a-date]"
        ],
    ),
    "unknown option": (
        {"nation": "Britain"},
        [
            "'Provider and pay'!D7 (Nation): 'Britain' is not known. Nation: England, Scotland, "
            "Wales "
            "or Northern Ireland. Give 'England', 'Scotland', 'Wales' or 'Northern Ireland'. "
            "[not-an-option]"
        ],
    ),
    "neither yes nor no": (
        {"employment_allowance_claimed": "maybe"},
        [
            "Workforce!D24 (Employment Allowance claimed): 'maybe' is neither yes nor no. "
            "Employment Allowance claimed: Whether the Employment Allowance is set "
            "against National Insurance. Give Yes or No. [not-a-switch]"
        ],
    ),
    "text that is too long or copied": (
        {"provider_name": "x" * 501, ("mileage_rate", 0, "Owner"): "A\u200b. Jones"},
        [
            "'Provider and pay'!D5 (Provider name): has 501 characters. Provider name: The "
            "provider, or "
            "the area or model provider, the figures describe. Give at most 500; name a document "
            "for the rest. [text-too-long]",
            "'Visits and travel'!L25 (Mileage rate, Owner): 'A\\u200b. Jones' holds characters "
            "that cannot be "
            "seen. Owner: Who answers for the value. Type it anew; they come with text that is "
            "copied from elsewhere. [not-printable]",
        ],
    ),
    "out of bounds": (
        {"under_21_share": 53},
        [
            "Workforce!D21 (Share of workers under 21): 53.0 is outside its bounds. Share of "
            "workers under 21 (share of workers): Workers for whom little National Insurance is "
            "due. Give from 0 to 1 (0% to 100%). [out-of-bounds]"
        ],
    ),
    "gap in a table": (
        {("visit_minutes", 2): 45.0},
        [
            "'Visits and travel'!D6 (Visit length 2): has no value, but a row below it has. The "
            "columns of one "
            "table describe the same bands, row by row. Fill it in, or move the rows below it up, "
            "in every column of the table. [gap-in-a-table]"
        ],
    ),
    "columns of unequal length": (
        {("visit_minutes", 1): 45.0},
        [
            "'Visits and travel'!D5 (Visit length 1): Visit length has 2, Visits a week has 1 "
            "entries. The "
            "columns of one table describe the same bands. Give one entry for each band in every "
            "column. [unequal-lengths]"
        ],
    ),
    "wrong in the second band": (
        {("visit_minutes", 1): -5.0, ("visits_per_week", 1): 10.0},
        [
            "'Visits and travel'!D6 (Visit length 2): -5.0 is outside its bounds. Visit length "
            "(minutes): "
            "Length of each kind of visit. Give above 0, at most 1440. [out-of-bounds]"
        ],
    ),
    "two figures for one cost": (
        {"marketing_per_year": 100.0},
        [
            "'Business costs'!D55 (Marketing, a year): Marketing, by the contact hour is given as "
            "well. Two figures for one cost hide which was used. Keep one of them. [given-twice]"
        ],
    ),
    "no price covers it": (
        {"return_rate": 1.0, "return_base": "price"},
        [
            "Return and fees: The rates stated on price take up 100% of it. Nothing is left for "
            "the "
            "other costs, so no price covers them. Bring the rates on price below 100 % together. "
            "[no-price-covers-it]"
        ],
    ),
    "evidence that cannot be read": (
        {
            ("mileage_rate", 0, "Quality"): "blue",
            ("mileage_rate", 0, "Dated"): "soon",
            ("mileage_rate", 0, "Low"): "£0.40",
        },
        [
            "'Visits and travel'!K25 (Mileage rate, Dated): 'soon' is not a date. Dated: The day "
            "of the "
            "document. Give a day such as 2026-04-06, or a date cell. [not-a-date]",
            "'Visits and travel'!N25 (Mileage rate, Low): '£0.40' is text, although it looks "
            "like a number. Low: "
            "The lowest value that can be defended. Type 0.4, without other signs, as a number. "
            "[number-as-text]",
            "'Visits and travel'!M25 (Mileage rate, Quality): 'blue' is not known. Quality: How "
            "good the "
            "evidence is, in its owner's judgement: green, amber or red. Give 'green', 'amber' or "
            "'red'. [not-an-option]",
        ],
    ),
    "ranges that do not hold": (
        {
            ("holiday_weeks", 0, "Low"): 6,
            ("holiday_weeks", 0, "High"): 7,
            ("miles_per_visit", 0, "Low"): 1,
            ("nation", 0, "Low"): 1,
        },
        [
            "'Provider and pay'!N7 (Nation, Low): has a range, but the input is not a number. "
            f"{RANGE} Remove "
            "low and high; compare two positions with a bridge instead. [not-a-range]",
            f"'Visits and travel'!O24 (Miles per visit, High): is blank. {RANGE} Give both low "
            "and high. "
            "[half-stated]",
            "'Time paid and PPE'!N6 (Holiday weeks, Low): 5.6 does not lie between 6.0 and 7.0. "
            f"{RANGE} "
            "Correct the value or its range. [not-in-its-range]",
        ],
    ),
    "range on other rows than the values": (
        {("visit_minutes", 1, "Low"): 15.0, ("visit_minutes", 0, "High"): 45.0},
        [
            "'Visits and travel'!N5 (Visit length, Low): does not stand on the same rows as the "
            "values of the "
            f"table. {RANGE} Give low and high on every row that has a value, and on no other. "
            "[range-out-of-step]"
        ],
    ),
    "evidence below the first row": (
        {("visit_minutes", 1, "Owner"): "A. Jones"},
        [
            "'Visits and travel'!L6 (Visit length, Owner): stands below the first row of a "
            "table. Evidence is "
            "about the whole table; here it would not be read. Move it to the table's first row. "
            "[evidence-out-of-place]"
        ],
    ),
    "a document without a value": (
        {("flat_hourly_fee", 0, "Document"): "Council letter"},
        [
            "'Return and fees'!D29 (Flat hourly fee): has evidence, but no value. A source that "
            "belongs to "
            "nothing evidences nothing. Give the value, or clear its evidence; a note may stay. "
            "[source-without-input]"
        ],
    ),
    "evidence without a value": (
        {("flat_hourly_fee", 0, "Owner"): "A. Jones"},
        [
            "'Return and fees'!D29 (Flat hourly fee): has evidence, but no value. A source that "
            "belongs to "
            "nothing evidences nothing. Give the value, or clear its evidence; a note may stay. "
            "[source-without-input]"
        ],
    ),
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("sound") / "form.xlsx"
    return fp.write_intake_workbook(plain(), path).read_bytes()


@pytest.fixture
def form(sound: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "form.xlsx"
    path.write_bytes(sound)
    return path


@pytest.mark.parametrize("mistake", list(GOLDEN))
def test_what_is_said(form: Path, mistake: str) -> None:
    answers, said = GOLDEN[mistake]
    assert [str(problem) for problem in problems_in(fill_in(form, answers))] == said


def test_everything_is_said_at_once(form: Path) -> None:
    """One form with the mistakes of the table above that do not touch each other."""
    apart = [
        "not applicable, but needed", "neither yes nor no", "gap in a table", "unknown option",
        "date as people write it", "evidence without a value",
    ]  # fmt: skip
    answers = {place: answer for name in apart for place, answer in GOLDEN[name][0].items()}
    said = {text for name in apart for text in GOLDEN[name][1]}
    assert {str(problem) for problem in problems_in(fill_in(form, answers))} == said


def test_a_text_that_looks_like_a_formula_stays_text_and_is_no_number(form: Path) -> None:
    workbook = openpyxl.load_workbook(form)
    for name, heading in (("provider_name", "Value"), ("mileage_rate", "Note")):
        cell = cell_of(workbook, name, heading=heading)
        cell.value, cell.data_type = "=1+1", "s"
    workbook.save(form)
    read = fp.read_assumptions(form, challenge=False)
    assert read.about.provider_name == "=1+1"
    assert read.evidence["mileage_rate"].note == "=1+1"
    cell = cell_of(workbook, "mileage_rate")
    cell.value, cell.data_type = "=1+1", "s"
    workbook.save(form)
    [problem] = problems_in(form)
    assert str(problem) == (
        f"'Visits and travel'!D25 (Mileage rate): '=1+1' looks like a formula. {MILEAGE} Type "
        "the number, and "
        "put the working in the Note. [formula-as-text]"
    )


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12.71", 12.71), ("12,71", 12.71), ("£12.71", 12.71), ("GBP 12.71", 12.71),
        ("£ 1,250.00", 1250.0), ("1,250", 1250.0), ("1 250", 1250.0), ("53%", 0.53),
        ("53 %", 0.53), ("45p", 0.45), ("-3", -3.0), ("1,234,567", 1234567.0), (".5", 0.5),
        ("twelve", None), ("", None), ("1.2.3", None), ("12 per hour", None), ("=12", None),
        # as on the Continent
        ("1.234,56", 1234.56), ("1 234,56", 1234.56), ("1.234.567", 1234567.0), ("0,125", 0.125),
        ("1'234.5", 1234.5), ("12,7100", 12.71), ("5.", 5.0), ("45.5p", 0.455),
        # what could stand for two numbers has no hint
        ("1,2,3", None), ("£12.71p", None), ("£12%", None), ("12 71", None), ("1,23,456", None),
        ("1,234,56", None), ("1.234,567.8", None), ("1 2 3", None), (".", None), ("p", None),
        ("--3", None), ("1e5", None), ("1_000", None),
    ],
)  # fmt: skip
def test_the_number_that_a_text_stands_for(text: str, number: float | None) -> None:
    assert likely_number(text) == (None if number is None else pytest.approx(number))


# Forms that are broken


def changed(path: Path, change: Change) -> Path:
    workbook = openpyxl.load_workbook(path)
    change(workbook)
    workbook.save(path)
    return path


def test_a_workbook_without_the_names_of_inputs_is_not_a_form(tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(fp.WorkbookError) as caught:
        fp.read_assumptions(path)
    assert str(caught.value) == (
        "other.xlsx: is a workbook, but none of its cells has the name of an input. Values are "
        "found by the names of their cells, never by their place. Fill in a form made with "
        "write_intake_workbook, and save it as .xlsx. [not-an-intake-form]"
    )


def test_names_that_are_missing_are_listed_once_and_nothing_follows_from_them(form: Path) -> None:
    def take_away(workbook: openpyxl.Workbook) -> None:
        del workbook.defined_names["mileage_rate"], workbook.defined_names["contact_pay_rate"]

    assert [str(problem) for problem in problems_in(changed(form, take_away))] == [
        "form.xlsx: has no cell with the name of: Contact pay rate, Mileage rate. What is not "
        "found would be left out of the price without a word. Copy the values into a fresh form, "
        "and leave its locked cells as they are. [name-missing]"
    ]


@pytest.mark.parametrize(
    "place",
    [
        "#REF!", "{}!$D$24", "{}!$D$25:$E$25", "{}!$D$25:$D$26", "Elsewhere!$D$25",
        "{}!$D$0", "{}!$D$9999999", "{}!$D$25,{}!$D$26", "[1]Travel!$D$25",
    ],
)  # fmt: skip
def test_a_name_that_is_not_on_its_own_row_is_refused(form: Path, place: str) -> None:
    place = place.replace("{}", "'Visits and travel'")

    def move(workbook: openpyxl.Workbook) -> None:
        workbook.defined_names["mileage_rate"] = DefinedName("mileage_rate", attr_text=place)

    path = changed(form, move)
    if place.startswith("["):
        with pytest.raises(fp.FairpriceError):
            fp.read_assumptions(path)
        return
    [problem] = problems_in(path)
    assert problem.code == "name-misplaced"
    assert str(problem) == (
        f"form.xlsx: has the name of Mileage rate on {place!r}, which is not its row. A value "
        "taken from another row would price something else. Copy the values into a fresh form, "
        "and leave its locked cells as they are. [name-misplaced]"
    )


def test_a_sheet_that_was_taken_out_is_one_message(form: Path) -> None:
    def take_out(workbook: openpyxl.Workbook) -> None:
        for name, defined in workbook.defined_names.items():
            if "Workforce" in defined.attr_text:
                workbook.defined_names[name] = DefinedName(name, attr_text="#REF!")
        del workbook["Workforce"]

    [problem] = problems_in(changed(form, take_out))
    assert problem.code == "name-misplaced"
    assert "rows that are not theirs, such as Weekly paid hours on '#REF!'" in problem.what


def test_a_heading_that_was_changed_is_named(form: Path) -> None:
    def rename(workbook: openpyxl.Workbook) -> None:
        page = workbook["Visits and travel"]
        page["I4"] = "Reason"
        [table] = page.tables.values()
        table.tableColumns[8].name = "Reason"

    assert [str(problem) for problem in problems_in(changed(form, rename))] == [
        "Visits and travel: has no column headed: Basis. What stands in it would be lost without "
        "a word. "
        "Copy the values into a fresh form, and leave its locked cells as they are. "
        "[heading-missing]"
    ]


def test_columns_may_be_moved(form: Path) -> None:
    """Evidence is found by its headings."""
    fill_in(
        form, {("mileage_rate", 0, "Basis"): "Policy", ("mileage_rate", 0, "Owner"): "A. Jones"}
    )

    def swap(workbook: openpyxl.Workbook) -> None:
        page = workbook["Visits and travel"]
        for row in page.iter_rows(min_row=4):
            row[8].value, row[11].value = row[11].value, row[8].value
        [table] = page.tables.values()
        columns = table.tableColumns
        columns[8].name, columns[11].name = columns[11].name, columns[8].name

    read = fp.read_assumptions(changed(form, swap), challenge=False)
    assert read.evidence["mileage_rate"] == fp.Evidence(basis="Policy", owner="A. Jones")
