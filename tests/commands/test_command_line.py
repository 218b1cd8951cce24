"""Each command does what the public functions do, as a user meets it."""

from __future__ import annotations

import csv
import io
import os
import shlex
import subprocess
import sys
import tomllib
from importlib import import_module, resources
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from command_cases import COMMANDS, EXAMPLES, ROUND_FIGURES, as_a_process, round_provider, written
from providers import plain

import fairprice as fp
from fairprice.__main__ import main
from fairprice.commands import demo
from fairprice.commands.parser import make_parser
from fairprice.commands.wording import AS_TYPED, wrapped
from fairprice.files import example_file

ROOT = EXAMPLES.parent


@pytest.fixture(scope="module")
def care(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which the demo was run."""
    folder = tmp_path_factory.mktemp("demo") / "my care"
    assert as_a_process("demo", folder.name, cwd=folder.parent).returncode == 0
    return folder


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, so that messages hold short paths."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def out(capsys: pytest.CaptureFixture[str], *args: str, status: int = 0) -> str:
    """Run a command in this process and return what it printed."""
    assert main(args) == status
    printed = capsys.readouterr()
    assert printed.err == ""
    return printed.out


# help


@pytest.mark.parametrize("command", COMMANDS)
def test_help_teaches_by_an_example_and_says_what_the_exit_status_means(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([command, "--help"])
    assert stopped.value.code == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    taught, _, statuses = printed.out.partition("\nexit status:\n")
    example = taught.partition("\nexample:\n")[2].strip().splitlines()
    assert len(example) == 2
    for line in example:
        program, _, arguments = line.strip().partition(" -m fairprice ")
        assert program == "python"
        parsed = make_parser().parse_args(shlex.split(arguments))
        assert parsed.command in COMMANDS
    assert command in "".join(example)
    numbers = [line.split()[0] for line in statuses.strip().splitlines()]
    gives_a_verdict = command in ("verify", "survey", "check", "challenge")
    assert numbers == (["0", "1", "2", "130"] if gives_a_verdict else ["0", "2", "130"])


def test_without_a_command_the_commands_are_listed(here: Path) -> None:
    run = as_a_process(cwd=here)
    assert (run.returncode, run.stdout) == (2, "")
    assert all(f"\n    {command}" in run.stderr for command in COMMANDS)


def test_the_version(capsys: pytest.CaptureFixture[str], here: Path) -> None:
    run = as_a_process("--version", cwd=here)
    assert (run.returncode, run.stdout) == (0, f"fairprice {fp.__version__}\n")


def test_the_script_of_the_package_is_this_command_line() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    module, _, name = project["scripts"]["fairprice"].partition(":")
    assert getattr(import_module(module), name) is main


# price


def test_price_as_a_process(here: Path) -> None:
    written(here)
    run = as_a_process("price", "round.toml", "--no-challenge", cwd=here)
    assert (run.returncode, run.stderr, run.stdout) == (0, "", ROUND_FIGURES)
    again = as_a_process("price", "round.toml", "--no-challenge", cwd=here)
    assert again.stdout == run.stdout


def test_price_shows_lines_that_add_up(capsys: pytest.CaptureFixture[str], here: Path) -> None:
    shown = out(capsys, "price", str(written(here)), "--lines").splitlines()
    columns = {
        line[:46].strip(): line[46:].split() for line in shown if line.rstrip().endswith("%")
    }
    assert len(columns) == 32
    assert columns["Direct care"] == ["13.00", "0.00", "13.00", "74.7%"]
    assert columns["Travel time"] == ["2.60", "1.30", "0.00", "14.9%"]
    assert columns["Mileage"] == ["1.80", "0.90", "0.00", "10.3%"]
    assert columns["TOTAL"] == ["17.40", "2.20", "13.00", "100.0%"]


def test_price_derives_a_line(capsys: pytest.CaptureFixture[str], here: Path) -> None:
    path = written(here)
    shown = out(capsys, "price", str(path), "--no-challenge", "--explain", "Travel time")
    assert shown == f"{ROUND_FIGURES}\n{fp.OpenBook(round_provider()).explain('Travel time')}\n"


@pytest.mark.parametrize("published", [False, True])
def test_price_writes_the_fee_workbook(
    published: bool, capsys: pytest.CaptureFixture[str], here: Path
) -> None:
    options = ["--no-challenge", *(["--published"] if published else [])]
    shown = out(capsys, "price", str(written(here)), "--out", "fees.xlsx", *options)
    assert shown == f"{ROUND_FIGURES}\nThe fee workbook is fees.xlsx\n"
    book = fp.OpenBook(round_provider())
    fp.write_fee_workbook(book, "same.xlsx", published=published)
    assert Path("fees.xlsx").read_bytes() == Path("same.xlsx").read_bytes()


def test_pay_below_the_minimum_wage_is_said(capsys: pytest.CaptureFixture[str], here: Path) -> None:
    """Unpaid travel: 13.00 over 1.2 hours; over 1.4, 1.2, 1.13 and 1.1 for one length only."""
    path = written(here, travel_pay_rate=0.0)
    shown = " ".join(out(capsys, "price", str(path)).split())
    assert (
        "Minimum wage: NOT MET, by GBP 1.88 an hour. At the stated visit mix, pay that counts "
        "over time that counts, travel included, is GBP 10.83 an hour (careworker); the minimum "
        "wage, 21 and over, is 12.71. With visits of one length only, it would fall short at: "
        "15 minutes 9.29, 30 minutes 10.83, 45 minutes 11.47, 60 minutes 11.82."
    ) in shown


# template


@pytest.mark.slow
def test_a_form_filled_in_from_a_file_has_its_price(
    capsys: pytest.CaptureFixture[str], here: Path
) -> None:
    path = written(here, stated_national_insurance_rate=0.1)
    expected = out(capsys, "price", str(path), "--no-challenge")
    shown = out(capsys, "template", "my form.xlsx", "--from", str(path))
    assert "The intake form is my form.xlsx\n" in shown
    # a stated rate of National Insurance is challenged, and its evidence has no answer
    assert out(capsys, "price", "my form.xlsx", "--no-challenge") == expected
    assert main(["price", "my form.xlsx"]) == 2
    assert "its rate follows from the hours" in " ".join(capsys.readouterr().err.split())
    # in a form it can be put right, so a form is filled in all the same
    out(capsys, "template", "again.xlsx", "--from", "my form.xlsx")
    assert out(capsys, "price", "again.xlsx", "--no-challenge") == expected


@pytest.mark.slow
def test_a_blank_form_as_a_process(here: Path) -> None:
    run = as_a_process("template", "intake.xlsx", cwd=here)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == (
        "The intake form is intake.xlsx\nFill it in, save it, then:\n"
        "  python -m fairprice price intake.xlsx\n"
    )
    refused = as_a_process("price", "intake.xlsx", cwd=here)
    assert refused.returncode == 2
    assert refused.stderr.startswith("In intake.xlsx:\n")
    assert "'Provider and pay'!D5 (Provider name): is blank." in refused.stderr


# verify


def test_an_untouched_workbook_is_intact(care: Path) -> None:
    run = as_a_process("verify", "fees.xlsx", "--original", "fees.xlsx", cwd=care)
    assert (run.returncode, run.stderr) == (0, "")
    found = fp.verify_workbook(care / "fees.xlsx", original=care / "fees.xlsx")
    assert run.stdout == f"{found}\n"
    assert found.status == 0


def altered(care: Path, text: str) -> None:
    """Copy the demo's workbook with another text in its cover."""
    workbook = openpyxl.load_workbook(care / "fees.xlsx")
    workbook["Cover"]["A3"] = text
    workbook.save("theirs.xlsx")


def test_an_altered_workbook_has_status_1(care: Path, here: Path) -> None:
    altered(care, "Agreed by both sides.")
    run = as_a_process("verify", "theirs.xlsx", cwd=here)
    assert (run.returncode, run.stderr) == (1, "")
    assert "found Agreed by both sides." in run.stdout


@pytest.mark.slow
def test_another_original_has_status_1(
    care: Path, capsys: pytest.CaptureFixture[str], here: Path
) -> None:
    fp.write_fee_workbook(fp.OpenBook(round_provider()), "other.xlsx")
    fees = str(care / "fees.xlsx")
    shown = out(capsys, "verify", fees, "--original", "other.xlsx", status=1)
    fingerprint = fp.verify_workbook("other.xlsx").fingerprint
    assert fingerprint in shown
    assert out(capsys, "verify", fees, "--original", fingerprint, status=1) == shown
    own = fp.verify_workbook(fees).fingerprint
    out(capsys, "verify", fees, "--original", own)


def test_a_text_in_a_workbook_cannot_pass_for_a_verdict(
    care: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    altered(care, "x\ntheirs.xlsx: As written.\u2028theirs.xlsx: As written.")
    shown = out(capsys, "verify", "theirs.xlsx", status=1)
    assert [line for line in shown.splitlines() if line.startswith("theirs.xlsx")] == [
        shown.splitlines()[0]
    ]


# bridge


@pytest.fixture
def two(here: Path) -> tuple[str, str]:
    """Return two positions 1.90 apart: an hour of contact at 1.00, two visits of a mile at 0.45."""
    ours = written(here, "ours.toml")
    theirs = written(here, "theirs.toml", contact_pay_rate=12.0, miles_per_visit=1.0)
    return ours.name, theirs.name


def test_the_bridge_as_a_process(two: tuple[str, str], here: Path) -> None:
    run = as_a_process("bridge", *two, cwd=here)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == (
        "Ours:   Round Care, England, price date 2026-04-06\n"
        "Theirs: Round Care, England, price date 2026-04-06\n"
        "\n"
        "GBP per contact hour  theirs  ours     effect\n"
        "their price                           15.5000\n"
        "Contact pay rate          12    13    +1.0000\n"
        "Miles per visit            1     2    +0.9000\n"
        "our price                             17.4000\n"
        "Each effect is the average over every order of the differences (exact).\n"
        "The gap, ours less theirs: GBP 1.90 per contact hour\n"
    )


def test_the_bridge_by_line(two: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    shown = out(capsys, "bridge", *two, "--lines")
    rows = {line[:46].strip(): line[46:].split() for line in shown.splitlines()}
    assert rows["Direct care"] == ["13.00", "12.00", "1.00"]
    assert rows["Mileage"] == ["1.80", "0.90", "0.90"]
    assert rows["TOTAL"] == ["17.40", "15.50", "1.90"]


def test_the_bridge_as_csv_keeps_negative_numbers_numeric(
    two: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    ours, theirs = two
    assert out(capsys, "bridge", theirs, ours, "--csv", "gap.csv").endswith(
        "\nThe effects are in gap.csv\n"
    )
    content = Path("gap.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")  # by which Excel knows the encoding
    text = content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["input"] for row in rows] == ["contact_pay_rate", "miles_per_visit"]
    assert [float(row["effect"]) for row in rows] == pytest.approx([-1.0, -0.9])
    assert [(row["ours"], row["theirs"]) for row in rows] == [("12", "13"), ("1", "2")]


# compare


def comparison(care: Path, *more: str) -> list[str]:
    names = ("people.toml", "planned_minutes.toml", "part_by_outcome.toml")
    people, *contracts = (str(care / name) for name in names)
    common = ["compare", str(care / "provider.toml"), "--people", people]
    return [*common, "--contract", *contracts, "--draws", "60", "--seed", "7", *more]


@pytest.mark.slow
def test_compare_says_what_the_library_says(care: Path, here: Path) -> None:
    files = ("--out", "comparison.xlsx", "--published", "published.xlsx", "--contact", "A. Officer")
    run = as_a_process(*comparison(care, *files), cwd=here)
    assert (run.returncode, run.stderr) == (0, "")
    contracts = [fp.load_contract(care / n) for n in demo.CONTRACTS]
    book = fp.OpenBook(fp.load_assumptions(care / "provider.toml"))
    cohort = fp.load_cohort(care / "people.toml")
    result = fp.compare_payments(contracts, cohort, book, draws=60, seed=7, progress=False)
    assert run.stdout == (
        f"{wrapped(result.describe())}\n\nThe comparison workbook is comparison.xlsx\n"
        "\nThe edition for publication is published.xlsx\n"
    )
    fp.write_comparison_workbook(result, "same.xlsx")
    assert Path("comparison.xlsx").read_bytes() == Path("same.xlsx").read_bytes()
    fp.write_comparison_workbook(result, "same.xlsx", published=True, contact="A. Officer")
    assert Path("published.xlsx").read_bytes() == Path("same.xlsx").read_bytes()


def test_what_an_edition_says_of_itself_needs_an_edition(
    care: Path, capsys: pytest.CaptureFixture[str], here: Path
) -> None:
    for command in (comparison(care), ["survey", str(here)]):
        assert main([*command, "--contact", "A. Officer"]) == 2
        assert "--contact: has no workbook for publication" in capsys.readouterr().err


@pytest.mark.parametrize("terminal", [True, False])
def test_a_progress_bar_is_shown_only_on_a_terminal(
    terminal: bool, care: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    def stopped(*_: Any, progress: bool, **__: Any) -> None:
        asked.append(progress)
        raise KeyboardInterrupt

    monkeypatch.setattr(fp, "compare_payments", stopped)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal, raising=False)
    assert main(comparison(care)) == 130
    assert asked == [terminal]


def test_contracts_may_be_named_one_by_one() -> None:
    common = ["compare", "a.toml", "--people", "p.toml", "--draws", "2", "--seed", "1"]
    parsed = make_parser().parse_args([*common, "--contract", "b.toml", "--contract", "c.toml"])
    assert parsed.contract == [Path("b.toml"), Path("c.toml")]


# demo


def test_the_demo_writes_the_example_and_what_follows_from_it(care: Path) -> None:
    assert {path.name for path in care.iterdir()} == {
        "provider.toml", "council.toml", "case.toml", "county.toml", "people.toml",
        "planned_minutes.toml", "part_by_outcome.toml", "fees.xlsx", "intake.xlsx", "build-up.txt",
    }  # fmt: skip
    for path in care.glob("*.toml"):
        assert path.read_bytes() == (EXAMPLES / path.name).read_bytes()
    provider = fp.load_assumptions(care / "provider.toml")
    assert fp.read_assumptions(care / "intake.xlsx") == provider
    fp.write_fee_workbook(fp.OpenBook(provider), "fees.xlsx")
    assert (care / "fees.xlsx").read_bytes() == Path("fees.xlsx").read_bytes()


@pytest.mark.slow
def test_what_the_demo_prints_can_be_pasted(
    care: Path, capsys: pytest.CaptureFixture[str], here: Path
) -> None:
    shown = out(capsys, "demo", "a folder")
    assert shown.startswith((care / "build-up.txt").read_text(encoding="utf-8"))
    pasted = [line for line in shown.splitlines() if line.startswith("  python -m fairprice ")]
    assert len(pasted) == 3
    for line in pasted:
        out(capsys, *shlex.split(line)[3:])


def test_the_demo_is_the_same_each_time(care: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out(capsys, "demo", "a")
    out(capsys, "demo", "a", "--replace")
    for path in Path("a").iterdir():
        assert path.read_bytes() == (care / path.name).read_bytes()


def test_contracts_of_the_demo_pay_the_price_of_its_provider() -> None:
    price = fp.OpenBook(fp.load_assumptions(EXAMPLES / "provider.toml")).price_per_hour
    for name in demo.CONTRACTS:
        tariff = fp.load_contract(EXAMPLES / name).model_dump()["base"]["billing"]["tariff"]
        assert tariff["hourly_rate"] == fp.round_half_up(price)


def test_a_wheel_holds_every_example_the_demo_writes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    put = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert put == {f"examples/{n}": f"fairprice/examples/{n}" for n in demo.EXAMPLES}


def test_an_example_is_taken_from_the_package_where_it_is_there(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "examples").mkdir()
    (here / "examples" / "provider.toml").write_bytes(b"from the package")
    monkeypatch.setattr(resources, "files", lambda package: here)
    assert example_file("provider.toml") == b"from the package"


# consoles, pipes and Ctrl-C


def test_a_console_without_a_letter_shows_a_question_mark(here: Path) -> None:
    written(here, provider_name="Gofal tŷ é")
    run = as_a_process("price", "round.toml", cwd=here, encoding="cp1252")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("Gofal t? é, England, price date 2026-04-06\n")


@pytest.mark.parametrize(
    ("encoding", "shown"), [("cp1252", "a × b - c ÷ d"), ("cp437", "a * b - c ÷ d")]
)
def test_a_sign_that_a_code_page_lacks_is_shown_as_it_is_typed(encoding: str, shown: str) -> None:
    text = "a × b \N{MINUS SIGN} c ÷ d"
    assert text.encode(encoding, AS_TYPED).decode(encoding) == shown


def test_a_derivation_is_printed_on_a_console_of_the_nineties(here: Path) -> None:
    told = ("price", str(EXAMPLES / "provider.toml"), "--explain", "NI (direct care hours)")
    whole, old = (
        as_a_process(*told, cwd=here, encoding=encoding) for encoding in ("utf-8", "cp437")
    )
    assert "\N{MINUS SIGN}" in whole.stdout
    assert (old.returncode, old.stderr) == (0, "")
    typed = whole.stdout.replace("\N{MINUS SIGN}", "-").replace("×", "*")
    assert old.stdout == typed


def test_without_docstrings_it_says_why_there_is_no_price(here: Path) -> None:
    written(here)
    run = subprocess.run(
        [sys.executable, "-OO", "-m", "fairprice", "price", "round.toml"],
        cwd=here, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (run.returncode, run.stdout) == (2, "")
    assert "python -OO: takes the docstrings away." in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal for a closed pipe")
def test_a_reader_that_leaves_is_not_an_error(here: Path) -> None:
    written(here)
    run = subprocess.Popen(
        [sys.executable, "-m", "fairprice", "price", "round.toml"],
        cwd=here, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONUNBUFFERED": ""},  # so that all is printed at the end
    )  # fmt: skip
    assert run.stdout is not None
    assert run.stderr is not None
    run.stdout.close()
    assert run.stderr.read() == b""
    assert run.wait() == 130
    run.stderr.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent in another way")
def test_ctrl_c_is_quiet(care: Path, here: Path) -> None:
    """The signal is sent by the process itself, once it simulates."""
    code = (
        "import os, signal, sys\n"
        # whoever started the tests may have had the signal ignored, and a child inherits that
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "import fairprice as fp\n"
        "from fairprice.__main__ import main\n"
        "fp.compare_payments = lambda *a, **k: os.kill(os.getpid(), signal.SIGINT)\n"
        f"sys.exit(main({comparison(care)!r}))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (run.returncode, run.stdout, run.stderr) == (130, "", "")


def test_a_file_of_an_earlier_format_is_used_and_what_it_lacks_is_said(
    capsys: pytest.CaptureFixture[str], here: Path
) -> None:
    path = written(here)
    path.write_text(path.read_text("utf-8").removeprefix("format = 1\n"), encoding="utf-8")
    assert main(["price", "round.toml", "--no-challenge"]) == 0
    printed = capsys.readouterr()
    assert printed.out == ROUND_FIGURES
    assert printed.err == (
        "round.toml is of an earlier format and was read as that. It lacks:\n"
        'the first line, "format = 1"\n'
    )


@pytest.mark.skipif(sys.platform == "win32", reason="a closed file is another matter there")
def test_without_standard_output_a_message_says_so(here: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", "import os, sys; os.close(1); os.execv(sys.argv[1], sys.argv[1:])",
         sys.executable, "-m", "fairprice", "price", "round.toml"],
        cwd=here, stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 2
    assert run.stderr == (
        "What was asked for could not be printed (there is no standard output). Files that were "
        "asked for may have been written. Print to a terminal, or to a file on a disk with room.\n"
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
def test_a_full_disk_is_one_message(here: Path) -> None:
    written(here)
    with Path("/dev/full").open("w") as full:
        run = subprocess.run(
            [sys.executable, "-m", "fairprice", "price", "round.toml"],
            cwd=here, stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert run.returncode == 2
    assert run.stderr == (
        "What was asked for could not be printed (No space left on device). Files that were asked "
        "for may have been written. Print to a terminal, or to a file on a disk with room.\n"
    )


def test_a_short_file_is_written_filled_in_priced_and_written_out_in_full(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    short, full = tmp_path / "quick.toml", tmp_path / "full.toml"
    assert main(["start", str(short)]) == 0
    assert main(["price", str(short)]) == 2
    assert "quick.year" in capsys.readouterr().err
    answers = {
        "nation": '"England"', "provider_name": '"A"', "year": '"2026-27"',
        "visit_minutes": "[30]", "visits_per_week": "[500]", "worker_weekly_hours": "25",
        "contact_pay_rate": "13.5", "travel_pay_rate": "13.0", "return_on_cost": "0.05",
    }  # fmt: skip
    lines = [
        f"{name} = {answers.get(name, '1')}"
        for name in (line.partition(" = ")[0] for line in short.read_text().splitlines())
        if name.isidentifier() and name != "format"
    ]
    short.write_text("\n".join(["[quick]", *lines, "overheads_per_contact_hour = 7"]))
    assert main(["start", str(full), "--full", str(short)]) == 0
    capsys.readouterr()
    assert main(["price", str(full)]) == 0
    said = capsys.readouterr().out
    assert "From the starter, not stated by the party: 24 values" in said
    assert main(["price", str(short)]) == 0
    assert capsys.readouterr().out == said


def test_a_price_of_the_first_of_april_says_at_once_that_the_tax_year_is_the_one_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "plain.toml"
    fp.dump_assumptions(plain(price_date="2025-04-01"), path)
    assert main(["price", str(path)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "from 2025-04-06 there is another value of" in said
    price = fp.price_contract_year(plain(), "2025-26").price_per_hour
    assert f"Over the contract year 2025-26, days in proportion: GBP {price:.2f}" in said
