"""People who leave are followed by others, at once or after a delay: a caseload stays level."""

from __future__ import annotations

import numpy as np
import pytest
from payment_cases import contract, hourly, outcome, setting_of, steady, years

from fairprice import Cohort, CohortError, dump_cohort
from fairprice.payment.cohort import expected_year

#: Ten people with seven hours a week.
HOURS, LEAVING = 70.0, 0.02


def leaving(delay: int | None, **changes: object) -> Cohort:
    terms = {} if delay is None else {"refill_weeks": delay}
    return steady(leaving_weekly_probability=LEAVING, **terms, **changes)


def test_hours_stay_level_where_places_are_filled_at_once() -> None:
    cohort = leaving(0)
    for year in (years(cohort), expected_year(cohort, 52)):
        hours = year.weekly_planned_hours()
        np.testing.assert_allclose(hours, HOURS, rtol=1e-12)
        np.testing.assert_allclose(year.weeks_in_care, 52)
        np.testing.assert_allclose(year.final_hours.sum(axis=1), HOURS)


@pytest.mark.parametrize("delay", [1, 4])
def test_a_delay_leaves_so_many_places_empty(delay: int) -> None:
    """In the long run 1 - p of 1 - p + p d places are filled: stays and gaps in turn."""
    cohort = leaving(delay)
    calm = expected_year(cohort, 520)
    hours = calm.weekly_planned_hours()[0]
    level = (1 - LEAVING) / (1 - LEAVING + LEAVING * delay)
    assert hours[-1] == pytest.approx(HOURS * level, rel=1e-9)
    # nobody comes before the delay has passed
    first = HOURS * (1 - LEAVING) ** np.arange(1, delay + 1)
    np.testing.assert_allclose(hours[:delay], first, rtol=1e-12)
    came = HOURS * ((1 - LEAVING) ** (delay + 1) + LEAVING * (1 - LEAVING))
    assert hours[delay] == pytest.approx(came, rel=1e-12)
    drawn = years(cohort, draws=2_000).weekly_planned_hours()
    error = drawn.std(axis=0, ddof=1) / np.sqrt(len(drawn))
    assert (np.abs(drawn.mean(axis=0) - hours[:52]) <= 4 * error + 1e-9).all()


def test_weeks_in_care_are_those_of_the_place() -> None:
    cohort = leaving(3)
    year = years(cohort)
    weekly = contract({"kind": "capitation", "weekly_amount": 100.0, "risk_adjusted": False})
    paid = weekly.settle(year, setting_of(cohort), 0, 0).payments.sum(axis=1)
    np.testing.assert_allclose(paid, year.weekly_planned_hours().sum(axis=1) / 7 * 100)
    # nobody comes to whom the provider does not take on
    some = years(cohort, creaming_share=0.5)
    assert (some.weeks_in_care[~some.served] == 0).all()


def test_places_that_nobody_fills_stay_empty() -> None:
    hours = expected_year(leaving(None), 52).weekly_planned_hours()[0]
    np.testing.assert_allclose(hours, HOURS * (1 - LEAVING) ** np.arange(1, 53))
    np.testing.assert_allclose(
        expected_year(leaving(52), 52).weekly_planned_hours()[0], hours, rtol=1e-12
    )


def test_a_file_says_after_how_many_weeks_a_place_is_filled() -> None:
    cohort = leaving(2)
    assert "refill_weeks = 2" in dump_cohort(cohort)
    assert "refill_weeks" not in dump_cohort(leaving(None))


def test_what_filling_again_would_leave_unsaid_is_refused() -> None:
    with pytest.raises(CohortError, match="refill_weeks: fills places again, and outcomes are"):
        leaving(2, outcomes=[outcome()])
    episodes = {"kind": "episode", "episode_price": 1.0, "low_use_visits": 1.0,
                "visit_price": 1.0, "risk_adjusted": False}  # fmt: skip
    [problem] = contract(episodes).problems(leaving(2))
    assert "episode is of one person" in str(problem)
    assert not list(contract(hourly()).problems(leaving(2)))
