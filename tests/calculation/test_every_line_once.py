"""Every line is in the price exactly once, whatever a party states on whichever base.

The steps run on sums of symbols with exact coefficients, so that nothing hides in a line
that happens to be zero, or in rounding: the price is expanded down to its lines, and each
line's coefficient is counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from fairprice.calculation import (
    BUSINESS_LINES,
    PRICE_LINES,
    RETURN_BASES,
    SICK_PAY_POLICIES,
    STATABLE,
    Choices,
    Plan,
    make_plan,
)

BASES = ("attendance pay", "gross pay", "price")
#: The one line of Annex A that is a sum of rows, of which one can be stated.
NONCONTACT = "additional_noncontact_pay_costs"
UNDELIVERED = {
    "idle_hours_per_contact_hour": "idle_pay",
    "short_notice_cancelled_share": "cancelled_visit_pay",
}
ITS_PARTS = ("waiting_pay", "noncontact_pay", *UNDELIVERED.values())
#: What careworkers are paid, as the guidance on gross pay lists it.
PAY = {
    *("direct_care", "travel_time", "training_staff_time", *ITS_PARTS),
    *("holiday", "sickness_maternity_and_paternity_pay", "notice_suspension_pay"),
}


class Symbols:
    """A sum of symbols, each with an exact coefficient."""

    def __init__(self, of: dict[str, Fraction]) -> None:
        self.of = {name: coefficient for name, coefficient in of.items() if coefficient}

    def __add__(self, other: Symbols) -> Symbols:
        names = {**self.of, **other.of}
        return Symbols({n: self.of.get(n, Fraction()) + other.of.get(n, Fraction()) for n in names})

    def __mul__(self, factor: Fraction) -> Symbols:
        return Symbols({name: coefficient * factor for name, coefficient in self.of.items()})

    def __truediv__(self, divisor: Fraction) -> Symbols:
        return self * (1 / divisor)


def total(amounts: Iterable[Symbols]) -> Symbols:
    return sum(amounts, start=Symbols({}))


def expanded(plan: Plan, solved_for: set[str]) -> dict[str, Any]:
    """Run the steps with a symbol for each line but those that rest on a whole to be solved."""
    names = [f"stated_{word}_rate" for word in STATABLE] + ["return_rate"]
    values: dict[str, Any] = {name: Fraction(1, 20 + n) for n, name in enumerate(names)}
    for step in plan.steps:
        line = step.name in {*PRICE_LINES, *ITS_PARTS} and step.name != NONCONTACT
        if line and not solved_for & set(step.parameters):
            values[step.name] = Symbols({step.name: Fraction(1)})
        elif set(step.parameters) <= set(values):
            values[step.name] = step.function(*[values[p] for p in step.parameters])
    return values


GIVEN = ("contact_pay_rate", *UNDELIVERED, *(f"{line}_per_contact_hour" for line in BUSINESS_LINES))
every_choice = st.builds(
    Choices,
    st.dictionaries(st.sampled_from(sorted(STATABLE)), st.sampled_from(BASES)),
    st.sampled_from(sorted(RETURN_BASES)),
    st.sampled_from(SICK_PAY_POLICIES),
    st.frozensets(st.sampled_from(GIVEN)),
)


@given(every_choice)
@example(Choices())
@example(Choices(dict.fromkeys(STATABLE, "price"), "cost"))
@example(Choices(dict.fromkeys(STATABLE, "price"), "price"))
@example(Choices(dict.fromkeys(STATABLE, "gross pay"), "gross pay"))
def test_every_line_is_in_the_price_exactly_once(choices: Choices) -> None:
    plan = make_plan(choices)
    values = expanded(plan, {"price", "total_cost"})
    reported = [row for row in PRICE_LINES if row in plan]
    assert values["price"].of == total(values[row] for row in reported).of

    on_price = {
        STATABLE[word]: values[f"stated_{word}_rate"]
        for word, base in choices.stated.items()
        if base == "price"
    }
    if choices.return_base == "price":
        on_price["return_on_operations"] = values["return_rate"]
    share = sum(on_price.values(), start=Fraction())
    with_return = 1 + values["return_rate"] * (choices.return_base == "cost")
    factor = with_return / (1 - share * with_return)
    parts = [row for row in ITS_PARTS if row in plan]
    lines = {*reported, *parts} - {NONCONTACT} - set(on_price)
    if choices.return_base == "cost":
        lines.remove("return_on_operations")
    assert values["price"].of == dict.fromkeys(lines, factor)


@given(every_choice)
def test_every_kind_of_pay_is_in_gross_pay_exactly_once(choices: Choices) -> None:
    """Except what is stated on the price, which is no pay that contributions are due on."""
    plan = make_plan(choices)
    if "gross_pay" not in plan:
        return
    values = expanded(plan, {"gross_pay", "price"})
    on_price = {STATABLE[word] for word, base in choices.stated.items() if base == "price"}
    pay = {row for row in PAY if row in plan}
    assert values["gross_pay"].of == total(values[row] for row in pay - on_price).of
    on_gross_pay = {
        STATABLE[word]: values[f"stated_{word}_rate"]
        for word, base in choices.stated.items()
        if base == "gross pay" and STATABLE[word] in PAY
    }
    factor = 1 / (1 - sum(on_gross_pay.values(), start=Fraction()))
    assert values["gross_pay"].of == dict.fromkeys(pay - on_price - set(on_gross_pay), factor)
