"""A contract's own price formula, and reviews that pay quality."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairprice import Index, InputError, annual_review, uplift_price

PUBLISHED = Path(__file__).resolve().parents[3] / "shared" / "reference" / "published_prices.csv"
HELD = Index("held", 0.0, "not raised this year")
FIVE = Index("five per cent", 0.05, "agreed, minute 12")
TEN = Index("ten per cent", 0.10, "agreed, minute 13")


def changes() -> st.SearchStrategy[float]:
    return st.integers(-300, 400).map(lambda tenths: tenths / 1000)


# ---- a contract's own formula --------------------------------------------------------------


def test_a_rate_card_is_rounded_as_a_council_publishes_it() -> None:
    index = Index("fee review 2025-26", 0.066, "https://opengovernment.network/decisions/133845")
    assert uplift_price(20.28, index) == 21.62  # 21.61848
    card = uplift_price([20.28, 21.68], index, price_multiple=0.04)
    assert card.tolist() == [21.64, 23.12]
    assert uplift_price(np.array([[10.0]]), HELD).tolist() == [[10.0]]


@pytest.mark.skipif(not PUBLISHED.exists(), reason="shared/reference/published_prices.csv not here")
def test_the_published_rates_of_wolverhampton_are_given_back() -> None:
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.reader(file) if r[0] == "City of Wolverhampton fee review"]
    found = {(row[3], row[4]): float(row[5]) for row in rows}
    services = {service for service, _ in found}
    assert len(services) >= 2
    for service in services:
        index = Index("fee review", found[service, "uplift"] / 100, "opengovernment.network")
        raised = uplift_price(found[service, "rate before"], index, price_multiple=0.04)
        assert raised == found[service, "rate after"]


@given(
    st.lists(st.integers(1, 6000).map(lambda pence: pence / 100), min_size=1, max_size=5),
    changes(),
    st.sampled_from([0.01, 0.04, 0.12]),
)
def test_price_points_are_whole_and_never_below_the_formula(
    prices: list[float], change: float, multiple: float
) -> None:
    index = Index("drawn", change, "a test")
    raised = np.array(prices) * (1 + change)
    points = uplift_price(prices, index, price_multiple=multiple)
    steps = points / multiple
    whole = np.abs(steps - steps.round()) < 1e-6
    # a fall that ends above the next price point down leaves the price as it is
    assert (whole | ((points == prices) & (change <= 0))).all()
    assert (points >= raised - 1e-6).all()
    assert (points < raised + multiple + 1e-6).all()
    to_the_penny = uplift_price(prices, index)
    assert np.abs(to_the_penny - raised).max() <= 0.005 + 1e-9
    for rounded in (points, to_the_penny):
        assert ((rounded - np.array(prices)) * change >= 0).all(), "against the change"
        assert change or rounded.tolist() == prices


@pytest.mark.parametrize(
    ("price", "index", "multiple", "codes"),
    [
        (0, FIVE, None, ["not-above-zero"]),
        ([20, -1], FIVE, None, ["not-above-zero"]),
        ([], FIVE, None, ["not-above-zero"]),
        ("20", 0.05, 0.005, ["not-an-index", "not-whole-pence", "not-above-zero"]),
        (20, FIVE, 0, ["not-whole-pence"]),
        (20, FIVE, 0.045, ["not-whole-pence"]),
        (20, FIVE, float("nan"), ["not-whole-pence"]),
        (20, FIVE, "4p", ["not-whole-pence"]),
    ],
)
def test_formulas_that_are_refused(price: Any, index: Any, multiple: Any, codes: Any) -> None:
    with pytest.raises(InputError) as caught:
        uplift_price(price, index, price_multiple=multiple)
    assert [problem.code for problem in caught.value.problems] == codes


@pytest.mark.parametrize("price", [26.50, 26.503, 0.01, 31.21695])
@pytest.mark.parametrize("multiple", [None, 0.04, 0.05])
def test_no_uplift_changes_nothing(price: float, multiple: float | None) -> None:
    assert uplift_price(price, HELD, price_multiple=multiple) == price
    table = annual_review({"A": price}, {"A": "x"}, {"x": HELD}, price_multiple=multiple)
    after = [*table.filter(like="price")][1:]
    assert after[:2] == ["raised_price", "price_to_the_penny"]
    assert table[after].to_numpy().ravel().tolist() == [price] * len(after)


def test_a_cut_raises_no_price_and_a_rise_lowers_none() -> None:
    """26.50 less 0.05 % is 26.49, of which the next price point up is 26.52."""
    cut, rise = Index("cut", -0.0005, "a test"), Index("rise", 0.00001, "a test")
    assert uplift_price(26.50, cut, price_multiple=0.04) == 26.50
    assert uplift_price(26.56, cut, price_multiple=0.04) == 26.56  # 26.54672
    assert uplift_price(26.56, Index("cut", -0.002, "a test"), price_multiple=0.04) == 26.52
    assert uplift_price(26.504, rise) == 26.504  # 26.504265, which is 26.50 to the penny


# ---- a review that pays quality ------------------------------------------------------------

RATINGS = {"Outstanding": TEN, "Good": FIVE, "Requires improvement": HELD}


def test_a_price_point_is_never_below_the_unrounded_price() -> None:
    slight = Index("slight", 0.0001, "a test")  # 10.001, which is 10.00 to the penny
    table = annual_review({"A": 10.0}, {"A": "Good"}, {"Good": slight}, price_multiple=0.04)
    assert table["price_to_the_penny"].tolist() == [10.00]
    assert table["price_point"].tolist() == [10.04]
    assert uplift_price(10.0, slight, price_multiple=0.04) == 10.04


def test_good_providers_get_more() -> None:
    table = annual_review(
        {"Avon Care": 20.00, "Bourne Care": 21.01, "Clun Care": 20.00},
        {"Avon Care": "Good", "Bourne Care": "Outstanding", "Clun Care": "Requires improvement"},
        RATINGS,
        price_multiple=0.04,
    )
    assert list(table.index) == ["Avon Care", "Bourne Care", "Clun Care"]
    assert table["change"].tolist() == [0.05, 0.10, 0.0]
    assert table["raised_price"].tolist() == pytest.approx([21.00, 23.111, 20.00])
    assert table["price_to_the_penny"].tolist() == [21.00, 23.11, 20.00]
    assert table["price_point"].tolist() == [21.00, 23.12, 20.00]
    assert table["index"].tolist() == [FIVE.name, TEN.name, HELD.name]
    assert table["source"].tolist() == [FIVE.source, TEN.source, HELD.source]
    assert list(table.columns)[:2] == ["present_price", "quality"]


@given(st.lists(st.tuples(st.integers(500, 4000), st.sampled_from(sorted(RATINGS))), min_size=1))
def test_each_provider_gets_what_its_own_formula_gives(drawn: list[tuple[int, str]]) -> None:
    prices = pd.Series({f"provider {n}": pence / 100 for n, (pence, _) in enumerate(drawn)})
    quality = {f"provider {n}": rating for n, (_, rating) in enumerate(drawn)}
    table = annual_review(prices, quality, RATINGS)
    assert "price_point" not in table
    for provider, price in prices.items():
        expected = uplift_price(price, RATINGS[quality[str(provider)]])
        assert table.loc[provider, "price_to_the_penny"] == expected


def test_everything_wrong_with_a_review_is_said_at_once() -> None:
    prices = {"A": 20.0, "B": -1.0, "C": 20.0, "E": 20.0}
    quality = {"A": "Good", "B": "Poor", "D": "Inadequate", "E": "Poor"}
    bad: Any = {"Good": FIVE, "Outstanding": 0.1}
    with pytest.raises(InputError) as caught:
        annual_review(prices, quality, bad, price_multiple=0.001)
    assert [(p.where, p.code) for p in caught.value.problems] == [
        ("price_multiple", "not-whole-pence"),
        ("prices, B", "not-above-zero"),
        ("quality, C", "missing"),
        ("prices, D", "missing"),
        ("quality, B", "unknown-rating"),
        ("quality, D", "unknown-rating"),
        ("changes, Outstanding", "not-an-index"),
    ]
    assert str(caught.value.problems[4]) == (
        "quality, B: There is no index for the rating 'Poor'. A rating without one would be held "
        "without anyone saying so. Add its index to those for Good, Outstanding; "
        'Index("held", 0.0, reason) holds a price. [unknown-rating]'
    )


def test_a_review_needs_each_provider_once() -> None:
    twice = pd.Series([20.0, 21.0], index=["A", "A"])
    for prices in ({}, twice):
        with pytest.raises(InputError, match="not-one-price-each"):
            annual_review(prices, dict.fromkeys(prices.keys(), "Good"), RATINGS)
