"""The figures of a comparison: tables for the payer, the provider, risk and incentives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from fairprice.cost import OpenBook
from fairprice.held import Held
from fairprice.payment.cohort import SOURCES
from fairprice.payment.comparison.drivers import drivers_table
from fairprice.payment.comparison.incentives import incentives_table
from fairprice.payment.comparison.metrics import Metrics
from fairprice.payment.comparison.risk import risk_table
from fairprice.payment.comparison.run import NOTHING, Experiment
from fairprice.payment.comparison.tables import (
    distribution,
    payer_table,
    provider_table,
    volume_table,
)

PERCENTILES = (5, 50, 95)
#: Draws in which all sources but one are redrawn, to tell their shares of the variance.
_PICK_FREEZE_DRAWS = 1_000


@dataclass(frozen=True, eq=False)
class Figures(Held):
    """The draws of a comparison, and the tables made of them; see ``PaymentComparison``."""

    experiment: Experiment
    book: OpenBook
    metrics: Mapping[str, Metrics]
    risk_aversion: float | None
    version: str

    @property
    def contracts(self) -> tuple[str, ...]:
        """Names of the contracts, in order."""
        return tuple(self.metrics)

    @cached_property
    def volume(self) -> pd.DataFrame:
        """Hours and cost of an hour in a year without chance, beside those of the open book.

        Rows ``comparison`` and ``book``; columns ``planned_hours`` and ``delivered_hours`` (per
        year), ``visits_per_hour``, ``cost_per_hour`` (GBP, before return) and
        ``cost_per_hour_at_the_hours_of_the_book`` (the same visits, in as many hours as the book
        has): what differs between the last two is what the number of hours does. NaN where
        nothing is delivered.
        """
        return volume_table(self.experiment, self.book)

    @cached_property
    def drivers(self) -> pd.DataFrame:
        """What the result rests on, the largest first, whether or not it has a source.

        Each figure of the people, and the provider's cost, a tenth higher, or a tenth lower
        where it cannot be higher; whole numbers by at least one. By ``driver``:
        ``margin_change`` (GBP), the largest change of a contract's margin in a year without
        chance and without behaviour; ``contract``, whose it is; and ``rests_on``. Zero where a
        figure moves the spread of results alone.
        """
        return drivers_table(self.experiment)

    @cached_property
    def payer(self) -> pd.DataFrame:
        """The payer's view (GBP a year): spend, spread, percentiles, cost per outcome and hour.

        Every expectation, spread and percentile has a column with its Monte Carlo standard error,
        and is rounded no finer.
        """
        return payer_table(self.metrics, self.experiment, PERCENTILES)

    @cached_property
    def provider(self) -> pd.DataFrame:
        """The provider's view (GBP a year): revenue, cost, margin, losses, cash and pay.

        ``affordable_contact_pay_rate`` is the pay for a contact hour (GBP) that the revenue
        covers when travel is paid at the legal minimum.
        """
        return provider_table(self.metrics, self.book)

    @cached_property
    def pick_freeze(self) -> dict[str, dict[str, Metrics]]:
        """For each source of uncertainty, draws in which only that source is kept.

        For ``"nothing"`` draws in which none is. Simulated when risk is first asked for.
        """
        draws = min(self.experiment.draws, _PICK_FREEZE_DRAWS)
        return {
            source: self.experiment.run(draws, self.experiment.seeds(source))
            for source in (*SOURCES, NOTHING)
        }

    @cached_property
    def risk(self) -> pd.DataFrame:
        """Who bears what: shares of each side's variance by source, and false verdicts.

        First-order shares by the pick-freeze method; ``interactions`` is what no single
        source explains. A side bears a source by the variance of what it is left with: the
        provider of its margin, the payer of what it spends beyond the care delivered, an hour of
        which is taken at the contract's own average spend. So whoever pays for hours that do
        not come bears the volume, and not who pays less for less.
        """
        return risk_table(self.metrics, self.pick_freeze, self.experiment, self.risk_aversion)

    @cached_property
    def incentives(self) -> pd.DataFrame:
        """What the provider gains (GBP) by one more or less of something, on average.

        Beside each gain a column with its Monte Carlo standard error.
        """
        return incentives_table(self.experiment)

    @cached_property
    def equal_cost(self) -> pd.DataFrame:
        """The provider's view with every contract scaled to the first one's expected spend."""
        target = self.metrics[self.contracts[0]].spend.mean()
        return provider_table(self._rescaled(lambda m: m.spend.mean(), target), self.book)

    @cached_property
    def equal_margin(self) -> pd.DataFrame:
        """The payer's view with every contract scaled to the first one's expected margin."""
        target = self.metrics[self.contracts[0]].margin.mean()
        scaled = self._rescaled(lambda m: m.margin.mean(), target)
        return payer_table(scaled, self.experiment, PERCENTILES)

    def _rescaled(self, of: Any, target: float) -> dict[str, Metrics]:
        """Scale each contract's payments so that an expectation meets a target."""
        scaled = {}
        for name, metrics in self.metrics.items():
            paid = metrics.revenue.mean()
            factor = 1 + (target - of(metrics)) / paid if paid else 1.0
            extra = metrics.revenue * (factor - 1)
            scaled[name] = Metrics(
                **{
                    **vars(metrics),
                    "spend": metrics.spend + extra,
                    "revenue": metrics.revenue + extra,
                    "margin": metrics.margin + extra,
                }
            )
        return scaled

    @cached_property
    def distributions(self) -> pd.DataFrame:
        """Percentiles of spend and margin by contract (GBP), with Monte Carlo errors."""
        return distribution(self.metrics, tuple(range(5, 100, 5)))
