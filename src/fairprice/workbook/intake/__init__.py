"""The intake form: written blank or filled in, filled in by people, and read back.

``words`` knows what is asked, ``form`` and ``front`` what stands on the sheets, ``cells``
what was typed, ``reading`` where it stands, and ``addresses`` says each problem at its cell.
``card_words``, ``card_form`` and ``card_reading`` are the same for a rate card.
"""

from fairprice.workbook.intake.card_form import write_rate_card_form
from fairprice.workbook.intake.card_reading import read_rate_card
from fairprice.workbook.intake.reading import read_assumptions, read_law
from fairprice.workbook.intake.write import write_intake_workbook

__all__ = [
    "read_assumptions",
    "read_law",
    "read_rate_card",
    "write_intake_workbook",
    "write_rate_card_form",
]
