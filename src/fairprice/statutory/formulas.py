"""What the law makes due, as plain functions of pay and of the values in force.

Each is written once: the register answers questions with them, the cost calculation
uses them per worker, and the workbook records them as Excel formulas. They therefore
use only arithmetic, ``np.maximum``, ``np.minimum`` and ``np.where``, and ``reaches`` where
pay is compared with a limit at which the amount due jumps.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from fairprice.money import reaches


def employer_national_insurance(pay: Any, threshold: Any, rate: Any) -> Any:
    """Employer's National Insurance for one worker and one pay period (GBP).

    ``rate * max(pay - threshold, 0)``: nothing is due below the threshold, so the
    share of pay it takes rises with pay. Source: Social Security Contributions and
    Benefits Act 1992, section 9.
    """
    return rate * np.maximum(pay - threshold, 0)


def employer_pension_contribution(pay: Any, lower: Any, upper: Any, trigger: Any, rate: Any) -> Any:
    """Minimum employer's pension contribution for one enrolled worker and period (GBP).

    ``rate`` of the qualifying earnings between ``lower`` and ``upper``; nothing below
    the earnings ``trigger``, where a worker is not enrolled automatically. Source:
    Pensions Act 2008, sections 3, 13 and 20.
    """
    qualifying_earnings = np.maximum(np.minimum(pay, upper) - lower, 0)
    return np.where(reaches(pay, trigger), rate * qualifying_earnings, 0)


def statutory_sick_pay(
    average_pay: Any, flat_rate: Any, earnings_share: Any, lower_earnings_limit: Any
) -> Any:
    """Statutory sick pay for a full week of sickness (GBP).

    The lower of the flat rate and ``earnings_share`` of average weekly pay, due when
    average weekly pay reaches the lower earnings limit. Source: Social Security
    Contributions and Benefits Act 1992, sections 151 to 163; from 6 April 2026 as
    amended by the Employment Rights Act 2025 (no limit, 80 % of earnings).
    """
    return np.where(
        reaches(average_pay, lower_earnings_limit),
        np.minimum(flat_rate, earnings_share * average_pay),
        0,
    )


def paid_sick_days(days_sick: Any, waiting_days: Any, most_days: Any) -> Any:
    """Days of one spell of sickness for which statutory sick pay is due.

    All but the waiting days, up to ``most_days``. Source: Social Security Contributions
    and Benefits Act 1992, sections 155 and 157.
    """
    return np.maximum(np.minimum(days_sick - waiting_days, most_days), 0)
