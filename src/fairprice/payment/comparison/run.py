"""Runs every contract on the same people, the same visits and the same chances."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from tqdm import tqdm

from fairprice.cost import OpenBook, Position, YearCosts, as_book, wrong_kinds
from fairprice.declare.arguments import Arguments
from fairprice.declare.texts import Texts
from fairprice.errors import ContractError, InputError
from fairprice.payment.cohort import (
    SOURCES,
    Behaviour,
    Cohort,
    Study,
    Year,
    expected_year,
    simulate,
)
from fairprice.payment.comparison.metrics import Metrics
from fairprice.payment.contract import Contract, Setting
from fairprice.statutory import Law

#: People times draws that a block holds, so that its arrays fit the processor's cache.
_BLOCK_CELLS = 32_000
#: A second seed, for the draws in which all sources but one are redrawn.
_OTHER = 1_000_003
_DRAWN = "Results are drawn from it."
_WHY_KIND = "A comparison is of contracts, on a cohort, at an open book's cost."
TEXTS = Texts(
    {
        "named-twice": (
            '"{name}" stands there twice.', "Results are told apart by name.",
            "Give each contract its own name.",
        ),
        "out-of-bounds, cancelled": (
            "{share:.0%} of visits are cancelled, and the book pays careworkers for them.",
            "So many for each that is made would cost what no visit could bear.",
            "Give at most {upper:.0%}, or a book without short_notice_pay_share.",
        ),
        "no-contracts": (
            "There are none.", "There is nothing to compare.", "Give at least one contract.",
        ),
    }
)  # fmt: skip
#: Where visits come from for which nothing is stated.
OF_THE_BOOK = "visits of the open book's lengths, in its proportions"
#: In place of a source that is kept, when all are redrawn.
NOTHING = "nothing"


@dataclass(frozen=True)
class Experiment:
    """Contracts on one cohort, with one seed.

    Parameters
    ----------
    contracts
        By name, in order.
    cohort, setting
        The people and the provider's unit costs.
    weeks, draws, seed
        Length of the year, number of years, and what fixes their chances.
    stated
        The people as they were given, perhaps without a word on their visits.
    """

    contracts: Mapping[str, Contract]
    cohort: Cohort
    setting: Setting
    weeks: int
    draws: int
    seed: int
    stated: Cohort

    @property
    def has_the_visits_of_the_book(self) -> bool:
        """Whether visits have the book's lengths in its proportions, as none are stated."""
        return not self.stated.packages

    @property
    def block_draws(self) -> int:
        """Draws in a block; a function of the cohort alone, so that any draw can be rebuilt."""
        return int(np.clip(_BLOCK_CELLS // self.cohort.people, 8, 1024))

    def seeds(self, keep: str | None = None) -> dict[str, int]:
        """Return the seed of each source; with ``keep``, all but one are redrawn."""
        if keep is None:
            return dict.fromkeys(SOURCES, self.seed)
        return {name: self.seed if name == keep else self.seed + _OTHER for name in SOURCES}

    def study(self, behaviour: Behaviour, seeds: Mapping[str, int]) -> Study:
        """Return what is simulated for contracts with one behaviour."""
        return Study(self.cohort, self.weeks, behaviour, seeds, self.retainers)

    @property
    def retainers(self) -> tuple[int, ...]:
        """Numbers of hospital weeks for which some contract pays a retainer."""
        weeks = {c.retainer_weeks for c in self.contracts.values()} - {None}
        return tuple(sorted(week for week in weeks if week is not None))

    def expected_year(self) -> Year:
        """Return a year without chance."""
        return expected_year(self.cohort, self.weeks, self.retainers)

    def year_of(self, draw: int, behaviour: Behaviour) -> tuple[Year, int]:
        """Rebuild the block of a draw; return it with the draw's place in it."""
        block, place = divmod(draw, self.block_draws)
        return simulate(self.study(behaviour, self.seeds()), block, self.block_draws), place

    def behaviours(self) -> dict[Behaviour, list[Contract]]:
        """Group contracts that call for the same simulated years."""
        groups: dict[Behaviour, list[Contract]] = {}
        for contract in self.contracts.values():
            groups.setdefault(contract.behaviour, []).append(contract)
        return groups

    def settle_block(self, contracts: Iterable[Contract], year: Year) -> dict[str, Metrics]:
        """Apply contracts to a block."""
        sd, rate = self.cohort.payment_delay_sd, self.cohort.capital_cost_rate
        return {
            contract.name: Metrics.of(year, contract.settle(year, self.setting, sd, rate))
            for contract in contracts
        }

    def run(
        self, draws: int, seeds: Mapping[str, int], progress: str | None = None
    ) -> dict[str, Metrics]:
        """Run all contracts.

        Parameters
        ----------
        draws
            Number of years.
        seeds
            The seed of each source.
        progress
            Title of a progress bar, shown when the work takes more than two seconds.

        Returns
        -------
        dict
            Metrics by contract name.
        """
        blocks = range(-(-draws // self.block_draws))
        work = [
            (self.study(behaviour, seeds), contracts, block)
            for behaviour, contracts in self.behaviours().items()
            for block in blocks
        ]

        def one(task: tuple[Study, list[Contract], int]) -> dict[str, Metrics]:
            study, contracts, block = task
            return self.settle_block(contracts, simulate(study, block, self.block_draws))

        parts: dict[str, list[Metrics]] = {name: [] for name in self.contracts}
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            done = tqdm(
                pool.map(one, work), total=len(work), desc=progress, delay=2, leave=False,
                disable=progress is None,
            )  # fmt: skip
            for block in done:
                for name, metrics in block.items():
                    parts[name].append(metrics)
        return {name: Metrics.joined(blocks, draws) for name, blocks in parts.items()}


def make_experiment(
    contracts: Sequence[Contract],
    cohort: Cohort,
    position: Position,
    law: Law,
    *,
    draws: int,
    seed: int | np.random.Generator | None,
    rng: np.random.Generator | None,
    weeks: int,
    read: Arguments,
) -> tuple[Experiment, OpenBook]:
    """Check everything that is compared, and put it together with the book behind it.

    Parameters
    ----------
    contracts, cohort, position, law, draws, seed, rng, weeks
        What is compared, on whom, at whose cost under which law, and how.
    read
        What is wrong with the call already.

    Raises
    ------
    ContractError
        If a contract cannot be applied; with everything else that is wrong.
    InputError
        For numbers that cannot be used, and for objects of another kind.
    """
    for n, contract in enumerate(contracts):
        read.kind(f"contracts[{n}]", contract, Contract, _wanted("Contract"), _WHY_KIND)
    read.kind("cohort", cohort, Cohort, _wanted("Cohort"), _WHY_KIND)
    read.note(*wrong_kinds(law, book=position))
    other_kinds = bool(read.problems)
    draws = read.whole("draws", draws, _DRAWN, lowest=2, highest=10_000_000)
    seed = read.seed("seed", seed, _DRAWN, rng)
    weeks = read.whole("weeks", weeks, _DRAWN, lowest=1, highest=520)
    if other_kinds:
        read.done()
    names = [contract.name for contract in contracts]
    problems = [
        TEXTS("named-twice", "contracts", name=name)
        for name in sorted({n for n in names if names.count(n) > 1})
    ]
    if not contracts:
        problems.append(TEXTS("no-contracts", "contracts"))
    problems += [problem for contract in contracts for problem in contract.problems(cohort, weeks)]
    read.note(*problems)
    read.done(ContractError if problems else InputError)
    book = as_book(position, law)
    stated, cohort = cohort, _with_visits(cohort, book)
    costed = _of_these_visits(book, cohort)
    setting = Setting(
        costs=YearCosts.of(costed),
        shift_costs=YearCosts.of(costed, ["shift_hours"]),
        outcomes={outcome.name: place for place, outcome in enumerate(cohort.outcomes)},
        mean_baseline_hours=cohort.weekly_hours() / cohort.people,
    )
    by_name = {contract.name: contract for contract in contracts}
    return Experiment(by_name, cohort, setting, weeks, draws, seed, stated), book


def _with_visits(cohort: Cohort, book: OpenBook) -> Cohort:
    """Return the people with the visits of the book, where none are stated.

    As many of each length, in its proportions, as make the hours of a person.
    """
    if cohort.hours_per_person is None:
        return cohort
    given = book.assumptions.numbers()
    mix = given["visits_per_week"] / given["visits_per_week"].sum()
    visits = cohort.hours_per_person / book.value("average_visit_hours") * mix
    package = {
        "share": 1.0, "visit_minutes": given["visit_minutes"].tolist(),
        "visits_per_week": visits.tolist(),
    }  # fmt: skip
    source = cohort.sources.get("hours_per_person")
    sources = {"packages": f"{source}; {OF_THE_BOOK}"} if source else {}
    return cohort.with_values(packages=[package], sources=sources)


def _of_these_visits(book: OpenBook, cohort: Cohort) -> OpenBook:
    """Return the book with as many visits cancelled at short notice as these people have.

    A book that says what careworkers are due for them costs those that are cancelled.
    """
    if "short_notice_pay_share" not in book.assumptions.inputs():
        return book
    upper = book.assumptions.fields()["short_notice_cancelled_share"].upper
    if upper is not None and cohort.cancelled_share > upper:
        share = cohort.cancelled_share
        problem = TEXTS(
            "out-of-bounds, cancelled", "cohort.cancelled_share", share=share, upper=upper
        )
        raise InputError([problem])
    changed = book.assumptions.with_inputs(short_notice_cancelled_share=cohort.cancelled_share)
    return OpenBook(changed, book.rates)


def _wanted(kind: str) -> str:
    return f"a fairprice.{kind}, such as fp.load_{kind.lower()}(path) reads"
