"""The engine: what a contract's clauses come to, on whatever a year is made of.

A clause names, by the parameters of its functions, what it looks at. Here each name is given
its value: a term of the clause, a step above, what was paid before, or a quantity of the year.
What a value is, an array over draws or a cell of a workbook, only the subclasses know.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from inspect import Parameter
from typing import Any

from fairprice.payment.clauses.clause import Clause
from fairprice.payment.clauses.steps import Working, total


@dataclass
class Standing:
    """A clause at its place in a contract.

    Parameters
    ----------
    clause
        The clause.
    number
        0 for the base, from 1 for adjustments.
    before
        What stands before it in the contract.
    known
        Values of its steps found so far.
    within
        The term of another clause that it is, such as its reward.
    """

    clause: Clause
    number: int
    before: tuple[Standing, ...] = ()
    known: dict[Any, Any] = field(default_factory=dict)
    within: str = ""


def standing(clauses: Sequence[Clause]) -> tuple[Standing, ...]:
    """Put the clauses of a contract in their places."""
    placed: tuple[Standing, ...] = ()
    for number, clause in enumerate(clauses):
        placed = (*placed, Standing(clause, number, placed))
    return placed


class Reckoning(ABC):
    """Works out the steps of clauses; see :class:`Draws` and :class:`ExpectedPayments`."""

    def call(self, at: Standing, step: Working, entry: Any, scale: Any) -> Any:
        """Give a step's function what it names, at a scale, and return what it says."""
        return step.function(
            **{
                name: self._argument(name, default, at, step, entry, scale)
                for name, default in step.parameters.items()
            }
        )

    def _argument(
        self, name: str, default: Any, at: Standing, step: Working, entry: Any, scale: Any
    ) -> Any:
        clause = at.clause
        if name == "paid":
            return self.paid(at, scale)
        if name == "result":
            return at.known[name]
        other = clause.step(name)
        if other is not None:
            applies = clause.applies(other)
            if not applies and default is not Parameter.empty:
                return default
            if applies and other.over and other.over == step.over:
                return self.entry(at, other, entry, scale)
            return self.value(at, other, scale) if applies else 0.0
        if name == "times_held":
            return self.times_held(at, scale)
        if name in ("reward", "reward_by_hours"):
            return self.reward(at, name, scale)
        term = clause.entry_of(name, entry)
        if term is not None:
            value = clause.term(*term)
            before_the_first = isinstance(term[1], int) and term[1] < 0
            return value if value is None or before_the_first else self.term(at, *term, value)
        base = at.before[0] if at.before else None
        of_base = base.clause.step(name) if base is not None else None
        if base is not None and of_base is not None:
            return self.value(base, of_base, scale)
        return self.quantity(name, at, entry, scale)

    def value(self, at: Standing, step: Working, scale: Any) -> Any:
        """Return what a step comes to over all its entries."""
        key = (step.name, scale)
        if key not in at.known:
            at.known[key] = self.found(at, step, scale)
        return at.known[key]

    def entry(self, at: Standing, step: Working, entry: Any, scale: Any) -> Any:
        """Return what a step comes to for one of its entries."""
        return self.call(at, step, entry, scale)

    def found(self, at: Standing, step: Working, scale: Any) -> Any:
        """Work out a step over all its entries."""
        return total(self.call(at, step, entry, scale) for entry in at.clause.entries(step))

    def share(self, at: Standing, result: Any, scale: Any, about: str = "") -> Any:
        """Return g(x), the share that a clause's reward makes of a result."""
        rule = at.clause.reward  # type: ignore[attr-defined]
        placed = Standing(rule, at.number, at.before, {"result": result}, f"reward{about}")
        [*_, last] = [step for step in rule.steps if rule.applies(step)]
        return self.value(placed, last, scale)

    @abstractmethod
    def paid(self, at: Standing, scale: Any) -> Any:
        """Return what was paid before a clause."""

    @abstractmethod
    def term(self, at: Standing, name: str, entry: Any, value: Any) -> Any:
        """Return a term of a clause."""

    @abstractmethod
    def quantity(self, name: str, at: Standing, entry: Any, scale: Any) -> Any:
        """Return a quantity of the year."""

    @abstractmethod
    def times_held(self, at: Standing, scale: Any) -> Any:
        """Return how many fees fall due while an outcome is held."""

    @abstractmethod
    def reward(self, at: Standing, name: str, scale: Any) -> Any:
        """Return the share that a clause's reward makes of the result."""
