"""Time and memory of a call, for the benchmarks."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable

import numpy as np


def seconds(work: Callable[[], object], repeats: int = 5) -> float:
    """Return the median time of several runs."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return float(np.median(times))


def megabytes(work: Callable[[], object]) -> float:
    """Return the most memory a call holds at once."""
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 2**20
