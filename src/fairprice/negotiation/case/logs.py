"""The assumptions log and the decision log of government analysts, from the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from fairprice.assumptions import Assumptions, Evidence
from fairprice.assumptions.checks import TABLES
from fairprice.assumptions.evidence import in_words
from fairprice.assumptions.sections import INPUTS
from fairprice.cost import OpenBook, Position, as_book
from fairprice.declare.takes import one, several, takes
from fairprice.negotiation.bargaining.records import Decision
from fairprice.negotiation.uncertainty.sensitivity import one_way_sensitivity
from fairprice.statutory import Law

#: Inputs that say nothing without one another.
_PAIRS = (
    *TABLES,
    *((f.goes_with, n) for n, f in INPUTS.items() if f.goes_with in INPUTS and not f.table),
)
NOT_MEASURED = "not measured"
_NO_EFFECT = "The price per hour does not rest on it."


def measured_impact(book: OpenBook) -> pd.DataFrame:
    """Measure what the evidence ranges do to the price.

    Parameters
    ----------
    book
        The open book.

    Returns
    -------
    pandas.DataFrame
        As :func:`fairprice.one_way_sensitivity`, with ``impact_rating``; empty where no
        input has a range.

    Notes
    -----
    High: the range moves the price by no less than the planned return per hour, so that
    being wrong could use it up. Low: by less than a penny. Medium: between the two.
    """
    ranged = {
        name: (entry.low, entry.high)
        for name, entry in book.assumptions.evidence.items()
        if entry.low is not None and name in book.plan.inputs
    }
    if not ranged:
        return pd.DataFrame(columns=["swing", "impact_rating"])
    table = one_way_sensitivity(book, ranged)
    planned = float(book.value("return_on_operations"))
    ratings = [
        "low" if swing < 0.01 else "high" if swing >= planned else "medium"
        for swing in table["swing"]
    ]
    return table.assign(impact_rating=ratings)


def contested_first(party: Assumptions) -> list[str]:
    """List the inputs a party gives, in their order, those contested by either side first.

    Parameters
    ----------
    party
        What the party states.
    """
    return sorted(party.inputs(), key=lambda name: name not in party.contested)


def assumptions_log(book: Position, *, law: Law = None) -> pd.DataFrame:
    """Write the assumptions log: every input with its evidence and measured impact.

    Parameters
    ----------
    book
        An open book, or the assumptions of one.
    law
        The law in force, for assumptions: the path of a law file, or rates made by
        :func:`fairprice.statutory_rates`; by default the register's values on the price
        date. A book has its own.

    Returns
    -------
    pandas.DataFrame
        One row an input, contested ones first, in the fifteen columns of the log of the
        Aqua Book (HM Treasury): ID, depends on, description, evidence, impact if wrong,
        range, links, last review, internal reviewer and its date, external reviewer and
        its date, next review, quality rating, impact rating. Text; empty where nothing is
        known. Impact is measured over the evidence range, never judged.
    """
    book = as_book(book, law)
    party = book.assumptions
    given = party.inputs()
    impact = measured_impact(book)
    names = contested_first(party)
    ids = {name: f"A{number}" for number, name in enumerate(given, start=1)}
    rows = [
        _row(book, name, given[name], party.evidence.get(name, Evidence()), ids, impact)
        for name in names
    ]
    return pd.DataFrame(rows).set_index("ID")


def _row(
    book: OpenBook,
    name: str,
    value: Any,
    known: Evidence,
    ids: Mapping[str, str],
    impact: pd.DataFrame,
) -> dict[str, str]:
    field = book.assumptions.fields()[name]
    beside = [other for group in _PAIRS if name in group for other in group if other != name]
    evidence = [part for part in (known.basis, known.document, known.note) if part]
    rating, wrong = NOT_MEASURED, f"{NOT_MEASURED}: no range is given"
    if name in impact.index:
        row = impact.loc[name]
        rating = str(row["impact_rating"])
        wrong = (
            f"{row['swing']:.2f} GBP per contact hour: {row['price_at_low']:.2f} at the low end, "
            f"{row['price_at_high']:.2f} at the high end"
        )
    elif name not in book.plan.inputs:
        decides = field.kind in ("choice", "day")
        rating = NOT_MEASURED if decides else "none"
        wrong = "It decides which law or calculation applies." if decides else _NO_EFFECT
    return {
        "ID": ids[name],
        "Depends on": ", ".join(ids[other] for other in beside if other in ids),
        "Description": f"{field.label}: {in_words(value)} ({field.unit}). {field.description}",
        "Evidence": ". ".join(evidence),
        "Impact if wrong": wrong,
        "Range": "" if known.low is None else f"{in_words(known.low)} to {in_words(known.high)}",
        "Links": known.link or "",
        "Last review": _day(known.last_review),
        "Internal reviewer": known.internal_reviewer or "",
        "Internal review date": _day(known.internal_review),
        "External reviewer": known.external_reviewer or "",
        "External review date": _day(known.external_review),
        "Next review": _day(known.next_review),
        "Quality rating": known.quality or "not rated",
        "Impact rating": rating,
    }


def _day(day: Any) -> str:
    return "" if day is None else str(day)


@takes(decisions=several(one(Decision, wanted=""), "a list of fairprice.Decision"))
def decision_log(decisions: Iterable[Decision]) -> pd.DataFrame:
    """Tabulate decisions in the order of their dates.

    Parameters
    ----------
    decisions
        In any order.

    Returns
    -------
    pandas.DataFrame
        One row a decision: ``date``, ``decision``, ``reason``, ``who``, ``effect``.
    """
    rows = [
        {
            "date": entry.day,
            "decision": entry.decision,
            "reason": entry.reason,
            "who": entry.who,
            "effect": entry.effect or "",
        }
        for entry in sorted(decisions, key=lambda entry: entry.day)
    ]
    columns = ["date", "decision", "reason", "who", "effect"]
    return pd.DataFrame(rows, columns=columns)
