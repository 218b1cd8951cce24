"""Was it altered? A workbook rebuilt from its own inputs, and everything that differs."""

from fairprice.workbook.verify.verification import Verification
from fairprice.workbook.verify.verify import verify_workbook

__all__ = ["Verification", "verify_workbook"]
