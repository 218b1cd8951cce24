"""How amounts change on their way from a return to a median: amended, re-based, left out.

Each step takes a table of amounts, rows of Annex A by provider, and gives another. A subtotal
and the total follow their lines by the difference, so that what a provider stated as a total
stays the base of it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from fairprice.calculation import PRICE_LINES
from fairprice.declare import values
from fairprice.declare.values import shown
from fairprice.errors import InputError, Problem
from fairprice.kinds import described
from fairprice.negotiation import Index
from fairprice.survey.lines import holding, labels, row_of
from fairprice.survey.records import Amendment, Exclusion
from fairprice.survey.returns import Return
from fairprice.survey.texts import TEXTS

#: Amounts that are written alike are the same (GBP).
_SAME = 0.005


@dataclass(frozen=True)
class Amounts:
    """Amounts by row and provider, and their parts by visit and hour.

    Parameters
    ----------
    total
        GBP per contact hour; NaN where there is no answer.
    one_visit, one_contact_hour
        The part of each that every visit and every hour carries; NaN where not known.
    """

    total: pd.DataFrame
    one_visit: pd.DataFrame
    one_contact_hour: pd.DataFrame

    @property
    def parts(self) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
        """The three tables."""
        return self.total, self.one_visit, self.one_contact_hour


def as_returned(returns: Sequence[Return]) -> Amounts:
    """Put returns side by side, in the order of their names."""
    rows = list(labels())
    ordered = sorted(returns, key=lambda given: given.provider)
    names = [given.provider for given in ordered]

    def table(part: str) -> pd.DataFrame:
        held = [getattr(given, part) for given in ordered]
        cells = [[amounts.get(row, np.nan) for amounts in held] for row in rows]
        return pd.DataFrame(cells, index=rows, columns=names, dtype=float)

    return Amounts(table("amounts"), table("one_visit"), table("one_contact_hour"))


def amended(amounts: Amounts, amendments: Iterable[Amendment]) -> Amounts:
    """Enter amendments, one after another.

    Raises
    ------
    InputError
        If one starts from another figure than stands there, or is about no provider.
    """
    total, visit, hour = (table.copy() for table in amounts.parts)
    problems: list[Problem] = []
    for number, change in enumerate(amendments, start=1):
        where, row, name = f"amendments.{number}", change.row, change.provider
        if name not in total.columns:
            problems.append(unknown_provider(where, name, total.columns))
            continue
        before = _at(total, row, name)
        stated = np.nan if change.original is None else change.original
        same = np.isnan(before) and np.isnan(stated)
        if not same and not abs(before - stated) < _SAME:
            problems.append(
                TEXTS(
                    "original-differs", where, stated=_money(stated),
                    found=f"{_money(before)} ({name}, {labels()[row]})",
                )
            )  # fmt: skip
            continue
        _move(total, row, name, change.final)
        if before > 0:
            for part in (visit, hour):
                _move(part, row, name, _at(part, row, name) * change.final / before)
        else:  # nothing says how the new figure parts into visits and hours
            visit[name] = hour[name] = np.nan
    if problems:
        raise InputError(problems)
    return Amounts(total, visit, hour)


def _at(table: pd.DataFrame, row: str, name: str) -> float:
    cell: Any = table.loc[row, name]
    return float(cell)


def _money(amount: float) -> str:
    return "blank" if np.isnan(amount) else f"{amount:.2f}"


def _move(table: pd.DataFrame, row: str, name: str, final: float) -> None:
    """Set a cell, and let the totals that hold it follow by the difference."""
    before = _at(table, row, name)
    difference = final - (0.0 if np.isnan(before) else before)
    if np.isnan(difference):
        return
    table.loc[row, name] = final
    for above in holding(row):
        held = _at(table, above, name)
        table.loc[above, name] = difference if np.isnan(held) else held + difference


def unknown_provider(where: str, name: object, known: Iterable[object]) -> Problem:
    """Say that no return came from a provider."""
    return TEXTS("unknown-provider", where, provider=shown(name), known=", ".join(map(str, known)))


def left_out(amounts: Amounts, exclusions: Iterable[Exclusion]) -> Amounts:
    """Leave out providers, and lines with the totals that hold them.

    Raises
    ------
    InputError
        If one is about no provider.
    """
    total, visit, hour = (table.copy() for table in amounts.parts)
    held, problems = list(total.columns), []
    gone = set()
    for number, exclusion in enumerate(exclusions, start=1):
        name = exclusion.provider
        if name not in held:
            problems.append(unknown_provider(f"exclusions.{number}", name, held))
        elif exclusion.row is None:
            gone.add(name)
        else:
            for table in (total, visit, hour):
                table.loc[[exclusion.row, *holding(exclusion.row)], name] = np.nan
    if problems:
        raise InputError(problems)
    kept = [name for name in held if name not in gone]
    return Amounts(total[kept], visit[kept], hour[kept])


Indices = Index | Mapping[Any, Index]


@dataclass(frozen=True)
class Rebasing:
    """How returns are brought to one price date.

    Parameters
    ----------
    to
        The date.
    by_row
        The index of each line: one, or by the date it starts from.
    """

    to: datetime.date
    by_row: Mapping[str, Mapping[datetime.date | None, Index]]

    def index(self, row: str, day: datetime.date) -> Index:
        """Return the index of a line for returns priced on a day."""
        held = self.by_row[row]
        return held[day] if day in held else held[None]


def read_rebasing(
    to: Any,
    indices: Any,
    others: Index | None,
    dates: Mapping[str, datetime.date | None],
) -> Rebasing:
    """Read by which index each line of each return is brought to a date.

    Parameters
    ----------
    to
        The date.
    indices
        By line: an index, or indices by the date they start from.
    others
        For the lines not named.
    dates
        The price date of each provider.

    Returns
    -------
    Rebasing
        Complete for these providers.

    Raises
    ------
    InputError
        With everything that is missing or ambiguous.
    """
    problems: list[Problem] = []
    try:
        day = values.day(to)
    except values.Refused as error:
        raise InputError([TEXTS("wrong-kind", "to", found=f"{shown(to)}, which {error}",
                                wanted='a day, such as "2026-04-06"')]) from None  # fmt: skip
    undated = [name for name, held in dates.items() if held is None]
    if undated:
        problems.append(TEXTS("no-price-date", "price_date", providers=", ".join(undated)))
    earlier = sorted({held for held in dates.values() if held is not None and held != day})
    problems += [
        TEXTS("later-than-the-date", "to", provider=name, date=held, to=day)
        for name, held in dates.items()
        if held is not None and held > day
    ]
    given = dict(indices) if isinstance(indices, Mapping) else {}
    if not isinstance(indices, Mapping):
        wanted = "a mapping of lines to fairprice.Index"
        problems.append(TEXTS("wrong-kind", "indices", found=described(indices), wanted=wanted))
    by_row: dict[str, Mapping[datetime.date | None, Index]] = {}
    for line, held in given.items():
        row = row_of(line)
        if row not in PRICE_LINES:
            problems.append(TEXTS("unknown-line", "indices", label=shown(line), close=""))
        else:
            by_row[row] = _by_date(f"indices[{line!r}]", line, held, earlier, problems)
    rest = [row for row in PRICE_LINES if row not in by_row]
    if others is not None:
        by_row |= dict.fromkeys(rest, _by_date("others", "others", others, earlier, problems))
    elif rest and earlier:
        named = ", ".join(labels()[row] for row in rest)
        problems.append(TEXTS("no-index", "indices", labels=named))
    if problems:
        raise InputError(problems)
    return Rebasing(day, by_row)


def _by_date(
    where: str, line: Any, held: Any, earlier: Sequence[datetime.date], problems: list[Problem]
) -> dict[datetime.date | None, Index]:
    if isinstance(held, Index):
        if len(earlier) > 1:
            dates = ", ".join(map(str, earlier))
            problems.append(TEXTS("several-dates", where, label=shown(line), dates=dates))
        return {None: held}
    if isinstance(held, Mapping) and all(isinstance(index, Index) for index in held.values()):
        try:
            read: dict[datetime.date | None, Index] = {
                None if day is None else values.day(day): index for day, index in held.items()
            }
        except values.Refused:
            read = {}
        lacking = [day for day in earlier if day not in read and None not in read]
        if read and not lacking:
            return read
        problems.append(
            TEXTS("no-index", where, labels=f"{line} from {', '.join(map(str, lacking))}")
        )
        return {}
    wanted = "a fairprice.Index, or a mapping of dates to them"
    problems.append(TEXTS("wrong-kind", where, found=described(held), wanted=wanted))
    return {}


def rebased(amounts: Amounts, by: Rebasing, dates: Mapping[str, datetime.date | None]) -> Amounts:
    """Bring every amount to one price date by the index of its line."""
    names = list(amounts.total.columns)
    growth = np.zeros((len(PRICE_LINES), len(names)))
    for place, name in enumerate(names):
        day = dates[name]
        if day is not None and day != by.to:
            growth[:, place] = [by.index(row, day).change for row in PRICE_LINES]
    factors = pd.DataFrame(growth, index=list(PRICE_LINES), columns=names)
    total = _grown(amounts.total, factors)
    # parts that are known only for the total grow as it does
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = total.loc["price"] / amounts.total.loc["price"]
    parts = []
    for part in (amounts.one_visit, amounts.one_contact_hour):
        grown = _grown(part, factors)
        alone = part.loc[list(PRICE_LINES)].isna().all()
        grown.loc["price"] = np.where(alone, part.loc["price"] * ratio, grown.loc["price"])
        parts.append(grown)
    return Amounts(total, *parts)


def _grown(table: pd.DataFrame, factors: pd.DataFrame) -> pd.DataFrame:
    change = table.loc[list(PRICE_LINES)].fillna(0.0) * factors
    grown = table.copy()
    for row in table.index:
        lines = [line for line in PRICE_LINES if line == row or row in holding(line)]
        grown.loc[row] = table.loc[row] + change.loc[lines].sum()
    return grown
