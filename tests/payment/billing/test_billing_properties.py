"""What holds for every contract and every visit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from billing_contracts import billing, multipliers, rounding, visits, window
from hypothesis import given
from hypothesis import strategies as st

UNITS = st.sampled_from([1, 5, 6, 10, 15, 30, 60])
MINUTES = st.floats(0, 600, allow_subnormal=False)
PLANNED = st.integers(5, 240).map(float)


@st.composite
def bases(draw: st.DrawFn) -> Any:
    """Draw a basis."""
    kind = draw(st.sampled_from(["planned", "actual", "lower", "tolerance"]))
    if kind == "lower":
        return {"kind": kind, "approved_overrun_minutes": draw(st.integers(0, 60))}
    if kind == "tolerance":
        width = draw(
            st.sampled_from([{"within_minutes": 5}, {"within_minutes": 0}, {"within_share": 0.1}])
        )
        return {"kind": kind, "otherwise": draw(st.sampled_from(["actual", "lower"])), **width}
    return {"kind": kind}


@st.composite
def roundings(draw: st.DrawFn) -> Any:
    """Draw a rounding of each visit."""
    kind = draw(st.sampled_from(["none", "down", "nearest", "up"]))
    if kind == "none":
        return {"kind": kind}
    tie = {"tie": draw(st.sampled_from(["up", "down", "even"]))} if kind == "nearest" else {}
    return rounding(kind, draw(UNITS), **tie)


@st.composite
def limits(draw: st.DrawFn) -> Any:
    """Draw a minimum and a maximum."""
    low = draw(st.integers(0, 60))
    return {"minimum_minutes": low, "maximum_minutes": draw(st.integers(max(low, 1), 300))}


@st.composite
def tables(draw: st.DrawFn) -> pd.DataFrame:
    """Draw visits of three clients over a few weeks, in no order."""
    count = draw(st.integers(1, 30))
    rows = st.lists(
        st.tuples(
            PLANNED,
            st.integers(0, 6000).map(lambda tenths: tenths / 10),
            st.sampled_from("abc"),
            st.integers(0, 60 * 24 * 60),
            st.integers(1, 3),
            st.sampled_from(["delivered", "late", "cancelled", "no access", "missed"]),
        ),
        min_size=count,
        max_size=count,
    )
    names = ["planned_minutes", "actual_minutes", "client", "minute", "carers", "status"]
    table = pd.DataFrame(draw(rows), columns=names)
    table["start"] = pd.Timestamp("2026-03-15") + pd.to_timedelta(table.pop("minute"), unit="min")
    return table.assign(notice_hours=table.index * 3.0, minutes_late=table.index * 2.0)


EXCEPTIONS = {
    "cancelled": {"edges_hours": [24], "edge_belongs_to": "upper band", "shares": [1, 0]},
    "no_access": {"fee": 8},
    "missed": {"share": 0},
    "late": {"edges_minutes": [15], "edge_belongs_to": "lower band", "amounts": [0, 9]},
}
TIMES = multipliers(
    clock_windows=[window("20:00", "07:00", 1.25)], weekdays=[{"days": ["sunday"], "multiplier": 2}]
)


@st.composite
def total_roundings(draw: st.DrawFn) -> Any:
    """Draw a rounding that looks at each visit, or at a client's totals."""
    unit = draw(UNITS)
    if draw(st.booleans()):
        expiry = draw(st.sampled_from(["month end", "never"]))
        return rounding("complete units", unit, expiry=expiry)
    kind = draw(st.sampled_from(["down", "nearest", "up"]))
    return rounding(kind, unit, scope=draw(st.sampled_from(["visit", "day", "period"])))


@given(basis=bases(), rule=total_roundings(), table=tables())
def test_bills_are_never_negative_and_add_up(basis: Any, rule: Any, table: pd.DataFrame) -> None:
    contract = billing(
        basis=basis, rounding=rule, exceptions=EXCEPTIONS, carers={"extra_carer_share": 0.5},
        multipliers=TIMES,
    )  # fmt: skip
    priced = contract.price(table)
    assert (priced.drop(columns=["wage_gap_minutes", "zone_hourly_rate"]) >= 0).all(axis=None)
    product = (
        priced["base_price"] * priced["multiplier"] * priced["zone_multiplier"]
        * priced["carers_factor"] * priced["exception_share"]
    )  # fmt: skip
    total = product + priced["fee"] - priced["deductions"]
    np.testing.assert_allclose(priced["price"], total, atol=1e-9)
    np.testing.assert_allclose(
        priced["base_price"], contract.tariff_price(priced["billable_minutes"])
    )
    summed = contract.summary(priced)
    for name in ("planned_minutes", "actual_minutes", "billable_minutes", "price"):
        assert summed.loc["all", name] == pytest.approx(priced[name].sum())
        assert summed[name].iloc[:-1].sum() == pytest.approx(priced[name].sum())


@given(rule=total_roundings(), table=tables())
def test_pricing_clients_apart_or_together_is_the_same(rule: Any, table: pd.DataFrame) -> None:
    contract = billing(
        rounding=rule, exceptions=EXCEPTIONS, multipliers=TIMES, carers={"extra_carer_share": 1}
    )
    pooled = contract.price(table)
    apart = [contract.price(part) for _, part in table.groupby("client")]
    pd.testing.assert_frame_equal(pd.concat(apart).loc[pooled.index], pooled)


@given(table=tables(), kind=st.sampled_from(["down", "up"]), unit=UNITS)
def test_totals_are_rounded_once(table: pd.DataFrame, kind: str, unit: float) -> None:
    table = table.assign(status="delivered", carers=1)
    contract = billing(rounding=rounding(kind, unit, scope="period"))
    billed = contract.price(table).groupby(table["client"])["billable_minutes"].sum()
    total = table.groupby("client")["actual_minutes"].sum()
    whole = np.floor if kind == "down" else np.ceil
    np.testing.assert_allclose(billed, whole((total / unit).round(9)) * unit, atol=1e-6)


@given(table=tables(), unit=UNITS)
def test_complete_units_leave_less_than_one_unit(table: pd.DataFrame, unit: float) -> None:
    table = table.assign(status="delivered", carers=1).sort_values("start", kind="stable")
    priced = billing(rounding=rounding("complete units", unit, expiry="never")).price(table)
    by_client = priced.groupby(table["client"])
    billed, actual = by_client["billable_minutes"].sum(), by_client["actual_minutes"].sum()
    np.testing.assert_allclose(by_client["carried_minutes"].last(), actual - billed, atol=1e-6)
    assert (priced["carried_minutes"] < unit).all()
    assert np.allclose(priced["billable_minutes"] % unit, 0)


@given(planned=PLANNED, actual=MINUTES, unit=UNITS, basis=bases())
def test_up_bills_no_less_than_nearest_and_nearest_no_less_than_down(
    planned: float, actual: float, unit: float, basis: Any
) -> None:
    down, *nearest, up = (
        billing(basis=basis, rounding=rule).billable(planned, actual)
        for rule in (
            rounding("down", unit),
            *(rounding("nearest", unit, tie=tie) for tie in ("down", "even", "up")),
            rounding("up", unit),
        )
    )
    assert down <= nearest[0] <= nearest[1] <= nearest[2] <= up
    unrounded = billing(basis=basis).billable(planned, actual)
    assert down - 1e-5 <= unrounded <= up + 1e-5
    assert up - down in (0, unit)
    assert abs(nearest[0] - unrounded) <= unit / 2 + 1e-5


@given(planned=PLANNED, actual=st.floats(0.1, 600), basis=bases(), rule=roundings(), limit=limits())
def test_minimum_and_maximum_hold(
    planned: float, actual: float, basis: Any, rule: Any, limit: Any
) -> None:
    billed = billing(basis=basis, rounding=rule, limits=limit).billable(planned, actual)
    assert limit["minimum_minutes"] <= billed <= limit["maximum_minutes"]


@given(planned=PLANNED, actual=MINUTES, overrun=st.integers(0, 60))
def test_the_lower_of_the_two_never_exceeds_either(
    planned: float, actual: float, overrun: int
) -> None:
    basis = {"kind": "lower", "approved_overrun_minutes": overrun}
    billed = billing(basis=basis).billable(planned, actual)
    assert billed <= actual
    assert billed <= planned + overrun
    assert billed in (actual, planned + overrun)


@given(basis=bases(), rule=roundings(), planned=PLANNED, actual=st.lists(MINUTES, min_size=1))
def test_arrays_and_single_visits_agree(
    basis: Any, rule: Any, planned: float, actual: list[float]
) -> None:
    contract = billing(basis=basis, rounding=rule)
    together = contract.billable(planned, actual)
    alone = [contract.billable(planned, minutes) for minutes in actual]
    assert together.tolist() == alone
    assert contract.tariff_price(together).tolist() == [contract.tariff_price(b) for b in alone]
    table = contract.price(visits(actual, planned=planned))
    assert table["billable_minutes"].tolist() == alone


@given(rate=st.floats(1, 100), times=st.floats(0.1, 9), table=tables(), rule=total_roundings())
def test_a_bill_is_in_proportion_to_the_hourly_rate(
    rate: float, times: float, table: pd.DataFrame, rule: Any
) -> None:
    terms = {**EXCEPTIONS, "no_access": {"share": 0.5}}
    terms["late"] = {"edges_minutes": [9], "edge_belongs_to": "lower band", "shares": [0, 0.2]}
    bills = [
        billing(
            tariff={"kind": "linear", "hourly_rate": hourly}, rounding=rule, exceptions=terms,
            multipliers=TIMES, carers={"extra_carer_share": 0.5},
        ).price(table)["price"]
        for hourly in (rate, rate * times)
    ]  # fmt: skip
    np.testing.assert_allclose(bills[1], bills[0] * times, rtol=1e-9, atol=1e-9)


@given(minutes=st.lists(MINUTES, min_size=2, max_size=20))
def test_longer_visits_never_cost_less_under_a_rising_step_table(minutes: list[float]) -> None:
    tariff = {
        "kind": "step", "edges_minutes": [20, 30, 60], "edge_belongs_to": "upper band",
        "prices": [163, 244, 387, 567], "further_minutes": 30, "further_price": 82,
        "further_counted": "started",
    }  # fmt: skip
    assert (np.diff(billing(tariff=tariff).tariff_price(sorted(minutes))) >= 0).all()


@given(miles=st.lists(st.floats(0, 20), min_size=1), side=st.sampled_from(["lower", "upper"]))
def test_every_distance_lies_in_exactly_one_band(miles: list[float], side: str) -> None:
    zones = {
        "kind": "distance", "edges_miles": [3, 6], "edge_belongs_to": f"{side} band",
        "multipliers": [1, 1.1, 1.2],
    }  # fmt: skip
    priced = billing(zones=zones).price(visits([30] * len(miles), miles=miles))
    for distance, multiplier in zip(miles, priced["zone_multiplier"], strict=True):
        if side == "upper":
            expected = 1.2 if distance >= 6 else 1.1 if distance >= 3 else 1
        else:
            expected = 1 if distance <= 3 else 1.1 if distance <= 6 else 1.2
        if min(abs(distance - 3), abs(distance - 6)) > 1e-6 or distance in (3, 6):
            assert multiplier == expected
