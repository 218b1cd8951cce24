"""How the law moves the price: per worker, at its thresholds."""

from __future__ import annotations

import numpy as np
import pytest
from effort import at_most
from hypothesis import given
from providers import plain, plain_book
from strategies import computed_books

from fairprice import InputError, OpenBook, statutory_rates

close = dict(rel=1e-9, abs=1e-12)


def ni_rate(book: OpenBook) -> float:
    return float(book.value("national_insurance_rate_before_allowance"))


@pytest.mark.parametrize(
    ("hours", "rate"),
    # 2026-27 at the National Living Wage: 15 % of the part of a week's pay above GBP 96
    [(16.0, 0.0792), (37.5, 0.1198)],
)
def test_effective_national_insurance_depends_on_weekly_hours(hours: float, rate: float) -> None:
    book = plain_book(contact_pay_rate=12.71, travel_pay_rate=12.71, worker_weekly_hours=[hours])
    assert ni_rate(book) == pytest.approx(rate, abs=0.00005)
    assert ni_rate(book) == pytest.approx(0.15 * (12.71 * hours - 96) / (12.71 * hours))


def test_statutory_holiday_is_twelve_point_zero_seven_per_cent() -> None:
    # GOV.UK, holiday pay for irregular hours: 5.6 / 46.4
    book = plain_book()
    assert book.value("holiday_rate") == pytest.approx(0.1207, abs=0.00005)
    assert book.value("holiday") == pytest.approx(book.value("worked_pay") * 5.6 / 46.4)


@at_most(60)
@given(computed_books())
def test_more_and_smaller_jobs_never_raise_national_insurance(book: OpenBook) -> None:
    halves = [hours / 2 for hours in book.assumptions.workforce.worker_weekly_hours]
    split = OpenBook(book.assumptions.with_inputs(worker_weekly_hours=halves))
    assert ni_rate(split) <= ni_rate(book) + 1e-12
    assert split.value("pension_rate") >= 0


@at_most(60)
@given(computed_books())
def test_unequal_jobs_never_lower_national_insurance(book: OpenBook) -> None:
    """The charge is convex at its threshold: the average week hides the long ones."""
    team = book.assumptions.workforce
    mean = float(np.dot(team.worker_weekly_hours, team.worker_share))
    equal = book.assumptions.with_inputs(worker_weekly_hours=[mean], worker_share=[1.0])
    assert ni_rate(OpenBook(equal)) <= ni_rate(book) + 1e-12


@at_most(60)
@given(computed_books())
def test_rates_of_the_bands_are_the_law_applied_worker_by_worker(book: OpenBook) -> None:
    """The register's own functions, a worker at a time, are the oracle."""
    rates, team = book.rates, book.assumptions.workforce
    pay_an_hour = book.value("average_hourly_earnings")
    paid = ni = pension = 0.0
    for hours, share in zip(team.worker_weekly_hours, team.worker_share, strict=True):
        pay = hours * pay_an_hour
        paid += share * pay
        adults, young = rates.employer_ni(pay), rates.employer_ni(pay, under_21=True)
        ni += share * ((1 - team.under_21_share) * adults + team.under_21_share * young)
        pension += share * team.pension_enrolled_share * rates.employer_pension(pay)
    assert ni_rate(book) == pytest.approx(ni / paid, **close)
    assert book.value("pension_rate") == pytest.approx(pension / paid, **close)
    bands = book.worker_bands
    assert len(bands) == len(team.worker_share)
    assert list(bands["worker_weekly_pay"]) == pytest.approx(
        [hours * pay_an_hour for hours in team.worker_weekly_hours]
    )


def test_under_21s_cost_no_national_insurance_up_to_their_threshold() -> None:
    nobody = plain_book(under_21_share=1.0)
    assert ni_rate(nobody) == 0
    assert ni_rate(plain_book(under_21_share=0.5)) == pytest.approx(ni_rate(plain_book()) / 2)


def test_workers_below_the_trigger_have_no_pension() -> None:
    # GBP 192 a week; 14 hours at 13.00 earn 182.00, 15 earn 195.00
    assert plain_book(worker_weekly_hours=[14.0]).value("pension") == 0
    assert plain_book(worker_weekly_hours=[15.0]).value("pension_rate") == pytest.approx(
        0.03 * (195 - 120) / 195
    )
    half = plain_book(worker_weekly_hours=[15.0], pension_enrolled_share=0.5)
    assert half.value("pension_rate") == pytest.approx(0.5 * 0.03 * (195 - 120) / 195)


def test_employment_allowance_is_shared_out_over_contact_hours() -> None:
    # GOV.UK: GBP 10,500 a year; the plain provider works 26,000 contact hours
    without, claimed = plain_book(), plain_book(employment_allowance_claimed=True)
    saved = without.price_per_hour - claimed.price_per_hour
    assert saved == pytest.approx(10_500 / 26_000)
    tiny = plain_book(employment_allowance_claimed=True, visits_per_week=[10.0])
    assert tiny.value("national_insurance") == 0


@at_most(40)
@given(computed_books())
def test_employment_allowance_never_raises_the_price(book: OpenBook) -> None:
    with_it, without = (
        OpenBook(book.assumptions.with_inputs(employment_allowance_claimed=claimed))
        for claimed in (True, False)
    )
    assert with_it.price_per_hour <= without.price_per_hour + 1e-12
    assert with_it.value("national_insurance") >= 0


@pytest.mark.parametrize(
    ("pay_bill", "levy"), [(2_999_999.0, 0.0), (3_000_001.0, 0.005), (4_000_000.0, 5_000.0)]
)
def test_apprenticeship_levy_is_due_on_a_pay_bill_above_three_million(
    pay_bill: float, levy: float
) -> None:
    gross = plain_book().value("gross_pay")
    changes = dict(annual_contact_hours=pay_bill / gross, double_handed_share=None)
    book = OpenBook(plain(**changes))
    assert book.value("careworker_pay_bill") == pytest.approx(pay_bill)
    due = book.value("apprenticeship_levy_share") * pay_bill
    assert due == pytest.approx(levy, abs=1e-6)
    line = book.value("gross_pay") * (ni_rate(book) + due / pay_bill)
    assert book.value("national_insurance") == pytest.approx(line)


def test_statutory_sick_pay_before_and_after_april_2026() -> None:
    """5 days in 1 spell of a 30-hour week at 13.00 (390.00), 45.4 weeks at work.

    GOV.UK: GBP 118.75 a week and three waiting days to 5 April 2026, GBP 123.25 and none after.
    """
    sick = dict(sickness_days_per_year=5.0, sickness_spells_per_year=1.0)
    before = plain_book(price_date="2026-04-05", **sick)
    after = plain_book(**sick)
    a_year = 390 * 45.4
    assert before.value("sickness_rate") == pytest.approx(118.75 * 2 / 5 / a_year)
    assert after.value("sickness_rate") == pytest.approx(123.25 * 5 / 5 / a_year)
    # 80 % of a small week: 4 hours at 13.00, below the lower earnings limit of GBP 125
    small = dict(worker_weekly_hours=[4.0])
    assert plain_book(price_date="2026-04-05", **small, **sick).value("sickness_rate") == 0
    assert plain_book(**small, **sick).value("sickness_rate") == pytest.approx(0.8 / 45.4)


def test_contractual_sick_pay_is_full_pay() -> None:
    changes = dict(sickness_days_per_year=5.0, sick_pay_policy="contractual")
    book = plain_book(**changes, sickness_spells_per_year=None)
    assert book.value("sickness_rate") == pytest.approx(1 / 45.4)


def test_a_book_follows_the_law_of_its_own_day() -> None:
    book = plain_book(price_date="2024-04-06")
    # GOV.UK, 2024-25: 13.8 % above GBP 175 a week
    assert ni_rate(book) == pytest.approx(0.138 * (390 - 175) / 390)
    assert ni_rate(book) < ni_rate(plain_book())


@pytest.mark.parametrize(("day", "nation"), [("2024-04-06", "England"), ("2026-04-06", "Wales")])
def test_the_law_of_another_day_or_nation_is_refused(day: str, nation: str) -> None:
    with pytest.raises(InputError, match=f"is that of {nation} on {day}"):
        OpenBook(plain(), statutory_rates(day, nation))
    own = statutory_rates("2026-04-06", "England")
    assert OpenBook(plain(), own).price_per_hour == plain_book().price_per_hour
