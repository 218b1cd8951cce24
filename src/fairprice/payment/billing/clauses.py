"""The clauses of a billing contract, and what they make of minutes."""

from __future__ import annotations

import numpy as np

from fairprice.declare.fields import optional, required
from fairprice.payment.billing.basis import Basis, ExtraCarers, Limits
from fairprice.payment.billing.exceptions import Exceptions
from fairprice.payment.billing.parts import Part
from fairprice.payment.billing.rounding import Rounding, by_visit
from fairprice.payment.billing.tariff import LinearTariff, ShortVisitUplift, Tariff
from fairprice.payment.billing.times import Multipliers
from fairprice.payment.billing.zones import Zones
from fairprice.types import Floats


class Clauses(Part):
    """The clauses by themselves, each read but not yet held against the others."""

    basis: Basis = required.clause("Basis", "Which minutes of a visit count.")
    rounding: Rounding | None = optional.clause("Rounding", "To billing units.")
    limits: Limits | None = optional.clause("Limits", "Minimum and maximum billable.")
    tariff: Tariff | None = optional.clause(
        "Tariff", "From billable minutes to a price; needed unless the basis is none."
    )
    short_visit: ShortVisitUplift | None = optional.clause(
        "Short-visit uplift", "On top of the tariff."
    )
    multipliers: Multipliers | None = optional.clause("Multipliers", "By time.")
    zones: Zones | None = optional.clause("Zones", "By place.")
    carers: ExtraCarers | None = optional.clause("Carers", "More than one carer.")
    exceptions: Exceptions | None = optional.clause("Exceptions", "By status.")

    @property
    def rates_by_zone(self) -> bool:
        """Whether the zones, not the tariff, set the hourly rate."""
        return self.zones is not None and self.zones.hourly_rates is not None

    def _counted(self, planned: Floats, actual: Floats) -> Floats:
        return np.asarray(self.basis.minutes(planned, actual), dtype=float)

    def _billed(self, counted: Floats) -> Floats:
        """Round and limit minutes that count, visit by visit; totals are left unrounded."""
        rounding = by_visit(self.rounding)
        minutes = counted if rounding is None else rounding.rounded(counted)
        return minutes if self.limits is None else self.limits.held(minutes, counted)

    def _base_price(self, minutes: Floats, zone_rate: Floats | None = None) -> Floats:
        if self.tariff is None:
            return np.zeros(np.shape(minutes))
        if zone_rate is not None and isinstance(self.tariff, LinearTariff):
            price = self.tariff.price(minutes, zone_rate)
        else:
            price = self.tariff.price(minutes)
        if self.short_visit is not None:
            price = price + self.short_visit.price(minutes)
        return np.where(minutes > 0, price, 0.0)
