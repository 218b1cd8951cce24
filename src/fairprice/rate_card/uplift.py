"""A whole rate card re-based to another date, and what makes the change."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, TypeVar

import pandas as pd

from fairprice.assumptions import Evidence
from fairprice.cost import OpenBook
from fairprice.declare.fields import LONGEST_TEXT
from fairprice.held import Held
from fairprice.negotiation import Bridge, Index, Uplift, bridge
from fairprice.negotiation import uplift as uplift_book
from fairprice.rate_card.parts import KINDS, Difference
from fairprice.rate_card.permitted import varied
from fairprice.rate_card.pricing import KEYS, PricedRateCard
from fairprice.rate_card.stated import StatedCard
from fairprice.statutory import Law

Card = TypeVar("Card", bound=StatedCard)


@dataclass(frozen=True, eq=False)
class CardUplift(Held, Generic[Card]):
    """A rate card before and after it was re-based. Made by :meth:`RateCard.uplift`.

    Parameters
    ----------
    card
        The card at the new date.
    before, after
        The two cards, each under its law.
    base
        The uplift of the base, with the table of what was raised by which index.
    """

    card: Card
    before: PricedRateCard
    after: PricedRateCard
    base: Uplift = field(repr=False)

    @cached_property
    def prices(self) -> pd.DataFrame:
        """Every cell before and after, one a row.

        The columns that tell it apart; ``price_per_visit`` (unrounded) and
        ``published_price``, each with ``_before`` and ``_after``, GBP per visit; ``change``, a
        share of the unrounded price; ``published_change``, GBP.
        """
        then, now = self.before.prices, self.after.prices
        table = then[[*KEYS, "visit_minutes"]].copy()
        for name in ("price_per_visit", "published_price"):
            table[f"{name}_before"], table[f"{name}_after"] = then[name], now[name]
        table["change"] = table["price_per_visit_after"] / table["price_per_visit_before"] - 1
        step = table["published_price_after"] - table["published_price_before"]
        return table.assign(published_change=step)

    @cached_property
    def bridges(self) -> dict[tuple[str, str], Bridge]:
        """What makes the change in each zone and service, by their names."""
        then, now = self.before.books, self.after.books
        return {key: bridge(now[key], then[key]) for key in now}

    @cached_property
    def bridge(self) -> pd.DataFrame:
        """What makes the change, one row an input or a statutory value, with its label.

        A column for each zone and service: GBP per contact hour at the visit mix and the
        average of all times. A column adds up to the change of that book's price.
        """
        effects = {key: found.by_input["effect"] for key, found in self.bridges.items()}
        names = list(dict.fromkeys(n for effect in effects.values() for n in effect.index))
        table = pd.DataFrame({k: e.reindex(names).fillna(0.0) for k, e in effects.items()})
        table.columns = pd.MultiIndex.from_tuples(effects, names=["zone", "service"])
        labels = {n: found.by_input["label"][n] for found in self.bridges.values()
                  for n in found.by_input.index}  # fmt: skip
        rows = [(name, labels[name]) for name in names]
        return table.set_axis(pd.MultiIndex.from_tuples(rows, names=["input", "label"]))

    def __repr__(self) -> str:
        days = [one.card.base.about.price_date for one in (self.before, self.after)]
        return (
            f"<CardUplift from {days[0]} to {days[1]}: the base "
            f"{self.base.change:+.2%}, {len(self.after.cells)} cells>"
        )


def uplift_card(
    card: Card,
    price_date: str | datetime.date,
    indices: Mapping[str, Index],
    law: Law,
) -> CardUplift[Card]:
    """Re-base a card; see :meth:`RateCard.uplift`."""
    base = uplift_book(card.base, price_date, indices, law=law)
    before = base.before.rates

    def raised(part: Difference) -> dict[str, Any]:
        """Raise what differs as the base with it in place would be raised."""
        inputs = dict(part.inputs)
        evidence: dict[str, Any] = dict(part.evidence)
        if inputs:
            found = uplift_book(OpenBook(_plainly(card, part), before), price_date, indices)
            after = found.after.assumptions
            inputs = {name: after.inputs()[name] for name in inputs}
            evidence |= {n: entry for n, entry in after.evidence.items() if n in inputs}
        fields = part.model_dump(exclude_none=True) | {"inputs": inputs, "evidence": evidence}
        if fields.get("pay_supplement"):
            index = _pay_index(card, indices)
            fields["pay_supplement"] *= 1 + index.change
            evidence["pay_supplement"] = _raised(part.evidence.get("pay_supplement"), index)
        return fields

    lists = {
        kind: [KINDS[kind].model_validate(raised(part)) for part in parts]
        for kind, parts in card.lists.items()
    }
    after = card.changed(base=base.after.assumptions, **lists)
    there = PricedRateCard(after, base.after.rates)
    return CardUplift(after, PricedRateCard(card, before), there, base)


def _plainly(card: StatedCard, part: Difference) -> Any:
    """Return the base with the inputs of a part, but not its supplement."""
    alone = Difference(name=part.name, inputs=part.inputs, evidence={
        n: entry for n, entry in part.evidence.items() if n in part.inputs
    })  # fmt: skip
    return varied(card.base, alone)


def _raised(earlier: Evidence | None, index: Index) -> dict[str, Any]:
    """Say of a supplement by what it was raised, and raise its range alike."""
    known = {} if earlier is None else earlier.model_dump(include={"low", "high", "owner"})
    source = (earlier.source if earlier else None) or "No source stated"
    raised = {n: v * (1 + index.change) for n, v in known.items() if isinstance(v, float)}
    said = f"{source}; {index.change:+.2%}, as the pay it is on top of: {index.name}"
    kept = {n: v for n, v in {**known, **raised}.items() if v is not None}
    return {**kept, "document": said[:LONGEST_TEXT]}


def _pay_index(card: StatedCard, indices: Mapping[str, Index]) -> Index:
    """Return the index of contact pay, by which a supplement on it is raised."""
    rate = "contact_pay_rate" if card.base.pay.pay_band_rate is None else "pay_band_rate"
    return indices[rate] if rate in indices else indices["pay"]
