"""Goal seek: the value of an input that gives a price, or the prices that can be had."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from fairprice.assumptions import Assumptions
from fairprice.cost import OpenBook, Position, as_book
from fairprice.cost.blocks import run_in_blocks
from fairprice.cost.derivation import number
from fairprice.cost.lengths import WHY_LENGTH
from fairprice.cost.scenarios import not_varied
from fairprice.declare.arguments import Arguments
from fairprice.declare.takes import TEXT, TEXTS_IN_ORDER, or_none, takes
from fairprice.declare.texts import Texts
from fairprice.declare.units import PER_CONTACT_HOUR
from fairprice.errors import AssumptionsError, PriceNotReachedError, Problem
from fairprice.statutory import Law

#: Values tried between the bounds, so that a price that rises and falls is seen to do so.
_STEPS = 1_024
#: An input without an upper bound is tried up to this many times its stated value.
_FAR = 2.0**40
#: A price is reached when it differs by less (GBP per contact hour).
_REACHED = 1e-7
#: So far to either side of a jump its two prices are read (share of the value).
_BESIDE = 1e-9


TEXTS = Texts(
    {
        "not-a-quantity": (
            "is not an amount, a rate or a time of the party's own.",
            "A switch, a choice, shares that add up to 1 and the law cannot be moved by degrees.",
            "Compare two positions with a bridge, or solve for another input.",
        ),
        "price-not-reached": (
            "{reach}", "{label} ({unit}) may be {bounds}; everything else stays as it is.",
            "Ask for a price in reach, or change another input as well.",
        ),
        "price-not-reached, alone": (
            "Only {x:.6g} gives {target:.2f} GBP per contact hour, which does not fit the other "
            "inputs: {what}",
            "{why}", "Ask for a price nearer to the present one, or change another input.",
        ),
    }
)  # fmt: skip


@dataclass(frozen=True)
class Solution:
    """A value that gives a price.

    Parameters
    ----------
    name, label, unit
        The input.
    stated
        Its value before.
    value
        Its value for the price; of several, the nearest to the stated one. A table is
        multiplied by one factor.
    price_per_hour
        The price it gives, GBP per contact hour.
    assumptions
        The assumptions with that value.
    """

    name: str
    label: str
    unit: str
    stated: Any
    value: Any
    price_per_hour: float
    assumptions: Assumptions

    def __repr__(self) -> str:
        """Say the answer: the value, and the price it gives."""
        return (
            f"{self.label}: {number(self.value)} {self.unit}, in place of {number(self.stated)}\n"
            f"Price: {self.price_per_hour:.2f} GBP per contact hour, all else as stated"
        )


@takes(name=TEXT)
def solve_for(
    book: Position,
    name: str,
    *,
    price_per_hour: float,
    visit_minutes: float | None = None,
    law: Law = None,
) -> Solution:
    """Find the value of an input that gives a price, everything else as it is.

    Parameters
    ----------
    book
        What stays as it is: an open book, or the assumptions of one.
    name
        The input. A table of rates or amounts is multiplied by one factor.
    price_per_hour
        GBP per contact hour.
    visit_minutes
        Reach it for visits of this length alone; by default at the stated visit mix.
    law
        The law in force, for assumptions: the path of a law file, or rates made by
        :func:`fairprice.statutory_rates`; by default the register's values on the price
        date. A book has its own.

    Returns
    -------
    Solution
        The value, and the assumptions with it.

    Raises
    ------
    PriceNotReachedError
        If no allowed value gives the price; it names the prices that can be had.
    InputError
        If the input is not a number that the price rests on, or the price is not above zero.
    """
    book = as_book(book, law)
    target, minutes = _asked(book, [name], price_per_hour, visit_minutes)
    solution = _solve(_Search(book, name, minutes), target)
    if isinstance(solution, Problem):
        raise PriceNotReachedError([solution])
    return solution


def _asked(
    book: OpenBook, names: Iterable[str], price_per_hour: float, visit_minutes: float | None
) -> tuple[float, float | None]:
    """Read what is asked for, or refuse it with everything that is wrong."""
    read = Arguments()
    target = read.positive(
        "price_per_hour", price_per_hour, PER_CONTACT_HOUR,
        "An input is looked for that gives this price.",
    )  # fmt: skip
    minutes = visit_minutes
    if visit_minutes is not None:
        minutes = read.positive("visit_minutes", visit_minutes, "minutes", WHY_LENGTH)
    for name in names:
        field = book.assumptions.fields().get(name)
        if name not in book.plan.inputs:
            read.note(not_varied(book, name))
        elif field is None or not field.is_number or field.adds_up_to is not None:
            read.note(TEXTS("not-a-quantity", name))
    read.done()
    return target, minutes


def _solve(search: _Search, target: float) -> Solution | Problem:
    """Return the solution nearest to the stated value, or why there is none."""
    roots = search.roots(target)
    refused = None if roots else search.not_reached(target)
    stated = search.book.assumptions.inputs().get(search.name, 0.0)
    for x in sorted(roots, key=lambda x: abs(x - search.stated)):
        value = search.value_of(x)
        try:
            changed = search.book.assumptions.with_inputs(**{search.name: value})
        except AssumptionsError as error:
            refused = refused or search.not_allowed(target, x, error.problems[0])
            continue
        field, price = search.field, float(search.price(np.array([x]))[0])
        return Solution(search.name, field.label, field.unit, stated, value, price, changed)
    assert refused is not None
    return refused


@takes(names=or_none(TEXTS_IN_ORDER))
def solve_each(
    book: Position,
    *,
    price_per_hour: float,
    names: Iterable[str] | None = None,
    visit_minutes: float | None = None,
    law: Law = None,
) -> pd.DataFrame:
    """Find for each input alone how far it would have to go for a price.

    Parameters
    ----------
    book
        What stays as it is, but for one input at a time: an open book, or the assumptions
        of one.
    price_per_hour
        GBP per contact hour.
    names
        The inputs; by default every number that the price rests on and is not zero.
    visit_minutes, law
        As in :func:`solve_for`.

    Returns
    -------
    pandas.DataFrame
        One row an input: ``label``, ``unit``, ``stated``, ``needed`` and ``change`` (NaN
        where no allowed value gives the price), ``lowest_price`` and ``highest_price``
        that it reaches alone (GBP per contact hour), and ``note``: why there is no value.

    Raises
    ------
    InputError
        For names that are not numbers the price rests on.
    """
    book = as_book(book, law)
    given = book.assumptions.inputs()
    if names is None:
        names = [n for n in book.plan.inputs if isinstance(given.get(n), float) and given[n] != 0]
    names = list(names)
    target, minutes = _asked(book, names, price_per_hour, visit_minutes)
    rows = []
    for name in names:
        search = _Search(book, name, minutes)
        solution = _solve(search, target)
        needed = solution.value if isinstance(solution, Solution) else np.nan
        stated = given.get(name, 0.0)
        rows.append(
            {
                "input": name,
                "label": search.field.label,
                "unit": search.field.unit,
                "stated": stated,
                "needed": needed,
                "change": np.subtract(needed, stated) if np.ndim(stated) == 0 else np.nan,
                "lowest_price": np.nanmin(search.prices),
                "highest_price": np.nanmax(search.prices),
                "note": solution.what if isinstance(solution, Problem) else "",
            }
        )
    columns = [
        "input", "label", "unit", "stated", "needed", "change", "lowest_price", "highest_price",
        "note",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns).set_index("input")


def highest_affordable(
    book: OpenBook, name: str, *, price_per_hour: float, visit_minutes: float | None = None
) -> Any:
    """Find the highest value of an input near the stated one whose price a fee still pays.

    Parameters
    ----------
    book, name, price_per_hour, visit_minutes
        As in :func:`solve_for`.

    Returns
    -------
    float or tuple
        As :attr:`Solution.value`; where the price jumps over the fee, the last value before.

    Raises
    ------
    PriceNotReachedError
        If no allowed value is cheap enough.
    """
    target, minutes = _asked(book, [name], price_per_hour, visit_minutes)
    search = _Search(book, name, minutes)
    before = [x * (1 - _BESIDE) for x in search.jumps(target)]
    found = [*search.roots(target), *(x for x in before if search.price(np.array([x])) <= target)]
    if not found and np.nanmax(search.prices) < target:
        found = [float(search.tried[-1])]
    if not found:
        raise PriceNotReachedError([search.not_reached(target)])
    return search.value_of(min(found, key=lambda x: abs(x - search.stated)))


class _Search:
    """One input varied, or for a table one factor on all its entries."""

    def __init__(self, book: OpenBook, name: str, visit_minutes: float | None) -> None:
        self.book, self.name, self.field = book, name, book.assumptions.fields()[name]
        stated = book.value(name)
        self.table: NDArray[Any] | None = stated if np.ndim(stated) else None
        self.stated = 1.0 if self.table is not None else float(stated)
        self._inputs = {n: book.value(n) for n in book.plan.inputs}
        self._hours = 1.0
        self._activity: tuple[float, float] | None = None
        if visit_minutes is not None:
            self._hours = visit_minutes / 60
            self._activity = (1.0, self._hours)
        self._crossed: dict[float, list[tuple[float, float]]] = {}
        self.tried = self._tried()
        self.prices = self.price(self.tried)

    def price(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return GBP per contact hour of each value; NaN where there is no price."""
        column = values if self.table is None else values[:, np.newaxis] * self.table
        rows = run_in_blocks(
            self.book.plan,
            self._inputs,
            {self.name: column},
            ("price", "gross_pay"),
            activity=self._activity,
        )
        price = rows[0] / self._hours
        return np.where(np.isfinite(price) & (rows.min(axis=0) >= 0), price, np.nan)

    def value_of(self, x: float) -> Any:
        """Return the input's value, a tuple for a table."""
        return float(x) if self.table is None else tuple(float(x) * self.table)

    def _tried(self) -> NDArray[np.float64]:
        field = self.field
        lower, upper = field.lower, field.upper
        if self.table is not None:
            least, most = float(self.table.min()), float(self.table.max())
            lower = None if lower is None else (0.0 if lower <= 0 else lower / least)
            upper = None if upper is None else upper / most
        low = lower if lower is not None else (field.above or 0.0) + 1e-9
        scale = max(abs(self.stated), 1.0)
        if upper is not None:
            near = np.linspace(low, upper, _STEPS + 1)
            return np.unique(np.append(near, self.stated))
        near = np.linspace(low, 4 * scale, _STEPS + 1)
        far = np.geomspace(4 * scale, _FAR * scale, 161)
        return np.unique(np.concatenate([near, far, [self.stated]]))

    def roots(self, target: float) -> list[float]:
        """Return every value found that gives the price."""
        found = [float(x) for x in self.tried[np.abs(self.prices - target) <= 1e-12 * target]]
        return found + [x for x, miss in self._crossings(target) if abs(miss) <= _REACHED]

    def jumps(self, target: float) -> list[float]:
        """Return the values at which the price jumps over the target."""
        return [x for x, miss in self._crossings(target) if abs(miss) > _REACHED]

    def _crossings(self, target: float) -> list[tuple[float, float]]:
        """Find, once, where the price crosses the target, and by how much it misses it there."""
        if target not in self._crossed:
            self._crossed[target] = list(self._cross(target))
        return self._crossed[target]

    def _cross(self, target: float) -> Iterator[tuple[float, float]]:
        from scipy.optimize import brentq  # imported here because loading it takes a while

        def miss(x: float) -> float:
            return float(self.price(np.array([x]))[0]) - target

        above = self.prices - target
        for start in np.flatnonzero(above[:-1] * above[1:] < 0):
            low, high = float(self.tried[start]), float(self.tried[start + 1])
            try:
                x = float(brentq(miss, low, high, xtol=1e-15, rtol=8.9e-16))
            except ValueError:  # between the two lie values without a price
                continue
            yield x, miss(x)

    def not_reached(self, target: float) -> Problem:
        """Say which prices can be had."""
        least, most = np.nanmin(self.prices), np.nanmax(self.prices)
        none = f"No value gives {target:.2f} GBP per contact hour"
        jumps = sorted(self.jumps(target), key=lambda x: abs(x - self.stated))
        if jumps:
            x = jumps[0]
            sides = sorted(self.price(np.array([x * (1 - _BESIDE), x * (1 + _BESIDE)])))
            at = f"{x:.6g}" if self.table is None else f"{x:.6g} times the table"
            reach = (
                f"{none}: at {at} the price jumps from {sides[0]:.2f} to {sides[1]:.2f}, as it "
                "does where a threshold of the law is crossed."
            )
        else:
            most_of = "more" if self.field.upper is None and most > 1e6 else f"{most:.2f}"
            reach = f"{none}; this input alone reaches {least:.2f} to {most_of}."
        field = self.field
        return TEXTS(
            "price-not-reached", self.name, reach=reach, label=field.label, unit=field.unit,
            bounds=field.bounds,
        )  # fmt: skip

    def not_allowed(self, target: float, x: float, problem: Problem) -> Problem:
        """Say that a value gives the price but contradicts the other inputs."""
        return TEXTS(
            "price-not-reached, alone", self.name, x=x, target=target, what=problem.what,
            why=problem.why,
        )  # fmt: skip
