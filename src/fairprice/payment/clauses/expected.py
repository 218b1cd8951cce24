"""The clauses of a contract on the totals of one year: cells that write their own formulas.

What a clause pays is worked out from the year's totals, as every timing but one allows: an
amount paid at the end of each period is worked out period by period, from what falls in each.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np

from fairprice.payment.clauses.clause import Clause
from fairprice.payment.clauses.outcomes import OutcomeShare, fee_is_due
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
    total,
)

#: Weeks from a first to a last, both counted, the first week of the year being 1.
Span = tuple[int, int]
AMOUNT = "GBP"


class Page(Protocol):
    """Where the cells of a year stand, and its lines are written."""

    @property
    def weeks(self) -> int:
        """Weeks of the year."""

    def term(self, at: Standing, name: str, entry: Any, value: Any) -> Any:
        """Return a term of a clause."""

    def quantity(self, name: str, at: Standing, entry: Any, span: Span | None) -> Any:
        """Return a quantity of the year, or of the weeks of a span."""

    def line(
        self, at: Standing, label: str, unit: str, figure: Any, means: str, *,
        span: Span | None = None, step: Working | None = None,
    ) -> Any:  # fmt: skip
        """Write a line and return its cell; with the step that it is, if that is paid."""


def why_simulated(clauses: Sequence[Clause]) -> str:
    """Say why a contract's year cannot be written in formulas of totals; empty if it can."""
    placed = standing(clauses)
    for at in placed:
        if isinstance(at.clause, OutcomeShare) and not at.clause.is_of_totals:
            return "payment rests on several outcomes of the same person"
        lasting = any(a.timing is WHILE_IT_LASTS for b in at.before for a in b.clause.amounts)
        if at.clause.works_on_periods and lasting:
            return "fees while an outcome lasts fall in weeks that differ from person to person"
    return ""


class ExpectedPayments(Reckoning):
    """What a contract pays in a year without chance; its scale is a span, or the whole year.

    Parameters
    ----------
    page
        Where it is written.
    clauses
        The base and the adjustments, in order.
    """

    def __init__(self, page: Page, clauses: Sequence[Clause]) -> None:
        self.page, self.clauses = page, standing(clauses)

    def all(self) -> Any:
        """Write every clause, and return all that is paid."""
        paid: Any = None
        for at in self.clauses:
            if paid is not None:
                label = f"Paid before adjustment {at.number}"
                means = f"What {at.clause.kind} works on."  # type: ignore[attr-defined]
                paid = self.page.line(at, label, AMOUNT, paid, means)
                at.known["paid", None] = paid
            amounts = [self.value(at, step, None) for step in at.clause.amounts]
            paid = total([*([] if paid is None else [paid]), *amounts])
        return paid

    def found(self, at: Standing, step: Working, scale: Any) -> Any:
        """Write a step's lines, one for each entry, and return what they come to."""
        if isinstance(step, Amount) and scale is not None:
            return self.falling(at, step, scale, self._in(at, step, scale))
        if isinstance(step, Amount) and step.timing is EACH_PERIOD:
            return self._period_by_period(at, step)
        return total(self._entries(at, step, scale).values())

    def entry(self, at: Standing, step: Working, entry: Any, scale: Any) -> Any:
        """Return the line of a step for one of its entries."""
        return self._entries(at, step, scale)[entry]

    def _entries(self, at: Standing, step: Working, scale: Any) -> dict[Any, Any]:
        """Write a step's lines, by entry."""
        key = (step.name, scale, "entries")
        if key not in at.known:
            at.known[key] = {
                entry: self._write(at, step, entry, self.call(at, step, entry, scale), scale)
                for entry in at.clause.entries(step)
            }
        found: dict[Any, Any] = at.known[key]
        return found

    def _write(self, at: Standing, step: Working, entry: Any, figure: Any, scale: Any) -> Any:
        about = step.step
        named = f": {entry}" if isinstance(entry, str) else ""
        if isinstance(entry, int):
            named = f" {entry + 1}"
        is_paid = isinstance(step, Amount) and scale is None and not at.within
        return self.page.line(
            at, about.label + named, about.unit, figure, about.meaning, span=scale,
            step=step if is_paid else None,
        )  # fmt: skip

    def _spans(self, clause: Clause) -> list[Span]:
        weeks = self.page.weeks
        return [
            (first, min(first + clause.period - 1, weeks))
            for first in range(1, weeks + 1, clause.period)
        ]

    def _period(self, at: Standing, step: Amount, span: Span) -> Any:
        key = (step.name, span, "period")
        if key not in at.known:
            amount = total(self._entries(at, step, span).values())
            at.known[key] = self.falling(at, step, span, amount)
        return at.known[key]

    def falling(self, at: Standing, step: Amount, span: Span, figure: Any) -> Any:
        """Return what of an amount falls in the weeks of a span, as the totals of it give it."""
        return figure

    def _period_by_period(self, at: Standing, step: Amount) -> Any:
        """Add up the amounts of all periods; the last line is what the year comes to."""
        label, so_far = step.step.label, None
        for span in self._spans(at.clause):
            amount = self._period(at, step, span)
            if so_far is not None:
                means = "With the periods before."
                amount = self.page.line(
                    at, f"{label}, so far", AMOUNT, so_far + amount, means, span=span
                )
            so_far = amount
        return self._write(at, step, None, so_far, None)

    def _in(self, at: Standing, step: Amount, span: Span) -> Any:
        """Return the part of an amount that falls in the weeks of a span."""
        (first, last), timing = span, step.timing
        if timing is EACH_WEEK:
            return total(self._entries(at, step, span).values())
        if timing is AS_IT_BUILDS_UP:
            now = total(self._entries(at, step, (1, last)).values())
            if first == 1:
                return now
            before = total(self._entries(at, step, (1, first - 1)).values())
            return self._write(at, step, None, now - before, span)
        if timing is EACH_PERIOD:
            inside = [
                self._period(at, step, own)
                for own in self._spans(at.clause)
                if first <= own[1] <= last
            ]
            return total(inside) if inside else 0.0
        if timing is WHEN_MEASURED:
            return total(
                self._write(at, step, entry, self._if_due(at, entry, cell, span), span)
                for entry, cell in self._entries(at, step, None).items()
            )
        part = self._part(at.clause, step, span)
        return self.value(at, step, None) * part if part else 0.0

    def _part(self, clause: Any, step: Amount, span: Span) -> float:
        """Return the part of an amount of the year that is paid in a span."""
        (first, last), weeks = span, self.page.weeks
        if step.timing is AT_THE_END:
            return float(last == weeks and clause.lag < 1)
        if step.timing is EVENLY:
            return (last - first + 1) / weeks
        if step.timing is IN_INSTALMENTS:
            due = np.arange(clause.instalments) * weeks // clause.instalments + 1
            return float(((due >= first) & (due <= last)).mean())
        if step.timing is IN_ITS_WEEK:
            return float(first <= clause.week + 1 <= last)
        raise TypeError(f"What is paid {step.timing.word!r} has no formula for some weeks.")

    def _if_due(self, at: Standing, entry: Any, cell: Any, span: Span) -> Any:
        """Return an amount if its outcome's week and lag lie in a span, and nothing otherwise."""
        due = self.page.quantity("outcome_week", at, entry, None) + at.clause.lag
        return cell * (due >= span[0] - 1) * (due < span[1])

    def paid(self, at: Standing, scale: Any) -> Any:
        """Return what was paid before a clause, in the year or in a span."""
        key = ("paid", scale)
        if key not in at.known:
            parts = [self.value(b, step, scale) for b in at.before for step in b.clause.amounts]
            falling = [part for part in parts if not isinstance(part, float)]
            label = f"Paid before adjustment {at.number}"
            means = "What falls in these weeks."
            paid = total(falling) if falling else 0.0
            at.known[key] = self.page.line(at, label, AMOUNT, paid, means, span=scale)
        return at.known[key]

    def term(self, at: Standing, name: str, entry: Any, value: Any) -> Any:
        """Return a term of a clause."""
        return self.page.term(at, name, entry, value)

    def quantity(self, name: str, at: Standing, entry: Any, scale: Any) -> Any:
        """Return a quantity of the year, or of the weeks of a span."""
        if name == "weeks" and scale is not None:
            return float(scale[1] - scale[0] + 1)
        return self.page.quantity(name, at, entry, scale)

    def times_held(self, at: Standing, scale: Any) -> Any:
        """Return how many fees fall due; each counts with the chance that it is due."""
        working = at.clause.step("times_sustained")
        assert working is not None
        times = self.value(at, working, scale)
        holding = self.page.quantity("holding", at, None, None)
        if holding is None:
            return times
        fees = self.page.quantity("fees", at, None, None)
        period = self.term(at, "sustainment_weeks", None, float(at.clause.period))
        over_a_period = self.page.line(
            at, "Held for another period", "share of people", holding**period,
            "In every week of it.", span=scale,
        )  # fmt: skip
        return self.page.line(
            at, "Times held", "fees",
            np.sum(fee_is_due(fees, times, over_a_period**fees), axis=0),
            "Each counts with the chance that the outcome is still held then.", span=scale,
        )  # fmt: skip

    def reward(self, at: Standing, name: str, scale: Any) -> Any:
        """Return the share that the result earns; of people with and without one outcome."""
        if name == "reward":
            return self.share(at, self.page.quantity("measured_rate", at, None, None), None)
        rate = self.page.quantity("rate_by_hours", at, None, None)
        if len(at.clause.measured) > 1:
            return self.share(at, rate, None)
        met, missed = (
            self.share(at, float(x), None, f" {word} it")
            for x, word in ((1, "with"), (0, "without"))
        )
        return self.page.line(
            at, "Share earned", "share", rate * met + (1 - rate) * missed,
            "People with the outcome as measured, and people without it.",
        )  # fmt: skip
