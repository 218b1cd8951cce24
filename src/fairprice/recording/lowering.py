"""Lowering recorded expressions to one flat program, for a compiler.

Nothing is written twice: the program is made of the same expressions as the workbook's
formulas, in the same order of operations, so that it gives the same bits as NumPy does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce

from fairprice.recording.expressions import Constant, Expression, Leaf, leaves

_INFIX = {
    "add": "+", "subtract": "-", "multiply": "*", "divide": "/", "power": "**",
    "at_least": ">=", "more_than": ">", "at_most": "<=", "less_than": "<", "equals": "==",
}  # fmt: skip
_CALLS = {"larger": "maximum", "smaller": "minimum", "absolute": "absolute"}


def bands_of(expression: Expression, sizes: Mapping[str, int]) -> int | None:
    """Tell how many bands the value of an expression has; ``None`` for a single number.

    Parameters
    ----------
    expression
        Recorded.
    sizes
        Bands of the names that stand for a table.
    """
    if isinstance(expression, Leaf):
        return sizes.get(expression.name)
    if isinstance(expression, Constant) or expression.name in ("sum", "total", "smallest"):
        return None
    found = [bands_of(operand, sizes) for operand in expression.operands]
    return next((size for size in found if size is not None), None)


def lowered(
    expression: Expression, spelling: Callable[[str], str], sizes: Mapping[str, int], band: int = -1
) -> str:
    """Write an expression as Python on single numbers.

    Parameters
    ----------
    expression
        Recorded.
    spelling
        How a name is written; that of a table has its band behind it.
    sizes
        Bands of the names that stand for a table.
    band
        Which band of a table is meant.

    Returns
    -------
    str
        With ``maximum``, ``minimum``, ``absolute``, ``half_up(amount, scale)`` and
        ``up_whole(amount)`` as the only calls.
    """
    if isinstance(expression, Leaf):
        name = spelling(expression.name)
        return f"{name}_{band}" if expression.name in sizes else name
    if isinstance(expression, Constant):
        return repr(expression.value)
    name, operands = expression.name, expression.operands

    def of(operand: Expression, at: int = band) -> str:
        return lowered(operand, spelling, sizes, at)

    if name in ("sum", "total", "smallest"):
        size = next(sizes[leaf] for leaf in leaves(operands[0]) if leaf in sizes)
        entries = [of(operands[0], place) for place in range(size)]
        # one band after another, as NumPy adds along the first axis
        if name == "smallest":
            return reduce(lambda left, right: f"minimum({left}, {right})", entries)
        return reduce(lambda left, right: f"({left} + {right})", entries)
    if name in _INFIX:
        return f"({of(operands[0])} {_INFIX[name]} {of(operands[1])})"
    if name in _CALLS:
        return f"{_CALLS[name]}({', '.join(map(of, operands))})"
    if name == "negate":
        return f"(-{of(operands[0])})"
    if name == "choose":
        condition, this, other = map(of, operands)
        return f"({this} if {condition} else {other})"
    if name == "round" and isinstance(operands[1], Constant):
        return f"half_up({of(operands[0])}, {10.0 ** float(operands[1].value)!r})"
    if name == "round_up":
        return f"up_whole({of(operands[0])})"
    raise NotImplementedError(f"{name} has no lowered form; give it one in {__name__}.")
