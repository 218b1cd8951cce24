"""Contracts side by side: exact where nothing varies, statistics where something does."""

from __future__ import annotations

import os
import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
from payment_cases import (
    FREE,
    WELL,
    at_risk,
    contract,
    fixed,
    hourly,
    in_proportion,
    lively,
    outcome,
    steady,
)
from providers import plain_book

from fairprice import OpenBook, compare_payments
from fairprice.payment.comparison.metrics import Metrics

BOOK = plain_book(return_rate=0.05, it_per_contact_hour=0.5, ppe_per_visit=0.2)


def compare(*contracts: Any, cohort: Any = None, draws: int = 300, **terms: Any) -> Any:
    options = {"book": BOOK, "draws": draws, "seed": 5, "progress": False} | terms
    return compare_payments(contracts, steady() if cohort is None else cohort, **options)


# nothing varies: exact


def test_steady_people_cost_what_the_open_book_says() -> None:
    price = BOOK.price_per_hour
    result = compare(contract(hourly(price)), draws=3)
    lines = BOOK.at(7280.0, 3640.0)
    [provider] = result.provider.to_dict("records")
    assert provider["revenue"] == pytest.approx(7280 * price / 2, rel=1e-12)
    assert provider["cost"] == pytest.approx(lines["total_cost"], rel=1e-12)
    assert provider["margin"] == pytest.approx(lines["return_on_operations"], rel=1e-9)
    assert provider["margin_share"] == pytest.approx(0.05 / 1.05, rel=1e-9)
    assert provider["probability_of_loss"] == 0
    [payer] = result.payer.to_dict("records")
    assert payer["expected_spend"] == pytest.approx(lines["price"], rel=1e-12)
    assert payer["cost_per_contact_hour"] == pytest.approx(price, rel=1e-12)
    for column in result.payer.columns[result.payer.columns.str.endswith("_error")]:
        assert payer[column] == pytest.approx(0, abs=1e-6) or np.isnan(payer[column])


def test_the_margin_is_the_return_less_what_the_contract_costs_to_run_and_to_wait_for() -> None:
    costs = FREE | {"provider_monitoring_per_year": 250.0, "payer_monitoring_per_year": 100.0}
    terms = contract(
        hourly(BOOK.price_per_hour),
        transaction_costs=costs,
        payment_terms={"delay_days": 70.0, "due_days": 90.0, "late_interest_rate": 0.08},
    )
    result = compare(terms, cohort=steady(capital_cost_rate=0.05), draws=2)
    lines, [provider] = BOOK.at(7280.0, 3640.0), result.provider.to_dict("records")
    weekly, price = lines["total_cost"] / 52, lines["price"] / 52
    waiting = np.arange(1, 53)
    laid_out = weekly * waiting - price * np.maximum(waiting - 10, 0)
    interest = laid_out.sum() * 0.05 / 52
    assert provider["capital_cost"] == pytest.approx(interest)
    assert provider["peak_working_capital"] == pytest.approx(laid_out.max())
    assert provider["margin"] == pytest.approx(lines["return_on_operations"] - 250 - interest)
    assert result.payer["transaction_cost"].tolist() == [100]
    assert result.payer["expected_spend"].tolist() == pytest.approx([lines["price"] + 100])


def test_visits_of_several_lengths_cost_their_own_lines() -> None:
    packages = [{"share": 1.0, "visit_minutes": [15.0, 45.0], "visits_per_week": [7.0, 3.0]}]
    result = compare(contract(fixed(0)), cohort=steady(packages=packages), draws=2)
    lines = BOOK.at(5200.0, 520 * (7 * 0.25 + 3 * 0.75))
    assert result.provider["cost"].tolist() == pytest.approx([lines["total_cost"]], rel=1e-12)


# common random numbers


def test_equal_terms_get_equal_draws() -> None:
    terms = [contract(hourly(25, "lower"), name=name) for name in ("a", "b")]
    result = compare(*terms, cohort=lively(), draws=70)
    for name in vars(result.metrics["a"]):
        np.testing.assert_array_equal(
            getattr(result.metrics["a"], name), getattr(result.metrics["b"], name)
        )
    alone = compare(terms[1], cohort=lively(), draws=70)
    np.testing.assert_array_equal(alone.metrics["b"].margin, result.metrics["b"].margin)


def test_draws_do_not_depend_on_their_number_on_order_or_on_threads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cohort = lively(people=2000, outcomes=[])  # 16 draws a block
    terms = [contract(hourly(25), name="a"), contract(fixed(9e5), name="b")]
    few = compare(*terms, cohort=cohort, draws=20, weeks=4)
    assert few.experiment.block_draws == 16
    more = compare(*terms[::-1], cohort=cohort, draws=50, weeks=4)
    np.testing.assert_array_equal(few.metrics["a"].margin, more.metrics["a"].margin[:20])
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    single = compare(*terms, cohort=cohort, draws=20, weeks=4)
    for name in ("a", "b"):
        np.testing.assert_array_equal(few.metrics[name].spend, single.metrics[name].spend)
    other = compare(*terms, cohort=cohort, draws=20, weeks=4, seed=6)
    assert (other.metrics["a"].margin != few.metrics["a"].margin).all()


def test_a_behaviour_changes_only_its_own_contract() -> None:
    plain, careful = contract(hourly(25), name="a"), contract(hourly(25), name="b")
    clipping = contract(hourly(25), name="b", behaviour={"clipped_minutes": 3.0})
    before = compare(plain, careful, cohort=lively(), draws=50)
    after = compare(plain, clipping, cohort=lively(), draws=50)
    np.testing.assert_array_equal(before.metrics["a"].margin, after.metrics["a"].margin)
    np.testing.assert_array_equal(before.metrics["b"].visits, after.metrics["b"].visits)
    # planned minutes are paid, fewer are delivered
    assert (after.metrics["b"].margin > before.metrics["b"].margin).all()
    text = after.describe()
    assert "Provider behaviour under b (modelled, not observed): clipped_minutes 3." in text
    assert "under a (modelled" not in text
    assert clipping.clauses["Provider behaviour (modelled, not observed)"] == "clipped_minutes 3"
    assert "No provider is taken to behave differently" in before.describe()


# replay


def test_a_replayed_draw_adds_up_to_the_draw() -> None:
    cohort = lively(people=900, actual_to_planned=1.0, provider_length_sd=0.0, visit_length_sd=0.0)
    result = compare(contract(hourly(25)), cohort=cohort, draws=80, weeks=13)
    metrics = result.metrics["Contract"]
    for draw in (0, 34, 35, 36, 79):
        people = result.replay(draw)
        assert len(people) == 900
        assert people["delivered_hours"].sum() == pytest.approx(metrics.contact_hours[draw])
        assert people[f"reached: {WELL}"].sum() == metrics.reached[draw]
        assert people[f"measured: {WELL}"].sum() == metrics.measured[draw]
        wrong = people[f"measured: {WELL}"] & ~people[f"reached: {WELL}"]
        assert wrong.sum() == metrics.false_rewards[draw]
        assert people["package"].value_counts().to_dict() == {1: 630, 2: 270}
    pd.testing.assert_frame_equal(result.replay(3), result.replay(3))


# scaled contracts


def test_scaled_contracts_cost_or_leave_the_same() -> None:
    costs = FREE | {"payer_monitoring_per_year": 900.0}
    terms = [
        contract(hourly(26), name="a"),
        contract(hourly(31, "actual"), name="b", transaction_costs=costs),
        contract(fixed(5e5), at_risk(0.5, in_proportion(0.5)), name="c"),
    ]
    result = compare(*terms, cohort=lively())
    spend = {}
    for name, scaled in result._rescaled(lambda m: m.spend.mean(),
                                         result.metrics["a"].spend.mean()).items():  # fmt: skip
        spend[name] = scaled.spend.mean()
        np.testing.assert_allclose(scaled.margin, scaled.revenue - scaled.cost)
        factor = scaled.revenue / result.metrics[name].revenue
        np.testing.assert_allclose(factor, factor[0])
    assert list(spend.values()) == pytest.approx([result.metrics["a"].spend.mean()] * 3)
    # of the tables: equal spend leaves revenue less each payer's own costs
    revenue, error = result.equal_cost["revenue"], result.equal_cost["revenue_error"]
    assert revenue["b"] == pytest.approx(revenue["a"] - 900, abs=error.max())
    margins = result._rescaled(lambda m: m.margin.mean(), result.metrics["a"].margin.mean())
    for scaled in margins.values():
        assert scaled.margin.mean() == pytest.approx(result.metrics["a"].margin.mean())
    pd.testing.assert_series_equal(result.equal_margin.loc["a"], result.payer.loc["a"])
    pd.testing.assert_series_equal(result.equal_cost.loc["a"], result.provider.loc["a"])


def test_two_halves_and_the_whole_agree_in_expectation() -> None:
    terms = [
        contract(hourly(25, "lower"), name="time"),
        contract({"kind": "by results"},
                 {"kind": "outcome tariff", "outcomes": {WELL: 900.0}, "lag_weeks": 0.0},
                 name="tariff"),
        contract({"kind": "capitation", "weekly_amount": 180.0, "risk_adjusted": False},
                 name="capitation"),
    ]  # fmt: skip
    whole = compare(*terms, cohort=lively(), seed=1)
    halves = [compare(*terms, cohort=lively(people=20), seed=seed) for seed in (2, 3)]
    for name in whole.contracts:
        for of in ("revenue", "cost"):
            together = getattr(whole.metrics[name], of)
            apart = sum(getattr(half.metrics[name], of) for half in halves)
            error = np.hypot(together.std(), apart.std()) / np.sqrt(300)
            assert together.mean() == pytest.approx(apart.mean(), abs=4 * error), (name, of)


# what if


def test_break_even_weeks_and_minimum_caseload() -> None:
    known = outcome(probability=0.5, later_hours_effect=0.4, skill_sd=0.05)
    result = compare(contract(hourly(24)), cohort=steady(outcomes=[known, outcome("none")]))
    # 7 hours a week, 40 % fewer for half of the people
    assert result.break_even_weeks(WELL, 300.0) == pytest.approx(300 / (1.4 * BOOK.price_per_hour))
    assert result.break_even_weeks("none", 300.0) == np.inf
    people = result.minimum_caseload(0.7)
    assert people[WELL] == pytest.approx(0.7 / 0.3 * 0.25 / 0.0025)


def test_the_probability_at_which_two_contracts_pay_the_same() -> None:
    cohort = steady(people=200, outcomes=[outcome(probability=0.9)])
    share = at_risk(0.5, in_proportion(0.62))
    result = compare(contract(fixed(1e5), name="time"), contract(fixed(1e5), share, name="share"),
                     contract(fixed(9e5), name="dear"), cohort=cohort, weeks=2)  # fmt: skip
    found = result.equal_pay_probability("time", "share", WELL)
    assert found == pytest.approx(0.62, abs=4 * np.sqrt(0.24 / 200 / 300))
    assert np.isnan(result.equal_pay_probability("time", "dear", WELL))


# people and books at the edge


@pytest.mark.parametrize(
    "change",
    [
        {"cancelled_share": 1.0},
        {"actual_to_planned": 0.0},
        {"leaving_weekly_probability": 1.0},
        {"people": 1, "outcomes": [outcome(probability=0.0)]},
    ],
    ids=lambda change: next(iter(change)),
)
def test_years_without_care_or_outcomes_have_tables_all_the_same(change: dict) -> None:
    result = compare(contract(hourly(24)), contract({"kind": "by results"}, name="nothing"),
                     cohort=steady(**change), draws=4)  # fmt: skip
    for table in (result.payer, result.provider, result.risk, result.incentives,
                  result.equal_cost, result.equal_margin):  # fmt: skip
        assert table.index.tolist() == ["Contract", "nothing"]
    assert result.describe()


def test_every_table_names_its_figures_and_the_text_says_what_it_rests_on() -> None:
    result = compare(contract(hourly(25), name="a"), cohort=lively())
    for column in ("expected_spend", "spread", "spend_p5", "spend_p50", "spend_p95",
                   "cost_per_outcome", "cost_per_contact_hour", "transaction_cost"):  # fmt: skip
        assert column in result.payer
    assert set(vars(result.metrics["a"])) == set(Metrics.__dataclass_fields__)
    text = result.describe()
    for phrase in ("300 simulated years of 52 weeks, seed 5", "the same 40 people",
                   "No head-to-head trial", "need_sd", "open book"):  # fmt: skip
        assert phrase in text, phrase
    assert re.fullmatch(
        r"<PaymentComparison of 1 contracts, 40 people, 300 draws, seed 5, fairprice .*>",
        repr(result),
    )
    assert isinstance(result.book, OpenBook)


@pytest.mark.parametrize(("draws", "shown"), [(20, r"\d+%"), (2_000, r"\d+\.\d%")])
def test_a_share_of_years_has_no_digit_finer_than_its_error(draws: int, shown: str) -> None:
    cost = compare(contract(fixed(0)), cohort=steady(cost_sd=0.03), draws=20).provider["cost"]
    even = fixed(1.03 * float(cost.iloc[0]))
    result = compare(contract(even), cohort=steady(cost_sd=0.03), draws=draws)
    [error] = result.provider["probability_of_loss_error"]
    assert (error >= 0.01) == (draws == 20)
    assert error > 0
    assert re.search(f"a loss in {shown} of years", result.describe())


def test_an_outcome_costs_what_it_takes_to_reach_it_in_truth() -> None:
    cohort = steady(outcomes=[outcome(false_negative=0.5)])
    [cost] = compare(contract(fixed(1000)), cohort=cohort, draws=20).payer["cost_per_outcome"]
    assert cost == pytest.approx(100)


@pytest.mark.parametrize("price", [19.0, 24.0, 31.5])
def test_the_pay_that_a_price_affords(price: float) -> None:
    [pay] = compare(contract(hourly(price)), draws=2).provider["affordable_contact_pay_rate"]
    legal = BOOK.rates.value("adult_minimum_wage")
    again = OpenBook(BOOK.assumptions.with_inputs(contact_pay_rate=pay, travel_pay_rate=legal))
    assert again.price_per_hour == pytest.approx(price, rel=2e-3)
