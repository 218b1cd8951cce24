"""Tells whether a fee workbook was altered."""

from __future__ import annotations

import argparse
from pathlib import Path

import fairprice as fp
from fairprice.commands.files import GivenLaw, about
from fairprice.commands.options import add_law
from fairprice.commands.wording import say

HELP = "tell whether a fee workbook was altered"
TEACHES = (
    "Rebuilds a fee workbook from its own inputs and lists every formula, label, statutory "
    "value or number that is not as this library writes it. Changed inputs are listed apart: "
    "a user may change them. A workbook carries its law: values that are not the register's "
    "are listed beside it, first those that contradict enacted law. Only a fingerprint, or an "
    "original, that did not come with the file proves which inputs its author meant."
)
EXAMPLE = ("verify fees.xlsx", "verify theirs.xlsx --original fees.xlsx")
DONE = (
    "  0    intact: nothing but inputs was changed; what law of its own it rests on is listed\n"
    "  1    altered: what differs is listed on standard output\n"
)


def add_to(command: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    command.add_argument("file", type=Path, metavar="FEES.xlsx", help="the workbook; only read")
    command.add_argument(
        "--original",
        metavar="FILE-OR-FINGERPRINT",
        help="the original workbook, or the fingerprint on its cover",
    )
    add_law(command, "hold it against the law of this file, not the one that it carries")


def run(args: argparse.Namespace) -> int:
    """Print what was found; the status is the verdict."""
    given, law = GivenLaw.of(args), None
    with about(args.file):
        if given.path is not None:
            carried = fp.read_law(args.file)
            law = given.on(carried.date, carried.nation)
        found = fp.verify_workbook(args.file, original=args.original, law=law)
    say(str(found))
    return found.status
