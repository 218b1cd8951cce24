"""Where every input, rate, worker column and line stands, so that formulas can refer to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from fairprice.calculation import ACTIVITY, ANNEX_A, AVERAGE, Step
from fairprice.cost import OpenBook
from fairprice.cost.derivation import OF_ONE_IN_WORDS
from fairprice.workbook.as_written import AsWritten
from fairprice.workbook.model import FIRST_ROW, column_letter

INPUTS, STATUTORY, WORKER_BANDS, RATES = "Inputs", "Statutory", "Worker bands", "Rates"
WORKINGS, COST_LINES, FEES, CHECKS = "Workings", "Cost lines", "Fees", "Checks"
VOLUME = "Volume"
CASE_DATA, COMPARISON_DATA, CARD_DATA = "Case data", "Comparison data", "Card data"
#: Column of the text on each.
CASE_TEXT = "C"

#: Column of the single value on Inputs, Statutory and Rates.
VALUE = "D"
#: Columns of Inputs: the value first written, the name in formulas, and the source.
AS_WRITTEN, NAME, SOURCE = "E", "G", "I"
#: Columns of Statutory: the name in formulas, as on Inputs, and an own value as a record.
RECORD = "L"
#: First column of the activities on Workings and Cost lines, and of the lengths on Fees.
FIRST_ACTIVITY = 4
#: Columns of the activities that every workbook has.
FIXED_ACTIVITIES = (*map(str.capitalize, OF_ONE_IN_WORDS.values()), "Average contact hour")
AVERAGE_COLUMN = column_letter(FIRST_ACTIVITY + 2)


def carried_text(cells: Iterable[tuple[str, object]]) -> tuple[str, ...]:
    """Return the lines of text of a data sheet, in order.

    Parameters
    ----------
    cells
        Place and value of each filled cell.
    """
    rows = {
        int(row): str(value)
        for place, value in cells
        if (row := place.removeprefix(CASE_TEXT)).isdigit() and int(row) >= FIRST_ROW
    }
    return tuple(line for _, line in sorted(rows.items()))


def quoted(sheet: str) -> str:
    """Return a sheet name as formulas spell it."""
    return f"'{sheet}'" if " " in sheet else sheet


@dataclass(frozen=True)
class Layout:
    """The addresses of one book's workbook.

    Parameters
    ----------
    book
        The open book.
    first
        What the workbook was first written from, where inputs have been changed since.
    """

    book: OpenBook
    first: AsWritten | None = None

    @cached_property
    def as_written(self) -> AsWritten:
        """What the workbook was first written from."""
        return self.first or AsWritten.of(self.book)

    @cached_property
    def minutes(self) -> tuple[float, ...]:
        """Visit lengths priced, in minutes."""
        return self.book.assumptions.fees.fee_visit_minutes

    @cached_property
    def activity_headings(self) -> tuple[str, ...]:
        """Headings of the activity columns."""
        return (*FIXED_ACTIVITIES, *(f"{minutes:g}-minute visit" for minutes in self.minutes))

    @cached_property
    def activity_columns(self) -> tuple[str, ...]:
        """Letters of the activity columns."""
        last = FIRST_ACTIVITY + len(self.activity_headings)
        return tuple(column_letter(number) for number in range(FIRST_ACTIVITY, last))

    @cached_property
    def activities(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Visits and contact hours of each activity column."""
        return self.activities_of(self.book)

    def activities_of(self, book: OpenBook) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Visits and contact hours of each activity column, on average those of a book."""
        lengths = np.array(self.minutes) / 60
        per_hour = book.value("visits_per_contact_hour")
        visits = np.array([1.0, 0.0, per_hour, *np.ones_like(lengths)])
        return visits, np.array([0.0, 1.0, 1.0, *lengths])

    @cached_property
    def worker_steps(self) -> tuple[Step, ...]:
        """Columns of the worker bands."""
        return self.book.plan.of_kind("worker")

    @cached_property
    def worker_columns(self) -> dict[str, str]:
        """Letters of the columns on Worker bands, by name."""
        names = ("worker_weekly_hours", "worker_share", *(step.name for step in self.worker_steps))
        return {name: column_letter(2 + place) for place, name in enumerate(names)}

    @cached_property
    def bands(self) -> int:
        """Number of worker bands."""
        return len(self.book.assumptions.workforce.worker_weekly_hours or ())

    @cached_property
    def rate_rows(self) -> dict[str, int]:
        """Rows on Rates, by name."""
        return {s.name: FIRST_ROW + n for n, s in enumerate(self.book.plan.of_kind("rate"))}

    @cached_property
    def line_rows(self) -> dict[str, int]:
        """Rows on Workings, by name; the activity comes first."""
        names = (*ACTIVITY, *(step.name for step in self.book.plan.of_kind("line")))
        return {name: FIRST_ROW + place for place, name in enumerate(names)}

    @cached_property
    def cost_line_rows(self) -> dict[str, int]:
        """Rows on Cost lines, by name."""
        return {name: FIRST_ROW + place for place, name in enumerate(ANNEX_A)}

    def in_workings(self, column: str) -> Speller:
        """Spell names inside a column of Workings."""
        return Speller(self, {n: f"{column}${row}" for n, row in self.line_rows.items()})

    def in_rates(self) -> Speller:
        """Spell names on Rates: lines are taken at the average contact hour."""
        return Speller(self, {})

    def in_worker_bands(self, row: int) -> Speller:
        """Spell names inside a row of Worker bands."""
        return Speller(self, {n: f"${column}{row}" for n, column in self.worker_columns.items()})

    def average_of(self, line: str) -> str:
        """Return the reference to a line at the average contact hour."""
        return f"{WORKINGS}!${AVERAGE_COLUMN}${self.line_rows[line]}"


@dataclass(frozen=True)
class Speller:
    """Spells a name as a reference: local cells first, then defined names."""

    layout: Layout
    local: dict[str, str]

    def __call__(self, name: str) -> str:
        """Return the reference that stands for a name."""
        if name.startswith(AVERAGE):
            return self.layout.average_of(name.removeprefix(AVERAGE))
        return self.local.get(name, name)
