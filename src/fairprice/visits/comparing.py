"""The same real visits under several contracts: who gains, and by how much a year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from tqdm import tqdm

from fairprice.declare.arguments import Arguments
from fairprice.declare.takes import FLAG, takes
from fairprice.held import Held
from fairprice.kinds import described
from fairprice.payment import Billing
from fairprice.visits.groups import ALL, AT_LEAST, GroupTallies, check_log
from fairprice.visits.log import VisitLog
from fairprice.visits.pricing import MEASURES, added_up, by_reason, check_billing, priced_batches
from fairprice.visits.texts import TEXTS

#: Days of an average year of the calendar.
_YEAR = 365.2425


@dataclass(frozen=True, eq=False)
class BillingComparison(Held):
    """What each contract pays for the same visits of a log; the first is compared with.

    A visit that one of the contracts cannot price is left out of all of them.
    """

    log: VisitLog
    contracts: Mapping[str, Billing]
    tallies: Mapping[str, GroupTallies]
    refused: Mapping[str, int]

    @property
    def rows_compared(self) -> int:
        """Visits that every contract priced."""
        return next(iter(self.tallies.values())).by[ALL].counts.get(ALL, 0)

    @property
    def set_aside(self) -> pd.Series[int]:
        """Rows set aside by reason: by the log, and those that a contract cannot price."""
        return by_reason(self.log, self.refused)

    @property
    def days(self) -> int | None:
        """Days from the first visit to the last, both counted; none if no times are logged."""
        [(first, last)] = self.log.query(
            "SELECT CAST(min(start) AS DATE), CAST(max(start) AS DATE) FROM checked "
            "WHERE reason IS NULL"
        )
        return None if first is None else (last - first).days + 1

    @property
    def totals(self) -> pd.DataFrame:
        """What each contract pays, one row a contract.

        Columns: ``visits``, ``billable_minutes``, ``price`` (GBP) of the log, ``difference``
        from the first contract, its ``share`` of that, and ``difference_per_year``, what it
        comes to in a year of days like those of the log.
        """
        days = self.days
        rows = {}
        for name, tallies in self.tallies.items():
            tally = tallies.by[ALL]
            sums = {measure: tally.total(ALL, measure) for measure in ("billable_minutes", "price")}
            rows[name] = {"visits": tally.counts.get(ALL, 0), **sums}
        table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("contract")
        first = table["price"].iloc[0]
        table["difference"] = table["price"] - first
        table["share"] = table["difference"] / first if first else np.nan
        table["difference_per_year"] = table["difference"] * (_YEAR / days if days else np.nan)
        return table

    def by(self, group: str, *, at_least: int = AT_LEAST) -> pd.DataFrame:
        """Show who gains: what each contract pays by group, and its difference from the first.

        Parameters
        ----------
        group
            One of ``log.groups``, such as provider, zone or client_group.
        at_least
            Groups of fewer people are pooled.

        Returns
        -------
        pandas.DataFrame
            One row a group; columns in two levels: the contract, and ``visits``, ``price``
            and ``difference`` (GBP).
        """
        tables = {
            name: added_up(self.log, tallies, group, at_least)[["visits", "price"]]
            for name, tallies in self.tallies.items()
        }
        first = next(iter(tables.values()))["price"]
        return pd.concat(
            {name: t.assign(difference=t["price"] - first) for name, t in tables.items()}, axis=1
        )

    def describe(self) -> str:
        """Say what each contract pays, and its difference from the first in a year."""
        aside, same = int(self.set_aside.sum()), self.rows_compared
        lines = [f"{self.log.rows_in:,} rows read = {same:,} compared + {aside:,} set aside."]
        for name, row in self.totals.iterrows():
            yearly = row["difference_per_year"]
            by_year = "" if np.isnan(yearly) else f", {yearly:+,.2f} a year"
            lines.append(f"{name}: GBP {row['price']:,.2f} ({row['difference']:+,.2f}{by_year})")
        return "\n".join(lines)

    def __repr__(self) -> str:
        return f"<BillingComparison: {self.rows_compared:,} visits, {', '.join(self.contracts)}>"


@takes(progress=FLAG)
def compare_billing(
    log: VisitLog, contracts: Mapping[str, Billing], *, progress: bool = False
) -> BillingComparison:
    """Price the same logged visits under several contracts.

    Parameters
    ----------
    log
        What :func:`read_visits` returned.
    contracts
        Billing contracts by name; the others are compared with the first.
    progress
        Whether to show a progress bar on standard error.

    Returns
    -------
    BillingComparison
        Totals, differences in a year, and who gains by group.

    Raises
    ------
    InputError
        If there are not two contracts, or the log lacks what one of them needs.
    """
    check_log(log)
    read = Arguments()
    if not isinstance(contracts, Mapping) or len(contracts) < 2:
        why = "A comparison has something to compare."
        read.note(
            TEXTS("wrong-kind", "contracts", found=described(contracts), why=why,
                  wanted='a dictionary of two or more, such as {"planned": one, "actual": other}')
        )  # fmt: skip
    read.done()
    for name, billing in contracts.items():
        check_billing(f"contracts.{name}", billing)
    tallies: dict[str, GroupTallies] = {}
    refused: dict[str, NDArray[np.int64]] = {}
    of_contract: dict[str, NDArray[np.int64]] = {}
    for name, billing in contracts.items():
        tallies[name], found = _tallied(log, billing, None, progress)
        for reason, rows in found.items():
            refused[f"{reason} ({name})"] = rows
        of_contract[name] = _union(found.values())
    without = _union(of_contract.values())
    for name, billing in contracts.items():
        if len(of_contract[name]) < len(without):
            tallies[name], _ = _tallied(log, billing, without, progress)
    counts: dict[str, int] = {}
    known = np.empty(0, dtype=np.int64)
    for reason, rows in refused.items():
        counts[reason] = int((~np.isin(rows, known)).sum())
        known = np.union1d(known, rows)
    counts = {reason: count for reason, count in counts.items() if count}
    return BillingComparison(log, dict(contracts), tallies, counts)


def _tallied(
    log: VisitLog, billing: Billing, without: Any, progress: bool
) -> tuple[GroupTallies, dict[str, NDArray[np.int64]]]:
    tallies = GroupTallies(MEASURES, log.groups)
    refused: dict[str, list[NDArray[np.int64]]] = {}
    batches = priced_batches(log, billing, tallies, without=without)
    for batch in tqdm(batches, "Pricing", unit="batch", disable=not progress):
        for reason, rows in batch.refused.items():
            refused.setdefault(reason, []).append(rows)
    return tallies, {reason: np.concatenate(rows) for reason, rows in refused.items()}


def _union(rows: Any) -> NDArray[np.int64]:
    every = [np.empty(0, dtype=np.int64), *rows]
    return np.unique(np.concatenate(every))
