"""The law of a day to come: what a price would need, drafted to be filled in."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

from fairprice.assumptions import Assumptions
from fairprice.calculation import Choices, make_plan
from fairprice.cost.law import minimum_wages_needed
from fairprice.declare.takes import PATH, or_none, takes
from fairprice.files import write_atomically
from fairprice.statutory import StatutoryRates, draft_law_file, statutory_rates


def law_needed(rates: StatutoryRates) -> tuple[str, ...]:
    """List every statutory value that a price or the minimum wage test can need.

    Parameters
    ----------
    rates
        The law of a day in a nation, as far as it is known.

    Returns
    -------
    tuple of str
        Of the calculation that states no rate, which is the one that needs most; then of
        the test.
    """
    fields = Assumptions.fields()
    names = (name for name in make_plan(Choices()).inputs if name not in fields)
    return tuple(dict.fromkeys([*names, *minimum_wages_needed(rates)]))


@takes(path=or_none(PATH))
def draft_law(
    date: str | datetime.date, nation: str, path: str | os.PathLike[str] | None = None
) -> str:
    """Draft a law file for a day whose law is not all known, to be filled in.

    Parameters
    ----------
    date
        The price date: ``"2027-04-06"`` or a :class:`datetime.date`.
    nation
        ``"England"``, ``"Scotland"``, ``"Wales"`` or ``"Northern Ireland"``.
    path
        A file to write to, replaced as a whole or not at all; left out, none is written.

    Returns
    -------
    str
        TOML: each value that a price or the minimum wage test would need on that day and
        that is not in force then, with ``"?"`` in place of its number, the last one known
        and where to look; and all others as the register holds them, with their certainty.
        Once numbers are filled in, it is a file to lay over the register.

    Raises
    ------
    InputError
        If the date is not a day of the calendar.
    UnknownNationError
        If the nation is not one of the four.
    FileWriteError
        If the file cannot be written.

    Examples
    --------
    >>> draft = draft_law("2027-04-06", nation="England")
    >>> draft.count('value = "?"')
    8
    """
    rates = statutory_rates(date, nation)
    text = draft_law_file(rates, law_needed(rates))
    if path is not None:
        write_atomically(Path(path), text.encode("utf-8"))
    return text
