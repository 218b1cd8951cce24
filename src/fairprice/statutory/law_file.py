"""The law that a question is answered under, in whichever form it is given."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from fairprice.declare.takes import PATH, takes
from fairprice.errors import InputError, Problem, RegisterFileError
from fairprice.statutory.rates import StatutoryRates, statutory_rates
from fairprice.statutory.register import read_file, require_nation
from fairprice.statutory.register_file import read_document, scenarios_of

#: A law file's path, rates made from one, or ``None`` for the register alone.
Law = StatutoryRates | str | os.PathLike[str] | None


def is_a_law(law: Any) -> bool:
    """Whether something is of a kind that can be read as a law."""
    return law is None or isinstance(law, StatutoryRates | str | os.PathLike)


def law_on(law: Law, date: datetime.date, nation: str) -> StatutoryRates:
    """Read the law that a question is to be answered under.

    Parameters
    ----------
    law
        Rates made by :func:`fairprice.statutory_rates`, the path of a law file, or ``None``
        for the register alone.
    date, nation
        The price date and nation of whoever asks.

    Returns
    -------
    StatutoryRates
        The law in that nation on that day.

    Raises
    ------
    InputError
        If the rates are those of another day or nation.
    StatutoryError
        If the file breaks the rules of the register.
    """
    if not isinstance(law, StatutoryRates):
        return statutory_rates(date, nation, Path(law) if isinstance(law, os.PathLike) else law)
    if (law.date, law.nation) != (date, nation):
        problem = Problem(
            "other-date-or-nation", "law", f"is that of {law.nation} on {law.date}.",
            f"The assumptions are for {nation} on {date}: the price would be labelled with the "
            "wrong law.",
            "Ask statutory_rates for the assumptions' own date and nation.",
        )  # fmt: skip
        raise InputError([problem])
    return law


def laws_on(law: Law, dates: Iterable[datetime.date], nation: str) -> tuple[StatutoryRates, ...]:
    """Read one law on several days; of rates, the register that they were looked up in.

    Parameters
    ----------
    law, nation
        As for :func:`law_on`.
    dates
        The days.

    Returns
    -------
    tuple of StatutoryRates
        One for each day, in their order.
    """
    days = tuple(dates)
    if isinstance(law, StatutoryRates):
        require_nation(nation)
        return tuple(StatutoryRates(day, nation, law.register) for day in days)
    return tuple(law_on(law, day, nation) for day in days)


@takes(path=PATH)
def law_scenarios(
    path: Path | str, date: str | datetime.date, nation: str
) -> dict[str, StatutoryRates]:
    """Read every scenario of a law file.

    Parameters
    ----------
    path
        A law file that gives some values by scenario: ``value = { low = 13.10, high = 13.50 }``.
    date, nation
        The day and the nation, as for :func:`fairprice.statutory_rates`.

    Returns
    -------
    dict
        The law under each scenario, by its name, in the order of the file.

    Raises
    ------
    RegisterFileError
        If the file breaks the rules of the register, or names no scenario.
    """
    document, problems = read_document(read_file(Path(path)), str(path))
    scenarios = scenarios_of(document)
    if not problems and not scenarios:
        problems = [_no_scenarios(str(path))]
    if problems:
        raise RegisterFileError(problems)
    return {
        scenario: statutory_rates(date, nation, path, scenario=scenario) for scenario in scenarios
    }


def _no_scenarios(where: str) -> Problem:
    return Problem(
        "no-scenarios", where, "The file gives no value by scenario.",
        "There is nothing to put side by side.",
        "Give a value for each scenario: value = { low = 13.10, high = 13.50 }; or use the "
        "file as it is.",
    )  # fmt: skip
