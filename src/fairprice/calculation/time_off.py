"""Paid time that is not work: holiday, sickness, parental leave, notice and suspension."""

from __future__ import annotations

from typing import Any

import numpy as np

from fairprice.statutory.formulas import paid_sick_days, statutory_sick_pay


def holiday_rate(holiday_weeks: Any, worked_weeks: Any) -> Any:
    """Holiday rate (share of worked pay).

    Weeks of leave over weeks at work. Leave builds up in weeks of sickness as well, so that
    weeks at work, of sickness and of leave make the year; without sickness, 5.6 / 46.4 is
    12.07 %.

    Notes
    -----
    ``holiday_weeks / worked_weeks``

    References
    ----------
    Working Time Regulations 1998, regulations 13 and 13A; GOV.UK, Simplifying holiday
    entitlement and holiday pay calculations (2024).
    """
    return holiday_weeks / worked_weeks


def holiday_rate_without_sickness(holiday_weeks: Any, weeks_per_year: Any) -> Any:
    """Holiday rate (share of worked pay).

    Weeks of leave over weeks of work; 5.6 / 46.4 is 12.07 %. Days of sickness are not known
    where sickness, training and supervision are all stated as rates.

    Notes
    -----
    ``holiday_weeks / (weeks_per_year - holiday_weeks)``

    References
    ----------
    GOV.UK, Simplifying holiday entitlement and holiday pay calculations (2024).
    """
    return holiday_weeks / (weeks_per_year - holiday_weeks)


def holiday(worked_pay: Any, holiday_rate: Any) -> Any:
    """Holiday (GBP).

    Paid leave earned on worked pay.

    Notes
    -----
    ``worked_pay * holiday_rate``

    References
    ----------
    Annex A section 3, line "Holiday"; Working Time Regulations 1998, regulations 13 and 13A.
    """
    return worked_pay * holiday_rate


def paid_sickness_days(
    sickness_days_per_year: Any,
    sickness_spells_per_year: Any,
    ssp_waiting_days: Any,
    ssp_max_weeks: Any,
    working_days_per_week: Any,
) -> Any:
    """Sickness days with statutory pay (days per worker and year).

    Days lost less the waiting days of each spell, up to the most that is paid. Spells are
    taken to be longer than the waiting days.

    Notes
    -----
    ``max(min(sickness_days_per_year - sickness_spells_per_year * ssp_waiting_days,
    ssp_max_weeks * working_days_per_week), 0)``

    References
    ----------
    Social Security Contributions and Benefits Act 1992, sections 154 and 155.
    """
    return paid_sick_days(
        sickness_days_per_year,
        sickness_spells_per_year * ssp_waiting_days,
        ssp_max_weeks * working_days_per_week,
    )


def worker_weekly_sick_pay(
    worker_weekly_pay: Any,
    ssp_weekly_rate: Any,
    ssp_earnings_share: Any,
    ssp_lower_earnings_limit: Any,
) -> Any:
    """Statutory sick pay of a worker (GBP per week of sickness).

    The lower of the flat rate and the earnings share, for pay that reaches the lower earnings
    limit, decided at a hundredth of a penny.

    Notes
    -----
    ``if(round(worker_weekly_pay - ssp_lower_earnings_limit, 4) >= 0,
    min(ssp_weekly_rate, ssp_earnings_share * worker_weekly_pay), 0)``

    References
    ----------
    Social Security Contributions and Benefits Act 1992, section 157; Employment Rights
    Act 2025 from 6 April 2026.
    """
    return statutory_sick_pay(
        worker_weekly_pay, ssp_weekly_rate, ssp_earnings_share, ssp_lower_earnings_limit
    )


def statutory_sickness_rate(
    worker_weekly_sick_pay: Any,
    worker_share: Any,
    paid_sickness_days: Any,
    working_days_per_week: Any,
    average_weekly_pay: Any,
    worked_weeks: Any,
) -> Any:
    """Sickness rate, statutory (share of worked pay).

    A year's statutory sick pay over a year's worked pay.

    Notes
    -----
    ``sum(worker_weekly_sick_pay * worker_share) * paid_sickness_days / working_days_per_week
    / (average_weekly_pay * worked_weeks)``

    References
    ----------
    Arithmetic of the rows above.
    """
    weekly_sick_pay = np.sum(worker_weekly_sick_pay * worker_share, axis=0)
    annual_sick_pay = weekly_sick_pay * paid_sickness_days / working_days_per_week
    return annual_sick_pay / (average_weekly_pay * worked_weeks)


def contractual_sickness_rate(
    sickness_days_per_year: Any, working_days_per_week: Any, worked_weeks: Any
) -> Any:
    """Sickness rate, contractual (share of worked pay).

    Full pay for the days lost, over the weeks at work.

    Notes
    -----
    ``sickness_days_per_year / working_days_per_week / worked_weeks``

    References
    ----------
    Arithmetic of the stated sickness days.
    """
    return sickness_days_per_year / working_days_per_week / worked_weeks


def sickness_maternity_and_paternity_pay(
    worked_pay: Any, sickness_rate: Any, parental_pay_share: Any
) -> Any:
    """Sickness/maternity and paternity pay (GBP).

    Sick pay, and parental pay net of what is recovered.

    Notes
    -----
    ``worked_pay * (sickness_rate + parental_pay_share)``

    References
    ----------
    Annex A section 3, line "Sickness/maternity and paternity pay".
    """
    return worked_pay * (sickness_rate + parental_pay_share)


def notice_suspension_pay(worked_pay: Any, notice_pay_share: Any) -> Any:
    """Notice/suspension pay (GBP).

    Pay during notice and suspension, as a share of worked pay.

    Notes
    -----
    ``worked_pay * notice_pay_share``

    References
    ----------
    Annex A section 3, line "Notice/suspension pay".
    """
    return worked_pay * notice_pay_share
