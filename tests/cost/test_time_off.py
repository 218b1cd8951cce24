"""Earnings are all that is earned, and the weeks of a year are the weeks of a year."""

from __future__ import annotations

import pytest
from hypothesis import given
from providers import plain_book
from strategies import computed_books, in_steps

from fairprice import OpenBook

TRAINED = dict(refresher_hours_per_year=20.0, supervision_hours_per_year=12.0)


@given(in_steps(0, 60, 2), in_steps(0, 8, 10))
def test_weeks_at_work_of_sickness_and_of_leave_make_the_year(days: float, leave: float) -> None:
    """Leave builds up in weeks of sickness too: 51.88 weeks at 5 days if it did not."""
    book = plain_book(sickness_days_per_year=days, holiday_weeks=leave)
    worked = book.value("worked_weeks")
    assert worked + days / 5 + worked * book.value("holiday_rate") == pytest.approx(52)


def test_leave_over_the_weeks_at_work_as_published() -> None:
    """A build-up of 2024-25 prints leave as 5.6 / 44.6: over 52 less 5.6 less 1.8 weeks sick."""
    book = plain_book(sickness_days_per_year=9.0)
    assert book.value("worked_weeks") == pytest.approx(44.6)
    assert book.value("holiday_rate") == pytest.approx(5.6 / 44.6)
    assert plain_book().value("holiday_rate") == pytest.approx(5.6 / 46.4)


def test_days_of_sickness_that_nobody_is_asked_for_build_up_no_leave() -> None:
    """Where sickness, training and supervision are all stated as rates."""
    rates = {f"stated_{word}_rate": 0.02 for word in ("sickness", "training", "noncontact")}
    bases = {name.replace("_rate", "_base"): "attendance pay" for name in rates}
    unused = ("sickness_days_per_year", "sickness_spells_per_year", "sick_pay_policy",
              "working_days_per_week", "parental_pay_share", "induction_hours", "staff_turnover",
              "refresher_hours_per_year", "supervision_hours_per_year",
              "meeting_hours_per_year")  # fmt: skip
    book = plain_book(**rates, **bases, **dict.fromkeys(unused))
    assert book.value("holiday_rate") == pytest.approx(5.6 / 46.4)
    assert "worked_weeks" not in book


def test_pay_for_training_and_supervision_is_earnings() -> None:
    """National Insurance of 2026-27: 15 % of weekly earnings above GBP 96."""
    book = plain_book(**TRAINED)
    # 30 hours of rounds a week at 13.00, and 32 hours a year more over 46.4 weeks
    earned = 30 * 13 + 32 / 46.4 * 13
    [weekly] = book.worker_bands["worker_weekly_pay"]
    assert weekly == pytest.approx(earned)
    threshold, rate = book.value("nic_secondary_threshold_weekly"), 0.15
    expected = rate * (earned - threshold) / earned
    assert book.value("national_insurance_rate") == pytest.approx(expected)
    # the more is earned, the less of it lies below the threshold
    assert expected > plain_book().value("national_insurance_rate")


def test_the_pension_and_sick_pay_follow_the_same_earnings() -> None:
    """GBP 190 of rounds reach the pension's trigger of 192 with pay for training."""
    rounds = dict(worker_weekly_hours=[190 / 13], contact_pay_rate=13.0)
    assert plain_book(**rounds).value("pension_rate") == 0
    trained = plain_book(**rounds, refresher_hours_per_year=10.0)
    assert trained.worker_bands["worker_weekly_pay"].iloc[0] > 192
    assert trained.value("pension_rate") > 0


@given(computed_books())
def test_a_year_of_weekly_earnings_is_a_year_of_pay_at_work(book: OpenBook) -> None:
    per_worker = book.value("average_weekly_pay") * book.value("worked_weeks")
    hours = book.value("paid_hours_per_worker") / book.value("paid_hours")
    assert per_worker == pytest.approx(book.value("worked_pay") * hours)
