"""What must hold between inputs: each check looks at all of them and names every problem."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from fairprice.assumptions.check_texts import TEXTS
from fairprice.assumptions.sections import INPUTS
from fairprice.calculation import (
    BASES,
    FOLLOWING,
    FOLLOWS,
    SICK_PAY_POLICIES,
    STATABLE,
    Choices,
    Plan,
    make_plan,
)
from fairprice.declare.input_field import InputField
from fairprice.digits import added_up
from fairprice.errors import Problem
from fairprice.money import is_whole_pence

_ROUNDING = 1e-6


def _grouped(fact: str) -> tuple[tuple[str, ...], ...]:
    """Group inputs by what they have in common, in their order."""
    groups: dict[str, list[str]] = {}
    for name, field in INPUTS.items():
        if getattr(field, fact):
            groups.setdefault(getattr(field, fact), []).append(name)
    return tuple(map(tuple, groups.values()))


#: The columns of each small table that inputs make up.
TABLES = _grouped("table")
#: Shares of one whole that cannot exceed it together.
SHARES_OF_ONE = _grouped("at_most_one_with")
#: Inputs that stand in for the step of their own name.
REPLACES = tuple(name for name, field in INPUTS.items() if field.replaces == name)
#: Inputs that bring a step which there is not without them.
BRINGING = tuple(name for name, field in INPUTS.items() if field.brings)
#: What a cost follows that does not say so.
FALLS = next(iter(FOLLOWS))
#: The number that an input counts as when it is left out.
LEFT_OUT = {n: field.left_out for n, field in INPUTS.items() if field.left_out is not None}


def choices_of(given: Mapping[str, Any]) -> Choices:
    """Read from the inputs what is stated rather than computed.

    Parameters
    ----------
    given
        Inputs by name; those left out are absent.
    """
    stated = {
        word: given[f"stated_{word}_base"]
        for word in STATABLE
        if given.get(f"stated_{word}_base") in BASES
    }
    return Choices(
        stated=stated,
        return_base=given.get("return_base", "cost"),
        sick_pay_policy=given.get("sick_pay_policy", SICK_PAY_POLICIES[0]),
        given=frozenset(name for name in (*REPLACES, *BRINGING) if name in given),
        follows={
            name: what
            for name in FOLLOWING
            if (what := given.get(f"{name}_follows", FALLS)) in FOLLOWS and what != FALLS
        },
    )


def decides_the_plan(names: Iterable[str]) -> bool:
    """Tell whether inputs decide which others are needed."""
    return any(name in INPUTS and INPUTS[name].decides_the_plan for name in names)


def used_inputs(plan: Plan) -> set[str]:
    """Name every input that a calculation uses: its own, and those that go with them.

    Parameters
    ----------
    plan
        The calculation.
    """
    whole = {*plan.inputs, *(step.name for step in plan.steps)}
    return {*plan.inputs, *(n for n, field in INPUTS.items() if field.goes_with in whole)}


def cross_checks(given: Mapping[str, Any], *, uncertain: bool = False) -> Iterator[Problem]:
    """Check inputs against each other.

    Parameters
    ----------
    given
        Inputs by name that are valid in themselves.
    uncertain
        Whether an input that decides what is needed is wrong in itself; what is missing is
        then not known.

    Yields
    ------
    Problem
        Everything that does not fit together.
    """
    yield from _tables(given)
    alternatives = list(_alternatives(given))
    yield from alternatives
    yield from _totals(given)
    if not uncertain and not alternatives:
        yield from _completeness(given)


def where_of(field: InputField) -> str:
    """Return the path of an input."""
    return f"{field.section}.{field.name}"


def _tables(given: Mapping[str, Any]) -> Iterator[Problem]:
    for columns in TABLES:
        lengths = {name: len(given[name]) for name in columns if name in given}
        if len(set(lengths.values())) > 1:
            listed = ", ".join(f"{name} has {length}" for name, length in lengths.items())
            yield TEXTS("unequal-lengths", where_of(INPUTS[next(iter(lengths))]), listed=listed)
    for name, field in INPUTS.items():
        if field.adds_up_to is not None and name in given:
            total = added_up(given[name])
            if abs(total - field.adds_up_to) > _ROUNDING:
                yield TEXTS("shares-do-not-add-up", where_of(field), total=total)
    multiple = given.get("price_multiple")
    if multiple is not None and not is_whole_pence(multiple):
        yield TEXTS("not-whole-pence", where_of(INPUTS["price_multiple"]), value=multiple)
    priced = [f"{minutes:g}" for minutes in given.get("fee_visit_minutes", ())]
    if len(set(priced)) < len(priced):
        yield TEXTS("given-twice, length", where_of(INPUTS["fee_visit_minutes"]))
    if "visits_per_week" in given and added_up(given["visits_per_week"]) <= 0:
        yield TEXTS("no-visits", where_of(INPUTS["visits_per_week"]))


def _alternatives(given: Mapping[str, Any]) -> Iterator[Problem]:
    for name, field in INPUTS.items():
        other = INPUTS.get(field.instead_of)
        if other is not None and field.kind == other.kind and {name, other.name} <= given.keys():
            first, second = sorted((name, other.name), key=list(INPUTS).index)
            yield TEXTS("given-twice", where_of(INPUTS[first]), other=second)
    for word in STATABLE:
        rate, base = f"stated_{word}_rate", f"stated_{word}_base"
        if (rate in given) != (base in given):
            absent = base if rate in given else rate
            yield TEXTS("half-stated", where_of(INPUTS[absent]), rate=rate, base=base)
    follows = f"{STATABLE['overheads']}_follows"
    if "stated_overheads_base" in given and given.get(follows) == "visits":
        yield TEXTS("cannot-follow", where_of(INPUTS[follows]))


def _totals(given: Mapping[str, Any]) -> Iterator[Problem]:
    for names in SHARES_OF_ONE:
        together = added_up(given.get(name, 0) for name in names)
        if together > 1 + _ROUNDING:
            yield TEXTS(
                "shares-do-not-add-up, together", where_of(INPUTS[names[0]]), total=together
            )
    yield from _shares_of_a_base(given)
    sick_weeks = given.get("sickness_days_per_year", 0) / given.get("working_days_per_week", 5)
    off = given.get("holiday_weeks", 0) + sick_weeks
    if off >= given.get("weeks_per_year", 52) / 2 and "holiday_weeks" in given:
        yield TEXTS("hardly-at-work", where_of(INPUTS["holiday_weeks"]), weeks=off)


def _shares_of_a_base(given: Mapping[str, Any]) -> Iterator[Problem]:
    return_rate, return_base = given.get("return_rate", 0), given.get("return_base")
    for base in ("gross pay", "price"):
        total = added_up(
            given.get(f"stated_{word}_rate", 0)
            for word in STATABLE
            if given.get(f"stated_{word}_base") == base
        )
        if base == "price" and return_base == "price":
            total += return_rate
        if base == "price" and return_base == "cost":
            total *= 1 + return_rate
        if total >= 1:
            yield TEXTS("no-price-covers-it", "stated_rates", base=base, total=total)


def _completeness(given: Mapping[str, Any]) -> Iterator[Problem]:
    """Ask the calculation itself which inputs it needs, and which it has no use for."""
    plan = make_plan(choices_of(given))
    used = used_inputs(plan)
    user_of = {p: step for step in reversed(plan.steps) for p in step.parameters}
    for name, field in INPUTS.items():
        if name in used and name not in given and not field.may_be_blank:
            use = f" for {user_of[name].label}" if name in user_of else ""
            yield TEXTS(
                "missing", where_of(field), use=use, about=field.about,
                how=_how_to_give(field),
            )  # fmt: skip
    for name in given:
        field_given = INPUTS.get(name)
        if field_given is None or name in used or field_given.default is not None:
            continue
        if field_given.in_the_price and field_given.held_against not in given:
            yield TEXTS("not-used", where_of(field_given))


def _how_to_give(field: InputField) -> str:
    columns = [n for n, other in INPUTS.items() if field.table and other.table == field.table]
    instead = [n for n, other in INPUTS.items() if other.instead_of in (field.name, *columns)]
    if columns and instead:
        return f"Give {instead[0]}, or {', '.join(columns[:-1])} and {columns[-1]}."
    if instead and field.may_be_zero:
        return f"Give it, or {instead[0]}; zero if none."
    return "Give it; zero where there is none." if field.may_be_zero else "Give it."
