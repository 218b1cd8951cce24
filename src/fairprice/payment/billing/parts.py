"""What every clause of a billing contract shares: how it is declared, and how bands work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from fairprice.assumptions.fields import Number, Section
from fairprice.errors import Problem
from fairprice.types import Floats

EdgeSide = Literal["lower band", "upper band"]
Money = Annotated[Number, Field(ge=0, le=100_000)]
HourlyRate = Annotated[Number, Field(ge=0, le=1_000)]
Multiplier = Annotated[Number, Field(ge=0, le=10)]
Share = Annotated[Number, Field(ge=0, le=1)]
Edge = Annotated[Number, Field(gt=0, le=100_000)]

#: Minutes worked out from seconds, or added up, miss a whole unit by rounding noise; a
#: ten-millionth of a unit is far below what any clock records.
NOISE = 1e-7

WHY_BANDS = "A visit must fall in exactly one band, or it has no price."
EDGE_SIDE = "Where a value exactly on an edge falls; contracts differ, so it is stated."


class Part(Section):
    """One clause of a billing contract."""

    def faults(self, where: str) -> Iterator[Problem]:
        """List what is wrong between the clause's own terms."""
        yield from ()


def required(
    label: str,
    unit: str,
    description: str,
    *,
    lower: float | None = 0,
    above: float | None = None,
    upper: float | None = None,
) -> Any:
    """Declare a number that a contract with this clause must state."""
    return Field(
        title=label,
        description=description,
        ge=None if above is not None else lower,
        gt=above,
        le=upper,
        json_schema_extra={"unit": unit},
    )


def stated(label: str, description: str, *, unit: str = "choice") -> Any:
    """Declare a choice or table that a contract with this clause must state."""
    return Field(title=label, description=description, json_schema_extra={"unit": unit})


def optional(label: str, description: str, *, unit: str = "choice", default: Any = None) -> Any:
    """Declare a term that a contract may leave out."""
    return Field(
        default=default, title=label, description=description, json_schema_extra={"unit": unit}
    )


def band_of(values: Any, edges: Sequence[float], edge_belongs_to: str) -> NDArray[np.intp]:
    """Number the band of each value, from 0; between two edges lies one band."""
    side: Any = "right" if edge_belongs_to == "upper band" else "left"
    return np.asarray(np.searchsorted(np.asarray(edges), np.round(values, 7), side=side))


def band_faults(where: str, edges_name: str, edges: Sequence[float], **tables: Any) -> Any:
    """List bands that do not rise, or tables that do not have one entry a band.

    A table that is ``None`` is not looked at.
    """
    if any(upper <= lower for lower, upper in pairwise(edges)):
        yield Problem(
            "edges-do-not-rise", f"{where}.{edges_name}", f"{_listed(edges)} do not rise.",
            WHY_BANDS, "List the edges from the lowest to the highest, each once.",
        )  # fmt: skip
    for name, table in tables.items():
        if table is not None and len(table) != len(edges) + 1:
            yield Problem(
                "wrong-number-of-bands", f"{where}.{name}",
                f"has {len(table)} entries for {len(edges) + 1} bands.", WHY_BANDS,
                f"Give one entry a band: {len(edges)} edges make {len(edges) + 1} bands.",
            )  # fmt: skip


def one_of(where: str, terms: dict[str, Any], why: str) -> Iterator[Problem]:
    """List a fault unless exactly one of the terms is given."""
    given = [name for name, value in terms.items() if value is not None]
    if len(given) != 1:
        found = f"states both {' and '.join(given)}." if given else "states none of them."
        yield Problem(
            "give-exactly-one", where, found, why, f"Give exactly one of {', '.join(terms)}."
        )


def snapped(units: Any) -> Floats:
    """Take away the rounding noise next to whole numbers and halves."""
    halves = np.rint(np.asarray(units, dtype=float) * 2) / 2
    return np.asarray(np.where(np.abs(units - halves) < NOISE, halves, units))


def _listed(values: Sequence[float]) -> str:
    return ", ".join(f"{value:g}" for value in values)
