"""Hours that are paid and deliver nothing, and people who leave, cost what they cost."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from providers import plain, plain_book
from strategies import in_steps

from fairprice import AssumptionsError, InputError, bridge, pay_for_retention, price_scenarios

#: 1,000 half-hours a week with 6 minutes of travel each.
HOURS, PAID = 26_000.0, 1.2


def leaving(**changes: object) -> dict[str, object]:
    return {
        "recruitment_dbs_per_contact_hour": None,
        "recruitment_dbs_per_leaver": 4_500.0,
        "staff_turnover": 0.5,
        **changes,
    }


# Idle hours and visits cancelled at short notice


def test_an_idle_hour_of_a_shift_costs_its_pay_and_what_is_due_on_it() -> None:
    """A shift of two hours that delivers one: holiday of 12.07 % is due on both."""
    book = plain_book(idle_hours_per_contact_hour=1.0, travel_minutes_per_visit=0.0)
    assert book.value("idle_pay") == 13
    assert book.value("additional_noncontact_pay_costs") == 13
    assert book.value("worked_pay") == 26
    assert book.value("holiday") == pytest.approx(26 * 5.6 / 46.4)
    none = plain_book(travel_minutes_per_visit=0.0)
    assert book.value("total_cost") > 2 * none.value("total_cost") - none.value("mileage")


def test_idle_hours_count_for_the_minimum_wage_and_are_paid_at_the_contact_rate() -> None:
    book = plain_book(idle_hours_per_contact_hour=0.5, travel_pay_rate=10.0)
    assert book.value("counting_hours") == pytest.approx(1.7)
    assert book.value("counting_pay") == pytest.approx(1.5 * 13 + 0.2 * 10)


def test_pay_for_cancelled_visits_is_so_much_for_each_that_is_made() -> None:
    """Of 20 planned visits one is cancelled, and half its pay is due: 1/19 for each made."""
    book = plain_book(short_notice_cancelled_share=0.05, short_notice_pay_share=0.5)
    assert book.value("cancelled_visit_pay") == pytest.approx(13 / 19 / 2)
    assert book.value("counting_hours") == plain_book().value("counting_hours")
    with pytest.raises(AssumptionsError, match="short_notice_pay_share: is missing"):
        plain(short_notice_cancelled_share=0.05)
    with pytest.raises(AssumptionsError, match="short_notice_pay_share: is given, but nothing"):
        plain(short_notice_pay_share=0.05)


def test_none_of_it_is_as_good_as_nothing_said() -> None:
    said = dict(idle_hours_per_contact_hour=0.0, short_notice_cancelled_share=0.0,
                short_notice_pay_share=1.0)  # fmt: skip
    party = plain(**said)
    assert party.with_inputs(**dict.fromkeys(said)).inputs().keys().isdisjoint(said)
    assert plain_book(**said).price_per_hour == plain_book().price_per_hour


def test_what_one_side_alone_says_of_it_is_in_the_bridge() -> None:
    ours, theirs = plain_book(idle_hours_per_contact_hour=0.25), plain_book()
    found = bridge(ours, theirs).by_input
    assert list(found.index) == ["idle_hours_per_contact_hour"]
    gap = ours.price_per_hour - theirs.price_per_hour
    assert found["effect"].sum() == pytest.approx(gap)
    scenarios = price_scenarios(ours, {"idle_hours_per_contact_hour": [0.0, 0.25]})
    np.testing.assert_allclose(
        scenarios["price_per_hour"], [theirs.price_per_hour, ours.price_per_hour]
    )


# Guaranteed hours


@given(in_steps(0, 1, 100), in_steps(0.05, 2, 100))
def test_guaranteed_hours_are_paid_where_the_year_does_not_need_them(
    guaranteed: float, volume: float
) -> None:
    book = plain_book(guaranteed_hours_share=guaranteed)
    assert book.price_per_hour == plain_book().price_per_hour
    [row] = book.at_volume(volume * HOURS).itertuples()
    idle = max(guaranteed - volume, 0) * PAID * HOURS
    assert row.idle_guaranteed_hours == pytest.approx(idle, abs=1e-6)
    flexible = plain_book().at_volume(volume * HOURS)["year_total_cost"].iloc[0]
    extra = idle * book.value("idle_hour_cost")
    assert row.year_total_cost == pytest.approx(flexible + extra)


@pytest.mark.parametrize(("guaranteed", "in_contact"), [(1.0, None), (0.7, 0.4)])
def test_an_hour_that_is_guaranteed_and_idle_in_a_shift_is_paid_once(
    guaranteed: float, in_contact: float | None
) -> None:
    """Whoever waits in a shift is paid for it, and has no claim to the same hour again."""
    book = plain_book(guaranteed_hours_share=guaranteed, idle_hours_per_contact_hour=in_contact)
    flexible = plain_book(idle_hours_per_contact_hour=in_contact)
    volume, beyond = np.meshgrid(np.linspace(0, 1.5, 16), np.linspace(0, 1, 11))
    hours, extra = volume * HOURS, beyond * HOURS
    each = PAID + (in_contact or 0.0)
    short = np.maximum(guaranteed * each * HOURS - each * hours - extra, 0)
    moving = flexible.annual_cost(2 * hours, hours)
    np.testing.assert_allclose(
        book.annual_cost(2 * hours, hours, idle_hours=extra),
        moving + (extra + short) * book.value("idle_hour_cost"),
    )
    alone = book.at_volume(hours[0, 1:])["idle_guaranteed_hours"]
    np.testing.assert_allclose(alone, short[0, 1:], atol=1e-6)


# Careworkers are as many as all paid hours need: those of rounds, and those idle in shifts

EACH = 30 * 46.4


@pytest.mark.parametrize("in_contact", [None, 0.0, 1.0])
def test_idle_hours_need_careworkers_as_hours_of_rounds_do(in_contact: float | None) -> None:
    book = plain_book(
        **leaving(), idle_hours_per_contact_hour=in_contact, supervision_hours_per_year=10.0,
        refresher_hours_per_year=8.0, supervision_follows="care workers",
    )  # fmt: skip
    workers = (PAID + (in_contact or 0.0)) * HOURS / EACH
    assert book.value("annual_care_workers") == pytest.approx(workers)
    assert book.value("leavers_per_contact_hour") * HOURS == pytest.approx(0.5 * workers)
    assert book.value("training_hours") * HOURS == pytest.approx(8 * workers)
    assert book.value("noncontact_hours") * HOURS == pytest.approx(10 * workers)
    [row] = book.at_volume(HOURS / 2).itertuples()
    assert row.year_care_workers == pytest.approx(workers / 2)
    assert row.care_workers_cost == pytest.approx(book.value("supervision_cost") * HOURS / 2)


@given(in_steps(0, 2, 20), in_steps(0, 2, 20))
def test_careworkers_of_a_year_count_hours_that_it_holds_without_a_visit(
    in_contact: float, beyond: float
) -> None:
    following = dict(telephony_per_contact_hour=0.5, telephony_follows="care workers")
    book = plain_book(**following, idle_hours_per_contact_hour=in_contact)
    extra = beyond * HOURS
    rest = book.annual_cost(2 * HOURS, HOURS, idle_hours=extra, care_workers=0)
    workers = ((PAID + in_contact) * HOURS + extra) / EACH
    cost = 0.5 * HOURS * workers / book.value("annual_care_workers")
    assert book.annual_cost(2 * HOURS, HOURS, idle_hours=extra) == pytest.approx(rest + cost)


# People who leave


def test_forty_leavers_at_4500_each_cost_180000_a_year() -> None:
    """LeadingAge, workforce cost calculator: 40 terminations a year at 4,500 are 180,000.

    2,500 of it is direct cost, such as temporary staff and training; 2,000 is indirect.
    """
    book = plain_book(**leaving(recruitment_dbs_per_leaver=2_500.0, cover_per_leaver=2_000.0))
    workers = PAID * HOURS / (30 * 46.4)
    forty = plain_book(**leaving(recruitment_dbs_per_leaver=2_500.0, cover_per_leaver=2_000.0,
                                 staff_turnover=40 / workers))  # fmt: skip
    table = forty.cost_of_turnover()
    assert table.loc["All", "per_leaver"] == 4_500
    assert table.loc["All", "leavers_per_year"] == pytest.approx(40)
    assert table.loc["All", "per_year"] == pytest.approx(180_000)
    line = forty.value("recruitment_dbs") * HOURS
    assert line == pytest.approx(180_000)
    assert book.value("recruitment_dbs") * HOURS == pytest.approx(4_500 * 0.5 * workers)


def test_turnover_drives_recruitment_checks_cover_and_induction() -> None:
    few, many = (plain_book(**leaving(staff_turnover=t, induction_hours=40.0)) for t in (0.1, 0.6))
    for row in ("recruitment_dbs", "training_staff_time"):
        assert many.value(row) == pytest.approx(6 * few.value(row))
    table = many.cost_of_turnover()
    assert table.loc["Induction, with on-costs", "per_leaver"] == pytest.approx(
        40 * many.value("idle_hour_cost")
    )
    assert table.loc["All", "per_contact_hour"] * HOURS == pytest.approx(
        table.loc["All", "per_year"]
    )


def test_a_book_that_says_nothing_of_leavers_says_what_to_state() -> None:
    told = r"recruitment_dbs_per_leaver: The book does not say what replacing a leaver costs\."
    with pytest.raises(InputError, match=told):
        plain_book().cost_of_turnover()
    with pytest.raises(InputError, match=told):
        pay_for_retention(plain_book(), 1.0)
    with pytest.raises(InputError, match=r"response: 0\.0 is not a number of per cent"):
        pay_for_retention(plain_book(**leaving()), 0.0)


@pytest.mark.parametrize("response", [8.0, 12.0])
def test_the_rise_that_pays_for_itself_is_the_last_that_does(response: float) -> None:
    book = plain_book(**leaving(staff_turnover=1.0))
    [(rise, row)] = pay_for_retention(book, response).iterrows()
    assert rise > 0
    assert row["change"] == pytest.approx(0, abs=1e-7)
    around = pay_for_retention(book, response, [rise / 2, rise * 1.01])["change"]
    assert around.iloc[0] < 0 < around.iloc[1]
    assert row["staff_turnover"] == pytest.approx((1 + rise) ** -response)
    # the whole book, priced again
    pay = dict.fromkeys(
        ("contact_pay_rate", "travel_pay_rate", "waiting_pay_rate"), 13 * (1 + rise)
    )
    again = plain_book(**leaving(staff_turnover=(1 + rise) ** -response), **pay)
    assert row["unit_cost"] == pytest.approx(again.value("total_cost"))


def test_where_few_stay_for_more_pay_no_rise_pays_for_itself() -> None:
    [(rise, row)] = pay_for_retention(plain_book(**leaving()), 0.01).iterrows()
    assert (rise, row["change"]) == (0, 0)


def test_recruitment_is_stated_once() -> None:
    with pytest.raises(AssumptionsError, match="given-twice"):
        plain(recruitment_dbs_per_leaver=1.0)
    with pytest.raises(AssumptionsError, match="recruitment_dbs_per_year: is given, but nothing"):
        plain(**leaving(recruitment_dbs_per_year=1.0))


def test_a_bridge_from_leavers_to_hours_closes() -> None:
    ours = plain_book(**leaving(cover_per_leaver=100.0))
    theirs = plain_book(recruitment_dbs_per_contact_hour=0.1)
    for one, other in ((ours, theirs), (theirs, ours)):
        found = bridge(one, other).by_input
        assert found["effect"].sum() == pytest.approx(one.price_per_hour - other.price_per_hour)
