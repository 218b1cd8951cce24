"""The page of payment terms: every clause of a contract, every field of a cohort."""

from __future__ import annotations

import inspect
import re
import tomllib
from importlib import resources
from typing import Any, get_args

from pydantic import BaseModel

import fairprice as fp
from fairprice.declare.input_field import declared
from fairprice.payment.billing.basis import Basis, ExtraCarers, Limits
from fairprice.payment.billing.exceptions import Exceptions
from fairprice.payment.billing.rounding import Rounding
from fairprice.payment.billing.tariff import ShortVisitUplift, Tariff
from fairprice.payment.billing.times import Multipliers
from fairprice.payment.billing.zones import Zones
from fairprice.payment.clauses import AdjustmentClause, BaseClause, Reward
from fairprice.payment.cohort import SOURCES, Outcome, Package
from fairprice.payment.contract import PaymentTerms, Subcontracting, TransactionCosts
from fairprice.payment.presets import Around
from pages.markdown import anchor, beginning, table

_ADDRESS = re.compile(r"https?://[^\s;,]+")


def terms() -> str:
    """Every kind of clause, field and preset, from the code."""
    parts = beginning(
        "Payment terms",
        "What a contract, a bill and a cohort are made of: every kind of clause with its fields, "
        "bounds and meaning. The names are those of the TOML file and of Python. A field that is "
        "*required* has no default, as no published value stands for it. Shares and rates are "
        "shares of one; amounts and prices are in GBP; lengths of time are in the unit of the "
        "name. [Try your own contract](../how-to/try-your-own-contract.md) shows them in use.",
        _contents(),
        "## Contract",
        _about(fp.Contract),
        _fields(fp.Contract),
        "## Base payments",
        "One of these as `base`. It says what is paid before any adjustment.",
        *_kinds(BaseClause),
        "## Adjustments",
        "Any number of these in `adjustments`. They apply in the order in which they are listed, "
        "each to what is paid so far.",
        *_kinds(AdjustmentClause),
        "## Rewards",
        "How a measured result becomes the share that is paid, as `reward` of an adjustment.",
        *_kinds(Reward),
        "## Terms around the price",
    )
    for model, name in (
        (PaymentTerms, "payment_terms"),
        (TransactionCosts, "transaction_costs"),
        (Subcontracting, "subcontracting"),
    ):
        parts += [f"### {name}", _about(model), _fields(model)]
    parts += [
        "## Behaviours",
        _about(fp.Behaviour, paragraphs=2) + " They stand in the section `behaviour` of a "
        "contract, and every result that rests on one says *modelled, not observed*.",
        _fields(fp.Behaviour),
        "## Billing clauses",
        _about(fp.Billing) + " Given to `fp.Billing`, or as `billing` of the base *time and task*.",
        _fields(fp.Billing),
    ]
    for name, clause in (("basis", Basis), ("rounding", Rounding), ("tariff", Tariff)):
        parts += [f"### {name}", *_kinds(clause, level=4)]
    for name, model in (
        ("limits", Limits),
        ("short_visit", ShortVisitUplift),
        ("multipliers", Multipliers),
    ):
        parts += [f"### {name}", _about(model), _fields(model), *_inner(model)]
    parts += ["### zones", *_kinds(Zones, level=4)]
    for name, model in (("carers", ExtraCarers), ("exceptions", Exceptions)):
        parts += [f"### {name}", _about(model), _fields(model), *_inner(model)]
    parts += [
        "## Cohort",
        _about(fp.Cohort, paragraphs=1),
        "Correlations join two of the sources of uncertainty: "
        + ", ".join(f"`{source}`" for source in SOURCES)
        + ".",
        _fields(fp.Cohort),
        "### packages",
        _about(Package),
        _fields(Package),
        "### outcomes",
        _about(Outcome),
        _fields(Outcome),
        "### Published values of the example",
        "`fp.Cohort.example` takes these and asks for the rest.",
        _published(),
        *_presets(),
    ]
    return "\n\n".join(parts) + "\n"


def _contents() -> str:
    headings = [
        "Contract", "Base payments", "Adjustments", "Rewards", "Terms around the price",
        "Behaviours", "Billing clauses", "Cohort", "Presets",
    ]  # fmt: skip
    return "\n".join(f"- [{heading}]({anchor(heading)})" for heading in headings)


def _members(annotation: Any) -> list[type[BaseModel]]:
    """Every model that a type can hold."""
    if isinstance(annotation, type) and not get_args(annotation):
        return [annotation] if issubclass(annotation, BaseModel) else []
    return [model for part in get_args(annotation) for model in _members(part)]


def _kinds(union: Any, level: int = 3) -> list[str]:
    """One part for each kind of clause that a place can hold."""
    parts = []
    for model in _members(union):
        kinds = get_args(model.model_fields["kind"].annotation)
        parts += [f"{'#' * level} {' or '.join(kinds)}", _about(model)]
        if len(model.model_fields) > 1:
            parts.append(_fields(model))
    return parts


def _inner(model: type[BaseModel]) -> list[str]:
    """The clauses within a clause, each once."""
    inner = [part for info in model.model_fields.values() for part in _members(info.annotation)]
    parts = []
    for part in dict.fromkeys(inner):
        places = [n for n, i in model.model_fields.items() if part in _members(i.annotation)]
        named = " or ".join(f"`{place}`" for place in places)
        parts += [f"#### {', '.join(places)}", f"As {named}: {_about(part)}", _fields(part)]
    return parts


def _about(thing: Any, paragraphs: int = 1) -> str:
    text = (inspect.getdoc(thing) or "").split("\n\n")[:paragraphs]
    return " ".join(" ".join(text).split()).replace("``", "`")


def _fields(model: type[BaseModel]) -> str:
    rows = [
        [f"`{field.name}`", _takes(field), _unit(field), _needed(field), _meaning(field)]
        for field in declared(model).values()
        if field.name != "kind"
    ]
    headings = ["Field", "Takes", "Unit", "If left out", "Meaning"]
    kept = [place for place in range(5) if place in (0, 1, 3) or any(row[place] for row in rows)]
    return table([headings[place] for place in kept], [[row[p] for p in kept] for row in rows])


def _unit(field: fp.InputField) -> str:
    return field.unit if field.is_number else ""


def _meaning(field: fp.InputField) -> str:
    return f"{field.label}. {field.description}".strip()


def _needed(field: fp.InputField) -> str:
    default = field.default
    if field.is_required:
        return "required"
    if isinstance(default, BaseModel):
        return "off"
    if default is None or default == () or default == {}:
        return "none"
    if isinstance(default, tuple):
        return ", ".join(f"`{entry}`" for entry in default)
    return f"`{default}`"


_ONE = {"text": "text", "day": "date", "time": "time of day", "switch": "`true` or `false`"}
_MANY = {"text": "texts", "day": "dates", "clause": "clauses"}


def _takes(field: fp.InputField) -> str:
    """What it takes and its bounds, in words."""
    many = field.is_table or field.is_by_name
    if field.is_number:
        noun = ("whole " if field.kind == "count" else "") + ("numbers" if many else "number")
        bounds = _bounds(field)
        one = noun + (f", {'each ' if many else ''}{bounds}" if bounds else "")
    elif field.options:
        one = " or ".join(f"`{option}`" for option in field.options)
    else:
        one = (_MANY if many else _ONE).get(field.kind, "a clause")
    if field.is_by_name:
        return f"table of names and {one}"
    return f"list of {one}" if many else one


def _bounds(field: fp.InputField) -> str:
    if field.lower is not None and field.upper is not None:
        return f"{field.lower:,.10g} to {field.upper:,.10g}"
    parts = {
        "above {:,g}": field.above,
        "{:,g} or more": field.lower,
        "at most {:,.10g}": field.upper,
    }
    return ", ".join(text.format(bound) for text, bound in parts.items() if bound is not None)


def _published() -> str:
    text = resources.files("fairprice.payment.cohort").joinpath("data/published.toml")
    published = tomllib.loads(text.read_text("utf-8"))
    sources = published.pop("sources")
    return table(
        ["Field", "Value", "Source"],
        [[f"`{n}`", _value(v), _linked(sources.get(n, ""))] for n, v in published.items()],
    )


def _value(value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "; ".join(", ".join(f"`{n}` {_value(v)}" for n, v in part.items()) for part in value)
    if isinstance(value, list):
        return ", ".join(f"{entry:g}" for entry in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _linked(text: str) -> str:
    return _ADDRESS.sub(lambda found: f"<{found.group()}>", text)


#: Stand-ins with which each preset is made, to read its source; none of them is shown.
_ANY: dict[str, Any] = {
    "hourly_rate": 1.0, "unit_minutes": 15.0, "method": "down", "annual_amount": 1.0,
    "included_hours": 1.0, "extra_hourly_rate": 1.0, "returned_share": 0.0, "outcome": "any",
    "lag_weeks": 0.0, "share_at_risk": 0.5, "target": 0.5, "fee_share": 0.0, "target_cost": 1.0,
    "provider_share": 0.5, "benchmark": 1.0, "guaranteed_weekly_hours": 1.0,
}  # fmt: skip
#: What presets that make several contracts can be asked for.
_NAMED = {
    "market_type": ("open market", "partnership", "procurement", "managed market"),
    "commissioning_style": ("contractor", "emerging partner", "collaborator"),
}


def _presets() -> list[str]:
    around = Around(
        PaymentTerms(delay_days=0.0, due_days=0.0, late_interest_rate=0.0),
        TransactionCosts(
            payer_monitoring_per_year=0.0, payer_verification_per_person=0.0, procurement=0.0,
            term_years=1.0, provider_monitoring_per_year=0.0, provider_verification_per_person=0.0,
        ),
        0.0, 0.0, 1,
    )  # fmt: skip
    rows = []
    for name, function in vars(fp.presets).items():
        public = inspect.isfunction(function) and not name.startswith("_")
        if not public or name not in fp.presets.__all__:
            continue
        asked = [
            n
            for n, parameter in inspect.signature(function).parameters.items()
            if n not in ("around", "name") and parameter.default is parameter.empty
        ]
        given = {n: _ANY[n] for n in asked}
        for option in _NAMED.get(name, (None,)):
            chosen = {} if option is None else {"name": option}
            contract = function(around, **chosen, **given)
            call = f"`{name}`" if option is None else f"`{name}`, `{option}`"
            clauses = " + ".join([contract.base.kind, *(t.kind for t in contract.adjustments)])
            rows.append(
                [
                    call, _about(function), clauses, ", ".join(f"`{n}`" for n in asked),
                    _linked(contract.source or ""),
                ]
            )  # fmt: skip
    return [
        "## Presets",
        "`fp.presets` holds named contracts, each from a published source. What the source "
        "publishes is set; what it does not is asked for. A single scheme is an example, not a "
        "norm. Market types and commissioning styles are named in the literature, which gives no "
        "contract for them: their form is this library's reading.",
        "All take `around` first, a `fp.presets.Around` with the terms that no source publishes: "
        + ", ".join(f"`{name}`" for name in inspect.signature(Around).parameters)
        + ".",
        table(["Preset", "What it is", "Clauses", "Asks for", "Source"], rows),
    ]
