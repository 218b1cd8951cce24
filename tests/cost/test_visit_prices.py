"""Fifteen minutes: what a flat hourly fee pays, and what the visit costs."""

from __future__ import annotations

import numpy as np
import pytest
from effort import at_most
from hypothesis import given
from hypothesis import strategies as st
from providers import plain_book
from strategies import amounts, books, visit_minutes

import fairprice as fp
from fairprice import AssumptionsError, OpenBook, round_half_up, round_up_to_multiple

close = dict(rel=1e-9, abs=1e-9)
lengths_drawn = st.lists(visit_minutes(), min_size=1, max_size=5, unique=True)


@at_most(60)
@given(books(), lengths_drawn, amounts(60, lower=1))
def test_gap_is_the_fee_less_the_price(book: OpenBook, minutes: list[float], fee: float) -> None:
    table = book.visit_prices(minutes, flat_hourly_fee=fee)
    assert list(table.index) == minutes
    prices = book.price(minutes)
    np.testing.assert_allclose(table["price_per_visit"], prices, rtol=1e-12)
    np.testing.assert_allclose(table["hourly_rate"], book.hourly_rate(minutes), rtol=1e-12)
    paid = fee * np.array(minutes) / 60
    np.testing.assert_allclose(table["flat_fee_per_visit"], paid, rtol=1e-12)
    np.testing.assert_allclose(table["gap_per_visit"], paid - prices, rtol=1e-9, atol=1e-9)
    assert list(table["price_to_the_penny"]) == list(round_half_up(np.asarray(prices)))


@at_most(60)
@given(books())
def test_a_year_of_visits_is_a_year_of_contact_hours(book: OpenBook) -> None:
    mix = book.assumptions.visits
    table = book.visit_prices(mix.visit_minutes)
    hours = np.sum(table["visits_per_year"] * np.array(mix.visit_minutes) / 60)
    assert hours == pytest.approx(book.value("annual_contact_hours"), **close)
    shares = table["visits_per_year"] / table["visits_per_year"].sum()
    np.testing.assert_allclose(shares, np.array(mix.visits_per_week) / sum(mix.visits_per_week))
    gap = table["gap_per_visit"] * table["visits_per_year"]
    np.testing.assert_allclose(table["gap_per_year"], gap, rtol=1e-12)


@at_most(60)
@given(books())
def test_a_flat_fee_at_the_average_price_breaks_even_over_the_mix(book: OpenBook) -> None:
    """What short visits lose, long ones gain: so whoever gets the short ones only loses."""
    mix = book.assumptions.visits.visit_minutes
    table = book.visit_prices(mix, flat_hourly_fee=book.price_per_hour)
    turnover = book.price_per_hour * book.value("annual_contact_hours")
    assert abs(table["gap_per_year"].sum()) <= 1e-9 * turnover
    assert table["gap_per_visit"][min(mix)] <= 1e-9 * book.price_per_hour


@at_most(60)
@given(books(), visit_minutes())
def test_the_break_even_fee_pays_the_cost_and_no_return(book: OpenBook, minutes: float) -> None:
    fee = book.visit_prices([minutes])["break_even_hourly_fee"][minutes]
    rows = book.at(1.0, minutes / 60)
    assert fee * minutes / 60 - rows["total_cost"] == pytest.approx(0, abs=1e-9 * (1 + fee))
    surplus = book.visit_prices([minutes], flat_hourly_fee=fee)["gap_per_visit"][minutes]
    assert surplus == pytest.approx(-rows["return_on_operations"], **close)


def test_a_quarter_of_the_hourly_fee_does_not_pay_for_a_quarter_of_an_hour() -> None:
    book = plain_book(visit_minutes=[15.0, 60.0], visits_per_week=[400.0, 100.0])
    table = book.visit_prices([15, 60])
    assert table.loc[15.0, "gap_per_visit"] < 0 < table.loc[60.0, "gap_per_visit"]
    # 52 weeks of 400 and of 100 visits
    assert list(table["visits_per_year"]) == pytest.approx([20_800, 5_200])


def test_a_length_outside_the_mix_has_a_price_and_no_visits() -> None:
    table = plain_book().visit_prices([20])
    assert table.loc[20.0, "visits_per_year"] == 0
    assert table.loc[20.0, "gap_per_year"] == 0
    assert table.loc[20.0, "price_per_visit"] > 0


@pytest.mark.parametrize("noise", [0.0, 1.4e-14, -1.4e-14, 9e-7])
def test_a_length_is_matched_however_it_was_worked_out(noise: float) -> None:
    """191 visits of 100 minutes a week are 9,932 a year, in 52 weeks."""
    hundred = 100 + noise
    provider = fp.example_provider().with_inputs(
        visit_minutes=[15.0, 30.0, 45.0, (1 + 40 / 60) * 60], fee_visit_minutes=[15.0, hundred]
    )
    book = OpenBook(provider)
    row = book.visit_prices().iloc[1]
    assert row["visits_per_year"] == pytest.approx(9_932)
    gap = book.flat_hourly_fee * 100 / 60 - book.price(100)
    assert row["gap_per_year"] == pytest.approx(9_932 * gap)


def test_a_length_beside_another_is_another() -> None:
    book = plain_book(visit_minutes=[30.0, 30.001], visits_per_week=[100.0, 10.0])
    table = book.visit_prices([30.0, 30.001, 30.0005])
    assert list(table["visits_per_year"] > 0) == [True, True, False]


def test_defaults_come_from_the_assumptions() -> None:
    plain = plain_book()
    assert list(plain.visit_prices().index) == [15, 30, 45, 60]
    assert plain.flat_hourly_fee == plain.price_per_hour
    assert "price_point" not in plain.visit_prices()
    stated = plain_book(fee_visit_minutes=[20.0], flat_hourly_fee=25.0, price_multiple=0.04)
    table = stated.visit_prices()
    assert list(table.index) == [20]
    assert table.loc[20.0, "flat_fee_per_visit"] == pytest.approx(25 / 3)
    # a fee named in the call goes before the one stated
    assert stated.visit_prices(flat_hourly_fee=30.0).loc[20.0, "flat_fee_per_visit"] == 10.0


@at_most(40)
@given(books(), st.sampled_from([0.01, 0.04, 0.05, 0.5]))
def test_a_price_point_covers_the_price(book: OpenBook, multiple: float) -> None:
    pointed = OpenBook(book.assumptions.with_inputs(price_multiple=multiple))
    table = pointed.visit_prices()
    assert (table["price_point"] >= table["price_per_visit"] - 1e-6).all()
    assert (table["price_point"] < table["price_per_visit"] + multiple + 1e-9).all()
    assert list(table["price_point"]) == list(
        round_up_to_multiple(table["price_per_visit"].to_numpy(), multiple)
    )
    in_steps = table["price_point"] / multiple
    np.testing.assert_allclose(in_steps, np.round(in_steps), rtol=1e-9)


def test_a_price_point_that_is_no_whole_number_of_pence_is_refused() -> None:
    """Rounded to the penny, it could fall below the price."""
    with pytest.raises(AssumptionsError, match="price_multiple"):
        plain_book(price_multiple=0.003)


def test_a_fee_that_nobody_stated_is_not_called_one() -> None:
    average, stated = plain_book(), plain_book(flat_hourly_fee=20.0)
    labels = [average.fee_words(step.label) for step in average.fee_rows]
    meanings = [average.fee_words(step.meaning) for step in average.fee_rows]
    assert not [label for label in labels if "fee" in label and label != "Break-even flat fee"]
    assert not [text for text in meanings if "flat fee pays" in text or "hourly fee pays" in text]
    assert "Average price less price" in labels
    assert [stated.fee_words(step.label) for step in stated.fee_rows] == [
        step.label for step in stated.fee_rows
    ]
