"""The workbook of logged visits: what was read, what was set aside, and what came of the rest."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

import numpy as np
import pandas as pd

from fairprice.kinds import check_order
from fairprice.visits.groups import AT_LEAST, check_at_least
from fairprice.visits.tables import (
    PROBLEMS,
    SET_ASIDE,
    SUMMARY,
    Kind,
    Result,
    about,
    kind_of_column,
    pooled_below,
    result_tables,
)
from fairprice.workbook.model import Column, Content, Sheet, WorkbookModel
from fairprice.workbook.number_formats import QUANTITY
from fairprice.workbook.sheets.front import COVER, contents_sheet
from fairprice.workbook.writer import write_workbook

_FORMATS: dict[Kind, str] = {
    "share": "0.0%", "money": "#,##0.00", "whole": "#,##0", "quantity": QUANTITY,
}  # fmt: skip


def write_visits_workbook(
    result: Result, path: str | os.PathLike[str], *, at_least: int = AT_LEAST
) -> Path:
    """Write what came of logged visits as an Excel workbook of values.

    Parameters
    ----------
    result
        What :func:`price_visits`, :func:`cost_visits` or :func:`compare_billing` returned.
    path
        Where to write; an earlier file is replaced as a whole or left as it was.
    at_least
        Groups of fewer people are pooled; nobody is named in any table.

    Returns
    -------
    pathlib.Path
        The file written.

    Raises
    ------
    FileWriteError
        If the file cannot be written.
    InputError
        If something else is given, or the path first.
    """
    check_order("write_visits_workbook(result, path)", result, path, *SUMMARY)
    return write_workbook(visits_workbook_model(result, check_at_least(at_least)), path)


def visits_workbook_model(result: Result, at_least: int) -> WorkbookModel:
    """Lay out the workbook as plain data."""
    body = [_problems_sheet(result), _set_aside_sheet(result)]
    body += [
        _table_sheet(title, table, at_least)
        for title, table in result_tables(result, at_least).items()
    ]
    cover = _cover(result, at_least)
    return WorkbookModel(
        title=cover.title,
        sheets=[
            cover, contents_sheet([(sheet.name, sheet.description[0]) for sheet in body]), *body
        ],
        names={},
        charts=(),
        dated=_last_day(result),
    )  # fmt: skip


def _last_day(result: Result) -> datetime.date:
    """The day of the last visit, so that the same log gives the same bytes."""
    [(last,)] = result.log.query(
        "SELECT CAST(max(start) AS DATE) FROM checked WHERE reason IS NULL"
    )
    return last or datetime.date(2000, 1, 1)


def _cover(result: Result, at_least: int) -> Sheet:
    log = result.log
    sheet = Sheet(
        COVER,
        "Logged visits",
        (
            f"{SUMMARY[type(result)]} All figures are values.",
            "Every row that was read is in the results, or set aside for a stated reason.",
        ),
        [Column("Item", 36), Column("Value", 100)],
        numbers_right=False,
    )
    aside = int(result.set_aside.sum())
    sheet.add("Rows read", log.rows_in, number_format="#,##0")
    sheet.add("Rows in the results", log.rows_in - aside, number_format="#,##0")
    sheet.add("Rows set aside", aside, number_format="#,##0")
    for number, line in enumerate(result.describe().splitlines(), start=1):
        sheet.add(f"In words {number}", line)
    sheet.add("Small groups", pooled_below(at_least))
    sheet.add(
        "Disclaimer",
        "No named person has assured these figures; whoever relies on them must check them.",
    )
    return sheet


def _problems_sheet(result: Result) -> Sheet:
    sheet = Sheet(
        "Problems",
        "Problems of the log",
        (
            PROBLEMS,
            "Rows set aside are in no result; rows that are kept and flagged are in all.",
        ),
        [Column("Problem", 26), Column("What", 70), Column("Treatment", 14), Column("Rows"),
         Column("Share of rows"), Column("Examples", 60)],
        column_formats={"Rows": "#,##0", "Share of rows": "0.00%"},
    )  # fmt: skip
    for code, row in result.log.problems.iterrows():
        sheet.add(
            str(code), row["what"], row["treatment"], int(row["rows"]), float(row["share"]),
            row["examples"] or "none",
        )  # fmt: skip
    if not sheet.rows:
        sheet.add("none", "No row has a problem.", "none", 0, 0.0, "none")
    return sheet


def _set_aside_sheet(result: Result) -> Sheet:
    sheet = Sheet(
        "Set aside",
        "Rows set aside",
        (
            SET_ASIDE,
            "The reasons of a contract stand behind those of the log.",
        ),
        [Column("Reason", 50), Column("Rows")],
        column_formats={"Rows": "#,##0"},
    )
    for reason, count in result.set_aside.items():
        sheet.add(str(reason), int(count))
    sheet.add("all", int(result.set_aside.sum()))
    return sheet


def _table_sheet(title: str, table: pd.DataFrame, at_least: int) -> Sheet:
    headings = [name.replace("_", " ").capitalize() for name in map(str, table.columns)]
    first = str(table.index.name or "group").replace("_", " ").capitalize()
    sheet = Sheet(
        title,
        title,
        (
            about(title),
            pooled_below(at_least),
        ),
        [Column(first, 34), *(Column(heading, 18) for heading in headings)],
        column_formats={
            heading: _FORMATS[kind_of_column(str(name), table[name])]
            for heading, name in zip(headings, table.columns, strict=True)
        },
    )
    for label, values in zip(table.index, table.to_numpy(dtype=object), strict=True):
        sheet.add(str(label), *map(_content, values))
    return sheet


def _content(value: object) -> Content:
    if isinstance(value, str):
        return value
    number = float(value)  # type: ignore[arg-type]
    return number if np.isfinite(number) else "none"
