"""Speed and memory, measured in one run and given as ratios.

Books priced per second for a million scenarios over all lines, against a plain Python
loop, against the second engine recalculating the workbook, and against what memory
bandwidth allows; seconds to write a fee workbook; import time against pandas.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from measure import megabytes, seconds

import fairprice as fp
from fairprice.calculation import ANNEX_A, of_an_hour

SCENARIOS = 1_000_000
PROVIDER = Path(__file__).parents[1] / "examples" / "provider.toml"


def import_seconds(module: str) -> float:
    """Return the time a fresh interpreter takes to import a module, less a bare start."""

    def start(code: str) -> float:
        command = [sys.executable, "-c", code]
        return seconds(lambda: subprocess.run(command, check=True), repeats=7)

    return start(f"import {module}") - start("pass")


def copy_bytes_per_second() -> float:
    """Return what memory moves in a copy, counting bytes read and bytes written."""
    source = np.ones(32_000_000)
    target = np.empty_like(source)
    np.copyto(target, source)
    return 2 * source.nbytes / seconds(lambda: np.copyto(target, source))


def drawn(assumptions: fp.Assumptions, names: list[str], n: int) -> dict[str, np.ndarray[Any, Any]]:
    """Draw scenarios up to 5 % below the stated values."""
    generator = np.random.default_rng(2026)
    stated = assumptions.inputs()
    columns = {}
    for name in names:
        value = np.asarray(stated[name], dtype=float)
        spread = generator.uniform(0.95, 1.0, (n, *value.shape))
        columns[name] = value * spread
    if "worker_share" in columns:
        columns["worker_share"] /= columns["worker_share"].sum(axis=1, keepdims=True)
    return columns


def megabytes_beyond_result(work: Callable[[], object], result_bytes: int) -> float:
    """Return the most memory a call holds beyond the result it returns."""
    return megabytes(work) - result_bytes / 2**20


def time_second_engine(book: fp.OpenBook) -> float:
    """Return the time ``formulas`` takes to recalculate a loaded fee workbook."""
    import formulas

    with tempfile.TemporaryDirectory() as folder:
        path = fp.write_fee_workbook(book, Path(folder) / "fees.xlsx")
        model = formulas.ExcelModel().loads(str(path)).finish()
        return seconds(model.calculate, repeats=3)


def main() -> None:
    """Print every figure."""
    assumptions = fp.load_assumptions(PROVIDER)
    book = fp.OpenBook(assumptions)
    varied = set(assumptions.inputs()) - {"weeks_per_year"}  # its bounds leave no room
    numeric = [name for name in book.plan.inputs if name in varied]
    few = drawn(assumptions, ["contact_pay_rate", "travel_minutes_per_visit"], SCENARIOS)
    every = drawn(assumptions, numeric, SCENARIOS)
    fp.price_scenarios(assumptions, few)

    loop_size = 2_000
    loop = seconds(
        lambda: [
            fp.OpenBook(assumptions.with_inputs(contact_pay_rate=float(rate))).price_per_hour
            for rate in few["contact_pay_rate"][:loop_size]
        ],
        repeats=1,
    )
    loop_rate = loop_size / loop
    engine_rate = 1 / time_second_engine(book)
    bandwidth = copy_bytes_per_second()

    print(f"Scenarios: {SCENARIOS:,}; rows computed: {len(book.plan.steps)}")
    print(f"(a) a plain Python loop over OpenBook: {loop_rate:,.0f} books per second")
    print(f"(b) formulas recalculating the workbook: {engine_rate:,.2f} books per second")
    print(f"(c) memory: {bandwidth / 1e9:.1f} GB per second copied")
    all_rows = [of_an_hour(row) for row in ANNEX_A if row in book.plan]
    default = list(fp.price_scenarios(assumptions, {"contact_pay_rate": [12.71]}).columns)
    for label, columns, rows in (
        ("2 inputs varied, totals returned", few, default),
        ("2 inputs varied, every Annex A row returned", few, all_rows),
        (f"all {len(every)} inputs varied, totals returned", every, default),
    ):
        work = partial(fp.price_scenarios, assumptions, columns, rows=rows)
        taken = seconds(work)
        rate = SCENARIOS / taken
        result = 8 * len(rows) * SCENARIOS
        moved = sum(column.nbytes for column in columns.values()) + result
        print(
            f"{label}: {rate / 1e6:.1f} million books per second; "
            f"{rate / loop_rate:,.0f} times (a); {rate / engine_rate:,.0f} times (b); "
            f"{moved / bandwidth / taken:.0%} of the memory bound (c); "
            f"{megabytes_beyond_result(work, result):.0f} MB "
            f"beyond a result of {result / 2**20:.0f} MB"
        )
        compiled = partial(work, engine="numba")
        first = seconds(compiled, repeats=1)
        again = seconds(compiled)
        print(
            f"    compiled: {SCENARIOS / again / 1e6:.1f} million books per second, "
            f"{taken / again:.1f} times NumPy, after {first:.1f} seconds for the first call; "
            f"same bits: {compiled().equals(work())}"
        )
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "fees.xlsx"
        written = seconds(lambda: fp.write_fee_workbook(book, target))
    print(f"Fee workbook: {written:.3f} seconds to write")
    ours, pandas = import_seconds("fairprice"), import_seconds("pandas")
    print(f"Import: {ours:.2f} seconds, {ours / pandas:.2f} times import pandas ({pandas:.2f})")


if __name__ == "__main__":
    main()
