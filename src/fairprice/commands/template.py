"""Writes the intake form."""

from __future__ import annotations

import argparse
from pathlib import Path

import fairprice as fp
from fairprice.commands.files import GivenLaw, may_write, read, read_card
from fairprice.commands.options import add_law, add_replace
from fairprice.commands.wording import PROGRAM, quoted, say, wrapped
from fairprice.files import WORKBOOK

HELP = "write the intake form to fill in with Excel or LibreOffice"
TEACHES = (
    "Writes the form in which a party states its assumptions, with their evidence: blank, or "
    "filled in from a file. Fill it in, save it, and price it. With --card, the form of a rate "
    "card: zones, services, carers, times and visits beside the base."
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
    command.add_argument(
        "--card",
        action="store_true",
        help="write the form of a rate card; --from is then a rate card",
    )
    add_law(command, "test what is filled in against the law of this file")
    add_replace(command)


def run(args: argparse.Namespace) -> int:
    """Write the form."""
    beside = [] if args.source is None else [args.source]
    may_write(args.path, WORKBOOK, replace=args.replace, beside=beside)
    # a form is where challenged values are put right, so they are taken over as they are
    law = GivenLaw.of(args)
    if args.card:
        card = None if args.source is None else read_card(args.source, law, challenge=False)
        written = fp.write_rate_card_form(card, args.path)
        say(f"The form of the rate card is {written}\nFill it in, save it, then:")
        say(f"  {PROGRAM} ratecard {quoted(written)}{law.options}")
        return 0
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
    return () if rates is None else fp.challenges(filled, answered=False, refusing=True, law=rates)
