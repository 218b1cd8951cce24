"""What the volumes of the card cost: by cell, and by provider."""

from __future__ import annotations

import math
from typing import Any

from fairprice.rate_card import Spend
from fairprice.rate_card.steps import YEARLY_AMOUNT, YEARLY_CONTACT_HOURS
from fairprice.rate_card.volumes import place_of
from fairprice.workbook.model import (
    FIRST_ROW,
    Column,
    Content,
    Entry,
    Formula,
    Sheet,
    column_letter,
)
from fairprice.workbook.number_formats import MINUTES, QUANTITY
from fairprice.workbook.sheets.rate_card.addresses import (
    PRICES,
    PROVIDERS,
    VOLUMES,
    CardLayout,
    local,
    on,
)
from fairprice.workbook.sheets.rate_card.prices import LETTERS, published_at

_POUNDS, _MONEY, _HOURS = "#,##0", "#,##0.00", "#,##0"
#: What stands where a present price is not known.
NOT_STATED = "not stated"
_KEYS = {
    "provider": ("Provider", 34), "number": ("Provider number", 12), "zone": ("Zone", 22),
    "service": ("Service", 22), "carers": ("Carers", 30), "time": ("Time of the week", 20),
    "role": ("Role", 12),
}  # fmt: skip
_FIGURES = {
    "visit_minutes": ("Visit length (minutes)", 14, MINUTES),
    "visits_per_year": ("Visits a year (visits)", 14, QUANTITY),
    "present": ("Present price (GBP per visit)", 14, _MONEY),
    "careworkers": ("Careworkers", 14, "0"),
    "published": ("Published price (GBP per visit)", 14, _MONEY),
    "contact_hours": ("Contact hours (careworker hours per year)", 18, _HOURS),
    "spend": ("Spend (GBP per year)", 16, _POUNDS),
    "price_unrounded": ("Spend at unrounded prices (GBP per year)", 18, _POUNDS),
    "cost": ("Cost before return (GBP per year)", 16, _POUNDS),
    "present_spend": ("Present spend (GBP per year)", 16, _POUNDS),
    "budget_impact": ("Budget impact (GBP per year)", 16, _POUNDS),
}
#: Letters of the columns of Volumes, by key.
COLUMN_OF = {key: column_letter(n) for n, key in enumerate([*_KEYS, *_FIGURES], start=1)}
_ADDED = ("visits_per_year", "contact_hours", "spend", "price_unrounded", "cost",
          "present_spend", "budget_impact")  # fmt: skip
_UNSURE = ("present_spend", "budget_impact")


def spend_sheets(layout: CardLayout, spend: Spend) -> list[Sheet]:
    """Lay out the volumes, and their sums by provider with the whole below them."""
    return [_volumes(layout, spend), _providers(spend)]


def _volumes(layout: CardLayout, spend: Spend) -> Sheet:
    sheet = Sheet(
        VOLUMES,
        "Volumes and spend",
        (
            "What the visits of a year cost at the published prices. Change the visits or the "
            "present price in a row, and the sums follow.",
            "A visit is a visit to a person, whoever many careworkers make it; contact hours are "
            "those of all careworkers.",
        ),
        [
            *(Column(heading, width) for heading, width in _KEYS.values()),
            *(Column(heading, width) for heading, width, _ in _FIGURES.values()),
        ],
        column_formats={
            "Provider number": "0", **{heading: shown for heading, _, shown in _FIGURES.values()},
        },
    )  # fmt: skip
    card = layout.priced.card
    numbers = {name: n for n, name in enumerate(spend.by_provider.index, start=1)}
    for volume, (_, figures) in zip(card.volumes, spend.table.iterrows(), strict=True):
        key = (place_of(card, volume), volume.visit_minutes)
        row = FIRST_ROW + len(sheet.rows)
        here = {name: f"${letter}{row}" for name, letter in COLUMN_OF.items()}
        combination = layout.priced.cells[key].combination
        unrounded, cost = (
            on(PRICES, f"${LETTERS[name]}${layout.prices[key]}")
            for name in ("price_per_visit", "cost_per_visit")
        )

        def yearly(
            amount: str, name: str, here: dict[str, str] = here, figures: Any = figures
        ) -> Formula:
            spelled = local(here | {"amount_per_visit": amount})
            return Formula.of_step(YEARLY_AMOUNT, spelled, figures[name])

        present: list[Content] = [NOT_STATED, NOT_STATED]
        if volume.present_price is not None:
            difference = f"={here['spend']}-{here['present_spend']}"
            present = [
                yearly(here["present"], "present_spend"),
                Formula(difference, float(figures["budget_impact"])),
            ]
        sheet.add(
            volume.provider, float(numbers[volume.provider]), *combination.names, "Input",
            volume.visit_minutes,
            Entry(float(volume.visits_per_year), lower=0, help="Visits to people in a year."),
            NOT_STATED if volume.present_price is None
            else Entry(float(volume.present_price), lower=0, help="GBP per visit, as paid now."),
            Formula(f"={layout.values['carers', combination.carers.name, 'careworkers']}",
                    float(combination.carers.careworkers)),
            Formula(f"={published_at(layout, key)}", float(figures["published_price"])),
            Formula.of_step(YEARLY_CONTACT_HOURS, local(here), figures["contact_hours"]),
            yearly(here["published"], "spend"),
            yearly(unrounded, "price_unrounded"),
            yearly(cost, "cost"),
            *present,
        )  # fmt: skip
    return sheet


def _providers(spend: Spend) -> Sheet:
    last = FIRST_ROW + len(spend.table) - 1
    headings = {key: (_FIGURES[key][0], _FIGURES[key][2]) for key in _ADDED}
    blended = "Blended price (GBP per contact hour)"
    sheet = Sheet(
        PROVIDERS,
        "Spend by provider",
        (
            "The sums of Volumes for each provider; the last row is the sum of the rows above it, "
            "which Card checks holds against the sum of Volumes.",
            f"The budget impact is {NOT_STATED} where a present price of the provider is not.",
        ),
        [
            Column("Provider", 40),
            Column("Provider number", 12),
            Column("Role", 14),
            *(Column(heading, 20) for heading, _ in headings.values()),
            Column(blended, 18),
        ],
        column_formats={
            "Provider number": "0", **dict(headings.values()), blended: _MONEY,
        },
    )  # fmt: skip
    column = {key: column_letter(4 + n) for n, key in enumerate(_ADDED)}
    number = on(VOLUMES, f"${COLUMN_OF['number']}${FIRST_ROW}:${COLUMN_OF['number']}${last}")
    by_provider, end = spend.by_provider, FIRST_ROW + len(spend.by_provider) - 1

    def price_of(row: int, value: float) -> Content:
        if math.isnan(value):
            return "no hours"
        return Formula(f"={column['spend']}{row}/{column['contact_hours']}{row}", value)

    for n, (name, figures) in enumerate(by_provider.iterrows(), start=1):
        row = FIRST_ROW + len(sheet.rows)
        contents: list[Content] = []
        for key in _ADDED:
            area = on(VOLUMES, f"${COLUMN_OF[key]}${FIRST_ROW}:${COLUMN_OF[key]}${last}")
            known = key not in _UNSURE or not math.isnan(figures[key])
            text = f"=SUMIFS({area},{number},$B{row})"
            contents.append(Formula(text, float(figures[key])) if known else NOT_STATED)
        sheet.add(
            str(name), float(n), "Calculation", *contents, price_of(row, figures["blended_price"])
        )
    row = FIRST_ROW + len(sheet.rows)
    total = spend.total
    contents = [
        NOT_STATED if math.isnan(total[key])
        else Formula(f"=SUM({column[key]}{FIRST_ROW}:{column[key]}{end})", float(total[key]))
        for key in _ADDED
    ]  # fmt: skip
    sheet.add("All providers together", 0.0, "Result", *contents,
              price_of(row, total["blended_price"]))  # fmt: skip
    return sheet


def sum_of_volumes(spend: Spend) -> str:
    """Return the formula of the spend of all volumes, past the providers."""
    column, last = COLUMN_OF["spend"], FIRST_ROW + len(spend.table) - 1
    return f"SUM({on(VOLUMES, f'${column}${FIRST_ROW}:${column}${last}')})"


def total_spend(spend: Spend) -> str:
    """Refer to the spend of all providers together."""
    column, row = column_letter(4 + _ADDED.index("spend")), FIRST_ROW + len(spend.by_provider)
    return on(PROVIDERS, f"${column}${row}")


def blended_price(spend: Spend) -> str:
    """Refer to the blended price of all providers together."""
    column, row = column_letter(4 + len(_ADDED)), FIRST_ROW + len(spend.by_provider)
    return on(PROVIDERS, f"${column}${row}")
