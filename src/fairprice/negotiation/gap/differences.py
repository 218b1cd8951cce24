"""What differs between two positions: inputs, statutory values, and ways of working out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fairprice import digits
from fairprice.assumptions.checks import LEFT_OUT, REPLACES, TABLES
from fairprice.assumptions.evidence import in_words
from fairprice.assumptions.sections import INPUTS
from fairprice.calculation import STATABLE
from fairprice.cost import OpenBook
from fairprice.errors import StatutoryError


@dataclass(frozen=True)
class Difference:
    """One thing that two positions state differently.

    Parameters
    ----------
    name
        The input or statutory value; of several that only make sense together, the first.
    label, unit
        In plain words.
    names
        Every input that changes with it.
    ours, theirs
        Each side's values by name; absent where a side does not state one.
    changes_the_calculation
        Whether it decides which rows are computed, or how many bands a table has.
    replaces
        The row that one side states and the other works out; empty for other differences.
    """

    name: str
    label: str
    unit: str
    names: tuple[str, ...]
    ours: Mapping[str, Any]
    theirs: Mapping[str, Any]
    changes_the_calculation: bool = False
    replaces: str = ""


def differences(ours: OpenBook, theirs: OpenBook) -> list[Difference]:
    """List what differs, in the order of the inputs, then the law.

    Parameters
    ----------
    ours, theirs
        Two open books.

    Returns
    -------
    list of Difference
        The same for either order of the two, with the sides exchanged.
    """
    sides = (ours.assumptions.inputs(), theirs.assumptions.inputs())
    together = list(_together(*sides))
    at_once = {name for names in together for name in names}
    replaced = {row: names for row, names in _replaced(*sides) if row not in at_once}
    taken = {name for names in (*together, *replaced.values()) for name in names}
    fields = ours.assumptions.fields()
    found = [_grouped(ours, names, *sides, changes_the_calculation=True) for names in together] + [
        _grouped(ours, names, *sides, replaces=row) for row, names in replaced.items()
    ]
    numbers = [{**LEFT_OUT, **side} for side in sides]
    used = {*ours.plan.inputs, *theirs.plan.inputs}
    for name, field in fields.items():
        if name in taken or name not in used or not all(name in side for side in numbers):
            continue
        here, there = (side[name] for side in numbers)
        if not digits.same(here, there):
            found.append(
                Difference(name, field.label, field.unit, (name,), {name: here}, {name: there})
            )
    order = list(fields)
    return sorted(found, key=lambda d: order.index(d.name)) + list(_law(ours, theirs))


def law_of(book: OpenBook, name: str) -> float | None:
    """Return a statutory value, or nothing where the register has none for the day."""
    try:
        return float(book.rates.value(name))
    except StatutoryError:
        return None


def statutory_names(ours: OpenBook, theirs: OpenBook) -> tuple[str, ...]:
    """Name the statutory values that either calculation uses."""
    return tuple(dict.fromkeys(sorted({*ours.statutory_names, *theirs.statutory_names})))


def _law(ours: OpenBook, theirs: OpenBook) -> Iterator[Difference]:
    for name in statutory_names(ours, theirs):
        here, there = law_of(ours, name), law_of(theirs, name)
        if here is not None and there is not None and not digits.same(here, there):
            law = ours.rates[name]
            yield Difference(name, law.label, law.unit, (name,), {name: here}, {name: there})


def _replaced(
    ours: Mapping[str, Any], theirs: Mapping[str, Any]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield rows that one side states and the other works out, with what decides them."""
    for row in REPLACES:
        worked_from = INPUTS[row].instead_of
        others = next((columns for columns in TABLES if worked_from in columns), (worked_from,))
        stated = [row in side for side in (ours, theirs)]
        worked_out = [others[-1] in side for side in (ours, theirs)]
        if stated == worked_out[::-1] and stated[0] != stated[1]:
            yield row, (row, *others)


def _together(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Yield inputs that change the calculation and only make sense together."""

    def differ(name: str) -> bool:
        return ours.get(name) != theirs.get(name)

    for columns in TABLES:
        sizes = {len(side[columns[-1]]) for side in (ours, theirs) if columns[-1] in side}
        if len(sizes) > 1:
            yield columns
    for word in STATABLE:
        if differ(f"stated_{word}_base"):
            beside = ("sick_pay_policy",) if word == "sickness" else ()
            yield (f"stated_{word}_rate", f"stated_{word}_base", *beside)
    if differ("sick_pay_policy") and not differ("stated_sickness_base"):
        yield ("sick_pay_policy",)
    recruitment = tuple(f"recruitment_dbs_per_{by}" for by in ("leaver", "year", "contact_hour"))
    both_recruit = all(any(name in side for name in recruitment) for side in (ours, theirs))
    if both_recruit and sum(recruitment[0] in side for side in (ours, theirs)) == 1:
        yield (*recruitment, "cover_per_leaver")
    if differ("return_base"):
        yield ("return_rate", "return_base")


def _grouped(
    book: OpenBook,
    names: tuple[str, ...],
    ours: Mapping[str, Any],
    theirs: Mapping[str, Any],
    **how: Any,
) -> Difference:
    fields = book.assumptions.fields()
    first = fields[names[0]]
    return Difference(
        name=names[0],
        label=first.label,
        unit=first.unit,
        names=names,
        ours={name: ours[name] for name in names if name in ours},
        theirs={name: theirs[name] for name in names if name in theirs},
        **how,
    )


def joined(parts: list[Difference], label: str) -> Difference:
    """Make one difference of several that cannot be told apart."""
    return Difference(
        name=parts[0].name,
        label=label,
        unit="several",
        names=tuple(name for part in parts for name in part.names),
        ours={name: value for part in parts for name, value in part.ours.items()},
        theirs={name: value for part in parts for name, value in part.theirs.items()},
        changes_the_calculation=True,
    )


def as_number(values: Mapping[str, Any]) -> float:
    """Return a side's value where it is one number, and NaN otherwise."""
    stated = list(values.values())
    if len(stated) != 1 or not isinstance(stated[0], (int, float)) or isinstance(stated[0], bool):
        return math.nan
    return float(stated[0])


def side_in_words(values: Mapping[str, Any]) -> str:
    """Write a side's values for reading."""
    return "; ".join(in_words(value) for value in values.values()) or "worked out"
