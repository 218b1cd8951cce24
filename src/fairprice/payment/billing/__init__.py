"""From a visit to a bill: billing rules as clauses, and what they come to on average."""

from fairprice.payment.billing.billing import Billing
from fairprice.payment.billing.closed_form import expected_billable
from fairprice.payment.billing.mixes import (
    VisitMix,
    factor_over,
    mix_problems,
    price_over,
    time_problems,
)

__all__ = [
    "Billing",
    "VisitMix",
    "expected_billable",
    "factor_over",
    "mix_problems",
    "price_over",
    "time_problems",
]
