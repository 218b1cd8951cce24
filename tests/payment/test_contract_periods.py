"""What a clause pays, seen by a clause that looks at each week of the year by itself.

A weekly cap asks of every clause before it what falls in each week. The derivation works that out
in formulas, on totals; the simulated year pays it out week by week. They must come to the same.
"""

from __future__ import annotations

import pytest
from clause_table import ADJUSTMENTS, BASES, WELL, Data, hourly
from payment_cases import (
    at_risk,
    contract,
    in_proportion,
    lively,
    only,
    outcome,
    paid,
    setting_of,
    steady,
    years,
)

from fairprice.payment.clauses.expected import why_simulated
from fairprice.payment.cohort import expected_year

OUTCOMES = [outcome(name, 0.5) for name in (WELL, "other", "fewer falls")]
#: Cuts some weeks of the years below, and leaves others as they are.
WEEKLY_CAP: Data = {"kind": "weekly cap", "weekly_amount": 9_000.0}
#: What is paid in other weeks for each person is simulated, not derived.
EACH_OWN = ("outcome share", "staged tariff")
BEFORE: dict[str, tuple[Data, ...]] = {
    **{data["kind"]: (data,) for data, _, _ in BASES},
    **{
        data["kind"]: (hourly(), data) for data, _, _ in ADJUSTMENTS if data["kind"] not in EACH_OWN
    },
    "two lump sums": (
        hourly(),
        {"kind": "lump sum", "amount": 9_500.0, "week": 1, "description": "start"},
        {"kind": "lump sum", "amount": -400.0, "week": 52, "description": "end"},
    ),
    "outcome share of totals": (
        hourly(),
        ADJUSTMENTS[0][0] | {"level": "cohort", "lag_weeks": 0.0},
    ),
}


@pytest.mark.parametrize("name", BEFORE)
def test_a_weekly_cap_is_derived_as_it_is_paid(name: str) -> None:
    """In a year without chance, what totals come to is what is paid."""
    cohort = lively(outcomes=OUTCOMES)
    year, setting = expected_year(cohort, 52, retainers=(1, 4)), setting_of(cohort)
    terms = contract(*BEFORE[name], WEEKLY_CAP)
    assert why_simulated(terms.paying) == ""
    text = terms.explain(year, setting)
    told = float(text.split("Payments = ")[1].split(" GBP")[0].replace(",", ""))
    assert told == pytest.approx(terms.settle(year, setting, 0.0, 0.0).revenue[0], abs=0.006)


def test_a_weekly_cap_cuts_the_week_in_which_a_guarantee_is_paid() -> None:
    """70 hours a week at 24 are 1,680; 40 short of the 110 guaranteed are 960 a week.

    Four weeks of them, 3,840, are paid with the fourth week's 1,680: of 5,520, 5,000 are paid.
    So 13 times 520 are lost in 52 weeks.
    """
    guaranteed: Data = {
        "kind": "guaranteed minimum", "weekly_hours": 110.0, "hourly_rate": 24.0,
        "period_weeks": 4, "share_of_shortfall": 1.0,
    }  # fmt: skip
    cap: Data = {"kind": "weekly cap", "weekly_amount": 5_000.0}
    cohort = steady()
    terms = contract(hourly(24.0), guaranteed, cap)
    agreed = 52 * (1_680 + 960) - 13 * 520
    assert only(paid(terms, cohort)) == pytest.approx(agreed)
    assert f"Payments = {agreed:,.2f} GBP" in terms.explain(years(cohort), setting_of(cohort))


@pytest.mark.parametrize(("lag", "agreed"), [(0.0, 87_360 - 836.8), (1.0, 87_360.0)])
def test_a_weekly_cap_meets_what_is_due_in_its_own_week(lag: float, agreed: float) -> None:
    """Of 1,680 a week one per cent is held back, and all of it, 873.60, is earned.

    At once, it is paid in the last week, with 1,663.20: 836.80 over a cap of 1,700. A week later
    it is due after the year, alone, and below the cap.
    """
    share = at_risk(0.01, in_proportion(1.0), lag_weeks=lag)
    cohort = steady(outcomes=[outcome()])
    year, setting = expected_year(cohort, 52, retainers=(1,)), setting_of(cohort)
    terms = contract(hourly(24.0), share, {"kind": "weekly cap", "weekly_amount": 1_700.0})
    assert only(terms.settle(year, setting, 0.0, 0.0).revenue) == pytest.approx(agreed)
    assert f"Payments = {agreed:,.2f} GBP" in terms.explain(year, setting)
