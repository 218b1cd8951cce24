"""An amount that a contract pays, derived in words and numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from fairprice.cost.derivation import number
from fairprice.declare.input_field import declared
from fairprice.payment.clauses.draws import Draws
from fairprice.payment.clauses.expected import AMOUNT, ExpectedPayments, Span
from fairprice.payment.clauses.quantities import QUANTITIES, Figures
from fairprice.payment.clauses.reckoning import Standing
from fairprice.payment.clauses.steps import Amount, Working
from fairprice.payment.cohort.year import EPISODE_WEEKS
from fairprice.recording import NAMES, WORDS, Recorded, render
from fairprice.types import Floats

#: Of a line that single people's figures add up to, where totals do not give it.
_ADDED_UP = "Worked out for each person and added up."
#: Two figures are the same when they differ by less, relative and in GBP.
_NEAR, _PENNIES = 1e-9, 1e-6


class Derivation:
    """The page on which a contract's year is derived, for people to read.

    Parameters
    ----------
    figures, draw
        The years, and which of them.
    exact
        The same contract on the same years.
    """

    def __init__(self, figures: Figures, draw: int, exact: Draws) -> None:
        self.figures, self.draw, self.exact = figures, draw, exact
        self.written: list[str] = []
        #: Label and value of each cell, by its name.
        self._cells: dict[str, tuple[str, Any]] = {}

    @property
    def weeks(self) -> int:
        """Weeks of the year."""
        return self.figures.year.weeks

    def _cell(self, label: str, value: Any) -> Recorded:
        name = f"cell {len(self._cells) + 1}"
        self._cells[name] = (label, value)
        return Recorded.named(name, value)

    def _in_figures(self, leaf: str) -> str:
        value = self._cells[leaf][1]
        below_zero = not np.ndim(value) and value < 0
        return f"({number(value)})" if below_zero else number(value)

    def term(self, at: Standing, name: str, entry: Any, value: Any) -> Any:
        """Return a term of a clause."""
        label = declared(type(at.clause))[name].label.lower()
        if entry is not None and not isinstance(getattr(at.clause, name), float):
            label += f" {entry + 1}" if isinstance(entry, int) else f" of {entry}"
        return self._cell(label, value)

    def line(
        self, at: Standing, label: str, unit: str, figure: Any, means: str, *,
        span: Span | None = None, step: Working | None = None,
    ) -> Any:  # fmt: skip
        """Write a line: what it is, how it comes about in words, and in numbers."""
        label = " ".join([label, *at.within.split()[1:]])
        if span is not None:
            label += f", weeks {span[0]} to {span[1]}"
        value = 0.0 + float(figure.value if isinstance(figure, Recorded) else figure)
        indent = "  " if step is None else ""
        if isinstance(step, Amount) and step.by_person and not step.over:
            paid = self._paid_instead(at, step, None, value)
            if paid is not None:
                value, figure, means = paid, paid, f"{means} {_ADDED_UP}"
        self.written.append(f"{indent}{label} = {number(value)} {unit}")
        if isinstance(figure, Recorded):
            for notation, leaf in (
                (WORDS, lambda leaf: self._cells[leaf][0]),
                (NAMES, self._in_figures),
            ):
                text = render(figure.expression, notation.spelling(leaf))
                self.written.append(f"{indent}  = {text}")
        self.written.append(f"{indent}  {means}")
        return self._cell(label[:1].lower() + label[1:], value)

    def falling(self, at: Standing, step: Amount, span: Span, figure: Any) -> Any:
        """Return what of an amount falls in some weeks, where totals give it and where not."""
        value = float(figure.value if isinstance(figure, Recorded) else figure)
        paid = self._paid_instead(at, step, span, value)
        if paid is None:
            return figure
        return self.line(at, step.step.label, AMOUNT, paid, _ADDED_UP, span=span)

    def _paid_instead(
        self, at: Standing, step: Amount, span: Span | None, value: float
    ) -> float | None:
        """Return what was paid, in the year or in a span, where it is not the value of totals."""
        weeks = slice(None) if span is None else slice(span[0] - 1, span[1])
        paid = float(self.exact.amount(at.number, step.name)[self.draw, weeks].sum())
        return None if np.isclose(paid, value, rtol=_NEAR, atol=_PENNIES) else paid

    def quantity(self, name: str, at: Standing, entry: Any, span: Span | None) -> Any:
        """Return a quantity of the year, or of some of its weeks."""
        figures, draw = self.figures, self.draw
        if name == "weeks":
            return self._cell("weeks", float(self.weeks))
        if name == "rate_by_hours":
            hours = figures.year.planned_hours[draw]
            scores = figures.scores_by_hours(at.clause)[draw]
            rate = float((hours * scores).sum() / hours.sum()) if hours.sum() else 0.0
            return self._cell("rate measured, people weighed by planned hours", rate)
        if name == "holding":
            holding = figures.holding(at.clause)
            return self._cell("chance to hold it another week", holding) if holding < 1 else None
        if name == "fees":
            return self._cell("number of the fee", np.arange(1.0, self.weeks + 1))
        known = QUANTITIES[name]
        label = known.label.lower() + (f" {entry}" if isinstance(entry, str) else "")
        if span is not None:
            label += f", weeks {span[0]} to {span[1]}"
        found = np.asarray(known.of(figures, at.clause, entry), dtype=float)
        return self._cell(label, self._of_draw(found, known.along, name, span))

    def _of_draw(self, found: Floats, along: str, name: str, span: Span | None) -> Any:
        weeks = slice(0, self.weeks) if span is None else slice(span[0] - 1, span[1])
        if along == "weeks":
            return float(found[self.draw, weeks].sum())
        if along == "visits":
            of_draw = found[:, min(self.draw, found.shape[1] - 1)]
            return of_draw[:, weeks].sum(axis=1) if of_draw.shape[1] > 1 else of_draw[:, 0]
        if along == "year":
            return float(found[self.draw] if found.ndim else found)
        of_people = found[self.draw]
        if along == "periods of people":
            assert span is not None
            of_people = of_people[:, (span[0] - 1) // EPISODE_WEEKS]
            return float(of_people.sum() if name == "episodes_begun" else of_people.mean())
        mean = name in ("outcome_week", "need_weight")
        return float(of_people.mean() if mean else of_people.sum())


class DerivedPayments(ExpectedPayments):
    """What a contract pays in a year as it was: people differ, and meet terms one by one."""

    page: Derivation

    def falling(self, at: Standing, step: Amount, span: Span, figure: Any) -> Any:
        """Return what of an amount falls in some weeks, which totals do not always give."""
        return self.page.falling(at, step, span, figure)
