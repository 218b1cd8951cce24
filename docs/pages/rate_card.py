"""The page of the rate card: every part and every term, from the code."""

from __future__ import annotations

import inspect

from pydantic import BaseModel

import fairprice as fp
from fairprice.declare.input_field import declared
from fairprice.rate_card.steps import (
    ABOVE_THE_FIRST,
    FACTOR_OF_THE_TIME,
    MILES_OF_A_CAREWORKER,
    PRICE_PER_VISIT,
    PUBLISHED_PRICE,
    SUPPLEMENTED_PAY,
)
from pages.markdown import beginning, table

_PARTS = {
    "The card": fp.RateCard, "zones": fp.Zone, "services": fp.Service, "carers": fp.Carers,
    "times": fp.TimeOfWeek, "volumes": fp.Volume,
}  # fmt: skip
_STEPS = (
    SUPPLEMENTED_PAY, FACTOR_OF_THE_TIME, MILES_OF_A_CAREWORKER, PRICE_PER_VISIT,
    ABOVE_THE_FIRST, PUBLISHED_PRICE,
)  # fmt: skip


def rate_card() -> str:
    """Every part of a rate card with its terms, and what it works out besides the lines."""
    parts = beginning(
        "Rate card",
        "What a rate card is made of. The names are those of TOML and of Python. What is not "
        "*required* may be left out. "
        "[Set the fees of an area](../how-to/set-the-fees-of-an-area.md) shows them in use. "
        "`sources` beside `inputs` is the short form of `evidence`, whose parts are on the page "
        "[Evidence and records](evidence-and-records.md).",
    )
    for heading, model in _PARTS.items():
        parts += [f"## {heading}", _about(model), _terms(model)]
    rows = [
        [step.label, step.unit, f"`{step.formula}`", step.meaning, step.source] for step in _STEPS
    ]
    parts += [
        "## What it works out",
        "Every line is that of the [method](method.md). A card works out these besides.",
        table(["Row", "Unit", "Formula", "What it is", "Source"], rows),
    ]
    return "\n\n".join(parts) + "\n"


def _about(model: type[BaseModel]) -> str:
    text = (inspect.getdoc(model) or "").split("\n\nParameters")[0]
    return "\n\n".join(" ".join(part.split()) for part in text.replace("``", "`").split("\n\n"))


def _terms(model: type[BaseModel]) -> str:
    rows = [
        [
            f"`{field.name}`",
            field.label + (f" ({field.unit})" if field.is_number and field.unit else ""),
            _allowed(field),
            "required" if field.is_required else "",
            field.description,
        ]
        for field in declared(model).values()
    ]
    return table(["Name", "Label", "Allowed", "Required", "What it is"], rows)


def _allowed(field: fp.InputField) -> str:
    if field.options:
        return ", ".join(field.options)
    if field.is_by_name:
        return "a table of names and values"
    if field.is_number:
        return ("a list, each " if field.is_table else "") + field.bounds
    if field.kind == "clause":
        return "as below" if field.is_table or field.is_by_name else "a table, or a file"
    return ("a list of " if field.is_table else "") + "text on one line"
