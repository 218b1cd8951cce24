"""The terms around a price that no source publishes, and what named contracts are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fairprice.declare.takes import one
from fairprice.payment.contract import Contract, PaymentTerms, TransactionCosts


@dataclass(frozen=True)
class Around:
    """Terms around the price, for which no value is published.

    Parameters
    ----------
    payment_terms, transaction_costs
        When the payer pays, and what running the contract costs.
    cancelled_visit_share
        Share of its price paid for a visit cancelled at short notice.
    hospital_retainer_share, hospital_retainer_weeks
        Share of planned price paid (zero for none), and for how many weeks of a stay.
    """

    payment_terms: PaymentTerms
    transaction_costs: TransactionCosts
    cancelled_visit_share: float
    hospital_retainer_share: float
    hospital_retainer_weeks: int


AROUND = one(Around, wanted="a fairprice.presets.Around")


def made(name: str, source: str, around: Around, base: dict[str, Any], **terms: Any) -> Contract:
    """Make a contract of a base and terms, with the terms around it."""
    return Contract.model_validate(
        {
            "name": name,
            "source": source,
            "base": base,
            "payment_terms": around.payment_terms,
            "transaction_costs": around.transaction_costs,
            **terms,
        }
    )


def time_and_task(
    around: Around, hourly_rate: float, basis: str, rounding: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Describe pay for the minutes of visits, on one of the bases of billing."""
    billing: dict[str, Any] = {
        "basis": {"kind": basis},
        "tariff": {"kind": "linear", "hourly_rate": hourly_rate},
    }
    if rounding is not None:
        billing["rounding"] = rounding
    return {
        "kind": "time and task",
        "billing": billing,
        "cancelled_visit_share": around.cancelled_visit_share,
        "hospital_retainer_share": around.hospital_retainer_share,
        "hospital_retainer_weeks": around.hospital_retainer_weeks,
    }
