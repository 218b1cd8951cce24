"""One calculation over arrays of its inputs, a block at a time."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fairprice.calculation import AVERAGE, Plan, Step, run

#: Scenarios computed at a time: few enough for the processor's cache to hold their rows.
BLOCK = 16_384


def run_in_blocks(
    plan: Plan,
    inputs: Mapping[str, Any],
    columns: Mapping[str, NDArray[Any]],
    rows: Sequence[str],
    *,
    activity: tuple[float, float] | None = None,
    refuse: Callable[[NDArray[Any], int], None] | None = None,
) -> NDArray[np.float64]:
    """Run a calculation over arrays of some of its inputs.

    Parameters
    ----------
    plan
        The calculation.
    inputs
        A value of every input: a float, or for a table an array with one entry a band.
    columns
        Arrays of length n, or of shape (n, bands) for a table, by input name; at least one.
    rows
        Rows to return; one that the calculation does not have is zero.
    activity
        Visits and contact hours to price; by default the average contact hour.
    refuse
        Called with the least of price and gross pay of each scenario of a block (a price
        that is not finite as it is), and the number of its first; it raises where there is
        no price.

    Returns
    -------
    numpy.ndarray
        Shape (rows, n), GBP for the activity.
    """
    size = len(next(iter(columns.values())))
    varied, fixed = _split(plan.steps, set(columns))
    values = dict(inputs) | {"contact_hours": 1.0}
    with np.errstate(all="ignore"):  # what cannot be priced is refused by number, below
        run(fixed, values, plan.averages)
    result = np.zeros((len(rows), size))
    tables = [name for name, value in values.items() if np.ndim(value)]
    common = values | {name: values[name][:, np.newaxis] for name in tables}
    kept = {name: number for number, name in enumerate(rows) if name in plan}

    def run_block(start: int) -> None:
        block = slice(start, min(start + BLOCK, size))
        local = common | {name: column[block].T for name, column in columns.items()}
        with np.errstate(all="ignore"):
            run(varied, local, plan.averages)
        if activity is not None:
            local["visits"], local["contact_hours"] = activity
            with np.errstate(all="ignore"):
                run(plan.of_kind("line"), local, {})
        if refuse is not None:
            price: NDArray[Any] = local["price"]
            least = np.minimum(price, local.get("gross_pay", 0.0))
            # a price without end does not hide behind sound pay
            refuse(np.where(np.isfinite(price), least, price), start)
        for name, number in kept.items():
            result[number, block] = local[name]

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(run_block, range(0, size, BLOCK)))
    return result


def _split(steps: Sequence[Step], varying: set[str]) -> tuple[list[Step], list[Step]]:
    """Part the steps that depend on a varying input from those that do not."""
    varied: list[Step] = []
    fixed: list[Step] = []
    touched = set(varying)
    for step in steps:
        uses = {parameter.removeprefix(AVERAGE) for parameter in step.parameters}
        uses |= {"visits_per_contact_hour"} if "visits" in uses else set()
        if uses & touched:
            touched.add(step.name)
            varied.append(step)
        else:
            fixed.append(step)
    return varied, fixed
