"""Types of what vectorised functions take and give: a number for a number, an array for many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

#: Numbers, and switches, as the library hands them out.
Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]
#: An array of numbers of any kind, which can be reckoned with as it is.
Array: TypeAlias = NDArray[Any]
#: One number, of Python's or NumPy's.
Scalar: TypeAlias = float | np.floating[Any] | np.integer[Any]

if TYPE_CHECKING:
    import pandas as pd

    #: Several numbers, and several switches.
    Many: TypeAlias = Array | Sequence[float] | pd.Series[Any] | pd.Index[Any]
    Switches: TypeAlias = NDArray[np.bool_] | Sequence[bool] | pd.Series[bool]
