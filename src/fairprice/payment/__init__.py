"""How care is paid for: billing rules, contracts, people and outcomes, and comparison.

Reading order of the room: ``billing`` turns visits into bills; ``cohort`` simulates the
year of a group of people; ``contract`` turns that year into payments, clause by clause;
``comparison`` puts contracts side by side; ``theory`` holds the closed forms.
"""

from fairprice.payment import presets, theory
from fairprice.payment.billing import Billing, expected_billable
from fairprice.payment.cohort import (
    Behaviour,
    Cohort,
    Outcome,
    Package,
    dump_cohort,
    load_cohort,
)
from fairprice.payment.comparison import PaymentComparison, compare_payments
from fairprice.payment.contract import (
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
