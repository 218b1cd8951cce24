"""A checked log of visits, and what is asked of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from fairprice.errors import InputError
from fairprice.payment.billing import STATUSES
from fairprice.visits.clock import macros
from fairprice.visits.columns import COLUMNS, GROUPS, OWN, kind_of
from fairprice.visits.extra import MEMORY, SORTING, connect, package, text
from fairprice.visits.extra import name as quoted
from fairprice.visits.faults import DUPLICATE, FLAGGED, SET_ASIDE, UNREADABLE_LINE
from fairprice.visits.texts import TEXTS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

#: Rows of a batch: few enough for the processor's cache, enough that Python does not matter, and
#: whole vectors of DuckDB, so that a group of rows in the file is one batch.
BATCH = 49 * 2_048
#: Visits that are sorted at once.
PASS = 100_000_000
#: A label of more values is not numbered where visits are sorted: each batch brings all of them.
_FEW = 10_000
#: Columns that contracts ask for, beside those of statuses and of what they total by.
_BILLED = (
    "planned_minutes", "actual_minutes", "start", "status", "carers", "zone", "miles", "postcode",
)  # fmt: skip
#: Columns that every checked log has beside those of its files.
_ALWAYS = ("row", "planned_minutes", "actual_minutes", "hour")


@dataclass(frozen=True, eq=False)
class VisitLog:
    """A checked log: every row kept for pricing, or set aside for a stated reason.

    Made by :func:`read_visits`. Equal starts are told apart by the place in the log: files in
    the order given, records in the order of the file.
    """

    folder: Path
    files: list[str]
    mapped: tuple[str, ...]
    rejected: list[tuple[int, int]]

    @property
    def path(self) -> Path:
        """The Parquet file of the checked rows, those set aside among them."""
        return self.folder / "checked.parquet"

    @cached_property
    def _rows(self) -> dict[str, int]:
        """Rows by reason; what was kept stands under the empty one."""
        return dict(self.query("SELECT coalesce(reason, ''), count(*) FROM checked GROUP BY 1"))

    @cached_property
    def _found(self) -> dict[str, tuple[int, list[int]]]:
        """Rows and first examples of each problem, by code."""
        aside = self.query(
            'SELECT reason, min("row", 3) FROM checked WHERE reason IS NOT NULL GROUP BY 1'
        )
        found = {code: (self._rows[code], examples) for code, examples in aside}
        flagged = self.query(
            'SELECT flags, count(*), min("row", 3) FROM checked WHERE flags <> 0 GROUP BY 1'
        )
        for bit, fault in enumerate(FLAGGED):
            having = [(count, rows) for flags, count, rows in flagged if flags & 2**bit]
            examples = sorted(row for _, rows in having for row in rows)[:3]
            found[fault.code] = (sum(count for count, _ in having), examples)
        return found

    @property
    def rows(self) -> int:
        """Rows that are kept for pricing."""
        return self._rows.get("", 0)

    @cached_property
    def set_aside(self) -> pd.Series[int]:
        """Rows set aside, by reason; each row has one, the first that holds."""
        counts = {UNREADABLE_LINE.code: len(self.rejected)}
        counts |= {fault.code: self._rows.get(fault.code, 0) for fault in _REASONS}
        found = {code: count for code, count in counts.items() if count}
        return pd.Series(found, name="rows", dtype="int64").rename_axis("reason")

    @property
    def rows_in(self) -> int:
        """Rows that were read: those kept and those set aside."""
        return self.rows + int(self.set_aside.sum())

    @cached_property
    def problems(self) -> pd.DataFrame:
        """What is wrong with the log, one row a problem that occurs, by its code.

        Columns: ``what``; ``treatment`` (set aside, or kept and flagged); ``rows``; ``share``
        of the rows read; ``examples``, the file and the record in it, and which of its columns
        cannot be read; they name nobody.
        """
        lines = [f"{Path(self.files[file]).name} line {line}" for file, line in self.rejected[:3]]
        found = [(UNREADABLE_LINE, len(self.rejected), "; ".join(lines))]
        found += [
            (fault, *self._told(*self._found.get(fault.code, (0, []))))
            for fault in (*_REASONS, *FLAGGED)
        ]
        rows = {
            fault.code: {
                "what": fault.what, "treatment": fault.treatment, "rows": count,
                "share": count / self.rows_in, "examples": examples,
            }
            for fault, count, examples in found
            if count
        }  # fmt: skip
        columns = ["what", "treatment", "rows", "share", "examples"]
        return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("problem")

    def _told(self, count: int, examples: Sequence[int]) -> tuple[int, str]:
        if not count:
            return 0, ""
        rows = ", ".join(map(str, examples))
        places = self.query(
            f"SELECT file, record, unread FROM read_parquet({text(self.path)}) "
            f'WHERE "row" IN ({rows}) ORDER BY "row"'
        )
        return count, "; ".join(
            f"{Path(self.files[file]).name} record {record}" + (f" ({unread})" if unread else "")
            for file, record, unread in places
        )

    def describe(self) -> str:
        """Say what was read, what is kept and what is set aside, problem by problem."""
        aside = self.rows_in - self.rows
        lines = [
            f"{self.rows_in:,} rows read = {self.rows:,} kept + {aside:,} set aside.",
            *(
                f"{row.rows:,} {row.treatment}: {row.what} [{code}] {row.examples}"
                for code, row in self.problems.iterrows()
            ),
        ]
        return "\n".join(lines)

    def __repr__(self) -> str:
        return f"<VisitLog: {self.rows_in:,} rows read, {self.rows:,} kept>"

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns that a contract can ask of the kept visits."""
        known = {*self.mapped, *_ALWAYS}
        known |= {"start"} if "planned_start" in known else set()
        known |= {"minutes_late"} if {"planned_start", "start"} <= known else set()
        return tuple(sorted(known))

    @property
    def billed_columns(self) -> tuple[str, ...]:
        """Columns that clauses of a contract and the groups of results go by."""
        asked = {*_BILLED, *(column for column in STATUSES.values() if column), *self.groups}
        return tuple(name for name in self.columns if name in asked)

    @property
    def groups(self) -> tuple[str, ...]:
        """What results are grouped by."""
        timed = {"hour"} if "start" in self.columns else set()
        return tuple(name for name in GROUPS if name in {*self.mapped, *timed, "length"})

    def new_file(self) -> Path:
        """A file of the log's own folder that is not there yet, for what results rest on."""
        number = sum(1 for _ in self.folder.glob("costed-*.parquet"))
        return self.folder / f"costed-{number}.parquet"

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask a question in SQL of the table ``checked``; ``clock(t)`` gives UK clock time."""
        with connect(self.folder) as connection:
            for macro in macros():
                connection.execute(macro)
            connection.execute(
                f"CREATE VIEW checked AS SELECT * FROM read_parquet({text(self.path)})"
            )
            return connection.sql(sql).fetchall()

    def batches(
        self, columns: Sequence[str] = (), *, together: Sequence[str] = (), size: int = BATCH
    ) -> Iterator[pd.DataFrame]:
        """Stream the kept visits as tables, indexed by their row in the log.

        Parameters
        ----------
        columns
            Which; by default all that a contract can ask for.
        together
            Columns whose every combination stands whole in one table, in the order of the
            log; the tables come in the order of these columns.
        size
            Rows of a table; more where one combination has more.
        """
        yield from _tables(self, columns, together, size, coded=False)


_REASONS = (*SET_ASIDE, DUPLICATE)


_MOMENTS = tuple(name for name, column in COLUMNS.items() if column.kind == "time")


def _as_moment(column: str) -> str:
    if column in _MOMENTS:
        return f"{quoted(column)} AT TIME ZONE 'UTC' AS {quoted(column)}"
    return quoted(column)


def coded(log: VisitLog, columns: Sequence[str], size: int) -> Iterator[Callable[[], pd.DataFrame]]:
    """Stream the kept visits as ``VisitLog.batches`` does, labels as categories.

    Each batch is read by whoever calls it, on a processor of their own; labels are read as the
    numbers that they have in the file.
    """
    with package("pyarrow.parquet").ParquetFile(log.path) as file:
        metadata = file.metadata
    wanted = list(dict.fromkeys(["row", *columns]))
    for group in range(metadata.num_row_groups):
        for first in range(0, metadata.row_group(group).num_rows, size):
            yield partial(_coded, log.path, metadata, wanted, group, first, size)


def whole(
    log: VisitLog, columns: Sequence[str], together: Sequence[str], size: int
) -> Iterator[pd.DataFrame]:
    """Stream tables in which every combination of some columns stands whole.

    As ``VisitLog.batches``, with labels of few values as categories; and a log of many visits is
    sorted in several passes, in each of them some of the combinations, as what a sort holds at
    once grows with what is sorted.
    """
    yield from _tables(log, columns, together, size, coded=True)


def _tables(
    log: VisitLog, columns: Sequence[str], together: Sequence[str], size: int, *, coded: bool
) -> Iterator[pd.DataFrame]:
    for name in together:
        if name not in log.columns:
            why = "In this contract minutes are totalled by it."
            raise InputError([TEXTS("column-not-mapped", "log", name=name, why=why)])
    streamed = _streamed(log, columns, together, size, coded=coded)
    tables = (batch.to_pandas() for batch in streamed)
    for table in _whole(tables, list(together), size) if together else tables:
        yield table.set_index("row")


def _streamed(
    log: VisitLog, columns: Sequence[str], together: Sequence[str], size: int, *, coded: bool
) -> Iterator[Any]:
    """Stream record batches of the kept visits, sorted by the columns ``together``."""
    wanted = dict.fromkeys(["row", *(columns or log.columns), *together])
    order = ", ".join([*map(quoted, together), '"row"'])
    with connect(log.folder, SORTING if together else MEMORY) as connection:
        few = _few(connection, log, set(wanted) - set(together)) if coded else ()
        read = (
            f"{quoted(name)}::{quoted('values of ' + name)} AS {quoted(name)}"
            if name in few
            else _as_moment(name)
            for name in wanted
        )
        kept = f"SELECT {', '.join(read)} FROM read_parquet({text(log.path)}) WHERE reason IS NULL"
        passes = -(-log.rows // PASS) if coded and together else 1
        for number in range(passes):
            sql = kept
            if together:
                keys = ", ".join(map(quoted, together))
                sql += f" AND hash({keys}) % {passes} = {number} ORDER BY {order}"
            for batch in connection.sql(sql).to_arrow_reader(size):
                if batch.num_rows:
                    yield batch


def _few(connection: DuckDBPyConnection, log: VisitLog, names: Collection[str]) -> list[str]:
    """Labels of few values, each with a type of its own that numbers them."""
    labels = [name for name in log.mapped if name in names and kind_of(name) == "label"]
    file = f"read_parquet({text(log.path)})"
    counts = ["count(*)", *(f"approx_count_distinct({quoted(name)})" for name in labels)]
    [found] = connection.sql(f"SELECT {', '.join(counts)} FROM {file}").fetchall()
    few = [name for name, count in zip(labels, found[1:], strict=True) if 0 < count <= _FEW]
    for name in few:
        connection.execute(
            f"CREATE TYPE {quoted('values of ' + name)} AS ENUM (SELECT DISTINCT {quoted(name)} "
            f"FROM {file} WHERE {quoted(name)} IS NOT NULL ORDER BY 1)"
        )
    return few


def _coded(
    path: Path, metadata: Any, names: list[str], group: int, first: int, size: int
) -> pd.DataFrame:
    arrow = package("pyarrow")
    labels = [name for name in names if kind_of(name) == "label" and name not in OWN]
    with package("pyarrow.parquet").ParquetFile(
        path, metadata=metadata, read_dictionary=labels
    ) as file:
        table = file.read_row_group(group, [*names, "reason"], use_threads=False)
    table = table.slice(first, size)
    if table["reason"].null_count < len(table):
        table = table.filter(table["reason"].is_null())
    table = table.select(names)
    for place, name in enumerate(names):
        if name in _MOMENTS:
            table = table.set_column(place, name, table[name].cast(arrow.timestamp("us", tz="UTC")))
    # columns that stand alone are not copied together
    coded: pd.DataFrame = table.to_pandas(split_blocks=True).set_index("row")
    return coded


def _whole(tables: Iterator[pd.DataFrame], keys: list[str], size: int) -> Iterator[pd.DataFrame]:
    """Cut a sorted stream only where the keys change."""
    waiting: list[pd.DataFrame] = []
    for table in tables:
        changes = table[keys].ne(table[keys].shift()).any(axis=1).to_numpy().nonzero()[0]
        last = int(changes[-1])
        if waiting and last == 0 and table[keys].iloc[0].equals(waiting[-1][keys].iloc[-1]):
            waiting.append(table)
            continue
        waiting.append(table.iloc[:last])
        if sum(map(len, waiting)):
            yield pd.concat(waiting)
        waiting = [table.iloc[last:]]
    if waiting:
        yield pd.concat(waiting)
