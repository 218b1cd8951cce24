"""What is paid for a visit that did not go as planned, by its status."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from fairprice.declare.fields import Column, Share, Whole, optional, required
from fairprice.errors import Problem
from fairprice.payment.billing.parts import (
    EDGE_SIDE,
    Edge,
    EdgeSide,
    Money,
    Part,
    band_faults,
    band_of,
    one_of,
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
Payment = tuple[Floats, Floats]


class FixedPayment(Part):
    """A share of the planned price, or an amount."""

    share: Share | None = optional.share(
        "Share paid", "share of planned price", "Part of the planned price that is paid."
    )
    fee: Money | None = optional.money("Fee", "GBP a visit", "Paid in place of the price.")

    def _faults(self) -> Iterator[Problem]:
        """List what is wrong between the clause's own terms."""
        yield from one_of({"share": self.share, "fee": self.fee}, WHY_PAYMENT)

    def paid(self, size: Floats) -> Payment:
        """Share of the planned price, and fee, of each visit."""
        return np.full(size.shape, self.share or 0.0), np.full(size.shape, self.fee or 0.0)


class Cancellation(Part):
    """What is paid for a cancelled visit, by the notice given."""

    edges_hours: Column[Edge] = required.several(
        "quantity", "Edges of the notice bands", "hours", "Hours, rising."
    )
    edge_belongs_to: EdgeSide = required.choice("Side of an edge", EDGE_SIDE)
    shares: tuple[Share, ...] | None = optional.several(
        "share",
        "Shares paid",
        "share of planned price",
        "Part of the planned price, for the least notice first.",
    )
    fees: tuple[Money, ...] | None = optional.several(
        "money", "Fees", "GBP a visit", "Paid in place of the price, for the least notice first."
    )

    def _faults(self) -> Iterator[Problem]:
        """List what is wrong between the clause's own terms."""
        tables: dict[str, Any] = {"shares": self.shares, "fees": self.fees}
        yield from one_of(tables, WHY_PAYMENT)
        yield from band_faults("edges_hours", self.edges_hours, **tables)

    def paid(self, notice_hours: Floats) -> Payment:
        """Share of the planned price, and fee, of each visit."""
        band = band_of(notice_hours, self.edges_hours, self.edge_belongs_to)
        none = np.zeros(len(self.edges_hours) + 1)
        return np.asarray(self.shares or none)[band], np.asarray(self.fees or none)[band]


class Retainer(Part):
    """A share of the planned price for the first days of an absence, then nothing."""

    share: Share = required.share("Share paid", "share", "Part of the planned price.")
    days: Whole = required.count(
        "Days paid", "days", "Days of absence, from the first, that are paid.", upper=366
    )

    def paid(self, days_absent: Floats) -> Payment:
        """Share of the planned price, and fee, of each visit; the first day of absence is 1."""
        return np.where(days_absent <= self.days, self.share, 0.0), np.zeros(days_absent.shape)


class LateDeduction(Part):
    """What is taken off a visit that started late, by the minutes late."""

    edges_minutes: Column[Edge] = required.several(
        "quantity", "Edges of the bands", "minutes", "Minutes late, rising."
    )
    edge_belongs_to: EdgeSide = required.choice("Side of an edge", EDGE_SIDE)
    shares: tuple[Share, ...] | None = optional.several(
        "share",
        "Shares taken off",
        "share of price",
        "Part of the price, for the least delay first.",
    )
    amounts: tuple[Money, ...] | None = optional.several(
        "money", "Amounts taken off", "GBP a visit", "For the least delay first."
    )

    def _faults(self) -> Iterator[Problem]:
        """List what is wrong between the clause's own terms."""
        tables: dict[str, Any] = {"shares": self.shares, "amounts": self.amounts}
        yield from one_of(tables, "A deduction is a share or an amount.")
        yield from band_faults("edges_minutes", self.edges_minutes, **tables)

    def deducted(self, minutes_late: Floats, price: Floats) -> Floats:
        """GBP taken off each visit, never more than its price."""
        band = band_of(minutes_late, self.edges_minutes, self.edge_belongs_to)
        if self.shares is not None:
            return np.asarray(np.asarray(self.shares)[band] * price)
        return np.asarray(np.minimum(np.asarray(self.amounts)[band], price))


class Exceptions(Part):
    """Terms for visits that were not simply delivered; only those that occur are needed."""

    cancelled: Cancellation | None = optional.clause("Cancelled visits", "By notice.")
    no_access: FixedPayment | None = optional.clause("No access", "Nobody opened.")
    in_hospital: Retainer | None = optional.clause("Retainer", "The person is away.")
    missed: FixedPayment | None = optional.clause("Missed visits", "Nobody came.")
    late: LateDeduction | None = optional.clause("Late visits", "By minutes late.")

    def term(self, status: str) -> Any:
        """The term for a status; ``None`` where there is none."""
        return getattr(self, status.replace(" ", "_"))
