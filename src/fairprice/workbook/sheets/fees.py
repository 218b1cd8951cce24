"""Fees by visit length, beside a flat hourly fee."""

from __future__ import annotations

from typing import Any

from fairprice.cost.derivation import label_of
from fairprice.declare.units import PER_CONTACT_HOUR
from fairprice.recording import WORDS, render
from fairprice.workbook.layout import (
    FEES,
    FIRST_ACTIVITY,
    FIXED_ACTIVITIES,
    WORKINGS,
    Layout,
    Speller,
)
from fairprice.workbook.model import (
    FIRST_ROW,
    Chart,
    Column,
    Formula,
    Sheet,
    column_letter,
)
from fairprice.workbook.number_formats import number_format, to_the_penny

_LENGTH_ROW, _FLAT_FEE_ROW = FIRST_ROW, FIRST_ROW + 1


def fees_sheet(layout: Layout) -> Sheet:
    """Price per visit, price points, and what a flat hourly fee leaves uncovered."""
    book = layout.book
    sheet = Sheet(
        FEES,
        "Fees by visit length",
        (
            "What one visit by one careworker must be paid, beside one rate for every hour: the "
            "flat hourly fee where one is stated, or else the average price. A gap below zero "
            "means that the rate does not cover cost and return.",
            "Each row holds one formula, copied across the lengths. A double-handed visit costs "
            "twice the price of one careworker's visit.",
        ),
        [
            Column("Fee line", 44),
            Column("Role", 14),
            Column("Unit", 28),
            *(Column(heading, 16) for heading in layout.activity_headings[len(FIXED_ACTIVITIES) :]),
            Column("Formula in words", 56),
            Column("What it is", 46),
        ],
    )
    prices = book.visit_prices()
    fields = book.assumptions.fields()
    single = len(layout.minutes) == 1
    sheet.add(
        fields["fee_visit_minutes"].label,
        "Fixed choice",
        fields["fee_visit_minutes"].unit,
        *(
            Formula("=fee_visit_minutes" if single else f"=INDEX(fee_visit_minutes,{n + 1})", m)
            for n, m in enumerate(layout.minutes)
        ),
        "from Inputs",
        fields["fee_visit_minutes"].description,
        number_format="0",
    )
    sheet.add(
        book.fee_words(fields["flat_hourly_fee"].label),
        "Calculation",
        fields["flat_hourly_fee"].unit,
        *(_flat_fee(layout) for _ in layout.minutes),
        "from Inputs, or else the price per hour at the visit mix",
        fields["flat_hourly_fee"].description,
        number_format=number_format("GBP"),
    )
    rows = fee_rows(layout)
    for step in book.fee_rows:
        cells = []
        for place in range(len(layout.minutes)):
            local = {name: f"{_column(place)}${row}" for name, row in rows.items()}
            workings = layout.activity_columns[len(FIXED_ACTIVITIES) + place]
            local |= {
                name: f"{WORKINGS}!{workings}${layout.line_rows[name]}"
                for name in ("price", "total_cost")
            }
            value = prices.iloc[place][step.name]
            cells.append(Formula.of_step(step, Speller(layout, local), value))
        spelled = WORDS.spelling(lambda name: _label(layout, name))
        sheet.add(
            book.fee_words(step.label),
            "Result" if step.name in ("price_per_visit", "gap_per_year") else "Calculation",
            step.unit,
            *cells,
            render(step.expression, spelled),
            book.fee_words(step.meaning),
            number_format=number_format(step.unit),
        )
    return sheet


def fee_rows(layout: Layout) -> dict[str, int]:
    """Rows on Fees, by name."""
    rows = {"fee_visit_minutes": _LENGTH_ROW, "flat_hourly_fee": _FLAT_FEE_ROW}
    first = FIRST_ROW + len(rows)
    return rows | {step.name: first + place for place, step in enumerate(layout.book.fee_rows)}


def _column(place: int) -> str:
    return column_letter(FIRST_ACTIVITY + place)


def _flat_fee(layout: Layout) -> Formula:
    book = layout.book
    if book.assumptions.fees.flat_hourly_fee is not None:
        return Formula("=flat_hourly_fee", book.flat_hourly_fee)
    return Formula("=" + layout.average_of("price"), book.flat_hourly_fee)


def _label(layout: Layout, name: str) -> str:
    labels: dict[str, Any] = {step.name: step.label for step in layout.book.fee_rows}
    return layout.book.fee_words(labels.get(name) or label_of(layout.book, name))


def price_chart(layout: Layout) -> Chart:
    """Chart the hourly equivalent of each length beside the flat fee."""
    first = layout.as_written.book
    rates = first.visit_prices()["hourly_rate"]
    listed = ", ".join(f"{m:g} minutes GBP {to_the_penny(rate)}" for m, rate in rates.items())
    beside = first.fee_words("Flat hourly fee").lower()
    rows = fee_rows(layout)
    return Chart(
        sheet_name="Price chart",
        title="Price per contact hour by visit length",
        alt_text=(
            f"Line chart of the price per contact hour by visit length, {listed}, beside the "
            f"{beside} of GBP {to_the_penny(first.flat_hourly_fee)}. Figures as first written; "
            "the current ones stand on the Fees sheet."
        ),
        category_axis="Visit length (minutes)",
        value_axis=PER_CONTACT_HOUR,
        source_sheet=FEES,
        category_row=_LENGTH_ROW,
        series_rows=(rows["hourly_rate"], _FLAT_FEE_ROW),
        first_column=FIRST_ACTIVITY,
        last_column=FIRST_ACTIVITY + len(layout.minutes) - 1,
    )
