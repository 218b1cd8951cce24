"""From the columns of a file to typed columns, in SQL: labels, numbers, moments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairprice.errors import Problem
from fairprice.visits.columns import COLUMNS, kind_of
from fairprice.visits.extra import name as quoted
from fairprice.visits.extra import text
from fairprice.visits.sources import RECORD, Source
from fairprice.visits.texts import TEXTS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

#: How dates of figures only are turned into year, month and day, by their stated order.
DATE_ORDERS = {
    "year first": "",
    "day first": r"{year}-\2-\1 ",
    "month first": r"{year}-\1-\2 ",
}
#: Dates and clock times with letters; no order is in doubt.
_WITH_LETTERS = tuple(
    f"{day} {clock}"
    for day, clocks in (
        ("%Y-%m-%d", ("%I:%M %p", "%I:%M:%S %p")),
        ("%d %b %Y", ("%H:%M", "%H:%M:%S", "%I:%M %p")),
        ("%d-%b-%Y", ("%H:%M", "%H:%M:%S", "%I:%M %p")),
    )
    for clock in clocks
)
_ZONED = r"(Z|[+-]\d{2}:?\d{2})$"
_FIGURES = r"^\s*\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}"
_NUMBERS = ("INT", "DOUBLE", "FLOAT", "DECIMAL", "REAL")


@dataclass(frozen=True)
class Reading:
    """How the columns of a log are read.

    Parameters
    ----------
    columns
        Headings of the files by the name of a column; several are joined by a space.
    date_order
        The stated order of dates; empty where none is.
    statuses
        Words of billing contracts by the words of the files.
    """

    columns: Mapping[str, tuple[str, ...]]
    date_order: str
    statuses: Mapping[str, str]

    def problems(self, connection: DuckDBPyConnection, source: Source) -> list[Problem]:
        """List what of the columns a file lacks, or holds as another kind, or leaves open."""
        found = [
            TEXTS("missing-column", source.path, column=heading, name=name,
                  found=", ".join(source.types))
            for name, headings in self.columns.items()
            for heading in headings
            if heading not in source.types
        ]  # fmt: skip
        if found:
            return found
        for name, headings in self.columns.items():
            stored = source.types[headings[0]]
            kind = kind_of(name)
            if len(headings) == 1 and stored != "VARCHAR" and not _fits(kind, stored):
                found.append(
                    TEXTS("not-its-kind", source.path, column=headings[0], found=stored, name=name,
                          kind=kind)
                )  # fmt: skip
            elif kind == "time" and not self.date_order and _is_text(headings, stored):
                found += self._open_dates(connection, source, headings)
        return found

    def _open_dates(
        self, connection: DuckDBPyConnection, source: Source, headings: Sequence[str]
    ) -> list[Problem]:
        """Say that dates could be read in two ways, with what the file shows."""
        part = rf"regexp_extract(t, '{_FIGURES}')"
        first, second = (
            f"TRY_CAST(regexp_extract(t, '^\\s*(\\d+)[/.-](\\d+)', {g}) AS INTEGER)" for g in (1, 2)
        )
        [(count, days, months, example)] = connection.sql(
            f"SELECT count(*), count(*) FILTER ({first} > 12), count(*) FILTER ({second} > 12), "
            f"min({part}) FROM (SELECT {_joined(headings)} AS t FROM {source.sql}) "
            f"WHERE regexp_matches(t, '{_FIGURES}')"
        ).fetchall()
        if not count:
            return []
        return [
            TEXTS("date-order-not-stated", source.path, column=" ".join(headings), count=count,
                  day_first=days, month_first=months, example=example)
        ]  # fmt: skip

    def select(self, source: Source) -> str:
        """SQL of the typed columns of a file: every column of the library, and the user's own."""
        names = (*COLUMNS, *(name for name in self.columns if name not in COLUMNS))
        raw = [f"{quoted(RECORD)} AS record"]
        moments, typed, unread, changed = ["*"], ["record"], [], []
        for name in names:
            headings, kind, out = self.columns.get(name), kind_of(name), quoted(name)
            if headings is None:
                typed.append(f"{_NOTHING[kind]} AS {out}")
                continue
            stored = source.types[headings[0]]
            is_text = _is_text(headings, stored)
            given = _moment(headings) if kind == "time" else _joined(headings)
            written = f"trim(CAST({given} AS VARCHAR))" if is_text else given
            raw.append(f"{written} AS {out}")
            if kind == "label":
                label = f"nullif(trim(CAST({out} AS VARCHAR)), '')"
                typed.append(f"{self._status(label) if name == 'status' else label} AS {out}")
                continue
            read = quoted(f"{name} as read")
            moments.append(f"{self._parsed(out, kind, stored, is_text=is_text)} AS {read}")
            if kind == "number" or "TIME ZONE" in stored:
                typed.append(f"{read} AS {out}")
            else:
                zoned = f"regexp_matches({out}, '{_ZONED}')" if is_text else "false"
                typed.append(f"CASE WHEN {zoned} THEN {read} ELSE universal({read}) END AS {out}")
                if name in ("start", "end"):
                    changed.append(f"coalesce(NOT {zoned} AND changed_hour({read}), false)")
            if is_text:
                filled = f"coalesce({out}, '') <> '' AND {read} IS NULL"
                unread.append(f"CASE WHEN {filled} THEN {text(name)} END")
        # in steps, so that nothing is worked out twice
        inner = f"SELECT {', '.join(raw)} FROM {source.sql}"
        return (
            f"SELECT {', '.join(typed)}, {_listed(unread)} AS unread, "
            f"{' OR '.join(changed) or 'false'} AS in_changed_hour "
            f"FROM (SELECT {', '.join(moments)} FROM ({inner}))"
        )

    def _parsed(self, written: str, kind: str, stored: str, *, is_text: bool) -> str:
        """A number; or a moment: universal time where a zone is written, else as written."""
        if kind == "number":
            number = f"TRY_CAST({written} AS DOUBLE)"
            return f"CASE WHEN isfinite({number}) THEN {number} END"
        if not is_text:
            return f"{written} AT TIME ZONE 'UTC'" if "TIME ZONE" in stored else written
        ordered = written
        for figures, year in ((r"\d{4}", r"\3"), (r"\d{2}", r"20\3")):
            if order := DATE_ORDERS.get(self.date_order, ""):
                found = rf"^(\d{{1,2}})[/.-](\d{{1,2}})[/.-]({figures})[ T]+"
                ordered = f"regexp_replace({ordered}, '{found}', '{order.format(year=year)}')"
        letters = ", ".join(map(text, _WITH_LETTERS))
        return (
            f"CASE WHEN NOT regexp_matches({written}, '\\d:\\d\\d') THEN NULL "
            f"WHEN regexp_matches({written}, '{_ZONED}') "
            f"THEN TRY_CAST({written} AS TIMESTAMPTZ) AT TIME ZONE 'UTC' "
            f"WHEN regexp_matches({written}, '[A-Za-z]{{2}}') "
            f"THEN try_strptime({ordered}, [{letters}]) "
            f"ELSE TRY_CAST({ordered} AS TIMESTAMP) END"
        )

    def _status(self, label: str) -> str:
        if not self.statuses:
            return label
        cases = " ".join(
            f"WHEN {text(word)} THEN {text(meant)}" for word, meant in self.statuses.items()
        )
        return f"CASE coalesce({label}, '') {cases} ELSE {label} END"


_NOTHING = {"label": "NULL::VARCHAR", "number": "NULL::DOUBLE", "time": "NULL::TIMESTAMP"}


def _listed(unread: Sequence[str]) -> str:
    """Which columns could not be read; nothing where all could."""
    return f"nullif(concat_ws(', ', {', '.join(unread)}), '')" if unread else "NULL::VARCHAR"


def _joined(headings: Sequence[str]) -> str:
    """One column, or several joined by a space, as with a date and a clock time."""
    if len(headings) == 1:
        return quoted(headings[0])
    return f"concat_ws(' ', {', '.join(f'CAST({quoted(h)} AS VARCHAR)' for h in headings)})"


def _moment(headings: Sequence[str]) -> str:
    """A moment as written; a date whose clock time is left empty is none."""
    if len(headings) == 1:
        return _joined(headings)
    clock = ", ".join(f"CAST({quoted(heading)} AS VARCHAR)" for heading in headings[1:])
    return f"CASE WHEN trim(concat_ws('', {clock})) <> '' THEN {_joined(headings)} END"


def _is_text(headings: Sequence[str], stored: str) -> bool:
    return len(headings) > 1 or stored == "VARCHAR"


def _fits(kind: str, stored: str) -> bool:
    if kind == "label":
        return "[" not in stored and not stored.startswith(("STRUCT", "MAP", "BLOB"))
    if kind == "time":
        return stored.startswith("TIMESTAMP")
    return any(word in stored for word in _NUMBERS) and "INTERVAL" not in stored
