"""Slips of the hand: figures that the law, arithmetic or a clock cannot agree with.

Each compares what a party states with the law, with itself, or with what is possible.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from fairprice.assumptions import Assumptions
from fairprice.calculation import UNSOCIAL_TIMES
from fairprice.cost import OpenBook, next_tax_year
from fairprice.errors import Problem

#: Miles an hour on a motorway or dual carriageway: the highest national speed limit there is.
SPEED_LIMIT = 70
#: Minutes within which nobody can arrive, care, record the visit and leave.
SHORTEST_VISIT = 5
_OR_EXPLAIN = "or explain it in the Note."
#: Stated figures may be rounded: 4.67 weeks for 28 days at six a week.
_ROUNDED = 0.005


def challenge(code: str, name: str, what: str, why: str, mend: str) -> Problem:
    """Ask about an input; a note beside its value is an answer.

    Parameters
    ----------
    code
        The reason, after ``challenge-``.
    name
        Of the input.
    what, why, mend
        As of every problem.
    """
    where = f"{Assumptions.fields()[name].section}.{name}"
    return Problem(f"challenge-{code}", where, what, why, f"{mend} {_OR_EXPLAIN}")


def slips(assumptions: Assumptions, book: OpenBook | None) -> Iterator[Problem]:
    """Find slips in what a party states.

    Parameters
    ----------
    assumptions
        What it states.
    book
        The same, priced; none where the law of its day is not known.
    """
    yield from _visit_lengths(assumptions)
    yield from _speed(assumptions)
    yield from _premiums(assumptions)
    yield from _return(assumptions, book)
    yield from _spells(assumptions)
    yield from _weeks_of_workers(assumptions, book)
    if book is not None:
        yield from _holiday(book)
        yield from _before_the_tax_year(book)


def _visit_lengths(assumptions: Assumptions) -> Iterator[Problem]:
    visits = assumptions.visits.visit_minutes or ()
    # a length priced because it is one of the visits is one slip with it
    beside = [length for length in assumptions.fees.fee_visit_minutes if length not in visits]
    for name, lengths in (("visit_minutes", visits), ("fee_visit_minutes", beside)):
        short = [f"{length:g}" for length in lengths if length < SHORTEST_VISIT]
        if short:
            yield challenge(
                "visits-in-hours", name, f"A visit of {' or '.join(short)} minutes is stated.",
                "Lengths are in minutes; given in hours, each visit's travel is spread over "
                "seconds of care and the price is many times too high.",
                "Give minutes, 30 for half an hour,",
            )  # fmt: skip


def _speed(assumptions: Assumptions) -> Iterator[Problem]:
    travel = assumptions.travel
    minutes, miles = travel.travel_minutes_per_visit or 0, travel.miles_per_visit or 0
    if minutes and miles * 60 > SPEED_LIMIT * minutes:
        yield challenge(
            "too-fast", "travel_minutes_per_visit",
            f"{miles:g} miles in {minutes:g} minutes are {miles * 60 / minutes:,.0f} miles an "
            f"hour; the highest speed limit is {SPEED_LIMIT}.",
            "Minutes given in hours leave paid travel out of the price; miles of a whole round "
            "pay for journeys that nobody makes.",
            "Give minutes and miles of one visit,",
        )  # fmt: skip


def _premiums(assumptions: Assumptions) -> Iterator[Problem]:
    pay = assumptions.pay
    for pair in UNSOCIAL_TIMES.values():
        share, premium = (getattr(pay, name) for name in pair)
        if share and premium and premium > 1:
            yield challenge(
                "premium-as-a-factor", pair[1],
                f"{premium:g} on top of the pay rate is {1 + premium:g} times the rate.",
                "A premium is what is paid on top, 0.08 for 8 %; a factor of the rate counts the "
                "rate itself twice.",
                f"Give {premium - 1:.4g} if pay is {premium:g} times the rate,",
            )  # fmt: skip


def _return(assumptions: Assumptions, book: OpenBook | None) -> Iterator[Problem]:
    planned = assumptions.return_on_operations
    rate, base = planned.return_rate or 0, planned.return_base
    why = "Rates are shares, 0.05 for 5 %."
    if base != "contact hour" and rate >= 1:
        yield challenge(
            "return-in-per-cent", "return_rate", f"A return of {rate:g} is {rate:.0%} of {base}.",
            why, f"Give {rate / 100:g} if {rate:g} % is meant,",
        )  # fmt: skip
    elif base == "contact hour" and book is not None and rate >= book.value("total_cost"):
        yield challenge(
            "return-above-cost", "return_rate",
            f"A return of GBP {rate:,.2f} a contact hour is no less than all costs together, "
            f"GBP {float(book.value('total_cost')):,.2f}.",
            "On this base the return is pounds for each contact hour.",
            "Give the pounds of one hour, or choose the base that the rate is a share of,",
        )  # fmt: skip


def _spells(assumptions: Assumptions) -> Iterator[Problem]:
    days = assumptions.time_off.sickness_days_per_year
    spells = assumptions.time_off.sickness_spells_per_year
    if days is not None and spells is not None and spells > days:
        yield challenge(
            "more-spells-than-days", "sickness_spells_per_year",
            f"{spells:g} spells of sickness a year have {days:g} days between them.",
            "A spell lasts a day or longer; the waiting days of each come off sick pay.",
            "Correct the days or the spells,",
        )  # fmt: skip


def _holiday(book: OpenBook) -> Iterator[Problem]:
    time_off, rates = book.assumptions.time_off, book.rates
    weeks, days = time_off.holiday_weeks, time_off.working_days_per_week
    names = ("statutory_holiday_weeks", "statutory_holiday_cap_days")
    if weeks is None or not all(name in rates for name in names):
        return
    least, most_days = (rates.value(name) for name in names)
    due = least if not days else min(least, most_days / days)
    if weeks < due - _ROUNDED:
        yield challenge(
            "holiday-below-the-law", "holiday_weeks",
            f"{weeks:g} weeks of paid holiday are below the {due:.3g} that are due by law, bank "
            "holidays included.",
            "Workers must be given it (Working Time Regulations 1998, regulations 13 and 13A), "
            "and the price that rests on less is too low.",
            f"Give {due:.3g} or more,",
        )  # fmt: skip


def _weeks_of_workers(assumptions: Assumptions, book: OpenBook | None) -> Iterator[Problem]:
    """Find workers whose week holds less than one visit on each day they work."""
    visits, travel = assumptions.visits, assumptions.travel
    lengths, counts = visits.visit_minutes or (), visits.visits_per_week or ()
    if not lengths or not counts:
        return
    between = (travel.travel_minutes_per_visit or 0) + (travel.waiting_minutes_per_visit or 0)
    minutes = float(np.dot(lengths, counts)) / sum(counts) + between
    days = assumptions.time_off.working_days_per_week or 1
    shortest = min(assumptions.workforce.worker_weekly_hours or (np.inf,))
    if shortest * 60 < days * minutes:
        how_many = "" if book is None else f" All visits would take {careworkers(book)}."
        yield challenge(
            "less-than-a-visit-a-day", "worker_weekly_hours",
            f"A worker has {shortest:g} hours a week, over {days:g} working days, and a visit "
            f"takes {minutes:,.0f} minutes with its travel.{how_many}",
            "Hours of a day given for a week leave pay below the National Insurance threshold, "
            "and spread each worker's training over too few hours.",
            "Give the hours of a week,",
        )  # fmt: skip


def careworkers(book: OpenBook) -> str:
    """Say how many careworkers the hours of a book imply; empty where it does not tell.

    Parameters
    ----------
    book
        An open book.
    """
    hours = book.assumptions.workforce.worker_weekly_hours
    shares = book.assumptions.workforce.worker_share
    if hours is None or shares is None:
        return ""
    average = float(np.dot(hours, shares))
    yearly = float(book.value("paid_hours")) * float(book.value("annual_contact_hours"))
    weekly = yearly / book.assumptions.time_off.weeks_per_year
    return f"about {max(round(weekly / average), 1):,} careworkers of {average:.3g} hours a week"


def _before_the_tax_year(book: OpenBook) -> Iterator[Problem]:
    said = next_tax_year(book)
    if said:
        yield challenge(
            "before-the-tax-year", "price_date", said,
            "A contract year that begins on 1 April is priced under the law of the year before, "
            "for all of it.",
            "Give 6 April, ask for the contract year (price_contract_year),",
        )  # fmt: skip
