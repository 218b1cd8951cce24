"""Shows where an agreed price can lie."""

from __future__ import annotations

import argparse
from pathlib import Path

import fairprice as fp
from fairprice.commands.files import GivenLaw, about, read_book
from fairprice.commands.options import add_law, add_no_challenge, add_position
from fairprice.commands.price import heading
from fairprice.commands.wording import money, say, table, wrapped
from fairprice.declare.units import PER_CONTACT_HOUR

HELP = "set the provider's floor beside what the commissioner can pay"
TEACHES = (
    "Shows where an agreed price can lie: what lawful delivery costs the provider, its cost and "
    "its price, beside the budget spread over the hours wanted and, where there is one, the "
    "commissioner's own service; and the hours that the budget buys at each."
)
EXAMPLE = (
    "range care/provider.toml --budget 2500000 --hours 90000",
    "range provider.toml --budget 2500000 --hours 90000 --in-house own-service.toml",
)


def add_to(command: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_position(command, "file", "the provider's assumptions")
    command.add_argument(
        "--budget", type=float, required=True, metavar="GBP", help="what there is to spend a year"
    )
    command.add_argument(
        "--hours", type=float, required=True, metavar="HOURS", help="contact hours wanted a year"
    )
    command.add_argument(
        "--in-house", metavar="FILE-OR-GBP",
        help="the commissioner's own service: its assumptions, or its price per contact hour",
    )  # fmt: skip
    add_law(command)
    add_no_challenge(command)


def run(args: argparse.Namespace) -> int:
    """Print floors and ceilings, and whether they meet."""
    law = GivenLaw.of(args)
    book = read_book(args.file, law, challenge=args.challenge)
    with about(args.file):
        found = fp.bargaining_range(
            book, annual_budget=args.budget, annual_contact_hours=args.hours,
            in_house=_own_service(args.in_house, law, challenge=args.challenge),
        )  # fmt: skip
    rows = [
        [f"{point} ({party})", money(price), f"{hours:,.0f}", f"{share:.1%}"]
        for point, (party, price, hours, share) in zip(
            found.table.index, found.table.to_numpy(dtype=object), strict=True
        )
    ]
    headings = [PER_CONTACT_HOUR, "hours the budget buys", "share of hours wanted"]
    say(f"{heading(book)}\n\n{table(['Limit', *headings], rows)}\n\n{wrapped(found.verdict)}")
    return 0


def _own_service(
    given: str | None, law: GivenLaw, *, challenge: bool
) -> fp.OpenBook | float | None:
    if given is None:
        return None
    try:
        return float(given)
    except ValueError:
        return read_book(Path(given), law, challenge=challenge)
