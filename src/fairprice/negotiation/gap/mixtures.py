"""Prices of mixtures of two positions: some differences as ours, the others as theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fairprice.assumptions.checks import LEFT_OUT, choices_of
from fairprice.calculation import PRICE_LINES, Plan, Step, make_function, make_plan
from fairprice.cost import OpenBook
from fairprice.cost.blocks import run_in_blocks
from fairprice.negotiation.gap.differences import Difference, law_of, statutory_names

_STATED, _IS_STATED = "a_stated_", "is_a_stated_"


class Mixtures:
    """Prices any mixture of two positions, line by line.

    An input that only one side states is taken from it wherever a mixture needs it.

    Parameters
    ----------
    ours, theirs
        The two positions.
    parts
        What differs between them.
    """

    def __init__(self, ours: OpenBook, theirs: OpenBook, parts: Sequence[Difference]) -> None:
        self.parts = tuple(parts)
        changing = {name for part in parts for name in part.names}
        stated = {**theirs.assumptions.inputs(), **ours.assumptions.inputs()}
        self._common = {name: value for name, value in stated.items() if name not in changing}
        self._law: dict[str, float] = {}
        for name in statutory_names(ours, theirs):
            known = [value for book in (ours, theirs) if (value := law_of(book, name)) is not None]
            if known:
                self._law[name] = known[0]

    def lines(self, mixtures: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Price mixtures.

        Parameters
        ----------
        mixtures
            Shape (n, differences): whether each difference is as ours.

        Returns
        -------
        numpy.ndarray
            Shape (n, lines): GBP per contact hour of each of ``PRICE_LINES``. NaN where no price
            covers the mixture.
        """
        deciding = [n for n, part in enumerate(self.parts) if part.changes_the_calculation]
        if not deciding:
            return np.ascontiguousarray(self._of_one_calculation(mixtures, {}))
        result = np.empty((len(mixtures), len(PRICE_LINES)))
        calculations = mixtures[:, deciding] @ (1 << np.arange(len(deciding)))
        for number in np.unique(calculations):
            chosen = np.flatnonzero(calculations == number)
            fixed = {part: bool(number >> place & 1) for place, part in enumerate(deciding)}
            result[chosen] = self._of_one_calculation(mixtures[chosen], fixed)
        return result

    def _of_one_calculation(
        self, mixtures: NDArray[np.bool_], fixed: Mapping[int, bool]
    ) -> NDArray[np.float64]:
        given = dict(self._common)
        for number, ours in fixed.items():
            given |= self.parts[number].ours if ours else self.parts[number].theirs
        varying = {n: part for n, part in enumerate(self.parts) if n not in fixed}
        columns: dict[str, NDArray[Any]] = {}
        stated: dict[str, float] = {}
        for number, part in varying.items():
            as_ours = mixtures[:, number]
            if part.replaces:
                both = {**part.theirs, **part.ours}
                stated[part.replaces] = float(both.pop(part.replaces))
                given |= both
                columns[_IS_STATED + part.replaces] = as_ours == (part.replaces in part.ours)
            else:
                given |= part.theirs
                two = np.array([_numbers(side[part.name]) for side in (part.theirs, part.ours)])
                columns[part.name] = two[as_ours.astype(int)]
        plan = with_stated(make_plan(choices_of(given)), set(stated))
        known = {**LEFT_OUT, **self._law, **given}
        known |= {_STATED + row: value for row, value in stated.items()}
        used = set(plan.inputs)
        columns = {name: column for name, column in columns.items() if name in used}
        inputs = {name: _numbers(known[name]) for name in plan.inputs if name not in columns}
        if not columns:
            columns = {"contact_hours": np.ones(1)}
        lines = run_in_blocks(plan, inputs, columns, (*PRICE_LINES, "gross_pay")).T
        impossible = ~np.isfinite(lines).all(axis=1) | (lines[:, -1] < 0)
        impossible |= lines[:, :-1].sum(axis=1) < 0
        lines[impossible] = np.nan
        return np.broadcast_to(lines[:, :-1], (len(mixtures), len(PRICE_LINES)))


def with_stated(plan: Plan, rows: set[str]) -> Plan:
    """Let a row be stated in some mixtures and worked out in the others."""
    steps = tuple(_either(step) if step.name in rows else step for step in plan.steps)
    further = {p for step in steps for p in step.parameters if p.startswith((_STATED, _IS_STATED))}
    return Plan(steps, tuple(dict.fromkeys((*plan.inputs, *sorted(further)))))


def _either(step: Step) -> Step:
    parameters = (*step.parameters, _STATED + step.name, _IS_STATED + step.name)

    def choose(*values: Any) -> Any:
        return np.where(values[-1], values[-2], step.function(*values[:-2]))

    doc = f"""{step.label} ({step.unit}).

    {step.meaning} Stated in some mixtures, worked out in the others.

    Notes
    -----
    ``if({parameters[-1]}, {parameters[-2]}, {step.formula})``

    References
    ----------
    {step.source}
    """
    return Step(make_function(step.name, parameters, choose, doc), step.kind)


def _numbers(value: Any) -> Any:
    return np.array(value, float) if isinstance(value, tuple) else float(value)
