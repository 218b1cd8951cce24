"""What is read in a form is what stands on it: shown as itself, where it can be seen."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import tampering
from cases import example
from hypothesis import given
from hypothesis import strategies as st
from intake_forms import cell_of, problems_in
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill

import fairprice as fp
from fairprice.workbook.reading.formats import shown_as, shows_a_day, shows_text

pytestmark = pytest.mark.slow

MILEAGE = "Mileage rate (GBP per mile): Paid to the careworker for each mile."
NAME = "contact_pay_rate"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seen")
    return fp.write_intake_workbook(example().assumptions, folder / "form.xlsx")


@pytest.fixture
def form(tmp_path: Path, filled: Path) -> Path:
    path = tmp_path / "form.xlsx"
    path.write_bytes(filled.read_bytes())
    return path


def changed(form: Path, change: Callable[[Any], Any], name: str = NAME) -> Path:
    """Change the cell of an input."""
    workbook = openpyxl.load_workbook(form)
    change(cell_of(workbook, name))
    workbook.save(form)
    return form


def looks(**parts: Any) -> Callable[[Any], None]:
    def change(cell: Any) -> None:
        for part, value in parts.items():
            setattr(cell, part, value)

    return change


def hidden_row(cell: Any) -> None:
    cell.parent.row_dimensions[cell.row].hidden = True


def hidden_column(cell: Any) -> None:
    cell.parent.column_dimensions[cell.column_letter].hidden = True


def hidden_sheet(cell: Any) -> None:
    cell.parent.sheet_state = "hidden"


def by_condition(cell: Any) -> None:
    rule = CellIsRule(operator="greaterThan", formula=["0"], font=Font(color="FFFFFFFF"))
    cell.parent.conditional_formatting.add(cell.coordinate, rule)


NOT_SEEN: dict[str, tuple[Callable[[Any], None], str]] = {
    "another number by its format": (looks(number_format='"12.71"'), "shown-as-another"),
    "nothing by its format": (looks(number_format=";;;"), "shown-as-another"),
    "thousands by its format": (looks(number_format="#,##0.00,"), "shown-as-another"),
    "pence by its format": (looks(number_format='0.00"p"'), "shown-as-another"),
    "a week by its format": (looks(number_format='0.00" a week"'), "shown-as-another"),
    "whole pounds by its format": (looks(number_format="0"), "shown-as-another"),
    "a page's colour": (looks(font=Font(color="FFFFFFFF")), "answer-not-seen"),
    "a black cell": (looks(fill=PatternFill("solid", fgColor="FF000000")), "answer-not-seen"),
    "small letters": (looks(font=Font(size=1)), "answer-not-seen"),
    "a hidden row": (hidden_row, "answer-not-seen"),
    "a hidden column": (hidden_column, "answer-not-seen"),
    "a hidden sheet": (hidden_sheet, "answer-not-seen"),
    "a condition": (by_condition, "answer-not-seen"),
}  # fmt: skip


@pytest.mark.parametrize("kind", NOT_SEEN)
def test_an_answer_that_is_not_what_is_seen_is_refused(form: Path, kind: str) -> None:
    change, code = NOT_SEEN[kind]
    problems = problems_in(changed(form, change))
    assert code in {problem.code for problem in problems}
    assert all(problem.code in (code, "missing") for problem in problems)


def test_the_message_says_what_is_shown_in_its_place(form: Path) -> None:
    [problem] = problems_in(changed(form, looks(value=15.5, number_format='"12.71"')))
    assert str(problem) == (
        "'Provider and pay'!D9 (Contact pay rate): holds 15.5, but its number format '\"12.71\"' "
        "shows something "
        "that cannot be told. Contact pay rate (GBP per hour): Pay for an hour with a person, "
        "before premiums. Give this or pay bands. Show it as a plain number with all its digits. "
        "[shown-as-another]"
    )


def test_an_answer_under_a_merged_cell_is_refused(form: Path) -> None:
    cell = cell_of(openpyxl.load_workbook(form), NAME).coordinate
    merged = f'<mergeCells count="1"><mergeCell ref="C9:{cell}"/></mergeCells><pageMargins'
    tampering.in_sheet(form, "Provider and pay", lambda text: text.replace("<pageMargins", merged))
    [problem] = problems_in(form)
    assert (problem.code, problem.what) == ("answer-not-seen", "is covered by a merged cell.")


def test_a_changed_unit_is_refused(form: Path) -> None:
    unit = openpyxl.load_workbook(form)["Provider and pay"]["C9"].value
    tampering.put_text(form, "Provider and pay", "C9", "GBP per week")
    [problem] = problems_in(form)
    assert str(problem) == (
        "'Provider and pay'!9:9 (Contact pay rate): has the unit 'GBP per week' in place of "
        f"'{unit}'. Whoever "
        "looks at the form would take the value for another. Copy the values into a fresh form, "
        "and leave its locked cells as they are. [unit-changed]"
    )


def test_a_name_on_another_column_is_refused(form: Path) -> None:
    def move(text: str) -> str:
        return re.sub(rf"""(name="{NAME}">'Provider and pay'!\$)D""", r"\1E", text)

    tampering.in_part(form, "xl/workbook.xml", move)
    assert [problem.code for problem in problems_in(form)] == ["name-misplaced"]


@pytest.mark.parametrize("content", ["<v>15.5</v><v>12.71</v>", "<v>1</v><is><t>2</t></is>"])
def test_a_value_twice_in_one_cell_is_refused(form: Path, content: str) -> None:
    tampering.put(form, "Provider and pay", "D9", content)
    with pytest.raises(fp.WorkbookError) as refused:
        fp.read_assumptions(form)
    assert refused.value.problems[0].code == "ambiguous"


HONEST: dict[str, Callable[[Any], None]] = {
    "pounds": looks(number_format='"£"#,##0.00'),
    "pounds of Excel": looks(number_format="[$£-809]#,##0.00;[Red]-[$£-809]#,##0.00"),
    "accounts": looks(number_format='_-"£"* #,##0.00_-;-"£"* #,##0.00_-;_-"£"* "-"??_-;_-@_-'),
    "as it comes": looks(number_format="General"),
    "three places": looks(number_format="0.000"),
    "a note on the cell": looks(comment=Comment("as agreed", "author")),
    "bold in yellow": looks(
        font=Font(bold=True, size=14), fill=PatternFill("solid", fgColor="FFFFFF00")
    ),
}


@pytest.mark.parametrize("kind", HONEST)
def test_formats_that_people_choose_are_read(form: Path, kind: str) -> None:
    assert fp.read_assumptions(changed(form, HONEST[kind])) == example().assumptions


def test_hidden_rows_that_hold_nothing_are_read(form: Path) -> None:
    workbook = openpyxl.load_workbook(form)
    for row in range(5, 40):
        if workbook["Return and fees"][f"D{row}"].value in (None, "Not applicable"):
            workbook["Return and fees"].row_dimensions[row].hidden = True
    workbook.save(form)
    assert fp.read_assumptions(form) == example().assumptions


@given(
    st.floats(-1e6, 1e6, allow_nan=False), st.integers(0, 8), st.booleans(),
    st.sampled_from(["", "£", '"GBP "']),
)  # fmt: skip
def test_a_plain_format_shows_the_number_rounded_to_its_places(
    number: float, places: int, thousands: bool, sign: str
) -> None:
    code = sign + ("#,##0" if thousands else "0") + ("." + "0" * places if places else "")
    assert shown_as(code, number) == round(number, places)


@pytest.mark.parametrize(
    ("code", "number", "shown"),
    [
        ("0.00%", 0.12345, 0.1235),
        ("0.00E+00", 12345.0, 12300.0),
        ("0;-0;-0", 2.4, 2.0),
        ("0.00;(0.00)", -1.5, -1.5),
        ("0.00;0.00", -1.5, None),
        ("[Red]0.0", 1.25, 1.2),
        ("[White]0.0", 1.25, None),
        ("[>100]0.0;0", 1.25, None),
        ("# ?/?", 0.5, None),
        ("0.00 ", 1.0, 1.0),
        ("0,,", 1e6, None),
        ("\\1\\2", 5.0, None),
        ("1#", 5.0, None),
        ("0" * 300, 1.0, None),
    ],
)
def test_what_a_format_shows(code: str, number: float, shown: float | None) -> None:
    assert shown_as(code, number) == (None if shown is None else pytest.approx(shown))


def test_days_and_texts_are_shown_as_themselves_or_not() -> None:
    for code in ("d mmmm yyyy", "[$-809]dd/mm/yyyy;@", "yyyy-mm-dd h:mm", "General", "d\\-mmm"):
        assert shows_a_day(code), code
    for code in ('"6 April 2027"', '"1"d mmmm yyyy', "[$-1070000]d mmmm yyyy", "0"):
        assert not shows_a_day(code), code
    assert shows_text("General")
    assert shows_text("0;0;0;@")
    assert not shows_text(";;;")
    assert not shows_text('0;0;0;"other"')


RETURN = {"cost": (0.05, "0.00%"), "contact hour": (1.5, "General")}


@pytest.mark.parametrize("base", RETURN)
def test_a_return_is_shown_as_what_its_base_makes_of_it(form: Path, base: str) -> None:
    """A blank form cannot know the base: its cell takes 1.5 for 1.5, and 5% for 0.05."""
    workbook = openpyxl.load_workbook(form)
    rate = cell_of(workbook, "return_rate")
    assert rate.number_format == "General"
    rate.value, rate.number_format = RETURN[base]
    cell_of(workbook, "return_base").value = base
    for end in ("Low", "High"):
        cell_of(workbook, "return_rate", heading=end).value = None
    workbook.save(form)
    read = fp.read_assumptions(form, challenge=False)
    assert read.return_on_operations.return_rate == RETURN[base][0]


@pytest.mark.parametrize("heading", ["Value", "Low"])
def test_an_amount_that_is_shown_as_a_percentage_is_refused(form: Path, heading: str) -> None:
    """A program that shows percentages takes 1.5 as typed for 0.015."""
    workbook = openpyxl.load_workbook(form)
    cell_of(workbook, "return_rate").value = 1.5
    cell_of(workbook, "return_rate", heading="High").value = 2
    low = cell_of(workbook, "return_rate", heading=heading)
    low.value, low.number_format = 0.015, "0.00##%"
    cell_of(workbook, "return_base").value = "contact hour"
    workbook.save(form)
    [problem] = [found for found in problems_in(form) if found.code == "share-for-money"]
    assert problem.where.startswith(f"'Return and fees'!{low.coordinate} (")
    assert "is shown as 1.5 %, but" in problem.what
    assert "an amount of 0.015 GBP" in problem.what
