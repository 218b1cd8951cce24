"""Shapley values: the share of each part in a difference, whatever the order of the parts.

References
----------
Shapley, L. S. (1953). A value for n-person games. Contributions to the Theory of Games II,
307-317.
"""

from __future__ import annotations

from collections.abc import Callable
from math import comb

import numpy as np
from numpy.typing import NDArray

#: Mixtures valued at a time, so that memory does not grow with their number; a power of two.
_BLOCK = 2**16
#: Mixtures in one product: so few that it is worked out on one thread, and adds up alike on
#: every machine; a power of two.
_ROWS = 2**8
#: Values of mixtures: shape (n, parts) of truth values in, shape (n, lines) out.
Values = Callable[[NDArray[np.bool_]], NDArray[np.float64]]


def exact(parts: int, values: Values) -> NDArray[np.float64]:
    """Average each part's marginal effect over every order of the parts.

    Parameters
    ----------
    parts
        Their number; 2 to this power mixtures are valued.
    values
        Values mixtures.

    Returns
    -------
    numpy.ndarray
        Shape (parts, lines).
    """
    before = [1 / (parts * comb(parts - 1, size)) for size in range(parts)]
    # by how many parts of a mixture are as ours: a part is one of them, or would come next
    among, next_in = np.array([0.0, *before]), np.array([*before, 0.0])
    effects = np.zeros(1)
    for start in range(0, 2**parts, _BLOCK):
        numbers = np.arange(start, min(start + _BLOCK, 2**parts))
        members = (numbers[:, np.newaxis] >> np.arange(parts, dtype=np.int64)) & 1 == 1
        size = members.sum(axis=1, keepdims=True)
        signed = np.where(members, among[size], -next_in[size])
        value = values(members)
        few = min(_ROWS, len(numbers))
        times = len(numbers) // few
        products = signed.T.reshape(parts, times, few).swapaxes(0, 1) @ value.reshape(
            times, few, value.shape[1]
        )
        effects = effects + products.sum(axis=0)
    return effects


def sampled(
    parts: int, values: Values, orders: int, seed: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Average marginal effects over random orders, each with its reverse.

    An order and its reverse together make the sample the same for either side of the
    difference, and cancel what is linear in the position. The effects of one order add up
    to the whole difference, so their averages do.

    Parameters
    ----------
    parts
        Their number.
    values
        Values mixtures.
    orders
        Pairs of orders to draw; at least two.
    seed
        Of the draws.

    Returns
    -------
    tuple of numpy.ndarray
        Effects of shape (parts, lines), and the standard error of each part's total.

    References
    ----------
    Castro, J., Gomez, D. and Tejada, J. (2009). Polynomial calculation of the Shapley value
    based on sampling. Computers and Operations Research 36, 1726-1730.
    """
    generator = np.random.default_rng(seed)
    forward = np.array([generator.permutation(parts) for _ in range(orders)])
    drawn = np.concatenate([forward, forward[:, ::-1]])
    # rank of each part in each order; before the s-th step those of lower rank are as ours
    rank = np.argsort(drawn, axis=1)
    steps = np.arange(parts + 1)
    members = (rank[:, np.newaxis, :] < steps[np.newaxis, :, np.newaxis]).reshape(-1, parts)
    # as strings of bits, rows are compared at once rather than part by part
    bits = np.packbits(members, axis=1)
    _, first, place = np.unique(
        bits.view(f"S{bits.shape[1]}")[:, 0], return_index=True, return_inverse=True
    )
    value = values(members[first])[place.reshape(len(drawn), parts + 1)]
    marginal = np.take_along_axis(np.diff(value, axis=1), rank[:, :, np.newaxis], axis=1)
    pairs = (marginal[:orders] + marginal[orders:]) / 2
    spread = pairs.sum(axis=2).std(axis=0, ddof=1)
    return pairs.mean(axis=0), spread / np.sqrt(orders)
