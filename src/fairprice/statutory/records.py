"""What the register holds: dated values with their sources, and declared gaps."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

NATIONS = ("England", "Scotland", "Wales", "Northern Ireland")


@dataclass(frozen=True)
class StatutoryValue:
    """One value in force between two dates, and where it comes from.

    Parameters
    ----------
    name
        The parameter's name, such as ``"employer_nic_rate"``.
    label
        The same in words.
    value
        The number, in ``unit``. Rates are shares: 0.15, not 15.
    unit
        What the number counts, such as ``"GBP per week"``.
    nations
        The nations the value was entered for.
    valid_from, valid_to
        First and last day in force, both included.
    source_title, source_address
        Title and web address of the source.
    checked
        When the value was last compared with its source material.
    certainty
        How well the value is attested.
    """

    name: str
    label: str
    value: float
    unit: str
    nations: tuple[str, ...]
    valid_from: datetime.date
    valid_to: datetime.date
    source_title: str
    source_address: str
    checked: datetime.date
    certainty: str


@dataclass(frozen=True)
class Gap:
    """Days for which a parameter is declared to have no value, and why.

    Parameters
    ----------
    name, label, unit, nations
        As for :class:`StatutoryValue`.
    valid_from, valid_to
        First and last day of the gap, both included.
    reason
        Why there is no value.
    """

    name: str
    label: str
    unit: str
    nations: tuple[str, ...]
    valid_from: datetime.date
    valid_to: datetime.date
    reason: str


Span = StatutoryValue | Gap
