"""A short return: one provider's Annex A lines as a CSV file.

Rows of two columns or more: a label and its value. Beside the 32 rows of Annex A, the labels
of the four drivers, *Appointments per week: 30 min*, *Provider* and *Price date* are read.
Columns ``one_visit`` and ``one_contact_hour`` part a row by the visit and by the hour, so
that ``book.lines.to_csv("return.csv")`` is a short return.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fairprice.declare import values
from fairprice.declare.values import shown
from fairprice.errors import InputError, Problem, unread
from fairprice.survey.lines import from_text, has_free_label, row_of
from fairprice.survey.returns import DRIVERS, Return, read_rows
from fairprice.survey.texts import TEXTS

#: Larger files are no short return (bytes, rows).
_MOST_BYTES, _MOST_ROWS = 1_000_000, 1000
_VALUE_HEADINGS = ("value", "average_contact_hour", "amount", "gbp_per_contact_hour")
_PARTS = ("one_visit", "one_contact_hour")
_APPOINTMENTS = re.compile(r"appointments (?:per|a) week:?\s*(\d+(?:\.\d+)?)\s*min(?:ute)?s?", re.I)


def read_short_return(path: Path, fold: Iterable[str] = ()) -> Return:
    """Read a short return.

    Parameters
    ----------
    path
        The file: CSV, UTF-8.
    fold
        Labels that are added to Other overheads.

    Returns
    -------
    Return
        Named as its row *Provider* says, or else as the file.

    Raises
    ------
    InputError
        With everything that is wrong with it.
    """
    rows = _rows(path)
    columns = _columns(path, rows)
    reading = _Reading(path.name)
    parts: dict[str, list[tuple[str, Any, str]]] = {name: [] for name in _PARTS}
    for number, row in rows[columns.first :]:
        label = row[0].strip()
        if not label:
            continue
        where = f"{path.name}, row {number}"
        reading.take(label, _cell(row, columns.value), where)
        for name, place in columns.parts.items():
            if row_of(label) is not None and _cell(row, place).strip():
                parts[name].append((label, from_text(_cell(row, place)), where))
    lines = read_rows(reading.cells, fold)
    held = {name: read_rows(cells, own=False) for name, cells in parts.items()}
    problems = [
        *reading.problems, *lines.problems, *(p for part in held.values() for p in part.problems),
    ]  # fmt: skip
    if problems:
        raise InputError(problems)
    return Return(
        reading.provider or path.stem, lines.amounts, lines.not_applicable,
        held["one_visit"].amounts, held["one_contact_hour"].amounts, reading.drivers,
        reading.appointments, reading.price_date, path.name, lines.folded,
    )  # fmt: skip


def read_held_table(
    path: Path, fold: Iterable[str] = ()
) -> dict[str, Return | tuple[Problem, ...]]:
    """Read a table already held: a column of labels, then one column for each provider.

    Parameters
    ----------
    path
        The file: CSV, UTF-8; the first row names the providers. Beside the rows of Annex A
        those of a short return are read, such as *Price date*.
    fold
        Labels that are added to Other overheads.

    Returns
    -------
    dict
        By provider its return, or everything that is wrong with its column.

    Raises
    ------
    InputError
        If it cannot be read, or a column has no provider of its own.
    """
    (_, heading), *rows = _rows(path) or [(1, [])]
    width = max((len(row) for _, row in rows), default=0)
    columns = {place: _cell(heading, place).strip() for place in range(1, max(width, len(heading)))}
    # a column in which nothing stands is an edge of the table
    columns = {
        place: name for place, name in columns.items()
        if name or any(_cell(row, place).strip() for _, row in rows)
    }  # fmt: skip
    names = list(columns.values())
    if not all(names) or not names:
        raise InputError([TEXTS("not-a-return", path.name, found="a column names no provider")])
    problems = [
        TEXTS("provider-twice", path.name, provider=repr(name))
        for name in dict.fromkeys(name for name in names if names.count(name) > 1)
    ]
    if problems:
        raise InputError(problems)
    found: dict[str, Return | tuple[Problem, ...]] = {}
    for place, name in columns.items():
        reading = _Reading(path.name)
        for number, row in rows:
            where = f"{path.name}, row {number}, {name}"
            if label := row[0].strip():
                reading.take(label, _cell(row, place), where)
        lines = read_rows(reading.cells, fold)
        wrong = (*reading.problems, *lines.problems)
        found[name] = wrong or Return(
            name, lines.amounts, lines.not_applicable, drivers=reading.drivers,
            appointments=reading.appointments, price_date=reading.price_date, source=path.name,
            folded=lines.folded,
        )  # fmt: skip
    return found


@dataclass(frozen=True)
class _Columns:
    """Where things stand: the first row of figures, the column of values, those of parts."""

    first: int
    value: int
    parts: Mapping[str, int]


Numbered = Sequence[tuple[int, list[str]]]


def _rows(path: Path) -> Numbered:
    try:
        content = path.read_bytes()
        if len(content) > _MOST_BYTES:
            raise ValueError(f"it has more than {_MOST_BYTES:,} bytes")
        text = content.decode("utf-8-sig")
        rows = [
            (number, row)
            for number, row in enumerate(csv.reader(io.StringIO(text), strict=True), start=1)
            if any(cell.strip() for cell in row)
        ]
        if len(rows) > _MOST_ROWS:
            raise ValueError(f"it has more than {_MOST_ROWS} rows")
    except OSError as error:
        problem = TEXTS("cannot-read", path.name, found=error.strerror or str(error))
        raise unread(InputError, [problem], error) from error
    except (ValueError, csv.Error) as error:
        raise InputError([TEXTS("cannot-read", path.name, found=str(error))]) from error
    return rows


def _columns(path: Path, rows: Numbered) -> _Columns:
    if not rows:
        raise InputError([TEXTS("not-a-return", path.name, found="it is empty")])
    first = ["_".join(re.findall(r"\w+", cell.casefold())) for cell in rows[0][1]]
    if _is_known(rows[0][1][0]) and len(first) > 1:
        return _Columns(0, 1, {})
    parts = {name: first.index(name) for name in _PARTS if name in first}
    value = next((first.index(name) for name in _VALUE_HEADINGS if name in first), None)
    if value is None and len(first) == 2:
        value = 1
    if value is None:
        found = f"none of its columns is headed value, but {', '.join(map(shown, rows[0][1]))}"
        raise InputError([TEXTS("not-a-return", path.name, found=found)])
    return _Columns(1, value, parts)


def _is_known(label: str) -> bool:
    plain = label.strip()
    return (
        row_of(plain) is not None or has_free_label(plain) or _plain(plain) in _DRIVERS_BY_LABEL
        or _plain(plain) in ("provider", "price date")
        or _APPOINTMENTS.fullmatch(plain) is not None
    )  # fmt: skip


def _cell(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def _plain(label: str) -> str:
    return " ".join(label.casefold().split())


_DRIVERS_BY_LABEL = {_plain(label): name for name, (label, _) in DRIVERS.items()}


@dataclass
class _Reading:
    """Sorts the rows of a file by what they are about."""

    file: str
    provider: str = ""
    price_date: Any = None
    cells: list[tuple[str, Any, str]] = field(default_factory=list)
    drivers: dict[str, float] = field(default_factory=dict)
    appointments: dict[float, float] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def take(self, label: str, text: str, where: str) -> None:
        """Read one row."""
        plain, visits = _plain(label), _APPOINTMENTS.fullmatch(label.strip())
        if plain == "provider":
            self.provider = text.strip()
        elif plain == "price date":
            try:
                self.price_date = values.day(text.strip()) if text.strip() else None
            except values.Refused as error:
                self._refuse(where, text, error, "a day, such as 2026-04-06")
        elif plain in _DRIVERS_BY_LABEL:
            figure = self._figure(where, text)
            if figure is not None:
                self.drivers[_DRIVERS_BY_LABEL[plain]] = figure
        elif visits is not None:
            figure = self._figure(where, text)
            if figure is not None:
                self.appointments[float(visits[1])] = figure
        else:
            self.cells.append((label, from_text(text), where))

    def _figure(self, where: str, text: str) -> float | None:
        found = from_text(text)
        if found == "":
            return None
        try:
            figure = values.number(found)
            if figure < 0:
                raise values.Refused("is below zero")
        except values.Refused as error:
            self._refuse(where, found, error, "a number, or nothing where there is none")
            return None
        return figure

    def _refuse(self, where: str, value: Any, error: object, wanted: str) -> None:
        self.problems.append(
            TEXTS("not-a-figure", where, value=shown(value), is_wrong=error, wanted=wanted)
        )
