"""Contracts clause by clause, and every assumption with its source or flag."""

from __future__ import annotations

from typing import Any

from fairprice.cost.derivation import label_of, unit_of
from fairprice.declare.fields import Kind
from fairprice.declare.input_field import declared
from fairprice.payment import Behaviour, PaymentComparison
from fairprice.payment.cohort import Cohort, Outcome, standing_of
from fairprice.payment.comparison.run import OF_THE_BOOK
from fairprice.workbook.model import Column, Content, Sheet
from fairprice.workbook.number_formats import entered_format, number_format
from fairprice.workbook.sheets.comparison.ledger import ALL

CONTRACTS, ASSUMPTIONS = "Contracts", "Assumptions"
MODELLED_FLAG = "modelled, not observed"
_STATED = "stated for the comparison"


def contracts_sheet(result: PaymentComparison) -> Sheet:
    """One row a clause."""
    sheet = Sheet(
        CONTRACTS,
        "Contracts, clause by clause",
        (
            "What each contract says, in the order in which its clauses are applied.",
            "The source is that of the form of contract; its prices and terms are those compared "
            "here.",
        ),
        [Column("Contract", 40), Column("Clause", 44), Column("Terms", 84), Column("Source", 64)],
    )
    for name, contract in result.experiment.contracts.items():
        for clause, words in contract.clauses.items():
            sheet.add(name, clause, words, contract.source or "No source stated")
    return sheet


def assumptions_sheet(result: PaymentComparison) -> Sheet:
    """Every field of the cohort, the open book's costs, and behaviours."""
    sheet = Sheet(
        ASSUMPTIONS,
        "Assumptions",
        (
            f"What the simulation rests on. A value without a published source is flagged "
            f"{MODELLED_FLAG}.",
            "To change one that is not on Inputs, run the comparison again.",
        ),
        [
            Column("Assumption", 46), Column("Contract", 34), Column("Value", 16),
            Column("Unit", 30), Column("What it is", 54), Column("Standing", 26),
            Column("Source", 74),
        ],
    )  # fmt: skip
    experiment = result.experiment
    cohort = experiment.cohort

    def add(
        label: str, value: Any, unit: str, means: str, source: str | None, contract: str = ALL,
        kind: Kind | None = None, is_worked_out: bool = False,
    ) -> None:  # fmt: skip
        standing = standing_of(source) if source else MODELLED_FLAG
        if source == _STATED:
            standing = _STATED
        content: Content = float(value) if isinstance(value, (int, float)) else str(value)
        sheet.add(
            label, contract, content, unit, means, standing, source or "None found",
            number_format=(number_format if is_worked_out else entered_format)(unit, kind),
        )  # fmt: skip

    add("Simulated years", experiment.draws, "years", "Draws.", _STATED)
    add("Seed", experiment.seed, "number", "Fixes the chances.", _STATED)
    add("Weeks", experiment.weeks, "weeks", "Length of a year.", _STATED)
    for name, field in declared(Cohort).items():
        source = cohort.sources.get(name)
        value = getattr(cohort, name)
        if name == "packages":
            means = "In a normal week."
            if of_the_book := experiment.has_the_visits_of_the_book:
                means = f"In a normal week; not stated: {OF_THE_BOOK}."
            _packages(cohort, add, source, means, is_worked_out=of_the_book)
        elif name == "outcomes":
            _outcomes(cohort, add, source)
        elif name == "correlations":
            for pair, size in value.items():
                add(f"Correlation: {pair}", size, field.unit, field.description, None)
        elif name != "sources" and value not in (None, {}):
            source = _STATED if name == "people" else source
            add(field.label, value, field.unit, field.description, source, kind=field.kind)
    book = f"Open book of {result.book.assumptions.about.provider_name}"
    for name, value in experiment.setting.costs.values.items():
        add(label_of(result.book, name), float(value), unit_of(result.book, name),
            "Part of the provider's cost, before return.", book, is_worked_out=True)  # fmt: skip
    if result.risk_aversion is not None:
        add("Risk aversion", result.risk_aversion, "per GBP", "Of the provider, constant.", None)
    for name, contract in experiment.contracts.items():
        for word, value in contract.behaviour.active.items():
            field = declared(Behaviour)[word]
            add(f"Behaviour: {field.label}", value, field.unit, field.description, None, name,
                field.kind)  # fmt: skip
    if not any(c.behaviour.is_on for c in experiment.contracts.values()):
        add("Provider behaviour", "none", "text",
            "No provider is taken to behave differently under any contract.", _STATED)  # fmt: skip
    return sheet


def _packages(
    cohort: Cohort, add: Any, source: str | None, means: str, *, is_worked_out: bool
) -> None:
    for number, package in enumerate(cohort.packages, start=1):
        add(f"Package {number}: share", package.share, "share of people", "With this package.",
            source)  # fmt: skip
        for minutes, visits in zip(package.visit_minutes, package.visits_per_week, strict=True):
            add(f"Package {number}: {minutes:g}-minute visits", visits, "visits a week",
                means, source, is_worked_out=is_worked_out)  # fmt: skip


def _outcomes(cohort: Cohort, add: Any, source: str | None) -> None:
    published = {"name", "probability", "expected_week", "later_hours_effect"}
    for outcome in cohort.outcomes:
        for name, field in declared(Outcome).items():
            if field.is_number and getattr(outcome, name) is not None:
                add(f"{field.label}: {outcome.name}", getattr(outcome, name), field.unit,
                    field.description, source if name in published else None,
                    kind=field.kind)  # fmt: skip
