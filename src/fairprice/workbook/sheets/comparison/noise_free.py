"""The library's own computation of the expected year, to hold the workbook's formulas against.

Cohort and contracts are those of the comparison; need, reviews and outcomes come from the
simulation with every spread at zero, payments from the contracts' own clauses.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np

from fairprice.payment.cohort import Behaviour, Cohort, Study, Year, simulate
from fairprice.payment.comparison.run import Experiment
from fairprice.payment.contract import Contract, Setting, Settlement
from fairprice.payment.contract.adjustments import OutcomeShare, StagedTariff
from fairprice.payment.contract.bases import Episode, FixedPrice
from fairprice.payment.contract.rewards import Proportional
from fairprice.types import Floats

_SPREADS = ("provider_length_sd", "volume_sd", "need_sd", "cost_sd", "payment_delay_sd")


def is_live(contract: Contract) -> bool:
    """Whether the expected year of a contract can be written in formulas."""
    return not (contract.behaviour.is_on or isinstance(contract.base, Episode)) and all(
        len(term.outcomes) == 1 or _is_linear(term)
        for term in contract.adjustments
        if isinstance(term, OutcomeShare) and term.level == "person"
    )


def _is_linear(term: OutcomeShare) -> bool:
    return isinstance(term.reward, Proportional) and term.reward.cap is None


def _calm(cohort: Cohort, reached: frozenset[int]) -> Cohort:
    """Take out every spread and absence, and let the given outcomes be certain."""
    outcomes = [
        {
            **outcome.model_dump(),
            "probability": float(place in reached),
            "week_sd": 0.0,
            "skill_sd": 0.0,
            "false_positive": 0.0,
            "false_negative": 0.0,
        }
        for place, outcome in enumerate(cohort.outcomes)
    ]
    return cohort.with_values(
        **dict.fromkeys(_SPREADS, 0.0), outcomes=outcomes,
        hospital_weekly_probability=0.0, leaving_weekly_probability=0.0,
    )  # fmt: skip


def expected_year(experiment: Experiment) -> Year:
    """Return one year in which every rate and share is exactly as expected."""
    cohort, weeks = experiment.cohort, experiment.weeks
    retainers = tuple(sorted({c.retainer_weeks or 0 for c in experiment.contracts.values()} - {0}))

    def run(reached: frozenset[int]) -> Year:
        study = Study(_calm(cohort, reached), weeks, Behaviour(), experiment.seeds(), retainers)
        return simulate(study, 0, 1)

    year = run(frozenset())
    share = np.ones(weeks)
    unchanged = year.planned_visits.sum(axis=(0, 2))
    for place, outcome in enumerate(cohort.outcomes):
        with_it = run(frozenset({place})).planned_visits.sum(axis=(0, 2))
        part = np.divide(with_it, unchanged, out=np.ones(weeks), where=unchanged > 0)
        share = share * (1 - outcome.probability * (1 - part))
    in_care = (1 - cohort.leaving_weekly_probability) ** np.arange(1, weeks + 1)
    stays = _stays(cohort, weeks)
    planned = year.planned_visits * (share * in_care)[:, np.newaxis]
    present = planned * (1 - stays.sum(axis=1))[:, np.newaxis]
    factor = unchanged / cohort.counts.dot(cohort.visit_matrix).sum() * share * in_care
    hours = year.baseline_hours * factor.sum()
    attended = year.baseline_hours * (factor * (1 - stays.sum(axis=1))).sum()
    kept = 1 - cohort.cancelled_share
    measured = np.array(
        [
            o.probability * (1 - o.false_negative) + (1 - o.probability) * o.false_positive
            for o in cohort.outcomes
        ]
    )
    return replace(
        year,
        planned_visits=planned,
        delivered_visits=present * kept,
        cancelled_visits=present * cohort.cancelled_share,
        retained_visits={n: planned * stays[:, :n].sum(axis=1)[:, np.newaxis] for n in retainers},
        baseline_hours=year.baseline_hours * share[0],
        planned_hours=hours,
        delivered_hours=attended * kept,
        weeks_in_care=np.full_like(year.weeks_in_care, in_care.sum()),
        measured=np.broadcast_to(measured, year.measured.shape),
    )


def _stays(cohort: Cohort, weeks: int) -> Floats:
    """Share of people by week and by how many weeks they have been in hospital; shape (W, W)."""
    goes_on = 1 - 1 / cohort.hospital_weeks
    shares = np.zeros((weeks, weeks))
    before = np.zeros(weeks)
    for week in range(weeks):
        shares[week, 0] = (1 - before.sum()) * cohort.hospital_weekly_probability
        shares[week, 1:] = before[:-1] * goes_on
        before = shares[week]
    return shares


def settled(contract: Contract, year: Year, experiment: Experiment) -> Settlement:
    """Settle a contract on the expected year.

    A clause on single people's results pays the average over people with and without them;
    every other clause sees the rates and totals of the year.
    """
    setting = contract.with_subcontracting(experiment.setting)
    rate = experiment.cohort.capital_cost_rate
    payments = contract.base.pay(year, setting)
    for term in contract.adjustments:
        if isinstance(term, StagedTariff) or (
            isinstance(term, OutcomeShare) and term.level == "person"
        ):
            payments = payments + _over_people(term, year, experiment, setting, payments)
        else:
            payments = payments + term.change(year, setting, payments)
    total = FixedPrice.model_construct(kind="fixed price", annual_amount=float(payments.sum()))
    once = contract.model_copy(update={"base": total, "adjustments": ()})
    return once.settle(year, setting, 0.0, rate)


def _over_people(
    term: Any, year: Year, experiment: Experiment, setting: Setting, payments: Floats
) -> Floats:
    """Average a clause over people with and without its outcomes."""
    share = isinstance(term, OutcomeShare)
    names = list(term.outcomes) if share else [term.outcome]
    places = [setting.outcomes[name] for name in names]
    rates = np.array(
        [_rate_by_hours(experiment, n) if share else year.measured[0, 0, n] for n in places]
    )
    change = np.zeros_like(payments)
    for pattern in product((False, True), repeat=len(places)):
        measured = np.zeros(year.measured.shape, dtype=bool)
        measured[:, :, places] = pattern
        weight = float(np.where(pattern, rates, 1 - rates).prod())
        change += weight * term.change(replace(year, measured=measured), setting, payments)
    return change


def _rate_by_hours(experiment: Experiment, place: int) -> float:
    """Rate at which an outcome is measured, each person counted with the planned hours."""
    outcomes = [dict(outcome) for outcome in experiment.cohort.outcomes]
    hours = []
    for probability in (0.0, 1.0):
        outcomes[place]["probability"] = probability
        cohort = experiment.cohort.with_values(outcomes=outcomes)
        year = expected_year(replace(experiment, cohort=cohort))
        hours.append(float(year.planned_hours.sum()))
    outcome = experiment.cohort.outcomes[place]
    with_it = outcome.probability * hours[1]
    total = with_it + (1 - outcome.probability) * hours[0]
    share = with_it / total if total > 0 else 0.0
    return share * (1 - outcome.false_negative) + (1 - share) * outcome.false_positive
