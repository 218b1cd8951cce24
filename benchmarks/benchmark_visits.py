"""Time and memory of logged visits, beside other engines and the mere copy of the bytes.

``python benchmarks/benchmark_visits.py --visits 5000000`` writes a log of about so many visits
by the generator of the examples, and measures each step in a process of its own: seconds on the
clock, seconds of the processors, memory at the peak and along the way. The rule that is written
again for DuckDB, Polars and a loop is a plain one (lower of planned and actual, rounded to 5
minutes, limits, a rate, zones); every total must agree to the penny.

Polars is no part of the library: ``pip install polars`` adds it here, and without it its line is
left out with a word. A nation's year is ``--visits 250000000 --folder big``: the log takes about
8 GB as files and 6 GB checked, looking through it up to 30 GB more for a while, and a log that
is in the folder is not made again. Of fewer visits the last column says what 250 million would
take in proportion.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import fairprice as fp
from fairprice.visits import extra
from fairprice.visits.log import BATCH, coded
from fairprice.visits.streaming import in_order

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "examples"))
import visit_log

NATIONAL = 250_000_000
#: Rows that a loop over rows is timed on.
LOOPED = 20_000
PLAIN: dict[str, Any] = {
    name: visit_log.BILLING[name]
    for name in ("basis", "rounding", "limits", "tariff", "short_visit", "zones")
}
_ZONES = PLAIN["zones"]["multipliers"]
_COLUMNS = ("planned_minutes", "actual_minutes", "zone")


def opened(folder: Path) -> fp.VisitLog:
    """Take the checked log that an earlier step left."""
    return fp.VisitLog(folder / "log", ["log"], tuple(visit_log.COLUMNS), [])


def read(folder: Path) -> float:
    columns = visit_log.COLUMNS
    log = fp.read_visits(
        folder / "files", columns, statuses=visit_log.STATUSES, into=folder / "log"
    )
    return float(log.rows)


def price_all(folder: Path) -> float:
    log = opened(folder)
    return fp.price_visits(log, fp.Billing.model_validate(visit_log.BILLING)).total


def price_to_file(folder: Path) -> float:
    log, billing = opened(folder), fp.Billing.model_validate(visit_log.BILLING)
    return fp.price_visits(log, billing, folder / "priced.parquet").total


def price_carried(folder: Path) -> float:
    clauses = {**visit_log.BILLING, "limits": None, "short_visit": None}
    clauses["rounding"] = {"kind": "complete units", "unit_minutes": 15, "expiry": "month end"}
    return fp.price_visits(opened(folder), fp.Billing.model_validate(clauses)).total


def cost_all(folder: Path) -> float:
    root = Path(__file__).resolve().parents[1]
    book = fp.OpenBook(fp.load_assumptions(root / "examples" / "provider.toml"))
    return fp.cost_visits(opened(folder), book, longest_gap_minutes=60).total


def _happened(folder: Path) -> str:
    path = opened(folder).path
    return f"read_parquet('{path}') WHERE reason IS NULL AND status IN ('delivered', 'late')"


def by_library(folder: Path) -> float:
    connection = extra.connect(folder)
    billing = fp.Billing.model_validate(PLAIN)
    total = 0.0
    sql = f"SELECT {', '.join(_COLUMNS)} FROM {_happened(folder)}"
    for batch in connection.sql(sql).to_arrow_reader(BATCH):
        total += float(billing.price(batch.to_pandas())["price"].sum())
    return total


def by_sql(folder: Path) -> float:
    connection = extra.connect(folder)
    counted = "least(actual_minutes, planned_minutes + 5)"
    billed = f"greatest(least(floor({counted} / 5 + 0.5) * 5, 240), 15)"
    zones = " ".join(f"WHEN '{name}' THEN {value}" for name, value in _ZONES.items())
    price = (
        f"CASE WHEN {counted} > 0 THEN ({billed} / 60 * 26 + CASE WHEN {billed} <= 15 THEN 1.5 "
        f"ELSE 0 END) * CASE zone {zones} END ELSE 0 END"
    )
    [(total,)] = connection.sql(f"SELECT sum({price}) FROM {_happened(folder)}").fetchall()
    return float(total)


def by_polars(folder: Path) -> float:
    import polars as pl

    counted = pl.min_horizontal(pl.col("actual_minutes"), pl.col("planned_minutes") + 5)
    billed = ((counted / 5 + 0.5).floor() * 5).clip(15, 240)
    price = (billed / 60 * 26 + pl.when(billed <= 15).then(1.5).otherwise(0.0)) * pl.col(
        "zone"
    ).replace_strict(_ZONES, return_dtype=pl.Float64)
    rows = pl.scan_parquet(opened(folder).path).filter(
        pl.col("reason").is_null() & pl.col("status").is_in(["delivered", "late"])
    )
    paid = pl.when(counted > 0).then(price).otherwise(0.0).sum()
    return float(rows.select(paid).collect(engine="streaming").item())


def by_loop(folder: Path) -> float:
    """A loop over the rows of a table, as people write it; of the first rows only."""
    connection = extra.connect(folder)
    names = ", ".join(_COLUMNS)
    table = connection.sql(f"SELECT {names} FROM {_happened(folder)} LIMIT {LOOPED}").df()
    start, total = time.perf_counter(), 0.0
    for _, row in table.iterrows():
        counted = min(row["actual_minutes"], row["planned_minutes"] + 5)
        billed = max(min(np.floor(counted / 5 + 0.5) * 5, 240), 15)
        price = billed / 60 * 26 + (1.5 if billed <= 15 else 0.0)
        total += price * _ZONES[row["zone"]] if counted > 0 else 0.0
    return (time.perf_counter() - start) / len(table)


def copied(folder: Path) -> float:
    """Unpack every column that pricing needs, and copy it once."""
    log = opened(folder)

    def copy(given: Callable[[], pd.DataFrame]) -> int:
        return int(given().copy().memory_usage(deep=False).sum())

    return float(sum(in_order(copy, coded(log, log.billed_columns, BATCH))))


@dataclass(frozen=True)
class Measured:
    """What a step took.

    Parameters
    ----------
    seconds, processor
        On the clock, and of all processors.
    peak
        Megabytes.
    along
        Megabytes at tenths of the time; nothing where the system does not say.
    result
        What came of it.
    """

    seconds: float
    processor: float
    peak: float
    along: list[int]
    result: float


def _measured(work: Callable[[Path], float], folder: Path, answers: Any) -> None:
    held: list[float] = []
    done = threading.Event()
    watch = threading.Thread(target=_watched, args=(held, done))
    watch.start()
    start, used = time.perf_counter(), time.process_time()
    result = work(folder)
    seconds, used = time.perf_counter() - start, time.process_time() - used
    done.set()
    watch.join()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    along = [round(held[int(len(held) * tenth / 10)]) for tenth in range(10)] if held else []
    answers.put(Measured(seconds, used, peak, along, result))


def _watched(held: list[float], done: threading.Event) -> None:
    """Note the memory of this process four times a second, as Linux tells it."""
    told = Path("/proc/self/statm")
    while told.exists() and not done.wait(0.25):
        held.append(int(told.read_text(encoding="ascii").split()[1]) * resource.getpagesize() / 1e6)


def measured(work: Callable[[Path], float], folder: Path) -> Measured:
    """Measure a step in a process of its own."""
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    process = context.Process(target=_measured, args=(work, folder, answers))
    process.start()
    found: Measured = answers.get()
    process.join()
    return found


def told(name: str, found: Measured) -> Measured:
    """Print what a step took, and hand it on."""
    print(
        f"{name}: {found.seconds:,.1f} s, {found.processor:,.1f} s of the processors, at most "
        f"{found.peak:,.0f} MB; MB along the way {found.along}",
        flush=True,
    )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, default=2_000_000)
    parser.add_argument("--folder", type=Path, help="keeps the log there; else it is removed")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as room:
        folder = args.folder or Path(room)
        if not (folder / "files").exists():
            visit_log.write_parquet(folder / "files", args.visits, seed=1)
        steps: dict[str, Callable[[Path], float]] = {
            "copy of the columns": copied, "every clause": price_all,
            "every clause, to Parquet": price_to_file, "carried over by client": price_carried,
            "cost from the open book": cost_all, "plain rule, library": by_library,
            "plain rule, SQL in DuckDB": by_sql, "plain rule, Polars": by_polars,
        }  # fmt: skip
        if find_spec("polars") is None:
            del steps["plain rule, Polars"]
            print("Polars is not installed, and its line is left out: pip install polars adds it.")
        if not (folder / "log").exists():
            told("read and checked", measured(read, folder))
        rows = opened(folder).rows
        table = {name: told(name, measured(work, folder)) for name, work in steps.items()}
        loop = measured(by_loop, folder).result * rows
    frame = pd.DataFrame.from_dict(
        {name: [each.seconds, each.processor, each.peak] for name, each in table.items()}
        | {f"plain rule, loop (in proportion to {LOOPED:,} rows)": [loop, loop, np.nan]},
        orient="index", columns=["seconds", "processor seconds", "peak MB"],
    )  # fmt: skip
    totals = {name: each.result for name, each in table.items() if name.startswith("plain")}
    assert max(totals.values()) - min(totals.values()) < 0.01, f"the engines differ: {totals}"
    frame["to the copy"] = frame["processor seconds"] / table["copy of the columns"].processor
    frame["million a second"] = rows / frame["seconds"] / 1e6
    frame["250 million (in proportion, s)"] = frame["seconds"] * NATIONAL / rows
    print(f"\n{rows:,} visits; ratios are of processor seconds")
    print(frame.round(2).to_string())


if __name__ == "__main__":
    main()
