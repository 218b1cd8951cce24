"""An evidence workbook is rebuilt from its own case, sheet by sheet."""

from __future__ import annotations

import dataclasses
import re
import shutil

import openpyxl
import pytest
import witnesses
from evidence_cases import evidence_cases
from tampering import in_sheet, place_of, put_number, put_text

import fairprice as fp
from fairprice.workbook.layout import CASE_DATA
from fairprice.workbook.reading import open_workbook
from fairprice.workbook.verify.recalculation import Recalculation
from fairprice.workbook.verify.snapshot import Snapshot

OPEN_BOOK = {
    "Inputs", "Statutory", "Worker bands", "Rates", "Workings", "Cost lines", "Fees", "Volume",
    "Checks", "Summary", "Cover",
}  # fmt: skip


@pytest.fixture
def path(tmp_path, evidence_files):
    return shutil.copy(evidence_files["example"], tmp_path / "evidence.xlsx")


@pytest.mark.parametrize(
    "name",
    [name if name == "example" else pytest.param(name, marks=pytest.mark.slow)
     for name in evidence_cases()],
)  # fmt: skip
def test_an_untouched_case_is_as_written_on_every_sheet(evidence_files, name):
    found = fp.verify_workbook(evidence_files[name])
    assert (found.status, found.not_rebuilt) == (0, ())
    assert found.verdict.startswith("As written")


@pytest.mark.slow
def test_what_libreoffice_saves_again_is_as_written(saved_evidence):
    found = fp.verify_workbook(saved_evidence["example"])
    assert found.differences.empty, found
    assert found.status == 0


#: Where it is changed and to what, each on a sheet or row of its own.
TAMPERED = {
    "an effect of the bridge": (
        "Bridge", ("Miles per visit", "Effect (GBP per contact hour)"), 0.1, "number",
    ),
    "their price by line": ("Bridge by line", ("Mileage", "Commissioner"), 1.2, "number"),
    "an offer": ("Rounds", "F6", 24.05, "number"),
    "a stance": ("Evidence", "E5", "no", "text"),
    "a probability": ("Acceptability", "H6", 0.5, "number"),
    "the author": ("About", "B5", "Somebody else", "text"),
    "a quality rating": ("Assumptions log", "N5", "green", "text"),
    "a decision": ("Decision log", "B5", "Otherwise", "text"),
    "a live ratio": ("Key ratios", "D5", 0.9, "formula replaced"),
}  # fmt: skip


@pytest.mark.slow
def test_what_was_altered_beside_the_open_book_is_found_cell_by_cell_and_nothing_else(path):
    expected = []
    for sheet, where, value, kind in TAMPERED.values():
        cell = where if isinstance(where, str) else place_of(path, sheet, *where)
        (put_text if isinstance(value, str) else put_number)(path, sheet, cell, value)
        expected.append((kind, sheet, cell))
    found = fp.verify_workbook(path)
    assert found.status == 1
    listed = found.differences[["kind", "sheet", "cell"]]
    assert sorted(listed.itertuples(index=False, name=None)) == sorted(expected)


@pytest.mark.parametrize(
    ("cell", "text"),
    [("C30", "holiday_weeks = 5.7"), pytest.param("C5", "nonsense", marks=pytest.mark.slow)],
    ids=["a line of the case", "a case that is none"],
)
def test_an_altered_case_is_found(path, cell, text):
    put_text(path, CASE_DATA, cell, text)
    found = fp.verify_workbook(path)
    assert found.status == 1
    assert not found.differences.empty


@pytest.mark.slow
def test_without_its_case_only_the_open_book_is_vouched_for(path):
    workbook = openpyxl.load_workbook(path)
    del workbook[CASE_DATA]
    workbook.save(path)
    found = fp.verify_workbook(path)
    assert {"Bridge", "Evidence", "Rounds"} <= set(found.not_rebuilt)
    assert "Nothing is said about" in found.verdict


@pytest.mark.slow
def test_entries_may_be_filled_in_and_are_listed(path, tmp_path):
    workbook = openpyxl.load_workbook(path)
    budget = place_of(path, "Bargaining", "Annual budget", "Value")
    workbook["Bargaining"][budget] = 900_000.0
    [actual] = [
        cell.coordinate
        for row in workbook["Cost register"].iter_rows(min_row=5)
        for cell in row
        if row[0].value == "Direct care" and cell.column_letter == "H"
    ]
    workbook["Cost register"][actual] = 440_000.0
    workbook.save(path)
    [saved] = witnesses.saved_by_libreoffice([path], tmp_path / "office")
    found = fp.verify_workbook(saved)
    assert found.differences.empty, found
    assert found.status == 0
    listed = dict(zip(found.changed_inputs["cell"], found.changed_inputs["now"], strict=True))
    assert listed == {f"Bargaining!{budget}": 900_000.0, f"Cost register!{actual}": 440_000.0}


@pytest.mark.slow
def test_a_changed_input_leaves_the_worked_out_sheets_as_written(path, tmp_path):
    witnesses.set_input(path, "mileage_rate", 0.45)
    [saved] = witnesses.saved_by_libreoffice([path], tmp_path / "office")
    found = fp.verify_workbook(saved)
    assert found.differences.empty, found
    assert list(found.changed_inputs["input"]) == ["mileage_rate"]


@pytest.mark.parametrize("name", list(evidence_cases()))
def test_what_formulas_around_the_open_book_come_to_is_worked_out(evidence_files, name):
    """By the formulas alone, and without one left out: what the library wrote beside them."""
    written = Snapshot.of(open_workbook(evidence_files[name]))
    around = [sheet for sheet in written.sheets if sheet not in OPEN_BOOK]
    numbers = Recalculation(written, written, {}, around).numbers()
    there = {
        (sheet, place): cell.shown
        for sheet in around
        for place, cell in written.sheets[sheet].cells.items()
        if cell.formula
    }
    assert numbers.keys() == there.keys()
    for place, number in there.items():
        is_text = isinstance(number, str)
        expected = number if is_text else pytest.approx(number, rel=1e-9, abs=1e-9)
        assert numbers[place] == expected, place


@pytest.mark.slow
def test_a_stored_number_left_behind_by_a_changed_input_is_named(path):
    """The mileage rate is changed, and what follows from it on sheets around the book is not."""
    before = witnesses.values(path)
    witnesses.set_input(path, "mileage_rate", 0.45)
    [saved] = witnesses.saved_by_libreoffice([path], path.parent / "office")
    gap = place_of(saved, "Case", "Provider's price less offer", "Value")
    stored = re.compile(rf'(<c r="{gap}"[^>]*><f[^>]*>[^<]*</f><v>)[^<]*')
    left_behind = before["Case", gap]
    in_sheet(saved, "Case", lambda text: stored.sub(rf"\g<1>{left_behind!r}", text))
    found = fp.verify_workbook(saved)
    assert [tuple(row) for row in found.differences[["kind", "sheet", "cell"]].to_numpy()] == [
        ("cached number", "Case", gap)
    ]
    assert found.status == 1


@pytest.mark.slow
def test_a_case_taken_out_is_missed_where_the_original_carries_it(path, evidence_files):
    workbook = openpyxl.load_workbook(path)
    del workbook[CASE_DATA]
    workbook.save(path)
    found = fp.verify_workbook(path, original=evidence_files["example"])
    kinds = set(found.differences[["kind", "sheet"]].itertuples(index=False, name=None))
    assert {("missing sheet", CASE_DATA), ("not the original", CASE_DATA)} <= kinds
    assert found.not_rebuilt == ()


@pytest.mark.slow
def test_the_original_proves_the_whole_case(tmp_path, path, evidence_files):
    """A case written anew with another offer is as written in itself."""
    case = evidence_cases()["example"]
    offer = fp.Offer(day="2026-01-26", party="commissioner", price_per_hour=24.0, what_changed="x")
    forged = fp.write_evidence_workbook(
        dataclasses.replace(case, offers=(offer,)), tmp_path / "forged.xlsx"
    )
    assert fp.verify_workbook(forged).status == 0
    assert fp.verify_workbook(path, original=evidence_files["example"]).status == 0
    found = fp.verify_workbook(forged, original=path)
    assert found.status == 1
    assert list(found.differences["kind"]) == ["not the original"]
    assert list(found.differences["label"]) == ["case"]


@pytest.mark.slow
def test_a_workbook_of_before_there_were_formats_is_as_written(tmp_path, evidence_files):
    """Its case has no format, so it is rebuilt without one; a format taken out is a change."""
    text = fp.dump_case(evidence_cases()["bare"])
    earlier = tmp_path / "case.toml"
    earlier.write_text(text.removeprefix("format = 1\n"), encoding="utf-8")
    path = fp.write_evidence_workbook(fp.load_case(earlier), tmp_path / "earlier.xlsx")
    lines = [row[2].value for row in openpyxl.load_workbook(path)[CASE_DATA].iter_rows(min_row=5)]
    assert "format = 1" not in lines
    assert fp.verify_workbook(path).verdict.startswith("As written")
    later = shutil.copy(evidence_files["bare"], tmp_path / "later.xlsx")
    put_text(later, CASE_DATA, "C5", "format = 2")
    assert fp.verify_workbook(later).status == 1
