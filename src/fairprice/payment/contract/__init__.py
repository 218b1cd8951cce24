"""Contracts: base payments and adjustments that compose, clause by clause."""

from fairprice.payment.contract.model import (
    Contract,
    PaymentTerms,
    Settlement,
    Subcontracting,
    TransactionCosts,
    dump_contract,
    load_contract,
)
from fairprice.payment.contract.setting import Setting

__all__ = [
    "Contract",
    "PaymentTerms",
    "Setting",
    "Settlement",
    "Subcontracting",
    "TransactionCosts",
    "dump_contract",
    "load_contract",
]
