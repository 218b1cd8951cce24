"""Pay exactly on a limit: decided at a hundredth of a penny, the same in floats and arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from providers import plain

import fairprice as fp
from fairprice import OpenBook, price_scenarios, round_half_up, statutory_rates
from fairprice.money import reaches
from fairprice.statutory import NATIONS

#: Minutes of travel that leave their own binary noise in the average hourly pay.
TRAVEL = np.random.default_rng(2026).integers(1, 4_000, 200) / 100
#: A limit by the week, a day on which it binds, and the rate that jumps at it.
LIMITS = {
    "sick pay": ("2025-06-01", 125.0, "sickness_rate"),
    "pension, 2025-26": ("2025-06-01", 192.0, "pension_rate"),
    "pension, 2026-27": ("2026-06-01", 192.0, "pension_rate"),
}
SICK = {"sickness_days_per_year": 5.0, "sickness_spells_per_year": 1.0}


def paid(nation: str, day: str, hours: float, weekly: float) -> fp.Assumptions:
    """Return a provider whose only band of workers earns so much a week, however they travel."""
    rate = weekly / hours
    return plain(
        nation=nation, price_date=day, contact_pay_rate=rate, travel_pay_rate=rate,
        waiting_pay_rate=rate, worker_weekly_hours=[hours], **SICK,
    )  # fmt: skip


@pytest.mark.parametrize("nation", NATIONS)
@pytest.mark.parametrize(("day", "limit", "row"), LIMITS.values(), ids=LIMITS.keys())
@pytest.mark.parametrize("hours", [7.0, 9.6, 10.0, 12.5])
def test_a_limit_is_reached_from_both_sides_at_200_travel_times(
    nation: str, day: str, limit: float, row: str, hours: float
) -> None:
    for weekly, due in [(limit - 0.01, False), (limit, True), (limit + 0.01, True)]:
        assumptions = paid(nation, day, hours, weekly)
        rates = price_scenarios(assumptions, {"travel_minutes_per_visit": TRAVEL}, rows=[row])[row]
        assert ((rates > 0) == due).all(), f"{weekly} a week"


@pytest.mark.parametrize(("day", "limit", "row"), LIMITS.values(), ids=LIMITS.keys())
def test_one_book_decides_as_the_arrays_do(day: str, limit: float, row: str) -> None:
    for weekly in (limit - 0.01, limit):
        assumptions = paid("Wales", day, 10.0, weekly)
        many = price_scenarios(
            assumptions, {"travel_minutes_per_visit": TRAVEL[:25]}, rows=["price_per_hour", row]
        )
        for minutes, price, rate in zip(
            TRAVEL[:25], many["price_per_hour"], many[row], strict=True
        ):
            book = OpenBook(assumptions.with_inputs(travel_minutes_per_visit=float(minutes)))
            assert (book.value(row) > 0) == (rate > 0)
            assert book.price_per_hour == pytest.approx(price, rel=1e-12)


def test_ten_hours_at_twelve_fifty_reach_the_sick_pay_limit_of_125() -> None:
    """The example provider without training; a spreadsheet computes in decimals, and pays."""
    provider = fp.example_provider().with_inputs(
        price_date="2025-06-01", contact_pay_rate=12.5, travel_pay_rate=12.5,
        waiting_pay_rate=12.5, worker_weekly_hours=[10.0], worker_share=[1.0],
        travel_minutes_per_visit=0.8,
        stated_training_rate=0.0,  # what is paid for it is earnings too, and would lift the week
    )  # fmt: skip
    book = OpenBook(provider)
    assert float(book.value("worker_weekly_pay")[0]) < 125
    assert float(book.value("worker_weekly_sick_pay")[0]) > 0
    # a hundredth of a penny a week more, which nobody doubts, moves the price by no more than that
    above = OpenBook(provider.with_inputs(worker_weekly_hours=[10.00001]))
    assert book.price_per_hour == pytest.approx(above.price_per_hour, abs=1e-4)
    arrays = price_scenarios(provider, {"travel_minutes_per_visit": np.array([0.8])})
    assert arrays["price_per_hour"].iloc[0] == pytest.approx(book.price_per_hour, rel=1e-12)


def test_a_week_of_53_moves_no_limit() -> None:
    # GBP 189.44 is more than a 53rd of 10,000, and less than GBP 192
    below = paid("England", "2026-06-01", 10.0, 189.44).with_inputs(weeks_per_year=53.0)
    at = paid("England", "2026-06-01", 10.0, 192.0).with_inputs(weeks_per_year=53.0)
    assert OpenBook(below).value("pension_rate") == 0
    assert OpenBook(at).value("pension_rate") == pytest.approx(2.16 / 192)


@pytest.mark.parametrize("nation", NATIONS)
@pytest.mark.parametrize(
    ("period", "trigger", "due"),
    [("week", 192.0, 2.16), ("month", 833.0, 9.39), ("year", 10_000.0, 112.80)],
)
def test_the_pension_trigger_of_each_period(
    nation: str, period: str, trigger: float, due: float
) -> None:
    rates = statutory_rates("2026-04-06", nation)
    noisy = [trigger, np.nextafter(trigger, 0), trigger * (1 - 2e-14)]
    assert [rates.employer_pension(pay, period) for pay in noisy] == pytest.approx([due] * 3)
    assert rates.employer_pension(np.array(noisy), period) == pytest.approx([due] * 3)
    assert rates.employer_pension(trigger - 0.01, period) == 0


@pytest.mark.parametrize("nation", NATIONS)
@pytest.mark.parametrize(("period", "parts"), [("week", 52), ("month", 12), ("year", 1)])
def test_the_sick_pay_limit_of_each_period(nation: str, period: str, parts: int) -> None:
    rates = statutory_rates("2025-06-01", nation)
    limit = 125 * 52 / parts
    assert rates.sick_pay(limit, 8, period=period) == pytest.approx(118.75)
    assert rates.sick_pay(limit - 1, 8, period=period) == 0


@pytest.mark.parametrize("nation", NATIONS)
@pytest.mark.parametrize(("below", "passes"), [(0.0, True), (0.01, False)])
def test_pay_on_the_minimum_wage_passes_at_200_lengths_of_a_visit(
    nation: str, below: float, passes: bool
) -> None:
    """All time is paid at one rate, so that what it averages to is that rate, but for noise."""
    rate = 12.71 - below
    provider = plain(
        nation=nation, contact_pay_rate=rate, travel_pay_rate=rate, waiting_pay_rate=rate,
        waiting_minutes_per_visit=1.7,
    )  # fmt: skip
    lengths = TRAVEL + 5
    for minutes in TRAVEL[:5]:
        book = OpenBook(provider.with_inputs(travel_minutes_per_visit=float(minutes)))
        test = book.minimum_wage_test(lengths)
        assert (test[test["age_group"] == "21 and over"]["passes"] == passes).all()


@given(st.integers(-20_000, 20_000), st.floats(-1e-9, 1e-9))
def test_a_limit_decides_alike_for_one_amount_and_many(steps: int, noise: float) -> None:
    """Amounts a quarter of a hundredth of a penny apart, with noise."""
    limit = 125.0
    amount: Any = limit + steps / 40_000 + noise
    one, many = reaches(amount, limit), reaches(np.array([amount]), np.array([limit]))
    assert bool(one) == bool(many[0]) == (round_half_up(amount - limit, 4) >= 0)
    if abs(steps) != 2:
        assert bool(one) == (steps > -2)
