"""The sections of a page on logged visits: the answer, who it falls on, what was set aside."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from fairprice.charts import stacked
from fairprice.money import pence
from fairprice.report.parts import Picture, Section, Table
from fairprice.visits.groups import FEW
from fairprice.visits.tables import (
    PROBLEMS,
    SET_ASIDE,
    Result,
    about,
    figure_in_words,
    kind_of_column,
    pooled_below,
    result_tables,
)

#: Columns of results by length that a chart can show as bars.
_BY_THE_HOUR = {
    "price_per_actual_hour": "GBP paid per hour of care delivered",
    "cost_per_contact_hour": "GBP that a contact hour costs",
}


def of_visits(result: Result, at_least: int) -> Iterator[Section]:
    """Tell what came of a log, the answer first, and every row that is in no result."""
    tables = result_tables(result, at_least)
    yield Section(
        "answer",
        "The answer",
        [*result.describe().splitlines(), pooled_below(at_least)],
        tables=[_table("Total", tables.pop("Total"))],
    )
    for title, found in tables.items():
        name = title.lower().replace(" ", "-")
        picture = _by_the_hour(found) if title == "By length" else None
        yield Section(name, title, picture=picture, tables=[_table(title, found)])
    yield _problems(result)
    aside = result.set_aside
    rows = [[str(reason), f"{count:,}"] for reason, count in aside.items()]
    rows.append(["All", f"{int(aside.sum()):,}"])
    yield Section(
        "set-aside", "Rows set aside", tables=[Table(SET_ASIDE, ["Reason", "Rows"], rows)]
    )


def _by_the_hour(found: pd.DataFrame) -> Picture | None:
    """Draw what an hour comes to at each length of a visit."""
    shown = [name for name in _BY_THE_HOUR if name in found]
    if not shown:
        return None
    unit = _BY_THE_HOUR[shown[0]]
    hourly = found[shown[0]].drop(FEW, errors="ignore").dropna()
    if hourly.empty or (hourly < 0).any():
        return None
    figures = "; ".join(f"{length}: {pence(value)}" for length, value in hourly.items())
    return Picture(
        "by-length-chart",
        f"Bars of {unit}, by planned minutes. {figures}.",
        lambda ax: stacked(hourly.to_frame(unit), unit=unit, ax=ax),
    )


def _table(title: str, found: pd.DataFrame) -> Table:
    headings = [str(found.index.name or "group"), *map(str, found.columns)]
    kinds = [kind_of_column(str(name), found[name]) for name in found.columns]
    return Table(
        about(title),
        [heading.replace("_", " ").capitalize() for heading in headings],
        [
            [
                str(label),
                *(figure_in_words(kind, value) for kind, value in zip(kinds, row, strict=True)),
            ]
            for label, row in zip(found.index, found.to_numpy(dtype=object), strict=True)
        ],
    )


def _problems(result: Result) -> Section:
    found = result.log.problems
    rows = [
        [str(code), row["what"], row["treatment"], f"{row['rows']:,}", f"{row['share']:.2%}"]
        for code, row in found.iterrows()
    ]
    headings = ["Problem", "What", "Treatment", "Rows", "Share of rows"]
    return Section(
        "problems",
        "Problems of the log",
        ["Rows set aside are in no result; rows that are kept and flagged are in all."],
        tables=[Table(PROBLEMS, headings, rows, words=True)] if rows else [],
    )
