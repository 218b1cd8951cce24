"""A bridge adds up, does not depend on the order of things, and treats both sides alike."""

from __future__ import annotations

import itertools
from math import factorial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from effort import at_most
from hypothesis import given, settings
from hypothesis import strategies as st
from providers import plain_data
from strategies import books

from fairprice import Assumptions, OpenBook, bridge, load_assumptions
from fairprice.calculation import BUSINESS_LINES
from fairprice.negotiation.gap import shapley
from fairprice.negotiation.gap.bridge import EXACT_UP_TO, Bridge

EXACT = 1e-9
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def provider(**changes: object) -> OpenBook:
    return OpenBook(Assumptions.model_validate(plain_data()).with_inputs(**changes))


@pytest.mark.slow
@at_most(25)
@given(books(), books())
def test_effects_add_up_and_exchanging_the_sides_turns_every_sign(
    ours: OpenBook, theirs: OpenBook
) -> None:
    there, back = bridge(ours, theirs), bridge(theirs, ours)
    assert_adds_up(there, ours, theirs)
    assert_adds_up(back, theirs, ours)
    turned = -back.by_input["effect"].loc[there.by_input.index]
    assert np.allclose(there.by_input["effect"], turned, atol=EXACT, rtol=0)
    for ours, theirs in (("ours", "theirs"), ("ours_in_words", "theirs_in_words")):
        pd.testing.assert_series_equal(
            there.by_input[ours], back.by_input[theirs].loc[there.by_input.index], check_names=False
        )


def assert_adds_up(found: Bridge, ours: OpenBook, theirs: OpenBook) -> None:
    """By input, by line and by both; and the lines of each side are those of its own book."""
    gap = ours.price_per_hour - theirs.price_per_hour
    assert found.by_input["effect"].sum() == pytest.approx(gap, abs=EXACT)
    assert found.by_line["gap"].sum() == pytest.approx(gap, abs=EXACT)
    matrix = found.by_input_and_line
    assert np.allclose(matrix.sum(axis=1), found.by_input["effect"], atol=EXACT, rtol=0)
    assert np.allclose(matrix.sum(axis=0), found.by_line["gap"], atol=EXACT, rtol=0)
    for column, book in (("ours", ours), ("theirs", theirs)):
        own = book.lines["average_contact_hour"].loc[found.by_line.index]
        assert np.allclose(found.by_line[column], own, atol=EXACT, rtol=1e-12)


@at_most(25)
@given(books())
def test_equal_positions_have_no_bridge(book: OpenBook) -> None:
    found = bridge(book, OpenBook(book.assumptions))
    assert found.gap == 0
    assert found.by_input.empty
    assert (found.by_line["gap"] == 0).all()


def test_each_effect_is_the_average_over_every_order_of_changing_inputs_one_by_one() -> None:
    """Recomputed by changing inputs of real books in all 24 orders."""
    mine = {
        "travel_minutes_per_visit": 12.0,
        "contact_pay_rate": 13.5,
        "holiday_weeks": 7.0,
        "mileage_rate": 0.3,
    }
    theirs = provider(travel_pay_rate=10.0)
    ours = OpenBook(theirs.assumptions.with_inputs(**mine))
    effects = dict.fromkeys(mine, 0.0)
    for order in itertools.permutations(mine):
        party, before = theirs.assumptions, theirs.price_per_hour
        for name in order:
            party = party.with_inputs(**{name: mine[name]})
            after = OpenBook(party).price_per_hour
            effects[name] += (after - before) / factorial(len(mine))
            before = after
    found = bridge(ours, theirs)
    assert found.is_exact
    assert dict(found.by_input["effect"]) == pytest.approx(effects, abs=EXACT)


def test_the_law_of_another_year_is_told_apart_from_what_the_party_states() -> None:
    now = provider(price_date="2026-04-06")
    before = provider(price_date="2025-04-06")
    found = bridge(now, before)
    assert not found.by_input.empty
    assert not set(found.by_input.index) & set(Assumptions.fields())
    assert found.by_input["effect"].sum() == pytest.approx(found.gap, abs=EXACT)


def test_a_rate_and_its_base_count_as_one_difference() -> None:
    stated = provider(
        stated_training_rate=0.02, stated_training_base="attendance pay",
        **dict.fromkeys(("induction_hours", "refresher_hours_per_year", "staff_turnover")),
    )  # fmt: skip
    computed = provider()
    found = bridge(stated, computed)
    assert list(found.by_input.index) == ["stated_training_rate"]
    assert found.by_input["ours_in_words"].iloc[0] == "0.02; attendance pay"
    assert found.by_input["theirs_in_words"].iloc[0] == "worked out"
    assert found.by_input[["ours", "theirs"]].iloc[0].isna().all()


def test_pay_bands_against_one_rate_are_one_difference() -> None:
    bands = provider(
        contact_pay_rate=None, pay_band_role=("care worker", "senior"),
        pay_band_rate=(12.5, 14.0), pay_band_share=(0.8, 0.2),
    )  # fmt: skip
    found = bridge(bands, provider(contact_pay_rate=12.8))
    assert list(found.by_input.index) == ["contact_pay_rate"]
    # 0.8 x 12.50 + 0.2 x 14.00 is the same average pay; training is paid at the same rate
    assert found.gap == pytest.approx(0, abs=EXACT)


def test_two_extra_days_of_leave_are_one_line_of_the_bridge() -> None:
    found = bridge(provider(holiday_weeks=6.0), provider(holiday_weeks=5.6))
    assert list(found.by_input.index) == ["holiday_weeks"]
    touched = found.by_line["gap"].loc[lambda gap: gap.abs() > EXACT]
    assert touched.index[0] == "Holiday"


@pytest.mark.parametrize("parts", [3, 6])
def test_sampled_effects_lie_within_their_stated_error_of_the_exact_ones(parts: int) -> None:
    """A game with strong interactions, whose values are drawn once and for all."""
    table = np.random.default_rng(7).normal(size=2**parts)

    def values(members: np.ndarray) -> np.ndarray:
        return table[members @ (1 << np.arange(parts))][:, np.newaxis]

    exact = shapley.exact(parts, values)[:, 0]
    effects, errors = shapley.sampled(parts, values, orders=4_000, seed=3)
    assert np.abs((effects[:, 0] - exact) / errors).max() < 3.5
    assert effects.sum() == pytest.approx(table[-1] - table[0], abs=EXACT)


def test_a_glove_game_has_its_published_values() -> None:
    """Two left gloves and one right: 1/6, 1/6 and 4/6 (a textbook case)."""

    def values(members: np.ndarray) -> np.ndarray:
        pairs = np.minimum(members[:, :2].sum(axis=1), members[:, 2])
        return pairs[:, np.newaxis].astype(float)

    assert shapley.exact(3, values)[:, 0] == pytest.approx([1 / 6, 1 / 6, 4 / 6])


@given(st.integers(0, 6), st.sampled_from([1, 2, 8]), st.sampled_from([1, 4]), st.data())
def test_exact_effects_are_those_of_the_definition(
    parts: int, block: int, rows: int, data: st.DataObject
) -> None:
    """Marginal effects averaged over all orders, in blocks of any size."""
    amounts = st.lists(st.floats(-1e3, 1e3), min_size=2**parts, max_size=2**parts)
    table = np.array(data.draw(amounts))

    def values(members: np.ndarray) -> np.ndarray:
        return table[members @ (1 << np.arange(parts)), np.newaxis]

    expected = np.zeros(parts)
    for order in itertools.permutations(range(parts)):
        reached = np.cumsum([0, *(1 << place for place in order)])
        expected[list(order)] += np.diff(table[reached]) / factorial(parts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shapley, "_BLOCK", block)
        patch.setattr(shapley, "_ROWS", rows)
        effects = shapley.exact(parts, values)[:, 0]
    assert effects == pytest.approx(expected, abs=1e-10)


def test_what_an_input_does_not_touch_is_exactly_nothing() -> None:
    """Lines by the hour differ alone; every effect of one size, in the order of the inputs."""
    lines = [f"{line}_per_contact_hour" for line in BUSINESS_LINES]
    theirs = load_assumptions(EXAMPLES / "provider.toml")
    given = [name for name in lines if name in theirs.inputs()]
    ours = theirs.with_inputs(**{name: theirs.inputs()[name] + 0.1 for name in given})
    found = bridge(ours, theirs)
    assert found.is_exact
    assert list(found.by_input.index) == given
    matrix = found.by_input_and_line
    touched = matrix.loc[:, (matrix != 0).any()]
    assert touched.shape[1] == len(given) + 1  # and the return on them
    assert (np.count_nonzero(touched, axis=1) == 2).all()
    assert not np.signbit(matrix.to_numpy()).any()


@settings(max_examples=15)
@given(books(stated_words=st.just(set())), st.integers(0, 3))
def test_many_differences_are_sampled_and_still_add_up(book: OpenBook, seed: int) -> None:
    ours = provider()
    found = bridge(ours, book, seed=seed)
    if len(found.by_input) > EXACT_UP_TO:
        assert not found.is_exact
        assert found.by_input["standard_error"].max() > 0
        assert "sampled" in found.note
    assert found.by_input["effect"].sum() == pytest.approx(found.gap, abs=EXACT)


def test_the_steps_lead_from_their_price_to_ours() -> None:
    found = bridge(provider(contact_pay_rate=14.0, mileage_rate=0.5), provider())
    assert found.steps["price_after"].iloc[-1] == pytest.approx(found.ours.price_per_hour)
    assert found.steps["label"].iloc[0] == "Contact pay rate"


def test_assumptions_are_taken_as_books() -> None:
    ours = load_assumptions(EXAMPLES / "provider.toml")
    theirs = ours.with_inputs(contact_pay_rate=12.21)
    found = bridge(ours, theirs)
    assert isinstance(found, Bridge)
    assert found.ours.assumptions == ours


def test_a_notebook_shows_the_bridge_and_escapes_what_people_typed() -> None:
    theirs = provider()
    ours = provider(
        contact_pay_rate=None, pay_band_role=("<script>",), pay_band_rate=(13.0,),
        pay_band_share=(1.0,),
    )  # fmt: skip
    shown = bridge(ours, theirs)._repr_html_()
    assert "<table" in shown
    assert "<script>" not in shown


def test_printed_it_reads_from_their_price_to_ours() -> None:
    written = str(bridge(provider(contact_pay_rate=14.0), provider())).splitlines()
    assert written[1].startswith("their price")
    assert written[2].startswith("Contact pay rate")
    assert written[3].startswith("our price")


def test_printed_it_shows_both_values_beside_each_effect() -> None:
    """Pay of every band is too long for a column: it stands below, and no line is too wide."""
    rates, roles = (13.0, 14.25, 15.5), ("careworker", "senior careworker", "team leader")
    bands = {"pay_band_role": roles, "pay_band_share": (0.5, 0.3, 0.2), "contact_pay_rate": None}
    ours = provider(**bands, pay_band_rate=rates, miles_per_visit=2.5)
    theirs = provider(**bands, pay_band_rate=(12.75, *rates[1:]), miles_per_visit=1.5)
    written = str(bridge(ours, theirs)).splitlines()
    [miles] = [line.split() for line in written if line.startswith("Miles per visit")]
    assert miles[3:5] == ["1.5", "2.5"]
    below = " ".join(line.strip() for line in written)
    assert all(f"{rate:g}" in below for rate in (*rates, 12.75))
    assert max(map(len, written)) <= 80


def test_rates_that_cannot_be_mixed_are_one_difference() -> None:
    """60 % of the price on each side, on different lines: a mixture would take up 120 %."""

    def party(word: str, *unused: str) -> OpenBook:
        data = plain_data()
        for section in data.values():
            for name in unused:
                section.pop(name, None)
        data["stated_rates"] = {f"stated_{word}_rate": 0.6, f"stated_{word}_base": "price"}
        return OpenBook(Assumptions.model_validate(data))

    ours, theirs = party("holiday"), party("pension", "pension_enrolled_share")
    found = bridge(ours, theirs)
    assert "Stated rates and return on operations" in set(found.by_input["label"])
    assert found.by_input["effect"].sum() == pytest.approx(found.gap, abs=EXACT)
    assert isinstance(found.by_line, pd.DataFrame)
