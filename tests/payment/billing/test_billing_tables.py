"""Tables of visits: totals, carry-over, statuses, and input of every odd shape."""

from __future__ import annotations

import tomllib
from typing import Any

import numpy as np
import pandas as pd
import pytest
import tomli_w
from billing_contracts import EVERYTHING, billing, multipliers, rounding, visits, window

from fairprice import InputError
from fairprice.payment.billing import Billing

COLUMNS = [
    "planned_minutes", "actual_minutes", "billable_minutes", "wage_gap_minutes",
    "carried_minutes", "zone_hourly_rate", "base_price", "multiplier", "zone_multiplier",
    "carers_factor", "exception_share", "fee", "deductions", "price",
]  # fmt: skip
DAYS = ["2026-04-01 08:00", "2026-04-01 18:00", "2026-04-02 08:00", "2026-04-02 18:00"]


def test_the_columns_and_the_index_of_priced_visits() -> None:
    table = visits([25, 40]).set_index(pd.Index(["x", "x"], name="visit"))
    priced = billing(basis={"kind": "lower"}).price(table)
    assert list(priced.columns) == COLUMNS
    pd.testing.assert_index_equal(priced.index, table.index)
    assert priced["billable_minutes"].tolist() == [25, 30]
    assert priced["wage_gap_minutes"].tolist() == [0, 10]
    assert priced["price"].tolist() == [10, 12]


def test_the_table_given_is_left_as_it_was() -> None:
    table = visits([25, 40], start=DAYS[:2], client="a")
    before = table.copy(deep=True)
    billing(rounding=rounding("up", 15, scope="day")).price(table)
    pd.testing.assert_frame_equal(table, before)


@pytest.mark.parametrize(
    ("scope", "clients", "expected"),
    [
        # visit by visit 15 + 15 + 15 + 30
        ("visit", "a", [15, 15, 15, 30]),
        # 12 + 13 = 25 -> 30 and 14 + 17 = 31 -> 45
        ("day", "a", [30 * 12 / 25, 30 * 13 / 25, 45 * 14 / 31, 45 * 17 / 31]),
        ("day", list("abab"), [15, 15, 15, 30]),
        # 56 -> 60
        ("period", "a", [60 * 12 / 56, 60 * 13 / 56, 60 * 14 / 56, 60 * 17 / 56]),
        ("period", list("aabb"), [30 * 12 / 25, 30 * 13 / 25, 45 * 14 / 31, 45 * 17 / 31]),
    ],
)
def test_what_is_rounded(scope: str, clients: Any, expected: list[float]) -> None:
    rule = billing(rounding=rounding("up", 15, scope=scope))
    priced = rule.price(visits([12, 13, 14, 17], start=DAYS, client=clients))
    assert priced["billable_minutes"].to_numpy() == pytest.approx(expected)


def test_a_day_is_a_day_on_the_uk_clock() -> None:
    start = pd.to_datetime(["2026-06-30 23:30", "2026-07-01 08:00"], utc=True)
    rule = billing(rounding=rounding("up", 15, scope="day"))
    priced = rule.price(visits([5, 5], start=start, client="a"))
    assert priced["billable_minutes"].tolist() == [7.5, 7.5]


def test_a_total_of_nothing_is_nothing() -> None:
    rule = billing(rounding=rounding("up", 15, scope="period"))
    assert rule.price(visits([0, 0], client="a"))["price"].tolist() == [0, 0]


@pytest.mark.parametrize(
    "rule",
    [
        # shared out, visits of 25 and 29 would be billed 27.8 and 32.2
        {"rounding": rounding("up", 15, scope="day"), "limits": {"maximum_minutes": 30}},
        # 13.5, 18 and 13.5
        {"rounding": rounding("down", 15, scope="day"), "limits": {"minimum_minutes": 15}},
        {"rounding": rounding("down", 15, scope="period"), "limits": {"minimum_minutes": 15}},
        # 19 minutes carried and 30 more make two units of 20
        {"rounding": rounding("complete units", 20, expiry="never"),
         "limits": {"maximum_minutes": 30}},
    ],
    ids=["most of a day", "least of a day", "least of a period", "carried over"],
)  # fmt: skip
def test_no_limit_of_a_visit_is_broken_by_rounded_totals(rule: Any) -> None:
    with pytest.raises(InputError) as refused:
        billing(**rule)
    assert str(refused.value) == (
        "limits: hold for a visit, but rounding looks at totals. A total shared out over visits "
        "would bill some of them outside the limits. Remove the limits, or round each visit. "
        "[not-by-total]"
    )


@pytest.mark.parametrize(
    "two", [["A", "A "], [" A", "A"], ["A  B", "A B"], ["A B", "A\xa0B"], [1, "1"]]
)
def test_clients_that_only_spaces_tell_apart_are_pointed_out(two: list[Any]) -> None:
    """Two visits of 7 minutes by one client are 15; by two they would be 30."""
    rule = billing(rounding=rounding("up", 15, scope="day"))
    with pytest.raises(InputError) as refused:
        rule.price(visits([7, 7], start=DAYS[:2], client=two))
    [problem] = refused.value.problems
    assert (problem.code, problem.where) == ("labels-alike", "visits.client")
    assert all(repr(label) in problem.what for label in two)


@pytest.mark.parametrize(
    ("expiry", "expected"), [("month end", [0, 15, 0]), ("never", [0, 15, 15])]
)
def test_left_over_minutes_at_the_end_of_a_month(expiry: str, expected: list[float]) -> None:
    rule = billing(rounding=rounding("complete units", 15, expiry=expiry))
    start = ["2026-04-29 08:00", "2026-04-30 23:59", "2026-05-01 00:00"]
    priced = rule.price(visits([10, 14, 8], start=start, client="a"))
    assert priced["billable_minutes"].tolist() == expected
    assert priced["carried_minutes"].tolist() == [10, 9, 8 if expiry == "month end" else 2]


def test_the_same_month_of_another_year_is_another_month() -> None:
    rule = billing(rounding=rounding("complete units", 15, expiry="month end"))
    priced = rule.price(visits([10, 10], start=["2026-04-01", "2027-04-01"], client="a"))
    assert priced["billable_minutes"].tolist() == [0, 0]


def test_units_carry_over_in_order_of_time_whatever_the_order_of_rows() -> None:
    rule = billing(rounding=rounding("complete units", 15, expiry="never"))
    table = visits([10, 10, 10, 10], start=DAYS, client=list("abab"))
    expected = rule.price(table)
    assert expected["billable_minutes"].tolist() == [0, 0, 15, 15]
    for order in ([3, 2, 1, 0], [2, 0, 3, 1]):
        pd.testing.assert_frame_equal(rule.price(table.iloc[order]), expected.iloc[order])


def test_totals_may_be_kept_by_client_and_worker() -> None:
    terms = {"expiry": "never", "totals_by": ["client", "worker"]}
    rule = billing(rounding=rounding("complete units", 15, **terms))
    table = visits([10, 10, 10, 10], start=DAYS, client="a", worker=list("xyxy"))
    assert rule.price(table)["billable_minutes"].tolist() == [0, 0, 15, 15]
    crossed = table.assign(client=list("abba"), worker=list("yxyx"))
    assert rule.price(crossed)["billable_minutes"].tolist() == [0, 0, 0, 0]
    by_client = billing(rounding=rounding("complete units", 15, expiry="never")).price(table)
    assert by_client["billable_minutes"].tolist() == [0, 15, 15, 0]


def test_minutes_from_seconds_add_up_to_whole_units() -> None:
    third = [20 + 1 / 3] * 45
    start = pd.date_range("2026-04-01", periods=45, freq="h")
    rule = billing(rounding=rounding("complete units", 15, expiry="never"))
    assert rule.price(visits(third, start=start, client="a"))["billable_minutes"].sum() == 915
    # 900 visits of 131 seconds are 1,965 minutes, but add up to 1964.9999999999998
    start = pd.date_range("2026-04-01", periods=900, freq="h")
    priced = rule.price(visits([131 / 60] * 900, start=start, client="a"))
    assert priced["billable_minutes"].sum() == 1965
    assert billing(rounding=rounding("down", 15)).billable(30, 0.1 * 3 * 50) == 15
    assert billing(rounding=rounding("up", 15)).billable(30, 0.1 * 3 * 50) == 15


def test_visits_that_did_not_take_place_stay_out_of_totals() -> None:
    rule = billing(
        rounding=rounding("up", 15, scope="period"), exceptions={"no_access": {"share": 0.5}}
    )
    table = visits([12, np.nan, 13], client="a", status=["delivered", "no access", "delivered"])
    priced = rule.price(table)
    assert priced["billable_minutes"].to_numpy() == pytest.approx([30 * 12 / 25, 30, 30 * 13 / 25])
    assert priced["price"].sum() == pytest.approx(30 * 0.4 + 6)


def test_every_status_at_once() -> None:
    statuses = ["delivered", "late", "late", "cancelled", "no access", "in hospital", "missed"]
    table = visits(
        [30, 30, 30, np.nan, 4, np.nan, np.nan],
        status=statuses,
        postcode="EX1 1AA",
        carers=1,
        notice_hours=[np.nan, np.nan, np.nan, 30, np.nan, np.nan, np.nan],
        minutes_late=[np.nan, 15, 31, np.nan, np.nan, np.nan, np.nan],
        days_absent=[np.nan] * 5 + [14, np.nan],
    )
    priced = Billing.model_validate(EVERYTHING).price(table)
    assert priced["price"].to_numpy() == pytest.approx([12, 12, 6, 6, 10, 7.2, 0])
    assert priced["deductions"].tolist() == [0, 0, 6, 0, 0, 0, 0]
    assert priced["billable_minutes"].tolist() == [30, 30, 30, 30, 0, 30, 0]
    assert priced["wage_gap_minutes"].tolist() == [0, 0, 0, -30, 4, -30, 0]


def test_a_visit_not_made_is_priced_as_planned_by_every_clause() -> None:
    rule = billing(
        basis={"kind": "lower"},
        rounding=rounding("up", 15),
        carers={"extra_carer_share": 1},
        multipliers=multipliers(clock_windows=[window("19:00", "22:00", 1.5)]),
        exceptions={"no_access": {"share": 0.5}},
    )
    table = visits([3], planned=20, start=["2026-04-01 19:30"], carers=2, status="no access")
    [price] = rule.price(table)["price"]
    assert price == pytest.approx(12 * 1.5 * 2 * 0.5)


def test_a_deduction_never_takes_more_than_the_price() -> None:
    term = {"edges_minutes": [15], "edge_belongs_to": "lower band", "amounts": [0, 50]}
    rule = billing(exceptions={"late": term})
    priced = rule.price(visits([30, 30], status="late", minutes_late=[-5, 16]))
    assert priced["price"].tolist() == [12, 0]
    assert priced["deductions"].tolist() == [0, 12]


def test_a_contract_with_exceptions_needs_terms_only_for_statuses_that_occur() -> None:
    rule = billing(exceptions={"missed": {"share": 0}})
    assert rule.price(visits([30], status="delivered"))["price"].tolist() == [12]
    assert billing().price(visits([30], status="delivered"))["price"].tolist() == [12]


def test_one_carer_needs_no_term() -> None:
    assert billing().price(visits([30], carers=1))["carers_factor"].tolist() == [1]


def test_an_empty_table() -> None:
    for rule in (billing(), billing(rounding=rounding("up", 15, scope="day"))):
        priced = rule.price(visits([], start=[], client=[]))
        assert list(priced.columns) == COLUMNS
        assert len(priced) == 0
    everything = Billing.model_validate(
        {**EVERYTHING, "multipliers": multipliers(weekdays=[{"days": ["sunday"], "multiplier": 2}])}
    )
    empty = visits([], planned=[], start=[], postcode=[], carers=[], status=[])
    assert len(everything.price(empty)) == 0
    assert billing().summary(billing().price(visits([])))["visits"].tolist() == [0] * 6


def test_nullable_and_object_numbers_are_numbers() -> None:
    table = visits([25, 40])
    expected = billing().price(table)
    for dtype in ("Int64", "Float64", "int32", "float32", object):
        pd.testing.assert_frame_equal(billing().price(table.astype(dtype)), expected)


def test_dates_beyond_any_calendar_are_refused_like_others() -> None:
    rule = billing(multipliers=multipliers(weekdays=[{"days": ["sunday"], "multiplier": 2}]))
    for year in ("1999", "2100", "30000"):
        start = np.array([f"{year}-06-01", "2026-06-01"], dtype="datetime64[s]")
        table = visits([30, 30]).assign(start=start)
        with pytest.raises(InputError, match=r"outside the years 2000 to 2099 in row 0 ") as caught:
            rule.price(table)
        assert [p.code for p in caught.value.problems] == ["out-of-bounds"]


def test_times_of_any_resolution() -> None:
    rule = billing(multipliers=multipliers(weekdays=[{"days": ["sunday"], "multiplier": 2}]))
    table = visits([30], start=["2026-04-12"])
    for unit in ("s", "ms", "us", "ns"):
        priced = rule.price(table.assign(start=table["start"].dt.as_unit(unit)))
        assert priced["multiplier"].tolist() == [2]


def test_summary_by_length() -> None:
    rule = billing(basis={"kind": "lower"}, rounding=rounding("down", 15))
    priced = rule.price(visits([14, 27, 31, 0], planned=[15, 30, 30, 90]))
    table = rule.summary(priced)
    bands = ["up to 15", "over 15 to 30", "over 30 to 45", "over 45 to 60", "over 60", "all"]
    assert table.index.tolist() == bands
    assert table["visits"].tolist() == [1, 2, 0, 0, 1, 4]
    assert table["planned_minutes"].tolist() == [15, 60, 0, 0, 90, 165]
    assert table["actual_minutes"].tolist() == [14, 58, 0, 0, 0, 72]
    assert table["billable_minutes"].tolist() == [0, 45, 0, 0, 0, 45]
    assert table["delivery_gap_minutes"].tolist() == [1, 2, 0, 0, 90, 93]
    assert table["wage_gap_minutes"].tolist() == [14, 13, 0, 0, 0, 27]
    assert table["price"].to_numpy() == pytest.approx([0, 18, 0, 0, 0, 18])
    rates = table["price_per_actual_hour"].to_numpy()
    assert rates == pytest.approx([0, 18 / 58 * 60, np.nan, np.nan, np.nan, 15], nan_ok=True)
    assert rule.summary(priced, [30]).index.tolist() == ["up to 30", "over 30", "all"]


def test_a_summary_of_something_else_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        billing().summary(pd.DataFrame({"price": [1.0]}), [30, 30])
    assert [p.where for p in caught.value.problems] == [
        "priced.planned_minutes", "priced.actual_minutes", "priced.billable_minutes",
        "edges_minutes",
    ]  # fmt: skip


TOML = """
[basis]
kind = "tolerance"
within_minutes = 5.0
otherwise = "lower"

[rounding]
kind = "complete units"
unit_minutes = 15.0
expiry = "month end"

[tariff]
kind = "linear"

[zones]
kind = "distance"
edges_miles = [3.0, 6.0]
edge_belongs_to = "lower band"
hourly_rates = [17.40, 19.68, 21.72]

[multipliers]
combine = "precedence"
straddle = "minutes"

[[multipliers.clock_windows]]
starts = 19:00:00
ends = 07:00:00
multiplier = 1.25

[multipliers.public_holidays]
nation = "Wales"
weekend_holidays = "both"
multiplier = 2.0

[[multipliers.special_days]]
days = [2026-12-24, 2026-12-31]
multiplier = 1.5
"""


def test_a_contract_loads_from_toml_and_goes_back() -> None:
    for data in (tomllib.loads(TOML), EVERYTHING):
        rule = Billing.model_validate(data)
        dumped = tomli_w.dumps(rule.model_dump(exclude_none=True))
        assert Billing.model_validate(tomllib.loads(dumped)) == rule
        assert Billing.model_validate_json(rule.model_dump_json()) == rule
    assert Billing.model_validate(EVERYTHING).model_dump(exclude_none=True) == EVERYTHING


def test_a_contract_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        billing().basis = None  # type: ignore[misc, assignment]
