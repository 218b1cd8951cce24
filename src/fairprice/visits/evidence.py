"""What a log says of a book's inputs: their observed spread, as evidence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from fairprice.assumptions import Evidence
from fairprice.cost import OpenBook
from fairprice.visits.books import Place, where
from fairprice.visits.faults import HAPPENED
from fairprice.visits.travel import MILES, TRAVEL, WAITING, TravelRule

if TYPE_CHECKING:
    from fairprice.visits.log import VisitLog

_TOGETHER = "travel and waiting"
_COLUMNS = (
    "unit", "book", "mean", "lower_quartile", "median", "upper_quartile", "n", "note",
)  # fmt: skip


def observed_inputs(
    log: VisitLog, book: OpenBook, rule: TravelRule, place: Place = ()
) -> pd.DataFrame:
    """Hold a log, or the visits of one place, against the inputs of a book, one row each."""
    there = where(place)
    seen = f"same_round AND gap_minutes BETWEEN 0 AND {min(rule.longest, 1440)}"
    rows = {}
    length = book.value("average_visit_hours") * 60
    rows["visit_minutes, planned"] = (
        "minutes", length, "planned_minutes", "true", "Commissioned lengths.",
    )  # fmt: skip
    rows["visit_minutes, actual"] = (
        "minutes", length, "actual_minutes", HAPPENED, "Logged lengths of visits that took place.",
    )  # fmt: skip
    # where the book has no waiting, a gap is travel
    rows[_TOGETHER if book.value(WAITING) else TRAVEL] = (
        "minutes a visit", book.value(TRAVEL) + book.value(WAITING), "gap_minutes", seen,
        "Gaps between visits of one round; the first visit of a round has none.",
    )  # fmt: skip
    if "travel_minutes" in log.mapped:
        rows[TRAVEL] = (
            "minutes a visit", book.value(TRAVEL), "least(travel_minutes, gap_minutes)", seen,
            "As logged, no more than the gap.",
        )  # fmt: skip
        rows[WAITING] = (
            "minutes a visit", book.value(WAITING),
            "gap_minutes - least(travel_minutes, gap_minutes)", seen, "What is left of the gap.",
        )  # fmt: skip
    rows[MILES] = (
        "miles a visit", book.value(MILES), "gap_miles", seen,
        "As the crow flies: the road is longer.",
    )  # fmt: skip
    if "carers" in log.mapped:
        rows["double_handed_share"] = (
            "share", book.value("double_handed_share"), "CAST(carers > 1 AS DOUBLE)", HAPPENED,
            "Visits with more than one carer.",
        )  # fmt: skip
    table = {}
    for name, (unit, stated, value, which, note) in rows.items():
        [spread] = log.query(
            f"SELECT avg(v), quantile_cont(v, 0.25), quantile_cont(v, 0.5), "
            f"quantile_cont(v, 0.75), count(v) FROM (SELECT {value} AS v FROM checked "
            f"WHERE reason IS NULL AND {there} AND {which})"
        )
        if spread[-1]:
            table[name] = (unit, float(stated), *spread, note)
    return pd.DataFrame.from_dict(table, orient="index", columns=list(_COLUMNS)).rename_axis(
        "input"
    )


def as_evidence(log: VisitLog, observed: pd.DataFrame) -> dict[str, Evidence]:
    """Turn what was observed of single inputs into evidence, as assumptions and forms hold it.

    The quartiles stand as low and high: half of what was logged lies between.
    """
    files = ", ".join(Path(file).name for file in log.files[:3])
    more = f" and {len(log.files) - 3} more" if len(log.files) > 3 else ""
    return {
        name: Evidence(
            basis=f"Observed in logged visits: mean {row['mean']:.4g} {row['unit']}, median "
            f"{row['median']:.4g}, n = {row['n']:,}. {row['note']}",
            document=f"Visit log: {files}{more}",
            low=row["lower_quartile"],
            high=row["upper_quartile"],
        )
        for name, row in observed.iterrows()
        if name in (TRAVEL, WAITING, MILES)
    }
