"""What the employer pays on top of gross pay: National Insurance, levy and pension.

Thresholds bite on each worker's week, so National Insurance and pension are worked out per
worker band and only then averaged into a rate on gross pay.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from fairprice.statutory.formulas import (
    employer_national_insurance,
    employer_pension_contribution,
)


def worker_weekly_pay(worker_weekly_hours: Any, average_hourly_earnings: Any) -> Any:
    """Weekly pay of a worker (GBP per week).

    What a worker of the band earns in a normal week, with pay for training and supervision.

    Notes
    -----
    ``worker_weekly_hours * average_hourly_earnings``

    References
    ----------
    Arithmetic of the rows above.
    """
    return worker_weekly_hours * average_hourly_earnings


def average_weekly_pay(worker_weekly_pay: Any, worker_share: Any) -> Any:
    """Average weekly pay (GBP per worker and week).

    Averaged over the worker bands by their share of workers.

    Notes
    -----
    ``sum(worker_weekly_pay * worker_share)``

    References
    ----------
    Arithmetic of the worker bands.
    """
    return np.sum(worker_weekly_pay * worker_share, axis=0)


def careworker_pay_bill(average_of_gross_pay: Any, annual_contact_hours: Any) -> Any:
    """Careworker pay bill (GBP per year).

    Gross pay of an average contact hour, for all contact hours of the year.

    Notes
    -----
    ``average_of_gross_pay * annual_contact_hours``

    References
    ----------
    Arithmetic of the rows above.
    """
    return average_of_gross_pay * annual_contact_hours


def worker_national_insurance(
    worker_weekly_pay: Any, nic_secondary_threshold_weekly: Any, employer_nic_rate: Any
) -> Any:
    """Employer's National Insurance, worker of 21 or over (GBP per week).

    Due on weekly pay above the secondary threshold.

    Notes
    -----
    ``employer_nic_rate * max(worker_weekly_pay - nic_secondary_threshold_weekly, 0)``

    References
    ----------
    Social Security Contributions and Benefits Act 1992, section 9.
    """
    return employer_national_insurance(
        worker_weekly_pay, nic_secondary_threshold_weekly, employer_nic_rate
    )


def worker_national_insurance_under_21(
    worker_weekly_pay: Any,
    nic_upper_secondary_threshold_under_21_weekly: Any,
    employer_nic_rate: Any,
) -> Any:
    """Employer's National Insurance, worker under 21 (GBP per week).

    Due only above the upper secondary threshold for under-21s.

    Notes
    -----
    ``employer_nic_rate
    * max(worker_weekly_pay - nic_upper_secondary_threshold_under_21_weekly, 0)``

    References
    ----------
    Social Security Contributions and Benefits Act 1992, section 9A.
    """
    return employer_national_insurance(
        worker_weekly_pay, nic_upper_secondary_threshold_under_21_weekly, employer_nic_rate
    )


def national_insurance_rate_before_allowance(
    worker_national_insurance: Any,
    worker_national_insurance_under_21: Any,
    worker_share: Any,
    under_21_share: Any,
    average_weekly_pay: Any,
) -> Any:
    """National Insurance rate before the Employment Allowance (share of gross pay).

    National Insurance of all workers over the pay of all workers.

    Notes
    -----
    ``((1 - under_21_share) * sum(worker_national_insurance * worker_share)
    + under_21_share * sum(worker_national_insurance_under_21 * worker_share))
    / average_weekly_pay``

    References
    ----------
    Arithmetic of the worker bands.
    """
    of_adults = np.sum(worker_national_insurance * worker_share, axis=0)
    of_under_21 = np.sum(worker_national_insurance_under_21 * worker_share, axis=0)
    blended = (1 - under_21_share) * of_adults + under_21_share * of_under_21
    return blended / average_weekly_pay


def employment_allowance_rate(
    employment_allowance_claimed: Any, employment_allowance: Any, careworker_pay_bill: Any
) -> Any:
    """Employment Allowance rate (share of gross pay).

    The allowance, where it is claimed, spread over the careworker pay bill. All of it
    is set against careworkers' National Insurance.

    Notes
    -----
    ``employment_allowance_claimed * employment_allowance / careworker_pay_bill``

    References
    ----------
    National Insurance Contributions Act 2014, sections 1 to 4. Whether a provider that
    lives on public contracts may claim is unsettled: the switch states what was assumed.
    """
    return employment_allowance_claimed * employment_allowance / careworker_pay_bill


def national_insurance_rate(
    national_insurance_rate_before_allowance: Any, employment_allowance_rate: Any
) -> Any:
    """National Insurance rate (share of gross pay).

    After the Employment Allowance; never below zero.

    Notes
    -----
    ``max(national_insurance_rate_before_allowance - employment_allowance_rate, 0)``

    References
    ----------
    National Insurance Contributions Act 2014, section 2.
    """
    return np.maximum(national_insurance_rate_before_allowance - employment_allowance_rate, 0)


def apprenticeship_levy_share(
    careworker_pay_bill: Any, apprenticeship_levy_rate: Any, apprenticeship_levy_allowance: Any
) -> Any:
    """Apprenticeship levy as a rate (share of gross pay).

    Due on a large pay bill, less the yearly allowance.

    Notes
    -----
    ``max(careworker_pay_bill * apprenticeship_levy_rate - apprenticeship_levy_allowance, 0)
    / careworker_pay_bill``

    References
    ----------
    Finance Act 2016, sections 99 and 100.
    """
    levy = careworker_pay_bill * apprenticeship_levy_rate - apprenticeship_levy_allowance
    return np.maximum(levy, 0) / careworker_pay_bill


def national_insurance(
    gross_pay: Any, national_insurance_rate: Any, apprenticeship_levy_share: Any
) -> Any:
    """NI (direct care hours) (GBP).

    Employer's National Insurance, with the apprenticeship levy where the pay bill is
    large enough: it is collected alike and Annex A has no line of its own for it.

    Notes
    -----
    ``gross_pay * (national_insurance_rate + apprenticeship_levy_share)``

    References
    ----------
    Annex A section 3, line "NI (direct care hours)".
    """
    return gross_pay * (national_insurance_rate + apprenticeship_levy_share)


def worker_pension(
    worker_weekly_pay: Any,
    pension_qualifying_earnings_lower_weekly: Any,
    pension_qualifying_earnings_upper_weekly: Any,
    pension_earnings_trigger_weekly: Any,
    pension_employer_minimum_rate: Any,
) -> Any:
    """Employer's pension contribution, enrolled worker (GBP per week).

    Due on qualifying earnings, for workers whose pay reaches the earnings trigger, decided
    at a hundredth of a penny. The limits are those that the law sets for a week.

    Notes
    -----
    ``if(round(worker_weekly_pay - pension_earnings_trigger_weekly, 4) >= 0,
    pension_employer_minimum_rate
    * max(min(worker_weekly_pay, pension_qualifying_earnings_upper_weekly)
    - pension_qualifying_earnings_lower_weekly, 0), 0)``

    References
    ----------
    Pensions Act 2008, sections 3, 13, 15A and 20.
    """
    return employer_pension_contribution(
        worker_weekly_pay,
        pension_qualifying_earnings_lower_weekly,
        pension_qualifying_earnings_upper_weekly,
        pension_earnings_trigger_weekly,
        pension_employer_minimum_rate,
    )


def pension_rate(
    worker_pension: Any, worker_share: Any, pension_enrolled_share: Any, average_weekly_pay: Any
) -> Any:
    """Pension rate (share of gross pay).

    Contributions of all enrolled workers over the pay of all workers.

    Notes
    -----
    ``pension_enrolled_share * sum(worker_pension * worker_share) / average_weekly_pay``

    References
    ----------
    Arithmetic of the worker bands.
    """
    contributions = np.sum(worker_pension * worker_share, axis=0)
    return pension_enrolled_share * contributions / average_weekly_pay


def pension(gross_pay: Any, pension_rate: Any) -> Any:
    """Pension (direct care hours) (GBP).

    Employer's pension contributions.

    Notes
    -----
    ``gross_pay * pension_rate``

    References
    ----------
    Annex A section 3, line "Pension (direct care hours)".
    """
    return gross_pay * pension_rate
