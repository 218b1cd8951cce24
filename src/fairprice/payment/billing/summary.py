"""Planned, actual and billed minutes beside each other, by length of visit."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from fairprice.declare.arguments import Arguments
from fairprice.errors import Problem
from fairprice.payment.billing.parts import band_of
from fairprice.types import Floats

_WHY_BANDS = "A visit must fall in exactly one band."
LENGTH_EDGES = (15.0, 30.0, 45.0, 60.0)
_TOTALS = ["planned_minutes", "actual_minutes", "billable_minutes", "price"]


def length_bands(
    minutes: Floats, edges: Sequence[float] = LENGTH_EDGES
) -> tuple[NDArray[np.intp], list[str]]:
    """Number the band of each length, and name the bands; one on an edge belongs below it."""
    names = [f"up to {edges[0]:g}"] if edges else []
    names += [f"over {low:g} to {high:g}" for low, high in pairwise(edges)]
    return band_of(minutes, edges, "lower band"), [*names, f"over {[0.0, *edges][-1]:g}"]


def summarised(priced: pd.DataFrame, edges_minutes: Sequence[float]) -> pd.DataFrame:
    """Add up priced visits by planned length; see ``Billing.summary``."""
    edges = list(edges_minutes)
    problems = [
        Problem(
            "missing-column", f"priced.{name}", "is missing.",
            "The totals are taken from priced visits.", "Give what price() returned.",
        )
        for name in _TOTALS
        if name not in priced.columns
    ]  # fmt: skip
    read = Arguments()
    read.note(*problems)
    numbers = read.positives("edges_minutes", edges, "minutes", _WHY_BANDS).ravel()
    if (np.diff(numbers) <= 0).any():
        read.note(
            Problem(
                "edges-do-not-rise", "edges_minutes", f"{edges} do not rise.", _WHY_BANDS,
                "List rising lengths in minutes.",
            )
        )  # fmt: skip
    read.done()
    band, names = length_bands(priced["planned_minutes"].to_numpy(), edges)
    table = pd.DataFrame(index=pd.Index([*names, "all"], name="planned_length"))

    def totals(weights: Floats | None) -> list[float]:
        added = np.bincount(band, weights=weights, minlength=len(edges) + 1)
        return [*added, added.sum()]

    table["visits"] = [int(count) for count in totals(None)]
    for name in _TOTALS:
        table[name] = totals(priced[name].to_numpy(dtype=float))
    table.insert(4, "delivery_gap_minutes", table["planned_minutes"] - table["actual_minutes"])
    table.insert(5, "wage_gap_minutes", table["actual_minutes"] - table["billable_minutes"])
    hours = (table["actual_minutes"] / 60).to_numpy()
    table["price_per_actual_hour"] = np.divide(
        table["price"].to_numpy(), hours, out=np.full(len(hours), np.nan), where=hours > 0
    )
    return table
