"""From billable minutes to the price of a visit, before multipliers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

import numpy as np

from fairprice.declare.fields import Column, Number, by_kind, optional, required
from fairprice.errors import Problem
from fairprice.payment.billing.clause_texts import TEXTS
from fairprice.payment.billing.parts import (
    EDGE_SIDE,
    Edge,
    EdgeSide,
    HourlyRate,
    Money,
    Part,
    band_faults,
    band_of,
    one_of,
    snapped,
)
from fairprice.types import Floats

Edges = Column[Edge]


def _edges() -> Any:
    return required.several(
        "quantity", "Edges of the length bands", "minutes", "Billable minutes, rising."
    )


class LinearTariff(Part):
    """An hourly rate, pro rata to the minute."""

    kind: Literal["linear"]
    hourly_rate: HourlyRate | None = optional.money(
        "Hourly rate",
        "GBP per hour",
        "Price of an hour; left out only where zones state the rates.",
    )

    def price(self, minutes: Floats, hourly_rate: Any = None) -> Floats:
        """GBP, at the tariff's own rate or at the one given."""
        rate: Any = self.hourly_rate if hourly_rate is None else hourly_rate
        return np.asarray(rate * (minutes / 60))


class StepTariff(Part):
    """One price for each band of length; beyond the last edge it may go on in steps."""

    kind: Literal["step"]
    edges_minutes: Edges = _edges()
    edge_belongs_to: EdgeSide = required.choice("Side of an edge", EDGE_SIDE)
    prices: tuple[Money, ...] = required.several(
        "money", "Prices", "GBP", "Price of a visit in each band, one more than there are edges."
    )
    further_minutes: Number | None = optional.quantity(
        "Further step",
        "minutes",
        "Length of each further step beyond the last edge.",
        above=0,
        upper=1440,
    )
    further_price: Money | None = optional.money(
        "Price of a further step", "GBP", "Added for each further step."
    )
    further_counted: Literal["completed", "started"] | None = optional.choice(
        "When a further step counts", "Once it is completed, or as soon as it is started."
    )

    def _faults(self) -> Iterator[Problem]:
        """List what is wrong between the clause's own terms."""
        yield from band_faults("edges_minutes", self.edges_minutes, prices=self.prices)
        further = {
            "further_minutes": self.further_minutes,
            "further_price": self.further_price,
            "further_counted": self.further_counted,
        }
        missing = [name for name, value in further.items() if value is None]
        if 0 < len(missing) < len(further):
            yield TEXTS("incomplete-clause", "", missing=", ".join(missing))

    def price(self, minutes: Floats) -> Floats:
        """GBP."""
        price = np.asarray(self.prices)[band_of(minutes, self.edges_minutes, self.edge_belongs_to)]
        if self.further_minutes is None or self.further_price is None:
            return price
        beyond = np.maximum(minutes - self.edges_minutes[-1], 0) / self.further_minutes
        whole = np.floor if self.further_counted == "completed" else np.ceil
        return np.asarray(price + self.further_price * whole(snapped(beyond)))


class CardTariff(Part):
    """The fixed price of the longest carded length that fits, and the rest pro rata."""

    kind: Literal["card"]
    lengths_minutes: Edges = required.several(
        "quantity", "Carded lengths", "minutes", "Lengths with a fixed price, rising."
    )
    prices: tuple[Money, ...] = required.several(
        "money", "Prices", "GBP", "Price of each carded length."
    )
    hourly_rate: HourlyRate = required.money(
        "Hourly rate", "GBP per hour", "Price of an hour of the remainder."
    )
    below_shortest: Literal["hourly rate", "shortest price"] = required.choice(
        "Below the shortest length",
        "How a visit shorter than every carded length is priced: pro rata at the hourly "
        "rate, or at the price of the shortest length.",
    )

    def _faults(self) -> Iterator[Problem]:
        """List what is wrong between the clause's own terms."""
        yield from band_faults("lengths_minutes", self.lengths_minutes)
        if len(self.prices) != len(self.lengths_minutes):
            yield TEXTS(
                "wrong-number-of-prices", "prices", prices=len(self.prices),
                lengths=len(self.lengths_minutes),
            )  # fmt: skip

    def price(self, minutes: Floats) -> Floats:
        """GBP."""
        band = band_of(minutes, self.lengths_minutes, "upper band")
        below = (0.0, 0.0)
        if self.below_shortest == "shortest price":
            below = (self.lengths_minutes[0], self.prices[0])
        length = np.array([below[0], *self.lengths_minutes])[band]
        card = np.array([below[1], *self.prices])[band]
        return np.asarray(card + self.hourly_rate * (np.maximum(minutes - length, 0) / 60))


class LengthRateTariff(Part):
    """An hourly rate that depends on the length of the visit, pro rata to the minute."""

    kind: Literal["by length"]
    edges_minutes: Edges = _edges()
    edge_belongs_to: EdgeSide = required.choice("Side of an edge", EDGE_SIDE)
    hourly_rates: tuple[HourlyRate, ...] = required.several(
        "money",
        "Hourly rates",
        "GBP per hour",
        "Rate of each band, one more than there are edges.",
    )

    def _faults(self) -> Iterator[Problem]:
        """List what is wrong between the clause's own terms."""
        yield from band_faults("edges_minutes", self.edges_minutes, hourly_rates=self.hourly_rates)

    def price(self, minutes: Floats) -> Floats:
        """GBP."""
        band = band_of(minutes, self.edges_minutes, self.edge_belongs_to)
        return np.asarray(np.asarray(self.hourly_rates)[band] * (minutes / 60))


Tariff = Annotated[LinearTariff | StepTariff | CardTariff | LengthRateTariff, by_kind()]


class ShortVisitUplift(Part):
    """An amount on top of the tariff for visits up to a length."""

    up_to_minutes: Number = required.quantity(
        "Longest short visit", "minutes", "Visits of this length or less get it.",
        above=0, upper=1440,
    )  # fmt: skip
    amount: Money | None = optional.money("Uplift a visit", "GBP a visit", "Added to each visit.")
    hourly_amount: Money | None = optional.money(
        "Uplift an hour", "GBP per hour", "Added to the hourly rate."
    )

    def _faults(self) -> Iterator[Problem]:
        """List what is wrong between the clause's own terms."""
        terms = {"amount": self.amount, "hourly_amount": self.hourly_amount}
        yield from one_of(terms, "The uplift is an amount a visit or an hour.")

    def price(self, minutes: Floats) -> Floats:
        """GBP on top of the tariff."""
        short = np.round(minutes, 7) <= self.up_to_minutes
        each = self.amount if self.hourly_amount is None else self.hourly_amount * (minutes / 60)
        return np.where(short, np.asarray(each), 0.0)
