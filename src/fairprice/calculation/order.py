"""The steps of the calculation in the order an accountant reads them.

Each step is a plain function; where a party states a rate instead, the stated variant
stands in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import Any

from fairprice.calculation import (
    activity,
    contributions,
    minimum_wage,
    other_costs,
    pay,
    price,
    time_off,
)
from fairprice.calculation.choices import (
    BASES,
    FOLLOWS,
    RETURN_BASES,
    STATABLE,
    SUBTOTALS,
    Choices,
)
from fairprice.calculation.follows import follow_steps
from fairprice.calculation.idle import IDLE, staffed
from fairprice.calculation.step import Kind, Step

#: Pay for time at work and for time off: together gross pay, on which contributions are due.
_AT_WORK = ("attendance_pay", "training_staff_time", "noncontact_pay")
_OFF_WORK = ("holiday", "sickness_maternity_and_paternity_pay", "notice_suspension_pay")

#: The one line that is itself a sum of rows, and what it always adds up.
_NONCONTACT, _ITS_PARTS = "additional_noncontact_pay_costs", ("waiting_pay", "noncontact_pay")
#: Pay that is due and delivers nothing, by the input that brings it.
_UNDELIVERED = {
    IDLE: "idle_pay",
    "short_notice_cancelled_share": "cancelled_visit_pay",
}


def _steps(kind: Kind, *functions: Callable[..., Any]) -> list[Step]:
    return [Step(function, kind) for function in functions]


_SICKNESS_RATES: dict[str, Callable[..., Any]] = {
    "statutory": time_off.statutory_sickness_rate,
    "contractual": time_off.contractual_sickness_rate,
}


def _lowest_contact_pay_rate(choices: Choices) -> Step:
    if "contact_pay_rate" not in choices.given:
        return Step(pay.lowest_contact_pay_rate, "rate")
    return Step(pay.only_contact_pay_rate, "rate", variant_of="lowest_contact_pay_rate")


def _holiday_rate(choices: Choices) -> Step:
    if {"sickness", "training", "noncontact"} <= choices.stated.keys():
        return Step(time_off.holiday_rate_without_sickness, "rate", variant_of="holiday_rate")
    return Step(time_off.holiday_rate, "rate")


def _as_stated(step: Step, choices: Choices) -> Step:
    """Swap in the stated variant of a line that the party states as a rate."""
    for word, base in choices.stated.items():
        if STATABLE[word] == step.name:
            rate = f"stated_{word}_rate"
            return Step(price.stated_on(step.name, step.label, BASES[base], rate), "line")
    return step


def _per_contact_hour(name: str, label: str, choices: Choices) -> Step:
    if f"{name}_per_leaver" in choices.given:
        by_leavers = other_costs.recruitment_by_leavers
        return Step(by_leavers, "rate", variant_of=f"{name}_per_contact_hour")
    return Step(other_costs.per_contact_hour(name, label), "rate")


def _undelivered(choices: Choices) -> tuple[str, ...]:
    return tuple(row for name, row in _UNDELIVERED.items() if name in choices.given)


def _noncontact(choices: Choices) -> Callable[..., Any]:
    undelivered = _undelivered(choices)
    meaning = "Waiting, supervision and meetings"
    return price.total_of(
        _NONCONTACT,
        "Additional noncontact pay costs",
        (*_ITS_PARTS, *undelivered),
        meaning=meaning + (", and pay for what is not delivered." if undelivered else "."),
    )


def _on(base: str, choices: Choices) -> dict[str, str]:
    """Lines stated on a base, with the input that holds each rate."""
    return {
        STATABLE[word]: f"stated_{word}_rate"
        for word, stated_base in choices.stated.items()
        if stated_base == base
    }


def _absent(choices: Choices) -> set[str]:
    """Lines that a stated overhead rate replaces."""
    if "overheads" not in choices.stated:
        return set()
    return set(other_costs.BUSINESS_LABELS) - {STATABLE["overheads"]}


def _worked_pay(choices: Choices) -> Callable[..., Any]:
    elsewhere = _on("gross pay", choices) | _on("price", choices)
    return price.total_of(
        "worked_pay",
        "Worked pay",
        tuple(row for row in (*_AT_WORK, *_undelivered(choices)) if row not in elsewhere),
        meaning="Pay for all time at work. A line stated on gross pay or price stays out of it.",
    )


def _gross_pay(choices: Choices) -> list[Step]:
    of_pay = (*_AT_WORK, *_OFF_WORK)
    stated = {row: rate for row, rate in _on("gross pay", choices).items() if row in of_pay}
    elsewhere = stated | _on("price", choices)
    rows = ("worked_pay", *(row for row in _OFF_WORK if row not in elsewhere))
    meaning = "Everything a careworker is paid, before the employer's contributions."
    if not stated:
        return _steps("line", price.total_of("gross_pay", "Gross pay", rows, meaning=meaning))
    share = price.total_of(
        "share_of_gross_pay",
        "Lines stated on gross pay",
        tuple(stated.values()),
        unit="share of gross pay",
        meaning="The stated rates whose lines are themselves part of gross pay.",
    )
    part = price.total_of(
        "pay_not_on_gross_pay", "Gross pay before the lines stated on it", rows, meaning=meaning
    )
    whole = price.grossed_up("gross_pay", "Gross pay", part.__name__, share.__name__, meaning)
    return [*_steps("rate", share), *_steps("line", part, whole)]


def _price(choices: Choices) -> list[Step]:
    absent = _absent(choices)
    return_base = RETURN_BASES[choices.return_base]
    subtotals = [
        price.total_of(
            name,
            label,
            tuple(row for row in SUBTOTALS[name] if row not in absent),
            meaning="Subtotal of Annex A.",
        )
        for name, label in (
            ("total_careworker_costs", "Total careworker costs"),
            ("total_business_costs", "Total business costs"),
        )
    ]
    return_line = price.stated_on(
        "return_on_operations", "Total return on operations", return_base, "return_rate"
    )
    return [
        *_steps("line", *subtotals, price.total_cost, return_line),
        *_total(choices, absent, return_base),
    ]


def _without(
    elsewhere: Container[str], rows: Iterable[str], sums: Mapping[str, tuple[str, ...]]
) -> Iterator[str]:
    """Yield rows that are not elsewhere, taking a sum apart only where a part of it is."""
    for row in rows:
        parts = sums.get(row, ())
        kept = tuple(_without(elsewhere, parts, sums))
        if row not in elsewhere:
            yield from (row,) if kept == parts else kept


def _total(choices: Choices, absent: set[str], return_base: str) -> list[Step]:
    """Reach the price: as a sum, or solved when some of it is a stated share of it."""
    stated = _on("price", choices)
    shares = (*stated.values(), *(["return_rate"] if return_base == "price" else []))
    if not shares:
        return _steps("line", price.price)
    elsewhere = {*stated, *absent}
    if return_base in ("price", "total_cost"):
        elsewhere.add("return_on_operations")
    sums = SUBTOTALS | {_NONCONTACT: (*_ITS_PARTS, *_undelivered(choices))}
    share = price.total_of(
        "share_of_price",
        "Lines stated on the price",
        shares,
        unit="share of price",
        meaning="The stated rates whose lines are themselves part of the price.",
    )
    part = price.total_of(
        "costs_not_on_price",
        "Costs not stated on the price",
        tuple(_without(elsewhere, SUBTOTALS["price"], sums)),
        meaning="Every amount that does not depend on the price.",
    )
    if return_base == "total_cost":
        whole = Step(price.price_with_return_on_cost, "line", variant_of="price")
    else:
        meaning = "The price that covers every cost and the return on operations."
        whole = Step(
            price.grossed_up("price", "TOTAL", part.__name__, share.__name__, meaning), "line"
        )
    return [*_steps("rate", share), *_steps("line", part), whole]


def reading_order(choices: Choices) -> list[Step]:
    """List the steps of a calculation in reading order.

    A line stated on gross pay or on the price is listed in its usual place although it
    follows from a row below; the plan moves it behind what it uses.
    """
    extra_hours = tuple(
        hours
        for word, hours in (("training", "training_hours"), ("noncontact", "noncontact_hours"))
        if word not in choices.stated
    ) + (("idle_hours",) if IDLE in choices.given else ())
    business = other_costs.BUSINESS_LABELS.items()
    steps = [
        *_steps(
            "rate",
            activity.average_visit_hours,
            activity.visits_per_contact_hour,
            activity.carers_per_visit,
            activity.annual_contact_hours,
            pay.contact_pay_rate,
            pay.unsocial_hours_factor,
        ),
        _lowest_contact_pay_rate(choices),
        *_steps(
            "line",
            activity.travel_hours,
            activity.waiting_hours,
            activity.paid_hours,
            activity.visit_hours,
            activity.worker_hours,
            pay.direct_care,
            pay.travel_time,
            pay.waiting_pay,
            pay.attendance_pay,
        ),
        *_steps(
            "rate",
            pay.average_weekly_hours,
            pay.worked_weeks,
            pay.paid_hours_per_worker,
            pay.training_hours_per_worker,
        ),
        *_steps(
            "line",
            pay.idle_hours,
        ),
        staffed(pay.training_hours, "line", choices, "paid_hours", "idle_hours"),
        *_steps("line", pay.training_staff_time),
        staffed(pay.noncontact_hours, "line", choices, "paid_hours", "idle_hours"),
        *_steps(
            "line",
            pay.noncontact_pay,
            pay.idle_pay,
            pay.cancelled_visit_pay,
            _noncontact(choices),
        ),
        Step(_worked_pay(choices), "line"),
        *_steps("rate", pay.average_hourly_earnings),
        _holiday_rate(choices),
        *_steps("line", time_off.holiday),
        *_steps("worker", contributions.worker_weekly_pay),
        *_steps("rate", contributions.average_weekly_pay, time_off.paid_sickness_days),
        *_steps("worker", time_off.worker_weekly_sick_pay),
        Step(_SICKNESS_RATES[choices.sick_pay_policy], "rate", variant_of="sickness_rate"),
        *_steps(
            "line", time_off.sickness_maternity_and_paternity_pay, time_off.notice_suspension_pay
        ),
        *_gross_pay(choices),
        *_steps("rate", contributions.careworker_pay_bill),
        *_steps(
            "worker",
            contributions.worker_national_insurance,
            contributions.worker_national_insurance_under_21,
        ),
        *_steps(
            "rate",
            contributions.national_insurance_rate_before_allowance,
            contributions.employment_allowance_rate,
            contributions.national_insurance_rate,
            contributions.apprenticeship_levy_share,
        ),
        *_steps("line", contributions.national_insurance),
        *_steps("worker", contributions.worker_pension),
        *_steps("rate", contributions.pension_rate),
        *_steps("line", contributions.pension, other_costs.mileage, other_costs.ppe),
        staffed(
            other_costs.leavers_per_contact_hour,
            "rate",
            choices,
            "average_of_paid_hours",
            "average_of_idle_hours",
        ),
        *(_per_contact_hour(name, label, choices) for name, label in business),
        *_steps(
            "line",
            *(
                other_costs.business_line(
                    name, label, FOLLOWS[choices.follows.get(name, "contact hours")]
                )
                for name, label in business
            ),
        ),
        *_price(choices),
        *follow_steps(choices),
        *_steps(
            "line",
            minimum_wage.counting_hours(extra_hours),
            minimum_wage.counting_pay(extra_hours),
            minimum_wage.counting_pay_rate,
        ),
    ]
    left_out = choices.given | _absent(choices)
    return [_as_stated(step, choices) for step in steps if step.name not in left_out]
