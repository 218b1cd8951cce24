"""What is said of an uplift that cannot be made: everything at once, nothing silently held."""

from __future__ import annotations

from typing import Any

import pytest
from providers import plain

from fairprice import AssumptionsError, DateNotCoveredError, Index, InputError, uplift

HELD = Index("held", 0.0, "not raised this year")
FIVE = Index("five per cent", 0.05, "agreed, minute 12")
TEN = Index("ten per cent", 0.10, "agreed, minute 13")


def test_a_coming_year_needs_its_own_law() -> None:
    with pytest.raises(DateNotCoveredError):
        uplift(plain(), "2027-06-01", {"pay": FIVE, "travel": FIVE})


def test_nothing_is_silently_held() -> None:
    with pytest.raises(InputError) as caught:
        uplift(plain(insurance_per_contact_hour=0.2), "2026-05-06", {"travel_pay_rate": FIVE})
    assert str(caught.value) == (
        "3 problems:\n"
        "  1. pay: There is no index for contact_pay_rate (13 GBP per hour), waiting_pay_rate (13 "
        "GBP per hour). Money without an index would be held without anyone saying so. Give an "
        'index for each by its name, or for "pay" as a whole; Index("held", 0.0, reason) holds an '
        "amount. [no-index]\n"
        "  2. travel: There is no index for mileage_rate (0.45 GBP per mile). Money without an "
        "index would be held without anyone saying so. Give an index for each by its name, or for "
        '"travel" as a whole; Index("held", 0.0, reason) holds an amount. [no-index]\n'
        "  3. business_costs: There is no index for insurance_per_contact_hour (0.2 GBP per "
        "contact hour). Money without an index would be held without anyone saying so. Give an "
        'index for each by its name, or for "business_costs" as a whole; Index("held", 0.0, '
        "reason) holds an amount. [no-index]"
    )


def test_indices_that_nothing_uses_are_refused_all_at_once() -> None:
    good = {"pay": HELD, "travel": HELD}
    wrong: Any = {
        "mileage": FIVE, "flat_hourly_fee": FIVE, "fees": FIVE, "visits": FIVE,
        "visit_minutes": FIVE, "insurance_per_year": FIVE, "ppe": 0.05,
    }  # fmt: skip
    with pytest.raises(InputError) as caught:
        uplift(plain(), "2026-05-06", good | wrong)
    assert [(p.where, p.code) for p in caught.value.problems] == [
        ("indices, ppe", "not-an-index"),
        ("indices, mileage", "unknown-name"),
        ("indices, flat_hourly_fee", "not-a-cost"),
        ("indices, fees", "not-a-cost"),
        ("indices, visits", "not-money"),
        ("indices, visit_minutes", "not-money"),
        ("indices, insurance_per_year", "not-used"),
    ]
    assert str(caught.value.problems[1]) == (
        "indices, mileage: is not an input. An index that nothing uses would be believed to raise "
        "the price. Did you mean mileage_rate? [unknown-name]"
    )
    assert str(caught.value.problems[2]) == (
        "indices, flat_hourly_fee: is a fee, and fees stay as they are. An index that nothing "
        "uses would be believed to raise the price. Raise a fee by its contract's formula, with "
        "uplift_price. [not-a-cost]"
    )


def test_an_amount_raised_beyond_its_bounds_is_refused() -> None:
    with pytest.raises(AssumptionsError, match=r"travel\.mileage_rate: 5\.4.* outside its bounds"):
        uplift(plain(mileage_rate=4.95), "2026-05-06", {"pay": HELD, "mileage_rate": TEN})


@pytest.mark.parametrize(
    ("formulas", "price", "codes"),
    [
        ((), None, ["not-an-index"]),
        ((0.05,), None, ["not-an-index"]),
        ((FIVE,), 0, ["not-above-zero"]),
        (("five",), "20", ["not-an-index", "not-above-zero"]),
    ],
)
def test_comparisons_that_are_refused(formulas: Any, price: Any, codes: list[str]) -> None:
    found = uplift(plain(), "2026-05-06", {"pay": HELD, "travel": HELD})
    with pytest.raises(InputError) as caught:
        found.against(*formulas, price=price)
    assert [problem.code for problem in caught.value.problems] == codes
