"""Each base payment, worked by hand on people of whom nothing varies."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from payment_cases import (
    contract,
    fixed,
    hourly,
    only,
    paid,
    setting_of,
    steady,
    years,
)

from fairprice.payment.billing import expected_billable

# ten people, fourteen half-hours a week each: 140 visits, 70 hours a week; 3,640 hours a year
PLAIN = steady()
HOURS = 3640.0
COST = 7280 * 3.0 + HOURS * 16.0  # 80,080


def test_time_and_task() -> None:
    assert only(paid(contract(hourly(24)), PLAIN)) == 7280 * 12
    assert only(paid(contract(hourly(24, average_multiplier=1.1)), PLAIN)) == (
        pytest.approx(7280 * 13.2)
    )
    cancelled = steady(cancelled_share=0.1)
    for share in (0.0, 0.5, 1.0):
        terms = contract(hourly(24, cancelled_visit_share=share))
        assert only(paid(terms, cancelled)) == pytest.approx(7280 * 12 * (0.9 + 0.1 * share))


@pytest.mark.parametrize(("planned", "mean", "sd"), [(30.0, 27.0, 5.0), (15.0, 6.0, 8.0)])
@pytest.mark.parametrize(
    "rounding", [None, *({"kind": kind, "unit_minutes": 5.0} for kind in ("down", "up"))]
)
def test_a_visit_is_paid_on_average_as_the_closed_form_says(
    rounding: dict | None, planned: float, mean: float, sd: float
) -> None:
    """Lengths are normal and those below one minute are drawn again, not moved up to it."""
    cohort = steady(
        packages=[{"share": 1.0, "visit_minutes": [planned], "visits_per_week": [14.0]}],
        actual_to_planned=mean / planned,
        visit_length_sd=sd,
    )
    terms = contract(hourly(60, "actual", **({"rounding": rounding} if rounding else {})))
    minutes = expected_billable(terms.base.billing, mean, sd, planned, truncated_below=1)
    # 2,000 lengths stand for all of them
    assert only(paid(terms, cohort)) == pytest.approx(7280 * minutes, rel=1e-4)


def test_no_visit_is_billed_for_less_than_a_minute_once_begun() -> None:
    cohort = steady(actual_to_planned=1 / 100)
    assert only(paid(contract(hourly(60, "actual")), cohort)) == pytest.approx(7280)


def test_retainer_in_hospital() -> None:
    # all go to hospital every other week, for one week: 26 at home, 26 away
    cohort = steady(hospital_weekly_probability=1.0, hospital_weeks=1.0)
    year = years(cohort, retainers=(1, 4))
    for weeks, share in ((1, 0.5), (4, 0.5), (4, 1.0), (1, 0.0)):
        base = hourly(24, hospital_retainer_share=share, hospital_retainer_weeks=weeks)
        expected = 26 * 1680 * (1 + share)
        assert only(paid(contract(base), cohort, year)) == pytest.approx(expected)
    # a retainer for so many weeks only
    retained = {n: np.zeros((4, 52, 1)) + n for n in (1, 4)}
    year = replace(year, retained_visits=retained)
    base = hourly(24, hospital_retainer_share=0.5, hospital_retainer_weeks=4)
    assert only(paid(contract(base), cohort, year)) == 26 * 1680 + 52 * 4 * 6


@pytest.mark.parametrize("instalments", [1, 12, 13, 52])
def test_locality_block_in_equal_instalments(instalments: int) -> None:
    block = {"kind": "block", "annual_amount": 91_000.0, "included_hours": 3000.0,
             "extra_hourly_rate": 20.0, "instalments": instalments}  # fmt: skip
    settled = contract(block).settle(years(PLAIN), setting_of(PLAIN), 0, 0)
    weekly = settled.payments[0]
    assert weekly.sum() == pytest.approx(91_000 + 640 * 20)
    weekly[-1] -= 640 * 20
    instalment = weekly[weekly > 1e-6]
    np.testing.assert_allclose(instalment, 91_000 / instalments)
    if instalments == 13:
        assert np.flatnonzero(weekly > 1e-6).tolist() == list(range(0, 52, 4))
    assert only(paid(contract(block | {"included_hours": 3640.0}), PLAIN)) == (
        pytest.approx(91_000)
    )


def test_shift() -> None:
    shift = {"kind": "shift", "hourly_rate": 15.0, "contact_share": 0.875}
    assert only(paid(contract(shift), PLAIN)) == pytest.approx(HOURS / 0.875 * 15)


def test_individual_service_fund_of_the_worked_case() -> None:
    week = {"share": 1.0, "visit_minutes": [60.0, 30.0, 15.0], "visits_per_week": [3.0, 4.0, 7.0]}
    person = steady(people=1, packages=[week])
    fund = {"kind": "individual service fund", "hourly_rate": 12.5, "returned_share": 1.0}
    assert person.weekly_hours() == 6.75
    assert only(paid(contract(fund), person)) == 4387.50


@pytest.mark.parametrize("returned", [0.0, 0.4, 1.0])
def test_what_is_not_used_of_a_fund_is_carried_or_returned(returned: float) -> None:
    cohort = steady(cancelled_share=0.25)
    fund = {"kind": "individual service fund", "hourly_rate": 20.0, "returned_share": returned}
    assert only(paid(contract(fund), cohort)) == pytest.approx(72_800 * (1 - 0.25 * returned))


def test_capitation() -> None:
    cohort = steady(leaving_weekly_probability=1.0)
    for adjusted in (False, True):
        base = {"kind": "capitation", "weekly_amount": 150.0, "risk_adjusted": adjusted}
        assert only(paid(contract(base), PLAIN)) == pytest.approx(10 * 52 * 150)
        assert only(paid(contract(base), cohort)) == 0
        heavier = replace(years(PLAIN), baseline_hours=years(PLAIN).baseline_hours * 1.2)
        expected = 93_600 if adjusted else 78_000
        assert only(paid(contract(base), PLAIN, heavier)) == pytest.approx(expected)


@pytest.mark.parametrize(("least", "expected"), [(55.9, 1000), (56.0, 1000), (56.1, 56 * 15)])
def test_episode_with_a_threshold_of_low_use(least: float, expected: float) -> None:
    base = {"kind": "episode", "episode_price": 1000.0, "low_use_visits": least,
            "visit_price": 15.0, "risk_adjusted": False}  # fmt: skip
    weekly = contract(base).settle(years(PLAIN), setting_of(PLAIN), 0, 0).payments[0]
    np.testing.assert_allclose(weekly.reshape(13, 4), [[0, 0, 0, expected * 10]] * 13)
    # the last episode of 54 weeks has only two of them: 28 visits
    longer = contract(base).settle(years(PLAIN, weeks=54), setting_of(PLAIN), 0, 0).payments[0]
    assert longer.sum() == pytest.approx(13 * expected * 10 + 10 * 28 * 15)


def test_cost_plus_fixed_price_volume_and_results() -> None:
    plus = {"kind": "cost plus", "fee_share": 0.05, "annual_fee": 520.0}
    assert only(paid(contract(plus), PLAIN)) == pytest.approx(COST * 1.05 + 520)
    assert only(paid(contract(fixed(100)), PLAIN)) == pytest.approx(100)
    assert only(paid(contract({"kind": "by results"}), PLAIN)) == 0
    for edges, rates, expected in (
        ([], [20], HOURS * 20),
        ([HOURS], [20, 0], HOURS * 20),
        ([1000, 3000], [24, 22, 20], 1000 * 24 + 2000 * 22 + 640 * 20),
        ([5000], [24, 1], HOURS * 24),
    ):
        base = {"kind": "volume based", "up_to_hours": edges, "hourly_rates": rates}
        assert only(paid(contract(base), PLAIN)) == pytest.approx(expected)


def test_a_fund_ends_with_care() -> None:
    fund = {"kind": "individual service fund", "hourly_rate": 20.0, "returned_share": 0.0}
    gone = replace(years(PLAIN), weeks_in_care=np.full((4, 10), 13.0))
    assert only(paid(contract(fund), PLAIN, gone)) == pytest.approx(HOURS / 4 * 20)
