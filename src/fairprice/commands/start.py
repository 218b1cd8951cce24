"""Writes the short file for a first price."""

from __future__ import annotations

import argparse
from pathlib import Path

import fairprice as fp
from fairprice.commands.files import may_write
from fairprice.commands.options import add_replace
from fairprice.commands.wording import PROGRAM, quoted, say
from fairprice.files import TOML, write_atomically

HELP = "write a short file of about fifteen questions, for a first price"
TEACHES = (
    "Writes a short TOML file of about fifteen questions. Put your figures in place of the "
    "question marks, and price it: a starter stands in for everything else, and each of its "
    "values is marked as from the starter, not stated by you. With --full, writes the whole file "
    "of assumptions that a filled-in short file makes."
)
EXAMPLE = ("start quick.toml", "price quick.toml")


def add_to(command: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    command.add_argument("path", type=Path, metavar="QUICK.toml", help="the file to write")
    command.add_argument(
        "--full", type=Path, metavar="FILE.toml", help="a filled-in short file to write out in full"
    )
    add_replace(command)


def run(args: argparse.Namespace) -> int:
    """Write the file."""
    from fairprice.assumptions.quick import short_text  # a command loads the rooms it needs

    beside = [] if args.full is None else [args.full]
    may_write(args.path, TOML, replace=args.replace, beside=beside)
    if args.full is None:
        write_atomically(args.path, short_text().encode("utf-8"))
        say(f"The short file is {args.path}\nPut your figures in place of each ?, then:")
    else:
        party = fp.load_assumptions(args.full)
        fp.dump_assumptions(party, args.path)
        say(
            f"The assumptions are {args.path}\n{len(party.from_the_starter)} of "
            f"{len(party.inputs())} values are from the starter: change a value and its line "
            "under [sources], then:"
        )
    say(f"  {PROGRAM} price {quoted(args.path)}")
    return 0
