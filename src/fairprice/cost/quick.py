"""A first price from a few answers."""

from __future__ import annotations

from typing import Any

from fairprice.assumptions.quick import quick_assumptions
from fairprice.cost.book import OpenBook
from fairprice.statutory import Law


def quick_book(
    *,
    provider_name: str,
    nation: str,
    year: str,
    contact_pay_rate: float,
    travel_pay_rate: float,
    visit_minutes: Any,
    visits_per_week: Any,
    travel_minutes_per_visit: float,
    miles_per_visit: float,
    mileage_rate: float,
    worker_weekly_hours: Any,
    training_days_per_year: float,
    sickness_days_per_year: float,
    return_on_cost: float,
    worker_share: Any = None,
    overheads_per_contact_hour: float | None = None,
    overheads_per_year: float | None = None,
    law: Law = None,
    **others: Any,
) -> OpenBook:
    """Price care from about fifteen answers; a starter stands in for the rest.

    Parameters
    ----------
    provider_name, nation
        Who states this, and where.
    year
        The tax year, such as ``"2026-27"``; the price is that of 6 April.
    contact_pay_rate, travel_pay_rate
        GBP per hour with a person, and of travel between visits.
    visit_minutes, visits_per_week
        Length of each kind of visit in minutes, and visits of each length in a normal week.
    travel_minutes_per_visit, miles_per_visit, mileage_rate
        For each visit; the rate in GBP per mile.
    worker_weekly_hours, worker_share
        Paid hours a week of a typical careworker; or one figure a band, with the share of
        workers in each.
    training_days_per_year, sickness_days_per_year
        Days a careworker and year; a day of training has the hours of a typical working day.
    return_on_cost
        Return on operations, as a share of cost.
    overheads_per_contact_hour, overheads_per_year
        All business costs as one figure in GBP; one of the two, unless the business lines are
        given one by one.
    law
        The law in force, as :class:`fairprice.OpenBook` takes it.
    **others
        Any other input by its name, in place of the starter's value.

    Returns
    -------
    OpenBook
        ``book.assumptions.from_the_starter`` names what the party has not stated. Each such
        value says in its evidence that it is from the starter, and whether it is a published
        median, the law, or zero because nothing is known;
        ``book.assumptions.with_inputs(name=value)`` replaces it.

    Raises
    ------
    AssumptionsError
        With every problem of the answers.
    StatutoryError
        If the register has no value for the year that the calculation needs.
    """
    answers = {
        "provider_name": provider_name, "nation": nation, "year": year,
        "contact_pay_rate": contact_pay_rate, "travel_pay_rate": travel_pay_rate,
        "visit_minutes": visit_minutes, "visits_per_week": visits_per_week,
        "travel_minutes_per_visit": travel_minutes_per_visit,
        "miles_per_visit": miles_per_visit, "mileage_rate": mileage_rate,
        "worker_weekly_hours": worker_weekly_hours, "worker_share": worker_share,
        "training_days_per_year": training_days_per_year,
        "sickness_days_per_year": sickness_days_per_year,
        "overheads_per_contact_hour": overheads_per_contact_hour,
        "overheads_per_year": overheads_per_year, "return_on_cost": return_on_cost,
    }  # fmt: skip
    given = {name: value for name, value in answers.items() if value is not None}
    return OpenBook(quick_assumptions(given, others, {}), law)
