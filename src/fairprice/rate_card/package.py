"""A single package priced as a zone of its own, beside what the card pays for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from fairprice.declare.problems import unknown_name
from fairprice.errors import InputError
from fairprice.held import Held
from fairprice.rate_card.parts import Part, Zone
from fairprice.rate_card.pricing import PricedRateCard
from fairprice.rate_card.spend import Spend
from fairprice.rate_card.stated import StatedCard
from fairprice.rate_card.volumes import read_volumes
from fairprice.statutory import Law


@dataclass(frozen=True, eq=False)
class PricedPackage(Held):
    """A package as a zone of its own, and at the card's prices. Made by :meth:`RateCard.package`.

    Parameters
    ----------
    own
        Its visits at prices of its own.
    paid
        The same visits at the prices that the card pays.
    table
        One row a kind of visit: ``own_price`` and ``own_cost`` (unrounded, with and without
        the return) and ``card_price`` (published), GBP per visit; ``visits_per_year``;
        ``left_per_year``, what the card pays less the cost (GBP).
    """

    own: Spend = field(repr=False)
    paid: Spend = field(repr=False)
    table: pd.DataFrame = field(repr=False)

    @property
    def left_per_year(self) -> float:
        """What the card pays less what the package costs before any return (GBP per year)."""
        return float(self.paid.total["spend"] - self.own.total["cost"])

    @property
    def gap_per_year(self) -> float:
        """What the card pays less the package's own price, its return included (GBP per year)."""
        return float(self.paid.total["spend"] - self.own.total["price_unrounded"])

    @property
    def covers_cost(self) -> bool:
        """Whether the card pays at least what the package costs."""
        return self.left_per_year >= 0

    @property
    def covers_return(self) -> bool:
        """Whether the card also pays the return that the base plans."""
        return self.gap_per_year >= 0

    def __str__(self) -> str:
        total, paid = self.own.total, self.paid.total
        if self.covers_return:
            verdict = "The card pays for it, its return included."
        elif self.covers_cost:
            verdict = "The card covers its cost, and part of its return."
        else:
            verdict = "The card does not cover its cost."
        return (
            f"Its own price is GBP {total['price_unrounded']:,.2f} a year, its cost before return "
            f"{total['cost']:,.2f}; the card pays {paid['spend']:,.2f}. {verdict}"
        )


def price_package(
    card: StatedCard,
    name: str,
    like: str,
    visits: pd.DataFrame | Sequence[Mapping[str, Any]],
    pay_supplement: float | None,
    inputs: Mapping[str, float],
    law: Law,
) -> PricedPackage:
    """Price a package; see :meth:`RateCard.package`."""
    zones = {zone.name: zone for zone in card.zones}
    if like not in zones:
        raise InputError([unknown_name("like", like, Part, zones)])
    there = zones[like]
    more = there.pay_supplement if pay_supplement is None else pay_supplement
    kept = {n: entry for n, entry in there.evidence.items() if n not in inputs}
    if pay_supplement is not None:
        kept.pop("pay_supplement", None)
    own = {"name": name, "inputs": {**there.inputs, **inputs}, "evidence": kept,
           "pay_supplement": more}  # fmt: skip
    rows = read_volumes(visits)

    def spent(zone: Zone | dict[str, Any], called: str) -> Spend:
        at = [row | {"zone": called} if isinstance(row, dict) else row for row in rows]
        return Spend.of(PricedRateCard(card.changed(zones=[zone], volumes=at), law))

    mine = spent(own, name)
    # at the prices of the whole card, as rounding looks at the first zone
    at = [row | {"zone": like} if isinstance(row, dict) else row for row in rows]
    paid = Spend.of(PricedRateCard(card.changed(volumes=at), law))
    table = mine.table[["service", "carers", "time", "visit_minutes"]].copy()
    table["own_price"] = mine.table["price_per_visit"]
    table["own_cost"] = mine.table["cost_per_visit"]
    table["card_price"] = paid.table["published_price"]
    table["visits_per_year"] = mine.table["visits_per_year"]
    table["left_per_year"] = paid.table["spend"] - mine.table["cost"]
    return PricedPackage(mine, paid, table)
