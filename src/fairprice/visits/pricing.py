"""Logged visits priced under a billing contract, batch by batch."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from tqdm import tqdm

from fairprice.declare.arguments import Arguments
from fairprice.declare.takes import FLAG, PATH, or_none, takes
from fairprice.errors import InputError
from fairprice.held import Held
from fairprice.payment import Billing
from fairprice.payment.billing import unpriceable, works_on_totals
from fairprice.visits.groups import ALL, AT_LEAST, GroupTallies, check_group, check_log, pooled
from fairprice.visits.log import BATCH, VisitLog, coded, whole
from fairprice.visits.streaming import in_order, rows_of, written

#: What is added up of priced visits.
MEASURES = ("planned_minutes", "actual_minutes", "billable_minutes", "price")


@dataclass
class Priced:
    """One batch, priced.

    Parameters
    ----------
    visits
        The visits that could be priced.
    table
        What ``Billing.price`` returned for them.
    refused
        Rows in the log of those that could not, by reason.
    """

    visits: pd.DataFrame
    table: pd.DataFrame
    refused: dict[str, NDArray[np.int64]]


@dataclass(frozen=True, eq=False)
class PricedVisits(Held):
    """What a contract pays for the visits of a log.

    Every sum is exact before it is rounded once; the order of the visits changes nothing.
    """

    log: VisitLog
    billing: Billing
    tallies: GroupTallies
    refused: dict[str, int]
    out: Path | None

    @property
    def rows_priced(self) -> int:
        """Visits that were priced."""
        return self.tallies.by[ALL].counts.get(ALL, 0)

    @property
    def set_aside(self) -> pd.Series[int]:
        """Rows set aside by reason: by the log, and those that this contract cannot price."""
        return by_reason(self.log, self.refused)

    @property
    def total(self) -> float:
        """GBP for all visits priced."""
        return self.tallies.by[ALL].total(ALL, "price")

    def by(self, group: str, *, at_least: int = AT_LEAST) -> pd.DataFrame:
        """Add up by group.

        Parameters
        ----------
        group
            One of ``log.groups``: provider, zone, client_group, round, hour (of the start, on
            the UK clock), length (planned).
        at_least
            Groups of fewer people (of fewer visits, where the log has no clients) are pooled.

        Returns
        -------
        pandas.DataFrame
            One row a group: ``visits``; ``planned_minutes``, ``actual_minutes``,
            ``billable_minutes``; ``price`` (GBP); ``price_per_actual_hour``.

        Raises
        ------
        InputError
            If the group is not known, or names people.
        """
        table = added_up(self.log, self.tallies, group, at_least)
        hours = table["actual_minutes"] / 60
        return table.assign(price_per_actual_hour=table["price"] / hours.where(hours > 0))

    def describe(self) -> str:
        """Say how many visits were priced, how many not and why, and the total."""
        aside = self.set_aside
        lines = [
            f"{self.log.rows_in:,} rows read = {self.rows_priced:,} priced + "
            f"{int(aside.sum()):,} set aside.",
            *(f"{count:,} set aside: {reason}" for reason, count in aside.items()),
            f"The contract pays GBP {self.total:,.2f}.",
        ]
        return "\n".join(lines)

    def __repr__(self) -> str:
        return f"<PricedVisits: {self.rows_priced:,} visits, GBP {self.total:,.2f}>"


@takes(out=or_none(PATH), progress=FLAG)
def price_visits(
    log: VisitLog,
    billing: Billing,
    out: str | os.PathLike[str] | None = None,
    *,
    progress: bool = False,
) -> PricedVisits:
    """Price the visits of a log under a contract, of any number.

    Parameters
    ----------
    log
        What :func:`read_visits` returned.
    billing
        The contract.
    out
        A Parquet file for the priced visits, one row a visit with its ``row`` in the log and
        the columns of ``Billing.price``; none is written unless asked for.
    progress
        Whether to show a progress bar on standard error.

    Returns
    -------
    PricedVisits
        Totals, by group too; rows that the contract cannot price are set aside and counted.

    Raises
    ------
    InputError
        If the log lacks a column that the contract needs, or has nothing to price.
    FileWriteError
        If the file cannot be written.

    Notes
    -----
    Works on batches of 100,000 visits, so that memory does not grow with the log. Where
    minutes are totalled or carried over, the visits of one total stand in one batch. Of
    visits that start at one moment, the one that stands first in the log comes first; so
    the bill is the same as that of the whole log in one table, to the last digit.
    """
    check_log(log)
    check_billing("billing", billing)
    tallies = GroupTallies(MEASURES, log.groups)
    refused: dict[str, int] = {}
    with written(out) as file, tqdm(total=log.rows, desc="Pricing", disable=not progress) as bar:
        for batch in priced_batches(log, billing, tallies):
            if file is not None and len(batch.table):
                file.write(rows_of(batch.table))
            for reason, rows in batch.refused.items():
                refused[reason] = refused.get(reason, 0) + len(rows)
            bar.update(len(batch.table))
    return PricedVisits(log, billing, tallies, refused, None if out is None else Path(out))


def by_reason(log: VisitLog, refused: Mapping[str, int]) -> pd.Series[int]:
    """Count rows set aside by the log, and those that could not be priced, by reason."""
    own: dict[str, int] = {str(reason): int(count) for reason, count in log.set_aside.items()}
    return pd.Series(own | dict(refused), name="rows", dtype="int64").rename_axis("reason")


def check_billing(name: str, billing: Any) -> None:
    """Refuse what is no billing contract."""
    read = Arguments()
    read.kind(name, billing, Billing, "a fairprice.Billing", "Visits are priced by its clauses.")
    read.done()


def priced_batches(
    log: VisitLog,
    billing: Billing,
    tallies: GroupTallies | None = None,
    *,
    without: NDArray[np.int64] | None = None,
) -> Iterator[Priced]:
    """Price a log batch by batch, in order.

    Parameters
    ----------
    log, billing
        What is priced, and how.
    tallies
        Where the visits priced are added up.
    without
        Rows that are left out.
    """

    def work(given: Callable[[], pd.DataFrame]) -> tuple[Priced, GroupTallies | None]:
        visits = given()
        if without is not None:
            visits = visits[~np.isin(visits.index.to_numpy(), without)]
        batch = price_batch(billing, visits)
        if tallies is None:
            return batch, None
        own = GroupTallies(tallies.measures, tallies.groups)
        own.add(batch.visits, {name: batch.table[name].to_numpy() for name in tallies.measures})
        return batch, own

    for batch, own in in_order(work, at_once(log, log.billed_columns, together(billing))):
        if tallies is not None and own is not None:
            tallies.merge(own)
        yield batch


def at_once(
    log: VisitLog, columns: Sequence[str], keys: Sequence[str]
) -> Iterator[Callable[[], pd.DataFrame]]:
    """Stream tables of what is worked out at once, each read by whoever calls it.

    Parameters
    ----------
    log
        The log.
    columns
        Columns of the tables.
    keys
        Columns whose every combination stands whole in one table; none where any visits do.
    """
    if not keys:
        yield from coded(log, columns, BATCH)
        return
    for table in whole(log, columns, keys, BATCH):
        yield partial(_as_given, table)


def _as_given(table: pd.DataFrame) -> pd.DataFrame:
    return table


def together(billing: Billing) -> tuple[str, ...]:
    """Columns whose every combination has a bill of its own; none where every visit has."""
    rounding: Any = billing.rounding
    return tuple(rounding.totals_by) if works_on_totals(rounding) else ()


def price_batch(billing: Billing, visits: pd.DataFrame) -> Priced:
    """Price a batch; rows that the contract cannot price are told apart from the others."""
    try:
        return Priced(visits, billing.price(visits), {})
    except InputError:
        # only now is it worth asking row by row; what is wrong with the whole is raised again
        reasons = unpriceable(billing, visits)
        if not reasons:
            raise
    bad = np.zeros(len(visits), dtype=bool)
    refused: dict[str, NDArray[np.int64]] = {}
    for reason, rows in reasons.items():
        first = rows & ~bad
        if first.any():
            refused[reason] = visits.index.to_numpy()[first]
        bad |= rows
    sound = visits[~bad]
    return Priced(sound, billing.price(sound), refused)


def added_up(log: VisitLog, tallies: GroupTallies, group: str, at_least: int) -> pd.DataFrame:
    """Tabulate tallies by group, small ones pooled: visits, and the sum of each measure."""
    least = check_group(group, (ALL, *tallies.groups), at_least)
    tally = tallies.by[group]
    rows = {ALL: [ALL]} if group == ALL else pooled(log, group, tally, least)
    table = pd.DataFrame(index=pd.Index(list(rows), name=group, dtype=object))
    table["visits"] = [sum(tally.counts[label] for label in labels) for labels in rows.values()]
    for name in tallies.measures:
        table[name] = [tally.total_of(labels, name) for labels in rows.values()]
    return table
