"""Files of other producers: a right verdict, or one of the library's errors."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from cases import example
from openpyxl.comments import Comment
from packages import MAIN, STRICT, Parts, packed, parts_of
from producers import HONEST, dates_from_1904
from rendering import need_programs

import fairprice as fp

pytestmark = pytest.mark.slow

AS_WRITTEN = "As written by fairprice"


@pytest.fixture(scope="module")
def parts(files: dict[str, Path]) -> Parts:
    return parts_of(files["example"])


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("form")
    return fp.write_intake_workbook(example().assumptions, folder / "form.xlsx")


@pytest.mark.parametrize("habit", HONEST)
def test_a_workbook_of_other_habits_is_as_written(
    tmp_path: Path, parts: Parts, files: dict[str, Path], habit: str
) -> None:
    path = tmp_path / "theirs.xlsx"
    path.write_bytes(HONEST[habit](parts))
    verification = fp.verify_workbook(path, original=files["example"])
    assert verification.verdict.startswith(AS_WRITTEN), verification


@pytest.mark.parametrize("habit", HONEST)
def test_a_form_of_other_habits_is_read_as_it_was_filled_in(
    tmp_path: Path, form: Path, habit: str
) -> None:
    path = tmp_path / "theirs.xlsx"
    path.write_bytes(HONEST[habit](parts_of(form)))
    assert fp.read_assumptions(path) == example().assumptions


def test_what_other_programs_make_of_other_habits_is_as_written(
    tmp_path: Path, parts: Parts
) -> None:
    """LibreOffice opens each and saves it; what it drops or adds is known."""
    paths = []
    for number, make in enumerate(HONEST.values()):
        paths.append(tmp_path / f"{number}.xlsx")
        paths[-1].write_bytes(make(parts))
    need_programs()
    saved = tmp_path / "saved"
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
         "--norestore", "--convert-to", "xlsx", "--outdir", str(saved), *map(str, paths)],
        check=True, capture_output=True, timeout=600,
    )  # fmt: skip
    for number, habit in enumerate(HONEST):
        verification = fp.verify_workbook(saved / f"{number}.xlsx")
        assert verification.verdict.startswith(AS_WRITTEN), f"{habit}: {verification}"


def saved_by_gnumeric(path: Path, target: Path) -> Path:
    if shutil.which("ssconvert") is None:
        pytest.skip("Gnumeric (ssconvert) is not installed: the third program cannot be heard.")
    subprocess.run(
        ["ssconvert", "-T", "Gnumeric_Excel:xlsx2", str(path), str(target)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return target


@pytest.mark.parametrize("case", ["example", "twelve lengths"])
def test_what_gnumeric_saves_is_as_written(
    tmp_path: Path, files: dict[str, Path], case: str
) -> None:
    saved = saved_by_gnumeric(files[case], tmp_path / "saved.xlsx")
    assert fp.verify_workbook(saved).verdict.startswith(AS_WRITTEN)
    assert fp.read_assumptions(saved, challenge=False).inputs()


def test_an_evidence_workbook_saved_by_gnumeric_is_as_written(
    tmp_path: Path, evidence_files: dict[str, Path]
) -> None:
    saved = saved_by_gnumeric(evidence_files["example"], tmp_path / "saved.xlsx")
    assert fp.verify_workbook(saved).verdict.startswith(AS_WRITTEN)


def test_days_counted_from_1904_are_the_same_days(tmp_path: Path, form: Path, parts: Parts) -> None:
    path = tmp_path / "theirs.xlsx"
    path.write_bytes(dates_from_1904(parts_of(form)))
    assert fp.read_assumptions(path) == example().assumptions
    path.write_bytes(dates_from_1904(parts))
    verification = fp.verify_workbook(path)
    assert set(verification.differences["kind"]) == {"calculation setting"}


STRICT_SAVED = (
    "theirs.xlsx: is saved as a Strict Open XML spreadsheet (xl/workbook.xml). It has the same "
    "ending as an ordinary workbook, but many programs read it otherwise. Open it in Excel and "
    'save it as "Excel Workbook (.xlsx)", not as "Strict Open XML Spreadsheet". [strict]'
)
BACKSLASHES = (
    "theirs.xlsx: has parts whose names are put together with backslashes, such as "
    "'xl\\\\workbook.xml'. Some programs find such parts and others do not. Old packing programs "
    'write them. Open it in Excel or LibreOffice and save it as "Excel Workbook (.xlsx)". '
    "[backslash-in-a-name]"
)


def strict(parts: Parts) -> bytes:
    return packed(
        {name: part.replace(MAIN.encode(), STRICT.encode()) for name, part in parts.items()}
    )


def with_backslashes(parts: Parts) -> bytes:
    content = packed(parts)
    return re.sub(
        rb"(?<=PK\x01\x02.{42})xl/workbook.xml|(?<=PK\x03\x04.{26})xl/workbook.xml",
        rb"xl\\workbook.xml", content, flags=re.DOTALL,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("make", "message"), [(strict, STRICT_SAVED), (with_backslashes, BACKSLASHES)]
)
@pytest.mark.parametrize("read", [fp.verify_workbook, fp.read_assumptions])
def test_what_programs_do_not_read_alike_is_refused_in_one_sentence_for_its_true_reason(
    tmp_path: Path,
    parts: Parts,
    read: Callable[[Path], object],
    make: Callable[[Parts], bytes],
    message: str,
) -> None:
    path = tmp_path / "theirs.xlsx"
    path.write_bytes(make(parts))
    with pytest.raises(fp.WorkbookError) as refused:
        read(path)
    assert str(refused.value) == message


def test_a_form_whose_note_is_drawn_with_breaks_as_in_html_is_read(
    tmp_path: Path, form: Path
) -> None:
    """Excel writes them where a note has several lines."""
    path = tmp_path / "theirs.xlsx"
    workbook = openpyxl.load_workbook(form)
    workbook.worksheets[2]["B3"].comment = Comment("Two\nlines", "A careful reader")
    workbook.save(path)
    found = parts_of(path)
    [drawing] = [name for name in found if name.endswith(".vml")]
    broken = found[drawing].replace(b"</xml>", b"<div>Two<br>lines<BR ></div></xml>")
    assert broken != found[drawing]
    path.write_bytes(packed(found | {drawing: broken}))
    assert fp.read_assumptions(path) == example().assumptions
