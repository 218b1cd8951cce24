"""Assumptions as an object, and in TOML files."""

from __future__ import annotations

import copy
import os
import stat
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from effort import at_most
from hypothesis import given
from providers import plain, plain_data
from strategies import HOSTILE_TEXTS, Data, assumptions, assumptions_data, texts

from fairprice import (
    Assumptions,
    AssumptionsError,
    FileWriteError,
    dump_assumptions,
    load_assumptions,
)

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "provider.toml"


def through_toml(drawn: Assumptions) -> Assumptions:
    return Assumptions.model_validate(tomllib.loads(dump_assumptions(drawn)))


@at_most(80)
@given(assumptions())
def test_written_and_read_back_is_equal(drawn: Assumptions) -> None:
    assert through_toml(drawn) == drawn
    assert through_toml(drawn).inputs() == drawn.inputs()


@given(texts())
def test_any_text_survives_the_file(text: str) -> None:
    drawn = plain(
        provider_name=text,
        contact_pay_rate=None,
        pay_band_role=[text],
        pay_band_rate=[13.0],
        pay_band_share=[1.0],
    )
    data = drawn.model_dump(exclude_none=True) | {"sources": {"mileage_rate": text}}
    drawn = Assumptions.model_validate(data)
    read = through_toml(drawn)
    assert read.about.provider_name == text
    assert read.pay.pay_band_role == (text,)
    assert read.sources == {"mileage_rate": text}


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_a_file_on_disk_reads_as_it_was_written(text: str, tmp_path: Path) -> None:
    path = tmp_path / "provider.toml"
    drawn = plain(provider_name=text)
    written = dump_assumptions(drawn, path)
    assert path.read_bytes().decode("utf-8") == written
    assert load_assumptions(path) == drawn
    assert load_assumptions(str(path)) == drawn


@at_most(30)
@given(assumptions_data())
def test_data_given_are_not_changed(data: Data) -> None:
    before = copy.deepcopy(data)
    drawn = Assumptions.model_validate(data)
    drawn.with_inputs(provider_name="Another")
    assert data == before


@at_most(30)
@given(assumptions())
def test_every_input_given_is_declared_and_within_its_bounds(drawn: Assumptions) -> None:
    fields = Assumptions.fields()
    for name, value in drawn.inputs().items():
        field = fields[name]
        assert field.label
        assert field.unit
        assert field.description.endswith((".", ";"))
        assert getattr(getattr(drawn, field.section), name) == value
        assert field.is_table == isinstance(value, tuple)


def test_every_field_has_a_label_a_unit_and_a_plain_description() -> None:
    for name, field in Assumptions.fields().items():
        assert field.name == name
        assert field.label[0].isupper(), name
        assert field.unit, name
        assert field.description.endswith("."), name
        assert "£" not in field.unit + field.description


def test_bounds_in_words() -> None:
    fields = Assumptions.fields()
    assert fields["under_21_share"].bounds == "from 0 to 1"
    assert fields["contact_pay_rate"].bounds == "above 0, at most 200"
    assert fields["annual_contact_hours"].bounds == "above 0"
    assert fields["it_per_year"].bounds == "0 or more"


def test_assumptions_are_frozen() -> None:
    drawn = plain()
    with pytest.raises(AssumptionsError, match="cannot be changed in place"):
        drawn.pay.contact_pay_rate = 5.0
    with pytest.raises(AssumptionsError, match="cannot be changed in place"):
        drawn.pay = None


def test_a_changed_input_leaves_the_original_as_it_was() -> None:
    before = plain()
    after = before.with_inputs(contact_pay_rate=14.0)
    assert before.pay.contact_pay_rate == 13.0
    assert after.pay.contact_pay_rate == 14.0
    assert after.with_inputs(contact_pay_rate=13.0) == before


def test_taking_an_input_away_takes_its_source_away() -> None:
    data = plain_data() | {"sources": {"contact_pay_rate": "Payroll", "mileage_rate": "Policy"}}
    after = Assumptions.model_validate(data).with_inputs(
        contact_pay_rate=None, pay_band_rate=[13.0], pay_band_share=[1.0]
    )
    assert after.sources == {"mileage_rate": "Policy"}
    assert "contact_pay_rate" not in after.inputs()


def test_inputs_left_out_without_a_stand_in_are_asked_for() -> None:
    with pytest.raises(AssumptionsError, match=r"mileage_rate: is missing"):
        plain(mileage_rate=None)


def test_numbers_are_floats_and_arrays() -> None:
    numbers = plain(employment_allowance_claimed=True).numbers()
    assert numbers["employment_allowance_claimed"] == 1.0
    assert numbers["it_visit_share"] == 0.0
    assert isinstance(numbers["visit_minutes"], np.ndarray)
    assert {type(v) for v in numbers.values() if np.ndim(v) == 0} == {float}
    assert "provider_name" not in numbers


def test_the_example_provider_is_sourced_throughout() -> None:
    if not EXAMPLE.exists():
        pytest.skip(f"{EXAMPLE} is not beside the tests")
    example = load_assumptions(EXAMPLE)
    assert through_toml(example) == example
    own = {"provider_name", "nation", "currency", "fee_visit_minutes"}
    bases = {name for name in example.inputs() if name.startswith("stated_") and "base" in name}
    assert set(example.inputs()) - own - bases == set(example.sources)


BROKEN_FILES: dict[str, tuple[bytes, str]] = {
    "not TOML": (b"[about\nprovider_name = 1", "not-toml"),
    "binary": (bytes(range(256)), "not-toml"),
    "a workbook": (b"PK\x03\x04\xff\xfe", "not-toml"),
    "UTF-16": ('[about]\nprovider_name = "Tŷ"'.encode("utf-16"), "not-toml"),
    "the same key twice": (b"[pay]\n[pay]\n", "not-toml"),
}


@pytest.mark.parametrize(("content", "code"), BROKEN_FILES.values(), ids=BROKEN_FILES)
def test_a_file_that_is_not_toml(content: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "provider.toml"
    path.write_bytes(content)
    with pytest.raises(AssumptionsError) as caught:
        load_assumptions(path)
    [problem] = caught.value.problems
    assert (problem.code, problem.where) == (code, str(path))
    assert "is not a TOML file" in problem.what


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "absent.toml"
    with pytest.raises(AssumptionsError) as caught:
        load_assumptions(path)
    assert str(caught.value) == (
        f"{path}: cannot be read (No such file or directory). Everything that follows is "
        "read from it. "
        "Check the path and that you may read it. [cannot-read]"
    )
    with pytest.raises(AssumptionsError, match=r"\[cannot-read\]"):
        load_assumptions(tmp_path)


def test_a_mistake_in_a_file_names_the_field(tmp_path: Path) -> None:
    path = tmp_path / "provider.toml"
    text = dump_assumptions(plain())
    path.write_text(text.replace("mileage_rate = 0.45", "mileage_rate = nan"), encoding="utf-8")
    with pytest.raises(AssumptionsError, match=r"^travel\.mileage_rate: nan is not a finite"):
        load_assumptions(path)


def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "provider.toml"
    dump_assumptions(plain(), path)
    before = path.read_bytes()

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileWriteError) as caught:
        dump_assumptions(plain(contact_pay_rate=20.0), path)
    assert str(caught.value) == (
        f"{path}: cannot be written (No space left on device). Nothing was written; an earlier "
        "file is as it was. Check that the folder exists and has room, that you may write to it, "
        "and that the file is not open in another program. [cannot-write]"
    )
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["provider.toml"]


def test_a_failed_replacement_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "provider.toml"
    path.write_text("kept", encoding="utf-8")

    def open_elsewhere(*_: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", open_elsewhere)
    with pytest.raises(FileWriteError, match="Permission denied"):
        dump_assumptions(plain(), path)
    assert path.read_text(encoding="utf-8") == "kept"
    assert [file.name for file in tmp_path.iterdir()] == ["provider.toml"]


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileWriteError, match="No such file or directory"):
        dump_assumptions(plain(), tmp_path / "absent" / "provider.toml")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_a_replaced_file_keeps_who_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "provider.toml"
    dump_assumptions(plain(), path)
    path.chmod(0o600)
    dump_assumptions(plain(contact_pay_rate=20.0), path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_assumptions(path).pay.contact_pay_rate == 20.0
