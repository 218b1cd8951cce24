"""One reading of numbers, days and months, whatever kind they come in."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from providers import plain, plain_data

import fairprice as fp
from fairprice.declare import values

HALF = (0.5, np.float64(0.5), np.float32(0.5), Decimal("0.5"), Fraction(1, 2), np.array(0.5))


@pytest.mark.parametrize("value", HALF, ids=lambda value: type(value).__name__)
def test_a_number_of_any_kind_is_the_number(value: Any) -> None:
    assert values.number(value) == 0.5
    assert values.array([value, value]).tolist() == [0.5, 0.5]
    data = plain_data()
    data["workforce"]["under_21_share"] = value
    assert fp.Assumptions.model_validate(data).workforce.under_21_share == 0.5


@pytest.mark.parametrize(
    ("value", "what"),
    [
        (True, "is not a number"),
        (np.True_, "is not a number"),
        ("0.5", "is not a number"),
        (None, "is not a number"),
        ([0.5], "is not a number"),
        (np.nan, "is not a finite number"),
        (Decimal("NaN"), "is not a finite number"),
        (np.inf, "is not a finite number"),
        (10**400, "is too large a number"),
        (1j, "is not a number"),
    ],
)
def test_what_is_no_number_is_said_to_be_none(value: Any, what: str) -> None:
    with pytest.raises(values.Refused, match=f"^{what}$"):
        values.number(value)


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ({28.0, 618.0}, "has no order"),
        (frozenset({1.0}), "has no order"),
        ({1.0: 2.0}, "has no order"),
        (np.ma.array([1.0, 2.0], mask=[False, True]), "has masked entries"),
        ([True, 1.0], "holds what is not a number"),
        (np.array([True]), "holds what is not a number"),
        ([1.0, "2"], "holds what is not a number"),
        ([1.0, None], "holds what is not a number"),
        ([1.0, [2.0]], "has rows of unequal length"),
        (pd.Series(["a"]), "holds what is not a number"),
        (np.array(["2026"], "datetime64[Y]"), "holds what is not a number"),
        ([10**400], "is too large a number"),
    ],
    ids=str,
)
def test_what_is_no_array_of_numbers_is_said_to_be_none(value: Any, what: str) -> None:
    with pytest.raises(values.Refused, match=f"^{what}"):
        values.array(value)


def test_arrays_keep_their_shape_and_what_is_missing() -> None:
    assert values.array([[1, 2], [3, 4]]).shape == (2, 2)
    assert values.array([]).shape == (0,)
    assert values.array(np.ma.array([1.0, 2.0], mask=[False, False])).tolist() == [1.0, 2.0]
    assert np.isnan(values.array(pd.Series([1, None], dtype="Int64"))[1])


YES_NO = (
    [True, False], (np.True_, np.False_), np.array([True, False]), pd.Series([True, False]),
    np.array([True, False], object), pd.Series([True, False], dtype="boolean"),
    pd.Series([True, False], dtype=object), np.ma.array([True, False], mask=[False, False]),
)  # fmt: skip


@pytest.mark.parametrize("column", YES_NO, ids=repr)
def test_yes_and_no_of_any_kind_are_yes_and_no(column: Any) -> None:
    assert values.flags(column).tolist() == [True, False]
    claimed = {"employment_allowance_claimed": column}
    prices = fp.price_scenarios(plain(), claimed)["price_per_hour"]
    switched = [
        fp.OpenBook(plain(employment_allowance_claimed=yes)).price_per_hour for yes in (True, False)
    ]
    assert list(prices) == pytest.approx(switched, rel=1e-12)
    wages = fp.statutory_rates("2026-04-06", "England").minimum_wage([30, 30], apprentice=column)
    assert list(wages) == [8.00, 12.71]


@pytest.mark.parametrize(
    ("value", "what"),
    [
        (1, "is neither yes nor no"),
        ("yes", "is neither yes nor no"),
        (None, "is neither yes nor no"),
        ([1, 0], "holds what is no yes or no"),
        (["yes", "no"], "holds what is no yes or no"),
        (pd.Series([True, None], dtype="boolean"), "holds what is no yes or no"),
        ([True, [False]], "has rows of unequal length"),
        ({True}, "has no order"),
        (np.ma.array([True], mask=[True]), "has masked entries"),
    ],
    ids=repr,
)
def test_what_is_no_yes_or_no_is_said_to_be_none(value: Any, what: str) -> None:
    with pytest.raises(values.Refused, match=f"^{what}"):
        values.flags(value)
    rates = fp.statutory_rates("2026-04-06", "England")
    with pytest.raises(fp.InputError, match=what):
        rates.minimum_wage(30, apprentice=value)


@given(st.lists(st.floats() | st.integers(-(10**6), 10**6), max_size=5))
def test_arrays_hold_the_numbers_that_were_given(numbers: list[float]) -> None:
    np.testing.assert_array_equal(values.array(numbers), np.array(numbers, float))


COLUMNS = ([15.0, 30.0], (15.0, 30.0), np.array([15, 30]), pd.Series([15.0, 30.0]))


@pytest.mark.parametrize("column", COLUMNS, ids=lambda value: type(value).__name__)
def test_a_column_of_any_kind_is_a_column(column: Any) -> None:
    data = plain_data()
    data["visits"] |= {"visit_minutes": column, "visits_per_week": np.array([1, 2])}
    assert fp.Assumptions.model_validate(data).visits.visit_minutes == (15.0, 30.0)


@pytest.mark.parametrize(
    ("column", "what"),
    [
        ({28.0}, "{28.0} has no order."),
        (np.ma.array([28.0], mask=[True]), "has masked entries, which are not values."),
    ],
    ids=["set", "masked"],
)
def test_a_column_that_would_lose_something_is_refused(column: Any, what: str) -> None:
    data = plain_data()
    data["visits"]["visits_per_week"] = column
    with pytest.raises(fp.AssumptionsError) as caught:
        fp.Assumptions.model_validate(data)
    [problem] = caught.value.problems
    assert (problem.code, problem.where) == ("wrong-shape", "visits.visits_per_week")
    assert what in problem.what


def test_numpys_switches_are_switches() -> None:
    data = plain_data()
    data["workforce"]["employment_allowance_claimed"] = np.True_
    party = fp.Assumptions.model_validate(data)
    assert party.workforce.employment_allowance_claimed is True


DAY = datetime.date(2026, 4, 6)
DAYS = (
    "2026-04-06",
    DAY,
    datetime.datetime(2026, 4, 6, 9, 30),
    pd.Timestamp("2026-04-06"),
    np.datetime64("2026-04-06"),
    np.datetime64("2026-04-06T09:30", "ns"),
    # half an hour before midnight of universal time, in British Summer Time
    datetime.datetime(2026, 4, 5, 23, 30, tzinfo=datetime.UTC),
    pd.Timestamp("2026-04-06 20:00", tz="America/New_York") - pd.Timedelta(hours=2),
)
NO_DAYS = (
    "20260406", "2026-W15-1", "2026-096", "6 April 2026", "2026-04-31", "2026-04-06T00:00", "", " ",
    20260406, 46118.0, None, True, pd.NaT, np.datetime64("NaT", "s"), datetime.time(9),
)  # fmt: skip


@pytest.mark.parametrize("value", DAYS, ids=repr)
def test_a_day_is_the_same_at_every_door(value: Any) -> None:
    assert values.day(value) == DAY
    assert fp.statutory_rates(value, "England").date == DAY
    assert fp.Evidence(dated=value).dated == DAY
    data = plain_data()
    data["about"]["price_date"] = value
    assert fp.Assumptions.model_validate(data).about.price_date == DAY


@pytest.mark.parametrize("value", NO_DAYS, ids=repr)
def test_what_is_no_day_is_none_at_any_door(value: Any) -> None:
    data = plain_data()
    data["about"]["price_date"] = value
    doors = (
        lambda: fp.statutory_rates(value, "England"),
        lambda: fp.Assumptions.model_validate(data),
        lambda: fp.Offer(day=value, party="provider", price_per_hour=1.0, what_changed="first"),
        lambda: fp.statutory_index("adult_minimum_wage", value, "2026-04-06", "England"),
    )
    for door in doors:
        with pytest.raises(fp.InputError) as caught:
            door()
        [problem] = caught.value.problems
        assert "is not a day of the calendar." in problem.what
        assert "2026-04-06" in problem.mend


def test_a_time_is_read_as_the_clock_shows_it() -> None:
    seven = datetime.time(19)
    assert values.time("19:00") == values.time("19:00:00") == values.time(seven) == seven
    for value in ("25:00", "seven", 19, None, datetime.datetime(2026, 4, 6, 19)):
        with pytest.raises(values.Refused, match=r"^is not a time of the day$"):
            values.time(value)


def test_a_month_is_named_by_itself_or_by_a_day_in_it() -> None:
    july = datetime.date(2026, 7, 1)
    for value in ("2026-07", datetime.date(2026, 7, 31), pd.Timestamp("2026-07-09 12:00")):
        assert values.month(value) == july
    for value in ("202607", "2026-W30", "2026-13", "2026-07-09", 7, None):
        with pytest.raises(values.Refused, match="is not a month of the calendar"):
            values.month(value)


def test_long_values_are_cut_where_they_are_shown() -> None:
    assert values.shown("x" * 100) == "'" + "x" * 56 + "..."
    assert values.shown(pd.Series([1.0])) == "0    1.0 dtype: float64"


def test_a_year_of_a_contract_is_named_by_its_two_years() -> None:
    for value in ("2026-27", " 2026/27 "):
        assert values.contract_year(value) == datetime.date(2026, 4, 1)
    assert values.contract_year("1999-00") == datetime.date(1999, 4, 1)
    for value in (2026, 202627, None, "2026-28", "2026", "9999-00", "0000-01"):
        with pytest.raises(values.Refused, match="no year such as 2026-27"):
            values.contract_year(value)
