"""Totals, lines stated as a rate on a base, return on operations and the price."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fairprice.calculation.step import make_function
from fairprice.digits import added_up


def total_of(
    name: str, label: str, rows: tuple[str, ...], *, unit: str = "GBP", meaning: str
) -> Callable[..., Any]:
    """Make a row that adds up other rows."""
    return make_function(
        name,
        rows,
        lambda *amounts: added_up(amounts),
        f"""{label} ({unit}).

        {meaning}

        Notes
        -----
        ``{" + ".join(rows)}``

        References
        ----------
        Arithmetic of the rows above.
        """,
    )


def stated_on(name: str, label: str, base: str, rate: str) -> Callable[..., Any]:
    """Make a line that is a stated rate on a named base."""
    return make_function(
        name,
        (base, rate),
        lambda base_amount, stated_rate: base_amount * stated_rate,
        f"""{label} (GBP).

        Stated by the party as a rate, not worked out from its parts.

        Notes
        -----
        ``{base} * {rate}``

        References
        ----------
        The party's own stated rate.
        """,
    )


def grossed_up(name: str, label: str, part: str, share: str, meaning: str) -> Callable[..., Any]:
    """Make a row of which a stated share is itself a part."""
    return make_function(
        name,
        (part, share),
        lambda part_amount, share_of_whole: part_amount / (1 - share_of_whole),
        f"""{label} (GBP).

        {meaning}

        Notes
        -----
        ``{part} / (1 - {share})``

        References
        ----------
        Arithmetic of rates stated on a total that contains them.
        """,
    )


def total_cost(total_careworker_costs: Any, total_business_costs: Any) -> Any:
    """Total cost before return (GBP).

    Careworker costs and business costs.

    Notes
    -----
    ``total_careworker_costs + total_business_costs``

    References
    ----------
    Annex A section 3, the two subtotals.
    """
    return total_careworker_costs + total_business_costs


def price(total_cost: Any, return_on_operations: Any) -> Any:
    """TOTAL (GBP).

    The price that covers every cost and the return on operations.

    Notes
    -----
    ``total_cost + return_on_operations``

    References
    ----------
    Annex A section 3, "TOTAL".
    """
    return total_cost + return_on_operations


def price_with_return_on_cost(
    costs_not_on_price: Any, return_rate: Any, share_of_price: Any
) -> Any:
    """TOTAL (GBP).

    The price of which some lines are a stated share, with the return a rate on total cost.

    Notes
    -----
    ``costs_not_on_price * (1 + return_rate) / (1 - share_of_price * (1 + return_rate))``

    References
    ----------
    Solved from: price is total cost times (1 + return rate), and total cost is the
    costs not on price plus the stated share of price.
    """
    return costs_not_on_price * (1 + return_rate) / (1 - share_of_price * (1 + return_rate))
