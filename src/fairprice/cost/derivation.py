"""A line derived in words and numbers, down to the inputs and the law."""

from __future__ import annotations

from typing import Any

import numpy as np

from fairprice.calculation import ACTIVITY, ANNEX_A, AVERAGE, HOUR, VISIT, Step
from fairprice.cost.priced import PricedCalculation
from fairprice.errors import Problem, UnknownLineError
from fairprice.recording import NAMES, WORDS, render

#: What a line is of, by how a parameter begins.
OF_ONE_IN_WORDS = {VISIT: "one visit", HOUR: "one contact hour"}
_ACTIVITY_LABELS = {"visits": "Visits", "contact_hours": "Contact hours"}


def explain(book: PricedCalculation, line: str) -> str:
    """Derive a line, top down; each row is derived once.

    Parameters
    ----------
    book
        The open book.
    line
        Name or label of a row, or a part that only one of them has.

    Returns
    -------
    str
        The derivation, one row a paragraph, indented below the row that uses it.
    """
    name = _find(book, line)
    about = book.assumptions.about
    written = [
        f"{book.label(name)}, {about.provider_name}, {about.nation}, price date {about.price_date}",
        "Amounts are for one average contact hour at the stated visit mix.",
        "",
    ]
    _derive(book, name, 0, written, set())
    return "\n".join(written)


def _find(book: PricedCalculation, line: str) -> str:
    by_label = {step.label.casefold(): step.name for step in book.plan.steps}
    name = by_label.get(line.casefold(), line)
    if name in book.plan:
        return name
    sought = line.casefold().strip()
    meant = {
        step.name: step.label
        for step in book.plan.steps
        if sought and (sought in step.label.casefold() or sought in step.name.casefold())
    }
    # of a line and the rows it is worked out by, the line is meant
    lines = [name for name in meant if name in ANNEX_A] or list(meant)
    if len(lines) == 1:
        return lines[0]
    if meant:
        raise UnknownLineError(
            [
                Problem(
                    "several-lines", line, f"is part of the names of {len(meant)} rows.",
                    "Each is derived on its own.",
                    "Choose one of: "
                    + ", ".join(f"{name} ({label})" for name, label in meant.items()) + ".",
                )
            ]
        )  # fmt: skip
    raise UnknownLineError(
        [
            Problem(
                "unknown-line", line, "is not a row of this calculation.",
                "Only rows that the price rests on can be derived.",
                "Choose one of: " + ", ".join(n for n in ANNEX_A if n in book.plan) + ".",
            )
        ]
    )  # fmt: skip


def number(value: Any) -> str:
    """Write a number, or a table's column, for reading."""
    if np.ndim(value):
        return "(" + ", ".join(number(entry) for entry in np.ravel(value)) + ")"
    amount = float(value)
    return f"{amount:,.4f}".rstrip("0").rstrip(".") if abs(amount) < 1000 else f"{amount:,.2f}"


def label_of(book: PricedCalculation, name: str) -> str:
    """Return the label of a row, an input or an activity."""
    if name in ACTIVITY:
        return _ACTIVITY_LABELS[name]
    for prefix, of_one in OF_ONE_IN_WORDS.items():
        if name.startswith(prefix):
            return f"{book.label(name.removeprefix(prefix))} of {of_one}"
    return book.label(name.removeprefix(AVERAGE))


def unit_of(book: PricedCalculation, name: str) -> str:
    """Return the unit of a row or an input; of a line of one visit or hour, with that."""
    for prefix, of_one in OF_ONE_IN_WORDS.items():
        if name.startswith(prefix):
            line = book.plan[name.removeprefix(prefix)].unit
            return f"{line} per {of_one.removeprefix('one ')}"
    if name in book.plan:
        return book.plan[name].unit
    return book.assumptions.fields()[name].unit


def in_words(book: PricedCalculation, step: Step) -> str:
    """Write a row's formula with labels in place of names."""
    return render(step.expression, WORDS.spelling(lambda name: label_of(book, name)))


def _derive(
    book: PricedCalculation, name: str, depth: int, written: list[str], done: set[str]
) -> None:
    indent = "  " * depth
    if name not in book.plan:
        written.append(indent + _leaf(book, name))
        return
    step = book.plan[name]
    value = book.value(name)
    if name in done:
        written.append(f"{indent}{step.label} = {number(value)} {step.unit}, derived above")
        return
    done.add(name)
    figures = NAMES.spelling(lambda leaf: number(book.value(leaf)))
    written.append(f"{indent}{step.label} = {number(value)} {step.unit}")
    written.append(f"{indent}  = {in_words(book, step)}")
    written.append(f"{indent}  = {render(step.expression, figures)}")
    written.append(f"{indent}  {step.meaning} Source: {step.source}")
    for parameter in step.parameters:
        _derive(book, _row_behind(parameter), depth + 1, written, done)


def _row_behind(parameter: str) -> str:
    if parameter == "visits":
        return "visits_per_contact_hour"
    return parameter.removeprefix(AVERAGE)


def _leaf(book: PricedCalculation, name: str) -> str:
    value = number(book.value(name))
    if name in ACTIVITY:
        return f"{_ACTIVITY_LABELS[name]} = {value}: by definition of the average contact hour"
    fields = book.assumptions.fields()
    if name in fields:
        source = book.assumptions.sources.get(name, "no source stated")
        return f"{fields[name].label} = {value} {fields[name].unit} (input). Source: {source}"
    law = book.rates[name]
    until = f"{law.valid_from} to {law.valid_to}" if law.valid_to else f"from {law.valid_from}"
    return (
        f"{law.label} = {value} {law.unit} (statutory, {until}). "
        f"Source: {law.source}. Certainty: {law.certainty_in_full}"
    )
