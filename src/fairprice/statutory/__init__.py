"""What the law says on a date: the statutory register, looked up and applied."""

from fairprice.statutory.rates import StatutoryRates, statutory_rates
from fairprice.statutory.records import NATIONS, Gap, StatutoryValue
from fairprice.statutory.register import Register, load_register

__all__ = [
    "NATIONS",
    "Gap",
    "Register",
    "StatutoryRates",
    "StatutoryValue",
    "load_register",
    "statutory_rates",
]
