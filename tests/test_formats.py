"""Files say their format; earlier ones load and say what they lacked, later ones are refused."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from providers import plain_book

import fairprice as fp
from fairprice import formats

EXAMPLES = Path(__file__).parents[1] / "examples"
FIRST_LINE = ('the first line, "format = 1"',)


def _a_case() -> fp.Case:
    headings = [name for name in fp.Analysis.model_fields if name != "sunset"]
    analysis = fp.Analysis.model_validate(
        {name: "Text." for name in headings} | {"sunset": date(2027, 3, 31)}
    )
    return fp.Case(plain_book(), analysis, theirs=plain_book(contact_pay_rate=13.0))


Files = tuple[Callable[[Any], Any], Callable[[Any], str], Callable[[], Any], type[Exception]]
#: How each kind of file is read and written, a thing to write, and the error of its kind.
FILES: dict[str, Files] = {
    "ASSUMPTIONS": (
        fp.load_assumptions, fp.dump_assumptions, lambda: plain_book().assumptions,
        fp.AssumptionsError,
    ),
    "COHORT": (
        fp.load_cohort, fp.dump_cohort, lambda: fp.load_cohort(EXAMPLES / "people.toml"),
        fp.CohortError,
    ),
    "CONTRACT": (
        fp.load_contract, fp.dump_contract,
        lambda: fp.load_contract(EXAMPLES / "part_by_outcome.toml"), fp.ContractError,
    ),
    "CASE": (fp.load_case, fp.dump_case, _a_case, fp.InputError),
    "RATE_CARD": (
        fp.load_rate_card, fp.dump_rate_card,
        lambda: fp.load_rate_card(EXAMPLES / "county.toml"), fp.InputError,
    ),
}  # fmt: skip


@pytest.fixture(params=FILES)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_file_says_its_format_first_and_reads_back(kind: str, tmp_path: Path) -> None:
    load, dump, make, _ = FILES[kind]
    path, thing = tmp_path / "a.toml", make()
    text = dump(thing)
    assert text.splitlines()[0] == f"format = {getattr(formats, kind).format}"
    path.write_text(text, encoding="utf-8")
    again = load(path)
    assert again.lacked == ()
    assert dump(again) == text


def test_a_file_of_before_there_were_formats_loads_and_says_so(kind: str, tmp_path: Path) -> None:
    load, dump, make, _ = FILES[kind]
    text, path = dump(make()), tmp_path / "a.toml"
    path.write_text(text.removeprefix("format = 1\n"), encoding="utf-8")
    earlier = load(path)
    assert earlier.lacked == FIRST_LINE
    assert dump(earlier) == text


@pytest.mark.parametrize("wrong", ["2", "99", "-1", '"1"', "1.0", "true", "[1]", "2026-04-06"])
def test_another_format_is_refused(kind: str, wrong: str, tmp_path: Path) -> None:
    load, dump, make, error = FILES[kind]
    path = tmp_path / "a.toml"
    path.write_text(dump(make()).replace("format = 1", f"format = {wrong}", 1), encoding="utf-8")
    with pytest.raises(error) as raised:
        load(path)
    [problem] = raised.value.problems  # type: ignore[attr-defined]
    later = wrong in ("2", "99")
    assert problem.code == ("later-format" if later else "not-a-format")
    if later:
        assert f"is {wrong}; fairprice {fp.__version__} reads" in problem.what
        assert problem.mend == (
            "Read it with a later fairprice, or ask its sender for format 1."
        )  # fmt: skip


def test_what_a_file_lacked_is_no_part_of_what_it_says(tmp_path: Path) -> None:
    now = fp.load_assumptions(EXAMPLES / "provider.toml")
    path = tmp_path / "earlier.toml"
    path.write_text(fp.dump_assumptions(now).removeprefix("format = 1\n"), encoding="utf-8")
    earlier = fp.load_assumptions(path)
    assert earlier.lacked
    assert earlier == now
    assert repr(earlier) == repr(now)
    assert fp.OpenBook(earlier).price_per_hour == fp.OpenBook(now).price_per_hour
    assert earlier.with_inputs(contact_pay_rate=14.0).lacked == ()


def test_tables_that_a_caller_makes_are_of_the_present_format() -> None:
    made = plain_book().assumptions
    tables = tomllib.loads(fp.dump_assumptions(made))
    assert tables["format"] == 1
    stated = fp.Assumptions.model_validate(tables)
    del tables["format"]
    unstated = fp.Assumptions.model_validate(tables)
    assert stated == unstated == made
    assert stated.lacked == unstated.lacked == ()


def _a_later_kind(monkeypatch: pytest.MonkeyPatch) -> formats.Kind:
    """Put a made-up second step behind the first: an insurance line that must be stated."""

    def insurance_must_be_stated(tables: dict[str, Any]) -> tuple[str, ...]:
        costs = tables.setdefault("business_costs", {})
        if "insurance_per_contact_hour" in costs:
            return ()
        costs["insurance_per_contact_hour"] = 0.0
        return ("insurance_per_contact_hour, taken as 0",)

    first = formats.ASSUMPTIONS.steps
    later = formats.Kind("a file of assumptions", (*first, insurance_must_be_stated))
    monkeypatch.setattr(fp.Assumptions, "file_kind", later)
    return later


INSURANCE = "insurance_per_contact_hour = 0.0\n"


@pytest.mark.parametrize("found", [0, 1, 2])
def test_a_new_required_line_breaks_no_file_in_use(
    found: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The step from format 1 to 2 puts in the line that earlier files could not have."""
    text = fp.dump_assumptions(plain_book().assumptions)
    path = tmp_path / "a.toml"
    if found < 2:
        text = text.replace(INSURANCE, "")
    stamp = f"format = {found}\n" if found else ""
    path.write_text(stamp + text.removeprefix("format = 1\n"), encoding="utf-8")
    if found == 1:
        with pytest.raises(fp.AssumptionsError, match="insurance_per_contact_hour"):
            fp.load_assumptions(path)
    assert _a_later_kind(monkeypatch).format == 2
    read = fp.load_assumptions(path)
    taken = ("insurance_per_contact_hour, taken as 0",)
    assert read.lacked == {0: FIRST_LINE + taken, 1: taken, 2: ()}[found]
    assert read == plain_book().assumptions


def test_a_step_leaves_the_tables_it_was_given_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    later = _a_later_kind(monkeypatch)
    given: dict[str, Any] = {"format": 1, "business_costs": {}}
    found, lacked = formats.brought_up(given, later, fp.InputError)
    assert given == {"format": 1, "business_costs": {}}
    assert found == {"business_costs": {"insurance_per_contact_hour": 0.0}}
    assert len(lacked) == 1


def test_a_step_of_assumptions_reaches_both_positions_of_a_case() -> None:
    def rename(tables: dict[str, Any]) -> tuple[str, ...]:
        tables["new"] = tables.pop("old")
        return ("new",)

    kind = formats.Kind("a case file", (formats._within("ours", "theirs")(rename),))
    given = {"format": 0, "ours": {"old": 1}, "theirs": {"old": 2}, "analysis": {"old": 3}}
    found, lacked = formats.brought_up(given, kind, fp.InputError)
    assert found == {"ours": {"new": 1}, "theirs": {"new": 2}, "analysis": {"old": 3}}
    assert lacked == ("ours: new", "theirs: new")
    only_ours, lacked = formats.brought_up({"format": 0, "ours": 5}, kind, fp.InputError)
    assert (only_ours, lacked) == ({"ours": 5}, ())


def test_every_step_of_assumptions_has_one_of_cases_and_cards() -> None:
    assert formats.CASE.format == formats.ASSUMPTIONS.format
    assert formats.RATE_CARD.format == formats.ASSUMPTIONS.format


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.toml")), ids=lambda path: path.name)
def test_the_examples_are_of_the_present_format(path: Path) -> None:
    assert tomllib.loads(path.read_text(encoding="utf-8"))["format"] == 1
