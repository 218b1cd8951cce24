"""Public names of the room, by the part they come from; loaded on first use."""

from . import presets, theory
from .billing import Billing, expected_billable
from .cohort import Behaviour, Cohort, Outcome, Package, dump_cohort, load_cohort
from .comparison import PaymentComparison, compare_payments
from .contract import (
    Contract,
    PaymentTerms,
    Subcontracting,
    TransactionCosts,
    dump_contract,
    load_contract,
)

__all__ = [
    "Behaviour",
    "Billing",
    "Cohort",
    "Contract",
    "Outcome",
    "Package",
    "PaymentComparison",
    "PaymentTerms",
    "Subcontracting",
    "TransactionCosts",
    "compare_payments",
    "dump_cohort",
    "dump_contract",
    "expected_billable",
    "load_cohort",
    "load_contract",
    "presets",
    "theory",
]
