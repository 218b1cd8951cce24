"""What stands in a workbook is read, or said not to be: sources, evidence, rows of one's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from cases import cases
from evidence_cases import evidence_cases
from intake_forms import as_held, cell_of, problems_in
from providers import plain, plain_data

import fairprice as fp


@pytest.fixture
def form(tmp_path: Path) -> Path:
    return fp.write_intake_workbook(plain(), tmp_path / "form.xlsx")


@pytest.mark.parametrize(
    ("name", "heading"), [("cqc_fees_per_contact_hour", "Value"), ("mileage_rate", "Basis")]
)
def test_what_is_typed_on_a_row_of_its_own_is_refused_with_its_cell(
    form: Path, name: str, heading: str
) -> None:
    """A cost below the last row of the form has no name, and would vanish."""
    workbook = openpyxl.load_workbook(form)
    above = cell_of(workbook, name, heading=heading)
    sheet = above.parent
    below = sheet.cell(sheet.max_row + 3, above.column, "Route planner, 1200 a year")
    sheet.cell(below.row, 1, "Route planner")
    workbook.save(form)
    [problem] = problems_in(form)
    where = f"'{sheet.title}'" if " " in sheet.title else sheet.title
    assert problem.code == "not-read"
    assert problem.where == f"{where}!{below.coordinate}"


def test_a_remark_beside_no_answer_and_an_empty_text_are_not_refused(form: Path) -> None:
    workbook = openpyxl.load_workbook(form)
    above = cell_of(workbook, "mileage_rate")
    above.parent.cell(above.parent.max_row + 3, 1, "Agreed on Monday")
    above.parent.cell(above.parent.max_row + 4, above.column, "  ")
    workbook.save(form)
    assert fp.read_assumptions(form, challenge=False) == plain()


@pytest.mark.parametrize("name", list(cases()))
def test_a_fee_workbook_gives_back_inputs_and_sources(name: str, files: dict[str, Path]) -> None:
    party = as_held(cases()[name].assumptions)
    read = fp.read_assumptions(files[name], challenge=False)
    assert read.inputs() == party.inputs()
    assert read.sources == party.sources


@pytest.mark.parametrize("name", list(evidence_cases()))
def test_an_evidence_workbook_gives_back_all_evidence(
    name: str, evidence_files: dict[str, Path]
) -> None:
    party = as_held(evidence_cases()[name].book.assumptions)
    assert fp.read_assumptions(evidence_files[name], challenge=False) == party


def _changed(path: Path, target: Path, name: str, change: Callable[[float], float]) -> Path:
    workbook = openpyxl.load_workbook(path)
    cell = cell_of(workbook, name)
    cell.value = change(cell.value)
    workbook.save(target)
    return target


def test_a_source_does_not_speak_for_a_value_that_was_changed(tmp_path: Path) -> None:
    data = plain_data() | {"sources": {"mileage_rate": "Policy", "miles_per_visit": "Log"}}
    book = fp.OpenBook(fp.Assumptions.model_validate(data))
    fees = fp.write_fee_workbook(book, tmp_path / "fees.xlsx")
    read = fp.read_assumptions(_changed(fees, fees, "mileage_rate", lambda rate: rate + 0.05))
    assert read.sources == {"miles_per_visit": "Log"}
    assert read.travel.mileage_rate == 0.5


def test_what_was_left_out_is_left_out_unless_somebody_states_it(tmp_path: Path) -> None:
    """Cover for a leaver counts as none where it is left out: that is no statement of zero."""
    party = plain(recruitment_dbs_per_contact_hour=None, recruitment_dbs_per_leaver=500.0)
    fees = fp.write_fee_workbook(fp.OpenBook(party), tmp_path / "fees.xlsx")
    assert fp.read_assumptions(fees).business_costs.cover_per_leaver is None  # type: ignore[attr-defined]
    stated = fp.read_assumptions(_changed(fees, fees, "cover_per_leaver", lambda cost: cost + 9))
    assert stated.inputs()["cover_per_leaver"] == 9


def test_a_case_is_read_from_the_workbook_written_from_it(evidence_files: dict[str, Path]) -> None:
    name, path = next(iter(evidence_files.items()))
    for read in (fp.load, fp.load_case):
        case = read(path)
        assert isinstance(case, fp.Case)
        assert fp.dump_case(case) == fp.dump_case(evidence_cases()[name])


def test_a_workbook_without_a_case_says_what_reads_it(form: Path) -> None:
    with pytest.raises(fp.WorkbookError, match=r"no sheet Case data.*read_assumptions.*no-case"):
        fp.load_case(form)
