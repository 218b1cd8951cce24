"""Every kind of clause once: its terms, what it says of them, and other terms.

Each of the other terms must change what is said and what is paid, or be refused. A new kind of
clause is a row here; the tests of words, of formulas and of terms draw from it.
"""

from __future__ import annotations

from typing import Any

Data = dict[str, Any]
WELL = "independent"


def hourly(rate: float = 24.0, basis: str = "planned", **terms: Any) -> Data:
    """Return time and task at a rate; ``rounding`` and ``tariff`` go to the bill."""
    billing: Data = {
        "basis": {"kind": basis},
        "tariff": terms.pop("tariff", {"kind": "linear", "hourly_rate": rate}),
    }
    if "rounding" in terms:
        billing["rounding"] = terms.pop("rounding")
    around = {
        "cancelled_visit_share": 0.0,
        "hospital_retainer_share": 0.0,
        "hospital_retainer_weeks": 1,
    }
    return {"kind": "time and task", "billing": billing, **around, **terms}


def fixed(amount: float) -> Data:
    """Return a base of one amount for the year."""
    return {"kind": "fixed price", "annual_amount": amount}


TIERED: Data = {"kind": "tiered", "thresholds": [0.3, 0.6], "shares": [0.25, 1.0]}
#: Every kind of clause, what it says, and other terms of which each must change what is said.
BASES: list[tuple[Data, str, Data]] = [
    (
        hourly(
            24.0, "lower", rounding={"kind": "down", "unit_minutes": 15.0},
            average_multiplier=1.1, cancelled_visit_share=0.5, hospital_retainer_share=0.255,
            hospital_retainer_weeks=4,
        ),
        "Each visit is billed: basis lower; rounding down (unit minutes 15, scope visit, totals "
        "by client); tariff linear (hourly rate 24); hours and days multiply the price by 1.1 on "
        "average; a cancelled visit is paid at 50%; 25.5% is paid for the first 4 weeks in "
        "hospital.",
        {
            "billing": {"basis": {"kind": "none"}}, "average_multiplier": 1.2,
            "cancelled_visit_share": 0.6, "hospital_retainer_share": 0.3,
            "hospital_retainer_weeks": 5,
        },
    ),
    (
        {"kind": "block", "annual_amount": 91_000.5, "included_hours": 3000.0,
         "extra_hourly_rate": 20.5, "instalments": 12},
        "GBP 91,000.50 a year in 12 equal instalments for up to 3,000 contact hours; GBP 20.50 "
        "for each hour beyond.",
        {"annual_amount": 1.0, "included_hours": 1.0, "extra_hourly_rate": 1.0, "instalments": 1},
    ),
    (
        {"kind": "shift", "hourly_rate": 15.5, "contact_share": 0.875},
        "GBP 15.50 for each hour of shift; 87.5% of a shift is planned contact.",
        {"hourly_rate": 16.0, "contact_share": 0.9},
    ),
    (
        {"kind": "individual service fund", "hourly_rate": 12.5, "returned_share": 0.4},
        "Each person has a budget of the first planned hours at GBP 12.50; 40% of what is not "
        "used is returned, the rest is carried over.",
        {"hourly_rate": 13.0, "returned_share": 0.5},
    ),
    (
        {"kind": "capitation", "weekly_amount": 150.0, "risk_adjusted": True},
        "GBP 150.00 for each person and week in care, weighted by first planned hours.",
        {"weekly_amount": 151.0, "risk_adjusted": False},
    ),
    (
        {"kind": "episode", "episode_price": 1000.0, "low_use_visits": 10.0, "visit_price": 15.0,
         "risk_adjusted": True},
        "GBP 1000.00 for four weeks of a person's care, weighted by first planned hours; with "
        "fewer than 10 visits, GBP 15.00 a visit.",
        {"episode_price": 1.0, "low_use_visits": 9.5, "visit_price": 14.0, "risk_adjusted": False},
    ),
    (
        {"kind": "cost plus", "fee_share": 0.05, "annual_fee": 5200.0},
        "The provider's allowable cost, with 5% on top and GBP 5,200.00 a year.",
        {"fee_share": 0.06, "annual_fee": 0.0},
    ),
    (fixed(87_360.0), "GBP 87,360.00 for the year.", {"annual_amount": 1.0}),
    (
        {"kind": "volume based", "up_to_hours": [1000.0, 3000.0], "hourly_rates": [24, 22, 20.5]},
        "GBP 24.00 up to 1,000 hours, GBP 22.00 up to 3,000 hours, GBP 20.50 beyond.",
        {"up_to_hours": [1000.0, 2000.0], "hourly_rates": [24, 22, 20]},
    ),
    ({"kind": "by results"}, "Nothing is paid but for results.", {}),
]  # fmt: skip
REWARDS: list[tuple[Data, str, Data]] = [
    (
        {"kind": "all or nothing", "target": 0.6},
        "all of it when 60% is reached, nothing otherwise",
        {"target": 0.7},
    ),
    (
        {"kind": "proportional", "target": 0.6, "cap": 1.2},
        "in proportion to a target of 60%, at most 120% of it",
        {"target": 0.7, "cap": None},
    ),
    (
        {"kind": "clipped linear", "lower": 0.2, "upper": 0.7, "most": 1.4},
        "nothing up to 20%, rising to all of it at 70%, at most 140% of it",
        {"lower": 0.1, "upper": 0.8, "most": 1.0},
    ),
    (TIERED, "25% of it from 30%; 100% of it from 60%", {"thresholds": [0.3, 0.7],
                                                        "shares": [0.5, 1.0]}),
]  # fmt: skip
ADJUSTMENTS: list[tuple[Data, str, Data]] = [
    (
        {"kind": "outcome share", "share_at_risk": 0.8, "outcomes": {WELL: 3.0, "fewer falls": 1},
         "level": "person", "reward": TIERED, "lag_weeks": 3.5},
        "20% is paid as earned; 80% depends on each person's results in independent (3), fewer "
        "falls (1): 25% of it from 30%; 100% of it from 60%, 3.5 weeks after it is measured.",
        {"share_at_risk": 0.7, "outcomes": {WELL: 2.0}, "level": "cohort", "lag_weeks": 0.0,
         "reward": REWARDS[0][0]},
    ),
    (
        {"kind": "outcome tariff", "outcomes": {WELL: 1100.0, "other": 30.0}, "lag_weeks": 2.0},
        "For each person: GBP 1,100.00 for independent, GBP 30.00 for other, 2 weeks after it is "
        "measured.",
        {"outcomes": {WELL: 1101.0}, "lag_weeks": 0.0},
    ),
    (
        {"kind": "staged tariff", "outcome": WELL, "start_fee": 400.0, "outcome_fee": 1200.0,
         "sustainment_fee": 215.0, "sustainment_weeks": 4, "most_sustainment_fees": 13},
        "GBP 400.00 at the start, GBP 1,200.00 for independent, and GBP 215.00 for every 4 weeks "
        "afterwards through which it is held, at most 13 times.",
        {"outcome": "other", "start_fee": 1.0, "outcome_fee": 1.0, "sustainment_fee": 1.0,
         "sustainment_weeks": 5, "most_sustainment_fees": 12},
    ),
    (
        {"kind": "guaranteed minimum", "weekly_hours": 1050.0, "hourly_rate": 24.0,
         "period_weeks": 4, "share_of_shortfall": 0.6},
        "1,050 hours a week are guaranteed, counted over 4 weeks: 60% of hours short of it are "
        "paid at GBP 24.00.",
        {"weekly_hours": 1.0, "hourly_rate": 1.0, "period_weeks": 1, "share_of_shortfall": 1.0},
    ),
    (
        {"kind": "gain and pain share", "target_cost": 1000.0, "range_begins": [0.0, 0.1],
         "provider_gain_shares": [0.5, 0.25], "provider_pain_shares": [0.4, 1.0],
         "guaranteed_maximum_price": 1075.0},
        "Target cost GBP 1,000.00: of cost below or above it by more than 0%, 10%, the provider "
        "keeps 50%, 25% of the gain and bears 40%, 100% of the pain; at most GBP 1,075.00 is "
        "paid.",
        {"target_cost": 1.0, "range_begins": [0.0, 0.2], "provider_gain_shares": [0.5, 0.5],
         "provider_pain_shares": [0.5, 1.0], "guaranteed_maximum_price": None},
    ),
    (
        {"kind": "risk corridor", "target_cost": 1000.0, "band_begins": [0.03, 0.08],
         "payer_shares": [0.5, 0.8]},
        "Of cost away from a target of GBP 1,000.00, the payer carries or takes 50% beyond 3%, "
        "80% beyond 8%.",
        {"target_cost": 1.0, "band_begins": [0.03, 0.1], "payer_shares": [0.5, 0.9]},
    ),
    (
        {"kind": "shared savings", "benchmark": 1000.0, "provider_share": 0.5,
         "caseloads": [5.0, 60.0], "minimum_savings_rates": [0.039, 0.02],
         "provider_loss_share": 0.4, "quality_outcome": WELL, "minimum_quality": 0.6},
        "Spend below GBP 1,000.00 is shared, 50% to the provider, once it passes the minimum "
        "savings rate for the number of people (3.9% at 5, 2% at 60) and independent reaches 60%; "
        "the provider bears 40% of spend above it.",
        {"benchmark": 1.0, "provider_share": 0.4, "caseloads": [5.0, 50.0],
         "minimum_savings_rates": [0.05, 0.02], "provider_loss_share": 0.0,
         "quality_outcome": "other", "minimum_quality": 0.5},
    ),
    (
        {"kind": "quality gate", "outcome": WELL, "minimum_rate": 0.6, "share_lost": 0.25},
        "Below a rate of 60% in independent, 25% of the year's payment is lost.",
        {"outcome": "other", "minimum_rate": 0.5, "share_lost": 0.2},
    ),
    (
        {"kind": "incentive pot", "annual_amount": 3000.0, "outcomes": {WELL: 5.0},
         "reward": TIERED},
        "A pot of GBP 3,000.00 for independent (5): 25% of it from 30%; 100% of it from 60%.",
        {"annual_amount": 1.0, "outcomes": {WELL: 4.0, "other": 1.0}, "reward": REWARDS[0][0]},
    ),
    (
        {"kind": "lump sum", "amount": -4000.0, "week": 3, "description": "start"},
        "GBP -4,000.00 in week 3: start.",
        {"amount": 1.0, "week": 4, "description": "end"},
    ),
    (
        {"kind": "cap", "annual_amount": 80_000.0},
        "At most GBP 80,000.00 a year.",
        {"annual_amount": 1.0},
    ),
    (
        {"kind": "weekly cap", "weekly_amount": 1_500.0},
        "At most GBP 1,500.00 a week.",
        {"weekly_amount": 1.0},
    ),
    (
        {"kind": "floor", "annual_amount": 90_000.0},
        "At least GBP 90,000.00 a year.",
        {"annual_amount": 1.0},
    ),
    (
        {"kind": "indexation", "weights": {"pay": 0.8, "prices": 0.2},
         "growth": {"pay": 0.045, "prices": 0.02}, "years": 2, "held": False,
         "cost_weights": {"pay": 0.9}, "cost_growth": {"pay": 0.04}},
        "The price has risen for 2 years with pay (0.8; 4.5% a year), prices (0.2; 2% a year); "
        "the provider's cost with pay (0.9; 4% a year).",
        {"weights": {"pay": 0.7, "prices": 0.3}, "growth": {"pay": 0.05, "prices": 0.02},
         "years": 3, "held": True, "cost_weights": {"pay": 1.0}, "cost_growth": {"pay": 0.05}},
    ),
]  # fmt: skip
