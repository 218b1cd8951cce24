"""Checks of a published table of costs: what cannot be right, by kinds found in print."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from fairprice.calculation import PRICE_LINES, SUBTOTALS
from fairprice.declare.units import PER_CONTACT_HOUR
from fairprice.digits import added_up
from fairprice.errors import Problem
from fairprice.survey.lines import PARTS, RETURN, TOTAL, labels, leaves
from fairprice.survey.published_table import CUTS, PublishedTable, read_published
from fairprice.survey.table_texts import TEXTS
from fairprice.survey.visit_checks import visit_faults

#: Half of the last printed digit (GBP).
_HALF_A_PENNY = 0.005
_SLACK = 1e-9
#: Rows out of order before a column is tried one row up and down, and the share that is left.
_MANY, _MENDED = 4, 0.25
#: Fewer answers than this share of the full count are a range cut short, on lines that every
#: provider has: others may well be blank.
_SHORT = 0.75
_EVERYBODY_HAS = (
    "direct_care", "holiday", "back_office_staff", "insurance", "cqc_fees", RETURN, *SUBTOTALS,
)  # fmt: skip
#: A sum of quartiles is told from a quartile where all lines but one spread by so many times what
#: rounding can hide: else the two agree by chance.
_TELLING = 10
#: Words by which a printed figure points to another place of the report.
_ANOTHER_PLACE = re.compile(
    r"\b(table|annex|report(ed)?|appendix|summary|headline|submitted)\b", re.I
)
_UNITS = {
    "minutes of travel per contact hour": ("minutes", re.compile(r"min", re.I)),
    "mileage payment per mile": ("GBP per mile", re.compile(r"mile", re.I)),
    "carer basic pay per hour": ("GBP per hour", re.compile(r"hour", re.I)),
    "total direct care hours per annum": ("hours a year", re.compile(r"hour", re.I)),
}


def check_cost_table(table: Any) -> tuple[Problem, ...]:
    """Check a published table of costs for faults that have been found in print.

    Parameters
    ----------
    table
        A DataFrame with a row for each printed row: its label in a column ``line`` or as the
        index, ``median``, and where they are printed ``lower_quartile``, ``upper_quartile``,
        ``n`` and ``unit``. Beside the 32 rows of Annex A, rows such as *Cost per visit: 30
        min*, *Cost per hour at visit length: 30 min*, *Appointments per week: 30 min* are
        read; others are left alone. A column ``council`` parts several tables.

    Returns
    -------
    tuple of Problem
        Each fault, with the row it is in; empty where none is found. Codes:
        ``quartiles-out-of-order``, ``columns-are-not-quartiles``, ``sum-of-quartiles``,
        ``below-its-part``, ``lines-do-not-add-up``, ``return-inside-a-subtotal``,
        ``visit-price-differs``, ``visit-price-pro-rata``, ``hour-without-travel``,
        ``hourly-travel-by-the-visit``, ``travel-charged-twice``, ``visits-miss-the-total``,
        ``row-out-of-step``, ``rows-out-of-step``, ``range-too-short``, ``two-versions`` and
        ``wrong-unit``.

    Raises
    ------
    InputError
        If it is no such table, or a cell is not a number.

    Notes
    -----
    Figures are compared as printed, to the penny: what rounding can explain is no fault. A
    total that is neither the sum of the medians of its lines nor of its subtotals may be the
    median of providers' totals, and is no fault either. Where a sum may have come about by
    chance, nothing is said: that one subtotal is no sum of its lines is a fault only where the
    other and the total were added up; sums of quartiles are told where lines spread enough. Two
    of a hundred clean tables still agree by chance to the penny. Without counts, a line over
    fewer providers than its subtotal reads as one above it.

    Examples
    --------
    >>> import pandas as pd
    >>> printed = pd.DataFrame({"lower_quartile": [10.0], "median": [9.5]}, index=["Direct care"])
    >>> [fault.code for fault in check_cost_table(printed)]
    ['quartiles-out-of-order']
    """
    return tuple(
        fault for one in read_published(table) for check in _CHECKS for fault in check(one)
    )


def _quartiles(table: PublishedTable) -> Iterator[Problem]:
    for row in table.rows:
        held = [(cut, row.figures[cut]) for cut in CUTS if not np.isnan(row.figures[cut])]
        for (lower_name, lower), (upper_name, upper) in pairwise(held):
            if lower > upper + _SLACK:
                yield TEXTS(
                    "quartiles-out-of-order", table.where(row.label),
                    lower=f"{lower:.2f}", lower_name=lower_name.replace("_", " "),
                    upper=f"{upper:.2f}", upper_name=upper_name.replace("_", " "),
                )  # fmt: skip


def _disorder(figures: dict[str, list[float]]) -> int:
    """Count the rows whose quartiles are out of order."""
    columns = [np.array(figures[cut]) for cut in CUTS]
    with np.errstate(invalid="ignore"):
        wrong = (columns[0] > columns[1] + _SLACK) | (columns[1] > columns[2] + _SLACK)
    return int(wrong.sum())


def _columns(table: PublishedTable) -> dict[str, list[float]]:
    annex = table.annex
    return {cut: [row.figures[cut] for row in annex.values()] for cut in CUTS}


def _out_of_step(table: PublishedTable) -> Iterator[Problem]:
    figures = _columns(table)
    before = _disorder(figures)
    best: tuple[int, str, str] | None = None
    if before >= _MANY:
        for cut in CUTS:
            for way, moved in (
                ("higher", [*figures[cut][1:], np.nan]),
                ("lower", [np.nan, *figures[cut][:-1]]),
            ):
                after = _disorder(figures | {cut: moved})
                if after <= before * _MENDED and (best is None or after < best[0]):
                    best = (after, cut, way)
    if best is not None:
        after, cut, way = best
        yield TEXTS(
            "rows-out-of-step", table.where("all rows"), column=cut.replace("_", " "), way=way,
            before=before, after=after,
        )  # fmt: skip
    largest, total = table.figure("direct_care"), table.figure(TOTAL)
    for name in PRICE_LINES[1:]:
        amount = table.figure(name)
        if not np.isnan(largest) and amount > largest:
            than = f"more than the {largest:.2f} of {labels()['direct_care']}"
        elif amount > total / 2:
            than = f"more than half of the total of {total:.2f}"
        else:
            continue
        where = table.where(table.annex[name].label)
        yield TEXTS("row-out-of-step", where, figure=f"{amount:.2f}", than=than)


def _sum(table: PublishedTable, rows: tuple[str, ...], cut: str) -> float:
    return float(added_up(table.figure(row, cut) for row in rows))


def _adds_up(table: PublishedTable, row: str, parts: tuple[str, ...], cut: str) -> bool:
    """Tell whether a figure is the sum of others, as far as rounding lets one see."""
    difference = abs(table.figure(row, cut) - _sum(table, parts, cut))
    return bool(difference <= _rounding(parts))


def _adds_up_to_the_penny(
    table: PublishedTable, row: str, parts: tuple[str, ...], cut: str
) -> bool:
    difference = abs(table.figure(row, cut) - _sum(table, parts, cut))
    return bool(difference <= 2 * _HALF_A_PENNY + _SLACK)


def _was_added_up(table: PublishedTable, row: str, parts: tuple[str, ...]) -> bool:
    """Tell whether a median was reached as a sum: three standard deviations of its rounding."""
    difference = abs(table.figure(row) - _sum(table, parts, "median"))
    of_one = 2 * _HALF_A_PENNY / np.sqrt(12)
    return bool(difference <= 3 * of_one * np.sqrt(len(parts) + 1) + _SLACK)


def _rounding(parts: tuple[str, ...]) -> float:
    """Return by how much a sum of rounded figures may differ from the rounded sum."""
    return _HALF_A_PENNY * (len(parts) + 1) + _SLACK


def _ways(row: str) -> list[tuple[str, tuple[str, ...]]]:
    """List what a row may be the sum of, in words."""
    ways = [("lines", leaves(row))]
    return [*ways, ("subtotals", PARTS)] if row == TOTAL else ways


def _sums_of_quartiles(table: PublishedTable) -> Iterator[Problem]:
    found = {
        row: (words, parts)
        for row in SUBTOTALS
        for words, parts in _ways(row)
        if all(_adds_up(table, row, parts, cut) for cut in CUTS)
        # where the median is no sum, two quartiles alone are told to the penny
        or all(_adds_up_to_the_penny(table, row, parts, cut) for cut in (CUTS[0], CUTS[-1]))
        if _spread(table, row) > 0 and _can_be_told(table, parts)
    }
    disorder = _disorder(_columns(table))
    everywhere = all(row in found and _adds_up(table, row, found[row][1], "median")
                     for row in SUBTOTALS)  # fmt: skip
    if everywhere and disorder >= _MANY:
        yield TEXTS("columns-are-not-quartiles", table.where("all rows"), count=disorder)
        return
    for row, (words, _) in found.items():
        label = table.annex[row].label
        yield TEXTS(
            "sum-of-quartiles", table.where(label), parts=words,
            lower=f"{table.figure(row, 'lower_quartile'):.2f}",
            upper=f"{table.figure(row, 'upper_quartile'):.2f}",
        )  # fmt: skip


def _spread(table: PublishedTable, row: str) -> float:
    """Return how far a row's quartiles lie apart: of one provider, every quartile is its figure."""
    return table.figure(row, "upper_quartile") - table.figure(row, "lower_quartile")


def _can_be_told(table: PublishedTable, parts: tuple[str, ...]) -> bool:
    """Tell whether a sum of quartiles or medians is another figure than that of the sums.

    Where one line alone differs between providers, the two are the same.
    """
    spreads = [abs(_spread(table, part)) for part in parts]
    others = added_up(spreads) - max(spreads)
    return bool(np.isnan(others) or others > _TELLING * _rounding(parts))


def _dominance(table: PublishedTable) -> Iterator[Problem]:
    annex, full = table.annex, table.full_count
    for name in SUBTOTALS:
        if name not in annex:
            continue
        whole = annex[name]
        over = full if np.isnan(whole.n) else whole.n
        parts = SUBTOTALS[name]
        for cut in CUTS:
            # a line over fewer providers may well be higher among those who have it
            held = [
                part for part in parts
                if part in annex and (np.isnan(annex[part].n) or not annex[part].n < over)
            ]  # fmt: skip
            figures = {part: table.figure(part, cut) for part in held}
            known = {part: figure for part, figure in figures.items() if not np.isnan(figure)}
            if not known or np.isnan(whole.figures[cut]):
                continue
            least = whole.figures[cut] + 2 * _HALF_A_PENNY + _SLACK
            above = sorted(
                (part for part in known if known[part] > least), key=lambda part: -known[part]
            )
            if above:
                yield TEXTS(
                    "below-its-part", table.where(whole.label), cut=cut.replace("_", " "),
                    figure=f"{whole.figures[cut]:.2f}", parts="; ".join(
                        f"{annex[part].label}, which is {known[part]:.2f}" for part in above
                    ),
                )  # fmt: skip


def _additions(table: PublishedTable) -> Iterator[Problem]:
    annex = table.annex
    careworker, business, _ = PARTS
    total = table.figure(TOTAL)
    costs = (careworker, business)
    amount = table.figure(RETURN)
    if amount > 2 * _HALF_A_PENNY and _adds_up(table, TOTAL, costs, "median"):
        inside = [
            part for part in costs
            if abs(table.figure(part) - _sum(table, leaves(part), "median") - amount)
            <= _HALF_A_PENNY * (len(leaves(part)) + 2) < amount
        ]  # fmt: skip
        if inside:
            yield TEXTS(
                "return-inside-a-subtotal", table.where(annex[inside[0]].label),
                total=f"{total:.2f}", amount=f"{amount:.2f}", part=annex[inside[0]].label,
            )  # fmt: skip
            return
    for row, other in ((careworker, business), (business, careworker)):
        found = _sum(table, leaves(row), "median")
        complete = not np.isnan(found) and not np.isnan(table.figure(row))
        if (
            complete
            and any(_was_added_up(table, TOTAL, parts) for _, parts in _ways(TOTAL))
            and _can_be_told(table, leaves(other))
            and _was_added_up(table, other, leaves(other))
            and not _adds_up(table, row, leaves(row), "median")
        ):
            yield TEXTS(
                "lines-do-not-add-up", table.where(annex[row].label), found=f"{found:.2f}",
                stated=f"{table.figure(row):.2f}", other=annex[other].label,
            )  # fmt: skip


def _ranges(table: PublishedTable) -> Iterator[Problem]:
    annex, full = table.annex, table.full_count
    if np.isnan(full):
        return
    if full < _SHORT * table.responses:
        yield TEXTS(
            "range-too-short", table.where("all rows"), n=f"{full:g}",
            full=f"{table.responses:g}", whose="responses were received",
        )  # fmt: skip
    zeros_count = any(
        row.n == full and row.figures["lower_quartile"] == 0
        for name, row in annex.items()
        if name in PRICE_LINES
    )
    if not zeros_count:
        return  # a line may have fewer answers, as zeros are not counted as any
    filled = [name for name in PRICE_LINES if name in annex and annex[name].n == full]
    for name in _EVERYBODY_HAS:
        short = name in annex and annex[name].n < _SHORT * full
        if short and len(filled) >= len(PRICE_LINES) / 2:
            yield TEXTS(
                "range-too-short", table.where(annex[name].label), n=f"{annex[name].n:g}",
                full=f"{full:g}", whose="on other lines, where zeros are counted",
            )  # fmt: skip


def _versions(table: PublishedTable) -> Iterator[Problem]:
    annex = table.annex
    for row in table.rows:
        first = annex.get(row.row) if row.row is not None else None
        if first is None or row is first:
            continue
        if row.qualifier and not _ANOTHER_PLACE.search(row.qualifier):
            continue
        differing = [
            cut for cut in CUTS
            if abs(first.figures[cut] - row.figures[cut]) > _HALF_A_PENNY + _SLACK
        ]  # fmt: skip
        if differing:
            yield TEXTS(
                "two-versions", table.where(first.label), label=row.label, figures="; ".join(
                    f"{cut.replace('_', ' ')} {first.figures[cut]:.2f} is printed, but "
                    f"{row.figures[cut]:.2f}"
                    for cut in differing
                ),
            )  # fmt: skip


def _units(table: PublishedTable) -> Iterator[Problem]:
    for row in table.rows:
        wanted = _UNITS.get(" ".join(row.label.casefold().split()))
        if wanted and row.unit and not wanted[1].search(row.unit):
            yield TEXTS("wrong-unit", table.where(row.label), unit=row.unit, wanted=wanted[0])
        if row.row and row.unit and not re.search(r"£|gbp|pound", row.unit, re.I):
            yield TEXTS("wrong-unit", table.where(row.label), unit=row.unit,
                        wanted=PER_CONTACT_HOUR)  # fmt: skip


_CHECKS: tuple[Callable[[PublishedTable], Iterator[Problem]], ...] = (
    _quartiles, _sums_of_quartiles, _dominance, _additions, visit_faults, _out_of_step, _ranges,
    _versions, _units,
)  # fmt: skip
