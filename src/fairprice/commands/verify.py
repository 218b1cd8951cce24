"""Tells whether a fee workbook was altered."""

from __future__ import annotations

import argparse
from pathlib import Path

import fairprice as fp
from fairprice.commands.files import about
from fairprice.commands.wording import say

HELP = "tell whether a fee workbook was altered"
TEACHES = (
    "Rebuilds a fee workbook from its own inputs and lists every formula, label, statutory "
    "value or number that is not as this library writes it. Changed inputs are listed apart: "
    "a user may change them. Only a fingerprint, or an original, that did not come with the "
    "file proves which inputs its author meant."
)
EXAMPLE = ("verify fees.xlsx", "verify theirs.xlsx --original fees.xlsx")
DONE = (
    "  0    intact: nothing but inputs was changed\n"
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


def run(args: argparse.Namespace) -> int:
    """Print what was found; the status is the verdict."""
    with about(args.file):
        found = fp.verify_workbook(args.file, original=args.original)
    say(str(found))
    return found.status
