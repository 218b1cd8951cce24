"""What must hold between inputs: each check looks at all of them and names every problem."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from fairprice.assumptions.fields import InputField
from fairprice.calculation import (
    BASES,
    BUSINESS_LINES,
    SICK_PAY_POLICIES,
    STATABLE,
    Choices,
    Plan,
    make_plan,
)
from fairprice.errors import Problem

#: Columns that belong to one small table, one entry a band.
TABLES = (
    ("pay_band_role", "pay_band_rate", "pay_band_share"),
    ("visit_minutes", "visits_per_week"),
    ("worker_weekly_hours", "worker_share"),
)
#: Inputs that no cost line uses: they name things or compare prices.
DESCRIPTIVE = {
    "provider_name",
    "price_date",
    "nation",
    "currency",
    "weeks_per_year",
    "fee_visit_minutes",
    "flat_hourly_fee",
    "price_multiple",
    *(f"stated_{word}_base" for word in STATABLE),
}
#: Inputs that stand in for a computed step.
REPLACES = (
    "contact_pay_rate",
    "annual_contact_hours",
    *(f"{line}_per_contact_hour" for line in BUSINESS_LINES),
)
#: Inputs that the calculation uses and that may be left out.
OPTIONAL = {"pay_band_role", *(f"{line}_visit_share" for line in BUSINESS_LINES)}
#: Shares of contact hours of which an hour can be in one only.
UNSOCIAL_SHARES = ("evening_share", "weekend_share", "bank_holiday_share")
_ROUNDING = 1e-6


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
        if f"stated_{word}_base" in given or f"stated_{word}_rate" in given
        if given.get(f"stated_{word}_base") in BASES
    }
    return Choices(
        stated=stated,
        return_base=given.get("return_base", "cost"),
        sick_pay_policy=given.get("sick_pay_policy", SICK_PAY_POLICIES[0]),
        given=frozenset(name for name in REPLACES if name in given),
    )


def decides_the_plan(names: Iterable[str]) -> bool:
    """Tell whether inputs decide which others are needed."""
    return any(name in REPLACES or name.startswith("stated_") for name in names)


def cross_checks(
    given: Mapping[str, Any], fields: Mapping[str, InputField], *, uncertain: bool = False
) -> Iterator[Problem]:
    """Check inputs against each other.

    Parameters
    ----------
    given
        Inputs by name that are valid in themselves.
    fields
        Every declared input.
    uncertain
        Whether an input that decides what is needed is wrong in itself; what is missing is
        then not known.

    Yields
    ------
    Problem
        Everything that does not fit together.
    """
    yield from _tables(given, fields)
    alternatives = list(_alternatives(given, fields))
    yield from alternatives
    yield from _totals(given, fields)
    if not uncertain and not alternatives:
        yield from _completeness(given, fields)


def _where(name: str, fields: Mapping[str, InputField]) -> str:
    return f"{fields[name].section}.{name}"


def _tables(given: Mapping[str, Any], fields: Mapping[str, InputField]) -> Iterator[Problem]:
    for columns in TABLES:
        lengths = {name: len(given[name]) for name in columns if name in given}
        if len(set(lengths.values())) > 1:
            listed = ", ".join(f"{name} has {length}" for name, length in lengths.items())
            yield Problem(
                "unequal-lengths", _where(next(iter(lengths)), fields), f"{listed} entries.",
                "The columns of one table describe the same bands.",
                "Give one entry for each band in every column.",
            )  # fmt: skip
    for name in ("pay_band_share", "worker_share"):
        total = sum(given.get(name, (1.0,)))
        if abs(total - 1) > _ROUNDING:
            yield Problem(
                "shares-do-not-add-up", _where(name, fields), f"The shares add up to {total:g}.",
                "Every hour and every worker belongs to exactly one band.",
                "Correct them so that they add up to 1.",
            )  # fmt: skip
    pence = 100 * given.get("price_multiple", 1.0)
    if abs(pence - round(pence)) > _ROUNDING or round(pence) < 1:
        yield Problem(
            "not-whole-pence", _where("price_multiple", fields),
            f"{given['price_multiple']:g} is not a whole number of pence.",
            "Rounded to the penny, a price point could fall below the price.",
            "Give whole pence in GBP, such as 0.04.",
        )  # fmt: skip
    priced = [f"{minutes:g}" for minutes in given.get("fee_visit_minutes", ())]
    if len(set(priced)) < len(priced):
        yield Problem(
            "given-twice", _where("fee_visit_minutes", fields), "A length stands there twice.",
            "Each length is a column of the fee workbook.", "Keep one of each.",
        )  # fmt: skip
    if "visits_per_week" in given and sum(given["visits_per_week"]) <= 0:
        yield Problem(
            "no-visits", _where("visits_per_week", fields), "There are no visits.",
            "A price per contact hour needs contact hours.", "Give the visits of a normal week.",
        )  # fmt: skip


def _alternatives(given: Mapping[str, Any], fields: Mapping[str, InputField]) -> Iterator[Problem]:
    pairs = [("contact_pay_rate", "pay_band_rate")]
    pairs += [(f"{line}_per_year", f"{line}_per_contact_hour") for line in BUSINESS_LINES]
    for first, second in pairs:
        if first in given and second in given:
            yield Problem(
                "given-twice", _where(first, fields), f"{second} is given as well.",
                "Two figures for one cost hide which was used.", "Keep one of them.",
            )  # fmt: skip
    for word in STATABLE:
        rate, base = f"stated_{word}_rate", f"stated_{word}_base"
        if (rate in given) != (base in given):
            absent = base if rate in given else rate
            yield Problem(
                "half-stated", _where(absent, fields), "is missing.",
                "A stated rate means nothing without its base.",
                f"Give both {rate} and {base}, or neither.",
            )  # fmt: skip


def _totals(given: Mapping[str, Any], fields: Mapping[str, InputField]) -> Iterator[Problem]:
    unsocial = [given.get(name, 0) for name in UNSOCIAL_SHARES]
    if sum(unsocial) > 1 + _ROUNDING:
        yield Problem(
            "shares-do-not-add-up", _where("evening_share", fields),
            f"Evening, weekend and bank-holiday shares add up to {sum(unsocial):g}.",
            "An hour is paid one premium; together they cannot exceed all contact hours.",
            "Reduce them to 1 or less.",
        )  # fmt: skip
    return_rate = given.get("return_rate", 0)
    for base in ("gross pay", "price"):
        shares = [
            given.get(f"stated_{word}_rate", 0)
            for word in STATABLE
            if given.get(f"stated_{word}_base") == base
        ]
        total = sum(shares)
        if base == "price" and given.get("return_base") == "price":
            total += return_rate
        if base == "price" and given.get("return_base") == "cost":
            total *= 1 + return_rate
        if total >= 1:
            yield Problem(
                "no-price-covers-it", "stated_rates",
                f"The rates stated on {base} take up {total:.0%} of it.",
                "Nothing is left for the other costs, so no price covers them.",
                f"Bring the rates on {base} below 100 % together.",
            )  # fmt: skip
    sick_weeks = given.get("sickness_days_per_year", 0) / given.get("working_days_per_week", 5)
    off = given.get("holiday_weeks", 0) + sick_weeks
    if off >= given.get("weeks_per_year", 52) / 2 and "holiday_weeks" in given:
        yield Problem(
            "hardly-at-work", _where("holiday_weeks", fields),
            f"Holiday and sickness take {off:.1f} weeks of the year.",
            "Costs of time off are spread over the weeks at work.",
            "Check holiday_weeks, sickness_days_per_year and working_days_per_week.",
        )  # fmt: skip


def used_inputs(plan: Plan) -> set[str]:
    """Name every input that a calculation uses: its own, and those that describe them.

    Parameters
    ----------
    plan
        The calculation.
    """
    beside = {"pay_band_rate": "pay_band_role", "parental_pay_share": "sick_pay_policy"}
    described = {also for name, also in beside.items() if name in plan.inputs}
    return {*plan.inputs, *described, "return_base"}


def _completeness(given: Mapping[str, Any], fields: Mapping[str, InputField]) -> Iterator[Problem]:
    """Ask the calculation itself which inputs it needs, and which it has no use for."""
    plan = make_plan(choices_of(given))
    needed = used_inputs(plan)
    user_of = {p: step for step in reversed(plan.steps) for p in step.parameters}
    for name in fields:
        if name in given or name in OPTIONAL or name not in needed:
            continue
        field = fields[name]
        use = f" for {user_of[name].label}" if name in user_of else ""
        yield Problem(
            "missing", _where(name, fields), f"is missing; it is needed{use}.",
            f"{field.label} ({field.unit}): {field.description}", _how_to_give(field),
        )  # fmt: skip
    for name in given:
        if name in fields and name not in needed and name not in DESCRIPTIVE:
            yield Problem(
                "not-used", _where(name, fields), "is given, but nothing uses it.",
                "A reader would believe that it counts; something stated stands in its place.",
                "Remove it, or remove what is stated instead.",
            )  # fmt: skip


def _how_to_give(field: InputField) -> str:
    name = field.name
    if name in ("pay_band_rate", "pay_band_share"):
        return "Give contact_pay_rate, or pay_band_role, pay_band_rate and pay_band_share."
    if name.endswith("_per_year") and name.removesuffix("_per_year") in BUSINESS_LINES:
        return f"Give it, or {name.removesuffix('_per_year')}_per_contact_hour; zero if none."
    return "Give it; zero where there is none." if field.may_be_zero else "Give it."
