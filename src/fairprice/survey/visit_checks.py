"""Checks of printed prices by visit length: travel forgotten, doubled, or by the hour."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from fairprice.digits import added_up
from fairprice.errors import Problem
from fairprice.survey.published_table import PublishedTable, pairs
from fairprice.survey.table_texts import TEXTS

_HALF_A_PENNY = 0.005
_SLACK = 1e-9
#: So far prices printed to the penny may lie from a line through them (GBP).
_OFF_THE_LINE = 0.02
#: So far a price may be from one that was reached in the same way, both rounded (GBP).
_ALIKE = 0.03
#: A part by the visit that rounding cannot make, and one of which more can be told (GBP).
_A_PART, _ENOUGH = 0.05, 5 * _ALIKE
#: An average visit this long is about an hour; how far prices may miss the total at it.
_ABOUT_AN_HOUR, _MISS = 55, 0.04
#: The lines that a visit carries in the usual formulas, one more each time.
_TRAVEL = (("travel_time",), ("travel_time", "mileage"), ("travel_time", "mileage", "ppe"))


def visit_faults(table: PublishedTable) -> Iterator[Problem]:
    """List what is wrong with prices by visit length."""
    visit, hour = table.per_visit, table.per_hour
    for length, price in pairs(visit):
        if length in hour:
            found = price * 60 / length
            rounding = _HALF_A_PENNY * (1 + 60 / length)
            if abs(found - hour[length]) > rounding + _SLACK:
                yield TEXTS(
                    "visit-price-differs", table.where(f"visit of {length:g} minutes"),
                    visit=f"{price:.2f}", found=f"{found:.2f}", hour=f"{hour[length]:.2f}",
                )  # fmt: skip
    # an hourly figure is the finer one for visits below an hour
    prices = {length: figure * length / 60 for length, figure in hour.items()} | visit
    if len(prices) > 1:
        yield from _by_length(table, prices)


def _by_length(table: PublishedTable, prices: Mapping[float, float]) -> Iterator[Problem]:
    where = table.where("prices by visit length")
    lengths = sorted(prices)
    figures = [prices[length] for length in lengths]
    if _in_proportion(lengths, figures) and _has_travel(table, lengths[0]):
        yield TEXTS(
            "visit-price-pro-rata", where, hour=f"{figures[-1] * 60 / lengths[-1]:.2f}",
            lengths=", ".join(f"{length:g}" for length in lengths),
        )  # fmt: skip
        return
    short = [length for length in lengths if length < 60]
    if 60.0 in prices and len(short) > 1:
        visit, hour, off = _line(short, [prices[length] for length in short])
        lost = abs(prices[60.0] - hour) <= _ALIKE
        if off <= _OFF_THE_LINE and lost and visit > _ENOUGH:
            yield TEXTS(
                "hour-without-travel", where, price=f"{prices[60.0]:.2f}", visit=f"{visit:.2f}"
            )
            return
    visit, hour, off = _line(lengths, figures)
    if len(lengths) < 3 or off > _OFF_THE_LINE or visit <= _ENOUGH or not table.totals:
        return
    yield from _against_the_total(table, visit, hour)


def _against_the_total(table: PublishedTable, visit: float, hour: float) -> Iterator[Problem]:
    where, minutes = table.where("prices by visit length"), table.average_minutes
    carried = [added_up(table.figure(row) for row in rows) for rows in _TRAVEL]
    hourly_travel = any(abs(visit - amount) <= _ALIKE for amount in carried)
    for total in table.totals:
        if abs(hour - total) <= _ALIKE:
            yield TEXTS("travel-charged-twice", where, hour=f"{hour:.2f}", visit=f"{visit:.2f}")
            return
        # of so small a part, the travel of an hour is not told from that of a visit
        told = visit * (1 - np.fmin(minutes, _ABOUT_AN_HOUR) / 60) > _ALIKE
        alike = told and abs(hour + visit - total) <= _ALIKE
        if alike and (hourly_travel or minutes < _ABOUT_AN_HOUR):
            yield TEXTS(
                "hourly-travel-by-the-visit", where, visit=f"{visit:.2f}", total=f"{total:.2f}"
            )
            return
    if np.isnan(minutes):
        return
    found = visit * 60 / minutes + hour
    nearest = min(table.totals, key=lambda total: abs(total - found))
    if abs(found - nearest) > _MISS * nearest:
        yield TEXTS(
            "visits-miss-the-total", where, found=f"{found:.2f}", minutes=f"{minutes:.1f}",
            total=f"{nearest:.2f}",
        )  # fmt: skip


def _has_travel(table: PublishedTable, shortest: float) -> bool:
    """Tell whether travel would show in the price of the shortest visit: unless it is as little."""
    travel = added_up(table.figure(row) for row in ("travel_time", "mileage"))
    return not travel * shortest / 60 <= _A_PART


def _in_proportion(lengths: Sequence[float], figures: Sequence[float]) -> bool:
    longest, price = lengths[-1], figures[-1]
    return all(
        abs(figure - price * length / longest) <= _HALF_A_PENNY * (1 + length / longest) + _SLACK
        for length, figure in zip(lengths, figures, strict=True)
    )


def _line(lengths: Sequence[float], figures: Sequence[float]) -> tuple[float, float, float]:
    """Fit a part by the visit and a part by the hour; how far the prices lie from them."""
    hours = np.array(lengths) / 60
    hour, visit = np.polyfit(hours, np.array(figures), 1)
    off = np.abs(visit + hour * hours - np.array(figures)).max()
    return float(visit), float(hour), float(off)
