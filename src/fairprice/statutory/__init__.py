"""What the law says on a date: the statutory register, looked up and applied."""

from fairprice.statutory.draft import draft_law_file
from fairprice.statutory.law_file import Law, is_a_law, law_on, law_scenarios, laws_on
from fairprice.statutory.own import (
    OwnValue,
    own_records,
    own_values,
    rates_of_records,
    record_as_text,
    record_of_text,
)
from fairprice.statutory.rates import StatutoryRates, statutory_rates
from fairprice.statutory.records import (
    ANNOUNCED,
    ASSUMED,
    ENACTED,
    NATIONS,
    STANDING,
    Gap,
    StatutoryValue,
)
from fairprice.statutory.register import Register, load_register

__all__ = [
    "ANNOUNCED",
    "ASSUMED",
    "ENACTED",
    "NATIONS",
    "STANDING",
    "Gap",
    "Law",
    "OwnValue",
    "Register",
    "StatutoryRates",
    "StatutoryValue",
    "draft_law_file",
    "is_a_law",
    "law_on",
    "law_scenarios",
    "laws_on",
    "load_register",
    "own_records",
    "own_values",
    "rates_of_records",
    "record_as_text",
    "record_of_text",
    "statutory_rates",
]
