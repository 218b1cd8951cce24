"""One calculation over arrays of its inputs, a block at a time."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fairprice.calculation import AVERAGE, Plan, Step, run

#: Scenarios computed at a time: enough that threads seldom wait for the interpreter, few
#: enough for the processor's cache to hold the rows in use.
BLOCK = 65_536
#: Fewer are not worth a thread of their own.
_LEAST = 8_192

Block = Mapping[str, NDArray[Any]]


def run_in_blocks(
    plan: Plan,
    inputs: Mapping[str, Any],
    columns: Mapping[str, NDArray[Any]],
    rows: Sequence[str],
    *,
    activity: tuple[float, float] | None = None,
    accept: Callable[[Block], bool] | None = None,
    refuse: Callable[[NDArray[Any], int], None] | None = None,
    engine: str = "numpy",
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
        Rows to return; one that the calculation does not have is zero. What they do not rest
        on is not computed.
    activity
        Visits and contact hours to price; by default the average contact hour.
    accept
        Called with the columns of a block; where it says no, the block is not computed.
    refuse
        Called with the least of price and gross pay of each scenario of a block (a price
        that is not finite as it is), and the number of its first.
    engine
        ``"numpy"``, or ``"numba"`` for a compiled loop; that one takes no activity.

    Returns
    -------
    numpy.ndarray
        Shape (rows, n), GBP for the activity.
    """
    size = len(next(iter(columns.values())))
    wanted = frozenset((*rows, *(("price", "gross_pay") if refuse is not None else ())))
    order = _order(plan, frozenset(columns), wanted, activity is not None)
    averages = plan.averages
    values = dict(inputs) | {"contact_hours": 1.0}
    with np.errstate(all="ignore"):  # what cannot be priced is refused by number
        run(order.fixed, values, averages)
    result = np.zeros((len(rows), size))
    tables = [name for name, value in values.items() if np.ndim(value)]
    common = values | {name: values[name][:, np.newaxis] for name in tables}
    kept = {name: number for number, name in enumerate(rows) if name in plan}

    def judged(price: NDArray[Any], gross_pay: Any, block: slice) -> None:
        if refuse is not None:
            # a price without end does not hide behind sound pay
            least = np.minimum(price, gross_pay)
            refuse(np.where(np.isfinite(price), least, price), block.start)

    if engine == "numba":
        _run_compiled(plan, order, values, columns, kept, result, accept, judged)
        return result

    def run_block(block: slice) -> None:
        given = {name: column[block] for name, column in columns.items()}
        if accept is not None and not accept(given):
            return
        # a row of the table for each band, one after another, as the calculation reads it
        local = common | {name: np.ascontiguousarray(part.T) for name, part in given.items()}
        with np.errstate(all="ignore"):
            _run_and_forget(order.varied, local, averages)
            if activity is not None:
                local["visits"], local["contact_hours"] = activity
                _run_and_forget(order.again, local, {})
        if refuse is not None:
            judged(local["price"], local.get("gross_pay", 0.0), block)
        for name, number in kept.items():
            result[number, block] = local[name]

    _on_threads(run_block, size)
    return result


def _run_compiled(
    plan: Plan,
    order: _Order,
    values: Mapping[str, Any],
    columns: Mapping[str, NDArray[Any]],
    kept: Mapping[str, int],
    result: NDArray[np.float64],
    accept: Callable[[Block], bool] | None,
    judged: Callable[[NDArray[Any], Any, slice], None],
) -> None:
    """Run a calculation as one compiled loop over each block."""
    from fairprice.cost.compiled import program

    tables = {name: len(value) for name, value in values.items() if np.ndim(value) == 1}
    for name, column in columns.items():
        tables.pop(name, None)
        tables |= {name: column.shape[1]} if column.ndim == 2 else {}
    beside = ("price", *(("gross_pay",) if "gross_pay" in plan else ()))
    compiled = program(
        tuple(step for step, _ in order.varied), plan, tuple(columns),
        tuple(sorted(tables.items())), tuple(kept), beside,
    )  # fmt: skip
    fixed = compiled.constants(values)
    whole = [np.ascontiguousarray(column) for column in columns.values()]
    rows = list(kept.values())
    # rows that are not asked for twice stand in order, so that the loop writes them in place
    in_place = rows == list(range(len(result)))

    def run_block(block: slice) -> None:
        if accept is not None and not accept({name: c[block] for name, c in columns.items()}):
            return
        parts = [column[block] for column in whole]
        scratch = np.empty((len(beside), len(parts[0])))
        target = result if in_place else np.empty((len(rows), len(parts[0])))
        compiled.loop(fixed, *parts, block.start if in_place else 0, target, scratch)
        if not in_place:
            result[rows, block] = target
        judged(scratch[0], scratch[1] if len(beside) > 1 else 0.0, block)

    _on_threads(run_block, len(whole[0]))


def _on_threads(run_block: Callable[[slice], None], size: int) -> None:
    blocks = _blocks(size)
    if len(blocks) == 1:
        run_block(blocks[0])
        return
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(run_block, blocks))


def _blocks(size: int) -> list[slice]:
    """Part scenarios into blocks of about one size, as many for each processor."""
    count = -(-size // BLOCK)
    threads = min(os.cpu_count() or 1, -(-size // _LEAST))
    count = threads * -(-count // threads)
    step = -(-size // count)
    return [slice(start, min(start + step, size)) for start in range(0, size, step)]


@dataclass(frozen=True)
class _Order:
    """What is computed once, for each block, and in each block again for an activity.

    With each step of a block stand the values that nothing rests on after it.
    """

    fixed: tuple[Step, ...]
    varied: tuple[tuple[Step, set[str]], ...]
    again: tuple[tuple[Step, set[str]], ...]


@lru_cache(maxsize=64)
def _order(plan: Plan, varying: frozenset[str], wanted: frozenset[str], twice: bool) -> _Order:
    needed = _needed(plan, wanted)
    varied, fixed = _split(needed, varying)
    lines = [step for step in needed if step.kind == "line"] if twice else []
    used_again = {parameter for step in lines for parameter in step.parameters}
    return _Order(
        tuple(fixed),
        tuple(_with_last_uses(varied, plan.averages, wanted | used_again)),
        tuple(_with_last_uses(lines, {}, wanted)),
    )


def _uses(step: Step) -> set[str]:
    """Name the inputs and rows that a step rests on."""
    uses = {parameter.removeprefix(AVERAGE) for parameter in step.parameters}
    return uses | ({"visits_per_contact_hour"} if "visits" in uses else set())


def _needed(plan: Plan, rows: Collection[str]) -> list[Step]:
    """Return the steps that rows rest on, in order."""
    needed = set(rows)
    kept = []
    for step in reversed(plan.steps):
        if step.name in needed:
            needed |= _uses(step)
            kept.append(step)
    return kept[::-1]


def _split(steps: Sequence[Step], varying: Collection[str]) -> tuple[list[Step], list[Step]]:
    """Part the steps that depend on a varying input from those that do not."""
    varied: list[Step] = []
    fixed: list[Step] = []
    touched = set(varying)
    for step in steps:
        if _uses(step) & touched:
            touched.add(step.name)
            varied.append(step)
        else:
            fixed.append(step)
    return varied, fixed


def _with_last_uses(
    steps: Sequence[Step], aliases: Mapping[str, str], wanted: Collection[str]
) -> list[tuple[Step, set[str]]]:
    """Tell after each step which values nothing rests on any more."""
    live = set(wanted)
    listed = []
    for step in reversed(steps):
        at_hand = {step.name, aliases.get(step.name, step.name), *step.parameters}
        listed.append((step, at_hand - live))
        live |= at_hand
    return listed[::-1]


def _run_and_forget(
    steps: Sequence[tuple[Step, set[str]]], values: dict[str, Any], aliases: Mapping[str, str]
) -> None:
    """Run steps, and let go of what is not used again, so that its memory is."""
    for step, done in steps:
        run((step,), values, aliases)
        for name in done:
            values.pop(name, None)
