"""The commands of a negotiation: range, afford, sensitivity, challenge, evidence, publish."""

from __future__ import annotations

import csv
import re
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest
from command_cases import COMMANDS, EXAMPLES, written
from providers import plain
from python_calamine import CalamineWorkbook

import fairprice as fp
from fairprice.__main__ import main
from fairprice.commands.parser import make_parser

ROOT = EXAMPLES.parent


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with the round provider and the examples of a case."""
    written(tmp_path)
    for name in ("provider.toml", "council.toml", "case.toml", "county.toml"):
        shutil.copy(EXAMPLES / name, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def out(capsys: pytest.CaptureFixture[str], *args: str, status: int = 0) -> str:
    """Run a command and return what it printed, a blank for every run of blanks."""
    assert main(args) == status
    printed = capsys.readouterr()
    return " ".join((printed.err if status == 2 else printed.out).split())


def test_the_readme_has_a_row_for_each_command_with_the_files_that_it_writes() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    table = text.partition("| Job | Command | File that comes out |\n|---|---|---|\n")[2]
    rows = re.findall(r"^\| (.+) \| `(.+)` \| (.+) \|$", table.partition("\n\n")[0], re.M)
    assert [command for _, command, _ in rows] == list(COMMANDS)
    [commands] = [a.choices for a in make_parser()._actions if a.dest == "command"]
    for _, command, files in rows:
        if command == "demo":
            continue
        # what is asked for as a file to write is an option of its own kind, or the form itself
        takes = {a.dest: a.metavar for a in commands[command]._actions if a.metavar}
        names = ("out", "csv", "save", "each", "published", "book", "path", "report")
        writes = [takes[n] for n in names if isinstance(takes.get(n), str)]
        suffixes = set(re.findall(r"\.[a-z]+", " ".join(writes)))
        assert set(re.findall(r"`(\.[a-z]+)`", files)) == suffixes, command


def test_what_a_fee_affords(capsys: pytest.CaptureFixture[str]) -> None:
    """16.40 is 1.00 less than the price of 17.40, all of it contact pay: 12.00."""
    shown = out(capsys, "afford", "round.toml", "--fee", "16.40", "--minutes", "60")
    # travel pay stays at 13.00: 0.2 hours of it leave 12.71 x 1.2 - 2.60 = 12.652 for the contact
    assert "visit mix 12.00 12.65 -0.65 no" in shown
    # an hour's visit: 16.40 less 1.30 of travel pay and 0.90 of miles
    assert "60 minutes 14.20 12.68 1.52 yes" in shown


def test_a_fee_that_affords_no_pay_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    shown = out(capsys, "afford", "round.toml", "--fee", "1")
    assert "visit mix none" in shown
    assert "- visit mix: No value gives 1.00 GBP per contact hour" in shown
    assert "[not-above-zero]" in out(capsys, "afford", "round.toml", "--fee", "0", status=2)


def test_where_a_price_can_lie(capsys: pytest.CaptureFixture[str]) -> None:
    limits = ("round.toml", "--budget", "200000", "--hours", "10000")
    shown = out(capsys, "range", *limits)
    assert "Budget for the hours wanted (commissioner) 20.00 10,000 100.0%" in shown
    assert "There is a zone of agreement: from 17.40 to 20.00" in shown
    by_price = out(capsys, "range", *limits, "--in-house", "17.40")
    assert "In-house alternative (commissioner) 17.40 11,494 114.9%" in by_price
    assert out(capsys, "range", *limits, "--in-house", "round.toml") == by_price
    assert "[unknown-file-type]" in out(capsys, "range", *limits, "--in-house", "dear", status=2)


def test_which_inputs_the_price_hangs_on(capsys: pytest.CaptureFixture[str]) -> None:
    """Two visits an hour of 2 miles: 4 miles; the rate's range is 0.40 to 0.50."""
    ranges = ("--between", "mileage_rate=0.4:0.5", "--between", "miles_per_visit = 2 : 3")
    shown = out(capsys, "sensitivity", "round.toml", *ranges, "--csv", "t.csv")
    assert "Miles per visit 2 3 17.40 18.30 0.90 Mileage rate 0.4 0.5 17.20 17.60 0.40" in shown
    with Path("t.csv").open(encoding="utf-8-sig") as file:
        found = {row["input"]: float(row["swing"]) for row in csv.DictReader(file)}
    assert found == pytest.approx({"miles_per_visit": 0.9, "mileage_rate": 0.4})


def test_ranges_that_are_none_are_told_all_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    wrong = ("--between", "mileage_rate=0.4", "--between", "a=1:2", "--between", "a=1:3")
    told = out(capsys, "sensitivity", "round.toml", *wrong, status=2)
    assert told.startswith("2 problems:")
    assert "[not-a-range]" in told
    assert "[no-ranges]" in out(capsys, "sensitivity", "round.toml", status=2)


def test_open_questions_are_a_status_and_a_note_answers_them(
    capsys: pytest.CaptureFixture[str], here: Path
) -> None:
    assert "Questions open: none" in out(capsys, "challenge", "provider.toml")
    path = written(here, "unpaid.toml", travel_pay_rate=0.0)
    shown = out(capsys, "challenge", path.name, status=1)
    assert "[challenge-travel-unpaid]" in shown
    assert "[challenge-below-minimum-wage]" in shown
    priced = out(capsys, "price", path.name)
    assert "Questions that are open; a form is refused for them" in priced
    assert "[challenge-travel-unpaid]" in priced
    assert "challenge-" not in out(capsys, "price", path.name, "--no-challenge")
    note = '\n[evidence.travel_pay_rate]\nnote = "paid by another contract"\n'
    path.write_text(path.read_text(encoding="utf-8") + note, encoding="utf-8")
    left = out(capsys, "challenge", path.name, status=1)
    assert "travel-unpaid" not in left
    assert "1 more answered by a note" in left
    assert "answered by a note: 1" in out(capsys, "challenge", path.name, "--answered", status=1)


def test_a_line_far_from_published_ones_is_shown_at_its_cell_and_priced(
    capsys: pytest.CaptureFixture[str], here: Path
) -> None:
    form = here / "monthly.xlsx"
    fp.write_intake_workbook(plain(back_office_staff_per_contact_hour=0.5), form)
    for command, status in (("price", 0), ("challenge", 1)):
        told = " ".join(out(capsys, command, form.name, status=status).split())
        assert re.search(r"- 'Business costs'!D\d+ \(Back office staff, by the contact", told)
        assert "1.07 (Solihull) to 7.88 (Merton)" in told
    assert "Far from" not in out(capsys, "price", "provider.toml")


def test_the_evidence_workbook_is_that_of_the_case(capsys: pytest.CaptureFixture[str]) -> None:
    sides = ("--ours", "provider.toml", "--theirs", "council.toml")
    shown = out(capsys, "evidence", "case.toml", *sides, "--out", "e.xlsx", "--save", "whole.toml")
    assert "Against Council's model provider" in shown
    case = fp.load_case("whole.toml")
    assert case.last_offer is not None
    assert case.last_offer.price_per_hour == 25.05
    assert case.bridge is not None
    out(capsys, "evidence", "whole.toml", "--out", "again.xlsx")
    assert Path("again.xlsx").read_bytes() == Path("e.xlsx").read_bytes()
    told = out(capsys, "evidence", "whole.toml", *sides, "--out", "x.xlsx", status=2)
    assert told.count("[given-twice]") == 2
    assert "[missing]" in out(capsys, "evidence", "case.toml", "--out", "x.xlsx", status=2)
    law = ("--law", "law.toml")
    assert "[not-used]" in out(capsys, "evidence", "whole.toml", *law, "--out", "x.xlsx", status=2)
    assert not Path("x.xlsx").exists()


def test_prices_are_published_as_they_are_paid(capsys: pytest.CaptureFixture[str]) -> None:
    out(capsys, "publish", "round.toml", "fees.csv")
    with Path("fees.csv").open(encoding="utf-8-sig") as file:
        rows = [list(map(float, row)) for row in list(csv.reader(file))[1:]]
    assert rows == [[15, 5.45], [30, 8.70], [45, 11.95], [60, 15.20]]
    out(capsys, "publish", "round.toml", "fees.xlsx")
    out(capsys, "publish", "round.toml", "fees.ods", "--contact", "A. Officer")
    cover = CalamineWorkbook.from_path("fees.ods").get_sheet_by_name("Cover").to_python()
    assert ["Contact", "A. Officer"] in [row[:2] for row in cover]
    cells = [c for sheet in openpyxl.load_workbook("fees.xlsx") for row in sheet for c in row]
    assert not [cell for cell in cells if cell.data_type == "f"]


@pytest.mark.parametrize(
    "given", [("--contact", "A. Officer"), ("--publication-date", "2026-05-01")]
)
def test_what_an_edition_says_of_itself_needs_a_workbook(
    given: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["publish", "round.toml", "fees.csv", *given]) == 2
    assert "Publish a workbook" in capsys.readouterr().err
    out(capsys, "publish", "round.toml", "edition.xlsx", *given)
    cover = {row[0].value: row[1].value for row in openpyxl.load_workbook("edition.xlsx")["Cover"]}
    said = cover["Contact"], str(cover["Publication date"])[:10]
    assert given[1] in said
    assert "not stated" in said


@pytest.mark.parametrize(
    ("command", "file"), [("price", "round.toml"), ("ratecard", "county.toml")]
)
def test_every_command_says_of_an_edition_whom_to_ask(
    command: str, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ("--contact", "A. Officer", "--publication-date", "2026-05-01")
    assert main([command, file, "--out", "fees.xlsx", *given]) == 2
    assert "--contact, --publication-date: has no workbook" in capsys.readouterr().err
    out(capsys, command, file, "--out", "fees.xlsx", "--published", *given)
    with zipfile.ZipFile("fees.xlsx") as parts:
        assert any(b"A. Officer" in parts.read(name) for name in parts.namelist())


def test_an_edition_may_be_an_open_document_and_an_open_book_may_not(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["price", "round.toml", "--out", "fees.ods"]) == 2
    assert "fees.ods: does not end in .xlsx." in capsys.readouterr().err
    out(capsys, "price", "round.toml", "--out", "fees.ods", "--published")
    assert "Fees" in CalamineWorkbook.from_path("fees.ods").sheet_names


def test_a_rate_card_is_published_as_its_fee_table(capsys: pytest.CaptureFixture[str]) -> None:
    out(capsys, "publish", "county.toml", "card.csv")
    with Path("card.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    fees = fp.load_rate_card("county.toml").fee_table
    keys = [tuple(row[name] for name in fees.index.names) for row in rows]
    assert keys == list(fees.index)
    assert [float(row["30 minutes (GBP per visit)"]) for row in rows] == list(fees[30.0])
