"""The result of a comparison: its figures, and the questions they answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from fairprice import charts
from fairprice.charts import Canvas
from fairprice.declare.arguments import Arguments
from fairprice.payment import theory
from fairprice.payment.cohort import SOURCES
from fairprice.payment.comparison import describe as words
from fairprice.payment.comparison.figures import Figures

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Tried to find where two contracts pay the same, each on so many draws.
_PROBABILITIES, _DRAWS = np.linspace(0, 1, 21), 500
_SIDES = ("payer", "provider")


@dataclass(frozen=True, eq=False)
class PaymentComparison(Figures):
    """Contracts on the same people, the same visits and the same chances.

    Made by :func:`fairprice.compare_payments`. Everything but the open book's cost is
    modelled, not observed: no trial has put payment models for home care side by side.

    Parameters
    ----------
    experiment
        Contracts, cohort, number of draws and seed.
    book
        The open book behind the provider's cost.
    metrics
        Every draw, by contract.
    risk_aversion
        Constant absolute risk aversion (per GBP), where one is stated.
    version
        Of the library.
    """

    def minimum_caseload(self, reliability: float) -> pd.Series:
        """People needed for each outcome's rate to tell providers apart.

        Parameters
        ----------
        reliability
            Share of variance between measured rates that is skill, above 0 and below 1.

        Returns
        -------
        pandas.Series
            People, by outcome; infinite where providers do not differ.

        Raises
        ------
        InputError
            If the reliability is not between 0 and 1.
        """
        read = Arguments()
        why = "With none or all of it skill, no number of people could be told."
        reliability = read.share("reliability", reliability, "variance", why, above=0, below=1)
        read.done()
        return pd.Series(
            {
                o.name: float(theory.minimum_caseload(reliability, o.probability, o.skill_sd))
                for o in self.experiment.cohort.outcomes
            },
            name="people",
        ).rename_axis("outcome")

    def break_even_weeks(self, outcome: str, extra_cost_per_person: float) -> float:
        """Weeks until hours saved by an outcome repay what was spent on reaching it.

        Parameters
        ----------
        outcome
            Name of an outcome with an effect on later hours.
        extra_cost_per_person
            GBP for each person tried, over and above usual care.

        Returns
        -------
        float
            Weeks after the outcome, at the book's price per hour; infinite without effect.
        """
        read = Arguments()
        extra_cost_per_person = read.number(
            "extra_cost_per_person", extra_cost_per_person, "GBP", "It is what must be repaid."
        )
        place = self._outcome_place(read, outcome)
        declared = self.experiment.cohort.outcomes[place]
        hours = self.experiment.setting.mean_baseline_hours * declared.later_hours_effect
        weekly = hours * declared.probability * self.book.price_per_hour
        return extra_cost_per_person / weekly if weekly else float("inf")

    def equal_pay_probability(self, first: str, second: str, outcome: str) -> float:
        """Probability of an outcome at which two contracts pay the provider the same.

        Parameters
        ----------
        first, second
            Names of contracts.
        outcome
            Name of an outcome.

        Returns
        -------
        float
            From 0 to 1; NaN when one pays more at every probability.

        Notes
        -----
        Both are run on the same chances over a grid of probabilities; between the two grid points
        where the order changes, the difference is taken as linear.
        """
        experiment = self.experiment
        read = Arguments()
        for name, contract in (("first", first), ("second", second)):
            read.option(name, contract, experiment.contracts, "It is not compared here.")
        place = self._outcome_place(read, outcome)
        compared = {name: experiment.contracts[name] for name in (first, second)}
        gap = np.empty(len(_PROBABILITIES))
        for at, probability in enumerate(_PROBABILITIES):
            outcomes = [dict(outcome) for outcome in experiment.cohort.outcomes]
            outcomes[place]["probability"] = float(probability)
            cohort = experiment.cohort.with_values(outcomes=outcomes)
            changed = replace(experiment, cohort=cohort, contracts=compared)
            runs = changed.run(min(_DRAWS, experiment.draws), changed.seeds())
            gap[at] = runs[first].revenue.mean() - runs[second].revenue.mean()
        crossings = np.flatnonzero(np.sign(gap[1:]) != np.sign(gap[:-1]))
        if not len(crossings):
            return float("nan")
        low = crossings[0]
        part = gap[low] / (gap[low] - gap[low + 1])
        return float(_PROBABILITIES[low] + part * (_PROBABILITIES[low + 1] - _PROBABILITIES[low]))

    def _outcome_place(self, read: Arguments, outcome: str) -> int:
        places = self.experiment.setting.outcomes
        why = "Only outcomes of the cohort are measured."
        read.option("outcome", outcome, places, why, "out-of-bounds")
        read.done()
        return places[outcome]

    def explain(self, contract: str, draw: int | None = None) -> str:
        """Derive what a contract pays, clause by clause, in words and numbers.

        Parameters
        ----------
        contract
            Its name.
        draw
            Number of a simulated year, from 0; left out, a year without chance, in which every
            rate and share is exactly as expected.

        Returns
        -------
        str
            One line an amount, with the lines that it rests on above it.

        Raises
        ------
        InputError
            If there is no such contract or draw.
        """
        experiment = self.experiment
        read = Arguments()
        read.option("contract", contract, experiment.contracts, "It is not compared here.")
        if draw is not None:
            why = "Only a year that was simulated can be explained."
            draw = read.whole("draw", draw, why, lowest=0, highest=experiment.draws - 1)
        read.done()
        agreed = experiment.contracts[contract]
        if draw is None:
            return agreed.explain(experiment.expected_year(), experiment.setting)
        year, place = experiment.year_of(draw, agreed.behaviour)
        return agreed.explain(year, experiment.setting, place)

    def replay(self, draw: int) -> pd.DataFrame:
        """Rebuild one draw, person by person.

        Parameters
        ----------
        draw
            Number of the draw, from 0.

        Returns
        -------
        pandas.DataFrame
            One row a person: package, contact hours as first planned, planned and delivered
            in the year, weeks in care, weekly hours at the end, and each outcome in truth,
            as measured, its week, and the weeks for which it is held where it can be lost. As
            under the first contract's behaviour.

        Raises
        ------
        InputError
            If there is no such draw.
        """
        experiment = self.experiment
        read = Arguments()
        why = "Only a year that was simulated can be rebuilt."
        draw = read.whole("draw", draw, why, lowest=0, highest=experiment.draws - 1)
        read.done()
        contract = next(iter(experiment.contracts.values()))
        year, place = experiment.year_of(draw, contract.behaviour)
        cohort = experiment.cohort
        people = pd.DataFrame(
            {
                "package": np.repeat(np.arange(1, len(cohort.packages) + 1), cohort.counts),
                "first_weekly_hours": year.baseline_hours[place],
                "planned_hours": year.planned_hours[place],
                "delivered_hours": year.delivered_hours[place],
                "weeks_in_care": year.weeks_in_care[place],
                "final_weekly_hours": year.final_hours[place],
            }
        ).rename_axis("person")
        for number, outcome in enumerate(cohort.outcomes):
            people[f"reached: {outcome.name}"] = year.reached[place, :, number]
            people[f"measured: {outcome.name}"] = year.measured[place, :, number]
            people[f"week: {outcome.name}"] = year.outcome_week[place, :, number]
            if year.weeks_held is not None:
                people[f"weeks held: {outcome.name}"] = year.weeks_held[place, :, number]
        return people

    def describe(self) -> str:
        """Say in plain words what differs, and what it rests on."""
        return words.describe(self)

    def plot_margins(self, *, ax: Canvas = None) -> Axes:
        """Draw the spread of the provider's margin under each contract.

        Parameters
        ----------
        ax
            Axes of matplotlib to draw on; left out, those of a new figure.

        Returns
        -------
        matplotlib.axes.Axes
            The axes drawn on, one row a contract.

        Raises
        ------
        MissingExtraError
            If matplotlib, the extra ``plots``, is not installed.
        InputError
            If ``ax`` is something else.
        """
        return self._plot_spread("margin", "Provider's margin", ax)

    def plot_spend(self, *, ax: Canvas = None) -> Axes:
        """Draw the spread of the payer's spend under each contract; as :meth:`plot_margins`."""
        return self._plot_spread("spend", "Payer's spend", ax)

    def _plot_spread(self, metric: str, title: str, ax: Canvas) -> Axes:
        """Draw the 5 to 95 % range and the median of a result under each contract."""
        draws = {name: getattr(held, metric) for name, held in self.metrics.items()}
        years = f"{title}, {self.experiment.draws:,} modelled years"
        return charts.spread(draws, unit="GBP a year", title=years, zero=metric == "margin", ax=ax)

    def plot_risk(self, side: str = "provider", *, ax: Canvas = None) -> Axes:
        """Draw from which sources one side's variance comes under each contract.

        Parameters
        ----------
        side
            ``"payer"`` or ``"provider"``.
        ax
            As for :meth:`plot_margins`.

        Returns
        -------
        matplotlib.axes.Axes
            The axes drawn on, one row a contract; shares add up to 1.

        Raises
        ------
        MissingExtraError
            If matplotlib, the extra ``plots``, is not installed.
        InputError
            If there is no such side, or ``ax`` is something else.
        """
        read = Arguments()
        read.option("side", side, _SIDES, "Only the two sides of a contract bear its risk.")
        read.done()
        sources = (*SOURCES, "interactions")
        parts = pd.DataFrame({name: self.risk[f"{side}_share: {name}"] for name in sources})
        title = f"Variance of the {side}'s result by source, modelled"
        return charts.shares(parts.set_axis(list(self.contracts)), title=title, ax=ax)

    def _repr_html_(self) -> str:
        experiment = self.experiment
        amounts = ["expected_spend", "expected_spend_error", "margin", "margin_error"]
        shares = ["margin_share", "probability_of_loss"]
        table = self.payer.join(self.provider)[[*amounts, *shares]].to_html(
            float_format="{:,.0f}".format,
            formatters=dict.fromkeys(shares, "{:.1%}".format),
        )
        return (
            f"<p>{experiment.cohort.people} people, {experiment.draws:,} simulated years of "
            f"{experiment.weeks} weeks, seed {experiment.seed}; GBP a year, each expectation "
            f"with its Monte Carlo error. Modelled, not observed.</p>{table}"
        )

    def __repr__(self) -> str:
        experiment = self.experiment
        return (
            f"<PaymentComparison of {len(self.contracts)} contracts, "
            f"{experiment.cohort.people} people, {experiment.draws:,} draws, seed "
            f"{experiment.seed}, fairprice {self.version}>"
        )
