"""Which minutes of a visit count: planned, actual, or a rule between them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from fairprice.assumptions.fields import Number
from fairprice.errors import Problem
from fairprice.payment.billing.parts import Part, one_of, optional, required, stated
from fairprice.types import Floats


class PlannedBasis(Part):
    """Commissioned minutes count, whatever was logged."""

    kind: Literal["planned"]

    def minutes(self, planned: Floats, actual: Floats) -> Floats:
        """Minutes that count."""
        return planned + 0 * actual

    def kinks(self, planned: Floats) -> list[Floats]:
        """Actual minutes at which the rule changes course."""
        return []


class ActualBasis(Part):
    """Logged minutes count."""

    kind: Literal["actual"]

    def minutes(self, planned: Floats, actual: Floats) -> Floats:
        """Minutes that count."""
        return actual + 0 * planned

    def kinks(self, planned: Floats) -> list[Floats]:
        """Actual minutes at which the rule changes course."""
        return []


class LowerBasis(Part):
    """The lower of planned and actual minutes counts."""

    kind: Literal["lower"]
    approved_overrun_minutes: Annotated[Number, Field(ge=0, le=1440)] | None = optional(
        "Approved overrun",
        "Minutes above plan that are paid on every visit; left out, none are.",
        unit="minutes a visit",
    )

    def minutes(self, planned: Floats, actual: Floats) -> Floats:
        """Minutes that count."""
        return np.minimum(actual, self.kinks(planned)[0])

    def kinks(self, planned: Floats) -> list[Floats]:
        """Actual minutes at which the rule changes course."""
        return [planned + (self.approved_overrun_minutes or 0.0)]


class ToleranceBasis(Part):
    """Planned minutes count if the visit came close to them, or else another rule."""

    kind: Literal["tolerance"]
    within_minutes: Annotated[Number, Field(ge=0, le=1440)] | None = optional(
        "Tolerance in minutes", "The difference from plan that still counts as the plan.",
        unit="minutes",
    )  # fmt: skip
    within_share: Annotated[Number, Field(ge=0, le=1)] | None = optional(
        "Tolerance as a share",
        "The difference from plan that still counts as the plan.",
        unit="share of planned minutes",
    )
    otherwise: Literal["actual", "lower"] = stated(
        "Rule outside the band", "What counts outside: actual, or the lower of planned and actual."
    )

    def faults(self, where: str) -> Iterator[Problem]:
        """List what is wrong between the clause's own terms."""
        terms = {"within_minutes": self.within_minutes, "within_share": self.within_share}
        yield from one_of(where, terms, "The band must have one width.")

    def _width(self, planned: Floats) -> Floats:
        if self.within_share is not None:
            return planned * self.within_share
        return np.full_like(planned, self.within_minutes or 0.0)

    def minutes(self, planned: Floats, actual: Floats) -> Floats:
        """Minutes that count."""
        outside = actual if self.otherwise == "actual" else np.minimum(actual, planned)
        # the rounding keeps a visit exactly on the edge of a share inside the band
        apart = np.round(np.abs(actual - planned) - self._width(planned), 7)
        return np.where(apart <= 0, planned, outside)

    def kinks(self, planned: Floats) -> list[Floats]:
        """Actual minutes at which the rule changes course."""
        width = self._width(planned)
        return [planned - width, planned, planned + width]


class NoBasis(Part):
    """Nothing is billed by the minute."""

    kind: Literal["none"]

    def minutes(self, planned: Floats, actual: Floats) -> Floats:
        """Minutes that count."""
        return 0 * (planned + actual)

    def kinks(self, planned: Floats) -> list[Floats]:
        """Actual minutes at which the rule changes course."""
        return []


Basis = Annotated[
    PlannedBasis | ActualBasis | LowerBasis | ToleranceBasis | NoBasis,
    Field(discriminator="kind"),
]


class Limits(Part):
    """The fewest and the most minutes billed for one visit with any time that counts."""

    minimum_minutes: Annotated[Number, Field(ge=0, le=1440)] | None = optional(
        "Minimum billable", "The fewest minutes billed for a visit.", unit="minutes a visit"
    )
    maximum_minutes: Annotated[Number, Field(gt=0, le=10080)] | None = optional(
        "Maximum billable", "The most minutes billed for a visit.", unit="minutes a visit"
    )

    def faults(self, where: str) -> Iterator[Problem]:
        """List what is wrong between the clause's own terms."""
        low, high = self.minimum_minutes, self.maximum_minutes
        if low is None and high is None:
            yield Problem(
                "empty-clause", where, "states neither minimum nor maximum.",
                "A clause without terms changes nothing.",
                "Give minimum_minutes or maximum_minutes, or remove the clause.",
            )  # fmt: skip
        if low is not None and high is not None and low > high:
            yield Problem(
                "minimum-above-maximum", f"{where}.minimum_minutes",
                f"{low:g} is above the maximum of {high:g}.",
                "No visit could meet both.", "Lower the minimum or raise the maximum.",
            )  # fmt: skip

    def held(self, minutes: Floats, counted: Floats) -> Floats:
        """Hold minutes within the limits; a visit with no time that counts stays at zero."""
        low = 0.0 if self.minimum_minutes is None else self.minimum_minutes
        high = np.inf if self.maximum_minutes is None else self.maximum_minutes
        return np.where(counted > 0, np.clip(minutes, low, high), minutes)

    def edges(self) -> list[float]:
        """The limits that are stated."""
        return [x for x in (self.minimum_minutes, self.maximum_minutes) if x is not None]


class ExtraCarers(Part):
    """What a second carer, and every further one, is paid."""

    extra_carer_share: float = required(
        "Extra carer share",
        "share of the first carer's price",
        "1 pays every carer in full; 0.5 pays the second half as much as the first.",
        upper=1,
    )

    def factor(self, carers: Floats) -> Floats:
        """Price of a visit by so many carers, over the price of one."""
        return 1 + self.extra_carer_share * (carers - 1)
