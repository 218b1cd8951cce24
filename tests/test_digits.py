"""A number as a spreadsheet program holds it: written once, and the same ever after."""

from __future__ import annotations

import ast
import math
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import fairprice as fp
from fairprice import digits
from fairprice.workbook.number_formats import to_the_penny


def to_fifteen(number: float, ties: str) -> float:
    """Round to fifteen significant digits in decimal arithmetic, independent of the library."""
    if number == 0:
        return 0.0
    exact = Decimal(number)
    last = Decimal(1).scaleb(exact.adjusted() - 14)
    return float(exact.quantize(last, ties))


def carelessly(number: float) -> float:
    """Round to fifteen digits as LibreOffice 7 does: upwards from 0.45 of the last one."""
    if number == 0:
        return 0.0
    exact = Decimal(number)
    last = Decimal(1).scaleb(exact.adjusted() - 14)
    size = (abs(exact) / last + Decimal("0.55")).to_integral_value("ROUND_FLOOR") * last
    return math.copysign(float(size), number)


PROGRAMS = {
    "keeps every digit": lambda number: float(repr(number)),
    "seventeen digits": lambda number: float(f"{number:.17g}"),
    "sixteen digits": lambda number: float(f"{number:.16g}"),
    "fifteen, half even": lambda number: to_fifteen(number, ROUND_HALF_EVEN),
    "fifteen, half up": lambda number: to_fifteen(number, ROUND_HALF_UP),
    "fifteen, carelessly": carelessly,
}


@st.composite
def between_two(draw: st.DrawFn) -> float:
    """Draw a number within a few binary steps of the middle of two of ``kept`` digits."""
    kept = draw(st.sampled_from([12, 15]))
    middle = f"{draw(st.integers(10 ** (kept - 1), 10**kept - 1))}5e{draw(st.integers(-25, 3))}"
    number = float(middle)
    towards = draw(st.sampled_from([-math.inf, math.inf]))
    for _ in range(draw(st.integers(0, 3))):
        number = math.nextafter(number, towards)
    return draw(st.sampled_from([number, -number]))


def numbers() -> st.SearchStrategy[float]:
    """Draw what stands in a workbook: of any size, quotients, and numbers between two others."""
    quotients = st.builds(lambda a, b: a / b, st.integers(1, 10**6), st.integers(1, 10**4))
    uplifted = st.builds(
        lambda a, b: (a / 100) * (b / 1000), st.integers(1, 10**6), st.integers(900, 1200)
    )
    any_size = st.floats(-1e300, 1e300, allow_subnormal=False)
    return quotients | uplifted | between_two() | any_size


@pytest.mark.parametrize("program", PROGRAMS)
@given(number=numbers())
def test_what_is_written_comes_back_from_any_program(program: str, number: float) -> None:
    held = digits.held(number)
    saved = PROGRAMS[program](held)
    assert (saved, digits.written(saved)) == (held, digits.written(number))


@pytest.mark.parametrize("program", PROGRAMS)
@given(number=numbers())
def test_a_number_is_the_same_after_a_program_that_was_given_every_digit(
    program: str, number: float
) -> None:
    """As in files of other programs, or where a person computed the value typed in."""
    assert digits.same(number, PROGRAMS[program](number))
    assert digits.same(PROGRAMS[program](number), number)


@given(numbers())
def test_holding_moves_a_number_by_half_of_the_last_digit_at_most(number: float) -> None:
    held = digits.held(number)
    assert digits.held(held) == held
    half = Decimal(5).scaleb(Decimal(number).adjusted() - 15)
    binary = Decimal(math.ulp(held)) / 2  # neither number stands exactly in binary
    assert abs(Decimal(held) - Decimal(number)) <= half + binary


@given(numbers().filter(lambda number: number != 0))
def test_a_change_in_the_fourteenth_digit_is_a_change(number: float) -> None:
    """The least change that any spreadsheet program can show."""
    changed = number * (1 + 1e-13)
    assert not digits.same(number, changed)
    assert digits.written(number) != digits.written(changed)


def test_minus_nothing_is_nothing() -> None:
    assert digits.written(-0.0) == digits.written(0.0) == "0"
    assert math.copysign(1.0, digits.held(-0.0)) == 1.0
    assert digits.same(-0.0, 0.0)


def test_tables_and_mappings_are_held_and_compared_entry_by_entry() -> None:
    third, quarter = 1 / 3, 0.25
    stated = {"shares": (third, quarter), "name": "x", "claimed": True, "rates": [third]}
    held = digits.held(stated)
    assert held == {
        "shares": (0.333333333333333, quarter),
        "name": "x",
        "claimed": True,
        "rates": [0.333333333333333],
    }
    assert digits.same((third, quarter), held["shares"])
    assert digits.same({"a": third, "b": "x"}, {"a": held["rates"][0], "b": "x"})
    for other in ((third,), (third, 0.26), (quarter, third), third, "x", None):
        assert not digits.same((third, quarter), other)
    assert not digits.same({"a": third}, {"b": third})
    assert not digits.same({"a": third}, {"a": third, "b": third})


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=12))
def test_a_sum_is_the_same_for_one_price_and_for_an_array_of_them(amounts: list[float]) -> None:
    """On every version of Python: ``sum`` makes up for rounding on some, of plain numbers alone."""
    by_hand = amounts[0]
    for amount in amounts[1:]:
        by_hand = by_hand + amount
    assert digits.added_up(amounts) == by_hand
    of_arrays = digits.added_up(np.array([amount, amount]) for amount in amounts)
    assert of_arrays.tolist() == [by_hand, by_hand]


#: Rooms whose sums stand in results and in cells.
ADDING = ("assumptions", "calculation", "cost", "payment", "rate_card", "survey", "workbook/sheets")


def _counts(call: ast.Call) -> bool:
    """Tell whether a sum counts: of comparisons, of ones, or of answers to a question."""
    [given] = call.args
    if not isinstance(given, ast.GeneratorExp):
        return False
    told = given.elt
    return isinstance(told, (ast.Compare, ast.BoolOp, ast.Constant))


def test_figures_are_added_up_by_one_function() -> None:
    root = Path(fp.__file__).parent
    found = [
        f"{path.relative_to(root)}:{node.lineno}"
        for room in ADDING
        for path in sorted((root / room).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "sum"
        and not _counts(node)
    ]
    assert found == []


@given(st.integers(1, 200_000), st.integers(-20, 20))
def test_an_amount_in_words_is_the_same_from_a_book_and_from_its_workbook(
    halves: int, noise: int
) -> None:
    """At half a penny, whatever the last binary digits are."""
    amount = halves / 200
    near = amount + noise * math.ulp(amount)
    assert to_the_penny(near) == to_the_penny(digits.held(near)) == to_the_penny(amount)
    assert to_the_penny(60.285) == "60.29"
