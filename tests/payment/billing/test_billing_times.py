"""Multipliers by the clock and the calendar of the United Kingdom."""

from __future__ import annotations

import datetime

import pandas as pd
import pytest
from billing_contracts import billing, multipliers, price_at, visits, window
from hypothesis import given
from hypothesis import strategies as st

from fairprice.payment.billing.calendars import bank_holidays
from fairprice.statutory import NATIONS

EVENING = [window("19:00", "22:00", 1.5)]
NIGHT = [window("22:00", "06:00", 2.0)]
HOLIDAY = {"nation": "England", "weekend_holidays": "substitute day", "multiplier": 2.5}
SATURDAY = [{"days": ["saturday"], "multiplier": 1.25}]
DAY = datetime.date


def test_a_window_begins_with_its_first_minute_and_ends_before_its_last() -> None:
    start = ["2026-04-01 18:30", "2026-04-01 19:00", "2026-04-01 21:30", "2026-04-01 22:00"]
    assert price_at(start, 30, clock_windows=EVENING) == [1, 1.5, 1.5, 1]


@pytest.mark.parametrize(
    ("straddle", "expected"),
    [
        ("minutes", [1 + 0.5 * 10 / 30, 1.25, 1 + 0.5 * 20 / 30]),
        ("start", [1, 1, 1]),
        # a tie stays with the start
        ("majority", [1, 1, 1.5]),
    ],
)
def test_visits_across_windows(straddle: str, expected: list[float]) -> None:
    start = ["2026-04-01 18:40", "2026-04-01 18:45", "2026-04-01 18:50"]
    assert price_at(start, 30, straddle=straddle, clock_windows=EVENING) == pytest.approx(expected)


def test_majority_counts_all_time_at_a_multiplier_and_ties_go_low() -> None:
    around = [window("10:00", "11:00", 1.5)]
    assert price_at(["2026-04-01 09:30"], 120, straddle="majority", clock_windows=around) == [1.0]
    three = [window("10:00", "10:20", 2.0), window("10:20", "10:40", 1.5)]
    assert price_at(["2026-04-01 09:50"], 50, straddle="majority", clock_windows=three) == [1.5]


def test_a_visit_across_midnight_belongs_to_both_days() -> None:
    friday = ["2026-04-10 23:30"]
    assert price_at(friday, 60, weekdays=SATURDAY) == [pytest.approx(1.125)]
    assert price_at(friday, 60, straddle="start", weekdays=SATURDAY) == [1]


def test_a_visit_may_last_longer_than_a_day() -> None:
    assert price_at(["2026-04-10 12:00"], 2880, weekdays=SATURDAY) == [pytest.approx(1.125)]


def test_a_window_past_midnight_belongs_to_the_day_it_starts_on() -> None:
    friday_night = [window("22:00", "06:00", 2.0, days=["friday"])]
    start = ["2026-04-10 05:00", "2026-04-10 23:00", "2026-04-11 05:00", "2026-04-11 23:00"]
    assert price_at(start, 30, clock_windows=friday_night) == [1, 2, 2, 1]
    sunday_night = [window("22:00", "06:00", 2.0, days=["sunday"])]
    assert price_at(["2026-04-13 05:00"], 30, clock_windows=sunday_night) == [2]


EASTER_SUNDAY_NOON = "2026-04-05 12:00"
ALL_SORTS = {
    "clock_windows": [window("10:00", "14:00", 1.1)],
    "weekdays": [{"days": ["monday"], "multiplier": 1.2}],
    "public_holidays": {**HOLIDAY, "multiplier": 1.3},
    "special_days": [{"days": ["2026-04-06"], "multiplier": 1.05}],
}


@pytest.mark.parametrize(
    ("combine", "expected"),
    [("precedence", 1.05), ("highest", 1.3), ("multiply", 1.1 * 1.2 * 1.3 * 1.05)],
)
def test_rules_that_apply_together(combine: str, expected: float) -> None:
    monday = ["2026-04-06 12:00"]
    assert price_at(monday, 30, combine=combine, **ALL_SORTS) == [pytest.approx(expected)]


def test_precedence_is_the_published_one_unless_stated() -> None:
    monday = ["2026-04-06 12:00"]
    expected = [("special_days", 1.05), ("public_holidays", 1.3), ("weekdays", 1.2),
                ("clock_windows", 1.1)]  # fmt: skip
    rules = dict(ALL_SORTS)
    for name, multiplier in expected:
        assert price_at(monday, 30, **rules) == [multiplier]
        del rules[name]
    own = ["clock windows", "weekdays", "special days", "public holidays"]
    assert price_at(monday, 30, precedence=own, **ALL_SORTS) == [1.1]


def test_the_highest_may_be_below_one() -> None:
    quiet = [window("10:00", "12:00", 0.9)]
    start = ["2026-04-01 10:00", "2026-04-01 12:00"]
    assert price_at(start, 30, combine="highest", clock_windows=quiet) == [0.9, 1]


@pytest.mark.parametrize(
    ("day", "nations"),
    [
        (DAY(2026, 1, 2), {"Scotland"}),
        (DAY(2026, 3, 17), {"Northern Ireland"}),
        (DAY(2026, 7, 13), {"Northern Ireland"}),  # 12 July 2026 is a Sunday
        (DAY(2026, 4, 6), {"England", "Wales", "Northern Ireland"}),
        (DAY(2026, 8, 3), {"Scotland"}),
        (DAY(2026, 8, 31), {"England", "Wales", "Northern Ireland"}),
        (DAY(2026, 11, 30), {"Scotland"}),
        (DAY(2026, 12, 25), {"England", "Wales", "Scotland", "Northern Ireland"}),
        (DAY(2022, 9, 19), {"England", "Wales", "Scotland", "Northern Ireland"}),
    ],
)
def test_bank_holidays_of_the_four_nations(day: datetime.date, nations: set[str]) -> None:
    """The days are those of www.gov.uk/bank-holidays."""
    for nation in ("England", "Wales", "Scotland", "Northern Ireland"):
        rule = {**HOLIDAY, "nation": nation}
        expected = 2.5 if nation in nations else 1.0
        assert price_at([f"{day} 10:00"], 30, public_holidays=rule) == [expected]


@pytest.mark.parametrize(
    ("choice", "expected"),
    [("substitute day", [1, 2.5]), ("day itself", [2.5, 1]), ("both", [2.5, 2.5])],
)
def test_boxing_day_on_a_saturday(choice: str, expected: list[float]) -> None:
    rule = {**HOLIDAY, "weekend_holidays": choice}
    start = ["2026-12-26 10:00", "2026-12-28 10:00"]
    assert price_at(start, 30, public_holidays=rule) == expected


def test_a_holiday_on_a_working_day_counts_whatever_is_said_of_weekends() -> None:
    for choice in ("substitute day", "day itself", "both"):
        days = bank_holidays("England", choice, 2026, 2027)  # type: ignore[arg-type]
        assert {DAY(2026, 12, 25), DAY(2027, 1, 1), DAY(2027, 3, 26)} <= days


def test_new_year_is_known_to_a_visit_that_starts_the_year_before() -> None:
    assert price_at(["2026-12-31 23:30"], 60, public_holidays=HOLIDAY) == [pytest.approx(1.75)]


def test_a_start_with_a_time_zone_is_read_on_the_uk_clock() -> None:
    table = visits(
        [30, 30], start=pd.to_datetime(["2026-07-01 18:00", "2026-01-01 18:00"], utc=True)
    )
    rule = billing(multipliers=multipliers(clock_windows=EVENING))
    assert rule.price(table)["multiplier"].tolist() == [1.5, 1]
    abroad = table.assign(start=table["start"].dt.tz_convert("Asia/Tokyo"))
    assert rule.price(abroad)["multiplier"].tolist() == [1.5, 1]


def test_the_nights_when_the_clock_changes_have_seven_and_nine_hours() -> None:
    # 22:00 to 06:00 is seven hours on 28 March 2026 and nine on 24 October 2026
    start = ["2026-03-28 22:00", "2026-10-24 22:00", "2026-04-10 22:00"]
    expected = [(7 * 2 + 1) / 8, 2, 2]
    assert price_at(start, 480, clock_windows=NIGHT) == pytest.approx(expected)
    assert price_at(start, 540, clock_windows=NIGHT) == pytest.approx([(7 * 2 + 2) / 9, 2, 17 / 9])


def test_times_that_do_not_exist_or_come_twice_are_still_priced() -> None:
    start = ["2026-03-29 01:30", "2026-10-25 01:30"]
    assert price_at(start, 30, clock_windows=NIGHT) == [2, 2]


def test_of_the_hour_that_comes_twice_the_first_is_meant() -> None:
    late = [window("02:00", "06:00", 2.0)]
    assert price_at(["2026-10-25 01:30"], 60, clock_windows=late) == [1]
    second = pd.to_datetime(["2026-10-25 01:30"], utc=True)
    assert price_at(second, 60, clock_windows=late) == [pytest.approx(1.5)]


@pytest.mark.parametrize(
    ("starts", "ends", "covered"),
    [
        # from 01:00 summer time to 02:00 winter time are 120 minutes
        ("01:15", "01:45", 60), ("01:00", "01:30", 60), ("01:30", "02:00", 60),
        ("01:00", "02:00", 120), ("00:30", "01:15", 30), ("01:45", "02:15", 30),
        ("01:45", "01:15", 60), ("00:00", "01:00", 0), ("02:00", "03:00", 0),
    ],
)  # fmt: skip
def test_a_window_in_the_hour_that_comes_twice_comes_twice(
    starts: str, ends: str, covered: int
) -> None:
    [found] = price_at(
        pd.to_datetime(["2026-10-25 00:00"], utc=True), 120,
        clock_windows=[window(starts, ends, 2.0)],
    )  # fmt: skip
    assert found == pytest.approx(1 + covered / 120)
    each_half_hour = pd.date_range("2026-10-25 00:20", periods=4, freq="30min", tz="UTC")
    at_the_start = price_at(
        each_half_hour, 10, straddle="start", clock_windows=[window("01:15", "01:45", 2.0)]
    )
    assert at_the_start == [2, 1, 2, 1]


def test_the_multiplier_goes_by_the_time_that_counts_not_by_the_rounded_time() -> None:
    rule = billing(
        rounding={"kind": "up", "unit_minutes": 30},
        multipliers=multipliers(clock_windows=EVENING),
    )
    priced = rule.price(visits([20], start=["2026-04-01 18:40"]))
    assert priced["multiplier"].tolist() == [1]
    assert priced["price"].tolist() == [12]


def test_no_minutes_have_the_multiplier_of_their_start() -> None:
    for straddle in ("minutes", "majority", "start"):
        assert price_at(["2026-04-01 19:00"], 0, straddle=straddle, clock_windows=EVENING) == [1.5]


@given(
    start=st.datetimes(datetime.datetime(2025, 12, 20), datetime.datetime(2027, 1, 5)),
    minutes=st.integers(2, 1440),
    cut=st.floats(0.01, 0.99),
    combine=st.sampled_from(["precedence", "highest", "multiply"]),
)
def test_by_minutes_a_visit_costs_the_sum_of_its_parts(
    start: datetime.datetime, minutes: int, cut: float, combine: str
) -> None:
    rules = {**ALL_SORTS, "clock_windows": [*EVENING, *NIGHT], "weekdays": SATURDAY}
    rule = billing(multipliers=multipliers(combine=combine, **rules))
    start = start.replace(microsecond=0, tzinfo=datetime.UTC)
    first = max(1, round(minutes * cut))
    between = start + datetime.timedelta(minutes=first)
    whole = rule.price(visits([minutes], start=[start]))["price"].sum()
    parts = rule.price(visits([first, minutes - first], start=[start, between]))["price"].sum()
    assert parts == pytest.approx(whole, rel=1e-9)


@given(
    start=st.datetimes(datetime.datetime(2025, 12, 20), datetime.datetime(2027, 1, 5)),
    minutes=st.integers(1, 600),
)
def test_a_plain_count_of_minutes_finds_the_same_multiplier(
    start: datetime.datetime, minutes: int
) -> None:
    """Minute by minute, in plain Python."""
    start = start.replace(second=0, microsecond=0, tzinfo=datetime.UTC)
    holidays = bank_holidays("England", "substitute day", 2025, 2027)
    total = 0.0
    for passed in range(minutes):
        moment = (pd.Timestamp(start) + pd.Timedelta(minutes=passed)).tz_convert("Europe/London")
        if moment.date() in holidays:
            total += 2.5
        elif moment.weekday() == 5:
            total += 1.25
        elif moment.hour >= 22 or moment.hour < 6:
            total += 2.0
        else:
            total += 1.0
    rules = {"clock_windows": NIGHT, "weekdays": SATURDAY, "public_holidays": HOLIDAY}
    assert price_at([start], minutes, **rules) == [pytest.approx(total / minutes, rel=1e-9)]


def test_the_holiday_after_the_first_match_is_scotlands_alone() -> None:
    """15 June 2026, proclaimed for Scotland; earlier tables of holidays do not know it."""
    for nation in NATIONS:
        days = bank_holidays(nation, "substitute day", 2026, 2026)  # type: ignore[arg-type]
        assert (DAY(2026, 6, 15) in days) == (nation == "Scotland")
