"""Two engines that recalculate a workbook on their own, and the means to tamper with one.

``formulas`` computes in Python and never looks at cached values. LibreOffice trusts
cached values, so they are stripped before it opens a file.
"""

from __future__ import annotations

import importlib
import math
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from io import BytesIO
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import openpyxl
import pytest
from openpyxl.utils import range_boundaries
from openpyxl.utils.cell import coordinate_to_tuple
from python_calamine import CalamineWorkbook

from fairprice import digits
from fairprice.charts.canvas import contrast
from fairprice.workbook.model import FIRST_ROW, Formula, Sheet, WorkbookModel, column_letter

#: What stands in a cell, by sheet name and cell.
Cells = dict[tuple[str, str], Any]

TOLERANCE = 1e-9
_FORMULA_CELL = re.compile(
    r'<c r="([A-Z]+[0-9]+)"([^>]*)><f>([^<]*)</f>(?:<v>[^<]*</v>|<v ?/>)?</c>'
)


def opened(path: Path, *, data_only: bool = False) -> openpyxl.Workbook:
    """Open a workbook to look at; copies of one file are opened once."""
    return _opened(path.read_bytes(), data_only)


@lru_cache(maxsize=32)
def _opened(content: bytes, data_only: bool) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(content), data_only=data_only)


def values(path: Path) -> Cells:
    """Read every filled cell as a viewer shows it."""
    return _filled(opened(path, data_only=True))


def formula_texts(path: Path) -> dict[tuple[str, str], str]:
    """Read the text of every formula."""
    return _filled(opened(path), "f")


def caches(path: Path) -> Cells:
    """Read the cached value of every formula cell."""
    shown = values(path)
    return {place: shown.get(place) for place in formula_texts(path)}


def _filled(workbook: openpyxl.Workbook, data_type: str = "") -> Cells:
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in workbook
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None and data_type in ("", cell.data_type)
    }


def _rounded(number: float, places: float) -> float:
    """Round the fifteen digits that a cell keeps, a half away from zero, as spreadsheets do.

    ``formulas`` rounds the number behind them, of which 32.855 is a little less.
    """
    step = Decimal(1).scaleb(-int(places))
    return float(Decimal(f"{number:.15g}").quantize(step, rounding=ROUND_HALF_UP))


def recalculate_with_formulas(path: Path, changes: Mapping[str, Any] | None = None) -> Cells:
    """Recalculate with the ``formulas`` package; every cell, constants included.

    Inputs may be changed by name, as in :func:`set_inputs`; the workbook is taken apart once,
    however many changes are tried on it.
    """
    typed = {
        f"'[{path.name}]{sheet.upper()}'!{cell}": entry
        for name, value in (changes or {}).items()
        for sheet, cell, entry in entries(path, name, value)
    }
    solution = _taken_apart(path, path.stat().st_mtime_ns, path.stat().st_size).calculate(typed)
    sheets = {name.upper(): name for name in opened(path).sheetnames}
    cells: Cells = {}
    for key, ranges in solution.items():
        found = re.fullmatch(r"'\[[^]]+\]([^']+)'!([A-Z]+[0-9]+)", str(key))
        if found:
            value = np.asarray(ranges.value, dtype=object).ravel()[0]
            cells[sheets[found[1]], found[2]] = value.item() if hasattr(value, "item") else value
    return cells


@lru_cache(maxsize=4)
def _taken_apart(path: Path, changed: int, size: int) -> Any:
    formulas = pytest.importorskip("formulas")
    functions = importlib.import_module("formulas.functions")
    functions.get_functions()["ROUND"] = functions.wrap_ufunc(_rounded)
    return formulas.ExcelModel().loads(str(path)).finish()


def needed(package: str) -> Any:
    """Import what the extra ``dev`` installs; skips without it, but fails where ``CI`` is true."""
    if os.environ.get("CI") == "true":
        return importlib.import_module(package)
    return pytest.importorskip(package)


def recalculate_with_formualizer(path: Path, folder: Path) -> Cells:
    """Recalculate with the ``formualizer`` package, from a copy without cached values."""
    formualizer = needed("formualizer")
    strip_caches(path, folder / path.name)
    workbook = formualizer.load_workbook(str(folder / path.name), strategy="eager_all")
    # its own takes single numbers only, where spreadsheets take each of an area
    workbook.register_function(
        "ABS", _absolute, min_args=1, max_args=1, allow_override_builtin=True
    )
    workbook.evaluate_all()
    return {
        (sheet, cell): workbook.get_value(sheet, *coordinate_to_tuple(cell))
        for sheet, cell in formula_texts(path)
    }


def _absolute(value: Any) -> Any:
    return list(map(_absolute, value)) if isinstance(value, list) else abs(value)


def libreoffice() -> str:
    """Find LibreOffice. Skips where it is not installed, but fails there when ``CI`` is true."""
    office = shutil.which("soffice")
    if office is None:
        reason = "LibreOffice (soffice) is not installed: the second witness cannot be heard."
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return office


@cache
def _profile() -> TemporaryDirectory[str]:
    """LibreOffice's own files, made at its first start; two that run at a time share none."""
    return TemporaryDirectory(prefix="office", ignore_cleanup_errors=True)


def saved_by_libreoffice(paths: Iterable[Path], folder: Path) -> list[Path]:
    """Let LibreOffice recalculate and save workbooks, in one start, without cached values."""
    office = libreoffice()
    stripped, answered = folder / "stripped", folder / "answered"
    for made in (stripped, answered):
        made.mkdir(parents=True)
    copies = [stripped / f"{number}.xlsx" for number, _ in enumerate(paths)]
    for path, copy in zip(paths, copies, strict=True):
        strip_caches(path, copy)
    # a start is given half an hour: on a machine with much else to do it is slow, not wrong
    subprocess.run(
        [office, f"-env:UserInstallation={Path(_profile().name).as_uri()}", "--headless",
         "--norestore", "--convert-to", "xlsx", "--outdir", str(answered), *map(str, copies)],
        check=True, capture_output=True, stdin=subprocess.DEVNULL, timeout=1800,
    )  # fmt: skip
    return [answered / copy.name for copy in copies]


def recalculate_with_libreoffice(paths: Iterable[Path], folder: Path) -> list[Cells]:
    """Recalculate with LibreOffice, in one start, from copies without cached values."""
    return [shown(path) for path in saved_by_libreoffice(paths, folder)]


def shown(path: Path) -> Cells:
    """Read every filled cell as a viewer shows it, with a reader that sees nothing else."""
    workbook = CalamineWorkbook.from_path(path)
    return {
        (name, f"{column_letter(column)}{row}"): value
        for name in workbook.sheet_names
        for row, cells in enumerate(
            workbook.get_sheet_by_name(name).to_python(skip_empty_area=False), start=1
        )
        for column, value in enumerate(cells, start=1)
        if value != ""
    }


def rewrite(path: Path, change: Callable[[str, str], str], target: Path | None = None) -> None:
    """Rewrite the parts of a workbook: ``change`` takes a part's name and text."""
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    with zipfile.ZipFile(target or path, "w", zipfile.ZIP_DEFLATED) as changed:
        for name, content in parts.items():
            changed.writestr(name, change(name, content.decode()))


def strip_caches(path: Path, target: Path) -> None:
    """Copy a workbook without the cached value of any formula cell."""

    def strip(name: str, text: str) -> str:
        if not name.startswith("xl/worksheets/sheet"):
            return text
        bare = _FORMULA_CELL.sub(
            lambda m: (
                f'<c r="{m[1]}"{m[2].replace(" t=" + chr(34) + "str" + chr(34), "")}>'
                f"<f>{m[3]}</f></c>"
            ),
            text,
        )
        left = re.findall(r"</f><v", bare)
        assert not left, f"{name}: {len(left)} cached values could not be stripped"
        return bare

    rewrite(path, strip, target)


def plant(path: Path, sheet: str, cell: str, *, formula: str = "", cache: str = "") -> None:
    """Replace a formula or its cached value in the file, and leave all else as it is."""
    number = opened(path).sheetnames.index(sheet) + 1
    counts = []

    def change(name: str, text: str) -> str:
        if name != f"xl/worksheets/sheet{number}.xml":
            return text
        pattern = rf'(<c r="{cell}"[^>]*><f>)([^<]*)(</f><v>)([^<]*)(</v>)'
        text, count = re.subn(
            pattern, lambda m: m[1] + (formula or m[2]) + m[3] + (cache or m[4]) + m[5], text
        )
        counts.append(count)
        return text

    rewrite(path, change)
    assert counts == [1], f"{sheet}!{cell} holds no formula with a cached value"


def set_input(path: Path, name: str, value: float | Iterable[float]) -> None:
    """Change an input in the workbook by its defined name, as a user would type it."""
    set_inputs(path, {name: value})


def set_inputs(path: Path, changes: Mapping[str, Any]) -> None:
    """Change several inputs; a table takes one value a cell, top to bottom.

    Numbers are stored with the 15 digits of a spreadsheet program. Nothing else in the file
    changes: what formulas came to before stays stored.
    """
    typed: dict[str, dict[str, float]] = {}
    for name, value in digits.held(dict(changes)).items():
        for sheet, cell, entry in entries(path, name, value):
            part = f"xl/worksheets/sheet{opened(path).sheetnames.index(sheet) + 1}.xml"
            typed.setdefault(part, {})[cell] = entry

    def change(part: str, text: str) -> str:
        for cell, entry in typed.get(part, {}).items():
            pattern = rf'(<c r="{cell}"[^>]*><v>)[^<]*(</v></c>)'
            text, count = re.subn(pattern, rf"\g<1>{entry!r}\g<2>", text)
            assert count == 1, f"{part}!{cell} holds no number"
        return text

    rewrite(path, change)


def entries(path: Path, name: str, value: Any) -> list[tuple[str, str, float]]:
    """Return sheet, cell and entry of each value of an input; a user types 1 for yes."""
    sheet, cells = named_cells(opened(path), name)
    values = list(value) if isinstance(value, (tuple, list)) else [value]
    return [(sheet, cell, float(entry)) for cell, entry in zip(cells, values, strict=True)]


def named_cells(workbook: openpyxl.Workbook, name: str) -> tuple[str, list[str]]:
    """Return the sheet and the cells, top to bottom, that a defined name stands for."""
    [(sheet, area)] = workbook.defined_names[name].destinations
    left, top, right, bottom = range_boundaries(area)
    assert left == right, f"{name} is not one column: {area}"
    letter = openpyxl.utils.get_column_letter(left)
    return sheet, [f"{letter}{row}" for row in range(top, bottom + 1)]


def addresses(path: Path, sheet: str) -> dict[tuple[str, str], str]:
    """Find the cells of a sheet's table by row label (first column) and heading."""
    page = opened(path)[sheet]
    [table] = page.tables.values()
    left, top, right, bottom = range_boundaries(table.ref)
    found: dict[tuple[str, str], str] = {}
    for row in range(top + 1, bottom + 1):
        for column in range(left, right + 1):
            key = (str(page.cell(row, left).value), str(page.cell(top, column).value))
            assert key not in found, f"{sheet} has two cells for {key}"
            found[key] = page.cell(row, column).coordinate
    return found


def laid_out(sheet: Sheet) -> dict[tuple[str, str], str]:
    """Find the cells of a sheet by row label and heading before it is written."""
    return {
        (str(row[0]), column.heading): f"{column_letter(place)}{FIRST_ROW + number}"
        for number, row in enumerate(sheet.rows)
        for place, column in enumerate(sheet.columns, start=1)
    }


def expected_of(model: WorkbookModel) -> Cells:
    """Return what each formula of a workbook must come to before it is written."""
    return {
        (sheet.name, f"{column_letter(place)}{FIRST_ROW + number}"): content.value
        for sheet in model.sheets
        for number, row in enumerate(sheet.rows)
        for place, content in enumerate(row, start=1)
        if isinstance(content, Formula)
    }


def agree(found: Any, expected: Any, scale: float = 1.0) -> bool:
    """Compare two cells: texts exactly, numbers to 1e-9 relative.

    ``scale`` is the size of the figures a difference is taken of; their binary noise is
    all that may be left where the difference is nothing.
    """
    if isinstance(expected, str):
        return found == expected
    if not isinstance(found, (int, float)) or isinstance(found, bool):
        return False
    return math.isclose(found, expected, rel_tol=TOLERANCE, abs_tol=TOLERANCE * scale)


def differences(found: Cells, expected: Cells, scale: float = 1.0) -> list[str]:
    """List the expected cells that are absent or different."""
    return [
        f"{sheet}!{cell}: found {found.get((sheet, cell))!r}, expected {value!r}"
        for (sheet, cell), value in expected.items()
        if not agree(found.get((sheet, cell)), value, scale)
    ]


def fills(chart: Any) -> list[tuple[str, str]]:
    """Hatch, none where there is none, and colour of each series of bars."""
    shapes = [series.graphicalProperties for series in chart.series]
    return [
        (str(shape.pattFill.prst), f"#{shape.pattFill.bgClr.srgbClr}")
        if shape.pattFill
        else ("", f"#{shape.solidFill.srgbClr}")
        for shape in shapes
    ]


def alike_without_colour(chart: Any) -> list[tuple[str, str]]:
    """Colours of two series of one hatch whose lightness is too near to tell them apart."""
    return [
        (one, other)
        for (hatch, one), (also, other) in combinations(fills(chart), 2)
        if hatch == also and contrast(one, other) < 1.5
    ]
