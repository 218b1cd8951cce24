"""The two example positions, which come with the package."""

from __future__ import annotations

from fairprice.assumptions.model import Assumptions
from fairprice.files import example_file, toml_tables


def example_provider() -> Assumptions:
    """Return the assumptions of the example provider.

    Returns
    -------
    Assumptions
        Fictional, of published figures, each with its source: what
        ``python -m fairprice demo`` writes as ``provider.toml``.

    Examples
    --------
    >>> import fairprice as fp
    >>> f"{fp.OpenBook(fp.example_provider()).price_per_hour:.2f}"
    '31.28'
    """
    return _example("provider.toml")


def example_council() -> Assumptions:
    """Return the position of a council on the care of the example provider.

    Returns
    -------
    Assumptions
        What ``python -m fairprice demo`` writes as ``council.toml``.

    Examples
    --------
    >>> import fairprice as fp
    >>> print(f"{fp.bridge(fp.example_provider(), fp.example_council()).gap:.2f}")
    4.35
    """
    return _example("council.toml")


def _example(name: str) -> Assumptions:
    return Assumptions.model_validate(toml_tables(example_file(name).decode()))
