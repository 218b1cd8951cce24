"""Random numbers: one child stream for each source, so that adding one moves no other."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from fairprice.payment.cohort.correlations import SOURCES, correlation_matrix
from fairprice.payment.cohort.people import Cohort

#: Streams for what happens to single people; they count as part of a source.
PERSON_STREAMS = {
    "need": "need",
    "absence": "volume",
    "outcome": "outcome chance",
    "measurement": "outcome chance",
    "week": "outcome chance",
    "holding": "outcome chance",
}


def _identity(name: str) -> list[int]:
    """Number a stream by its name, so that order and additions do not matter."""
    return list(name.encode())


def generator(seed: int, name: str, block: int) -> Generator:
    """Make the generator of one stream for one block of draws.

    Parameters
    ----------
    seed
        The comparison's seed.
    name
        The stream.
    block
        Number of the block, so that blocks can be drawn in any order.

    Returns
    -------
    numpy.random.Generator
        Independent of every other stream and block.
    """
    return np.random.Generator(
        np.random.SFC64(np.random.SeedSequence([seed, block, *_identity(name)]))
    )


def year_level(
    cohort: Cohort, seeds: Mapping[str, int], block: int, draws: int
) -> dict[str, NDArray[np.float64]]:
    """Draw a standard normal for each source and draw, correlated as stated.

    Parameters
    ----------
    cohort
        For its correlations.
    seeds
        The seed of each source.
    block, draws
        Number of the block and of draws in it.

    Returns
    -------
    dict
        By source, an array of shape (draws,).
    """
    independent = np.stack(
        [generator(seeds[name], "year " + name, block).standard_normal(draws) for name in SOURCES]
    )
    if not cohort.correlations:
        return dict(zip(SOURCES, independent, strict=True))
    values, vectors = np.linalg.eigh(correlation_matrix(cohort.correlations))
    root = vectors * np.sqrt(np.maximum(values, 0)) @ vectors.T
    return dict(zip(SOURCES, root @ independent, strict=True))
