"""The page of evidence and records: what a party writes down, part by part."""

from __future__ import annotations

import inspect
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

import fairprice as fp
from fairprice.assumptions.fields import options_of
from fairprice.calculation import PRICE_LINES
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
            f"`{name}`",
            info.title or "",
            _allowed(name, info),
            "required" if info.is_required() else "",
            info.description or "",
        ]
        for name, info in model.model_fields.items()
    ]
    return table(["Name", "Label", "Allowed", "Required", "What it is"], rows)


def _allowed(name: str, info: FieldInfo) -> str:
    options = options_of(info.annotation)
    if set(options) == set(PRICE_LINES):
        return "a row of Annex A that is no subtotal, by its name in [Method](method.md)"
    if options:
        return ", ".join(options)
    annotation = str(info.annotation)
    if "date" in annotation:
        return "a day"
    if "float" not in annotation:
        return f"text on one line, up to {_longest(info):,} characters"
    if "tuple" in annotation:
        return "a number; for a table, one for each band"
    above_zero = any(getattr(part, "gt", None) == 0 for part in info.metadata)
    return "a number above zero" if above_zero else "a number"


def _longest(info: FieldInfo) -> int:
    """Find the limit of a text wherever its type keeps it."""
    found = [*info.metadata, *_nested(info.annotation)]
    return int(next(part.max_length for part in found if getattr(part, "max_length", None)))


def _nested(annotation: Any) -> list[Any]:
    inner = [*getattr(annotation, "__metadata__", ())]
    for part in getattr(annotation, "__args__", ()):
        inner += _nested(part)
    return inner
