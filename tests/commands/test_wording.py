"""How text reaches a terminal, a shell and a spreadsheet."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import tempfile
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from effort import at_most
from hypothesis import given
from hypothesis import strategies as st
from strategies import HOSTILE_TEXTS, assumptions, texts

import fairprice as fp
from fairprice.__main__ import main
from fairprice.commands.csv_text import guarded
from fairprice.commands.files import TOML, WORKBOOK, kind_of
from fairprice.commands.price import build_up
from fairprice.commands.wording import error_text, money, plain, quoted, table, wrapped
from fairprice.cost.minimum_wage import minimum_wage_verdict
from fairprice.errors import InputError, Problem


@given(st.lists(texts(), min_size=1, max_size=20).map(" ".join))
def test_wrapping_moves_words_and_changes_none(text: str) -> None:
    shown = wrapped(text)
    assert shown.split() == text.split()
    assert all(len(line) <= 80 or " " not in line.strip() for line in shown.splitlines())


def test_paths_and_addresses_stay_whole() -> None:
    address = "https://example.org/" + "a-long-part/" * 8
    assert address in wrapped(f"  1. See {address} for more.").splitlines()[1]


def test_an_escape_code_from_a_file_does_not_reach_the_terminal() -> None:
    assert plain("a\x1b[2J\rb\u202ec\nd é") == "a?[2J?b?c\nd é"
    problem = Problem("code", "\x1b]0;title\x07.toml", "is bad.", "why.", "mend.")
    assert error_text(InputError([problem])) == "?]0;title?.toml: is bad. why. mend. [code]"


@pytest.mark.parametrize(
    ("amount", "shown"),
    [(2.675, "2.68"), (-0.001, "0.00"), (-1.005, "-1.01"), (1234567.5, "1,234,567.50")],
)
def test_amounts_have_two_decimals_and_no_negative_zero(amount: float, shown: str) -> None:
    assert money(amount) == shown


def test_a_table_is_aligned_under_headings_in_lines() -> None:
    assert table(["Line", "a long heading here"], [["x", "1.00"], ["longer", "-12.00"]]) == (
        "        a long heading\n"
        "Line              here\n"
        "x                 1.00\n"
        "longer          -12.00"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (PureWindowsPath(r"C:\Users\Ann Lee\Fees 2026.27\Provider.TOML"), TOML),
        (PureWindowsPath(r"\\server\share\intake.XLSX"), WORKBOOK),
        (PureWindowsPath("care/provider.toml"), TOML),
        (PurePosixPath("/home/ann/fees 2026.27/intake.xlsx"), WORKBOOK),
    ],
)
def test_kinds_of_files_on_every_system(path: PureWindowsPath | PurePosixPath, kind: str) -> None:
    assert kind_of(path) == kind


@pytest.mark.parametrize("name", [r"C:\fees.toml\intake", r"C:\fees.xlsm", "toml", ".toml"])
def test_other_windows_files_are_refused(name: str) -> None:
    with pytest.raises(InputError) as refused:
        kind_of(PureWindowsPath(name))
    assert refused.value.problems[0].code == "unknown-file-type"
    assert refused.value.problems[0].where == name


def test_a_windows_path_is_pasted_as_windows_needs_it() -> None:
    assert quoted(PureWindowsPath(r"C:\Users\Ann Lee\a.toml")) == r'"C:\Users\Ann Lee\a.toml"'
    assert quoted(PureWindowsPath(r"C:\care\a.toml")) == r"C:\care\a.toml"


@given(texts().map(PurePosixPath))
def test_a_pasted_path_is_one_argument(path: PurePosixPath) -> None:
    assert shlex.split(quoted(path)) == [str(path)]


@given(st.sampled_from(HOSTILE_TEXTS) | texts() | st.text())
def test_no_text_in_a_csv_file_is_a_formula(text: str) -> None:
    shown = guarded(text)
    assert shown in (text, f"'{text}")
    if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?", text, re.IGNORECASE):
        assert shown == text
    else:
        assert shown.lstrip()[:1] not in {"=", "+", "-", "@"}
        assert shown[:1] not in {"\t", "\r"}


@pytest.mark.parametrize("text", ["=1+1", "\t=1", " @SUM(A1)", "+44", "-1+1", "-x", "\rx"])
def test_what_steers_a_spreadsheet_is_marked_as_text(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("value", ["-1.5", "12.71", "5e-3", "Direct care", "(1, 2)", -2.0, 0.0])
def test_numbers_and_plain_words_stay_as_they_are(value: str | float) -> None:
    assert guarded(value) is value


@at_most(25)
@given(assumptions())
def test_any_provider_is_priced_on_the_command_line(provider: fp.Assumptions) -> None:
    book = fp.OpenBook(provider)
    printed = io.StringIO()
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(printed):
        path = Path(folder) / "drawn.toml"
        fp.dump_assumptions(provider, path)
        assert main(["price", str(path), "--lines"]) == 0
    shown = printed.getvalue()
    assert f"visit mix: GBP {fp.round_half_up(book.price_per_hour):,.2f}\n" in shown
    mix = book.minimum_wage_test()
    mix = mix[mix["activity"] == "visit mix"]
    assert ("Minimum wage: met." in shown) == bool(mix["passes"].all())


def test_a_price_under_own_law_is_printed_with_what_is_not_enacted(tmp_path: Path) -> None:
    law = tmp_path / "law.toml"
    law.write_text(fp.draft_law("2027-04-06", "England").replace('"?"', "12.71"), encoding="utf-8")
    provider = fp.example_provider()
    now = fp.OpenBook(provider)
    coming = fp.OpenBook(
        provider.with_inputs(price_date="2027-04-06"),
        fp.statutory_rates("2027-04-06", "England", law),
    )
    assert "not enacted" not in build_up(now, lines=False)
    printed = " ".join(build_up(coming, lines=False).split())
    assert f"Law that is not enacted. {coming.law_not_enacted}" in printed


def test_pay_a_hair_below_the_minimum_wage_is_not_told_as_nothing() -> None:
    provider = fp.example_provider()
    for rate, said in [(12.71, "Minimum wage: met."), (12.709, "by less than a penny an hour")]:
        rates = dict.fromkeys(("contact_pay_rate", "travel_pay_rate", "waiting_pay_rate"), rate)
        assert said in minimum_wage_verdict(fp.OpenBook(provider.with_inputs(**rates)))
