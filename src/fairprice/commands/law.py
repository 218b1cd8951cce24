"""Drafts a law file for a day to come."""

from __future__ import annotations

import argparse
from pathlib import Path

import fairprice as fp
from fairprice.commands.files import may_write
from fairprice.commands.options import add_replace
from fairprice.commands.wording import PROGRAM, quoted, say
from fairprice.files import TOML

HELP = "write the law of a coming year to a file, to be filled in where it is not known"
TEACHES = (
    "Writes a law file for a day whose law is not all known: each value that a price would need "
    "and that is not in force then is to be filled in, with the last one known and where to look; "
    "all others stand there as the register holds them. A price under it says which values are "
    "assumed or announced."
)
EXAMPLE = (
    "law 2027-04-06 --nation England --out law-2027-28.toml",
    "price provider-2027-28.toml --law law-2027-28.toml",
)
_BLANK = 'value = "?"'


def add_to(command: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    command.add_argument("date", metavar="DATE", help="the price date, such as 2027-04-06")
    command.add_argument(
        "--nation",
        required=True,
        help="England, Scotland, Wales or Northern Ireland",
    )
    command.add_argument(
        "--out", type=Path, metavar="LAW.toml", help="write it to this file; by default it is shown"
    )
    add_replace(command)


def run(args: argparse.Namespace) -> int:
    """Write the draft, and say how much of it is to be filled in."""
    may_write(args.out, TOML, replace=args.replace)
    draft = fp.draft_law(args.date, args.nation, args.out)
    if args.out is None:
        say(draft)
        return 0
    blanks = draft.count(_BLANK)
    if blanks:
        say(f'The law file is {args.out}: {blanks} values are to be filled in where "?" stands.')
        say("Each has the last value known, its unit and where to look beside it. Then:")
    else:
        say(f"The law file is {args.out}: all its values are known. Change what you like, then:")
    law = quoted(args.out)
    say(f"  {PROGRAM} uplift THIS-YEAR.toml {args.date} --law {law} --out FEES.xlsx")
    say(f"  {PROGRAM} price NEXT-YEAR.toml --law {law}")
    return 0
