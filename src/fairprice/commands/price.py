"""Prices a file of assumptions."""

from __future__ import annotations

import argparse
from pathlib import Path

import fairprice as fp
from fairprice.assumptions.evidence import FROM_THE_STARTER
from fairprice.commands.files import GivenLaw, about, may_write, read_book
from fairprice.commands.options import (
    add_edition,
    add_law,
    add_no_challenge,
    add_position,
    add_replace,
    edition_of_out,
)
from fairprice.commands.wording import listed, money, say, table, wrapped
from fairprice.cost.minimum_wage import minimum_wage_verdict
from fairprice.errors import InputError, Problem, StatutoryError

HELP = "price an hour and each visit length, and write the fee workbook"
TEACHES = (
    "Prices an hour of care and each visit length, tests pay against the minimum wage with "
    "travel time counted, and writes a fee workbook whose formulas anyone can follow."
)
EXAMPLE = ("price provider.toml --lines", "price intake.xlsx --out fees.xlsx")

#: Rows of ``OpenBook.visit_prices`` that are shown, where the book has them.
_SHOWN = ("price_per_visit", "hourly_rate", "price_point", "flat_fee_per_visit", "gap_per_visit")

#: Rows of ``prices_under_laws`` that are no rows of the calculation.
_ROWS = {
    "minimum_wage_margin": "Pay that counts less the minimum wage",
    "price_per_hour_at_legal_pay": "Price if pay were raised to the minimum wage",
}

_NO_SCENARIOS = Problem(
    "missing", "--scenarios", "has no law file to take them from.",
    "Scenarios are sets of values of a law file.", "Add --law law.toml.",
)  # fmt: skip


def add_to(command: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_position(command, "file", "the assumptions")
    command.add_argument(
        "--out", type=Path, metavar="FEES.xlsx", help="write the fee workbook to this file"
    )
    command.add_argument(
        "--published",
        action="store_true",
        help="write values only, for publication; by default formulas stay live",
    )
    add_edition(command)
    command.add_argument("--lines", action="store_true", help="show all 32 cost lines")
    command.add_argument(
        "--explain",
        metavar="LINE",
        help="derive a line, named in part, down to the inputs and the law",
    )
    add_law(command)
    command.add_argument(
        "--scenarios",
        action="store_true",
        help="show the price under each scenario of the law file too, side by side",
    )
    add_no_challenge(command)
    add_replace(command)


def run(args: argparse.Namespace) -> int:
    """Print prices and the minimum wage verdict; write the fee workbook where asked."""
    edition, endings = edition_of_out(args, "fees.xlsx")
    may_write(args.out, endings, replace=args.replace, beside=[args.file])
    if args.scenarios and args.law is None:
        raise InputError([_NO_SCENARIOS])
    book = read_book(args.file, GivenLaw.of(args), challenge=args.challenge)
    derivation = "" if args.explain is None else book.explain(args.explain)
    say(build_up(book, lines=args.lines))
    if open_ones := _open_questions(book, refusing=args.challenge):
        say(f"\n{open_ones}")
    if args.scenarios:
        say(f"\n{_under_scenarios(book, args.law)}")
    if derivation:
        say(f"\n{derivation}")
    if args.out is not None:
        written = fp.write_fee_workbook(book, args.out, published=args.published, **edition)
        say(f"\nThe fee workbook is {written}")
    return 0


def _under_scenarios(book: fp.OpenBook, law: Path) -> str:
    with about(law):
        prices = fp.prices_under_laws(book.assumptions, law)
    labels = {name: book.rates[name].label for name in prices.index if name in book.rates}
    labels["price_per_hour"] = book.label("price")
    rows = [
        [labels.get(row) or _ROWS.get(row) or book.label(row), *(f"{x:,.4g}" for x in values)]
        for row, values in zip(prices.index, prices.to_numpy(), strict=True)
    ]
    return table(["Under each scenario (GBP per contact hour)", *map(str, prices.columns)], rows)


def heading(book: fp.OpenBook) -> str:
    """Name whose price it is, where and when."""
    about = book.assumptions.about
    own = len(book.own_law)
    law = f", under {own} value{'s' * (own > 1)} of its own law" if own else ""
    return f"{about.provider_name}, {about.nation}, price date {about.price_date}{law}"


def build_up(book: fp.OpenBook, *, lines: bool) -> str:
    """Write the price, the prices by visit length and the verdict, and the lines if asked."""
    parts = [
        heading(book),
        f"Price per contact hour at the stated visit mix: GBP {money(book.price_per_hour)}",
        *([wrapped(starter)] if (starter := _from_the_starter(book)) else []),
        *([_lines(book)] if lines else []),
        _visit_prices(book),
        *([wrapped(before)] if (before := _before_the_tax_year(book)) else []),
        wrapped(minimum_wage_verdict(book)),
        wrapped(book.what_costs_follow),
        *(
            [wrapped(f"Law that is not enacted. {unsure}")]
            if (unsure := book.law_not_enacted)
            else []
        ),
    ]
    return "\n\n".join(parts)


def _open_questions(book: fp.OpenBook, *, refusing: bool) -> str:
    """List open challenges: those that a form is refused for, where asked, and lines far off."""
    headings = {True: "Questions that are open; a form is refused for them until a note answers:",
                False: "Far from what is published; nothing is refused for it:"}  # fmt: skip
    parts = [
        f"{heading}\n{listed(found, book.assumptions)}"
        for refuses, heading in headings.items()
        if refusing or not refuses
        if (found := fp.challenges(book, answered=False, refusing=refuses))
    ]
    return "\n\n".join(parts)


def _from_the_starter(book: fp.OpenBook) -> str:
    """Say which values nobody stated, and how many are left to answer."""
    party = book.assumptions
    names = party.from_the_starter
    if not names:
        return ""
    labels = "; ".join(party.fields()[name].label for name in names)
    return (
        f"{FROM_THE_STARTER}: {len(names)} value{'s' * (len(names) > 1)}, evidence of nothing. "
        f"Left to answer: {labels}."
    )


def _before_the_tax_year(book: fp.OpenBook) -> str:
    """Say at once that a price of the first days of April is one of the tax year before."""
    from fairprice.cost import next_tax_year  # a command loads the rooms it needs

    said = next_tax_year(book)
    if not said:
        return ""
    date = book.assumptions.about.price_date
    year = f"{date.year}-{(date.year + 1) % 100:02}"
    told = f"{said} The price above is that of {date} alone."
    try:
        contract = fp.price_contract_year(book, year)
    except StatutoryError:
        return f"{told} The law of the whole contract year {year} is not known."
    return (
        f"{told} Over the contract year {year}, days in proportion: "
        f"GBP {money(contract.price_per_hour)} per contact hour."
    )


def _lines(book: fp.OpenBook) -> str:
    shown = book.lines[["average_contact_hour", "one_visit", "one_contact_hour", "share_of_price"]]
    headings = [str(name).replace("_", " ") for name in shown.columns]
    rows = [
        [str(label), *(money(amount) for amount in amounts), f"{share:.1%}"]
        for label, (*amounts, share) in zip(shown.index, shown.to_numpy(), strict=True)
    ]
    return table(["Cost line (GBP)", *headings], rows)


def _visit_prices(book: fp.OpenBook) -> str:
    prices = book.visit_prices()
    steps = [step for step in book.fee_rows if step.name in _SHOWN]
    headings = [f"{book.fee_words(step.label)} ({step.unit})" for step in steps]
    shown = prices[[step.name for step in steps]]
    rows = [
        [f"{minutes:g} minutes", *(money(amount) for amount in row)]
        for minutes, row in zip(shown.index, shown.to_numpy(), strict=True)
    ]
    return table(["Visit", *headings], rows)
