"""The command that prices a rate card."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from command_cases import EXAMPLES

import fairprice as fp
from fairprice.__main__ import main

HEADER = "provider,zone,service,carers,time,visit_minutes,visits_per_year,present_price\n"
ROW = "A,Towns,Standard care,One careworker,Weekday,30,1000,{}\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("county.toml", "provider.toml"):
        shutil.copy(EXAMPLES / name, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_it_prints_fees_and_spend_and_writes_both_workbooks(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ratecard", "county.toml", "--out", "fees.xlsx", "--published"]) == 0
    printed = capsys.readouterr().out
    card = fp.load_rate_card("county.toml")
    fees = card.fee_table.loc[("Villages", "Complex care", "Two careworkers", "Weekend")]
    lines = printed.splitlines()
    at = lines.index("Villages; Complex care; Two careworkers")
    assert lines[at + 3].split() == ["Weekend", *(f"{fee:.2f}" for fee in fees)]
    assert f"{card.spend.total['spend']:,.0f}" in printed
    assert max(map(len, lines)) <= 80
    assert (here / "fees.xlsx").exists()


def test_hours_without_a_premium_are_named(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ratecard", "county.toml"]) == 0
    assert "Not dearer than a weekday" not in capsys.readouterr().out
    base = fp.load_assumptions("provider.toml")
    plain = {f"{time}_premium": 0.0 for time in ("evening", "weekend", "bank_holiday")}
    fp.dump_assumptions(base.with_inputs(**plain), "plain.toml")
    assert main(["ratecard", "county.toml", "--base", "plain.toml"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Not dearer than a weekday: Evening, Weekend, Bank holiday. The premium" in said


def test_volumes_may_come_from_a_csv_file(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("visits.csv").write_text(HEADER + ROW.format("") + ROW.replace("A", "B", 1).format(16.0))
    assert main(["ratecard", "county.toml", "--volumes", "visits.csv"]) == 0
    rows = {line[:2].strip(): line.split() for line in capsys.readouterr().out.splitlines()}
    # a thousand half-hour visits, at 16.00 now
    table = fp.load_rate_card("county.toml").fee_table
    fee = table.loc[("Towns", "Standard care", "One careworker", "Weekday"), 30.0]
    spend, blended = f"{1000 * fee:,.0f}", f"{2 * fee:.2f}"
    assert rows["A"][1:] == ["500", spend, "not", "known", blended]
    assert rows["B"][1:] == ["500", spend, f"{1000 * (fee - 16):,.0f}", blended]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEADER + ROW.format("dear"), "[not-a-number]"),
        (HEADER + ROW.format(16).replace("Towns", "Twons"), "[not-on-the-card]"),
        (HEADER.replace("zone", "area") + ROW.format(16), "[unknown-name]"),
        (HEADER + ROW.format("16,17"), "[unknown-name]"),
        ("\x00", "[no-volumes]"),
        (HEADER, "[no-volumes]"),
    ],
)
def test_volumes_that_cannot_be_read_are_told(
    here: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    Path("visits.csv").write_text(text)
    assert main(["ratecard", "county.toml", "--volumes", "visits.csv"]) == 2
    assert said in capsys.readouterr().err


def test_a_published_table_needs_a_file_and_an_absent_card_is_told(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ratecard", "county.toml", "--published"]) == 2
    assert "[missing]" in capsys.readouterr().err
    assert main(["ratecard", "absent.toml"]) == 2
    assert "[cannot-read]" in capsys.readouterr().err


def test_a_whole_card_is_raised(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is printed of each book adds up, and what is written is what Python makes of it."""
    card = fp.load_rate_card("county.toml")
    fp.dump_rate_card(card.changed(base=card.base.with_inputs(price_date="2025-04-06")), "now.toml")
    plan = "3 %, plan"
    asked = ("uplift", "now.toml", "2026-04-06", "--index", "pay=adult_minimum_wage")
    indices = ("--index", f"ppe={plan}", "--index", f"business_costs={plan}")
    assert main([*asked, *indices]) == 2
    told = " ".join(capsys.readouterr().err.split())
    assert "mileage_rate" in told
    assert "Give NAME=HOW" in told
    held = ("--index", "travel=held, policy", "--csv", "e.csv", "--save", "next.toml")
    assert main([*asked, *indices, *held, "--out", "next.xlsx"]) == 0
    lines = capsys.readouterr().out.splitlines()
    at = lines.index(next(line for line in lines if line.startswith("Villages; Complex care")))
    effects = lines[at + 1 : lines.index("", at)]
    figures = [float(line.split()[-1]) for line in effects]
    assert sum(figures[:-1]) == pytest.approx(figures[-1], abs=0.011)  # the two prices are rounded
    now, after = (fp.load_rate_card(name).priced() for name in ("now.toml", "next.toml"))
    for shown, priced in ((figures[0], now), (figures[-1], after)):
        price = priced.books["Villages", "Complex care"].price_per_hour
        assert shown == fp.round_half_up(price)
    assert Path("next.xlsx").exists()
    change = (after.fee_table / now.fee_table - 1).stack()
    assert f"change by {change.min():+.2%} to {change.max():+.2%}" in " ".join(lines)
    assert "Villages, Complex care" in Path("e.csv").read_text(encoding="utf-8-sig")


def test_a_card_is_priced_and_published_under_a_law_file(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = Path("law.toml")
    own.write_text(
        '[[parameter]]\nname = "employer_nic_rate"\nlabel = "Rate"\n'
        'unit = "share of pay above the threshold"\nnations = ["England"]\n'
        "values = [{ valid_from = 2026-04-06, valid_to = 2027-04-05, "
        'value = 0.25, certainty = "assumed" }]\n'
    )
    assert main(["publish", "county.toml", "fees.csv", "--law", "law.toml"]) == 0
    card = fp.load_rate_card("county.toml")
    fees = card.priced(fp.statutory_rates("2026-04-06", "England", own)).fee_table
    assert (fees > card.fee_table).stack().any()
    with Path("fees.csv").open(encoding="utf-8-sig") as file:
        found = [float(row["60 minutes (GBP per visit)"]) for row in csv.DictReader(file)]
    assert found == list(fees[60.0])
    assert main(["ratecard", "county.toml", "--law", "law.toml"]) == 0
    assert f"{fees.iloc[0, -1]:.2f}" in capsys.readouterr().out
