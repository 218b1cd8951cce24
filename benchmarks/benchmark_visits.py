"""Time and memory of logged visits, beside other engines and the mere copy of the bytes.

``python benchmarks/benchmark_visits.py --visits 5000000`` writes a log of about so many visits
by the generator of the examples, and measures each step in a process of its own. The rule that
is written again for DuckDB, Polars and a loop is a plain one (lower of planned and actual,
rounded to 5 minutes, limits, a rate, zones); every total must agree to the penny. What is said
of 250 million visits is the time in proportion, and says so.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import fairprice as fp
from fairprice.visits import extra
from fairprice.visits.log import BATCH

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
    log, total = opened(folder), 0
    for batch in log.batches(log.billed_columns):
        total += int(batch.copy().memory_usage(deep=False).sum())
    return float(total)


def _measured(work: Callable[[Path], float], folder: Path, answers: Any) -> None:
    start = time.perf_counter()
    result = work(folder)
    seconds = time.perf_counter() - start
    answers.put((seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, result))


def measured(work: Callable[[Path], float], folder: Path) -> tuple[float, float, float]:
    """Seconds, megabytes at the peak, and what came of it, in a process of its own."""
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    process = context.Process(target=_measured, args=(work, folder, answers))
    process.start()
    found: tuple[float, float, float] = answers.get()
    process.join()
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
        if not (folder / "log").exists():
            seconds, peak, rows = measured(read, folder)
            print(
                f"read and checked: {rows:,.0f} rows, {seconds:.1f} s, {peak:,.0f} MB", flush=True
            )
        rows = opened(folder).rows
        table: dict[str, list[float]] = {}
        for name, work in steps.items():
            table[name] = list(measured(work, folder))
            print(name, [f"{figure:,.2f}" for figure in table[name]], flush=True)
        loop = measured(by_loop, folder)[2] * rows
        table[f"plain rule, loop (in proportion to {LOOPED:,} rows)"] = [loop, np.nan, np.nan]
    frame = pd.DataFrame.from_dict(table, orient="index", columns=["seconds", "peak MB", "result"])
    plain = [name for name in steps if name.startswith("plain")]
    totals = frame.loc[plain, "result"]
    assert totals.max() - totals.min() < 0.01, f"the engines differ: {totals.to_dict()}"
    frame["to the copy"] = frame["seconds"] / table["copy of the columns"][0]
    frame["million a second"] = rows / frame["seconds"] / 1e6
    frame["250 million (in proportion, s)"] = frame["seconds"] * NATIONAL / rows
    print(f"\n{rows:,} visits")
    print(frame.drop(columns="result").round(2).to_string())


if __name__ == "__main__":
    main()
