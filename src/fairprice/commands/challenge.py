"""Lists what experience shows to go wrong in a file of assumptions."""

from __future__ import annotations

import argparse

import fairprice as fp
from fairprice.commands.files import GivenLaw, read_book
from fairprice.commands.options import add_law, add_position
from fairprice.commands.price import heading
from fairprice.commands.wording import listed, say

HELP = "list what experience shows to go wrong in assumptions, with what would answer it"
TEACHES = (
    "Compares what a party states with itself, with the law and with published costs. Each "
    "challenge is a question: it is answered by another value, or by a note beside the value in "
    "its evidence."
)
EXAMPLE = ("challenge care/provider.toml", "challenge theirs.xlsx --answered")
DONE = "  0    no question is open\n  1    questions are open: they are listed on standard output\n"


def add_to(command: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_position(command, "file", "the assumptions")
    command.add_argument(
        "--answered", action="store_true", help="list those that a note answers too"
    )
    add_law(command, "test against the law of this file")


def run(args: argparse.Namespace) -> int:
    """Print the challenges; the status says whether any is open."""
    book = read_book(args.file, GivenLaw.of(args), challenge=False)
    open_ones, answered = (fp.challenges(book, answered=one) for one in (False, True))
    say(heading(book))
    say(f"\n{_told('open', open_ones, book)}")
    if args.answered:
        say(f"\n{_told('answered by a note', answered, book)}")
    elif answered:
        say(f"\n{len(answered)} more answered by a note; see --answered")
    return 1 if open_ones else 0


def _told(how: str, found: tuple[fp.Problem, ...], book: fp.OpenBook) -> str:
    heading = f"Questions {how}: {len(found) or 'none'}"
    return f"{heading}\n{listed(found, book.assumptions)}".rstrip()
