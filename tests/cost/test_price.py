"""What a price must do, whoever states the assumptions."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from effort import at_most
from hypothesis import given
from hypothesis import strategies as st
from providers import plain, plain_book
from strategies import assumptions, books, in_steps, visit_minutes

from fairprice import Assumptions, InputError, OpenBook, price_scenarios
from fairprice.calculation import BUSINESS_LINES

close = dict(rel=1e-9, abs=1e-9)


@at_most(60)
@given(books(), visit_minutes(), visit_minutes(), in_steps(0, 1, 20))
def test_price_is_linear_in_length(book: OpenBook, one: float, other: float, weight: float) -> None:
    between = weight * one + (1 - weight) * other
    expected = weight * book.price(one) + (1 - weight) * book.price(other)
    assert book.price(between) == pytest.approx(expected, **close)


@at_most(60)
@given(books(), visit_minutes(), visit_minutes())
def test_shorter_visits_never_cost_less_per_hour(book: OpenBook, one: float, other: float) -> None:
    short, long = sorted([one, other])
    assert book.hourly_rate(short) >= book.hourly_rate(long) * (1 - 1e-12)


@at_most(60)
@given(assumptions(documented=False), visit_minutes(), visit_minutes())
def test_length_has_no_effect_where_a_visit_carries_nothing(
    drawn: Assumptions, one: float, other: float
) -> None:
    nothing: dict[str, Any] = dict.fromkeys(
        ["travel_minutes_per_visit", "miles_per_visit", "waiting_minutes_per_visit",
         "ppe_per_visit"], 0.0,
    ) | {f"{line}_visit_share": None for line in BUSINESS_LINES}  # fmt: skip
    follows = drawn.choices.follows
    nothing |= {f"{line}_follows": None for line, what in follows.items() if what == "visits"}
    book = OpenBook(drawn.with_inputs(**nothing))
    assert book.hourly_rate(one) == pytest.approx(book.hourly_rate(other), **close)
    assert book.hourly_rate(one) == pytest.approx(book.price_per_hour, **close)


@at_most(60)
@given(books())
def test_price_per_hour_is_the_mean_over_the_visit_mix(book: OpenBook) -> None:
    visits = book.assumptions.visits
    count, minutes = np.array(visits.visits_per_week), np.array(visits.visit_minutes)
    weekly = np.sum(count * book.price(minutes)) / np.sum(count * minutes / 60)
    assert book.price_per_hour == pytest.approx(weekly, **close)


@at_most(30)
@given(books(), st.lists(visit_minutes(), min_size=1, max_size=4))
def test_arrays_of_lengths_agree_with_single_lengths(book: OpenBook, minutes: list[float]) -> None:
    assert list(book.price(minutes)) == [book.price(length) for length in minutes]
    assert list(book.hourly_rate(np.array(minutes))) == [book.hourly_rate(m) for m in minutes]
    assert book.price(np.array([minutes, minutes])).shape == (2, len(minutes))
    assert type(book.price(minutes[0])) is float


MORE_OF = {
    "travel_minutes_per_visit": 1.0,
    "waiting_minutes_per_visit": 1.0,
    "miles_per_visit": 0.5,
    "mileage_rate": 0.05,
    "contact_pay_rate": 0.5,
    "pay_band_rate": 0.5,
    "travel_pay_rate": 0.5,
    "waiting_pay_rate": 0.5,
    "evening_premium": 0.1,
    "ppe_per_visit": 0.1,
    "ppe_per_contact_hour": 0.1,
    "induction_hours": 1.0,
    "refresher_hours_per_year": 1.0,
    "supervision_hours_per_year": 1.0,
    "meeting_hours_per_year": 1.0,
    "notice_pay_share": 0.01,
    "parental_pay_share": 0.01,
    "pension_enrolled_share": 0.1,
    "staff_turnover": 0.1,
    "it_per_year": 1000.0,
    "it_per_contact_hour": 0.1,
    "return_rate": 0.01,
    "employer_nic_rate": 0.01,
    "pension_employer_minimum_rate": 0.01,
    "ssp_weekly_rate": 5.0,
    "apprenticeship_levy_rate": 0.001,
}


def travel_paid_like_contact(drawn: Assumptions) -> Assumptions:
    """Pay travel and waiting no worse than contact.

    Where travel is unpaid, more of it thins out weekly pay, and National Insurance falls
    with it: an effect of the threshold, not of the price of travel.
    """
    contact = OpenBook(drawn).at(0.0, 1.0)["direct_care"]
    return drawn.with_inputs(travel_pay_rate=contact, waiting_pay_rate=contact)


@at_most(60)
@given(assumptions(documented=False).map(travel_paid_like_contact), st.data())
def test_what_costs_more_never_lowers_the_price(drawn: Assumptions, data: st.DataObject) -> None:
    book = OpenBook(drawn)
    name = data.draw(st.sampled_from([n for n in MORE_OF if n in book.plan.inputs]))
    before = np.asarray(book.value(name), dtype=float)
    after = before + MORE_OF[name]
    if name == "pension_enrolled_share":
        after = np.minimum(after, 1.0)
    prices = price_scenarios(drawn, {name: np.stack([before, after])})["price_per_hour"]
    assert prices[1] >= prices[0] * (1 - 1e-12), name


@pytest.mark.parametrize(
    "name", ["contact_pay_rate", "travel_pay_rate", "miles_per_visit", "mileage_rate"]
)
def test_what_costs_more_raises_the_price(name: str) -> None:
    before = plain_book()
    after = plain_book(**{name: before.value(name) * 1.1})
    assert after.price_per_hour > before.price_per_hour
    assert after.price(15) > before.price(15)


def test_the_plain_provider_by_hand() -> None:
    """One visit of 30 minutes at 13.00, 6 minutes and 2 miles of travel, no return.

    Pay for 36 minutes 7.80; holiday 5.6 / 46.4 of it; National Insurance at 15 % of a
    week of 390.00 above 96.00, pension 3 % of it above 120.00 (6,240 a year), as shares of
    that week; mileage 0.90.
    """
    gross = 7.80 * 52 / 46.4
    on_costs = 0.15 * (390 - 96) / 390 + 0.03 * (390 - 120) / 390
    expected = gross * (1 + on_costs) + 0.90
    assert plain_book().price(30) == pytest.approx(expected, rel=1e-12)
    assert plain_book().price_per_hour == pytest.approx(2 * expected, rel=1e-12)


def test_double_handed_visits_cost_two_careworkers() -> None:
    """The price is of a careworker's visit; two careworkers are two of them."""
    both = plain_book(double_handed_share=1.0)
    assert both.price(30) == plain_book().price(30)
    assert both.value("annual_contact_hours") == 2 * plain_book().value("annual_contact_hours")


@pytest.mark.parametrize("minutes", [0, -15, math.nan, math.inf, "long", None, [], [30, 0]])
def test_a_visit_without_length_has_no_price(minutes: Any) -> None:
    book = plain_book()
    for price in (book.price, book.hourly_rate, book.visit_prices):
        if minutes is None and price == book.visit_prices:
            continue  # there, None stands for the lengths of the assumptions
        with pytest.raises(InputError, match=r"minutes: .* is not a number of minutes above zero"):
            price(minutes)


@pytest.mark.parametrize("minutes", ["30", True, ["15", "30"]])
def test_text_is_not_taken_for_a_length(minutes: Any) -> None:
    with pytest.raises(InputError):
        plain_book().price(minutes)


def test_a_book_says_whose_it_is() -> None:
    assert repr(plain_book(contact_pay_rate=14.0)).startswith(
        "<OpenBook of Plain Care, England, 2026-04-06: GBP "
    )
    assert repr(plain_book()).endswith(f"{plain_book().price_per_hour:.2f} per contact hour>")


def test_the_same_assumptions_give_the_same_price() -> None:
    assert OpenBook(plain()).price_per_hour == OpenBook(plain()).price_per_hour
