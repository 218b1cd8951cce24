"""Writing an expression: for Excel, in the code's own names, or in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from fairprice import digits
from fairprice.recording.expressions import (
    COMPARISONS,
    Constant,
    Expression,
    Leaf,
    Operation,
    is_comparison,
)


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
        return replace(self, leaf=leaf)


#: Excel formula text; functions that Excel, LibreOffice and ``formulas`` compute alike.
EXCEL = Notation(
    infix={
        **{"add": "+", "subtract": "-", "multiply": "*", "divide": "/", "power": "^"},
        **dict(zip(COMPARISONS, (">=", ">", "<=", "<", "="), strict=True)),
    },
    calls={
        "larger": "MAX",
        "smaller": "MIN",
        "absolute": "ABS",
        "choose": "IF",
        "sum": "SUM",
        "total": "SUMPRODUCT",
        "smallest": "MIN",
        "round": "ROUND",
        "round_up": "ROUNDUP",
        "item": "INDEX",
    },
    separator=",",
    quote_text=True,
    leaf=str,
)

#: The notation of the docstrings: names as they stand in the code.
NAMES = Notation(
    infix={**{key: f" {sign} " for key, sign in EXCEL.infix.items()}, "power": " ** "},
    calls={
        "larger": "max",
        "smaller": "min",
        "absolute": "abs",
        "choose": "if",
        "sum": "sum",
        "total": "sum",
        "smallest": "min",
        "round": "round",
        "round_up": "round_up",
        "item": "item",
    },
    separator=", ",
    quote_text=True,
    leaf=str,
)

#: Plain words for people who do not read code; leaves are spelled by the caller.
WORDS = Notation(
    infix={
        **NAMES.infix,
        "multiply": " × ",
        "divide": " ÷ ",
        "subtract": " − ",
        "power": " to the power of ",
        "equals": " is ",
    },
    calls={
        **NAMES.calls,
        "larger": "the larger of ",
        "smaller": "the smaller of ",
        "choose": "if ",
        "sum": "the total of ",
        "total": "the total of ",
        "smallest": "the smallest of ",
        "absolute": "the size of ",
        "round": "rounded half up ",
        "round_up": "rounded up ",
        "item": "the entry of ",
    },
    separator="; ",
    quote_text=False,
    leaf=str,
)

_COMPARISON, _PRODUCT, _NEGATION, _WHOLE = 1, 3, 5, 6
_STRENGTH = {"add": 2, "subtract": 2, "multiply": 3, "divide": 3, "power": 4, "negate": _NEGATION}


def _strength(expression: Expression) -> int:
    if isinstance(expression, Operation):
        if is_comparison(expression):
            return _COMPARISON
        return _STRENGTH.get(expression.name, _WHOLE)
    negative = isinstance(expression, Constant) and str(expression.value).startswith("-")
    return _NEGATION if negative else _WHOLE


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
        return "-" + _bracketed(operands[0], _NEGATION, notation)
    if name in notation.infix:
        left, right = _operand_strengths(expression)
        return (
            _bracketed(operands[0], left, notation)
            + notation.infix[name]
            + _bracketed(operands[1], right, notation)
        )
    written = notation.separator.join(render(operand, notation) for operand in operands)
    return f"{notation.calls[name]}({written})"


def _operand_strengths(expression: Operation) -> tuple[int, int]:
    """Say how strongly each side of an infix sign must bind to stand without brackets."""
    own, right = _strength(expression), expression.operands[1]
    if expression.name == "power":
        # Excel reads -a^b as (-a)^b and Python as -(a**b): with brackets nobody need know
        return _WHOLE, _WHOLE
    # a-(b-c) and a/(b*c) keep their brackets; a+(b+c) and a*(b*c) need none
    tighter = expression.name in ("subtract", "divide") or own == _COMPARISON
    divided = isinstance(right, Operation) and right.name == "divide"
    return own, own + 1 if tighter or (own == _PRODUCT and divided) else own


def _bracketed(expression: Expression, at_least: int, notation: Notation) -> str:
    text = render(expression, notation)
    return text if _strength(expression) >= at_least else f"({text})"
