"""What results have in common: the tables they hand out are copies, and they compare by content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import pandas as pd


class HandsOutCopies:
    """A result that nobody changes through a table it hands out."""

    def __getattribute__(self, name: str) -> Any:
        value = super().__getattribute__(name)
        return value.copy() if isinstance(value, (pd.DataFrame, pd.Series)) else value


class Held(HandsOutCopies):
    """A result that holds what its fields are, and hands out copies of its tables.

    Two results are equal where they are of one class and hold the same.
    """

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return _same_fields(self, other)

    __hash__ = None  # type: ignore[assignment]


def same(one: Any, other: Any) -> bool:
    """Tell whether two values hold the same, tables and arrays among them.

    Parameters
    ----------
    one, other
        Numbers, texts, arrays, tables, and what is made of them.
    """
    if isinstance(one, pd.DataFrame):
        return isinstance(other, pd.DataFrame) and one.equals(other)
    if isinstance(one, pd.Series):
        return isinstance(other, pd.Series) and one.equals(other)
    if isinstance(one, np.ndarray):
        return isinstance(other, np.ndarray) and np.array_equal(
            one, other, equal_nan=one.dtype.kind == "f"
        )
    if isinstance(one, Mapping):
        return isinstance(other, Mapping) and (
            list(one) == list(other) and all(same(one[key], other[key]) for key in one)
        )
    if isinstance(one, (tuple, list)):
        return type(one) is type(other) and len(one) == len(other) and all(map(same, one, other))
    if is_dataclass(one) and not isinstance(one, type) and type(one) is type(other):
        return _same_fields(one, other)
    return bool(one == other)


def _same_fields(one: Any, other: Any) -> bool:
    return all(same(getattr(one, f.name), getattr(other, f.name)) for f in fields(one))
