"""A survey of providers: what their returns come to, line by line and as one figure."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from functools import cached_property

import numpy as np
import pandas as pd

from fairprice.errors import InputError, Problem
from fairprice.statutory import Law
from fairprice.survey import accounts, changes, suppression, tables
from fairprice.survey.changes import Amounts
from fairprice.survey.fair_price import FairPrice, Medians, make_fair_price
from fairprice.survey.lines import labels
from fairprice.survey.returns import questions_about
from fairprice.survey.sample import Sample
from fairprice.survey.statistics import spread, weighted_median
from fairprice.survey.summary import headline_bounds, headlines_of, line_table
from fairprice.survey.suppression import Published
from fairprice.survey.texts import TEXTS

#: Where the mileage rate stands among the six drivers.
_MILEAGE_RATE = 4


class Survey(Sample):
    """Many providers' returns of what an hour of home care costs them.

    Made by :func:`fairprice.read_survey` or :meth:`from_lines`. Nothing in it changes:
    amending, excluding and re-basing give another survey, with every step in its log.

    Parameters
    ----------
    returns
        What each provider returned.
    about
        What is known of the survey beside them.
    amendments, exclusions
        What was changed after queries, and left out.
    rebasing
        How prices of different dates are brought to one.
    refused
        Files that could not be read as returns, with what is wrong with each.

    Raises
    ------
    InputError
        If two returns have one name, or an amendment or exclusion is about no return.

    Notes
    -----
    A cell of a return is a value, zero, blank or not applicable. Medians and quartiles are
    taken over values and zeros; quartiles by the inclusive rule (Excel's QUARTILE.INC). A
    subtotal or total is what the provider states, or else what its lines add up to.
    """

    @cached_property
    def lines(self) -> pd.DataFrame:
        """The 32 rows of Annex A in their order, over the returns used.

        Columns: ``n`` answers, of which ``zeros``; ``blank`` and ``not_applicable`` cells, and
        those ``left_out`` by an exclusion of the line;
        ``minimum``, ``lower_quartile``, ``median``, ``upper_quartile`` and ``maximum``, zeros
        counted; bounds of the median by bootstrap, ``median_low`` and ``median_high`` (95 %);
        quartiles and median ``..._without_zeros``; ``hours_weighted_median`` and
        ``share_of_hours``, the part of the returns' contact hours behind the row; ``few``,
        whether fewer answered than are asked for to publish it. GBP per contact hour.
        """
        return line_table(
            self._amounts.total, self._absent, self._left_out, self._hours, self.about.least
        )

    @property
    def headlines(self) -> pd.Series[float]:
        """The three figures that are called the cost of care, GBP per contact hour.

        Indexed by *sum of line medians*, *sum of subtotal medians* and *median of providers'
        totals*. The name of the series says which one is used.
        """
        figures = headlines_of(self._medians(self._amounts))
        used = f"used: {self.about.headline}"
        return pd.Series(figures, name=used, dtype=float).rename_axis("headline")

    @property
    def headline(self) -> float:
        """The headline that is used, GBP per contact hour."""
        return float(self.headlines[self.about.headline])

    @property
    def headline_table(self) -> pd.DataFrame:
        """The three headlines with what they rest on.

        Columns, GBP per contact hour: ``figure``; ``low`` and ``high`` by bootstrap, whole
        providers drawn (95 %); ``hours_weighted``, the same of medians weighted by contact
        hours; ``without_exclusions``, with nobody left out; ``as_returned``, before any
        amendment, exclusion or re-basing; and ``used``, yes or no.
        """
        bounds = headline_bounds(self._amounts.total)
        everybody = self._after(self.amendments, (), self.rebasing)
        weights = self._hours.reindex(self._amounts.total.columns).fillna(0.0).to_numpy()
        weighted = {
            str(row): weighted_median(cells, weights)
            for row, cells in zip(
                self._amounts.total.index, self._amounts.total.to_numpy(dtype=float), strict=True
            )
        }
        return pd.DataFrame(
            {
                "figure": self.headlines,
                "low": {name: low for name, (low, _) in bounds.items()},
                "high": {name: high for name, (_, high) in bounds.items()},
                "hours_weighted": headlines_of(weighted),
                "without_exclusions": headlines_of(self._medians(everybody)),
                "as_returned": headlines_of(self._medians(self._as_returned)),
                "used": {name: "yes" if name == self.about.headline else "no" for name in bounds},
            }
        ).rename_axis("headline")

    @staticmethod
    def _medians(amounts: Amounts) -> pd.Series[float]:
        return amounts.total.median(axis=1)

    @property
    def drivers(self) -> pd.DataFrame:
        """The six drivers of Annex A in their order, over the returns used.

        Columns: ``unit``; ``statistic``, which of count, median or total the value is; ``n``,
        ``value``, ``lower_quartile`` and ``upper_quartile``.
        """
        about = self.about
        eligible = np.nan if about.invited is None else float(about.invited - about.out_of_scope)
        return tables.driver_table(self.used, eligible)

    @property
    def appointments(self) -> pd.DataFrame:
        """Visits a week by length in minutes, over the returns that state their visits.

        Columns ``n``, ``zeros``, ``lower_quartile``, ``median``, ``upper_quartile``, ``total``.
        """
        return tables.appointment_table(self.used)

    @cached_property
    def visit_prices(self) -> pd.DataFrame:
        """Prices of visits of each length, from every provider's own parts.

        Each provider's price of a length is its part by the visit and its part by the hour
        times the length; quartiles are taken over those prices. One row a length in minutes;
        columns ``n``, ``lower_quartile``, ``median``, ``upper_quartile``, ``median_low``,
        ``median_high`` (GBP per visit), ``median_hourly_rate`` (GBP per contact hour) and
        ``few``.

        Raises
        ------
        InputError
            If no provider's parts are known.
        """
        if not self.has_visit_parts:
            raise InputError([TEXTS("no-visit-parts", "survey")])
        return tables.visit_table(self._amounts, self.about.visit_lengths, self.about.least)

    @property
    def has_visit_parts(self) -> bool:
        """Whether any provider's parts by visit and by hour are known."""
        held = self._amounts
        visit, hour = held.one_visit.loc["price"], held.one_contact_hour.loc["price"]
        return bool((visit + hour).notna().any())

    @property
    def response(self) -> pd.Series[float]:
        """Who answered, and the share of commissioned hours that they cover; NaN if not known."""
        return tables.response_of(self.about, len(self.returns), len(self.refused), self.used)

    @property
    def outliers(self) -> pd.DataFrame:
        """Answers that lie more than one and a half quartile ranges outside a quartile.

        They are to be queried, not left out. Columns ``provider``, ``line``, ``amount``, and
        the bounds ``low`` and ``high`` (GBP per contact hour).
        """
        return tables.outlier_table(self._amounts.total, spread(self._amounts.total))

    @cached_property
    def questions(self) -> tuple[Problem, ...]:
        """What ought to be asked of providers, by provider: challenges, not refusals."""
        held = self._amounts
        amended_from_nothing = [
            TEXTS("question-parts", change.provider, labels=labels()[change.row])
            for change in self.amendments
            if not change.original
        ]
        found = [
            *(problem for given in self.returns for problem in questions_about(given)),
            *amended_from_nothing,
            *tables.alike(held.total),
            *tables.outlier_questions(self.outliers),
        ]
        return tuple(sorted(found, key=lambda problem: problem.where))

    def position(self, provider: str) -> pd.DataFrame:
        """Show one provider where it stands, to give something back to it.

        Parameters
        ----------
        provider
            Its name.

        Returns
        -------
        pandas.DataFrame
            The 32 rows: its ``amount``; ``lower_quartile``, ``median`` and ``upper_quartile``
            of all, NaN for a row that is not published or that too few others answered;
            ``difference`` from the median; ``share_below``, of the others; and its ``place``
            in words. GBP per contact hour.

        Raises
        ------
        InputError
            If it has sent no return, was left out, or too few others are in the survey.
        """
        held = self._amounts.total
        if provider not in held.columns:
            raise InputError([changes.unknown_provider("provider", provider, held.columns)])
        others = held.shape[1] - 1
        if others < self.about.least:
            raise InputError([TEXTS("not-shown", "position", provider=provider, others=others)])
        status = self.published.lines["status"].set_axis(held.index)
        return tables.place_of(held[provider], held, spread(held), status, self.about.least)

    @cached_property
    def published(self) -> Published:
        """What may be published: small numbers are hidden, and not to be found by subtraction."""
        prices = self.visit_prices if self.has_visit_parts else pd.DataFrame()
        return suppression.published(
            self.lines, self.headlines, prices, self.drivers, self.appointments, self.response,
            self.about.least,
        )  # fmt: skip

    @property
    def log(self) -> pd.DataFrame:
        """Every step from the returns to the headline used.

        Columns: ``step`` (returned, folded, amended, excluded, re-based), ``provider``,
        ``line``, ``original``, ``final`` (GBP per contact hour), ``query``, ``reply``, ``who``,
        ``why``, ``headline`` after it, and its ``effect`` on the headline.
        """
        return accounts.log_of(
            self.returns, self.amendments, self.exclusions, self.rebasing, self._figures()
        )

    def _figures(self) -> Iterator[float]:
        """Give the headline used as returned, and after every step in order."""

        def figure(amounts: Amounts) -> float:
            return headlines_of(self._medians(amounts))[self.about.headline]

        amounts = self._as_returned
        yield figure(amounts)
        for change in self.amendments:
            amounts = changes.amended(amounts, [change])
            yield figure(amounts)
        for number, _ in enumerate(self.exclusions, start=1):
            yield figure(changes.left_out(amounts, self.exclusions[:number]))
        if self.rebasing is not None:
            yield figure(self._amounts)

    def fair_price(
        self,
        *,
        headline: str | None = None,
        visits: Mapping[float, float] | None = None,
        mileage_rate: float | None = None,
        return_on_operations: float | None = None,
        unsocial_hours: Mapping[str, tuple[float, float]] | None = None,
        price_date: str | datetime.date | None = None,
        law: Law = None,
    ) -> FairPrice:
        """Make an open book whose price is the headline used.

        Parameters
        ----------
        headline
            Which headline; by default the one the survey uses. Lines are brought to it by
            one factor, for the sum of subtotals by one for each subtotal.
        visits
            Visits a week by length in minutes; by default those of all returns together.
        mileage_rate
            GBP per mile; by default the median of the returns.
        return_on_operations
            GBP per contact hour that the commissioner sets in place of what was returned.
        unsocial_hours
            By time (``"evening"``, ``"weekend"``, ``"bank holiday"``): the share of contact
            hours, and the premium (share of pay), which no return states apart. The line
            Direct care is parted into a pay rate and these premiums; the price stays.
        price_date
            By default that of the survey.
        law
            The law in force; by default the register's values on the price date.

        Returns
        -------
        FairPrice
            An open book, with its ``steps``.

        Raises
        ------
        InputError
            With everything that is neither returned nor given.
        """
        by_length = self.appointments["total"]
        lengths = zip(by_length.index, by_length.to_numpy(dtype=float), strict=True)
        medians = Medians(
            lines={str(row): float(m) for row, m in self._medians(self._amounts).items()},
            mileage_rate=float(self.drivers["value"].to_numpy()[_MILEAGE_RATE]),
            visits={float(str(length)): float(many) for length, many in lengths if many > 0},
            area=self.about.area,
            nation=self.about.nation,
            price_date=self.price_date if price_date is None else price_date,
            where=f"{len(self.used)} returns, {self.about.area}",
        )
        return make_fair_price(
            medians, self.about.headline if headline is None else headline, visits=visits,
            mileage_rate=mileage_rate, return_on_operations=return_on_operations,
            unsocial_hours=unsocial_hours, law=law,
            earlier=accounts.steps_of(self.log),
        )  # fmt: skip

    def __repr__(self) -> str:
        refused = f", {len(self.refused)} refused" if self.refused else ""
        return (
            f"<Survey of {self.about.area}: {len(self.used)} of {len(self.returns)} returns"
            f"{refused}; {self.about.headline} GBP {self.headline:.2f} per contact hour>"
        )
