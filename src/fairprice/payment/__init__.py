"""How care is paid for: billing rules, contracts, people and outcomes, and comparison.

Reading order of the room: ``billing`` turns visits into bills; ``cohort`` simulates the
year of a group of people; ``contract`` turns that year into payments, clause by clause;
``comparison`` puts contracts side by side; ``theory`` holds the closed forms.
"""

from fairprice.payment import presets
from fairprice.payment.billing import Billing
from fairprice.payment.cohort import Behaviour, Cohort
from fairprice.payment.comparison import PaymentComparison, compare_payments
from fairprice.payment.contract import Contract, dump_contract, load_contract

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
