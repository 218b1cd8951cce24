"""Public names of the room, by the module they come from; loaded on first use."""

from .fair_price import FairPrice
from .model import Survey
from .records import Amendment, Exclusion
from .table_checks import check_cost_table

__all__ = [
    "Amendment",
    "Exclusion",
    "FairPrice",
    "Survey",
    "check_cost_table",
]
