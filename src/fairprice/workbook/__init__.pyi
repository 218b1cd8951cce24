"""Public names of the room, by the part they come from; loaded on first use."""

from .comparison_workbook import write_comparison_workbook
from .evidence_workbook import write_evidence_workbook
from .fee_workbook import write_fee_workbook
from .intake import read_assumptions, write_intake_workbook
from .rate_card_workbook import write_rate_card_workbook
from .verify import Verification, verify_workbook

__all__ = [
    "Verification",
    "read_assumptions",
    "verify_workbook",
    "write_comparison_workbook",
    "write_evidence_workbook",
    "write_fee_workbook",
    "write_intake_workbook",
    "write_rate_card_workbook",
]
