"""Reading TOML, and writing a file as a whole or not at all."""

from __future__ import annotations

import os
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomli_w

from fairprice.errors import FairpriceError, FileWriteError, Problem

#: Tables and lists within each other; the library's own files have five.
_DEEPEST = 20
_TOO_DEEP = "its tables and lists stand too deep within each other"
_MOST_OF_64_BITS = 2**63
_TOO_LONG = "a whole number has more digits than TOML allows"


def write_atomically(path: Path, content: bytes) -> None:
    """Write beside the target, then replace it; a failure leaves the old file as it was.

    Parameters
    ----------
    path
        The file to write.
    content
        All of it.

    Raises
    ------
    FileWriteError
        If the folder is missing or not writable, or the file is held open elsewhere.
    """
    temporary = None
    try:
        with tempfile.NamedTemporaryFile(
            dir=path.parent, prefix=f".{path.name}.", suffix=".part", delete=False
        ) as file:
            temporary = Path(file.name)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(path.stat().st_mode if path.exists() else 0o644)
        temporary.replace(path)
    except BaseException as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        if not isinstance(error, OSError):
            raise
        raise FileWriteError(
            [
                Problem(
                    "cannot-write", str(path), f"cannot be written ({error.strerror}).",
                    "Nothing was written; an earlier file is as it was.",
                    "Check that the folder exists, that you may write to it, and that the "
                    "file is not open in another program.",
                )
            ]
        ) from error  # fmt: skip


def toml_tables(text: str) -> dict[str, Any]:
    """Read TOML text.

    Parameters
    ----------
    text
        As it stands in a file.

    Returns
    -------
    dict
        Its tables.

    Raises
    ------
    ValueError
        If it is not TOML, nests deeper than any of the library's files, or holds a whole
        number of more than 64 bits, which TOML does not have.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except RecursionError:
        raise ValueError(_TOO_DEEP) from None
    except ValueError:
        raise ValueError(_TOO_LONG) from None
    waiting: list[tuple[Any, int]] = [(tables, 0)]
    while waiting:
        found, depth = waiting.pop()
        if depth > _DEEPEST:
            raise ValueError(_TOO_DEEP)
        if isinstance(found, int) and not -_MOST_OF_64_BITS <= found < _MOST_OF_64_BITS:
            raise ValueError(_TOO_LONG)
        inner = found.values() if isinstance(found, dict) else found
        if isinstance(found, (dict, list)):
            waiting += [(part, depth + 1) for part in inner]
    return tables


def read_toml(path: Path, refusal: type[FairpriceError]) -> dict[str, Any]:
    """Read a TOML file.

    Parameters
    ----------
    path
        The file; UTF-8.
    refusal
        The error to raise.

    Returns
    -------
    dict
        Its tables.

    Raises
    ------
    FairpriceError
        Of the class ``refusal``, if the file cannot be read or is not TOML.
    """
    try:
        return toml_tables(path.read_bytes().decode("utf-8"))
    except OSError as error:
        problem = Problem(
            "cannot-read", str(path), f"cannot be read ({error.strerror}).",
            "Everything that follows is read from it.",
            "Check the path and that you may read it.",
        )  # fmt: skip
        raise refusal([problem]) from error
    except ValueError as error:
        problem = Problem(
            "not-toml", str(path), f"is not a TOML file: {error}.",
            "One misread line would change the result.", "Correct the line it names.",
        )  # fmt: skip
        raise refusal([problem]) from error


def write_toml(data: Mapping[str, Any], path: str | os.PathLike[str] | None) -> str:
    """Write tables as TOML.

    Parameters
    ----------
    data
        Tables of names and values.
    path
        A file to write to, replaced as a whole or not at all; ``None`` writes none.

    Returns
    -------
    str
        The TOML text.

    Raises
    ------
    FileWriteError
        If the file cannot be written.
    """
    text = tomli_w.dumps(data)
    if path is not None:
        write_atomically(Path(path), text.encode("utf-8"))
    return text
