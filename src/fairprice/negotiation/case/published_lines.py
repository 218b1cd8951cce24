"""Cost lines far from what councils have published for their kind, shown beside that range."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd

from fairprice.assumptions import Assumptions
from fairprice.calculation import (
    BUSINESS_LINES,
    PRICE_LINES,
    STATABLE,
    Choices,
    make_plan,
)
from fairprice.cost import OpenBook
from fairprice.errors import Problem
from fairprice.files import toml_tables
from fairprice.negotiation.case.slips import challenge

#: A line is far below half of the lowest quartile and above twice the highest. From April 2022
#: to April 2026 the minimum wage rose by a third, so that a sound line of today is within; a
#: month's cost in place of a year's is a twelfth, and is not.
_TIMES = 2
#: What has no line of its own stands in these: only in the total can they be compared.
_CATCH_ALL = ("other_overheads", "central_recharges")
_TOTAL = "total_business_costs"
#: The inputs that a careworker line is about, the first that is given; stated rates go before.
_ABOUT = {
    "direct_care": ("contact_pay_rate", "pay_band_rate"),
    "travel_time": ("travel_minutes_per_visit",),
    "mileage": ("miles_per_visit",),
    "ppe": ("ppe_per_contact_hour", "ppe_per_visit"),
    "training_staff_time": ("refresher_hours_per_year", "induction_hours"),
    "holiday": ("holiday_weeks",),
    "additional_noncontact_pay_costs": (
        "stated_noncontact_rate",
        "waiting_minutes_per_visit",
        "supervision_hours_per_year",
        "meeting_hours_per_year",
        "idle_hours_per_contact_hour",
        "short_notice_cancelled_share",
    ),
    "sickness_maternity_and_paternity_pay": ("sickness_days_per_year", "parental_pay_share"),
    "notice_suspension_pay": ("notice_pay_share",),
    "national_insurance": ("worker_weekly_hours",),
    "pension": ("pension_enrolled_share",),
    "return_on_operations": ("return_rate",),
}


@cache
def _held() -> dict[str, Any]:
    place = files("fairprice.negotiation.case").joinpath("data", "published_lines.toml")
    return toml_tables(place.read_text(encoding="utf-8"))


def published_lines() -> pd.DataFrame:
    """List how far the published cost lines of England's 2022-23 exercise lie apart.

    Returns
    -------
    pandas.DataFrame
        One row for each of the 32 rows of Annex A, indexed by ``line``, its label, as
        ``OpenBook.lines`` is: ``name``;
        ``lowest_lower_quartile`` and ``highest_upper_quartile`` (GBP per contact hour), each
        with the council that printed it and the address of its report; ``councils``, how many
        stand behind the row; and ``price_base``.

    Notes
    -----
    A council stands behind a row if it prints both quartiles of it legibly under the row's own
    label, if :func:`fairprice.check_cost_table` finds no fault with the row or the whole table,
    if five or more providers answered, where it says how many, and, for Direct care, if the
    lower quartile is not below the minimum wage of April 2022. Nothing is uplifted: prices
    are those of 2022-23.

    Examples
    --------
    >>> ends = ["lowest_lower_quartile", "highest_upper_quartile"]
    >>> published_lines().loc["Back office staff", ends].to_list()
    [1.07, 7.88]
    """
    held, plan = _held(), make_plan(Choices())
    rows = [
        {
            "line": plan[entry["row"]].label,
            "name": entry["row"],
            "lowest_lower_quartile": entry["lowest"]["lower_quartile"],
            "highest_upper_quartile": entry["highest"]["upper_quartile"],
            "councils": entry["councils"],
            "lowest_council": entry["lowest"]["council"],
            "lowest_address": held["addresses"][entry["lowest"]["council"]],
            "highest_council": entry["highest"]["council"],
            "highest_address": held["addresses"][entry["highest"]["council"]],
            "price_base": held["price_base"],
        }
        for entry in held["line"]
    ]
    return pd.DataFrame(rows).set_index("line")


def far_lines(book: OpenBook) -> Iterator[Problem]:
    """Find lines of a book far from the published range of their kind.

    Parameters
    ----------
    book
        An open book.

    Yields
    ------
    Problem
        With the line beside its range, at the input that it is about. A line of zero says
        that there is none and is not compared.
    """
    lines = [line for line in PRICE_LINES if line in book.plan and line not in _CATCH_ALL]
    found = {line: tuple(_compared(book, line, about=line)) for line in lines}
    for problems in found.values():
        yield from problems
    business = [line for line in BUSINESS_LINES if line in book.plan]
    if not any(found.get(line) for line in business):
        largest = max(business, key=lambda line: float(book.value(line)))
        yield from _compared(book, _TOTAL, about=largest)


def _compared(book: OpenBook, line: str, *, about: str) -> Iterator[Problem]:
    [entry] = [entry for entry in _held()["line"] if entry["row"] == line]
    lowest, highest = entry["lowest"], entry["highest"]
    low, high = lowest["lower_quartile"], highest["upper_quartile"]
    amount = float(book.value(line))
    if not amount or low / _TIMES <= amount <= high * _TIMES:
        return
    too_little = amount < low
    yield challenge(
        "far-from-published-lines", _input_of(book.assumptions, about),
        f"{book.label(line)}: GBP {amount:,.2f} a contact hour. Published beside it: {low:.2f} "
        f"({lowest['council']}) to {high:.2f} ({highest['council']}), the lowest lower and the "
        f"highest upper quartile of {entry['councils']} councils in England, prices of "
        f"{_held()['price_base']}.",
        f"{'Less than half of' if too_little else 'More than twice'} what is published is further "
        "than pay and prices have moved since"
        + ("; a month's cost given for a year is a twelfth." if too_little else "."),
        "Give the cost of a whole year and the hours of the whole service,"
        if about in BUSINESS_LINES else "Correct it if it is a slip,",
    )  # fmt: skip


def _input_of(assumptions: Assumptions, line: str) -> str:
    """Name the input that a line is about, of those that are given."""
    words = [word for word, row in STATABLE.items() if row == line]
    business = [f"{line}_per_{by}" for by in ("leaver", "contact_hour", "year")]
    asked = (*(f"stated_{word}_rate" for word in words), *_ABOUT.get(line, business))
    given = assumptions.inputs()
    held: list[str] = [name for name in asked if name in given]
    return next((name for name in held if given[name]), held[0])
