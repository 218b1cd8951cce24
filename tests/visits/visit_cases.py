"""Logs that the tests of the visits room share."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import fairprice as fp

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
sys.path.insert(0, str(EXAMPLES))
pytest.importorskip("duckdb", reason="the extra visits is not installed")
pytest.importorskip("pyarrow", reason="the extra visits is not installed")
import visit_log  # noqa: E402

#: The log of the example with planted faults: read, how many of each, and the rows of its file.
Faulty = tuple[fp.VisitLog, dict[str, int], int]

Data = dict[str, Any]
HOURLY: Data = {"basis": {"kind": "actual"}, "tariff": {"kind": "linear", "hourly_rate": 24.0}}
PLAIN = {
    "client": "client", "planned_minutes": "planned", "start": "in", "end": "out",
}  # fmt: skip


def billing(**clauses: Any) -> fp.Billing:
    """Return a contract by the minute at GBP 24 an hour, with other clauses."""
    return fp.Billing.model_validate({**HOURLY, **clauses})


def carrying(expiry: str = "month end", totals_by: tuple[str, ...] = ("client",)) -> fp.Billing:
    """Return a contract under which odd minutes carry over within a client."""
    return billing(
        rounding={
            "kind": "complete units", "unit_minutes": 15, "expiry": expiry, "totals_by": totals_by,
        }
    )  # fmt: skip


def written(path: Path, table: pd.DataFrame) -> Path:
    """Write a table as CSV or Parquet, by the name of the file."""
    if path.suffix == ".parquet":
        table.to_parquet(path, index=False)
    else:
        table.to_csv(path, index=False)
    return path


def lines(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write a file as it stands."""
    path.write_bytes(text.encode(encoding))
    return path


def codes(refusal: pytest.ExceptionInfo[fp.InputError]) -> list[str]:
    """Return the reason codes of a refusal."""
    return [problem.code for problem in refusal.value.problems]


__all__ = [
    "HOURLY", "PLAIN", "billing", "carrying", "codes", "lines", "visit_log", "written",
]  # fmt: skip
