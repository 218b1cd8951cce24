"""Putting contracts side by side, with uncertainty and with both sides' view."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fairprice.cost import Position
from fairprice.declare.arguments import Arguments
from fairprice.declare.takes import FLAG, several, takes
from fairprice.payment.cohort import Cohort
from fairprice.payment.comparison.result import PaymentComparison
from fairprice.payment.comparison.run import make_experiment
from fairprice.payment.contract import Contract
from fairprice.statutory import Law
from fairprice.version import __version__

__all__ = ["PaymentComparison", "compare_payments"]


@takes(contracts=several(None, "a list of contracts"), progress=FLAG)
def compare_payments(
    contracts: Sequence[Contract],
    cohort: Cohort,
    book: Position,
    *,
    draws: int = 10_000,
    seed: int | np.random.Generator | None = None,
    rng: np.random.Generator | None = None,
    weeks: int = 52,
    risk_aversion: float | None = None,
    progress: bool = True,
    law: Law = None,
) -> PaymentComparison:
    """Compare what contracts pay for the same people and visits, and who carries the risk.

    Parameters
    ----------
    contracts
        What is compared; the first is the one others are scaled to.
    cohort
        The people, and what may happen to them.
    book
        The open book from which the provider's cost is taken, or the assumptions of one.
    draws
        Simulated years.
    seed
        Fixes the chances: the same seed gives the same result. From a
        ``numpy.random.Generator`` a seed is drawn, which the result keeps.
    rng
        A ``numpy.random.Generator`` in place of a seed.
    weeks
        Length of a year.
    risk_aversion
        Constant absolute risk aversion of the provider (per GBP), for its risk premium;
        left out, none is given.
    progress
        Show a progress bar when the work takes more than two seconds.
    law
        The law in force, for assumptions: the path of a law file, or rates made by
        :func:`fairprice.statutory_rates`; by default the register's values on the price
        date. A book has its own.

    Returns
    -------
    PaymentComparison
        Tables, pictures, a description, and any draw person by person.

    Raises
    ------
    ContractError
        If a contract cannot be applied to these people; with every problem.
    InputError
        If a number of draws or weeks, the seed or the risk aversion cannot be used.
    """
    read = Arguments()
    if risk_aversion is not None:
        why = "The provider's risk premium is worked out from it."
        risk_aversion = read.number("risk_aversion", risk_aversion, "risk aversion per GBP", why)
    experiment, priced = make_experiment(
        contracts, cohort, book, law, draws=draws, seed=seed, rng=rng, weeks=weeks, read=read
    )
    bar = "Simulating years" if progress else None
    metrics = experiment.run(draws, experiment.seeds(), bar)
    return PaymentComparison(experiment, priced, metrics, risk_aversion, __version__)
