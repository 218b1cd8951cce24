"""A comparison workbook is rebuilt from what it carries, its years simulated again."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import witnesses
from test_comparison_workbook import BASES, CLAUSES, NASTY, billed, compared, contract

import fairprice as fp

AGREED = [
    contract("planned", billed("actual", rounding={"kind": "down", "unit_minutes": 15.0})),
    contract("tiers", BASES["volume"], CLAUSES["tiered"], CLAUSES["cap"]),
    contract(NASTY[0], BASES["shift"], CLAUSES["guarantee"]),
]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("verified")
    result = compared(AGREED, weeks=6, risk_aversion=1e-6)
    return fp.write_comparison_workbook(result, folder / "comparison.xlsx")


@pytest.fixture
def path(written: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes(written.read_bytes())
    return copy


def test_as_written_it_verifies_and_says_what_was_done(path: Path) -> None:
    verified = fp.verify_workbook(path)
    assert verified.status == 0
    assert verified.verdict.startswith("As written")
    assert "All 20 years were simulated again from seed 3" in verified.verdict
    again = fp.verify_workbook(path, original=verified.fingerprint)
    assert again.status == 0
    assert "It started from the original's inputs" in again.verdict
    other = fp.verify_workbook(path, original="0" * 64)
    assert other.status == 1
    assert set(other.differences["kind"]) == {"not the original"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sheet", "cell", "value"),
    [
        ("Expected year", "E5", "=1+1"),
        ("Both sides", "C6", 1.0),
        ("Summary", "D9", 1.0),
        ("Contracts", "C6", "Nothing is paid."),
        ("Inputs", "F6", 3.0),
    ],
)
def test_what_was_changed_is_found(path: Path, sheet: str, cell: str, value: object) -> None:
    workbook = openpyxl.load_workbook(path)
    assert workbook[sheet][cell].value not in (None, value)
    workbook[sheet][cell] = value
    workbook.save(path)
    verified = fp.verify_workbook(path)
    assert verified.status == 1
    assert (sheet, cell) in set(zip(verified.differences.sheet, verified.differences.cell,
                                    strict=True))  # fmt: skip


@pytest.mark.slow
def test_changed_inputs_are_listed_and_what_follows_is_worked_out(
    path: Path, tmp_path: Path
) -> None:
    witnesses.set_inputs(path, {"cancelled_share": 0.05, "contract_2_hourly_rates_1": 35.0})
    [saved] = witnesses.saved_by_libreoffice([path], tmp_path / "office")
    verified = fp.verify_workbook(saved)
    assert verified.verdict.startswith("Only inputs changed: 2 values"), str(verified)
    assert set(verified.changed_inputs["input"]) == {"cancelled_share", "contract_2_hourly_rates_1"}


def test_an_input_out_of_bounds_is_refused(path: Path) -> None:
    witnesses.set_inputs(path, {"cancelled_share": 1.5})
    verified = fp.verify_workbook(path)
    assert "refused input" in set(verified.differences["kind"])


def test_data_that_cannot_be_read_any_more_is_said(path: Path) -> None:
    workbook = openpyxl.load_workbook(path)
    workbook["Comparison data"]["C6"] = "draws = ="
    workbook.save(path)
    with pytest.raises(fp.WorkbookError, match="spoilt-data"):
        fp.verify_workbook(path)
