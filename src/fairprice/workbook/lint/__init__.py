"""Whether a workbook keeps the points of the standards that a machine can check."""

from fairprice.workbook.lint.linter import lint_workbook

__all__ = ["lint_workbook"]
