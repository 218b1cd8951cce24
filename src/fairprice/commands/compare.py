"""Compares ways of paying for the same people."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import fairprice as fp
from fairprice.commands.files import EDITIONS, GivenLaw, loaded, may_write, read_book
from fairprice.commands.options import (
    add_edition,
    add_law,
    add_no_challenge,
    add_position,
    add_replace,
    given_edition,
)
from fairprice.commands.wording import say, wrapped
from fairprice.files import WORKBOOK

HELP = "compare what contracts pay for the same people, and who carries the risk"
TEACHES = (
    "Simulates years of care under each contract, with the same people, visits and chances. "
    "No trial has put payment models for home care side by side, so the result is modelled, "
    "and says on which values. `demo` writes files of people and contracts to begin with."
)
EXAMPLE = (
    "demo care",
    "compare care/provider.toml --people care/people.toml --contract care/planned_minutes.toml "
    "care/part_by_outcome.toml --draws 2000 --seed 1",
)


def add_to(command: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_position(command, "provider", "the provider's assumptions")
    command.add_argument(
        "--people",
        type=Path,
        required=True,
        metavar="PEOPLE.toml",
        help="who is cared for; what has a published value may be left out, all else is required",
    )
    command.add_argument(
        "--contract",
        type=Path,
        required=True,
        nargs="+",
        action="extend",
        metavar="CONTRACT.toml",
        help="the contracts; others are scaled to the first where spend or margin is held equal",
    )
    command.add_argument(
        "--draws", type=int, required=True, help="simulated years; more give smaller errors"
    )
    command.add_argument(
        "--seed", type=int, required=True, help="fixes the chances: the same seed, the same result"
    )
    command.add_argument(
        "--out", type=Path, metavar="COMPARISON.xlsx", help="write the comparison workbook"
    )
    command.add_argument(
        "--published", type=Path, metavar="PUBLISHED.xlsx",
        help="write the edition for publication: values only",
    )  # fmt: skip
    add_edition(command)
    add_law(command)
    add_no_challenge(command)
    add_replace(command)


def run(args: argparse.Namespace) -> int:
    """Print what differs between the contracts; write the comparison workbook where asked."""
    given = [args.provider, args.people, *args.contract]
    edition = given_edition(args, args.published)
    for path, suffix in ((args.out, WORKBOOK), (args.published, EDITIONS)):
        may_write(path, suffix, replace=args.replace, beside=given)
    book = read_book(args.provider, GivenLaw.of(args), challenge=args.challenge)
    cohort = loaded(args.people, fp.load_cohort)
    contracts = [loaded(path, fp.load_contract) for path in args.contract]
    result = fp.compare_payments(
        contracts, cohort, book, draws=args.draws, seed=args.seed, progress=sys.stderr.isatty()
    )
    say(wrapped(result.describe()))
    if args.out is not None:
        say(f"\nThe comparison workbook is {fp.write_comparison_workbook(result, args.out)}")
    if args.published is not None:
        written = fp.write_comparison_workbook(result, args.published, published=True, **edition)
        say(f"\nThe edition for publication is {written}")
    return 0
