"""How far inputs may be off: ranges from the evidence or from the caller, checked alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from fairprice.assumptions import InputField
from fairprice.assumptions.evidence import evidence_problems, read_evidence
from fairprice.calculation import PRICE_PER_HOUR
from fairprice.cost import OpenBook, law_field, price_scenarios
from fairprice.cost.scenarios import not_varied
from fairprice.errors import InputError, Problem
from fairprice.types import Floats

#: What a caller may give: low and high by name of an input or statutory value.
Given = Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True)
class Range:
    """The least and the greatest value of one input that can be defended.

    Parameters
    ----------
    name, label, unit
        Of the input or statutory value.
    low, value, high
        Floats of shape (), or (bands,) for an input that is a table; ``value`` is the one
        the party states.
    """

    name: str
    label: str
    unit: str
    low: Floats
    value: Floats
    high: Floats

    @property
    def ends(self) -> Floats:
        """Low and high, along the first axis."""
        return np.stack([self.low, self.high])

    @property
    def varies(self) -> bool:
        """Whether low and high leave anything open."""
        return bool((self.low != self.value).any() or (self.high != self.value).any())

    def described(self) -> dict[str, Any]:
        """Label, unit, low, value and high, for a table; bands as tuples."""
        shown = {word: getattr(self, word).tolist() for word in ("low", "value", "high")}
        return {"label": self.label, "unit": self.unit} | {
            word: tuple(number) if isinstance(number, list) else number
            for word, number in shown.items()
        }


def read_ranges(book: OpenBook, given: Given | None) -> tuple[list[Range], list[Problem]]:
    """Read ranges, and find what is wrong with them.

    Parameters
    ----------
    book
        The open book whose price they move.
    given
        Low and high by name; left out, those of the evidence for inputs that the
        calculation uses.

    Returns
    -------
    tuple
        Ranges in order of name, so that the order they are given in changes nothing; and
        every problem found. Each range that is returned can be priced at both ends while
        everything else stays as stated.
    """
    if given is None:
        entries = {
            name: {"low": entry.low, "high": entry.high}
            for name, entry in book.assumptions.evidence.items()
            if entry.low is not None and entry.high is not None and name in book.plan.inputs
        }
        problems: list[Problem] = []
    else:
        entries, problems = _pairs(book, given)
    known, found = read_evidence({"evidence": entries})
    values = {name: book.value(name) for name in known}
    stated = values | {n: v for n, v in book.assumptions.inputs().items() if n in values}
    fields = {name: _field(book, name) for name in known}
    found += evidence_problems(known, stated, fields)
    place = "evidence" if given is None else "ranges"
    problems += [replace(p, where=place + p.where.removeprefix("evidence")) for p in found]
    faulty = {problem.where.split(".")[1] for problem in problems if "." in problem.where}
    ranges = [
        Range(
            name, fields[name].label, fields[name].unit,
            np.array(known[name].low, float), np.array(values[name], float),
            np.array(known[name].high, float),
        )
        for name in sorted(known)
        if name not in faulty
    ]  # fmt: skip
    if not ranges and not problems:
        problems.append(no_ranges(place))
    ends = _ends_that_cannot_be_priced(book, ranges, place)
    faulty = {problem.where.split(".")[1] for problem in ends}
    return [r for r in ranges if r.name not in faulty], problems + ends


def no_ranges(place: str) -> Problem:
    """Say that nothing is given that may vary."""
    return Problem(
        "no-ranges", place, "No input of the calculation has a low and a high that differ.",
        "Without them nothing is known about how far the price may be off.",
        "Give low and high in the evidence of an input, or ranges such as "
        '{"mileage_rate": (0.35, 0.45)}.',
    )  # fmt: skip


def _pairs(book: OpenBook, given: Given) -> tuple[dict[str, dict[str, Any]], list[Problem]]:
    entries: dict[str, dict[str, Any]] = {}
    problems: list[Problem] = []
    if not isinstance(given, Mapping):
        problems.append(_not_a_pair("ranges", given))
        return entries, problems
    for name, pair in given.items():
        if name not in book.plan.inputs:
            problems.append(not_varied(book, name))
        elif not _is_pair(pair):
            problems.append(_not_a_pair(f"ranges.{name}", pair))
        else:
            entries[name] = dict(zip(("low", "high"), pair, strict=True))
    return entries, problems


def _is_pair(given: Any) -> bool:
    pair = isinstance(given, (tuple, list)) and len(given) == 2
    return pair and not any(end is None for end in given)


def _not_a_pair(where: str, value: Any) -> Problem:
    return Problem(
        "wrong-shape", where, f"{value!r:.60} is not a pair of low and high.",
        "A range shows how far an input may be off.",
        'Give a low and a high by name of an input, such as {"mileage_rate": (0.35, 0.45)}.',
    )  # fmt: skip


def _field(book: OpenBook, name: str) -> InputField:
    """Return what is declared about an input, or said of a statutory value."""
    return book.assumptions.fields().get(name) or law_field(book.rates[name])


def prices_at_the_ends(book: OpenBook, ranges: Sequence[Range]) -> Floats:
    """Price each input at its low and at its high, everything else as stated.

    Parameters
    ----------
    book
        The open book.
    ranges
        At least one.

    Returns
    -------
    numpy.ndarray
        Shape (ranges, 2), GBP per contact hour.

    Raises
    ------
    InputError
        If an end cannot be priced.
    """
    columns = {}
    for place, one in enumerate(ranges):
        column = np.repeat(one.value[np.newaxis], 2 * len(ranges), axis=0)
        column[2 * place : 2 * place + 2] = one.ends
        columns[one.name] = column
    priced = price_scenarios(book, columns, rows=(PRICE_PER_HOUR,))
    return priced[PRICE_PER_HOUR].to_numpy().reshape(-1, 2)


def _ends_that_cannot_be_priced(
    book: OpenBook, ranges: Sequence[Range], place: str
) -> list[Problem]:
    """Try all ends in one call; only if that fails, look for those to blame."""
    if not ranges:
        return []
    try:
        prices_at_the_ends(book, ranges)
    except InputError:
        return [
            problem
            for one in ranges
            for word, end in zip(("low", "high"), one.ends, strict=True)
            for problem in _of_one_end(book, one, end, f"{place}.{one.name}.{word}")
        ]
    return []


def _of_one_end(book: OpenBook, one: Range, end: Floats, where: str) -> list[Problem]:
    try:
        price_scenarios(book, {one.name: end[np.newaxis]})
    except InputError as error:
        what = f"{end.tolist()} cannot be priced with everything else as stated."
        return [
            Problem(found.code, where, what, f"{found.what} {found.why}", found.mend)
            for found in error.problems
        ]
    return []
