"""Arrays of scenarios give what a loop over open books gives."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pytest
from effort import at_most
from hypothesis import given
from hypothesis import strategies as st
from providers import plain
from strategies import assumptions

from fairprice import (
    Assumptions,
    DateNotCoveredError,
    InputError,
    OpenBook,
    StatutoryRates,
    price_scenarios,
)
from fairprice.cost import blocks as module
from fairprice.cost.blocks import run_in_blocks

SHARES_OF_ONE = ("pay_band_share", "worker_share")


@dataclass(frozen=True)
class Altered(StatutoryRates):
    """Rates in force with some values replaced, as an overlay would."""

    changes: dict[str, float] = field(default_factory=dict)

    def value(self, name: str) -> float:
        return self.changes.get(name, super().value(name))


def one_by_one(
    drawn: Assumptions, columns: dict[str, np.ndarray[Any, Any]], rows: tuple[str, ...]
) -> np.ndarray[Any, Any]:
    """Price each scenario with a book of its own."""
    fields = Assumptions.fields()
    results = []
    for number in range(len(next(iter(columns.values())))):
        entry = {name: column[number].tolist() for name, column in columns.items()}
        if "employment_allowance_claimed" in entry:
            entry["employment_allowance_claimed"] = bool(entry["employment_allowance_claimed"])
        given_inputs = {name: value for name, value in entry.items() if name in fields}
        law = {name: value for name, value in entry.items() if name not in fields}
        in_force = OpenBook(drawn).rates
        rates = Altered(in_force.date, in_force.nation, in_force.register, law)
        book = OpenBook(drawn.with_inputs(**given_inputs), rates)
        total = {"price_per_hour": book.price_per_hour}
        results.append([total[row] if row in total else book.value(row) for row in rows])
    return np.array(results)


@st.composite
def varied(draw: st.DrawFn) -> tuple[Assumptions, dict[str, np.ndarray[Any, Any]]]:
    drawn = draw(assumptions(documented=False))
    book = OpenBook(drawn)
    names = [name for name in book.plan.inputs if not name.endswith("_visit_share")]
    chosen = draw(st.lists(st.sampled_from(names), min_size=1, max_size=4, unique=True))
    count = draw(st.integers(1, 4))
    factors = st.floats(0.9, 1.0).map(lambda factor: round(factor, 3))
    columns = {}
    for name in chosen:
        value = np.asarray(book.value(name), dtype=float)
        if name in SHARES_OF_ONE:
            columns[name] = np.array([draw(st.permutations(list(value))) for _ in range(count)])
        elif name in ("employment_allowance_claimed", "weeks_per_year"):
            options = [0.0, 1.0] if name.startswith("employ") else [52.0, 53.0]
            columns[name] = np.array([draw(st.sampled_from(options)) for _ in range(count)])
        else:
            columns[name] = np.stack([value * draw(factors) for _ in range(count)])
    return drawn, columns


@at_most(60)
@given(varied())
def test_a_call_equals_a_loop_over_books(
    case: tuple[Assumptions, dict[str, np.ndarray[Any, Any]]],
) -> None:
    drawn, columns = case
    rows = ("price_per_hour", "total_careworker_costs", "return_on_operations", "direct_care")
    table = price_scenarios(drawn, columns, rows=rows)
    assert list(table.columns) == list(rows)
    # to the last bit: the same operations in the same order, whatever is computed at once
    np.testing.assert_array_equal(table, one_by_one(drawn, columns, rows))


def test_the_law_is_varied_by_its_name() -> None:
    """15 % and 13.8 % of 294.00 in a week of 390.00, on gross pay of 15.60 x 52 / 46.4."""
    table = price_scenarios(plain(), {"employer_nic_rate": [0.15, 0.138]})
    gross = 15.60 * 52 / 46.4
    assert table["price_per_hour"][0] - table["price_per_hour"][1] == pytest.approx(
        gross * 0.012 * 294 / 390
    )


def test_many_scenarios_are_the_same_in_any_block(monkeypatch: pytest.MonkeyPatch) -> None:
    rates = np.linspace(10, 20, 1000)
    whole = price_scenarios(plain(), {"contact_pay_rate": rates})
    monkeypatch.setattr(module, "BLOCK", 7)
    in_blocks = price_scenarios(plain(), {"contact_pay_rate": rates})
    assert whole.equals(in_blocks)
    assert whole["price_per_hour"].is_monotonic_increasing
    assert len(whole) == 1000


def test_scenarios_as_they_stand_give_the_books_price() -> None:
    table = price_scenarios(plain(), {"contact_pay_rate": [13.0]})
    assert table["price_per_hour"][0] == pytest.approx(OpenBook(plain()).price_per_hour, rel=1e-12)
    assert list(table.columns) == [
        "total_careworker_costs", "total_business_costs", "price_per_hour", "return_on_operations",
    ]  # fmt: skip


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "misspelled": (
        {"contact_pay": [13.0]},
        "inputs.contact_pay: is not an input. A name that is not known would be a cost that is "
        "silently left out. Did you mean contact_pay_rate? [unknown-name]",
    ),
    "not used here": (
        {"pay_band_rate": [[13.0]]},
        "pay_band_rate: is an input that this calculation does not use. Varying it would change "
        "nothing. Vary what is stated in its place, or remove it. [not-used]",
    ),
    "one number": (
        {"contact_pay_rate": 13.0},
        "contact_pay_rate: has the shape (). Each scenario needs one value, and a table one for "
        "each band. Give an array of shape (n,). [wrong-shape]",
    ),
    "a table without bands": (
        {"worker_weekly_hours": [30.0, 20.0]},
        "worker_weekly_hours: has the shape (2,). Each scenario needs one value, and a table one "
        "for each band. Give an array of shape (n, 1). [wrong-shape]",
    ),
    "not finite": (
        {"contact_pay_rate": [13.0, math.nan, math.inf]},
        "contact_pay_rate[1]: 2 values are not finite or outside bounds, the first is nan. One "
        "bad value would spoil every figure drawn from the scenarios. Give above 0, at most 200. "
        "[out-of-bounds]",
    ),
    "at an exclusive bound": (
        {"contact_pay_rate": [0.0]},
        "contact_pay_rate[0]: 1 values are not finite or outside bounds, the first is 0.0. One "
        "bad value would spoil every figure drawn from the scenarios. Give above 0, at most 200. "
        "[out-of-bounds]",
    ),
    "the law not finite": (
        {"employer_nic_rate": [-math.inf]},
        "employer_nic_rate[0]: 1 values are not finite or outside bounds, the first is -inf. One "
        "bad value would spoil every figure drawn from the scenarios. Give from 0 to 1. "
        "[out-of-bounds]",
    ),
    "15 % written as 15": (
        {"employer_nic_rate": [0.15, 15.0]},
        "employer_nic_rate[1]: 1 values are not finite or outside bounds, the first is 15.0. One "
        "bad value would spoil every figure drawn from the scenarios. Give from 0 to 1. "
        "[out-of-bounds]",
    ),
    "shares": (
        {"worker_share": [[0.9]]},
        "worker_share: Shares of a scenario do not add up to 1. Every hour and every worker "
        "belongs to exactly one band. Divide each row by its sum. [shares-do-not-add-up]",
    ),
}


@pytest.mark.parametrize(("columns", "text"), BAD.values(), ids=BAD)
def test_scenarios_that_cannot_be_priced(columns: dict[str, Any], text: str) -> None:
    with pytest.raises(InputError) as caught:
        price_scenarios(plain(), columns)
    assert [str(problem) for problem in caught.value.problems] == [text]


def test_every_problem_of_the_scenarios_is_reported_at_once() -> None:
    columns = {
        "zzzz": [1.0],
        "mileage_rate": [-1.0],
        "contact_pay_rate": [13.0, 14.0],
        "miles_per_visit": [[1.0]],
        "travel_pay_rate": ["a", "b"],
    }
    with pytest.raises(InputError) as caught:
        price_scenarios(plain(), columns, rows=("price", "holidays", "worker_weekly_pay"))
    assert sorted(problem.code for problem in caught.value.problems) == [
        "not-a-number", "out-of-bounds", "unequal-lengths", "unknown-name", "unknown-row",
        "unknown-row", "unknown-row", "wrong-shape",
    ]  # fmt: skip
    assert "rows: price: is of a visit." in str(caught.value)
    assert "Ask for price_per_hour." in str(caught.value)


def test_scenarios_without_a_price_are_named() -> None:
    taken = plain(
        return_base="price", return_rate=0.1, stated_holiday_rate=0.1, stated_holiday_base="price"
    )
    with pytest.raises(InputError) as caught:
        price_scenarios(taken, {"return_rate": [0.1, 0.95, 0.99]})
    [problem] = caught.value.problems
    assert (problem.code, problem.where) == ("no-price-covers-it", "scenario 1")
    assert problem.what == "2 scenarios have no price that covers them."


def test_a_return_of_all_the_price_leaves_no_price() -> None:
    taken = plain(return_base="price", return_rate=0.1)
    for whole in (1.0, 1.01):
        with pytest.raises(InputError, match="scenario 1: 1 scenarios have no price"):
            price_scenarios(taken, {"return_rate": [0.99, whole]})


def test_a_scenario_beyond_the_first_block_is_named_by_its_own_number() -> None:
    taken = plain(return_base="price", return_rate=0.1)
    rates = np.full(module.BLOCK + 10, 0.1)
    rates[-1] = 1.5
    with pytest.raises(InputError, match=f"^scenario {len(rates) - 1}: 1 scenarios"):
        price_scenarios(taken, {"return_rate": rates})


def test_scenarios_of_all_blocks_without_a_price_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "BLOCK", 3)
    taken = plain(return_base="price", return_rate=0.1)
    rates = np.array([0.1, 0.1, 0.1, 0.1, 1.5, 0.1, 0.1, 0.1, 1.5, 1.5])
    with pytest.raises(InputError, match=r"^scenario 4: 3 scenarios have no price"):
        price_scenarios(taken, {"return_rate": rates}, rows=("gross_pay",))


def test_bad_values_of_a_later_block_are_reported_before_what_has_no_price(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "BLOCK", 2)
    taken = plain(return_base="price", return_rate=0.1)
    columns = {
        "return_rate": np.array([1.5, 0.1, 0.1, 0.1, 0.1]),
        "mileage_rate": np.array([0.4, 0.4, 0.4, 0.4, -1.0]),
        "worker_share": np.array([[1.0], [1.0], [1.0], [0.9], [1.0]]),
        "evening_share": np.full(5, 0.6),
        "weekend_share": np.array([0.1, 0.1, 0.6, 0.1, 0.1]),
    }
    with pytest.raises(InputError) as caught:
        price_scenarios(taken, columns)
    assert [(problem.code, problem.where) for problem in caught.value.problems] == [
        ("out-of-bounds", "mileage_rate[4]"),
        ("shares-do-not-add-up", "worker_share"),
        ("shares-do-not-add-up", "evening_share"),
    ]


def test_rows_that_nobody_asked_for_are_not_computed() -> None:
    plan = OpenBook(plain()).plan
    inputs = {name: OpenBook(plain()).value(name) for name in plan.inputs}
    rates = {"contact_pay_rate": np.array([13.0, 14.0])}
    del inputs["mileage_rate"]
    [pay] = run_in_blocks(plan, inputs, rates, ["gross_pay"])
    assert (
        pay.tolist() == price_scenarios(plain(), rates, rows=("gross_pay",))["gross_pay"].tolist()
    )
    with pytest.raises(KeyError, match="mileage_rate"):
        run_in_blocks(plan, inputs, rates, ["price"])


def test_no_scenarios_at_all_are_refused() -> None:
    with pytest.raises(InputError, match="none"):
        price_scenarios(plain(), {})


@pytest.mark.parametrize("name", ["contact_pay_rate", "worker_share"])
def test_empty_arrays_give_an_empty_table_or_are_refused(name: str) -> None:
    empty = np.empty((0, 1)) if name == "worker_share" else np.empty(0)
    refused: tuple[str, ...] = ()
    table = None
    try:
        table = price_scenarios(plain(), {name: empty})
    except InputError as error:
        refused = tuple(problem.code for problem in error.problems)
    assert refused == ("unequal-lengths",) or (table is not None and table.empty)


def test_arrays_of_different_lengths_are_refused_with_their_lengths() -> None:
    columns = {"contact_pay_rate": [13.0], "mileage_rate": [0.4, 0.5]}
    with pytest.raises(InputError) as caught:
        price_scenarios(plain(), columns)
    [problem] = caught.value.problems
    assert problem.code == "unequal-lengths"
    assert "contact_pay_rate has 1, mileage_rate has 2" in problem.what


@pytest.mark.parametrize(
    "columns",
    [
        {"visits_per_week": [[0.0]]},
        {"holiday_weeks": [26.0], "sickness_days_per_year": [130.0]},
    ],
    ids=["no visits", "never at work"],
)
def test_a_scenario_without_hours_is_refused(columns: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        price_scenarios(plain(), columns)


def test_the_switch_takes_yes_or_no_only() -> None:
    with pytest.raises(InputError, match="employment_allowance_claimed"):
        price_scenarios(plain(), {"employment_allowance_claimed": [7.0]})


def test_unsocial_hours_of_a_scenario_stay_within_all_hours() -> None:
    with pytest.raises(InputError, match="shares-do-not-add-up"):
        price_scenarios(plain(), {"evening_share": [0.6], "weekend_share": [0.6]})
    # what is not varied counts as well, and all hours may be unsocial ones
    party = plain(bank_holiday_share=0.2, weekend_share=0.3)
    assert len(price_scenarios(party, {"evening_share": [0.1, 0.5]})) == 2
    with pytest.raises(InputError, match="shares-do-not-add-up"):
        price_scenarios(party, {"evening_share": [0.1, 0.501]})


def test_shares_of_unequal_length_are_told_as_that() -> None:
    with pytest.raises(InputError) as caught:
        price_scenarios(plain(), {"evening_share": [0.1, 0.2], "weekend_share": [0.1, 0.2, 0.3]})
    assert {problem.code for problem in caught.value.problems} == {"unequal-lengths"}


def table() -> pd.DataFrame:
    """Return scenarios as an analyst keeps them: labelled, of two days, bands in a cell."""
    return pd.DataFrame(
        {
            "contact_pay_rate": pd.array([13.0, 14.5, 13.0], dtype="Float64"),
            "worker_share": [[1.0], [1.0], [1.0]],
            "price_date": ["2026-04-06", "2025-04-06", "2026-04-06"],
        },
        index=pd.Index(["town", "country", "town"], name="area"),
    )


def test_a_frame_comes_back_under_its_index_with_results_beside_its_columns() -> None:
    given = table()
    kept = given.copy()
    priced = price_scenarios(plain(), given, rows=("price_per_hour", "mileage"), lengths=[15, 22.5])
    assert given.equals(kept)
    assert priced[given.columns].equals(kept)
    assert priced.index.equals(given.index)
    assert list(priced.columns[3:]) == [
        "price_per_hour", "mileage", "price_of_15_minutes", "price_of_22.5_minutes",
    ]  # fmt: skip
    for row in priced.to_dict("records"):
        alone = OpenBook(
            plain(contact_pay_rate=row["contact_pay_rate"], price_date=row["price_date"])
        )
        assert row["price_per_hour"] == alone.price_per_hour
        assert row["mileage"] == alone.value("mileage")
        assert row["price_of_15_minutes"] == alone.price(15)
        assert row["price_of_22.5_minutes"] == alone.price(22.5)
    assert priced["price_per_hour"].nunique() == 2


def test_scenarios_may_differ_in_their_price_date_alone() -> None:
    days = pd.to_datetime(["2026-04-06", "2025-04-06", "2026-04-06"])
    prices = price_scenarios(plain(), {"price_date": days})["price_per_hour"]
    before = OpenBook(plain(price_date="2025-04-06")).price_per_hour
    assert prices.tolist() == [OpenBook(plain()).price_per_hour, before, prices[0]]
    # a rate of the law that a scenario states holds on its date too
    stated = {"employer_nic_rate": [0.15, 0.15, 0.138], "price_date": days}
    under = price_scenarios(plain(), stated)["price_per_hour"]
    assert under[1] == prices[1]
    assert under[2] < under[0] == prices[0]


def test_a_single_value_beside_arrays_holds_in_every_scenario() -> None:
    rates = {"contact_pay_rate": [13.0, 14.0]}
    one = price_scenarios(plain(), rates | {"mileage_rate": 0.3, "worker_share": [1.0]}, lengths=30)
    whole = rates | {"mileage_rate": [0.3, 0.3], "worker_share": [[1.0], [1.0]]}
    assert one.equals(price_scenarios(plain(), whole, lengths=[30, 30]))
    dated = price_scenarios(plain(), rates | {"price_date": "2025-04-06"})
    assert dated.equals(price_scenarios(plain(price_date="2025-04-06"), rates))


def test_what_is_wrong_in_a_frame_is_named_by_column_and_row() -> None:
    wrong = table().assign(
        contact_pay_rate=[13.0, "x", 13.0],
        miles_per_visit=[1.0, -1.0, math.nan],
        worker_share=[[1.0], [0.9], [1.0]],
        price_date=["2026-04-06", "6 April", "2026-04-06"],
        council="A",
    )
    with pytest.raises(InputError) as caught:
        price_scenarios(plain(), wrong, lengths=0)
    assert {(problem.code, problem.where) for problem in caught.value.problems} == {
        ("not-a-number", "contact_pay_rate, row 'country'"),
        ("out-of-bounds", "miles_per_visit, row 'country'"),
        ("shares-do-not-add-up", "worker_share, row 'country'"),
        ("not-a-date", "price_date, row 'country'"),
        ("unknown-name", "inputs.council"),
        ("not-above-zero", "lengths"),
    }
    assert "'x' is not a number." in str(caught.value)
    assert "set_index('council')" in str(caught.value)
    with pytest.raises(DateNotCoveredError, match="price_date, row 'country': statutory register"):
        price_scenarios(plain(), table().assign(price_date=["2026-04-06", "1990-01-01", None])[:2])
    taken = plain(return_base="price", return_rate=0.1)
    with pytest.raises(InputError, match=r"^row 2031: 1 scenarios have no price"):
        price_scenarios(taken, pd.DataFrame({"return_rate": [0.1, 1.5]}, index=[2030, 2031]))
