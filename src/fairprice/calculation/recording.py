"""Running a cost line on recorded cells, so that the line itself writes its formula.

A :class:`Recorded` holds an expression and the number it stands for. NumPy hands every
operation on it back to this module (NEP 13 for operators and ufuncs, NEP 18 for
``np.where``, ``np.sum`` and ``np.min``), which computes the number and notes the
operation. One run therefore yields the value, the Excel formula and the formula in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from fairprice import digits, money


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

_UFUNCS = {
    np.add: "add",
    np.subtract: "subtract",
    np.multiply: "multiply",
    np.divide: "divide",
    np.negative: "negate",
    np.maximum: "larger",
    np.minimum: "smaller",
    np.absolute: "absolute",
    np.greater_equal: "at_least",
    np.greater: "more_than",
    np.less_equal: "at_most",
    np.less: "less_than",
    np.equal: "equals",
}
_FUNCTIONS = {np.where: "choose", np.sum: "total", np.min: "smallest"}


def _expression(operand: Any) -> Expression:
    if isinstance(operand, Recorded):
        return operand.expression
    if isinstance(operand, str):
        return Constant(operand)
    return Constant(float(operand))


def _value(operand: Any) -> Any:
    return operand.value if isinstance(operand, Recorded) else operand


class Recorded(NDArrayOperatorsMixin):
    """A number, or an array of them, with the expression it came from.

    Parameters
    ----------
    expression
        How the number is reached; a :class:`Leaf` for a named cell.
    value
        The number, or an array with one number a column or row.
    """

    def __init__(self, expression: Expression, value: Any) -> None:
        self.expression = expression
        self.value = value

    @classmethod
    def named(cls, name: str, value: Any = np.nan) -> Recorded:
        """Make a recorded cell that formulas refer to by ``name``."""
        return cls(Leaf(name), value)

    @classmethod
    def from_operation(cls, name: str, operands: tuple[Any, ...], value: Any) -> Recorded:
        """Make the record of one operation on recorded or plain operands."""
        return cls(Operation(name, tuple(map(_expression, operands))), value)

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
        if method != "__call__" or kwargs or ufunc not in _UFUNCS:
            return NotImplemented
        with np.errstate(divide="ignore", invalid="ignore"):
            value = ufunc(*map(_value, inputs))
        return Recorded.from_operation(_UFUNCS[ufunc], inputs, value)

    def __array_function__(
        self, function: Callable[..., Any], types: Any, args: tuple[Any, ...], kwargs: Any
    ) -> Any:
        if function not in _FUNCTIONS:
            return NotImplemented
        value = function(*map(_value, args), **kwargs)
        return Recorded.from_operation(_FUNCTIONS[function], args, value)

    def __repr__(self) -> str:
        return f"Recorded({render(self.expression, NAMES)}, {self.value})"


@money.round_half_up.register
def _(amount: Recorded, decimals: int = 2) -> Recorded:
    value = money.round_half_up(amount.value, decimals)
    return Recorded.from_operation("round", (amount, decimals), value)


@money.round_up_whole.register
def _(amount: Recorded) -> Recorded:
    return Recorded.from_operation("round_up", (amount, 0), money.round_up_whole(amount.value))


@dataclass(frozen=True)
class Notation:
    """How expressions are written: infix signs, function names and the spelling of leaves."""

    infix: dict[str, str]
    calls: dict[str, str]
    separator: str
    quote_text: bool
    leaf: Callable[[str], str]

    def spelling(self, leaf: Callable[[str], str]) -> Notation:
        """Return the same notation with another spelling of names."""
        return Notation(self.infix, self.calls, self.separator, self.quote_text, leaf)


_COMPARISONS = {
    "at_least": ">=",
    "more_than": ">",
    "at_most": "<=",
    "less_than": "<",
    "equals": "=",
}

#: Excel formula text; functions that Excel, LibreOffice and ``formulas`` compute alike.
EXCEL = Notation(
    infix={"add": "+", "subtract": "-", "multiply": "*", "divide": "/", **_COMPARISONS},
    calls={
        "larger": "MAX",
        "smaller": "MIN",
        "absolute": "ABS",
        "choose": "IF",
        "total": "SUMPRODUCT",
        "smallest": "MIN",
        "round": "ROUND",
        "round_up": "ROUNDUP",
        "item": "INDEX",
        "sum": "SUM",
    },
    separator=",",
    quote_text=True,
    leaf=str,
)

#: The notation of the docstrings: names as they stand in the code.
NAMES = Notation(
    infix={key: f" {sign} " for key, sign in EXCEL.infix.items()},
    calls={
        "larger": "max",
        "smaller": "min",
        "absolute": "abs",
        "choose": "if",
        "total": "sum",
        "smallest": "min",
        "round": "round",
        "round_up": "round_up",
        "item": "item",
        "sum": "sum",
    },
    separator=", ",
    quote_text=True,
    leaf=str,
)

#: Plain words for people who do not read code; leaves are spelled by the caller.
WORDS = Notation(
    infix={**NAMES.infix, "multiply": " × ", "divide": " ÷ ", "subtract": " − ", "equals": " is "},
    calls={
        **NAMES.calls,
        "larger": "the larger of ",
        "smaller": "the smaller of ",
        "choose": "if ",
        "total": "the total of ",
        "smallest": "the smallest of ",
        "absolute": "the size of ",
        "round": "rounded half up ",
        "round_up": "rounded up ",
        "item": "the entry of ",
        "sum": "the total of ",
    },
    separator="; ",
    quote_text=False,
    leaf=str,
)

_STRENGTH = {"add": 2, "subtract": 2, "multiply": 3, "divide": 3, "negate": 4}


def _strength(expression: Expression) -> int:
    if isinstance(expression, Operation):
        if expression.name in _COMPARISONS:
            return 1
        return _STRENGTH.get(expression.name, 5)
    return 5


def render(expression: Expression, notation: Notation) -> str:
    """Write an expression in a notation, with no more brackets than it needs."""
    if isinstance(expression, Leaf):
        return notation.leaf(expression.name)
    if isinstance(expression, Constant):
        if isinstance(expression.value, str):
            escaped = expression.value.replace('"', '""')
            return f'"{escaped}"' if notation.quote_text else expression.value
        return digits.written(expression.value)
    name, operands = expression.name, expression.operands
    if name == "negate":
        return "-" + _bracketed(operands[0], 4, notation)
    if name in notation.infix:
        own = _strength(expression)
        left = _bracketed(operands[0], own, notation)
        # a-(b-c) and a/(b*c) keep their brackets; a+(b+c) and a*(b*c) need none
        tighter = own + 1 if name in ("subtract", "divide") or own == 1 else own
        if name == "multiply" and getattr(operands[1], "name", "") == "divide":
            tighter = own + 1
        return left + notation.infix[name] + _bracketed(operands[1], tighter, notation)
    written = notation.separator.join(render(operand, notation) for operand in operands)
    return f"{notation.calls[name]}({written})"


def _bracketed(expression: Expression, at_least: int, notation: Notation) -> str:
    text = render(expression, notation)
    return text if _strength(expression) >= at_least else f"({text})"


def leaves(expression: Expression) -> Iterator[str]:
    """Yield the names an expression refers to, in order of appearance."""
    if isinstance(expression, Leaf):
        yield expression.name
    elif isinstance(expression, Operation):
        for operand in expression.operands:
            yield from leaves(operand)


def record(function: Callable[..., Any], parameters: tuple[str, ...]) -> Expression:
    """Record one function on cells named as its parameters."""
    outcome = function(**{name: Recorded.named(name) for name in parameters})
    return _expression(outcome)
