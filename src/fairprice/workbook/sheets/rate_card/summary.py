"""The card on one page: prices of zones and services, what they rest on, checks."""

from __future__ import annotations

from fairprice.declare.units import PER_CONTACT_HOUR
from fairprice.declare.values import day_in_words
from fairprice.rate_card import Spend
from fairprice.rate_card.pricing import Combination
from fairprice.workbook.layout import INPUTS
from fairprice.workbook.model import FIRST_ROW, Column, Content, Formula, Sheet
from fairprice.workbook.number_formats import number_format
from fairprice.workbook.sheets.rate_card.addresses import (
    CARD_CHECKS,
    DIFFERS,
    FEE_TABLE,
    CardLayout,
    on,
)
from fairprice.workbook.sheets.rate_card.books import in_the_book
from fairprice.workbook.sheets.rate_card.prices import NOT_OFFERED, published_at
from fairprice.workbook.sheets.rate_card.spend import blended_price, total_spend
from fairprice.workbook.sheets.summary import (
    CHECK,
    EVIDENCE,
    LAW,
    PRICE,
    SUMMARY,
    count_checks,
    count_row,
    for_the_whole,
    law_used,
    rests_on,
)

_SPEND, _DIFFERS = "Spend", "Differences"


def card_summary_sheet(
    layout: CardLayout, spend: Spend | None, sheets: dict[str, Sheet], failed: int
) -> Sheet:
    """Everything a reader asks first, each a formula that refers to the sheet with the detail.

    Parameters
    ----------
    layout
        Addresses.
    spend
        What the volumes come to, where any are stated.
    sheets
        The sheets of the workbook by name, whose rows are counted.
    failed
        Checks of the card and its base that fail.
    """
    card = layout.priced.card
    first = layout.priced.combinations[0]
    headings = [f"{n}. {service.name}" for n, service in enumerate(card.services, start=1)]
    sheet = Sheet(
        SUMMARY,
        f"Summary: {card.base.about.provider_name}",
        (
            "What an average contact hour at the visit mix, and the shortest and the longest "
            f"visit, must be paid in {card.base.about.nation} on "
            f"{day_in_words(card.base.about.price_date)}, by zone and service. Visits: "
            f"{first.carers.name}, {first.time.name}; every other price stands on {FEE_TABLE}.",
            f"Rows on {_DIFFERS}, {EVIDENCE}, {LAW}, {CHECK} and {_SPEND} tell of the whole card "
            "in the first column of figures; the cells beside are blank. Evidence and law are "
            "those of the base.",
        ),
        [
            Column("Line", 50), Column("About", 13), Column("Unit", 22),
            *(Column(heading, 18) for heading in headings),
        ],
        is_a_page=True,
    )  # fmt: skip
    _prices(layout, first, sheet)
    _spend(spend, sheet)
    _differences(layout, sheet)
    rests_on(layout.base, sheets[INPUTS], sheet)
    law_used(layout.base, sheet)
    count_checks(
        sheet, sheets[CARD_CHECKS], made="Checks made of the card",
        fail="Checks of the card and its base that fail",
        failed=("=failed_checks+card_failed_checks", failed),
    )  # fmt: skip
    return sheet


def _prices(layout: CardLayout, first: Combination, sheet: Sheet) -> None:
    priced = layout.priced
    places = range(len(priced.card.services))
    money = number_format("GBP")
    for z, zone in enumerate(priced.card.zones):
        cells = (
            Formula(
                f"={in_the_book(layout, (z, s))('price')}",
                float(priced.book_at((z, s)).price_per_hour),
            )
            for s in places
        )
        sheet.add(zone.name, PRICE, PER_CONTACT_HOUR, *cells, number_format=money)
    ends = sorted({min(priced.lengths), max(priced.lengths)})
    for minutes in ends:
        for z, zone in enumerate(priced.card.zones):
            shown: list[Content] = []
            for s in places:
                key = ((z, s, *first.place[2:]), minutes)
                cell = priced.cells.get(key)
                shown.append(
                    NOT_OFFERED if cell is None
                    else Formula(f"={published_at(layout, key)}", cell.published)
                )  # fmt: skip
            label = f"{zone.name}, visit of {minutes:g} minutes"
            sheet.add(label, PRICE, "GBP per visit", *shown, number_format=money)


def _spend(spend: Spend | None, sheet: Sheet) -> None:
    if spend is None:
        return
    total = Formula(f"={total_spend(spend)}", float(spend.total["spend"]))
    for_the_whole(sheet, _SPEND, "Spend of all providers", "GBP per year", total, "#,##0")
    if spend.total["contact_hours"]:
        blended = Formula(f"={blended_price(spend)}", spend.blended_price)
        money = number_format("GBP")
        for_the_whole(sheet, _SPEND, "Blended price", PER_CONTACT_HOUR, blended, money)


def _differences(layout: CardLayout, sheet: Sheet) -> None:
    stated = len(layout.values)
    if stated:
        roles = on(DIFFERS, f"$D${FIRST_ROW}:$D${FIRST_ROW + stated - 1}")
        formula = f'=SUMPRODUCT(({roles}="Input")*1)'
        count_row(sheet, _DIFFERS, "Values that differ from the base", "values", formula, stated)
