"""Expected billable minutes without simulation."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from fairprice.declare.arguments import Arguments, float_or_array
from fairprice.declare.takes import one, takes
from fairprice.errors import InputError, Problem
from fairprice.payment.billing.billing import Billing
from fairprice.payment.billing.rounding import DirectedRounding, NearestRounding
from fairprice.types import Floats

if TYPE_CHECKING:
    from fairprice.types import Many, Scalar

_WHY = "The expectation is worked out from it."
_TAIL = 9.0  # standard deviations; what lies beyond weighs less than 1e-18
_erf = np.vectorize(math.erf, otypes=[float])


@overload
def expected_billable(
    billing: Billing,
    mean: Scalar,
    sd: Scalar,
    planned: Scalar,
    *,
    truncated_below: Scalar = 0.0,
) -> float: ...
@overload
def expected_billable(
    billing: Billing,
    mean: Many,
    sd: Scalar | Many,
    planned: Scalar | Many,
    *,
    truncated_below: Scalar | Many = 0.0,
) -> Floats: ...
@overload
def expected_billable(
    billing: Billing,
    mean: Scalar,
    sd: Many,
    planned: Scalar | Many,
    *,
    truncated_below: Scalar | Many = 0.0,
) -> Floats: ...
@overload
def expected_billable(
    billing: Billing,
    mean: Scalar,
    sd: Scalar,
    planned: Many,
    *,
    truncated_below: Scalar | Many = 0.0,
) -> Floats: ...
@overload
def expected_billable(
    billing: Billing, mean: Scalar, sd: Scalar, planned: Scalar, *, truncated_below: Many
) -> Floats: ...
@takes(billing=one(Billing, wanted="a fairprice.Billing"))
def expected_billable(
    billing: Billing, mean: Any, sd: Any, planned: Any, *, truncated_below: Any = 0.0
) -> Any:
    """Expected billable minutes of one visit whose actual length is normal, cut off below.

    Between the points where a rule jumps or bends, billable minutes are a straight line in
    actual minutes; so the expectation is a sum of probabilities and partial means.

    Parameters
    ----------
    billing
        The contract; its rounding must be by visit.
    mean, sd
        Of the actual minutes before they are cut off; floats or arrays.
    planned
        Commissioned minutes.
    truncated_below
        No visit is shorter than this; lengths below are drawn again, not moved up.

    Returns
    -------
    float or numpy.ndarray
        Minutes, of the common shape of the arguments.

    Raises
    ------
    InputError
        If an argument is negative or not finite, if ``sd`` is zero, if nearly no visit is
        as long as ``truncated_below``, or if a bill depends on several visits.

    Notes
    -----
    For ``X`` normal with mean ``m`` and standard deviation ``s``, on an interval (x, y)
    P = F((y - m) / s) - F((x - m) / s) and E[X; x < X < y] = m P - s (f((y - m) / s) -
    f((x - m) / s)), with F and f the standard normal distribution and density [1]_.

    References
    ----------
    .. [1] N. L. Johnson, S. Kotz and N. Balakrishnan, Continuous Univariate Distributions,
       volume 1, second edition, Wiley, 1994, section 13.10.1.

    Examples
    --------
    >>> billing = Billing.model_validate(
    ...     {
    ...         "basis": {"kind": "actual"},
    ...         "rounding": {"kind": "down", "unit_minutes": 15},
    ...         "tariff": {"kind": "linear", "hourly_rate": 24.0},
    ...     }
    ... )
    >>> round(expected_billable(billing, 27, 5, 30, truncated_below=1), 1)
    19.0
    """
    billing.billable(0.0, 0.0)  # refuses rules that look at several visits
    read = Arguments()
    given = [
        read.numbers("mean", mean, "minutes", _WHY, upper=10_080),
        read.numbers("sd", sd, "minutes", _WHY, above=0, upper=10_080),
        read.numbers("planned", planned, "minutes", _WHY, upper=10_080),
        read.numbers("truncated_below", truncated_below, "minutes", _WHY, upper=10_080),
    ]
    read.done()
    mean, sd, planned, lowest = (a[..., np.newaxis] for a in np.broadcast_arrays(*given))
    kept = 1 - _normal((lowest - mean) / sd)
    if np.any(kept < 1e-6):
        raise InputError(
            [
                Problem(
                    "out-of-bounds", "truncated_below", "leaves out nearly every visit.",
                    "The expectation of what is left cannot be told from rounding noise.",
                    "Give a lower value, or a higher mean.",
                )
            ]
        )  # fmt: skip
    edges = _edges(billing, planned, lowest, mean + _TAIL * sd)
    left, right = edges[..., :-1], edges[..., 1:]
    third = (right - left) / 3
    near, far = (billing._billed(billing._counted(planned, left + part * third)) for part in (1, 2))
    slope = np.divide(far - near, third, out=np.zeros_like(third), where=third > 1e-9)
    height = near - slope * (left + third)
    below, above = (left - mean) / sd, (right - mean) / sd
    probability = _normal(above) - _normal(below)
    partial_mean = mean * probability - sd * (_density(above) - _density(below))
    total = (height * probability + slope * partial_mean).sum(axis=-1)
    return float_or_array(total / kept[..., 0])


def _edges(billing: Billing, planned: Floats, lowest: Floats, highest: Floats) -> Floats:
    """Every actual length at which the bill may jump or bend, in order."""
    highest = np.maximum(highest, lowest)
    points = [lowest, highest, *billing.basis.kinks(planned)]
    if billing.limits is not None:
        points += [np.full_like(lowest, edge) for edge in billing.limits.edges()]
    if isinstance(billing.rounding, DirectedRounding | NearestRounding):
        half = billing.rounding.unit_minutes / 2
        points.append(np.broadcast_to(
            np.arange(1, np.ceil(highest.max() / half) + 1) * half,
            (*lowest.shape[:-1], int(np.ceil(highest.max() / half))),
        ))  # fmt: skip
    return np.sort(np.clip(np.concatenate(points, axis=-1), lowest, highest), axis=-1)


def _normal(z: Floats) -> Floats:
    return np.asarray(0.5 * (1 + _erf(z / math.sqrt(2))))


def _density(z: Floats) -> Floats:
    return np.asarray(np.exp(-0.5 * z**2) / math.sqrt(2 * math.pi))
