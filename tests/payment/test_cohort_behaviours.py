"""What providers may do in response to a contract: off by default, and each as stated."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from payment_cases import (
    VOLUME,
    close,
    contract,
    hourly,
    lively,
    only,
    outcome,
    paid,
    same,
    setting_of,
    steady,
    years,
)

from fairprice import Behaviour
from fairprice.payment.cohort import Year

DRAWS = 400


def test_no_behaviour_is_on_by_default() -> None:
    assert not Behaviour().is_on
    assert set(dict(Behaviour()).values()) == {0.0}
    plain, stated = years(lively(), 5), years(lively(), 5, **dict(Behaviour()))
    for field in fields(Year):
        np.testing.assert_equal(getattr(plain, field.name), getattr(stated, field.name))


@pytest.mark.parametrize("spread", [0.0, 0.3])
def test_creaming_turns_away_those_with_the_highest_need(spread: float) -> None:
    cohort = lively(people=40, need_sd=spread)
    plain, creamed = years(cohort, 50), years(cohort, 50, creaming_share=0.25)
    away = ~creamed.served
    assert (away.sum(axis=1) == 10).all()
    for hours in (
        creamed.baseline_hours,
        creamed.planned_hours,
        creamed.weeks_in_care,
        creamed.final_hours,
        creamed.measured[:, :, 0],
        creamed.reached[:, :, 0],
    ):
        assert not hours[away].any()  # fmt: skip
    kept = creamed.served
    np.testing.assert_array_equal(creamed.planned_hours[kept], plain.planned_hours[kept])
    if spread:
        package = np.arange(40) < 28  # need is relative to the package
        need = plain.baseline_hours / np.where(package, 8.75, 17.5)
        highest = np.where(kept, need, 0).max(axis=1)
        assert (highest <= np.where(away, need, np.inf).min(axis=1)).all()


def test_parking_leaves_the_highest_need_without_an_attempt() -> None:
    cohort = lively(outcomes=[outcome(probability=1.0)], leaving_weekly_probability=0.0)
    parked = years(cohort, 20, parking_share=0.25, parking_hours_effect=0.5)
    left = ~parked.reached[:, :, 0]
    assert (left.sum(axis=1) == 10).all()
    plain = years(cohort, 20)
    np.testing.assert_allclose(parked.planned_hours, plain.planned_hours * np.where(left, 0.5, 1))
    # of those who were taken on
    both = years(cohort, 20, parking_share=0.25, creaming_share=0.25)
    assert (both.reached[:, :, 0].sum(axis=1) == 20).all()


def test_effort_raises_outcomes_and_lowers_hours_at_a_cost() -> None:
    cohort = steady(people=50, outcomes=[outcome(probability=0.4)])
    year = years(
        cohort, DRAWS, effort=0.5, effort_outcome_effect=0.2, effort_hours_effect=0.3,
        effort_cost_per_person=100.0,
    )  # fmt: skip
    close(year.reached[:, :, 0].mean(axis=1), 0.5)
    np.testing.assert_allclose(year.planned_visits, 50 * 14 * 0.85)
    np.testing.assert_array_equal(year.extra_cost, 2500)
    plain = years(cohort, DRAWS)
    assert (year.reached >= plain.reached).all()
    costs = [
        contract(hourly()).settle(happened, setting_of(cohort), 0, 0).provider_cost
        for happened in (plain, replace(plain, extra_cost=year.extra_cost))
    ]
    np.testing.assert_allclose(costs[1] - costs[0], 2500)


@pytest.mark.parametrize("spread", [0.0, 5.0])
def test_clipped_minutes_are_not_paid_for_where_logged_minutes_count(spread: float) -> None:
    cohort = steady(visit_length_sd=spread)
    year = years(cohort, clipped_minutes=4.0)
    assert only(paid(contract(hourly(60, "actual")), cohort, year)) == pytest.approx(7280 * 26)
    assert only(paid(contract(hourly(60, "planned")), cohort, year)) == pytest.approx(7280 * 30)


def test_clipping_shortens_every_visit() -> None:
    plain, clipped = years(lively(), 5), years(lively(), 5, clipped_minutes=4.0)
    shorter = plain.actual_minutes() - clipped.actual_minutes()
    np.testing.assert_allclose(shorter[:, 2], 4, rtol=1e-5)
    assert (shorter > 0).all()
    assert (shorter <= 4).all()  # none is shorter than a minute
    same(plain, clipped, VOLUME)


def test_early_discharge_ends_care_half_way_and_is_reported_as_an_outcome() -> None:
    cohort = steady(people=50, outcomes=[outcome(probability=0.4)])
    year = years(cohort, DRAWS, early_discharge_share=0.5)
    reported = year.measured[:, :, 0] & ~year.reached[:, :, 0]
    close(reported.mean(axis=1), 0.6 * 0.5)
    np.testing.assert_array_equal(year.weeks_in_care, np.where(reported, 26, 52))
    assert (year.outcome_week[:, :, 0][reported] == 26).all()
    # of several outcomes, one is reported
    several = steady(people=50, outcomes=[outcome(probability=0.0), outcome("other", 0.0)])
    told = years(several, DRAWS, early_discharge_share=0.5).measured
    close(told[:, :, 0].mean(axis=1), 0.5)
    assert not told[:, :, 1].any()


@pytest.mark.parametrize(
    ("unit", "minutes", "drawn_out"),
    [(15.0, 15.0, 30.0), (5.0, 25.0, 30.0), (10.0, 20.0, 30.0), (28.0, 0.0, 28.0),
     (60.0, 0.0, 0.0)],
)  # fmt: skip
def test_bunching_draws_records_out_to_the_next_minute_that_pays_more(
    unit: float, minutes: float, drawn_out: float
) -> None:
    # 27 minutes, rounded down: the next edge may be within reach
    cohort = steady(actual_to_planned=0.9)
    base = hourly(60, "actual", rounding={"kind": "down", "unit_minutes": unit})
    for share in (0.0, 0.25, 1.0):
        year = years(cohort, bunching_share=share)
        expected = 7280 * ((1 - share) * minutes + share * drawn_out)
        assert only(paid(contract(base), cohort, year)) == pytest.approx(expected)
        assert only(paid(contract(hourly(60)), cohort, year)) == pytest.approx(7280 * 30)
        np.testing.assert_allclose(year.weekly_hours(), 140 * 27 / 60)


def test_every_behaviour_is_said_to_be_modelled() -> None:
    for name in dict(Behaviour()):
        terms = contract(hourly(), behaviour={name: 0.5})
        assert terms.behaviour.active == {name: 0.5}
        assert terms.clauses["Provider behaviour (modelled, not observed)"] == f"{name} 0.5"
    assert not any("behaviour" in name for name in contract(hourly()).clauses)
