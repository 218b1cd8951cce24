"""Every line is linear in what was done: two rounds cost what each costs, added."""

from __future__ import annotations

import numpy as np
from effort import at_most
from hypothesis import given
from hypothesis import strategies as st
from strategies import books, in_steps

from fairprice import OpenBook

# A pay rate is pay over hours, not an amount: twice the hours earn the same rate.
RATIOS = {"counting_pay_rate"}
# From one visit to a year of a large provider.
activities = st.tuples(
    in_steps(1, 400, 1) | in_steps(1_000, 400_000, 1),
    in_steps(0.5, 400, 4) | in_steps(1_000, 400_000, 1),
)


def lines_at(book: OpenBook, activity: tuple[float, float]) -> np.ndarray:
    return np.array([v for n, v in book.at(*activity).items() if n not in RATIOS])


@at_most(60)
@given(books(), activities, activities)
def test_two_activities_together_cost_the_sum_of_both(
    book: OpenBook, one: tuple[float, float], other: tuple[float, float]
) -> None:
    """So many times an activity costs as many times, whatever their number."""
    together = lines_at(book, (one[0] + other[0], one[1] + other[1]))
    first, second = lines_at(book, one), lines_at(book, other)
    np.testing.assert_allclose(together, first + second, rtol=1e-9, atol=1e-9)


@at_most(30)
@given(books())
def test_nothing_done_costs_nothing(book: OpenBook) -> None:
    with np.errstate(invalid="ignore"):
        amounts = book.at(np.zeros(1), np.zeros(1))
    assert all(amount == 0 for line, amount in amounts.items() if line not in RATIOS)
