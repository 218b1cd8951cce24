"""Every cell of the card: its price, how it is rounded, and the fee table made of them."""

from __future__ import annotations

from fairprice.declare.values import day_in_words
from fairprice.rate_card.pricing import KEYS, Cell
from fairprice.rate_card.steps import (
    ABOVE_THE_FIRST,
    PRICE_PER_VISIT,
    PUBLISHED_PRICE,
    rounding,
)
from fairprice.workbook.model import FIRST_ROW, Column, Content, Formula, Sheet, column_letter
from fairprice.workbook.number_formats import MINUTES
from fairprice.workbook.sheets.rate_card.addresses import (
    FEE_TABLE,
    PRICES,
    CardLayout,
    local,
    on,
)

_MONEY = "#,##0.00"
_EXACT = "#,##0.0000"
#: What stands where a service does not come in a length.
NOT_OFFERED = "not offered"
_TOLD_APART = ("Zone", "Service", "Carers", "Time of the week")

#: Columns of Prices by key, with heading, width and number format.
COLUMNS = {
    "visit_minutes": ("Visit length (minutes)", 14, MINUTES),
    "price_of_the_visit": ("Price of the visit itself (GBP)", 16, _EXACT),
    "price_of_the_hours": ("Price of each hour (GBP)", 16, _EXACT),
    "price_per_visit": ("Price per visit, unrounded (GBP)", 16, _EXACT),
    "cost_per_visit": ("Cost before return, unrounded (GBP)", 16, _EXACT),
    "rounded_price": ("Rounded (GBP)", 14, _MONEY),
    "above_the_first_zone": ("At least, above the first zone (GBP)", 16, _MONEY),
    "above_the_first_service": ("At least, above the first service (GBP)", 16, _MONEY),
    "above_the_first_carers": ("At least, above the first carers (GBP)", 16, _MONEY),
    "above_the_first_time": ("At least, above the first time (GBP)", 16, _MONEY),
    "published_of_a_shorter_visit": ("At least, as the shorter visit (GBP)", 16, _MONEY),
    "published": ("Published price (GBP)", 14, _MONEY),
    "raised": ("Published less unrounded (GBP)", 16, _EXACT),
}
_BEFORE = len(KEYS)
LETTERS = {key: column_letter(_BEFORE + n) for n, key in enumerate(COLUMNS, start=1)}


def prices_sheet(layout: CardLayout) -> Sheet:
    """List every cell, one a row; one formula a column."""
    sheet = Sheet(
        PRICES,
        "Prices of every cell",
        (
            "The price of a visit is what the visit carries however short it is, and its hours "
            "times what each hour carries, from the Card workings; for all its careworkers.",
            "It is rounded, and raised where a dearer cell would be published at no more than the "
            "first of its list, or a longer visit at less than a shorter one; zero where there is "
            "nothing to stand above.",
        ),
        [
            *(Column(heading, 30) for heading in _TOLD_APART),
            *(Column(heading, width) for heading, width, _ in COLUMNS.values()),
        ],
        column_formats={heading: shown for heading, _, shown in COLUMNS.values()},
    )
    cells = layout.priced.cells
    layout.prices.update({key: FIRST_ROW + n for n, key in enumerate(cells)})
    shorter: tuple[object, int] = ((), 0)
    for key, cell in cells.items():
        row = layout.prices[key]
        below = shorter[1] if shorter[0] == cell.combination.place else 0
        sheet.add(*cell.combination.names, *_row(layout, cell, row, below))
        shorter = (cell.combination.place, row)
    return sheet


def _row(layout: CardLayout, cell: Cell, row: int, shorter: int) -> list[Content]:
    here = {key: f"${letter}{row}" for key, letter in LETTERS.items()}
    visit, hours, cost_visit, cost_hours = layout.parts[cell.combination.place]
    priced = layout.priced
    lines = priced.lines_of(cell.combination)
    point = priced.card.base.fees.price_multiple is not None
    above: list[Content] = []
    firsts = priced.firsts(cell.combination, cell.visit_minutes)
    for first, value in zip(firsts, cell.above_the_first, strict=True):
        if first is None or first not in layout.prices:
            above.append(0.0)
            continue
        there = {
            "price_of_the_first": f"${LETTERS['price_per_visit']}{layout.prices[first]}",
            "published_of_the_first": f"${LETTERS['published']}{layout.prices[first]}",
            "price_step": layout.price_step,
        }
        above.append(Formula.of_step(ABOVE_THE_FIRST, local(here | there), value))
    cost = {"price_of_the_visit": cost_visit, "price_of_the_hours": cost_hours}
    below: Content = Formula(f"=${LETTERS['published']}{shorter}", cell.shorter) if shorter else 0.0
    return [
        cell.visit_minutes,
        Formula(f"={visit}", float(lines["price"][0])),
        Formula(f"={hours}", float(lines["price"][1])),
        Formula.of_step(PRICE_PER_VISIT, local(here), cell.price),
        Formula.of_step(PRICE_PER_VISIT, local(here | cost), cell.cost),
        Formula.of_step(
            rounding(with_price_point=point),
            local(here | {"price_multiple": layout.price_step}), cell.rounded,
        ),
        *above,
        below,
        Formula.of_step(PUBLISHED_PRICE, local(here), cell.published),
        Formula(f"={here['published']}-{here['price_per_visit']}", cell.published - cell.price),
    ]  # fmt: skip


def published_at(layout: CardLayout, key: tuple[tuple[int, int, int, int], float]) -> str:
    """Refer to the published price of a cell."""
    return on(PRICES, f"${LETTERS['published']}${layout.prices[key]}")


def fee_table_sheet(layout: CardLayout, *, published: bool) -> Sheet:
    """The published prices: a row for each kind of visit and a column for each length."""
    priced = layout.priced
    about = priced.card.base.about
    point = priced.card.base.fees.price_multiple
    day = day_in_words(about.price_date)
    told = "Open-book file: the figures are live formulas. " if not published else ""
    rounded = "to the penny" if point is None else f"up to a multiple of GBP {point:.2f}"
    headings = {m: f"{m:g} minutes (GBP per visit)" for m in priced.lengths}
    sheet = Sheet(
        FEE_TABLE,
        f"Fees of home care from {day}",
        (
            f"{told}GBP for a whole visit, travel, holiday, National Insurance and return "
            f"included, rounded {rounded}. {about.nation}, price date {day}.",
            f"A service that does not come in a length is marked {NOT_OFFERED}. How the fees were "
            f"reached: {'the sheet Notes' if published else 'the sheets that follow'}.",
        ),
        [
            Column("Zone", 24),
            Column("Service", 24),
            Column("Carers", 36),
            Column("Time of the week", 20),
            *(Column(heading, 16) for heading in headings.values()),
        ],
        column_formats=dict.fromkeys(headings.values(), _MONEY),
    )
    for combination in priced.combinations:
        contents: list[Content] = []
        for minutes in priced.lengths:
            key = (combination.place, minutes)
            cell = priced.cells.get(key)
            contents.append(
                NOT_OFFERED if cell is None
                else Formula(f"={published_at(layout, key)}", cell.published)
            )  # fmt: skip
        sheet.add(*combination.names, *contents)
    return sheet
