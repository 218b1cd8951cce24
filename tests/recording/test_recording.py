"""A line writes its own formula: the formula must mean what the line computes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from effort import at_most
from hypothesis import given
from hypothesis import strategies as st
from strategies import assumptions, books

from fairprice import Assumptions, OpenBook, money
from fairprice.calculation import AVERAGE, MINIMUM_WAGE_ROWS, fee_steps
from fairprice.recording import (
    EXCEL,
    NAMES,
    WORDS,
    Leaf,
    NotRecordableError,
    Operation,
    Recorded,
    leaves,
    render,
)

# Functions that Excel, LibreOffice and the ``formulas`` package compute alike.
ALLOWED = {
    *("SUM", "SUMPRODUCT", "IF", "ABS", "ROUND", "ROUNDUP", "MIN", "MAX"),
    *("INDEX", "MATCH", "SUMIFS", "CHOOSE"),
}
CELLS = dict(zip("abcde", np.array([3.0, -0.5, 12.25, 0.125, -7.0]), strict=True))


def _of_many(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda first, *others: function(first, *others) if others else np.min(first, axis=0)


EXCEL_IN_PYTHON: dict[str, Any] = {
    "MAX": np.maximum,
    "MIN": _of_many(np.minimum),
    "ABS": np.absolute,
    "IF": np.where,
    "SUM": lambda column: np.sum(column, axis=0),
    "SUMPRODUCT": lambda column: np.sum(column, axis=0),
    "ROUND": lambda number, places: money.round_half_up(number, int(places)),
    "ROUNDUP": lambda number, _: money.round_up_whole(number),
}


def evaluate(formula: str, cells: dict[str, Any]) -> Any:
    """Compute an Excel formula by Python, whose signs bind in the same order."""
    python = re.sub(r"(?<![<>])=", "==", formula).replace("^", "**")
    with np.errstate(all="ignore"):
        return eval(python, {"__builtins__": {}}, {**EXCEL_IN_PYTHON, **cells})


def _branches(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    comparisons = (np.greater_equal, np.greater, np.less_equal, np.less, np.equal)
    pairs = (np.add, np.subtract, np.multiply, np.divide, np.maximum, np.minimum)
    return st.one_of(
        st.tuples(st.sampled_from(pairs), inner, inner),
        st.tuples(st.sampled_from((np.negative, np.absolute)), inner),
        st.tuples(st.sampled_from(comparisons), inner, inner).map(lambda t: (np.multiply, t, 2.0)),
        st.builds(
            lambda sign, left, right, yes, no: (np.where, (sign, left, right), yes, no),
            st.sampled_from(comparisons), inner, inner, inner, inner,
        ),
    )  # fmt: skip


numbers = st.sampled_from([0.0, 1.0, 2.0, -3.0, 0.1, 60.0, 1e-3])
trees = st.recursive(st.sampled_from(sorted(CELLS)) | numbers, _branches, max_leaves=12)


def compute(tree: Any, cells: dict[str, Any]) -> Any:
    if isinstance(tree, tuple):
        function, *operands = tree
        return function(*(compute(operand, cells) for operand in operands))
    return cells[tree] if isinstance(tree, str) else tree


def has_cells(tree: Any) -> bool:
    return any(map(has_cells, tree)) if isinstance(tree, tuple) else isinstance(tree, str)


def constants(tree: Any) -> Iterator[Any]:
    """Yield the numbers that meet a cell, each worked out from the plain part of a tree."""
    if not has_cells(tree):
        yield compute(tree, {})
    elif isinstance(tree, tuple):
        for operand in tree[1:]:
            yield from constants(operand)


@at_most(500)
@given(trees.filter(has_cells))
def test_brackets_keep_the_meaning(tree: Any) -> None:
    recorded_cells = {name: Recorded.named(name, value) for name, value in CELLS.items()}
    with np.errstate(all="ignore"):
        plain = compute(tree, CELLS)
        if not all(map(np.isfinite, constants(tree))):
            with pytest.raises(NotRecordableError, match="finite numbers"):
                compute(tree, recorded_cells)
            return
        recorded = compute(tree, recorded_cells)
    assert np.array_equal(recorded.value, plain, equal_nan=True)
    for notation in (EXCEL, NAMES.spelling(str)):
        written = render(recorded.expression, notation)
        if notation is not EXCEL:
            written = written.replace("max(", "MAX(").replace("min(", "MIN(")
            written = written.replace("abs(", "ABS(").replace("if(", "IF(")
        if np.isfinite(plain):
            outcome = evaluate(written.replace(" = ", "="), CELLS)
            assert outcome == pytest.approx(plain, rel=1e-12, abs=1e-12)


A, B, C = (Recorded.named(name, 2.0) for name in "abc")


@pytest.mark.parametrize(
    ("recorded", "excel"),
    [
        (A - (B - C), "a-(b-c)"),
        (A - B - C, "a-b-c"),
        (A + (B - C), "a+b-c"),
        (A / (B * C), "a/(b*c)"),
        (A * B / C, "a*b/c"),
        (A * (B / C), "a*(b/c)"),
        (A * (B * C), "a*b*c"),
        ((A + B) * C, "(a+b)*c"),
        (-A * B, "-a*b"),
        (-(A + B), "-(a+b)"),
        (A - -B, "a--b"),
        (1 - A, "1-a"),
        ((A == B) * C, "(a=b)*c"),
        (np.maximum(A - B, 0), "MAX(a-b,0)"),
        (np.minimum(A, B + C), "MIN(a,b+c)"),
        (np.where(A >= B, C, 0), "IF(a>=b,c,0)"),
        (np.sum(A * B, axis=0), "SUMPRODUCT(a*b)"),
        (np.min(A, axis=0), "MIN(a)"),
        (np.min(A, 0), "MIN(a)"),
        (money.round_half_up(A), "ROUND(a,2)"),
        (money.round_up_whole(A / B), "ROUNDUP(a/b,0)"),
        (0.1 * A, "0.1*a"),
        (np.sum(A * B, 0), "SUMPRODUCT(a*b)"),
        (np.sum(A, axis=0), "SUM(a)"),
        (np.sum(-A, axis=0), "SUMPRODUCT(-a)"),
        (np.sum((A == B) * C, axis=0), "SUMPRODUCT((a=b)*c)"),
        (abs(A), "ABS(a)"),
        (sum([A, B]), "0+a+b"),
        (np.where(True, A, B), "IF(1,a,b)"),
        (A + True, "a+1"),
        (A + np.float64(0.5), "a+0.5"),
        (A**B, "a^b"),
        (A**2 * B, "a^2*b"),
        ((A * B) ** C, "(a*b)^c"),
        ((-A) ** 2, "(-a)^2"),
        (-(A**2), "-(a^2)"),
        (A**-2, "a^(-2)"),
        ((A**B) ** C, "(a^b)^c"),
        (A ** (B**C), "a^(b^c)"),
        (2**A, "2^a"),
        (Recorded.from_operation("choose", (A > 1, "yes", 'say "no"'), 0.0),
         'IF(a>1,"yes","say ""no""")'),
    ],
)  # fmt: skip
def test_formula_as_excel_writes_it(recorded: Recorded, excel: str) -> None:
    assert render(recorded.expression, EXCEL) == excel
    if '"' not in excel:
        assert evaluate(excel, dict.fromkeys("abc", np.float64(2.0))) == recorded.value


def test_a_formula_in_words_uses_the_labels_given() -> None:
    labels = {"a": "Weekly pay", "b": "Threshold"}
    spelled = WORDS.spelling(labels.__getitem__)
    assert render(np.maximum(A - B, 0).expression, spelled) == (
        "the larger of (Weekly pay − Threshold; 0)"
    )
    assert list(leaves((A * B - A).expression)) == ["a", "b", "a"]
    assert repr(A * B) == "Recorded(a * b, 4.0)"


@at_most(40)
@given(assumptions(documented=False))
def test_only_allowed_functions_occur(drawn: Assumptions) -> None:
    for step in (*drawn.plan.steps, *fee_steps(with_price_point=True)):
        formula = render(step.expression, EXCEL)
        assert set(re.findall(r"[A-Z]+(?=\()", formula)) <= ALLOWED
        assert not re.search(r"[{}\[\]^@#!%]|\b(nan|inf)\b", formula), formula
        assert set(leaves(step.expression)) == set(step.parameters), step.name


@at_most(60)
@given(books(), st.sampled_from([(1.0, 0.25), (0.0, 1.0), (1.0, 0.0), (700.0, 412.5)]))
def test_recorded_cells_carry_the_plain_values(
    book: OpenBook, activity: tuple[float, float]
) -> None:
    visits, contact_hours = activity
    plain = {step.name: book.value(step.name) for step in book.plan.of_kind("rate", "worker")}
    with np.errstate(all="ignore"):
        plain |= book.at(visits, contact_hours)
    used = {p for step in book.plan.steps for p in step.parameters}
    names = {*book.plan.inputs, *(p for p in used if p.startswith(AVERAGE))}
    cells = {name: Recorded.named(name, book.value(name.removeprefix(AVERAGE))) for name in names}
    cells |= {
        "visits": Recorded.named("visits", visits),
        "contact_hours": Recorded.named("contact_hours", contact_hours),
    }
    values: dict[str, Any] = dict(cells)
    steps = [step for step in book.plan.steps if step.name in plain]
    assert len(steps) >= len(book.plan.steps) - len(MINIMUM_WAGE_ROWS)
    for step in steps:
        recorded = step.function(*[values[parameter] for parameter in step.parameters])
        values[step.name] = Recorded.named(step.name, recorded.value)
        np.testing.assert_allclose(recorded.value, plain[step.name], rtol=1e-12, equal_nan=True)
        formula = render(step.expression, EXCEL)
        of_formula = evaluate(formula, {p: values[p].value for p in step.parameters})
        np.testing.assert_allclose(of_formula, plain[step.name], rtol=1e-12, equal_nan=True)


def test_an_expression_is_data_that_can_be_compared() -> None:
    assert (A + B).expression == Operation("add", (Leaf("a"), Leaf("b")))
