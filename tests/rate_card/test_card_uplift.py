"""A whole card re-based in one call: what differs is raised as the base is."""

from __future__ import annotations

from typing import Any

import pytest
from card_strategies import round_base, round_card

import fairprice as fp

HELD = fp.Index("held", 0.0, "a test")
MORE = fp.Index("a tenth", 0.1, "a test")
TO = "2026-10-01"


def held(**others: fp.Index) -> dict[str, fp.Index]:
    return {"pay": HELD, "travel": HELD, "business_costs": HELD, "ppe": HELD, **others}


def stated() -> fp.RateCard:
    zones = [
        {"name": "Town"},
        {"name": "Far", "pay_supplement": 1.0, "inputs": {"mileage_rate": 0.5},
         "sources": {"mileage_rate": "a survey"},
         "evidence": {"pay_supplement": {"document": "an advert", "low": 0.9, "high": 1.05}}},
    ]  # fmt: skip
    times = [{"name": "Day", "hours": "weekday"},
             {"name": "Night", "hours": "weekday", "pay_supplement": 2.0}]  # fmt: skip
    return round_card(round_base(insurance_per_contact_hour=1.0), zones=zones, times=times)


def test_nothing_is_raised_by_indices_of_nothing() -> None:
    found = stated().uplift(TO, held())
    assert found.prices["change"].abs().max() == pytest.approx(0, abs=1e-12)
    for kind, parts in stated().lists.items():
        again = found.card.lists[kind]
        assert [part.stated for part in again] == [part.stated for part in parts]


def test_what_differs_is_raised_by_the_index_of_what_it_stands_for() -> None:
    card = stated().uplift(TO, held(pay=MORE, mileage_rate=MORE)).card
    assert card.base.pay.contact_pay_rate == pytest.approx(14.3)
    far, night = card.zones[1], card.times[1]
    assert far.pay_supplement == pytest.approx(1.1)
    assert far.evidence["pay_supplement"].high == pytest.approx(1.155)
    assert far.inputs["mileage_rate"] == pytest.approx(0.55)
    assert night.pay_supplement == pytest.approx(2.2)
    assert "a survey; raised by 10%" in str(far.source("mileage_rate")).replace("10 %", "10%")
    assert far.source("pay_supplement").startswith("an advert; +10.00%")
    # the price date is that of the base, and everything else stays
    assert str(card.base.about.price_date) == TO
    assert card.zones[0] == stated().zones[0]


def test_all_money_raised_alike_raises_every_price_alike() -> None:
    found = stated().uplift(TO, dict.fromkeys(held(), MORE))
    assert found.prices["change"].to_numpy() == pytest.approx(0.1)


def test_the_bridge_adds_up_to_the_change_of_every_book() -> None:
    found = stated().uplift(TO, held(pay=MORE, business_costs=MORE))
    table = found.bridge
    for key, book in found.after.books.items():
        change = book.price_per_hour - found.before.books[key].price_per_hour
        assert table[key].sum() == pytest.approx(change, abs=1e-9)
    inputs = set(table.index.get_level_values("input"))
    pay = {"contact_pay_rate", "travel_pay_rate", "waiting_pay_rate"}
    assert inputs == pay | {"insurance_per_contact_hour"}
    # the zone's supplement is in the pay it is on top of: a tenth of 14.00 an hour, not of 13.00
    effect = table.loc[("contact_pay_rate", "Contact pay rate"), ("Far", "Standard")]
    assert effect == pytest.approx(1.4)


def test_money_without_an_index_is_refused() -> None:
    with pytest.raises(fp.InputError, match="no-index"):
        stated().uplift(TO, {"pay": MORE})
    zones = [{"name": "A", "inputs": {"ppe_per_visit": 0.5}}]
    # the base has no PPE, so that only the zone's needs an index
    indices = {n: i for n, i in held().items() if n != "ppe"}
    assert round_card(stated().base).uplift(TO, indices)
    with pytest.raises(fp.InputError, match="no-index"):
        round_card(stated().base, zones=zones).uplift(TO, indices)


def test_the_law_may_be_given(tmp_path: Any) -> None:
    law = fp.statutory_rates("2026-04-06", nation="England")
    found = stated().uplift(TO, held(), law=law)
    assert found.prices.equals(stated().uplift(TO, held()).prices)
