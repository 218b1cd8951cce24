"""How a measured result turns into a share of what is at risk: g(x)."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from pydantic import Field, model_validator

from fairprice.assumptions.fields import Number, Section
from fairprice.payment.contract.words import percent
from fairprice.types import Floats

_Share = Annotated[Number, Field(ge=0, le=1)]


class AllOrNothing(Section):
    """All of it when the target is reached, nothing otherwise."""

    kind: Literal["all or nothing"] = "all or nothing"
    target: _Share

    def __call__(self, result: Floats) -> Floats:
        """Return the share paid; same shape as ``result``."""
        return np.where(result >= self.target, 1.0, 0.0)

    def clause(self) -> str:
        """Say it in words."""
        return f"all of it when {percent(self.target)} is reached, nothing otherwise"


class Proportional(Section):
    """In proportion to the target, up to a cap."""

    kind: Literal["proportional"] = "proportional"
    target: Annotated[Number, Field(gt=0, le=1)]
    cap: Annotated[Number, Field(ge=0)] | None = None

    def __call__(self, result: Floats) -> Floats:
        """Return the share paid; same shape as ``result``."""
        paid = result / self.target
        return paid if self.cap is None else np.minimum(paid, self.cap)

    def clause(self) -> str:
        """Say it in words."""
        capped = "" if self.cap is None else f", at most {percent(self.cap)} of it"
        return f"in proportion to a target of {percent(self.target)}{capped}"


class ClippedLinear(Section):
    """Nothing up to a lower result, then rising to the most at an upper one."""

    kind: Literal["clipped linear"] = "clipped linear"
    lower: _Share
    upper: _Share
    most: Annotated[Number, Field(ge=0)]

    @model_validator(mode="after")
    def _rising(self) -> ClippedLinear:
        if self.upper <= self.lower:
            raise ValueError("upper must be above lower")
        return self

    def __call__(self, result: Floats) -> Floats:
        """Return the share paid; same shape as ``result``."""
        return np.clip((result - self.lower) / (self.upper - self.lower), 0, self.most)

    def clause(self) -> str:
        """Say it in words."""
        return (
            f"nothing up to {percent(self.lower)}, rising to all of it at {percent(self.upper)}, "
            f"at most {percent(self.most)} of it"
        )


class Tiered(Section):
    """A stated share from each threshold on."""

    kind: Literal["tiered"] = "tiered"
    thresholds: tuple[_Share, ...] = Field(min_length=1)
    shares: tuple[Annotated[Number, Field(ge=0)], ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _ascending(self) -> Tiered:
        if len(self.thresholds) != len(self.shares):
            raise ValueError("each threshold needs one share")
        if list(self.thresholds) != sorted(set(self.thresholds)):
            raise ValueError("thresholds must ascend")
        return self

    def __call__(self, result: Floats) -> Floats:
        """Return the share paid; same shape as ``result``."""
        place = np.searchsorted(np.array(self.thresholds), result, side="right")
        return np.array([0.0, *self.shares])[place]

    def clause(self) -> str:
        """Say it in words."""
        steps = zip(self.thresholds, self.shares, strict=True)
        return "; ".join(f"{percent(paid)} of it from {percent(edge)}" for edge, paid in steps)


Reward = Annotated[
    AllOrNothing | Proportional | ClippedLinear | Tiered, Field(discriminator="kind")
]
