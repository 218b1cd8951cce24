"""Writes what is published of a price: values only, rounded as they are paid."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import fairprice as fp
from fairprice.commands.csv_text import write_csv
from fairprice.commands.files import (
    CSV,
    EDITIONS,
    GivenLaw,
    holds_a_rate_card,
    loaded,
    may_write,
    priced_card,
    read_book,
)
from fairprice.commands.options import (
    add_edition,
    add_law,
    add_no_challenge,
    add_position,
    add_replace,
    given_edition,
)
from fairprice.commands.wording import say

if TYPE_CHECKING:
    import pandas as pd

HELP = "write the prices for publication: values only, rounded as they are paid"
TEACHES = (
    "Writes what the public is shown of a file of assumptions or a rate card. As a workbook "
    "(.xlsx, or .ods with the extra ods): the fee workbook without formulas, or the fee table of a "
    "rate card. As .csv: the prices of each visit length alone."
)
EXAMPLE = (
    'publish care/provider.toml fees.xlsx --contact "fees@council.example"',
    "publish care/county.toml fee-table.csv",
)


def add_to(command: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_position(command, "file", "the assumptions, or a rate card")
    command.add_argument(
        "out", type=Path, metavar="FEES.xlsx-OR-.ods-OR-.csv", help="the file to publish"
    )
    add_edition(command)
    add_law(command)
    add_no_challenge(command)
    add_replace(command)


def run(args: argparse.Namespace) -> int:
    """Write the file."""
    suffix = args.out.suffix.lower()
    may_write(args.out, (*EDITIONS, CSV), replace=args.replace, beside=[args.file])
    law, edition = GivenLaw.of(args), given_edition(args, None if suffix == CSV else args.out)
    if holds_a_rate_card(args.file):
        priced = priced_card(loaded(args.file, fp.load_rate_card), args.file, law)
        if suffix == CSV:
            write_csv(_card_prices(priced), args.out)
        else:
            fp.write_rate_card_workbook(priced, args.out, published=True, **edition)
    else:
        book = read_book(args.file, law, challenge=args.challenge)
        if suffix == CSV:
            write_csv(_prices(book), args.out)
        else:
            fp.write_fee_workbook(book, args.out, published=True, **edition)
    say(f"The prices for publication are in {args.out}")
    return 0


def _prices(book: fp.OpenBook) -> pd.DataFrame:
    prices = book.visit_prices()
    paid = "price_point" if "price_point" in prices else "price_to_the_penny"
    found = prices[[paid]].set_axis(["price (GBP per visit)"], axis=1)
    return found.rename_axis("visit (minutes)").reset_index()


def _card_prices(priced: fp.PricedRateCard) -> pd.DataFrame:
    fees = priced.fee_table
    named = [f"{minutes:g} minutes (GBP per visit)" for minutes in fees.columns]
    return fees.set_axis(named, axis=1).reset_index()
