"""One log with planted faults, read once."""

from __future__ import annotations

from pathlib import Path

import pytest
from visit_cases import Faulty, visit_log

import fairprice as fp


@pytest.fixture(scope="session")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Faulty:
    """The example's log: read, the planted counts, and the rows of the file."""
    table, counts = visit_log.planted(visit_log.clean_visits(range(4), seed=2), seed=2, each=12)
    path: Path = tmp_path_factory.mktemp("log") / "export.csv"
    table.to_csv(path, index=False)
    known = [f"C{number}" for number in range(100)]
    log = fp.read_visits(
        path, visit_log.COLUMNS, date_order="day first", statuses=visit_log.STATUSES, clients=known
    )
    return log, counts, len(table)
