"""Putting contracts side by side, with uncertainty and with both sides' view."""

from __future__ import annotations

from collections.abc import Sequence

from fairprice.cost import OpenBook
from fairprice.errors import InputError
from fairprice.payment.cohort import Cohort
from fairprice.payment.comparison.result import PaymentComparison, outside
from fairprice.payment.comparison.run import make_experiment
from fairprice.payment.contract import Contract
from fairprice.version import __version__

__all__ = ["PaymentComparison", "compare_payments"]


def compare_payments(
    contracts: Sequence[Contract],
    cohort: Cohort,
    book: OpenBook,
    *,
    draws: int = 10_000,
    seed: int,
    weeks: int = 52,
    risk_aversion: float | None = None,
    progress: bool = True,
) -> PaymentComparison:
    """Compare what contracts pay for the same people and visits, and who carries the risk.

    Parameters
    ----------
    contracts
        What is compared; the first is the one others are scaled to.
    cohort
        The people, and what may happen to them.
    book
        The open book from which the provider's cost is taken.
    draws
        Simulated years.
    seed
        Fixes the chances: the same seed gives the same result.
    weeks
        Length of a year.
    risk_aversion
        Constant absolute risk aversion of the provider (per GBP), for its risk premium;
        left out, none is given.
    progress
        Show a progress bar when the work takes more than two seconds.

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
    if risk_aversion is not None and not 0 <= risk_aversion < float("inf"):
        raise InputError([outside("risk_aversion", risk_aversion, "a number from 0")])
    experiment = make_experiment(contracts, cohort, book, draws=draws, seed=seed, weeks=weeks)
    bar = "Simulating years" if progress else None
    metrics = experiment.run(draws, experiment.seeds(), bar)
    return PaymentComparison(experiment, book, metrics, risk_aversion, __version__)
