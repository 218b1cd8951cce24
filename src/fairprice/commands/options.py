"""Options that several commands share."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_position(command: argparse.ArgumentParser, name: str, what: str) -> None:
    """Ask for a file of assumptions."""
    command.add_argument(
        name,
        type=Path,
        metavar=name.upper(),
        help=f"{what}: a .toml file, or a filled-in intake form (.xlsx)",
    )


def add_law(
    command: argparse.ArgumentParser, what: str = "price under the law of this file"
) -> None:
    """Offer a law file, and one of its scenarios."""
    command.add_argument(
        "--law",
        type=Path,
        metavar="LAW.toml",
        help=f"{what}: values that are not in the register; the command law drafts one",
    )
    command.add_argument(
        "--scenario", metavar="NAME", help="of a law file with scenarios, the one to use"
    )


def add_no_challenge(command: argparse.ArgumentParser) -> None:
    """Offer to read a workbook as it stands."""
    command.add_argument(
        "--no-challenge",
        dest="challenge",
        action="store_false",
        help="read a workbook as it stands, with values that experience shows to go wrong",
    )


def add_edition(command: argparse.ArgumentParser) -> None:
    """Offer what an edition for publication says of itself."""
    command.add_argument(
        "--contact", metavar="WORDS", help="whom to ask, as an edition for publication says it"
    )
    command.add_argument(
        "--publication-date", metavar="DATE", help='the day it is published, such as "2026-04-06"'
    )


def given_edition(args: argparse.Namespace) -> dict[str, str]:
    """Return what was given of it, for the call that writes the edition."""
    names = ("contact", "publication_date")
    return {name: vars(args)[name] for name in names if vars(args)[name] is not None}


def add_replace(command: argparse.ArgumentParser) -> None:
    """Offer to replace earlier files."""
    command.add_argument(
        "--replace", action="store_true", help="replace a file that is already there"
    )
