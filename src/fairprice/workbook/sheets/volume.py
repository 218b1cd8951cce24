"""What other volumes of a year cost, and what a held price leaves of each."""

from __future__ import annotations

from typing import Any

from fairprice.calculation import OF_ONE
from fairprice.cost.derivation import label_of
from fairprice.declare.units import PER_CONTACT_HOUR, kind_of
from fairprice.recording import WORDS, render
from fairprice.workbook.layout import (
    FIRST_ACTIVITY,
    VOLUME,
    WORKINGS,
    Layout,
    Speller,
)
from fairprice.workbook.model import (
    FIRST_ROW,
    Chart,
    Column,
    Content,
    Formula,
    Sheet,
    column_letter,
)
from fairprice.workbook.number_formats import number_format, to_the_penny

#: The volumes shown, in per cent of the contact hours that the book states.
PERCENT = tuple(range(50, 160, 10))
_PERCENT_ROW, _HOURS_ROW, _PRICE_ROW = FIRST_ROW, FIRST_ROW + 1, FIRST_ROW + 2
_GIVEN = {"year_contact_hours": _HOURS_ROW, "held_price": _PRICE_ROW}
#: Hours, visits and careworkers of a year.
_WHOLE = "#,##0.0"
_RESULTS = ("unit_cost", "margin", "break_even_hours")
#: Where one visit and one contact hour stand on Workings.
_ALONE = dict(zip(OF_ONE, range(len(OF_ONE)), strict=True))


def volume_sheet(layout: Layout) -> Sheet:
    """A year at several volumes, the price held; each row one formula, copied across."""
    book = layout.book
    headings = [f"{percent}% of the hours" for percent in PERCENT]
    sheet = Sheet(
        VOLUME,
        "Volume",
        (
            "What a year of fewer or more contact hours costs, and what the price of the stated "
            "hours leaves when it is held. The return on operations is what that price plans; the "
            "margin is what a volume leaves.",
            book.what_costs_follow,
        ),
        [
            Column("Year line", 44),
            Column("Role", 14),
            Column("Unit", 24),
            *(Column(heading, 14) for heading in headings),
            Column("How it follows", 56),
            Column("What it is", 46),
        ],
    )
    stated = float(book.value("annual_contact_hours"))
    volumes = [percent / 100 * stated for percent in PERCENT]
    table = book.at_volume(volumes).fillna(0.0)
    sheet.add(
        "Contact hours, of those stated", "Fixed choice", "per cent", *map(float, PERCENT),
        "what is shown", "The hours that the book states are 100 per cent.", number_format="0",
    )  # fmt: skip
    sheet.add(
        "Contact hours of the year", "Calculation", "hours",
        *(
            Formula(f"={_column(n)}${_PERCENT_ROW}/100*annual_contact_hours", hours)
            for n, hours in enumerate(volumes)
        ),
        f"{label_of(book, 'annual_contact_hours')} × the per cent", "The volume of this column.",
        number_format="#,##0",
    )  # fmt: skip
    sheet.add(
        "Price, held", "Calculation", PER_CONTACT_HOUR,
        *(Formula("=" + layout.average_of("price"), book.price_per_hour) for _ in volumes),
        "the price per hour at the stated volume and visit mix",
        "What each contact hour is paid, whatever the volume.",
        number_format=number_format("GBP"),
    )  # fmt: skip
    rows = volume_rows(layout)
    for step in book.volume_rows:
        cells: list[Content] = [
            Formula.of_step(step, _speller(layout, rows, n), table[step.name].iloc[n])
            for n in range(len(volumes))
        ]
        sheet.add(
            step.label,
            "Result" if step.name in _RESULTS else "Calculation",
            step.unit,
            *cells,
            render(step.expression, WORDS.spelling(lambda name: _label(layout, name))),
            step.meaning,
            number_format=_WHOLE if kind_of(step.unit) == "quantity" else number_format(step.unit),
        )
    return sheet


def volume_rows(layout: Layout) -> dict[str, int]:
    """Rows on Volume, by name."""
    first = FIRST_ROW + 1 + len(_GIVEN)
    steps = layout.book.volume_rows
    return _GIVEN | {step.name: first + place for place, step in enumerate(steps)}


def _column(place: int) -> str:
    return column_letter(FIRST_ACTIVITY + place)


def _speller(layout: Layout, rows: dict[str, int], place: int) -> Speller:
    local = {name: f"{_column(place)}${row}" for name, row in rows.items()}
    for prefix, number in _ALONE.items():
        column = layout.activity_columns[number]
        for line, row in layout.line_rows.items():
            local[f"{prefix}{line}"] = f"{WORKINGS}!${column}${row}"
    return Speller(layout, local)


def _label(layout: Layout, name: str) -> str:
    labels: dict[str, Any] = {step.name: step.label for step in layout.book.volume_rows}
    labels |= {"year_contact_hours": "Contact hours of the year", "held_price": "Price, held"}
    return labels.get(name) or label_of(layout.book, name)


def volume_chart(layout: Layout) -> Chart:
    """Chart the unit cost of each volume beside the held price."""
    first = layout.as_written.book
    stated = float(first.value("annual_contact_hours"))
    costs = first.at_volume([percent / 100 * stated for percent in PERCENT])["unit_cost"]
    listed = ", ".join(
        f"{n} per cent GBP {to_the_penny(cost)}" for n, cost in zip(PERCENT, costs, strict=True)
    )
    return Chart(
        sheet_name="Volume chart",
        title="Cost per contact hour by volume",
        alt_text=(
            f"Line chart of the cost per contact hour by contact hours a year, in per cent of the "
            f"{stated:,.0f} hours stated, {listed}, beside a held price of GBP "
            f"{to_the_penny(first.price_per_hour)}. Figures as first written; the current ones "
            "stand on the Volume sheet."
        ),
        category_axis="Contact hours a year (per cent of those stated)",
        value_axis=PER_CONTACT_HOUR,
        source_sheet=VOLUME,
        category_row=_PERCENT_ROW,
        series_rows=(volume_rows(layout)["unit_cost"], _PRICE_ROW),
        first_column=FIRST_ACTIVITY,
        last_column=FIRST_ACTIVITY + len(PERCENT) - 1,
    )
