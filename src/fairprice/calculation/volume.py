"""What a year at a volume of its own leaves at a held price, and where it breaks even."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from fairprice.calculation.choices import Choices
from fairprice.calculation.step import Step, make_function
from fairprice.calculation.year_cost import cost_steps, parts_of_cost, year_visits
from fairprice.digits import added_up


def unit_cost(year_total_cost: Any, year_contact_hours: Any) -> Any:
    """Unit cost (GBP per contact hour).

    The year's cost over its contact hours, before any return.

    Notes
    -----
    ``year_total_cost / year_contact_hours``

    References
    ----------
    Arithmetic of the rows above.
    """
    return year_total_cost / year_contact_hours


def revenue(year_contact_hours: Any, held_price: Any) -> Any:
    """Revenue at the held price (GBP per year).

    Every contact hour at one price, whatever the volume.

    Notes
    -----
    ``year_contact_hours * held_price``

    References
    ----------
    Arithmetic.
    """
    return year_contact_hours * held_price


def margin(revenue: Any, year_total_cost: Any) -> Any:
    """Margin: what the volume leaves (GBP per year).

    Revenue less cost. The return on operations is what the price plans; the margin is what is
    left of it.

    Notes
    -----
    ``revenue - year_total_cost``

    References
    ----------
    Arithmetic of the rows above.
    """
    return revenue - year_total_cost


def margin_share(margin: Any, revenue: Any) -> Any:
    """Margin, share of revenue (share).

    Below zero, the volume loses money.

    Notes
    -----
    ``margin / revenue``

    References
    ----------
    Arithmetic of the rows above.
    """
    return margin / revenue


def _added(rows: tuple[str, ...]) -> str:
    listed = " + ".join(rows)
    return f"({listed})" if len(rows) > 1 else listed


def _contribution(rows: tuple[str, ...]) -> Callable[..., Any]:
    inside = _added(rows)
    return make_function(
        "contribution_per_hour",
        ("held_price", "year_contact_hours", *rows),
        lambda price, hours, *costs: price - added_up(costs) / hours,
        f"""Contribution (GBP per contact hour).

        What an hour at the held price leaves towards the costs that it does not bring.

        Notes
        -----
        ``held_price - {inside} / year_contact_hours``

        References
        ----------
        Arithmetic of the rows above.
        """,
    )


def _break_even(rows: tuple[str, ...]) -> Callable[..., Any]:
    inside = _added(rows)
    return make_function(
        "break_even_hours",
        ("contribution_per_hour", *rows),
        lambda contribution, *costs: np.where(
            contribution > 0, np.divide(added_up(costs), contribution), 0
        ),
        f"""Contact hours to break even (hours per year).

        The contact hours at which contribution pays the fixed cost and the steps of this volume,
        with every guaranteed hour in work; zero where no volume does.

        Notes
        -----
        ``if(contribution_per_hour > 0, {inside} / contribution_per_hour, 0)``

        References
        ----------
        Break-even is fixed cost over contribution.
        """,
    )


def no_break_even(contribution_per_hour: Any) -> Any:
    """Contact hours to break even (hours per year).

    No cost is fixed and none comes in steps, so an hour that leaves something pays for itself.

    Notes
    -----
    ``contribution_per_hour * 0``

    References
    ----------
    Break-even is fixed cost over contribution.
    """
    return contribution_per_hour * 0


def volume_steps(choices: Choices) -> tuple[Step, ...]:
    """List the rows that show a year at a volume and a held price, in reading order."""
    moving, whole = parts_of_cost(choices)
    standing = tuple(name for name in whole if name != "guaranteed_pay_cost")
    results: list[Callable[..., Any]] = [unit_cost, revenue, margin, margin_share]
    results.append(_contribution(moving))
    break_even = (
        Step(_break_even(standing), "volume")
        if standing
        else Step(no_break_even, "volume", variant_of="break_even_hours")
    )
    return (
        Step(year_visits, "volume"),
        *cost_steps(choices),
        *(Step(function, "volume") for function in results),
        break_even,
    )
