"""The returns of a survey: what was sent, what was changed and why, and what is counted."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, Self

import numpy as np
import pandas as pd

from fairprice.declare.read_only import ReadOnly
from fairprice.errors import InputError, Problem
from fairprice.held import HandsOutCopies, same
from fairprice.kinds import described
from fairprice.negotiation import Index
from fairprice.survey import changes
from fairprice.survey.changes import Amounts, Rebasing
from fairprice.survey.lines import holding, labels
from fairprice.survey.records import About, Amendment, Exclusion
from fairprice.survey.returns import Return, returns_from_table
from fairprice.survey.texts import TEXTS

#: What a sample was made of: all else follows.
_GIVEN = ("returns", "about", "amendments", "exclusions", "rebasing", "refused")


class Sample(HandsOutCopies):
    """Returns with everything that was done to them; see ``Survey``.

    Parameters
    ----------
    returns, about, amendments, exclusions, rebasing, refused
        As of ``Survey``.

    Raises
    ------
    InputError
        As ``Survey``.
    """

    def __init__(
        self,
        returns: Iterable[Return],
        about: About | None = None,
        *,
        amendments: Iterable[Amendment] = (),
        exclusions: Iterable[Exclusion] = (),
        rebasing: Rebasing | None = None,
        refused: Mapping[str, Sequence[Problem]] | None = None,
    ) -> None:
        self.about = About() if about is None else about
        dated = [
            replace(given, price_date=given.price_date or self.about.price_date)
            for given in returns
        ]
        self.returns = tuple(sorted(dated, key=lambda given: given.provider))
        self.amendments, self.exclusions = tuple(amendments), tuple(exclusions)
        self.rebasing = rebasing
        self.refused: Mapping[str, Sequence[Problem]] = ReadOnly(refused or {})
        names = self.providers
        twice = dict.fromkeys(name for name in names if names.count(name) > 1)
        problems = [TEXTS("provider-twice", "returns", provider=repr(name)) for name in twice]
        problems += [] if names else [TEXTS("no-provider", "returns")]
        if problems:
            raise InputError(problems)
        self._amounts = self._after(self.amendments, self.exclusions, rebasing)

    @classmethod
    def from_lines(
        cls,
        table: pd.DataFrame,
        *,
        hours: Mapping[str, float] | None = None,
        one_visit: pd.DataFrame | None = None,
        one_contact_hour: pd.DataFrame | None = None,
        price_date: str | datetime.date | Mapping[str, str | datetime.date] | None = None,
        fold: Iterable[str] = (),
        **about: Any,
    ) -> Self:
        """Make a survey of a table already held.

        Parameters
        ----------
        table
            Rows the labels of Annex A, columns the providers; GBP per contact hour. NaN or
            nothing is blank, 0 is zero, and the words *Not applicable* are that.
        hours
            Contact hours a year by provider; they weigh its answers.
        one_visit, one_contact_hour
            Tables like ``table`` of the part of each row that every visit and every hour
            carries; their row ``TOTAL`` is enough to price visits.
        price_date
            The date of the prices: of all, or by provider.
        fold
            Rows that are added to *Other overheads*, as those called *Additional overhead*
            are.
        **about
            What is known of the survey: ``area``, ``nation``, ``invited``, ``out_of_scope``,
            ``commissioned_hours``, ``headline`` (the one used), ``least`` (providers on a
            line to publish it) and ``visit_lengths`` (minutes).

        Returns
        -------
        Survey
            Of as many returns as the table has columns.

        Raises
        ------
        InputError
            With everything that is wrong with the table.

        Examples
        --------
        >>> import pandas as pd
        >>> import fairprice as fp
        >>> held = pd.DataFrame({"A": [11.0, 2.0], "B": [12.0, 0.0], "C": [11.5, None]},
        ...                     index=["Direct care", "Travel time"])
        >>> survey = fp.Survey.from_lines(held)
        >>> survey.lines.loc["Travel time", ["n", "zeros", "blank", "median"]].to_list()
        [2.0, 1.0, 1.0, 1.0]
        """
        returns = returns_from_table(
            table, fold=fold, hours=hours, one_visit=one_visit,
            one_contact_hour=one_contact_hour, price_date=price_date,
        )  # fmt: skip
        return cls(returns, About(**about))

    def amend(self, *amendments: Amendment) -> Self:
        """Return the survey with figures changed after queries.

        Parameters
        ----------
        *amendments
            In the order in which they were agreed.

        Returns
        -------
        Survey
            With each in its log.

        Raises
        ------
        InputError
            If one starts from another figure than stands there.
        """
        _all_are(Amendment, "amend", amendments)
        return self._with(amendments=(*self.amendments, *amendments))

    def exclude(self, *exclusions: Exclusion) -> Self:
        """Return the survey without some returns, or some lines of them.

        Parameters
        ----------
        *exclusions
            Each with its reason.

        Returns
        -------
        Survey
            With each in its log.

        Raises
        ------
        InputError
            If one is about a provider that has sent no return.
        """
        _all_are(Exclusion, "exclude", exclusions)
        return self._with(exclusions=(*self.exclusions, *exclusions))

    def rebased(
        self,
        to: str | datetime.date,
        indices: Mapping[str, Index | Mapping[Any, Index]],
        *,
        others: Index | None = None,
    ) -> Self:
        """Return the survey with every amount at the prices of one date.

        Parameters
        ----------
        to
            The date.
        indices
            By line: an index from the returns' date to this one, or indices by the date they
            start from, where returns have several.
        others
            For lines that are not named.

        Returns
        -------
        Survey
            Returns priced on that date are as they were.

        Raises
        ------
        InputError
            If a line has no index, a return no date or a later one, or one index is given
            for several dates.
        """
        by = changes.read_rebasing(to, indices, others, self._dates)
        return self._with(rebasing=by)

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return all(same(getattr(self, name), getattr(other, name)) for name in _GIVEN)

    def __hash__(self) -> int:
        return hash((type(self), self.providers))

    def _with(self, **changed: Any) -> Self:
        kept = {
            "amendments": self.amendments, "exclusions": self.exclusions,
            "rebasing": self.rebasing, "refused": self.refused,
        }  # fmt: skip
        return type(self)(self.returns, self.about, **kept | changed)

    def _after(
        self,
        amendments: Iterable[Amendment],
        exclusions: Iterable[Exclusion],
        rebasing: Rebasing | None,
    ) -> Amounts:
        amounts = changes.amended(self._as_returned, amendments)
        amounts = changes.left_out(amounts, exclusions)
        return amounts if rebasing is None else changes.rebased(amounts, rebasing, self._dates)

    @cached_property
    def _as_returned(self) -> Amounts:
        return changes.as_returned(self.returns)

    @property
    def _dates(self) -> dict[str, datetime.date | None]:
        return {given.provider: given.price_date for given in self.returns}

    @property
    def providers(self) -> tuple[str, ...]:
        """Everybody who sent a return that could be read, in order of name."""
        return tuple(given.provider for given in self.returns)

    @property
    def used(self) -> tuple[Return, ...]:
        """The returns that are not excluded as a whole."""
        held = set(self._amounts.total.columns)
        return tuple(given for given in self.returns if given.provider in held)

    @property
    def price_date(self) -> datetime.date | None:
        """The date of the prices: re-based to, or that of all returns; none if they differ."""
        if self.rebasing is not None:
            return self.rebasing.to
        dates = {given.price_date for given in self.used}
        return dates.pop() if len(dates) == 1 else None

    @property
    def amounts(self) -> pd.DataFrame:
        """GBP per contact hour, as used: rows the 32 labels, columns the providers."""
        return _labelled(self._amounts.total)

    @property
    def answers(self) -> pd.DataFrame:
        """What each cell says, as used: value, zero, blank, not applicable, or left out."""
        held = self._amounts.total
        words = pd.DataFrame("blank", index=held.index, columns=held.columns, dtype=object)
        words = words.mask(self._absent, "not applicable").mask(self._left_out, "left out")
        words = words.mask(held.notna(), "value").mask(held == 0, "zero")
        return _labelled(words)

    @property
    def _absent(self) -> pd.DataFrame:
        held = self._amounts.total
        absent = {
            given.provider: [row in given.not_applicable for row in held.index]
            for given in self.used
        }
        return pd.DataFrame(absent, index=held.index, columns=held.columns, dtype=bool)

    @property
    def _left_out(self) -> pd.DataFrame:
        """Cells of single lines that were excluded, and of the totals that hold them."""
        held = self._amounts.total
        gone = pd.DataFrame(False, index=held.index, columns=held.columns)
        for one in self.exclusions:
            if one.row is not None and one.provider in held.columns:
                gone.loc[[one.row, *holding(one.row)], one.provider] = True
        return gone

    @cached_property
    def _hours(self) -> pd.Series[float]:
        hours = {given.provider: given.drivers.get("contact_hours", np.nan) for given in self.used}
        return pd.Series(hours, dtype=float)


def _labelled(table: pd.DataFrame) -> pd.DataFrame:
    return table.set_axis(pd.Index([labels()[str(row)] for row in table.index], name="line"))


def _all_are(kind: type, call: str, records: Iterable[Any]) -> None:
    wanted = f"fairprice.{kind.__name__}, one or more"
    problems = [
        TEXTS("wrong-kind", call, found=described(record), wanted=wanted)
        for record in records
        if not isinstance(record, kind)
    ]
    if problems:
        raise InputError(problems)
