"""The sections that every report has: price, build-up, pay, evidence, lines, inputs, law."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from fairprice.assumptions.evidence import FROM_THE_STARTER, QUALITIES, in_words
from fairprice.calculation import ANNEX_A
from fairprice.cost import MINIMUM_WAGE, OpenBook
from fairprice.cost.build_up import build_up_by_the_hour
from fairprice.cost.minimum_wage import minimum_wage_verdict, of_adults
from fairprice.errors import Problem
from fairprice.money import pence
from fairprice.negotiation import challenges
from fairprice.report.parts import Picture, Section, Table
from fairprice.workbook.as_written import INPUTS_COUNTED, AsWritten
from fairprice.workbook.sheets.front import HOW_TO_USE, LIMITS

#: Rows of ``OpenBook.visit_prices`` that stand only beside a fee that someone stated.
_BESIDE_A_FEE = ("flat_fee_per_visit", "gap_per_visit", "gap_per_year")
_PRICES = ("price_per_visit", "hourly_rate", "price_point")


def _minutes(length: Any) -> str:
    return f"{length:g} minutes"


def of_a_book(book: OpenBook) -> Iterator[Section]:
    """Tell what a book says, the answer first."""
    yield _price(book)
    yield _hour(book)
    yield _visits(book)
    yield _pay(book)
    yield _evidence(book)
    yield from _challenges(book)


def annexes(book: OpenBook) -> Iterator[Section]:
    """List every line, input and statutory value, and where the figures end."""
    yield _lines(book)
    yield _inputs(book)
    if book.law_names:
        yield _law(book)
    limits = [(name, text) for name, text in LIMITS.items() if name != HOW_TO_USE]
    yield Section("limits", "Limits", facts=limits)


def _price(book: OpenBook) -> Section:
    fee = book.assumptions.fees.flat_hourly_fee
    shown = _PRICES if fee is None else (*_PRICES, *_BESIDE_A_FEE)
    steps = [step for step in book.fee_rows if step.name in shown]
    prices = book.visit_prices()[[step.name for step in steps]]
    words = [
        f"An average contact hour at the stated visit mix costs GBP {pence(book.price_per_hour)}, "
        "with its return."
    ]
    if fee is not None:
        words.append(
            f"The flat fee is GBP {pence(fee)} an hour. A fee less price below zero means that the "
            "fee does not cover cost and return."
        )
    return Section(
        "price",
        "The price",
        [*words, *([book.law_not_enacted] if book.law_not_enacted else [])],
        tables=[
            Table(
                "Price of one visit by one careworker",
                ["Visit", *(f"{step.label} ({step.unit})" for step in steps)],
                [
                    [_minutes(minutes), *map(pence, row)]
                    for minutes, row in zip(prices.index, prices.to_numpy(), strict=True)
                ],
            )
        ],
    )


def _hour(book: OpenBook) -> Section:
    hourly = build_up_by_the_hour(book, book.assumptions.fees.fee_visit_minutes)
    totals = hourly.sum(axis=1)
    listed = ", ".join(f"{name} {pence(total)}" for name, total in totals.items())
    return Section(
        "hour",
        "What an hour is made of",
        picture=Picture(
            "hour-chart",
            f"Stacked bars of the parts of an hour, GBP per contact hour: {listed}.",
            lambda ax: book.plot(ax=ax),
        ),
        tables=[_with_totals("Parts of an hour (GBP per contact hour)", hourly)],
    )


def _visits(book: OpenBook) -> Section:
    table = book.build_up()
    totals = table.sum(axis=1)
    listed = ", ".join(f"{_minutes(m)} {pence(total)}" for m, total in totals.items())
    return Section(
        "visits",
        "What a visit is made of",
        picture=Picture(
            "visits-chart",
            f"Stacked bars of the parts of a visit at its length, GBP per visit: {listed}.",
            lambda ax: book.plot_visit_lengths(ax=ax),
        ),
        tables=[_with_totals("Parts of a visit (GBP per visit)", table.rename(index=_minutes))],
    )


def _with_totals(caption: str, parts: pd.DataFrame) -> Table:
    whole = parts.assign(Price=parts.sum(axis=1))
    rows = zip(whole.index, whole.to_numpy(), strict=True)
    return Table(
        caption, ["Visits", *whole.columns], [[str(name), *map(pence, row)] for name, row in rows]
    )


def _pay(book: OpenBook) -> Section:
    if MINIMUM_WAGE not in book.rates:
        return Section(
            "pay", "Pay and the minimum wage", ["The register has no minimum wage for this date."]
        )
    adults = of_adults(book.minimum_wage_test())
    return Section(
        "pay",
        "Pay and the minimum wage",
        [minimum_wage_verdict(book)],
        tables=[
            Table(
                f"Pay that counts over time that counts, {adults['age_group'].iloc[0]} "
                "(GBP per hour)",
                ["Visits", "Pay band", "Pay", "Minimum wage", "Margin", "Result"],
                [
                    [
                        row["activity"], row["pay_band"], pence(row["pay_rate"]),
                        pence(row["minimum_wage"]), pence(row["margin"]),
                        "meets it" if row["passes"] else "falls short",
                    ]
                    for row in adults.to_dict("records")
                ],
            )
        ],
    )  # fmt: skip


def _evidence(book: OpenBook) -> Section:
    party, rests_on = book.assumptions, AsWritten.of(book).rests_on
    known = party.evidence
    counts = [
        (INPUTS_COUNTED, rests_on.inputs),
        ("with a source", rests_on.sourced),
        ("without a source", rests_on.without),
        *([(FROM_THE_STARTER, rests_on.starter)] if rests_on.starter else []),
        *(
            (f"rated {quality} by their owner", sum(e.quality == quality for e in known.values()))
            for quality in QUALITIES
        ),
        ("with a low and a high", sum(e.low is not None for e in known.values())),
        ("contested", len(party.contested)),
        ("Statutory values used", len(book.law_names)),
        ("of them the party's own and not the register's", len(book.own_law)),
    ]
    return Section(
        "evidence",
        "What it rests on",
        [book.what_costs_follow],
        tables=[
            Table(
                "What the figures rest on", ["What", "How many"], [[w, str(n)] for w, n in counts]
            )
        ],
    )


def _challenges(book: OpenBook) -> Iterator[Section]:
    for answered, name, title in (
        (False, "open", "Questions that are open"),
        (True, "answered", "Questions that are answered"),
    ):
        found = challenges(book, answered=answered)
        if found:
            yield Section(name, title, facts=[_question(book, one) for one in found])


def _question(book: OpenBook, found: Problem) -> tuple[str, str]:
    name = found.where.split(".")[-1]
    entry = book.assumptions.evidence.get(name)
    answer = f" Answer: {entry.note}" if entry is not None and entry.note else ""
    return book.label(name), f"{found.what} {found.why}{answer}"


def _lines(book: OpenBook) -> Section:
    table = book.lines.drop(columns=["name", "kind"])
    rows = [
        [str(label), *map(pence, amounts), f"{share:.1%}"]
        for label, (*amounts, share) in zip(table.index, table.to_numpy(), strict=True)
    ]
    return Section(
        "lines",
        "Every line, and how it is worked out",
        [
            "The 32 rows of the cost-of-care exercise. One visit is the part every visit carries, "
            "one contact hour the part every hour carries. Open a line to see how it comes about, "
            "down to inputs, law and their sources."
        ],
        tables=[
            Table(
                "Cost lines (GBP)",
                ["Line", *(str(c).replace("_", " ").capitalize() for c in table.columns)],
                rows,
            )
        ],
        opened=[
            (f"{book.label(line)}: {pence(book.value(line))} GBP", book.explain(line))
            for line in ANNEX_A
            if line in book.plan
        ],
    )


def _inputs(book: OpenBook) -> Section:
    party, sources = book.assumptions, AsWritten.of(book).sources
    fields = party.fields()
    return Section(
        "inputs",
        "What is stated, and its source",
        tables=[
            Table(
                "Inputs",
                ["Input", "Value", "Unit", "Source"],
                [
                    [
                        fields[name].label,
                        in_words(value),
                        fields[name].unit,
                        sources[name],
                    ]
                    for name, value in party.inputs().items()
                ],
                words=True,
            )
        ],
    )


def _law(book: OpenBook) -> Section:
    return Section(
        "law",
        "The law it rests on",
        tables=[
            Table(
                "Statutory values",
                ["Value", "Amount", "Unit", "From", "To", "Certainty", "Source"],
                [
                    [
                        law.label, in_words(law.value), law.unit, str(law.valid_from),
                        str(law.valid_to or "no last day is set"), law.certainty_in_full,
                        law.source,
                    ]
                    for law in (book.rates[name] for name in book.law_names)
                ],
                words=True,
            )
        ],
    )  # fmt: skip
