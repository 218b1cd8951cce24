"""What a comparison rests on most: how far a tenth more of each figure moves a margin."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from fairprice.declare.input_field import declared
from fairprice.errors import CohortError
from fairprice.payment.cohort import MODELLED, Cohort, standing_of
from fairprice.payment.comparison.run import Experiment

#: By how much each figure is raised, as a share of itself.
RAISED = 0.1
BOOK, STATED = "open book", "stated for the comparison"
#: A margin is not said to move by less, as a share of the contract's revenue, nor are two
#: movements told apart by less.
_NOTHING = 1e-9


def drivers_table(experiment: Experiment) -> pd.DataFrame:
    """Tabulate drivers; see :attr:`PaymentComparison.drivers`."""
    before = _margins(experiment)
    rows = []
    for name, standing, changed in _raised(experiment):
        moved = _margins(changed) - before
        size = moved.abs().to_numpy()
        largest = int((size >= size.max() * (1 - _NOTHING)).argmax())  # the first of equal ones
        rows.append((name, moved.iloc[largest], moved.index[largest], standing))
    columns = ["driver", "margin_change", "contract", "rests_on"]
    table = pd.DataFrame(rows, columns=columns).set_index("driver")
    order = table["margin_change"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order]


def _margins(experiment: Experiment) -> pd.Series:
    """Margins of all contracts in a year without chance."""
    year, rate = experiment.expected_year(), experiment.cohort.capital_cost_rate
    settled = {
        name: contract.settle(year, experiment.setting, 0.0, rate)
        for name, contract in experiment.contracts.items()
    }
    margins = {
        name: np.where(abs(s.margin[0]) > _NOTHING * abs(s.revenue[0]), s.margin[0], 0.0)
        for name, s in settled.items()
    }
    return pd.Series(margins, dtype=float)


def _raised(experiment: Experiment) -> Iterator[tuple[str, str, Experiment]]:
    """Make each changed comparison."""
    cohort, setting = experiment.cohort, experiment.setting
    dearer = replace(setting, cost_growth=setting.cost_growth * (1 + RAISED))
    yield "Provider's cost", BOOK, replace(experiment, setting=dearer)
    unsourced = cohort.modelled()
    for name, label, times in _fields(cohort):
        if name in cohort.sources:
            standing = standing_of(cohort.sources[name])
        else:
            standing = MODELLED if name in unsourced else STATED
        yield label, standing, replace(experiment, cohort=_changed(cohort, name, times))


#: What of an outcome moves the hours of a year without chance, or what is paid for it.
_OF_AN_OUTCOME = (
    "probability", "later_hours_effect", "expected_week", "weekly_loss_probability",
)  # fmt: skip


def _changed(cohort: Cohort, name: str, times: Callable[[float], Any]) -> Cohort:
    """Raise a field, or lower it where it cannot be raised."""
    try:
        return cohort.with_values(**{name: times(1 + RAISED)})
    except CohortError:
        return cohort.with_values(**{name: times(1 - RAISED)})


def _fields(cohort: Cohort) -> Iterator[tuple[str, str, Callable[[float], Any]]]:
    """List what may be changed: its field, its label, and the field's value times a factor."""
    for name, field in declared(Cohort).items():
        value = getattr(cohort, name)
        if isinstance(value, int | float) and not isinstance(value, bool) and value:
            yield name, field.label, partial(_times, value)
    yield "packages", "Visits a week", partial(_visits, cohort)
    for place, outcome in enumerate(cohort.outcomes):
        for name in _OF_AN_OUTCOME:
            if getattr(outcome, name):
                label = f"{declared(type(outcome))[name].label}: {outcome.name}"
                yield "outcomes", label, partial(_outcomes, cohort, place, name)


def _times(value: float, factor: float) -> float:
    """Change a number; a whole one at least by one."""
    if not isinstance(value, int):
        return value * factor
    least = value + 1 if factor > 1 else value - 1
    return (max if factor > 1 else min)(round(value * factor), least)


def _visits(cohort: Cohort, factor: float) -> list[dict[str, Any]]:
    packages = [package.model_dump() for package in cohort.packages]
    for package in packages:
        package["visits_per_week"] = [each * factor for each in package["visits_per_week"]]
    return packages


def _outcomes(cohort: Cohort, place: int, name: str, factor: float) -> list[dict[str, Any]]:
    outcomes = [outcome.model_dump() for outcome in cohort.outcomes]
    outcomes[place][name] *= factor
    return outcomes
