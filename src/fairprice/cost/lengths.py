"""Reading visit lengths."""

from __future__ import annotations

from typing import Any

from fairprice.declare.arguments import Arguments
from fairprice.types import Floats

WHY_LENGTH = "A visit without length has no price by the hour."


def visit_lengths(name: str, given: Any, *, as_a_list: bool = False) -> Floats:
    """Read one or several visit lengths.

    Parameters
    ----------
    name
        The argument.
    given
        Minutes; a number or a sequence of numbers.
    as_a_list
        Whether several stand in a list alone, and not in a table.

    Returns
    -------
    numpy.ndarray
        Floats, of the same shape.

    Raises
    ------
    InputError
        If one is not a finite number above zero.
    """
    read = Arguments()
    lengths = read.positives(name, given, "minutes", WHY_LENGTH, as_a_list=as_a_list)
    read.done()
    return lengths
