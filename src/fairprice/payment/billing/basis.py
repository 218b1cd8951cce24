"""Which minutes of a visit count: planned, actual, or a rule between them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

import numpy as np

from fairprice.declare.fields import Number, by_kind, optional, required
from fairprice.errors import Problem
from fairprice.payment.billing.clause_texts import TEXTS
from fairprice.payment.billing.parts import Part, one_of
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
    approved_overrun_minutes: Number | None = optional.quantity(
        "Approved overrun",
        "minutes a visit",
        "Minutes above plan that are paid on every visit; left out, none are.",
        upper=1440,
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
    within_minutes: Number | None = optional.quantity(
        "Tolerance in minutes",
        "minutes",
        "The difference from plan that still counts as the plan.",
        upper=1440,
    )
    within_share: Number | None = optional.share(
        "Tolerance as a share",
        "share of planned minutes",
        "The difference from plan that still counts as the plan.",
    )
    otherwise: Literal["actual", "lower"] = required.choice(
        "Rule outside the band", "What counts outside: actual, or the lower of planned and actual."
    )

    def _faults(self) -> Iterator[Problem]:
        """List what is wrong between the clause's own terms."""
        terms = {"within_minutes": self.within_minutes, "within_share": self.within_share}
        yield from one_of(terms, "The band must have one width.")

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
    by_kind(),
]


class Limits(Part):
    """The fewest and the most minutes billed for one visit with any time that counts."""

    minimum_minutes: Number | None = optional.quantity(
        "Minimum billable", "minutes a visit", "The fewest minutes billed for a visit.", upper=1440
    )
    maximum_minutes: Number | None = optional.quantity(
        "Maximum billable",
        "minutes a visit",
        "The most minutes billed for a visit.",
        above=0,
        upper=10080,
    )

    def _faults(self) -> Iterator[Problem]:
        """List what is wrong between the clause's own terms."""
        low, high = self.minimum_minutes, self.maximum_minutes
        if low is None and high is None:
            yield TEXTS("empty-clause, limits", "")
        if low is not None and high is not None and low > high:
            yield TEXTS("minimum-above-maximum", "minimum_minutes", low=low, high=high)

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

    extra_carer_share: Number = required.share(
        "Extra carer share",
        "share of the first carer's price",
        "1 pays every carer in full; 0.5 pays the second half as much as the first.",
    )

    def factor(self, carers: Floats) -> Floats:
        """Price of a visit by so many carers, over the price of one."""
        return 1 + self.extra_carer_share * (carers - 1)
