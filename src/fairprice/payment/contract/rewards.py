"""How a measured result turns into a share of what is at risk: g(x)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

import numpy as np

from fairprice.declare.fields import Number, Share, by_kind, entries, optional, required
from fairprice.errors import Problem
from fairprice.payment.contract.clause import TEXTS, Clause, NotNegative, not_ascending, unequal
from fairprice.payment.contract.words import percent
from fairprice.types import Floats


def _result(label: str, meaning: str, **bounded: Any) -> Any:
    return required.share(label, "measured rate", meaning, **bounded)


class AllOrNothing(Clause):
    """All of it when the target is reached, nothing otherwise."""

    kind: Literal["all or nothing"] = "all or nothing"
    target: Number = _result("Target", "From this result on, all of it is paid.")

    def __call__(self, result: Floats) -> Floats:
        """Return the share paid; same shape as ``result``."""
        return np.where(result >= self.target, 1.0, 0.0)

    def clause(self) -> str:
        """Say it in words."""
        return f"all of it when {percent(self.target)} is reached, nothing otherwise"


class Proportional(Clause):
    """In proportion to the target, up to a cap."""

    kind: Literal["proportional"] = "proportional"
    target: Number = _result("Target", "The result for which all of it is paid.", above=0)
    cap: Number | None = optional.share(
        "Cap",
        "share of what is at risk",
        "The most that is paid, for results above the target; left out, there is none.",
        upper=None,
    )

    def __call__(self, result: Floats) -> Floats:
        """Return the share paid; same shape as ``result``."""
        paid = result / self.target
        return paid if self.cap is None else np.minimum(paid, self.cap)

    def clause(self) -> str:
        """Say it in words."""
        capped = "" if self.cap is None else f", at most {percent(self.cap)} of it"
        return f"in proportion to a target of {percent(self.target)}{capped}"


class ClippedLinear(Clause):
    """Nothing up to a lower result, then rising to the most at an upper one."""

    kind: Literal["clipped linear"] = "clipped linear"
    lower: Number = _result("Lower result", "Up to it, nothing is paid.")
    upper: Number = _result("Upper result", "At it, all is paid.")
    most: Number = required.share(
        "Most", "share of what is at risk", "The most that is paid.", upper=None
    )

    def _faults(self) -> Iterator[Problem]:
        """List what is wrong between its terms."""
        if self.upper <= self.lower:
            yield TEXTS("invalid, rising", "upper", lower=self.lower, upper=self.upper)

    def __call__(self, result: Floats) -> Floats:
        """Return the share paid; same shape as ``result``."""
        return np.clip((result - self.lower) / (self.upper - self.lower), 0, self.most)

    def clause(self) -> str:
        """Say it in words."""
        return (
            f"nothing up to {percent(self.lower)}, rising to all of it at {percent(self.upper)}, "
            f"at most {percent(self.most)} of it"
        )


class Tiered(Clause):
    """A stated share from each threshold on."""

    kind: Literal["tiered"] = "tiered"
    thresholds: Annotated[tuple[Share, ...], entries(1, None)] = required.several(
        "share", "Thresholds", "measured rate", "Results from which a share is paid, rising."
    )
    shares: Annotated[tuple[NotNegative, ...], entries(1, None)] = required.several(
        "share", "Shares", "share of what is at risk", "What is paid from each threshold on."
    )

    def _faults(self) -> Iterator[Problem]:
        """List what is wrong between its terms."""
        yield from unequal(self, "thresholds", "shares", why="Each threshold needs one share.")
        why = "Each share is paid until the next threshold."
        yield from not_ascending("thresholds", self.thresholds, why)

    def __call__(self, result: Floats) -> Floats:
        """Return the share paid; same shape as ``result``."""
        place = np.searchsorted(np.array(self.thresholds), result, side="right")
        return np.array([0.0, *self.shares])[place]

    def clause(self) -> str:
        """Say it in words."""
        steps = zip(self.thresholds, self.shares, strict=True)
        return "; ".join(f"{percent(paid)} of it from {percent(edge)}" for edge, paid in steps)


Reward = Annotated[AllOrNothing | Proportional | ClippedLinear | Tiered, by_kind()]
