"""Sources of uncertainty of a year, and how they go together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from fairprice.errors import Problem
from fairprice.payment.cohort.cohort_texts import TEXTS

#: Sources of uncertainty; each has a random stream of its own.
SOURCES = (
    "volume",
    "length",
    "need",
    "outcome skill",
    "outcome chance",
    "price",
    "delay",
)
_ROUNDING = 1e-6


def correlation_matrix(correlations: Mapping[str, float]) -> NDArray[np.float64]:
    """Return the correlations of the year-level sources; shape (sources, sources)."""
    matrix = np.eye(len(SOURCES))
    for pair, value in correlations.items():
        first, second = (SOURCES.index(name.strip()) for name in pair.split(","))
        matrix[first, second] = matrix[second, first] = value
    return matrix


def correlation_faults(correlations: Mapping[str, float]) -> Iterator[Problem]:
    """List what is wrong with the correlations."""
    usable = True
    seen: dict[frozenset[str], str] = {}
    for pair, value in correlations.items():
        names = [name.strip() for name in pair.split(",")]
        if (first := seen.setdefault(frozenset(names), pair)) != pair:
            usable = False
            yield TEXTS("given-twice", f"correlations.{pair}", first=first)
        if len(set(names)) != 2 or not set(names) <= set(SOURCES) or not -1 <= value <= 1:
            usable = False
            yield TEXTS(
                "bad-correlation", f"correlations.{pair}", value=value, known=", ".join(SOURCES)
            )
    if usable and np.linalg.eigvalsh(correlation_matrix(correlations)).min() < -_ROUNDING:
        yield TEXTS("impossible-correlations", "correlations")
