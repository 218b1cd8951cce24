"""A user's mistake is told in full, without a traceback, and nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_cases import COMMANDS, EXAMPLES, as_a_process, written

import fairprice as fp
from fairprice.__main__ import main
from fairprice.commands.parser import make_parser

COMPARE = (
    "compare", "round.toml", "--people", "people.toml", "--contract", "contract.toml",
    "--draws", "20", "--seed", "1",
)  # fmt: skip

#: Arguments, and what stands on standard error, word for word.
GOLDEN = {
    "not TOML and not a workbook": (
        ("price", "fees.pdf"),
        """\
fees.pdf: does not end in .toml or .xlsx. Assumptions are read from TOML files
and from workbooks of these names. Give a .toml file, or an intake form saved as
.xlsx. [unknown-file-type]
""",
    ),
    "no such file": (
        ("price", "absent.toml"),
        """\
absent.toml: cannot be read (No such file or directory). Everything that follows
is read from it. Check the path and that you may read it. [cannot-read]
""",
    ),
    "no such workbook": (
        ("verify", "absent.xlsx"),
        """\
absent.xlsx: There is no such file. Nothing can be read from it. Check the
folder and the name. [not-found]
""",
    ),
    "text with the name of a workbook": (
        ("verify", "text.xlsx"),
        """\
text.xlsx: is not a workbook at all. Nothing can be read from it. Ask the sender
for an ordinary .xlsx workbook. [not-a-workbook]
""",
    ),
    "several mistakes in one of two files": (
        ("bridge", "round.toml", "wrong.toml"),
        """\
In wrong.toml:
2 problems:
  1. pay.contact_pay: is not an input. A name that is not known would be a cost
     that is silently left out. Did you mean contact_pay_rate? [unknown-name]
  2. travel.mileage_rates: is not an input. A name that is not known would be a
     cost that is silently left out. Did you mean mileage_rate? [unknown-name]
""",
    ),
    "no such line": (
        ("price", "round.toml", "--explain", "Lunch"),
        """\
Lunch: is not a row of this calculation. Only rows that the price rests on can
be derived. Choose one of: direct_care, travel_time, mileage, ppe,
training_staff_time, holiday, additional_noncontact_pay_costs,
sickness_maternity_and_paternity_pay, notice_suspension_pay, national_insurance,
pension, total_careworker_costs, back_office_staff, travel_costs,
rent_rates_utilities, recruitment_dbs, training_third_party, it, telephony,
stationery_postage, insurance, legal_finance_professional, marketing,
audit_and_compliance, uniforms_and_consumables, assistive_technology,
central_recharges, other_overheads, cqc_fees, total_business_costs,
return_on_operations, price. [unknown-line]
""",
    ),
    "a workbook with another name": (
        ("price", "round.toml", "--out", "fees.xls"),
        """\
fees.xls: does not end in .xlsx. Another name would open in another program, or
in none. Give a name that ends in .xlsx. [unknown-file-type]
""",
    ),
    "a folder that is not there": (
        ("bridge", "round.toml", "round.toml", "--csv", "absent/gap.csv"),
        """\
absent/gap.csv: cannot be written: there is no such folder. Nothing was written.
Make the folder first, or correct its name. [no-such-folder]
""",
    ),
    "a file that is there": (
        ("template", "text.xlsx"),
        """\
text.xlsx: is already there. What was filled in or changed in it would be lost.
Give another name, or add --replace. [file-exists]
""",
    ),
    "a file that is read": (
        ("price", "text.xlsx", "--out", "text.xlsx", "--replace"),
        """\
text.xlsx: is one of the files that are read. What was filled in would be lost.
Give another name. [is-being-read]
""",
    ),
    "a folder with the name of a file": (
        ("demo", "round.toml"),
        """\
round.toml: cannot be made a folder (File exists). Nothing was written. Give the
name of a folder you may write to. [cannot-write]
""",
    ),
    "people without what no source publishes": (
        COMPARE,
        """\
In people.toml:
2 problems:
  1. cohort.people: is missing. People (people): Cared for. Give a whole number
     from 1 to 100000; it has no default. [missing]
  2. cohort.cls: is not a term of a cohort. A name that is not known would be
     silently left out. Remove it, or correct its name. [unknown-name]
""",
    ),
    "a contract that is none": (
        (*COMPARE[:3], "good people.toml", *COMPARE[4:]),
        """\
In contract.toml:
4 problems:
  1. contract.base: is missing. Base payment: What is paid before any
     adjustment. Give a table of names and values; it has no default. [missing]
  2. contract.payment_terms: is missing. Payment terms: When the payer pays.
     Give a table of names and values; it has no default. [missing]
  3. contract.transaction_costs: is missing. Transaction costs: What it costs
     both sides to run the contract. Give a table of names and values; it has no
     default. [missing]
  4. contract.nam: is not a term of a contract. A name that is not known would
     be silently left out. Did you mean name? [unknown-name]
""",
    ),
    "a number of draws that is none": (
        (*COMPARE[:3], "good people.toml", "--contract", "planned.toml", "--draws", "1",
         "--seed", "-3"),
        """\
2 problems:
  1. draws: 1 is not a whole number from 2 to 10000000. Results are drawn from
     it. Give a whole number from 2 to 10000000. [out-of-bounds]
  2. seed: -3 is not a whole number from 0 to 9223372036854775808. Results are
     drawn from it. Give a whole number from 0 to 9223372036854775808.
     [out-of-bounds]
""",
    ),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with good and bad files."""
    monkeypatch.chdir(tmp_path)
    good = written(tmp_path).read_text(encoding="utf-8")
    people = (EXAMPLES / "people.toml").read_text(encoding="utf-8")
    texts = {
        "wrong.toml": good.replace("[pay]", "[pay]\ncontact_pay = 13.0").replace(
            "[travel]", "[travel]\nmileage_rates = 0.45"
        ),
        "text.xlsx": "Dear colleague, please find attached",
        "good people.toml": people,
        "people.toml": people.replace("\npeople = 150", "\ncls = 1"),
        "contract.toml": 'nam = "Block"\nname = "Block"\n',
        "planned.toml": (EXAMPLES / "planned_minutes.toml").read_text(encoding="utf-8"),
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("mistake", GOLDEN)
def test_what_is_refused_is_told_word_for_word(
    mistake: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments, expected = GOLDEN[mistake]
    before = contents(folder)
    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.replace("\\", "/") == expected
    assert contents(folder) == before


@pytest.mark.parametrize("mistake", ["several mistakes in one of two files", "no such file"])
def test_a_refusal_as_a_process(mistake: str, folder: Path) -> None:
    arguments, expected = GOLDEN[mistake]
    run = as_a_process(*arguments, cwd=folder)
    assert (run.returncode, run.stdout, run.stderr) == (2, "", expected)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("prices", "round.toml"), "invalid choice: 'prices'"),
        (("price",), "the following arguments are required: FILE"),
        (("price", "round.toml", "--line"), "unrecognized arguments: --line"),
        (COMPARE[:-2], "the following arguments are required: --seed"),
        ((*COMPARE[:-4], "--seed", "1"), "the following arguments are required: --draws"),
        ((*COMPARE[:-1], "today"), "argument --seed: invalid int value: 'today'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_mistyped_command_is_told_and_how_it_is_used(
    arguments: tuple[str, ...], told: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    printed = capsys.readouterr()
    assert printed.err.startswith("usage: python -m fairprice")
    assert told in printed.err


def test_published_needs_a_file_to_write(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["price", "round.toml", "--published"]) == 2
    assert capsys.readouterr().err == (
        "--published: has no workbook to apply to. Only the workbook differs. Add --out\n"
        "fees.xlsx. [missing]\n"
    )


def test_every_command_that_writes_can_be_told_to_replace() -> None:
    parser = make_parser()
    [commands] = [a.choices for a in parser._actions if a.dest == "command"]
    assert isinstance(commands, dict)
    assert set(commands) == set(COMMANDS)
    replacing = {name for name, c in commands.items() if "--replace" in c.format_help()}
    only_print = {"verify", "check", "challenge", "range", "afford"}
    assert replacing == set(COMMANDS) - only_print


def test_an_earlier_file_is_replaced_when_asked(folder: Path) -> None:
    assert main(["price", "round.toml", "--out", "text.xlsx", "--replace"]) == 0
    assert fp.verify_workbook("text.xlsx").status == 0


def test_the_demo_leaves_a_changed_file_alone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "care").mkdir()
    (folder / "care" / "people.toml").write_text("mine", encoding="utf-8")
    assert main(["demo", "care"]) == 2
    assert "people.toml: is already there." in capsys.readouterr().err
    assert [path.name for path in (folder / "care").iterdir()] == ["people.toml"]
