"""Each term of a contract, worked by hand on people of whom nothing varies."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from payment_cases import (
    FREE,
    WELL,
    Data,
    at_risk,
    contract,
    fixed,
    hourly,
    in_proportion,
    only,
    outcome,
    paid,
    setting_of,
    steady,
    years,
)

from fairprice import Cohort, ContractError
from fairprice.payment.cohort import Year

# ten people, fourteen half-hours a week each: 140 visits, 70 hours a week; 3,640 hours a year
PLAIN = steady()
HOURS = 3640.0
COST = 7280 * 3.0 + HOURS * 16.0  # 80,080


def measured(cohort: Cohort, reached: int) -> Year:
    """Return years in which the first so many people reach each outcome."""
    year = years(cohort)
    flags = np.zeros_like(year.measured)
    flags[:, :reached, :] = True
    return replace(year, measured=flags, reached=flags)


# g(x)


@pytest.mark.parametrize(
    ("reward", "expected"),
    [
        ({"kind": "all or nothing", "target": 0.6}, {0: 0, 5: 0, 6: 1, 10: 1}),
        (in_proportion(0.6), {0: 0, 3: 0.5, 6: 1, 9: 1.5, 10: 10 / 6}),
        (in_proportion(0.6, cap=1.2), {3: 0.5, 7: 7 / 6, 8: 1.2, 10: 1.2}),
        (
            {"kind": "clipped linear", "lower": 0.2, "upper": 0.7, "most": 1.0},
            {0: 0, 2: 0, 3: 0.2, 7: 1, 8: 1, 10: 1},
        ),
        (
            {"kind": "clipped linear", "lower": 0.2, "upper": 0.7, "most": 1.4},
            {7: 1, 8: 1.2, 9: 1.4, 10: 1.4},
        ),
        (
            {"kind": "tiered", "thresholds": [0.3, 0.6, 0.9], "shares": [0.25, 0.75, 1.1]},
            {0: 0, 2: 0, 3: 0.25, 5: 0.25, 6: 0.75, 8: 0.75, 9: 1.1, 10: 1.1},
        ),
    ],
    ids=["all or nothing", "proportional", "capped", "clipped", "clipped above one", "tiered"],
)
def test_g_of_x_at_its_edges(reward: dict, expected: dict[int, float]) -> None:
    cohort = steady(outcomes=[outcome()])
    for reached, share in expected.items():
        year = measured(cohort, reached)
        for at, total in ((0.0, 1000), (0.8, 200 + 800 * share), (1.0, 1000 * share)):
            assert only(paid(contract(fixed(1000), at_risk(at, reward)), cohort, year)) == (
                pytest.approx(total)
            )
        pot = {"kind": "incentive pot", "annual_amount": 300.0, "outcomes": {WELL: 5.0},
               "reward": reward}  # fmt: skip
        assert only(paid(contract(fixed(1000), pot), cohort, year)) == pytest.approx(
            1000 + 300 * share
        )


TIERS: Data = {"kind": "tiered", "thresholds": [0.5], "shares": [0.8]}
NO_TIERS: Data = {"kind": "tiered", "thresholds": [], "shares": []}
# a clause with a table of one row, what is paid on a price of 1,000, and the table without it
ONE_ROW: list[tuple[Data, float, Data]] = [
    (at_risk(1.0, TIERS), 800, {"reward": NO_TIERS}),
    ({"kind": "gain and pain share", "target_cost": COST / 2, "range_begins": [0.0],
      "provider_gain_shares": [0.5], "provider_pain_shares": [0.5]}, 1000 - COST / 4,
     {"range_begins": [], "provider_gain_shares": [], "provider_pain_shares": []}),
    ({"kind": "risk corridor", "target_cost": COST / 2, "band_begins": [0.5],
      "payer_shares": [0.5]}, 1000 + COST / 8, {"band_begins": [], "payer_shares": []}),
    ({"kind": "shared savings", "benchmark": 2000.0, "provider_share": 0.5, "caseloads": [5.0],
      "minimum_savings_rates": [0.1], "provider_loss_share": 0.0}, 1500,
     {"caseloads": [], "minimum_savings_rates": []}),
    ({"kind": "outcome tariff", "outcomes": {WELL: 10.0}, "lag_weeks": 0.0}, 1060,
     {"outcomes": {}}),
    ({"kind": "incentive pot", "annual_amount": 10.0, "outcomes": {WELL: 5.0},
      "reward": in_proportion(0.6)}, 1010, {"outcomes": {}}),
    ({"kind": "indexation", "weights": {"pay": 1.0}, "growth": {"pay": 0.1}, "years": 1,
      "held": False}, 1100, {"weights": {}, "growth": {}}),
]  # fmt: skip


@pytest.mark.parametrize(("clause", "expected", "empty"), ONE_ROW)
def test_a_table_of_one_row_is_one_and_a_table_of_none_is_refused(
    clause: Data, expected: float, empty: Data
) -> None:
    cohort = steady(outcomes=[outcome()])
    terms = contract(fixed(1000), clause)
    assert only(paid(terms, cohort, measured(cohort, 6))) == pytest.approx(expected)
    with pytest.raises(ContractError):
        contract(fixed(1000), clause | empty)


def test_each_person_is_paid_for_in_proportion_to_planned_hours() -> None:
    packages = [
        {"share": 0.5, "visit_minutes": [30.0], "visits_per_week": [10.0]},
        {"share": 0.5, "visit_minutes": [60.0], "visits_per_week": [15.0]},
    ]
    cohort = steady(people=4, packages=packages, outcomes=[outcome(), outcome("other")])
    year = years(cohort)
    flags = np.zeros_like(year.measured)
    flags[:, 3, 0] = flags[:, 1, 1] = True
    year = replace(year, measured=flags)
    # planned hours of the four: 5, 5, 15, 15 of 40; results 0, 1/4, 0, 3/4 at weights 3 and 1
    weights = {"outcomes": {WELL: 3.0, "other": 1.0}}
    for reward, expected in (
        (in_proportion(1.0), 5 / 40 / 4 + 15 / 40 * 3 / 4),
        ({"kind": "all or nothing", "target": 0.75}, 15 / 40),
    ):
        share = at_risk(0.8, reward, "person") | weights
        assert only(paid(contract(fixed(1000), share), cohort, year)) == pytest.approx(
            200 + 800 * expected
        )
    # of all people together: the mean of the four scores is 1/4
    share = at_risk(0.8, in_proportion(0.5)) | weights
    assert only(paid(contract(fixed(1000), share), cohort, year)) == pytest.approx(200 + 400)


def test_the_withheld_share_comes_in_the_week_of_the_result() -> None:
    cohort = steady(outcomes=[outcome(expected_week=6.9)])
    terms = contract(fixed(520), at_risk(0.75, in_proportion(1.0), "person", lag_weeks=3.5))
    weekly = terms.settle(years(cohort), setting_of(cohort), 0, 0).payments[0]
    expected = np.full(52, 2.5)
    expected[10] += 390
    np.testing.assert_allclose(weekly, expected)
    # of several outcomes, the last one is waited for
    both = steady(outcomes=[outcome(), outcome("other", expected_week=20.0)])
    share = at_risk(1.0, in_proportion(1.0), "person", outcomes={WELL: 1.0, "other": 1.0})
    weekly = contract(fixed(520), share).settle(years(both), setting_of(both), 0, 0).payments[0]
    assert weekly.argmax() == 20


@pytest.mark.parametrize(("level", "lag", "beyond"), [("person", 80.0, 35.0), ("cohort", 8.0, 8.0)])
def test_what_is_due_after_the_year_is_owed_and_waited_for(
    level: str, lag: float, beyond: float
) -> None:
    cohort = steady(outcomes=[outcome()])
    late = contract(fixed(520), at_risk(0.75, in_proportion(1.0), level, lag_weeks=lag))
    settled = late.settle(years(cohort), setting_of(cohort), 0, 0.052)
    assert settled.payments[0].sum() == pytest.approx(130)
    assert only(settled.owed) == pytest.approx(390)
    assert only(settled.revenue) == pytest.approx(520)
    # the same cash in the year, but for what is waited for: a week costs a thousandth
    none = contract(fixed(130)).settle(years(cohort), setting_of(cohort), 0, 0.052)
    waiting = only(settled.capital_cost) - only(none.capital_cost)
    assert waiting == pytest.approx(390 * beyond * 0.001, rel=1e-9)


def test_a_price_for_each_outcome() -> None:
    cohort = steady(outcomes=[outcome(), outcome("other", expected_week=20.0)])
    tariff = {"kind": "outcome tariff", "outcomes": {WELL: 100.0, "other": 30.0}, "lag_weeks": 2.0}
    terms = contract({"kind": "by results"}, tariff)
    for reached in (0, 1, 7, 10):
        assert only(paid(terms, cohort, measured(cohort, reached))) == pytest.approx(130 * reached)
    weekly = terms.settle(years(cohort), setting_of(cohort), 0, 0).payments[0]
    assert (weekly[8], weekly[22], weekly.sum()) == (1000, 300, 1300)


# staged tariff: the United Kingdom's Work Programme


@pytest.mark.parametrize(
    ("week", "count"), [(0, 12), (3, 12), (4, 11), (7, 11), (8, 10), (47, 1), (48, 0), (51, 0)]
)
def test_work_programme_fees_are_counted(week: int, count: int) -> None:
    # a fee each four weeks, if it falls within the 52 weeks 0 to 51
    cohort = steady(outcomes=[outcome(expected_week=float(week))])
    staged = {
        "kind": "staged tariff", "outcome": WELL, "start_fee": 400.0, "outcome_fee": 1200.0,
        "sustainment_fee": 215.0, "sustainment_weeks": 4, "most_sustainment_fees": 13,
    }  # fmt: skip
    terms = contract({"kind": "by results"}, staged)
    assert only(paid(terms, cohort)) == 10 * (400 + 1200 + 215 * count)
    assert only(paid(terms, cohort, measured(cohort, 3))) == 4000 + 3 * (1200 + 215 * count)
    weekly = terms.settle(years(cohort), setting_of(cohort), 0, 0).payments[0]
    assert np.flatnonzero(weekly).tolist() == sorted({0, *range(week, 52, 4)})
    fewest = contract({"kind": "by results"}, staged | {"most_sustainment_fees": 2})
    assert only(paid(fewest, cohort)) == 10 * (1600 + 215 * min(count, 2))


@pytest.mark.parametrize(
    ("fee", "most", "total"), [(170.0, 13, 3810), (215.0, 13, 4395), (5000 / 26, 26, 6600)]
)
def test_work_programme_totals(fee: float, most: int, total: float) -> None:
    cohort = steady(people=1, outcomes=[outcome(expected_week=0.0)])
    staged = {
        "kind": "staged tariff", "outcome": WELL, "start_fee": 400.0, "outcome_fee": 1200.0,
        "sustainment_fee": fee, "sustainment_weeks": 4, "most_sustainment_fees": most,
    }  # fmt: skip
    year = years(cohort, weeks=108)
    assert only(paid(contract({"kind": "by results"}, staged), cohort, year)) == (
        pytest.approx(total)
    )


def test_the_start_fee_is_paid_for_all_who_start() -> None:
    # also for those who need no care any more in the very first week
    cohort = steady(outcomes=[outcome(expected_week=0.0, later_hours_effect=1.0)])
    staged = {
        "kind": "staged tariff", "outcome": WELL, "start_fee": 400.0, "outcome_fee": 0.0,
        "sustainment_fee": 0.0, "sustainment_weeks": 4, "most_sustainment_fees": 0,
    }  # fmt: skip
    assert only(paid(contract({"kind": "by results"}, staged), cohort)) == 4000


# adjustments of volume, amounts and prices


@pytest.mark.parametrize("period", [1, 4, 5, 52])
@pytest.mark.parametrize("share", [0.6, 1.0])
def test_guaranteed_minimum(period: int, share: float) -> None:
    for guaranteed, short in ((50.0, 0), (70.0, 0), (70.5, 26), (100.0, 1560)):
        term = {"kind": "guaranteed minimum", "weekly_hours": guaranteed, "hourly_rate": 24.0,
                "period_weeks": period, "share_of_shortfall": share}  # fmt: skip
        assert only(paid(contract(hourly(24), term), PLAIN)) == pytest.approx(
            24 * (HOURS + short * share)
        )
    # H max(hours, G): in full, the guarantee replaces what is short
    whole = 24 * 52 * max(70, 100)
    assert (share < 1) or only(paid(contract(hourly(24), term), PLAIN)) == pytest.approx(whole)


def test_hours_that_are_paid_for_are_not_short_of_a_guarantee() -> None:
    """827,320 is paid as planned, or retained; a guarantee of the same hours adds nothing."""
    rate = 827_320 / HOURS
    term = {"kind": "guaranteed minimum", "weekly_hours": 70.0, "hourly_rate": rate,
            "period_weeks": 4, "share_of_shortfall": 1.0}  # fmt: skip
    shorter = steady(actual_to_planned=0.9)
    assert only(paid(contract(hourly(rate), term), shorter)) == pytest.approx(827_320)
    away = steady(hospital_weekly_probability=1.0, hospital_weeks=1.0, cancelled_share=0.25)
    kept = hourly(rate, hospital_retainer_share=1.0, cancelled_visit_share=1.0)
    assert only(paid(contract(kept, term), away)) == pytest.approx(827_320)
    # by the minute, the tenth that is not delivered is made up
    by_minute = contract(hourly(rate, "actual"), term)
    assert only(paid(by_minute, shorter)) == pytest.approx(827_320)
    # of what is half retained, the other half is
    half = hourly(rate, hospital_retainer_share=0.5, cancelled_visit_share=1.0)
    assert only(paid(contract(half, term), away)) == pytest.approx(827_320)


def test_hours_of_shifts_are_paid_for_as_planned() -> None:
    shift = {"kind": "shift", "hourly_rate": 14.0, "contact_share": 0.875}
    away = steady(hospital_weekly_probability=0.5, hospital_weeks=2.0, cancelled_share=0.25)
    term = {"kind": "guaranteed minimum", "hourly_rate": 20.0, "period_weeks": 4,
            "share_of_shortfall": 1.0}  # fmt: skip
    # 70 hours a week are planned, and staffed from start to end whoever is away
    for guaranteed, short in ((70.0, 0), (73.0, 3 * 52)):
        terms = contract(shift, term | {"weekly_hours": guaranteed})
        assert only(paid(terms, away)) == pytest.approx(HOURS / 0.875 * 14 + short * 20)


def test_periods_of_a_guarantee_do_not_help_each_other() -> None:
    year = years(PLAIN, weeks=8)
    visits = year.delivered_visits.copy()
    visits[:, :4] *= 0.5  # 35 hours a week, then 70
    year = replace(year, delivered_visits=visits)
    for period, short in ((1, 4 * 25), (4, 100), (8, 60)):
        term = {"kind": "guaranteed minimum", "weekly_hours": 60.0, "hourly_rate": 10.0,
                "period_weeks": period, "share_of_shortfall": 1.0}  # fmt: skip
        assert only(paid(contract(fixed(0), term), PLAIN, year)) == pytest.approx(10 * short)


def test_caps_and_floors_in_the_order_stated() -> None:
    cap, floor = {"kind": "cap", "annual_amount": 80.0}, {"kind": "floor", "annual_amount": 90.0}
    for base, capped, floored in ((50, 50, 90), (85, 80, 90), (100, 80, 100)):
        assert only(paid(contract(fixed(base), cap), PLAIN)) == pytest.approx(capped)
        assert only(paid(contract(fixed(base), floor), PLAIN)) == pytest.approx(floored)
        assert only(paid(contract(fixed(base), cap, floor), PLAIN)) == pytest.approx(90)
        assert only(paid(contract(fixed(base), floor, cap), PLAIN)) == pytest.approx(80)
    weekly = contract(fixed(104), cap).settle(years(PLAIN), setting_of(PLAIN), 0, 0).payments[0]
    np.testing.assert_allclose(weekly, [2.0] * 40 + [0.0] * 12, atol=1e-9)


def test_quality_gate_at_its_edge() -> None:
    cohort = steady(outcomes=[outcome()])
    gate = {"kind": "quality gate", "outcome": WELL, "minimum_rate": 0.6, "share_lost": 0.25}
    for reached, expected in ((5, 750), (6, 1000), (10, 1000)):
        year = measured(cohort, reached)
        assert only(paid(contract(fixed(1000), gate), cohort, year)) == pytest.approx(expected)


def test_indexation() -> None:
    term = {"kind": "indexation", "weights": {"pay": 0.8, "prices": 0.2},
            "growth": {"pay": 0.05, "prices": 0.03}, "years": 1, "held": False}  # fmt: skip
    for change, expected in (({}, 1.046), ({"years": 2}, 1.046**2), ({"years": 0}, 1),
                             ({"held": True}, 1)):  # fmt: skip
        assert only(paid(contract(fixed(1000), term | change), PLAIN)) == (
            pytest.approx(1000 * expected)
        )
    # Devon 2018: 3.828 %
    devon = term | {"weights": {"all": 1.0}, "growth": {"all": 0.03828}}
    assert only(paid(contract(fixed(16.22), devon), PLAIN)) == pytest.approx(16.8409, abs=1e-4)


def test_cost_grows_by_its_own_indices() -> None:
    """Over four years at 5 % price and cost together keep the margin's share of revenue."""
    term = {"kind": "indexation", "weights": {"pay": 1.0}, "growth": {"pay": 0.05}, "years": 4,
            "held": False}  # fmt: skip
    [problem] = contract(fixed(1), term).problems(PLAIN)
    assert problem.where.endswith("cost_weights")
    assert not contract(fixed(1), term | {"years": 0}).problems(PLAIN)
    base = fixed(0.97 * COST)
    for growth, share in ((0.05, 1 - 1 / 0.97), (0.0, 1 - 1 / (0.97 * 1.05**4))):
        grown = term | {"cost_weights": {"pay": 1.0}, "cost_growth": {"pay": growth}}
        settled = contract(base, grown).settle(years(PLAIN), setting_of(PLAIN), 0, 0)
        assert only(settled.margin / settled.revenue) == pytest.approx(share)
    # a price that is held bears the whole rise
    held = contract(base, grown | {"held": True, "cost_growth": {"pay": 0.05}})
    settled = held.settle(years(PLAIN), setting_of(PLAIN), 0, 0)
    assert only(settled.provider_cost) == pytest.approx(COST * 1.05**4)


def test_lump_sum() -> None:
    for amount, week in ((250.0, 3), (-40.0, 0), (10.0, 51)):
        term = {"kind": "lump sum", "amount": amount, "week": week, "description": "start"}
        weekly = contract(fixed(0), term).settle(years(PLAIN), setting_of(PLAIN), 0, 0).payments
        assert (weekly[0, week], weekly[0].sum()) == (amount, amount)


@pytest.mark.parametrize("week", [52, 60, 519])
def test_a_lump_sum_after_the_year_is_owed_and_waited_for(week: int) -> None:
    term = {"kind": "lump sum", "amount": 5200.0, "week": week, "description": "at the end"}
    costs_nothing = setting_of(PLAIN, visit_cost=0, hour_cost=0)
    settled = contract(fixed(0), term).settle(years(PLAIN), costs_nothing, 0, 0.04)
    assert only(settled.payments.sum(axis=1)) == 0
    assert only(settled.revenue) == pytest.approx(5200)
    # interest at 4 % a year, for the weeks from the last of the year
    assert only(settled.capital_cost) == pytest.approx(5200 * 0.04 / 52 * (week - 51))


# costs and cash around the price


def test_transaction_costs_of_both_sides() -> None:
    costs = FREE | {
        "payer_monitoring_per_year": 500.0, "payer_verification_per_person": 20.0,
        "procurement": 8000.0, "term_years": 5.0, "provider_monitoring_per_year": 300.0,
        "provider_verification_per_person": 7.0,
    }  # fmt: skip
    settled = contract(fixed(100_000), transaction_costs=costs).settle(
        years(PLAIN), setting_of(PLAIN), 0, 0
    )
    assert only(settled.spend) == pytest.approx(100_000 + 500 + 200 + 1600)
    assert only(settled.revenue) == pytest.approx(100_000)
    assert only(settled.provider_cost) == pytest.approx(COST + 300 + 70)
    assert only(settled.margin) == pytest.approx(100_000 - COST - 370)


def test_a_lead_provider_pays_others() -> None:
    lead = {"share_of_hours": 0.25, "hourly_rate": 21.0}
    settled = contract(fixed(0), subcontracting=lead).settle(years(PLAIN), setting_of(PLAIN), 0, 0)
    assert only(settled.provider_cost) == pytest.approx(0.75 * COST + 0.25 * HOURS * 21)
    # for the hours delivered, not those planned
    shorter = replace(years(PLAIN), length_ratio=np.full(4, 0.5))
    settled = contract(fixed(0), subcontracting=lead | {"share_of_hours": 1.0}).settle(
        shorter, setting_of(PLAIN), 0, 0
    )
    assert only(settled.provider_cost) == pytest.approx(HOURS / 2 * 21)


def test_cost_plus_pays_what_care_costs_with_others_in() -> None:
    lead = {"share_of_hours": 0.25, "hourly_rate": 21.0}
    plus = {"kind": "cost plus", "fee_share": 0.1, "annual_fee": 0.0}
    settled = contract(plus, subcontracting=lead).settle(years(PLAIN), setting_of(PLAIN), 0, 0)
    assert only(settled.revenue) == pytest.approx(1.1 * (0.75 * COST + 0.25 * HOURS * 21))


@pytest.mark.parametrize(("days", "late"), [(0, 0), (30, 0), (31, 1), (90, 60)])
def test_late_interest(days: float, late: float) -> None:
    terms = {"delay_days": days, "due_days": 30.0, "late_interest_rate": 0.08}
    settled = contract(fixed(73_000), payment_terms=terms).settle(
        years(PLAIN), setting_of(PLAIN), 0, 0
    )
    assert only(settled.interest) == pytest.approx(73_000 * 0.08 * late / 365)
    assert only(settled.revenue) == pytest.approx(73_000 + 16 * late)


@pytest.mark.parametrize("weeks", [0.0, 1.0, 4.0, 4.5, 52.0, 60.0])
def test_working_capital_of_a_steady_delay(weeks: float) -> None:
    # cost 1,540 a week, paid 1,540 a week: what is laid out is the delay's worth
    terms = {"delay_days": 7 * weeks, "due_days": 365.0, "late_interest_rate": 0.0}
    settled = contract(fixed(COST), payment_terms=terms).settle(
        years(PLAIN), setting_of(PLAIN), 0, 0.052
    )
    # payments arrive evenly over a week: after n weeks, those of n less the delay
    laid_out = 1540 * np.minimum(np.arange(1, 53), weeks)
    assert only(settled.working_capital) == pytest.approx(laid_out.max())
    assert only(settled.capital_cost) == pytest.approx(laid_out.sum() * 0.001)
    assert only(settled.margin) == pytest.approx(-laid_out.sum() * 0.001)
    assert settled.received[0].sum() == pytest.approx(1540 * max(52 - weeks, 0))
    np.testing.assert_allclose(COST / 52, 1540)


# outcome and time


def test_certain_outcomes_pay_what_time_pays() -> None:
    cohort = steady(outcomes=[outcome()])
    time = only(paid(contract(hourly(24)), cohort))
    reward = {"kind": "all or nothing", "target": 1.0}
    for level in ("person", "cohort"):
        for share in (0.0, 0.3, 0.8, 1.0):
            terms = contract(hourly(24), at_risk(share, reward, level))
            assert only(paid(terms, cohort)) == pytest.approx(time, rel=1e-14)
    tariff = {"kind": "outcome tariff", "outcomes": {WELL: time / 10}, "lag_weeks": 0.0}
    assert only(paid(contract({"kind": "by results"}, tariff), cohort)) == time
