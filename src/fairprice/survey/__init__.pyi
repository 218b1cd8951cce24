"""Public names of the room, by the module they come from; loaded on first use."""

from .fair_price import FairPrice
from .model import Survey
from .records import Amendment, Exclusion
from .returns import Return, return_from_book
from .short_return import read_held_table, read_short_return
from .survey_file import NAME, SurveyFile, load_survey_file
from .table_checks import check_cost_table

__all__ = [
    "NAME",
    "Amendment",
    "Exclusion",
    "FairPrice",
    "Return",
    "Survey",
    "SurveyFile",
    "check_cost_table",
    "load_survey_file",
    "read_held_table",
    "read_short_return",
    "return_from_book",
]
