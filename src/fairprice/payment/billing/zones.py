"""Prices by where the person lives: bands of distance, postcode districts, named zones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

import numpy as np

from fairprice.declare.fields import Column, Text, by_kind, entries, optional, required
from fairprice.errors import Problem
from fairprice.payment.billing.clause_texts import TEXTS
from fairprice.payment.billing.parts import (
    EDGE_SIDE,
    Edge,
    EdgeSide,
    HourlyRate,
    Multiplier,
    Part,
    band_faults,
    band_of,
    one_of,
)
from fairprice.types import Floats

WHY_ONE = "A zone sets either the hourly rate itself or what the price is multiplied by."
#: A district, alone, with a sector behind a space, or in a whole postcode.
_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)(?: ?[0-9][A-Z]{2}| [0-9])?")


def _rates() -> Any:
    return optional.several(
        "money", "Hourly rates", "GBP/h", "Rate of each zone, in place of the tariff's."
    )


def _multipliers() -> Any:
    return optional.several(
        "quantity", "Multipliers", "ratio", "What each zone's price is multiplied by."
    )


class DistanceZones(Part):
    """Bands of distance."""

    kind: Literal["distance"]
    edges_miles: Column[Edge] = required.several(
        "quantity", "Edges of the distance bands", "miles", "Miles, rising."
    )
    edge_belongs_to: EdgeSide = required.choice("Side of an edge", EDGE_SIDE)
    hourly_rates: tuple[HourlyRate, ...] | None = _rates()
    multipliers: tuple[Multiplier, ...] | None = _multipliers()

    column: ClassVar[str] = "miles"

    def _faults(self) -> Iterator[Problem]:
        """List what is wrong between the clause's own terms."""
        tables = {"hourly_rates": self.hourly_rates, "multipliers": self.multipliers}
        yield from one_of(tables, WHY_ONE)
        yield from band_faults("edges_miles", self.edges_miles, **tables)

    def values(self, miles: Floats) -> Floats:
        """Hourly rate, or multiplier, of each visit."""
        table = self.multipliers if self.hourly_rates is None else self.hourly_rates
        return np.asarray(table)[band_of(miles, self.edges_miles, self.edge_belongs_to)]


class _NamedZones(Part):
    """Zones with names."""

    hourly_rates: Annotated[dict[Text, HourlyRate], entries(most=None)] | None = _rates()
    multipliers: Annotated[dict[Text, Multiplier], entries(most=None)] | None = _multipliers()

    def _faults(self) -> Iterator[Problem]:
        """List what is wrong between the clause's own terms."""
        tables = {"hourly_rates": self.hourly_rates, "multipliers": self.multipliers}
        yield from one_of(tables, WHY_ONE)

    @property
    def table(self) -> dict[str, float]:
        """Hourly rate, or multiplier, of each zone."""
        return (self.multipliers if self.hourly_rates is None else self.hourly_rates) or {}

    def value_of(self, place: Any) -> float:
        """Hourly rate, or multiplier, of a place; NaN where it lies in no zone."""
        return self.table.get(str(place).strip(), np.nan)


class NameZones(_NamedZones):
    """Zones that each visit names."""

    kind: Literal["name"]

    column: ClassVar[str] = "zone"


class PostcodeZones(_NamedZones):
    """Zones made of postcode districts, such as EX1 or SW1A."""

    kind: Literal["postcode"]
    districts: Annotated[dict[Text, Text], entries(most=None)] = required.several(
        "text", "Zone of each postcode district", "zone", "District and zone."
    )

    column: ClassVar[str] = "postcode"

    def _faults(self) -> Iterator[Problem]:
        """List what is wrong between the clause's own terms."""
        yield from super()._faults()
        for district, zone in self.districts.items():
            if _district(district) != district:
                yield TEXTS("not-a-district", f"districts.{district}")
            if self.table and zone not in self.table:
                yield TEXTS(
                    "unknown-zone", f"districts.{district}", zone=zone,
                    known=", ".join(self.table),
                )  # fmt: skip

    def value_of(self, place: Any) -> float:
        """Hourly rate, or multiplier, of a place; NaN where it lies in no zone."""
        return self.table.get(self.districts.get(_district(place), ""), np.nan)


Zones = Annotated[DistanceZones | NameZones | PostcodeZones, by_kind()]


def _district(postcode: Any) -> str:
    """First part of a postcode, sector or district; empty for anything else.

    The space counts: "EX1 1" is a sector of EX1, "EX11" is another district.
    """
    found = _POSTCODE.fullmatch(" ".join(str(postcode).upper().split()))
    return found.group(1) if found else ""
