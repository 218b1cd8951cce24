"""Published worked values: the rule, its numbers and who published them.

M-numbers are those of the project's review of payment models.
"""

from __future__ import annotations

import numpy as np
import pytest
from billing_contracts import HOURLY, billing, multipliers, rounding, visits, window

from fairprice import InputError
from fairprice.payment.billing import Billing

JAPAN = {
    "kind": "step",
    "edges_minutes": [20, 30, 60],
    "edge_belongs_to": "upper band",
    "prices": [163, 244, 387, 567],
    "further_minutes": 30,
    "further_price": 82,
    "further_counted": "completed",
}
CARD = {
    "kind": "card",
    "lengths_minutes": [30, 45],
    "prices": [16, 20],
    "hourly_rate": 24,
    "below_shortest": "hourly rate",
}


@pytest.mark.parametrize(
    ("kind", "unit", "expected"),
    [
        ("down", 15, [0, 0, 15, 15, 30]),
        ("nearest", 15, [0, 15, 15, 30, 30]),
        ("up", 15, [15, 15, 15, 30, 30]),
        ("down", 5, [5, 5, 15, 20, 30]),
        ("nearest", 5, [5, 10, 15, 25, 30]),
        ("up", 5, [10, 10, 15, 25, 30]),
    ],
)
def test_rounding_formulas_of_m4(kind: str, unit: float, expected: list[float]) -> None:
    actual = [7, 7.5, 15, 22.5, 30]
    assert billing(rounding=rounding(kind, unit)).billable(30, actual).tolist() == expected


@pytest.mark.parametrize(
    ("tie", "expected"), [("up", [15, 30, 45]), ("down", [0, 15, 30]), ("even", [0, 30, 30])]
)
def test_half_a_unit_goes_where_the_tie_rule_says(tie: str, expected: list[float]) -> None:
    rule = billing(rounding=rounding("nearest", 15, tie=tie))
    assert rule.billable(30, [7.5, 22.5, 37.5]).tolist() == expected


def test_seven_and_eight_minutes_split_as_in_the_united_states() -> None:
    assert billing(rounding=rounding("nearest", 15)).billable(30, [7, 8]).tolist() == [0, 15]


def test_lower_of_planned_and_actual_m3() -> None:
    assert billing(basis={"kind": "lower"}).billable(30, [20, 30, 45]).tolist() == [20, 30, 30]
    overrun = {"kind": "lower", "approved_overrun_minutes": 10}
    assert billing(basis=overrun).billable(30, [20, 35, 45]).tolist() == [20, 35, 40]


def test_planned_and_no_basis_m1() -> None:
    assert billing(basis={"kind": "planned"}).billable(30, [0, 45]).tolist() == [30, 30]
    assert billing(basis={"kind": "none"}, tariff=None).billable(30, 45) == 0


@pytest.mark.parametrize(
    ("otherwise", "expected"), [("actual", [24, 30, 30, 36]), ("lower", [24, 30, 30, 30])]
)
def test_tolerance_band_m6(otherwise: str, expected: list[float]) -> None:
    for width in ({"within_minutes": 5}, {"within_share": 1 / 6}):
        rule = billing(basis={"kind": "tolerance", "otherwise": otherwise, **width})
        assert rule.billable(30, [24, 25, 35, 36]).tolist() == expected


def test_missouri_complete_units_m5() -> None:
    rule = billing(rounding=rounding("complete units", 15, expiry="month end"))
    alone = rule.price(visits(59, start=["2026-04-01"], client="a"))
    assert alone["billable_minutes"].tolist() == [45]
    month = visits([59, 50, 34], start=["2026-04-01", "2026-04-02", "2026-04-03"], client="a")
    priced = rule.price(month)
    assert priced["billable_minutes"].sum() == 9 * 15
    assert priced["carried_minutes"].tolist() == [14, 4, 8]


def test_japanese_step_table_m7() -> None:
    minutes = [19, 20, 29, 30, 59, 60, 89, 90, 119, 120]
    units = [163, 244, 244, 387, 387, 567, 567, 649, 649, 731]
    assert billing(tariff=JAPAN).tariff_price(minutes).tolist() == units
    started = billing(tariff={**JAPAN, "further_counted": "started"})
    assert started.tariff_price([60, 61, 90, 91]).tolist() == [567, 649, 649, 731]


def test_two_workers_are_paid_in_full_in_japan_m7() -> None:
    rule = billing(tariff=JAPAN, carers={"extra_carer_share": 1})
    assert rule.price(visits([20, 20], carers=[1, 2]))["price"].tolist() == [244, 488]


def test_card_with_remainder_m8() -> None:
    assert billing(tariff=CARD).tariff_price([30, 44, 45, 50]) == pytest.approx([16, 21.6, 20, 22])
    assert billing(tariff=CARD).tariff_price(15) == 6
    shortest = billing(tariff={**CARD, "below_shortest": "shortest price"})
    assert shortest.tariff_price([0, 15, 20, 29, 50]) == pytest.approx([0, 16, 16, 16, 22])


def test_montefiore_short_visits_m9() -> None:
    uplift = {"up_to_minutes": 60, "amount": 10}
    rule = billing(short_visit=uplift)
    assert rule.tariff_price([0, 30, 60, 61]) == pytest.approx([0, 22, 34, 24.4])
    hourly = billing(short_visit={"up_to_minutes": 30, "hourly_amount": 6})
    assert hourly.tariff_price([30, 60]) == pytest.approx([15, 24])


def test_hourly_rate_that_falls_with_length_m9() -> None:
    tariff = {
        "kind": "by length",
        "edges_minutes": [15, 30],
        "edge_belongs_to": "lower band",
        "hourly_rates": [32, 28, 24],
    }
    assert billing(tariff=tariff).tariff_price([15, 30, 60]) == pytest.approx([8, 14, 24])
    above = billing(tariff={**tariff, "edge_belongs_to": "upper band"})
    assert above.tariff_price([15, 30]) == pytest.approx([7, 12])


def test_moyne_multipliers_m10() -> None:
    rule = billing(
        tariff={"kind": "linear", "hourly_rate": 100},
        multipliers=multipliers(
            clock_windows=[window("19:00", "06:00", 1.5)],
            weekdays=[
                {"days": ["saturday"], "multiplier": 1.5},
                {"days": ["sunday"], "multiplier": 2.0},
            ],
            # the council's holidays are Victoria's; England's show the rule
            public_holidays={
                "nation": "England", "weekend_holidays": "both", "multiplier": 2.5,
            },
        ),
    )  # fmt: skip
    start = ["2026-04-01 10:00", "2026-04-01 20:00", "2026-04-04 10:00", "2026-04-12 20:00",
             "2026-04-06 20:00"]  # fmt: skip
    priced = rule.price(visits([60] * 5, start=start))
    assert priced["price"].tolist() == [100, 150, 150, 200, 250]


@pytest.mark.parametrize(
    ("side", "at_edges"), [("lower band", [17.40, 19.68]), ("upper band", [19.68, 21.72])]
)
def test_norfolk_distance_bands_m11(side: str, at_edges: list[float]) -> None:
    zones = {
        "kind": "distance",
        "edges_miles": [3, 6],
        "edge_belongs_to": side,
        "hourly_rates": [17.40, 19.68, 21.72],
    }
    rule = billing(tariff={"kind": "linear"}, zones=zones)
    priced = rule.price(visits([60] * 5, miles=[2.9, 3.1, 6.1, 3, 6]))
    assert priced["price"].tolist() == [17.40, 19.68, 21.72, *at_edges]
    assert priced["zone_hourly_rate"].tolist() == priced["price"].tolist()


def test_devon_postcodes_m11() -> None:
    zones = {
        "kind": "postcode",
        "districts": {"EX1": "populated", "EX39": "rural"},
        "hourly_rates": {"populated": 24.96, "rural": 27.68},
    }
    rule = billing(tariff={"kind": "linear"}, zones=zones)
    priced = rule.price(
        visits([60] * 5, postcode=["EX1 1AA", "ex11aa", "EX39 2bb", "EX392BB", "EX39"])
    )
    assert priced["price"].tolist() == [24.96, 24.96, 27.68, 27.68, 27.68]


@pytest.mark.parametrize(
    ("place", "rate"),
    [
        ("EX1", 20), ("EX1 1", 20), ("ex1 1aa", 20), ("EX1  1AA ", 20), ("EX11AA", 20),
        ("EX11", 30), ("EX11 1", 30), ("EX11 1AA", 30), ("EX111AA", 30), ("EX1\xa01", 20),
    ],
)  # fmt: skip
def test_a_sector_lies_in_its_district(place: str, rate: float) -> None:
    """EX1 1 is a sector of EX1; without the space it is the district EX11."""
    zones = {
        "kind": "postcode",
        "districts": {"EX1": "near", "EX11": "far"},
        "hourly_rates": {"near": 20.0, "far": 30.0},
    }
    rule = billing(tariff={"kind": "linear"}, zones=zones)
    assert rule.price(visits([60], postcode=[place]))["price"].tolist() == [rate]


@pytest.mark.parametrize("place", ["EX111", "EX1 11", "EX 1", "EX1 1A", "EX11A", "E X1", "EX1-1AA"])
def test_what_is_no_postcode_lies_in_no_zone(place: str) -> None:
    zones = {
        "kind": "postcode",
        "districts": {"EX1": "near", "EX11": "far"},
        "multipliers": {"near": 1.0, "far": 2.0},
    }
    with pytest.raises(InputError, match="unknown-zone"):
        billing(zones=zones).price(visits([60], postcode=[place]))


def test_devon_premium_as_a_named_zone_m11() -> None:
    zones = {"kind": "name", "multipliers": {"populated": 1.0, "rural": 27.68 / 24.96}}
    rule = billing(tariff={"kind": "linear", "hourly_rate": 24.96}, zones=zones)
    priced = rule.price(visits([60, 60], zone=["populated", "rural"]))
    assert priced["price"].to_numpy() == pytest.approx([24.96, 27.68])
    assert priced["zone_multiplier"].to_numpy() == pytest.approx([1, 1.109], abs=5e-4)


def test_second_carer_at_a_stated_share_m12() -> None:
    rule = billing(carers={"extra_carer_share": 0.5})
    assert rule.price(visits([60] * 3, carers=[1, 2, 3]))["price"].tolist() == [24, 36, 48]


def test_ndis_cancellations_under_seven_days_m13() -> None:
    term = {"edges_hours": [7 * 24], "edge_belongs_to": "upper band", "shares": [1, 0]}
    rule = billing(exceptions={"cancelled": term})
    table = visits([np.nan] * 3, 60.0, status="cancelled", notice_hours=[167.9, 168, -1])
    priced = rule.price(table)
    assert priced["price"].tolist() == [24, 0, 24]
    assert priced["billable_minutes"].tolist() == [60, 0, 60]
    assert priced["actual_minutes"].tolist() == [0, 0, 0]


def test_montefiore_cancellation_fee_m13() -> None:
    term = {"edges_hours": [8], "edge_belongs_to": "upper band", "fees": [50, 0]}
    rule = billing(exceptions={"cancelled": term})
    priced = rule.price(visits([0, 0], 60.0, status="cancelled", notice_hours=[7, 9]))
    assert priced["price"].tolist() == [50, 0]
    assert priced["billable_minutes"].tolist() == [0, 0]


def test_hospital_retainer_m14() -> None:
    """No UK share or length is published; these are a user's own."""
    rule = billing(exceptions={"in_hospital": {"share": 0.5, "days": 7}})
    table = visits([np.nan] * 4, 60.0, status="in hospital", days_absent=[1, 7, 8, 100])
    assert rule.price(table)["price"].tolist() == [12, 12, 0, 0]


def test_minimum_and_maximum_billable_m16() -> None:
    rule = billing(
        rounding=rounding("down", 15), limits={"minimum_minutes": 30, "maximum_minutes": 45}
    )
    assert rule.billable(30, [0, 5, 31, 44, 46, 90]).tolist() == [0, 30, 30, 30, 45, 45]


def test_a_contract_may_state_only_one_of_the_two_limits() -> None:
    for limits, billed in (
        ({"maximum_minutes": 45}, [0, 31, 45, 45]),
        ({"minimum_minutes": 35}, [0, 35, 90, 9_000]),
        ({"minimum_minutes": 45, "maximum_minutes": 45}, [0, 45, 45, 45]),
    ):
        assert billing(limits=limits).billable(30, [0, 31, 90, 9_000]).tolist() == billed


def test_a_contract_reads_like_its_clauses() -> None:
    rule = Billing.model_validate({"basis": {"kind": "actual"}, "tariff": HOURLY})
    assert (rule.billable(30, 27.25), rule.tariff_price(27.25)) == (27.25, pytest.approx(10.9))
