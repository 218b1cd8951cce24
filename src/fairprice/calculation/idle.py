"""Rows that count careworkers: idle hours of shifts need them as hours of rounds do."""

from __future__ import annotations

import re
from collections.abc import Callable
from inspect import signature
from typing import Any

from fairprice.calculation.choices import Choices
from fairprice.calculation.step import Kind, Step, make_function

#: The input that has idle hours of shifts in every contact hour.
IDLE = "idle_hours_per_contact_hour"


def with_idle(function: Callable[..., Any], paid: str, *idle: str) -> Callable[..., Any]:
    """Make the row whose paid hours are those of rounds and idle hours.

    Parameters
    ----------
    function
        The row of the paid hours of rounds.
    paid, *idle
        Its parameter of paid hours, and the rows of the idle hours that come on top.
    """
    parameters = tuple(signature(function).parameters)

    def formula(*values: Any) -> Any:
        known = dict(zip(parameters, values, strict=False))
        for hours in values[len(parameters) :]:
            known[paid] = known[paid] + hours
        return function(**known)

    together = f"({' + '.join((paid, *idle))})"
    doc = re.sub(rf"\b{paid}\b", together, function.__doc__ or "")
    return make_function(f"{function.__name__}_with_idle", (*parameters, *idle), formula, doc)


def staffed(
    function: Callable[..., Any], kind: Kind, choices: Choices, paid: str, idle: str
) -> Step:
    """Return a row that counts careworkers, with the idle hours that contact brings.

    Parameters
    ----------
    function, kind
        The row of the paid hours of rounds.
    choices
        Whether contact brings idle hours.
    paid, idle
        The paid hours of rounds among its parameters, and the row of idle hours.
    """
    if IDLE not in choices.given:
        return Step(function, kind)
    return Step(with_idle(function, paid, idle), kind, variant_of=function.__name__)
