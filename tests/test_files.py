"""Files of text are read whatever editor saved them; files are written as a whole or not at all."""

from __future__ import annotations

import gc
import os
import signal
import stat
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from providers import plain, plain_book

import fairprice as fp
from fairprice import files

posix = pytest.mark.skipif(os.name == "nt", reason="what POSIX has and Windows has not")
EXAMPLES = Path(__file__).parents[1] / "examples"
#: Each door through which TOML comes in, with a sound file.
DOORS: dict[str, tuple[Callable[[Path], Any], str]] = {
    "assumptions": (fp.load_assumptions, (EXAMPLES / "provider.toml").read_text("utf-8")),
    "contract": (fp.load_contract, (EXAMPLES / "planned_minutes.toml").read_text("utf-8")),
    "people": (fp.load_cohort, (EXAMPLES / "people.toml").read_text("utf-8")),
    "law": (
        lambda path: fp.statutory_rates("2027-06-01", "England", overlay=path),
        fp.draft_law("2027-06-01", "England"),
    ),
}


def written_to(path: Path) -> Path:
    """Return what every writer of the library does at last, with the least work."""
    fp.dump_assumptions(plain(), path)
    return path


def refused_writing(path: Path | str) -> str:
    with pytest.raises(fp.FileWriteError) as refused:
        fp.dump_assumptions(plain(), path)
    [problem] = refused.value.problems
    assert problem.code == "cannot-write"
    assert "Nothing was written" in problem.why
    return problem.what


# Reading


@pytest.mark.parametrize("door", DOORS)
def test_a_mark_of_utf_8_is_read_over(tmp_path: Path, door: str) -> None:
    """Editors of Windows put one before the text."""
    load, text = DOORS[door]
    plainly, marked = tmp_path / "plainly.toml", tmp_path / "marked.toml"
    plainly.write_bytes(text.encode())
    marked.write_bytes(b"\xef\xbb\xbf" + text.encode())
    if door == "law":
        for path in (plainly, marked):  # a draft holds gaps, told alike
            with pytest.raises(fp.RegisterFileError, match="not-filled-in"):
                load(path)
    else:
        assert load(marked) == load(plainly)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-16", "it is in UTF-16."),
        ("utf-32", "it is in UTF-32."),
        ("cp1252", "such as that of Windows (Windows-1252): line 1 holds a byte that is no letter"),
    ],
)
def test_another_encoding_is_named(tmp_path: Path, door: str, encoding: str, named: str) -> None:
    load, text = DOORS[door]
    path = tmp_path / "theirs.toml"
    path.write_bytes(f"# GBP is £\n{text}".encode(encoding))
    with pytest.raises(fp.FairpriceError) as refused:
        load(path)
    [problem] = refused.value.problems
    assert problem.code == "not-toml"
    assert named in problem.what
    assert problem.mend.startswith("Save it as UTF-8")


@pytest.mark.parametrize("name", ["a\0b.xlsx", "a\ud800b.xlsx"])
@pytest.mark.parametrize("door", [*DOORS, "form", "verify"])
def test_a_name_that_no_file_can_have_is_one_error(name: str, door: str) -> None:
    other = {"form": fp.read_assumptions, "verify": fp.verify_workbook}
    load: Callable[[Any], Any] = other[door] if door in other else DOORS[door][0]
    with pytest.raises(fp.FairpriceError) as refused:
        load(name)
    [problem] = refused.value.problems
    assert problem.code in ("cannot-read", "unreadable")
    str(refused.value).encode("utf-8")


def test_a_text_without_end_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(files, "_MOST_BYTES", 1000)
    (tmp_path / "long.toml").write_text("#" * 1001, encoding="utf-8")
    with pytest.raises(fp.AssumptionsError, match="it has more than"):
        fp.load_assumptions(tmp_path / "long.toml")


# Writing


@pytest.fixture
def umask() -> Iterator[int]:
    before = os.umask(0o027)
    yield 0o027
    os.umask(before)


@posix
def test_a_new_file_has_the_permissions_that_new_files_have(tmp_path: Path, umask: int) -> None:
    assert stat.S_IMODE(written_to(tmp_path / "new.toml").stat().st_mode) == 0o640
    book = fp.write_fee_workbook(plain_book(), tmp_path / "new.xlsx")
    assert stat.S_IMODE(book.stat().st_mode) == 0o640


@posix
def test_a_file_that_is_replaced_keeps_its_permissions(tmp_path: Path) -> None:
    path = written_to(tmp_path / "kept.toml")
    path.chmod(0o604)
    assert stat.S_IMODE(written_to(path).stat().st_mode) == 0o604


@posix
@pytest.mark.parametrize("there", [True, False])
def test_a_symbolic_link_stays_one(tmp_path: Path, there: bool) -> None:
    (tmp_path / "shared").mkdir()
    target, link = tmp_path / "shared" / "provider.toml", tmp_path / "provider.toml"
    if there:
        target.write_text("before", encoding="utf-8")
    link.symlink_to(Path("shared") / "provider.toml")
    written_to(link)
    assert link.is_symlink()
    assert fp.load_assumptions(target) == plain()
    assert sorted(found.name for found in tmp_path.rglob("*")) == [
        "provider.toml", "provider.toml", "shared",
    ]  # fmt: skip


@posix
def test_a_link_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").symlink_to("b.toml")
    (tmp_path / "b.toml").symlink_to("a.toml")
    assert "Too many levels of symbolic links" in refused_writing(tmp_path / "a.toml")
    (tmp_path / "c.toml").symlink_to("absent/c.toml")
    assert "No such file or directory" in refused_writing(tmp_path / "c.toml")


@posix
def test_a_pipe_and_a_device_stay_what_they_are(tmp_path: Path) -> None:
    """An administrator, too, could once replace the null device by a file."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert "it is a device or a pipe, not a file" in refused_writing(pipe)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    device = tmp_path / "null"
    try:
        os.mknod(device, stat.S_IFCHR | 0o666, os.makedev(1, 3))
    except PermissionError:
        return
    assert "it is a device or a pipe, not a file" in refused_writing(device)
    link = tmp_path / "link"
    link.symlink_to(device)
    assert "it is a device or a pipe, not a file" in refused_writing(link)
    assert stat.S_ISCHR(device.stat().st_mode)


def test_a_write_protected_file_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "provider.toml"
    path.write_text("kept", encoding="utf-8")
    path.chmod(0o444)
    assert "the file there is write-protected" in refused_writing(path)
    assert path.read_text(encoding="utf-8") == "kept"
    path.chmod(0o644)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert "it is a folder" in refused_writing(tmp_path)


@posix
@pytest.mark.parametrize("length", [245, 251, 255])
def test_the_longest_names_can_be_written(tmp_path: Path, length: int) -> None:
    name = "é" * ((length - 5) // 2)
    path = tmp_path / f"{name}{'x' * (length - 5 - 2 * len(name))}.toml"
    assert len(os.fsencode(path.name)) == length
    assert fp.load_assumptions(written_to(path)) == plain()


@posix
def test_a_longer_name_is_refused(tmp_path: Path) -> None:
    assert "File name too long" in refused_writing(tmp_path / ("x" * 256))


@pytest.mark.parametrize("name", ["a\0b.xlsx", "a\ud800b.xlsx"])
def test_no_file_is_written_under_a_name_that_none_can_have(tmp_path: Path, name: str) -> None:
    path = os.path.join(tmp_path, name)
    assert "no file can have that name" in refused_writing(path)
    with pytest.raises(fp.FileWriteError, match="no file can have that name") as refused:
        fp.write_fee_workbook(plain_book(), path)
    with pytest.raises(fp.FileWriteError, match="unknown-file-type") as of_another_kind:
        fp.write_fee_workbook(plain_book(), f"{path}.csv")
    for error in (refused, of_another_kind):
        str(error.value).encode("utf-8")
    assert list(tmp_path.iterdir()) == []


def test_no_room_for_temporary_files_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A workbook's sheets are written there before they are put together."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "absent"))
    with pytest.raises(fp.FileWriteError, match=r"cannot be written \(No such file") as refused:
        fp.write_fee_workbook(plain_book(), tmp_path / "fees.xlsx")
    assert list(tmp_path.iterdir()) == []
    assert refused.value.__cause__ is not None  # what it holds is not yet gone
    # of its type, as a reference to something that is gone has no class to ask for
    archives = [one for one in gc.get_objects() if issubclass(type(one), zipfile.ZipFile)]
    assert not [one for one in archives if one.mode == "w" and one.fp is not None]


KILLED = """
import os, signal, sys
import fairprice as fp
os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)
assumptions = fp.load_assumptions(sys.argv[1])
fp.dump_assumptions(assumptions, sys.argv[2])
"""


@posix
def test_what_a_killed_run_left_is_gone_after_the_next(tmp_path: Path) -> None:
    command = [sys.executable, "-c", KILLED, EXAMPLES / "provider.toml", tmp_path / "a.toml"]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    [left] = tmp_path.iterdir()
    assert left.name.endswith(".part")
    (tmp_path / "mine.part").write_text("another's", encoding="utf-8")
    written_to(tmp_path / "b.toml")
    assert sorted(found.name for found in tmp_path.iterdir()) == ["b.toml", "mine.part"]


@posix
def test_what_another_run_is_writing_stays(tmp_path: Path) -> None:
    part, file = files._part_in(tmp_path)
    with file:
        written_to(tmp_path / "b.toml")
        assert part.exists()
    written_to(tmp_path / "b.toml")
    assert not part.exists()
