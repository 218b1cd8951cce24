"""What is paid for a visit that did not go as planned, by its status."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import numpy as np
from pydantic import Field

from fairprice.errors import Problem
from fairprice.payment.billing.parts import (
    EDGE_SIDE,
    Edge,
    EdgeSide,
    Money,
    Part,
    Share,
    band_faults,
    band_of,
    one_of,
    optional,
    stated,
)
from fairprice.types import Floats

#: Statuses of a visit that was carried out.
WORKED = ("delivered", "late")
#: Each status, and the column that its term needs.
STATUSES: dict[str, str | None] = {
    "delivered": None,
    "late": "minutes_late",
    "cancelled": "notice_hours",
    "no access": None,
    "in hospital": "days_absent",
    "missed": None,
}
WHY_PAYMENT = "A visit is paid by a share of its planned price or by an amount, not both."
Edges = Annotated[tuple[Edge, ...], Field(min_length=1, max_length=50)]
Payment = tuple[Floats, Floats]


class FixedPayment(Part):
    """A share of the planned price, or an amount."""

    share: Share | None = optional(
        "Share paid", "Part of the planned price that is paid.", unit="share of planned price"
    )
    fee: Money | None = optional("Fee", "Paid in place of the price.", unit="GBP a visit")

    def faults(self, where: str) -> Iterator[Problem]:
        """List what is wrong between the clause's own terms."""
        yield from one_of(where, {"share": self.share, "fee": self.fee}, WHY_PAYMENT)

    def paid(self, size: Floats) -> Payment:
        """Share of the planned price, and fee, of each visit."""
        return np.full(size.shape, self.share or 0.0), np.full(size.shape, self.fee or 0.0)


class Cancellation(Part):
    """What is paid for a cancelled visit, by the notice given."""

    edges_hours: Edges = stated("Edges of the notice bands", "Hours, rising.", unit="hours")
    edge_belongs_to: EdgeSide = stated("Side of an edge", EDGE_SIDE)
    shares: tuple[Share, ...] | None = optional(
        "Shares paid", "Part of the planned price, for the least notice first.",
        unit="share of planned price",
    )  # fmt: skip
    fees: tuple[Money, ...] | None = optional(
        "Fees", "Paid in place of the price, for the least notice first.", unit="GBP a visit"
    )

    def faults(self, where: str) -> Iterator[Problem]:
        """List what is wrong between the clause's own terms."""
        tables: dict[str, Any] = {"shares": self.shares, "fees": self.fees}
        yield from one_of(where, tables, WHY_PAYMENT)
        yield from band_faults(where, "edges_hours", self.edges_hours, **tables)

    def paid(self, notice_hours: Floats) -> Payment:
        """Share of the planned price, and fee, of each visit."""
        band = band_of(notice_hours, self.edges_hours, self.edge_belongs_to)
        none = np.zeros(len(self.edges_hours) + 1)
        return np.asarray(self.shares or none)[band], np.asarray(self.fees or none)[band]


class Retainer(Part):
    """A share of the planned price for the first days of an absence, then nothing."""

    share: Share = stated("Share paid", "Part of the planned price.", unit="share")
    days: Annotated[int, Field(ge=0, le=366, strict=True)] = stated(
        "Days paid", "Days of absence, from the first, that are paid.", unit="days"
    )

    def paid(self, days_absent: Floats) -> Payment:
        """Share of the planned price, and fee, of each visit; the first day of absence is 1."""
        return np.where(days_absent <= self.days, self.share, 0.0), np.zeros(days_absent.shape)


class LateDeduction(Part):
    """What is taken off a visit that started late, by the minutes late."""

    edges_minutes: Edges = stated("Edges of the bands", "Minutes late, rising.", unit="minutes")
    edge_belongs_to: EdgeSide = stated("Side of an edge", EDGE_SIDE)
    shares: tuple[Share, ...] | None = optional(
        "Shares taken off", "Part of the price, for the least delay first.", unit="share of price"
    )
    amounts: tuple[Money, ...] | None = optional(
        "Amounts taken off", "For the least delay first.", unit="GBP a visit"
    )

    def faults(self, where: str) -> Iterator[Problem]:
        """List what is wrong between the clause's own terms."""
        tables: dict[str, Any] = {"shares": self.shares, "amounts": self.amounts}
        yield from one_of(where, tables, "A deduction is a share or an amount.")
        yield from band_faults(where, "edges_minutes", self.edges_minutes, **tables)

    def deducted(self, minutes_late: Floats, price: Floats) -> Floats:
        """GBP taken off each visit, never more than its price."""
        band = band_of(minutes_late, self.edges_minutes, self.edge_belongs_to)
        if self.shares is not None:
            return np.asarray(np.asarray(self.shares)[band] * price)
        return np.asarray(np.minimum(np.asarray(self.amounts)[band], price))


class Exceptions(Part):
    """Terms for visits that were not simply delivered; only those that occur are needed."""

    cancelled: Cancellation | None = optional("Cancelled visits", "By notice.", unit="clause")
    no_access: FixedPayment | None = optional("No access", "Nobody opened.", unit="clause")
    in_hospital: Retainer | None = optional("Retainer", "The person is away.", unit="clause")
    missed: FixedPayment | None = optional("Missed visits", "Nobody came.", unit="clause")
    late: LateDeduction | None = optional("Late visits", "By minutes late.", unit="clause")

    def term(self, status: str) -> Any:
        """The term for a status; ``None`` where there is none."""
        return getattr(self, status.replace(" ", "_"))

    def faults(self, where: str) -> Iterator[Problem]:
        """List what is wrong between the clause's own terms."""
        for status in STATUSES:
            term = None if status == "delivered" else self.term(status)
            if term is not None:
                yield from term.faults(f"{where}.{status.replace(' ', '_')}")
