"""The log of a survey: every step from the returns to the headline, with its effect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from fairprice.calculation import PRICE_LINES
from fairprice.survey.changes import Rebasing
from fairprice.survey.lines import labels
from fairprice.survey.records import Amendment, Exclusion
from fairprice.survey.returns import Return

COLUMNS = [
    "step", "provider", "line", "original", "final", "query", "reply", "who", "why", "headline",
    "effect",
]  # fmt: skip
_FIGURES = ("original", "final", "headline", "effect")
RETURNED, FOLDED, AMENDED, EXCLUDED, REBASED = (
    "returned", "folded", "amended", "excluded", "re-based",
)  # fmt: skip


def log_of(
    returns: Sequence[Return],
    amendments: Sequence[Amendment],
    exclusions: Sequence[Exclusion],
    rebasing: Rebasing | None,
    figures: Iterator[float],
) -> pd.DataFrame:
    """List every step; see ``Survey.log``.

    Parameters
    ----------
    returns, amendments, exclusions, rebasing
        Of the survey.
    figures
        The headline used as returned, after each amendment, each exclusion and the re-basing.
    """
    returned = next(figures)
    rows: list[dict[str, Any]] = [
        {"step": RETURNED, "why": f"{len(returns)} returns as read", "headline": returned}
    ]
    rows += [
        {
            "step": FOLDED, "provider": given.provider, "line": "Other overheads",
            "why": f"{', '.join(given.folded)}: labels of the provider's own",
            "headline": returned,
        }
        for given in returns if given.folded
    ]  # fmt: skip
    rows += [
        {
            "step": AMENDED, "provider": change.provider, "line": labels()[change.row],
            "original": change.original, "final": change.final, "query": change.query,
            "reply": change.reply, "who": change.who, "why": change.why,
            "headline": next(figures),
        }
        for change in amendments
    ]  # fmt: skip
    rows += [
        {
            "step": EXCLUDED, "provider": gone.provider,
            "line": "all" if gone.row is None else labels()[gone.row], "who": gone.who,
            "why": gone.reason, "headline": next(figures),
        }
        for gone in exclusions
    ]  # fmt: skip
    if rebasing is not None:
        rows += [{"step": REBASED, "line": line, "why": why} for line, why in _by_index(rebasing)]
        rows[-1]["headline"] = next(figures)
    table = pd.DataFrame(rows, columns=COLUMNS)
    for column in _FIGURES[:3]:
        table[column] = table[column].astype(float)
    # of several indices, each is part of the re-basing, whose figure the last one has
    following = table["headline"].bfill()
    table["headline"] = following
    table["effect"] = following.diff().fillna(0.0)
    words = [column for column in COLUMNS if column not in _FIGURES]
    held = table[words].astype(object)
    table[words] = held.where(held.notna(), "")
    return table


def _by_index(rebasing: Rebasing) -> list[tuple[str, str]]:
    """Name each index once, with the lines that it raises."""
    held: dict[str, list[str]] = {}
    for row, indices in rebasing.by_row.items():
        for day, index in indices.items():
            since = f"from {day} " if day is not None else ""
            why = f"{since}to {rebasing.to}: {index.name}, {index.change:+.4%}; {index.source}"
            held.setdefault(why, []).append(labels()[row])
    return [
        ("all lines" if len(lines) == len(PRICE_LINES) else ", ".join(lines), why)
        for why, lines in held.items()
    ]


def steps_of(log: pd.DataFrame) -> list[tuple[str, str, float]]:
    """Say each step of a log on one line: what it is, what was done, the headline after it."""
    rows: list[Any] = list(log.itertuples())
    return [(row.step, _in_words(row), float(row.headline)) for row in rows]


def _in_words(row: Any) -> str:
    about = ", ".join(part for part in (row.provider, row.line) if part)
    change = ""
    if row.step == AMENDED:
        before = "blank" if np.isnan(row.original) else f"{row.original:.2f}"
        change = f"{before} to {row.final:.2f}: "
    return f"{about}: {change}{row.why}" if about else f"{change}{row.why}"
