"""From a file to the parts packed in it, each under one name and of a known size."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from io import BytesIO
from itertools import pairwise
from pathlib import Path

from fairprice.workbook.guard.words import Refusal

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
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_LOCAL, _ENTRY, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_LOCAL_HEADER, _END_RECORD = struct.Struct("<4s5H3L2H"), struct.Struct("<4s4H2LH")
_OUT_OF_THE_PACKAGE = re.compile(r"(^|/)\.\.?(/|$)|^/|//|:")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_.\-+,;=@&()\[\]{}~!$' /]+")
#: The size and checksum of a part may follow it, with or without a mark, in 4 or 8 bytes each.
_AFTER_A_PART = (0, 12, 16, 20, 24)
_SIZES_FOLLOW, _ENCRYPTED = 0x8, 0x1
#: The extra field in which a zip entry may have a second name.
_UNICODE_NAME = struct.pack("<H", 0x7075)


def read_file(path: Path) -> bytes:
    """Read a file, unless it is no workbook at first sight.

    Parameters
    ----------
    path
        The file; it is only read.

    Raises
    ------
    Refusal
        If it is missing, too large, damaged, locked with a password or not a workbook.
    """
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
    if not content.startswith(_LOCAL):
        raise Refusal("not-a-workbook")
    if _END not in content:
        raise Refusal("truncated")
    # every entry of the zip's table of contents begins with this, whatever its count says
    if content.count(_ENTRY) > MOST_PARTS:
        raise Refusal("too-many-parts", f"has more than {MOST_PARTS} parts")
    return content


def unpack(content: bytes) -> dict[str, bytes]:
    """Unpack every part, after a look at what the zip says of each.

    Parameters
    ----------
    content
        A file that :func:`read_file` has let through.

    Returns
    -------
    dict
        Content by name. No two names differ by capitals alone.

    Raises
    ------
    Refusal
        If a part is too large, has an odd name or two names, or if programs that go through
        the file from the front could find other parts than those in its table of contents.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            for entry in entries:
                _check_name(entry)
            names = {entry.orig_filename.casefold() for entry in entries}
            if len(names) < len(entries):
                raise Refusal("duplicate-part")
            _check_sizes(entries)
            _check_order(content, entries)
            # a part is never read beyond its stated size, and one that is longer is refused
            return {
                entry.filename: archive.read(entry)
                for entry in entries
                if not (entry.is_dir() and entry.file_size == 0)
            }
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error) as error:
        raise Refusal("truncated") from error
    except (NotImplementedError, RuntimeError) as error:
        raise Refusal("odd-packing", "encrypted or of several files") from error


def _check_name(entry: zipfile.ZipInfo) -> None:
    """Refuse a name that is not the same to every reader of zip files."""
    name = entry.orig_filename
    told = repr(name)[:80]
    if "\\" in name:
        raise Refusal("backslash-in-a-name", told)
    if _OUT_OF_THE_PACKAGE.search(name):
        raise Refusal("odd-part-name", told)
    if not _PLAIN_NAME.fullmatch(name):
        raise Refusal("odd-letters-in-a-name", told)
    if entry.filename != name or _has_second_name(entry.extra):
        raise Refusal("two-names", told)


def _has_second_name(extra: bytes) -> bool:
    place = 0
    while place + 4 <= len(extra):
        if extra[place : place + 2] == _UNICODE_NAME:
            return True
        place += 4 + int.from_bytes(extra[place + 2 : place + 4], "little")
    return False


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise Refusal("password")
    if any(entry.compress_type not in _PACKINGS for entry in entries):
        raise Refusal("odd-packing", "a packing other than deflate")
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise Refusal("too-large", f"has more than {MOST_BYTES // 1_000_000} MB when unpacked")
    for entry in entries:
        if entry.file_size > max(SMALL_PART, MOST_RATIO * entry.compress_size):
            raise Refusal(
                "too-large",
                f"has a part packed to less than 1/{MOST_RATIO} of its size ({entry.filename})",
            )


def _check_order(content: bytes, entries: list[zipfile.ZipInfo]) -> None:
    """Refuse a file that holds other parts than those of its table of contents.

    Some programs read the table, which stands last, and some the entries from the front.
    """
    end = content.rfind(_END)
    *_, size, start, comment = _END_RECORD.unpack_from(content, end)
    if comment or end + _END_RECORD.size != len(content):
        raise Refusal("odd-packing", "something stands behind its table of contents")
    in_order = sorted(entries, key=lambda entry: entry.header_offset)
    starts = [*(entry.header_offset for entry in in_order), start]
    if starts[0] or start + size != end:
        raise Refusal("odd-packing", "something stands before its table of contents")
    for entry, (here, following) in zip(in_order, pairwise(starts), strict=True):
        mark, _, flags, packing, *_, length, extra = _LOCAL_HEADER.unpack_from(content, here)
        begins = here + _LOCAL_HEADER.size
        name, more = content[begins : begins + length], content[begins + length :][:extra]
        left = following - (begins + length + extra + entry.compress_size)
        if mark != _LOCAL or name != entry.orig_filename.encode() or _has_second_name(more):
            raise Refusal("two-names", repr(entry.orig_filename)[:80])
        sizes_follow = flags & _SIZES_FOLLOW
        if packing != entry.compress_type or left not in (_AFTER_A_PART if sizes_follow else (0,)):
            raise Refusal("odd-packing", "something stands between its parts")
