"""Sheets of the survey workbook."""
