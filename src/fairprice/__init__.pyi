"""Public names, by the room they come from; loaded on first use."""

from .assumptions import Assumptions, Evidence, InputField, dump_assumptions, load_assumptions
from .cost import OpenBook, price_scenarios
from .errors import (
    AssumptionsError,
    CohortError,
    ContractError,
    DateNotCoveredError,
    FairpriceError,
    FileWriteError,
    InputError,
    MissingExtraError,
    Problem,
    RegisterFileError,
    StatutoryError,
    UnknownLineError,
    UnknownNationError,
    UnknownParameterError,
    WorkbookError,
)
from .money import round_half_up, round_up_to_multiple
from .negotiation import Bridge, bridge
from .payment import (
    Behaviour,
    Billing,
    Cohort,
    Contract,
    PaymentComparison,
    compare_payments,
    dump_contract,
    load_contract,
    presets,
)
from .statutory import StatutoryRates, StatutoryValue, statutory_rates
from .version import __version__
from .workbook import write_comparison_workbook, write_fee_workbook

__all__ = [
    "Assumptions",
    "AssumptionsError",
    "Behaviour",
    "Billing",
    "Bridge",
    "Cohort",
    "CohortError",
    "Contract",
    "ContractError",
    "DateNotCoveredError",
    "Evidence",
    "FairpriceError",
    "FileWriteError",
    "InputError",
    "InputField",
    "MissingExtraError",
    "OpenBook",
    "PaymentComparison",
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
    "bridge",
    "compare_payments",
    "dump_assumptions",
    "dump_contract",
    "load_assumptions",
    "load_contract",
    "presets",
    "price_scenarios",
    "round_half_up",
    "round_up_to_multiple",
    "statutory_rates",
    "write_comparison_workbook",
    "write_fee_workbook",
]
