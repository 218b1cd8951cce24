"""Reading visit lengths and amounts that a caller gives."""

from __future__ import annotations

from typing import Any

import numpy as np

from fairprice.errors import InputError, Problem


def as_numbers(given: Any) -> Any:
    """Read an array of numbers; NaN when it holds text, switches or anything else."""
    try:
        array = np.asarray(given)
    except ValueError:
        return np.array(np.nan)
    return array.astype(float, copy=False) if array.dtype.kind in "iuf" else np.array(np.nan)


def visit_lengths(given: Any, name: str = "minutes", unit: str = "minutes") -> Any:
    """Read one or several positive amounts.

    Parameters
    ----------
    given
        A number or a sequence of numbers.
    name, unit
        What to call it in an error.

    Returns
    -------
    numpy.ndarray
        Floats, of the same shape.

    Raises
    ------
    InputError
        If one is not a finite number above zero.
    """
    amounts = as_numbers(given)
    if amounts.size == 0 or not (np.isfinite(amounts) & (amounts > 0)).all():
        raise InputError(
            [
                Problem(
                    "not-above-zero", name, f"{given!r} is not a number of {unit} above zero.",
                    "A visit without length has no price by the hour.",
                    f"Give one number, or a list of numbers, of {unit}.",
                )
            ]
        )  # fmt: skip
    return amounts
