"""What a year costs at another volume: closed forms, and the book at its own."""

from __future__ import annotations

import numpy as np
import pytest
from effort import at_most
from hypothesis import given
from hypothesis import strategies as st
from providers import plain, plain_book, stated
from strategies import books, in_steps

from fairprice import AssumptionsError, InputError, OpenBook
from fairprice.assumptions.checks import choices_of, used_inputs
from fairprice.calculation import BUSINESS_LINES, make_plan

close = dict(rel=1e-9, abs=1e-6)
#: 1,000 half-hours a week: 26,000 contact hours a year, and two visits in each.
HOURS = 26_000.0
volumes = in_steps(0.2, 3, 20)
#: What a provider need not say that states every line as a rate.
UNUSED = dict.fromkeys(
    ("worker_weekly_hours", "worker_share", "under_21_share", "pension_enrolled_share",
     "staff_turnover", "employment_allowance_claimed", "holiday_weeks", "working_days_per_week",
     "sickness_days_per_year", "sickness_spells_per_year", "sick_pay_policy",
     "parental_pay_share", "induction_hours", "refresher_hours_per_year",
     "supervision_hours_per_year", "meeting_hours_per_year")
)  # fmt: skip


def yearly(line: str, pounds: float, follows: str, **more: float) -> dict[str, object]:
    return {
        f"{line}_per_contact_hour": None,
        f"{line}_per_year": pounds,
        f"{line}_follows": follows,
        **more,
    }


@at_most(80)
@given(books())
def test_the_year_costs_what_the_book_says_at_the_stated_volume(book: OpenBook) -> None:
    """Whatever each cost follows: only another volume tells them apart."""
    hours = book.value("annual_contact_hours")
    visits = hours * book.value("visits_per_contact_hour")
    assert book.annual_cost(visits, hours) == pytest.approx(book.value("total_cost") * hours)
    [row] = book.at_volume(hours).itertuples()
    assert row.unit_cost == pytest.approx(book.value("total_cost"))
    # at the stated volume, and nowhere else, the margin is the return that is planned
    assert row.margin == pytest.approx(book.value("return_on_operations") * hours, **close)


@at_most(40)
@given(books(), volumes)
def test_the_table_and_the_function_agree_at_every_volume(book: OpenBook, share: float) -> None:
    hours = share * book.value("annual_contact_hours")
    [row] = book.at_volume(hours).itertuples()
    assert row.year_total_cost == pytest.approx(book.annual_cost(row.year_visits, hours))
    assert row.margin == pytest.approx(row.revenue - row.year_total_cost, **close)


@at_most(40)
@given(books(), st.tuples(in_steps(1, 400, 1), in_steps(1, 400, 1)))
def test_what_follows_hours_and_visits_alone_is_the_price_without_return(
    book: OpenBook, activity: tuple[float, float]
) -> None:
    said = ("_follows", "_step_hours", "guaranteed_hours_share")
    inputs = book.assumptions.inputs()
    kept = {name: value for name, value in inputs.items() if not name.endswith(said)}
    unused = used_inputs(book.plan) - used_inputs(make_plan(choices_of(kept)))
    dropped = (unused | (inputs.keys() - kept)) & inputs.keys()
    silent = OpenBook(book.assumptions.with_inputs(**dict.fromkeys(dropped)))
    expected = silent.at(*activity)["total_cost"]
    assert silent.annual_cost(*activity) == pytest.approx(expected)
    assert silent.what_costs_follow.startswith("No cost says what it follows: all cost was taken")


@given(volumes, st.integers(0, 400_000), st.integers(1, 3_000).map(lambda pence: pence / 100))
def test_margin_is_volume_times_contribution_less_fixed_cost(
    share: float, pounds: int, price: float
) -> None:
    book = plain_book(**yearly("back_office_staff", pounds, "year"))
    hours = share * HOURS
    [row] = book.at_volume(hours, price).itertuples()
    variable = plain_book().value("total_cost")
    assert row.contribution_per_hour == pytest.approx(price - variable, **close)
    assert row.margin == pytest.approx(hours * (price - variable) - pounds, **close)
    if price > variable + 0.005:
        assert row.break_even_hours == pytest.approx(pounds / (price - variable))
    if price < variable:
        assert np.isnan(row.break_even_hours)


@given(st.integers(1_000, 400_000), st.integers(1, 1_000).map(lambda pence: pence / 100))
def test_at_break_even_nothing_is_left(pounds: int, contribution: float) -> None:
    book = plain_book(**yearly("rent_rates_utilities", pounds, "year"))
    price = book.value("cost_by_hours_and_visits") + contribution
    enough = book.at_volume(HOURS, price)["break_even_hours"].iloc[0]
    assert book.at_volume(enough, price)["margin"].iloc[0] == pytest.approx(0, abs=1e-4)


def test_steps_by_hand() -> None:
    """One coordinator for 200 hours a week: three for 500 hours, GBP 30,000 each."""
    book = plain_book(
        **yearly("back_office_staff", 90_000.0, "steps", back_office_staff_step_hours=200.0)
    )
    weekly = np.array([100.0, 200.0, 200.1, 400.0, 500.0, 600.0, 601.0])
    table = book.at_volume(weekly * 52)
    assert list(table["back_office_staff_steps"]) == [1, 1, 2, 2, 3, 3, 4]
    assert list(table["back_office_staff_steps_cost"]) == [
        30_000, 30_000, 60_000, 60_000, 90_000, 90_000, 120_000,
    ]  # fmt: skip
    variable = plain_book().value("total_cost")
    expected = (weekly * 52 * variable + table["back_office_staff_steps_cost"]) / (weekly * 52)
    np.testing.assert_allclose(table["unit_cost"], expected)


def test_careworkers_kept_cost_what_they_cost() -> None:
    """30 hours a week for 46.4 weeks; a half-hour visit takes 36 minutes with its travel."""
    book = plain_book(**yearly("telephony", 11_206.0, "care workers"))
    workers = 52_000 * 0.6 / (30 * 46.4)
    assert book.value("annual_care_workers") == pytest.approx(workers)
    each = 11_206 / workers
    half = book.annual_cost(26_000, 13_000)
    kept = book.annual_cost(26_000, 13_000, care_workers=workers)
    assert kept - half == pytest.approx(workers / 2 * each)
    # a short visit takes more paid time an hour, and so more of what careworkers cost
    telephony = book.at(1.0, 0.25)["telephony"] / 0.25
    assert telephony == pytest.approx(11_206 / HOURS * (0.25 + 0.1) / 0.25 / 1.2)


def test_a_line_that_follows_visits_is_one_whose_whole_share_does() -> None:
    said = plain_book(**yearly("it", 2_600.0, "visits"))
    shared = plain_book(it_per_contact_hour=None, it_per_year=2_600.0, it_visit_share=1.0)
    for minutes in (15, 30, 60):
        assert said.price(minutes) == pytest.approx(shared.price(minutes))
    assert said.annual_cost(100, 20) == pytest.approx(shared.annual_cost(100, 20))
    with pytest.raises(AssumptionsError, match="it_visit_share: is given, but nothing uses it"):
        plain(**yearly("it", 2_600.0, "visits", it_visit_share=0.5))


def test_a_share_by_the_visit_is_not_fixed() -> None:
    book = plain_book(**yearly("it", 2_600.0, "year", it_visit_share=0.25))
    assert book.value("fixed_cost_per_year") == pytest.approx(1_950)
    fewer = book.at_volume(HOURS / 2)["year_total_cost"].iloc[0]
    assert fewer == pytest.approx(plain_book().value("total_cost") * HOURS / 2 + 1_950 + 325)


@pytest.mark.parametrize("follows", ["year", "steps"])
def test_supervision_that_stays_takes_its_on_costs_with_it(follows: str) -> None:
    """Holiday is due on it as on all pay at work: 12 hours of 30 x 46.4 a worker and year."""
    size = dict(supervision_step_hours=1_000.0) if follows == "steps" else {}
    book = plain_book(
        **stated() | {"stated_holiday_rate": 0.12, "stated_noncontact_rate": None,
                      "stated_noncontact_base": None},
        holiday_weeks=5.6, induction_hours=None, refresher_hours_per_year=None,
        staff_turnover=None, under_21_share=None, pension_enrolled_share=None,
        employment_allowance_claimed=None, sickness_spells_per_year=None, sick_pay_policy=None,
        parental_pay_share=None, supervision_hours_per_year=12.0,
        supervision_follows=follows, **size,
    )  # fmt: skip
    # stated on attendance pay, holiday is spread over all pay at work
    pay = 1.2 * 12 / (30 * 46.4) * 13
    factor = 1 + 0.12 * 15.6 / (15.6 + pay)
    assert book.value("supervision_cost") == pytest.approx(pay * factor)
    whole, half = book.at_volume([HOURS, HOURS / 2])["year_total_cost"]
    moving = book.value("total_cost") - pay * factor
    assert whole - half == pytest.approx(HOURS / 2 * moving)


def test_overheads_stated_as_a_rate_can_be_fixed() -> None:
    nothing = {f"{line}_per_contact_hour": None for line in BUSINESS_LINES}
    book = plain_book(
        **nothing, stated_overheads_rate=0.2, stated_overheads_base="price",
        other_overheads_follows="year",
    )  # fmt: skip
    assert book.value("fixed_cost_per_year") == pytest.approx(0.2 * book.price_per_hour * HOURS)
    with pytest.raises(AssumptionsError, match="Overheads stated as a rate are said to follow"):
        plain(
            **nothing, stated_overheads_rate=0.2, stated_overheads_base="price",
            other_overheads_follows="visits",
        )  # fmt: skip


def test_part_of_a_year_carries_part_of_what_is_fixed() -> None:
    book = plain_book(**yearly("rent_rates_utilities", 52_000.0, "year"))
    week = book.annual_cost(1_000, 500, weeks=1)
    assert 52 * week == pytest.approx(book.annual_cost(52_000, 26_000))
    assert week == pytest.approx(plain_book().at(1_000, 500)["total_cost"] + 1_000)


def test_idle_hours_cost_their_pay_and_what_is_due_on_it() -> None:
    book = plain_book(**stated() | {"stated_holiday_rate": 0.1}, **UNUSED)
    idle = book.annual_cost(2, 1, idle_hours=3) - book.annual_cost(2, 1)
    assert idle == pytest.approx(3 * 13 * 1.1)


def test_arrays_go_in_and_come_out() -> None:
    book = plain_book(**yearly("rent_rates_utilities", 1_000.0, "year"))
    visits, hours = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([1.0, 2.0])
    found = book.annual_cost(visits, hours)
    assert found.shape == (2, 2)
    assert found[1, 0] == pytest.approx(book.annual_cost(3.0, 1.0))
    assert isinstance(book.annual_cost(1.0, 1.0), float)
    assert book.annual_cost(0, 0) == pytest.approx(1_000)


def test_what_cannot_be_costed_is_named_at_once() -> None:
    book = plain_book()
    with pytest.raises(InputError) as told:
        book.annual_cost(-1, np.nan, care_workers=3, weeks=0)
    text = str(told.value)
    assert "visits: -1 is outside its bounds" in text
    assert "contact_hours: nan is not a finite number" in text
    assert "care_workers: is given, but no cost is said to follow care workers" in text
    assert "weeks: 0 is outside its bounds" in text
    with pytest.raises(InputError, match="annual_contact_hours: 0 is not a number of hours"):
        book.at_volume(0)
    with pytest.raises(InputError, match="price_per_hour: -1 is not a number of GBP"):
        book.at_volume(1, price_per_hour=-1)


def test_hours_may_be_stated_beside_the_double_handed_share() -> None:
    """The share holds the hours against the visits; the hours are the volume."""
    book = plain_book(annual_contact_hours=20_000.0)
    assert book.value("annual_contact_hours") == 20_000
    assert book.assumptions.visits.double_handed_share == 0
    assert "double_handed_share" not in book.plan.inputs


def test_steps_need_their_size_and_nothing_else_does() -> None:
    with pytest.raises(AssumptionsError, match=r"it_step_hours: is missing; it is needed for IT"):
        plain(**yearly("it", 1.0, "steps"))
    with pytest.raises(AssumptionsError, match="it_step_hours: is given, but nothing uses it"):
        plain(**yearly("it", 1.0, "year", it_step_hours=100.0))


def test_a_book_says_what_its_costs_follow() -> None:
    book = plain_book(**yearly("it", 1.0, "year"), supervision_follows="care workers")
    assert book.what_costs_follow == (
        "Costs follow year: IT (hardware, software CRM, ECM); care workers: Supervision and "
        "meetings with on-costs. All other cost was taken to fall with contact hours and visits."
    )
    bound = plain_book(**yearly("it", 1.0, "year"), guaranteed_hours_share=0.4)
    assert bound.what_costs_follow.endswith(
        "All other cost was taken to fall with contact hours and visits. Hours that careworkers "
        "are guaranteed are paid also where the year does not need them."
    )
