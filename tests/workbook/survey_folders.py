"""A folder of returns: forms, short files, a file of assumptions, and what is said beside them."""

from __future__ import annotations

from pathlib import Path

from providers import plain_book

import fairprice as fp

SURVEY = """format = 1
rebase_to = 2027-04-06

[survey]
area = "Exampleshire"
price_date = 2026-04-06
invited = 12
out_of_scope = 2
commissioned_hours = 400000.0

[[amendments]]
provider = "Short"
line = "Travel time"
original = 0.0
query = "No travel?"
reply = "Left out by mistake."
final = 1.5
who = "A. Officer"
why = "The reply."

[[exclusions]]
provider = "Form 1"
line = "Insurance"
reason = "By the year."
who = "A. Officer"

[[indices]]
line = "Direct care"
name = "Pay"
change = 0.05
source = "test"

[[indices]]
name = "Prices"
change = 0.02
source = "test"
"""
SHORT = """line,value,note
Provider,Short,
Price date,2026-04-06,
Carer basic pay per hour,12.75,
Minutes of travel per contact hour,14,
Mileage payment per mile,0.45,
Total direct care hours per annum,"20,000",
Appointments per week: 30 min,400,
Direct care,£12.90,
Travel time,0,
Mileage,1.10,
PPE,,
Holiday,Not applicable,
Additional overhead #1,0.2,
Back office staff,5.00,"=HYPERLINK(""x"")"
Total return on operations,0.8,
"""


def filled(folder: Path, forms: int = 3) -> Path:
    """Fill a folder with returns of every kind."""
    folder.mkdir(exist_ok=True)
    for number in range(forms):
        party = plain_book(
            provider_name=f"Form {number}", contact_pay_rate=12.8 + number / 10
        ).assumptions
        fp.write_intake_workbook(party, folder / f"form {number}.xlsx")
    book = plain_book(provider_name="By file")
    fp.dump_assumptions(book.assumptions, folder / "by file.toml")
    book.lines.to_csv(folder / "Lines.csv")
    (folder / "short.csv").write_text(SHORT, encoding="utf-8")
    (folder / "notes.txt").write_text("not a return")
    (folder / "survey.toml").write_text(SURVEY)
    return folder
