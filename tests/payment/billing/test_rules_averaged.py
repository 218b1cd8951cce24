"""What keeps rules of billing from being averaged over a year's visits."""

from __future__ import annotations

import pytest
from billing_contracts import billing

from fairprice.payment.billing.mixes import VisitMix, mix_problems

CHRISTMAS_EVE = {"days": ["2026-12-24"], "multiplier": 1.5}
ON_DAYS = billing(
    multipliers={"combine": "highest", "straddle": "start", "special_days": [CHRISTMAS_EVE]}
)
MONDAYS = VisitMix(times=(("monday 07:30", 1.0),))


@pytest.mark.parametrize(
    ("mix", "averaged", "codes"),
    [
        (VisitMix(), True, []),  # the contract says what its rules come to over the year
        (MONDAYS, True, ["stated-twice"]),
        (MONDAYS, False, ["needs-dates"]),  # Christmas Eve is on no time of the week
        (VisitMix(), False, ["missing-share"]),
    ],
)
def test_rules_for_days_are_averaged_by_who_states_the_average(
    mix: VisitMix, averaged: bool, codes: list[str]
) -> None:
    assert [p.code for p in mix_problems(ON_DAYS, mix, averaged=averaged)] == codes
