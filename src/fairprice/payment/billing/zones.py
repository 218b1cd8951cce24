"""Prices by where the person lives: bands of distance, postcode districts, named zones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from fairprice.assumptions.fields import Text
from fairprice.errors import Problem
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
    optional,
    stated,
)
from fairprice.types import Floats

WHY_ONE = "A zone sets either the hourly rate itself or what the price is multiplied by."
_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)(?:[0-9][A-Z]{2})?")


def _rates() -> Any:
    return optional("Hourly rates", "Rate of each zone, in place of the tariff's.", unit="GBP/h")


def _multipliers() -> Any:
    return optional("Multipliers", "What each zone's price is multiplied by.", unit="ratio")


class DistanceZones(Part):
    """Bands of distance."""

    kind: Literal["distance"]
    edges_miles: Annotated[tuple[Edge, ...], Field(min_length=1, max_length=50)] = stated(
        "Edges of the distance bands", "Miles, rising.", unit="miles"
    )
    edge_belongs_to: EdgeSide = stated("Side of an edge", EDGE_SIDE)
    hourly_rates: tuple[HourlyRate, ...] | None = _rates()
    multipliers: tuple[Multiplier, ...] | None = _multipliers()

    column: ClassVar[str] = "miles"

    def faults(self, where: str) -> Iterator[Problem]:
        """List what is wrong between the clause's own terms."""
        tables = {"hourly_rates": self.hourly_rates, "multipliers": self.multipliers}
        yield from one_of(where, tables, WHY_ONE)
        yield from band_faults(where, "edges_miles", self.edges_miles, **tables)

    def values(self, miles: Floats) -> Floats:
        """Hourly rate, or multiplier, of each visit."""
        table = self.multipliers if self.hourly_rates is None else self.hourly_rates
        return np.asarray(table)[band_of(miles, self.edges_miles, self.edge_belongs_to)]


class _NamedZones(Part):
    """Zones with names."""

    hourly_rates: Annotated[dict[Text, HourlyRate], Field(min_length=1)] | None = _rates()
    multipliers: Annotated[dict[Text, Multiplier], Field(min_length=1)] | None = _multipliers()

    def faults(self, where: str) -> Iterator[Problem]:
        """List what is wrong between the clause's own terms."""
        tables = {"hourly_rates": self.hourly_rates, "multipliers": self.multipliers}
        yield from one_of(where, tables, WHY_ONE)

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
    districts: Annotated[dict[Text, Text], Field(min_length=1)] = stated(
        "Zone of each postcode district", "District and zone.", unit="zone"
    )

    column: ClassVar[str] = "postcode"

    def faults(self, where: str) -> Iterator[Problem]:
        """List what is wrong between the clause's own terms."""
        yield from super().faults(where)
        for district, zone in self.districts.items():
            if _district(district) != district:
                yield Problem(
                    "not-a-district", f"{where}.districts.{district}",
                    "is not a postcode district.", "A postcode is matched by its first part.",
                    "Give the first part in capitals, such as EX1 or SW1A.",
                )  # fmt: skip
            if self.table and zone not in self.table:
                yield Problem(
                    "unknown-zone", f"{where}.districts.{district}",
                    f"{zone!r} has no rate or multiplier.", "A visit there would have no price.",
                    f"Give one of {', '.join(self.table)}, or add the zone.",
                )  # fmt: skip

    def value_of(self, place: Any) -> float:
        """Hourly rate, or multiplier, of a place; NaN where it lies in no zone."""
        return self.table.get(self.districts.get(_district(place), ""), np.nan)


Zones = Annotated[DistanceZones | NameZones | PostcodeZones, Field(discriminator="kind")]


def _district(postcode: Any) -> str:
    """First part of a postcode, given in full or alone; empty for anything else."""
    found = _POSTCODE.fullmatch("".join(str(postcode).upper().split()))
    return found.group(1) if found else ""
