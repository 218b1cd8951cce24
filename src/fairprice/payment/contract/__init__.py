"""Contracts: a base payment and adjustments that compose, and the terms around them."""

from fairprice.payment.clauses import Setting
from fairprice.payment.contract.around import PaymentTerms, Subcontracting, TransactionCosts
from fairprice.payment.contract.model import Contract, dump_contract, load_contract
from fairprice.payment.contract.settlement import Settlement

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
