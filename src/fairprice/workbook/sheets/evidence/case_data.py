"""The case as data: what every sheet of the evidence workbook is written from."""

from __future__ import annotations

from fairprice.formats import is_stamp
from fairprice.negotiation import Case, dump_case
from fairprice.workbook.layout import CASE_DATA
from fairprice.workbook.model import Column, Sheet
from fairprice.workbook.sheets.evidence.words import STATED


def case_data_sheet(case: Case) -> Sheet:
    """Write the case as TOML."""
    text = dump_case(case)
    sheet = Sheet(
        CASE_DATA,
        "Case data",
        (
            "Everything this workbook was written from, as TOML: both positions with their "
            "evidence, offers, decisions and how the draws were made.",
            "It lets anyone rebuild every sheet and compare: see verify_workbook of fairprice.",
        ),
        [Column("Line", 8), Column("Role", 12), Column("Text", 150)],
        column_formats={"Line": "0"},
    )
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if case.lacked:  # a workbook of before there were formats is rebuilt as it was written
        lines = [line for line in lines if not is_stamp(line)]
    for number, line in enumerate(lines, start=1):
        sheet.add(float(number), STATED, line)
    return sheet
