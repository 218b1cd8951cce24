"""Where everything on a rate card's sheets stands, so that formulas can refer to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from fairprice.calculation import Step
from fairprice.cost.derivation import label_of
from fairprice.rate_card import PricedRateCard
from fairprice.recording import WORDS, render
from fairprice.workbook.layout import Layout, quoted

FEE_TABLE, DIFFERS, BOOKS = "Fee table", "What differs", "Zones and services"
WORKINGS, PRICES = "Card workings", "Prices"
VOLUMES, PROVIDERS = "Volumes", "Spend by provider"
CARD_CHECKS, CARD_NOTES = "Card checks", "Card notes"

#: The value that holds, and its name of one that stands for no input of the base.
PRICE_STEP = "price_step"

#: Labels of what formulas of the card name besides rows and inputs of the base.
_LABELS = {
    "pay_of_the_base": "contact pay rate before supplements",
    "zone_pay_supplement": "pay supplement of the zone",
    "service_pay_supplement": "pay supplement of the service",
    "time_pay_supplement": "pay supplement of the time",
    "premium": "premium of the time",
    "careworkers": "careworkers",
    "vehicles": "vehicles",
    PRICE_STEP: "price step",
}


@dataclass
class CardLayout:
    """The addresses of one card's workbook.

    Parameters
    ----------
    priced
        The card.
    base
        The addresses of the base's own sheets.
    values
        Where each value that differs stands, by list, name and input.
    book_rows
        Rows on Zones and services, by name; of what has one for each band, the first.
    prices
        Where the published price of each cell stands, by place and length.
    """

    priced: PricedRateCard
    base: Layout
    values: dict[tuple[str, str, str], str] = field(default_factory=dict)
    book_rows: dict[str, int] = field(default_factory=dict)
    parts: dict[tuple[int, int, int, int], tuple[str, str, str, str]] = field(default_factory=dict)
    prices: dict[tuple[tuple[int, int, int, int], float], int] = field(default_factory=dict)

    @cached_property
    def books(self) -> tuple[tuple[int, int], ...]:
        """Zones and services by their places, in the order of their columns."""
        card = self.priced.card
        return tuple((z, s) for z in range(len(card.zones)) for s in range(len(card.services)))

    @property
    def pay(self) -> str:
        """The input that supplements are added to."""
        banded = self.priced.card.base.pay.pay_band_rate is not None
        return "pay_band_rate" if banded else "contact_pay_rate"

    @property
    def price_step(self) -> str:
        """The name of the least difference between two prices."""
        stated = self.priced.card.base.fees.price_multiple is not None
        return "price_multiple" if stated else PRICE_STEP

    def words(self, step: Step, more: dict[str, str] | None = None) -> str:
        """Write a formula in words."""
        labels = {**_LABELS, **(more or {})}
        book = self.priced.base

        def spelled(name: str) -> str:
            return labels.get(name) or label_of(book, name)

        return render(step.expression, WORDS.spelling(spelled))


def local(rows: dict[str, str], otherwise: Callable[[str], str] = str) -> Callable[[str], str]:
    """Spell names by the cells of a sheet, and what is not there otherwise."""
    return lambda name: rows[name] if name in rows else otherwise(name)


def on(sheet: str, cell: str) -> str:
    """Refer to a cell of another sheet."""
    return f"{quoted(sheet)}!{cell}"
