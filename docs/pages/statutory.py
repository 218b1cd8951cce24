"""The register page: every statutory value with its dates, source and certainty."""

from __future__ import annotations

from typing import Any

import fairprice as fp
from fairprice.statutory import NATIONS, Gap, StatutoryValue, load_register
from fairprice.statutory.records import last_day
from pages.markdown import anchor, beginning, table


def statutory() -> str:
    """Every parameter of the statutory register with its values, sources and gaps."""
    register = load_register()
    spans = {name: _distinct(register, name) for name in register.names()}
    summary = []
    for name, held in spans.items():
        gaps = sum(isinstance(span, Gap) for span in held)
        first, last = min(s.valid_from for s in held), max(map(last_day, held))
        covered = f"from {first}" if _stands(held) else f"{first} to {last}"
        summary.append(
            [
                f"[`{name}`]({anchor(name)})", held[0].label, held[0].unit, covered,
                str(gaps) if gaps else "none",
            ]
        )  # fmt: skip
    parts = beginning(
        "Statutory register",
        "Every value that comes with the package, with the days on which it is in force (both "
        "included), its source, how sure it is that it is the law, and how well the figure is "
        "attested. Rates are shares: 0.15 is 15 %. Outside these days the library raises an "
        "error that names the nearest date known; nothing is extrapolated. A declared gap says "
        "why there is no value.",
        "*Certainty* is one of three words. **Enacted**: in force, or made and dated. "
        "**Announced**: said to come, by whom and when. **Standing**: law without an end date in "
        "its source, of which no change was known on the day it was checked. A row that runs "
        "*until it is changed* is enacted to the day it names, and standing after it. A fourth "
        "word, *assumed*, is kept for values that a party lays over the register: "
        "[Use another year or policy](../how-to/use-another-year-or-policy.md).",
        "Limits by the week and month are those that the law sets for the period. Where only the "
        "year's was found, they follow from it, rounded to the pound, and say *derived*.",
        "*Attested* begins with *unconfirmed* where the figure was found only with others than "
        "those who set or publish it, such as blogs and aggregators. No index is made of such a "
        "figure, and no price reads one.",
        "Beside statute, the register holds published commitments, pay scales and fees, such as "
        "the Real Living Wage, NHS bands and CQC fees; they bind only those who signed up to "
        "them or must pay them.",
        table(["Name", "Label", "Unit", "Covered", "Declared gaps"], summary),
    )
    for name, held in spans.items():
        headings = ["From", "To", "Value", "Nations", "Source", "Certainty", "Attested", "Checked"]
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
    days = [str(span.valid_from), str(span.valid_to or "until it is changed")]
    if isinstance(span, Gap):
        return [*days, "none (gap)", nations, span.reason, "", "", ""]
    source = f"[{span.source_title}]({span.source_address})"
    value = _amount(span.value, span.unit)
    sure = span.certainty_in_words
    if span.stands_after:
        sure += f" to {span.stands_after}, then standing"
    return [*days, value, nations, source, sure, span.attested, str(span.checked)]


def _stands(spans: list[StatutoryValue | Gap]) -> bool:
    return any(span.valid_to is None for span in spans)


def _amount(value: float, unit: str) -> str:
    """Write money in pounds and pence, unless it is whole pounds by the year."""
    if not unit.startswith("GBP") or round(value, 2) != value:
        return f"{value:.10g}"
    return f"{value:,.0f}" if value >= 1000 and value == int(value) else f"{value:,.2f}"
