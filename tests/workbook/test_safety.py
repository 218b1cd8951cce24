"""Text stays text, writing is all or nothing, and the same inputs give the same bytes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import openpyxl
import pytest
import witnesses
from cases import EXAMPLE, cases, example
from evidence_cases import evidence_cases
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.writer.excel import ExcelWriter
from providers import plain, plain_book

import fairprice as fp
from fairprice.workbook.model import column_letter
from fairprice.workbook.sheets.published import HEADINGS, LEFT_OUT

HOSTILE = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x")',
    "#N/A",
    "@SUM(1)",
    "+1",
    "-1",
    "=",
    "'=1+1",
    '</t></is></c><c r="A1"><f>1+1</f></c>',
    "{=1+1}",
    "TRUE",
    "1e5",
    "2026-04-06",
    "&amp;<>\"'",
    "_x0041_",
]
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def book_with(text: str, *others: str) -> fp.OpenBook:
    """Put a text wherever a party may write one, and others into roles and sources."""
    texts = (text, *(others or ("Senior",)))
    party = plain(
        contact_pay_rate=None,
        pay_band_role=texts,
        pay_band_rate=(13.0,) * len(texts),
        pay_band_share=(1 / len(texts),) * len(texts),
        provider_name=text,
    )
    data = party.model_dump(exclude_none=True)
    data["sources"] = {"holiday_weeks": text, "miles_per_visit": text, "provider_name": text}
    rest = [name for name in party.inputs() if name not in data["sources"]]
    data["sources"] |= dict(zip(rest, others, strict=False))
    return fp.OpenBook(fp.Assumptions.model_validate(data))


def cells_of(path):
    """Yield sheet part, cell element, type, formula and text of every cell in the XML."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name):
                for cell in ET.fromstring(archive.read(name)).iter(f"{MAIN}c"):
                    text = "".join(t.text or "" for t in cell.iter(f"{MAIN}t"))
                    yield name, cell, cell.get("t"), cell.find(f"{MAIN}f"), text


@pytest.fixture(scope="module")
def harmless(tmp_path_factory):
    """The formulas where every text is harmless."""
    texts = [f"harmless {number}" for number, _ in enumerate(HOSTILE)]
    path = tmp_path_factory.mktemp("harmless") / "harmless.xlsx"
    return witnesses.formula_texts(fp.write_fee_workbook(book_with(*texts), path))


@pytest.mark.parametrize("published", [False, True])
@pytest.mark.parametrize(
    "name",
    [*HOSTILE[:2], *(pytest.param(text, marks=pytest.mark.slow) for text in HOSTILE[2:])],
)
def test_text_never_becomes_a_formula_an_error_or_a_number(tmp_path, name, published, harmless):
    """One text is the name of the provider, which is its title; each is a role and a source."""
    book = book_with(name, *(text for text in HOSTILE if text != name))
    path = fp.write_fee_workbook(book, tmp_path / "hostile.xlsx", published=published)
    cells = [(kind, formula, shown) for _, _, kind, formula, shown in cells_of(path)]
    workbook = openpyxl.load_workbook(path)
    read = [cell for page in workbook for row in page.iter_rows() for cell in row]
    for text in HOSTILE:
        # an underline that would start the number of a character is written as a number itself
        stored = text.replace("_x0041_", "_x005F_x0041_")
        found = [(kind, formula) for kind, formula, shown in cells if shown == stored]
        assert len(found) >= (5 if text == name else 2)
        for kind, formula in found:
            assert kind in ("s", "inlineStr")
            assert formula is None
        places = [cell for cell in read if cell.value == stored]
        assert len(places) == len(found)
        if text[0] in "=+-@":
            assert all(cell.quotePrefix for cell in places), "editing it would start a formula"
    assert witnesses.formula_texts(path) == ({} if published else harmless)
    assert published or name in workbook["Cover"]["A1"].value


@pytest.mark.slow
def test_hostile_text_stays_text_when_another_program_recalculates(tmp_path):
    data = plain(provider_name=HOSTILE[0]).model_dump(exclude_none=True)
    names = ("holiday_weeks", "miles_per_visit", "mileage_rate", "travel_pay_rate")
    data["sources"] = dict(zip(names, HOSTILE[1:], strict=False))
    path = tmp_path / "hostile.xlsx"
    fp.write_fee_workbook(fp.OpenBook(fp.Assumptions.model_validate(data)), path)
    [shown] = witnesses.recalculate_with_libreoffice([path], tmp_path / "office")
    before = witnesses.values(path)
    texts = {place: text for place, text in before.items() if text in HOSTILE}
    assert set(texts.values()) == set(HOSTILE[:5])
    assert {place: shown[place] for place in texts} == texts


@pytest.mark.parametrize(
    "text", ["a\tb", "a\nb", "a\x00b", "a\x0bb", "a\u202eb", "", "   ", "x" * 501]
)
def test_text_that_cannot_stand_on_one_line_is_refused_before_it_reaches_a_file(text):
    with pytest.raises(fp.AssumptionsError) as refused:
        plain(provider_name=text)
    assert "provider_name" in str(refused.value)


def test_a_leading_tab_is_taken_away(tmp_path):
    path = fp.write_fee_workbook(book_with("\t=1+1"), tmp_path / "tab.xlsx")
    assert book_with("\t=1+1").assumptions.about.provider_name == "=1+1"
    assert not [text for *_, text in cells_of(path) if "\t" in text]


any_text = st.text(min_size=1, max_size=60).filter(lambda t: t.strip() and t.isprintable())


@pytest.mark.slow
@settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(any_text, min_size=20, max_size=20, unique_by=str.strip))
def test_any_text_comes_back_as_it_was_typed(texts):
    with tempfile.TemporaryDirectory() as folder:
        path = fp.write_fee_workbook(book_with(*texts), Path(folder) / "text.xlsx")
        workbook = openpyxl.load_workbook(path)
        cells = [workbook["Cover"][witnesses.addresses(path, "Cover")["Provider", "Value"]]]
        sheet, places = witnesses.named_cells(workbook, "pay_band_role")
        cells += [workbook[sheet][place] for place in places]
        read = [(cell.value, cell.data_type) for cell in cells]
        assert read == [(text.strip(), "s") for text in (texts[0], *texts)]


OVERLAY = """
[sources.council]
title = {title}
address = "https://council.example/policy"

[[parameter]]
name = "adult_minimum_wage"
label = {label}
unit = "GBP per hour"
nations = ["England"]

[[parameter.values]]
valid_from = 2026-04-01
valid_to = 2027-03-31
value = 13.00
source = "council"
checked = 2026-05-01
certainty = {certainty}
"""


def rates_with(folder: Path, text: str) -> fp.StatutoryRates:
    """Lay a file of the user's own over the register."""
    overlay = folder / "policy.toml"
    written = json.dumps(text)  # a JSON string is a TOML string
    overlay.write_text(OVERLAY.format(title=written, label=written, certainty=written))
    return fp.statutory_rates("2026-04-06", nation="England", overlay=overlay)


@pytest.mark.parametrize("text", HOSTILE[:7])
def test_text_of_a_users_own_register_never_becomes_a_formula(tmp_path, text):
    book = fp.OpenBook(plain(), rates_with(tmp_path, text))
    path = fp.write_fee_workbook(book, tmp_path / "overlay.xlsx")
    # as source and label, and among other words as how the value is attested
    as_written = (text, f"assumed ({text})")
    found = [(kind, f) for _, _, kind, f, shown in cells_of(path) if shown in as_written]
    assert len(found) == 3
    assert all(kind in ("s", "inlineStr") and formula is None for kind, formula in found)


def test_control_characters_of_a_users_own_register_are_no_traceback(tmp_path):
    """A vertical tab cannot be stored in a workbook: it is refused in words, or left out."""
    try:
        book = fp.OpenBook(plain(), rates_with(tmp_path, "policy\x0bnote"))
        path = fp.write_fee_workbook(book, tmp_path / "control.xlsx")
    except fp.FairpriceError:
        return
    assert not [text for *_, text in cells_of(path) if "\x0b" in text]


# The same bytes

_WRITE = (
    "import sys, fairprice as fp; book = fp.OpenBook(fp.load_assumptions(sys.argv[1])); "
    "fp.write_fee_workbook(book, sys.argv[2]); "
    "fp.write_fee_workbook(book, sys.argv[3], published=True)"
)


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "zone"), [("1", "UTC"), ("4242", "Pacific/Auckland")])
def test_the_same_inputs_give_the_same_bytes_in_any_process(
    tmp_path, files, published_files, seed, zone
):
    targets = [tmp_path / f"{name}.xlsx" for name in ("open_book", "published")]
    subprocess.run(
        [sys.executable, "-c", _WRITE, str(EXAMPLE), *map(str, targets)],
        stdin=subprocess.DEVNULL, check=True,
        env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone},
    )  # fmt: skip
    here = [product["example"] for product in (files, published_files)]
    assert [path.read_bytes() for path in targets] == [path.read_bytes() for path in here]


def test_the_same_inputs_give_the_same_bytes_at_another_time(tmp_path, monkeypatch):
    first = fp.write_fee_workbook(example(), tmp_path / "first.xlsx").read_bytes()
    later = time.time() + 100_000
    monkeypatch.setattr(time, "time", lambda: later)
    second = fp.write_fee_workbook(example(), tmp_path / "second.xlsx").read_bytes()
    with zipfile.ZipFile(tmp_path / "second.xlsx") as archive:
        time_in_zip = {info.date_time for info in archive.infolist()}
    assert first == second
    assert time_in_zip == {(1980, 1, 1, 0, 0, 0)}


def test_other_inputs_give_other_bytes(tmp_path):
    first = fp.write_fee_workbook(plain_book(), tmp_path / "first.xlsx")
    second = fp.write_fee_workbook(plain_book(miles_per_visit=2.1), tmp_path / "second.xlsx")
    assert first.read_bytes() != second.read_bytes()


# Reading


WATCHED = """
import os, sys, tempfile
import fairprice as fp
seen = []
REACHES_OUT = ("socket.", "subprocess.", "os.system", "os.exec", "os.spawn", "os.posix_spawn",
               "os.startfile", "os.fork", "urllib.", "http.", "ftplib.", "smtplib.")
CHANGES = ("os.remove", "os.rename", "os.truncate", "os.chmod", "os.mkdir", "os.rmdir", "os.link")
own = tempfile.gettempdir()

def watch(event, arguments):
    if event.startswith(REACHES_OUT):
        seen.append(event)
    about = str(arguments[0]) if arguments else ""
    writes = event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR)
    if (writes or event in CHANGES) and not about.startswith(own):
        seen.append((event, about))

sys.addaudithook(watch)
assert fp.verify_workbook(sys.argv[1]).status == 0
fp.read_assumptions(sys.argv[2], challenge=False)
fp.load_assumptions(sys.argv[3])
assert not seen, seen
"""


@pytest.mark.slow
def test_reading_runs_nothing_fetches_nothing_and_changes_nothing(tmp_path):
    """Python itself tells of everything that is opened, started and sent."""
    (tmp_path / "temporary").mkdir()
    files = [
        fp.write_fee_workbook(example(), tmp_path / "fee.xlsx"),
        fp.write_intake_workbook(example(), tmp_path / "form.xlsx"),
        EXAMPLE,
    ]
    settings = {"TMPDIR": str(tmp_path / "temporary"), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", WATCHED, *map(str, files)]
    subprocess.run(command, check=True, env=os.environ | settings, stdin=subprocess.DEVNULL)


# The language of the workbook


WRITTEN_ABROAD = """
import hashlib, locale, sys
locale.setlocale(locale.LC_ALL, "")
import fairprice as fp
from datetime import date
assert f"{date(2026, 4, 6):%B}" != "April"
sys.path[:0] = sys.argv[2:]
from evidence_cases import evidence_cases
fp.write_evidence_workbook(evidence_cases()["no minimum wage, 2014"], sys.argv[1])
assert fp.verify_workbook(sys.argv[1]).status == 0
"""


@pytest.mark.slow
def test_the_bytes_do_not_depend_on_the_language_of_the_computer(tmp_path):
    """Days in words are in English, whatever a Welsh process calls April."""
    build = shutil.which("localedef")
    if build is None or not Path("/usr/share/i18n/locales/cy_GB").exists():
        pytest.skip("no other language can be made here")
    welsh = tmp_path / "cy_GB.UTF-8"
    subprocess.run([build, "-i", "cy_GB", "-f", "UTF-8", welsh], check=False, capture_output=True)
    assert welsh.is_dir()
    case = evidence_cases()["no minimum wage, 2014"]  # its cover, too, names the day
    here = fp.write_evidence_workbook(case, tmp_path / "here.xlsx")
    there = tmp_path / "there.xlsx"
    command = [sys.executable, "-c", WRITTEN_ABROAD, there, *map(str, sys.path)]
    language = {"LOCPATH": str(tmp_path), "LC_ALL": welsh.name}
    subprocess.run(command, check=True, env=os.environ | language)
    assert there.read_bytes() == here.read_bytes()


def test_nothing_in_the_library_asks_for_the_language_of_the_computer():
    """No name of a month or day, and no number, is written or read by the C library."""
    found = [
        f"{path.name}: {line.strip()}"
        for path in Path(fp.__file__).parent.rglob("*.py")
        if path.parts[-2:] != ("visits", "typed.py")  # DuckDB's, which knows English only
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"%-?[aAbBcpxXZ]\b|\bimport locale|:n\}", line)
    ]
    assert found == []


# All or nothing


@pytest.mark.slow
@pytest.mark.parametrize("failure", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("moment", ["fsync", "replace"])
def test_a_failure_while_writing_leaves_the_old_file_and_nothing_else(
    tmp_path, monkeypatch, moment, failure
):
    target = tmp_path / "fees.xlsx"
    fp.write_fee_workbook(plain_book(), target)
    before = target.read_bytes()

    def fail(*arguments, **options):
        raise failure

    if moment == "fsync":
        monkeypatch.setattr(os, "fsync", fail)
    else:
        monkeypatch.setattr(Path, "replace", fail)
    expected = fp.FileWriteError if isinstance(failure, OSError) else KeyboardInterrupt
    with pytest.raises(expected):
        fp.write_fee_workbook(example(), target)
    monkeypatch.undo()
    assert target.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["fees.xlsx"]


def test_a_failure_while_laying_out_leaves_the_old_file(tmp_path, monkeypatch):
    target = tmp_path / "fees.xlsx"
    fp.write_fee_workbook(plain_book(), target)
    before = target.read_bytes()
    monkeypatch.setattr(ExcelWriter, "save", lambda *_: (_ for _ in ()).throw(MemoryError))
    with pytest.raises(MemoryError):
        fp.write_fee_workbook(example(), target)
    assert target.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["fees.xlsx"]


def no_folder(tmp_path):
    return tmp_path / "absent" / "fees.xlsx"


def a_file_for_a_folder(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    return tmp_path / "file" / "fees.xlsx"


def a_folder_for_a_file(tmp_path):
    (tmp_path / "fees.xlsx").mkdir()
    return tmp_path / "fees.xlsx"


def a_folder_that_may_not_be_written(tmp_path):
    if os.name == "nt" or os.geteuid() == 0:
        pytest.skip("permissions do not bind this user")
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    return locked / "fees.xlsx"


@pytest.mark.parametrize(
    "where",
    [no_folder, a_file_for_a_folder, a_folder_for_a_file, a_folder_that_may_not_be_written],
)
def test_where_nothing_can_be_written_the_message_says_what_to_do(tmp_path, where):
    target = where(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(fp.FileWriteError) as refused:
        fp.write_fee_workbook(plain_book(), target)
    [problem] = refused.value.problems
    assert problem.code == "cannot-write"
    assert str(target) in str(refused.value)
    assert problem.what
    assert "None" not in problem.what
    assert "Check that the folder exists" in problem.mend
    assert sorted(tmp_path.rglob("*")) == before


def test_the_path_may_be_text_and_is_returned(tmp_path):
    target = tmp_path / "fees.xlsx"
    assert fp.write_fee_workbook(plain_book(), str(target)) == target
    assert target.stat().st_size > 10_000


def test_an_earlier_file_is_replaced(tmp_path):
    target = tmp_path / "fees.xlsx"
    target.write_text("an earlier file")
    fp.write_fee_workbook(plain_book(), target)
    assert zipfile.is_zipfile(target)


# The published file


@pytest.mark.parametrize("case", list(cases()))
def test_the_published_file_holds_the_numbers_and_nothing_that_works(files, published_files, case):
    path = published_files[case]
    workbook = witnesses.opened(path)
    shown = witnesses.values(path)
    assert witnesses.formula_texts(path) == {}
    assert not workbook.defined_names
    for page in workbook:
        assert not page.protection.sheet
        assert not page.data_validations.dataValidation
        assert page._charts == []
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert not [name for name in names if "chart" in name or "drawing" in name]
        assert b"<f>" not in b"".join(archive.read(name) for name in names)
    # from row 4 on; the lines above tell what each file is for
    open_book = witnesses.values(files[case])
    for (sheet, cell), value in open_book.items():
        row, column = coordinate_to_tuple(cell)
        if row <= 3 or sheet in ("Cover", "Contents", "Notes", "Price chart", "Volume chart"):
            continue
        heading = open_book[sheet, f"{column_letter(column)}4"]
        if heading in LEFT_OUT or heading == "Address":
            continue
        headings = [HEADINGS.get(heading, heading) == there.value for there in workbook[sheet][4]]
        there = workbook[sheet].cell(row, headings.index(True) + 1)
        found, expected = shown[sheet, there.coordinate], HEADINGS.get(value, value)
        if there.hyperlink is not None and heading == "Source":
            whole = " ".join(str(open_book.get((sheet, f"{letter}{row}"))) for letter in "IH")
            assert found in whole or found.startswith("Source of ")
            assert there.hyperlink.target in (
                whole if sheet == "Inputs" else open_book[sheet, f"I{row}"]
            )
        else:
            assert witnesses.agree(found, expected, 1e-3) or found == expected, f"{sheet}!{cell}"


# Books of unusual shape


def test_every_part_of_every_file_is_well_formed(files, published_files):
    for path in (*files.values(), *published_files.values()):
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            for name in archive.namelist():
                ET.fromstring(archive.read(name))


def test_a_provider_without_travel_has_a_workbook(tmp_path):
    """Nothing is paid or travelled for a visit of no hours: the pay rate there is nothing."""
    book = plain_book(travel_minutes_per_visit=0.0, miles_per_visit=0.0)
    path = fp.write_fee_workbook(book, tmp_path / "no_travel.xlsx")
    assert book.lines["one_visit"].sum() == 0
    places = witnesses.addresses(path, "Workings")
    label = book.label("counting_pay_rate")
    shown = witnesses.values(path)
    assert shown["Workings", places[label, "One visit"]] == 0
    assert shown["Workings", places[label, "One contact hour"]] == pytest.approx(13.0)


@pytest.mark.parametrize("lengths", [(15.0, 15.0), (15.0, 15.000001, 30.0)])
def test_lengths_that_would_share_a_heading_are_refused_or_told_apart(tmp_path, lengths):
    """A table with two headings alike is a damaged file to Excel."""
    try:
        book = plain_book(fee_visit_minutes=lengths)
    except fp.AssumptionsError:
        return
    path = fp.write_fee_workbook(book, tmp_path / "alike.xlsx")
    for page in openpyxl.load_workbook(path):
        for table in page.tables.values():
            assert len(set(table.column_names)) == len(table.column_names), page.title


def test_numbers_are_stored_as_finite_numbers(files):
    for path in files.values():
        for name, cell, kind, _, _ in cells_of(path):
            stored = cell.find(f"{MAIN}v")
            where = f"{name} {cell.get('r')}"
            assert kind in (None, "n", "str", "inlineStr", "d"), where
            if stored is not None and kind in (None, "n"):
                assert re.fullmatch(r"-?[0-9.]+(e[-+]?[0-9]+)?", stored.text), where
