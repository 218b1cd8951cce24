"""The form's word on each input, held against what really happens when it is left out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from providers import Data, plain_data

from fairprice import Assumptions, AssumptionsError, Problem
from fairprice.assumptions.checks import choices_of, used_inputs
from fairprice.assumptions.sections import INPUTS
from fairprice.calculation import BUSINESS_LINES, FOLLOWING, STATABLE, make_plan
from fairprice.workbook.intake.roles import roles

#: A value for each input that the plain provider does not give.
MORE: Data = {
    "currency": "GBP", "pay_band_role": ["Care worker"], "pay_band_rate": [13.0],
    "pay_band_share": [1.0], "annual_contact_hours": 20_000.0, "fee_visit_minutes": [15.0, 30.0],
    "flat_hourly_fee": 25.0, "price_multiple": 0.04,
}  # fmt: skip
OVERHEADS = "overheads"
#: What is of no use without another input.
BESIDE = {
    "short_notice_cancelled_share": ("short_notice_pay_share",),
    "recruitment_dbs_per_leaver": ("cover_per_leaver",),
}


def value_of(name: str) -> Any:
    """Return a value that an input may have."""
    given = {n: value for part in plain_data().values() for n, value in part.items()}
    field = INPUTS[name]
    if name in given or name in MORE:
        return given.get(name, MORE.get(name))
    return field.options[0] if field.options else 0.01


def provider(stated: tuple[str, ...] = (), **given: Any) -> dict[str, Any]:
    """Return the inputs of a provider that gives all it can, for what it states."""
    chosen = {n: value_of(n) for n in INPUTS if not INPUTS[n].replaces} | given
    for word in stated:
        chosen |= {f"stated_{word}_rate": 0.01, f"stated_{word}_base": "attendance pay"}
    for word in set(STATABLE) - set(stated):
        chosen.pop(f"stated_{word}_base", None)
    used = used_inputs(make_plan(choices_of(chosen)))
    kept = {n: v for n, v in chosen.items() if n in used or not INPUTS[n].in_the_price}
    return kept | {"weeks_per_year": 52.0}


@cache
def providers() -> tuple[dict[str, Any], ...]:
    """Providers that state nothing, each alternative, and all that can be stated."""
    instead = {n: value_of(n) for n, field in INPUTS.items() if field.replaces == n}
    every_line = {f"{line}_per_contact_hour": 0.1 for line in BUSINESS_LINES}
    return (
        provider(),
        provider(**{f"{name}_follows": "steps" for name in FOLLOWING}),
        provider(recruitment_dbs_per_leaver=1.0),
        provider(sick_pay_policy="contractual"),
        *(provider(**{name: value}) for name, value in instead.items()),
        *(provider((word,)) for word in STATABLE),
        provider(**every_line),
        provider(tuple(STATABLE), contact_pay_rate=13.0),
        provider(tuple(word for word in STATABLE if word != OVERHEADS), **every_line),
    )


def asked_for(given: dict[str, Any]) -> set[str]:
    """Name the inputs that are asked for; assumptions that are accepted lack none."""
    data: Data = {}
    for name, value in given.items():
        data.setdefault(INPUTS[name].section, {})[name] = value
    problems: tuple[Problem, ...] = ()
    try:
        Assumptions.model_validate(data)
    except AssumptionsError as error:
        problems = error.problems
    assert {problem.code for problem in problems} <= {"missing", "half-stated"}, problems
    return {problem.where.split(".")[1] for problem in problems}


def left_out(name: str) -> Iterator[tuple[dict[str, Any], set[str]]]:
    """Yield each provider that gives an input, and what it is asked for without it."""
    for given in providers():
        if name in given:
            # without what it follows, a cost has no steps either
            goes = {name, name.replace("_follows", "_step_hours"), *BESIDE.get(name, ())}
            yield given, asked_for({n: v for n, v in given.items() if n not in goes})


def labelled(words: str) -> set[str]:
    """Name the inputs, or the option of one, that a role names by its label."""
    label = {field.label: name for name, field in INPUTS.items()}
    return {label.get(word, word) for word in words.split("; ")}


def gives(given: dict[str, Any], other: str) -> bool:
    """Tell whether a provider gives an input, or has chosen an option such as Policy: full."""
    label, _, option = other.partition(": ")
    [name] = labelled(label)
    return name in given and (not option or given[name] == option)


def test_the_providers_are_sound_and_give_every_input() -> None:
    for given in providers():
        assert asked_for(given) == set()
    assert {name for given in providers() for name in given} == set(INPUTS)


@pytest.mark.parametrize("name", INPUTS)
def test_a_role_says_what_happens_without_the_input(name: str) -> None:
    noun, _, word = roles()[name].partition(", ")
    assert noun == ("Choice" if INPUTS[name].kind in ("choice", "switch") else "Input")
    found = list(left_out(name))
    assert found
    without = [given for given in providers() if name not in given]
    kind, _, others = word.partition(": ")
    if kind == "in place of":
        replaced = labelled(others)
        assert all(asked == replaced for _, asked in found)
        assert any(replaced <= given.keys() for given in without)
        return
    if kind == "filled in" or word == "may be left blank":
        assert not any(asked for _, asked in found)
        return
    assert all(name in asked for _, asked in found)
    if word == "required":
        assert not without
    elif word.startswith("required with "):
        other = word.removeprefix("required with ")
        assert all(gives(given, other) for given, _ in found)
        assert not any(gives(given, other) for given in without)
    elif word == "only if it is stated in place of being worked out":
        assert without
    elif kind.startswith("unless") and others:
        spared = others.split("; ")
        assert not any(gives(given, other) for given, _ in found for other in spared)
        assert all(any(gives(given, other) for given in without) for other in spared)
    else:
        assert word == "unless every line that uses it is stated as a rate"
        stated = [sum(f"stated_{word}_rate" in given for word in STATABLE) for given in without]
        assert min(stated) > 1


def test_no_input_that_may_be_left_out_is_called_required() -> None:
    """Whatever a declaration says may be blank, or fills in, the form does not ask for."""
    for name, field in INPUTS.items():
        if field.may_be_blank or field.default is not None:
            assert "required" not in roles()[name], name
    for name in ("pay_band_role", "fee_visit_minutes", "flat_hourly_fee", "price_multiple",
                 "weeks_per_year", "currency"):  # fmt: skip
        assert "required" not in roles()[name]
