"""From a visit to a bill: billing rules as clauses, and what they come to on average."""

from fairprice.payment.billing.billing import Billing
from fairprice.payment.billing.closed_form import expected_billable
from fairprice.payment.billing.exceptions import STATUSES, WORKED
from fairprice.payment.billing.mixes import (
    VisitMix,
    factor_over,
    mix_problems,
    price_over,
    time_problems,
)
from fairprice.payment.billing.pricing import unpriceable
from fairprice.payment.billing.rounding import works_on_totals
from fairprice.payment.billing.spans import on_the_uk_clock, universal
from fairprice.payment.billing.summary import LENGTH_EDGES, length_bands

__all__ = [
    "LENGTH_EDGES",
    "STATUSES",
    "WORKED",
    "Billing",
    "VisitMix",
    "expected_billable",
    "factor_over",
    "length_bands",
    "mix_problems",
    "on_the_uk_clock",
    "price_over",
    "time_problems",
    "universal",
    "unpriceable",
    "works_on_totals",
]
