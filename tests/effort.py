"""How many examples a property is tried on that is dear to try."""

from __future__ import annotations

from hypothesis import settings


def at_most(examples: int) -> settings:
    """Draw so many examples, or as many as the profile draws where that is fewer."""
    return settings(max_examples=min(examples, settings().max_examples))
