"""What a party brings to the table: its case, logs, register, and challenges to it."""
