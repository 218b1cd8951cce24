"""What single people's results earn, derived from how many of them there are."""

from __future__ import annotations

from typing import Any

import pytest
from clause_table import WELL, Data, hourly
from payment_cases import at_risk, contract, in_proportion, only, outcome, paid, setting_of, steady

from fairprice.payment.cohort import expected_year

#: Ten people with 3,640 planned hours a year at 24.
BASE = 87_360.0
TIERED: Data = {"kind": "tiered", "thresholds": [0.3, 0.6], "shares": [0.25, 1.0]}
ONE, TWO = {WELL: 1.0}, {WELL: 3.0, "other": 1.0}


@pytest.mark.parametrize(
    ("outcomes", "reward", "earned"),
    [
        # half of the people with it, each of whom earns all; a rate of 0.5 would earn a quarter
        (ONE, TIERED, 0.5),
        # each of them at most 1.2 of it, though one over the target is more
        (ONE, in_proportion(0.6, cap=1.2), 0.5 * 1.2),
        (ONE, {"kind": "all or nothing", "target": 0.7}, 0.5),
        # a quarter is earned by those without it too
        (ONE, TIERED | {"thresholds": [0.0, 0.6]}, 0.5 + 0.5 * 0.25),
        # three parts of a half and one of a quarter: in proportion, people need not be told apart
        (TWO, in_proportion(1.0), (3 * 0.5 + 0.25) / 4),
    ],
)
def test_a_share_that_each_person_earns_is_derived_from_the_people_with_it_and_without(
    outcomes: dict[str, float], reward: Data, earned: float
) -> None:
    known: list[Any] = [outcome(WELL, 0.5), outcome("other", 0.25)]
    cohort = steady(outcomes=known)
    terms = contract(hourly(24.0), at_risk(0.8, reward, "person", outcomes=outcomes))
    year = expected_year(cohort, 52, retainers=(1,))
    agreed = BASE * (0.2 + 0.8 * earned)
    assert only(paid(terms, cohort, year)) == pytest.approx(agreed)
    text = terms.explain(year, setting_of(cohort))
    assert f"Payments = {agreed:,.2f} GBP" in text
    # the formulas come to it by themselves; nothing had to be added up person by person
    assert "people weighed by planned hours" in text
    assert "Worked out for each person" not in text
