"""Chance, measurement and incentives: the published formulas, by hand and by simulation."""

from __future__ import annotations

import numpy as np
import pytest
from payment_cases import (
    WELL,
    at_risk,
    contract,
    fixed,
    in_proportion,
    outcome,
    paid,
    steady,
    years,
)
from scipy import stats

from fairprice import InputError
from fairprice.payment import theory

# people, standard error, Wilson bounds, chances of a rate below 0.60, 0.55 and 0.50,
# spread of revenue (%) with 5, 20 and 80 % at risk; the true rate is 0.60
CHANCE = [
    (20, 0.110, (0.39, 0.78), (0.40, 0.25, 0.13), (0.9, 3.7, 14.6)),
    (50, 0.069, (0.46, 0.72), (0.44, 0.23, 0.06), (0.6, 2.3, 9.2)),
    (100, 0.049, (0.50, 0.69), (0.46, 0.13, 0.02), (0.4, 1.6, 6.5)),
    (200, 0.035, (0.53, 0.66), (0.47, 0.07, 0.002), (0.3, 1.2, 4.6)),
    (400, 0.024, (0.55, 0.65), None, (0.2, 0.8, 3.3)),
]
DRAWS = 6_000


@pytest.mark.parametrize("row", CHANCE, ids=lambda row: f"{row[0]} people")
def test_the_table_of_chance_by_formula(row: tuple) -> None:
    people, error, wilson, _, spreads = row
    assert theory.standard_error_of_rate(0.6, people) == pytest.approx(error, abs=6e-4)
    assert theory.wilson_interval(0.6, people) == pytest.approx(wilson, abs=6e-3)
    for share, spread in zip((0.05, 0.2, 0.8), spreads, strict=True):
        found = 100 * theory.spread_of_outcome_revenue(share, 0.6, people)
        assert found == pytest.approx(spread, abs=0.051)


def test_closed_forms_to_the_last_digit() -> None:
    assert theory.standard_error_of_rate(0.6, 50) == pytest.approx(np.sqrt(0.0048), rel=1e-14)
    assert theory.spread_of_outcome_revenue(0.8, 0.6, 50) == pytest.approx(
        0.8 * np.sqrt(0.0048) / 0.6, rel=1e-14
    )
    # Wilson: (x + z^2/2n -+ z sqrt(x(1-x)/n + z^2/4n^2)) / (1 + z^2/n), with z = 2, n = 100
    low, high = theory.wilson_interval(0.6, 100, z=2.0)
    assert (low, high) == pytest.approx(
        ((0.62 - 2 * 0.05) / 1.04, (0.62 + 2 * 0.05) / 1.04), rel=1e-14
    )


def test_wilson_stays_inside_and_solves_its_own_equation() -> None:
    rates, people, z = np.linspace(0, 1, 11), 20, 1.959964
    for bound in theory.wilson_interval(rates, people):
        assert ((bound >= -1e-12) & (bound <= 1 + 1e-12)).all()
        width = z * np.sqrt(np.maximum(bound * (1 - bound), 0) / people)
        np.testing.assert_allclose(np.abs(rates - bound), width, atol=1e-7)


def test_minimum_caseloads() -> None:
    assert theory.minimum_caseload(0.7, 0.6, 0.05) == pytest.approx(224)
    assert theory.minimum_caseload(0.7, 0.6, 0.10) == pytest.approx(56)
    assert theory.minimum_caseload(0.7, 0.6, 0.0) == np.inf
    people = theory.minimum_caseload(np.array([0.5, 0.7, 0.9]), 0.6, 0.05)
    between, within = 0.05**2, 0.24 / people
    np.testing.assert_allclose(between / (between + within), [0.5, 0.7, 0.9])


@pytest.mark.parametrize("row", CHANCE[:4], ids=lambda row: f"{row[0]} people")
def test_the_table_of_chance_by_simulation(row: tuple) -> None:
    people, error, _, below, spreads = row
    cohort = steady(people=people, outcomes=[outcome(probability=0.6)])
    year = years(cohort, DRAWS, seed=11, weeks=8)
    rate = year.measured[:, :, 0].mean(axis=1)
    assert rate.mean() == pytest.approx(0.6, abs=4 * error / np.sqrt(DRAWS))
    # the error of a standard deviation is about a share of 1 / sqrt(2 n)
    near = 4 / np.sqrt(2 * DRAWS)
    assert rate.std() == pytest.approx(np.sqrt(0.24 / people), rel=near)
    for share, spread in zip((0.05, 0.2, 0.8), spreads, strict=True):
        terms = contract(fixed(1000), at_risk(share, in_proportion(0.6)))
        revenue = paid(terms, cohort, year)
        assert revenue.mean() == pytest.approx(1000, abs=4 * 10 * spread / np.sqrt(DRAWS) + 0.1)
        assert revenue.std() / 1000 == pytest.approx(
            theory.spread_of_outcome_revenue(share, 0.6, people), rel=near
        )
    for edge, published in zip((0.60, 0.55, 0.50), below, strict=True):
        exact = stats.binom.cdf(round(edge * people) - 1, people, 0.6)
        assert exact == pytest.approx(published, abs=0.006)
        lost = (rate < edge - 1e-9).mean()
        assert lost == pytest.approx(exact, abs=4 * np.sqrt(exact * (1 - exact) / DRAWS))
        target = {"kind": "all or nothing", "target": edge}
        revenue = paid(contract(fixed(1000), at_risk(1.0, target)), cohort, year)
        assert (revenue == 0).mean() == pytest.approx(lost)


@pytest.mark.parametrize(("people", "published"), [(20, 0.25), (50, 0.10), (100, 0.03)])
def test_false_winners(people: int, published: float) -> None:
    cohort = steady(people=people, outcomes=[outcome(probability=0.5)])
    year = years(cohort, DRAWS, seed=12, weeks=8)
    terms = contract(fixed(1.0), at_risk(1.0, {"kind": "all or nothing", "target": 0.6}))
    won = paid(terms, cohort, year).mean()
    exact = stats.binom.sf(round(0.6 * people) - 1, people, 0.5)
    assert exact == pytest.approx(published, abs=0.0051)
    assert won == pytest.approx(exact, abs=4 * np.sqrt(exact * (1 - exact) / DRAWS))


def test_skill_adds_its_own_spread_to_chance() -> None:
    # reliability: at 56 people and a skill spread of 10 points, 70 % of the variance is skill
    cohort = steady(people=56, outcomes=[outcome(probability=0.6, skill_sd=0.1)])
    rate = years(cohort, DRAWS, seed=13, weeks=8).measured[:, :, 0].mean(axis=1)
    # a person's variance is p (1 - p) less the variance of p itself
    expected = 0.1**2 + (0.24 - 0.1**2) / 56
    assert rate.var() == pytest.approx(expected, rel=4 * np.sqrt(2 / DRAWS))
    assert pytest.approx(0.7) == 0.1**2 / (0.1**2 + 0.24 / 56)


def test_regression_to_the_mean_by_hand() -> None:
    # at the mean, C(0) = phi(0) / 0.5 = 0.797885
    assert theory.regression_to_the_mean(0.2, 0.6, 1.0, selected="above") == pytest.approx(
        0.4 * 0.2 * 0.7978845608
    )
    # a cut one deviation up: C(1) = 0.2419707245 / 0.1586552539
    assert theory.regression_to_the_mean(10, 0.75, 60, mean=50, selected="above") == pytest.approx(
        0.25 * 10 * 0.2419707245 / 0.1586552539
    )
    assert theory.regression_to_the_mean(0.2, 1.0, 1.3, selected="above") == 0
    # far above, nearly everyone chosen stands at the cut: C(z) is near z
    assert theory.regression_to_the_mean(0.02, 0.5, 1.6, selected="above") == pytest.approx(
        0.3, rel=0.002
    )


@pytest.mark.parametrize("cut", [0.9, 1.0, 1.2, 1.4])
@pytest.mark.parametrize("reliability", [0.3, 0.8])
def test_regression_to_the_mean_by_simulation(cut: float, reliability: float) -> None:
    sd, people, draws = 0.2, 400, 200
    cohort = steady(
        people=people, need_sd=sd, need_reliability=reliability, selection_cut=cut,
        settling_weeks=0.1, review_weeks=1,
    )  # fmt: skip
    year = years(cohort, draws, seed=14, weeks=9)
    fall = 1 - year.final_hours.sum(axis=1) / year.baseline_hours.sum(axis=1)
    at_first = 1 + theory.regression_to_the_mean(sd, 0.0, cut, selected="above")
    expected = theory.regression_to_the_mean(sd, reliability, cut, selected="above") / at_first
    assert fall.mean() == pytest.approx(expected, abs=4 * fall.std() / np.sqrt(draws))
    # what is first planned is the stated package, whoever is chosen
    first = year.baseline_hours.sum(axis=1)
    assert first.mean() == pytest.approx(7 * people, abs=4 * first.std() / np.sqrt(draws))


@pytest.mark.parametrize(("cut", "sd"), [(2.0, 0.1), (5.0, 0.1), (1.5, 0.001)])
def test_a_cut_far_out_still_has_people_above_it(cut: float, sd: float) -> None:
    cohort = steady(
        need_sd=sd, need_reliability=0.5, selection_cut=cut, settling_weeks=0.1, review_weeks=1
    )
    year = years(cohort, 200, weeks=9)
    fall = 1 - year.final_hours.sum() / year.baseline_hours.sum()
    # C(z) lies between z and z + 1 / z
    assert fall == pytest.approx(0.5 * (cut - 1) / cut, rel=0.02)
    assert theory.regression_to_the_mean(sd, 0.5, cut, selected="above") == pytest.approx(
        0.5 * (cut - 1), rel=(sd / (cut - 1)) ** 2 * 1.01
    )


def test_a_crisis_fades_as_stated() -> None:
    cohort = steady(
        people=2000, need_sd=0.2, need_reliability=0.0, selection_cut=1.2, settling_weeks=6.0,
        review_weeks=1,
    )  # fmt: skip
    year = years(cohort, 20, seed=15, weeks=13)
    hours = year.weekly_planned_hours().mean(axis=0)
    peak = 1 + theory.regression_to_the_mean(0.2, 0.0, 1.2, selected="above")
    expected = (1 + (peak - 1) * np.exp(-np.arange(13) / 6)) / peak * 7 * 2000
    np.testing.assert_allclose(hours, expected, rtol=4 * 0.2 / np.sqrt(2000 * 20))


def test_risk_premium_and_the_best_share_to_pass_on() -> None:
    assert theory.risk_premium(0.0001, 250_000.0) == pytest.approx(12.5)
    assert theory.optimal_incentive(0.0001, 250_000.0, 0.04) == pytest.approx(0.5)
    assert theory.optimal_incentive(0.0, 250_000.0, 0.04) == 1
    # the optimum of CE(alpha) = e - r alpha^2 variance / 2 - c e^2 / 2 with e = alpha / c
    risk, variance, curvature = 0.002, 900.0, 0.3
    alpha = np.linspace(0, 1, 100_001)
    effort = alpha / curvature
    certain = effort - theory.risk_premium(risk, alpha**2 * variance) - curvature * effort**2 / 2
    best = theory.optimal_incentive(risk, variance, curvature)
    assert alpha[certain.argmax()] == pytest.approx(best, abs=1e-5)


def test_outcomes_of_several_weights_reach_all_of_the_target() -> None:
    # the scores of people who reach everything are exactly 1, however the weights are written
    for count in (3, 6, 10):
        names = [f"{WELL} {place}" for place in range(count)]
        cohort = steady(outcomes=[outcome(name) for name in names])
        share = at_risk(1.0, {"kind": "all or nothing", "target": 1.0}, "person")
        for weight in (1.0, 0.1, 1 / 3):
            terms = contract(fixed(90), share | {"outcomes": dict.fromkeys(names, weight)})
            assert paid(terms, cohort) == pytest.approx(90)


def test_people_for_a_precision_and_a_power_by_hand() -> None:
    # 5 points either side of a half: the well-known 385
    assert theory.people_for_precision(0.5, 0.05) == pytest.approx(384.146, abs=0.01)
    # 40 % against 50 % at 80 % power: (1.959964 + 0.841621)^2 * 0.49 / 0.01
    assert theory.people_to_tell_apart(0.4, 0.5) == pytest.approx(384.6, abs=0.1)
    assert theory.people_to_tell_apart(0.4, 0.4) == np.inf
    for people in (50.0, 384.6, 2000.0):
        power = theory.power_to_tell_apart(0.4, 0.5, people)
        assert theory.people_to_tell_apart(0.4, 0.5, power=power) == pytest.approx(people)


def test_regression_to_the_mean_says_which_side_was_chosen() -> None:
    """Below the mean or above, those chosen high fall and those chosen low rise alike."""
    for cut in (0.7, 1.0, 1.3):
        fall = theory.regression_to_the_mean(0.2, 0.6, cut, selected="above")
        rise = theory.regression_to_the_mean(0.2, 0.6, 2.0 - cut, selected="below")
        assert fall == pytest.approx(rise)
    with pytest.raises(InputError, match="above"):
        theory.regression_to_the_mean(0.2, 0.6, 0.7, selected="high")  # type: ignore[call-overload]
