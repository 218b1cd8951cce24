"""Working on batches of a log: on every processor, in order, to a file that is whole or absent."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from fairprice.errors import FileWriteError, InputError, Problem
from fairprice.kinds import described
from fairprice.visits.extra import package
from fairprice.visits.texts import TEXTS

Given = TypeVar("Given")
Made = TypeVar("Made")


def in_order(work: Callable[[Given], Made], given: Iterable[Given]) -> Iterator[Made]:
    """Do the same work on many things at once, and yield what comes of it in their order.

    No more is at hand at any time than there are processors, and one waiting for each.
    """
    threads = os.cpu_count() or 1
    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[Future[Made]] = deque()
        try:
            for thing in given:
                waiting.append(pool.submit(work, thing))
                if len(waiting) > threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def rows_of(table: pd.DataFrame) -> Any:
    """Turn a table into rows of a file, with their number in the log; categories into texts."""
    arrow = package("pyarrow")
    rows = arrow.Table.from_pandas(table.reset_index(), preserve_index=False)
    for place, field in enumerate(rows.schema):
        if arrow.types.is_dictionary(field.type):
            texts = rows.column(place).cast(arrow.large_string())
            rows = rows.set_column(place, field.name, texts)
    return rows


class ParquetFile:
    """A Parquet file that grows table by table."""

    def __init__(self, path: Path) -> None:
        self._parquet = package("pyarrow.parquet")
        self._path = path
        self._writer: Any = None

    def write(self, rows: Any) -> None:
        """Append what :func:`rows_of` made."""
        if self._writer is None:
            self._writer = self._parquet.ParquetWriter(
                self._path, rows.schema, compression="zstd", use_dictionary=True
            )
        self._writer.write_table(rows)

    def close(self) -> None:
        """Finish the file."""
        if self._writer is not None:
            self._writer.close()


@contextmanager
def written(out: str | os.PathLike[str] | None) -> Iterator[ParquetFile | None]:
    """Write a file beside its place and put it there at the end; on an error, leave none."""
    if out is None:
        yield None
        return
    if not isinstance(out, str | os.PathLike):
        why = "Priced visits are written to a file."
        raise InputError(
            [TEXTS("wrong-kind", "out", found=described(out), why=why, wanted="the name of a file")]
        )
    path = Path(out)
    if not path.name:
        raise FileWriteError([TEXTS("wrong-kind", "out", found="an empty text",
                                    why="Priced visits are written to a file.",
                                    wanted="the name of a file")])  # fmt: skip
    part = path.with_name(f".{path.name}.part")
    file = None
    try:
        file = ParquetFile(part)
        yield file
        file.close()
        part.replace(path)
    except OSError as error:
        raise FileWriteError(
            [
                Problem(
                    "cannot-write", str(path), f"cannot be written ({error.strerror}).",
                    "Nothing was written; an earlier file is as it was.",
                    "Check that the folder exists, that you may write to it, and that the disk "
                    "has room.",
                )
            ]
        ) from error  # fmt: skip
    finally:
        if file is not None:
            file.close()
        part.unlink(missing_ok=True)
