"""Rounding of minutes to billing units: per visit, per day, per period, or with carry-over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from fairprice.declare.fields import Number, Text, by_kind, entries, optional, required
from fairprice.errors import Problem
from fairprice.payment.billing.clause_texts import TEXTS
from fairprice.payment.billing.parts import Part, snapped
from fairprice.types import Floats

Scope = Literal["visit", "day", "period"]
Codes = NDArray[np.intp]
Keys = Annotated[tuple[Text, ...], entries(1, 10)]
_BY_CLIENT = ("client",)


def _unit() -> Any:
    return required.quantity(
        "Billing unit", "minutes", "Minutes are billed in multiples of it.", above=0, upper=1440
    )


def _scope() -> Any:
    return optional.choice(
        "What is rounded",
        "Each visit, each day's total, or the total of the whole table of visits.",
        default="visit",
    )


def _totals_by() -> Any:
    return optional.several(
        "text",
        "Totals by",
        "column names",
        "Columns whose every combination has a total of its own, such as client and worker.",
        default=_BY_CLIENT,
    )


def _totals_faults(scope: Scope, totals_by: Keys) -> Iterator[Problem]:
    """List columns that totals are to be taken by where nothing is totalled.

    The columns that stand there unless others are named are no statement.
    """
    if scope == "visit" and totals_by != _BY_CLIENT:
        yield TEXTS("not-used, totals", "totals_by", named=", ".join(totals_by))


class NoRounding(Part):
    """Minutes are billed as they stand."""

    kind: Literal["none"]

    def rounded(self, minutes: Floats) -> Floats:
        """Minutes after rounding."""
        return minutes


class DirectedRounding(Part):
    """Minutes are rounded down, or up, to a whole number of units."""

    kind: Literal["down", "up"]
    unit_minutes: Number = _unit()
    scope: Scope = _scope()
    totals_by: Keys = _totals_by()

    def _faults(self) -> Iterator[Problem]:
        """List what is wrong between the clause's own terms."""
        yield from _totals_faults(self.scope, self.totals_by)

    def rounded(self, minutes: Floats) -> Floats:
        """Minutes after rounding."""
        units = snapped(minutes / self.unit_minutes)
        whole = np.floor(units) if self.kind == "down" else np.ceil(units)
        return whole * self.unit_minutes


class NearestRounding(Part):
    """Minutes are rounded to the nearest whole number of units."""

    kind: Literal["nearest"]
    unit_minutes: Number = _unit()
    tie: Literal["up", "down", "even"] = required.choice(
        "Tie rule", "Where half a unit goes: up, down, or to the even number of units."
    )
    scope: Scope = _scope()
    totals_by: Keys = _totals_by()

    def _faults(self) -> Iterator[Problem]:
        """List what is wrong between the clause's own terms."""
        yield from _totals_faults(self.scope, self.totals_by)

    def rounded(self, minutes: Floats) -> Floats:
        """Minutes after rounding."""
        units = snapped(minutes / self.unit_minutes)
        if self.tie == "even":
            whole = np.rint(units)
        else:
            whole = np.floor(units + 0.5) if self.tie == "up" else np.ceil(units - 0.5)
        return whole * self.unit_minutes


class CompleteUnits(Part):
    """Only complete units are billed; what is left over adds to the same total's next visit."""

    kind: Literal["complete units"]
    unit_minutes: Number = _unit()
    expiry: Literal["month end", "never"] = required.choice(
        "Expiry", "Whether minutes left over lapse when the calendar month ends."
    )
    totals_by: Keys = _totals_by()

    def accrued(self, minutes: Floats, groups: Codes, order: Codes) -> tuple[Floats, Floats]:
        """Bill each visit the units it completes, in order of time.

        Parameters
        ----------
        minutes
            Minutes that count.
        groups
            The running total each visit belongs to.
        order
            Positions of the visits in order of time.

        Returns
        -------
        tuple
            Minutes billed, and minutes carried after each visit.
        """
        running = pd.Series(minutes[order]).groupby(groups[order]).cumsum().to_numpy()
        units = np.floor(snapped(running / self.unit_minutes))
        before = pd.Series(units).groupby(groups[order]).shift(fill_value=0.0).to_numpy()
        billed, carried = np.empty_like(minutes), np.empty_like(minutes)
        billed[order] = (units - before) * self.unit_minutes
        carried[order] = np.maximum(running - units * self.unit_minutes, 0.0)
        return billed, carried


Rounding = Annotated[NoRounding | DirectedRounding | NearestRounding | CompleteUnits, by_kind()]


def by_visit(rounding: Any) -> NoRounding | DirectedRounding | NearestRounding | None:
    """The rounding, if it looks at each visit alone."""
    if isinstance(rounding, DirectedRounding | NearestRounding):
        return rounding if rounding.scope == "visit" else None
    return rounding if isinstance(rounding, NoRounding) else None


def works_on_totals(rounding: Any) -> bool:
    """Whether one visit's bill depends on other visits."""
    return rounding is not None and by_visit(rounding) is None


def shared_out(
    rounding: DirectedRounding | NearestRounding, minutes: Floats, groups: Codes
) -> Floats:
    """Round each group's total, and share it out over its visits by their minutes."""
    totals = np.bincount(groups, weights=minutes).astype(float)
    ratio = np.divide(rounding.rounded(totals), totals, out=np.zeros_like(totals), where=totals > 0)
    shared: Floats = minutes * ratio[groups]
    return shared
