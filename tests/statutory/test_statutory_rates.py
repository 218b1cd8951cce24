"""The rates in force on a day, and what they make due, against published cases."""

from __future__ import annotations

import datetime
import doctest
from typing import Any

import numpy as np
import pandas as pd
import pytest

import fairprice.statutory.rates
from fairprice.errors import DateNotCoveredError, InputError, UnknownNationError
from fairprice.statutory import StatutoryRates, statutory_rates

RATES = statutory_rates("2026-04-06", nation="England")


def on(day: str, nation: str = "England") -> StatutoryRates:
    return statutory_rates(day, nation)


def test_value_carries_its_source() -> None:
    value = RATES["employer_nic_rate"]
    assert value.value == RATES.value("employer_nic_rate") == 0.15
    assert value.source_address.startswith("https://github.com/hmrc/")
    assert value.valid_from == datetime.date(2025, 4, 6)


def test_names_and_table_agree() -> None:
    table = RATES.table()
    assert list(table.index) == list(RATES.names()) == list(RATES)
    assert table.loc["adult_minimum_wage", "value"] == 12.71
    assert table.drop(columns="valid_to").notna().all(axis=None)
    assert set(table["certainty"]) == {"enacted"}
    assert "adult_minimum_wage" in RATES
    assert "minimum_wage_21_to_adult_age" not in RATES
    assert "nonsense" not in RATES
    assert 3 not in RATES


def test_rates_show_their_day_and_nation() -> None:
    assert repr(RATES) == ("StatutoryRates(date=datetime.date(2026, 4, 6), nation='England')")


def test_rates_are_frozen() -> None:
    with pytest.raises(AttributeError):
        RATES.nation = "Wales"  # type: ignore[misc]


@pytest.mark.parametrize(
    "date", ["2026-04-06", datetime.date(2026, 4, 6), pd.Timestamp("2026-04-06 09:00")]
)
def test_date_as_text_or_date(date: Any) -> None:
    assert statutory_rates(date, "England") == RATES


@pytest.mark.parametrize("date", ["6 April 2026", "2026-02-30", "20260406", "", None, 2026, pd.NaT])
def test_date_that_is_no_day(date: Any) -> None:
    with pytest.raises(InputError, match="2026-04-06") as caught:
        statutory_rates(date, "England")
    assert caught.value.problems[0].code == "not-a-date"


def test_nation_is_required_and_known() -> None:
    with pytest.raises(TypeError):
        statutory_rates("2026-04-06")  # type: ignore[call-arg]
    with pytest.raises(UnknownNationError, match="Did you mean England"):
        statutory_rates("2026-04-06", "england")


def test_lookup_is_lazy() -> None:
    ancient = statutory_rates("1990-01-01", "England")
    assert ancient.names() == ()
    with pytest.raises(DateNotCoveredError):
        ancient.employer_ni(500.0)


# Expected values worked by hand from HMRC's published rates and thresholds.
@pytest.mark.parametrize(
    ("day", "pay", "period", "due"),
    [
        ("2026-04-06", 500.0, "week", 0.15 * (500 - 96)),
        ("2026-04-06", 2000.0, "month", 0.15 * (2000 - 417)),
        ("2026-04-06", 24000.0, "year", 0.15 * (24000 - 5000)),
        ("2026-04-06", 96.0, "week", 0.0),
        ("2024-04-06", 500.0, "week", 0.138 * (500 - 175)),
        ("2022-04-06", 500.0, "week", 0.1505 * (500 - 175)),
        ("2022-11-05", 500.0, "week", 0.1505 * (500 - 175)),
        ("2022-11-06", 500.0, "week", 0.138 * (500 - 175)),
        ("2015-04-06", 500.0, "week", 0.138 * (500 - 156)),
    ],
)
def test_employer_ni(day: str, pay: float, period: str, due: float) -> None:
    assert on(day).employer_ni(pay, period=period) == pytest.approx(due, abs=1e-9)


@pytest.mark.parametrize(("hours", "share"), [(16, 7.92), (37.5, 11.98)])
def test_ni_share_of_pay_at_the_minimum_wage(hours: float, share: float) -> None:
    # At GBP 12.71 an hour in 2026-27: the share hangs on each worker's hours.
    pay = hours * 12.71
    assert round(100 * RATES.employer_ni(pay) / pay, 2) == share


@pytest.mark.parametrize(
    ("pay", "period", "due"),
    [
        (967.0, "week", 0.0),
        (1067.0, "week", 15.0),
        (4189.0, "month", 0.0),
        (4289.0, "month", 15.0),
        (50370.0, "year", 15.0),
    ],
)
def test_no_ni_under_21_up_to_the_upper_threshold(pay: float, period: str, due: float) -> None:
    assert RATES.employer_ni(pay, period, under_21=True) == pytest.approx(due, abs=1e-9)


def test_ni_of_a_mixed_team() -> None:
    due = RATES.employer_ni(np.array([500.0, 500.0]), under_21=np.array([True, False]))
    assert due == pytest.approx([0.0, 60.6])


@pytest.mark.parametrize(
    ("day", "pay", "period", "opted_in", "due"),
    [
        ("2026-04-06", 20000.0, "year", False, 0.03 * (20000 - 6240)),
        ("2026-04-06", 9999.0, "year", False, 0.0),
        ("2026-04-06", 10000.0, "year", False, 0.03 * 3760),
        ("2026-04-06", 9999.0, "year", True, 0.03 * 3759),
        ("2026-04-06", 6000.0, "year", True, 0.0),
        ("2026-04-06", 99999.0, "year", False, 0.03 * (50270 - 6240)),
        ("2026-04-06", 500.0, "week", False, 0.03 * (500 - 120)),
        ("2026-04-06", 2000.0, "month", False, 0.03 * (2000 - 520)),
        ("2017-04-06", 20000.0, "year", False, 0.01 * (20000 - 5876)),
        ("2018-04-06", 20000.0, "year", False, 0.02 * (20000 - 6032)),
    ],
)
def test_employer_pension(day: str, pay: float, period: str, opted_in: bool, due: float) -> None:
    assert on(day).employer_pension(pay, period, opted_in) == pytest.approx(due, abs=1e-9)


# GOV.UK, National Minimum Wage and National Living Wage rates.
@pytest.mark.parametrize(
    ("day", "by_age"),
    [
        ("2015-04-06", {17: 3.79, 18: 5.13, 20: 5.13, 21: 6.50, 30: 6.50}),
        ("2016-03-31", {17: 3.87, 18: 5.30, 21: 6.70, 25: 6.70}),
        ("2016-04-01", {17: 3.87, 20: 5.30, 21: 6.70, 24: 6.70, 24.9: 6.70, 25: 7.20}),
        ("2016-10-01", {17: 4.00, 20: 5.55, 24: 6.95, 25: 7.20}),
        ("2017-04-01", {17: 4.05, 20: 5.60, 24: 7.05, 25: 7.50}),
        ("2018-04-01", {17: 4.20, 20: 5.90, 24: 7.38, 25: 7.83}),
        ("2019-04-01", {17: 4.35, 20: 6.15, 24: 7.70, 25: 8.21}),
        ("2020-04-01", {17: 4.55, 20: 6.45, 24: 8.20, 25: 8.72}),
        ("2021-04-01", {17: 4.62, 20: 6.56, 22: 8.36, 23: 8.91, 24: 8.91}),
        ("2022-04-01", {17: 4.81, 20: 6.83, 22: 9.18, 23: 9.50}),
        ("2023-04-01", {17: 5.28, 20: 7.49, 22: 10.18, 23: 10.42}),
        ("2024-03-31", {22: 10.18, 23: 10.42}),
        ("2024-04-01", {17: 6.40, 20: 8.60, 21: 11.44, 22: 11.44}),
        ("2025-04-01", {17: 7.55, 20: 10.00, 21: 12.21}),
        ("2026-04-01", {17: 8.00, 20: 10.85, 21: 12.71, 65: 12.71}),
    ],
)
def test_minimum_wage_by_age(day: str, by_age: dict[float, float]) -> None:
    rates = on(day, "Northern Ireland")
    assert {age: rates.minimum_wage(age) for age in by_age} == by_age
    assert rates.minimum_wage(np.array(list(by_age))) == pytest.approx(list(by_age.values()))


def test_apprentices() -> None:
    assert RATES.minimum_wage(30, apprentice=True) == 8.00
    assert on("2015-10-01").minimum_wage(17, apprentice=True) == 3.30
    mixed = RATES.minimum_wage(np.array([30.0, 30.0]), np.array([True, False]))
    assert mixed == pytest.approx([8.00, 12.71])


@pytest.mark.parametrize(
    ("day", "pay", "days", "a_week", "due"),
    [
        # Before 6 April 2026: three waiting days, a lower limit, a flat rate.
        ("2026-04-05", 500.0, 3, 5, 0.0),
        ("2026-04-05", 500.0, 5, 5, 118.75 * 2 / 5),
        ("2026-04-05", 125.0, 8, 5, 118.75),
        ("2026-04-05", 124.99, 8, 5, 0.0),
        ("2026-04-05", 500.0, 13, 3, 118.75 * 10 / 3),
        ("2026-04-05", 500.0, 300, 5, 118.75 * 28),
        # From then: from the first day, without a limit, no more than 80 % of earnings.
        ("2026-04-06", 500.0, 1, 5, 123.25 / 5),
        ("2026-04-06", 500.0, 5, 5, 123.25),
        ("2026-04-06", 100.0, 5, 5, 80.0),
        ("2026-04-06", 154.0, 5, 5, 123.2),
        ("2026-04-06", 154.07, 5, 5, 123.25),
        ("2026-04-06", 0.0, 5, 5, 0.0),
        ("2026-04-06", 500.0, 300, 5, 123.25 * 28),
    ],
)
def test_sick_pay(day: str, pay: float, days: float, a_week: float, due: float) -> None:
    assert on(day).sick_pay(pay, days, a_week) == pytest.approx(due, abs=1e-9)


def test_a_week_has_up_to_seven_qualifying_days() -> None:
    assert RATES.sick_pay(500.0, 7, 7) == pytest.approx(123.25)
    for days in (0, 7.5, 8):
        with pytest.raises(InputError, match="qualifying_days_per_week"):
            RATES.sick_pay(500.0, 5, days)


def test_sick_pay_by_month_and_year() -> None:
    assert RATES.sick_pay(5200.0, 5, period="year") == pytest.approx(80.0)
    assert RATES.sick_pay(5200.0 / 12, 5, period="month") == pytest.approx(80.0)


def test_arrays_in_arrays_out_and_floats_in_floats_out() -> None:
    for single, many in [
        (RATES.employer_ni(500.0), RATES.employer_ni([500.0, 90.0])),
        (RATES.employer_pension(500), RATES.employer_pension(pd.Series([500, 90]))),
        (RATES.minimum_wage(30), RATES.minimum_wage(np.array([[30, 17]]))[0]),
        (RATES.sick_pay(500.0, 5), RATES.sick_pay(500.0, np.array([5, 1]))),
    ]:
        assert type(single) is float
        assert isinstance(many, np.ndarray)
        assert many.shape == (2,)
        assert many[0] == single
    assert RATES.minimum_wage(np.array([])).shape == (0,)


@pytest.mark.parametrize("method", ["employer_ni", "employer_pension"])
@pytest.mark.parametrize(
    ("pay", "code"),
    [
        (-0.01, "out-of-bounds"),
        (np.nan, "not-finite"),
        (np.inf, "not-finite"),
        ("500", "not-a-number"),
        (None, "not-a-number"),
        (True, "not-a-number"),
        (10**400, "not-a-number"),
        ([500.0, [1.0]], "not-a-number"),
        (np.array([500.0, np.nan, -np.inf]), "not-finite"),
    ],
)
def test_pay_that_is_no_amount(method: str, pay: Any, code: str) -> None:
    with pytest.raises(InputError) as caught:
        getattr(RATES, method)(pay)
    (problem,) = caught.value.problems
    assert (problem.code, problem.where) == (code, "pay")


@pytest.mark.parametrize("age", [-1, 120.5, np.nan, "30"])
def test_age_out_of_bounds(age: Any) -> None:
    with pytest.raises(InputError, match="age"):
        RATES.minimum_wage(age)


def test_bounds_are_said_where_there_are_any() -> None:
    with pytest.raises(InputError, match=r"GBP, (0|zero) or more\. \[out-of-bounds\]$"):
        RATES.employer_ni(-5.0)
    with pytest.raises(InputError, match="120"):
        RATES.minimum_wage(121)


def test_all_faults_of_a_call_are_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        RATES.sick_pay(-5.0, np.nan, 0, period="fortnight")
    assert [(problem.code, problem.where) for problem in caught.value.problems] == [
        ("out-of-bounds", "pay"),
        ("not-finite", "days_sick"),
        ("out-of-bounds", "qualifying_days_per_week"),
        ("unknown-period", "period"),
    ]
    with pytest.raises(InputError) as caught:
        RATES.employer_ni(-5.0, ["week"], under_21=21)  # type: ignore[call-overload]
    assert [problem.code for problem in caught.value.problems] == [
        "out-of-bounds",
        "not-a-flag",
        "unknown-period",
    ]


def test_arrays_of_different_shapes() -> None:
    with pytest.raises(InputError, match=r"pay \(3,\), under_21 \(2,\)") as caught:
        RATES.employer_ni(np.ones(3), under_21=np.array([True, False]))
    assert caught.value.problems[0].code == "shapes-differ"


def test_examples_in_the_docstrings() -> None:
    result = doctest.testmod(fairprice.statutory.rates)
    assert result.attempted
    assert not result.failed
