"""Reading logs of visits into a checked log."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import weakref
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from tqdm import tqdm

from fairprice.declare.arguments import Arguments
from fairprice.declare.takes import FLAG, PATH, TABLE, or_none, several, takes
from fairprice.errors import FairpriceError, FileWriteError, InputError, Problem
from fairprice.kinds import described
from fairprice.payment.billing import STATUSES
from fairprice.visits import clock
from fairprice.visits.checking import steps
from fairprice.visits.columns import COLUMNS, OWN
from fairprice.visits.extra import connect, package, text
from fairprice.visits.log import BATCH, VisitLog
from fairprice.visits.sources import (
    Paths,
    Source,
    files_of,
    is_text,
    parquet_source,
    rejected_lines,
    text_source,
)
from fairprice.visits.texts import TEXTS
from fairprice.visits.typed import DATE_ORDERS, Reading

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_WHY = "Text is taken apart by it."


@takes(
    statuses=or_none(TABLE),
    clients=or_none(several(None, "a list of clients")),
    into=or_none(PATH),
    progress=FLAG,
)
def read_visits(
    paths: Paths,
    columns: Mapping[str, str | list[str] | tuple[str, ...]],
    *,
    date_order: str | None = None,
    encoding: str = "utf-8",
    delimiter: str = ",",
    statuses: Mapping[str, str] | None = None,
    clients: Collection[str] | None = None,
    into: str | os.PathLike[str] | None = None,
    progress: bool = False,
) -> VisitLog:
    """Read and check logs of visits, of any length.

    Parameters
    ----------
    paths
        CSV or Parquet files, or a folder of them, which is read in the order of names.
    columns
        What each column of the files is called, by the library's name for it, such as
        ``{"planned_minutes": "Commissioned mins"}``; a list of headings, such as a date and
        a clock time, is joined by a space. A name that the library does not know is kept
        as a label, such as a worker that a contract totals by.
    date_order
        ``"day first"`` or ``"month first"``, where dates are written with figures only;
        dates such as 2026-04-06 and 6 Apr 2026 need none. Nothing is guessed.
    encoding, delimiter
        Of text files.
    statuses
        The words of billing contracts (delivered, late, cancelled, no access, in hospital,
        missed) by the words of the files; ``""`` stands for an empty field.
    clients
        Who is known; visits of others are set aside.
    into
        A new or empty folder for the checked log; by default one that is removed with it.
    progress
        Whether to show a progress bar on standard error.

    Returns
    -------
    VisitLog
        Every row, priced or set aside for a stated reason.

    Raises
    ------
    InputError
        With everything that is wrong with the arguments, or with the files as files.
    FileWriteError
        If the disk has no room for the checked log.
    MissingExtraError
        If the packages of the extra ``visits`` are not installed.

    Notes
    -----
    Times without a zone are UK clock time. Of the hour that comes twice in October the
    first is meant; times in the hour that is left out in March are moved to its end; both
    are flagged.
    """
    reading = _reading(columns, date_order, statuses)
    problems = _argument_problems(encoding, delimiter)
    files = files_of(paths)
    if problems:
        raise InputError(problems)
    room = Path(into) if into is not None else Path(tempfile.mkdtemp(prefix="fairprice-visits-"))
    try:
        room.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileWriteError([TEXTS("cannot-write", room)]) from error
    if any(room.iterdir()):
        raise InputError([TEXTS("not-empty", "into")])
    try:
        rejected = _write_checked(
            room, files, reading, clients,
            encoding=encoding, delimiter=delimiter, progress=progress,
        )  # fmt: skip
    except BaseException as error:
        shutil.rmtree(room, ignore_errors=True)
        if isinstance(error, package("duckdb").IOException):
            raise FileWriteError([TEXTS("cannot-write", room)]) from error
        raise
    log = VisitLog(room, [str(path) for path in files], tuple(reading.columns), rejected)
    if into is None:
        weakref.finalize(log, shutil.rmtree, room, ignore_errors=True)
    return log


def _write_checked(
    room: Path, files: list[Path], reading: Reading, clients: Collection[str] | None,
    *, encoding: str, delimiter: str, progress: bool,
) -> list[tuple[int, int]]:  # fmt: skip
    """Write the checked rows of all files, and list lines that could not be taken apart."""
    typed = room / "typed"
    typed.mkdir()
    with connect(room) as connection:
        for macro in clock.macros():
            connection.execute(macro)
        rejected = _write_typed(
            connection, files, reading, typed,
            encoding=encoding, delimiter=delimiter, progress=progress,
        )  # fmt: skip
        known = pd.DataFrame({"client": [str(client).strip() for client in clients or ()]})
        connection.register("clients_given", known)
        connection.execute(
            "CREATE TABLE known_clients AS "
            "SELECT CAST(client AS VARCHAR) AS client FROM clients_given"
        )
        beside = room / "beside.parquet"
        look = steps(typed, beside, tuple(reading.columns), clients_given=clients is not None)
        connection.execute(f"CREATE TABLE repeats AS {look.repeats}")
        connection.execute(f"COPY ({look.beside}) TO {text(beside)} (FORMAT parquet)")
        connection.execute(
            f"COPY ({look.checked}) TO {text(room / 'checked.parquet')} "
            f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {BATCH})"
        )
    beside.unlink()
    shutil.rmtree(typed)
    return rejected


def _reading(columns: Any, date_order: Any, statuses: Any) -> Reading:
    """Read the arguments that say what the columns are."""
    read = Arguments()
    if date_order is not None:
        read.option(
            "date_order", date_order, DATE_ORDERS, "A guess would move visits to other days."
        )
    for name, given in (("columns", columns), ("statuses", statuses or {})):
        if not isinstance(given, Mapping) or not all(
            isinstance(key, str) and _is_heading(value) for key, value in given.items()
        ):
            read.note(TEXTS("not-a-mapping", name, found=described(given)))
    read.done()
    mapped = {
        name: (heading,) if isinstance(heading, str) else tuple(heading)
        for name, heading in columns.items()
    }
    for name in mapped:
        if not _NAME.fullmatch(name) or name in OWN:
            read.note(TEXTS("not-a-name", "columns", name=name, own=", ".join(OWN)))
    for meant in (statuses or {}).values():
        read.option("statuses", meant, STATUSES, "What a visit is paid depends on how it went.")
    if "planned_minutes" not in mapped and not {"planned_start", "planned_end"} <= set(mapped):
        read.note(TEXTS("nothing-planned", "columns"))
    if "actual_minutes" not in mapped and not {"start", "end"} <= set(mapped):
        read.note(TEXTS("nothing-actual", "columns"))
    read.done()
    # in the library's order, so that the same log gives the same file
    known = [name for name in COLUMNS if name in mapped]
    ordered = [*known, *sorted(set(mapped) - set(known))]
    return Reading({name: mapped[name] for name in ordered}, date_order or "", statuses or {})


def _is_heading(value: Any) -> bool:
    if isinstance(value, str):
        return True
    return (
        isinstance(value, list | tuple) and bool(value) and all(isinstance(v, str) for v in value)
    )


def _argument_problems(encoding: Any, delimiter: Any) -> list[Problem]:
    read = Arguments()
    read.kind("encoding", encoding, str, 'a name such as "utf-8"', _WHY)
    if read.kind("delimiter", delimiter, str, 'one character, such as ","', _WHY) and (
        len(delimiter) != 1 or delimiter in '"\r\n'
    ):
        read.note(
            TEXTS("wrong-kind", "delimiter", found=repr(delimiter), why=_WHY,
                  wanted='one character, such as ",", ";" or a tab')
        )  # fmt: skip
    return read.problems


def _write_typed(
    connection: DuckDBPyConnection, files: list[Path], reading: Reading, typed: Path,
    *, encoding: str, delimiter: str, progress: bool,
) -> list[tuple[int, int]]:  # fmt: skip
    """Write the typed rows of each file, and list lines that could not be taken apart."""
    problems: list[Problem] = []
    rejected: list[tuple[int, int]] = []
    rows = 0
    for number, path in enumerate(tqdm(files, "Reading", unit="file", disable=not progress)):
        try:
            source = _source(connection, path, encoding, delimiter, typed.parent)
            found = reading.problems(connection, source)
            if found:
                raise InputError(found)
            if problems:  # only what is wrong with the others is still of interest
                continue
            target = text(typed / f"{number:06d}.parquet")
            [(count,)] = connection.execute(
                f'COPY (SELECT {rows} + record AS "row", {number} AS file, * '
                f"FROM ({reading.select(source)})) TO {target} (FORMAT parquet)"
            ).fetchall()
            rows += count
            if is_text(path):
                rejected += [(number, line) for line in rejected_lines(connection, path)]
        except FairpriceError as error:
            problems += error.problems
        finally:
            for again in typed.parent.glob("*-as-utf-8.csv"):
                again.unlink()
    if problems:
        raise InputError(problems)
    return rejected


def _source(
    connection: DuckDBPyConnection, path: Path, encoding: str, delimiter: str, room: Path
) -> Source:
    if is_text(path):
        return text_source(path, encoding, delimiter, room)
    return parquet_source(connection, path)
