"""Speed and memory of the comparison of payments, measured in one run.

Ten contracts on 500 people and 52 weeks: seconds and peak memory; the speed as a multiple
of a plain loop that builds a pandas table of people and weeks for each simulated year; and
visits billed per second. ``--draws`` and ``--visits`` make it shorter.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

import fairprice as fp
from fairprice.cost import YearCosts

PROVIDER = Path(__file__).parents[1] / "examples" / "provider.toml"
PEOPLE, WEEKS, SEED = 500, 52, 2026
OUTCOME, TARGET, AT_RISK = "no further home care", 0.497, 0.8
HOURLY_RATE = 31.22
UNIT_MINUTES = 15.0
GOAL_SECONDS, GOAL_GIB = 20.0, 2.0
#: Draws that a comparison repeats for each source of risk, at most.
PICK_FREEZE_DRAWS = 1_000

#: Terms and fields without a published value; they are for measuring, not for a finding.
MODELLED = {
    "outcome_week_sd": 2.0,
    "outcome_skill_sd": 0.05,
    "outcome_false_positive": 0.02,
    "outcome_false_negative": 0.05,
    "visit_length_sd": 5.0,
    "provider_length_sd": 0.03,
    "cancelled_share": 0.03,
    "hospital_weekly_probability": 0.01,
    "hospital_weeks": 2.0,
    "leaving_weekly_probability": 0.004,
    "volume_sd": 0.05,
    "need_sd": 0.3,
    "need_reliability": 0.7,
    "settling_weeks": 8.0,
    "annual_need_trend": 0.05,
    "review_weeks": 6,
    "cost_sd": 0.02,
    "payment_delay_sd": 10.0,
}
AROUND = fp.presets.Around(
    fp.PaymentTerms(delay_days=30.0, due_days=30.0, late_interest_rate=0.08),
    fp.TransactionCosts(
        payer_monitoring_per_year=5_000.0,
        payer_verification_per_person=20.0,
        procurement=20_000.0,
        term_years=5.0,
        provider_monitoring_per_year=2_000.0,
        provider_verification_per_person=10.0,
    ),
    cancelled_visit_share=0.5,
    hospital_retainer_share=0.5,
    hospital_retainer_weeks=2,
)


def seconds(work: Callable[[], object]) -> float:
    """Return the time of one run."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak_gib() -> float:
    """Return the most memory the process has held so far."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**30


def three_contracts() -> list[fp.Contract]:
    """Return the contracts that the plain loop knows as well."""
    return [
        fp.presets.planned_minutes(AROUND, hourly_rate=HOURLY_RATE),
        fp.presets.rounded_units(
            AROUND, hourly_rate=HOURLY_RATE, unit_minutes=UNIT_MINUTES, method="down"
        ),
        fp.presets.outcome_share(
            AROUND, hourly_rate=HOURLY_RATE, outcome=OUTCOME, share_at_risk=AT_RISK, target=TARGET
        ),
    ]


def ten_contracts(cohort: fp.Cohort) -> list[fp.Contract]:
    """Return ten presets, with amounts near the same value."""
    presets, rate = fp.presets, HOURLY_RATE
    hours = 0.55 * cohort.weekly_hours() * WEEKS
    return [
        *three_contracts(),
        presets.by_the_minute(AROUND, hourly_rate=rate),
        presets.lower_of_planned_and_actual(AROUND, hourly_rate=rate),
        presets.locality_block(
            AROUND, annual_amount=rate * hours, included_hours=hours, extra_hourly_rate=rate
        ),
        presets.shifts(AROUND, hourly_rate=rate / 1.14),
        presets.individual_service_fund(AROUND, hourly_rate=rate, returned_share=1.0),
        presets.help_to_live_at_home(AROUND, hourly_rate=rate, outcome=OUTCOME, lag_weeks=4.0),
        presets.risk_corridor(AROUND, fee_share=0.03, target_cost=rate * hours),
    ]


def plain_year(cohort: fp.Cohort, costs: YearCosts, random: np.random.Generator) -> list[float]:
    """Simulate one year the plain way, and return each contract's margin (GBP).

    A pandas table holds one row a person and week. The model of the cohort, the three
    contracts and the cash flow are those of the library, for a cohort with one package, one
    outcome and no selection.
    """
    package, outcome = cohort.packages[0], cohort.outcomes[0]
    volume, length, skill, price, delay = random.standard_normal(5)
    people, spread, reliability = cohort.people, cohort.need_sd, cohort.need_reliability

    z = random.standard_normal(people)
    within = spread * np.sqrt(reliability * (1 - reliability))
    assessed = np.maximum(1 + spread * z, 0.05)
    lasting = np.maximum(1 + reliability * spread * z + within * random.standard_normal(people), 0)
    reached = random.random(people) < np.clip(outcome.probability + outcome.skill_sd * skill, 0, 1)
    error = random.random(people)
    wrong = error < np.where(reached, outcome.false_negative, outcome.false_positive)
    measured = reached ^ wrong
    met_in = np.clip(
        outcome.expected_week + outcome.week_sd * random.standard_normal(people), 0, 51
    )
    leaving = random.geometric(cohort.leaving_weekly_probability, people) - 1

    days = pd.DataFrame(
        {
            "person": np.repeat(np.arange(people), WEEKS),
            "week": np.tile(np.arange(WEEKS), people),
        }
    )
    person = days["person"].to_numpy()
    set_in = days["week"] // cohort.review_weeks * cohort.review_weeks
    need = lasting[person] + (assessed - lasting)[person] * np.exp(-set_in / cohort.settling_weeks)
    need *= 1 + cohort.annual_need_trend * set_in / WEEKS
    done = reached[person] & (met_in[person] <= set_in)
    need = need.where(~done, need * (1 - outcome.later_hours_effect))
    need = need.clip(lower=0) * max(1 + cohort.volume_sd * volume, 0)
    days["planned"] = need.where(leaving[person] > days["week"], 0.0)

    stay = np.zeros((people, WEEKS), dtype=int)
    before = np.zeros(people, dtype=int)
    for week in range(WEEKS):
        chance = random.random(people)
        staying = (before + 1) * (chance >= 1 / max(cohort.hospital_weeks, 1))
        before = np.where(before > 0, staying, chance < cohort.hospital_weekly_probability)
        stay[:, week] = before
    days["stay"] = stay.ravel()
    days["present"] = days["planned"].where(days["stay"] == 0, 0.0)
    retained = days["stay"].between(1, AROUND.hospital_retainer_weeks)
    days["retained"] = days["planned"].where(retained, 0.0)
    weekly = days.groupby("week")[["present", "retained"]].sum()

    minutes = np.array(package.visit_minutes)
    mix = np.array(package.visits_per_week)
    ratio = max(cohort.actual_to_planned + cohort.provider_length_sd * length, 0)
    kept = 1 - cohort.cancelled_share
    delivered = np.outer(weekly["present"], mix) * kept
    cancelled = np.outer(weekly["present"], mix) * cohort.cancelled_share
    away = np.outer(weekly["retained"], mix)
    planned_price = HOURLY_RATE * minutes / 60
    beside = AROUND.cancelled_visit_share * (cancelled @ planned_price)
    beside += AROUND.hospital_retainer_share * (away @ planned_price)

    # the average of a rounded visit, over its distribution
    steps = (np.arange(2_000) + 0.5) / 2_000
    mean = ratio * minutes[:, np.newaxis]
    below = ndtr((1 - mean) / cohort.visit_length_sd)
    actual = np.maximum(mean + cohort.visit_length_sd * ndtri(below + (1 - below) * steps), 1)
    billed = (np.floor(actual / UNIT_MINUTES) * UNIT_MINUTES).mean(axis=1)
    by_plan = delivered @ planned_price + beside
    by_units = delivered @ (HOURLY_RATE * billed / 60) + beside
    by_outcome = (1 - AT_RISK) * by_plan
    by_outcome[-1] += AT_RISK * by_plan.sum() * measured.mean() / TARGET

    cost = costs.by_week(delivered.sum(axis=1), delivered @ (ratio * minutes / 60))
    cost *= max(1 + cohort.cost_sd * price, 0)
    terms = AROUND.payment_terms
    late = max(terms.delay_days + cohort.payment_delay_sd * delay, 0)
    interest_share = max(late - terms.due_days, 0) / 365 * terms.late_interest_rate
    transaction = AROUND.transaction_costs.of_provider(people)
    margins = []
    for payments in (by_plan, by_units, by_outcome):
        earned = np.concatenate([[0.0], payments.cumsum()])
        when = np.arange(1, WEEKS + 1) - late / 7
        received = np.interp(when, np.arange(WEEKS + 1), earned)
        capital = np.maximum(cost.cumsum() - received, 0).sum() * cohort.capital_cost_rate / 52
        revenue = payments.sum() * (1 + interest_share)
        margins.append(float(revenue - cost.sum() - capital - transaction))
    return margins


def against_plain_loop(cohort: fp.Cohort, book: fp.OpenBook, draws: int, plain_draws: int) -> None:
    """Time both on three contracts, and show that they agree."""
    start = time.perf_counter()
    result = fp.compare_payments(
        three_contracts(), cohort, book, draws=draws, seed=SEED, weeks=WEEKS, progress=False
    )
    again = len(result.pick_freeze) * min(draws, PICK_FREEZE_DRAWS)
    ours = (time.perf_counter() - start) / draws
    costs = result.experiment.setting.costs
    random = np.random.default_rng(SEED)
    start = time.perf_counter()
    people = result.experiment.cohort  # with the visits of the book
    years = np.array([plain_year(people, costs, random) for _ in range(plain_draws)])
    plain = (time.perf_counter() - start) / plain_draws
    print(
        f"Three contracts: {1e3 * ours:.2f} ms a draw; {draws:,} draws, and in the same time "
        f"{again:,} more that tell the sources of risk apart"
    )
    print(
        f"Plain loop, a pandas table of {PEOPLE * WEEKS:,} rows a draw, one thread, sources of "
        f"risk not told apart: {1e3 * plain:.1f} ms a draw ({plain_draws:,} draws)"
    )
    print(
        f"Multiple: {plain / ours:.1f} by the draw, {plain / ours * (draws + again) / draws:.1f} "
        "by the simulated year"
    )
    for place, name in enumerate(result.contracts):
        error = np.hypot(
            years[:, place].std(ddof=1) / np.sqrt(plain_draws), result.provider.margin_error[name]
        )
        apart = (years[:, place].mean() - result.metrics[name].margin.mean()) / error
        print(f"  {name}: mean margins of the two are {apart:+.1f} standard errors apart")


def visit_table(visits: int) -> pd.DataFrame:
    """Return logged visits of a year."""
    random = np.random.default_rng(SEED)
    planned = random.choice([15.0, 30.0, 45.0, 60.0], visits, p=[0.027, 0.585, 0.207, 0.181])
    minutes = random.integers(0, 365 * 24 * 60, visits)
    return pd.DataFrame(
        {
            "planned_minutes": planned,
            "actual_minutes": np.maximum(random.normal(0.9 * planned, 5), 1).round(2),
            "start": pd.Timestamp("2026-04-06") + pd.to_timedelta(minutes, unit="min"),
            "carers": random.choice([1, 2], visits, p=[0.9, 0.1]),
            "zone": random.choice(["town", "rural"], visits),
        }
    )


def billing_rules(**clauses: Any) -> fp.Billing:
    """Return quarter-hour units at a linear tariff, with more clauses."""
    return fp.Billing.model_validate(
        {
            "basis": {"kind": "actual"},
            "rounding": {"kind": "nearest", "unit_minutes": UNIT_MINUTES, "tie": "up"},
            "tariff": {"kind": "linear", "hourly_rate": HOURLY_RATE},
            **clauses,
        }
    )


def billing(visits: int) -> None:
    """Time the pricing of a table of visits."""
    table = visit_table(visits)
    plain = billing_rules()
    every = billing_rules(
        multipliers={
            "combine": "precedence",
            "straddle": "minutes",
            "clock_windows": [{"starts": "19:00:00", "ends": "07:00:00", "multiplier": 1.2}],
            "weekdays": [{"days": ["saturday", "sunday"], "multiplier": 1.25}],
            "public_holidays": {
                "nation": "England", "weekend_holidays": "substitute day", "multiplier": 2.0,
            },
        },
        zones={"kind": "name", "multipliers": {"town": 1.0, "rural": 1.1}},
        carers={"extra_carer_share": 1.0},
    )  # fmt: skip
    bare = table[["planned_minutes", "actual_minutes"]]
    for label, rules, given in (
        ("rounding and tariff", plain, bare),
        ("with times, bank holidays, zones and carers", every, table),
    ):
        taken = float(np.median([seconds(lambda r=rules, g=given: r.price(g)) for _ in range(3)]))  # type: ignore[misc]
        print(f"Billing.price, {label}: {visits / taken / 1e6:.1f} million visits per second")


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=10_000, help="simulated years")
    parser.add_argument("--plain-draws", type=int, default=50, help="years of the plain loop")
    parser.add_argument("--visits", type=int, default=1_000_000, help="visits billed")
    chosen = parser.parse_args()
    book = fp.OpenBook(fp.load_assumptions(PROVIDER))
    cohort = fp.Cohort.example(people=PEOPLE, **MODELLED)
    contracts = ten_contracts(cohort)
    fp.compare_payments(contracts, cohort, book, draws=2, seed=SEED, progress=False)

    before = peak_gib()
    taken = seconds(
        lambda: fp.compare_payments(
            contracts, cohort, book, draws=chosen.draws, seed=SEED, weeks=WEEKS, progress=False
        )
    )
    print(
        f"{len(contracts)} contracts x {chosen.draws:,} draws x {PEOPLE} people x {WEEKS} weeks: "
        f"{taken:.1f} s on {os.cpu_count()} cores (goal {GOAL_SECONDS:g} s for 10,000 on two)"
    )
    print(
        f"Peak memory of the process: {peak_gib():.2f} GiB (goal {GOAL_GIB:g}), of which "
        f"{before:.2f} before the comparison began"
    )
    against_plain_loop(cohort, book, chosen.draws, chosen.plain_draws)
    billing(chosen.visits)


if __name__ == "__main__":
    main()
