"""Expected billable minutes: in closed form, by simulation and as published."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from billing_contracts import billing, rounding
from hypothesis import given
from hypothesis import strategies as st

from fairprice import InputError
from fairprice.payment.billing import Billing, expected_billable

DRAWS = 400_000


def simulated(rule: Billing, mean: float, sd: float, planned: float, least: float) -> Any:
    """Return the mean and its standard error; draws below the least are drawn again."""
    rng = np.random.default_rng(20260406)
    actual = rng.normal(mean, sd, DRAWS)
    while (short := actual < least).any():
        actual[short] = rng.normal(mean, sd, short.sum())
    billed = rule.billable(planned, actual)
    return billed.mean(), billed.std() / np.sqrt(DRAWS)


@pytest.mark.parametrize(
    ("kind", "unit", "published"),
    [
        ("down", 15, 19.0),
        ("nearest", 15, 27.5),
        ("up", 15, 34.0),
        ("down", 5, 24.5),
        ("nearest", 5, 27.0),
        ("up", 5, 29.5),
    ],
)
def test_a_visit_of_27_minutes(kind: str, unit: float, published: float) -> None:
    rule = billing(rounding=rounding(kind, unit))
    exact = expected_billable(rule, 27, 5, 30, truncated_below=1)
    assert round(exact, 1) == published
    mean, error = simulated(rule, 27, 5, 30, 1)
    assert abs(mean - exact) < 4 * error


@pytest.mark.parametrize(("sd", "published"), [(5, 26.2), (8, 25.1)])
def test_a_visit_of_27_minutes_capped_at_its_plan(sd: float, published: float) -> None:
    rule = billing(basis={"kind": "lower"})
    exact = expected_billable(rule, 27, sd, 30, truncated_below=1)
    assert round(exact, 1) == published
    mean, error = simulated(rule, 27, sd, 30, 1)
    assert abs(mean - exact) < 4 * error


RULES = [
    {},
    {"basis": {"kind": "planned"}, "rounding": rounding("up", 20)},
    {"basis": {"kind": "tolerance", "within_minutes": 5, "otherwise": "actual"}},
    {
        "basis": {"kind": "tolerance", "within_share": 0.2, "otherwise": "lower"},
        "rounding": rounding("nearest", 10, tie="even"),
    },
    {"basis": {"kind": "lower", "approved_overrun_minutes": 7}, "rounding": rounding("down", 5)},
    {"limits": {"minimum_minutes": 25, "maximum_minutes": 35}},
    {"rounding": rounding("up", 15), "limits": {"minimum_minutes": 20}},
]


@pytest.mark.parametrize("clauses", RULES)
@pytest.mark.parametrize(("mean", "sd", "least"), [(27, 5, 1), (20, 15, 0), (40, 3, 38)])
def test_every_rule_by_visit_agrees_with_simulation(
    clauses: Any, mean: float, sd: float, least: float
) -> None:
    rule = billing(**clauses)
    exact = expected_billable(rule, mean, sd, 30, truncated_below=least)
    simulated_mean, error = simulated(rule, mean, sd, 30, least)
    assert abs(simulated_mean - exact) < 4 * error + 1e-9


def test_arrays_are_broadcast() -> None:
    rule = billing(basis={"kind": "lower"}, rounding=rounding("down", 5))
    planned = np.array([[15.0], [30.0]])
    table = expected_billable(rule, [20, 27, 90], 5, planned)
    assert table.shape == (2, 3)
    for row, plan in enumerate((15.0, 30.0)):
        for column, mean in enumerate((20, 27, 90)):
            alone = expected_billable(rule, mean, 5, plan)
            assert table[row, column] == pytest.approx(alone, abs=1e-9)


@given(mean=st.floats(5, 90), sd=st.floats(0.5, 30), unit=st.sampled_from([1, 5, 15, 30, 60]))
def test_down_nearest_up_lie_around_the_actual_mean(mean: float, sd: float, unit: float) -> None:
    down, nearest, up = (
        expected_billable(billing(rounding=rounding(kind, unit)), mean, sd, 30)
        for kind in ("down", "nearest", "up")
    )
    actual = expected_billable(billing(), mean, sd, 30)
    assert down <= nearest <= up
    assert down <= actual <= up
    # with a smooth distribution almost every visit is rounded up by one unit more than down
    assert up - down == pytest.approx(unit, abs=1e-6)


def test_what_cannot_be_expected_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        expected_billable(billing(), [27, np.nan], 0, -1)
    assert [p.where for p in caught.value.problems] == ["mean", "sd", "planned"]
    with pytest.raises(InputError, match="leaves out nearly every visit"):
        expected_billable(billing(), 27, 5, 30, truncated_below=100)
    total = billing(rounding=rounding("up", 15, scope="day"))
    with pytest.raises(InputError, match="needs-a-table"):
        expected_billable(total, 27, 5, 30)
