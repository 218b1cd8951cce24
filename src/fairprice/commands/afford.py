"""Shows what a fee leaves for pay."""

from __future__ import annotations

import argparse
import math

import fairprice as fp
from fairprice.commands.files import GivenLaw, about, read_book
from fairprice.commands.options import add_law, add_no_challenge, add_position
from fairprice.commands.price import heading
from fairprice.commands.wording import money, say, table, wrapped

HELP = "show the highest pay that an hourly fee affords, beside the least that is lawful"
TEACHES = (
    "Turns an hourly fee into the contact pay that it affords at the visit mix and at each visit "
    "length, everything else as stated, beside the pay that just meets the minimum wage."
)
EXAMPLE = (
    "afford care/provider.toml --fee 25.05",
    "afford intake.xlsx --fee 25.05 --minutes 15 30",
)


def add_to(command: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_position(command, "file", "the provider's assumptions")
    command.add_argument(
        "--fee", type=float, required=True, metavar="GBP", help="the fee, GBP per contact hour"
    )
    command.add_argument(
        "--minutes", type=float, nargs="+", metavar="MINUTES",
        help="lengths of visits; by default those that the assumptions name for fees",
    )  # fmt: skip
    add_law(command)
    add_no_challenge(command)


def run(args: argparse.Namespace) -> int:
    """Print what the fee affords."""
    book = read_book(args.file, GivenLaw.of(args), challenge=args.challenge)
    with about(args.file):
        found = fp.affordable_pay(book, args.fee, args.minutes)
    figures = found[["affordable_contact_pay_rate", "lowest_legal_contact_pay_rate", "margin"]]
    rows = [
        [
            str(activity),
            *("none" if math.isnan(figure) else money(figure) for figure in row),
            "yes" if legal else "no",
        ]
        for activity, row, legal in zip(
            found.index, figures.to_numpy(), found["is_legal"], strict=True
        )
    ]
    say(f"{heading(book)}\nContact pay that GBP {money(args.fee)} per contact hour affords\n")
    headings = ["pay it affords", "least lawful pay", "margin", "lawful"]
    say(table(["GBP per hour of contact", *headings], rows))
    notes = [f"- {activity}: {note}" for activity, note in found["note"].items() if note]
    if notes:
        say("\n" + wrapped("\n".join(notes)))
    return 0
