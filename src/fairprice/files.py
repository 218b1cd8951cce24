"""Reading TOML, and writing a file as a whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any, BinaryIO

import tomli_w

from fairprice.errors import FairpriceError, FileWriteError, Problem, unread

try:
    import fcntl
except ImportError:  # Windows lets nobody remove a file that is open
    fcntl = None  # type: ignore[assignment]

#: How the names of files end that the library reads and writes.
TOML, WORKBOOK, OPEN_DOCUMENT = ".toml", ".xlsx", ".ods"
#: Tables and lists within each other; the library's own files have five.
_DEEPEST = 20
_TOO_DEEP = "its tables and lists stand too deep within each other"
_MOST_OF_64_BITS = 2**63
_TOO_LONG = "a whole number has more digits than TOML allows"
#: Bytes of a file of text; the largest of the library's own have a fiftieth.
_MOST_BYTES = 10_000_000
#: How other encodings begin; UTF-32 before UTF-16, with which it begins.
_MARKS = {
    b"\xff\xfe\x00\x00": "UTF-32", b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16",
}  # fmt: skip
#: Names of files that are being written.
_PART = (".fairprice-", ".part")


class NotUtf8Error(ValueError):
    """A text in another encoding, with its name as far as it can be told."""


def file_name(path: str | os.PathLike[str]) -> str:
    """Write a path out for a message; what cannot be printed is spelled out."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode()
        for letter in os.fspath(path)
    )


def _check_name(path: Path) -> None:
    """Raise ``OSError`` for a name that no file can have."""
    try:
        possible = b"\0" not in os.fsencode(path)
    except UnicodeError:
        possible = False
    if not possible:
        raise OSError(errno.EINVAL, "no file can have that name")


def write_atomically(path: Path, content: bytes) -> None:
    """Write beside the target, then replace it; a failure leaves the old file as it was.

    A symbolic link stays one: what it leads to is written. Parts that a stopped run has left
    in the folder are removed.

    Parameters
    ----------
    path
        The file to write.
    content
        All of it.

    Raises
    ------
    FileWriteError
        If the folder is missing or not writable, or there is a file that is read-only, held
        open elsewhere, or no regular one: a device, a pipe.
    """
    with refused_writing(path):
        _check_name(path)
        target = Path(os.path.realpath(path)) if path.is_symlink() else path
        mode = _mode(target)
        _remove_left_over(target.parent)
        temporary, file = _part_in(target.parent)
        try:
            with file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
                if mode is not None:
                    temporary.chmod(mode)
                if fcntl is not None:  # while nobody else can take it for left over
                    temporary.replace(target)
            if fcntl is None:
                temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


@contextlib.contextmanager
def refused_writing(path: str | os.PathLike[str]) -> Iterator[None]:
    """Turn what the system says against writing into one of the library's errors.

    Parameters
    ----------
    path
        What is written, or its name in words.
    """
    try:
        yield
    except OSError as error:
        raise FileWriteError(
            [
                Problem(
                    "cannot-write", file_name(path),
                    f"cannot be written ({error.strerror or error}).",
                    "Nothing was written; an earlier file is as it was.",
                    "Check that the folder exists and has room, that you may write to it, and "
                    "that the file is not open in another program.",
                )
            ]
        ) from error  # fmt: skip


def _mode(target: Path) -> int | None:
    """Return the permissions of an earlier file, if there is one that may be replaced."""
    try:
        found = target.stat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(found):
        raise IsADirectoryError(errno.EISDIR, "it is a folder")
    if not stat.S_ISREG(found):
        raise OSError(errno.EINVAL, "it is a device or a pipe, not a file")
    # the permissions count for an administrator as well, whom the system would let through
    if not found & 0o222 or not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "the file there is write-protected")
    return stat.S_IMODE(found)


def _part_in(folder: Path) -> tuple[Path, BinaryIO]:
    """Make a file of a name of its own, with the permissions that new files have."""
    before, after = _PART
    while True:
        path = folder / f"{before}{secrets.token_hex(8)}{after}"
        file = path.open("xb")
        if fcntl is not None:
            with contextlib.suppress(OSError):  # a file system without locks
                fcntl.flock(file, fcntl.LOCK_EX)
            if os.fstat(file.fileno()).st_nlink == 0:  # taken for left over just before
                file.close()
                continue
        return path, file


def _remove_left_over(folder: Path) -> None:
    """Remove parts that nobody is writing any more."""
    before, after = _PART
    for part in folder.glob(f"{before}*{after}"):
        with contextlib.suppress(OSError):
            if fcntl is None:
                part.unlink()
                continue
            with part.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                part.unlink()


def read_text(path: Path) -> str:
    """Read the text of a file; a mark of UTF-8 at its beginning is read over.

    Parameters
    ----------
    path
        The file; UTF-8.

    Raises
    ------
    OSError
        If it cannot be read, or has more than 10 MB.
    NotUtf8Error
        If it is in another encoding.
    """
    _check_name(path)
    with path.open("rb") as file:
        content = file.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise OSError(errno.EFBIG, f"it has more than {_MOST_BYTES // 1_000_000} MB")
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            raise NotUtf8Error(encoding)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NotUtf8Error(
            f"another encoding, such as that of Windows (Windows-1252): line {line} holds a byte "
            "that is no letter of UTF-8"
        ) from error


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


def not_utf8(where: str, error: NotUtf8Error) -> Problem:
    """Say that a text is in another encoding."""
    return Problem(
        "not-toml", where, f"is not a TOML file: it is in {error}.",
        "Letters and pound signs would be misread.",
        "Save it as UTF-8; editors offer that where they save under another name.",
    )  # fmt: skip


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
    where = file_name(path)
    try:
        return toml_tables(read_text(path))
    except OSError as error:
        problem = Problem(
            "cannot-read", where, f"cannot be read ({error.strerror or error}).",
            "Everything that follows is read from it.",
            "Check the path and that you may read it.",
        )  # fmt: skip
        raise unread(refusal, [problem], error) from error
    except NotUtf8Error as error:
        raise refusal([not_utf8(where, error)]) from error
    except ValueError as error:
        problem = Problem(
            "not-toml", where, f"is not a TOML file: {error}.",
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


def example_file(name: str) -> bytes:
    """Read an example file.

    Parameters
    ----------
    name
        Of a file in the folder of examples.

    Returns
    -------
    bytes
        As it stands in the repository.
    """
    packaged = resources.files("fairprice") / "examples" / name
    if packaged.is_file():
        return packaged.read_bytes()
    # the repository holds one copy, which is put into the package only when a wheel is built
    return (Path(__file__).parents[2] / "examples" / name).read_bytes()
