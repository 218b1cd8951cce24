"""Volumes give spend and budget impact, and the parts add up to the whole."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest
from card_strategies import cards, round_card, volumes_of
from hypothesis import given, settings
from hypothesis import strategies as st

import fairprice as fp

#: Sums to the penny of millions; relative, as GBP a year may be many.
WHOLE = 1e-9


def volume(**changes: Any) -> dict[str, Any]:
    return {
        "provider": "A", "zone": "Town", "service": "Standard", "carers": "One",
        "time": "Weekday", "visit_minutes": 30.0, "visits_per_year": 1_000.0, **changes,
    }  # fmt: skip


def test_spend_comes_to_what_it_does_by_hand() -> None:
    card = round_card(
        volumes=[
            volume(present_price=8.0),
            volume(provider="B", carers="Two", visits_per_year=500.0, present_price=18.0),
        ]
    )
    total = card.spend.total
    # 8.70 a visit of half an hour; 17.40 of two careworkers
    assert total["spend"] == pytest.approx(1_000 * 8.70 + 500 * 17.40)
    assert total["contact_hours"] == pytest.approx(500 + 500)
    assert card.spend.blended_price == pytest.approx(17.40)
    assert total["budget_impact"] == pytest.approx(1_000 * 0.70 - 500 * 0.60)
    assert card.spend.by_provider["budget_impact"].tolist() == pytest.approx([700, -300])


@given(cards(most=1).flatmap(lambda card: st.tuples(st.just(card), volumes_of(card))),
       st.randoms(use_true_random=False))  # fmt: skip
@settings(max_examples=15)
def test_parts_add_up_to_the_whole_in_any_order(
    drawn: tuple[fp.RateCard, list[dict[str, Any]]], chance: Any
) -> None:
    card, volumes = drawn
    spend = card.with_volumes(volumes).spend
    whole = spend.total
    for parts in (["provider"], ["zone", "service"], ["time"], ["carers", "visit_minutes"]):
        table = spend.by(*parts)
        for amount in ("visits_per_year", "contact_hours", "spend", "price_unrounded", "cost"):
            assert table[amount].sum() == pytest.approx(whole[amount], rel=WHOLE, abs=WHOLE)
        if whole["spend"]:
            assert table["share_of_spend"].sum() == pytest.approx(1, rel=WHOLE)
    chance.shuffle(volumes)
    again = card.with_volumes(volumes).spend.total
    assert again["spend"] == whole["spend"]
    known = [v for v in volumes if "present_price" in v]
    assert math.isnan(whole["budget_impact"]) == (len(known) < len(volumes))


def test_a_present_price_that_is_not_known_is_said() -> None:
    spend = round_card(volumes=[volume(present_price=8.0), volume(provider="B")]).spend
    by_provider = spend.by_provider
    assert math.isnan(by_provider.loc["B", "budget_impact"])
    assert by_provider.loc["A", "budget_impact"] == pytest.approx(700)
    assert spend.total["visits_without_present_price"] == 1_000
    assert math.isnan(spend.total["budget_impact"])


def test_volumes_may_be_a_table() -> None:
    table = pd.DataFrame([volume(), volume(provider="B", present_price=9.0)])
    card = round_card().with_volumes(table)
    assert [v.present_price for v in card.volumes] == [None, 9.0]
    with pytest.raises(fp.InputError, match="unknown-column"):
        round_card().with_volumes(table.rename(columns={"zone": "area"}))


def test_a_package_like_its_zone_costs_what_the_zone_does() -> None:
    card = round_card()
    visits = [volume()]
    for row in visits:
        del row["zone"]
    same = card.package("Next door", "Far", visits)
    assert same.gap_per_year == pytest.approx(0)
    assert same.covers_return
    far = card.package(
        "The farm", "Far", visits, travel_minutes_per_visit=48.0, miles_per_visit=20.0
    )
    # 48 minutes in place of 18 are 6.50 more, 18 miles more at 0.45 are 8.10
    assert far.gap_per_year == pytest.approx(-1_000 * (6.50 + 8.10))
    assert not far.covers_cost
    assert "does not cover its cost" in str(far)
    assert far.table["own_price"].tolist() == pytest.approx([11.30 + 14.60])


def test_a_package_is_paid_what_the_card_publishes() -> None:
    base = round_card().base.with_inputs(price_multiple=0.5, return_rate=0.1)
    paid = round_card(base).package(
        "P", "Far", [{k: v for k, v in volume().items() if k != "zone"}]
    )
    # 11.30 and a tenth are 12.43, published at 12.50
    assert paid.paid.total["spend"] == pytest.approx(12_500)
    assert paid.own.total["price_unrounded"] == pytest.approx(12_430)
    assert paid.left_per_year == pytest.approx(1_200)


def test_packages_of_unknown_zones_and_a_card_without_volumes_are_refused() -> None:
    with pytest.raises(fp.InputError, match="unknown-name"):
        round_card().package("P", "Fra", [])
    with pytest.raises(fp.InputError, match="no-volumes"):
        _ = round_card().spend
    with pytest.raises(fp.InputError, match="unknown-column"):
        round_card(volumes=[volume()]).spend.by("area")
