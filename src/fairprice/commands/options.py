"""Options that several commands share."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from fairprice.commands.files import EDITIONS
from fairprice.errors import InputError, Problem
from fairprice.files import WORKBOOK

_NO_EDITION = Problem(
    "not-used", "", "has no workbook for publication to stand in.",
    "Only such a workbook says whom to ask and when it was published.",
    "Publish a workbook (.xlsx), or leave it out.",
)  # fmt: skip


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


def given_edition(args: argparse.Namespace, workbook: Path | None) -> dict[str, str]:
    """Return what was given of it, for the call that writes the edition as a workbook.

    Raises
    ------
    InputError
        If something was given and no such workbook is written.
    """
    options = {name: getattr(args, name) for name in ("contact", "publication_date")}
    given = {name: value for name, value in options.items() if value is not None}
    if given and workbook is None:
        named = ", ".join(f"--{name.replace('_', '-')}" for name in given)
        raise InputError([replace(_NO_EDITION, where=named)])
    return given


def edition_of_out(
    args: argparse.Namespace, example: str
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return what was given of the edition that ``--published`` makes of ``--out``.

    Parameters
    ----------
    args
        What the command was given.
    example
        A name that a workbook of the command could have.

    Returns
    -------
    tuple
        As :func:`given_edition`, and how the name of the workbook may end.

    Raises
    ------
    InputError
        If there is no workbook that it could be said of.
    """
    if args.published and args.out is None:
        raise InputError(
            [
                Problem(
                    "missing", "--published", "has no workbook to apply to.",
                    "Only the workbook differs.", f"Add --out {example}.",
                )
            ]
        )  # fmt: skip
    edition = given_edition(args, args.out if args.published else None)
    return edition, EDITIONS if args.published else (WORKBOOK,)


def add_replace(command: argparse.ArgumentParser) -> None:
    """Offer to replace earlier files."""
    command.add_argument(
        "--replace", action="store_true", help="replace a file that is already there"
    )
