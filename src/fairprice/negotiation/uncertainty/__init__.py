"""How sure a cost is: ranges, one at a time and all together, and what is worth knowing."""
