"""What a year costs at a volume of its own, and what a held price then leaves."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import numpy as np

from fairprice.calculation.choices import Choices
from fairprice.calculation.follows import GUARANTEE, IDLE, LABELS, following, steps_of
from fairprice.calculation.price import total_of
from fairprice.calculation.step import Step, make_function
from fairprice.digits import added_up
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


def idle_guaranteed_hours(guaranteed_hours: Any, year_paid_hours: Any) -> Any:
    """Guaranteed hours without work (hours).

    Hours that are paid although the year does not need them; whoever has no guarantee works
    less first.

    Notes
    -----
    ``max(round(guaranteed_hours - year_paid_hours, 6), 0)``

    References
    ----------
    The party's own contracts of employment.
    """
    # the rounding removes binary noise: at the stated volume no hour is without work
    return np.maximum(round_half_up(guaranteed_hours - year_paid_hours, 6), 0)


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


def shift_idle_hours_beyond_the_book(
    year_shift_hours: Any,
    year_paid_hours: Any,
    year_contact_hours: Any,
    idle_hours_per_contact_hour: Any,
) -> Any:
    """Hours of shifts without work (hours).

    What shifts are longer than the rounds in them, beyond the idle hours that an hour of contact
    already costs.

    Notes
    -----
    ``max(year_shift_hours - year_paid_hours - year_contact_hours
    * idle_hours_per_contact_hour, 0)``

    References
    ----------
    Arithmetic of the rows above.
    """
    in_the_hour = year_contact_hours * idle_hours_per_contact_hour
    return np.maximum(year_shift_hours - year_paid_hours - in_the_hour, 0)


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


def unit_cost(year_total_cost: Any, year_contact_hours: Any) -> Any:
    """Unit cost (GBP per contact hour).

    The year's cost over its contact hours, before any return.

    Notes
    -----
    ``year_total_cost / year_contact_hours``

    References
    ----------
    Arithmetic of the rows above.
    """
    return year_total_cost / year_contact_hours


def revenue(year_contact_hours: Any, held_price: Any) -> Any:
    """Revenue at the held price (GBP per year).

    Every contact hour at one price, whatever the volume.

    Notes
    -----
    ``year_contact_hours * held_price``

    References
    ----------
    Arithmetic.
    """
    return year_contact_hours * held_price


def margin(revenue: Any, year_total_cost: Any) -> Any:
    """Margin: what the volume leaves (GBP per year).

    Revenue less cost. The return on operations is what the price plans; the margin is what is
    left of it.

    Notes
    -----
    ``revenue - year_total_cost``

    References
    ----------
    Arithmetic of the rows above.
    """
    return revenue - year_total_cost


def margin_share(margin: Any, revenue: Any) -> Any:
    """Margin, share of revenue (share).

    Below zero, the volume loses money.

    Notes
    -----
    ``margin / revenue``

    References
    ----------
    Arithmetic of the rows above.
    """
    return margin / revenue


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


def _contribution(rows: tuple[str, ...]) -> Callable[..., Any]:
    listed = " + ".join(rows)
    inside = f"({listed})" if len(rows) > 1 else listed
    return make_function(
        "contribution_per_hour",
        ("held_price", "year_contact_hours", *rows),
        lambda price, hours, *costs: price - added_up(costs) / hours,
        f"""Contribution (GBP per contact hour).

        What an hour at the held price leaves towards the costs that it does not bring.

        Notes
        -----
        ``held_price - {inside} / year_contact_hours``

        References
        ----------
        Arithmetic of the rows above.
        """,
    )


def _break_even(rows: tuple[str, ...]) -> Callable[..., Any]:
    listed = " + ".join(rows)
    inside = f"({listed})" if len(rows) > 1 else listed
    return make_function(
        "break_even_hours",
        ("contribution_per_hour", *rows),
        lambda contribution, *costs: np.where(
            contribution > 0, np.divide(added_up(costs), contribution), 0
        ),
        f"""Contact hours to break even (hours per year).

        The contact hours at which contribution pays the fixed cost and the steps of this volume,
        with every guaranteed hour in work; zero where no volume does.

        Notes
        -----
        ``if(contribution_per_hour > 0, {inside} / contribution_per_hour, 0)``

        References
        ----------
        Break-even is fixed cost over contribution.
        """,
    )


def no_break_even(contribution_per_hour: Any) -> Any:
    """Contact hours to break even (hours per year).

    No cost is fixed and none comes in steps, so an hour that leaves something pays for itself.

    Notes
    -----
    ``contribution_per_hour * 0``

    References
    ----------
    Break-even is fixed cost over contribution.
    """
    return contribution_per_hour * 0


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
    moving = ["hours_and_visits_cost"]
    moving += ["care_workers_cost"] if following(choices, "care workers") else []
    whole = ["year_cost"] if following(choices, "year") else []
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
    functions: list[Callable[..., Any]] = [year_paid_hours, hours_and_visits_cost]
    if following(choices, "care workers"):
        functions += [] if "care_workers" in given else [year_care_workers]
        functions.append(care_workers_cost)
    if following(choices, "year"):
        functions.append(year_cost)
    for name in following(choices, "steps"):
        functions += [_steps(name), _steps_cost(name)]
    if GUARANTEE in choices.given:
        functions += [idle_guaranteed_hours, guaranteed_pay_cost]
    steps = [Step(function, "volume") for function in functions]
    if "shift_hours" in given:
        in_the_book = IDLE in choices.given
        idle = shift_idle_hours_beyond_the_book if in_the_book else shift_idle_hours
        steps.append(Step(idle, "volume", variant_of="year_idle_hours"))
    moving, whole = parts_of_cost(choices, given)
    functions = [idle_hours_cost] if "idle_hours_cost" in whole else []
    functions.append(
        _total(
            "year_total_cost", "Cost of the year", (*moving, *whole),
            "What the year costs in all, before any return.",
        )
    )  # fmt: skip
    return (*steps, *(Step(function, "volume") for function in functions))


def volume_steps(choices: Choices) -> tuple[Step, ...]:
    """List the rows that show a year at a volume and a held price, in reading order."""
    moving, whole = parts_of_cost(choices)
    standing = tuple(name for name in whole if name != "guaranteed_pay_cost")
    results: list[Callable[..., Any]] = [unit_cost, revenue, margin, margin_share]
    results.append(_contribution(moving))
    break_even = (
        Step(_break_even(standing), "volume")
        if standing
        else Step(no_break_even, "volume", variant_of="break_even_hours")
    )
    return (
        Step(year_visits, "volume"),
        *cost_steps(choices),
        *(Step(function, "volume") for function in results),
        break_even,
    )
