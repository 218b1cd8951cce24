"""Simulated years of a cohort, drawn in blocks of vectorised draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import log_ndtr, ndtri_exp

from fairprice.payment.cohort.behaviour import Behaviour
from fairprice.payment.cohort.people import Cohort
from fairprice.payment.cohort.streams import PERSON_STREAMS, generator, year_level
from fairprice.payment.cohort.year import EPISODE_WEEKS, Year
from fairprice.payment.theory import mean_above
from fairprice.types import Flags, Floats

#: No need is so small that a package is not set at all (share of mean need).
_LEAST_NEED = 0.05


@dataclass(frozen=True)
class Study:
    """What is to be simulated.

    Parameters
    ----------
    cohort
        The people.
    weeks
        Length of a year.
    behaviour
        The provider's response.
    seeds
        The seed of each source of uncertainty.
    retainer_weeks
        Numbers of hospital weeks for which some contract pays a retainer.
    """

    cohort: Cohort
    weeks: int
    behaviour: Behaviour
    seeds: Mapping[str, int]
    retainer_weeks: tuple[int, ...] = ()

    def stream(self, name: str, block: int) -> np.random.Generator:
        """Return a person-level stream, seeded by the source it belongs to."""
        return generator(self.seeds[PERSON_STREAMS[name]], "person " + name, block)


@dataclass
class _Need:
    """Need of each person: what was assessed, what lasts, and what outcomes change."""

    assessed: Floats
    lasting: Floats
    scale: Floats
    reached: Flags
    week: Floats
    effects: Floats
    held: Floats | None

    def at(self, week: int, cohort: Cohort, weeks: int) -> Floats:
        """Planned visits in this week as a multiple of the average package."""
        fading = np.exp(-week / cohort.settling_weeks)
        need = self.lasting + (self.assessed - self.lasting) * fading
        need *= 1 + cohort.annual_need_trend * week / weeks
        for place, effect in enumerate(self.effects):
            if effect:
                done = self.reached[:, :, place] & (self.week[:, :, place] <= week)
                if self.held is not None:
                    done &= week - self.week[:, :, place] <= self.held[:, :, place]
                need = need * (1 - effect * done)
        return np.asarray(np.maximum(need, 0) * self.scale)


def simulate(study: Study, block: int, draws: int) -> Year:
    """Draw a block of years.

    Parameters
    ----------
    study
        What is to be simulated.
    block, draws
        Number of the block, which fixes its random numbers, and of draws in it.

    Returns
    -------
    Year
        Arrays over the draws.
    """
    cohort, behaviour, weeks = study.cohort, study.behaviour, study.weeks
    year_z = year_level(cohort, study.seeds, block, draws)
    assessed, lasting, mean_assessed = _assess(study, block, draws)
    served = _served(behaviour, assessed)
    parked = _parked(behaviour, assessed, served)
    leaving = _leaving_week(study, block, draws)
    skill = year_z["outcome skill"]
    reached, measured, week = _outcomes(study, block, skill, served, parked, leaving)
    early = _early_discharge(study, block, reached) & served & (leaving > weeks / 2)
    if early.any():  # of several outcomes, the first is reported
        measured[:, :, 0] |= early
        week[:, :, 0] = np.where(early, weeks / 2, week[:, :, 0])
    scale = np.where(served, 1 / mean_assessed, 0.0)
    if behaviour.parking_hours_effect:
        scale = scale * (1 - behaviour.parking_hours_effect * parked)
    if behaviour.effort_hours_effect:
        scale = scale * (1 - behaviour.effort * behaviour.effort_hours_effect)
    effects = np.array([outcome.later_hours_effect for outcome in cohort.outcomes])
    held = _weeks_held(study, block, draws)
    need = _Need(assessed, lasting, scale, reached, week, effects, held)
    leaving = np.where(early, np.minimum(leaving, weeks / 2), leaving)
    leaving = np.where(served, leaving, 0.0)
    return _weeks(study, block, draws, need, leaving, measured, served, year_z)


def _assess(study: Study, block: int, draws: int) -> tuple[Floats, Floats, float]:
    """Draw assessed and lasting need; people are chosen at a crisis when there is a cut."""
    cohort = study.cohort
    source = study.stream("need", block)
    shape = (draws, cohort.people)
    spread, lasting_share = cohort.need_sd, cohort.need_reliability
    if cohort.selection_cut is None or not spread:
        z, mean_z = source.standard_normal(shape), 0.0
    else:
        edge = (cohort.selection_cut - 1) / spread
        # by logarithms, so that people can be chosen far out
        z = -ndtri_exp(log_ndtr(-edge) + np.log1p(-source.random(shape)))
        mean_z = float(mean_above(edge))
    assessed = np.maximum(1 + spread * z, _LEAST_NEED)
    within = spread * np.sqrt(lasting_share * (1 - lasting_share))
    lasting = 1 + lasting_share * spread * z + within * source.standard_normal(shape)
    return assessed, np.maximum(lasting, 0), 1 + spread * mean_z


def _highest(values: Floats, share: float) -> Flags:
    """Mark the given share of people with the highest values in each draw."""
    count = round(share * values.shape[1])
    if not count:
        return np.zeros(values.shape, dtype=bool)
    # as many as stated, also where several have the same value
    places = np.argpartition(-values, count - 1, axis=1)[:, :count]
    marked = np.zeros(values.shape, dtype=bool)
    np.put_along_axis(marked, places, True, axis=1)
    return marked


def _served(behaviour: Behaviour, assessed: Floats) -> Flags:
    return ~_highest(assessed, behaviour.creaming_share)


def _parked(behaviour: Behaviour, assessed: Floats, served: Flags) -> Flags:
    return _highest(np.where(served, assessed, -np.inf), behaviour.parking_share)


def _outcomes(
    study: Study, block: int, skill: Floats, served: Flags, parked: Flags, leaving: Floats
) -> tuple[Flags, Flags, Floats]:
    """Draw who reaches what, when, and what is measured."""
    cohort, behaviour = study.cohort, study.behaviour
    shape = (len(skill), cohort.people, len(cohort.outcomes))
    chance = study.stream("outcome", block).random(shape)
    error = study.stream("measurement", block).random(shape)
    timing = study.stream("week", block).standard_normal(shape)
    reached = np.zeros(shape, dtype=bool)
    measured = np.zeros(shape, dtype=bool)
    week = np.zeros(shape)
    attempted = served & ~parked
    for place, outcome in enumerate(cohort.outcomes):
        rate = outcome.probability + behaviour.effort * behaviour.effort_outcome_effect
        rates = np.clip(rate + outcome.skill_sd * skill, 0, 1)[:, np.newaxis]
        weeks = outcome.expected_week + outcome.week_sd * timing[:, :, place]
        week[:, :, place] = np.clip(weeks, 0, study.weeks - 1)
        there = outcome.after_care | (leaving > np.floor(week[:, :, place]))
        reached[:, :, place] = (chance[:, :, place] < rates) & attempted & there
        wrong = np.where(
            reached[:, :, place],
            error[:, :, place] < outcome.false_negative,
            error[:, :, place] < outcome.false_positive,
        )
        measured[:, :, place] = (reached[:, :, place] ^ wrong) & served & there
    return reached, measured, week


def _early_discharge(study: Study, block: int, reached: Flags) -> Flags:
    """Mark people discharged half-way and reported as an outcome; none by default."""
    share = study.behaviour.early_discharge_share
    if not share or not reached.shape[2]:
        return np.zeros(reached.shape[:2], dtype=bool)
    chance = generator(study.seeds["outcome chance"], "early discharge", block)
    return np.asarray(~reached.any(axis=2) & (chance.random(reached.shape[:2]) < share))


def _weeks_held(study: Study, block: int, draws: int) -> Floats | None:
    """Draw after how many whole weeks each outcome is still held; none if none can be lost."""
    cohort = study.cohort
    holding = cohort.holding
    if holding is None:
        return None
    chance = study.stream("holding", block).random((draws, cohort.people, len(holding)))
    return _whole_weeks(chance, 1 - holding)


def _whole_weeks(chance: Floats, weekly: Any) -> Floats:
    """Turn chances into whole weeks gone by before what may happen each week happens."""
    with np.errstate(divide="ignore", invalid="ignore"):
        weeks = np.floor(np.log1p(-chance) / np.log1p(-weekly))
    return np.asarray(np.where(weekly >= 1, 0.0, np.where(weekly <= 0, np.inf, weeks)))


def _leaving_week(study: Study, block: int, draws: int) -> Floats:
    """Draw the week in which care ends; beyond the year when it does not."""
    rate = study.cohort.leaving_weekly_probability
    shape = (draws, study.cohort.people)
    if not rate:
        return np.full(shape, np.inf)
    chance = generator(study.seeds["volume"], "person leaving", block).random(shape)
    return _whole_weeks(chance, rate)


class _Places:
    """Who is in care: a place that is left is filled again, if the cohort says so.

    Parameters
    ----------
    study, block
        What is simulated.
    leaving
        The week in which each first person's care ends.
    served
        People whom the provider took on; nobody comes in the place of others.
    """

    def __init__(self, study: Study, block: int, leaving: Floats, served: Flags) -> None:
        self.delay, self.rate = study.cohort.refill_weeks, study.cohort.leaving_weekly_probability
        self.until, self.served = leaving, served
        self.chances = generator(study.seeds["volume"], "person refill", block)

    def filled(self, week: int) -> Flags:
        """Say which places are filled, week after week."""
        if self.delay == 0:
            return self.served
        if self.delay and self.rate:
            lasting = _whole_weeks(self.chances.random(self.until.shape), self.rate)
            comes = self.served & (week >= self.until + self.delay)
            self.until = np.where(comes, week + lasting, self.until)
        return np.asarray(self.until > week)


def _weeks(
    study: Study,
    block: int,
    draws: int,
    need: _Need,
    leaving: Floats,
    measured: Flags,
    served: Flags,
    year_z: Mapping[str, Floats],
) -> Year:
    """Walk through the weeks, keeping sums by package and by person."""
    cohort, weeks, people = study.cohort, study.weeks, study.cohort.people
    shape = (draws, people)
    starts = np.concatenate([[0], np.cumsum(cohort.counts)[:-1]])
    held = np.flatnonzero(cohort.counts)
    matrix, minutes = cohort.visit_matrix[held], np.array(cohort.lengths)
    starts = starts[held]
    package_hours = np.repeat(cohort.visit_matrix @ minutes / 60, cohort.counts)
    package_visits = np.repeat(cohort.visit_matrix.sum(axis=1), cohort.counts)
    volume = np.maximum(1 + cohort.volume_sd * year_z["volume"], 0)[:, np.newaxis]
    absence = study.stream("absence", block)
    admitted, discharged = cohort.hospital_weekly_probability, 1 / cohort.hospital_weeks
    kept = 1 - cohort.cancelled_share
    places = _Places(study, block, leaving, served)
    in_care = np.zeros(shape) if cohort.refill_weeks is not None else np.minimum(leaving, weeks)
    weekly = {name: np.empty((draws, weeks, len(held))) for name in ("planned", "present")}
    retained = {n: np.empty((draws, weeks, len(held))) for n in study.retainer_weeks}
    stay = np.zeros(shape, dtype=np.int16)
    planned_sum, delivered_sum = np.zeros(shape), np.zeros(shape)
    episodes = np.zeros((*shape, -(-weeks // EPISODE_WEEKS)))
    factor = np.zeros(shape)
    for week in range(weeks):
        if week % cohort.review_weeks == 0:
            factor = need.at(week, cohort, weeks) * volume
        there = places.filled(week)
        if cohort.refill_weeks is not None:
            in_care += there
        planned = factor * there  # faster than a choice, where no pattern is in the choices
        planned_sum += planned
        present = planned
        if admitted:
            chance = absence.random(shape)
            at_home = stay == 0
            stay = (stay + 1) * np.where(at_home, chance < admitted, chance >= discharged)
            at_home = stay == 0
            present = planned * at_home
            for count, sums in retained.items():
                counts = planned * (~at_home & (stay <= count))
                sums[:, week] = np.add.reduceat(counts, starts, axis=1)
        elif retained:
            for sums in retained.values():
                sums[:, week] = 0.0
        delivered_sum += present
        episodes[:, :, week // EPISODE_WEEKS] += present
        weekly["planned"][:, week] = np.add.reduceat(planned, starts, axis=1)
        weekly["present"][:, week] = np.add.reduceat(present, starts, axis=1)
    present_visits = weekly["present"] @ matrix
    effort = study.behaviour.effort * study.behaviour.effort_cost_per_person * people
    first = need.assessed * need.scale * volume
    return Year(
        minutes=minutes,
        planned_visits=weekly["planned"] @ matrix,
        delivered_visits=present_visits * kept,
        cancelled_visits=present_visits * cohort.cancelled_share,
        retained_visits={count: sums @ matrix for count, sums in retained.items()},
        length_ratio=np.maximum(
            cohort.actual_to_planned + cohort.provider_length_sd * year_z["length"], 0
        ),
        visit_length_sd=cohort.visit_length_sd,
        clipped_minutes=study.behaviour.clipped_minutes,
        bunching_share=study.behaviour.bunching_share,
        baseline_hours=first * package_hours,
        planned_hours=planned_sum * package_hours,
        delivered_hours=delivered_sum * kept * package_hours,
        final_hours=np.where(there, factor, 0.0) * package_hours,
        weeks_in_care=in_care,
        served=served,
        episode_visits=episodes * (kept * package_visits)[:, np.newaxis],
        reached=need.reached,
        measured=measured,
        outcome_week=need.week,
        weeks_held=need.held,
        holding=cohort.holding,
        cost_factor=np.maximum(1 + cohort.cost_sd * year_z["price"], 0),
        delay_z=year_z["delay"],
        extra_cost=np.full(draws, float(effort)),
        people=people,
        mix=cohort.mix,
    )
