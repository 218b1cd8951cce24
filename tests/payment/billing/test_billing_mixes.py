"""What multiplies the price of a careworker's visit, on average over a year's visits."""

from __future__ import annotations

import pytest
from billing_contracts import billing
from hypothesis import given
from hypothesis import strategies as st

from fairprice.payment.billing.mixes import VisitMix, factor_over
from fairprice.payment.billing.times import WEEKDAYS

shares = st.integers(0, 100).map(lambda n: n / 100)


def test_without_a_clause_nothing_is_multiplied() -> None:
    assert factor_over(billing(), VisitMix(), 30.0) == 1.0


@given(shares, shares)
def test_a_second_carer_paid_in_part_lowers_the_pay_of_a_careworkers_visit(
    together: float, part: float
) -> None:
    """Of 1 + s careworker visits, s are paid a part."""
    rules = billing(carers={"extra_carer_share": part})
    found = factor_over(rules, VisitMix(second_carer=together), 30.0)
    assert found == pytest.approx((1 + together * part) / (1 + together))


def test_a_zone_is_weighed_by_its_share_and_a_second_carer_acts_beside_it() -> None:
    rules = billing(
        zones={"kind": "name", "multipliers": {"town": 1.0, "far": 1.5}},
        carers={"extra_carer_share": 0.5},
    )
    mix = VisitMix(zones=(("town", 0.75), ("far", 0.25)), second_carer=0.2)
    assert factor_over(rules, mix, 30.0) == pytest.approx(1.125 * 1.1 / 1.2)


def test_times_of_the_week_count_where_a_rule_multiplies_by_them() -> None:
    mix = VisitMix(times=((f"{WEEKDAYS[5]} 10:00", 1.0),), zones=(("town", 1.0),))
    assert factor_over(billing(), mix, 30.0) == 1.0
