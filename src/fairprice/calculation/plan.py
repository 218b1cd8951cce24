"""The calculation of one set of choices: its steps in order, and the inputs they need.

Every step names what it uses in its signature. What no step produces is an input: so the
functions themselves decide which inputs are required.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from fairprice.calculation.choices import ACTIVITY, ANNEX_A, MINIMUM_WAGE_ROWS, Choices
from fairprice.calculation.follows import follow_steps
from fairprice.calculation.order import reading_order
from fairprice.calculation.step import AVERAGE, Kind, Step


@dataclass(frozen=True)
class Plan:
    """The steps of one calculation, in order.

    Parameters
    ----------
    steps
        What is computed, each step after all it uses.
    inputs
        What must be given, in order of first use: a party's inputs and statutory values.
    """

    steps: tuple[Step, ...]
    inputs: tuple[str, ...]

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def __getitem__(self, name: str) -> Step:
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, Step]:
        return {step.name: step for step in self.steps}

    def of_kind(self, *kinds: Kind) -> tuple[Step, ...]:
        """Return the steps of the given kinds, in order."""
        return tuple(step for step in self.steps if step.kind in kinds)

    @property
    def averages(self) -> dict[str, str]:
        """Names that the average contact hour gives, by the step that gives them."""
        used = {p for step in self.steps for p in step.parameters if p.startswith(AVERAGE)}
        return {
            "visits_per_contact_hour": "visits",
            **{name.removeprefix(AVERAGE): name for name in sorted(used)},
        }


def _in_dependency_order(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Keep reading order, but move a step behind what it uses."""
    waiting = list(steps)
    pending = {step.name for step in waiting}
    ordered: list[Step] = []
    while waiting:
        ready = next((s for s in waiting if not pending & _uses(s)), None)
        if ready is None:
            raise RuntimeError(f"The calculation goes round in a circle: {sorted(pending)}.")
        waiting.remove(ready)
        pending.remove(ready.name)
        ordered.append(ready)
    return tuple(ordered)


def _uses(step: Step) -> set[str]:
    return {parameter.removeprefix(AVERAGE) for parameter in step.parameters}


@lru_cache(maxsize=256)
def _plan(
    stated: tuple[tuple[str, str], ...],
    return_base: str,
    policy: str,
    given: frozenset[str],
    follows: tuple[tuple[str, str], ...],
) -> Plan:
    choices = Choices(dict(stated), return_base, policy, given, dict(follows))
    steps = _in_dependency_order(reading_order(choices))
    by_name = {step.name: step for step in steps}
    needed: set[str] = set()
    beside = ("visits_per_contact_hour", "annual_contact_hours", "total_cost")
    parted = (step.name for step in follow_steps(choices))
    to_visit = [*ANNEX_A, *MINIMUM_WAGE_ROWS, *beside, *parted]
    while to_visit:
        name = to_visit.pop()
        if name in by_name and name not in needed:
            needed.add(name)
            to_visit.extend(_uses(by_name[name]))
    kept = tuple(step for step in steps if step.name in needed)
    produced = {step.name for step in kept} | set(ACTIVITY)
    used = [p.removeprefix(AVERAGE) for step in kept for p in step.parameters]
    used += [name for name in beside if name not in by_name]  # stated, and shown as it is
    return Plan(kept, tuple(dict.fromkeys(name for name in used if name not in produced)))


def make_plan(choices: Choices) -> Plan:
    """Assemble the calculation for one set of choices.

    Parameters
    ----------
    choices
        What is stated rather than computed.

    Returns
    -------
    Plan
        Its steps in order, and the inputs they need.
    """
    return _plan(
        tuple(sorted(choices.stated.items())),
        choices.return_base,
        choices.sick_pay_policy,
        choices.given,
        tuple(choices.follows.items()),
    )


def run(steps: Iterable[Step], values: dict[str, Any], aliases: Mapping[str, str]) -> None:
    """Compute steps in order, in place.

    Parameters
    ----------
    steps
        The steps to compute.
    values
        Every value they use; each step's result is added under its name. Numbers, arrays
        or recorded cells. Worker bands and other tables run along the first axis.
    aliases
        Further names under which a result is kept.
    """
    for step in steps:
        result = step.function(*[values[parameter] for parameter in step.parameters])
        values[step.name] = result
        if step.name in aliases:
            values[aliases[step.name]] = result
