"""A step of a clause: a plain function of quantities and terms, and when it is paid."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np

from fairprice.calculation import Step

#: What a function is given: a week's figures, running totals, those of each period, of the
#: year, or of each person.
Scale = Literal["weeks", "running", "periods", "year", "people"]


@dataclass(frozen=True)
class Timing:
    """When an amount is paid, as a word, and the figures it is worked out from.

    Parameters
    ----------
    word
        In plain words.
    scale
        The figures that the function is given.
    """

    word: str
    scale: Scale


#: In proportion to what happens in the week: the function must be linear in it.
EACH_WEEK = Timing("each week", "weeks")
#: The function of running totals; each week is paid by how much it grew.
AS_IT_BUILDS_UP = Timing("as it builds up", "running")
#: The function of each period's own figures; the clause's ``period`` is its length in weeks.
EACH_PERIOD = Timing("at the end of each period", "periods")
AT_THE_END = Timing("at the end of the year", "year")
EVENLY = Timing("evenly over the year", "year")
#: The clause has ``instalments``.
IN_INSTALMENTS = Timing("in instalments, each in advance", "year")
#: The clause has ``week``.
IN_ITS_WEEK = Timing("in a stated week", "year")
#: Each person's amount, in the week of the person's outcome and the clause's lag.
WHEN_MEASURED = Timing("when measured", "people")
#: As often as the outcome is sustained for another of the clause's periods.
WHILE_IT_LASTS = Timing("while it lasts", "people")

TIMINGS = (
    EACH_WEEK, AS_IT_BUILDS_UP, EACH_PERIOD, AT_THE_END, EVENLY, IN_INSTALMENTS, IN_ITS_WEEK,
    WHEN_MEASURED, WHILE_IT_LASTS,
)  # fmt: skip


@dataclass(frozen=True)
class Working:
    """A figure that a clause works out and does not pay.

    Parameters
    ----------
    function
        Its parameters name terms of the clause, steps above it, and quantities; ``paid`` is
        what was paid before the clause. Of a term that is a list or a table they name the
        entry, with ``previous_`` or ``next_`` that of its neighbour; of a step over the same list
        they name its value for the entry.
    over
        A list or table of the clause: the function is added up over its entries.
    only
        A term and the value with which the step applies.
    """

    function: Callable[..., Any]
    over: str = ""
    only: tuple[str, Any] | None = None

    @cached_property
    def step(self) -> Step:
        """What the docstring says of the function, and its recorded formula."""
        return Step(self.function, "clause")

    @property
    def name(self) -> str:
        """The name by which later steps refer to it."""
        return self.function.__name__

    @cached_property
    def parameters(self) -> dict[str, Any]:
        """Its parameters, each with what stands in for a step that does not apply."""
        return {
            name: parameter.default
            for name, parameter in inspect.signature(self.function).parameters.items()
        }


@dataclass(frozen=True)
class Amount(Working):
    """An amount that a clause pays (GBP), below zero where it takes off.

    Parameters
    ----------
    timing
        When it is paid.
    by_person
        Whether the function is of each person by itself.
    """

    timing: Timing = AT_THE_END
    by_person: bool = False


def pays(function: Callable[..., Any], timing: Timing, **how: Any) -> Amount:
    """Declare an amount that a clause pays."""
    return Amount(function, timing=timing, **how)


def within(size: Any, begins: Any, ends: Any = None) -> Any:
    """Return the part of a size that lies in a range; without an end, all beyond its beginning."""
    reached = size if ends is None else np.minimum(size, ends)
    return np.maximum(reached - begins, 0)


def total(parts: Iterable[Any]) -> Any:
    """Add up recorded cells or arrays, without a zero to start from."""
    first, *others = parts
    for part in others:
        first = first + part
    return first
