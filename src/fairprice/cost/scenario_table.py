"""Scenarios as they are given: arrays by name, or a frame whose rows have labels."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from fairprice.cost.book import OpenBook
from fairprice.declare.arguments import Arguments
from fairprice.declare.takes import COLUMNS, Taken
from fairprice.declare.values import Refused, array, flags, plain, shown
from fairprice.errors import Problem, StatutoryError

#: The one input that is no number: it says which law holds in a scenario.
PRICE_DATE = "price_date"
_LAW_OF_DAY = "A price rests on the law of its day."
SPOILS = "One bad value would spoil every figure drawn from the scenarios."


@dataclass(frozen=True)
class Scenarios:
    """What was given, by name, and how its rows are called.

    Parameters
    ----------
    given
        Arrays, or single values, by name.
    frame
        The frame they came in, where they came in one.
    """

    given: Mapping[Any, Any]
    frame: pd.DataFrame | None = None

    def row(self, number: int) -> str:
        """Say which row is meant: by its label in a frame, or else by its number."""
        if self.frame is None:
            return f"scenario {number}"
        label = plain(self.frame.index[number])
        return f"row {label!r}" if isinstance(label, (str, list)) else f"row {label}"

    def value(self, name: str, number: int) -> str:
        """Say which value is meant."""
        return f"{name}[{number}]" if self.frame is None else f"{name}, {self.row(number)}"

    def shares(self, name: str, wrong: NDArray[np.bool_]) -> str:
        """Say where shares do not add up: of a frame, the first row in which they do not."""
        return name if self.frame is None else self.value(name, int(np.argmax(wrong)))

    def numbers(self, name: str, is_switch: bool) -> NDArray[np.float64] | Problem:
        """Read the values of an input, or say which is none."""
        given = self.given[name]
        if self.frame is not None and given.dtype == object and len(given):
            # a table of bands stands in a cell as a list
            given = given.tolist() if np.ndim(given.iloc[0]) else given
        try:
            return _column(given, is_switch)
        except Refused as error:
            where, found = name, f"{shown(given)} {error}."
            if self.frame is not None and (bad := _first_bad(given, is_switch)) is not None:
                where, found = self.value(name, bad[0]), bad[1]
            return Problem("not-a-number", where, found, SPOILS, "Give an array of numbers.")

    def beside(self, results: pd.DataFrame) -> pd.DataFrame:
        """Return results; those of a frame under its index, beside its columns."""
        if self.frame is None:
            return results
        return pd.concat([self.frame, results.set_axis(self.frame.index)], axis=1)

    def not_known(self, problem: Problem, name: Any) -> Problem:
        """Say of a column that is no input where labels belong."""
        if self.frame is None or problem.code != "unknown-name":
            return problem
        mend = (
            f"Correct its name or drop the column; labels stand in the index: set_index({name!r})."
        )
        return replace(problem, mend=mend)


def _read(value: Any) -> Scenarios:
    columns = COLUMNS.read(value)
    is_frame = isinstance(value, pd.DataFrame)
    return Scenarios(columns, value if is_frame else None)


SCENARIOS = Taken(COLUMNS.wanted, _read)


def _column(given: Any, is_switch: bool) -> NDArray[np.float64]:
    """Read numbers, or for a switch yes and no, which count as 1 and 0."""
    if is_switch:
        with suppress(Refused):
            return flags(given).astype(float)
    return array(given)


def _first_bad(given: Any, is_switch: bool) -> tuple[int, str] | None:
    """Find the first of several values that cannot be read; only ever asked where one is."""
    for place, value in enumerate(given):
        try:
            _column(value, is_switch)
        except Refused as error:
            return place, f"{shown(value)} {error}."
    return None


@dataclass(frozen=True)
class PriceDates:
    """The price dates of scenarios.

    Parameters
    ----------
    days
        Each that occurs, once.
    codes
        Which of them a scenario has; None where all have the only one.
    """

    days: tuple[datetime.date, ...]
    codes: NDArray[np.intp] | None

    def law(
        self, book: OpenBook, table: Scenarios, values: dict[str, Any]
    ) -> dict[str, NDArray[np.float64]]:
        """Look up the law of each date; what is the same on all is put among the values."""
        columns: dict[str, NDArray[np.float64]] = {}
        missing: list[StatutoryError] = []
        # a value of the law that a scenario states is that of each of its dates
        asked = [name for name in book.statutory_names if name not in table.given]
        held = np.zeros((len(asked), len(self.days)))
        for place, date in enumerate(self.days):
            rates = replace(book.rates, date=date)
            for row, name in enumerate(asked):
                try:
                    held[row, place] = rates.value(name)
                except StatutoryError as error:
                    missing.append(self._not_held(error, table, place))
        if missing:
            raise type(missing[0])(problem for error in missing for problem in error.problems)
        for name, numbers in zip(asked, held, strict=True):
            if self.codes is not None and (numbers != numbers[0]).any():
                columns[name] = numbers[self.codes]
            else:
                values[name] = float(numbers[0])
        return columns

    def _not_held(self, error: StatutoryError, table: Scenarios, place: int) -> StatutoryError:
        """Say of a value that the law does not hold which scenario asks for it first."""
        first = 0 if self.codes is None else int(np.argmax(self.codes == place))
        where = PRICE_DATE if self.codes is None else table.value(PRICE_DATE, first)
        return type(error)(replace(p, where=f"{where}: {p.where}") for p in error.problems)


def price_dates(scenarios: Scenarios) -> tuple[PriceDates | None, list[Problem]]:
    """Read the price dates of scenarios, where they have some."""
    if PRICE_DATE not in scenarios.given:
        return None, []
    given = scenarios.given[PRICE_DATE]
    read = Arguments()
    if np.ndim(given) == 0:
        return PriceDates((read.day(PRICE_DATE, given, _LAW_OF_DAY),), None), read.problems
    try:
        column = given if isinstance(given, pd.Series) else pd.Series(given)
        codes, found = pd.factorize(column, use_na_sentinel=False)
    except (TypeError, ValueError):  # a table of days, or entries such as lists
        read.day(PRICE_DATE, given, _LAW_OF_DAY)
        return PriceDates((), np.zeros(len(given), dtype=np.intp)), read.problems
    days = tuple(
        read.day(scenarios.value(PRICE_DATE, int(np.argmax(codes == number))), value, _LAW_OF_DAY)
        for number, value in enumerate(found)
    )
    return PriceDates(days, codes), read.problems
