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
from fairprice.workbook.reading import open_workbook
from fairprice.workbook.sheets.evidence.case_data import CASE_DATA
from fairprice.workbook.verify.recalculation import Recalculation
from fairprice.workbook.verify.snapshot import Snapshot

pytestmark = pytest.mark.slow

OPEN_BOOK = {
    "Inputs", "Statutory", "Worker bands", "Rates", "Workings", "Cost lines", "Fees", "Checks",
    "Cover",
}  # fmt: skip


@pytest.fixture
def path(tmp_path, evidence_files):
    return shutil.copy(evidence_files["example"], tmp_path / "evidence.xlsx")


@pytest.mark.parametrize("name", list(evidence_cases()))
def test_an_untouched_case_is_as_written_on_every_sheet(evidence_files, name):
    found = fp.verify_workbook(evidence_files[name])
    assert (found.status, found.not_rebuilt) == (0, ())
    assert found.verdict.startswith("As written")


def saved_by_libreoffice(path):
    folder = path.parent / "office"
    witnesses.recalculate_with_libreoffice([path], folder)
    return folder / "answered" / "0.xlsx"


def test_what_libreoffice_saves_again_is_as_written(path):
    found = fp.verify_workbook(saved_by_libreoffice(path))
    assert found.differences.empty, found
    assert found.status == 0


TAMPERED = {
    "an effect of the bridge": lambda p: put_number(
        p, "Bridge", place_of(p, "Bridge", "Miles per visit", "Effect (GBP per contact hour)"), 0.1
    ),
    "their price by line": lambda p: put_number(
        p, "Bridge by line", place_of(p, "Bridge by line", "Mileage", "Commissioner"), 1.2
    ),
    "an offer": lambda p: put_number(p, "Rounds", "F6", 24.05),
    "a stance": lambda p: put_text(p, "Evidence", "E5", "no"),
    "a probability": lambda p: put_number(p, "Acceptability", "H6", 0.5),
    "the author": lambda p: put_text(p, "About", "B5", "Somebody else"),
    "a quality rating": lambda p: put_text(p, "Assumptions log", "N5", "green"),
    "a decision": lambda p: put_text(p, "Decision log", "B5", "Otherwise"),
    "a live ratio": lambda p: put_number(p, "Key ratios", "D5", 0.9),
    "a line of the case": lambda p: put_text(p, CASE_DATA, "C30", "holiday_weeks = 5.7"),
    "a case that is none": lambda p: put_text(p, CASE_DATA, "C5", "nonsense"),
}  # fmt: skip


@pytest.mark.parametrize("name", TAMPERED)
def test_what_was_altered_beside_the_open_book_is_found(path, name):
    TAMPERED[name](path)
    found = fp.verify_workbook(path)
    assert found.status == 1
    assert not found.differences.empty


def test_without_its_case_only_the_open_book_is_vouched_for(path):
    workbook = openpyxl.load_workbook(path)
    del workbook[CASE_DATA]
    workbook.save(path)
    found = fp.verify_workbook(path)
    assert {"Bridge", "Evidence", "Rounds"} <= set(found.not_rebuilt)
    assert "Nothing is said about" in found.verdict


def test_entries_may_be_filled_in_and_are_listed(path):
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
    found = fp.verify_workbook(saved_by_libreoffice(path))
    assert found.differences.empty, found
    assert found.status == 0
    listed = dict(zip(found.changed_inputs["cell"], found.changed_inputs["now"], strict=True))
    assert listed == {f"Bargaining!{budget}": 900_000.0, f"Cost register!{actual}": 440_000.0}


def test_a_changed_input_leaves_the_worked_out_sheets_as_written(path):
    witnesses.set_input(path, "mileage_rate", 0.45)
    found = fp.verify_workbook(saved_by_libreoffice(path))
    assert found.differences.empty, found
    assert list(found.changed_inputs["name"]) == ["mileage_rate"]


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


def test_a_stored_number_left_behind_by_a_changed_input_is_named(path):
    """The mileage rate is changed, and what follows from it on sheets around the book is not."""
    before = witnesses.values(path)
    witnesses.set_input(path, "mileage_rate", 0.45)
    saved = saved_by_libreoffice(path)
    gap = place_of(saved, "Case", "Provider's price less offer", "Value")
    stored = re.compile(rf'(<c r="{gap}"[^>]*><f[^>]*>[^<]*</f><v>)[^<]*')
    left_behind = before["Case", gap]
    in_sheet(saved, "Case", lambda text: stored.sub(rf"\g<1>{left_behind!r}", text))
    found = fp.verify_workbook(saved)
    assert [tuple(row) for row in found.differences[["kind", "sheet", "cell"]].to_numpy()] == [
        ("cached number", "Case", gap)
    ]
    assert found.status == 1


def test_a_case_taken_out_is_missed_where_the_original_carries_it(path, evidence_files):
    workbook = openpyxl.load_workbook(path)
    del workbook[CASE_DATA]
    workbook.save(path)
    found = fp.verify_workbook(path, original=evidence_files["example"])
    kinds = set(found.differences[["kind", "sheet"]].itertuples(index=False, name=None))
    assert {("missing sheet", CASE_DATA), ("not the original", CASE_DATA)} <= kinds
    assert found.not_rebuilt == ()


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
