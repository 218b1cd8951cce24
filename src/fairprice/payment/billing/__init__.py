"""From a visit to a bill: basis, rounding, tariff, multipliers, zones and exceptions."""

from fairprice.payment.billing.billing import Billing
from fairprice.payment.billing.closed_form import expected_billable

__all__ = ["Billing", "expected_billable"]
