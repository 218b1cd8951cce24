"""The register page: every statutory value with its dates, source and certainty."""

from __future__ import annotations

from typing import Any

import fairprice as fp
from fairprice.statutory import NATIONS, Gap, StatutoryValue, load_register
from pages.markdown import anchor, beginning, table


def statutory() -> str:
    """Every parameter of the statutory register with its values, sources and gaps."""
    register = load_register()
    spans = {name: _distinct(register, name) for name in register.names()}
    summary = []
    for name, held in spans.items():
        gaps = sum(isinstance(span, Gap) for span in held)
        first, last = min(s.valid_from for s in held), max(s.valid_to for s in held)
        summary.append(
            [
                f"[`{name}`]({anchor(name)})", held[0].label, held[0].unit,
                f"{first} to {last}", str(gaps) if gaps else "none",
            ]
        )  # fmt: skip
    parts = beginning(
        "Statutory register",
        "Every value that comes with the package, with the days on which it is in force (both "
        "included), its source and how well it is attested. Rates are shares: 0.15 is 15 %. "
        "Outside these days the library raises an error that names the nearest date known; "
        "nothing is extrapolated. A declared gap says why there is no value.",
        "*Certainty* says in words how well a value is attested. Beside statute, the register "
        "holds published commitments, pay scales and fees, such as the Real Living Wage, NHS "
        "bands and CQC fees; they bind only those who signed up to them or must pay them.",
        table(["Name", "Label", "Unit", "Covered", "Declared gaps"], summary),
    )
    for name, held in spans.items():
        headings = ["From", "To", "Value", "Nations", "Source", "Certainty", "Checked"]
        parts += [
            f"## {name}",
            f"{held[0].label}. Unit: {held[0].unit}.",
            table(headings, map(_span_row, held)),
        ]
    return "\n\n".join(parts) + "\n"


def _distinct(register: Any, name: str) -> list[StatutoryValue | Gap]:
    """The spans of all nations, each once, in order of dates."""
    found: list[StatutoryValue | Gap] = []
    for nation in NATIONS:
        try:
            held = register.spans(name, nation)
        except fp.UnknownParameterError:
            continue
        found += [span for span in held if span not in found]
    return sorted(found, key=lambda span: (span.valid_from, span.nations))


def _span_row(span: StatutoryValue | Gap) -> list[str]:
    nations = "all" if set(span.nations) == set(NATIONS) else ", ".join(span.nations)
    days = [str(span.valid_from), str(span.valid_to)]
    if isinstance(span, Gap):
        return [*days, "none (gap)", nations, span.reason, "", ""]
    source = f"[{span.source_title}]({span.source_address})"
    value = _amount(span.value, span.unit)
    return [*days, value, nations, source, span.certainty, str(span.checked)]


def _amount(value: float, unit: str) -> str:
    """Write money in pounds and pence, unless it is whole pounds by the year."""
    if not unit.startswith("GBP") or round(value, 2) != value:
        return f"{value:.10g}"
    return f"{value:,.0f}" if value >= 1000 and value == int(value) else f"{value:,.2f}"
