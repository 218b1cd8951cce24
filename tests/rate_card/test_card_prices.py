"""Every cell of a rate card is priced from first principles, at the premium of its own time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from card_strategies import cards, round_base, round_card
from effort import at_most
from hypothesis import given
from hypothesis import strategies as st
from providers import plain

import fairprice as fp

KEYS = ["zone", "service", "carers", "time", "visit_minutes"]


def price(card: fp.RateCard, *key: Any, column: str = "price_per_visit") -> float:
    return float(card.prices.set_index(KEYS).loc[tuple(key), column])


#: GBP, worked out by hand: a visit carries 6 minutes at 13.00 and 2 miles at 0.45, an hour 13.00,
#: at the weekend half as much again; 18 minutes of travel are 3.90; complex care is paid 15.00.
BY_HAND = {
    ("Town", "Standard", "One", "Weekday", 30): 1.30 + 0.90 + 6.50,
    ("Town", "Standard", "One", "Weekend", 30): 1.30 + 0.90 + 9.75,
    ("Town", "Standard", "One", "Weekend", 60): 1.30 + 0.90 + 19.50,
    ("Town", "Standard", "Two", "Weekend", 30): 2 * (1.30 + 0.90 + 9.75),
    ("Town", "Standard", "Two in one car", "Weekend", 30): 2 * (1.30 + 9.75) + 0.90,
    ("Town", "Complex", "One", "Weekday", 60): 1.30 + 0.90 + 15.00,
    ("Town", "Complex", "One", "Weekend", 60): 1.30 + 0.90 + 22.50,
    ("Far", "Standard", "One", "Weekday", 30): 3.90 + 0.90 + 6.50,
    ("Far", "Complex", "Two in one car", "Weekend", 60): 2 * (3.90 + 22.50) + 0.90,
}


@pytest.mark.parametrize("key", BY_HAND, ids=lambda key: ", ".join(map(str, key)))
def test_cells_come_to_what_they_do_by_hand(key: tuple[Any, ...]) -> None:
    assert price(round_card(), *key) == pytest.approx(BY_HAND[key], abs=1e-12)


def test_a_supplement_of_a_time_is_paid_on_contact_and_on_nothing_else() -> None:
    base = round_base(stated_training_rate=0.1)
    times = [
        {"name": "Day", "hours": "weekday"},
        {"name": "Night", "hours": "weekday", "pay_supplement": 1.0},
        {"name": "Half", "hours": "weekday", "premium": 0.5},
    ]
    card = round_card(base, times=times)
    day, night, half = (price(card, "Town", "Standard", "One", t["name"], 60) for t in times)
    # training is a tenth of attendance pay, premiums and supplements included
    assert night - day == pytest.approx(1.0 * 1.1)
    assert half - day == pytest.approx(6.5 * 1.1)


@given(cards(whole_week=True), st.integers(5, 600).map(float))
@at_most(25)
def test_the_times_by_their_shares_make_up_the_book(card: fp.RateCard, minutes: float) -> None:
    """The base's average of premiums is counted once: in the cells, or in the book."""
    priced = card.changed(visit_minutes=[minutes]).priced()
    pay = card.base.pay
    shares = [pay.evening_share or 0, pay.weekend_share or 0, pay.bank_holiday_share or 0]
    weights = np.array([1 - sum(shares), *shares])
    one = card.carers[0].name
    cells = priced.prices[priced.prices["carers"] == one]
    for (zone, service), book in priced.books.items():
        found = cells[(cells["zone"] == zone) & (cells["service"] == service)]
        assert len(found) == 4
        together = float(found["price_per_visit"].to_numpy() @ weights)
        assert together == pytest.approx(book.price(minutes), rel=1e-9)


@given(cards())
@at_most(25)
def test_a_zone_and_a_service_have_the_book_of_their_inputs(card: fp.RateCard) -> None:
    priced = card.changed(times=[{"name": "All", "hours": "all week"}]).priced()
    one = priced.prices[priced.prices["carers"] == card.carers[0].name]
    for zone in card.zones:
        for service in card.services:
            changes: dict[str, Any] = {**zone.inputs, **service.inputs}
            more = (zone.pay_supplement or 0) + (service.pay_supplement or 0)
            if (bands := card.base.pay.pay_band_rate) is not None:
                changes["pay_band_rate"] = [rate + more for rate in bands]
            else:
                changes["contact_pay_rate"] = card.base.pay.contact_pay_rate + more  # type: ignore[operator]
            book = fp.OpenBook(card.base.with_inputs(**changes))
            found = one[(one["zone"] == zone.name) & (one["service"] == service.name)]
            lengths = found["visit_minutes"].to_numpy()
            assert found["price_per_visit"].to_numpy() == pytest.approx(book.price(lengths))


def test_a_card_without_differences_is_the_book_itself() -> None:
    base = plain(insurance_per_year=5_000.0, insurance_per_contact_hour=None, price_multiple=0.04)
    card = fp.RateCard(
        base=base, zones=[{"name": "All"}], services=[{"name": "Care", "kind": "standard"}]
    )
    prices = fp.OpenBook(base).visit_prices()
    assert card.prices["price_per_visit"].to_numpy() == pytest.approx(
        prices["price_per_visit"].to_numpy()
    )
    assert card.fee_table.to_numpy()[0] == pytest.approx(prices["price_point"].to_numpy())


def test_a_yearly_cost_is_spread_over_the_same_hours_in_every_zone() -> None:
    base = plain(insurance_per_year=52_000.0, insurance_per_contact_hour=None)
    card = round_card(base)
    for book in card.priced().books.values():
        assert book.value("insurance") == pytest.approx(52_000 / (1_000 * 0.5 * 52))


def test_a_service_comes_in_its_own_lengths_carers_and_times() -> None:
    services = [
        {"name": "Standard", "kind": "standard"},
        {"name": "Night", "kind": "night sit", "visit_minutes": [540, 480], "carers": ["One"],
         "times": ["Weekday"]},
    ]  # fmt: skip
    card = round_card(services=services)
    assert list(card.fee_table.columns) == [30, 60, 480, 540]
    night = card.prices[card.prices["service"] == "Night"]
    assert set(night["carers"]) == {"One"}
    assert sorted(set(night["visit_minutes"])) == [480, 540]
    assert card.fee_table.loc["Town", "Night", "One", "Weekday"].isna().tolist() == [
        True, True, False, False,
    ]  # fmt: skip
    assert price(card, "Town", "Night", "One", "Weekday", 480) == pytest.approx(2.20 + 8 * 13)


def test_the_law_may_be_another() -> None:
    card = round_card()
    law = fp.statutory_rates("2026-04-06", nation="England")
    assert card.priced(law).prices.equals(card.prices)
    with pytest.raises(fp.InputError, match="other-date-or-nation"):
        card.priced(fp.statutory_rates("2025-04-06", nation="England"))


def test_the_minimum_wage_is_tested_in_every_zone_and_service() -> None:
    zones = [{"name": "Town"}, {"name": "Far", "inputs": {"travel_pay_rate": 0.0}}]
    test = round_card(zones=zones).priced().minimum_wage_test()
    passes = test[test["age_group"] == "21 and over"].set_index(["zone", "service"])["passes"]
    assert passes.to_dict() == {
        ("Town", "Standard"): True, ("Town", "Complex"): True,
        ("Far", "Standard"): False, ("Far", "Complex"): False,
    }  # fmt: skip


def test_what_differs_stands_in_a_table_with_its_source() -> None:
    zones = [{"name": "Far", "inputs": {"miles_per_visit": 9.0},
              "sources": {"miles_per_visit": "call monitoring"}}]  # fmt: skip
    table = round_card(zones=zones).priced().what_differs
    row = table[table["input"] == "miles_per_visit"].iloc[0]
    assert (row["list"], row["base"], row["here"]) == ("zones", 2.0, 9.0)
    assert row["source"] == "call monitoring"
