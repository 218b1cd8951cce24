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


def add_no_challenge(command: argparse.ArgumentParser) -> None:
    """Offer to read a workbook as it stands."""
    command.add_argument(
        "--no-challenge",
        dest="challenge",
        action="store_false",
        help="read a workbook as it stands, with values that experience shows to go wrong",
    )


def add_replace(command: argparse.ArgumentParser) -> None:
    """Offer to replace earlier files."""
    command.add_argument(
        "--replace", action="store_true", help="replace a file that is already there"
    )
