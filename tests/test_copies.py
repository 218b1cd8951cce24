"""Copies, pickles and tables handed out: nothing changes what was checked, or says other prices."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from providers import plain

import fairprice as fp
from fairprice.declare.model import Declared

EXAMPLES = Path(__file__).parents[1] / "examples"
#: ``copy.replace`` of Python 3.13 calls it; pydantic gives it to earlier ones too.
COPIED: dict[str, Callable[[Any, dict[str, Any]], Any]] = {
    "model_copy": lambda one, update: one.model_copy(update=update),
    "model_copy, deep": lambda one, update: one.model_copy(update=update, deep=True),
    "replace": lambda one, update: one.__replace__(**update),
}
copied = pytest.mark.parametrize("make", COPIED.values(), ids=COPIED)


@cache
def provider() -> fp.Assumptions:
    return fp.load_assumptions(EXAMPLES / "provider.toml")


@cache
def ranged() -> fp.OpenBook:
    """Return a book with one range of evidence, priced once."""
    given = plain().model_dump(exclude_none=True)
    evidence = {"contact_pay_rate": {"low": 12.8, "high": 13.5}}
    return fp.OpenBook(fp.Assumptions.model_validate(given | {"evidence": evidence}))


@cache
def people() -> fp.Cohort:
    return fp.load_cohort(EXAMPLES / "people.toml")


@cache
def contract() -> fp.Contract:
    return fp.load_contract(EXAMPLES / "part_by_outcome.toml")


def price(assumptions: fp.Assumptions) -> float:
    return fp.OpenBook(assumptions).price_per_hour


# --- copies -----------------------------------------------------------------------------------


@copied
def test_a_copied_position_prices_as_one_that_is_made_anew(make: Any) -> None:
    one = provider()
    price(one)  # whatever it keeps of its calculation is kept by now
    pay = {**one.pay.model_dump(exclude_none=True), "contact_pay_rate": 20.0}
    by_copy = make(one, {"pay": pay})
    anew = fp.Assumptions.model_validate({**one.model_dump(exclude_none=True), "pay": pay})
    assert by_copy == one.with_inputs(contact_pay_rate=20.0)
    assert by_copy.inputs() == anew.inputs()
    assert price(by_copy) == price(anew)
    assert price(by_copy) > price(one)


def test_a_copy_asks_anew_what_is_stated_as_a_rate() -> None:
    """Equal assumptions have one price, also where the copy changes the calculation."""
    one = provider()
    before = one.choices
    stated = {"stated_holiday_rate": 0.2, "stated_holiday_base": "gross pay"}
    rates = {**one.stated_rates.model_dump(exclude_none=True), **stated}
    other = one.model_copy(update={"stated_rates": rates})
    assert other.choices != before
    assert price(other) == price(fp.Assumptions.model_validate(other.model_dump(exclude_none=True)))


def test_a_copy_leaves_the_evidence_of_what_it_changes_behind() -> None:
    one = provider()
    pay = {**one.pay.model_dump(exclude_none=True), "contact_pay_rate": 20.0}
    other = one.model_copy(update={"pay": pay})
    assert set(one.evidence) - set(other.evidence) == {"contact_pay_rate"}
    assert other == one.with_inputs(contact_pay_rate=20.0)
    # what is given with the copy is kept
    named = {"contact_pay_rate": {"low": 19.0, "high": 21.0}}
    given = one.model_copy(update={"pay": pay, "evidence": named})
    assert given.evidence["contact_pay_rate"].low == 19.0
    fewer = people().model_copy(update={"people": 3, "actual_to_planned": 0.9})
    assert "actual_to_planned" not in fewer.sources


@copied
@pytest.mark.parametrize("pay", [-5.0, float("nan"), "much", 1e9])
def test_a_copy_with_a_pay_that_cannot_be_is_refused(make: Any, pay: object) -> None:
    with pytest.raises(fp.AssumptionsError, match="contact_pay_rate"):
        make(provider().pay, {"contact_pay_rate": pay})
    with pytest.raises(fp.AssumptionsError, match=r"pay\.contact_pay_rate"):
        make(provider(), {"pay": {"contact_pay_rate": pay}})


def test_nothing_is_made_unchecked() -> None:
    """Pydantic's own ``model_construct`` checks nothing."""
    held = {name: getattr(provider(), name) for name in fp.Assumptions.model_fields}
    assert fp.Assumptions.model_construct(**held) == provider()
    with pytest.raises(fp.AssumptionsError, match="contact_pay_rate: -5 is outside its bounds"):
        fp.Assumptions.model_construct(**held | {"pay": {"contact_pay_rate": -5}})


def test_nothing_is_changed_in_place() -> None:
    for one, name in ((provider(), "pay"), (provider().pay, "contact_pay_rate"),
                      (people(), "people"), (contract(), "name")):  # fmt: skip
        for change in (lambda: setattr(one, name, 1.0), lambda: delattr(one, name)):  # noqa: B023
            with pytest.raises(fp.InputError, match=rf"{name}: cannot be changed in place"):
                change()


@copied
def test_an_input_is_no_field_of_the_whole_and_the_way_is_named(make: Any) -> None:
    with pytest.raises(fp.AssumptionsError, match=r"Call with_inputs\(contact_pay_rate=\.\.\.\)"):
        make(provider(), {"contact_pay_rate": 99.0})
    with pytest.raises(fp.AssumptionsError, match="unknown-name"):
        make(provider(), {"contact_pay": 99.0})


@copied
def test_a_copied_cohort_has_the_hours_of_its_people(make: Any) -> None:
    one = people()
    hours, counts = one.weekly_hours(), one.counts
    other = make(one, {"people": 2 * one.people})
    assert other == one.with_values(people=2 * one.people)
    assert other.weekly_hours() == one.with_values(people=2 * one.people).weekly_hours()
    assert other.weekly_hours() == pytest.approx(2 * hours, rel=0.05)
    assert other.counts.sum() == 2 * counts.sum() == 2 * one.people
    for wrong in ({"people": 0}, {"actual_to_planned": -1.0}, {"persons": 3}):
        with pytest.raises(fp.CohortError):
            make(one, wrong)


@copied
def test_a_copied_package_and_a_copied_clause_are_checked(make: Any) -> None:
    package = fp.Package(share=1.0, visit_minutes=[30.0], visits_per_week=[14.0])
    assert make(package, {"share": 0.5}).share == 0.5
    with pytest.raises(fp.CohortError, match="share"):
        make(package, {"share": 2.0})
    with pytest.raises(fp.CohortError, match="shares-do-not-add-up"):
        make(people(), {"packages": (package, package), "hours_per_person": None})
    terms = contract().payment_terms
    with pytest.raises(fp.ContractError, match="due_days"):
        make(terms, {"due_days": -1.0})
    with pytest.raises(fp.ContractError, match=r"payment_terms\.due_days"):
        make(contract(), {"payment_terms": {**terms.model_dump(), "due_days": -1.0}})
    assert make(contract(), {"name": "Renamed"}).name == "Renamed"


def test_a_copied_case_is_asked_for_its_bridge_anew() -> None:
    one = case()
    assert one.bridge is None
    theirs = fp.OpenBook(plain(contact_pay_rate=12.9))
    other = copy_of_a_result(one, theirs=theirs)
    assert other.bridge is not None
    assert other.bridge.gap == pytest.approx(one.book.price_per_hour - theirs.price_per_hour)
    with pytest.raises(fp.InputError, match="theirs"):
        copy_of_a_result(one, theirs=plain())


def copy_of_a_result(one: Any, **changes: Any) -> Any:
    from dataclasses import replace

    return replace(one, **changes)


@pytest.mark.parametrize("one", [provider(), people(), contract()], ids=lambda o: type(o).__name__)
def test_a_plain_copy_is_equal_and_of_its_own(one: Declared) -> None:
    for other in (one.model_copy(), one.model_copy(deep=True), copy.copy(one), copy.deepcopy(one)):
        assert other == one
        assert other is not one


# --- tables of names and values ------------------------------------------------------------------


def _tables(one: Declared) -> list[dict[Any, Any]]:
    return [value for value in vars(one).values() if isinstance(value, dict)]


@pytest.mark.parametrize("one", [ranged().assumptions, people()], ids=lambda o: type(o).__name__)
def test_a_table_of_what_was_checked_is_read_only(one: Declared) -> None:
    assert _tables(one)
    for copy_of_one in (one, one.model_copy(), pickle.loads(pickle.dumps(one))):
        for table in _tables(copy_of_one):
            before = dict(table)
            for change in (
                lambda t: t.__setitem__("x", 1), lambda t: t.update(x=1), lambda t: t.clear(),
                lambda t: t.popitem(), lambda t: t.pop("x", None), lambda t: t.setdefault("x", 1),
                lambda t: t.__delitem__(next(iter(t), "x")), lambda t: t.__ior__({"x": 1}),
            ):  # fmt: skip
                with pytest.raises(TypeError, match="read only"):
                    change(table)
            assert table == before
            assert dict(table) is not table


# --- results ----------------------------------------------------------------------------------


@cache
def case() -> fp.Case:
    words = {word: "x" for word in fp.Analysis.model_fields} | {"sunset": "2027-04-06"}
    return fp.Case(ranged(), fp.Analysis.model_validate(words), uncertainty=drawn())


@cache
def drawn() -> fp.CostUncertainty:
    return fp.cost_uncertainty(ranged(), draws=1_000, seed=1)


@cache
def compared() -> fp.PaymentComparison:
    few = people().with_values(people=5)
    return fp.compare_payments([contract()], few, ranged(), draws=4, seed=1, progress=False)


@cache
def survey() -> fp.Survey:
    lines = ["Direct care", "PPE"]
    return fp.Survey.from_lines(pd.DataFrame({n: [12.0 + n, 0.5] for n in range(6)}, index=lines))


@cache
def card() -> fp.RateCard:
    return fp.load_rate_card(EXAMPLES / "county.toml")


@cache
def priced() -> fp.PricedRateCard:
    return card().priced()


RESULTS: dict[str, Callable[[], Any]] = {
    "an open book": ranged,
    "a bridge": lambda: fp.bridge(ranged(), plain(contact_pay_rate=12.9)),
    "draws of a cost": drawn,
    "a comparison": compared,
    "a survey": survey,
    "a rate card": card,
    "a priced rate card": priced,
    "a case": case,
    "a bargaining range": lambda: fp.bargaining_range(
        ranged(), annual_budget=2.5e5, annual_contact_hours=1e4
    ),
    "a solution": lambda: fp.solve_for(ranged(), "contact_pay_rate", price_per_hour=25.0),
}
#: Those of which a notebook shows more than a sentence.
SHOWN = (
    "an open book", "a bridge", "draws of a cost", "a comparison", "a rate card",
    "a bargaining range",
)  # fmt: skip
results = pytest.mark.parametrize("make", RESULTS.values(), ids=RESULTS)


def asked(result: Any) -> dict[str, Any]:
    """Return every public answer of a result that is kept or worked out, and takes no argument."""
    names = [name for name in dir(result) if not name.startswith("_")]
    skipped = {"model_fields", "model_computed_fields", "model_extra", "model_fields_set"}
    answers = {}
    for name in names:
        if name not in skipped:
            with suppress(fp.InputError):  # a survey without parts of a visit has no such prices
                answers[name] = getattr(result, name)
    return {name: answer for name, answer in answers.items() if not callable(answer)}


@results
def test_a_result_comes_whole_out_of_another_process(make: Any) -> None:
    result = make()
    other = pickle.loads(pickle.dumps(result))
    assert type(other) is type(result)
    assert (result == other) is True
    assert (result == 3) is False
    assert repr(other) == repr(result)


def _spoil(table: Any) -> None:
    """Write over the first column of a table as a user may."""
    if table.ndim == 2:
        table.isetitem(0, [0] * len(table))
        table.columns = [str(place) for place in range(table.shape[1])]
    else:
        table.name = "spoilt"
        table.index = pd.RangeIndex(len(table))


@results
def test_no_table_handed_out_changes_a_result(make: Any) -> None:
    result = make()
    for name, answer in asked(result).items():
        if isinstance(answer, pd.DataFrame | pd.Series) and answer.size:
            before = answer.copy()
            _spoil(answer)
            now = getattr(result, name)
            (pd.testing.assert_frame_equal if before.ndim == 2 else pd.testing.assert_series_equal)(
                now, before
            )
        elif isinstance(answer, np.ndarray) and answer.size and answer.flags.writeable:
            before = answer.copy()
            answer[...] = 0
            np.testing.assert_array_equal(getattr(result, name), before, err_msg=name)


@results
def test_a_result_prints_in_a_few_lines(make: Any) -> None:
    printed = repr(make())
    assert len(printed) < 400, printed
    assert printed.count("\n") < 5
    assert "DataFrame" not in printed
    assert "array(" not in printed


@pytest.mark.parametrize(
    "make",
    [provider, people, contract, case, *(RESULTS[name] for name in SHOWN)],
    ids=["assumptions", "a cohort", "a contract", "a case", *SHOWN],
)
def test_a_notebook_shows_a_table(make: Any) -> None:
    one = make()
    shown = one._repr_html_()
    assert shown.count("<table") == shown.count("</table>") >= 1
    assert len(repr(one)) < 400
    assert str(one)


# --- kinds of errors ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "call"),
    [
        (ValueError, lambda: provider().with_inputs(contact_pay_rate=-1)),
        (KeyError, lambda: provider().with_inputs(contact_pay=1.0)),
        (KeyError, lambda: ranged().explain("tea")),
        (KeyError, lambda: fp.statutory_rates("2026-04-06", nation="Wales")["tea"]),
        (ValueError, lambda: fp.statutory_rates("1900-01-01", nation="Wales").minimum_wage(30)),
        (OSError, lambda: fp.write_fee_workbook(ranged(), "no/such/folder/fees.xlsx")),
        (FileNotFoundError, lambda: fp.load_assumptions("no.toml")),
        (FileNotFoundError, lambda: fp.load("no.xlsx")),
        (FileNotFoundError, lambda: fp.load_case("no.toml")),
        (FileNotFoundError, lambda: fp.load_cohort("no.toml")),
        (FileNotFoundError, lambda: fp.load_contract("no.toml")),
        (FileNotFoundError, lambda: fp.load_rate_card("no.toml")),
        (FileNotFoundError, lambda: fp.read_assumptions("no.xlsx")),
        (FileNotFoundError, lambda: fp.read_law("no.toml")),
        (FileNotFoundError, lambda: fp.read_survey("no")),
        (NotADirectoryError, lambda: fp.read_survey(EXAMPLES / "provider.toml")),
        (
            FileNotFoundError,
            lambda: fp.read_visits("no.csv", {"planned_minutes": "p", "actual_minutes": "a"}),
        ),
        (FileNotFoundError, lambda: fp.verify_workbook("no.xlsx")),
        (FileNotFoundError, lambda: fp.lint_workbook("no.xlsx")),
        (FileNotFoundError, lambda: fp.OpenBook(provider(), law="no.toml")),
        (ValueError, lambda: fp.load_assumptions("no.toml")),
        (OSError, lambda: fp.load_assumptions(EXAMPLES)),
        (ValueError, lambda: people().with_values(people=0)),
        (ValueError, lambda: fp.read_assumptions(EXAMPLES / "provider.toml")),
    ],
)
def test_an_error_is_also_the_kind_that_python_has_for_it(kind: type[Exception], call: Any) -> None:
    with pytest.raises(kind) as refused:
        call()
    assert isinstance(refused.value, fp.FairpriceError)
    assert str(refused.value).endswith("]")  # a KeyError would print its argument in quotes
    again = pickle.loads(pickle.dumps(refused.value))
    assert (type(again), again.problems) == (type(refused.value), refused.value.problems)


# --- what fixes draws ----------------------------------------------------------------------------


def _compared(seed: Any = None, **how: Any) -> fp.PaymentComparison:
    few = people().with_values(people=5)
    return fp.compare_payments(
        [contract()], few, ranged(), draws=4, seed=seed, progress=False, **how
    )


def _drawn(seed: Any = None, **how: Any) -> fp.CostUncertainty:
    return fp.cost_uncertainty(ranged(), draws=1_000, seed=seed, **how)


drawing = pytest.mark.parametrize(
    "draw", [_drawn, _compared], ids=["draws of a cost", "a comparison"]
)


@drawing
def test_a_generator_may_stand_in_place_of_a_seed(draw: Any) -> None:
    assert draw(rng=np.random.default_rng(7)) == draw(np.random.default_rng(7))
    for wrong, said in (
        ({"rng": 7}, "rng: is a int"),
        ({"rng": np.random.default_rng(7), "seed": 7}, "rng: is given beside seed"),
    ):
        with pytest.raises(fp.InputError, match=said):
            draw(**wrong)


def test_a_bridge_takes_a_generator() -> None:
    theirs = plain(mileage_rate=0.4)
    one = fp.bridge(ranged(), theirs, rng=np.random.default_rng(7))
    assert one == fp.bridge(ranged(), theirs)  # few differences: no order is sampled
    with pytest.raises(fp.InputError, match="rng: is given beside seed"):
        fp.bridge(ranged(), theirs, seed=1, rng=np.random.default_rng(7))


@drawing
def test_a_generator_gives_a_seed_that_the_result_keeps(draw: Any) -> None:
    one = draw(np.random.default_rng(7))
    assert one == draw(np.random.default_rng(7))
    seed = one.seed if isinstance(one, fp.CostUncertainty) else one.experiment.seed
    assert type(seed) is int
    assert seed < 10**15  # more digits than a spreadsheet holds would be another seed
    assert one == draw(seed)
    generator = np.random.default_rng(7)
    assert [draw(generator) == one, draw(generator) == one] == [True, False]


@pytest.mark.parametrize("wrong", ["x", None, -1, 1.5, np.random.RandomState(1), True])
def test_other_seeds_are_refused(wrong: Any) -> None:
    for draw in (
        lambda: fp.bridge(ranged(), ranged(), seed=wrong),
        lambda: fp.cost_uncertainty(ranged(), draws=1_000, seed=wrong),
        lambda: _compared(wrong),
    ):
        with pytest.raises(fp.InputError, match=r"seed: .* is not a whole number"):
            draw()
