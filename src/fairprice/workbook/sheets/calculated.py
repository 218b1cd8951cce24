"""Worker bands, rates, workings and cost lines: the calculation as live formulas."""

from __future__ import annotations

from fairprice.calculation import ANNEX_A, SUBTOTALS
from fairprice.cost.derivation import label_of
from fairprice.recording import WORDS, render
from fairprice.workbook.layout import (
    AVERAGE_COLUMN,
    COST_LINES,
    RATES,
    VALUE,
    WORKER_BANDS,
    WORKINGS,
    Layout,
    quoted,
)
from fairprice.workbook.model import FIRST_ROW, Column, Content, Formula, Sheet
from fairprice.workbook.number_formats import number_format

_ROLE_OF_SUBTOTAL = "Subtotal"


def worker_bands_sheet(layout: Layout, names: dict[str, str]) -> Sheet:
    """National Insurance, pension and sick pay, worked out for each worker band."""
    book = layout.book
    fields = book.assumptions.fields()
    given = [
        (name, fields[name].label, fields[name].unit) for name in list(layout.worker_columns)[:2]
    ]
    computed = [(step.name, step.label, step.unit) for step in layout.worker_steps]
    headings = {name: f"{label} ({unit})" for name, label, unit in (*given, *computed)}
    sheet = Sheet(
        WORKER_BANDS,
        "Worker bands",
        (
            "Thresholds bite on each worker's week, so National Insurance, pension and sick pay "
            "are worked out band by band; one formula a column.",
            "The Rates sheet averages these columns by the share of workers.",
        ),
        [Column("Worker band", 14), *(Column(heading, 20) for heading in headings.values())],
        column_formats={
            headings[name]: number_format(unit) for name, _, unit in (*given, *computed)
        },
    )
    for band in range(layout.bands):
        row = FIRST_ROW + band
        contents: list[Content] = [float(band + 1)]
        contents += [
            Formula(f"=INDEX({name},$A{row})", float(book.value(name)[band])) for name, *_ in given
        ]
        spelling = layout.in_worker_bands(row)
        contents += [
            Formula.of_step(step, spelling, book.value(step.name)[band])
            for step in layout.worker_steps
        ]
        sheet.add(*contents)
    last = FIRST_ROW + layout.bands - 1
    for step in layout.worker_steps:
        column = layout.worker_columns[step.name]
        names[step.name] = f"{quoted(WORKER_BANDS)}!${column}${FIRST_ROW}:${column}${last}"
    sheet.column_formats["Worker band"] = "0"
    return sheet


def rates_sheet(layout: Layout, names: dict[str, str]) -> Sheet:
    """Every derived rate, one a row."""
    book = layout.book
    sheet = Sheet(
        RATES,
        "Rates",
        (
            "Rates derived from the inputs, the statutory values and the worker bands. Each has a "
            "name, which the formulas of the Workings sheet use.",
            "Where a rate needs a line, it takes it at the average contact hour of Workings.",
        ),
        [
            Column("Rate", 44),
            Column("Role", 14),
            Column("Unit", 30),
            Column("Value", 16),
            Column("Formula in words", 52),
            Column("What it is", 44),
            Column("Source", 40),
            Column("Name in formulas", 40),
        ],
    )
    for step in book.plan.of_kind("rate"):
        formula = Formula.of_step(step, layout.in_rates(), book.value(step.name))
        row = sheet.add(
            step.label,
            "Calculation",
            step.unit,
            formula,
            words(layout, step.name),
            step.meaning,
            step.source,
            step.name,
            number_format=number_format(step.unit),
        )
        names[step.name] = f"{RATES}!${VALUE}${row}"
    return sheet


def words(layout: Layout, name: str) -> str:
    """Write a row's formula in words."""
    book = layout.book
    spelling = WORDS.spelling(lambda leaf: label_of(book, leaf))
    return render(book.plan[name].expression, spelling)


def workings_sheet(layout: Layout) -> Sheet:
    """The calculation, top to bottom; one formula a row, copied across the activities."""
    book = layout.book
    sheet = Sheet(
        WORKINGS,
        "Workings",
        (
            "The calculation, read from top to bottom. Each row holds one formula, copied across "
            "the activities; it uses only rows above it, rates and inputs.",
            "One visit is the part every visit carries however short; one contact hour is the "
            "part every hour carries. Any visit is one visit plus its hours.",
        ),
        [
            Column("Line", 44),
            Column("Role", 14),
            Column("Unit", 16),
            *(Column(heading, 14) for heading in layout.activity_headings),
            Column("Formula in words", 52),
            Column("What it is", 44),
            Column("Source", 40),
        ],
    )
    visits, contact_hours = layout.activities
    lengths = [
        Formula(f"=INDEX(fee_visit_minutes,{n + 1})/60", minutes / 60)
        if len(layout.minutes) > 1
        else Formula("=fee_visit_minutes/60", minutes / 60)
        for n, minutes in enumerate(layout.minutes)
    ]
    per_hour = Formula("=visits_per_contact_hour", float(visits[2]))
    sheet.add(
        "Visits", "Activity", "visits", 1.0, 0.0, per_hour, *(1.0 for _ in lengths),
        "what is priced", "Careworker visits of each activity.", "By definition of the activity",
        number_format="0.00##",
    )  # fmt: skip
    sheet.add(
        "Contact hours", "Activity", "hours", 0.0, 1.0, 1.0, *lengths,
        "what is priced", "Contact hours of each activity.", "By definition of the activity",
        number_format="0.00##",
    )  # fmt: skip
    values = book.at(visits, contact_hours)
    spellings = [layout.in_workings(column) for column in layout.activity_columns]
    for step in book.plan.of_kind("line"):
        cells = [
            Formula.of_step(step, spelling, value)
            for spelling, value in zip(spellings, values[step.name], strict=True)
        ]
        sheet.add(
            step.label,
            _ROLE_OF_SUBTOTAL if step.name in SUBTOTALS else "Calculation",
            step.unit,
            *cells,
            words(layout, step.name),
            step.meaning,
            step.source,
            number_format=number_format(step.unit),
        )
    return sheet


def cost_lines_sheet(layout: Layout) -> Sheet:
    """The 32 rows of Annex A, in their order."""
    book = layout.book
    sheet = Sheet(
        COST_LINES,
        "Cost lines",
        (
            "The rows of Annex A section 3 (2022-23 cost of care exercise, domiciliary care aged "
            "18+), in their order, taken from Workings and added up here.",
            "GBP for each activity. The average contact hour is the price per hour at the stated "
            "visit mix; its last column is each row's share of it.",
        ),
        [
            Column("Line", 44),
            Column("Role", 14),
            Column("Unit", 10),
            *(Column(heading, 14) for heading in layout.activity_headings),
            Column("Share of price", 14),
        ],
        column_formats={"Share of price": "0.0%"},
    )
    values = book.at(*layout.activities)
    rows = layout.cost_line_rows
    total = rows["price"]
    for name in ANNEX_A:
        share = book.value(name) / book.price_per_hour if name in book.plan else 0.0
        share_cell = Formula(
            f"=${AVERAGE_COLUMN}{rows[name]}/${AVERAGE_COLUMN}${total}", float(share)
        )
        cells: list[Content] = []
        for place, column in enumerate(layout.activity_columns):
            if name not in book.plan:
                cells.append(0.0)
            elif name in SUBTOTALS:
                cells.append(Formula(_sum(layout, name, column), float(values[name][place])))
            else:
                reference = f"={WORKINGS}!{column}${layout.line_rows[name]}"
                cells.append(Formula(reference, float(values[name][place])))
        role = "Result" if name == "price" else _ROLE_OF_SUBTOTAL if name in SUBTOTALS else "Line"
        role = role if name in book.plan else "In other overheads"
        sheet.add(book.label(name), role, "GBP", *cells, share_cell, number_format="#,##0.00")
    return sheet


def _sum(layout: Layout, name: str, column: str) -> str:
    rows = [layout.cost_line_rows[part] for part in SUBTOTALS[name]]
    if rows == list(range(rows[0], rows[-1] + 1)):
        return f"=SUM({column}{rows[0]}:{column}{rows[-1]})"
    return "=" + "+".join(f"{column}{row}" for row in rows)
