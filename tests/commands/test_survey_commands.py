"""From a folder of returns to a priced book, and checks of tables, with commands only."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import fairprice as fp
from fairprice.__main__ import main

RETURN = """line,value,one_visit,one_contact_hour
Price date,2026-04-06,,
Mileage payment per mile,0.45,,
Appointments per week: 30 min,100,,
Direct care,{pay},0,{pay}
Travel time,3,1.5,0
Mileage,1,0.5,0
Total return on operations,1,0,1
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    returns = tmp_path / "returns"
    returns.mkdir()
    for number in range(7):
        (returns / f"provider {number}.csv").write_text(RETURN.format(pay=12 + number / 2))
    return returns


def test_from_returns_to_a_price(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, annexes, book = (tmp_path / name for name in ("s.xlsx", "a.xlsx", "fair.toml"))
    asked = ["survey", str(folder), "--out", str(out), "--published", str(annexes)]
    assert main([*asked, "--book", str(book), "--lines"]) == 0
    said = capsys.readouterr().out
    assert "median of providers' totals (used)   18.50" in said
    assert "Returns: 7 used, 0 excluded, 0 refused" in said
    assert "line medians" in said
    assert out.exists()
    assert annexes.exists()
    assert main(["check", str(out)]) == 0
    assert main(["price", str(book)]) == 0
    # half of (2 x 1.50 and 2 x 0.50 an hour) with 13.50 and 1 an hour: 2 + 7.25
    assert fp.OpenBook(fp.load_assumptions(book)).price(30) == pytest.approx(9.25)


def test_pay_below_the_minimum_wage_is_said_of_the_book_and_of_the_card(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(7):
        path = folder / f"provider {number}.csv"
        path.write_text(RETURN.format(pay=10 + number / 2))
    book, card = tmp_path / "fair.toml", tmp_path / "card.toml"
    assert main(["survey", str(folder), "--book", str(book), "--lines"]) == 0
    # the median pay is 11.50, the minimum wage 12.71
    assert "Minimum wage: NOT MET, by GBP 1.21 an hour" in capsys.readouterr().out
    card.write_text(CARD.replace("last_year", "fair"))
    assert main(["ratecard", str(card)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "NOT MET at the stated visit mix in Towns, Standard care, by GBP 1.21 an hour" in said
    # 30 minutes at 12.50 and 14 of travel at 11.50 are 12.18 an hour
    assert "Villages, Complex care, by GBP 0.53 an hour" in said
    enough = fp.load_assumptions(book).with_inputs(contact_pay_rate=12.71, travel_pay_rate=12.71)
    fp.dump_assumptions(enough, tmp_path / "enough.toml")
    assert main(["ratecard", str(card), "--base", str(tmp_path / "enough.toml")]) == 0
    assert "Minimum wage" not in capsys.readouterr().out


def test_lines_of_few_are_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "provider 0.csv"
    path.write_text(path.read_text() + "PPE,0.20,0,0.20\n")
    assert main(["survey", str(folder), "--lines"]) == 0
    said = capsys.readouterr().out
    assert "Fewer than 5 answered, so these are not published: PPE" in said
    [row] = [line for line in said.splitlines() if line.startswith("PPE ")]
    assert row.split() == ["PPE", "1", "0", "6", "0.20", "0.20", "0.20", "0.20"]


CARD = """format = 1
visit_minutes = [30, 60]

[base]
file = "last_year.toml"

[[zones]]
name = "Towns"

[[zones]]
name = "Villages"
inputs = { travel_minutes_per_visit = 14.0 }
sources = { travel_minutes_per_visit = "Call monitoring" }

[[services]]
name = "Standard care"
kind = "standard"

[[services]]
name = "Complex care"
kind = "complex care"
pay_supplement = 1.0
sources = { pay_supplement = "Agreed" }

[[services]]
name = "Night sit"
kind = "night sit"
visit_minutes = [480]
"""


@pytest.mark.slow
def test_from_25_returns_to_a_published_fee_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    returns = tmp_path / "returns"
    returns.mkdir()
    for number in range(25):
        pay = 12 + (number * 7 % 25) / 10
        (returns / f"provider {number}.csv").write_text(RETURN.format(pay=pay))
    fair, card, fees, whole = (
        tmp_path / name for name in ("fair.toml", "card.toml", "fees.xlsx", "card.xlsx")
    )
    card.write_text(CARD)
    fp.dump_assumptions(fp.example_provider(), tmp_path / "last_year.toml")
    assert main(["survey", str(returns), "--book", str(fair)]) == 0
    on = ["ratecard", str(card), "--base", str(fair), "--out"]
    assert main([*on, str(fees), "--published"]) == 0
    assert main([*on, str(whole)]) == 0
    # the median pay is 13.20 and everything else is alike in all returns: half of (3 + 1), and
    # half an hour of pay and of 1 for the return
    town = 2 + 13.20 / 2 + 0.5
    table = pd.read_excel(fees, sheet_name="Fee table", header=None, engine="openpyxl")
    cells = table.to_numpy().ravel()
    assert round(town, 2) in [round(cell, 2) for cell in cells if isinstance(cell, int | float)]
    # every median, and the line that it is of, stands in the file that the fees are made of
    sources = fp.load_assumptions(fair).sources
    assert sources["contact_pay_rate"].startswith("Median of 25 returns")
    assert "the line Direct care" in sources["contact_pay_rate"]
    inputs = pd.read_excel(whole, sheet_name="Inputs", header=None, engine="openpyxl")
    inputs = inputs.astype(str)
    assert inputs.apply(lambda column: column.str.contains("the line Direct care")).any(axis=None)


def test_refused_returns_are_listed_and_told_by_the_status(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "bad.csv").write_text("line,value\nDirect care,twelve\n")
    assert main(["survey", str(folder), "--questions"]) == 1
    said = capsys.readouterr().out
    assert "bad.csv, row 2" in said
    assert "To be asked:" in said


def test_what_would_do_nothing_or_harm_is_refused(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["survey", str(folder), "--mileage-rate", "0.4"]) == 2
    assert main(["survey", str(folder), "--unsocial", "evening", "0.2", "0.1"]) == 2
    book = ["survey", str(folder), "--book", str(tmp_path / "fair.toml"), "--unsocial"]
    assert main([*book, "evening", "much", "0.1"]) == 2
    assert main([*book, "evening", "0.2", "0.1", "--unsocial", "evening", "0.1", "0.1"]) == 2
    assert main([*book, "evening", "20", "0.1"]) == 2
    assert main(["survey", str(tmp_path / "nowhere")]) == 2
    (tmp_path / "s.xlsx").write_text("mine")
    assert main(["survey", str(folder), "--out", str(tmp_path / "s.xlsx")]) == 2
    assert (tmp_path / "s.xlsx").read_text() == "mine"
    said = capsys.readouterr().err
    assert "--book" in said
    assert "no-folder" in said
    assert "file-exists" in said
    assert "much and 0.1 are not two numbers" in said
    assert "is given twice for one time" in said
    assert "out-of-bounds" in said


def test_a_table_is_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = pd.DataFrame(
        {"line": ["Direct care", "TOTAL"], "lower_quartile": [10.0, 20.0], "median": [9.0, 21.0]}
    )
    table.to_csv(tmp_path / "table.csv", index=False)
    assert main(["check", str(tmp_path / "table.csv")]) == 1
    assert "[quartiles-out-of-order]" in capsys.readouterr().out
    table.assign(lower_quartile=[8.0, 20.0]).to_csv(tmp_path / "table.csv", index=False)
    assert main(["check", str(tmp_path / "table.csv")]) == 0
    for name in ("table.txt", "nowhere.csv", "nowhere.xlsx"):
        assert main(["check", str(tmp_path / name)]) == 2
