"""The sheets that an evidence workbook adds to the open book."""
