"""Prints the bridge between two positions."""

from __future__ import annotations

import argparse
from pathlib import Path

import fairprice as fp
from fairprice.commands.csv_text import write_effects
from fairprice.commands.files import CSV, GivenLaw, about, kind_of, may_write, read_book
from fairprice.commands.options import add_law, add_no_challenge, add_position, add_replace
from fairprice.commands.price import heading
from fairprice.commands.wording import money, say, table, wrapped
from fairprice.files import WORKBOOK

HELP = "show which inputs make the gap between two positions, and by how many pence"
TEACHES = (
    "Attributes the gap between two prices per hour to each input that differs. Any two: a "
    "provider's and a council's, this year's and last year's. Effects add up to the gap."
)
EXAMPLE = (
    "bridge care/provider.toml care/council.toml --lines",
    "bridge ours.toml theirs.toml --law our-law.toml --their-law their-law.toml",
)


def add_to(command: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_position(command, "ours", "one position")
    add_position(command, "theirs", "the other")
    command.add_argument("--lines", action="store_true", help="show the gap by cost line too")
    command.add_argument(
        "--csv", type=Path, metavar="FILE.csv", help="write the effect of each input to this file"
    )
    add_law(command)
    command.add_argument(
        "--their-law",
        type=Path,
        metavar="LAW.toml",
        help="price theirs under the law of this file; by default under the one that their "
        "workbook carries, or else under that of --law",
    )
    command.add_argument("--their-scenario", metavar="NAME", help="the scenario of theirs")
    add_no_challenge(command)
    add_replace(command)


def run(args: argparse.Namespace) -> int:
    """Print the bridge; write it as CSV where asked."""
    may_write(args.csv, CSV, replace=args.replace, beside=[args.ours, args.theirs])
    law = GivenLaw.of(args)
    ours = read_book(args.ours, law, challenge=args.challenge)
    theirs = read_book(args.theirs, _law_of_theirs(args, law), challenge=args.challenge)
    found = fp.bridge(ours, theirs)
    say(f"Ours:   {heading(ours)}\nTheirs: {heading(theirs)}\n\n{wrapped(str(found))}")
    say(f"The gap, ours less theirs: GBP {money(found.gap)} per contact hour")
    if args.lines:
        say(f"\n{_by_line(found)}")
    if args.csv is not None:
        write_effects(found, args.csv)
        say(f"\nThe effects are in {args.csv}")
    return 0


def _law_of_theirs(args: argparse.Namespace, ours: GivenLaw) -> GivenLaw:
    """Choose their law: what is given for them, or what they carry, or else ours."""
    if args.their_law is not None:
        return GivenLaw(args.their_law, args.their_scenario)
    if args.their_scenario is not None:
        return GivenLaw(ours.path, args.their_scenario)
    with about(args.theirs):
        if ours.path is None or kind_of(args.theirs) != WORKBOOK:
            return ours
        carried = fp.read_law(args.theirs)
    is_the_registers = carried == fp.statutory_rates(carried.date, carried.nation)
    return ours if is_the_registers else GivenLaw()


def _by_line(found: fp.Bridge) -> str:
    columns = found.by_line[["ours", "theirs", "gap"]]
    total = (found.ours.price_per_hour, found.theirs.price_per_hour, found.gap)
    labels = [*map(str, columns.index), found.ours.label("price")]
    rows = [
        [label, *(money(amount) for amount in row)]
        for label, row in zip(labels, [*columns.to_numpy(), total], strict=True)
    ]
    return table(["Cost line (GBP per contact hour)", *map(str, columns.columns)], rows)
