"""How care is paid for."""
