"""What a contract rewards at the margin, on the same people and the same chances."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from fairprice.draws import mean_with_error, to_its_error
from fairprice.payment.cohort import Year, simulate
from fairprice.payment.comparison.run import Experiment
from fairprice.payment.contract import Contract
from fairprice.types import Floats

#: Size of the small change in need, as a share of it.
_LESS = 0.01
_SHORT_VISIT = 15.0


def incentives_table(experiment: Experiment) -> pd.DataFrame:
    """Tabulate the provider's gain; see :attr:`PaymentComparison.incentives`.

    Columns, GBP: ``one_hour_less_need``, ``one_minute_shaved`` (per visit),
    ``one_15_minute_visit_more``, and ``one_more: outcome`` for each outcome; beside each the
    Monte Carlo standard error, as ``one_minute_shaved_error`` and ``one_more_error: outcome``. NaN
    where the cohort has no 15-minute visits, or where everyone has the outcome in every draw.
    """
    rows: dict[str, dict[str, float]] = {}
    for behaviour, contracts in experiment.behaviours().items():
        study = experiment.study(behaviour, experiment.seeds())
        year = simulate(study, 0, experiment.block_draws)
        changes = _changes(experiment, year)
        for contract in contracts:
            before = _margin(experiment, contract, year)
            row = rows[contract.name] = {}
            for name, (changed, units) in changes.items():
                gain = _margin(experiment, contract, changed) - before
                value, error = _gain_of_one(gain, units)
                row |= {name: to_its_error(value, error), _error_of(name): error}
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("contract")
    wanted = ["one_hour_less_need", "one_minute_shaved", "one_15_minute_visit_more"]
    wanted += [f"one_more: {outcome.name}" for outcome in experiment.cohort.outcomes]
    columns = [column for name in wanted for column in (name, _error_of(name))]
    return table.reindex(index=list(experiment.contracts), columns=columns)


def _error_of(change: str) -> str:
    """Name the column of the error of a change; no outcome has a name that makes it another's."""
    about, colon, outcome = change.partition(":")
    return f"{about}_error{colon}{outcome}"


def _margin(experiment: Experiment, contract: Contract, year: Year) -> Floats:
    cohort = experiment.cohort
    settled = contract.settle(
        year, experiment.setting, cohort.payment_delay_sd, cohort.capital_cost_rate
    )
    return settled.margin


def _changes(experiment: Experiment, year: Year) -> dict[str, tuple[Year, Floats]]:
    """Make each changed year, with the units by which it was changed; shape (D,)."""
    visits = year.weekly_visits().sum(axis=1)
    hours = year.weekly_hours().sum(axis=1)
    changes = {
        "one_hour_less_need": (year.scaled(1 - _LESS), hours * _LESS),
        "one_minute_shaved": (
            replace(year, clipped_minutes=year.clipped_minutes + 1),
            visits,
        ),
    }
    for place in np.flatnonzero(np.isclose(year.minutes, _SHORT_VISIT))[:1]:
        more = np.zeros_like(year.delivered_visits)
        more[:, :, place] = 1.0
        changed = replace(
            year,
            delivered_visits=year.delivered_visits + more,
            planned_visits=year.planned_visits + more,
        )
        changes["one_15_minute_visit_more"] = (changed, np.full(year.draws, float(year.weeks)))
    for place, outcome in enumerate(experiment.cohort.outcomes):
        changes[f"one_more: {outcome.name}"] = _one_more(year, place)
    return changes


def _gain_of_one(gain: Floats, units: Floats) -> tuple[float, float]:
    """Average the gain a unit, with its error, over the draws in which something was changed."""
    each = gain[units > 0] / units[units > 0]
    if len(each) > 1:
        return mean_with_error(each)
    return (float(each[0]) if len(each) else float("nan")), float("nan")


def _one_more(year: Year, place: int) -> tuple[Year, Floats]:
    """Let the first person of each draw without the outcome reach it, in truth and as measured."""
    measured, reached = year.measured.copy(), year.reached.copy()
    without = ~measured[:, :, place] & year.served
    first = without.argmax(axis=1)
    draws = np.arange(year.draws)
    added = without[draws, first]
    measured[draws, first, place] |= added
    reached[draws, first, place] |= added
    return replace(year, measured=measured, reached=reached), added.astype(float)
