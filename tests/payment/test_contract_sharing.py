"""Clauses that share what departs from a target, by hand: corridor, gain and pain, savings."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from payment_cases import (
    AT_ONCE,
    FREE,
    WELL,
    Data,
    contract,
    fixed,
    only,
    outcome,
    paid,
    steady,
    years,
)

from fairprice import presets
from fairprice.payment.clauses.sharing import minimum_savings_rate, part_of_the_way
from fairprice.payment.contract import PaymentTerms, TransactionCosts

TARGET = 1000.0
CORRIDOR: Data = {
    "kind": "risk corridor", "target_cost": TARGET, "band_begins": [0.03, 0.08],
    "payer_shares": [0.5, 0.8],
}  # fmt: skip
COHORT = steady(outcomes=[outcome()])
YEAR = years(COHORT, 2)


def settled(cost: float, *adjustments: Data, base: Data | None = None) -> float:
    """Return what is paid when the year costs this much."""
    terms = contract(fixed(TARGET) if base is None else base, *adjustments)
    return only(paid(terms, COHORT, YEAR, visit_cost=cost / 7280, hour_cost=0.0))


@pytest.mark.parametrize(
    ("ratio", "payer_pays"),
    [
        (1.00, 0),
        (1.02, 0),
        (1.03, 0),
        (1.05, 0.5 * 20),
        (1.08, 25),  # 2.5 % of the target
        (1.10, 25 + 0.8 * 20),
        (1.50, 25 + 0.8 * 420),
        (0.98, 0),
        (0.97, 0),
        (0.95, -10),
        (0.92, -25),
        (0.90, -41),
        (0.00, -25 - 0.8 * 920),
    ],
)
def test_risk_corridor(ratio: float, payer_pays: float) -> None:
    assert settled(ratio * TARGET, CORRIDOR) - TARGET == pytest.approx(payer_pays, abs=1e-9)


def test_the_corridor_preset_is_the_statute() -> None:
    around = presets.Around(PaymentTerms(**AT_ONCE), TransactionCosts(**FREE), 0.0, 0.0, 1)
    terms = presets.risk_corridor(around, fee_share=0.0, target_cost=TARGET)
    for ratio, pays in ((1.02, 0), (1.05, 10), (1.10, 41), (0.95, -10), (0.90, -41)):
        costs = {"visit_cost": ratio * TARGET / 7280, "hour_cost": 0.0}
        assert only(paid(terms, COHORT, YEAR, **costs)) == pytest.approx(TARGET + pays)


@pytest.mark.parametrize("fee_share", [0.0, 0.1])
def test_the_target_cost_preset_has_a_guaranteed_maximum(fee_share: float) -> None:
    """The provider bears half up to 120 % of the target and all above: 1.1 times it and the fee."""
    around = presets.Around(PaymentTerms(**AT_ONCE), TransactionCosts(**FREE), 0.0, 0.0, 1)
    terms = presets.target_cost(around, fee_share=fee_share, target_cost=TARGET, provider_share=0.5)
    for ratio, pays in ((1.0, 1.0), (1.1, 1.05), (1.2, 1.1), (1.5, 1.1), (3.0, 1.1)):
        costs = {"visit_cost": ratio * TARGET / 7280, "hour_cost": 0.0}
        assert only(paid(terms, COHORT, YEAR, **costs)) == pytest.approx(
            TARGET * (pays + fee_share)
        )


PLUS: Data = {"kind": "cost plus", "fee_share": 0.0, "annual_fee": 30.0}
RANGES: Data = {
    "kind": "gain and pain share", "target_cost": TARGET, "range_begins": [0.0, 0.1, 0.2],
    "provider_gain_shares": [0.5, 0.25, 0.0], "provider_pain_shares": [0.4, 0.6, 1.0],
}  # fmt: skip


@pytest.mark.parametrize(
    ("cost", "shared"),
    [
        (1000, 0),
        (950, 25),
        (900, 50),
        (850, 50 + 12.5),
        (800, 75),
        (500, 75),
        (1050, -20),
        (1100, -40),
        (1150, -40 - 30),
        (1200, -100),
        (1300, -200),
    ],
)
def test_gain_and_pain_by_ranges(cost: float, shared: float) -> None:
    # the provider's total: cost, fee and its part of target less cost
    assert settled(cost, RANGES, base=PLUS) == pytest.approx(cost + 30 + shared)


def test_guaranteed_maximum_price() -> None:
    capped = RANGES | {"guaranteed_maximum_price": 1075.0}
    for cost, expected in (
        (1000, 1030),
        (1050, 1050 + 30 - 20),
        (1070, 1070 + 30 - 28),
        (1080, 1075),  # 1080 + 30 - 32 = 1078
        (2000, 1075),
    ):
        assert settled(cost, capped, base=PLUS) == pytest.approx(expected)


def test_half_and_half_with_all_pain_beyond_a_fifth() -> None:
    # the common advice: beyond 120 % of target the payment stands still
    term = RANGES | {
        "range_begins": [0.0, 0.2], "provider_gain_shares": [0.5, 0.0],
        "provider_pain_shares": [0.5, 1.0],
    }  # fmt: skip
    plus = PLUS | {"annual_fee": 0.0}
    for cost, expected in ((1000, 1000), (1200, 1100), (1300, 1100), (5000, 1100), (800, 900)):
        assert settled(cost, term, base=plus) == pytest.approx(expected)


SAVINGS: Data = {
    "kind": "shared savings", "benchmark": TARGET, "provider_share": 0.5,
    "caseloads": [5.0, 60.0], "minimum_savings_rates": [0.039, 0.02],
    "provider_loss_share": 0.0,
}  # fmt: skip


@pytest.mark.parametrize(("people", "rate"), [(5, 0.039), (16, 0.0352), (32.5, 0.0295), (60, 0.02)])
def test_minimum_savings_rate_is_interpolated(people: float, rate: float) -> None:
    """From 5 people on, each of the 55 more takes away a 55th of the 1.9 points between."""
    [term] = contract(fixed(1), SAVINGS).adjustments
    table = zip(term.caseloads, term.minimum_savings_rates, strict=True)
    parts, before = [], (0.0, 0.0)
    for caseload, least in table:
        way = part_of_the_way(people, before[0], caseload)
        parts.append(minimum_savings_rate(way, before[1], least))
        before = (caseload, least)
    assert sum(parts) == pytest.approx(rate)


@pytest.mark.parametrize("people", [1, 4, 61, 5_000])
def test_a_caseload_for_which_no_rate_is_stated_is_refused(people: int) -> None:
    [problem] = contract(fixed(1), SAVINGS).problems(steady(people=people))
    assert problem.code == "outside-table"
    assert f"{people:,} are covered" in problem.what
    assert not contract(fixed(1), SAVINGS).problems(steady(people=5))
    assert not contract(fixed(1), SAVINGS).problems(steady(people=60))


def test_savings_are_shared_from_the_first_pound_once_the_rate_is_reached() -> None:
    # ten people: 0.039 - 5 / 55 * 0.019 = 3.7273 % of 1,000
    gate = 1000 * (0.039 - 5 / 55 * 0.019)
    for saved, shared in (
        (0, 0),
        (gate - 0.01, 0),
        (gate + 0.01, 0.5 * (gate + 0.01)),
        (100, 50),
        (-100, 0),
    ):
        found = settled(0.0, SAVINGS, base=fixed(TARGET - saved))
        assert found == pytest.approx(TARGET - saved + shared)
    exact = SAVINGS | {"caseloads": [10.0], "minimum_savings_rates": [0.25]}
    once = {"kind": "lump sum", "week": 0, "description": "all of it"}
    for spend, expected in ((750.0, 875.0), (750.01, 750.01)):
        term = once | {"amount": spend}
        assert settled(0.0, term, exact, base=fixed(0.0)) == pytest.approx(expected)


def test_losses_are_shared_beyond_the_same_rate() -> None:
    two_sided = SAVINGS | {
        "caseloads": [10.0],
        "minimum_savings_rates": [0.03],
        "provider_loss_share": 0.4,
    }
    for spend, change in ((1029.9, 0), (1030.1, -0.4 * 30.1), (1100, -40), (960, 20), (980, 0)):
        assert settled(0.0, two_sided, base=fixed(spend)) == pytest.approx(spend + change)


def test_savings_without_quality_are_not_shared() -> None:
    gated = SAVINGS | {"quality_outcome": WELL, "minimum_quality": 0.6, "provider_loss_share": 0.5}
    terms = {spend: contract(fixed(spend), gated) for spend in (900.0, 1100.0)}
    for reached, saved in ((5, 0), (6, 50), (10, 50)):
        flags = np.zeros_like(YEAR.measured)
        flags[:, :reached] = True
        year = replace(YEAR, measured=flags)
        assert only(paid(terms[900.0], COHORT, year)) == pytest.approx(900 + saved)
        # losses are borne whatever the quality
        assert only(paid(terms[1100.0], COHORT, year)) == pytest.approx(1050)


@given(
    first=st.floats(0, 3), more=st.floats(0, 1), shares=st.lists(st.floats(0, 1), min_size=2,
                                                                 max_size=2)
)  # fmt: skip
def test_sharing_never_turns_a_saving_into_a_loss(
    first: float, more: float, shares: list[float]
) -> None:
    # a pound more of cost: the provider bears between none and all of it
    low, high = first * TARGET, (first + more) * TARGET
    corridor = CORRIDOR | {"payer_shares": shares}
    rise = settled(high, corridor) - settled(low, corridor)
    assert -1e-6 <= rise <= high - low + 1e-6
    ranges = RANGES | {
        "range_begins": [0.0, 0.1],
        "provider_gain_shares": shares,
        "provider_pain_shares": shares,
    }
    rise = settled(high, ranges, base=PLUS) - settled(low, ranges, base=PLUS)
    assert -1e-6 <= rise <= high - low + 1e-6
