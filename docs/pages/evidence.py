"""The page of evidence and records: what a party writes down, part by part."""

from __future__ import annotations

import inspect

from pydantic import BaseModel

import fairprice as fp
from fairprice.calculation import PRICE_LINES
from fairprice.declare.input_field import declared
from pages.markdown import beginning, table


def evidence() -> str:
    """Every part of evidence and of the records of a negotiation, from the code."""
    parts = beginning(
        "Evidence and records",
        "What a party writes down beside its inputs and its price. The names are those of TOML "
        "and of Python, the labels those of the workbooks. What is not *required* may be left "
        "out. [Evidence your costs](../how-to/evidence-your-costs.md) shows them in use.",
        "## Evidence",
        _about(fp.Evidence) + " In TOML each input has its own table, `[evidence.NAME]`; a line "
        "under `[sources]` gives the document alone. In the intake form each part is a column of "
        "this label beside the value.",
        _parts(fp.Evidence),
        "`low` and `high` are given both or neither, and hold the value between them.",
    )
    for name, model in (
        ("Offer", fp.Offer),
        ("Decision", fp.Decision),
        ("Analysis", fp.Analysis),
        ("Cost entry", fp.CostEntry),
    ):
        parts += [f"## {name}", _about(model), _parts(model)]
    return "\n\n".join(parts) + "\n"


def _about(model: type[BaseModel]) -> str:
    first = (inspect.getdoc(model) or "").split("\n\nParameters")[0].split("\n\nRaises")[0]
    return " ".join(first.split())


def _parts(model: type[BaseModel]) -> str:
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
    if set(field.options) == set(PRICE_LINES):
        return "a row of Annex A that is no subtotal, by its name in [Method](method.md)"
    if field.options:
        return ", ".join(field.options)
    if field.kind == "day":
        return "a day"
    if not field.is_number:
        return f"text on one line, up to {field.longest:,} characters"
    if field.is_one_a_band:
        return "a number; for a table, one for each band"
    return "a number above zero" if field.above == 0 else "a number"
