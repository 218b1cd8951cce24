"""What a year costs, by what each cost follows: the rows that use its visits and hours."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import reduce
from operator import sub
from typing import Any

import numpy as np

from fairprice.calculation.choices import Choices
from fairprice.calculation.follows import GUARANTEE, LABELS, following, steps_of
from fairprice.calculation.idle import IDLE, with_idle
from fairprice.calculation.price import total_of
from fairprice.calculation.step import Step, make_function
from fairprice.money import round_half_up


def year_visits(year_contact_hours: Any, visits_per_contact_hour: Any) -> Any:
    """Visits in the year (visits).

    Careworker visits of the stated mix.

    Notes
    -----
    ``year_contact_hours * visits_per_contact_hour``

    References
    ----------
    Arithmetic of the visit mix.
    """
    return year_contact_hours * visits_per_contact_hour


def year_paid_hours(
    year_visits: Any, year_contact_hours: Any, visit_of_paid_hours: Any, hour_of_paid_hours: Any
) -> Any:
    """Paid hours of rounds in the year (hours).

    Contact, travel and waiting.

    Notes
    -----
    ``year_visits * visit_of_paid_hours + year_contact_hours * hour_of_paid_hours``

    References
    ----------
    Arithmetic of the rows above.
    """
    return year_visits * visit_of_paid_hours + year_contact_hours * hour_of_paid_hours


def year_care_workers(year_paid_hours: Any, paid_hours_per_worker: Any) -> Any:
    """Careworkers needed in the year (care workers).

    As many as the paid hours need.

    Notes
    -----
    ``year_paid_hours / paid_hours_per_worker``

    References
    ----------
    Arithmetic of the rows above.
    """
    return year_paid_hours / paid_hours_per_worker


def hours_and_visits_cost(
    year_visits: Any,
    year_contact_hours: Any,
    visit_of_cost_by_hours_and_visits: Any,
    hour_of_cost_by_hours_and_visits: Any,
) -> Any:
    """Cost that follows hours and visits (GBP per year).

    What the visits and the contact hours of the year cost in themselves.

    Notes
    -----
    ``year_visits * visit_of_cost_by_hours_and_visits
    + year_contact_hours * hour_of_cost_by_hours_and_visits``

    References
    ----------
    Arithmetic of the rows above.
    """
    return (
        year_visits * visit_of_cost_by_hours_and_visits
        + year_contact_hours * hour_of_cost_by_hours_and_visits
    )


def care_workers_cost(year_care_workers: Any, cost_per_care_worker: Any) -> Any:
    """Cost that follows care workers (GBP per year).

    As many times as there are careworkers.

    Notes
    -----
    ``year_care_workers * cost_per_care_worker``

    References
    ----------
    Arithmetic of the rows above.
    """
    return year_care_workers * cost_per_care_worker


def year_cost(fixed_cost_per_year: Any) -> Any:
    """Fixed cost (GBP per year).

    The same at every volume.

    Notes
    -----
    ``fixed_cost_per_year``

    References
    ----------
    Arithmetic of the rows above.
    """
    return fixed_cost_per_year


def guaranteed_pay_cost(idle_guaranteed_hours: Any, idle_hour_cost: Any) -> Any:
    """Pay for guaranteed hours without work (GBP per year).

    With their on-costs.

    Notes
    -----
    ``idle_guaranteed_hours * idle_hour_cost``

    References
    ----------
    Arithmetic of the rows above.
    """
    return idle_guaranteed_hours * idle_hour_cost


def shift_idle_hours(year_shift_hours: Any, year_paid_hours: Any) -> Any:
    """Hours of shifts without work (hours).

    What shifts are longer than the rounds in them.

    Notes
    -----
    ``max(year_shift_hours - year_paid_hours, 0)``

    References
    ----------
    Arithmetic of the rows above.
    """
    return np.maximum(year_shift_hours - year_paid_hours, 0)


def year_idle_hours_in_contact(year_contact_hours: Any, idle_hours_per_contact_hour: Any) -> Any:
    """Idle hours that contact brings (hours).

    Hours of shifts without a visit that an hour of contact already costs.

    Notes
    -----
    ``year_contact_hours * idle_hours_per_contact_hour``

    References
    ----------
    Arithmetic of the rows above.
    """
    return year_contact_hours * idle_hours_per_contact_hour


def shift_idle_hours_beyond_the_book(
    year_shift_hours: Any, year_paid_hours: Any, year_idle_hours_in_contact: Any
) -> Any:
    """Hours of shifts without work (hours).

    What shifts are longer than the rounds in them, beyond the idle hours that an hour of contact
    already costs.

    Notes
    -----
    ``max(year_shift_hours - year_paid_hours - year_idle_hours_in_contact, 0)``

    References
    ----------
    Arithmetic of the rows above.
    """
    return np.maximum(year_shift_hours - year_paid_hours - year_idle_hours_in_contact, 0)


def idle_hours_cost(year_idle_hours: Any, idle_hour_cost: Any) -> Any:
    """Pay for hours without a visit (GBP per year).

    Hours that are paid beside those of rounds, with their on-costs.

    Notes
    -----
    ``year_idle_hours * idle_hour_cost``

    References
    ----------
    Arithmetic of the rows above.
    """
    return year_idle_hours * idle_hour_cost


def _idle_guaranteed_hours(paid: tuple[str, ...]) -> Callable[..., Any]:
    less = " - ".join(("guaranteed_hours", *paid))
    return make_function(
        "idle_guaranteed_hours",
        ("guaranteed_hours", *paid),
        # the rounding removes binary noise: at the stated volume no hour is without work
        lambda *hours: np.maximum(round_half_up(reduce(sub, hours), 6), 0),
        f"""Guaranteed hours without work (hours).

        Hours that are paid although the year does not need them; whoever has no guarantee works
        less first. An hour that is paid as one of a shift or of a round is not paid again.

        Notes
        -----
        ``max(round({less}, 6), 0)``

        References
        ----------
        The party's own contracts of employment.
        """,
    )


def _total(name: str, label: str, rows: tuple[str, ...], meaning: str) -> Callable[..., Any]:
    return total_of(name, label, rows, unit="GBP per year", meaning=meaning)


def _steps(name: str) -> Callable[..., Any]:
    size = f"{name}_step_hours"
    return make_function(
        f"{name}_steps",
        ("year_contact_hours", "weeks_per_year", size),
        steps_of,
        f"""{LABELS[name]}, steps (steps).

        As many as carry the contact hours, the last of them perhaps not in full.

        Notes
        -----
        ``round_up(round(year_contact_hours / weeks_per_year / {size}, 6), 0)``

        References
        ----------
        The party's own statement of what the cost follows.
        """,
    )


def _steps_cost(name: str) -> Callable[..., Any]:
    return make_function(
        f"{name}_steps_cost",
        (f"{name}_steps", f"{name}_cost_of_a_step"),
        lambda steps, cost: steps * cost,
        f"""{LABELS[name]}, in steps (GBP per year).

        As many times as there are steps.

        Notes
        -----
        ``{name}_steps * {name}_cost_of_a_step``

        References
        ----------
        Arithmetic of the rows above.
        """,
    )


#: What may be given of a year beside its visits and contact hours.
GIVEN = ("care_workers", "idle_hours", "shift_hours")


def parts_of_cost(
    choices: Choices, given: Collection[str] = ()
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Name the rows that add up to a year's cost.

    Parameters
    ----------
    choices
        What each cost follows.
    given
        What is given of the year, of ``GIVEN``.

    Returns
    -------
    tuple
        Those in proportion to the visits and contact hours, which so have a meaning for single
        weeks; and those of the year as a whole, for costs and for hours without work.
    """
    moving: list[str] = ["hours_and_visits_cost"]
    whole: list[str] = []
    if following(choices, "care workers"):
        # hours without work that are given of a year are not those of any week
        of_a_year = "care_workers" not in given and {"idle_hours", "shift_hours"} & set(given)
        (whole if of_a_year else moving).append("care_workers_cost")
    whole += ["year_cost"] if following(choices, "year") else []
    whole += [f"{name}_steps_cost" for name in following(choices, "steps")]
    whole += ["guaranteed_pay_cost"] if GUARANTEE in choices.given else []
    whole += ["idle_hours_cost"] if {"idle_hours", "shift_hours"} & set(given) else []
    return tuple(moving), tuple(whole)


def cost_steps(choices: Choices, given: Collection[str] = ()) -> tuple[Step, ...]:
    """List the rows of a year's cost, which use its visits and contact hours.

    Parameters
    ----------
    choices
        What each cost follows.
    given
        What is given of the year, of ``GIVEN``: careworkers, who are otherwise as many as the
        hours need; hours without a visit; or hours of shifts, from which those follow.
    """
    by_workers = bool(following(choices, "care workers"))
    counted = by_workers and "care_workers" not in given
    steps = [Step(year_paid_hours, "volume"), Step(hours_and_visits_cost, "volume")]
    paid = ["year_paid_hours"]
    in_the_book = IDLE in choices.given
    if in_the_book and (counted or "shift_hours" in given or GUARANTEE in choices.given):
        steps.append(Step(year_idle_hours_in_contact, "volume"))
        paid.append("year_idle_hours_in_contact")
    if "shift_hours" in given:
        idle = shift_idle_hours_beyond_the_book if in_the_book else shift_idle_hours
        steps.append(Step(idle, "volume", variant_of="year_idle_hours"))
    moving, whole = parts_of_cost(choices, given)
    if "idle_hours_cost" in whole:
        paid.append("year_idle_hours")
    if counted:
        workers = with_idle(year_care_workers, *paid) if paid[1:] else year_care_workers
        steps.append(Step(workers, "volume", variant_of="year_care_workers"))
    functions: list[Callable[..., Any]] = [care_workers_cost] if by_workers else []
    if following(choices, "year"):
        functions.append(year_cost)
    for name in following(choices, "steps"):
        functions += [_steps(name), _steps_cost(name)]
    steps += [Step(function, "volume") for function in functions]
    if GUARANTEE in choices.given:
        steps.append(Step(_idle_guaranteed_hours(tuple(paid)), "volume"))
        steps.append(Step(guaranteed_pay_cost, "volume"))
    functions = [idle_hours_cost] if "idle_hours_cost" in whole else []
    functions.append(
        _total(
            "year_total_cost", "Cost of the year", (*moving, *whole),
            "What the year costs in all, before any return.",
        )
    )  # fmt: skip
    return (*steps, *(Step(function, "volume") for function in functions))
