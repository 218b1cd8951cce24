"""Cohorts and contracts with round figures, so that a payment can be checked on paper."""

from __future__ import annotations

from typing import Any

import numpy as np
from clause_table import WELL, Data
from clause_table import fixed as fixed
from clause_table import hourly as hourly

from fairprice import Behaviour, Cohort, Contract
from fairprice.calculation import Choices
from fairprice.cost import YearCosts
from fairprice.payment.cohort import SOURCES, Study, Year, simulate
from fairprice.payment.contract import Setting
from fairprice.types import Floats

FREE: Data = {
    "payer_monitoring_per_year": 0.0,
    "payer_verification_per_person": 0.0,
    "procurement": 0.0,
    "term_years": 1.0,
    "provider_monitoring_per_year": 0.0,
    "provider_verification_per_person": 0.0,
}
AT_ONCE: Data = {"delay_days": 0.0, "due_days": 30.0, "late_interest_rate": 0.0}


def outcome(name: str = WELL, probability: float = 1.0, **changes: Any) -> Data:
    """Return an outcome reached in week 6, measured without error; it changes no hours."""
    return {
        "name": name,
        "probability": probability,
        "expected_week": 6.0,
        "week_sd": 0.0,
        "skill_sd": 0.0,
        "false_positive": 0.0,
        "false_negative": 0.0,
        "later_hours_effect": 0.0,
        **changes,
    }


def steady(**changes: Any) -> Cohort:
    """Return ten people with fourteen half-hour visits a week, of whom nothing varies."""
    data: Data = {
        "people": 10,
        "packages": [{"share": 1.0, "visit_minutes": [30.0], "visits_per_week": [14.0]}],
        "outcomes": [],
        "actual_to_planned": 1.0,
        "visit_length_sd": 0.0,
        "provider_length_sd": 0.0,
        "cancelled_share": 0.0,
        "hospital_weekly_probability": 0.0,
        "hospital_weeks": 1.0,
        "leaving_weekly_probability": 0.0,
        "volume_sd": 0.0,
        "need_sd": 0.0,
        "need_reliability": 1.0,
        "settling_weeks": 6.0,
        "annual_need_trend": 0.0,
        "review_weeks": 13,
        "cost_sd": 0.0,
        "payment_delay_sd": 0.0,
        "capital_cost_rate": 0.0,
    }
    return Cohort.model_validate(data | changes)


def lively(**changes: Any) -> Cohort:
    """Return forty people of two packages, of whom everything varies."""
    packages = [
        {"share": 0.7, "visit_minutes": [15.0, 30.0], "visits_per_week": [7.0, 14.0]},
        {"share": 0.3, "visit_minutes": [45.0, 30.0], "visits_per_week": [14.0, 14.0]},
    ]
    varying: Data = {
        "people": 40,
        "packages": packages,
        "outcomes": [
            outcome(probability=0.5, week_sd=3.0, skill_sd=0.05, false_positive=0.1,
                    false_negative=0.05, later_hours_effect=0.4)
        ],
        "actual_to_planned": 0.93,
        "visit_length_sd": 6.0,
        "provider_length_sd": 0.03,
        "cancelled_share": 0.04,
        "hospital_weekly_probability": 0.02,
        "hospital_weeks": 2.0,
        "leaving_weekly_probability": 0.01,
        "volume_sd": 0.08,
        "need_sd": 0.25,
        "need_reliability": 0.6,
        "cost_sd": 0.03,
        "payment_delay_sd": 10.0,
        "capital_cost_rate": 0.05,
    }  # fmt: skip
    return steady(**(varying | changes))


def contract(base: Data, *adjustments: Data, name: str = "Contract", **terms: Any) -> Contract:
    """Return a contract paid at once that costs nothing to run."""
    data: Data = {
        "name": name,
        "base": base,
        "adjustments": adjustments,
        "payment_terms": AT_ONCE,
        "transaction_costs": FREE,
    }
    return Contract.model_validate(data | terms)


def at_risk(share: float, reward: Data, level: str = "cohort", **terms: Any) -> Data:
    """Return an outcome share."""
    return {
        "kind": "outcome share", "share_at_risk": share, "outcomes": {WELL: 1.0},
        "level": level, "reward": reward, "lag_weeks": 0.0, **terms,
    }  # fmt: skip


def in_proportion(target: float, **terms: Any) -> Data:
    """Return a reward in proportion to a target."""
    return {"kind": "proportional", "target": target, **terms}


def years(
    cohort: Cohort,
    draws: int = 4,
    *,
    seed: int = 1,
    weeks: int = 52,
    block: int = 0,
    retainers: tuple[int, ...] = (1, 2),
    **behaviour: float,
) -> Year:
    """Simulate a block of years."""
    seeds = dict.fromkeys(SOURCES, seed)
    return simulate(Study(cohort, weeks, Behaviour(**behaviour), seeds, retainers), block, draws)


def setting_of(cohort: Cohort, visit_cost: float = 3.0, hour_cost: float = 16.0) -> Setting:
    """Return unit costs and outcome places."""
    places = {known.name: place for place, known in enumerate(cohort.outcomes)}
    return Setting(costs_of(visit_cost, hour_cost), places, cohort.weekly_hours() / cohort.people)


def costs_of(visit_cost: float, hour_cost: float) -> YearCosts:
    """Return the costs of a provider that has none but by the visit and by the hour."""
    each = {"visit_of_cost_by_hours_and_visits": visit_cost,
            "hour_of_cost_by_hours_and_visits": hour_cost}  # fmt: skip
    return YearCosts(Choices(), each, 52.0)


def paid(terms: Contract, cohort: Cohort, year: Year | None = None, **costs: float) -> Floats:
    """Return the year's payments by draw."""
    happened = years(cohort) if year is None else year
    return terms.settle(happened, setting_of(cohort, **costs), 0.0, 0.0).payments.sum(axis=1)


def only(amounts: Floats) -> float:
    """Return the one amount that every draw has, and check that it is the same in all."""
    np.testing.assert_allclose(amounts, amounts[0], rtol=1e-12)
    return float(amounts[0])


#: What a simulated year says of visits and hours.
VOLUME = ("planned_visits", "delivered_visits", "cancelled_visits", "planned_hours",
          "delivered_hours", "final_hours", "baseline_hours", "weeks_in_care")  # fmt: skip


def close(values: np.ndarray, expected: float) -> None:
    """Check a mean of independent values to within four Monte Carlo errors."""
    error = values.std(ddof=1) / np.sqrt(values.size)
    assert abs(values.mean() - expected) <= 4 * error, (values.mean(), expected, error)


def same(first: Year, second: Year, names: tuple[str, ...]) -> None:
    for name in names:
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name), err_msg=name)
