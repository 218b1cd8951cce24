"""One provider's return, whichever way it came: a form, a short file, or a column of a table."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from fairprice.calculation import ANNEX_A, SUBTOTALS
from fairprice.cost import OpenBook
from fairprice.declare import values
from fairprice.declare.arguments import Arguments
from fairprice.declare.values import shown
from fairprice.digits import added_up
from fairprice.errors import InputError, Problem
from fairprice.kinds import described
from fairprice.survey.lines import (
    OTHER_OVERHEADS,
    TOTAL,
    close_to,
    has_free_label,
    labels,
    leaves,
    read_answer,
    row_of,
)
from fairprice.survey.texts import TEXTS

#: Drivers that a single return states, by the name they have here: label and unit of Annex A.
DRIVERS = {
    "contact_pay_rate": ("Carer basic pay per hour", "GBP per hour"),
    "travel_minutes": ("Minutes of travel per contact hour", "minutes per contact hour"),
    "mileage_rate": ("Mileage payment per mile", "GBP per mile"),
    "contact_hours": ("Total direct care hours per annum", "hours per year"),
}
#: What a stated total may differ from its lines by, each printed to the penny (GBP).
_ROUNDING = 0.1


@dataclass(frozen=True)
class Return:
    """What one provider returned.

    Parameters
    ----------
    provider
        Its name.
    amounts
        GBP per contact hour by row of Annex A; a row that is not there is blank.
    not_applicable
        Rows that do not apply to it.
    one_visit, one_contact_hour
        The part of a row that every visit carries, and that every hour carries (GBP).
    drivers
        Of ``DRIVERS``, those it states.
    appointments
        Visits a week by length in minutes.
    price_date
        The date of its prices.
    source
        Where it was read.
    folded
        Overheads under labels of its own that were added to Other overheads.
    questions
        What was asked of it before it became a return: the challenges of a form.
    """

    provider: str
    amounts: Mapping[str, float]
    not_applicable: frozenset[str] = frozenset()
    one_visit: Mapping[str, float] = field(default_factory=dict)
    one_contact_hour: Mapping[str, float] = field(default_factory=dict)
    drivers: Mapping[str, float] = field(default_factory=dict)
    appointments: Mapping[float, float] = field(default_factory=dict)
    price_date: datetime.date | None = None
    source: str = ""
    folded: tuple[str, ...] = ()
    questions: tuple[Problem, ...] = ()

    @property
    def average_minutes(self) -> float:
        """The average length of its visits, NaN where it states none."""
        visits: float = added_up(self.appointments.values())
        if not visits:
            return math.nan
        minutes: float = added_up(length * many for length, many in self.appointments.items())
        return minutes / visits


@dataclass(frozen=True)
class Rows:
    """The cells of one return, read and checked."""

    amounts: dict[str, float]
    not_applicable: frozenset[str]
    folded: tuple[str, ...]
    problems: tuple[Problem, ...]


def read_rows(
    cells: Iterable[tuple[object, Any, str]], fold: Iterable[str] = (), *, own: bool = True
) -> Rows:
    """Read the cells of one return.

    Parameters
    ----------
    cells
        Label, content and address of each.
    fold
        Labels that are added to Other overheads, beside *Additional overhead*.
    own
        Whether a return needs an amount of its own.

    Returns
    -------
    Rows
        What they hold, and everything that is wrong with them.
    """
    amounts: dict[str, float] = {}
    seen: set[str] = set()
    absent: set[str] = set()
    folded: list[str] = []
    extra: list[float] = []
    problems: list[Problem] = []
    asked = {" ".join(str(label).casefold().split()) for label in fold}
    for label, content, where in cells:
        row = row_of(label)
        free = row is None and (
            has_free_label(label) or " ".join(str(label).casefold().split()) in asked
        )
        if row is None and not free:
            problems.append(TEXTS("unknown-line", where, label=shown(label), close=close_to(label)))
            continue
        if row in seen:
            problems.append(TEXTS("row-twice", where, label=labels()[str(row)]))
            continue
        try:
            kind, amount = read_answer(row or OTHER_OVERHEADS, content)
        except values.Refused as error:
            problems.append(TEXTS("not-an-answer", where, value=shown(content), is_wrong=error))
            continue
        if row is None:
            if not math.isnan(amount):
                extra.append(amount)
                folded += [str(label).strip()] if amount else []
            continue
        seen.add(row)
        if kind == "not applicable":
            absent.add(row)
        elif kind != "blank":
            amounts[row] = amount
    if extra:
        amounts[OTHER_OVERHEADS] = amounts.get(OTHER_OVERHEADS, 0.0) + added_up(extra)
        absent.discard(OTHER_OVERHEADS)
    if own and not amounts and not problems:
        problems.append(TEXTS("no-line", "lines"))
    return Rows(with_totals(amounts), frozenset(absent), tuple(folded), tuple(problems))


def with_totals(amounts: Mapping[str, float]) -> dict[str, float]:
    """Add the subtotals and the total that are not stated: what their lines add up to."""
    known = dict(amounts)
    for row, parts in SUBTOTALS.items():
        held = [known[part] for part in parts if part in known]
        if row not in known and held:
            known[row] = math.fsum(held)
    return known


def returns_from_table(
    table: Any,
    *,
    fold: Iterable[str] = (),
    hours: Mapping[str, float] | None = None,
    one_visit: Any = None,
    one_contact_hour: Any = None,
    price_date: Any = None,
) -> list[Return]:
    """Make returns of the columns of a table.

    Parameters
    ----------
    table
        Rows the labels of Annex A, columns the providers; GBP per contact hour.
    fold
        As for :func:`read_rows`.
    hours
        Contact hours a year by provider.
    one_visit, one_contact_hour
        Tables of the parts of each row, like ``table``.
    price_date
        Of each provider, or of all.

    Returns
    -------
    list of Return
        In the order of the columns.

    Raises
    ------
    InputError
        With everything that is wrong with the table.
    """
    if not isinstance(table, pd.DataFrame):
        wanted = "a pandas.DataFrame, rows the labels of Annex A, columns the providers"
        raise InputError([TEXTS("wrong-kind", "table", found=described(table), wanted=wanted)])
    problems: list[Problem] = []
    names = [str(name) for name in table.columns]
    if not names:
        problems.append(TEXTS("no-provider", "table"))
    problems += [
        TEXTS("provider-twice", "table", provider=repr(name))
        for name in dict.fromkeys(name for name in names if names.count(name) > 1)
    ]
    parts = {
        name: _parts(name, part, names, problems)
        for name, part in (("one_visit", one_visit), ("one_contact_hour", one_contact_hour))
    }
    dates = (
        dict(price_date) if isinstance(price_date, Mapping) else dict.fromkeys(names, price_date)
    )
    read = Arguments()
    found = []
    for place, name in enumerate(names):
        cells = zip(table.index, table.iloc[:, place], strict=True)
        rows = read_rows(((label, cell, f"{name}, {label}") for label, cell in cells), fold)
        problems += rows.problems
        drivers = {}
        if name in (hours or {}):
            why = "They weigh the provider's answers."
            drivers["contact_hours"] = read.number(
                f"hours[{name!r}]", dict(hours or {})[name], "contact hours a year", why
            )
        day = dates.get(name)
        found.append(
            Return(
                name, rows.amounts, rows.not_applicable, parts["one_visit"].get(name, {}),
                parts["one_contact_hour"].get(name, {}), drivers,
                price_date=None if day is None else read.day("price_date", day, "Prices grow."),
                source="table", folded=rows.folded,
            )
        )  # fmt: skip
    problems += [
        TEXTS("unknown-provider", what, provider=repr(name), known=", ".join(names))
        for what, held in (("hours", hours or {}), ("price_date", dates))
        for name in held
        if name not in names
    ]
    read.note(*problems)
    read.done()
    return found


def _parts(
    name: str, table: Any, providers: list[str], problems: list[Problem]
) -> dict[str, dict[str, float]]:
    if table is None:
        return {}
    if not isinstance(table, pd.DataFrame):
        wanted = "a pandas.DataFrame like table"
        problems.append(TEXTS("wrong-kind", name, found=described(table), wanted=wanted))
        return {}
    found = {}
    for column in map(str, table.columns):
        if column not in providers:
            known = ", ".join(providers)
            problems.append(TEXTS("unknown-provider", name, provider=repr(column), known=known))
    for place, column in enumerate(map(str, table.columns)):
        cells = zip(table.index, table.iloc[:, place], strict=True)
        rows = read_rows(
            ((row, cell, f"{name}, {column}, {row}") for row, cell in cells), own=False
        )
        problems += rows.problems
        found[column] = rows.amounts
    return found


def return_from_book(
    book: OpenBook, provider: str, source: str, questions: Iterable[Problem] = ()
) -> Return:
    """Make a return of an open book: what a filled-in form comes to.

    Parameters
    ----------
    book
        The book.
    provider
        The name to give it.
    source
        Where its assumptions were read.
    questions
        The challenges of the form.

    Returns
    -------
    Return
        With parts by visit and hour, drivers and visits. A line that a stated overhead rate
        replaces is not applicable.
    """
    lines = book.lines
    held = [row for row in ANNEX_A if row in book.plan]

    def part(column: str) -> dict[str, float]:
        amounts = dict(zip(ANNEX_A, map(float, lines[column]), strict=True))
        return {row: amounts[row] for row in held}

    values_of = {
        "contact_pay_rate": book.value("contact_pay_rate"),
        "mileage_rate": book.assumptions.inputs().get("mileage_rate"),
        "contact_hours": book.value("annual_contact_hours"),
    }
    travel = book.assumptions.travel.travel_minutes_per_visit
    if travel is not None:
        values_of["travel_minutes"] = travel * book.value("visits_per_contact_hour")
    visits = book.assumptions.visits
    return Return(
        provider,
        part("average_contact_hour"),
        frozenset(ANNEX_A) - frozenset(held),
        part("one_visit"),
        part("one_contact_hour"),
        {name: float(values_of[name]) for name in DRIVERS if values_of.get(name) is not None},
        dict(zip(visits.visit_minutes or (), visits.visits_per_week or (), strict=True)),
        book.assumptions.about.price_date,
        source,
        questions=tuple(questions),
    )


def questions_about(given: Return) -> Iterator[Problem]:
    """List what ought to be asked of one return by itself."""
    where, known = given.provider, labels()
    yield from given.questions
    if given.folded:
        yield TEXTS("question-folded", where, labels=", ".join(given.folded))
    blank = [
        known[row] for row in leaves(TOTAL)
        if row not in given.amounts and row not in given.not_applicable
    ]  # fmt: skip
    if blank:
        counted = "1 line is" if len(blank) == 1 else f"{len(blank)} lines are"
        yield TEXTS("question-blank", where, blank=counted, labels=", ".join(blank))
    for row, parts in SUBTOTALS.items():
        found = math.fsum(given.amounts.get(part, 0.0) for part in parts)
        stated = given.amounts.get(row)
        held = any(part in given.amounts for part in parts)
        if stated is not None and held and abs(stated - found) > _ROUNDING:
            yield TEXTS(
                "question-total", where, label=known[row], stated=f"{stated:.2f}",
                found=f"{found:.2f}",
            )  # fmt: skip
    for row in ("travel_time", "mileage"):
        if not given.amounts.get(row):
            found_word = "zero" if row in given.amounts else "blank or not applicable"
            yield TEXTS("question-no-travel", where, label=known[row], found=found_word)
    visit, hour = given.one_visit.get(TOTAL), given.one_contact_hour.get(TOTAL)
    minutes, total = given.average_minutes, given.amounts.get(TOTAL)
    if visit is not None and hour is not None and total is not None and minutes > 0:
        at_the_average = visit * 60 / minutes + hour
        if abs(at_the_average - total) > _ROUNDING:
            yield TEXTS(
                "question-visits", where, found=f"{at_the_average:.2f}",
                minutes=f"{minutes:.1f}", total=f"{total:.2f}",
            )  # fmt: skip
