"""What each cost follows when a year has more or less of it: hours, visits, careworkers, the year.

The price of a visit spreads every cost over what is done at the stated volume. These rows
part the same cost by what moves it, so that another volume can be costed: see ``volume``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fairprice.calculation.choices import FOLLOWS, STATABLE, Choices
from fairprice.calculation.idle import IDLE, staffed
from fairprice.calculation.other_costs import BUSINESS_LABELS
from fairprice.calculation.price import total_of
from fairprice.calculation.step import AVERAGE, Step, make_function
from fairprice.calculation.supervision import SUPERVISION_ON, supervision_cost
from fairprice.money import round_half_up, round_up_whole

#: The line that overheads stated as a rate are reported in.
OVERHEADS = STATABLE["overheads"]
#: The input that brings hours which are paid whether or not they are needed.
GUARANTEE = "guaranteed_hours_share"
LABELS = {**BUSINESS_LABELS, "supervision": "Supervision and meetings"}
_IN_WORDS = {"care workers": "care workers", "year": "the year", "steps": "steps"}
_SOURCE = "The party's own statement of what the cost follows."


def on_cost_factor(
    average_of_worked_pay: Any,
    average_of_holiday: Any,
    average_of_sickness_maternity_and_paternity_pay: Any,
    average_of_notice_suspension_pay: Any,
    average_of_national_insurance: Any,
    average_of_pension: Any,
) -> Any:
    """On-cost factor (cost per GBP of worked pay).

    What GBP 1 of pay for time at work costs the employer, with paid time off, National
    Insurance and pension.

    Notes
    -----
    ``(average_of_worked_pay + average_of_holiday
    + average_of_sickness_maternity_and_paternity_pay + average_of_notice_suspension_pay
    + average_of_national_insurance + average_of_pension) / average_of_worked_pay``

    References
    ----------
    Arithmetic of the rows above at the average contact hour.
    """
    return (
        average_of_worked_pay
        + average_of_holiday
        + average_of_sickness_maternity_and_paternity_pay
        + average_of_notice_suspension_pay
        + average_of_national_insurance
        + average_of_pension
    ) / average_of_worked_pay


def idle_hour_cost(contact_pay_rate: Any, on_cost_factor: Any) -> Any:
    """Cost of a paid hour without a visit (GBP per hour).

    An hour that is paid though nobody is seen and nothing is driven, at the contact pay rate
    without premiums, with its on-costs.

    Notes
    -----
    ``contact_pay_rate * on_cost_factor``

    References
    ----------
    National Minimum Wage Regulations 2015, regulation 32: time at an employer's disposal at a
    place of work is working time.
    """
    return contact_pay_rate * on_cost_factor


def guaranteed_hours(
    guaranteed_hours_share: Any, average_of_paid_hours: Any, annual_contact_hours: Any
) -> Any:
    """Guaranteed hours of the year (hours per year).

    Paid hours of rounds, at the stated volume, that are worked on contracts which guarantee
    them.

    Notes
    -----
    ``guaranteed_hours_share * average_of_paid_hours * annual_contact_hours``

    References
    ----------
    The party's own contracts of employment.
    """
    return guaranteed_hours_share * average_of_paid_hours * annual_contact_hours


def guaranteed_hours_with_idle(
    guaranteed_hours_share: Any,
    average_of_paid_hours: Any,
    average_of_idle_hours: Any,
    annual_contact_hours: Any,
) -> Any:
    """Guaranteed hours of the year (hours per year).

    Paid hours of rounds and idle hours of shifts, at the stated volume, that are worked on
    contracts which guarantee them.

    Notes
    -----
    ``guaranteed_hours_share * (average_of_paid_hours + average_of_idle_hours)
    * annual_contact_hours``

    References
    ----------
    The party's own contracts of employment.
    """
    paid = average_of_paid_hours + average_of_idle_hours
    return guaranteed_hours_share * paid * annual_contact_hours


def annual_care_workers(
    average_of_paid_hours: Any, annual_contact_hours: Any, paid_hours_per_worker: Any
) -> Any:
    """Careworkers in the year (care workers).

    As many as the paid hours of the year's contact hours need.

    Notes
    -----
    ``average_of_paid_hours * annual_contact_hours / paid_hours_per_worker``

    References
    ----------
    Arithmetic of the rows above.
    """
    return average_of_paid_hours * annual_contact_hours / paid_hours_per_worker


def cost_per_care_worker(
    average_of_cost_by_care_workers: Any, annual_contact_hours: Any, annual_care_workers: Any
) -> Any:
    """Cost that follows care workers, of each (GBP per care worker and year).

    The year's cost of it over the year's careworkers.

    Notes
    -----
    ``average_of_cost_by_care_workers * annual_contact_hours / annual_care_workers``

    References
    ----------
    Arithmetic of the rows above.
    """
    return average_of_cost_by_care_workers * annual_contact_hours / annual_care_workers


def fixed_cost_per_year(average_of_cost_by_year: Any, annual_contact_hours: Any) -> Any:
    """Fixed cost of the year (GBP per year).

    What the year costs, however many hours it has.

    Notes
    -----
    ``average_of_cost_by_year * annual_contact_hours``

    References
    ----------
    Arithmetic of the rows above.
    """
    return average_of_cost_by_year * annual_contact_hours


def steps_of(contact_hours: Any, weeks: Any, hours_of_a_step: Any) -> Any:
    """Return how many steps carry a year's contact hours, however little the last one does."""
    # the inner rounding removes binary noise: 1,000 hours are two steps of 500, not three
    return round_up_whole(round_half_up(contact_hours / weeks / hours_of_a_step, 6))


def _steps_at_book(name: str) -> Callable[..., Any]:
    size = f"{name}_step_hours"
    return make_function(
        f"{name}_steps_stated",
        ("annual_contact_hours", "weeks_per_year", size),
        steps_of,
        f"""{LABELS[name]}, steps at the stated volume (steps).

        As many as carry the stated contact hours, the last of them perhaps not in full.

        Notes
        -----
        ``round_up(round(annual_contact_hours / weeks_per_year / {size}, 6), 0)``

        References
        ----------
        {_SOURCE}
        """,
    )


def _cost_of_a_step(name: str, part: str) -> Callable[..., Any]:
    average, steps = f"{AVERAGE}{part}", f"{name}_steps_stated"
    return make_function(
        f"{name}_cost_of_a_step",
        (average, "annual_contact_hours", steps),
        lambda average, hours, steps: average * hours / steps,
        f"""{LABELS[name]}, cost of a step (GBP per year).

        The stated cost of the year over its steps.

        Notes
        -----
        ``{average} * annual_contact_hours / {steps}``

        References
        ----------
        {_SOURCE}
        """,
    )


def _aside(name: str, follows: str) -> Callable[..., Any]:
    rate, share, over = f"{name}_per_contact_hour", f"{name}_visit_share", FOLLOWS[follows]
    return make_function(
        f"{name}_aside",
        (over, rate, share),
        lambda hours, rate, visit_share: hours * rate * (1 - visit_share),
        f"""{LABELS[name]}, by {_IN_WORDS[follows]} (GBP).

        The line without the share that depends on visits: it follows {_IN_WORDS[follows]}.

        Notes
        -----
        ``{over} * {rate} * (1 - {share})``

        References
        ----------
        {_SOURCE}
        """,
    )


def part_of(name: str, choices: Choices) -> str:
    """Name the row that holds the part of a cost which follows what it is said to follow."""
    if name == "supervision":
        return "supervision_cost"
    stated = name == OVERHEADS and "overheads" in choices.stated
    return name if stated else f"{name}_aside"


def apart(choices: Choices) -> dict[str, str]:
    """Return what each cost follows that follows neither contact hours nor visits."""
    return {
        name: follows
        for name, follows in choices.follows.items()
        if follows in _IN_WORDS and (name in ("supervision", OVERHEADS) or not _absent(choices))
    }


def _absent(choices: Choices) -> bool:
    return "overheads" in choices.stated


def following(choices: Choices, follows: str) -> list[str]:
    """List the costs that follow one thing, in order."""
    return [name for name, what in apart(choices).items() if what == follows]


def _group(name: str, label: str, rows: list[str], meaning: str) -> list[Step]:
    return [Step(total_of(name, label, tuple(rows), meaning=meaning), "line")] if rows else []


def follow_steps(choices: Choices) -> list[Step]:
    """List the rows that part the cost by what it follows, in reading order.

    Parameters
    ----------
    choices
        What is stated rather than computed, and what each cost follows.
    """
    costs = apart(choices)
    steps = [Step(on_cost_factor, "rate"), Step(idle_hour_cost, "rate")]
    if GUARANTEE in choices.given:
        function = guaranteed_hours_with_idle if IDLE in choices.given else guaranteed_hours
        steps.append(Step(function, "rate", variant_of="guaranteed_hours"))
    if "supervision" in costs:
        function = SUPERVISION_ON.get(choices.stated.get("noncontact", ""), supervision_cost)
        steps.append(Step(function, "line", variant_of="supervision_cost"))
    steps += [
        Step(_aside(name, what), "line")
        for name, what in costs.items()
        if part_of(name, choices) == f"{name}_aside"
    ]
    by_workers = [part_of(name, choices) for name in following(choices, "care workers")]
    by_year = [part_of(name, choices) for name in following(choices, "year")]
    in_steps = following(choices, "steps")
    parts = [part_of(name, choices) for name in in_steps]
    groups = [
        *_group(
            "cost_by_care_workers", "Cost that follows care workers", by_workers,
            "What falls only where there are fewer careworkers.",
        ),
        *_group(
            "cost_by_year", "Cost that follows the year", by_year,
            "What a year costs however much care it holds.",
        ),
        *_group(
            "cost_by_steps", "Cost that follows steps", parts,
            "What comes and goes in whole steps, such as a coordinator or an office.",
        ),
    ]  # fmt: skip
    steps += [*groups, Step(_rest(tuple(step.name for step in groups)), "line")]
    if by_workers:
        paid, idle = "average_of_paid_hours", "average_of_idle_hours"
        steps.append(staffed(annual_care_workers, "rate", choices, paid, idle))
        steps.append(Step(cost_per_care_worker, "rate"))
    if by_year:
        steps.append(Step(fixed_cost_per_year, "rate"))
    for name, part in zip(in_steps, parts, strict=True):
        steps += [Step(_steps_at_book(name), "rate"), Step(_cost_of_a_step(name, part), "rate")]
    return steps


def _rest(groups: tuple[str, ...]) -> Callable[..., Any]:
    def without(total: Any, *others: Any) -> Any:
        for other in others:
            total = total - other
        return total

    return make_function(
        "cost_by_hours_and_visits",
        ("total_cost", *groups),
        without,
        f"""Cost that follows contact hours and visits (GBP).

        What rises and falls with the care that is delivered; whatever does not say what it
        follows is taken to.

        Notes
        -----
        ``{" - ".join(("total_cost", *groups))}``

        References
        ----------
        {_SOURCE}
        """,
    )
