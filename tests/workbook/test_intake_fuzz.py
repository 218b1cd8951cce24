"""Forms changed at random: what comes out is right, or one of the library's own errors."""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Callable
from copy import copy
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import witnesses
from hypothesis import given, settings
from hypothesis import strategies as st
from providers import plain
from strategies import HOSTILE_TEXTS, texts

import fairprice as fp

FIELDS = fp.Assumptions.fields()
NAMES = sorted(FIELDS)
WORKBOOK = "xl/workbook.xml"
Check = Callable[[Path, Path, st.DataObject], None]


def tried(few: int, many: int) -> Callable[[Check], Callable[[Path, Path, int], None]]:
    """Try a form and a folder with a few changes, and with many where there is time."""

    def decorate(check: Check) -> Callable[[Path, Path, int], None]:
        @pytest.mark.parametrize("count", [few, pytest.param(many, marks=pytest.mark.slow)])
        def test(form: Path, tmp_path: Path, count: int) -> None:
            @settings(max_examples=count)
            @given(data=st.data())
            def change(data: st.DataObject) -> None:
                check(form, tmp_path, data)

            change()

        test.__doc__ = check.__doc__
        return test

    return decorate


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = plain().model_dump(exclude_none=True)
    data["evidence"] = {
        "mileage_rate": {"basis": "=1+1", "low": 0.4, "high": 0.5, "quality": "green"},
        "visit_minutes": {"low": [25.0], "high": [35.0], "dated": datetime.date(2026, 4, 6)},
    }
    path = tmp_path_factory.mktemp("fuzz") / "form.xlsx"
    return fp.write_intake_workbook(fp.Assumptions.model_validate(data), path)


def outcome(content: bytes, folder: Path) -> fp.Assumptions | fp.FairpriceError:
    """Read a changed form: any exception that is not the library's own fails the test."""
    path = folder / "changed.xlsx"
    path.write_bytes(content)
    result: fp.Assumptions | fp.FairpriceError
    try:
        result = fp.read_assumptions(path, challenge=False)
    except fp.FairpriceError as refusal:
        result = refusal
    if isinstance(result, fp.FairpriceError):
        for p in result.problems:
            assert all((p.code, p.where, p.what, p.why, p.mend))
        assert result.problems
    else:
        # what was accepted holds together and can be written again
        assert fp.Assumptions.model_validate(result.model_dump(exclude_none=True)) == result
    assert path.read_bytes() == content
    return result


@tried(40, 150)
def test_bytes(form: Path, tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(form.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        start = data.draw(st.integers(0, len(content) - 1))
        content[start : start + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=40))
    if data.draw(st.booleans()):
        del content[data.draw(st.integers(0, len(content))) :]
    outcome(bytes(content), tmp_path)


def repacked(parts: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


#: Pieces that XML of a workbook is made of, in places where they do not belong.
PIECES = (
    b"", b"<", b">", b"&", b"\x00", b"\xff", b"</c>", b"<f>1+1</f>", b't="e"', b't="b"', b't="d"',
    b't="s"', b"<v>1e999</v>", b"<v>NaN</v>", b"<v></v>", b"<v>-1</v>", b'r="XFD1048576"',
    b'r="A0"', b"$D$5", b"#REF!", b"'Visits and travel'!$D$25", b"<is><t>Not applicable</t></is>",
    b"99999999999", b's="9999"', b"mileage_rate",
)  # fmt: skip


@pytest.mark.slow
@tried(25, 150)
def test_parts(form: Path, tmp_path: Path, data: st.DataObject) -> None:
    with zipfile.ZipFile(form) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = data.draw(st.sampled_from(sorted(parts)))
    action = data.draw(st.sampled_from(["piece", "drop", "swap", "cut", "odd name"]))
    part = bytearray(parts[name])
    if action == "piece":
        for _ in range(data.draw(st.integers(1, 4))):
            start = data.draw(st.integers(0, len(part)))
            end = start + data.draw(st.integers(0, 30))
            part[start:end] = data.draw(st.sampled_from(PIECES))
        parts[name] = bytes(part)
    elif action == "drop":
        del parts[name]
    elif action == "swap":
        other = data.draw(st.sampled_from(sorted(parts)))
        parts[name], parts[other] = parts[other], parts[name]
    elif action == "cut":
        parts[name] = bytes(part[: data.draw(st.integers(0, len(part)))])
    else:
        parts[data.draw(st.sampled_from(["xl/vbaProject.bin", "../up.xml", "xl/new.xml"]))] = b"x"
    outcome(repacked(parts), tmp_path)


def answers() -> st.SearchStrategy[object]:
    """Draw what a person, a program or an enemy may leave in a cell."""
    return st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(10**9), 10**9),
        st.floats(allow_nan=False, allow_infinity=False),
        texts(),
        st.sampled_from([*HOSTILE_TEXTS, "Not applicable", "N/A", "#REF!", "12,71", "53%", " "]),
        st.dates(datetime.date(1900, 3, 1), datetime.date(2100, 1, 1)),
        st.datetimes(datetime.datetime(1900, 3, 1), datetime.datetime(2100, 1, 1)),
        st.times(),
        st.timedeltas(datetime.timedelta(0), datetime.timedelta(9)),
    )


@pytest.mark.slow
@tried(12, 120)
def test_cells(form: Path, tmp_path: Path, data: st.DataObject) -> None:
    """What is accepted is what the cells say; an answer of the wrong kind is never converted."""
    workbook = witnesses.opened(form)
    changed: dict[str, object] = {}
    before: list[tuple[Any, Any, str, Any]] = []
    for _ in range(data.draw(st.integers(1, 5))):
        name = data.draw(st.sampled_from(NAMES))
        sheet, cells = witnesses.named_cells(workbook, name)
        column = data.draw(st.sampled_from([4, 4, 4, *range(7, 26)]))
        band = data.draw(st.integers(0, len(cells) - 1))
        cell = workbook[sheet].cell(workbook[sheet][cells[band]].row, column)
        before.append((cell, cell.value, cell.data_type, copy(cell._style)))
        answer = data.draw(answers())
        cell.value = answer
        if cell.data_type == "f" and data.draw(st.booleans()):
            cell.data_type = "s"
        if column == 4 and not FIELDS[name].is_table:
            changed[name] = cell.value if cell.data_type != "f" else "a formula"
    buffer = BytesIO()
    workbook.save(buffer)
    for cell, value, data_type, style in reversed(before):
        cell.value, cell.data_type, cell._style = value, data_type, style
    read = outcome(buffer.getvalue(), tmp_path)
    if isinstance(read, fp.FairpriceError):
        return
    given_now = read.inputs()
    for name, answer in changed.items():
        if isinstance(given_now.get(name), float) and FIELDS[name].default is None:
            assert isinstance(answer, (int, float)), name
            assert not isinstance(answer, bool), name
            assert given_now[name] == pytest.approx(answer, rel=1e-12), name
    untouched = {n: v for n, v in plain().inputs().items() if n not in changed}
    for name, value in untouched.items():
        if not FIELDS[name].is_table:
            assert given_now[name] == value, name


@pytest.mark.slow
@tried(8, 80)
def test_names(form: Path, tmp_path: Path, data: st.DataObject) -> None:
    """A name that points elsewhere is noticed, whatever it points at."""
    name = data.draw(st.sampled_from(NAMES))
    other = data.draw(st.sampled_from([n for n in NAMES if n != name]))
    with zipfile.ZipFile(form) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    defined = {
        found[1]: found[2]
        for found in re.finditer(rb'<definedName name="(\w+)"[^>]*>([^<]*)<', parts[WORKBOOK])
    }
    parts[WORKBOOK], count = re.subn(
        rb'(<definedName name="%s"[^>]*>)[^<]*' % name.encode(),
        lambda found: found[1] + defined[other.encode()],
        parts[WORKBOOK],
    )
    assert count == 1
    read = outcome(repacked(parts), tmp_path)
    assert isinstance(read, fp.AssumptionsError)
    assert read.problems[0].code == "name-misplaced"
