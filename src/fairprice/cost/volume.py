"""What a year costs as a function of what is done in it, and what a held price leaves."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from fairprice.calculation import AVERAGE, OF_ONE, Step, cost_steps, run, volume_steps
from fairprice.cost.priced import PricedCalculation
from fairprice.declare.arguments import Arguments, float_or_array
from fairprice.declare.texts import Texts

_TEXTS = Texts(
    {
        "not-used": (
            "is given, but no cost is said to follow care workers.",
            "A reader would believe that the number of careworkers moves the cost.",
            'State what follows them, such as it_follows = "care workers", or leave it out.',
        ),
    }
)
_WHY = "A year's cost follows what is done in it."
_WHY_HOURS = "A unit cost is a year's cost over its contact hours."
_WHY_PRICE = "A margin is what the held price leaves."


def year_values(book: PricedCalculation, steps: tuple[Step, ...]) -> dict[str, Any]:
    """Collect what the rows of a year use of a book: rates, inputs, and lines of one activity.

    Parameters
    ----------
    book
        The open book.
    steps
        The rows, of ``cost_steps`` or ``volume_steps``.

    Returns
    -------
    dict
        By the name of the parameter; what is done in the year is absent.
    """
    lines = {prefix: book.at(*activity) for prefix, activity in OF_ONE.items()}
    known: dict[str, Any] = {}
    for parameter in {p for step in steps for p in step.parameters}:
        prefix = next((p for p in OF_ONE if parameter.startswith(p)), "")
        name = parameter.removeprefix(prefix).removeprefix(AVERAGE)
        if prefix:
            known[parameter] = lines[prefix][name]
        elif name in book:
            known[parameter] = book.value(name)
    return known


def annual_cost(
    book: PricedCalculation,
    visits: Any,
    contact_hours: Any,
    *,
    care_workers: Any = None,
    idle_hours: Any = None,
    weeks: Any = None,
) -> Any:
    """Cost a year; see :meth:`fairprice.OpenBook.annual_cost`."""
    read = Arguments()
    given: dict[str, Any] = {
        "year_visits": read.numbers("visits", visits, "visits", _WHY),
        "year_contact_hours": read.numbers("contact_hours", contact_hours, "hours", _WHY),
    }
    choices = book.assumptions.choices
    if care_workers is not None:
        workers = read.numbers("care_workers", care_workers, "care workers", _WHY)
        given["year_care_workers"] = workers
        if "cost_per_care_worker" not in book:
            read.note(_TEXTS("not-used", "care_workers"))
    if idle_hours is not None:
        given["year_idle_hours"] = read.numbers("idle_hours", idle_hours, "hours", _WHY)
    years = 1.0
    if weeks is not None:
        years = read.number("weeks", weeks, "weeks", _WHY, above=0)
        years /= book.assumptions.time_off.weeks_per_year
    read.done()
    steps = cost_steps(
        choices, care_workers=care_workers is not None, idle_hours=idle_hours is not None
    )
    values = year_values(book, steps)
    for name, amount in given.items():
        # what is done in so many weeks, at the pace of a year; careworkers are as many in both
        values[name] = amount if name == "year_care_workers" else amount / years
    run(steps, values, {})
    shape = np.broadcast_shapes(*(np.shape(amount) for amount in given.values()))
    return float_or_array(np.broadcast_to(values["year_total_cost"] * years, shape))


def at_volume(
    book: PricedCalculation, annual_contact_hours: Any, price_per_hour: Any = None
) -> pd.DataFrame:
    """Tabulate volumes; see :meth:`fairprice.OpenBook.at_volume`."""
    read = Arguments()
    hours = np.atleast_1d(
        read.positives("annual_contact_hours", annual_contact_hours, "hours per year", _WHY_HOURS)
    )
    held = float(book.value("price"))
    if price_per_hour is not None:
        held = read.positive("price_per_hour", price_per_hour, "GBP per contact hour", _WHY_PRICE)
    read.done()
    steps = volume_steps(book.assumptions.choices)
    values = year_values(book, steps) | {"year_contact_hours": hours, "held_price": held}
    with np.errstate(divide="ignore", invalid="ignore"):
        run(steps, values, {})
    columns = {step.name: np.broadcast_to(values[step.name], hours.shape) for step in steps}
    table = pd.DataFrame(columns, index=pd.Index(hours, name="annual_contact_hours"))
    # zero says in a workbook that no volume breaks even; here nothing says it
    table["break_even_hours"] = table["break_even_hours"].where(table["contribution_per_hour"] > 0)
    return table


def what_costs_follow(book: PricedCalculation) -> str:
    """Say it in one paragraph; see :attr:`fairprice.OpenBook.what_costs_follow`."""
    said: dict[str, list[str]] = {}
    for name, follows in book.assumptions.choices.follows.items():
        label = book.label("supervision_cost" if name == "supervision" else name)
        said.setdefault(follows, []).append(label)
    if not said:
        return (
            "No cost says what it follows: all cost was taken to fall with contact hours and "
            "visits, so a year of fewer hours costs less in proportion."
        )
    listed = [f"{follows}: {', '.join(labels)}" for follows, labels in said.items()]
    return (
        f"Costs follow {'; '.join(listed)}. All other cost was taken to fall with contact hours "
        "and visits."
    )
