"""Running a plain function on recorded cells, so that it writes its own formula.

A :class:`Recorded` holds an expression and the number it stands for. NumPy hands every
operation on it back to this module (NEP 13 for operators and ufuncs, NEP 18 for
``np.where``, ``np.sum`` and ``np.min``), which computes the number and notes the
operation. One run therefore yields the value, the Excel formula and the formula in words.

What has no formula is refused by name: a step left out would make a cell hold another
number than the function computes.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NoReturn

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from fairprice import money
from fairprice.recording.expressions import (
    COMPARISONS,
    Constant,
    Expression,
    Leaf,
    Operation,
    is_comparison,
    is_text,
    operations,
)
from fairprice.recording.notations import NAMES, render

_UFUNCS = {
    np.add: "add",
    np.subtract: "subtract",
    np.multiply: "multiply",
    np.divide: "divide",
    np.power: "power",
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
_REDUCTIONS = {np.sum: "total", np.min: "smallest"}
#: What SUMPRODUCT computes entry by entry; MAX, MIN and IF inside it would not.
_ENTRY_BY_ENTRY = frozenset(
    {"add", "subtract", "multiply", "divide", "power", "negate", "absolute", *COMPARISONS}
)

_WHOLE_COLUMN = "np.sum(values, axis=0)"
_NESTED = "np.where inside np.where, one condition each"
#: What to write in place of what has no formula, by the name NumPy or Python gives it.
_INSTEAD = {
    **dict.fromkeys(("round", "around", "rint"), "money.round_half_up(value)"),
    **dict.fromkeys(("max", "amax", "fmax"), "np.maximum(a, b)"),
    **dict.fromkeys(("amin", "fmin"), "np.minimum(a, b), or np.min(cells, axis=0)"),
    **dict.fromkeys(("matmul", "dot", "inner", "vdot"), "np.sum(a * b, axis=0)"),
    **dict.fromkeys(("mean", "average"), "np.sum(values * shares, axis=0)"),
    **dict.fromkeys(("logical_and", "bitwise_and", "logical_or", "bitwise_or"), _NESTED),
    **dict.fromkeys(("logical_not", "invert"), "np.where(condition, 0, 1)"),
    "ceil": "money.round_up_whole(value), away from zero",
    "clip": "np.minimum(np.maximum(value, low), high)",
    "sqrt": "value ** 0.5",
    "square": "value ** 2",
    "reciprocal": "1 / value",
    "float_power": "value ** power",
    "fabs": "np.absolute(value)",
    "positive": "the value itself",
    "not_equal": "np.where(a == b, if they are equal, if not)",
    "select": _NESTED,
}
_ELSE = (
    "+ - * / **, comparisons, np.maximum, np.minimum, np.where, np.absolute, "
    f"{_WHOLE_COLUMN}, np.min(cells, axis=0) or the roundings of fairprice.money"
)


class NotRecordableError(TypeError):
    """A function did what no formula can say.

    A mistake of whoever wrote the function, not of a user: it carries no problems, as the
    errors of ``fairprice.errors`` do.
    """


def _no_formula(name: str) -> NotRecordableError:
    instead = _INSTEAD.get(name.removeprefix("np.").removesuffix("()"), _ELSE)
    return NotRecordableError(
        f"{name} has no formula that Excel, LibreOffice and Python compute alike. Use {instead}."
    )


def _refusing(message: str) -> Callable[..., NoReturn]:
    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise NotRecordableError(message)

    return refuse


def _not_a_number(name: str) -> Callable[..., NoReturn]:
    return _refusing(
        f"{name} would take the number and lose the formula. Calculate with the recorded value "
        "itself; its number alone is its `value`."
    )


def _one_cell(name: str) -> Callable[..., NoReturn]:
    return _refusing(
        f"{name} takes a recorded value apart, as if it were a list. It stands for one cell or "
        f"for a whole column: compare two with np.maximum or np.minimum, add up a column with "
        f"{_WHOLE_COLUMN}."
    )


class Recorded(NDArrayOperatorsMixin):
    """A number, or an array of them, with the expression it came from.

    It has no truth and is no number of Python's: whatever would branch on it, or turn it
    into one, raises :class:`NotRecordableError` and says what to write in its place.

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
        return cls(_sound(Operation(name, tuple(map(_expression, operands)))), value)

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
        name = f"np.{ufunc.__name__}"
        if method != "__call__":
            raise _no_formula(f"{name}.{method}")
        if kwargs:
            words = ", ".join(f"{word}=" for word in kwargs)
            raise NotRecordableError(
                f"{name} with {words} (so += too) has no formula: it would change a value that "
                "other cells refer to, or part of it. Write x = x + y, or np.where."
            )
        if ufunc not in _UFUNCS:
            raise _no_formula(name)
        # refused before NumPy computes, which has words of its own for some of it
        operation = _sound(Operation(_UFUNCS[ufunc], tuple(map(_expression, inputs))))
        with np.errstate(divide="ignore", invalid="ignore"):
            value = ufunc(*map(_value, inputs))
        return Recorded(operation, value)

    def __array_function__(
        self, function: Callable[..., Any], types: Any, args: tuple[Any, ...], kwargs: Any
    ) -> Any:
        if function is np.where and len(args) == 3:
            return Recorded.from_operation("choose", args, function(*map(_value, args)))
        if function not in _REDUCTIONS:
            raise _no_formula(f"np.{function.__name__}")
        if (args[1:], kwargs) not in (((), {"axis": 0}), ((0,), {})):
            raise NotRecordableError(
                f"np.{function.__name__} has a formula with axis=0 and nothing else: tables run "
                "along the first axis, and scenarios along the others."
            )
        value, name = function(_value(args[0]), axis=0), _REDUCTIONS[function]
        if name == "total" and isinstance(_expression(args[0]), Leaf):
            name = "sum"
        return Recorded.from_operation(name, args[:1], value)

    def __repr__(self) -> str:
        return f"Recorded({render(self.expression, NAMES)}, {self.value})"

    __bool__ = _refusing(
        "A recorded value has no truth: its formula must hold for every number. `if`, `and`, "
        "`or`, `not`, `in`, a < x < b, max(), min() and sorted() ask for it. Use np.maximum, "
        "np.minimum or np.where."
    )
    __float__ = _not_a_number("float(), or a function of `math`,")
    __int__ = _not_a_number("int()")
    __complex__ = _not_a_number("complex()")
    __index__ = _not_a_number("Use as an index")
    __array__ = _not_a_number("np.array()")
    __len__ = _one_cell("len()")
    __iter__ = _one_cell("Iteration, as by sum(), max(), min() or sorted(),")
    __getitem__ = _one_cell("Indexing")

    def __round__(self, decimals: int | None = None) -> NoReturn:
        raise _no_formula("round()")

    def __trunc__(self) -> NoReturn:
        raise _no_formula("math.trunc()")

    def __floor__(self) -> NoReturn:
        raise _no_formula("math.floor()")

    def __ceil__(self) -> NoReturn:
        raise _no_formula("math.ceil()")


def _value(operand: Any) -> Any:
    return operand.value if isinstance(operand, Recorded) else operand


def _expression(operand: Any) -> Expression:
    if isinstance(operand, Recorded):
        return operand.expression
    masked = operand is np.ma.masked  # whose item is 0
    plain = operand.item() if getattr(operand, "ndim", None) == 0 and not masked else operand
    if isinstance(plain, str):
        return Constant(plain)
    if isinstance(plain, int | float) and math.isfinite(plain):
        return Constant(float(plain))
    raise NotRecordableError(
        f"{operand!r:.60} cannot be written in a formula, which holds finite numbers, texts and "
        "recorded values. Give it a cell of its own and record that."
    )


def _sound(operation: Operation) -> Operation:
    """Refuse what a spreadsheet would compute otherwise than NumPy does."""
    name, operands = operation.name, operation.operands
    compared = [place for place, operand in enumerate(operands) if is_comparison(operand)]
    may_compare = name == "multiply" or (name == "choose" and compared == [0])
    if compared and (len(compared) > 1 or not may_compare):
        raise NotRecordableError(
            "A comparison is no number in a spreadsheet, where TRUE is above every number and is "
            "left out of sums. Multiply it by a number first, as in (a > b) * 1, or use np.where."
        )
    if any(map(is_text, operands[:1] if name == "choose" else operands)):
        raise NotRecordableError(
            "A text is chosen between by np.where, and nothing else is done with it: spreadsheets "
            "compare it without regard to capitals, and add it as if it were a number."
        )
    if name == "smallest" and not isinstance(operands[0], Leaf):
        raise NotRecordableError(
            "np.min of a calculation has no formula: MIN takes a column of cells, not what is "
            "worked out from one. Calculate the column in a step of its own."
        )
    if name == "total" and not set(operations(operands[0])) <= _ENTRY_BY_ENTRY:
        raise NotRecordableError(
            "np.sum adds up products, sums and comparisons of columns. A maximum, a choice or a "
            "rounding inside it would be taken of the whole column at once, not entry by entry. "
            "Calculate the column in a step of its own."
        )
    return operation


@money.rounded.register
def _(amount: Recorded, decimals: int) -> Recorded:
    value = money.rounded(np.asarray(amount.value, dtype=float), decimals)
    return Recorded.from_operation("round", (amount, decimals), value)


@money.round_up_whole.register
def _(amount: Recorded) -> Recorded:
    return Recorded.from_operation("round_up", (amount, 0), money.round_up_whole(amount.value))


def record(function: Callable[..., Any], parameters: tuple[str, ...]) -> Expression:
    """Record one function on cells named as its parameters."""
    outcome = _expression(function(**{name: Recorded.named(name) for name in parameters}))
    if is_comparison(outcome):
        raise NotRecordableError(
            f"{function.__name__} ends in a comparison, which is no number. Use np.where."
        )
    return outcome
