"""What an hour of home care really costs: one open model, every line explained.

Start with :func:`load_assumptions` and :class:`OpenBook`; :func:`statutory_rates`
answers what the law says on a date. Every error derives from :class:`FairpriceError`.
"""

from fairprice.assumptions import Assumptions, InputField, dump_assumptions, load_assumptions
from fairprice.cost import OpenBook, price_scenarios
from fairprice.errors import (
    AssumptionsError,
    DateNotCoveredError,
    FairpriceError,
    FileWriteError,
    InputError,
    Problem,
    RegisterFileError,
    StatutoryError,
    UnknownLineError,
    UnknownNationError,
    UnknownParameterError,
    WorkbookError,
)
from fairprice.money import round_half_up, round_up_to_multiple
from fairprice.statutory import StatutoryRates, StatutoryValue, statutory_rates
from fairprice.version import __version__
from fairprice.workbook import write_fee_workbook

__all__ = [
    "Assumptions",
    "AssumptionsError",
    "DateNotCoveredError",
    "FairpriceError",
    "FileWriteError",
    "InputError",
    "InputField",
    "OpenBook",
    "Problem",
    "RegisterFileError",
    "StatutoryError",
    "StatutoryRates",
    "StatutoryValue",
    "UnknownLineError",
    "UnknownNationError",
    "UnknownParameterError",
    "WorkbookError",
    "__version__",
    "dump_assumptions",
    "load_assumptions",
    "price_scenarios",
    "round_half_up",
    "round_up_to_multiple",
    "statutory_rates",
    "write_fee_workbook",
]
