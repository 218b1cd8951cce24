"""The form of a rate card: written, filled in, read back, and its mistakes told at their cells."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import witnesses
from card_strategies import round_base, round_card

import fairprice as fp
from fairprice.__main__ import main

WHOLE: dict[str, Any] = {
    "document": "Rota of March", "note": "Asked twice", "low": 0.5, "high": 4.0,
    "next_review": "2027-01-31", "quality": "green", "owner": "A. Example",
}  # fmt: skip


def whole_card() -> fp.RateCard:
    """Return a card that states something in every column of its form."""
    base = round_base(weekend_share=0.2, weekend_premium=0.5, fee_visit_minutes=[30.0])
    service = {"name": "Care; complex", "kind": "complex care", "pay_supplement": 2.0}
    parts = {"visit_minutes": [45.5, 30.0], "carers": ["Two"], "times": ["Weekend", "Weekday"]}
    return round_card(
        base,
        zones=[{"name": "Near"},
               {"name": "Far", "inputs": {"miles_per_visit": 2.0},
                "evidence": {"miles_per_visit": WHOLE}, "pay_supplement": 0.25}],
        services=[{"name": "Plain", "kind": "standard"}, service | parts],
        carers=[{"name": "One", "careworkers": 1},
                {"name": "Two", "careworkers": 2, "vehicles": 1}],
        times=[{"name": "Weekday", "hours": "weekday"},
               {"name": "Weekend", "hours": "weekend", "premium": 0.123456789,
                "sources": {"premium": "Policy"}}],
        visit_minutes=[15.0, 30.0, 60.0],
        volumes=[{"provider": "A", "zone": "Far", "service": "Plain", "carers": "Two",
                  "time": "Weekend", "visit_minutes": 30.0, "visits_per_year": 100.0,
                  "present_price": 11.0}],
    )  # fmt: skip


@pytest.fixture
def path(tmp_path: Path, shared: Any) -> Path:
    """Return a copy of the form of the whole card, which is written once."""
    folder = shared("card_form", lambda f: fp.write_rate_card_form(whole_card(), f / "f.xlsx"))
    return Path(shutil.copy(folder / "f.xlsx", tmp_path / "form.xlsx"))


def test_a_form_filled_in_from_a_card_gives_an_equal_one(path: Path, tmp_path: Path) -> None:
    card = fp.read_rate_card(path, challenge=False)
    assert card == whole_card()
    assert card.zones[1].evidence["miles_per_visit"].model_dump(exclude_none=True)["low"] == 0.5
    again = fp.write_rate_card_form(card, tmp_path / "again.xlsx")
    assert again.read_bytes() == path.read_bytes()


def test_a_blank_form_asks_and_keeps_the_points_of_the_standards(tmp_path: Path) -> None:
    blank = fp.write_rate_card_form(None, tmp_path / "blank.xlsx")
    assert fp.lint_workbook(blank) == ()
    with pytest.raises(fp.InputError) as told:
        fp.read_rate_card(blank)
    assert "Provider name): is blank" in str(told.value)


Typed = tuple[str, str, Any, str]

#: What is typed where, and the code of what is said of it: mistakes of cells and rows.
OF_CELLS: list[Typed] = [
    ("What differs", "B5", None, "no-such-part"),
    ("What differs", "C6", "Fra", "not-on-the-card"),
    ("What differs", "D7", "Mils", "not-an-input"),
    ("What differs", "E8", None, "missing"),
    ("What differs", "E9", "two", "not-a-number"),
    ("What differs", "E10", "=1+1", "formula-in-a-form"),
    ("What differs", "D20", "Premium", "given-twice"),
    ("Rate card", "B6", "Zoen", "no-such-part"),
    ("Rate card", "E5", "15; half an hour", "not-a-number"),
    ("Rate card", "D7", "standard", "of-no-use"),
    ("Volumes", "G4", "Minutes", "heading-missing"),
]
#: Mistakes of a card whose cells can be read.
OF_CARDS: list[list[Typed]] = [
    [
        ("What differs", "E11", -1, "out-of-bounds"),
        ("What differs", "E6", 5.0, "not-in-its-range"),
        ("Rate card", "D8", "complicated", "not-an-option"),
        ("Volumes", "G5", None, "missing"),
    ],
    [
        ("Rate card", "F9", "Three", "not-on-the-card"),
        ("What differs", "E20", 1.0, "differs-twice"),
    ],
    [("Volumes", "C5", "Fra", "not-on-the-card")],
]
#: A row of its own, of which each list makes something else.
ROW_20 = {"cells": ("Time of the week", "Weekend", "Premium", 1.0),
          "cards": ("Time of the week", "Weekday", "Miles per visit", 1.0)}  # fmt: skip


@pytest.mark.parametrize("typed", [OF_CELLS, *OF_CARDS], ids=["cells", "terms", "parts", "visits"])
def test_every_mistake_is_told_at_its_cell_at_once(typed: list[Typed], path: Path) -> None:
    workbook = openpyxl.load_workbook(path)
    if any(cell in ("D20", "E20") for _, cell, *_ in typed):
        row = ROW_20["cells" if typed is OF_CELLS else "cards"]
        for letter, value in zip("BCDE", row, strict=True):
            workbook["What differs"][f"{letter}20"] = value
    for sheet, cell, value, _ in typed:
        workbook[sheet][cell] = value
    workbook.save(path)
    with pytest.raises(fp.InputError) as told:
        fp.read_rate_card(path, challenge=False)
    found = {(p.code, p.where.partition(" (")[0].replace("'", "")) for p in told.value.problems}
    for sheet, cell, _, code in typed:
        where = sheet if code == "heading-missing" else f"{sheet}!{cell}"
        assert (code, where) in found, found


def test_what_is_no_form_of_a_card_is_refused(path: Path, tmp_path: Path) -> None:
    plain = fp.write_intake_workbook(None, tmp_path / "plain.xlsx")
    with pytest.raises(fp.WorkbookError, match="has no sheet: Rate card"):
        fp.read_rate_card(plain)
    with pytest.raises(fp.WorkbookError, match="read_rate_card"):
        fp.read_assumptions(path)
    with pytest.raises(fp.InputError, match="path-first"):
        fp.write_rate_card_form("a.xlsx", whole_card())  # type: ignore[arg-type]


def test_the_commands_write_and_price_a_form(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    fp.dump_rate_card(whole_card(), "card.toml")
    assert main(["template", "new.xlsx", "--card", "--from", "card.toml"]) == 0
    assert Path("new.xlsx").read_bytes() == path.read_bytes()
    assert main(["ratecard", "new.xlsx", "--no-challenge", "--save", "again.toml"]) == 0
    assert fp.load_rate_card("again.toml") == whole_card()


@pytest.mark.slow
def test_libreoffice_keeps_what_was_filled_in(path: Path, tmp_path: Path) -> None:
    [saved] = witnesses.saved_by_libreoffice([path], tmp_path / "saved")
    assert fp.read_rate_card(saved, challenge=False) == whole_card()


def test_a_return_of_a_part_in_pounds_is_not_shown_as_a_percentage(tmp_path: Path) -> None:
    base = round_base(return_rate=1.5, return_base="contact hour")
    zones = [{"name": "Near"}, {"name": "Far", "inputs": {"return_rate": 2.5}}]
    card = round_card(base, zones=zones)
    form = fp.write_rate_card_form(card, tmp_path / "form.xlsx")
    workbook = openpyxl.load_workbook(form)
    [cell] = [row[4] for row in workbook["What differs"] if row[3].value == "Return on operations"]
    assert (cell.value, cell.number_format) == (2.5, "General")
    assert fp.read_rate_card(form, challenge=False) == card
    cell.number_format = "0.00%"
    workbook.save(form)
    with pytest.raises(fp.InputError, match="is shown as 250 %") as told:
        fp.read_rate_card(form, challenge=False)
    assert [(p.code, p.where) for p in told.value.problems] == [
        ("share-for-money", f"'What differs'!{cell.coordinate} (Value)")
    ]
