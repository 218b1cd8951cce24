"""Rounding to price points, as Excel rounds."""

from __future__ import annotations

import math
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairprice import InputError, round_half_up, round_up_to_multiple
from fairprice.money import round_up_whole


def as_excel_rounds(amount: float, places: int) -> float:
    """Round half away from zero what Excel shows: fifteen significant digits."""
    shown = Decimal(f"{amount:.15g}")
    return float(shown.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


# Figures as people write them (at most five decimals), and their products.
written = st.integers(-(10**9), 10**9).map(lambda n: n / 10**5)
products = st.builds(lambda a, b: (a / 100) * (b / 1000), *[st.integers(-(10**6), 10**6)] * 2)


@given(written | products, st.integers(0, 4))
def test_half_up_is_decimal_half_up_on_fifteen_digits(amount: float, places: int) -> None:
    assert round_half_up(amount, places) == as_excel_rounds(amount, places)


@given(st.integers(0, 10**7))
def test_every_half_penny_is_rounded_up(pence: int) -> None:
    assert round_half_up((2 * pence + 1) / 200) == (pence + 1) / 100
    assert round_half_up(-(2 * pence + 1) / 200) == -(pence + 1) / 100


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [(2.675, 2.68), (1.005, 1.01), (0.125, 0.13), (2.6749, 2.67), (-2.675, -2.68), (0.0, 0.0)],
)
def test_ties_that_binary_numbers_lose(amount: float, rounded: float) -> None:
    assert round_half_up(amount) == rounded


@given(st.lists(written, min_size=1, max_size=5))
def test_arrays_are_rounded_entry_by_entry(drawn: list[float]) -> None:
    assert list(round_half_up(np.array(drawn))) == [round_half_up(amount) for amount in drawn]
    square = np.array([drawn, drawn])
    assert round_half_up(square).shape == square.shape
    assert isinstance(round_half_up(drawn[0]), float)


@given(st.integers(0, 10**8), st.integers(1, 200))
def test_price_point_is_the_smallest_multiple_not_below(amount: int, pence: int) -> None:
    given_amount = amount / 10_000
    steps = (Decimal(amount) / 100 / pence).to_integral_value(ROUND_CEILING)
    assert round_up_to_multiple(given_amount, pence / 100) == float(steps * pence / 100)


@given(st.integers(0, 10**6), st.integers(1, 200))
def test_a_price_point_stays_what_it_is(steps: int, pence: int) -> None:
    price_point = steps * pence / 100
    assert round_up_to_multiple(price_point, pence / 100) == price_point


@pytest.mark.parametrize(
    ("before", "uplift", "after"),
    # City of Wolverhampton fee review 2025-26: homecare and reablement, up by 6.60 %.
    [(20.28, 1.066, 21.64), (21.68, 1.066, 23.12)],
)
def test_councils_round_up_to_four_pence(before: float, uplift: float, after: float) -> None:
    assert round_up_to_multiple(before * uplift, 0.04) == after


@pytest.mark.parametrize("multiple", [0, 0.0, -0.04, math.nan, math.inf])
def test_a_price_point_must_be_above_zero(multiple: float) -> None:
    with pytest.raises(InputError) as caught:
        round_up_to_multiple(10.0, multiple)
    assert str(caught.value) == (
        f"multiple: {multiple} is not a price point. A price is rounded up to a whole number of "
        "price points. Give an amount above zero in GBP, such as 0.04. [not-above-zero]"
    )


@pytest.mark.parametrize(
    ("amount", "whole"),
    [(1.2, 2.0), (1 + 1e-9, 2.0), (-1.2, -2.0), (3.0, 3.0), (np.array([0.1, 2.0]), [1.0, 2.0])],
)
def test_round_up_goes_away_from_zero(amount: Any, whole: Any) -> None:
    assert np.array_equal(round_up_whole(amount), whole)
