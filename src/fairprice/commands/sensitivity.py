"""Shows which inputs the price hangs on."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import fairprice as fp
from fairprice.commands.csv_text import write_csv
from fairprice.commands.files import CSV, GivenLaw, about, may_write, read_book
from fairprice.commands.options import add_law, add_no_challenge, add_position, add_replace
from fairprice.commands.price import heading
from fairprice.commands.wording import money, say, table, wrapped
from fairprice.errors import InputError, Problem

HELP = "show what each input's range does to the price, the widest swing first"
TEACHES = (
    "Prices each input at the least and the greatest value that can be defended, all else as "
    "stated. The ranges are those of the evidence, or those given here."
)
EXAMPLE = (
    "sensitivity care/provider.toml --csv tornado.csv",
    "sensitivity provider.toml --between mileage_rate=0.35:0.45 --between holiday_weeks=5.6:6.6",
)


def add_to(command: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_position(command, "file", "the assumptions")
    command.add_argument(
        "--between", action="append", default=[], metavar="NAME=LOW:HIGH",
        help="the range of an input, in place of those of the evidence; once for each",
    )  # fmt: skip
    command.add_argument(
        "--csv", type=Path, metavar="FILE.csv", help="write the whole table to this file"
    )
    add_law(command)
    add_no_challenge(command)
    add_replace(command)


def run(args: argparse.Namespace) -> int:
    """Print the table; write it as CSV where asked."""
    may_write(args.csv, CSV, replace=args.replace, beside=[args.file])
    ranges = _ranges(args.between)
    book = read_book(args.file, GivenLaw.of(args), challenge=args.challenge)
    with about(args.file):
        found = fp.one_way_sensitivity(book, ranges or None)
    rows = [
        [str(row.label), *(_value(x) for x in (row.low, row.high)),
         *(money(x) for x in (row.price_at_low, row.price_at_high, row.swing))]
        for row in found.itertuples()
    ]  # fmt: skip
    say(wrapped(heading(book)))
    say(f"Price per contact hour as stated: GBP {money(book.price_per_hour)}\n")
    say(table(["Input", "low", "high", "price at low", "price at high", "swing"], rows))
    if args.csv is not None:
        write_csv(found.reset_index(), args.csv)
        say(f"\nThe table is in {args.csv}")
    return 0


def _value(given: Any) -> str:
    return f"{given:.6g}" if isinstance(given, float) else "by band"


def _ranges(given: list[str]) -> dict[str, tuple[float, float]]:
    """Read the ranges, or refuse them with everything that is wrong with any."""
    ranges: dict[str, tuple[float, float]] = {}
    problems: list[Problem] = []
    for text in given:
        name, _, ends = (part.strip() for part in text.partition("="))
        low, _, high = ends.partition(":")
        try:
            both = float(low), float(high)
        except ValueError:
            problems.append(_problem(text, "is not a name with two numbers."))
            continue
        if name in ranges:
            problems.append(_problem(text, f"gives {name} a second range."))
        ranges[name] = both
    if problems:
        raise InputError(problems)
    return ranges


def _problem(text: str, what: str) -> Problem:
    return Problem(
        "not-a-range", f"--between {text}", what,
        "The price is worked out at both ends of a range.",
        "Give NAME=LOW:HIGH once for each input, such as mileage_rate=0.35:0.45.",
    )  # fmt: skip
