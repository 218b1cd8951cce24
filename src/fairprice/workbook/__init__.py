"""Excel workbooks: laid out as plain data, written, and finished.

``layout`` knows where everything stands, ``sheets`` what stands there, ``writer`` and
``finishing`` how a file is made of it. The only room that knows openpyxl.
"""

from fairprice.workbook.comparison_workbook import write_comparison_workbook
from fairprice.workbook.evidence_workbook import write_evidence_workbook
from fairprice.workbook.fee_workbook import write_fee_workbook
from fairprice.workbook.intake import read_assumptions, write_intake_workbook
from fairprice.workbook.verify import Verification, verify_workbook

__all__ = [
    "Verification",
    "read_assumptions",
    "verify_workbook",
    "write_comparison_workbook",
    "write_evidence_workbook",
    "write_fee_workbook",
    "write_intake_workbook",
]
