"""Says a problem at its sheet and cell, in the words of the form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from fairprice.assumptions import Assumptions
from fairprice.assumptions.evidence import RANGE
from fairprice.errors import Problem
from fairprice.workbook.intake.cells import Absent
from fairprice.workbook.intake.words import (
    NOT_APPLICABLE,
    evidence_questions,
    question,
    sheet_name,
)
from fairprice.workbook.layout import quoted

_RANGE_CODES = ("not-a-range", "unequal-lengths", "not-in-its-range", "out-of-bounds")


_REFERENCE = re.compile(
    r"(?:'((?:[^']|'')+)'|([^'!:]+))!\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?"
)


class Area(NamedTuple):
    """The cells of a name: rows of one column, or more columns, which no input has."""

    sheet: str
    letter: str
    first: int
    last: int
    is_one_column: bool


def area_of(reference: str) -> Area | None:
    """Take a reference apart; nothing where it is none that a form has."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    sheet = (match[1] or match[2]).replace("''", "'")
    first = int(match[4])
    return Area(sheet, match[3], first, int(match[6] or first), match[5] in (None, match[3]))


@dataclass(frozen=True)
class Place:
    """A cell of the form.

    Parameters
    ----------
    sheet, cell
        Where it is.
    label
        What stands there, in words.
    """

    sheet: str
    cell: str
    label: str

    def __str__(self) -> str:
        return f"{quoted(self.sheet)}!{self.cell} ({self.label})"


@dataclass
class Form:
    """Where each answer of a form stands, and which could not be read.

    Parameters
    ----------
    file
        Its name.
    inputs
        The cells of each input, top to bottom.
    evidence
        The cells of each part of evidence, by input and part; of a table the first.
    absent
        Why an input is left out, where it is.
    refused
        Inputs, and parts of evidence, that have a problem of their own already.
    """

    file: str
    inputs: dict[str, list[Place]] = field(default_factory=dict)
    evidence: dict[tuple[str, str], Place] = field(default_factory=dict)
    absent: dict[str, Absent] = field(default_factory=dict)
    refused: set[str | tuple[str, str]] = field(default_factory=set)


def readdress(problems: Iterable[Problem], form: Form) -> Iterator[Problem]:
    """Say problems of assumptions at the cells of a form.

    Parameters
    ----------
    problems
        With field paths.
    form
        Where everything stands.

    Yields
    ------
    Problem
        Each with sheet, cell and label; without those that only follow from an answer that
        was refused, or that say of missing inputs that they have evidence.
    """
    problems = list(problems)
    faulty = {
        _names(problem)[0]
        for problem in problems
        if not problem.where.startswith(("evidence", "sources"))
    } | form.refused
    for problem in problems:
        name, part = _names(problem)
        if (name, part) in form.refused or (not part and name in form.refused):
            continue
        if problem.code == "source-without-input" and name in faulty:
            continue
        said = _in_the_words_of_the_form(problem, name, form.absent.get(name))
        yield replace(
            said,
            where=_where(problem, form),
            what=in_labels(said.what),
            why=in_labels(said.why),
            mend=in_labels(said.mend),
        )


def _names(problem: Problem) -> tuple[str, str]:
    """Return the input and the part of evidence that a problem is about."""
    path = [*problem.where.split("."), "", ""]
    part = path[2] if path[0] == "evidence" else ""
    return path[1] or path[0], part


def _where(problem: Problem, form: Form) -> str:
    path = problem.where.split(".")
    name, part = _names(problem)
    if path[0] in ("evidence", "sources"):
        if not part and problem.code in _RANGE_CODES:
            part = RANGE[0]
        place = form.evidence.get((name, part))
        return str(place or form.inputs[name][0])
    if name in form.inputs:
        band = int(path[2]) if len(path) > 2 else 0
        return str(form.inputs[name][band])
    return sheet_name(name) if name in Assumptions.model_fields else form.file


def _in_the_words_of_the_form(problem: Problem, name: str, why: Absent | None) -> Problem:
    """Tell a blank from "Not applicable" where a value is needed, and name what can be done."""
    fields = Assumptions.fields()
    if problem.code == "source-without-input":
        return replace(
            problem,
            what="has evidence, but no value.",
            mend="Give the value, or clear its evidence; a note may stay.",
        )
    if problem.code == "out-of-bounds" and name in fields:
        return replace(problem, mend=f"Give {question(fields[name]).allowed}.")
    if problem.code not in ("missing", "half-stated"):
        return problem
    if why is Absent.NOT_APPLICABLE and not problem.where.startswith("evidence"):
        return replace(
            problem,
            code="not-applicable-but-needed",
            what=problem.what.replace("is missing", f"says {NOT_APPLICABLE}", 1),
            why=f"{NOT_APPLICABLE} says that the question does not arise; here it does. "
            f"{problem.why}",
        )
    return replace(problem, what=problem.what.replace("is missing", "is blank", 1))


def in_labels(text: str) -> str:
    """Write the labels of the form in place of the names of inputs.

    Parameters
    ----------
    text
        Such as ``"Give contact_pay_rate."``.
    """
    fields = Assumptions.fields()
    return re.sub(
        r"\b[a-z]\w*_\w+\b",
        lambda found: fields[found[0]].label if found[0] in fields else found[0],
        text,
    )


def evidence_label(label: str, part: str) -> str:
    """Name a cell of evidence: the input, and the heading of the column."""
    return f"{label}, {evidence_questions()[part].label}"


def labels_of(names: Mapping[str, object] | Iterable[str]) -> str:
    """List inputs by their labels."""
    fields = Assumptions.fields()
    return ", ".join(fields[name].label for name in names)
