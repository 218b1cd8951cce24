"""A workbook of one sheet and one chart, with what two XML libraries write out differently."""

from __future__ import annotations

from datetime import date

from fairprice.workbook.model import (
    BarChart,
    Column,
    Entry,
    Formula,
    Link,
    Sheet,
    WorkbookModel,
)

TEXT = 'e\u0301 \U0001f600 &#233; &#09; <a></a> /> \t\r\n xmlns:x="y"'
NAME = "\u00e9"


def small_workbook() -> WorkbookModel:
    """Return signs outside ASCII, a blank, a link, an entry, a formula and a chart."""
    columns = [Column("A <\"'>"), Column("B"), Column("C", 20)]
    sheet = Sheet(NAME, TEXT, (TEXT, "b"), columns)
    sheet.add(TEXT, Formula("=C6>1", "TRUE"), None)
    sheet.add(Link(NAME), Entry(None, help=TEXT), 1.5)
    chart = BarChart(
        sheet_name="Chart", title="A", alt_text=TEXT, category_axis="b", value_axis="c",
        source_sheet=NAME, category_column=1, series_columns=(3,), first_row=6, last_row=6,
    )  # fmt: skip
    names = {"named": f"{NAME}!$A$1"}
    return WorkbookModel(TEXT, [sheet], names, (chart,), date(2026, 4, 6))
