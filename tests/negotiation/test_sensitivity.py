"""One-way sensitivity: each range by itself, priced as the book would price it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from effort import at_most
from hypothesis import given
from linear_provider import COST, A, B, linear
from providers import plain, plain_data
from strategies import assumptions

from fairprice import Assumptions, InputError, OpenBook, one_way_sensitivity, statutory_rates

COLUMNS = ["label", "unit", "low", "value", "high", "price_at_low", "price_at_high", "swing"]


def said(party: Assumptions, ranges: Any) -> list[str]:
    with pytest.raises(InputError) as caught:
        one_way_sensitivity(party, ranges)
    return [str(problem) for problem in caught.value.problems]


def test_a_tornado_by_hand() -> None:
    ranges = {
        "mileage_rate": (0.35, 0.50),  # 4 miles: 17.00 to 17.60
        "contact_pay_rate": (12.5, 14.0),  # an hour: 16.90 to 18.40
        A: (0.0, 0.25),  # 17.40 to 17.65
    }
    found = one_way_sensitivity(linear(), ranges)
    assert list(found.columns) == COLUMNS
    assert list(found.index) == ["contact_pay_rate", "mileage_rate", A]
    assert found.index.name == "input"
    assert list(found["price_at_low"]) == pytest.approx([16.90, 17.00, 17.40])
    assert list(found["price_at_high"]) == pytest.approx([18.40, 17.60, 17.65])
    assert list(found["swing"]) == pytest.approx([1.50, 0.60, 0.25])
    assert list(found["low"]) == [12.5, 0.35, 0.0]
    assert list(found["value"]) == [13.0, 0.45, 0.0]
    assert list(found["high"]) == [14.0, 0.50, 0.25]
    field = Assumptions.fields()["mileage_rate"]
    assert list(found.loc["mileage_rate", ["label", "unit"]]) == [field.label, field.unit]


def test_an_input_that_saves_money_has_a_swing_above_zero() -> None:
    party = plain(annual_contact_hours=1000.0, double_handed_share=None)
    party = party.with_inputs(insurance_per_contact_hour=None, insurance_per_year=1000.0)
    row = one_way_sensitivity(party, {"annual_contact_hours": (1000.0, 2000.0)}).iloc[0]
    # GBP 1,000 over 1,000 hours, and over 2,000
    assert row["price_at_low"] - row["price_at_high"] == pytest.approx(0.5)
    assert row["swing"] == pytest.approx(0.5)


def test_tables_move_as_a_whole() -> None:
    party = linear(
        contact_pay_rate=None, pay_band_role=["a", "b"], pay_band_rate=[12.0, 15.0],
        pay_band_share=[0.6, 0.4],
    )  # fmt: skip
    found = one_way_sensitivity(
        party,
        {"pay_band_share": ([0.5, 0.5], [0.9, 0.1]), "pay_band_rate": ((11, 15), (12, 15.5))},
    )
    shares = found.loc["pay_band_share"]
    assert (shares["low"], shares["value"], shares["high"]) == ((0.5, 0.5), (0.6, 0.4), (0.9, 0.1))
    # contact pay of 13.50 and 12.30 in place of 13.00
    assert shares["price_at_low"] == pytest.approx(COST + 0.5)
    assert shares["price_at_high"] == pytest.approx(COST - 0.7)
    # 0.6 times 1.00 less; 0.4 times 0.50 more than 13.20
    assert found.loc["pay_band_rate", "swing"] == pytest.approx(0.8)


@at_most(30)
@given(assumptions())
def test_each_end_is_what_the_book_itself_says(party: Assumptions) -> None:
    movable = (
        "contact_pay_rate",
        "mileage_rate",
        "return_rate",
        "holiday_weeks",
        "miles_per_visit",
    )
    stated = {name: party.inputs()[name] for name in movable if name in party.inputs()}
    ranges = {name: (0.9 * value, value) for name, value in stated.items()}
    found = one_way_sensitivity(party, ranges)
    assert set(found.index) == set(ranges)
    assert found["swing"].is_monotonic_decreasing
    assert (found["swing"] >= 0).all()
    whole = OpenBook(party).price_per_hour
    for name, (low, _) in ranges.items():
        lower = OpenBook(party.with_inputs(**{name: low})).price_per_hour
        assert found.loc[name, "price_at_low"] == pytest.approx(lower, rel=1e-12)
        assert found.loc[name, "price_at_high"] == pytest.approx(whole, rel=1e-12)


def test_the_law_may_vary_and_bears_its_own_label() -> None:
    rates = statutory_rates("2026-04-06", nation="England")
    found = one_way_sensitivity(plain(), {"employer_nic_rate": (0.10, 0.15)}, law=rates)
    row = found.loc["employer_nic_rate"]
    assert row["label"] == rates["employer_nic_rate"].label
    assert row["value"] == 0.15
    assert row["price_at_high"] == pytest.approx(OpenBook(plain()).price_per_hour, rel=1e-12)
    assert row["price_at_low"] < row["price_at_high"]


def test_ranges_come_from_the_evidence_of_inputs_that_are_used() -> None:
    evidence = {
        "mileage_rate": {"low": 0.40, "high": 0.45},
        "miles_per_visit": {"basis": "Routes of one month"},
        "flat_hourly_fee": {"low": 20.0, "high": 25.0},
    }
    data = plain_data() | {"fees": {"flat_hourly_fee": 22.0}, "evidence": evidence}
    party = Assumptions.model_validate(data)
    given = one_way_sensitivity(party, {"mileage_rate": (0.40, 0.45)})
    assert one_way_sensitivity(party).equals(given)
    # 4 miles of 5 pence
    assert given["swing"].iloc[0] == pytest.approx(0.2)


def test_nothing_to_vary() -> None:
    text = (
        "No input of the calculation has a low and a high that differ. Without them nothing is "
        "known about how far the price may be off. Give low and high in the evidence of an "
        'input, or ranges such as {"mileage_rate": (0.35, 0.45)}. [no-ranges]'
    )
    assert said(plain(), None) == [f"evidence: {text}"]
    assert said(plain(), {}) == [f"ranges: {text}"]


PAIR = (
    "is not a pair of low and high. A range shows how far an input may be off. Give a low and a "
    'high by name of an input, such as {"mileage_rate": (0.35, 0.45)}. [wrong-shape]'
)
HOLD = "The range shows how far the price may move; it must hold the value it is about."
GOLDEN: dict[str, tuple[Any, str]] = {
    "not a table of names": ([("mileage_rate", 0, 1)], f"ranges: [('mileage_rate', 0, 1)] {PAIR}"),
    "one number": ({"mileage_rate": 0.4}, f"ranges.mileage_rate: 0.4 {PAIR}"),
    "a low without a high": (
        {"mileage_rate": (0.4, None)},
        f"ranges.mileage_rate: (0.4, None) {PAIR}",
    ),
    "an unknown name": (
        {"milage_rate": (0.4, 0.5)},
        "inputs.milage_rate: is not an input. A name that is not known would be a cost that is "
        "silently left out. Did you mean mileage_rate? [unknown-name]",
    ),
    "an input that is not used": (
        {"annual_contact_hours": (1.0, 2.0)},
        "annual_contact_hours: is an input that this calculation does not use. Varying it would "
        "change nothing. Vary what is stated in its place, or remove it. [not-used]",
    ),
    "text": (
        {"mileage_rate": ("0.4", 0.5)},
        "ranges.mileage_rate.low: '0.4' is not a finite number. Low: The lowest value that can be "
        "defended. Give a number; for a table, a list of numbers. [not-a-number]",
    ),
    "not finite": (
        {"mileage_rate": (0.4, np.inf)},
        "ranges.mileage_rate.high: inf is not a finite number. High: The highest value that can be "
        "defended. Give a number; for a table, a list of numbers. [not-a-number]",
    ),
    "without the stated value": (
        {"mileage_rate": (0.2, 0.3)},
        f"ranges.mileage_rate: 0.45 does not lie between 0.2 and 0.3. {HOLD} Correct the value or "
        "its range. [not-in-its-range]",
    ),
    "beyond its bounds": (
        {"mileage_rate": (0.2, 6.0)},
        "ranges.mileage_rate: The range from 0.2 to 6.0 leaves the bounds. Mileage rate (GBP per "
        "mile): Paid to the careworker for each mile. Give a number from 0 to 5. [out-of-bounds]",
    ),
    "the law below zero": (
        {"employer_nic_rate": (-0.1, 0.15)},
        "ranges.employer_nic_rate: The range from -0.1 to 0.15 leaves the bounds. "
        "Employer's National Insurance rate (share of pay above the threshold): As in the "
        "statutory register. Give a number from 0 to 1. [out-of-bounds]",
    ),
    "a band too many": (
        {"worker_share": ([1.0], [0.5, 0.5])},
        "ranges.worker_share: low has 1, the input 1 and high 2 entries. "
        f"{HOLD} Give low and high one entry for each band of the input. [unequal-lengths]",
    ),
    "a switch": (
        {"employment_allowance_claimed": (0, 1)},
        f"ranges.employment_allowance_claimed: has a range, but the input is not a number. {HOLD} "
        "Remove low and high; compare two positions with a bridge instead. [not-a-range]",
    ),
    "shares that do not add up": (
        {"worker_share": ([0.9], [1.0])},
        "ranges.worker_share.low: [0.9] cannot be priced with everything else as stated. Shares of "
        "a scenario do not add up to 1. Every hour and every worker belongs to exactly one band. "
        "Divide each row by its sum. [shares-do-not-add-up]",
    ),
}


@pytest.mark.parametrize("name", GOLDEN)
def test_ranges_that_cannot_be_used(name: str) -> None:
    ranges, text = GOLDEN[name]
    assert said(plain(), ranges) == [text]


def test_an_end_without_a_price_is_named() -> None:
    party = plain(
        return_base="price", return_rate=0.1, stated_holiday_rate=0.1, stated_holiday_base="price"
    )
    ranges = {"return_rate": (0.05, 0.95), "stated_holiday_rate": (0.1, 0.2)}
    assert said(party, ranges) == [
        "ranges.return_rate.high: 0.95 cannot be priced with everything else as stated. 1 "
        "scenarios have no price that covers them. Rates stated on the price or on gross pay leave "
        "nothing for other costs. Keep their sum below 100 % in every scenario. "
        "[no-price-covers-it]"
    ]


def test_unsocial_hours_beyond_all_hours_are_named() -> None:
    found = said(plain(weekend_share=0.5), {"evening_share": (0.0, 0.6), "mileage_rate": (0, 1)})
    assert [text.split(":")[0] for text in found] == ["ranges.evening_share.high"]


def test_everything_wrong_with_ranges_is_said_at_once() -> None:
    ranges = {
        "zzzz": (1, 2),
        "mileage_rate": (0.2, 0.3),
        "contact_pay_rate": 13.0,
        "return_rate": (-1.0, 0.1),
        "worker_share": ([0.5], [1.0]),
    }
    with pytest.raises(InputError) as caught:
        one_way_sensitivity(plain(), ranges)
    assert sorted(problem.code for problem in caught.value.problems) == [
        "not-in-its-range", "out-of-bounds", "shares-do-not-add-up", "unknown-name", "wrong-shape",
    ]  # fmt: skip


def test_a_range_without_width_moves_nothing() -> None:
    found = one_way_sensitivity(linear(), {A: (0, 0), B: (0, 1)})
    assert list(found.index) == [B, A]
    assert found.loc[A, "swing"] == 0
