"""What the volumes of a rate card cost: by cell, by provider, and in all."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from fairprice.errors import InputError
from fairprice.held import Held
from fairprice.rate_card.card_texts import TEXTS
from fairprice.rate_card.pricing import KEYS, PricedRateCard
from fairprice.rate_card.steps import yearly_amount, yearly_contact_hours
from fairprice.rate_card.volumes import place_of

if TYPE_CHECKING:
    from collections.abc import Iterable

#: What adds up over cells.
AMOUNTS = (
    "visits_per_year", "contact_hours", "spend", "price_unrounded", "cost", "present_spend",
    "budget_impact",
)  # fmt: skip
_IF_KNOWN = ("present_spend", "budget_impact")


@dataclass(frozen=True, eq=False)
class Spend(Held):
    """What visits of a year cost at the published prices. Made by :attr:`RateCard.spend`.

    Parameters
    ----------
    table
        One row a volume: ``provider``, ``zone``, ``service``, ``carers``, ``time``,
        ``visit_minutes``; ``published_price``, ``price_per_visit`` and ``cost_per_visit``
        (unrounded, with and without the return) and ``present_price``, GBP per visit;
        ``visits_per_year``, ``contact_hours`` (of careworkers); and in GBP per year
        ``spend`` (at published prices), ``price_unrounded``, ``cost`` (before the return),
        ``present_spend`` and ``budget_impact``, empty where no present price is stated.
    """

    table: pd.DataFrame = field(repr=False)

    @classmethod
    def of(cls, priced: PricedRateCard) -> Spend:
        """Work out what the volumes of a priced card cost.

        Parameters
        ----------
        priced
            The card under a law.

        Raises
        ------
        InputError
            If the card has none.
        """
        card = priced.card
        if not card.volumes:
            raise InputError([TEXTS("no-volumes", "volumes")])
        rows = []
        for volume in card.volumes:
            cell = priced.cells[place_of(card, volume), volume.visit_minutes]
            visits, present = volume.visits_per_year, volume.present_price
            spend = yearly_amount(cell.published, visits)
            now = math.nan if present is None else yearly_amount(present, visits)
            carers = cell.combination.carers.careworkers
            rows.append(
                (volume.provider, *cell.combination.names, volume.visit_minutes, cell.published,
                 cell.price, cell.cost, math.nan if present is None else present, visits,
                 yearly_contact_hours(volume.visit_minutes, carers, visits), spend,
                 yearly_amount(cell.price, visits), yearly_amount(cell.cost, visits), now,
                 spend - now)
            )  # fmt: skip
        columns = [
            "provider", *KEYS, "visit_minutes", "published_price", "price_per_visit",
            "cost_per_visit", "present_price", *AMOUNTS,
        ]  # fmt: skip
        return cls(pd.DataFrame(rows, columns=columns))

    def by(self, *columns: str) -> pd.DataFrame:
        """Add up by one or several of ``provider``, ``zone``, ``service``, ``carers``, ``time``.

        Returns
        -------
        pandas.DataFrame
            One row a group, in the order of the volumes: the amounts of :attr:`table`;
            ``blended_price`` (GBP per careworker contact hour); ``share_of_spend``. The
            budget impact is empty where the present price of a part is not known;
            ``visits_without_present_price`` says of how many.

        Raises
        ------
        InputError
            If a column is not one of these.
        """
        known = ("provider", *KEYS, "visit_minutes")
        wrong = [column for column in columns if column not in known]
        if wrong or not columns:
            raise InputError(
                TEXTS("unknown-column", f"by, {column}", known=", ".join(known))
                for column in wrong or ["nothing"]
            )
        groups = self.table.groupby(list(columns), sort=False)
        rows = {name: _added(group) for name, group in groups}
        index = (
            pd.MultiIndex.from_tuples(rows, names=list(columns))
            if len(columns) > 1
            else pd.Index([name[0] for name in rows], name=columns[0])
        )
        table = pd.DataFrame(list(rows.values()), index=index)
        return table.assign(share_of_spend=table["spend"] / self.total["spend"])

    @property
    def total(self) -> pd.Series:
        """The amounts of the whole, with ``blended_price``."""
        return pd.Series(_added(self.table))

    @property
    def by_provider(self) -> pd.DataFrame:
        """The amounts of each provider; see :meth:`by`."""
        return self.by("provider")

    @property
    def blended_price(self) -> float:
        """What a careworker contact hour costs on average (GBP), at published prices."""
        return float(self.total["blended_price"])

    def __repr__(self) -> str:
        total = self.total
        return (
            f"<Spend of GBP {total['spend']:,.0f} a year on {total['contact_hours']:,.0f} contact "
            f"hours: GBP {self.blended_price:.2f} per contact hour>"
        )


def _added(table: pd.DataFrame) -> dict[str, float]:
    """Add up the amounts, each to the last digit whatever the order of the rows."""
    sums = {name: added(table[name]) for name in AMOUNTS}
    hours = sums["contact_hours"]
    unknown = table["present_price"].isna()
    return {
        **sums,
        "blended_price": sums["spend"] / hours if hours else math.nan,
        "visits_without_present_price": added(table["visits_per_year"][unknown]),
    }


def added(amounts: Iterable[float] | Sequence[float]) -> float:
    """Add up amounts, rounding once."""
    return math.fsum(amounts)
