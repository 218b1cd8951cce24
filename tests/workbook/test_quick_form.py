"""A first price from the few answers of a form: the same as from the call, and nothing twice."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import witnesses
from intake_forms import cell_of, fill_in, problems_in
from providers import ANSWERED

import fairprice as fp
from fairprice.assumptions.quick import ANSWERS


@pytest.fixture
def blank(tmp_path: Path, shared: Any) -> Path:
    folder = shared("blank_form", lambda f: fp.write_intake_workbook(None, f / "form.xlsx"))
    return Path(shutil.copy(folder / "form.xlsx", tmp_path / "form.xlsx"))


def answered(form: Path, answers: Mapping[str, Any], **elsewhere: Any) -> Path:
    """Type answers as a person would, and values on the other sheets."""
    typed = {
        f"quick_{name}": "; ".join(map(str, value)) if isinstance(value, list) else value
        for name, value in answers.items()
    }
    return fill_in(form, typed | elsewhere)


def place(form: Path, name: str) -> str:
    sheet, cells = witnesses.named_cells(witnesses.opened(form), name)
    return f"{sheet}!{cells[0]}" if " " not in sheet else f"'{sheet}'!{cells[0]}"


def test_every_answer_has_its_cell_on_one_sheet_that_prints_on_a_page(blank: Path) -> None:
    workbook = openpyxl.load_workbook(blank)
    assert {witnesses.named_cells(workbook, f"quick_{name}")[0] for name in ANSWERS} == {"Quick"}
    page = workbook["Quick"]
    assert workbook.sheetnames.index("Quick") == 2
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 1)


def test_the_form_gives_the_book_of_the_same_answers(blank: Path) -> None:
    read = fp.read_assumptions(answered(blank, ANSWERED), challenge=False)
    assert read == fp.quick_book(**ANSWERED).assumptions
    assert len(read.from_the_starter) > 10


def test_the_lengths_answered_are_priced_where_nobody_chose_others(blank: Path) -> None:
    answers = ANSWERED | {"visit_minutes": [20, 60]}
    chosen = Path(shutil.copy(blank, blank.with_name("chosen.xlsx")))
    read = fp.read_assumptions(answered(blank, answers), challenge=False)
    assert read == fp.quick_book(**answers).assumptions
    assert read.fees.fee_visit_minutes == (15, 20, 30, 45, 60)
    alone = answered(chosen, answers, fee_visit_minutes=25)
    assert fp.read_assumptions(alone, challenge=False).fees.fee_visit_minutes == (25, 30, 45, 60)


def test_bands_and_overheads_of_a_year_are_read(blank: Path) -> None:
    answers = {k: v for k, v in ANSWERED.items() if k != "overheads_per_contact_hour"}
    answers |= {"worker_weekly_hours": [12, 30], "worker_share": [0.4, 0.6]}
    answers["overheads_per_year"] = 120000
    read = fp.read_assumptions(answered(blank, answers), challenge=False)
    assert read == fp.quick_book(**answers).assumptions


def test_what_is_stated_elsewhere_replaces_the_starters_value(blank: Path) -> None:
    form = answered(blank, ANSWERED, holiday_weeks=6.0, contact_pay_rate=13.5)
    workbook = openpyxl.load_workbook(form)
    cell_of(workbook, "holiday_weeks", heading="Document").value = "Contract"
    workbook.save(form)
    read = fp.read_assumptions(form, challenge=False)
    whole = fp.quick_book(**ANSWERED, holiday_weeks=6.0).assumptions
    assert read.inputs() == whole.inputs()
    assert set(read.from_the_starter) == set(whole.from_the_starter)
    assert read.sources["holiday_weeks"] == "Contract"


TWICE: dict[str, Any] = {
    "contact_pay_rate": 14.0, "return_rate": 0.06, "refresher_hours_per_year": 14.9,
    "other_overheads_per_contact_hour": 7.5, "visit_minutes": 45,
}  # fmt: skip
STATED_BY = {
    "return_rate": "return_on_cost", "refresher_hours_per_year": "training_days_per_year",
    "other_overheads_per_contact_hour": "overheads_per_contact_hour",
}  # fmt: skip


def test_what_is_stated_twice_and_differs_names_both_cells(blank: Path) -> None:
    form = answered(blank, ANSWERED, **TWICE)
    problems = problems_in(form)
    assert {problem.code for problem in problems} == {"stated-twice"}
    assert len(problems) == len(TWICE)
    for name in TWICE:
        answer = STATED_BY.get(name, name)
        [told] = [p for p in problems if p.where.startswith(place(form, f"quick_{answer}") + " ")]
        assert place(form, name) in told.what


def test_an_answer_that_is_missing_or_unreadable_is_told_at_its_cell(blank: Path) -> None:
    wrong = {**ANSWERED, "mileage_rate": None, "visits_per_week": "many", "year": "soon"}
    wrong["travel_pay_rate"] = "£13"
    problems = problems_in(answered(blank, wrong))
    assert {(p.code, p.where.partition(" (")[0]) for p in problems} == {
        ("missing", place(blank, "quick_mileage_rate")),
        ("not-a-number", place(blank, "quick_visits_per_week")),
        ("not-readable", place(blank, "quick_year")),
        ("number-as-text", place(blank, "quick_travel_pay_rate")),
    }


def test_a_blank_answer_is_asked_for_in_the_words_of_the_sheet(blank: Path) -> None:
    answers = {**ANSWERED, "visit_minutes": None, "overheads_per_contact_hour": None}
    told = {str(problem) for problem in problems_in(answered(blank, answers))}
    assert told == {
        "Quick!D10 (Quick: Visit length): is blank. A price from a few answers needs each of them. "
        "Give it. Length of each kind of visit. Of more than one, part them by semicolons, such "
        "as 15; 30; 60. [missing]",
        "Quick!D19 (Quick: All overheads, by the contact hour): is blank, and so is 'All "
        "overheads, a year'. A price from a few answers needs each of them. Give one of the two. "
        "[missing]",
    }


def test_a_challenge_is_told_at_the_answer_and_answered_in_its_note(blank: Path) -> None:
    form = answered(blank, {**ANSWERED, "travel_minutes_per_visit": 0})
    [problem] = problems_in(form, challenge=True)
    assert problem.where.startswith(place(form, "quick_travel_minutes_per_visit"))
    fill_in(form, {("quick_travel_minutes_per_visit", 0, "Note"): "They live in the building"})
    read = fp.read_assumptions(form)
    assert read.evidence["travel_minutes_per_visit"].note == "They live in the building"


def test_the_starter_is_not_taken_against_what_is_said(blank: Path) -> None:
    form = answered(blank, ANSWERED, holiday_weeks="Not applicable")
    fill_in(form, {("working_days_per_week", 0, "Document"): "Contract"})
    assert {(p.code, p.where.partition(" (")[0]) for p in problems_in(form)} == {
        ("not-applicable-but-needed", place(form, "holiday_weeks")),
        ("source-without-input", place(form, "working_days_per_week")),
    }


def test_a_row_of_ones_own_and_a_lost_name_are_refused(blank: Path) -> None:
    form = answered(blank, ANSWERED)
    workbook = openpyxl.load_workbook(form)
    workbook["Quick"]["D40"] = 5
    workbook.save(form)
    assert [problem.code for problem in problems_in(form)] == ["not-read"]
    workbook["Quick"]["D40"] = None
    del workbook.defined_names["quick_mileage_rate"]
    workbook.save(form)
    assert [problem.code for problem in problems_in(form)] == ["name-misplaced"]
