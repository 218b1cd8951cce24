"""The rate card: what it states, and every question that it answers."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from fairprice.cost import Position, as_assumptions
from fairprice.errors import Problem
from fairprice.rate_card.package import PricedPackage, price_package
from fairprice.rate_card.pricing import PricedRateCard
from fairprice.rate_card.spend import Spend
from fairprice.rate_card.stated import StatedCard
from fairprice.rate_card.volumes import faults_of_volumes, read_volumes
from fairprice.statutory import Law

if TYPE_CHECKING:
    from fairprice.negotiation import Index
    from fairprice.rate_card.uplift import CardUplift


class RateCard(StatedCard):
    """One base, and what differs from it by zone, service, carers and time of the week.

    Every cell is priced from first principles. Of a zone and a service the whole book is
    worked out, with its own National Insurance, holiday and training rates; carers, time
    and length are activities within it, as the length of a visit is within an open book.

    Parameters
    ----------
    base
        What one provider, or a model provider, states.
    zones, services
        At least one of each.
    carers, times
        Left out, one careworker, and the base's average of all times.
    visit_minutes
        The lengths priced; left out, those of the base.
    volumes
        Visits of a year by cell and provider, if they are known.

    Raises
    ------
    InputError
        With every problem found, each with its path.

    Examples
    --------
    >>> import fairprice as fp
    >>> card = fp.load_rate_card("examples/county.toml")
    >>> card.fee_table.shape
    (52, 4)
    """

    def _faults(self) -> Iterable[Problem]:
        found = list(super()._faults())
        return found or faults_of_volumes(self, self.volumes)

    def priced(self, law: Law = None) -> PricedRateCard:
        """Price the card under a law.

        Parameters
        ----------
        law
            The law in force; by default the register's values on the base's price date.

        Returns
        -------
        PricedRateCard
            Every cell, with the open books behind it.

        Raises
        ------
        StatutoryError
            If the register has no value for the price date that a book needs.
        InputError
            If ``law`` is that of another date or nation.
        """
        return self._under_the_register if law is None else PricedRateCard(self, law)

    @cached_property
    def _under_the_register(self) -> PricedRateCard:
        return PricedRateCard(self)

    @property
    def prices(self) -> pd.DataFrame:
        """Every cell, one a row; see :attr:`PricedRateCard.prices`."""
        return self.priced().prices

    @property
    def fee_table(self) -> pd.DataFrame:
        """The published prices, a row for each kind of visit and a column for each length."""
        return self.priced().fee_table

    @property
    def spend(self) -> Spend:
        """What the volumes cost at the published prices."""
        return Spend.of(self.priced())

    def on(self, book: Position) -> RateCard:
        """Return the card on another base: the same zones, services, carers, times and volumes.

        Parameters
        ----------
        book
            The new base: an open book, such as :meth:`Survey.fair_price` makes, or
            assumptions. The law of a book stays behind: give it to :meth:`priced`.

        Raises
        ------
        InputError
            If it is neither, or with every problem of the card on this base.
        """
        return self.changed(base=as_assumptions(book))

    def with_volumes(self, volumes: pd.DataFrame | Sequence[Mapping[str, Any]]) -> RateCard:
        """Return the card with other volumes.

        Parameters
        ----------
        volumes
            One row for each cell and provider: ``provider``, ``zone``, ``service``,
            ``carers``, ``time``, ``visit_minutes``, ``visits_per_year`` and
            ``present_price``, as in :class:`Volume`; or a sequence of such rows.

        Raises
        ------
        InputError
            With every problem found.
        """
        return self.changed(volumes=read_volumes(volumes))

    def package(
        self,
        name: str,
        like: str,
        visits: pd.DataFrame | Sequence[Mapping[str, Any]],
        *,
        pay_supplement: float | None = None,
        law: Law = None,
        **inputs: float,
    ) -> PricedPackage:
        """Price a single package as a zone of its own, and say whether the card pays for it.

        Parameters
        ----------
        name
            What to call it; not who lives there.
        like
            The zone whose prices the card pays for it, and whose other inputs hold.
        visits
            Its visits a year, as for :meth:`with_volumes` without ``zone``.
        pay_supplement
            GBP per contact hour, in place of the zone's.
        law
            The law in force; by default the register's values on the price date.
        **inputs
            What differs for it, such as ``travel_minutes_per_visit``.

        Returns
        -------
        PricedPackage
            Its own price and cost beside what the card pays.

        Raises
        ------
        InputError
            With every problem found.
        """
        return price_package(self, name, like, visits, pay_supplement, inputs, law)

    def uplift(
        self,
        price_date: str | datetime.date,
        indices: Mapping[str, Index],
        *,
        law: Law = None,
    ) -> CardUplift[RateCard]:
        """Re-base the whole card to another date, as :func:`fairprice.uplift` does a book.

        Parameters
        ----------
        price_date
            The new date.
        indices
            An index by the name of an input, or of a section for all its money. What
            differs by zone, service, carers or time is raised by the index of the input it
            stands in place of; a pay supplement by that of the pay it is on top of.
        law
            The law in force; by default the register's values on the price date.

        Returns
        -------
        CardUplift
            The card before and after, its prices side by side, and what makes the change.

        Raises
        ------
        InputError
            For money without an index, and indices that nothing uses; all at once.
        AssumptionsError
            If a raised amount is outside the bounds of its input.
        StatutoryError
            If the register does not hold the law of one of the dates.
        """
        from fairprice.rate_card.uplift import uplift_card

        return uplift_card(self, price_date, indices, law)

    def __repr__(self) -> str:
        about = self.base.about
        counts = ", ".join(f"{len(parts)} {kind}" for kind, parts in self.lists.items())
        return f"<RateCard of {about.provider_name}, {about.price_date}: {counts}>"

    def _repr_html_(self) -> str:
        return f"<p>Published prices, GBP per visit.</p>{self.fee_table.to_html()}"
