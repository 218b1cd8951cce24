"""What a workbook from someone else says, by one strict reader.

``grammar`` holds each part against the table of what may stand in it, in ``known``; the other
modules make of it sheets, cells, styles and charts. What is not in the tables is noted with the
package, and left to whoever asked: a form is read all the same, a workbook is not verified.
"""

from fairprice.workbook.reading.workbook import OpenedWorkbook, open_workbook, opened

__all__ = ["OpenedWorkbook", "open_workbook", "opened"]
