"""Whether a chart says what its cells say, where it was put."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import zip_longest
from typing import Any

from fairprice.workbook.model import column_letter
from fairprice.workbook.reading.cells import area_of
from fairprice.workbook.reading.charts import Anchor, OpenedChart, Series, Source
from fairprice.workbook.reading.sheet import OpenedSheet
from fairprice.workbook.verify.difference import Difference, told
from fairprice.workbook.verify.snapshot import SheetState, Snapshot
from fairprice.workbook.verify.spelling import same_format, same_reference

#: 1/12,700 point: a point, and a character of a usual width.
_POINT, _CHARACTER, _MARGIN = 12_700, 66_675, 47_625
#: How far a chart may have moved (points), and by how much it may have grown or shrunk.
_MOVED, _GROWN = 12 * _POINT, 0.15
#: A chart keeps numbers as programs write them; they differ in the last digits.
_CLOSE = 1e-9

Same = Callable[[Any, Any], bool]


def compare_charts(
    name: str, expected: Snapshot, found: SheetState, *, numbers: bool
) -> Iterator[Difference]:
    """Yield what differs in the charts of a sheet.

    Parameters
    ----------
    name
        Of the sheet.
    expected
        The rebuilt workbook.
    found
        The sheet.
    numbers
        Whether the numbers it keeps can be compared.
    """
    wanted = expected.sheets[name]
    for chart, drawn in zip_longest(wanted.charts, found.charts):
        if chart is None or drawn is None:
            said = [told(there.says["title"]) if there else "no chart" for there in (chart, drawn)]
            yield Difference(name, "", "chart", "", *said)
            continue
        for label, what, is_there in _says(chart, drawn):
            yield Difference(name, "", "chart", label, told(what), told(is_there))
        if drawn.description not in ("", chart.description):
            pair = told(chart.description), told(drawn.description)
            yield Difference(name, "", "chart description", "", *pair)
        yield from _place(name, wanted.opened, chart, found.opened, drawn)
        if numbers:
            for series in drawn.series:
                for source in (series.name, series.categories, series.values):
                    yield from _kept(name, expected, source)


def _says(chart: OpenedChart, drawn: OpenedChart) -> Iterator[tuple[str, Any, Any]]:
    for what, said in chart.says.items():
        is_said = drawn.says.get(what, "nothing")
        if what.startswith("format"):
            said, is_said = same_format(said), same_format(is_said)
        if said != is_said:
            yield what, said, is_said
    for series, there in zip_longest(chart.series, drawn.series):
        if series is None or there is None:
            wanted, found = (_cells(one) if one else "none" for one in (series, there))
            yield "series", wanted, found
            continue
        if _cells(series) != _cells(there):
            yield "cells", _cells(series), _cells(there)
        if series.drawn != there.drawn:
            yield "series", series.drawn, there.drawn


def _cells(series: Series) -> str:
    sources = (series.name, series.categories, series.values)
    return ", ".join(same_reference(source.reference) for source in sources)


def _kept(name: str, expected: Snapshot, source: Source) -> Iterator[Difference]:
    """Compare what a chart keeps of cells with the cells."""
    if source.kept is None:
        return
    cells = _cells_of(expected, source.reference)
    if cells is None:
        return  # other cells than were written, which is told
    shown = [cell.shown if cell else None for cell in cells]
    if len(shown) != len(source.kept) or not all(map(_same, shown, source.kept)):
        yield Difference(
            name, "", "chart number", told(source.reference), told(shown), told(source.kept)
        )
    formats = {"general", *(cell.look.number_format for cell in cells if cell)}
    if same_format(source.number_format) not in formats:
        pair = told(sorted(formats)), told(source.number_format)
        yield Difference(name, "", "chart", "format of what it keeps", *pair)


def _cells_of(expected: Snapshot, reference: str) -> list[Any] | None:
    sheet, _, told_area = same_reference(reference).rpartition("!")
    area = area_of(told_area)
    if area is None or sheet not in expected.titles:
        return None
    left, top, right, bottom = area
    cells = expected.sheets[expected.titles[sheet]].cells
    if (right - left + 1) * (bottom - top + 1) > len(cells):
        return None
    return [
        cells.get(f"{column_letter(column)}{row}")
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    ]


def _same(expected: Any, kept: str) -> bool:
    if isinstance(expected, (int, float)) and not isinstance(expected, bool):
        try:
            return math.isclose(float(kept), expected, rel_tol=_CLOSE, abs_tol=_CLOSE)
        except ValueError:
            return False
    return ("" if expected is None else str(expected)) == kept


def _place(
    name: str, written: OpenedSheet, chart: OpenedChart, sheet: OpenedSheet, drawn: OpenedChart
) -> Iterator[Difference]:
    """Compare where a chart stands, by the corner of the cell where it was put, and its size."""
    start = chart.start
    there = _corner(sheet, Anchor(start.column, 0, start.row, 0))
    corner = _corner(sheet, drawn.start)
    moved = [abs(a - b) for a, b in zip(corner, there, strict=True)]
    sizes = _size(written, chart), _size(sheet, drawn)
    grown = [abs(b - a) > _GROWN * a for a, b in zip(*sizes, strict=True)]
    if max(moved) > _MOVED or any(grown):
        said = [
            f"column {at.column + 1}, row {at.row + 1}, {wide / _POINT:.0f} by {high / _POINT:.0f} "
            "points"
            for at, (wide, high) in zip((start, drawn.start), sizes, strict=True)
        ]
        yield Difference(name, "", "chart", "place", *said)


def _corner(sheet: OpenedSheet, anchor: Anchor) -> tuple[float, float]:
    """Return how far a corner is from the left and the top of its sheet."""
    column, row = min(anchor.column, 100), min(anchor.row, 10_000)
    left = sum(_CHARACTER * sheet.width(n) + _MARGIN for n in range(1, column + 1))
    top = sum(_POINT * sheet.height(n) for n in range(1, row + 1))
    return left + anchor.column_offset, top + anchor.row_offset


def _size(sheet: OpenedSheet, chart: OpenedChart) -> tuple[float, float]:
    if chart.size is not None:
        return chart.size
    if chart.end is None:
        return 0.0, 0.0
    (left, top), (right, bottom) = _corner(sheet, chart.start), _corner(sheet, chart.end)
    return right - left, bottom - top
