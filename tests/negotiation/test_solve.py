"""Solving and pricing undo each other, and what cannot be reached is said."""

from __future__ import annotations

import numpy as np
import pytest
from effort import at_most
from hypothesis import given
from hypothesis import strategies as st
from providers import plain_data
from strategies import amounts, assumptions

from fairprice import (
    Assumptions,
    InputError,
    OpenBook,
    PriceNotReachedError,
    affordable_pay,
    solve_each,
    solve_for,
)


def plain(**changes: object) -> Assumptions:
    return Assumptions.model_validate(plain_data()).with_inputs(**changes)


def test_a_solution_says_its_answer_in_two_lines() -> None:
    found = solve_for(plain(), "contact_pay_rate", price_per_hour=25.0)
    value, price = str(found).splitlines()
    assert value.startswith("Contact pay rate: ")
    assert value.endswith(" GBP per hour, in place of 13")
    assert f"{found.value:.3f}"[:-1] in value
    assert price == "Price: 25.00 GBP per contact hour, all else as stated"
    assert repr(found) == str(found)
    bands = plain(contact_pay_rate=None, pay_band_rate=[15.0, 13.0], pay_band_share=[0.5, 0.5])
    table = solve_for(bands, "pay_band_rate", price_per_hour=25.0)
    assert "in place of (15, 13)" in str(table)


@at_most(40)
@given(assumptions(documented=False, pay_bands=st.just(0)), amounts(30, lower=8), st.data())
def test_solve_then_price_returns_the_price(
    party: Assumptions, pay: float, data: st.DataObject
) -> None:
    """The target is a price that some value of the input does give."""
    length = data.draw(st.none() | st.sampled_from(party.fees.fee_visit_minutes))
    other = OpenBook(party.with_inputs(contact_pay_rate=pay))
    target = other.price_per_hour if length is None else other.hourly_rate(length)
    try:
        found = solve_for(party, "contact_pay_rate", price_per_hour=target, visit_minutes=length)
    except PriceNotReachedError:
        # a threshold of the law may hide so narrow a band of prices; that value is then near
        nearby = OpenBook(party.with_inputs(contact_pay_rate=pay * (1 + 1e-9)))
        near = nearby.price_per_hour if length is None else nearby.hourly_rate(length)
        assert abs(near - target) > 1e-6
        return
    book = OpenBook(found.assumptions)
    reached = book.price_per_hour if length is None else book.hourly_rate(length)
    assert reached == pytest.approx(target, abs=1e-7)
    assert found.price_per_hour == pytest.approx(target, abs=1e-7)


@at_most(25)
@given(assumptions(documented=False))
def test_the_price_as_it_is_needs_no_change(party: Assumptions) -> None:
    price = OpenBook(party).price_per_hour
    table = solve_each(party, price_per_hour=price)
    solved = table[table["note"] == ""]
    assert len(solved) == len(table)
    assert np.allclose(solved["change"].astype(float), 0, atol=1e-9)


def test_contact_pay_by_hand() -> None:
    """Without travel, holiday and on-costs an hour's price is its pay."""
    bare = plain(
        travel_minutes_per_visit=0.0, miles_per_visit=0.0, holiday_weeks=0.0,
        stated_national_insurance_rate=0.0, stated_national_insurance_base="gross pay",
        stated_pension_rate=0.0, stated_pension_base="gross pay", pension_enrolled_share=None,
        under_21_share=None, employment_allowance_claimed=None,
    )  # fmt: skip
    assert solve_for(bare, "contact_pay_rate", price_per_hour=17.5).value == pytest.approx(17.5)


def test_mileage_rate_by_hand_at_one_visit_length() -> None:
    """Two miles a visit and two visits an hour: ten pence a mile are forty pence an hour."""
    book = OpenBook(plain())
    found = solve_for(
        book.assumptions, "mileage_rate",
        price_per_hour=book.hourly_rate(30) + 0.4, visit_minutes=30,
    )  # fmt: skip
    assert found.value == pytest.approx(0.55)


def test_pay_bands_move_by_one_factor() -> None:
    bands = plain(
        contact_pay_rate=None, pay_band_role=("care worker", "senior"),
        pay_band_rate=(12.0, 15.0), pay_band_share=(0.5, 0.5),
    )  # fmt: skip
    target = OpenBook(bands.with_inputs(pay_band_rate=(13.2, 16.5))).price_per_hour
    found = solve_for(bands, "pay_band_rate", price_per_hour=target)
    assert found.value == pytest.approx((13.2, 16.5))


def test_of_several_values_the_nearest_to_the_stated_one_is_taken() -> None:
    """Unpaid travel crosses a threshold, so that two values may give one price."""
    party = plain(travel_minutes_per_visit=20.0)
    price = OpenBook(party).price_per_hour
    found = solve_for(party, "travel_minutes_per_visit", price_per_hour=price)
    assert found.value == pytest.approx(20.0)


def test_a_price_out_of_reach_names_the_prices_that_can_be_had() -> None:
    party = plain()
    cheapest = OpenBook(party.with_inputs(holiday_weeks=0.0)).price_per_hour
    with pytest.raises(PriceNotReachedError) as caught:
        solve_for(party, "holiday_weeks", price_per_hour=10)
    [problem] = caught.value.problems
    assert problem.where == "holiday_weeks"
    assert problem.what.startswith(
        f"No value gives 10.00 GBP per contact hour; this input alone reaches {cheapest:.2f} to "
    )
    assert problem.mend == "Ask for a price in reach, or change another input as well."


@pytest.mark.parametrize("name", ["mileage_rate", "miles_per_visit", "travel_minutes_per_visit"])
def test_an_input_reaches_the_prices_between_its_bounds(name: str) -> None:
    party = plain()
    field = Assumptions.fields()[name]
    least, most = (
        OpenBook(party.with_inputs(**{name: bound})).price_per_hour
        for bound in (field.lower, field.upper)
    )
    row = solve_each(party, price_per_hour=25.0, names=[name]).loc[name]
    assert (row["lowest_price"], row["highest_price"]) == pytest.approx((least, most))
    with pytest.raises(PriceNotReachedError, match=f"alone reaches {least:.2f} to {most:.2f}"):
        solve_for(party, name, price_per_hour=most + 1)


def test_of_several_factors_of_a_table_the_nearest_to_one_is_taken() -> None:
    """Longer weeks spread training over more hours, and then cross the thresholds."""
    party = plain(
        worker_weekly_hours=(5.3, 10.0), worker_share=(0.5, 0.5), staff_turnover=0.5,
        induction_hours=40.0, refresher_hours_per_year=20.0,
    )  # fmt: skip

    def times(factor: float) -> Assumptions:
        return party.with_inputs(worker_weekly_hours=(5.3 * factor, 10.0 * factor))

    price, lower, higher = (OpenBook(times(f)).price_per_hour for f in (0.9, 1.2, 2.5))
    assert lower < price < higher  # so that it is reached again between 1.2 and 2.5 times the table
    found = solve_for(party, "worker_weekly_hours", price_per_hour=price)
    assert found.value == pytest.approx((5.3 * 0.9, 9.0))


def test_a_price_that_a_threshold_jumps_over_names_both_sides() -> None:
    """At 16 hours a week the pension trigger of 192 a week is 12.00 an hour."""
    party = plain(worker_weekly_hours=(16.0,), contact_pay_rate=13.0, travel_pay_rate=13.0)
    party = party.with_inputs(travel_minutes_per_visit=0.0, miles_per_visit=0.0)
    trigger = 192 / 16
    below, above = (
        OpenBook(party.with_inputs(contact_pay_rate=trigger + step)).price_per_hour
        for step in (-1e-4, 1e-4)
    )
    with pytest.raises(PriceNotReachedError) as caught:
        solve_for(party, "contact_pay_rate", price_per_hour=(below + above) / 2)
    assert caught.value.problems[0].what == (
        f"No value gives {(below + above) / 2:.2f} GBP per contact hour: at {trigger:.6g} the "
        f"price jumps from {below:.2f} to {above:.2f}, as it does where a threshold of the law is "
        "crossed."
    )
    affordable = affordable_pay(party, (below + above) / 2, [60.0])
    pay = affordable["affordable_contact_pay_rate"]
    assert pay["visit mix"] == pytest.approx(trigger)
    assert OpenBook(party.with_inputs(contact_pay_rate=pay["visit mix"])).price_per_hour < (
        (below + above) / 2
    )


def test_a_value_that_contradicts_other_inputs_is_not_offered() -> None:
    party = plain(sickness_days_per_year=6.0, sickness_spells_per_year=1.0)
    reachable = OpenBook(party.with_inputs(working_days_per_week=1.0)).price_per_hour
    table = solve_each(party, price_per_hour=reachable * 3, names=["working_days_per_week"])
    assert np.isnan(table["needed"].iloc[0])
    assert table["note"].iloc[0] != ""


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("worker_share", "not-a-quantity"),
        ("employment_allowance_claimed", "not-a-quantity"),
        ("national_insurance_rate", "unknown-name"),
        ("adult_minimum_wage", "unknown-name"),
        ("contact_pay", "unknown-name"),
        ("stated_pension_rate", "not-used"),
    ],
)
def test_what_cannot_be_moved_by_degrees_is_refused(name: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        solve_for(plain(), name, price_per_hour=25)
    [problem] = caught.value.problems
    assert (problem.code, problem.where.endswith(name)) == (code, True)


@pytest.mark.parametrize("price", [0.0, -1.0, float("nan"), float("inf"), "25"])
def test_a_price_is_a_number_above_zero(price: object) -> None:
    with pytest.raises(InputError) as caught:
        solve_for(plain(), "contact_pay_rate", price_per_hour=price)  # type: ignore[arg-type]
    assert caught.value.problems[0].where == "price_per_hour"
