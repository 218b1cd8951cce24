"""The bank holidays of the four nations."""

from __future__ import annotations

import datetime
from functools import lru_cache
from typing import Literal

from fairprice.assumptions.sections import Nation

WeekendHolidays = Literal["substitute day", "day itself", "both"]
SUBDIVISIONS: dict[Nation, str] = {
    "England": "ENG",
    "Scotland": "SCT",
    "Wales": "WLS",
    "Northern Ireland": "NIR",
}


@lru_cache(maxsize=64)
def bank_holidays(
    nation: Nation, weekend_holidays: WeekendHolidays, first_year: int, last_year: int
) -> frozenset[datetime.date]:
    """List the bank holidays of a nation.

    Parameters
    ----------
    nation
        One of the four nations; Scotland keeps 2 January, Northern Ireland 17 March.
    weekend_holidays
        Which day counts when a holiday falls on a weekend.
    first_year, last_year
        The years wanted, both included.

    Returns
    -------
    frozenset of datetime.date
        The days.
    """
    from holidays import country_holidays  # imported here because loading it takes a while

    def days(observed: bool) -> set[datetime.date]:
        years = range(first_year, last_year + 1)
        # a substitute can fall in the year after its holiday, so the years are read together
        found = country_holidays(
            "GB", subdiv=SUBDIVISIONS[nation], years=years, observed=observed, expand=False
        )
        return set(found)

    themselves, with_substitutes = days(observed=False), days(observed=True)
    if weekend_holidays == "both":
        return frozenset(with_substitutes)
    if weekend_holidays == "day itself":
        return frozenset(themselves)
    return frozenset(day for day in with_substitutes if day.weekday() < 5)
