"""Assumptions from a few answers; a starter stands in for the rest, and says so."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from fairprice.assumptions.checks import choices_of, used_inputs
from fairprice.assumptions.evidence import FROM_ANSWERS, FROM_THE_STARTER
from fairprice.assumptions.model import Assumptions
from fairprice.assumptions.sections import INPUTS, MOST_LENGTHS
from fairprice.calculation import BUSINESS_LINES, make_plan
from fairprice.declare.problems import unknown_name
from fairprice.declare.values import Refused, contract_year, number, shown
from fairprice.errors import AssumptionsError, Problem
from fairprice.files import toml_tables
from fairprice.formats import ASSUMPTIONS, FORMAT, brought_up, lacking
from fairprice.statutory import statutory_rates

#: The table of a short file.
QUICK = "quick"
#: What stands there in place of an answer.
NOT_ANSWERED = "?"
#: Answers that are inputs under their own name.
_INPUTS = (
    "provider_name", "nation", "contact_pay_rate", "travel_pay_rate", "visit_minutes",
    "visits_per_week", "travel_minutes_per_visit", "miles_per_visit", "mileage_rate",
    "worker_weekly_hours", "worker_share", "sickness_days_per_year",
)  # fmt: skip
#: The lengths that a fee workbook prices.
FEE_LENGTHS = "fee_visit_minutes"
_YEAR, _TRAINING, _RETURN = "year", "training_days_per_year", "return_on_cost"
_OVERHEADS = ("overheads_per_contact_hour", "overheads_per_year")
#: What is asked, in order, with what may be left out marked so; a line of help for each.
ANSWERS: Mapping[str, str] = {
    "provider_name": "who states this",
    "nation": "England, Scotland, Wales or Northern Ireland",
    _YEAR: 'the tax year, such as "2026-27"',
    "contact_pay_rate": "GBP for an hour with a person",
    "travel_pay_rate": "GBP for an hour of travel between visits",
    "visit_minutes": "length of each kind of visit, such as [15, 30, 45, 60]",
    "visits_per_week": "visits of each length in a normal week, counted by careworker",
    "travel_minutes_per_visit": "minutes of travel for each visit",
    "miles_per_visit": "miles reimbursed for each visit",
    "mileage_rate": "GBP for a mile, 0 if none is paid",
    "worker_weekly_hours": "paid hours a week of a typical careworker, or a list, one a band",
    "worker_share": "share of workers in each band; leave out with one band",
    _TRAINING: "paid days of training a careworker and year",
    "sickness_days_per_year": "working days lost to sickness, a careworker and year",
    _OVERHEADS[0]: "all business costs, GBP a contact hour; or the next",
    _OVERHEADS[1]: "all business costs, GBP a year; leave one of the two out",
    _RETURN: "return on operations, 0.05 for 5 % on cost",
}
MAY_BE_LEFT_OUT = ("worker_share", *_OVERHEADS)
#: The input that each answer is, or is worked into.
INPUT_OF: Mapping[str, str] = {
    **{name: name for name in _INPUTS},
    _YEAR: "price_date",
    _TRAINING: "refresher_hours_per_year",
    _RETURN: "return_rate",
    **{name: f"other_{name}" for name in _OVERHEADS},
}
_ONE_FIGURE = f"{FROM_ANSWERS}: all business costs are stated as one figure, in Other overheads"
_LENGTHS_ANSWERED = f"{FROM_ANSWERS}: lengths of the visits stated, beside those priced by default"
_SHORTEST_LENGTHS = (
    f"{FROM_ANSWERS}: the lengths of visit stated, at most the shortest {MOST_LENGTHS} of them"
)
_NOTHING_KNOWN = "nothing known, so nothing is counted"
_SECTIONS = frozenset(field.section for field in INPUTS.values())
_WHY = "A price from a few answers needs each of them."


def quick_assumptions(
    answers: Mapping[str, Any], others: Mapping[str, Any], sources: Mapping[str, Any]
) -> Assumptions:
    """Make assumptions of a few answers.

    Parameters
    ----------
    answers
        By the names of :data:`ANSWERS`.
    others
        Any other input by its name, in place of the starter's value.
    sources
        Where an input comes from, by its name.

    Returns
    -------
    Assumptions
        Checked; the evidence of each value of the starter says that it is one.

    Raises
    ------
    AssumptionsError
        With every problem found.
    """
    problems = list(_problems(answers, others))
    if problems:
        raise AssumptionsError(problems)
    date = contract_year(answers[_YEAR]).replace(day=6)
    hours = [float(number(value)) for value in _listed(answers["worker_weekly_hours"])]
    stated = {name: answers[name] for name in _INPUTS if name in answers}
    stated |= {"price_date": date, "worker_weekly_hours": hours}
    stated |= {"return_rate": answers[_RETURN], "return_base": "cost"}
    if "worker_share" in stated:
        stated["worker_share"] = [number(value) for value in _listed(stated["worker_share"])]
    elif len(hours) == 1:
        stated["worker_share"] = [1.0]
    starter_values = dict(_starter(date, answers["nation"]))
    days = starter_values["working_days_per_week"][0]
    with suppress(Refused):  # what is no number of days is refused with the other inputs
        days = number(others.get("working_days_per_week", days)) or days
    shares = stated.get("worker_share", ())
    week = np.dot(hours, shares) if len(shares) == len(hours) else np.mean(hours)
    stated["refresher_hours_per_year"] = number(answers[_TRAINING]) * float(week) / float(days)
    stated |= {f"other_{name}": answers[name] for name in _OVERHEADS if name in answers}
    stated |= others
    said = {
        name: {"document": f"{FROM_THE_STARTER}: {source}"}
        for name, (_, source) in starter_values.items()
        if name not in stated
    }
    values = {name: value for name, (value, _) in starter_values.items()} | stated
    one_figure = any(name in answers for name in _OVERHEADS)
    for line in BUSINESS_LINES:
        if not any(name.startswith(f"{line}_per_") for name in stated):
            name = f"{line}_per_contact_hour"
            values[name] = 0.0
            said[name] = {
                "document": _ONE_FIGURE if one_figure else f"{FROM_THE_STARTER}: {_NOTHING_KNOWN}"
            }
    # what is stated in place of a value of the starter leaves no use for it
    used = used_inputs(make_plan(choices_of(values)))
    needless = {name for name in said if name not in used}
    if FEE_LENGTHS not in stated and (found := _lengths_priced(stated["visit_minutes"])):
        values[FEE_LENGTHS], document = found
        said[FEE_LENGTHS] = {"document": document}
    data: dict[str, Any] = {}
    for name, value in values.items():
        if name not in needless:
            data.setdefault(INPUTS[name].section, {})[name] = value
    data["sources"] = dict(sources)
    data["evidence"] = {n: said[n] for n in said if n not in needless and n not in sources}
    return Assumptions.model_validate(data)


def _lengths_priced(answered: Any) -> tuple[list[float], str] | None:
    """Return a party's own lengths of visit beside the default ones, where it has some."""
    default = INPUTS[FEE_LENGTHS].default
    own = {}
    for length in _listed(answered):
        with suppress(Refused):  # what is no length is refused with the other inputs
            minutes = float(number(length))
            if 0 < minutes <= (INPUTS["visit_minutes"].upper or 0):
                own[f"{minutes:g}"] = minutes
    priced = {f"{minutes:g}": minutes for minutes in default} | own
    if len(priced) == len(default):
        return None
    if len(priced) <= MOST_LENGTHS:
        return sorted(priced.values()), _LENGTHS_ANSWERED
    return sorted(own.values())[:MOST_LENGTHS], _SHORTEST_LENGTHS


def inputs_of(answer: str, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """Name the inputs that an answer states, itself first.

    Parameters
    ----------
    answer
        One of :data:`ANSWERS`.
    answers
        All that are given.
    """
    if answer == _RETURN:
        return INPUT_OF[answer], "return_base"
    one_band = answer == "worker_weekly_hours" and len(_listed(answers[answer])) == 1
    if one_band and "worker_share" not in answers:
        return answer, "worker_share"
    return (INPUT_OF[answer],)


def short_file(tables: Mapping[str, Any]) -> Assumptions:
    """Make assumptions of a short file: its answers, and other inputs in their sections.

    Parameters
    ----------
    tables
        As the file holds them.

    Returns
    -------
    Assumptions
        As :func:`quick_assumptions` makes them.
    """
    tables, lacked = brought_up(tables, ASSUMPTIONS, AssumptionsError)
    wrong = [
        Problem(
            "unknown-name", name, "is not a section of a short file.",
            "What is not read would be lost without a word.",
            f"Give [{QUICK}], sections of inputs, and [sources].",
        )
        for name, part in tables.items()
        if (name not in (QUICK, "sources")
        and not (name in _SECTIONS and isinstance(part, Mapping)))
        or (name in (QUICK, "sources") and not isinstance(part, Mapping))
    ]  # fmt: skip
    wrong += [
        Problem(
            "wrong-section", f"{name}.{key}", f"stands in [{INPUTS[key].section}].",
            "Each input has one place.", f"Move it to [{INPUTS[key].section}].",
        )
        for name, part in tables.items() if name in _SECTIONS and isinstance(part, Mapping)
        for key in part if key in INPUTS and INPUTS[key].section != name
    ]  # fmt: skip
    if wrong:
        raise AssumptionsError(wrong)
    answers = {
        key: value for key, value in tables[QUICK].items() if value != NOT_ANSWERED
    }  # fmt: skip
    others = {
        key: value for name, part in tables.items() if name in _SECTIONS
        for key, value in part.items()
    }  # fmt: skip
    return lacking(quick_assumptions(answers, others, tables.get("sources", {})), lacked)


def _listed(given: Any) -> Any:
    return given if isinstance(given, (list, tuple, np.ndarray)) else [given]


def _problems(answers: Mapping[str, Any], others: Mapping[str, Any]) -> Iterator[Problem]:
    for name in answers:
        if name not in ANSWERS:
            yield unknown_name(f"{QUICK}.{name}", name, Assumptions, ANSWERS)
    for name in others:
        if name not in INPUTS:
            yield unknown_name(name, name, Assumptions, INPUTS)
    for name, help_ in ANSWERS.items():
        if name not in answers and name not in MAY_BE_LEFT_OUT:
            yield Problem("missing", f"{QUICK}.{name}", "is missing.", _WHY, f"Give {help_}.")
    overheads = [name for name in _OVERHEADS if name in answers]
    itemised = any(
        name.startswith(tuple(f"{line}_per_" for line in BUSINESS_LINES)) for name in others
    )
    if len(overheads) != 1 and not (itemised and not overheads):
        yield Problem(
            "missing" if not overheads else "given-twice", f"{QUICK}.{_OVERHEADS[0]}",
            "is missing, and so is overheads_per_year."
            if not overheads else "stands beside overheads_per_year.",
            _WHY, "Give one of the two.",
        )  # fmt: skip
    yield from _not_readable(answers)


def _not_readable(answers: Mapping[str, Any]) -> Iterator[Problem]:
    """Check the answers that are worked with before the inputs are."""

    def problem(name: str, what: str) -> Problem:
        value = f"is {shown(answers[name])}, {what}."
        return Problem("not-readable", f"{QUICK}.{name}", value, _WHY, f"Give {ANSWERS[name]}.")

    if _YEAR in answers:
        try:
            contract_year(answers[_YEAR])
        except Refused:
            yield problem(_YEAR, "which is no year of two numbers")
    for name in (_TRAINING, "worker_weekly_hours", "worker_share"):
        if name in answers:
            try:
                given = answers[name]
                found = [number(v) for v in ([given] if name == _TRAINING else _listed(given))]
            except Refused:
                yield problem(name, "which is not a number")
            else:
                if not found or min(found) < 0:
                    yield problem(name, "which is below zero" if found else "which is nothing")
    nation = answers.get("nation")
    if nation is not None and not (isinstance(nation, str) and nation in INPUTS["nation"].options):
        yield problem("nation", "which is no nation")


def _starter(date: datetime.date, nation: str) -> Iterator[tuple[str, tuple[Any, str]]]:
    """Give each value of the starter with where it is from."""
    held = starter()
    for row in held["value"]:
        value = row.get("value")
        if value is None:
            value = statutory_rates(date, nation).value(row["law"])
        yield row["input"], (value, row["source"])
    for row in held["nothing_known"]:
        for name in row["inputs"]:
            yield name, (0.0, _NOTHING_KNOWN)


@cache
def starter() -> dict[str, Any]:
    """Return the starter: its ``name``, the day it is ``dated``, and its values with sources."""
    text = (resources.files("fairprice") / "assumptions/data/starter.toml").read_text("utf-8")
    return toml_tables(text)


def short_text() -> str:
    """Write a short file with a question mark for each answer."""
    lines = [
        f"# A first price from a few answers. {starter()['name'].capitalize()} of "
        f"{starter()['dated']} stands in for the rest;",
        "# give any other input in its section below, such as [time_off], to replace its value.",
        "",
        f"{FORMAT} = {ASSUMPTIONS.format}",
        "",
        f"[{QUICK}]",
    ]
    for name, help_ in ANSWERS.items():
        lines += [f"# {help_}", f'{"# " * (name in MAY_BE_LEFT_OUT)}{name} = "{NOT_ANSWERED}"']
    return "\n".join(lines) + "\n"
