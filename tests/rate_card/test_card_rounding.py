"""Published prices hold together: no longer visit costs less, and no enhancement vanishes."""

from __future__ import annotations

import itertools

import pytest
from card_strategies import cards, round_base, round_card
from effort import at_most
from hypothesis import given
from hypothesis import strategies as st

import fairprice as fp


def in_steps_of(amount: float, step: float) -> bool:
    return abs(amount / step - round(amount / step)) < 1e-6


@given(cards(), st.sampled_from([None, 0.04, 0.05, 0.5, 5.0]))
@at_most(40)
def test_published_prices_hold_together(card: fp.RateCard, point: float | None) -> None:
    card = card.changed(base=card.base.with_inputs(price_multiple=point))
    priced = card.priced()
    step = 0.01 if point is None else point
    for cell in priced.cells.values():
        assert in_steps_of(cell.published, step)
        # what is published above its own rounding stands on what it may not go below
        floors = [cell.rounded, cell.shorter, *cell.above_the_first]
        assert cell.published == pytest.approx(max(floors), abs=0.005)
        lowest = cell.price - (0.005 if point is None else 0) - 1e-9
        assert cell.published >= lowest
        for first in priced.firsts(cell.combination, cell.visit_minutes):
            reference = priced.cells.get(first) if first else None
            if reference is not None and cell.price > reference.price + 1e-4:
                assert cell.published >= reference.published + step - 1e-9
    by_kind = itertools.groupby(priced.cells.values(), key=lambda cell: cell.combination.place)
    for _, cells in by_kind:
        for shorter, longer in itertools.pairwise(cells):
            assert longer.visit_minutes > shorter.visit_minutes
            assert longer.published >= shorter.published


def test_an_enhancement_smaller_than_a_step_is_one_step() -> None:
    base = round_base(weekend_share=0.1, weekend_premium=0.0001, price_multiple=0.04)
    fees = round_card(base).fee_table
    weekday = fees.xs("Weekday", level="time")
    weekend = fees.xs("Weekend", level="time")
    assert (weekend - weekday).to_numpy() == pytest.approx(0.04)
    # 2.20 + 6.50 = 8.70 rounds up to 8.72, and 8.70 and three hundredths of a penny as well
    assert weekday.loc[("Town", "Standard", "One"), 30] == pytest.approx(8.72)
    assert weekend.loc[("Town", "Standard", "One"), 30] == pytest.approx(8.76)


def test_without_an_enhancement_nothing_is_raised() -> None:
    fees = round_card(round_base(price_multiple=0.04)).fee_table
    weekday, weekend = (fees.xs(t, level="time") for t in ("Weekday", "Weekend"))
    assert weekday.equals(weekend)


def test_a_longer_visit_is_not_published_below_a_shorter_one_that_was_raised() -> None:
    """Far visits carry 0.65 more, Town hours 1.00 more: below 39 minutes Far is the dearer."""
    zones = [{"name": "Town", "pay_supplement": 1.0},
             {"name": "Far", "inputs": {"travel_minutes_per_visit": 9.0}}]  # fmt: skip
    card = round_card(round_base(price_multiple=20.0), zones=zones, visit_minutes=[30.0, 40.0])
    fees = card.fee_table.xs(("Standard", "One", "Weekday"), level=("service", "carers", "time"))
    assert fees.loc["Town"].tolist() == [20, 20]
    assert fees.loc["Far"].tolist() == [40, 40]
