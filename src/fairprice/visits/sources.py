"""The files of a log: which they are, what their columns are called, how their text is coded."""

from __future__ import annotations

import codecs
import csv
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from fairprice.errors import InputError, Problem, unread
from fairprice.kinds import described
from fairprice.visits.extra import name, text
from fairprice.visits.texts import TEXTS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Paths: TypeAlias = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]
_CSV, _PARQUET = (".csv", ".txt"), (".parquet",)
_CHUNK = 2**22
#: The number of a record in its file; a name that no file has for a column of its own.
RECORD = "fairprice: record"
#: The longest line that is read, in bytes.
_LONGEST_LINE = 2**21


@dataclass(frozen=True)
class Source:
    """One file, as the database reads it.

    Parameters
    ----------
    path
        The file as it was given.
    types
        The type of each column, by its heading.
    sql
        What reads it, with the number of the record in :data:`RECORD`.
    """

    path: Path
    types: dict[str, str]
    sql: str


def files_of(given: Paths) -> list[Path]:
    """List the files in the order that decides ties: as given, and in folders by name."""
    listed = [given] if isinstance(given, str | os.PathLike) else given
    are_paths = isinstance(listed, Iterable) and not isinstance(listed, bytes)
    listed = list(listed) if are_paths else []
    if not are_paths or not all(isinstance(path, str | os.PathLike) for path in listed):
        wanted = "a path, a folder or a list of paths"
        why = "Logs are read from files."
        raise InputError(
            [TEXTS("wrong-kind", "paths", found=described(given), why=why, wanted=wanted)]
        )
    problems: list[Problem] = []
    missing = False
    files: list[Path] = []
    for path in map(Path, listed):
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in (*_CSV, *_PARQUET))
            if not inside:
                problems.append(TEXTS("no-files", path, what="holds no file of visits."))
            files += inside
        elif not path.is_file():
            problems.append(TEXTS("cannot-read", path, reason="there is no such file"))
            missing = True
        elif path.suffix.lower() not in (*_CSV, *_PARQUET):
            problems.append(TEXTS("unknown-file-type", path))
        else:
            files.append(path)
    if not files and not problems:
        problems.append(TEXTS("no-files", "paths", what="is empty."))
    if missing:
        raise unread(InputError, problems, FileNotFoundError())
    if problems:
        raise InputError(problems)
    return files


def is_text(path: Path) -> bool:
    """Whether a file is text, and not Parquet."""
    return path.suffix.lower() in _CSV


def parquet_source(connection: DuckDBPyConnection, path: Path) -> Source:
    """Open a Parquet file.

    Raises
    ------
    InputError
        If it is none.
    """
    read = f"read_parquet({text(path)}, hive_partitioning = false, file_row_number = true)"
    try:
        described = connection.sql(f"DESCRIBE SELECT * EXCLUDE file_row_number FROM {read}")
        types = {row[0]: row[1] for row in described.fetchall()}
    except Exception as error:  # of several kinds, each for a broken file
        raise InputError([TEXTS("cannot-read", path, reason=_first_line(error))]) from error
    return Source(
        path,
        types,
        f"(SELECT * EXCLUDE file_row_number, file_row_number + 1 AS {name(RECORD)} FROM {read})",
    )


def text_source(path: Path, encoding: str, delimiter: str, room: Path) -> Source:
    """Open a text file; one that is not UTF-8 is written again in a working folder.

    Raises
    ------
    InputError
        If it is not in the encoding, has no heading, or repeats a column.
    """
    readable = _as_utf8(path, encoding, room)
    with readable.open(encoding="utf-8-sig", newline="") as file:
        found = next(csv.reader(file, delimiter=delimiter), [])
    if not any(found):
        raise InputError([TEXTS("cannot-read", path, reason="it has no heading")])
    # a comma at the end of a line makes a column that nobody named
    heading = [each or f"(column {number})" for number, each in enumerate(found, start=1)]
    lower = [each.lower() for each in heading]
    repeated = sorted({each for each in heading if lower.count(each.lower()) > 1})
    if repeated:
        raise InputError([TEXTS("repeated-column", path, column=each) for each in repeated])
    columns = ", ".join(f"{text(each)}: 'VARCHAR'" for each in heading)
    read = (
        f"read_csv({text(readable)}, auto_detect = false, header = true, "
        f"delim = {text(delimiter)}, quote = '\"', escape = '\"', "
        f"columns = {{{columns}}}, store_rejects = true, rejects_limit = 0, "
        f"max_line_size = {_LONGEST_LINE}, nullstr = '')"
    )
    return Source(
        path, dict.fromkeys(heading, "VARCHAR"),
        f"(SELECT *, row_number() OVER () AS {name(RECORD)} FROM {read})",
    )  # fmt: skip


def _as_utf8(path: Path, encoding: str, room: Path) -> Path:
    try:
        known = codecs.lookup(encoding).name
    except (LookupError, TypeError):
        raise InputError([TEXTS("unknown-encoding", "encoding", encoding=encoding)]) from None
    plain = known in ("utf-8", "ascii")
    target = Path(os.devnull) if plain else room / f"{path.stem}-as-utf-8.csv"
    try:
        # read to the end even where nothing is written: a wrong letter is found before any row
        with (
            path.open(encoding=known, newline="") as read,
            target.open("w", encoding="utf-8", newline="") as write,
        ):
            while part := read.read(_CHUNK):
                if "\0" in part:
                    raise UnicodeError("a zero byte")
                if not plain:
                    write.write(part)
    except UnicodeError:
        raise InputError([TEXTS("wrong-encoding", path, encoding=encoding)]) from None
    except OSError as error:
        raise unread(
            InputError, [TEXTS("cannot-read", path, reason=error.strerror)], error
        ) from error
    return path if plain else target


def rejected_lines(connection: DuckDBPyConnection, path: Path) -> list[int]:
    """Lines of the file read last that have not as many fields as its heading.

    Raises
    ------
    InputError
        If a quotation mark is not closed, for then no line after it is known.
    """
    tables = {row[0] for row in connection.sql("SHOW ALL TABLES").project("name").fetchall()}
    if "reject_errors" not in tables:
        return []
    found = connection.sql("SELECT line, error_type::VARCHAR FROM reject_errors").fetchall()
    connection.execute("DROP TABLE reject_errors")
    connection.execute("DROP TABLE reject_scans")
    unclosed = [line for line, kind in found if kind in ("UNQUOTED VALUE", "INVALID STATE")]
    if unclosed:
        raise InputError([TEXTS("unclosed-quote", path, line=min(unclosed))])
    return sorted({line for line, _ in found})


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0].rstrip(".")
