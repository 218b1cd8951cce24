"""Sheets of the rate card workbook."""
