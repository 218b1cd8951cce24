"""What careworkers earn for contact, travel, waiting, training and supervision."""

from __future__ import annotations

from inspect import signature
from typing import Any

import numpy as np


def contact_pay_rate(pay_band_rate: Any, pay_band_share: Any) -> Any:
    """Contact pay rate (GBP per hour).

    Pay for an hour with a person, averaged over the pay bands by their share of
    contact hours, before unsocial-hours premiums.

    Notes
    -----
    ``sum(pay_band_rate * pay_band_share)``

    References
    ----------
    The party's own pay bands.
    """
    return np.sum(pay_band_rate * pay_band_share, axis=0)


def lowest_contact_pay_rate(pay_band_rate: Any) -> Any:
    """Lowest contact pay rate (GBP per hour).

    The pay band that meets the minimum wage last.

    Notes
    -----
    ``min(pay_band_rate)``

    References
    ----------
    National Minimum Wage Act 1998, section 1: the minimum is due to each worker.
    """
    return np.min(pay_band_rate, axis=0)


def only_contact_pay_rate(contact_pay_rate: Any) -> Any:
    """Lowest contact pay rate (GBP per hour).

    One contact pay rate is stated, so it is the lowest.

    Notes
    -----
    ``contact_pay_rate``

    References
    ----------
    National Minimum Wage Act 1998, section 1: the minimum is due to each worker.
    """
    return contact_pay_rate


def unsocial_hours_factor(
    evening_share: Any,
    evening_premium: Any,
    weekend_share: Any,
    weekend_premium: Any,
    bank_holiday_share: Any,
    bank_holiday_premium: Any,
) -> Any:
    """Unsocial-hours factor (multiple of the contact pay rate).

    One plus the premiums, each weighted by its share of contact hours.

    Notes
    -----
    ``1 + evening_share * evening_premium + weekend_share * weekend_premium
    + bank_holiday_share * bank_holiday_premium``

    References
    ----------
    The party's own premiums.
    """
    return (
        1
        + evening_share * evening_premium
        + weekend_share * weekend_premium
        + bank_holiday_share * bank_holiday_premium
    )


_PAIRS = tuple(signature(unsocial_hours_factor).parameters)
#: Times that may be paid a premium, each with the inputs of its share and its premium.
UNSOCIAL_TIMES = {
    share.removesuffix("_share").replace("_", " "): (share, premium)
    for share, premium in zip(_PAIRS[::2], _PAIRS[1::2], strict=True)
}


def direct_care(contact_hours: Any, contact_pay_rate: Any, unsocial_hours_factor: Any) -> Any:
    """Direct care (GBP).

    Pay for contact time, with unsocial-hours premiums.

    Notes
    -----
    ``contact_hours * contact_pay_rate * unsocial_hours_factor``

    References
    ----------
    Annex A section 3, line "Direct care".
    """
    return contact_hours * contact_pay_rate * unsocial_hours_factor


def travel_time(travel_hours: Any, travel_pay_rate: Any) -> Any:
    """Travel time (GBP).

    Pay for travel between visits.

    Notes
    -----
    ``travel_hours * travel_pay_rate``

    References
    ----------
    Annex A section 3, line "Travel time".
    """
    return travel_hours * travel_pay_rate


def waiting_pay(waiting_hours: Any, waiting_pay_rate: Any) -> Any:
    """Waiting pay (GBP).

    Pay for waiting between visits; reported with additional noncontact pay costs.

    Notes
    -----
    ``waiting_hours * waiting_pay_rate``

    References
    ----------
    National Minimum Wage Regulations 2015, regulation 32.
    """
    return waiting_hours * waiting_pay_rate


def attendance_pay(direct_care: Any, travel_time: Any, waiting_pay: Any) -> Any:
    """Attendance pay (GBP).

    Pay for the hours of a round: contact, travel and waiting.

    Notes
    -----
    ``direct_care + travel_time + waiting_pay``

    References
    ----------
    The base of the UK Homecare Association's stated rates (2014).
    """
    return direct_care + travel_time + waiting_pay


def average_hourly_earnings(average_of_worked_pay: Any, average_of_paid_hours: Any) -> Any:
    """Average hourly earnings (GBP per paid hour).

    Pay for all time at work over paid hours at the visit mix: pay for training and supervision
    is earned beside that of rounds, and limits of the law are held against all of it.

    Notes
    -----
    ``average_of_worked_pay / average_of_paid_hours``

    References
    ----------
    Social Security Contributions and Benefits Act 1992, section 3: earnings include any
    remuneration or profit derived from an employment.
    """
    return average_of_worked_pay / average_of_paid_hours


def average_weekly_hours(worker_weekly_hours: Any, worker_share: Any) -> Any:
    """Average weekly paid hours (hours per worker and week).

    Averaged over the worker bands by their share of workers.

    Notes
    -----
    ``sum(worker_weekly_hours * worker_share)``

    References
    ----------
    The party's own distribution of weekly paid hours.
    """
    return np.sum(worker_weekly_hours * worker_share, axis=0)


def worked_weeks(
    weeks_per_year: Any, holiday_weeks: Any, sickness_days_per_year: Any, working_days_per_week: Any
) -> Any:
    """Weeks at work (weeks per worker and year).

    The year less holiday and sickness.

    Notes
    -----
    ``weeks_per_year - holiday_weeks - sickness_days_per_year / working_days_per_week``

    References
    ----------
    Arithmetic of the stated time off.
    """
    return weeks_per_year - holiday_weeks - sickness_days_per_year / working_days_per_week


def paid_hours_per_worker(average_weekly_hours: Any, worked_weeks: Any) -> Any:
    """Paid hours a worker a year (hours per worker and year).

    Paid hours over which a worker's training and supervision are spread.

    Notes
    -----
    ``average_weekly_hours * worked_weeks``

    References
    ----------
    Arithmetic of the rows above.
    """
    return average_weekly_hours * worked_weeks


def training_hours_per_worker(
    induction_hours: Any, staff_turnover: Any, refresher_hours_per_year: Any
) -> Any:
    """Training hours a worker a year (hours per worker and year).

    Induction for each leaver replaced, and refresher training for all.

    Notes
    -----
    ``induction_hours * staff_turnover + refresher_hours_per_year``

    References
    ----------
    Annex A section 3, line "Training (staff time)".
    """
    return induction_hours * staff_turnover + refresher_hours_per_year


def training_hours(
    paid_hours: Any, training_hours_per_worker: Any, paid_hours_per_worker: Any
) -> Any:
    """Training hours (hours).

    The training that goes with the paid hours.

    Notes
    -----
    ``paid_hours * training_hours_per_worker / paid_hours_per_worker``

    References
    ----------
    National Minimum Wage Regulations 2015, regulation 33: training is working time.
    """
    return paid_hours * training_hours_per_worker / paid_hours_per_worker


def training_staff_time(training_hours: Any, contact_pay_rate: Any) -> Any:
    """Training (staff time) (GBP).

    Pay while training, at the contact pay rate without premiums.

    Notes
    -----
    ``training_hours * contact_pay_rate``

    References
    ----------
    Annex A section 3, line "Training (staff time)".
    """
    return training_hours * contact_pay_rate


def noncontact_hours(
    paid_hours: Any,
    supervision_hours_per_year: Any,
    meeting_hours_per_year: Any,
    paid_hours_per_worker: Any,
) -> Any:
    """Supervision and meeting hours (hours).

    The supervision and team meetings that go with the paid hours.

    Notes
    -----
    ``paid_hours * (supervision_hours_per_year + meeting_hours_per_year) / paid_hours_per_worker``

    References
    ----------
    Annex A section 3, line "Additional noncontact pay costs".
    """
    hours_per_worker = supervision_hours_per_year + meeting_hours_per_year
    return paid_hours * hours_per_worker / paid_hours_per_worker


def noncontact_pay(noncontact_hours: Any, contact_pay_rate: Any) -> Any:
    """Supervision and meeting pay (GBP).

    Pay in supervision and meetings, at the contact pay rate without premiums.

    Notes
    -----
    ``noncontact_hours * contact_pay_rate``

    References
    ----------
    Annex A section 3, line "Additional noncontact pay costs".
    """
    return noncontact_hours * contact_pay_rate


def idle_hours(contact_hours: Any, idle_hours_per_contact_hour: Any) -> Any:
    """Idle hours (hours).

    Hours of a shift that are paid though nobody is seen, and that are not travel or waiting
    between visits.

    Notes
    -----
    ``contact_hours * idle_hours_per_contact_hour``

    References
    ----------
    National Minimum Wage Regulations 2015, regulation 32: being available at or near a place
    of work is working time.
    """
    return contact_hours * idle_hours_per_contact_hour


def idle_pay(idle_hours: Any, contact_pay_rate: Any) -> Any:
    """Pay for idle hours (GBP).

    At the contact pay rate without premiums; reported with additional noncontact pay costs.

    Notes
    -----
    ``idle_hours * contact_pay_rate``

    References
    ----------
    The party's own shifts.
    """
    return idle_hours * contact_pay_rate


def cancelled_visit_pay(
    direct_care: Any, short_notice_cancelled_share: Any, short_notice_pay_share: Any
) -> Any:
    """Pay for visits cancelled at short notice (GBP).

    What careworkers are due for visits that were planned and not made: so many for each that
    is made; reported with additional noncontact pay costs.

    Notes
    -----
    ``direct_care * short_notice_cancelled_share / (1 - short_notice_cancelled_share)
    * short_notice_pay_share``

    References
    ----------
    The party's own contracts of employment; Employment Rights Act 2025, payments for cancelled
    shifts.
    """
    cancelled = direct_care * short_notice_cancelled_share / (1 - short_notice_cancelled_share)
    return cancelled * short_notice_pay_share
