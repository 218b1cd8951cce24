"""What experience shows goes wrong, although each value is allowed.

A challenge is a question, not a verdict: it is answered by a note beside the value. The
rules compare what a party states with itself and with the law, so that they need no
threshold of their own; lines far from published ones are only shown beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from fairprice.assumptions import Assumptions
from fairprice.assumptions.checks import choices_of, used_inputs
from fairprice.calculation import BUSINESS_LINES, Choices, make_plan
from fairprice.cost import OpenBook, Position, as_assumptions, as_book, law_for
from fairprice.cost.minimum_wage import VISIT_MIX, of_adults
from fairprice.errors import Problem, StatutoryError
from fairprice.negotiation.case.published_lines import far_lines
from fairprice.negotiation.case.slips import challenge, slips
from fairprice.statutory import Law

#: Hours of work a week, on average, that a worker must agree to in writing to exceed:
#: Working Time Regulations 1998, regulations 4 and 5.
WORKING_TIME_LIMIT = 48
#: Hours are stated without fractions.
_HALF_AN_HOUR = 0.5
#: What is shown, and refuses nothing.
_SHOWN = "challenge-far-from-published-lines"
#: Words by which a profit may stand in a cost line.
_PROFIT = re.compile(r"\b(profit|margin|surplus|dividend|contingenc(?:y|ie))s?\b", re.IGNORECASE)
_COST_SECTIONS = ("ppe", "business_costs", "stated_rates")
#: Why a line is better worked out than stated.
_WORKED_OUT = {
    "national_insurance": (
        "National Insurance is due on each worker's week above a threshold, so its rate follows "
        "from the hours of each worker and is not the headline rate."
    ),
    "holiday": (
        "Holiday pay follows from the weeks of leave: 5.6 weeks of 52 are 5.6 / 46.4 of pay for "
        "work."
    ),
    "pension": (
        "Contributions are due on a band of each worker's earnings and for those enrolled, so "
        "their rate on all pay is below the headline rate."
    ),
}


def challenges(
    book: Position,
    *,
    answered: bool | None = None,
    refusing: bool | None = None,
    law: Law = None,
) -> tuple[Problem, ...]:
    """List what experience shows to go wrong in a party's assumptions.

    Parameters
    ----------
    book
        An open book, or the assumptions of one.
    answered
        ``True`` for the challenges that the note of the input's evidence answers,
        ``False`` for the open ones, ``None`` for all.
    refusing
        ``True`` for those for which a form is refused until they are answered, ``False`` for
        those that are only shown: lines far from published ones. ``None`` for all.
    law
        The law in force, for assumptions: the path of a law file, or rates made by
        :func:`fairprice.statutory_rates`; by default the register's values on the price
        date. A book has its own.

    Returns
    -------
    tuple of Problem
        Each with the field path of the input it is about, in section order of the rules:
        travel, pay against the minimum wage, lines stated in place of being worked out,
        profit in cost lines, hours, and slips of the hand; and once no slip is open, lines
        far from those of :func:`fairprice.published_lines`. A line of zero is not compared.

    Notes
    -----
    Pay is tested against the adult minimum wage at the visit mix, under the law of the
    book. Where that holds none for the price date, that itself is a challenge.
    """
    assumptions, priced = as_assumptions(book), None
    if isinstance(book, Assumptions):
        law = law_for(assumptions, law)
    try:
        priced = as_book(book, law)
        lawful = tuple(_minimum_wage(priced))
    except StatutoryError as error:
        lawful = (_law_not_known(error),)
    slipped = tuple(slips(assumptions, priced))
    # a slip that is open moves many a line, which would be so many more questions
    is_sound = all(_is_answered(one, assumptions) for one in slipped)
    found = (
        *_travel(assumptions),
        *lawful,
        *_stated(assumptions),
        *_profit(assumptions),
        *_same_figures(assumptions),
        *_hours_a_year(assumptions),
        *_hours_a_week(assumptions, priced),
        *slipped,
        *(far_lines(priced) if priced is not None and is_sound else ()),
    )
    return tuple(
        asked
        for asked in found
        if answered is None or answered == _is_answered(asked, assumptions)
        if refusing is None or refusing == _refuses(asked)
    )


def _refuses(asked: Problem) -> bool:
    return asked.code != _SHOWN


def _is_answered(asked: Problem, assumptions: Assumptions) -> bool:
    entry = assumptions.evidence.get(asked.where.split(".")[1])
    return entry is not None and entry.note is not None


def _travel(assumptions: Assumptions) -> Iterator[Problem]:
    travel, pay = assumptions.travel, assumptions.pay
    minutes, miles = travel.travel_minutes_per_visit or 0, travel.miles_per_visit or 0
    rate = travel.mileage_rate or 0
    if miles * rate > 0 and not minutes:
        yield challenge(
            "mileage-without-travel-time", "travel_minutes_per_visit",
            f"There is no travel time, but {miles:g} miles a visit are paid.",
            "Miles take time, and travel between visits is working time that must be paid: "
            "National Minimum Wage Regulations 2015, regulation 34.",
            "Give the minutes of travel,",
        )  # fmt: skip
    if minutes and not miles * rate > 0:
        yield challenge(
            "travel-time-without-mileage", "mileage_rate" if miles else "miles_per_visit",
            f"No mileage is paid, but {minutes:g} minutes of travel are.",
            "Travel costs that careworkers bear themselves count against the minimum wage, and "
            "drive them away; without such costs, someone should say how they travel.",
            "Give the miles and their rate,",
        )  # fmt: skip
    for what, spent, name, paid in (
        ("travel", minutes, "travel_pay_rate", pay.travel_pay_rate),
        (
            "waiting",
            travel.waiting_minutes_per_visit or 0,
            "waiting_pay_rate",
            pay.waiting_pay_rate,
        ),
    ):
        if spent and not paid:
            yield challenge(
                f"{what}-unpaid", name,
                f"It is zero, but there are {spent:g} minutes of {what} a visit.",
                "Time between visits at an employer's disposal is working time: National Minimum "
                "Wage Regulations 2015, regulations 32 and 34.",
                f"Give the pay for an hour of {what},",
            )  # fmt: skip


def _law_not_known(error: StatutoryError) -> Problem:
    return challenge(
        "law-not-known", "price_date",
        f"Pay cannot be tested against the minimum wage: {error.problems[0].what}",
        "Pay below the minimum wage is unlawful, and the price that rests on it is too low.",
        "Give a date that the register covers, or a law file for it (law=...),",
    )  # fmt: skip


def _minimum_wage(book: OpenBook) -> Iterator[Problem]:
    banded = book.assumptions.pay.pay_band_rate is not None
    name = "pay_band_rate" if banded else "contact_pay_rate"
    adults = of_adults(book.minimum_wage_test())
    short = adults[(adults["activity"] == VISIT_MIX) & ~adults["passes"]]
    for row in short.to_dict("records"):
        yield challenge(
            "below-minimum-wage", name,
            f"Pay of {row['pay_band']} comes to GBP {row['pay_rate']:.2f} for each hour that "
            "counts, travel, waiting, training and meetings included: "
            f"GBP {-row['margin']:.2f} below the minimum wage of "
            f"GBP {row['minimum_wage']:.2f} for those of {row['age_group']}.",
            "Pay below the minimum wage is unlawful, and the price that rests on it is too low.",
            f"Pay GBP {row['complying_contact_pay_rate']:.2f} or more for a contact hour, pay more "
            "for travel,",
        )  # fmt: skip


def _stated(assumptions: Assumptions) -> Iterator[Problem]:
    given, fields = assumptions.inputs(), assumptions.fields()
    choices = choices_of(given)
    for word, why in _WORKED_OUT.items():
        if word not in choices.stated:
            continue
        computed = {other: base for other, base in choices.stated.items() if other != word}
        plan = make_plan(
            Choices(computed, choices.return_base, choices.sick_pay_policy, choices.given)
        )
        asked = used_inputs(plan) - given.keys()
        needs = ", ".join(
            field.label
            for name, field in fields.items()
            if name in asked and not field.may_be_blank
        )
        more = f"; that needs: {needs}" if needs else ""
        yield challenge(
            f"stated-{word.replace('_', '-')}", f"stated_{word}_rate",
            f"{100 * given[f'stated_{word}_rate']:.4g} % of {choices.stated[word]} is typed in "
            "place of being worked out.",
            why, f"Take it away with its base, so that it is worked out{more};",
        )  # fmt: skip


def _profit(assumptions: Assumptions) -> Iterator[Problem]:
    given, fields = assumptions.inputs(), assumptions.fields()
    if given["return_rate"] == 0:
        for line in ("central_recharges", "other_overheads"):
            for name in (f"{line}_per_year", f"{line}_per_contact_hour"):
                if given.get(name, 0) > 0:
                    yield challenge(
                        "return-in-a-recharge", name,
                        f"It is GBP {given[name]:,.2f}, while the return on operations is zero.",
                        "A provider without a return cannot stay; one that takes it as a recharge "
                        "or among other overheads does not show it.",
                        "State the return as the return,",
                    )  # fmt: skip
    for name, entry in assumptions.evidence.items():
        found = _PROFIT.search(f"{entry.basis or ''} {entry.document or ''}")
        if found is not None and fields[name].section in _COST_SECTIONS:
            yield challenge(
                "profit-in-a-cost-line", name, f"Its evidence speaks of {found[0]!r}.",
                "A return that stands in a cost line is hidden, or paid twice.",
                "Move that part to the return,",
            )  # fmt: skip


def _same_figures(assumptions: Assumptions) -> Iterator[Problem]:
    """Find a yearly amount that stands in two business lines, as copied rows do.

    Amounts by the hour are a few pence, which coincide by chance.
    """
    given, fields = assumptions.inputs(), assumptions.fields()
    first_with: dict[float, str] = {}
    for name in (f"{line}_per_year" for line in BUSINESS_LINES):
        amount = given.get(name, 0)
        if amount > 0 and first_with.setdefault(amount, name) != name:
            yield challenge(
                "same-figure-twice", name,
                f"GBP {amount:,.2f} stands in {fields[first_with[amount]].label} as well.",
                "One cost in two lines is paid twice.", "Correct one of them,",
            )  # fmt: skip


def _hours_a_year(assumptions: Assumptions) -> Iterator[Problem]:
    visits, weeks = assumptions.visits, assumptions.time_off.weeks_per_year
    stated = visits.annual_contact_hours
    minutes = float(np.dot(visits.visit_minutes or (), visits.visits_per_week or ()))
    alone = minutes / 60 * weeks
    # where it is not said how many visits are double-handed, all may be
    share = 1.0 if visits.double_handed_share is None else visits.double_handed_share
    most = alone * (1 + share)
    if stated is not None and not alone - _HALF_AN_HOUR <= stated <= most + _HALF_AN_HOUR:
        yield challenge(
            "hours-do-not-fit-the-visits", "annual_contact_hours",
            f"{stated:,.0f} hours are stated; the visits of a week come to {alone:,.0f} in "
            f"{weeks:g} weeks with one careworker each, and to {most:,.0f} with two "
            f"{'each' if share == 1 else f'at {share:.1%} of them'}.",
            "Yearly costs are spread over these hours: too many make the price too low, and too "
            "few make it too high.",
            "Correct the hours or the visits, or leave the hours out, so that they follow,",
        )  # fmt: skip


def _hours_a_week(assumptions: Assumptions, book: OpenBook | None) -> Iterator[Problem]:
    longest = max(assumptions.workforce.worker_weekly_hours or (0,))
    if book is not None:
        yearly = book.value("paid_hours") * book.value("annual_contact_hours")
        weekly = float(yearly) / assumptions.time_off.weeks_per_year
        if longest > weekly:
            yield challenge(
                "hours-beyond-the-visits", "worker_weekly_hours",
                f"A worker has {longest:g} hours a week, but all visits together take "
                f"{weekly:,.1f}.",
                "National Insurance and pension are worked out on each worker's week.",
                "Correct the hours or the visits,",
            )  # fmt: skip
    if longest > WORKING_TIME_LIMIT:
        yield challenge(
            "long-weeks", "worker_weekly_hours", f"A worker has {longest:g} hours a week.",
            f"More than {WORKING_TIME_LIMIT} on average need the worker's written agreement: "
            "Working Time Regulations 1998, regulations 4 and 5.",
            "Correct the hours,",
        )  # fmt: skip
