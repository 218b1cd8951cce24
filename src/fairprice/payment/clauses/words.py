"""Figures as clauses spell them."""

from __future__ import annotations


def percent(share: float) -> str:
    """Write a share as a percentage, to a tenth, without an idle zero."""
    return f"{share:.1%}".replace(".0%", "%")
