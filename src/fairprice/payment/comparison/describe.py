"""A comparison in plain words."""

from __future__ import annotations

from fairprice.payment.cohort import MODELLED, SOURCES
from fairprice.payment.comparison.figures import Figures


def _hours(result: Figures) -> list[str]:
    """Say first how much care there is: planned, delivered, and what an hour of it costs."""
    experiment, about = result.experiment, result.book.assumptions.about
    year = experiment.expected_year()
    planned = year.weekly_planned_hours()[0]
    delivered = float(year.weekly_hours().sum())
    cost = float(experiment.setting.provider_cost(year).sum())
    each = f"GBP {cost / delivered:,.2f}" if delivered else "nothing"
    of_the_book = result.book.value("total_cost")
    return [
        f"A year without chance has {planned.sum():,.0f} planned and {delivered:,.0f} delivered "
        f"contact hours: {planned[0]:,.0f} planned in the first week, {planned[-1]:,.0f} in the "
        f"last. A delivered hour costs the provider {each}; in the open book of "
        f"{about.provider_name}, GBP {of_the_book:,.2f}.",
    ]


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
            f"({provider.margin_error:,.0f}), {provider.margin_share:.1%} of revenue, and makes a "
            f"loss in {provider.probability_of_loss:.1%} of years."
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
            f"- {name}: margin {row.margin:,.0f}, a loss in {row.probability_of_loss:.1%} of "
            f"years, {row.expected_shortfall:,.0f} on average in the worst twentieth."
        )
    text += [
        "",
        "What it rests on:",
        "- Costs come from the open book, on the visits and contact hours delivered.",
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
