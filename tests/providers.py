"""Hand-written providers with round figures, so that a test can be checked on paper."""

from __future__ import annotations

import copy
from typing import Any

from fairprice import Assumptions, OpenBook
from fairprice.calculation import BUSINESS_LINES

Data = dict[str, Any]

#: What the quick book and the form's quick sheet ask for, answered.
ANSWERED: Data = {
    "provider_name": "First Care", "nation": "England", "year": "2026-27",
    "contact_pay_rate": 13.5, "travel_pay_rate": 13.0, "visit_minutes": [30, 60],
    "visits_per_week": [600, 200], "travel_minutes_per_visit": 9, "miles_per_visit": 3,
    "mileage_rate": 0.4, "worker_weekly_hours": 25, "training_days_per_year": 3,
    "sickness_days_per_year": 5, "return_on_cost": 0.05, "overheads_per_contact_hour": 7.0,
}  # fmt: skip
#: Half-hour visits, one worker band, nothing but pay, travel and holiday.
PLAIN: Data = {
    "about": {
        "provider_name": "Plain Care",
        "price_date": "2026-04-06",
        "nation": "England",
    },
    "pay": {
        "contact_pay_rate": 13.0,
        "travel_pay_rate": 13.0,
        "waiting_pay_rate": 13.0,
        "evening_share": 0.0,
        "evening_premium": 0.0,
        "weekend_share": 0.0,
        "weekend_premium": 0.0,
        "bank_holiday_share": 0.0,
        "bank_holiday_premium": 0.0,
    },
    "visits": {
        "visit_minutes": [30.0],
        "visits_per_week": [1000.0],
        "double_handed_share": 0.0,
    },
    "travel": {
        "travel_minutes_per_visit": 6.0,
        "miles_per_visit": 2.0,
        "mileage_rate": 0.45,
        "waiting_minutes_per_visit": 0.0,
    },
    "workforce": {
        "worker_weekly_hours": [30.0],
        "worker_share": [1.0],
        "under_21_share": 0.0,
        "pension_enrolled_share": 1.0,
        "staff_turnover": 0.0,
        "employment_allowance_claimed": False,
    },
    "time_off": {
        "weeks_per_year": 52.0,
        "holiday_weeks": 5.6,
        "working_days_per_week": 5.0,
        "sickness_days_per_year": 0.0,
        "sickness_spells_per_year": 0.0,
        "sick_pay_policy": "statutory",
        "parental_pay_share": 0.0,
        "notice_pay_share": 0.0,
    },
    "training": {
        "induction_hours": 0.0,
        "refresher_hours_per_year": 0.0,
        "supervision_hours_per_year": 0.0,
        "meeting_hours_per_year": 0.0,
    },
    "ppe": {"ppe_per_visit": 0.0, "ppe_per_contact_hour": 0.0},
    "business_costs": {f"{line}_per_contact_hour": 0.0 for line in BUSINESS_LINES},
    "return_on_operations": {"return_rate": 0.0, "return_base": "cost"},
}


#: Fixed cost and cost that follows visits, of the plain provider's 26,000 contact hours a year.
FIXED: Data = {
    "rent_rates_utilities_per_contact_hour": 2.0,
    "rent_rates_utilities_follows": "year",
    "it_per_contact_hour": 0.5,
    "it_follows": "visits",
    "return_rate": 0.05,
}
#: Everything that a cost can follow, and hours that are paid whether or not they are needed.
FOLLOWING: Data = FIXED | {
    "back_office_staff_per_contact_hour": 3.0,
    "back_office_staff_follows": "steps",
    "back_office_staff_step_hours": 150.0,
    "supervision_hours_per_year": 12.0,
    "supervision_follows": "care workers",
    "guaranteed_hours_share": 0.95,
}
#: Hours of shifts without work, and visits cancelled at short notice for which pay is due.
UNDELIVERED: Data = {
    "idle_hours_per_contact_hour": 0.1,
    "short_notice_cancelled_share": 0.02,
    "short_notice_pay_share": 0.5,
}


def plain_data() -> Data:
    """Return a copy of the plain provider's data, to be changed at will."""
    return copy.deepcopy(PLAIN)


def plain(**changes: Any) -> Assumptions:
    """Return the plain provider's assumptions with some inputs changed."""
    return Assumptions.model_validate(plain_data()).with_inputs(**changes)


def plain_book(**changes: Any) -> OpenBook:
    """Return the plain provider's open book with some inputs changed."""
    return OpenBook(plain(**changes))


def stated(rate: float = 0.0, base: str = "attendance pay", **rates: float) -> Data:
    """Return the inputs that state every line as a rate, each ``rate`` unless named."""
    words = ("training", "noncontact", "holiday", "sickness", "national_insurance", "pension")
    inputs: Data = {}
    for word in (*words, *(["overheads"] if "overheads" in rates else [])):
        inputs[f"stated_{word}_rate"] = rates.get(word, rate)
        inputs[f"stated_{word}_base"] = base
    return inputs
