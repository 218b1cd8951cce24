"""Contracts: base payments and adjustments that compose, clause by clause."""

from fairprice.payment.contract.model import Contract, Settlement, dump_contract, load_contract
from fairprice.payment.contract.setting import Setting

__all__ = ["Contract", "Setting", "Settlement", "dump_contract", "load_contract"]
