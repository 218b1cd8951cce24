"""Opens workbooks that came from someone else: nothing hostile gets as far as openpyxl.

The file is only read. Its packing is measured before it is unpacked, and every part is
parsed as a stream, so that time and memory stay bounded whatever the file claims.
"""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections.abc import Collection, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell

from fairprice.errors import WorkbookError
from fairprice.workbook.guard_parts import Inspection
from fairprice.workbook.guard_words import Refusal, refusal

#: Bytes on disk, and unpacked. A fee workbook takes 60 and 300 thousand; a form with
#: photographs in it stays below.
MOST_BYTES = 50_000_000
#: Parts in the package. A fee workbook has 46.
MOST_PARTS = 200
#: Unpacked bytes for each packed one. The sheets of a fee workbook reach 10.
MOST_RATIO = 100
#: Parts smaller than this (bytes, unpacked) may have any ratio: they can do no harm.
SMALL_PART = 1_000_000
#: What a part of the package may be packed with; others may ask for gigabytes of memory.
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
#: What is read of a sheet at a glance; the longest of ours is a case of some thousand lines.
_FEW_ROWS, _FEW_COLUMNS = 10_000, 20
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ZIP, _ZIP_ENTRY, _ZIP_END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_ODD_NAME = re.compile(r"(^|/)\.\.?(/|$)|^/|//|[\\:*?\"<>|\x00-\x1f]")


def read_guarded(path: Path) -> bytes:
    """Read a workbook that came from someone else, and refuse what could do harm.

    Parameters
    ----------
    path
        The file; it is only read.

    Returns
    -------
    bytes
        The file as it is on disk, safe to hand to :func:`load`.

    Raises
    ------
    WorkbookError
        With one problem, the first found: the file is missing, too large, damaged, locked
        with a password or not a workbook, or it holds macros, links to other files,
        embedded objects or XML that could be used to overload the reader.

    Notes
    -----
    At most 50 MB are read and 50 MB unpacked, of at most 200 parts, 100,000 cells and one
    million XML elements.
    """
    try:
        content = _content(path)
        parts = _unpacked(content)
        inspection = Inspection(parts)
        for name, part in parts.items():
            inspection.look_at(name, part)
    except Refusal as refused:
        raise WorkbookError([refusal(refused, path.name)]) from None
    return content


def load(
    content: bytes, where: str, *, values: bool, styled_text: bool = False
) -> openpyxl.Workbook:
    """Open a workbook that :func:`read_guarded` has let through.

    Parameters
    ----------
    content
        The file.
    where
        Its name, for messages.
    values
        Show the stored value of each formula in place of its text.
    styled_text
        Keep text in several styles apart from plain text.

    Returns
    -------
    openpyxl.Workbook
        Never iterate over the rows of its sheets, whose size is the file's own claim:
        use :func:`filled_cells`.

    Raises
    ------
    WorkbookError
        If it cannot be read after all.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return openpyxl.load_workbook(
                BytesIO(content), data_only=values, keep_links=False, rich_text=styled_text
            )
        except Exception as error:
            found = f"{type(error).__name__}: {error}"
            raise WorkbookError([refusal(Refusal("not-readable", found[:200]), where)]) from error


def few_values(content: bytes, sheets: Collection[str]) -> dict[str, dict[str, Any]] | None:
    """Read quickly what stands on a few sheets of a file that looks like one of ours.

    Parameters
    ----------
    content
        A file that :func:`read_guarded` has let through.
    sheets
        Their names.

    Returns
    -------
    dict or None
        Values by address, by sheet; sheets that were not asked for are empty. Nothing where
        the file cannot be read so: what is wrong with it is told by :func:`load`.
    """
    found: dict[str, dict[str, Any]] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            workbook = openpyxl.load_workbook(
                BytesIO(content), read_only=True, data_only=True, keep_links=False
            )
            for name in workbook.sheetnames:
                # bounds keep a sheet that claims a cell far away from being filled up to there
                rows = workbook[name].iter_rows(max_row=_FEW_ROWS, max_col=_FEW_COLUMNS)
                cells = (cell for row in rows for cell in row) if name in sheets else ()
                found[name] = {c.coordinate: c.value for c in cells if c.value is not None}
        except Exception:
            return None
    return found


def parts_of(content: bytes) -> dict[str, bytes]:
    """Unpack a file that :func:`read_guarded` has let through, or that was just written.

    Parameters
    ----------
    content
        The file.

    Returns
    -------
    dict
        Every part by its name: all that a workbook holds, however it was packed.
    """
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def filled_cells(page: object) -> Iterator[Cell]:
    """Iterate over the cells of a sheet that hold something, wherever they stand.

    Parameters
    ----------
    page
        A sheet of a loaded workbook.

    Yields
    ------
    openpyxl.cell.cell.Cell
        In the order of rows, then columns.
    """
    cells = getattr(page, "_cells", {})  # a chart sheet has none
    for place in sorted(cells):
        if getattr(cells[place], "value", None) is not None:
            yield cells[place]


def _content(path: Path) -> bytes:
    """Read the file, unless it is no workbook at first sight."""
    try:
        if path.is_dir():
            raise Refusal("is-a-folder")
        if path.exists() and not path.is_file():
            raise Refusal("not-a-workbook")
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise Refusal("not-found") from error
    except (OSError, ValueError) as error:
        raise Refusal("cannot-read", getattr(error, "strerror", None) or str(error)) from error
    if not content:
        raise Refusal("empty-file")
    if len(content) > MOST_BYTES:
        raise Refusal("too-large", f"has more than {MOST_BYTES // 1_000_000} MB on disk")
    if content.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in content
        raise Refusal("password" if locked else "old-workbook")
    if not content.startswith(_ZIP):
        raise Refusal("not-a-workbook")
    if _ZIP_END not in content:
        raise Refusal("truncated")
    # every entry of the zip's table of contents begins with this, whatever its count says
    if content.count(_ZIP_ENTRY) > MOST_PARTS:
        raise Refusal("too-many-parts", f"has more than {MOST_PARTS} parts")
    return content


def _unpacked(content: bytes) -> dict[str, bytes]:
    """Unpack every part, after a look at what the zip says of each."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_names(entries)
            _check_sizes(entries)
            # a part is never read beyond its stated size, and one that is longer is refused
            return {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise Refusal("truncated") from error
    except (NotImplementedError, RuntimeError) as error:
        raise Refusal("odd-packing") from error


def _check_names(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.orig_filename for entry in entries]
    odd = [name for name in names if _ODD_NAME.search(name)]
    if odd:
        raise Refusal("odd-part-name", repr(odd[0])[:80])
    if len({name.casefold() for name in names}) < len(names):
        raise Refusal("duplicate-part")


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Refusal("password")
    if any(entry.compress_type not in _PACKINGS for entry in entries):
        raise Refusal("odd-packing")
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise Refusal("too-large", f"has more than {MOST_BYTES // 1_000_000} MB when unpacked")
    for entry in entries:
        if entry.file_size > max(SMALL_PART, MOST_RATIO * entry.compress_size):
            raise Refusal(
                "too-large",
                f"has a part packed to less than 1/{MOST_RATIO} of its size ({entry.filename})",
            )
