"""Reading a table of visits: everything a contract needs, and everything wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from fairprice.errors import InputError, Problem
from fairprice.payment.billing.spans import on_the_uk_clock
from fairprice.types import Flags, Floats

#: A visit longer than a week, or outside these years, is taken for a slip.
LONGEST = 7 * 24 * 60
FIRST_YEAR, LAST_YEAR = 2000, 2099
_NUMBERS = ("integer", "floating", "mixed-integer-float", "integer-na", "empty")


@dataclass
class VisitTable:
    """Reads columns of visits and collects what is wrong with them.

    Parameters
    ----------
    visits
        One row a visit.
    by_row
        Where given, rows that are wrong are marked here by reason and column, and are no
        problem of the whole table.
    """

    visits: pd.DataFrame
    problems: list[Problem] = field(default_factory=list)
    by_row: dict[str, Flags] | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.visits, pd.DataFrame):
            self.note(
                "wrong-shape", "visits", f"is a {type(self.visits).__name__}.",
                "Prices are worked out on a table of visits.",
                "Give a pandas.DataFrame with one row a visit.",
            )  # fmt: skip
            self.done()
        repeated = [str(c) for c in self.visits.columns[self.visits.columns.duplicated()]]
        if repeated:
            self.note(
                "repeated-column", "visits", f"has {', '.join(repeated)} more than once.",
                "It is not clear which of them counts.", "Keep one column of each name.",
            )  # fmt: skip
            self.done()

    def __len__(self) -> int:
        return len(self.visits)

    def has(self, name: str) -> bool:
        """Whether the table has a column."""
        return name in self.visits.columns

    def done(self) -> None:
        """Raise if anything was wrong."""
        if self.problems:
            raise InputError(self.problems)

    def note(self, code: str, where: str, what: str, why: str, mend: str) -> None:
        """Take down something that is wrong."""
        self.problems.append(Problem(code, where, what, why, mend))

    def numbers(
        self,
        name: str,
        why: str,
        *,
        of: Flags | None = None,
        may_be_empty: Flags | None = None,
        lower: float = 0,
        upper: float = LONGEST,
        whole: bool = False,
    ) -> Floats:
        """Read a column of numbers; only the rows ``of`` are looked at.

        What is wrong, or was not looked at, is NaN.
        """
        unread = np.full(len(self), np.nan)
        looked_at = np.ones(len(self), dtype=bool) if of is None else of
        if not (of is None or of.any()):
            return unread
        column = self._column(name, why)
        if column is None:
            return unread
        sort = pd.api.types.infer_dtype(column, skipna=True)
        if sort not in _NUMBERS:
            self.note(
                "not-a-number", f"visits.{name}", f"holds {sort} values, not numbers.", why,
                "Convert it, for instance with pandas.to_numeric.",
            )  # fmt: skip
            return unread
        values = column.to_numpy(dtype=float, na_value=np.nan)
        empty = np.isnan(values) & looked_at
        missing = empty if may_be_empty is None else empty & ~may_be_empty
        self.rows("missing-value", name, missing, "is empty", why, "Fill them in.")
        wrong = looked_at & ((values < lower) | (values > upper))
        self.rows(
            "out-of-bounds", name, wrong, f"is outside {lower:g} to {upper:g}", why,
            f"Give numbers from {lower:g} to {upper:g}.", values,
        )  # fmt: skip
        if whole:
            broken = looked_at & ~empty & ~wrong & (values != np.rint(values))
            self.rows("not-whole", name, broken, "is not whole", why, "Give whole numbers.", values)
        return np.where(looked_at & ~wrong, values, np.nan)

    def times(self, name: str, why: str) -> pd.DatetimeIndex:
        """Read a column of moments, on the UK clock."""
        column = self._column(name, why)
        nothing = pd.DatetimeIndex(np.full(len(self), "NaT", dtype="datetime64[us]"))
        if column is None or len(column) == 0:
            return on_the_uk_clock(nothing)
        if column.dtype.kind != "M":
            sort = pd.api.types.infer_dtype(column, skipna=True)
            self.note(
                "not-a-time", f"visits.{name}", f"holds {sort} values, not times.", why,
                "Convert it with pandas.to_datetime.",
            )  # fmt: skip
            return on_the_uk_clock(nothing)
        times = pd.DatetimeIndex(column)
        empty = np.asarray(times.isna())
        self.rows("missing-value", name, empty, "is empty", why, "Fill them in.")
        year = np.asarray(times.year)
        wrong = ~empty & ((year < FIRST_YEAR) | (year > LAST_YEAR))
        self.rows(
            "out-of-bounds", name, wrong, f"is outside the years {FIRST_YEAR} to {LAST_YEAR}", why,
            "Correct the dates.", times.strftime("%Y-%m-%d") if wrong.any() else None,
        )  # fmt: skip
        if wrong.any():
            return on_the_uk_clock(nothing)
        return on_the_uk_clock(times)

    def codes(self, name: str, why: str) -> tuple[NDArray[np.intp], list[Any]]:
        """Read a column of labels, as codes into a list of them."""
        column = self._column(name, why)
        if column is None:
            return np.full(len(self), -1, dtype=np.intp), []
        try:
            codes, labels = pd.factorize(column)
        except TypeError:
            self.note(
                "not-a-label", f"visits.{name}", "holds lists or tables, not labels.", why,
                "Give one text or number a row.",
            )  # fmt: skip
            return np.full(len(self), -1, dtype=np.intp), []
        self.rows("missing-value", name, codes < 0, "is empty", why, "Fill them in.")
        return codes, list(labels)

    def groups(self, names: tuple[str, ...], why: str) -> NDArray[np.intp]:
        """Number each combination of several columns of labels, from 0."""
        combined = np.zeros(len(self), dtype=np.int64)
        for name in names:
            codes, labels = self.codes(name, why)
            self._alike(name, labels)
            # numbered anew after each column, so that the product cannot grow too large
            combined = pd.factorize(combined * (len(labels) + 1) + codes + 1)[0]
        return np.asarray(combined, dtype=np.intp)

    def _alike(self, name: str, labels: list[Any]) -> None:
        """Point out labels that only spaces tell apart: their minutes would not add up."""
        seen: dict[str, Any] = {}
        pairs = []
        for label in labels:
            first = seen.setdefault(" ".join(str(label).split()), label)
            if first is not label:
                pairs.append(f"{first!r} and {label!r}")
        if pairs:
            more = f" and {len(pairs) - 5} pairs more" if len(pairs) > 5 else ""
            self.note(
                "labels-alike", f"visits.{name}", f"holds {', '.join(pairs[:5])}{more}.",
                "Each would have a total of its own, though they look like one.",
                "Write each of them in one way, for instance with Series.str.strip.",
            )  # fmt: skip

    def lookup(self, name: str, why: str, value_of: Any, known: Mapping[str, Any]) -> Floats:
        """Read a column of places, each turned into a number; NaN marks an unknown one."""
        codes, labels = self.codes(name, why)
        values = np.array([*(value_of(label) for label in labels), 0.0])
        unknown = np.isnan(values)[codes]
        self.rows(
            "unknown-zone", name, unknown, "lies in no zone of this contract", why,
            f"The zones are {', '.join(known)}.", self.visits[name].to_numpy(dtype=object)
            if unknown.any() else None,
        )  # fmt: skip
        return np.asarray(values[codes])

    def rows(
        self, code: str, name: str, wrong: Flags, what: str, why: str, mend: str, found: Any = None
    ) -> None:
        """Take down rows that are wrong, by their labels."""
        if not wrong.any():
            return
        if self.by_row is not None:
            reason = f"{code}: {name}"
            self.by_row[reason] = self.by_row.get(reason, np.zeros_like(wrong)) | wrong
            return
        places = np.flatnonzero(wrong)
        labels = [str(self.visits.index[place]) for place in places[:5]]
        if found is not None:
            labels = [
                f"{label} ({found[place]})"
                for label, place in zip(labels, places[:5], strict=True)
            ]  # fmt: skip
        more = f" and {len(places) - 5} more" if len(places) > 5 else ""
        row = "row" if len(places) == 1 else "rows"
        self.note(code, f"visits.{name}", f"{what} in {row} {', '.join(labels)}{more}.", why, mend)

    def _column(self, name: str, why: str) -> Any:
        if self.has(name):
            return self.visits[name]
        self.note("missing-column", f"visits.{name}", "is missing.", why, f"Add the column {name}.")
        return None
