"""What of a workbook comes out on paper, and what is said of it."""

from __future__ import annotations

#: A cell with nothing in it: the print area of a sheet of the annex, so that programs print
#: no page of it. Further to the right than any table, and not beyond the last column of any
#: program.
OFF_PAPER = "$ZZ$1"
#: What the Contents sheet says of each sheet.
PRINTED, NOT_PRINTED = "printed", "annex, not printed"
HOW_TO_PRINT = (
    "Choose a name to go to the sheet. The annex is in the file and stays off paper; to print a "
    "sheet of it, clear its print area."
)
