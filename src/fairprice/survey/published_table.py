"""A published table of costs as it is printed: rows by label, and what can be told of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from fairprice.calculation import PRICE_LINES
from fairprice.declare import values
from fairprice.declare.values import shown
from fairprice.digits import added_up
from fairprice.errors import InputError, Problem
from fairprice.kinds import described
from fairprice.survey.lines import TOTAL, row_of
from fairprice.survey.table_texts import TEXTS

CUTS = ("lower_quartile", "median", "upper_quartile")
_HEADINGS = {
    "line": "line", "label": "line", "cost_line": "line",
    "lower_quartile": "lower_quartile", "lq": "lower_quartile", "q1": "lower_quartile",
    "first_quartile": "lower_quartile", "1st_quartile": "lower_quartile",
    "median": "median", "q2": "median",
    "upper_quartile": "upper_quartile", "uq": "upper_quartile", "q3": "upper_quartile",
    "third_quartile": "upper_quartile", "3rd_quartile": "upper_quartile",
    "n": "n", "count": "n", "responses": "n",
    "unit": "unit", "council": "council",
}  # fmt: skip
_QUALIFIED = re.compile(r"(.+?)\s*[(\[]([^()\[\]]*(?:\([^()]*\)[^()\[\]]*)*)[)\]]\s*")
_LENGTH = r"(\d+(?:\.\d+)?)\s*(?:\(average\)\s*)?min(?:ute)?s?"
_PER_VISIT = re.compile(rf"(?:cost|price) per visit:?\s*{_LENGTH}", re.IGNORECASE)
_PER_HOUR = re.compile(rf"(?:cost|price) per hour at visit length:?\s*{_LENGTH}", re.IGNORECASE)
_AVERAGE = re.compile(r"(?:cost|price) per (?:visit|hour).*\(average\)", re.IGNORECASE)
_VISITS = re.compile(rf"number of visits(?: \(total\))?:?\s*{_LENGTH}", re.IGNORECASE)
_APPOINTMENTS = re.compile(rf"appointments per week:?\s*{_LENGTH}", re.IGNORECASE)
_DURATION = re.compile(r"average (?:appointment|visit) (?:duration|length)", re.IGNORECASE)
_RESPONSES = re.compile(r"number of location.*responses received", re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """One printed row.

    Parameters
    ----------
    label
        As printed.
    row
        The row of Annex A that it is, where it is one.
    qualifier
        What stands in brackets behind that row's label, such as *headline table*.
    figures
        Lower quartile, median and upper quartile; NaN where nothing is printed.
    n
        The number of answers, NaN where none is printed.
    unit
        As printed; empty where none is.
    """

    label: str
    row: str | None
    qualifier: str
    figures: Mapping[str, float]
    n: float
    unit: str


@dataclass(frozen=True)
class PublishedTable:
    """One council's table.

    Parameters
    ----------
    name
        Whose it is; empty where the table does not say.
    rows
        In printed order.
    """

    name: str
    rows: tuple[Row, ...]

    def where(self, label: str) -> str:
        """Say where something stands."""
        return f"{self.name}, {label}" if self.name else label

    @property
    def annex(self) -> dict[str, Row]:
        """The rows of Annex A, each where it is first printed without a qualifier."""
        found: dict[str, Row] = {}
        for row in self.rows:
            if row.row is not None and not row.qualifier:
                found.setdefault(row.row, row)
        return found

    def figure(self, row: str, cut: str = "median") -> float:
        """Return a figure of Annex A, NaN where it is not printed."""
        held = self.annex.get(row)
        return np.nan if held is None else held.figures[cut]

    @property
    def totals(self) -> list[float]:
        """Every median that is printed as a total, whichever version."""
        printed = [row.figures["median"] for row in self.rows if row.row == TOTAL]
        return [figure for figure in printed if not np.isnan(figure)]

    @property
    def full_count(self) -> float:
        """The most answers that any line has, NaN where none are printed."""
        counts = [row.n for name, row in self.annex.items() if name in PRICE_LINES]
        known = [n for n in counts if not np.isnan(n)]
        return max(known, default=np.nan)

    @property
    def responses(self) -> float:
        """How many responses the table says were received."""
        return next(
            (row.figures["median"] for row in self.rows if _RESPONSES.match(row.label)), np.nan
        )

    def by_length(self, pattern: re.Pattern[str]) -> dict[float, float]:
        """Return medians by visit length, of the rows whose whole label fits a pattern."""
        found = {}
        for row in self.rows:
            match = pattern.fullmatch(row.label.strip())
            if match and not np.isnan(row.figures["median"]):
                found[float(match[1])] = row.figures["median"]
        return found

    @property
    def per_visit(self) -> dict[float, float]:
        """Printed prices of a visit by its length."""
        return self.by_length(_PER_VISIT)

    @property
    def per_hour(self) -> dict[float, float]:
        """Printed prices of an hour by visit length."""
        return self.by_length(_PER_HOUR)

    @property
    def average_minutes(self) -> float:
        """The average visit: as printed, or from the printed numbers of visits."""
        for row in self.rows:
            if _DURATION.match(row.label) and not np.isnan(row.figures["median"]):
                return row.figures["median"]
            if _AVERAGE.match(row.label):
                return float(re.findall(r"\d+(?:\.\d+)?", row.label)[0])
        for pattern in (_VISITS, _APPOINTMENTS):
            visits = self.by_length(pattern)
            together: float = added_up(visits.values())
            if len(visits) > 1 and together > 0:
                minutes: float = added_up(length * many for length, many in visits.items())
                return minutes / together
        return np.nan


def read_published(table: Any) -> list[PublishedTable]:
    """Read a published table, or those of several councils one below the other.

    Parameters
    ----------
    table
        One row a line; labels in a column ``line`` or as the index, and ``median`` with,
        where printed, ``lower_quartile``, ``upper_quartile``, ``n`` and ``unit``. A column
        ``council`` parts tables.

    Returns
    -------
    list of PublishedTable
        In order.

    Raises
    ------
    InputError
        If it is no such table, or a cell is not a number.
    """
    if not isinstance(table, pd.DataFrame):
        raise InputError([TEXTS("wrong-kind", "table", found=described(table))])
    known: dict[str, Any] = {}
    for column in table.columns:
        meant = _HEADINGS.get("_".join(re.findall(r"[a-z0-9]+", str(column).casefold())))
        if meant is not None:
            known.setdefault(meant, table[column])
    if "line" not in known and not isinstance(table.index, pd.RangeIndex):
        known["line"] = table.index.to_series(index=table.index)
    lacking = [name for name in ("line", "median") if name not in known]
    if lacking or table.empty:
        raise InputError([TEXTS("not-a-table", "table", lacking=" and ".join(lacking) or "rows")])
    problems: list[Problem] = []
    whose = known.get("council", pd.Series("", index=table.index))
    tables: dict[str, list[Row]] = {}
    for place in range(len(table)):
        cells = {name: column.iloc[place] for name, column in known.items()}
        council = str(whose.iloc[place])
        tables.setdefault(council, []).append(_row(cells, problems))
    if problems:
        raise InputError(problems)
    return [PublishedTable(name, tuple(rows)) for name, rows in tables.items()]


def _row(cells: Mapping[str, Any], problems: list[Problem]) -> Row:
    label = str(cells["line"]).strip()
    row, qualifier = row_of(label), ""
    if row is None and (match := _QUALIFIED.fullmatch(label)):
        row, qualifier = row_of(match[1]), match[2]
    figures = {cut: _number(label, cut, cells.get(cut), problems) for cut in CUTS}
    unit = cells.get("unit")
    return Row(
        label, row, qualifier, figures, _number(label, "n", cells.get("n"), problems),
        unit if isinstance(unit, str) else "",
    )  # fmt: skip


def _number(label: str, column: str, cell: Any, problems: list[Problem]) -> float:
    plain = values.plain(cell)
    if plain is None or plain is pd.NA or plain != plain or plain in ("", "-"):
        return np.nan
    try:
        return values.number(plain)
    except values.Refused as error:
        problems.append(
            TEXTS("not-a-number", f"{label}, {column}", value=shown(cell), is_wrong=error)
        )
        return np.nan


def pairs(rows: Mapping[float, float]) -> Iterator[tuple[float, float]]:
    """Give lengths and figures in order of length."""
    yield from sorted(rows.items())
