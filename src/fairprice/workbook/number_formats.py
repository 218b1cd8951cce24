"""How numbers are shown: one rule for what was entered, one for what was worked out."""

from __future__ import annotations

from fairprice import digits
from fairprice.declare.fields import Kind
from fairprice.declare.units import kind_of
from fairprice.money import pence

DAY = "d mmmm yyyy"
_ENTERED: dict[Kind, str] = {"share": "0.00##%", "money": "#,##0.00##", "day": DAY}
_WORKED_OUT: dict[Kind, str] = {"share": "0.00%", "money": "#,##0.00", "day": DAY}
#: Amounts of a year are shown in pounds.
_POUNDS = "#,##0"
#: Lengths of visits, and quantities that may be broken: no format ends at a point, as where every
#: digit behind it may be left out it would still show "15.".
MINUTES, QUANTITY = "General", "#,##0.00"
#: What did so, in files that people have, and what stands in its place.
FORMER = {"0.##": MINUTES, "#,##0.##": QUANTITY}


def to_the_penny(amount: float) -> str:
    """Write an amount in a sentence: the same from a book and from the workbook written of it.

    Parameters
    ----------
    amount
        GBP.
    """
    # twelve digits: at half a penny the two differ in the last binary ones
    return pence(digits.written(float(amount), 12))


def number_format(unit: str, kind: Kind | None = None) -> str:
    """Return the number format of a figure that was worked out.

    Parameters
    ----------
    unit
        Its unit.
    kind
        What it is, where that is declared; by default what its unit tells.
    """
    kind = kind_of(unit) if kind is None else kind
    if kind == "money" and unit.endswith("per year"):
        return _POUNDS
    return _WORKED_OUT.get(kind, "#,##0.00##")


def entered_format(unit: str, kind: Kind | None = None) -> str:
    """Return the number format that shows a figure as it was entered or published.

    Parameters
    ----------
    unit, kind
        As for :func:`number_format`.
    """
    return _ENTERED.get(kind_of(unit) if kind is None else kind, "General")
