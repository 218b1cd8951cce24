"""What stands on each sheet of the comparison workbook."""
