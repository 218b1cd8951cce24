"""How a measured result turns into a share of what is at risk: g(x)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

import numpy as np

from fairprice.declare.fields import Number, Share, entries, optional, required
from fairprice.errors import Problem
from fairprice.payment.clauses.clause import (
    TEXTS,
    Clause,
    NotNegative,
    not_ascending,
    percent,
    unequal,
)
from fairprice.payment.clauses.steps import Working


def _result(label: str, meaning: str, **bounded: Any) -> Any:
    return required.share(label, "measured rate", meaning, **bounded)


class RewardRule(Clause):
    """How a measured result becomes the share that is paid."""

    place: ClassVar[str] = "reward"

    @property
    def is_linear(self) -> bool:
        """Whether the reward of a mean result is the mean reward."""
        return False


def all_or_nothing(result: Any, target: Any) -> Any:
    """Share earned, all or nothing (share).

    All of it from the target on.

    Notes
    -----
    ``if(result >= target, 1, 0)``
    """
    return np.where(result >= target, 1, 0)


class AllOrNothing(RewardRule):
    """All of it when the target is reached, nothing otherwise."""

    steps = (Working(all_or_nothing),)

    kind: Literal["all or nothing"] = "all or nothing"
    target: Number = _result("Target", "From this result on, all of it is paid.")

    def clause(self) -> str:
        """Say it in words."""
        return f"all of it when {percent(self.target)} is reached, nothing otherwise"


def in_proportion(result: Any, target: Any) -> Any:
    """Share earned, in proportion (share).

    The result over the target.

    Notes
    -----
    ``result / target``
    """
    return result / target


def at_most(in_proportion: Any, cap: Any) -> Any:
    """Share earned, with its cap (share).

    No more than the cap.

    Notes
    -----
    ``min(in_proportion, cap)``
    """
    return np.minimum(in_proportion, cap)


class Proportional(RewardRule):
    """In proportion to the target, up to a cap."""

    steps = (Working(in_proportion), Working(at_most))

    @property
    def is_linear(self) -> bool:
        """Whether the reward of a mean result is the mean reward: without a cap."""
        return self.cap is None

    kind: Literal["proportional"] = "proportional"
    target: Number = _result("Target", "The result for which all of it is paid.", above=0)
    cap: Number | None = optional.share(
        "Cap",
        "share of what is at risk",
        "The most that is paid, for results above the target; left out, there is none.",
        upper=None,
    )

    def clause(self) -> str:
        """Say it in words."""
        capped = "" if self.cap is None else f", at most {percent(self.cap)} of it"
        return f"in proportion to a target of {percent(self.target)}{capped}"


def clipped(result: Any, lower: Any, upper: Any, most: Any) -> Any:
    """Share earned, between two results (share).

    Nothing up to the lower result, all at the upper one, and no more than the most.

    Notes
    -----
    ``min(max((result - lower) / (upper - lower), 0), most)``
    """
    return np.minimum(np.maximum((result - lower) / (upper - lower), 0), most)


class ClippedLinear(RewardRule):
    """Nothing up to a lower result, then rising to the most at an upper one."""

    steps = (Working(clipped),)

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

    def clause(self) -> str:
        """Say it in words."""
        return (
            f"nothing up to {percent(self.lower)}, rising to all of it at {percent(self.upper)}, "
            f"at most {percent(self.most)} of it"
        )


def from_a_threshold(result: Any, thresholds: Any, previous_shares: Any, shares: Any) -> Any:
    """Share added at a threshold (share).

    What a threshold that is reached pays more than the one before it.

    Notes
    -----
    ``if(result >= thresholds, shares - previous_shares, 0)``
    """
    return np.where(result >= thresholds, shares - previous_shares, 0)


class Tiered(RewardRule):
    """A stated share from each threshold on."""

    steps = (Working(from_a_threshold, over="thresholds"),)

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

    def clause(self) -> str:
        """Say it in words."""
        steps = zip(self.thresholds, self.shares, strict=True)
        return "; ".join(f"{percent(paid)} of it from {percent(edge)}" for edge, paid in steps)
