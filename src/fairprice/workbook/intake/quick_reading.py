"""Reads the few answers of a form, and makes assumptions of them and what else is filled in."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from fairprice.assumptions import Assumptions
from fairprice.assumptions.quick import (
    FEE_LENGTHS,
    INPUT_OF,
    MAY_BE_LEFT_OUT,
    QUICK,
    inputs_of,
    quick_assumptions,
)
from fairprice.assumptions.sections import INPUTS
from fairprice.declare.values import shown
from fairprice.errors import AssumptionsError, Problem
from fairprice.workbook.intake.addresses import Form, Place, area_of, readdress
from fairprice.workbook.intake.cells import Absent, likely_number
from fairprice.workbook.intake.filled_in import FRESH, Reader, Unreadable
from fairprice.workbook.intake.quick_form import (
    NOTE,
    QUICK_SHEET,
    quick_name,
    quick_questions,
)
from fairprice.workbook.intake.words import VALUE, evidence_questions
from fairprice.workbook.model import HEADER_ROW


@dataclass
class Quick:
    """What was answered on the sheet of a few answers.

    Parameters
    ----------
    answers, notes
        By the names of the answers; those left blank are absent.
    places
        Where each is asked.
    """

    answers: dict[str, Any] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)


def read_quick(reader: Reader) -> Quick:
    """Read the sheet; what is wrong with it is put down among the problems of the reader."""
    quick, rows = Quick(), set()
    misplaced = []
    for answer, asked in quick_questions().items():
        area = area_of(reader.names.get(quick_name(answer), ""))
        page = reader.workbook.sheets.get(area.sheet) if area else None
        if (
            area is None or page is None or area.first != area.last or not area.is_one_column
            or reader.text_at(page, area.letter, HEADER_ROW) != VALUE
            or reader.text_at(page, "A", area.first) != asked.label
        ):  # fmt: skip
            misplaced.append(asked.label)
            continue
        place = quick.places[answer] = Place(
            page.name, f"{area.letter}{area.first}", f"{QUICK_SHEET}: {asked.label}"
        )
        rows.add(area.first)
        value = reader.read_at(page, place, asked, quick_name(answer))
        if INPUTS[INPUT_OF[answer]].is_table and isinstance(value, str):
            value = _numbers(reader, place, value, answer)
        if not isinstance(value, Absent):
            quick.answers[answer] = value
        beside = replace(place, cell=f"{reader.headed(page).get(NOTE, '')}{area.first}")
        note = reader.read_at(page, beside, evidence_questions()["note"], quick_name(answer), NOTE)
        if isinstance(note, str):
            quick.notes[answer] = note
    if misplaced:
        reader.add(
            "name-misplaced", QUICK_SHEET,
            f"has lost, or has elsewhere, the cells of: {', '.join(misplaced)}.",
            "An answer taken from another row would price something else.", FRESH,
        )  # fmt: skip
    else:
        page = reader.workbook.sheets[next(iter(quick.places.values())).sheet]
        headed = reader.headed(page)
        reader.refuse_unread(page, {headed[VALUE], headed.get(NOTE, "")}, rows)
    return quick


def _numbers(reader: Reader, place: Place, text: str, answer: str) -> Any:
    """Read a list of numbers that are parted by semicolons."""
    found = [likely_number(part) for part in text.split(";") if part.strip()]
    if found and None not in found:
        return found
    reader.add(
        "not-a-number", str(place), f"{shown(text)} is no list of numbers.",
        quick_questions()[answer].about, "Give numbers parted by semicolons, such as 15; 30; 60.",
    )  # fmt: skip
    return Unreadable()


def with_the_starter(quick: Quick, data: Mapping[str, Any], form: Form) -> Assumptions:
    """Make assumptions of the answers, what is filled in elsewhere, and the starter's values.

    Parameters
    ----------
    quick
        At least one answer.
    data
        What the other sheets hold, by section, with its evidence.
    form
        Where everything stands; the answers are added.

    Returns
    -------
    Assumptions
        As :func:`fairprice.quick_book` makes them.

    Raises
    ------
    AssumptionsError
        With every problem found, at its cell.
    """
    evidence = data["evidence"]
    elsewhere = {
        name: value for part, held in data.items() if part != "evidence"
        for name, value in held.items() if not isinstance(value, Unreadable)
    }  # fmt: skip
    answers = {n: v for n, v in quick.answers.items() if not isinstance(v, Unreadable)}
    # an answer that is an input may stand on its own row
    answers |= {
        name: elsewhere[name] for name in quick.places
        if name not in quick.answers and name in elsewhere
    }  # fmt: skip
    _leave_to_the_answers(elsewhere)
    told = {name: answer for answer in answers for name in inputs_of(answer, answers)}
    others = {name: value for name, value in elsewhere.items() if name not in told}
    for name, answer in told.items():
        if form.absent.pop(name, None) is not None:
            listed = isinstance(answers[answer], list)
            form.inputs[name] = [quick.places[answer]] * (len(answers[answer]) if listed else 1)
    try:
        made = quick_assumptions(answers, others, {})
        problems = [
            *_twice(made, told, elsewhere, quick, form),
            *_of_no_use(made, form),
            *_evidence_alone(made, evidence, form),
        ]
        if problems:
            raise AssumptionsError(problems)
        speaks = {n: e.model_dump(exclude_none=True) for n, e in made.evidence.items()} | evidence
        for answer, note in quick.notes.items():
            name = next(iter(inputs_of(answer, answers)))
            speaks[name] = {"note": note} | speaks.get(name, {})
        return Assumptions.model_validate(made.model_dump(exclude_none=True) | {"evidence": speaks})
    except AssumptionsError as error:
        raise AssumptionsError(_at_its_cell(error.problems, quick, form)) from None


def _leave_to_the_answers(elsewhere: dict[str, Any]) -> None:
    """Let the lengths answered be priced where nobody chose others than the form came with."""
    default = INPUTS[FEE_LENGTHS].default
    if FEE_LENGTHS in elsewhere and _same(tuple(elsewhere[FEE_LENGTHS]), default):
        del elsewhere[FEE_LENGTHS]


def _at_its_cell(problems: tuple[Problem, ...], quick: Quick, form: Form) -> Iterator[Problem]:
    refused = {n for n, value in quick.answers.items() if isinstance(value, Unreadable)}
    others = []
    for problem in problems:
        where, _, answer = problem.where.partition(".")
        if problem.where.startswith(f"{QUICK}."):
            # of a cell that is not where it was, that has been said
            if answer in quick.places and answer not in refused:
                yield _in_the_words_of_the_sheet(problem, answer, quick)
        elif "!" in where:
            yield problem
        else:
            others.append(problem)
    yield from readdress(others, form)


def _in_the_words_of_the_sheet(problem: Problem, answer: str, quick: Quick) -> Problem:
    asked = quick_questions()
    what, mend = problem.what.replace("is missing", "is blank"), problem.mend
    for name in MAY_BE_LEFT_OUT:
        what = what.replace(name, repr(asked[name].label))
    if answer not in MAY_BE_LEFT_OUT:
        mend = f"Give it. {asked[answer].description}"
    return replace(problem, where=str(quick.places[answer]), what=what, mend=mend)


def _twice(
    made: Assumptions, told: Mapping[str, str], elsewhere: Mapping[str, Any], quick: Quick,
    form: Form,
) -> Iterator[Problem]:  # fmt: skip
    """Name each value that is stated in two places and differs."""
    inputs = made.inputs()
    for name, answer in told.items():
        if name in elsewhere and name in inputs and not _same(inputs[name], elsewhere[name]):
            yield Problem(
                "stated-twice", str(quick.places[answer]),
                f"makes it {shown(inputs[name])}, but {form.inputs[name][0]} states "
                f"{shown(elsewhere[name])}.",
                "Two figures for one thing hide which was used.",
                "Correct one of them, or leave one blank.",
            )  # fmt: skip


def _same(first: Any, second: Any) -> bool:
    if isinstance(first, tuple):
        return len(first) == len(second) and all(map(_same, first, second))
    if isinstance(first, (int, float)):
        return math.isclose(first, second, rel_tol=1e-12)
    return bool(first == second)


def _of_no_use(made: Assumptions, form: Form) -> Iterator[Problem]:
    """Name what is said not to apply where the starter would have a value."""
    for name in made.from_the_starter:
        if form.absent.get(name) is Absent.NOT_APPLICABLE:
            yield Problem(
                "not-applicable-but-needed", str(form.inputs[name][0]),
                "says Not applicable, but a price from a few answers needs it.",
                "The starter's value would stand in for it against what is said.",
                "Leave it blank for the starter's value, or give it; 0 where there is none.",
            )  # fmt: skip


def _evidence_alone(
    made: Assumptions, evidence: Mapping[str, Any], form: Form
) -> Iterator[Problem]:
    """Name what has evidence without a value: it would speak for the starter's."""
    for name in made.from_the_starter:
        if name in evidence:
            yield Problem(
                "source-without-input", str(form.inputs[name][0]), "has evidence, but no value.",
                "It would speak for the starter's value, which nobody stated.",
                "Give the value, or clear its evidence.",
            )  # fmt: skip
