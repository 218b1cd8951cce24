"""From a visit to a bill: basis, rounding, tariff, multipliers, zones and exceptions."""

from fairprice.payment.billing.billing import Billing
from fairprice.payment.billing.closed_form import expected_billable
from fairprice.payment.billing.exceptions import STATUSES, WORKED
from fairprice.payment.billing.pricing import unpriceable
from fairprice.payment.billing.rounding import works_on_totals
from fairprice.payment.billing.spans import on_the_uk_clock, universal
from fairprice.payment.billing.summary import LENGTH_EDGES, length_bands

__all__ = [
    "LENGTH_EDGES",
    "STATUSES",
    "WORKED",
    "Billing",
    "expected_billable",
    "length_bands",
    "on_the_uk_clock",
    "universal",
    "unpriceable",
    "works_on_totals",
]
