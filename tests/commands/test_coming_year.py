"""A year whose law is not in force: drafted, raised, bridged and verified without any Python."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import openpyxl
import pytest
from command_cases import EXAMPLES, as_a_process, written

import fairprice as fp
from fairprice.__main__ import main

LAW, OTHER_LAW = "law-2027-28.toml", "their-law.toml"
RAISED = "--index pay=adult_minimum_wage --index ppe=cpi:2025-09 --index business_costs=cpi:2025-09"
HELD = '--index "mileage_rate=held, rate of HMRC"'
#: What a commissioner types in place of each question mark; a wage that the other side doubts.
NUMBERS = {
    "ssp_weekly_rate": 127.0,
    "pension_qualifying_earnings_lower": 6240,
    "pension_qualifying_earnings_upper": 50270,
    "pension_earnings_trigger": 10000,
    "adult_minimum_wage": 13.21,
    "minimum_wage_18_to_20": 11.35,
    "minimum_wage_under_18": 8.35,
    "minimum_wage_apprentice": 8.35,
}


def fill_in(path: Path, numbers: dict[str, float]) -> None:
    """Type a number in place of each question mark, as one does in an editor."""
    heading, *parameters = re.split(r"(?m)^(?=\[\[parameter)", path.read_text(encoding="utf-8"))
    asked = {}
    for place, parameter in enumerate(parameters):
        if 'value = "?"' in parameter:
            name = parameter.split('name = "')[1].split('"')[0]
            asked[name] = numbers[name]
            parameters[place] = parameter.replace('value = "?"', f"value = {numbers[name]}")
    assert asked.keys() == numbers.keys()
    path.write_text("".join([heading, *parameters]), encoding="utf-8")


def run(folder: Path, line: str, status: int = 0) -> str:
    done = as_a_process(*shlex.split(line), cwd=folder)
    assert done.returncode == status, done.stdout + done.stderr
    assert done.stderr == ""
    return done.stdout


@pytest.mark.slow
def test_a_coming_year_from_the_draft_of_its_law_to_the_verified_workbook(tmp_path: Path) -> None:
    shutil.copy(EXAMPLES / "provider.toml", tmp_path)
    told = run(tmp_path, f"law 2027-04-06 --nation England --out {LAW}")
    assert f"{len(NUMBERS)} values are to be filled in" in told
    fill_in(tmp_path / LAW, NUMBERS)

    told = run(
        tmp_path,
        f"uplift provider.toml 2027-04-06 --law {LAW} {RAISED} {HELD} "
        "--out fees.xlsx --save ours.toml",
    )
    # pay of 12.71, the wage of this year, is 13.21, the wage that is assumed
    assert re.search(r"Contact pay rate +12.7100 +\+3.93% +13.2100", told)
    assert "13.21 against 12.71 GBP per hour: +" in re.sub(r"\s+", " ", told)
    price = re.search(r"Price per contact hour: GBP 31.28 now, (\d+\.\d\d) then", told)
    assert price is not None

    # the other side has the workbook, and nothing else
    there = tmp_path / "the other side"
    there.mkdir()
    (there / "fees.xlsx").write_bytes((tmp_path / "fees.xlsx").read_bytes())
    told = run(there, "verify fees.xlsx")
    assert told.startswith("fees.xlsx: As written, under 8 values of its own law, by fairprice")
    assert "13.21 GBP per hour (assumed; Own assumption); the register holds none" in told

    told = run(tmp_path, f"price ours.toml --law {LAW}")
    assert f"GBP {price[1]}\n" in told
    assert "Law that is not enacted. Assumed: " in told
    told = run(tmp_path, f"template form.xlsx --from ours.toml --law {LAW}")
    [after] = [line.strip() for line in told.splitlines() if "-m fairprice" in line]
    assert after == f"python -m fairprice price form.xlsx --law {LAW}"
    assert f"GBP {price[1]}\n" in run(tmp_path, after.partition(" -m fairprice ")[2])

    # two guesses: theirs differs in the wage alone, which both sides pay
    text = (tmp_path / LAW).read_text(encoding="utf-8")
    (tmp_path / OTHER_LAW).write_text(text.replace("value = 13.21", "value = 13.45"), "utf-8")
    run(
        tmp_path,
        f"uplift provider.toml 2027-04-06 --law {OTHER_LAW} {RAISED} {HELD} --save theirs.toml",
    )
    told = run(tmp_path, f"bridge ours.toml theirs.toml --law {LAW} --their-law {OTHER_LAW}")
    gap = re.search(r"The gap, ours less theirs: GBP (-\d\.\d\d)", told)
    law = re.search(r"13\.21 against 13\.45 GBP per hour: (-\d\.\d{4}),", " ".join(told.split()))
    assert gap is not None
    assert law is not None
    assert float(law[1]) == pytest.approx(float(gap[1]), abs=0.005)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def answer(capsys: pytest.CaptureFixture[str], line: str, status: int = 0) -> str:
    assert main(shlex.split(line)) == status
    printed = capsys.readouterr()
    return " ".join((printed.out if status == 0 else printed.err).split())


def wage_file(here: Path, value: str, name: str = "law.toml", top: str = "") -> None:
    (here / name).write_text(
        f'{top}[[parameter]]\nname = "adult_minimum_wage"\nlabel = "Wage"\nunit = "GBP per hour"\n'
        'nations = ["England"]\nvalues = [{ valid_from = 2026-04-01, valid_to = 2027-03-31, '
        f'value = {value}, certainty = "assumed" }}]\n'
    )


def test_the_draft_is_shown_where_no_file_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "2027-04-06", "--nation", "Wales"]) == 0
    assert capsys.readouterr().out == f"{fp.draft_law('2027-04-06', 'Wales')}\n"


def test_a_draft_is_not_written_over(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = "law 2026-04-06 --nation England --out law.toml"
    assert "all its values are known" in answer(capsys, line)
    assert "file-exists" in answer(capsys, line, status=2)
    assert "all its values" in answer(capsys, f"{line} --replace")
    assert "unknown-nation" in answer(capsys, "law 2026-04-06 --nation Britain", status=2)


def test_a_draft_that_is_not_filled_in_is_refused_by_name(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(here, price_date="2027-04-06")
    fp.draft_law("2027-04-06", "England", "law.toml")
    told = answer(capsys, "price round.toml --law law.toml", status=2)
    assert told.startswith("8 problems:")
    assert '"adult_minimum_wage"' in told


def test_each_scenario_of_a_law_file_can_be_priced_and_all_side_by_side(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(here)
    wage_file(here, "{ low = 12.0, high = 14.5 }")
    assert "scenario-not-named" in answer(capsys, "price round.toml --law law.toml", status=2)
    low = answer(capsys, "price round.toml --law law.toml --scenario low --scenarios")
    assert "Minimum wage: met" in low
    assert "contact hour) low high Wage 12 14.5 " in low
    assert "Price if pay were raised to the minimum wage 17.4 " in low
    high = answer(capsys, "price round.toml --law law.toml --scenario high")
    assert "NOT MET, by GBP 1.50" in high
    assert "unknown-scenario" in answer(
        capsys, "price round.toml --law law.toml --scenario lower", status=2
    )
    for option in ("--scenario low", "--scenarios"):
        assert "Add --law law.toml." in answer(capsys, f"price round.toml {option}", status=2)


def test_a_form_is_challenged_under_the_law_that_is_given(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(here)
    wage_file(here, "14.50")
    told = answer(capsys, "template form.xlsx --from round.toml --law law.toml")
    assert "As it stands it would be refused" in told
    assert "GBP 1.50 below the minimum wage of GBP 14.50" in told
    assert "challenge-below-minimum-wage" in answer(
        capsys, "price form.xlsx --law law.toml", status=2
    )
    assert "GBP 17.40" in answer(capsys, "price form.xlsx --law law.toml --no-challenge")


def test_their_workbook_keeps_its_law_beside_ours(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ours, theirs = written(here), written(here, "theirs.toml")
    wage_file(here, "13.00")
    wage_file(here, "12.00", "theirs-law.toml")
    book = fp.OpenBook(fp.load_assumptions(theirs), law="theirs-law.toml")
    fp.write_fee_workbook(book, "theirs.xlsx")
    told = answer(capsys, f"bridge {ours.name} theirs.xlsx --law law.toml --no-challenge")
    assert "Wage: 13 against 12 GBP per hour" in told
    told = answer(
        capsys, f"bridge {ours.name} theirs.xlsx --law law.toml --their-law law.toml --no-challenge"
    )
    assert "against" not in told
    # a workbook without a law of its own is priced under ours
    fp.write_fee_workbook(fp.load_assumptions(theirs), "plain.xlsx")
    assert "against" not in answer(
        capsys, f"bridge {ours.name} plain.xlsx --law law.toml --no-challenge"
    )


def test_a_workbook_is_priced_under_the_law_that_it_carries(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill = dict(NUMBERS)
    fp.draft_law("2027-04-06", "England", "law.toml")
    fill_in(Path("law.toml"), fill)
    provider = fp.load_assumptions(EXAMPLES / "provider.toml").with_inputs(
        price_date="2027-04-06", contact_pay_rate=14.0
    )
    book = fp.OpenBook(provider, law="law.toml")
    fp.write_fee_workbook(book, "fees.xlsx")
    Path("law.toml").unlink()
    assert fp.read_law("fees.xlsx").value("adult_minimum_wage") == 13.21
    told = answer(capsys, "price fees.xlsx")
    assert f"GBP {book.price_per_hour:.2f} " in told
    assert "under 8 values of its own law" in told


def test_a_workbook_is_held_against_the_law_that_is_given(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wage_file(here, "13.00")
    fp.write_fee_workbook(fp.OpenBook(fp.load_assumptions(written(here)), law="law.toml"), "f.xlsx")
    assert "Contradicting enacted law: Wage, 13 against 12.71." in answer(capsys, "verify f.xlsx")
    assert "As written" in answer(capsys, "verify f.xlsx --law law.toml")
    wage_file(here, "13.10")
    assert main(["verify", "f.xlsx", "--law", "law.toml"]) == 1
    assert "expected 13.1, found 13" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("index", "told"),
    [
        ("pay", "does not say what is raised"),
        ("pay=3 %", "gives no reason"),
        ("pay=held", "gives no reason"),
        ("pay=5, five per cent", "not a share above -1 and at most 1"),
        ("pay=cpi:2035-01", "There is no value for 2035-01"),
        ("pay=adult_wage", "There is no parameter 'adult_wage'"),
        ("pay=3 %, a --index pay=4 %, b", "raises pay a second time"),
    ],
)
def test_an_index_that_cannot_be_read_is_answered_with_how_to_write_it(
    here: Path, capsys: pytest.CaptureFixture[str], index: str, told: str
) -> None:
    written(here)
    given = " ".join(f'--index "{one.strip()}"' for one in index.split("--index"))
    assert told in answer(capsys, f"uplift round.toml 2026-10-01 {given}", status=2)


def test_money_without_an_index_is_answered_with_the_option(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(here)
    told = answer(capsys, 'uplift round.toml 2026-10-01 --index "pay=10 %, a test"', status=2)
    assert "travel: There is no index for mileage_rate" in told
    assert '"mileage_rate=held, rate of HMRC". [no-index]' in told


def test_an_uplift_writes_what_it_says(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Everything in the round provider's price is pay or travel; ten per cent on both."""
    written(here)
    told = answer(
        capsys,
        'uplift round.toml 2026-10-01 --index "pay=10 %, a test" --index "travel=0.1, a test" '
        "--out fees.xlsx --save next.toml --csv effects.csv",
    )
    assert "Price per contact hour: GBP 17.40 now, 19.14 then: +10.00%" in told
    raised = fp.load_assumptions("next.toml")
    assert str(raised.about.price_date) == "2026-10-01"
    assert raised.pay.contact_pay_rate == pytest.approx(14.3)
    assert fp.OpenBook(raised).price_per_hour == pytest.approx(19.14)
    assert openpyxl.load_workbook("fees.xlsx")["Cover"]["B7"].value.isoformat()[:10] == "2026-10-01"
    assert "Contact pay rate" in Path("effects.csv").read_text(encoding="utf-8-sig")
