"""What every clause of a billing contract shares: how it is declared, and how bands work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from fairprice.declare.fields import Number, bounds
from fairprice.declare.model import Declared
from fairprice.errors import Problem
from fairprice.payment.billing.clause_texts import TEXTS
from fairprice.types import Floats

EdgeSide = Literal["lower band", "upper band"]
Money = Annotated[Number, bounds(lower=0, upper=100_000)]
HourlyRate = Annotated[Number, bounds(lower=0, upper=1_000)]
Multiplier = Annotated[Number, bounds(lower=0, upper=10)]
Edge = Annotated[Number, bounds(above=0, upper=100_000)]

#: Minutes worked out from seconds, or added up, miss a whole unit by rounding noise; a
#: ten-millionth of a unit is far below what any clock records.
NOISE = 1e-7

EDGE_SIDE = "Where a value exactly on an edge falls; contracts differ, so it is stated."


class Part(Declared):
    """One clause of a billing contract."""

    why_known: ClassVar[str] = "A term that is not known would be silently left out of every bill."


def band_of(values: Any, edges: Sequence[float], edge_belongs_to: str) -> NDArray[np.intp]:
    """Number the band of each value, from 0; between two edges lies one band."""
    side: Any = "right" if edge_belongs_to == "upper band" else "left"
    return np.asarray(np.searchsorted(np.asarray(edges), np.round(values, 7), side=side))


def band_faults(edges_name: str, edges: Sequence[float], **tables: Any) -> Iterator[Problem]:
    """List bands that do not rise, or tables that do not have one entry a band.

    A table that is ``None`` is not looked at.
    """
    if any(upper <= lower for lower, upper in pairwise(edges)):
        yield TEXTS("edges-do-not-rise", edges_name, edges=_listed(edges))
    for name, table in tables.items():
        if table is not None and len(table) != len(edges) + 1:
            yield TEXTS(
                "wrong-number-of-bands", name, found=len(table), edges=len(edges),
                bands=len(edges) + 1,
            )  # fmt: skip


def one_of(terms: dict[str, Any], why: str) -> Iterator[Problem]:
    """List a fault unless exactly one of the terms is given."""
    given = [name for name, value in terms.items() if value is not None]
    if len(given) != 1:
        found = f"both {' and '.join(given)}" if given else "none of them"
        yield TEXTS("give-exactly-one", "", found=found, why=why, names=", ".join(terms))


def snapped(units: Any) -> Floats:
    """Take away the rounding noise next to whole numbers and halves."""
    halves = np.rint(np.asarray(units, dtype=float) * 2) / 2
    return np.asarray(np.where(np.abs(units - halves) < NOISE, halves, units))


def _listed(values: Sequence[float]) -> str:
    return ", ".join(f"{value:g}" for value in values)
