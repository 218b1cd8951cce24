"""One reader for every file of the library; what is none of its files is told what reads it."""

from __future__ import annotations

from pathlib import Path

import pytest
from evidence_cases import EXAMPLE
from providers import plain

import fairprice as fp

FOLDER = EXAMPLE.parent


@pytest.mark.parametrize(
    ("name", "reader"),
    [
        ("provider.toml", fp.load_assumptions), ("people.toml", fp.load_cohort),
        ("planned_minutes.toml", fp.load_contract), ("county.toml", fp.load_rate_card),
    ],
)  # fmt: skip
def test_a_toml_file_is_read_by_what_is_in_it(name, reader) -> None:
    assert fp.load(FOLDER / name) == reader(FOLDER / name)


def test_workbooks_are_read_by_what_is_in_them(tmp_path: Path, files: dict[str, Path]) -> None:
    form = fp.write_intake_workbook(plain(), tmp_path / "form.xlsx")
    assert fp.load(form) == plain()
    card = fp.load_rate_card(FOLDER / "county.toml")
    assert fp.load(fp.write_rate_card_form(card, tmp_path / "card.xlsx")) == card
    fees = next(iter(files.values()))
    assert fp.load(fees) == fp.read_assumptions(fees, challenge=False)


@pytest.mark.parametrize(
    ("name", "text", "call"),
    [
        ("law.toml", "[[parameter]]\nname = 'x'\n", "law=path"),
        ("visits.csv", "a,b\n", "fp.read_visits"),
        ("other.toml", "[other]\n", "about, quick, ours"),
        ("empty.toml", "", "about, quick, ours"),
        ("x.docx", "", "TOML file"),
    ],
)
def test_another_file_is_told_what_reads_it(
    tmp_path: Path, name: str, text: str, call: str
) -> None:
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(fp.InputError, match="unknown-file") as refused:
        fp.load(path)
    assert call in str(refused.value)


def test_a_folder_is_read_as_a_survey(tmp_path: Path) -> None:
    with pytest.raises(fp.InputError, match=r"fp\.read_survey"):
        fp.load(tmp_path)
