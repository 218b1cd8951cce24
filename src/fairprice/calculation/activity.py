"""What was done: the visit mix, and the paid time behind visits and contact hours."""

from __future__ import annotations

from typing import Any

import numpy as np


def average_visit_hours(visit_minutes: Any, visits_per_week: Any) -> Any:
    """Average visit length (hours).

    Contact hours of one visit at the stated visit mix.

    Notes
    -----
    ``sum(visit_minutes * visits_per_week) / sum(visits_per_week) / 60``

    References
    ----------
    Annex A section 3 asks for appointments a week by length.
    """
    weekly_minutes = np.sum(visit_minutes * visits_per_week, axis=0)
    return weekly_minutes / np.sum(visits_per_week, axis=0) / 60


def visits_per_contact_hour(average_visit_hours: Any) -> Any:
    """Visits in an average contact hour (visits per contact hour).

    The shorter the visits, the more journeys every contact hour carries.

    Notes
    -----
    ``1 / average_visit_hours``

    References
    ----------
    Hounslow fair cost of care report 2022: 60 divided by the average visit length.
    """
    return 1 / average_visit_hours


def carers_per_visit(double_handed_share: Any) -> Any:
    """Carers in an average visit (careworkers per visit).

    A double-handed visit sends two careworkers; each makes the journey and each
    delivers the contact time, so it counts as two careworker visits.

    Notes
    -----
    ``1 + double_handed_share``

    References
    ----------
    Arithmetic of the stated double-handed share.
    """
    return 1 + double_handed_share


def annual_contact_hours(
    visit_minutes: Any, visits_per_week: Any, carers_per_visit: Any, weeks_per_year: Any
) -> Any:
    """Contact hours a year (hours).

    Careworker hours spent with people in a year, at the stated visit mix.

    Notes
    -----
    ``sum(visit_minutes * visits_per_week) / 60 * carers_per_visit * weeks_per_year``

    References
    ----------
    Annex A section 3: total direct care hours per annum.
    """
    weekly_hours = np.sum(visit_minutes * visits_per_week, axis=0) / 60
    return weekly_hours * carers_per_visit * weeks_per_year


def travel_hours(visits: Any, travel_minutes_per_visit: Any) -> Any:
    """Travel hours (hours).

    Time between visits; the same for a short visit as for a long one.

    Notes
    -----
    ``visits * travel_minutes_per_visit / 60``

    References
    ----------
    National Minimum Wage Regulations 2015, regulation 34: travel between assignments
    is working time.
    """
    return visits * travel_minutes_per_visit / 60


def waiting_hours(visits: Any, waiting_minutes_per_visit: Any) -> Any:
    """Waiting hours (hours).

    Paid time between visits that is neither contact nor travel.

    Notes
    -----
    ``visits * waiting_minutes_per_visit / 60``

    References
    ----------
    National Minimum Wage Regulations 2015, regulation 32: being available at or near
    a place of work is working time.
    """
    return visits * waiting_minutes_per_visit / 60


def paid_hours(contact_hours: Any, travel_hours: Any, waiting_hours: Any) -> Any:
    """Paid hours (hours).

    Contact, paid travel and waiting: the hours of a round.

    Notes
    -----
    ``contact_hours + travel_hours + waiting_hours``

    References
    ----------
    Arithmetic of the rows above.
    """
    return contact_hours + travel_hours + waiting_hours


def worker_hours(paid_hours: Any, average_of_paid_hours: Any) -> Any:
    """Contact hours of as many careworkers (hours).

    Shares out what follows the number of careworkers, who are as many as the paid hours need.

    Notes
    -----
    ``paid_hours / average_of_paid_hours``

    References
    ----------
    Arithmetic of the rows above at the average contact hour.
    """
    return paid_hours / average_of_paid_hours


def visit_hours(visits: Any, average_visit_hours: Any) -> Any:
    """Contact hours of as many average visits (hours).

    Shares out the part of a business cost that depends on the number of visits.

    Notes
    -----
    ``visits * average_visit_hours``

    References
    ----------
    Arithmetic of the visit mix.
    """
    return visits * average_visit_hours
