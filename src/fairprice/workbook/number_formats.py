"""How numbers are shown: one rule for what was entered, one for what was worked out."""

from __future__ import annotations

from fairprice import digits
from fairprice.declare.fields import Kind
from fairprice.declare.units import kind_of
from fairprice.draws import places_of
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
#: Of every number that people type into a form: what they type is shown as far as these go.
TYPED = frozenset({MINUTES, QUANTITY, *FORMER, *_ENTERED.values(), *_WORKED_OUT.values()} - {DAY})


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


def format_to_its_error(unit: str, error: float, *, more: int = 0) -> str:
    """Return the number format of a simulated figure: no digit finer than its error.

    Parameters
    ----------
    unit
        Its unit.
    error
        Its Monte Carlo standard error; zero where every simulated year gave the same, which does
        not make a share of years exact.
    more
        How many digits more to show, as of the error itself.
    """
    finest = number_format(unit)
    _, _, digits_behind = finest.rstrip("%").partition(".")
    is_share = finest.endswith("%")
    if error == 0:
        return "0%" if is_share else finest
    places = more + places_of(error) - (2 if is_share else 0)
    shown = min(max(places, 0), len(digits_behind))
    whole = "0" if is_share else "#,##0"
    return whole + (f".{'0' * shown}" if shown else "") + ("%" if is_share else "")


def entered_format(unit: str, kind: Kind | None = None) -> str:
    """Return the number format that shows a figure as it was entered or published.

    Parameters
    ----------
    unit, kind
        As for :func:`number_format`.
    """
    return _ENTERED.get(kind_of(unit) if kind is None else kind, "General")
