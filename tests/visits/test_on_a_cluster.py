"""The same function on a local cluster of two workers gives the same bill, to the last digit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from visit_cases import Faulty, carrying, visit_log

import fairprice as fp
from fairprice.visits.sums import Parts, Tally

pytest.importorskip("distributed", reason="the packages of the extra cluster are not installed")
pytestmark = pytest.mark.slow


def price_frames(frames: Iterator[pd.DataFrame], billing: fp.Billing) -> Iterator[pd.DataFrame]:
    """What Spark's ``mapInPandas`` runs on each partition."""
    for frame in frames:
        yield billing.price(frame.set_index("row")).reset_index()


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("rule", ["by visit", "carried over"])
def test_two_workers_give_the_bill_of_one(rule: str, faulty: Faulty, tmp_path: Path) -> None:
    import dask.dataframe as dd
    from distributed import Client, LocalCluster

    log, _, _ = faulty
    billing = (
        fp.Billing.model_validate(visit_log.BILLING)
        if rule == "by visit"
        else fp.Billing.model_validate(
            {
                **carrying().model_dump(exclude_none=True),
                "exceptions": visit_log.BILLING["exceptions"],
            }
        )
    )
    alone = fp.price_visits(log, billing, tmp_path / "alone.parquet")
    visits = pd.concat(log.batches()).reset_index()
    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None
        ) as cluster,
        Client(cluster) as client,
    ):
        assert len(client.scheduler_info()["workers"]) == 2
        # all visits of a client on one worker, in the order of the log
        parts = dd.from_pandas(visits, npartitions=1).shuffle("client", npartitions=4)

        def priced(part: pd.DataFrame) -> pd.DataFrame:
            return next(price_frames(iter([part.sort_values("row")]), billing))

        meta = priced(visits.head(1)).head(0)
        together: Any = parts.map_partitions(priced, meta=meta).compute()
    expected = pd.read_parquet(tmp_path / "alone.parquet").set_index("row").sort_index()
    found = together.set_index("row").sort_index()
    pd.testing.assert_frame_equal(found, expected, check_exact=True)
    tally = Tally(("price",))
    tally.add(
        {"price": Parts.of(found["price"].to_numpy())}, np.zeros(len(found), np.intp), ["all"]
    )
    assert tally.total("all", "price") == alone.total
