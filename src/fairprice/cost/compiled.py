"""The calculation as one compiled loop, from the recorded expressions; needs the extra ``fast``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fairprice import money
from fairprice.calculation import AVERAGE, Plan, Step
from fairprice.errors import MissingExtraError
from fairprice.recording import bands_of, lowered

#: What a compiled loop reads and writes: fixed numbers, columns, the first row, results.
Loop = Callable[..., None]


@dataclass(frozen=True)
class Program:
    """A compiled calculation.

    Parameters
    ----------
    loop
        ``loop(fixed, *columns, start, results, beside)``.
    fixed
        Names whose values are the same in every scenario, in the order they are read.
    """

    loop: Loop
    fixed: tuple[str, ...]

    def constants(self, values: Mapping[str, Any]) -> NDArray[np.float64]:
        """Lay the fixed values out in the order they are read."""
        return np.concatenate([np.ravel(values[name]) for name in self.fixed] or [np.empty(0)])


@lru_cache(maxsize=32)
def program(
    steps: tuple[Step, ...],
    plan: Plan,
    columns: tuple[str, ...],
    sizes: tuple[tuple[str, int], ...],
    rows: tuple[str, ...],
    beside: tuple[str, ...],
) -> Program:
    """Compile steps for some varying inputs.

    Parameters
    ----------
    steps
        Those that depend on a varying input, in order.
    plan
        The calculation, for the names that stand for the average contact hour.
    columns
        Varying inputs, in the order in which they are given.
    sizes
        Bands of the inputs and fixed values that are tables.
    rows
        Names written to the results, in order.
    beside
        Names written beside them.

    Raises
    ------
    MissingExtraError
        If numba is not installed.
    """
    numba = _numba()
    source, fixed = _source(steps, plan, columns, dict(sizes), rows, beside)
    jit = numba.njit(nogil=True, error_model="numpy", fastmath=False)
    scope = {
        "maximum": np.maximum,
        "minimum": np.minimum,
        "absolute": np.absolute,
        "half_up": jit(money.half_up),
        "up_whole": jit(money.up_whole),
    }
    exec(compile(source, "<lowered calculation>", "exec"), scope)
    return Program(jit(scope["loop"]), fixed)


def _numba() -> Any:
    try:
        return import_module("numba")
    except ImportError as error:
        why = 'engine="numba" compiles the calculation with it.'
        raise MissingExtraError.of("numba", "fast", why, ", or leave engine out") from error


def _source(
    steps: Sequence[Step],
    plan: Plan,
    columns: Sequence[str],
    sizes: dict[str, int],
    rows: Sequence[str],
    beside: Sequence[str],
) -> tuple[str, tuple[str, ...]]:
    """Write the loop, and list the fixed names that it reads."""
    means = {alias: name for name, alias in plan.averages.items()}

    def meant(name: str) -> str:
        return means.get(name, name.removeprefix(AVERAGE))

    def spelled(name: str) -> str:
        return f"v_{meant(name)}"

    body, known = [], set(columns)
    for number, name in enumerate(columns):
        body += [
            f"{spelled(name)}{mark} = c_{number}[{place}]"
            for mark, place in _places(sizes.get(name))
        ]
    read: dict[str, None] = {}
    for step in steps:
        read |= {name: None for p in step.parameters if (name := meant(p)) not in known}
        known.add(step.name)
        size = bands_of(step.expression, _with_aliases(sizes, step, meant))
        if size is not None:
            sizes[step.name] = size
        for band in range(size) if size is not None else [-1]:
            mark = f"_{band}" if size is not None else ""
            text = lowered(step.expression, spelled, _with_aliases(sizes, step, meant), band)
            body.append(f"{spelled(step.name)}{mark} = {text}")
    read |= {name: None for name in (*rows, *beside) if name not in known}
    body += [f"results[{number}, start + i] = {spelled(name)}" for number, name in enumerate(rows)]
    body += [f"beside[{number}, i] = {spelled(name)}" for number, name in enumerate(beside)]
    before, place = [], 0
    for name in read:
        for mark, _ in _places(sizes.get(name)):
            before.append(f"{spelled(name)}{mark} = fixed[{place}]")
            place += 1
    arguments = ", ".join(["fixed", *(f"c_{n}" for n in range(len(columns)))])
    lines = [
        f"def loop({arguments}, start, results, beside):",
        *(f"    {line}" for line in before),
        "    for i in range(len(c_0)):",
        *(f"        {line}" for line in body),
    ]
    return "\n".join(lines), tuple(read)


def _places(size: int | None) -> list[tuple[str, str]]:
    """Behind the name of each band, and its place in a column."""
    return [("", "i")] if size is None else [(f"_{band}", f"i, {band}") for band in range(size)]


def _with_aliases(
    sizes: Mapping[str, int], step: Step, meant: Callable[[str], str]
) -> dict[str, int]:
    """Bands of the names as the step spells them."""
    return {p: sizes[meant(p)] for p in step.parameters if meant(p) in sizes}
