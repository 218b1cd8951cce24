"""Public names of the room, by the part they come from; loaded on first use."""

from . import presets
from .billing import Billing
from .cohort import Behaviour, Cohort
from .comparison import PaymentComparison, compare_payments
from .contract import Contract, dump_contract, load_contract

__all__ = [
    "Behaviour",
    "Billing",
    "Cohort",
    "Contract",
    "PaymentComparison",
    "compare_payments",
    "dump_contract",
    "load_contract",
    "presets",
]
