"""The sheets of the fee workbook, one module a sheet or two, as plain data."""
