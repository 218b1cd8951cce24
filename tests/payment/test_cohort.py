"""Simulated years against theory: means, variances, streams and the behaviours."""

from __future__ import annotations

from dataclasses import fields
from itertools import pairwise

import numpy as np
import pytest
from effort import at_most
from hypothesis import given
from hypothesis import strategies as st
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
    steady,
    years,
)
from payment_strategies import cohorts

from fairprice import Cohort, CohortError
from fairprice.payment.clauses.visits import expected_price
from fairprice.payment.cohort import SOURCES, Year
from fairprice.payment.cohort.streams import year_level

DRAWS = 400
# theory


def test_nothing_varies_when_nothing_is_said_to() -> None:
    year = years(steady(), 3)
    np.testing.assert_array_equal(year.planned_visits, np.full((3, 52, 1), 140.0))
    np.testing.assert_array_equal(year.delivered_visits, year.planned_visits)
    np.testing.assert_allclose(year.weekly_hours(), 70)
    np.testing.assert_allclose(year.delivered_hours, 364)
    assert (year.weeks_in_care == 52).all()


@pytest.mark.parametrize(("admission", "stay"), [(0.03, 2.0), (0.1, 4.0), (0.2, 1.0)])
def test_time_in_hospital(admission: float, stay: float) -> None:
    cohort = steady(people=50, hospital_weekly_probability=admission, hospital_weeks=stay)
    year = years(cohort, DRAWS, seed=21, weeks=80, retainers=(1, 2, 3))
    away = 1 - year.delivered_visits[:, :, 0] / 700
    leaves = 1 / stay
    # two states: of those away, the share 1 - d - a of the distance to h / (h + d) lasts a week
    long_run = admission / (admission + leaves)
    for week in (0, 1, 2, 5):
        expected = long_run * (1 - (1 - admission - leaves) ** (week + 1))
        close(away[:, week], expected)
    close(away[:, 40:].mean(axis=1), long_run)
    # a stay lasts n weeks or more with the chance (1 - d) ** (n - 1)
    first, second, third = (year.retained_visits[n].sum(axis=(1, 2)) for n in (1, 2, 3))
    stays = first.mean() / 14
    error = 4 * np.sqrt(1 / (stays * DRAWS)) + 0.02  # stays at the end are cut short
    assert (second - first).mean() / first.mean() == pytest.approx(1 - leaves, abs=error)
    assert (third - second).mean() / first.mean() == pytest.approx((1 - leaves) ** 2, abs=error)


def test_leaving_is_geometric() -> None:
    rate = 0.04
    year = years(steady(people=50, leaving_weekly_probability=rate), DRAWS, seed=22)
    weeks = year.weeks_in_care
    for week in (0, 1, 10, 51):
        close((weeks > week).mean(axis=1), (1 - rate) ** (week + 1))
    close(weeks.mean(axis=1), sum((1 - rate) ** k for k in range(1, 53)))
    np.testing.assert_allclose(year.delivered_hours, weeks * 7)
    np.testing.assert_allclose(year.final_hours, np.where(weeks == 52, 7, 0))
    assert (years(steady(leaving_weekly_probability=1.0)).weeks_in_care == 0).all()


def test_cancelled_visits_are_a_share_of_those_due() -> None:
    year = years(lively(cancelled_share=0.07), 20)
    due = year.delivered_visits + year.cancelled_visits
    np.testing.assert_allclose(year.cancelled_visits, 0.07 * due)
    assert (due <= year.planned_visits + 1e-9).all()


def test_lengths_and_volume_have_their_mean_and_spread() -> None:
    cohort = steady(actual_to_planned=0.93, provider_length_sd=0.04, volume_sd=0.1, cost_sd=0.05)
    year = years(cohort, 4000, seed=123, weeks=2)
    near = 4 / np.sqrt(2 * 4000)
    for values, mean, sd in (
        (year.length_ratio, 0.93, 0.04),
        (year.delivered_visits[:, 0, 0] / 140, 1, 0.1),
        (year.cost_factor, 1, 0.05),
        (year.delay_z, 0, 1),
    ):
        close(values, mean)
        assert values.std() == pytest.approx(sd, rel=near)


def test_need_has_its_spread_and_reliability() -> None:
    cohort = steady(
        people=200, need_sd=0.2, need_reliability=0.7, settling_weeks=0.1, review_weeks=1
    )
    year = years(cohort, 60, seed=24, weeks=9)
    first, later = (hours.ravel() / 7 for hours in (year.baseline_hours, year.final_hours))
    close(first, 1)
    close(later, 1)
    count = len(first)
    assert first.std() == pytest.approx(0.2, rel=4 / np.sqrt(2 * count))
    # what lasts has the share of the variance that lasts, and correlates by its root
    assert later.var() == pytest.approx(0.7 * 0.04, rel=4 * np.sqrt(2 / count))
    assert np.corrcoef(first, later)[0, 1] == pytest.approx(
        np.sqrt(0.7), abs=4 * 0.3 / np.sqrt(count)
    )


def test_need_follows_its_trend_at_reviews() -> None:
    weekly = years(steady(annual_need_trend=0.26, review_weeks=13)).planned_visits[0, :, 0]
    np.testing.assert_allclose(weekly, np.repeat(140 * (1 + 0.26 * np.arange(4) / 4), 13))


@pytest.mark.parametrize(("week", "lower_from"), [(6.5, 8), (8.0, 8), (8.5, 12), (51.0, 52)])
def test_an_outcome_lowers_hours_from_the_next_review(week: float, lower_from: int) -> None:
    reached = outcome(expected_week=week, later_hours_effect=0.4)
    weekly = years(steady(outcomes=[reached], review_weeks=4)).planned_visits[0, :, 0]
    np.testing.assert_allclose(weekly, np.repeat([140, 84], [lower_from, 52 - lower_from]))


def test_nobody_is_assessed_to_need_nothing() -> None:
    hours = years(steady(people=100, need_sd=1.0), 50).baseline_hours
    assert hours.min() == pytest.approx(0.05 * 7)


def test_outcomes_are_reached_when_stated_and_measured_with_error() -> None:
    known = outcome(
        probability=0.4, expected_week=20.0, week_sd=4.0, false_positive=0.1, false_negative=0.25
    )
    year = years(steady(people=50, outcomes=[known]), DRAWS, seed=25)
    reached, measured = year.reached[:, :, 0], year.measured[:, :, 0]
    close(reached.mean(axis=1), 0.4)
    close(measured.mean(axis=1), 0.4 * 0.75 + 0.6 * 0.1)
    close(measured[~reached].astype(float), 0.1)
    close((~measured[reached]).astype(float), 0.25)
    close(year.outcome_week.ravel(), 20)
    assert year.outcome_week.std() == pytest.approx(4, rel=4 / np.sqrt(2 * 50 * DRAWS))


def test_correlations_come_out_as_stated() -> None:
    stated = {"volume, price": 0.6, "need,length": -0.3, "volume, delay": 0.2}
    drawn = year_level(steady(correlations=stated), dict.fromkeys(SOURCES, 26), 0, 20_000)
    matrix = np.corrcoef([drawn[name] for name in SOURCES])
    expected = np.eye(len(SOURCES))
    for pair, value in stated.items():
        first, second = (SOURCES.index(name.strip()) for name in pair.split(","))
        expected[first, second] = expected[second, first] = value
    np.testing.assert_allclose(matrix, expected, atol=4 / np.sqrt(20_000))
    year = years(steady(volume_sd=0.1, cost_sd=0.1, correlations=stated), 4000, weeks=1)
    found = np.corrcoef(year.delivered_visits[:, 0, 0], year.cost_factor)[0, 1]
    assert found == pytest.approx(0.6, abs=4 * (1 - 0.36) / np.sqrt(4000))


@pytest.mark.parametrize(
    ("sd", "basis", "rounding", "expected"),
    [
        (5, "actual", None, 27.0),
        (5, "lower", None, 26.2),
        (8, "lower", None, 25.1),
        (5, "actual", ("down", 15), 19.0),
        (5, "actual", ("nearest", 15), 27.5),
        (5, "actual", ("up", 15), 34.0),
        (5, "actual", ("down", 5), 24.5),
        (5, "actual", ("up", 5), 29.5),
        (5, "planned", ("up", 5), 30.0),
    ],
)
def test_the_visit_of_27_minutes(
    sd: float, basis: str, rounding: tuple[str, int] | None, expected: float
) -> None:
    # half an hour planned, 27 minutes on average: billable minutes as published
    rule = {} if rounding is None else {"kind": rounding[0], "unit_minutes": float(rounding[1])}
    if rule.get("kind") == "nearest":
        rule["tie"] = "up"
    base = hourly(60, basis, **({"rounding": rule} if rule else {}))
    year = years(steady(actual_to_planned=0.9, visit_length_sd=float(sd)), 1, weeks=1)
    minutes = expected_price(contract(base).base.billing, year)
    assert minutes[0, 0] == pytest.approx(expected, abs=0.06)


@pytest.mark.parametrize("ratio", [0.0, 0.5, 1.0, 1.9, 2.5, 3.0])
@pytest.mark.parametrize("sd", [0.0, 0.5])
def test_long_and_short_visits_are_priced_at_their_length(ratio: float, sd: float) -> None:
    # no visit is shorter than a minute; keep the spread clear of it
    ratio = max(ratio, (1 + 5 * sd) / 30)
    cohort = steady(actual_to_planned=ratio, visit_length_sd=sd)
    found = paid(contract(hourly(60, "actual")), cohort)
    assert found[0] == pytest.approx(7280 * max(30 * ratio, 1), rel=0.02)


# streams


def test_the_same_seed_gives_the_same_years_and_another_seed_others() -> None:
    first, again, other = (years(lively(), 5, seed=seed) for seed in (1, 1, 2))
    for field in fields(Year):
        value = getattr(first, field.name)
        if isinstance(value, np.ndarray):
            np.testing.assert_array_equal(value, getattr(again, field.name))
            fixed = value.size == value.shape[0] and not value.std()
            if not fixed and field.name not in ("minutes", "served"):
                assert (value != getattr(other, field.name)).any(), field.name
    assert (years(lively(), 5, block=1).planned_hours != first.planned_hours).any()


def test_another_outcome_moves_no_other_draw() -> None:
    known = outcome("first", 0.5, week_sd=3.0, skill_sd=0.1)
    one = years(lively(outcomes=[known]), 5)
    two = years(lively(outcomes=[known, outcome("second", 0.5, week_sd=2.0)]), 5)
    same(one, two, (*VOLUME, "length_ratio", "cost_factor", "delay_z"))
    none = years(lively(outcomes=[]), 5)
    same(one, none, (*VOLUME, "length_ratio", "cost_factor", "delay_z"))


@pytest.mark.parametrize(
    ("change", "moved"),
    [
        ({"volume_sd": 0.2}, set(VOLUME) - {"weeks_in_care"}),
        ({"provider_length_sd": 0.1}, {"length_ratio"}),
        ({"cost_sd": 0.1}, {"cost_factor"}),
        ({"need_sd": 0.1}, set(VOLUME) - {"weeks_in_care"}),
        ({"leaving_weekly_probability": 0.1},
         set(VOLUME) - {"baseline_hours"} | {"reached", "measured"}),  # within care only
        ({"cancelled_share": 0.2}, {"delivered_visits", "cancelled_visits", "delivered_hours"}),
        ({"hospital_weekly_probability": 0.1},
         {"delivered_visits", "cancelled_visits", "delivered_hours"}),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)  # fmt: skip
def test_a_source_moves_only_what_is_its_own(change: dict, moved: set[str]) -> None:
    before, after = years(lively(), 5), years(lively(**change), 5)
    watched = (*VOLUME, "length_ratio", "cost_factor", "delay_z", "reached", "measured")
    for name in watched:
        changed = (getattr(before, name) != getattr(after, name)).any()
        assert changed == (name in moved), name


@at_most(40)
@given(cohort=cohorts(), seed=st.integers(0, 2**63 - 1), weeks=st.integers(1, 60))
def test_every_cohort_has_possible_years(cohort: Cohort, seed: int, weeks: int) -> None:
    year = years(cohort, 3, seed=seed, weeks=weeks)
    for field in fields(Year):
        value = getattr(year, field.name)
        if isinstance(value, np.ndarray) and value.dtype == float and field.name != "delay_z":
            assert np.isfinite(value).all(), field.name
            assert (value >= 0).all(), field.name
    due = year.delivered_visits + year.cancelled_visits
    tiny = 1e-9 * year.planned_visits.max()
    assert (due <= year.planned_visits + tiny).all()
    assert (year.retained_visits[1] <= year.planned_visits - due + tiny).all()
    assert (year.weeks_in_care <= weeks).all()
    hours = year.planned_visits @ year.minutes / 60
    np.testing.assert_allclose(hours.sum(axis=1), year.planned_hours.sum(axis=1), atol=1e-9)
    hours = year.delivered_visits @ year.minutes / 60
    np.testing.assert_allclose(hours.sum(axis=1), year.delivered_hours.sum(axis=1), atol=1e-9)
    np.testing.assert_allclose(
        year.episode_visits.sum(axis=(1, 2)), year.delivered_visits.sum(axis=(1, 2)), atol=1e-9
    )
    assert sum(cohort.counts) == cohort.people


def test_people_are_shared_out_by_largest_remainder() -> None:
    packages = [
        {"share": share, "visit_minutes": [30.0], "visits_per_week": [7.0]}
        for share in (0.47, 0.16, 0.37)
    ]
    assert steady(people=10, packages=packages).counts.tolist() == [5, 1, 4]


# the published example


def test_the_example_asks_for_what_is_not_published() -> None:
    given_values = {
        name: value
        for name, value in dict(lively()).items()
        if name not in ("packages", "hours_per_person", "outcomes", "actual_to_planned",
                        "capital_cost_rate", "sources", "correlations", "selection_cut")
    }  # fmt: skip
    measures = {"outcome_week_sd": 2.0, "outcome_skill_sd": 0.05, "outcome_false_positive": 0.0,
                "outcome_false_negative": 0.0}  # fmt: skip
    cohort = Cohort.example(**given_values, **measures)
    # 14 hours and 23 minutes a week, of visits as the book compared on has them
    assert cohort.weekly_hours() / cohort.people == pytest.approx(14 + 23 / 60)
    assert cohort.packages == ()
    assert cohort.outcomes[0].probability == 0.497
    assert set(cohort.sources) == {"hours_per_person", "outcomes", "actual_to_planned",
                                   "capital_cost_rate"}  # fmt: skip
    assert set(cohort.modelled()).isdisjoint(cohort.sources)
    assert {"need_sd", "volume_sd", "cancelled_share"} <= set(cohort.modelled())
    # a value of one's own has no published source
    own = Cohort.example(**given_values, **measures, actual_to_planned=1.0)
    assert "actual_to_planned" in own.modelled()
    stated = cohort.with_values(packages=lively().packages)
    assert stated.hours_per_person is None
    assert not {"packages", "hours_per_person"} & set(stated.sources)
    assert stated.with_values(hours_per_person=12.0).packages == ()


def test_how_much_care_people_have_is_said_once() -> None:
    hours = steady().with_values(hours_per_person=7.0, second_carer_share=0.5)
    assert hours.weekly_hours() == pytest.approx(steady(second_carer_share=0.5).weekly_hours())
    with pytest.raises(CohortError, match="stands beside packages"):
        steady(hours_per_person=7.0)
    with pytest.raises(CohortError, match="is missing, and so are packages"):
        steady(packages=[])
    with pytest.raises(CohortError, match="those of the open book"):
        _ = hours.lengths


def test_nobody_stops_needing_care_unless_it_is_said() -> None:
    """A half of all people would, in the published outcome, and no place be filled again."""
    given_values = {
        name: value
        for name, value in dict(steady()).items()
        if name not in ("outcomes", "sources", "correlations", "selection_cut")
    }
    cohort = Cohort.example(**given_values)
    assert cohort.outcomes == ()
    assert "outcomes" not in cohort.sources
    year = years(cohort)
    np.testing.assert_allclose(year.weekly_planned_hours(), cohort.weekly_hours())


@pytest.mark.parametrize("chance", [0.02, 1.0])
def test_an_outcome_is_reached_within_care(chance: float) -> None:
    leaving = {"people": 400, "leaving_weekly_probability": chance}
    known = outcome(expected_week=20.0)
    year = years(steady(**leaving, outcomes=[known | {"false_positive": 0.5}]), 40)
    gone = year.weeks_in_care <= 20
    assert gone.any()
    assert not year.measured[:, :, 0][gone].any()
    if chance < 1:
        close(year.measured[:, :, 0].mean(axis=1), (1 - chance) ** 21)
    after = years(steady(**leaving, outcomes=[known | {"after_care": True}]), 40)
    assert after.reached.all()


def test_nothing_is_paid_for_outcomes_of_people_who_never_had_care() -> None:
    """23,800 was paid for no hours when everyone leaves in the first week."""
    cohort = steady(leaving_weekly_probability=1.0, outcomes=[outcome()])
    tariff = {"kind": "outcome tariff", "outcomes": {"independent": 2380.0}, "lag_weeks": 0.0}
    terms = contract({"kind": "by results"}, tariff)
    assert only(paid(terms, cohort)) == 0
    assert only(paid(terms, steady(outcomes=[outcome()]))) == 23_800


def test_minutes_that_are_billed_are_minutes_that_are_costed() -> None:
    """Visits of 6 minutes on average, some of which would be shorter than none."""
    cohort = steady(
        packages=[{"share": 1.0, "visit_minutes": [15.0], "visits_per_week": [14.0]}],
        actual_to_planned=0.4, visit_length_sd=8.0,
    )  # fmt: skip
    year = years(cohort)
    billed = only(paid(contract(hourly(60, "actual")), cohort, year))
    assert year.weekly_hours()[0].sum() * 60 == pytest.approx(billed, rel=1e-4)
    none = years(steady(actual_to_planned=0.0))
    np.testing.assert_allclose(none.actual_minutes(), 1.0)


def test_reviews_and_weeks_are_cut_to_the_year() -> None:
    for first, second in pairwise([1, 3, 4, 5, 52, 53, 104]):
        short, long = (years(steady(), 1, weeks=weeks) for weeks in (first, second))
        assert short.planned_visits.sum() < long.planned_visits.sum()
        assert long.episode_visits.shape[2] == -(-second // 4)
