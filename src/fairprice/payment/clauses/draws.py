"""The clauses of a contract on simulated years: arrays over draws and weeks."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np

from fairprice.digits import added_up
from fairprice.payment.clauses.clause import Clause
from fairprice.payment.clauses.outcomes import fee_is_due
from fairprice.payment.clauses.quantities import QUANTITIES, Figures
from fairprice.payment.clauses.reckoning import Reckoning, Standing, standing
from fairprice.payment.clauses.steps import (
    AS_IT_BUILDS_UP,
    AT_THE_END,
    EACH_PERIOD,
    EACH_WEEK,
    EVENLY,
    IN_INSTALMENTS,
    IN_ITS_WEEK,
    WHEN_MEASURED,
    WHILE_IT_LASTS,
    Amount,
    Working,
)
from fairprice.types import Floats


class Draws(Reckoning):
    """What a contract pays in a block of years, week by week.

    Amounts have one column more than the year has weeks: what falls due after its end.

    Parameters
    ----------
    figures
        The years.
    clauses
        The base and the adjustments, in order.
    """

    def __init__(self, figures: Figures, clauses: tuple[Clause, ...]) -> None:
        self.figures, self.year = figures, figures.year
        self.weeks, self.draws = self.year.weeks, self.year.draws
        self.clauses = standing(clauses)
        #: Weeks after the year's end times what is due then; shape (D,).
        self.waiting = np.zeros(self.draws)

    @cached_property
    def payments(self) -> Floats:
        """All that is paid; shape (D, W + 1)."""
        return self._through(self.clauses)

    def of(self, at: Standing) -> dict[str, Floats]:
        """Return what each amount of a clause comes to; each of shape (D, W + 1)."""
        return {step.name: self._weekly(at, step) for step in at.clause.amounts}

    def amount(self, number: int, name: str) -> Floats:
        """Return one amount of the clause at a place in the contract; shape (D, W + 1)."""
        return self.of(self.clauses[number])[name]

    def _through(self, clauses: tuple[Standing, ...]) -> Floats:
        paid = self._nothing()
        for at in clauses:
            for weekly in self.of(at).values():
                paid = paid + weekly
        return paid

    def _nothing(self) -> Floats:
        return np.zeros((self.draws, self.weeks + 1))

    def _weekly(self, at: Standing, step: Amount) -> Floats:
        key = (step.name, "weekly")
        if key not in at.known:
            at.known[key] = self._nothing() + added_up(
                self._spread(at, step, entry) for entry in at.clause.entries(step)
            )
        found: Floats = at.known[key]
        return found

    def _spread(self, at: Standing, step: Amount, entry: Any) -> Floats:
        """Work an amount out at the scale of its timing, and put it in its weeks."""
        timing, clause = step.timing, at.clause
        scale: Any = timing.scale
        if scale == "periods":
            scale = "periods of people" if step.by_person else ("periods", clause.period)
        elif step.by_person:
            scale = "people"
        amounts = np.asarray(self.call(at, step, entry, scale), dtype=float)
        if timing is WHEN_MEASURED:
            return self._when_measured(at, amounts, entry, clause.lag)
        if timing is WHILE_IT_LASTS:
            return self._while_it_lasts(at, amounts)
        if step.by_person:
            amounts = amounts.sum(axis=1)
        weekly = self._nothing()
        if timing is EACH_WEEK:
            return np.asarray(weekly + amounts)
        if timing is AS_IT_BUILDS_UP:
            return np.diff(amounts, axis=1, prepend=0.0)
        if timing is EACH_PERIOD:
            weekly[:, self._ends(clause)] = amounts
        elif timing is AT_THE_END:
            self._in_week(weekly, self.weeks - 1 + clause.lag, amounts)
        elif timing is EVENLY:
            weekly[:, :-1] += np.broadcast_to(amounts, (self.draws,))[:, np.newaxis] / self.weeks
        elif timing is IN_INSTALMENTS:
            count = clause.instalments  # type: ignore[attr-defined]
            first = np.arange(count) * self.weeks // count
            parts = np.bincount(first, minlength=self.weeks) / count
            weekly[:, :-1] += np.broadcast_to(amounts, (self.draws,))[:, np.newaxis] * parts
        elif timing is IN_ITS_WEEK:
            self._in_week(weekly, clause.week, amounts)  # type: ignore[attr-defined]
        else:
            raise TypeError(f"No week is known for what is paid {timing.word!r}.")
        return weekly

    def _in_week(self, weekly: Floats, week: float, amounts: Any) -> None:
        """Pay all at one time; what falls after the year is due, and waited for."""
        beyond = max(week - (self.weeks - 1), 0.0)
        weekly[:, min(int(week), self.weeks)] += amounts
        if beyond >= 1:
            self.waiting = self.waiting + beyond * amounts

    def _when_measured(self, at: Standing, amounts: Floats, entry: Any, lag: float) -> Floats:
        due = self.figures.outcome_week(at.clause, entry) + lag
        return self._in_weeks(amounts, due)

    def _while_it_lasts(self, at: Standing, amounts: Floats) -> Floats:
        """Split what a person brings into equal fees, each a period after the one before."""
        times = self.times_held(at, "people")
        each = np.divide(amounts, times, out=np.zeros_like(amounts), where=times > 0)
        week = self.figures.outcome_week(at.clause, None)
        weekly = self._nothing()
        for number, due in self._fees_due(at):
            weekly += self._in_weeks(each * due, week + number * at.clause.period)
        return weekly

    def _fees_due(self, at: Standing) -> Iterator[tuple[int, Any]]:
        """List the fees while an outcome lasts: whether, or how likely, each is due."""
        working = at.clause.step("times_sustained")
        assert working is not None
        times = self.value(at, working, "people")
        for fee in range(1, int(np.max(times, initial=0)) + 1):
            held = self.figures.still_held(at.clause, fee * at.clause.period)
            yield fee, fee_is_due(fee, times, held)

    def times_held(self, at: Standing, scale: Any) -> Any:
        """Return how many fees fall due for each person while the outcome is held."""
        key = ("times_held", scale)
        if key not in at.known:
            nothing = np.zeros((self.draws, self.year.people))
            at.known[key] = nothing + added_up(due for _, due in self._fees_due(at))
        return at.known[key]

    def _in_weeks(self, amounts: Floats, weeks: Floats) -> Floats:
        """Pay each person's amount in that person's week; shape (D, W + 1)."""
        width = self.weeks + 1
        amounts = np.broadcast_to(amounts, weeks.shape)
        rows = np.repeat(np.arange(self.draws), weeks.shape[1])
        places = np.clip(weeks.astype(int), 0, self.weeks).ravel()
        flat = np.bincount(rows * width + places, amounts.ravel(), minlength=self.draws * width)
        beyond = np.maximum(weeks - (self.weeks - 1), 0) * (weeks.astype(int) >= self.weeks)
        self.waiting = self.waiting + (amounts * beyond).sum(axis=1)
        return np.asarray(flat.reshape(self.draws, width), dtype=float)

    def _ends(self, clause: Clause) -> Any:
        """Last weeks of a clause's periods."""
        starts = np.arange(0, self.weeks, clause.period)
        return np.minimum(starts + clause.period, self.weeks) - 1

    def _at_scale(self, weekly: Floats, scale: Any) -> Floats:
        """Bring amounts or quantities by week, shape (..., D, W + 1), to a scale."""
        if scale == "running":
            return np.cumsum(weekly, axis=-1)
        if isinstance(scale, tuple):
            # what falls due after the year is in none of its periods
            starts = range(0, self.weeks, scale[1])
            return np.add.reduceat(weekly[..., : self.weeks], starts, axis=-1)
        if scale in ("year", "people"):
            summed = np.asarray(weekly.sum(axis=-1))
            return summed[..., np.newaxis] if scale == "people" else summed
        return weekly

    def paid(self, at: Standing, scale: Any) -> Any:
        """Return what was paid before a clause."""
        key = ("paid", "weekly")
        if key not in at.known:
            at.known[key] = self._through(at.before)
        return self._at_scale(at.known[key], scale)

    def found(self, at: Standing, step: Working, scale: Any) -> Any:
        """Work out a step at a scale; an amount from the weeks in which it is paid."""
        if isinstance(step, Amount):
            return self._at_scale(self._weekly(at, step), scale)
        return super().found(at, step, scale)

    def term(self, at: Standing, name: str, entry: Any, value: Any) -> Any:
        """Return a term of a clause."""
        return value

    def quantity(self, name: str, at: Standing, entry: Any, scale: Any) -> Any:
        """Return a quantity of the years at a scale."""
        clause = at.clause
        if name == "weeks":
            length = self._at_scale(np.append(np.ones(self.weeks), 0.0), scale)
            return length if isinstance(scale, tuple) else float(self.weeks)
        known = QUANTITIES[name]
        found = known.of(self.figures, clause, entry)
        if known.along == "weeks" or (known.along == "visits" and found.shape[-1] > 1):
            after = np.zeros((*found.shape[:-1], 1))
            return self._at_scale(np.concatenate([found, after], axis=-1), scale)
        if known.along == "people":
            if scale == "people":
                return found
            return found[:, :, np.newaxis] if scale == "periods of people" else found.sum(axis=1)
        if known.along == "year" and np.ndim(found) and scale != "year":
            return found[:, np.newaxis]
        return found

    def reward(self, at: Standing, name: str, scale: Any) -> Any:
        """Return the share that the result earns, of all together or of each person."""
        if name == "reward":
            return self.share(at, self.figures.rate(at.clause), "year")
        hours = self.year.planned_hours
        planned = hours.sum(axis=1, keepdims=True)
        part = np.divide(hours, planned, out=np.zeros_like(hours), where=planned > 0)
        scores = self.figures.scores_by_hours(at.clause)
        if len(at.clause.measured) == 1:
            met, missed = (self.share(at, float(x), scale) for x in (1, 0))
            return part * (scores * met + (1 - scores) * missed)
        return part * self.share(at, scores, scale)
