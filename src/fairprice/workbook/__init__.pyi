"""Public names of the room, by the part they come from; loaded on first use."""

from .carried_case import load_case
from .comparison_workbook import write_comparison_workbook
from .evidence_workbook import write_evidence_workbook
from .fee_workbook import write_fee_workbook
from .intake import (
    read_assumptions,
    read_law,
    read_rate_card,
    write_intake_workbook,
    write_rate_card_form,
)
from .lint import lint_workbook
from .load import load
from .rate_card_workbook import write_rate_card_workbook
from .survey_folder import read_survey
from .survey_workbook import write_survey_workbook
from .verify import Verification, verify_workbook
from .visits_workbook import write_visits_workbook

__all__ = [
    "Verification",
    "lint_workbook",
    "load",
    "load_case",
    "read_assumptions",
    "read_law",
    "read_rate_card",
    "read_survey",
    "verify_workbook",
    "write_comparison_workbook",
    "write_evidence_workbook",
    "write_fee_workbook",
    "write_intake_workbook",
    "write_rate_card_form",
    "write_rate_card_workbook",
    "write_survey_workbook",
    "write_visits_workbook",
]
