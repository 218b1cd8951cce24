"""Writes the intake form."""

from __future__ import annotations

import argparse
from pathlib import Path

import fairprice as fp
from fairprice.commands.files import WORKBOOK, GivenLaw, may_write, read
from fairprice.commands.options import add_law, add_replace
from fairprice.commands.wording import PROGRAM, quoted, say, wrapped

HELP = "write the intake form to fill in with Excel or LibreOffice"
TEACHES = (
    "Writes the form in which a party states its assumptions, with their evidence: blank, or "
    "filled in from a file. Fill it in, save it, and price it."
)
EXAMPLE = ("template intake.xlsx", "price intake.xlsx --out fees.xlsx")


def add_to(command: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    command.add_argument("path", type=Path, metavar="INTAKE.xlsx", help="the form to write")
    command.add_argument(
        "--from",
        dest="source",
        type=Path,
        metavar="FILE",
        help="fill the form in from a .toml file, or from a form or fee workbook (.xlsx)",
    )
    add_law(command, "test what is filled in against the law of this file")
    add_replace(command)


def run(args: argparse.Namespace) -> int:
    """Write the form."""
    beside = [] if args.source is None else [args.source]
    may_write(args.path, WORKBOOK, replace=args.replace, beside=beside)
    # a form is where challenged values are put right, so they are taken over as they are
    law = GivenLaw.of(args)
    filled = None if args.source is None else read(args.source, challenge=False)
    found = () if filled is None else _challenged(filled, law)
    written = fp.write_intake_workbook(filled, args.path)
    say(f"The intake form is {written}\nFill it in, save it, then:")
    say(f"  {PROGRAM} price {quoted(written)}{law.options}")
    if found:
        say("\nAs it stands it would be refused, until this is put right or explained:")
        say(wrapped("\n".join(f"- {challenge.what} {challenge.mend}" for challenge in found)))
    return 0


def _challenged(filled: fp.Assumptions, law: GivenLaw) -> tuple[fp.Problem, ...]:
    """Test what is filled in against a law, where one is given."""
    rates = law.on(filled.about.price_date, filled.about.nation)
    return () if rates is None else fp.challenges(filled, answered=False, law=rates)
