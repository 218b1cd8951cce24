"""What a unit tells where nothing else does: in a register file, in the title of a step."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fairprice.declare.fields import Kind

#: The unit of what stands in Annex A: lines, totals and the price.
PER_CONTACT_HOUR = "GBP per contact hour"
#: How the unit of a rate of change begins; it alone may be below zero.
CHANGE = "share, change"


def kind_of(unit: str) -> Kind:
    """Return the kind of number that is declared with a unit alone.

    An input or a term has a kind of its own, which is what counts.

    Parameters
    ----------
    unit
        Such as ``"GBP per hour"`` or ``"share of gross pay"``.
    """
    if unit.startswith("GBP"):
        return "money"
    return "share" if unit.startswith("share") else "quantity"
