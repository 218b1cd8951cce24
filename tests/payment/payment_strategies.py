"""The Hypothesis strategies for cohorts and contracts."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import strategies as st
from payment_cases import FREE, at_risk, contract, fixed, hourly, in_proportion, outcome, steady
from strategies import amounts, in_steps, parts_of_one, shares, texts

from fairprice import Cohort, Contract

Data = dict[str, Any]


@st.composite
def cohorts(draw: st.DrawFn, outcomes: int | None = None) -> Cohort:
    """Draw small cohorts of every kind."""
    count = draw(st.integers(1, 3))
    lengths = st.lists(st.integers(5, 120).map(float), min_size=1, max_size=3, unique=True)
    packages = []
    for share in draw(parts_of_one(count)):
        minutes = draw(lengths)
        numbers = st.lists(in_steps(0.5, 28, 2), min_size=len(minutes), max_size=len(minutes))
        packages.append(
            {"share": share, "visit_minutes": minutes, "visits_per_week": draw(numbers)}
        )
    number = draw(st.integers(0, 3)) if outcomes is None else outcomes
    return steady(
        people=draw(st.integers(1, 12)),
        packages=packages,
        outcomes=[
            outcome(
                f"outcome {place}",
                draw(shares()),
                expected_week=float(draw(st.integers(0, 60))),
                week_sd=draw(in_steps(0, 6, 2)),
                skill_sd=draw(shares(0.2)),
                false_positive=draw(shares()),
                false_negative=draw(shares()),
                later_hours_effect=draw(shares()),
            )
            for place in range(number)
        ],
        actual_to_planned=draw(in_steps(0.5, 1.5, 100)),
        visit_length_sd=draw(st.sampled_from([0.0, 0.0, 5.0])),
        provider_length_sd=draw(shares(0.1)),
        cancelled_share=draw(shares(0.3)),
        hospital_weekly_probability=draw(shares(0.2)),
        hospital_weeks=draw(in_steps(1, 6, 2)),
        leaving_weekly_probability=draw(st.sampled_from([0.0, 0.01, 0.3, 1.0])),
        volume_sd=draw(shares(0.3)),
        need_sd=draw(shares(0.5)),
        need_reliability=draw(shares()),
        selection_cut=draw(st.none() | in_steps(0.5, 1.5, 10)),
        settling_weeks=draw(in_steps(1, 20, 1)),
        annual_need_trend=draw(in_steps(-0.5, 0.5, 10)),
        review_weeks=draw(st.integers(1, 60)),
        cost_sd=draw(shares(0.1)),
        payment_delay_sd=draw(in_steps(0, 30, 1)),
        capital_cost_rate=draw(shares(0.2)),
    )


@cache
def rewards() -> st.SearchStrategy[Data]:
    """Draw every form of g(x)."""
    linear = st.tuples(in_steps(0, 0.4, 20), in_steps(0.5, 1, 20), in_steps(0, 2, 4))
    tiers = st.lists(in_steps(0, 1, 20), min_size=1, max_size=4, unique=True).map(sorted)
    return st.one_of(
        shares().map(lambda target: {"kind": "all or nothing", "target": target}),
        in_steps(0.1, 1, 20).map(in_proportion),
        st.tuples(in_steps(0.1, 1, 20), in_steps(0, 2, 4)).map(
            lambda drawn: in_proportion(drawn[0], cap=drawn[1])
        ),
        linear.map(
            lambda v: {"kind": "clipped linear", "lower": v[0], "upper": v[1], "most": v[2]}
        ),
        tiers.map(
            lambda edges: {
                "kind": "tiered",
                "thresholds": edges,
                "shares": [(place + 1) / len(edges) for place in range(len(edges))],
            }
        ),
    )


@cache
def bases() -> st.SearchStrategy[Data]:
    """Draw every base payment; only its amounts are drawn."""
    rounding = st.sampled_from(
        [None, *({"kind": kind, "unit_minutes": 15.0} for kind in ("down", "up"))]
    )
    timed = st.tuples(
        amounts(40), st.sampled_from(["planned", "actual", "lower"]), rounding, shares()
    ).map(
        lambda v: hourly(
            v[0], v[1], cancelled_visit_share=v[3], **({"rounding": v[2]} if v[2] else {})
        )
    )
    built = st.tuples(amounts(40), st.integers(1, 52), shares(), st.booleans()).flatmap(
        lambda v: st.sampled_from(_forms(*v))
    )
    return timed | built


def _forms(rate: float, instalments: int, share: float, adjusted: bool) -> list[Data]:
    return [
        {"kind": "block", "annual_amount": rate * 1000, "included_hours": 900.0,
         "extra_hourly_rate": rate, "instalments": instalments},
        {"kind": "shift", "hourly_rate": rate, "contact_share": max(share, 0.1)},
        {"kind": "individual service fund", "hourly_rate": rate, "returned_share": share},
        {"kind": "capitation", "weekly_amount": rate * 10, "risk_adjusted": adjusted},
        {"kind": "episode", "episode_price": rate * 40, "low_use_visits": 10.0,
         "visit_price": rate / 2, "risk_adjusted": adjusted},
        {"kind": "cost plus", "fee_share": share, "annual_fee": rate},
        fixed(rate * 1000),
        {"kind": "volume based", "up_to_hours": [500.0], "hourly_rates": [rate, rate * 0.9]},
        {"kind": "by results"},
    ]  # fmt: skip


@st.composite
def adjustments(draw: st.DrawFn, name: str) -> Data:
    """Draw every adjustment, on one outcome."""
    money, share, reward = draw(amounts(50_000, lower=1)), draw(shares()), draw(rewards())
    ranges = draw(st.lists(in_steps(0.01, 0.5, 100), max_size=2, unique=True).map(sorted))
    terms = [share] * (len(ranges) + 1)
    forms: list[Data] = [
        at_risk(share, reward, draw(st.sampled_from(["person", "cohort"])), outcomes={name: 1.0}),
        {"kind": "outcome tariff", "outcomes": {name: money}, "lag_weeks": share * 10},
        {"kind": "staged tariff", "outcome": name, "start_fee": 400.0, "outcome_fee": 1200.0,
         "sustainment_fee": money, "sustainment_weeks": 4, "most_sustainment_fees": 26},
        {"kind": "guaranteed minimum", "weekly_hours": money / 100, "hourly_rate": 20.0,
         "period_weeks": draw(st.integers(1, 52)), "share_of_shortfall": share},
        {"kind": "gain and pain share", "target_cost": money, "range_begins": [0.0, *ranges],
         "provider_gain_shares": terms, "provider_pain_shares": terms,
         **draw(st.sampled_from([{}, {"guaranteed_maximum_price": money * 1.1}]))},
        {"kind": "risk corridor", "target_cost": money, "band_begins": [0.0, *ranges],
         "payer_shares": terms},
        {"kind": "shared savings", "benchmark": money, "provider_share": share,
         "caseloads": [1.0, 10.0], "minimum_savings_rates": [0.1, 0.02],
         "provider_loss_share": share, "quality_outcome": name, "minimum_quality": share},
        {"kind": "quality gate", "outcome": name, "minimum_rate": share, "share_lost": 0.1},
        {"kind": "incentive pot", "annual_amount": money, "outcomes": {name: 2.0},
         "reward": reward},
        {"kind": "lump sum", "amount": money - 100.0, "week": 3, "description": draw(texts())},
        {"kind": "cap", "annual_amount": money},
        {"kind": "floor", "annual_amount": money},
        {"kind": "indexation", "weights": {"pay": 0.8, "prices": 0.2},
         "growth": {"pay": 0.05, "prices": share / 10}, "years": 2, "held": draw(st.booleans()),
         "cost_weights": {"pay": 1.0}, "cost_growth": {"pay": share / 10}},
        {"kind": "weekly cap", "weekly_amount": money / 52},
    ]  # fmt: skip
    return draw(st.sampled_from(forms))


@st.composite
def contracts(draw: st.DrawFn, outcomes: tuple[str, ...] = ("outcome 0",)) -> Contract:
    """Draw contracts of every kind that refer to these outcomes."""
    clauses = st.lists(st.sampled_from(outcomes).flatmap(adjustments), max_size=3)
    optional = st.none() | texts()
    return contract(
        draw(bases()),
        *(draw(clauses) if outcomes else ()),
        name=draw(texts()),
        description=draw(optional),
        source=draw(optional),
        payment_terms={
            "delay_days": float(draw(st.integers(0, 120))),
            "due_days": 30.0,
            "late_interest_rate": draw(shares(0.1)),
        },
        transaction_costs=FREE | {"procurement": draw(amounts(9_999)), "term_years": 4.0},
        subcontracting=draw(st.none() | st.just({"share_of_hours": 0.25, "hourly_rate": 21.5})),
        behaviour=draw(st.just({}) | st.just({"effort": 1.0, "clipped_minutes": 2.0})),
    )
