"""Which inputs of the base may differ where, and the base with what differs put in its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from fairprice.assumptions import Assumptions
from fairprice.digits import added_up
from fairprice.errors import Problem
from fairprice.rate_card.card_texts import TEXTS
from fairprice.rate_card.parts import Difference, Service, Zone

#: The section of the visit mix, over which yearly costs are spread, and the weeks they are of.
_MIX, _WEEKS = "visits", "weeks_per_year"
#: Pay is stated for a zone or a service; a time has its premium.
_PAY = "contact_pay_rate"


def may_differ(base: Assumptions, *, in_the_lines: bool) -> tuple[str, ...]:
    """Name the inputs that may differ.

    Parameters
    ----------
    base
        What holds where nothing differs.
    in_the_lines
        Whether by carers and time, which are activities within a book: then only what the
        lines take, as what is worked out over a worker's whole week stays.
    """
    fields, given = base.fields(), base.inputs()
    taken = {p for step in base.plan.of_kind("line") for p in step.parameters} - {_PAY}
    return tuple(
        name
        for name in base.plan.inputs
        if name in fields and fields[name].is_number and not isinstance(given.get(name), tuple)
        if fields[name].section != _MIX and name != _WEEKS
        if not in_the_lines or name in taken
    )


def faults_of_the_inputs(
    base: Assumptions, lists: Mapping[str, tuple[Difference, ...]]
) -> Iterator[Problem]:
    """List inputs that may not differ where they do, and those that differ in two lists."""
    fields = base.fields()
    everywhere, lines = (may_differ(base, in_the_lines=line) for line in (False, True))
    of_list = {kind: lines if kind in ("carers", "times") else everywhere for kind in lists}
    seen: dict[str, tuple[str, str]] = {}
    for kind, parts in lists.items():
        here: dict[str, tuple[str, str]] = {}
        for n, part in enumerate(parts):
            for name in part.inputs:
                where = f"{kind}.{n}.inputs.{name}"
                if name in seen:
                    yield TEXTS("differs-twice", where, one=part.name, other=seen[name][1])
                here.setdefault(name, (kind, part.name))
                if name in of_list[kind]:
                    continue
                field = fields.get(name)
                if field is not None and (field.section == _MIX or name == _WEEKS):
                    yield TEXTS("of-the-whole", where)
                elif field is not None and (field.is_table or not field.is_number):
                    yield TEXTS("not-a-single-number", where)
                elif name in everywhere:
                    yield TEXTS(
                        "not-in-the-lines", where, kind=f"{part.name!r}", known=", ".join(lines)
                    )
                else:
                    close = get_close_matches(name, everywhere, n=1)
                    yield TEXTS(
                        "not-an-input", where, close=f", such as {close[0]}" if close else ""
                    )
        seen = {**here, **seen}


def supplements(*parts: Difference) -> dict[str, float]:
    """Return the pay supplements of zone and service by the name that formulas give them."""
    words = {Zone: "zone_pay_supplement", Service: "service_pay_supplement"}
    found = dict.fromkeys(words.values(), 0.0)
    for part in parts:
        if type(part) in words:
            found[words[type(part)]] = part.terms.get("pay_supplement", 0.0)
    return found


def varied(base: Assumptions, *parts: Difference) -> Assumptions:
    """Return the base with the inputs and the pay of some parts, and their evidence.

    Raises
    ------
    AssumptionsError
        If it does not hold together.
    """
    inputs: dict[str, Any] = {}
    evidence: dict[str, Any] = {}
    for part in parts:
        inputs |= part.inputs
        evidence |= {n: entry for n, entry in part.evidence.items() if n in part.inputs}
    more = added_up(supplements(*parts).values())
    pay = base.pay
    if more and pay.pay_band_rate is not None:
        inputs["pay_band_rate"] = tuple(rate + more for rate in pay.pay_band_rate)
    elif more:
        inputs[_PAY] = inputs.get(_PAY, pay.contact_pay_rate or 0.0) + more
        evidence.pop(_PAY, None)
    if not inputs:
        return base
    changed = base.with_inputs(**inputs)
    if not evidence:
        return changed
    data = changed.model_dump(exclude_none=True)
    return Assumptions.model_validate(data | {"evidence": {**changed.evidence, **evidence}})
