"""The rise in pay that pays for itself by keeping people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from fairprice.cost.position import Position, as_book
from fairprice.cost.scenarios import price_scenarios
from fairprice.cost.turnover import leavers_are_stated
from fairprice.declare.arguments import Arguments
from fairprice.declare.takes import A_NUMBER, NUMBERS, or_none, takes
from fairprice.statutory import Law

if TYPE_CHECKING:
    from fairprice.types import Many, Scalar

_WHY = "A rise in pay pays for itself only by the leavers it saves."
#: Rates of pay that rise together.
_PAY = ("contact_pay_rate", "pay_band_rate", "travel_pay_rate", "waiting_pay_rate")
#: The largest rise that is looked at, and how closely it is found.
_HIGHEST, _GRID, _ROUNDS = 1.0, 201, 5


@takes(response=A_NUMBER, rises=or_none(NUMBERS))
def pay_for_retention(
    book: Position,
    response: Scalar,
    rises: Scalar | Many | None = None,
    *,
    law: Law = None,
) -> pd.DataFrame:
    """Show what a rise in pay costs, less the leavers it saves.

    Every rate of pay rises by the same share; the whole book is priced again.

    Parameters
    ----------
    book
        An open book, or the assumptions of one, that says what replacing a leaver costs.
    response
        By how many per cent leavers fall where pay rises by one per cent: turnover is
        multiplied by ``(1 + rise) ** -response``. It is a statement, not a finding.
    rises
        Shares of pay, 0.05 for 5 %; by default the largest rise, up to 100 %, that pays for
        itself, and 0 where none does.
    law
        The law in force, for assumptions: the path of a law file, or rates made by
        :func:`fairprice.statutory_rates`; by default the register's values on the price
        date. A book has its own.

    Returns
    -------
    pandas.DataFrame
        One row a rise; columns ``contact_pay_rate`` (GBP per hour), ``staff_turnover``
        (leavers per worker and year), ``unit_cost`` and ``change``, which is how much more
        a contact hour costs than without a rise (GBP; below zero the rise pays for itself).

    Raises
    ------
    InputError
        If the book does not say what replacing a leaver costs, or a number is out of bounds.
    """
    book = as_book(book, law)
    read = Arguments()
    unit = "per cent of leavers per cent of pay"
    elasticity = read.positive("response", response, unit, _WHY)
    asked = None
    if rises is not None:
        asked = np.atleast_1d(
            read.shares("rises", rises, "pay", _WHY, upper=_HIGHEST, as_a_list=True)
        )
    read.done()
    leavers_are_stated(book)
    pay = {n: book.value(n) for n in _PAY if n in book.plan.inputs}
    leaving = book.value("staff_turnover")

    def cost(rise: Any) -> Any:
        """Unit cost where every rate of pay is higher by these shares."""
        columns = {name: np.multiply.outer(1 + rise, rate) for name, rate in pay.items()}
        columns["staff_turnover"] = leaving * (1 + rise) ** -elasticity
        return price_scenarios(book, columns, rows=("total_cost",))["total_cost"].to_numpy()

    asked = np.array([_largest(cost)]) if asked is None else asked
    nothing, *costs = cost(np.array([0.0, *asked]))
    return pd.DataFrame(
        {
            "contact_pay_rate": float(book.value("contact_pay_rate")) * (1 + asked),
            "staff_turnover": leaving * (1 + asked) ** -elasticity,
            "unit_cost": np.array(costs),
            "change": np.array(costs) - nothing,
        },
        index=pd.Index(asked, name="rise"),
    )


def _largest(cost: Any) -> float:
    """Find the largest rise that costs no more than none; 0 where every rise costs more."""
    low, high = 0.0, _HIGHEST
    nothing = cost(np.zeros(1))[0]
    for _ in range(_ROUNDS):
        tried = np.linspace(low, high, _GRID)
        last = int(np.flatnonzero(cost(tried) <= nothing + 1e-12)[-1])
        low, high = tried[last], tried[min(last + 1, _GRID - 1)]
    return float(low) if low > 1e-9 else 0.0
