"""What a formula is, before it is written in any notation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

#: Operations that compare, and so hold or do not hold.
COMPARISONS = ("at_least", "more_than", "at_most", "less_than", "equals")


@dataclass(frozen=True)
class Leaf:
    """A named cell, row or range."""

    name: str


@dataclass(frozen=True)
class Constant:
    """A number or a text written in the formula itself."""

    value: float | str


@dataclass(frozen=True)
class Operation:
    """An operation on one or more expressions."""

    name: str
    operands: tuple[Expression, ...]


Expression = Leaf | Constant | Operation


def leaves(expression: Expression) -> Iterator[str]:
    """Yield the names an expression refers to, in order of appearance."""
    if isinstance(expression, Leaf):
        yield expression.name
    elif isinstance(expression, Operation):
        for operand in expression.operands:
            yield from leaves(operand)


def operations(expression: Expression) -> Iterator[str]:
    """Yield the names of the operations in an expression, itself first."""
    if isinstance(expression, Operation):
        yield expression.name
        for operand in expression.operands:
            yield from operations(operand)


def is_comparison(expression: Expression) -> bool:
    """Tell whether an expression holds or does not hold, and so is no number."""
    return isinstance(expression, Operation) and expression.name in COMPARISONS


def is_text(expression: Expression) -> bool:
    """Tell whether an expression is a text, or may choose one."""
    if isinstance(expression, Operation):
        return expression.name == "choose" and any(map(is_text, expression.operands[1:]))
    return isinstance(expression, Constant) and isinstance(expression.value, str)
