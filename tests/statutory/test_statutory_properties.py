"""What must hold for any pay, age and date."""

from __future__ import annotations

import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairprice.statutory import NATIONS, StatutoryRates, statutory_rates

days = st.dates(datetime.date(2015, 4, 6), datetime.date(2027, 3, 31))
rates_in_force = st.builds(statutory_rates, days, st.sampled_from(NATIONS))
periods = st.sampled_from(["week", "month", "year"])
amounts = st.floats(0, 200_000)
teams = st.lists(amounts, min_size=1, max_size=20)
THRESHOLDS = {"week": "weekly", "month": "monthly", "year": "annual"}
LIMITS = {"week": "_weekly", "month": "_monthly", "year": ""}


@given(rates_in_force, periods, st.floats(0.01, 200_000), st.floats(0.01, 200_000))
def test_ni_takes_no_smaller_share_of_higher_pay(
    rates: StatutoryRates, period: str, one: float, other: float
) -> None:
    low, high = sorted([one, other])
    share_of_low = rates.employer_ni(low, period) / low
    assert rates.employer_ni(high, period) / high >= share_of_low - 1e-12


@given(rates_in_force, periods, st.floats(0, 1))
def test_no_ni_below_the_threshold(rates: StatutoryRates, period: str, part: float) -> None:
    threshold = rates.value("nic_secondary_threshold_" + THRESHOLDS[period])
    assert rates.employer_ni(part * threshold, period) == 0


@given(rates_in_force, periods, amounts)
def test_ni_above_the_threshold_is_the_rate_of_each_pound(
    rates: StatutoryRates, period: str, above: float
) -> None:
    threshold = rates.value("nic_secondary_threshold_" + THRESHOLDS[period])
    due = rates.employer_ni(threshold + above, period)
    assert due == pytest.approx(rates.value("employer_nic_rate") * above, abs=1e-9)


@given(rates_in_force, periods, amounts)
def test_workers_under_21_never_cost_more_ni(
    rates: StatutoryRates, period: str, pay: float
) -> None:
    assert rates.employer_ni(pay, period, under_21=True) <= rates.employer_ni(pay, period)


@given(rates_in_force, periods, amounts)
def test_pension_is_capped_at_the_upper_limit(
    rates: StatutoryRates, period: str, pay: float
) -> None:
    lower, upper = (
        rates.value(f"pension_qualifying_earnings_{end}{LIMITS[period]}")
        for end in ("lower", "upper")
    )
    most = rates.value("pension_employer_minimum_rate") * (upper - lower)
    due = rates.employer_pension(pay, period)
    assert 0 <= due <= most + 1e-9
    assert due <= rates.employer_pension(pay, period, opted_in=True)
    if pay >= upper:
        assert due == pytest.approx(most)


@given(rates_in_force, amounts, st.floats(0, 400), st.floats(0.5, 7))
def test_sick_pay_never_exceeds_its_bounds(
    rates: StatutoryRates, pay: float, sick: float, a_week: float
) -> None:
    due = rates.sick_pay(pay, sick, a_week)
    assert 0 <= due <= rates.value("ssp_weekly_rate") * rates.value("ssp_max_weeks") + 1e-9
    assert due <= rates.value("ssp_earnings_share") * pay * sick / a_week + 1e-6


@given(rates_in_force, st.floats(0, 120), st.floats(0, 120))
def test_minimum_wage_does_not_fall_with_age(
    rates: StatutoryRates, one: float, other: float
) -> None:
    younger, older = sorted([one, other])
    assert rates.minimum_wage(younger) <= rates.minimum_wage(older)


@given(rates_in_force, periods, teams)
def test_arrays_agree_with_floats(rates: StatutoryRates, period: str, team: list[float]) -> None:
    pay = np.array(team)
    assert list(rates.employer_ni(pay, period)) == [rates.employer_ni(p, period) for p in team]
    assert list(rates.employer_pension(pay, period)) == [
        rates.employer_pension(p, period) for p in team
    ]
    assert list(rates.sick_pay(pay, 6, period=period)) == [
        rates.sick_pay(p, 6, period=period) for p in team
    ]
    ages = pay % 121
    ages[ages > 120] = 120
    assert list(rates.minimum_wage(ages)) == [rates.minimum_wage(age) for age in ages.tolist()]
