"""The intake form: written blank or filled in, filled in by people, and read back.

``words`` knows what is asked, ``form`` and ``front`` what stands on the sheets, ``cells``
what was typed, ``reading`` where it stands, and ``addresses`` says each problem at its cell.
"""

from fairprice.workbook.intake.reading import read_assumptions, read_law
from fairprice.workbook.intake.write import write_intake_workbook

__all__ = ["read_assumptions", "read_law", "write_intake_workbook"]
