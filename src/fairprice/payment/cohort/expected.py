"""A year without chance: every rate and share exactly as expected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from fairprice.payment.cohort.behaviour import Behaviour
from fairprice.payment.cohort.correlations import SOURCES
from fairprice.payment.cohort.people import Cohort
from fairprice.payment.cohort.person import Outcome
from fairprice.payment.cohort.simulate import Study, simulate
from fairprice.payment.cohort.year import EPISODE_WEEKS, Year
from fairprice.types import Floats

_SPREADS = ("provider_length_sd", "volume_sd", "need_sd", "cost_sd", "payment_delay_sd")
#: A year without chance rests on no seed.
_SEEDS: Mapping[str, int] = dict.fromkeys(SOURCES, 0)


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
            "weekly_loss_probability": None,
        }
        for place, outcome in enumerate(cohort.outcomes)
    ]
    return cohort.with_values(
        **dict.fromkeys(_SPREADS, 0.0), outcomes=outcomes,
        hospital_weekly_probability=0.0, leaving_weekly_probability=0.0,
    )  # fmt: skip


def expected_year(cohort: Cohort, weeks: int, retainers: Iterable[int] = ()) -> Year:
    """Return one year in which every rate and share is exactly as expected.

    Parameters
    ----------
    cohort
        The people. Need, reviews and outcomes come from the simulation with every spread at
        zero.
    weeks
        Length of the year.
    retainers
        Numbers of hospital weeks for which some contract pays a retainer.

    Returns
    -------
    Year
        One draw, of average people: what is counted of a person is a share.
    """
    wanted = tuple(sorted(set(retainers)))

    def run(reached: frozenset[int]) -> Year:
        study = Study(_calm(cohort, reached), weeks, Behaviour(), _SEEDS, wanted)
        return simulate(study, 0, 1)

    year = run(frozenset())
    unchanged = year.planned_visits.sum(axis=(0, 2))
    left = []
    for place in range(len(cohort.outcomes)):
        with_it = run(frozenset({place})).planned_visits.sum(axis=(0, 2))
        part = np.divide(with_it, unchanged, out=np.ones(weeks), where=unchanged > 0)
        left.append(part if cohort.holding is None else _left(cohort, place, part))
    in_care = _in_care(cohort, weeks)
    chances = [outcome.probability for outcome in cohort.outcomes]
    there = [
        1.0 if o.after_care else in_care[int(min(o.expected_week, weeks - 1))]
        for o in cohort.outcomes
    ]
    kept_of = [1 - chance * (1 - part) for chance, part in zip(chances, left, strict=True)]
    share = np.prod(kept_of, axis=0) if kept_of else np.ones(weeks)
    stays = _stays(cohort, weeks)
    planned = year.planned_visits * (share * in_care)[:, np.newaxis]
    present = planned * (1 - stays.sum(axis=1))[:, np.newaxis]
    factor = unchanged / cohort.counts.dot(cohort.visit_matrix).sum() * in_care
    kept = 1 - cohort.cancelled_share
    by_people = [_as_measured(o, c * t, (1 - c) * t) for o, c, t in
                 zip(cohort.outcomes, chances, there, strict=True)]  # fmt: skip
    by_hours = []
    for place, (outcome, chance) in enumerate(zip(cohort.outcomes, chances, strict=True)):
        others = np.prod([k for n, k in enumerate(kept_of) if n != place], axis=0)
        others = others * unchanged / max(float(unchanged[0]), 1e-300)
        stayed = np.minimum(in_care, there[place]) * others
        with_it, without = chance * (stayed * left[place]).sum(), (1 - chance) * stayed.sum()
        everyone = (in_care * others * kept_of[place]).sum()
        gone = everyone > 0
        by_hours.append(_as_measured(outcome, with_it, without) / everyone if gone else 0.0)
    visits, begun = _episodes(cohort, present * kept, in_care)
    shape = (1, cohort.people, 1)
    return replace(
        year,
        planned_visits=planned,
        delivered_visits=present * kept,
        cancelled_visits=present * cohort.cancelled_share,
        retained_visits={n: planned * stays[:, :n].sum(axis=1)[:, np.newaxis] for n in wanted},
        baseline_hours=year.baseline_hours * share[0],
        planned_hours=year.baseline_hours * (factor * share).sum(),
        delivered_hours=year.baseline_hours
        * (factor * share * (1 - stays.sum(axis=1))).sum()
        * kept,
        weeks_in_care=np.full_like(year.weeks_in_care, in_care.sum()),
        measured=np.broadcast_to(by_people, year.measured.shape),
        measured_by_hours=np.broadcast_to(by_hours, year.measured.shape),
        episode_visits=np.broadcast_to(visits, (*shape[:2], visits.size)),
        episodes_begun=np.broadcast_to(begun, (*shape[:2], begun.size)),
        holding=cohort.holding,
    )


def _in_care(cohort: Cohort, weeks: int) -> Floats:
    """Share of places with a person in care, by week."""
    rate, delay = cohort.leaving_weekly_probability, cohort.refill_weeks
    if delay is None:
        return np.asarray((1 - rate) ** np.arange(1.0, weeks + 1))
    filled, left = np.ones(weeks), np.zeros(weeks)
    for week in range(weeks if delay else 0):
        present = filled[week - 1] if week else 1.0
        present += left[week - delay] if week >= delay else 0.0
        filled[week], left[week] = present * (1 - rate), present * rate
    return filled


def _left(cohort: Cohort, place: int, part: Floats) -> Floats:
    """Part of the visits that an outcome leaves by week, held as likely as it is at a review."""
    assert cohort.holding is not None
    week = np.arange(len(part))
    reached = min(cohort.outcomes[place].expected_week, len(part) - 1)
    since = np.ceil(week - week % cohort.review_weeks - reached)
    held = cohort.holding[place] ** np.maximum(since, 0)
    return np.asarray(1 - (1 - part) * held)


def _as_measured(outcome: Outcome, reached: float, not_reached: float) -> float:
    """Return who is measured with an outcome, of those with and without it."""
    return reached * (1 - outcome.false_negative) + not_reached * outcome.false_positive


def _episodes(cohort: Cohort, delivered: Floats, in_care: Floats) -> tuple[Floats, Floats]:
    """Visits of an average person in care in each episode, and the share who begin it."""
    starts = np.arange(0, len(in_care), EPISODE_WEEKS)
    visits = np.add.reduceat(delivered.sum(axis=(0, 2)), starts) / cohort.people
    begun = in_care[starts]
    return visits / np.maximum(begun, 1e-6), begun


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
