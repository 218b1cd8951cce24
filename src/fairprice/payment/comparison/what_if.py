"""Where two contracts pay the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from fairprice.payment.comparison.run import Experiment

_PROBABILITIES = np.linspace(0, 1, 21)
_DRAWS = 500


def equal_pay_probability(experiment: Experiment, first: str, second: str, place: int) -> float:
    """Find the probability of an outcome at which two contracts pay the same on average.

    The two are run on the same chances over a grid of probabilities; between the two grid
    points where the order changes, the difference is taken as linear.
    """
    gaps = []
    for probability in _PROBABILITIES:
        outcomes = [dict(outcome) for outcome in experiment.cohort.outcomes]
        outcomes[place]["probability"] = float(probability)
        changed = replace(
            experiment,
            cohort=experiment.cohort.with_values(outcomes=outcomes),
            contracts={name: experiment.contracts[name] for name in (first, second)},
        )
        runs = changed.run(min(_DRAWS, experiment.draws), changed.seeds())
        gaps.append(runs[first].revenue.mean() - runs[second].revenue.mean())
    gap = np.array(gaps)
    crossings = np.flatnonzero(np.sign(gap[1:]) != np.sign(gap[:-1]))
    if not len(crossings):
        return float("nan")
    low = crossings[0]
    part = gap[low] / (gap[low] - gap[low + 1])
    return float(_PROBABILITIES[low] + part * (_PROBABILITIES[low + 1] - _PROBABILITIES[low]))
