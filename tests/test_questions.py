"""Every question takes a book, or assumptions with their law, in one way; writers in one order."""

from __future__ import annotations

import inspect
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from providers import plain

import fairprice as fp

EXAMPLES = Path(__file__).parents[1] / "examples"
HELD = fp.Index("held", 0.0, "a test")


@cache
def stated() -> fp.Assumptions:
    """Return a provider whose pay lies above one minimum wage and below another."""
    evidence = {"contact_pay_rate": {"low": 12.8, "high": 13.5}}
    given = plain(insurance_per_contact_hour=1.0).model_dump(exclude_none=True)
    return fp.Assumptions.model_validate(given | {"evidence": evidence})


@dataclass(frozen=True)
class Raised(fp.StatutoryRates):
    """The law in force with a higher minimum wage and a higher rate of National Insurance."""

    def __getitem__(self, name: str) -> fp.StatutoryValue:
        higher = {"adult_minimum_wage": 15.0, "employer_nic_rate": 0.3}
        found = super().__getitem__(name)
        return replace(found, value=higher[name]) if name in higher else found


@cache
def own_law() -> fp.StatutoryRates:
    law = fp.statutory_rates("2026-04-06", nation="England")
    return Raised(law.date, law.nation, law.register)


def people() -> dict[str, Any]:
    return {
        "contracts": [fp.load_contract(EXAMPLES / "planned_minutes.toml")],
        "cohort": fp.load_cohort(EXAMPLES / "people.toml").with_values(people=5),
    }


def compared(book: Any, **rates: Any) -> pd.DataFrame:
    found = fp.compare_payments(book=book, **people(), draws=2, seed=1, progress=False, **rates)
    return found.provider


def uplifted(book: Any, **rates: Any) -> tuple[Any, ...]:
    held = dict.fromkeys(("pay", "travel", "business_costs"), HELD)
    found = fp.uplift(book, "2026-10-01", held, **rates)
    return found.before.price_per_hour, found.after.price_per_hour


def written(book: Any, *, writer: Callable[..., Path], folder: Path, **rates: Any) -> bytes:
    return writer(book, folder / "file.xlsx", **rates).read_bytes()


@cache
def logged() -> fp.VisitLog:
    """Return a log of one visit."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.csv"
        path.write_text("planned,actual\n30,30\n", encoding="utf-8")
        return fp.read_visits(path, {"planned_minutes": "planned", "actual_minutes": "actual"})


def costed(book: Any, **law: Any) -> pd.DataFrame:
    return fp.cost_visits(logged(), book, **law).by("all")


def retained(book: Any, **law: Any) -> pd.DataFrame:
    """Ask of the position with leavers, which it does not state."""
    leavers = {"recruitment_dbs_per_contact_hour": None, "recruitment_dbs_per_leaver": 4_500.0}
    if isinstance(book, fp.OpenBook):
        book = fp.OpenBook(book.assumptions.with_inputs(staff_turnover=0.5, **leavers), book.rates)
    elif isinstance(book, fp.Assumptions):
        book = book.with_inputs(staff_turnover=0.5, **leavers)
    return fp.pay_for_retention(book, 1.0, [0.05], **law)


#: Each public function that asks something of a position, as a function of the position.
QUESTIONS: dict[str, Callable[..., Any]] = {
    "affordable_pay": lambda book, **law: fp.affordable_pay(book, 20.0, **law),
    "assumptions_log": fp.assumptions_log,
    "bargaining_range": partial(fp.bargaining_range, annual_budget=1e6, annual_contact_hours=4e4),
    "bridge": lambda book, **law: (
        fp.bridge(book, fp.OpenBook(plain(mileage_rate=0.4)), **law).by_input
    ),
    "challenges": fp.challenges,
    "compare_payments": compared,
    "cost_register": fp.cost_register,
    "cost_visits": costed,
    "cost_uncertainty": lambda book, **law: (
        fp.cost_uncertainty(book, draws=1_000, seed=1, **law).costs
    ),
    "key_ratios": fp.key_ratios,
    "one_way_sensitivity": fp.one_way_sensitivity,
    "pay_for_retention": retained,
    "price_contract_year": lambda book, **law: (
        fp.price_contract_year(book, "2026-27", **law).periods
    ),
    "price_scenarios": partial(fp.price_scenarios, scenarios={"contact_pay_rate": [13.0, 14.0]}),
    "self_funder_rate": partial(fp.self_funder_rate, council_fee=15.0, council_share=0.5),
    "solve_each": partial(fp.solve_each, price_per_hour=19.0, names=["contact_pay_rate"]),
    "solve_for": partial(fp.solve_for, name="contact_pay_rate", price_per_hour=19.0),
    "uplift": uplifted,
    "write_fee_workbook": partial(written, writer=fp.write_fee_workbook),
}
#: Take a position too: a form holds no law, and several laws are given with their names.
WITHOUT_LAW = {"write_intake_workbook", "prices_under_laws"}


def of_a_position() -> dict[str, inspect.Signature]:
    functions = {name: getattr(fp, name) for name in fp.__all__}
    signatures = {
        name: inspect.signature(thing)
        for name, thing in functions.items()
        if inspect.isroutine(thing)
    }
    return {n: s for n, s in signatures.items() if {"book", "ours"} & set(s.parameters)}


def test_every_question_of_a_position_is_asked_below() -> None:
    assert set(of_a_position()) == {*QUESTIONS, *WITHOUT_LAW}


def test_the_position_comes_first_and_its_law_by_name() -> None:
    for name, signature in of_a_position().items():
        first = next(iter(signature.parameters.values()))
        if name not in ("compare_payments", "cost_visits"):
            assert first.name == ("ours" if name == "bridge" else "book")
            assert first.default is inspect.Parameter.empty
        law = signature.parameters.get("law")
        assert (law is None) == (name in WITHOUT_LAW)
        if law is not None:
            assert (law.kind, law.default) == (inspect.Parameter.KEYWORD_ONLY, None)


def test_no_other_public_function_takes_assumptions() -> None:
    named = {
        name
        for name in fp.__all__
        if inspect.isroutine(thing := getattr(fp, name))
        and "assumptions" in inspect.signature(thing).parameters
    }
    assert named == {"dump_assumptions"}


@pytest.fixture(params=QUESTIONS)
def ask(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[..., Any]:
    question = QUESTIONS[request.param]
    takes_a_folder = getattr(question, "func", None) is written
    return partial(question, folder=tmp_path) if takes_a_folder else question


def same(one: Any, other: Any) -> bool:
    if isinstance(one, pd.DataFrame):
        return bool(one.equals(other))
    return bool(one == other)


def test_a_book_and_its_assumptions_give_equal_answers(ask: Callable[..., Any]) -> None:
    answer = ask(fp.OpenBook(stated()))
    assert same(ask(stated()), answer)
    assert same(ask(stated(), law=fp.statutory_rates("2026-04-06", nation="England")), answer)


def test_a_book_of_its_own_law_and_assumptions_with_that_law_give_equal_answers(
    ask: Callable[..., Any],
) -> None:
    answer = ask(fp.OpenBook(stated(), own_law()))
    assert same(ask(stated(), law=own_law()), answer)
    assert not same(ask(stated()), answer)


def test_a_law_file_and_the_rates_made_of_it_give_equal_answers(
    ask: Callable[..., Any], tmp_path: Path
) -> None:
    path = tmp_path / "law.toml"
    path.write_text(
        '[[parameter]]\nname = "employer_nic_rate"\nlabel = "Employer rate"\n'
        'unit = "share of pay above the threshold"\nnations = ["England"]\n'
        'values = [{ value = 0.3, certainty = "assumed", '
        "valid_from = 2026-04-06, valid_to = 2027-04-05 }]\n"
    )
    law = fp.statutory_rates("2026-04-06", "England", path)
    answer = ask(stated(), law=law)
    assert same(ask(stated(), law=path), answer)
    assert same(ask(stated(), law=str(path)), answer)


#: What may be taken for a position, and what the answer tells to call.
OTHERS: dict[str, tuple[Callable[[], Any], str]] = {
    "a path": (lambda: "provider.toml", "fp.load_assumptions('provider.toml')"),
    "a form": (lambda: Path("form.xlsx"), "fp.read_assumptions('form.xlsx')"),
    "a table": (
        lambda: pd.DataFrame({"contact_pay_rate": [13.0]}), "fp.Assumptions.model_validate("
    ),
    "sections": (lambda: {"pay": {"contact_pay_rate": 13.0}}, "fp.Assumptions.model_validate("),
    "nothing": (lambda: None, "fp.load_assumptions(path)"),
    "a price": (lambda: 25.05, "fp.load_assumptions(path)"),
    "an uncertainty": (
        lambda: fp.cost_uncertainty(stated(), draws=1_000, seed=1),
        "Give the open book it holds: its .book",
    ),
    "a solution": (
        lambda: fp.solve_for(stated(), "contact_pay_rate", price_per_hour=19.0),
        "Give its .assumptions.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", OTHERS)
def test_anything_else_is_answered_with_what_to_call(ask: Callable[..., Any], kind: str) -> None:
    make, call = OTHERS[kind]
    given = make()
    with pytest.raises(fp.InputError) as raised:
        ask(given)
    [problem] = raised.value.problems
    if problem.code == "path-first":
        assert isinstance(given, str | Path)
        assert "write_fee_workbook(book, path)" in problem.mend
    else:
        assert problem.code == "wrong-kind"
        assert call in problem.mend


def test_a_law_beside_a_book_is_refused(ask: Callable[..., Any]) -> None:
    with pytest.raises(fp.InputError) as raised:
        ask(fp.OpenBook(stated()), law=own_law())
    assert [problem.code for problem in raised.value.problems] == ["law-with-a-book"]


@pytest.mark.parametrize(
    ("rates", "code"),
    [
        (20.0, "wrong-kind"),
        ({"employer_nic_rate": 0.2}, "wrong-kind"),
        (("2026-04-06", "Wales"), "other-date-or-nation"),
        (("2025-04-06", "England"), "other-date-or-nation"),
    ],
)
def test_rates_that_are_none_or_of_another_law_are_refused(
    ask: Callable[..., Any], rates: Any, code: str
) -> None:
    law = fp.statutory_rates(*rates) if isinstance(rates, tuple) else rates
    with pytest.raises(fp.InputError) as raised:
        ask(stated(), law=law)
    assert [problem.code for problem in raised.value.problems] == [code]


def test_an_open_book_is_made_of_assumptions_and_says_so() -> None:
    for make, call in OTHERS.values():
        with pytest.raises(fp.InputError) as raised:
            fp.OpenBook(make())
        assert call in raised.value.problems[0].mend
    with pytest.raises(fp.InputError, match=r"Use it as it is, or its \.assumptions"):
        fp.OpenBook(fp.OpenBook(stated()))  # type: ignore[arg-type]


def test_the_law_of_a_bridge_is_that_of_what_is_given_as_assumptions() -> None:
    ours, theirs = fp.OpenBook(stated(), own_law()), fp.OpenBook(stated())
    by_law = fp.bridge(ours, stated()).by_input["effect"]
    assert by_law.equals(fp.bridge(ours, theirs).by_input["effect"])
    assert by_law.equals(fp.bridge(stated(), theirs, law=own_law()).by_input["effect"])
    assert by_law.sum() == pytest.approx(ours.price_per_hour - theirs.price_per_hour)
    assert fp.bridge(stated(), stated(), law=own_law()).by_input.empty


def test_an_in_house_service_may_be_assumptions_a_book_or_a_price() -> None:
    ask = partial(fp.bargaining_range, stated(), annual_budget=1e6, annual_contact_hours=4e4)
    own = plain(contact_pay_rate=16.0)
    price = fp.OpenBook(own).price_per_hour
    assert ask(in_house=own) == ask(in_house=fp.OpenBook(own)) == ask(in_house=price)
    assert ask(in_house=np.float64(price)) == ask(in_house=price)
    with pytest.raises(fp.InputError, match=r"in_house: .*fp\.load_assumptions\('own\.toml'\)"):
        ask(in_house="own.toml")


def test_a_form_is_challenged_under_the_law_it_is_priced_under(tmp_path: Path) -> None:
    path = fp.write_intake_workbook(fp.OpenBook(stated(), own_law()), tmp_path / "form.xlsx")
    codes = [c.code for c in fp.challenges(stated(), law=own_law())]
    assert "challenge-below-minimum-wage" in codes
    with pytest.raises(fp.AssumptionsError, match="challenge-below-minimum-wage"):
        fp.read_assumptions(path, law=own_law())
    assert fp.read_assumptions(path) == stated()
    with pytest.raises(fp.InputError, match="other-date-or-nation"):
        fp.read_assumptions(
            path, challenge=False, law=fp.statutory_rates("2026-04-06", nation="Wales")
        )


def test_a_law_file_that_is_none_is_told_wherever_a_law_is_taken(ask: Callable[..., Any]) -> None:
    with pytest.raises(fp.RegisterFileError, match=r"no-such-law\.toml"):
        ask(stated(), law="no-such-law.toml")


def test_a_law_may_be_given_as_rates_as_it_was_in_the_first_release() -> None:
    law, scenarios = own_law(), {"contact_pay_rate": [13.0]}
    before: dict[str, Any] = {"rates": law}
    assert fp.OpenBook(stated(), **before).rates is law
    then = fp.price_scenarios(stated(), scenarios, **before)
    assert then.equals(fp.price_scenarios(stated(), scenarios, law=law))
    with pytest.raises(TypeError, match="law"):
        fp.OpenBook(stated(), law, **before)


# Writers


def card() -> fp.RateCard:
    return fp.RateCard(
        base=stated(), zones=[{"name": "All"}], services=[{"name": "Care", "kind": "standard"}]
    )


#: Each public function that writes a file, with something it can write.
WRITERS: dict[str, Callable[[], Any]] = {
    "dump_assumptions": stated,
    "dump_case": lambda: None,
    "dump_cohort": lambda: people()["cohort"],
    "dump_contract": lambda: people()["contracts"][0],
    "dump_rate_card": card,
    "write_comparison_workbook": lambda: None,
    "write_evidence_workbook": lambda: None,
    "write_fee_workbook": stated,
    "write_intake_workbook": stated,
    "write_survey_workbook": lambda: None,
    "write_visits_report": lambda: None,
    "write_visits_workbook": lambda: None,
    "write_rate_card_form": card,
    "write_rate_card_workbook": card,
    "write_report": stated,
}


def test_every_writer_is_asked_below() -> None:
    assert {n for n in fp.__all__ if n.startswith(("write_", "dump_"))} == set(WRITERS)


@pytest.mark.parametrize("name", WRITERS)
def test_writers_take_what_they_write_first_and_the_path_second(name: str, tmp_path: Path) -> None:
    writer, path = getattr(fp, name), tmp_path / "file"
    first, second = list(inspect.signature(writer).parameters)[:2]
    for old in ((path, WRITERS[name]()), (str(path), stated()), ("one", "two")):
        with pytest.raises(fp.InputError) as raised:
            writer(*old)
        [problem] = raised.value.problems
        assert problem.code == "path-first"
        assert problem.mend == f"Call {name}({first}, {second})."
    assert second == "path"
    assert not path.exists()


@pytest.mark.parametrize("name", WRITERS)
def test_writers_refuse_what_they_cannot_write(name: str, tmp_path: Path) -> None:
    writer = getattr(fp, name)
    with pytest.raises(fp.InputError) as raised:
        writer(fp.Index("other", 0.0, "a test"), tmp_path / "file")
    [problem] = raised.value.problems
    assert problem.code == "wrong-kind"
    assert "is a fairprice.Index" in problem.what or "was given a fairprice.Index" in problem.what
    if (thing := WRITERS[name]()) is not None:
        with pytest.raises(fp.InputError) as raised:
            writer(thing, 5)
        assert [p.code for p in raised.value.problems] == ["not-a-path"]
