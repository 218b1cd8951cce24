"""The arguments of a call: each is sound, or every fault is named at once.

A check is named for what it checks: ``read.positive("annual_budget", value, "GBP per year",
why)`` says which argument, in which unit, and why it matters.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fairprice.declare import values
from fairprice.declare.texts import Texts
from fairprice.declare.values import either, shown
from fairprice.errors import InputError, Problem
from fairprice.types import Floats

TEXTS = Texts(
    {
        "not-a-number": ("{value} {is_wrong}.", "{why}", "Give {wanted}."),
        "not-finite": ("{value}{more} is not a finite number.", "{why}", "Give {wanted}."),
        "out-of-bounds": ("{value}{more} is outside its bounds.", "{why}", "Give {wanted}."),
        "given-with": (
            "is given beside {other}.", "{why} Two would fix them twice.", "Leave {other} out.",
        ),
        "not-above-zero": (
            "{value} is not a number of {unit} above zero.", "{why}", "Give {wanted}.",
        ),
        "not-above-zero, lossy": ("{value} {is_wrong}.", "{why}", "Give {wanted}."),
        "wrong-shape": ("holds {count} numbers.", "{why}", "Give one number of {unit}."),
        "wrong-shape, list": (
            "has the shape {shape}.", "{why}", "Give one number, or a list of numbers, of {unit}.",
        ),
        "shapes-differ": (
            "The arrays differ in shape: {shapes}.", "Each result takes one entry of every array.",
            "Give arrays of one shape, or single numbers.",
        ),
        "not-a-flag": ("{value} {is_wrong}.", "{why}", "Give True or False."),
        "not-an-option": ("{value} is not known.", "{why}", "Give {options}."),
        "not-a-date": (
            "{value} {is_wrong}.", "{why}",
            'Give year-month-day, such as "2026-04-06", or a datetime.date.',
        ),
        "out-of-bounds, whole": (
            "{value} is not a whole number from {lowest} to {highest}.", "{why}",
            "Give a whole number from {lowest} to {highest}.",
        ),
        "wrong-kind": ("is a {found}.", "{why}", "Give {wanted}."),
    }
)  # fmt: skip

#: A seed that is drawn lies below it: spreadsheets and JSON show all its digits.
_SEEDS = 2**48


class Arguments:
    """Reads one call's arguments and collects what is wrong with them.

    What is wrong is read as NaN, so that a call can go on to its end and name everything.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._shapes: dict[str, tuple[int, ...]] = {}

    def note(self, *problems: Problem) -> None:
        """Take down what was found wrong elsewhere."""
        self.problems += problems

    def done(self, refusal: type[InputError] = InputError) -> None:
        """Raise if anything was wrong."""
        try:
            np.broadcast_shapes(*self._shapes.values())
        except ValueError:
            listed = ", ".join(f"{name} {shape}" for name, shape in self._shapes.items())
            self.note(TEXTS("shapes-differ", ", ".join(self._shapes), shapes=listed))
        if self.problems:
            raise refusal(self.problems)

    def numbers(
        self,
        name: str,
        value: Any,
        unit: str,
        why: str,
        *,
        lower: float | None = 0,
        above: float | None = None,
        upper: float | None = None,
        below: float | None = None,
        as_a_list: bool = False,
    ) -> Floats:
        """Read a number, or numbers of any shape, within bounds.

        Parameters
        ----------
        name, value
            The argument.
        unit
            What follows "a number of".
        why
            Why it matters, as a sentence.
        lower, above, upper, below
            Bounds; ``above``, in place of ``lower``, and ``below`` exclude themselves.
        as_a_list
            Whether it is one number, or at least one in a list.
        """
        lower = None if above is not None else lower
        noun = unit if unit.startswith("a share") else f"a number of {unit}"
        bounds = values.bounds_in_words(lower, upper, above, below, joined=" and ") or "finite"
        wanted = f"{noun}, {bounds}"
        try:
            found = values.array(value)
        except values.Refused as error:
            facts = {"value": shown(value), "is_wrong": error, "why": why, "wanted": wanted}
            self.note(TEXTS("not-a-number", name, **facts))
            return np.full((), np.nan)
        self._shapes[name] = found.shape
        if as_a_list and (found.size == 0 or found.ndim > 1):
            self.note(TEXTS("wrong-shape, list", name, shape=found.shape, unit=unit, why=why))
        outside = ~np.isfinite(found)
        code = "not-finite"
        if not outside.any():
            code, outside = "out-of-bounds", _outside(found, lower, above, upper, below)
        if outside.any():
            first, more = found[outside].flat[0], int(outside.sum()) - 1
            self.note(
                TEXTS(code, name, value=f"{first:g}", why=why, wanted=wanted,
                      more=f" (and {more} more)" if more else "")
            )  # fmt: skip
            return np.full(found.shape, np.nan)
        return found

    def shares(self, name: str, value: Any, of: str, why: str, **bounds: Any) -> Floats:
        """Read a share, or shares of any shape: from 0 to 1, unless bounds say otherwise."""
        bounds = {"upper": None if "below" in bounds else 1.0, **bounds}
        return self.numbers(name, value, f"a share of {of}", why, **bounds)

    def number(self, name: str, value: Any, unit: str, why: str, **bounds: Any) -> float:
        """Read one number within bounds, as :meth:`numbers` does."""
        return self._one(name, self.numbers(name, value, unit, why, **bounds), unit, why)

    def share(self, name: str, value: Any, of: str, why: str, **bounds: Any) -> float:
        """Read one share, as :meth:`shares` does."""
        return self._one(name, self.shares(name, value, of, why, **bounds), of, why)

    def positives(
        self, name: str, value: Any, unit: str, why: str, *, as_a_list: bool = False
    ) -> Floats:
        """Read a number, or numbers of any shape or in a list alone, above zero."""
        wanted = f"one number, or a list of numbers, of {unit} above zero"
        found = self._positives(name, value, unit, why, wanted)
        if as_a_list and found.ndim > 1:
            self.note(TEXTS("wrong-shape, list", name, shape=found.shape, unit=unit, why=why))
            return np.full((1,), np.nan)
        return found

    def positive(self, name: str, value: Any, unit: str, why: str) -> float:
        """Read one number above zero."""
        wanted = f"a number of {unit} above zero"
        return self._one(name, self._positives(name, value, unit, why, wanted), unit, why)

    def _positives(self, name: str, value: Any, unit: str, why: str, wanted: str) -> Floats:
        facts = {"value": shown(value), "unit": unit, "why": why, "wanted": wanted}
        try:
            found = values.array(value)
        except values.Lossy as error:
            self.note(TEXTS("not-above-zero, lossy", name, is_wrong=error, **facts))
            return np.full((), np.nan)
        except values.Refused:
            found = np.full((), np.nan)
        if found.size == 0 or not (np.isfinite(found) & (found > 0)).all():
            self.note(TEXTS("not-above-zero", name, **facts))
            return np.full(found.shape, np.nan)
        self._shapes[name] = found.shape
        return found

    def whole(self, name: str, value: Any, why: str, *, lowest: int, highest: int) -> int:
        """Read a whole number."""
        read = values.plain(value)
        if isinstance(read, int) and not isinstance(read, bool) and lowest <= read <= highest:
            return read
        self.note(
            TEXTS("out-of-bounds, whole", name, value=shown(value), why=why, lowest=lowest,
                  highest=highest)
        )  # fmt: skip
        return lowest

    def seed(self, name: str, value: Any, why: str, rng: Any = None, unset: Any = None) -> int:
        """Read what fixes draws: a whole number, or a generator that one is drawn from.

        ``rng`` is a generator in place of a seed, which is then left ``unset``.
        """
        if rng is not None:
            if value is not unset:
                self.note(TEXTS("given-with", "rng", other=name, why=why))
            self.kind("rng", rng, np.random.Generator, "a numpy.random.Generator", why)
            value = rng if isinstance(rng, np.random.Generator) else 0
        if isinstance(value, np.random.Generator):
            return int(value.integers(_SEEDS))
        return self.whole(name, value, why, lowest=0, highest=2**63)

    def flags(self, name: str, value: Any, why: str) -> NDArray[np.bool_]:
        """Read yes or no, or an array of them."""
        try:
            found = values.flags(value)
        except values.Refused as error:
            self.note(TEXTS("not-a-flag", name, value=shown(value), is_wrong=error, why=why))
            return np.zeros((), dtype=bool)
        self._shapes[name] = found.shape
        return found

    def option(
        self, name: str, value: Any, options: Collection[str], why: str, code: str = ""
    ) -> str:
        """Read one of a few words."""
        if isinstance(value, str) and value in options:
            return value
        known = either(options) if options else "nothing: there is none"
        found = TEXTS("not-an-option", name, value=shown(value), why=why, options=known)
        self.note(replace(found, code=code or found.code))
        return next(iter(options), "")

    def day(self, name: str, value: Any, why: str) -> datetime.date:
        """Read a day of the calendar."""
        try:
            return values.day(value)
        except values.Refused as error:
            facts = {"value": shown(value), "is_wrong": error, "why": why}
            self.note(TEXTS("not-a-date", name, **facts))
            return datetime.date.min

    def kind(self, name: str, value: Any, kind: type, wanted: str, why: str) -> bool:
        """Tell whether an argument is an object of a kind."""
        if isinstance(value, kind):
            return True
        self.note(TEXTS("wrong-kind", name, found=type(value).__name__, wanted=wanted, why=why))
        return False

    def _one(self, name: str, found: Floats, unit: str, why: str) -> float:
        if found.ndim:
            self.note(TEXTS("wrong-shape", name, count=found.size, unit=unit, why=why))
            self._shapes.pop(name, None)
            return float("nan")
        return float(found)


def _outside(
    found: Floats,
    lower: float | None,
    above: float | None,
    upper: float | None,
    below: float | None,
) -> NDArray[np.bool_]:
    outside = np.zeros(found.shape, dtype=bool)
    if lower is not None:
        outside |= found < lower
    if above is not None:
        outside |= found <= above
    if upper is not None:
        outside |= found > upper
    if below is not None:
        outside |= found >= below
    return outside


def float_or_array(value: Any) -> Any:
    """Give a float for a single number and an array for many."""
    found = np.asarray(value, dtype=float)
    return float(found) if found.ndim == 0 else found
