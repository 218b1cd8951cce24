"""A recorded value has no truth, and what has no formula is refused by name.

Whatever a function does beside what a formula can say would leave a cell with another
number than the function computes: ``max(pay, wage)`` would record as ``=wage``.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.testing.overrides import (
    get_overridable_numpy_array_functions,
    get_overridable_numpy_ufuncs,
)

from fairprice import money
from fairprice.recording import NAMES, NotRecordableError, Operation, Recorded, record, render

A, B, C = (Recorded.named(name, 2.0) for name in "abc")
COLUMN = Recorded.named("column", np.array([1.0, 2.0]))


def _branch(yes: Any, no: Any, condition: Any) -> Any:
    return yes if condition else no


def _in_place(value: Any) -> Any:
    value += 1
    return value


def _unpacked() -> Any:
    first, _ = COLUMN
    return first


TRUTH = r"has no truth.*np\.maximum, np\.minimum or np\.where"
FORBIDDEN = {
    # Python asks whether it is true
    "max": (lambda: max(A, B), TRUTH),
    "min": (lambda: min(A, 0), TRUTH),
    "max of a list": (lambda: max([A, B, C]), TRUTH),
    "sorted": (lambda: sorted([A, B]), TRUTH),
    "a conditional expression": (lambda: _branch(A, B, A >= B), TRUTH),
    "a chained comparison": (lambda: 0 < A < 1, TRUTH),
    "and": (lambda: (A > 0) and (B > 0), TRUTH),
    "or": (lambda: A or B, TRUTH),
    "not": (lambda: not A, TRUTH),
    "any": (lambda: any([A > 0, B > 0]), TRUTH),
    "all": (lambda: all([A > 0, B > 0]), TRUTH),
    "in a list": (lambda: A in [B, C], TRUTH),
    "bool": (lambda: bool(A), TRUTH),
    # Python takes the number and leaves the formula
    "float": (lambda: float(A), r"float\(\).*lose the formula.*`value`"),
    "int": (lambda: int(A), r"int\(\)"),
    "complex": (lambda: complex(A), r"complex\(\)"),
    "an index": (lambda: [1, 2, 3][A], "Use as an index"),
    "range": (lambda: range(A), "Use as an index"),
    "math.sqrt": (lambda: math.sqrt(A), r"function of `math`"),
    "math.floor": (lambda: math.floor(A), r"math\.floor\(\).*Use"),
    "math.ceil": (lambda: math.ceil(A), r"math\.ceil\(\).*Use"),
    "math.trunc": (lambda: math.trunc(A), r"math\.trunc\(\).*Use"),
    "round": (lambda: round(A), r"round\(\).*Use money\.round_half_up"),
    "round to pence": (lambda: round(A, 2), r"round\(\).*Use money\.round_half_up"),
    "np.array": (lambda: np.array(A), r"np\.array\(\)"),
    "np.asarray": (lambda: np.asarray(A, dtype=float), r"np\.array\(\)"),
    "an array of cells": (lambda: np.array([A, B]), r"np\.array\(\)|len\(\)"),
    "np.full": (lambda: np.full(3, A), r"np\.array\(\)|float\(\)"),
    "np.max of a list": (lambda: np.max([A, B]), r"np\.array\(\)"),
    # one cell, or a whole column, is no list
    "len": (lambda: len(COLUMN), r"len\(\).*np\.sum\(values, axis=0\)"),
    "list": (lambda: list(COLUMN), "Iteration"),
    "sum of a column": (lambda: sum(COLUMN), "Iteration"),
    "max of a column": (lambda: max(COLUMN), "Iteration"),
    "unpacking": (_unpacked, "Iteration"),
    "an entry": (lambda: COLUMN[0], "Indexing"),
    "a slice": (lambda: COLUMN[1:], "Indexing"),
    # what has no formula
    "//": (lambda: A // B, r"np\.floor_divide"),
    "%": (lambda: A % B, r"np\.remainder"),
    "divmod": (lambda: divmod(A, B), r"np\.divmod"),
    "@": (lambda: A @ B, r"np\.matmul.*np\.sum\(a \* b, axis=0\)"),
    "!=": (lambda: A != B, r"np\.not_equal.*np\.where\(a == b"),
    "+a": (lambda: +A, r"np\.positive.*the value itself"),
    "&": (lambda: (A > 0) & (B > 0), r"np\.bitwise_and.*np\.where inside np\.where"),
    "|": (lambda: (A > 0) | (B > 0), r"np\.bitwise_or.*np\.where inside np\.where"),
    "~": (lambda: ~(A > 0), r"np\.invert.*np\.where\(condition, 0, 1\)"),
    "np.logical_and": (lambda: np.logical_and(A > 0, B > 0), r"np\.logical_and.*np\.where"),
    "np.sqrt": (lambda: np.sqrt(A), r"np\.sqrt.*Use value \*\* 0\.5"),
    "np.square": (lambda: np.square(A), r"np\.square.*Use value \*\* 2"),
    "np.exp": (lambda: np.exp(A), r"np\.exp.*Use \+ - \* / \*\*, comparisons"),
    "np.ceil": (lambda: np.ceil(A), r"np\.ceil.*money\.round_up_whole"),
    "np.isnan": (lambda: np.isnan(A), r"np\.isnan"),
    "np.clip": (lambda: np.clip(A, 0, 1), r"np\.clip.*np\.minimum\(np\.maximum\(value, low"),
    "np.round": (lambda: np.round(A, 2), r"np\.round.*money\.round_half_up"),
    "np.max": (lambda: np.max(COLUMN, axis=0), r"np\.max .*np\.maximum\(a, b\)"),
    "np.mean": (lambda: np.mean(COLUMN), r"np\.mean.*np\.sum\(values \* shares, axis=0\)"),
    "np.average": (lambda: np.average(COLUMN, weights=COLUMN), r"np\.average.*shares"),
    "np.dot": (lambda: np.dot(COLUMN, COLUMN), r"np\.dot.*np\.sum\(a \* b, axis=0\)"),
    "np.cumsum": (lambda: np.cumsum(COLUMN), r"np\.cumsum"),
    "np.sort": (lambda: np.sort(COLUMN), r"np\.sort"),
    "np.select": (lambda: np.select([A > 0], [B]), r"np\.select.*np\.where"),
    "np.interp": (lambda: np.interp(A, [0, 1], [0, 1]), r"np\.interp"),
    "np.where of one": (lambda: np.where(A > 0), r"np\.where"),
    "np.zeros_like": (lambda: np.zeros_like(A), r"np\.zeros_like"),
    "a ufunc of one's own": (lambda: np.frompyfunc(abs, 1, 1)(A), r"np\.abs"),
    # what NumPy does beside its function
    "+=": (lambda: _in_place(A), r"np\.add with out=.*\+=.*x = x \+ y"),
    "an array += a cell": (lambda: np.zeros(2).__iadd__(A), r"np\.add with out="),
    "out=": (lambda: np.add(A, B, out=np.zeros(1)), r"np\.add with out="),
    "where=": (lambda: np.add(A, B, where=np.array(True)), r"np\.add with where=.*np\.where"),
    "dtype=": (lambda: np.add(A, B, dtype=int), r"np\.add with dtype="),
    "a reduction": (lambda: np.add.reduce(COLUMN), r"np\.add\.reduce"),
    "a maximum of a column": (lambda: np.maximum.reduce(COLUMN), r"np\.maximum\.reduce"),
    "an accumulation": (lambda: np.add.accumulate(COLUMN), r"np\.add\.accumulate"),
    "an outer product": (lambda: np.multiply.outer(A, B), r"np\.multiply\.outer"),
    # tables run along the first axis: without it, scenarios would be added up with them
    "np.sum of all axes": (lambda: np.sum(COLUMN), r"np\.sum.*axis=0"),
    "np.sum axis=1": (lambda: np.sum(COLUMN, axis=1), r"np\.sum.*axis=0"),
    "np.sum axis=-1": (lambda: np.sum(COLUMN, -1), r"np\.sum.*axis=0"),
    "np.sum keepdims": (lambda: np.sum(COLUMN, axis=0, keepdims=True), r"np\.sum.*axis=0"),
    "np.sum initial": (lambda: np.sum(COLUMN, axis=0, initial=5), r"np\.sum.*axis=0"),
    "np.sum where": (lambda: np.sum(COLUMN, axis=0, where=[True, False]), r"np\.sum.*axis=0"),
    "np.min of all axes": (lambda: np.min(COLUMN), r"np\.min.*axis=0"),
    "np.min initial": (lambda: np.min(COLUMN, axis=0, initial=0), r"np\.min.*axis=0"),
    # what a spreadsheet computes otherwise: MAX, MIN and IF take a column as a whole
    "a maximum in a sum": (lambda: np.sum(np.maximum(A, 0), axis=0), "step of its own"),
    "a choice in a sum": (lambda: np.sum(np.where(A > 0, A, 0) * B, axis=0), "step of its own"),
    "the least of a calculation": (lambda: np.min(A * B, axis=0), "step of its own"),
    # and a truth there is above every number and not counted
    "a count of comparisons": (lambda: np.sum(A > 1, axis=0), r"\(a > b\) \* 1"),
    "a comparison of one": (lambda: (A > B) == 1, r"\(a > b\) \* 1"),
    "two comparisons added": (lambda: (A > B) + (B > C), r"\(a > b\) \* 1"),
    "two comparisons multiplied": (lambda: (A > B) * (B > C), r"\(a > b\) \* 1"),
    "a comparison chosen": (lambda: np.where(A > B, B > C, 0), r"\(a > b\) \* 1"),
    "a comparison bounded": (lambda: np.maximum(A > B, 0), r"\(a > b\) \* 1"),
    "a comparison subtracted": (lambda: -(A > B), r"\(a > b\) \* 1"),
    "a comparison rounded": (lambda: money.round_half_up(A > B), r"\(a > b\) \* 1"),
    # and texts are compared there without regard to capitals
    "compared with a text": (lambda: A == "yes", r"text is chosen between by np\.where"),
    "a text added": (lambda: A + "1", r"text is chosen between by np\.where"),
    "a chosen text compared": (lambda: np.where(A > 1, "yes", "no") == "YES", "capitals"),
    "a text deep in a choice": (
        lambda: np.where(A > 1, np.where(B > 1, "a", "b"), "c") * 2, "capitals",
    ),
    "a text as condition": (lambda: Recorded.from_operation("choose", ("x", A, B), 0.0), "capital"),
    # what no cell holds
    "a masked number": (lambda: A * np.ma.masked, "masked cannot be written"),
    "a plain array": (lambda: A + np.array([1.0, 2.0]), "cannot be written.*a cell of its own"),
    "a list": (lambda: A + [1.0], "cannot be written"),  # noqa: RUF005
    "nothing": (lambda: A + None, "None cannot be written"),
    "compared with nothing": (lambda: A == None, "None cannot be written"),  # noqa: E711
    "nan": (lambda: A + math.nan, "nan cannot be written.*finite"),
    "infinity": (lambda: np.minimum(A, np.inf), "inf cannot be written.*finite"),
}  # fmt: skip


@pytest.mark.parametrize(("operation", "words"), FORBIDDEN.values(), ids=FORBIDDEN)
def test_what_has_no_formula_is_refused_by_name(operation: Callable[[], Any], words: str) -> None:
    with pytest.raises(TypeError, match=words) as refused:
        operation()
    assert refused.type is NotRecordableError


def test_a_cell_is_no_entry_of_an_array_of_numbers() -> None:
    with pytest.raises(ValueError, match="setting an array element") as refused:
        np.zeros(2)[0] = A
    assert isinstance(refused.value.__cause__, NotRecordableError)


def test_a_function_that_ends_in_a_comparison_is_refused() -> None:
    def is_enough(pay: Any, wage: Any) -> Any:
        return pay >= wage

    with pytest.raises(NotRecordableError, match=r"is_enough ends in a comparison.*np\.where"):
        record(is_enough, ("pay", "wage"))


@pytest.mark.parametrize(
    "line",
    [
        lambda pay, wage: max(pay, wage),
        lambda pay, wage: pay if pay >= wage else wage,
        lambda pay, wage: np.clip(pay, wage, None),
    ],
)
def test_a_line_that_branches_cannot_be_recorded(line: Callable[..., Any]) -> None:
    with pytest.raises(NotRecordableError, match=r"np\.maximum"):
        record(line, ("pay", "wage"))
    expression = record(lambda pay, wage: np.maximum(pay, wage), ("pay", "wage"))
    assert render(expression, NAMES) == "max(pay, wage)"


RECORDED = {
    "add", "subtract", "multiply", "divide", "true_divide", "power", "negative", "maximum",
    "minimum", "absolute", "greater_equal", "greater", "less_equal", "less", "equal",
}  # fmt: skip


def test_every_ufunc_is_recorded_or_refused_by_name() -> None:
    for ufunc in get_overridable_numpy_ufuncs():
        cells = [A, B, C, COLUMN][: ufunc.nin]
        if ufunc.__name__ in RECORDED:
            outcome = ufunc(*cells)
            operands = tuple(cell.expression for cell in cells)
            assert outcome.expression == Operation(outcome.expression.name, operands)
        else:
            with pytest.raises(NotRecordableError, match=rf"np\.{ufunc.__name__} has no formula"):
                ufunc(*cells)


def test_every_array_function_is_refused_by_name() -> None:
    for function in get_overridable_numpy_array_functions() - {np.where, np.sum, np.min}:
        with pytest.raises(NotRecordableError, match=rf"np\.{function.__name__} has no formula"):
            A.__array_function__(function, (Recorded,), (COLUMN,), {})
