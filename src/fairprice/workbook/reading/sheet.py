"""One worksheet: its cells, rows and columns, and what else can be seen on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from fairprice.workbook.guard import Package, Refusal
from fairprice.workbook.guard.markup import MOST_CELLS
from fairprice.workbook.reading.cells import (
    LAST_COLUMN,
    Cells,
    OpenedCell,
    OpenedRow,
    area_of,
    measure,
)
from fairprice.workbook.reading.colours import whole_number
from fairprice.workbook.reading.grammar import Node, read_part
from fairprice.workbook.reading.known.sheet import SHEET
from fairprice.workbook.reading.text import Strings

#: Widths and heights where a file gives none (characters, points).
USUAL_WIDTH, USUAL_HEIGHT = 8.43, 15.0


@dataclass(frozen=True)
class Columns:
    """Columns next to each other.

    Parameters
    ----------
    first, last
        Counted from one.
    width
        In characters; ``None`` is the usual one.
    hidden
        Whether they are.
    style
        Of cells that are not there.
    """

    first: int
    last: int
    width: float | None
    hidden: bool
    style: int


@dataclass(frozen=True)
class OpenedSheet:
    """A worksheet.

    Parameters
    ----------
    name, state
        As its tab says; visible, or how it is hidden.
    part
        Name of its part; empty for a sheet that is a chart.
    root
        Everything on it beside its cells.
    filled
        Cells that hold something, by address, in order.
    styled
        Styles of cells that hold nothing, by address.
    rows
        Those with a height or style of their own, or hidden, by number.
    columns
        Likewise, in order.
    """

    name: str
    state: str
    part: str = ""
    root: Node = field(default_factory=lambda: Node("worksheet", {}))
    filled: dict[str, OpenedCell] = field(default_factory=dict)
    styled: dict[str, int] = field(default_factory=dict)
    rows: dict[int, OpenedRow] = field(default_factory=dict)
    columns: tuple[Columns, ...] = ()

    @property
    def usual_height(self) -> float:
        """Height of rows that have none of their own (points)."""
        told = self.root.child("sheetFormatPr")
        found = measure(told.get("defaultRowHeight")) if told is not None else None
        return USUAL_HEIGHT if found is None else found

    def height(self, row: int) -> float:
        """Return the height of a row (points)."""
        opened = self.rows.get(row)
        own = opened.height if opened is not None else None
        return self.usual_height if own is None else own

    def column(self, number: int) -> Columns | None:
        """Return what is said of a column."""
        return next((c for c in self.columns if c.first <= number <= c.last), None)

    def width(self, number: int) -> float:
        """Return the width of a column (characters)."""
        told = self.column(number)
        if told is not None and told.width is not None:
            return told.width
        usual = self.root.child("sheetFormatPr")
        found = measure(usual.get("defaultColWidth")) if usual is not None else None
        return USUAL_WIDTH if found is None else found

    def is_hidden(self, address: str) -> bool:
        """Tell whether a cell stands where it cannot be seen."""
        letters = address.rstrip("0123456789")
        row = self.rows.get(int(address[len(letters) :]))
        area = area_of(letters + "1")
        column = self.column(area[0]) if area else None
        return (
            self.state != "visible"
            or (row is not None and row.hidden)
            or (column is not None and column.hidden)
        )

    @property
    def merged(self) -> list[str]:
        """Areas whose cells are covered by the first of them."""
        return [node.get("ref") for node in self.root.each("mergeCells", "mergeCell")]

    @property
    def conditional(self) -> list[str]:
        """Areas whose look hangs on a condition."""
        return [node.get("sqref") for node in self.root.each("conditionalFormatting")]


def read_sheet(package: Package, name: str, state: str, part: str, strings: Strings) -> OpenedSheet:
    """Read a worksheet.

    Parameters
    ----------
    package
        The file.
    name, state, part
        As the workbook says.
    strings
        The texts that cells share.
    """
    cells = Cells(part, strings, package.budget)
    root = read_part(package, part, SHEET, {"row": cells.take_row})
    cells.finish()
    for problem in cells.odd:
        package.remark(part, problem)
    for node in root.each("mergeCells", "mergeCell"):
        _count_area(package, node.get("ref"))
    for node in root.each("hyperlinks", "hyperlink"):
        _count_area(package, node.get("ref"))
    if len(list(root.each("sheetViews", "sheetView"))) > 1:
        package.remark(part, "a sheet that is shown in two ways")
    return OpenedSheet(
        name, state, part, root, cells.filled, cells.styled, cells.rows,
        tuple(_columns(root, part)),
    )  # fmt: skip


def _count_area(package: Package, reference: str) -> None:
    """Count the cells of an area; whole rows and columns are more than a workbook may have."""
    area = area_of(reference)
    number = MOST_CELLS + 1 if ":" in reference else 1
    if area is not None:
        left, top, right, bottom = area
        number = (right - left + 1) * (bottom - top + 1)
    told = "cells, merged ones counted"
    package.budget.count("cells", number - 1, MOST_CELLS, told, "too-many-cells")


def _columns(root: Node, part: str) -> Iterator[Columns]:
    before = 0
    for node in root.each("cols", "col"):
        first, last = whole_number(node.get("min")), whole_number(node.get("max"))
        if not before < first <= last:
            raise Refusal("ambiguous", f"columns of {part} are out of order or twice there")
        before = last
        width = measure(node.get("width")) if node.get("width") else None
        yield Columns(
            first, min(last, LAST_COLUMN), width, node.flag("hidden"),
            whole_number(node.get("style", "0")),
        )  # fmt: skip
