"""The packages of the extra ``visits``, and what is said where they are missing."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fairprice.errors import MissingExtraError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

#: Memory that DuckDB may use before it writes to the folder of the log.
MEMORY = "700MB"
#: The same where sorted visits are priced beside it, so that both stay below a gigabyte.
SORTING = "350MB"


def package(name: str) -> Any:
    """Load a package of the extra.

    Raises
    ------
    MissingExtraError
        If it is not installed.
    """
    try:
        return import_module(name)
    except ImportError as error:
        why = "Logged visits are read, checked and streamed with it."
        raise MissingExtraError.of(name.partition(".")[0], "visits", why) from error


def connect(spill: Path, memory: str = MEMORY) -> DuckDBPyConnection:
    """Open a database in memory that spills to a folder and never reaches for the network."""
    package("pyarrow")
    connection: DuckDBPyConnection = package("duckdb").connect(
        config={
            "memory_limit": memory,
            "temp_directory": str(spill / "spill"),
            "threads": os.cpu_count() or 1,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
    )
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET enable_progress_bar = false")
    return connection


def text(value: object) -> str:
    """Write a text as SQL."""
    return "'" + str(value).replace("'", "''") + "'"


def name(value: str) -> str:
    """Write the name of a column as SQL."""
    return '"' + value.replace('"', '""') + '"'
