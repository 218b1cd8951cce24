"""A book re-based to another date: the law by its date, money by its indices."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from fairprice.assumptions import Assumptions, Evidence, InputField
from fairprice.assumptions.model import not_an_input
from fairprice.cost import OpenBook, Position, as_book
from fairprice.cost.derivation import number
from fairprice.declare.arguments import Arguments
from fairprice.declare.fields import LONGEST_TEXT
from fairprice.declare.takes import TABLE, takes
from fairprice.declare.units import PER_CONTACT_HOUR
from fairprice.errors import InputError, Problem
from fairprice.held import Held
from fairprice.negotiation.gap.bridge import Bridge, bridge
from fairprice.negotiation.indexation.index_texts import TEXTS
from fairprice.negotiation.indexation.indices import Index, not_an_index, percent
from fairprice.statutory import Law

#: Fees are what a cost is compared with; they are raised by a contract's formula instead.
_FEES = "fees"
_CUT = " ... "


@dataclass(frozen=True, eq=False)
class Uplift(Held):
    """A book before and after it was re-based. Made by :func:`uplift`.

    Parameters
    ----------
    before, after
        The two books.
    table
        One row a changed amount, named by its ``input``: ``label``, ``unit``, ``before``,
        ``index``, ``change`` (share), ``after`` and ``source``. A table has one row a band.
    """

    before: OpenBook
    after: OpenBook
    table: pd.DataFrame = field(repr=False)

    @property
    def change(self) -> float:
        """Change in the price per hour, as a share of the price before."""
        return self.after.price_per_hour / self.before.price_per_hour - 1

    @cached_property
    def bridge(self) -> Bridge:
        """What makes the change: each input and each statutory value, and by how much."""
        return bridge(self.after, self.before)

    @property
    def visit_prices(self) -> pd.DataFrame:
        """Prices by visit length before and after, GBP per visit.

        One row a length in minutes; ``price_per_visit`` (unrounded), ``price_to_the_penny``
        and ``price_point`` (where one is stated), each with ``_before`` and ``_after``, and
        ``change``, a share of the unrounded price.
        """
        tables = {"before": self.before.visit_prices(), "after": self.after.visit_prices()}
        kept = [c for c in ("price_per_visit", "price_to_the_penny", "price_point")
                if c in tables["before"]]  # fmt: skip
        both = pd.DataFrame(
            {f"{name}_{when}": tables[when][name] for name in kept for when in tables}
        )
        grown = both["price_per_visit_after"] / both["price_per_visit_before"] - 1
        return both.assign(change=grown)

    def against(self, *formulas: Index, price: float | None = None) -> pd.DataFrame:
        """Compare what contract formulas give with what care costs at the later date.

        Parameters
        ----------
        *formulas
            Indices, such as one made by :func:`weighted_index`.
        price
            The present price per hour that the formula raises (GBP per contact hour); by
            default the price before.

        Returns
        -------
        pandas.DataFrame
            One row a formula, by its name: ``change`` (share), ``formula_price`` and
            ``rebased_price`` (GBP per contact hour, unrounded), ``shortfall_per_hour`` and
            ``shortfall_per_year`` (GBP, at the contact hours of the book after; above zero
            the formula pays less than care costs with its return).

        Raises
        ------
        InputError
            If one is not an index, or the price is not above zero.
        """
        problems = [not_an_index("against", f) for f in formulas if not isinstance(f, Index)]
        if not formulas:
            problems.append(not_an_index("against", formulas))
        read = Arguments()
        read.note(*problems)
        present = self.before.price_per_hour
        if price is not None:
            why = "A formula raises a price that is paid."
            present = read.positive("price", price, PER_CONTACT_HOUR, why)
        read.done()
        changes = np.array([formula.change for formula in formulas])
        table = pd.DataFrame(
            {"change": changes, "formula_price": present * (1 + changes)},
            index=pd.Index([formula.name for formula in formulas], name="formula"),
        )
        table["rebased_price"] = self.after.price_per_hour
        table["shortfall_per_hour"] = table["rebased_price"] - table["formula_price"]
        hours = float(self.after.value("annual_contact_hours"))
        return table.assign(shortfall_per_year=table["shortfall_per_hour"] * hours)

    def __repr__(self) -> str:
        days = [book.assumptions.about.price_date for book in (self.before, self.after)]
        return (
            f"<Uplift from {days[0]} to {days[1]}: GBP {self.before.price_per_hour:.2f} to "
            f"{self.after.price_per_hour:.2f} per contact hour, {self.change:+.2%}>"
        )


@takes(indices=TABLE)
def uplift(
    book: Position,
    price_date: str | datetime.date,
    indices: Mapping[str, Index],
    *,
    law: Law = None,
) -> Uplift:
    """Re-base a book to another date.

    Statutory values become those of the new date. Every amount of money in the assumptions
    is multiplied by 1 plus the change of its own index; hours, minutes, shares and
    everything else that is not money stay as they are.

    Parameters
    ----------
    book
        An open book, or the assumptions of one, at its own price date.
    price_date
        The new date.
    indices
        An index by the name of an input, or of a section for all its money
        (``"pay"``, ``"travel"``, ``"ppe"``, ``"business_costs"``); an input's own index
        comes before its section's. Amounts of zero need none. A return stated in GBP per
        contact hour is money; one stated as a rate follows the cost.
    law
        The law in force, for assumptions: the path of a law file, or rates made by
        :func:`fairprice.statutory_rates`; by default the register's values. A book has its
        own. The file it was looked up in gives the law of the new date as well.

    Returns
    -------
    Uplift
        The books before and after. Evidence of a raised amount adds to its source from
        what value it was raised and by which index; its range is raised alike, and stances
        and reviews, which were about the value before, are left behind.

    Raises
    ------
    InputError
        For money without an index, and indices that nothing uses; all at once. If a law is
        given beside a book.
    AssumptionsError
        If a raised amount is outside the bounds of its input.
    StatutoryError
        If the register does not hold the law of one of the dates.

    Notes
    -----
    Fees (``flat_hourly_fee``, ``price_multiple``) are not costs and stay: a contract's own
    formula raises them, see :func:`uplift_price` and :meth:`Uplift.against`.

    Examples
    --------
    >>> import fairprice as fp
    >>> assumptions = fp.example_provider()
    >>> plan = fp.Index("planning assumption", 0.03, "the provider's own plan")
    >>> held = fp.Index("held", 0.0, "the rate is not raised this year")
    >>> raised = fp.uplift(
    ...     assumptions.with_inputs(price_date="2025-04-06"),
    ...     "2026-04-06",
    ...     {"pay": plan, "ppe": plan, "business_costs": plan, "mileage_rate": held},
    ... )
    >>> round(raised.after.assumptions.pay.contact_pay_rate, 4)
    13.0913
    """
    read = Arguments()
    day = read.day("price_date", price_date, "The law is that of the day.")
    read.done()
    before = as_book(book, law)
    chosen = _chosen(before.assumptions, indices)
    raised = _rebased(before.assumptions, day, chosen)
    after = OpenBook(raised, replace(before.rates, date=day))
    return Uplift(before, after, _table(before, after, chosen))


def _money(assumptions: Assumptions) -> dict[str, str]:
    """Name the amounts of money that stand for costs, with their units."""
    given, fields = assumptions.inputs(), assumptions.fields()
    used = {name: fields[name].beside(given) for name in given}
    return {
        n: field.unit for n, field in used.items() if field.kind == "money" and field.in_the_price
    }


def _chosen(assumptions: Assumptions, indices: Mapping[str, Index]) -> dict[str, Index]:
    """Give every amount its index, or refuse with everything that is missing or unused."""
    fields, given = assumptions.fields(), assumptions.inputs()
    money = _money(assumptions)
    groups = {fields[name].section for name in money}
    problems = [
        not_an_index(f"indices, {name}", index)
        for name, index in indices.items()
        if not isinstance(index, Index)
    ]
    problems += [
        _not_used(name, fields) for name in indices if name not in money and name not in groups
    ]
    chosen, absent = {}, dict[str, list[str]]()
    for name, unit in money.items():
        section = fields[name].section
        key = name if name in indices else section
        if not np.any(given[name]):
            continue
        if key in indices:
            chosen[name] = indices[key]
        else:
            said = f"{name} ({number(given[name])} {unit})"
            absent.setdefault(section, []).append(said)
    problems += [_no_index(section, names) for section, names in absent.items()]
    if problems:
        raise InputError(problems)
    return chosen


def _rebased(
    assumptions: Assumptions, day: datetime.date, chosen: Mapping[str, Index]
) -> Assumptions:
    about, fields = assumptions.about, assumptions.fields()
    data = assumptions.model_dump(exclude_none=True)
    known: dict[str, Any] = dict(assumptions.evidence)
    if day != about.price_date:
        data["about"]["price_date"] = day
        known.pop("price_date", None)
    for name, unit in _money(assumptions).items():
        if name in chosen:
            section = data[fields[name].section]
            said = f"{number(section[name])} {unit} of {about.price_date}"
            known[name] = _evidence(known.get(name), said, chosen[name])
            section[name] = _raise(section[name], chosen[name])
    return Assumptions.model_validate(data | {"evidence": known})


def _raise(value: Any, index: Index) -> Any:
    many = isinstance(value, tuple)
    raised = [amount * (1 + index.change) for amount in (value if many else (value,))]
    return tuple(raised) if many else raised[0]


def _evidence(earlier: Evidence | None, value: str, index: Index) -> dict[str, Any]:
    """Say from what a value was raised; where it came from before stays its first source."""
    earlier = earlier or Evidence()
    verb = "held" if index.change == 0 else "raised" if index.change > 0 else "lowered"
    how = f"{verb} by {percent(abs(index.change))}" if index.change else verb
    origin = earlier.source or "no source stated"
    notes = [earlier.basis if earlier.basis != origin else None, earlier.note]
    entry = {
        "basis": _fitting(f"{value}, {how}: {index.name}"),
        "document": _fitting(f"{origin}; {how}: {index.name}"),
        "note": _fitting("; ".join(filter(None, [f"{index.name}: {index.source}", *notes]))),
        "owner": earlier.owner,
    }
    for end in ("low", "high"):
        bound = getattr(earlier, end)
        entry[end] = None if bound is None else _raise(bound, index)
    return {part: value for part, value in entry.items() if value is not None}


def _fitting(text: str) -> str:
    """Cut the middle of a text too long for an evidence log, and show that it is cut."""
    if len(text) <= LONGEST_TEXT:
        return text
    half = (LONGEST_TEXT - len(_CUT)) // 2
    return text[:half] + _CUT + text[-half:]


def _table(before: OpenBook, after: OpenBook, chosen: Mapping[str, Index]) -> pd.DataFrame:
    units, label = _money(before.assumptions), before.label
    then, now = before.assumptions.inputs(), after.assumptions.inputs()
    rows = [
        (name, label(name) + band, units[name], old, index.name, index.change, new, index.source)
        for name, index in chosen.items()
        for band, old, new in _bands(then[name], now[name], then.get("pay_band_role"))
    ]
    columns = ["input", "label", "unit", "before", "index", "change", "after", "source"]
    return pd.DataFrame(rows, columns=columns).set_index("input")


def _bands(
    before: Any, after: Any, roles: tuple[str, ...] | None
) -> Iterator[tuple[str, float, float]]:
    if not isinstance(before, tuple):
        yield "", before, after
        return
    names = roles or [f"band {place}" for place in range(1, len(before) + 1)]
    for name, old, new in zip(names, before, after, strict=True):
        yield f", {name}", old, new


def _no_index(section: str, amounts: Sequence[str]) -> Problem:
    return TEXTS("no-index", section, amounts=", ".join(amounts), section=section)


def _not_used(name: str, fields: Mapping[str, InputField]) -> Problem:
    where = f"indices, {name}"
    if name == _FEES or (name in fields and fields[name].section == _FEES):
        return TEXTS("not-a-cost", where)
    if name in fields and fields[name].kind == "money":
        return TEXTS("not-used", where)
    if name in fields or name in {declared.section for declared in fields.values()}:
        return TEXTS("not-money", where)
    found = not_an_input(str(name))
    return TEXTS("unknown-name", where, what=found.what, mend=found.mend)
