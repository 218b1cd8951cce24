"""Prices a rate card."""

from __future__ import annotations

import argparse
import csv
import math
from pathlib import Path
from typing import Any

import fairprice as fp
from fairprice.commands.files import GivenLaw, about, loaded, may_write, priced_card, read_card
from fairprice.commands.options import (
    add_edition,
    add_law,
    add_no_challenge,
    add_replace,
    edition_of_out,
)
from fairprice.commands.wording import money, say, table, wrapped
from fairprice.cost.minimum_wage import of_adults
from fairprice.declare.units import PER_CONTACT_HOUR
from fairprice.errors import InputError, Problem
from fairprice.files import TOML

HELP = "price a rate card: zones, services, carers and times, and write its workbook"
TEACHES = (
    "Prices every zone, service, number of carers, time of the week and visit length of a rate "
    "card from first principles, rounds the prices so that they hold together, and adds up what "
    "the visits of a year cost. `demo` writes a rate card to begin with."
)
EXAMPLE = ("demo care", "ratecard care/county.toml --out card.xlsx")

#: Columns of a CSV file of volumes that hold numbers.
_NUMBERS = ("visit_minutes", "visits_per_year", "present_price")


def add_to(command: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    command.add_argument(
        "card", type=Path, metavar="CARD", help="the rate card: .toml, or a filled-in form (.xlsx)"
    )
    command.add_argument(
        "--base", type=Path, metavar="BASE.toml",
        help="assumptions in place of the card's base, such as those that `survey --book` writes",
    )  # fmt: skip
    command.add_argument(
        "--volumes",
        type=Path,
        metavar="VOLUMES.csv",
        help="visits of a year, in place of the card's: one row for each cell and provider",
    )
    command.add_argument(
        "--out", type=Path, metavar="CARD.xlsx", help="write the rate card workbook to this file"
    )
    command.add_argument(
        "--published",
        action="store_true",
        help="write the fee table alone, values only, for publication",
    )
    add_edition(command)
    command.add_argument(
        "--save", type=Path, metavar="CARD.toml", help="write the rate card as one file"
    )
    add_law(command)
    add_no_challenge(command)
    add_replace(command)


def run(args: argparse.Namespace) -> int:
    """Print the fee table and what the visits cost; write the workbook where asked."""
    edition, endings = edition_of_out(args, "card.xlsx")
    given = [path for path in (args.card, args.base, args.volumes) if path is not None]
    may_write(args.out, endings, replace=args.replace, beside=given)
    may_write(args.save, TOML, replace=args.replace, beside=given)
    law = GivenLaw.of(args)
    card = read_card(args.card, law, challenge=args.challenge)
    if args.base is not None:
        base = loaded(args.base, fp.load_assumptions)
        with about(args.card):
            card = card.on(base)
    if args.volumes is not None:
        with about(args.volumes):
            card = card.with_volumes(read_csv(args.volumes))
    priced = priced_card(card, args.card, law)
    stated = card.base.about
    say(wrapped(f"{stated.provider_name}, {stated.nation}, price date {stated.price_date}\n"))
    say(_fees(priced))
    if alike := priced.times_without_premium:
        say(
            wrapped(
                f"\nNot dearer than a weekday: {', '.join(alike)}. The premium for these hours "
                "is zero, and the card states no other."
            )
        )
    if short := _below_minimum_wage(priced):
        say(wrapped(f"\n{short}"))
    if card.volumes:
        say(f"\n{_spend(fp.Spend.of(priced))}")
    if args.out is not None:
        written = fp.write_rate_card_workbook(priced, args.out, published=args.published, **edition)
        say(f"\nThe rate card workbook is {written}")
    if args.save is not None:
        fp.dump_rate_card(card, args.save)
        say(f"\nThe rate card is in {args.save}")
    return 0


def _fees(priced: fp.PricedRateCard) -> str:
    """Write the fee table: under zone, service and carers, a row for each time."""
    fees = priced.fee_table
    headings = ["Visit (GBP)", *(f"{minutes:g} min" for minutes in fees.columns)]
    rows = [
        [f"  {time}", *("-" if math.isnan(price) else money(price) for price in prices)]
        for (*_, time), prices in zip(fees.index, fees.to_numpy(), strict=True)
    ]
    lines = table(headings, rows).split("\n")
    written, last = lines[: -len(rows)], None
    for (zone, service, carers, _), line in zip(fees.index, lines[-len(rows) :], strict=True):
        if (zone, service, carers) != last:
            written.append(wrapped(f"{zone}; {service}; {carers}"))
            last = zone, service, carers
        written.append(line)
    return "\n".join(written)


def _below_minimum_wage(priced: fp.PricedRateCard) -> str:
    """Say in which zones and services pay does not meet the minimum wage of adults."""
    adults = of_adults(priced.minimum_wage_test())
    short = adults[~adults["passes"].astype(bool)]
    if short.empty:
        return ""
    margins = short.groupby(["zone", "service"], sort=False)["margin"].min()
    where = "; ".join(
        f"{zone}, {service}, by GBP {money(-margin)} an hour"
        for (zone, service), margin in zip(margins.index, margins, strict=True)
    )
    return (
        f"Minimum wage: NOT MET at the stated visit mix in {where}. Pay below it is unlawful, and "
        "the fees that rest on it are too low."
    )


def _spend(spend: fp.Spend) -> str:
    sums = [(str(name), row) for name, row in spend.by_provider.iterrows()]
    rows = [
        [name, *(_pounds(row[column]) for column in ("contact_hours", "spend", "budget_impact")),
         "-" if math.isnan(row["blended_price"]) else money(row["blended_price"])]
        for name, row in [*sums, ("All together", spend.total)]
    ]  # fmt: skip
    headings = [
        "Provider", "contact hours a year", "spend (GBP a year)", "more than now (GBP a year)",
        PER_CONTACT_HOUR,
    ]  # fmt: skip
    return table(headings, rows)


def _pounds(amount: float) -> str:
    return "not known" if math.isnan(amount) else f"{amount:,.0f}"


def read_csv(path: Path) -> list[dict[str, Any]]:
    """Read volumes from a CSV file; what is empty is left out.

    Raises
    ------
    InputError
        If the file cannot be read.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, restkey="more than the columns", strict=True))
    except (OSError, ValueError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(
            [
                Problem(
                    "cannot-read", str(path), f"cannot be read ({reason}).",
                    "The spend is worked out from it.",
                    "Give a CSV file in UTF-8 with the columns of volumes.",
                )
            ]
        ) from error  # fmt: skip
    if not rows:
        raise InputError([_no_rows(path)])
    return [{name: _read(name, text) for name, text in row.items() if text} for row in rows]


def _no_rows(path: Path) -> Problem:
    return Problem(
        "no-volumes", str(path), "has no rows below its headings.",
        "The spend would be nothing, without a word.",
        "Give a row for each cell and provider, or leave --volumes out.",
    )  # fmt: skip


def _read(name: str, text: Any) -> Any:
    if name in _NUMBERS:
        try:
            return float(text)
        except (TypeError, ValueError):
            return text
    return text
