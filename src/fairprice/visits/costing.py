"""What logged visits cost, from an open book at their own minutes and travel."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from tqdm import tqdm

from fairprice.assumptions import Evidence
from fairprice.declare.takes import FLAG, PATH, or_none, takes
from fairprice.errors import InputError
from fairprice.held import Held
from fairprice.payment import Billing
from fairprice.payment.billing import WORKED, length_bands
from fairprice.statutory import Law
from fairprice.types import Flags, Floats
from fairprice.visits.books import Books, Given, Place, in_words, people_of, read_books
from fairprice.visits.evidence import as_evidence, observed_inputs
from fairprice.visits.extra import connect, text
from fairprice.visits.extra import name as quoted
from fairprice.visits.groups import (
    ALL,
    AT_LEAST,
    GroupTallies,
    check_at_least,
    check_group,
    check_log,
    pooled,
)
from fairprice.visits.log import VisitLog
from fairprice.visits.pricing import (
    added_up,
    at_once,
    by_reason,
    check_billing,
    price_batch,
    together,
)
from fairprice.visits.streaming import in_order, rows_of, written
from fairprice.visits.texts import TEXTS
from fairprice.visits.travel import GAPS, MILES, TRAVEL, WAITING

_COSTS = ("contact_hours", "travel_minutes", "waiting_minutes", "cost")
_PAID = ("paid", "margin")


@dataclass(frozen=True, eq=False)
class CostedVisits(Held):
    """What the visits of a log cost by an open book, and under a contract what they leave.

    Cost is that before the return on operations. A visit that did not take place costs
    nothing here: a book has no line for it.
    """

    log: VisitLog
    books: Books
    billing: Billing | None
    tallies: GroupTallies
    refused: dict[str, int]
    travel_observed: int
    path: Path

    @property
    def rows_costed(self) -> int:
        """Visits that were costed."""
        return self.tallies.by[ALL].counts.get(ALL, 0)

    @property
    def set_aside(self) -> pd.Series[int]:
        """Rows set aside by reason: by the log, and those that the contract cannot price."""
        return by_reason(self.log, self.refused)

    @property
    def total(self) -> float:
        """GBP that all visits cost."""
        return self.tallies.by[ALL].total(ALL, "cost")

    def by(self, group: str, *, at_least: int = AT_LEAST) -> pd.DataFrame:
        """Add up by group, as ``PricedVisits.by`` does.

        Parameters
        ----------
        group
            One of ``log.groups``.
        at_least
            Groups of fewer people are pooled.

        Returns
        -------
        pandas.DataFrame
            One row a group: ``visits``, ``contact_hours``, ``travel_minutes``,
            ``waiting_minutes``, ``cost``; under a contract ``paid`` and ``margin`` (GBP);
            ``cost_per_contact_hour`` and ``travel_minutes_per_visit``.
        """
        table = added_up(self.log, self.tallies, group, at_least)
        hours = table["contact_hours"]
        return table.assign(
            cost_per_contact_hour=table["cost"] / hours.where(hours > 0),
            travel_minutes_per_visit=table["travel_minutes"] / table["visits"],
        )

    @cached_property
    def _observed(self) -> dict[Place, pd.DataFrame]:
        """What was observed of the inputs of each book."""
        tables = {}
        for place, (book, rule) in self.books.by_place.items():
            found = observed_inputs(self.log, book, rule, place)
            names = [f"{in_words(place)}: {name}" if place else name for name in found.index]
            tables[place] = found.set_axis(names).rename_axis("input")
        return tables

    @property
    def observed(self) -> pd.DataFrame:
        """How far what was logged is from the book's inputs: mean, quartiles and n of each.

        With several books, the name of a row begins with those of the zone and service.
        """
        return pd.concat(self._observed.values())

    def observed_among(self, at_least: int) -> pd.DataFrame:
        """Leave out of what was observed the zones and services of few people.

        Parameters
        ----------
        at_least
            Of fewer people in a zone, or a zone and service, nothing is shown.

        Returns
        -------
        pandas.DataFrame
            As ``observed``; what is observed of all visits together is always there.
        """
        least = check_at_least(at_least)
        shown = [
            table
            for place, table in self._observed.items()
            if not place or people_of(self.log, place) >= least
        ]
        return pd.concat([self.observed.iloc[:0], *shown])

    def evidence(self, zone: str | None = None, service: str | None = None) -> dict[str, Evidence]:
        """What was observed, by input, as evidence for ``assumptions`` and the form.

        Parameters
        ----------
        zone, service
            Of visits costed from several books, the one whose visits are meant.

        Raises
        ------
        InputError
            If visits were costed from several books and none of them is named, or the reverse.
        """
        place = tuple(label for label in (zone, service) if label is not None)
        if place not in self.books.by_place:
            known = "; ".join(in_words(each) or "all" for each in self.books.by_place)
            given = in_words(tuple(map(str, place))) or "None"
            raise InputError([TEXTS("no-such-book", "zone, service", given=given, known=known)])
        book, rule = self.books.by_place[place]
        return as_evidence(self.log, observed_inputs(self.log, book, rule, place))

    def least_viable(self, group: str = "length", *, at_least: int = AT_LEAST) -> pd.DataFrame:
        """Show where the tenth of visits with the lowest margin lies.

        Parameters
        ----------
        group
            One of ``log.groups``.
        at_least
            Groups of fewer people are pooled.

        Returns
        -------
        pandas.DataFrame
            One row a group: ``visits``, ``in_the_decile``, their ``share``, and the mean
            ``margin`` (GBP a visit) of those in the decile.

        Raises
        ------
        InputError
            If the visits were costed without a contract, or the group is not known.
        """
        check_billing("billing", self.billing)
        least = check_group(group, (ALL, *self.tallies.groups), at_least)
        tally = self.tallies.by[group]
        rows = {ALL: [ALL]} if group == ALL else pooled(self.log, group, tally, least)
        label = text(ALL) if group == ALL else f"coalesce({quoted(group)}::VARCHAR, 'not stated')"
        costed = f"read_parquet({text(self.path)})"
        with connect(self.log.folder) as connection:
            found = connection.sql(
                f"SELECT {label}, count(*), sum(margin) FROM {costed} WHERE margin <= "
                f"(SELECT quantile_disc(margin, 0.1) FROM {costed}) GROUP BY 1"
            ).fetchall()
        lowest = {name: (count, margin) for name, count, margin in found}
        table = pd.DataFrame(index=pd.Index(list(rows), name=group, dtype=object))
        table["visits"] = [sum(tally.counts[label] for label in labels) for labels in rows.values()]
        parts = [
            np.sum([lowest.get(str(label), (0, 0.0)) for label in labels], axis=0)
            for labels in rows.values()
        ]
        count, margin = np.array(parts).T
        table["in_the_decile"] = count.astype(int)
        table["share"] = count / table["visits"]
        table["margin"] = np.divide(margin, count, out=np.full(len(count), np.nan), where=count > 0)
        return table

    def describe(self) -> str:
        """Say what was costed, at what, and how much of the travel was observed."""
        aside = int(self.set_aside.sum())
        share = self.travel_observed / self.rows_costed if self.rows_costed else 0.0
        lines = [
            f"{self.log.rows_in:,} rows read = {self.rows_costed:,} costed + {aside:,} set aside.",
            f"They cost GBP {self.total:,.2f} before a return. Travel is observed for {share:.1%} "
            "of them, and is the book's for the others.",
        ]
        if self.billing is not None:
            paid = self.tallies.by[ALL].total(ALL, "paid")
            lines.append(
                f"The contract pays GBP {paid:,.2f}: a margin of {paid - self.total:,.2f}."
            )
        return "\n".join(lines)

    def __repr__(self) -> str:
        return f"<CostedVisits: {self.rows_costed:,} visits, GBP {self.total:,.2f}>"


@takes(out=or_none(PATH), progress=FLAG)
def cost_visits(
    log: VisitLog,
    book: Given,
    *,
    billing: Billing | None = None,
    longest_gap_minutes: float | None = None,
    out: str | os.PathLike[str] | None = None,
    law: Law = None,
    progress: bool = False,
) -> CostedVisits:
    """Cost the visits of a log from an open book, at their own minutes and travel.

    Parameters
    ----------
    log
        What :func:`read_visits` returned.
    book
        An open book, or the assumptions of one; or one for each zone of the log, by its name,
        such as ``card.priced().books_of("Standard care")`` of a rate card; or one for each
        zone and service, such as ``card.priced().books``.
    billing
        A contract, for the margin of each visit.
    longest_gap_minutes
        A longer gap between two visits of a carer is the end of a round. Needed where the
        log has carers and no rounds; there is no published value.
    out
        A Parquet file for the costed visits: ``row`` in the log, the groups, and the figures.
    law
        The law in force, for assumptions: the path of a law file, or rates made by
        :func:`fairprice.statutory_rates`.
    progress
        Whether to show a progress bar on standard error.

    Returns
    -------
    CostedVisits
        By group, against the book's inputs, and the least viable tenth.

    Raises
    ------
    InputError
        If the log or the book cannot be used, or it is not said which gaps are travel.
    FileWriteError
        If the file cannot be written.

    Notes
    -----
    A gap counts between two visits of a carer on one day, of one round where the log has
    rounds. It is travel as far as minutes of travel are logged; else it is parted into
    travel and waiting as the book parts them. Miles are as the crow flies between
    coordinates, a lower bound. What is not observed is the book's. Rates such as National
    Insurance stay the book's.
    """
    check_log(log)
    books = read_books(log, book, law, longest_gap_minutes)
    if billing is not None:
        check_billing("billing", billing)
    tallies = GroupTallies((*_COSTS, *(_PAID if billing is not None else ())), log.groups)
    refused: dict[str, int] = {}
    seen = 0
    path = log.new_file() if out is None else Path(out)
    also = ("travel_minutes",) if "travel_minutes" in log.columns else ()
    keys = () if billing is None else together(billing)
    tables = at_once(log, (*log.billed_columns, *also, *GAPS), keys)

    def work(
        given: Callable[[], pd.DataFrame],
    ) -> tuple[Any, int, dict[str, int], GroupTallies]:
        visits, left = given(), dict[str, int]()
        paid = None
        if billing is not None:
            priced = price_batch(billing, visits)
            visits, paid = priced.visits, priced.table["price"].to_numpy()
            left = {reason: len(rows) for reason, rows in priced.refused.items()}
        table, observed = _costed(visits, books, paid)
        own = GroupTallies(tallies.measures, tallies.groups)
        own.add(visits, {name: table[name].to_numpy() for name in tallies.measures})
        groups = {name: visits[name] for name in log.groups if name != "length"}
        band, names = length_bands(visits["planned_minutes"].to_numpy())
        length = pd.Categorical.from_codes(band, pd.Index(names))
        return rows_of(table.assign(**groups, length=length)), int(observed.sum()), left, own

    with written(path) as file, tqdm(total=log.rows, desc="Costing", disable=not progress) as bar:
        for rows, observed, left, own in in_order(work, tables):
            if file is not None and len(rows):
                file.write(rows)
            tallies.merge(own)
            seen += observed
            for reason, count in left.items():
                refused[reason] = refused.get(reason, 0) + count
            bar.update(len(rows))
    return CostedVisits(log, books, billing, tallies, refused, seen, path)


def _costed(visits: pd.DataFrame, books: Books, paid: Floats | None) -> tuple[pd.DataFrame, Flags]:
    """Cost a batch, and tell for which visits travel was observed."""
    happened = _happened(visits)
    carers = visits["carers"].to_numpy(dtype=float) if "carers" in visits else np.ones(len(visits))
    careworkers = np.where(happened, carers, 0.0)
    minutes = np.nan_to_num(visits["actual_minutes"].to_numpy(dtype=float))
    hours = careworkers * minutes / 60
    inputs = {name: np.zeros(len(visits)) for name in (TRAVEL, WAITING, MILES)}
    cost, observed = np.zeros(len(visits)), np.zeros(len(visits), dtype=bool)
    for rows, book, rule in books.of(visits):
        own = visits[rows]
        taken = rule.inputs(own, book)
        for name, values in taken.items():
            inputs[name][rows] = values
        cost[rows] = book.at(careworkers[rows], hours[rows], **taken)["total_cost"]
        observed[rows] = rule.observed(own)
    columns: dict[str, Any] = {
        "contact_hours": hours,
        "travel_minutes": careworkers * inputs[TRAVEL],
        "waiting_minutes": careworkers * inputs[WAITING],
        "miles": careworkers * inputs[MILES],
        "cost": cost,
    }
    if paid is not None:
        columns |= {"paid": paid, "margin": paid - cost}
    return pd.DataFrame(columns, index=visits.index), observed & happened


def _happened(visits: pd.DataFrame) -> Flags:
    if "status" not in visits:
        return np.ones(len(visits), dtype=bool)
    return visits["status"].isin(WORKED).to_numpy()
