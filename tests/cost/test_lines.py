"""The rows of the report add up, and what is stated is what is charged."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from effort import at_most
from hypothesis import given
from hypothesis import strategies as st
from providers import plain, plain_book
from strategies import assumptions, books, in_steps

from fairprice import OpenBook, UnknownLineError
from fairprice.calculation import (
    ANNEX_A,
    BASES,
    BUSINESS_LINES,
    CAREWORKER_LINES,
    RETURN_BASES,
    STATABLE,
)

activities = st.tuples(in_steps(0, 40, 4), in_steps(0.25, 40, 4))
close = dict(rel=1e-9, abs=1e-9)


def amounts(book: OpenBook) -> pd.DataFrame:
    """Return the lines of a book without what tells them apart."""
    return book.lines.drop(columns=["name", "kind"])


@at_most(80)
@given(books(), activities)
def test_the_28_lines_and_the_return_add_up_for_any_activity(
    book: OpenBook, activity: tuple[float, float]
) -> None:
    rows = book.at(*activity)
    lines = [rows.get(line, 0.0) for line in (*CAREWORKER_LINES, *BUSINESS_LINES)]
    assert len(lines) == 28
    assert rows["price"] == pytest.approx(sum(lines) + rows["return_on_operations"], **close)
    careworker = sum(rows.get(line, 0.0) for line in CAREWORKER_LINES)
    assert rows["total_careworker_costs"] == pytest.approx(careworker, **close)
    assert rows["total_cost"] == pytest.approx(sum(lines), **close)
    assert all(amount >= 0 for amount in lines)


@at_most(40)
@given(books())
def test_the_report_adds_up_in_every_column(book: OpenBook) -> None:
    table = book.lines
    assert tuple(table.pop("name")) == ANNEX_A
    kinds = table.pop("kind")
    assert table.shape == (32, 4)
    lines = table[kinds == "line"]
    np.testing.assert_allclose(lines.sum(), table.iloc[-1], rtol=1e-9, atol=1e-9)
    assert kinds.value_counts().to_dict() == {"line": 29, "subtotal": 2, "total": 1}
    assert table.index[-1] == "TOTAL"
    details = [n for n, row in enumerate(ANNEX_A) if not row.startswith("total_")][:-1]
    np.testing.assert_allclose(table.iloc[details].sum(), table.iloc[-1], rtol=1e-9, atol=1e-9)
    a_visit_each = book.value("visits_per_contact_hour") * table["one_visit"]
    np.testing.assert_allclose(
        table["average_contact_hour"], a_visit_each + table["one_contact_hour"],
        rtol=1e-9, atol=1e-9,
    )  # fmt: skip
    assert table["average_contact_hour"]["TOTAL"] == book.price_per_hour
    assert table["share_of_price"]["TOTAL"] == 1


@at_most(80)
@given(books(stated_words=st.sets(st.sampled_from(sorted(STATABLE)), min_size=1)), activities)
def test_a_stated_line_is_its_rate_on_its_base(
    book: OpenBook, activity: tuple[float, float]
) -> None:
    rows = book.at(*activity)
    rates = book.assumptions.stated_rates
    for word, row in STATABLE.items():
        base = getattr(rates, f"stated_{word}_base")
        if base is not None:
            expected = getattr(rates, f"stated_{word}_rate") * rows[BASES[base]]
            assert rows[row] == pytest.approx(expected, **close)


@at_most(80)
@given(books(), activities)
def test_gross_pay_is_all_a_careworker_is_paid(
    book: OpenBook, activity: tuple[float, float]
) -> None:
    """What is stated on the price is a charge on the price, not part of anyone's pay."""
    rows = book.at(*activity)
    words = {row: word for word, row in STATABLE.items()}
    paid = (
        "attendance_pay",
        "training_staff_time",
        "noncontact_pay",
        *(row for row in ("idle_pay", "cancelled_visit_pay") if row in book.plan),
        "holiday",
        "sickness_maternity_and_paternity_pay",
        "notice_suspension_pay",
    )
    on_price = {
        row
        for row in paid
        if row in words
        and getattr(book.assumptions.stated_rates, f"stated_{words[row]}_base") == "price"
    }
    expected = sum(rows[row] for row in paid if row not in on_price)
    # left out of the calculation where every line on it is stated otherwise
    assert rows.get("gross_pay", expected) == pytest.approx(expected, **close)


@pytest.mark.parametrize("base", sorted(RETURN_BASES))
@at_most(25)
@given(data=st.data(), activity=activities)
def test_return_is_what_it_is_stated_to_be(
    base: str, data: st.DataObject, activity: tuple[float, float]
) -> None:
    book = OpenBook(data.draw(assumptions(return_bases=(base,), documented=False)))
    rate = book.assumptions.return_on_operations.return_rate
    rows = book.at(*activity)
    price, cost, earned = rows["price"], rows["total_cost"], rows["return_on_operations"]
    amount = {
        "cost": rate * cost,
        "price": rate * price,
        "contact hour": rate * activity[1],
        "attendance pay": rate * rows["attendance_pay"],
        "gross pay": rate * rows.get("gross_pay", np.nan),
    }[base]
    assert earned == pytest.approx(amount, **close)
    assert price == pytest.approx(cost + amount, **close)
    if base == "cost":
        assert price == pytest.approx(cost * (1 + rate), **close)
    if base == "price":
        assert price * (1 - rate) == pytest.approx(cost, **close)


@at_most(40)
@given(assumptions(documented=False))
def test_overheads_stated_stand_in_one_line(drawn: object) -> None:
    book = OpenBook(drawn)  # type: ignore[arg-type]
    rows = book.at(1.0, 1.0)
    shown = [line for line in BUSINESS_LINES if line in rows]
    stated = drawn.stated_rates.stated_overheads_rate is not None  # type: ignore[attr-defined]
    assert shown == (["other_overheads"] if stated else list(BUSINESS_LINES))


def test_a_yearly_cost_is_recovered_over_the_year() -> None:
    book = plain_book(it_per_contact_hour=None, it_per_year=2600.0)
    # 1,000 half-hours a week for 52 weeks are 26,000 hours
    assert book.value("annual_contact_hours") == 26_000
    assert book.value("it") == pytest.approx(0.10)


def test_a_visit_share_moves_cost_to_short_visits_and_recovers_the_same() -> None:
    by_hour = plain_book(insurance_per_contact_hour=1.0)
    by_visit = plain_book(insurance_per_contact_hour=1.0, insurance_visit_share=1.0)
    assert by_visit.price_per_hour == pytest.approx(by_hour.price_per_hour)
    # every visit carries half an hour of it, the length of the average visit
    assert by_visit.at(1.0, 0.25)["insurance"] == pytest.approx(0.50)
    assert by_visit.at(1.0, 1.0)["insurance"] == pytest.approx(0.50)
    assert by_hour.at(1.0, 0.25)["insurance"] == pytest.approx(0.25)


def test_premiums_and_bands_are_weighted_by_hours() -> None:
    bands = dict(contact_pay_rate=None, pay_band_rate=[12.0, 16.0], pay_band_share=[0.75, 0.25])
    book = plain_book(
        **bands, evening_share=0.2, evening_premium=0.1, weekend_share=0.1, weekend_premium=0.5,
        bank_holiday_share=0.01, bank_holiday_premium=1.0,
    )  # fmt: skip
    assert book.value("contact_pay_rate") == 13.0
    # 1 + 0.02 + 0.05 + 0.01
    assert book.value("direct_care") == pytest.approx(13.0 * 1.08)


def test_training_and_meetings_are_spread_over_paid_hours() -> None:
    """30 hours a week for 46.4 - 1 weeks; 40 hours of induction for a quarter of the staff."""
    book = plain_book(
        sickness_days_per_year=5.0, staff_turnover=0.25, induction_hours=40.0,
        refresher_hours_per_year=8.0, supervision_hours_per_year=6.0, meeting_hours_per_year=4.0,
    )  # fmt: skip
    worked = 30 * 45.4
    assert book.value("training_staff_time") == pytest.approx(1.2 * 18 / worked * 13)
    assert book.value("noncontact_pay") == pytest.approx(1.2 * 10 / worked * 13)


def test_parental_and_notice_pay_are_shares_of_worked_pay() -> None:
    # worked pay is 15.60: an hour of contact and 12 minutes of travel at 13.00
    book = plain_book(parental_pay_share=0.01, notice_pay_share=0.005)
    assert book.value("sickness_maternity_and_paternity_pay") == pytest.approx(0.156)
    assert book.value("notice_suspension_pay") == pytest.approx(0.078)
    assert book.value("gross_pay") == pytest.approx(15.60 * (52 / 46.4 + 0.015))


def test_waiting_is_paid_and_reported_with_other_noncontact_costs() -> None:
    book = plain_book(waiting_minutes_per_visit=3.0, waiting_pay_rate=12.0)
    assert book.value("waiting_pay") == pytest.approx(2 * 0.05 * 12)
    assert book.value("additional_noncontact_pay_costs") == book.value("waiting_pay")
    assert book.value("attendance_pay") == pytest.approx(13 + 0.2 * 13 + 1.2)
    assert book.value("paid_hours") == pytest.approx(1.3)


def test_workings_list_every_row_with_formula_meaning_and_source() -> None:
    workings = plain_book().workings
    assert list(workings.columns) == ["label", "value", "unit", "formula", "meaning", "source"]
    assert workings.notna().all(axis=None)
    assert workings.loc["holiday", "formula"] == "worked_pay * holiday_rate"
    assert (workings.drop(columns="value") != "").all(axis=None)


def test_a_book_without_travel_still_reports_its_lines() -> None:
    table = amounts(plain_book(travel_minutes_per_visit=0.0, miles_per_visit=0.0))
    assert table["one_visit"].eq(0).all()
    assert np.isfinite(table).all(axis=None)


def test_an_unknown_row_has_no_value() -> None:
    with pytest.raises(UnknownLineError, match=r"^holidays: is not a row or input"):
        plain_book().value("holidays")
    assert plain_book().label("employer_nic_rate")
    assert plain_book().label("mileage_rate") == "Mileage rate"
    assert plain_book().label("holiday") == "Holiday"


def test_an_absent_business_line_keeps_its_label() -> None:
    overheads = {f"{line}_per_contact_hour": None for line in BUSINESS_LINES}
    stated_overheads = dict(stated_overheads_rate=0.27, stated_overheads_base="price")
    book = OpenBook(plain(**overheads, **stated_overheads))
    assert amounts(book).loc["IT (hardware, software CRM, ECM)"].eq(0).all()
    assert book.lines.loc["Other overheads", "share_of_price"] == pytest.approx(0.27)
