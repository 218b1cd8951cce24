"""Who bears which uncertainty, and what one more of something pays."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from payment_cases import (
    WELL,
    at_risk,
    contract,
    fixed,
    hourly,
    in_proportion,
    outcome,
    steady,
)
from providers import plain_book

from fairprice import PaymentComparison, compare_payments
from fairprice.payment import theory
from fairprice.payment.cohort import SOURCES

BOOK = plain_book(return_rate=0.05, it_per_contact_hour=0.5, ppe_per_visit=0.2)


def compare(*contracts: Any, cohort: Any = None, draws: int = 300, **terms: Any) -> Any:
    options = {"book": BOOK, "draws": draws, "seed": 5, "progress": False} | terms
    return compare_payments(contracts, steady() if cohort is None else cohort, **options)


def bearers(result: PaymentComparison, name: str) -> dict[str, str]:
    row = result.risk.loc[name]
    return {source: row[f"bearer: {source}"] for source in SOURCES}


@pytest.mark.parametrize("price", [20.0, 24.37, 1 / 3 * 70])
def test_nobody_bears_what_does_not_vary(price: float) -> None:
    cohort = steady(outcomes=[outcome()], people=7)
    result = compare(contract(hourly(price), at_risk(0.7, in_proportion(0.9))), cohort=cohort)
    assert set(bearers(result, "Contract").values()) == {"too small to tell"}
    row = result.risk.loc["Contract"]
    shares = row[[name for name in row.index if "share: " in name]].astype(float)
    assert (shares == 0).all()
    assert "nothing varies" in result.describe()
    assert result.provider["margin_error"].tolist() == pytest.approx([0], abs=1e-6)


# who bears what


@pytest.mark.parametrize(
    ("source", "change", "base", "side"),
    [
        ("volume", {"volume_sd": 0.1}, hourly(30), "provider"),
        # all cost falls with hours here: what the payer loses by an hour less, the provider saves
        ("volume", {"volume_sd": 0.1}, fixed(1e5), "shared"),
        ("volume", {"leaving_weekly_probability": 0.02},
         {"kind": "capitation", "weekly_amount": 150.0, "risk_adjusted": False}, "provider"),
        ("volume", {"hospital_weekly_probability": 0.05}, hourly(25), "provider"),
        ("length", {"provider_length_sd": 0.1}, hourly(25), "provider"),
        ("length", {"provider_length_sd": 0.1},
         {"kind": "cost plus", "fee_share": 0.1, "annual_fee": 0.0}, "payer"),
        ("need", {"need_sd": 0.3, "need_reliability": 1.0}, fixed(1e5), "shared"),
        ("need", {"need_sd": 0.3, "need_reliability": 1.0}, hourly(25), "provider"),
        ("price", {"cost_sd": 0.1}, hourly(25), "provider"),
        ("price", {"cost_sd": 0.1},
         {"kind": "cost plus", "fee_share": 0.0, "annual_fee": 9.0}, "payer"),
        ("price", {"cost_sd": 0.1},
         {"kind": "cost plus", "fee_share": 0.0, "annual_fee": 0.0}, "payer"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_the_variance_of_one_source_is_attributed_to_it(
    source: str, change: dict, base: dict, side: str
) -> None:
    result = compare(contract(base), cohort=steady(**change))
    expected = dict.fromkeys(SOURCES, "too small to tell") | {source: side}
    assert bearers(result, "Contract") == expected
    row = result.risk.loc["Contract"]
    part = "provider" if side == "shared" else side
    assert row[f"{part}_share: {source}"] == pytest.approx(1, abs=1e-6)


def test_skill_chance_and_delay_are_told_apart() -> None:
    share = at_risk(1.0, in_proportion(0.5))
    chance = steady(outcomes=[outcome(probability=0.5)])
    row = compare(contract(fixed(1e5), share), cohort=chance).risk.loc["Contract"]
    assert row["provider_share: outcome chance"] == pytest.approx(1)
    assert row["payer_share: outcome chance"] == pytest.approx(1)
    many = steady(people=4000, outcomes=[outcome(probability=0.5, skill_sd=0.1)])
    row = compare(contract(fixed(1e5), share), cohort=many, weeks=2).risk.loc["Contract"]
    # 0.01 against 0.24 / 4000 of variance
    assert row["provider_share: outcome skill"] == pytest.approx(0.994, abs=0.01)
    late = {"delay_days": 40.0, "due_days": 30.0, "late_interest_rate": 0.08}
    result = compare(contract(fixed(1e5), payment_terms=late), cohort=steady(payment_delay_sd=5.0))
    assert result.risk.loc["Contract", "payer_share: delay"] == pytest.approx(1)


def test_two_sources_that_add_up_are_split_as_their_variances() -> None:
    # margin = 80,000 - cost: volume spread 4 %, cost spread 3 %, nearly additive
    result = compare(contract(fixed(8e4)), cohort=steady(volume_sd=0.04, cost_sd=0.03), draws=1000)
    row = result.risk.loc["Contract"]
    near = 4 * 0.8 / np.sqrt(1000)
    assert row["provider_share: volume"] == pytest.approx(16 / 25, abs=near)
    assert row["provider_share: price"] == pytest.approx(9 / 25, abs=near)
    assert row["provider_standard_deviation"] == pytest.approx(
        0.05 * result.provider["cost"]["Contract"], rel=4 / np.sqrt(2000)
    )
    assert row["payer_standard_deviation"] == pytest.approx(0, abs=1e-6)


def test_risk_premium_of_a_linear_contract() -> None:
    # alpha = 30 - cost an hour, on 3,640 hours with a spread of 10 %
    aversion = 2e-5
    result = compare(
        contract(hourly(30)), cohort=steady(volume_sd=0.1), draws=4000, risk_aversion=aversion
    )
    per_hour = 30 - BOOK.at(2.0, 1.0)["total_cost"]
    expected = theory.risk_premium(aversion, (per_hour * 364) ** 2)
    found = result.risk.loc["Contract", "provider_risk_premium"]
    assert found == pytest.approx(expected, rel=4 * np.sqrt(2 / 4000))
    assert "provider_risk_premium" not in compare(contract(hourly(30)), draws=2).risk


def test_false_verdicts() -> None:
    known = outcome(probability=0.8, false_positive=0.2, false_negative=0.1)
    result = compare(contract(fixed(1)), cohort=steady(people=50, outcomes=[known]), weeks=4)
    row = result.risk.loc["Contract"]
    assert row["false_reward_rate"] == pytest.approx(0.2, abs=4 * 0.4 / np.sqrt(10 * 300))
    assert row["false_penalty_rate"] == pytest.approx(0.1, abs=4 * 0.3 / np.sqrt(40 * 300))


# what one more pays


def test_incentives_by_hand() -> None:
    packages = [{"share": 1.0, "visit_minutes": [15.0, 30.0], "visits_per_week": [7.0, 7.0]}]
    cohort = steady(packages=packages, outcomes=[outcome(probability=0.5)], actual_to_planned=0.9)
    tariff = {"kind": "outcome tariff", "outcomes": {WELL: 700.0}, "lag_weeks": 1.0}
    result = compare(
        contract(hourly(24), tariff, name="planned"),
        contract(hourly(24, "actual"), name="actual"),
        contract(fixed(1e5), at_risk(0.5, in_proportion(0.5)), name="share"),
        cohort=cohort,
    )
    visit, hour = BOOK.at(1.0, 0.0)["total_cost"], BOOK.at(0.0, 1.0)["total_cost"]
    table = result.incentives
    short = "one_15_minute_visit_more"
    assert table.loc["planned", short] == pytest.approx(6 - visit - 0.225 * hour)
    assert table.loc["actual", short] == pytest.approx(0.225 * 24 - visit - 0.225 * hour)
    assert table.loc["share", short] == pytest.approx(-visit - 0.225 * hour)
    shaved = "one_minute_shaved"
    assert table.loc["planned", shaved] == pytest.approx(hour / 60)
    assert table.loc["actual", shaved] == pytest.approx((hour - 24) / 60)
    # an hour of need is 1 / 0.9 planned hours, and 60 / 22.5 planned visits of them
    visits = 60 / 22.5 / 0.9
    less = "one_hour_less_need"
    assert table.loc["planned", less] == pytest.approx(-24 / 0.9 + visits * visit + hour)
    assert table.loc["actual", less] == pytest.approx(-24 + visits * visit + hour)
    assert table.loc["share", less] == pytest.approx(visits * visit + hour)
    more = f"one_more: {WELL}"
    assert table.loc["planned", more] == pytest.approx(700)
    assert table.loc["actual", more] == pytest.approx(0)
    assert table.loc["share", more] == pytest.approx(1e5 * 0.5 / 0.5 / 10)


def test_a_gain_has_the_error_of_its_mean_over_years() -> None:
    # an hour by the plan pays 24 / ratio, and the ratio of a year is 1 with a spread of 10 %
    cohort = steady(people=40, provider_length_sd=0.1, outcomes=[outcome(probability=0.5)])
    result = compare(contract(hourly(24)), contract(hourly(24, "actual"), name="actual"),
                     cohort=cohort)  # fmt: skip
    less, error = "one_hour_less_need", "one_hour_less_need_error"
    visit, hour = BOOK.at(1.0, 0.0)["total_cost"], BOOK.at(0.0, 1.0)["total_cost"]
    table, draws = result.incentives, result.experiment.block_draws
    # (2 visits at cost less 24 paid) / ratio, to the first order of the spread
    assert table.loc["Contract", error] == pytest.approx(
        0.1 * abs(2 * visit - 24) / np.sqrt(draws), rel=0.1
    )
    away = table.loc["Contract", less] - (2 * visit - 24) * (1 + 0.1**2) - hour
    assert abs(away) <= 4 * table.loc["Contract", error]
    assert table.loc["actual", error] < table.loc["Contract", error]
    # every visit brings the same: nothing of it is chance
    assert table.loc["Contract", "one_minute_shaved_error"] == pytest.approx(0, abs=1e-9)
    assert f"one_more_error: {WELL}" in table


@pytest.mark.parametrize("people", [1, 2])
def test_one_more_outcome_counts_only_where_there_can_be_one_more(people: int) -> None:
    tariff = {"kind": "outcome tariff", "outcomes": {WELL: 700.0}, "lag_weeks": 1.0}
    terms = contract({"kind": "by results"}, tariff)
    likely = steady(people=people, outcomes=[outcome(probability=0.8)])
    found = compare(terms, cohort=likely).incentives[f"one_more: {WELL}"]
    assert found.tolist() == pytest.approx([700])
    certain = steady(people=people, outcomes=[outcome()])
    assert compare(terms, cohort=certain).incentives[f"one_more: {WELL}"].isna().all()


def test_no_short_visits_no_incentive_to_add_one() -> None:
    assert compare(contract(hourly(24))).incentives["one_15_minute_visit_more"].isna().all()


def test_a_shift_is_longer_by_the_visit_added() -> None:
    packages = [{"share": 1.0, "visit_minutes": [15.0], "visits_per_week": [7.0]}]
    shift = {"kind": "shift", "hourly_rate": 15.0, "contact_share": 0.8}
    result = compare(contract(shift), cohort=steady(packages=packages), draws=2)
    cost = BOOK.at(1.0, 0.25)["total_cost"]
    found = result.incentives["one_15_minute_visit_more"]
    assert found.tolist() == pytest.approx([0.25 / 0.8 * 15 - cost])


@pytest.mark.parametrize(
    ("payer_share", "side"), [(0.2, "provider"), (0.5, "shared"), (0.6, "shared"), (0.8, "payer")]
)
def test_a_source_may_be_shared(payer_share: float, side: str) -> None:
    # of the payer's part squared against the provider's part squared, three quarters decide
    target = BOOK.at(7280.0, 3640.0)["total_cost"]
    corridor = {"kind": "risk corridor", "target_cost": target, "band_begins": [0.0],
                "payer_shares": [payer_share]}  # fmt: skip
    result = compare(contract(fixed(target), corridor), cohort=steady(cost_sd=0.05))
    assert bearers(result, "Contract")["price"] == side
    row = result.risk.loc["Contract"]
    ratio = row["payer_standard_deviation"] / row["provider_standard_deviation"]
    assert ratio == pytest.approx(payer_share / (1 - payer_share))


def test_what_cannot_be_told_from_nothing_is_not_attributed() -> None:
    cohort = steady(volume_sd=0.1, cost_sd=0.001, provider_length_sd=0.001, need_sd=0.001)
    for seed in range(6):
        named = bearers(compare(contract(fixed(8e4)), cohort=cohort, seed=seed), "Contract")
        assert named["volume"] == "shared"
        assert {named[source] for source in SOURCES if source != "volume"} == {"too small to tell"}
