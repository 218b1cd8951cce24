"""A comparison in plain words."""

from __future__ import annotations

from typing import Any

import numpy as np

from fairprice.draws import places_of
from fairprice.payment.cohort import MODELLED, SOURCES
from fairprice.payment.comparison.figures import Figures


def _hours(result: Figures) -> list[str]:
    """Say first how much care there is: planned, delivered, and what an hour of it costs."""
    volume = result.volume
    planned = result.experiment.expected_year().weekly_planned_hours()[0]
    ours, book = (volume.loc[row] for row in ("comparison", "book"))
    return [
        f"A year without chance has {ours.planned_hours:,.0f} planned and "
        f"{ours.delivered_hours:,.0f} delivered contact hours a year: {planned[0]:,.0f} planned in "
        f"the first week, {planned[-1]:,.0f} in the last.",
        f"A delivered hour costs the provider {_each(ours.cost_per_hour)}; in the open book of "
        f"{result.book.assumptions.about.provider_name}, {_each(book.cost_per_hour)}, on "
        f"{book.delivered_hours:,.0f} hours a year.",
        "Lengths of visits and how many there are of each: "
        + (
            "those of the open book, in its proportions."
            if result.experiment.has_the_visits_of_the_book
            else "as stated for these people."
        ),
        *_differences(result),
        *_part_of_a_year(result),
    ]


def _part_of_a_year(result: Figures) -> list[str]:
    """Say what becomes of amounts that are stated a year, where the year has other weeks."""
    weeks, whole = result.experiment.weeks, result.experiment.setting.costs.weeks_per_year
    if weeks == whole:
        return []
    return [
        f"{weeks} weeks are compared. What a contract states a year is paid, or counted, once in "
        f"them; of cost that is fixed for a year they bear {weeks / whole:.1%}."
    ]


def _each(cost: Any) -> str:
    return f"GBP {cost:,.2f}" if np.isfinite(cost) else "nothing, as there is none"


def _share(row: Any, name: str) -> str:
    """Show a share with no digit finer than its Monte Carlo error."""
    error = row[f"{name}_error"]
    known = np.isfinite(error) and error > 0
    behind = min(max(places_of(error) - 2, 0), 1) if known else 0
    return f"{row[name]:.{behind}%}"


def _drivers(result: Figures) -> list[str]:
    """List what moves a margin most, and last what moves only the spread."""
    table = result.drivers
    moving = table[table["margin_change"] != 0]
    spread = [str(name) for name in table.index.difference(moving.index, sort=False)]
    said = [
        f"- {driver}: GBP {row.margin_change:+,.0f} under {row.contract}; {row.rests_on}."
        for driver, row in moving.iterrows()
    ]
    return [*said, f"- No more than the spread: {', '.join(spread)}."] if spread else said


def _differences(result: Figures) -> list[str]:
    """Say what other hours and other visits than the book's do to the cost of an hour."""
    volume = result.volume
    ours, book = (volume.loc[row] for row in ("comparison", "book"))
    if not ours.delivered_hours:
        return []
    said = []
    if not np.isclose(ours.delivered_hours, book.delivered_hours, rtol=1e-6):
        moved = ours.cost_per_hour - ours.cost_per_hour_at_the_hours_of_the_book
        said.append(
            f"These people's hours are {ours.delivered_hours / book.delivered_hours:.0%} of the "
            f"book's: that moves the cost of an hour by GBP {moved:+,.2f}. The provider is costed "
            "as if it delivered these hours and no others."
        )
    if not np.isclose(ours.visits_per_hour, book.visits_per_hour, rtol=1e-6):
        moved = ours.cost_per_hour_at_the_hours_of_the_book - book.cost_per_hour
        said.append(
            f"They have {ours.visits_per_hour:.2f} visits an hour delivered where the book has "
            f"{book.visits_per_hour:.2f}: that, with visits cancelled at short notice where the "
            f"book pays for them, moves it by GBP {moved:+,.2f}."
        )
    return [*said, result.book.what_costs_follow]


def describe(result: Figures) -> str:
    """Say what differs between the contracts, and what it rests on."""
    experiment = result.experiment
    cohort = experiment.cohort
    text = [
        f"{len(result.contracts)} contracts on the same {cohort.people} people, the same visits "
        f"and the same chances: {experiment.draws:,} simulated years of {experiment.weeks} weeks, "
        f"seed {experiment.seed}, fairprice {result.version}.",
        "",
        *_hours(result),
        "",
        "What each pays and leaves, a year (GBP; Monte Carlo error in brackets):",
    ]
    for name in result.contracts:
        payer, provider = result.payer.loc[name], result.provider.loc[name]
        text.append(
            f"- {name}: the payer spends {payer.expected_spend:,.0f} "
            f"({payer.expected_spend_error:,.0f}); the provider keeps {provider.margin:,.0f} "
            f"({provider.margin_error:,.0f}), "
            f"{_share(provider, 'margin_share')} of revenue, and makes a loss in "
            f"{_share(provider, 'probability_of_loss')} of years."
        )
    text += ["", "Who bears what:"]
    for name in result.contracts:
        row = result.risk.loc[name]
        bearers = {
            side: [s for s in SOURCES if row[f"bearer: {s}"] == side]
            for side in ("provider", "payer", "shared")
        }
        listed = "; ".join(f"{side}: {', '.join(s)}" for side, s in bearers.items() if s)
        text.append(f"- {name}: {listed or 'nothing varies'}.")
    text += ["", "At equal expected spend, so that risk and not generosity is compared:"]
    for name in result.contracts:
        row = result.equal_cost.loc[name]
        text.append(
            f"- {name}: margin {row.margin:,.0f}, a loss in "
            f"{_share(row, 'probability_of_loss')} of years, {row.expected_shortfall:,.0f} on "
            "average in the worst twentieth."
        )
    planned = result.book.value("return_on_operations")
    text += [
        "",
        "What it rests on, the largest first: how far a tenth more of each moves a margin in a "
        "year without chance, under the contract that it moves most:",
        *_drivers(result),
        "",
        "And on this:",
        "- Costs come from the open book, each by what it follows, on the visits and contact hours "
        "delivered.",
        "- What the provider keeps is what a contract leaves of its payments. The return that the "
        f"open book plans, GBP {planned:,.2f} an hour, is another thing, and no cost.",
        "- No head-to-head trial of payment models in home care exists; the comparison is "
        "modelled.",
        f"- Fields of the cohort without a published source ({MODELLED}): "
        + (", ".join(cohort.modelled()) or "none")
        + ".",
    ]
    for name, contract in experiment.contracts.items():
        if contract.behaviour.is_on:
            active = ", ".join(f"{k} {v:g}" for k, v in contract.behaviour.active.items())
            text.append(f"- Provider behaviour under {name} ({MODELLED}): {active}.")
    if not any(contract.behaviour.is_on for contract in experiment.contracts.values()):
        text.append("- No provider is taken to behave differently under any contract.")
    return "\n".join(text)
