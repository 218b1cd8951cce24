"""An outcome may be lost again: fees while it lasts end, and the hours return."""

from __future__ import annotations

import numpy as np
import pytest
from clause_table import WELL
from payment_cases import contract, outcome, setting_of, steady, years

from fairprice import Cohort
from fairprice.payment.cohort import Year, expected_year
from fairprice.types import Floats

#: Reached by all in week 6; a fee each four weeks falls in weeks 10, 14 ... 50.
STAGED = {
    "kind": "staged tariff", "outcome": WELL, "start_fee": 400.0, "outcome_fee": 1200.0,
    "sustainment_fee": 215.0, "sustainment_weeks": 4, "most_sustainment_fees": 13,
}  # fmt: skip
FEES = 11


def losing(loss: float | None, **changes: object) -> Cohort:
    terms = {} if loss is None else {"weekly_loss_probability": loss}
    return steady(outcomes=[outcome(**terms, **changes)])


def paid(cohort: Cohort, year: Year, **terms: float) -> Floats:
    agreed = contract({"kind": "by results"}, STAGED | terms)
    return agreed.settle(year, setting_of(cohort), 0, 0).payments


@pytest.mark.parametrize(("loss", "fees"), [(1.0, 0), (0.0, FEES), (None, FEES)])
def test_stages_that_are_reached_are_paid_and_no_others(loss: float | None, fees: int) -> None:
    cohort = losing(loss)
    for year in (years(cohort), expected_year(cohort, 52)):
        weekly = paid(cohort, year)
        np.testing.assert_allclose(weekly.sum(axis=1), 10 * (400 + 1200 + 215 * fees), rtol=1e-12)
        due = {0, 6, *range(10, 10 + 4 * fees, 4)}
        assert set(np.flatnonzero(weekly[0])) == due


def test_between_them_each_fee_counts_with_the_chance_that_the_outcome_is_held() -> None:
    cohort = losing(0.03)
    chances = [0.97 ** (4 * n) for n in range(1, FEES + 1)]
    weekly = paid(cohort, expected_year(cohort, 52))[0]
    np.testing.assert_allclose(weekly[10:52:4], 10 * 215 * np.array(chances), rtol=1e-12)
    assert weekly.sum() == pytest.approx(10 * (1600 + 215 * sum(chances)), rel=1e-12)
    twice = paid(cohort, expected_year(cohort, 52), most_sustainment_fees=2)[0]
    assert twice.sum() == pytest.approx(10 * (1600 + 215 * sum(chances[:2])), rel=1e-12)
    # 3,000 years of ten people; a person's fees spread by no more than all of them
    drawn = paid(cohort, years(cohort, draws=3_000)).sum(axis=1)
    error = drawn.std(ddof=1) / np.sqrt(len(drawn))
    assert abs(drawn.mean() - weekly.sum()) < 4 * error
    assert set(np.round((drawn - 16_000) / 215, 9) % 1) == {0.0}


@pytest.mark.parametrize("loss", [0.0, 0.05, 1.0])
def test_hours_return_when_an_outcome_is_lost(loss: float) -> None:
    # reviews in weeks 0, 13, 26, 39: the outcome of week 6 is then held for 7, 20 and 33 weeks
    cohort = losing(loss, later_hours_effect=0.6)
    held = [0, *((1 - loss) ** weeks for weeks in (7, 20, 33))]
    expected = np.repeat([70 * (1 - 0.6 * share) for share in held], 13)
    calm = expected_year(cohort, 52).weekly_planned_hours()[0]
    np.testing.assert_allclose(calm, expected, rtol=1e-12)
    drawn = years(cohort, draws=2_000).weekly_planned_hours()
    error = drawn.std(axis=0, ddof=1) / np.sqrt(len(drawn))
    assert (np.abs(drawn.mean(axis=0) - expected) <= 4 * error + 1e-9).all()


def test_what_can_be_lost_moves_no_other_chance() -> None:
    held, lost = (years(losing(loss, probability=0.5, week_sd=2.0)) for loss in (None, 0.2))
    np.testing.assert_array_equal(held.reached, lost.reached)
    np.testing.assert_array_equal(held.outcome_week, lost.outcome_week)


def test_the_derivation_shows_the_chance_of_each_fee() -> None:
    cohort = losing(0.03)
    agreed = contract({"kind": "by results"}, STAGED)
    said = agreed.explain(expected_year(cohort, 52), setting_of(cohort))
    assert "chance to hold it another week" in said
    times = sum(0.97 ** (4 * n) for n in range(1, FEES + 1))
    assert f"Times held = {times:.4f} fees" in said
    assert "Held for another" not in agreed.explain(
        expected_year(losing(None), 52), setting_of(cohort)
    )
    drawn = agreed.explain(years(cohort), setting_of(cohort), 2)
    assert "Worked out for each person and added up." in drawn
