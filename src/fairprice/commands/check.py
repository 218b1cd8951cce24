"""Checks a published table of costs, or a workbook, for what cannot be right."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import fairprice as fp
from fairprice.commands.files import CSV, about
from fairprice.commands.wording import say, wrapped
from fairprice.errors import InputError, Problem
from fairprice.files import WORKBOOK

if TYPE_CHECKING:
    import pandas as pd

HELP = "check a published cost table (.csv), or any workbook (.xlsx)"
TEACHES = (
    "Checks a published table of costs, as a CSV file with columns line, lower_quartile, median, "
    "upper_quartile, n and unit, for faults that have been found in print: quartiles out of order, "
    "sums of quartiles, subtotals below their lines, prices by length that forget travel or "
    "charge it twice, rows out of step. Checks a workbook against the points of the standards "
    "for spreadsheets that a machine can see."
)
EXAMPLE = ("check table.csv", "check fees.xlsx")
DONE = "  0    nothing was found\n  1    faults were found: they are listed on standard output\n"


def add_to(command: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    command.add_argument("table", type=Path, metavar="TABLE", help="the file; only read")


def run(args: argparse.Namespace) -> int:
    """Print what was found; the status is the verdict."""
    path: Path = args.table
    with about(path):
        found = _found(path)
    if not found:
        say("Nothing was found.")
        return 0
    say(wrapped(f"{len(found)} found:\n" + "\n".join(f"- {problem}" for problem in found)))
    return 1


def _found(path: Path) -> tuple[Problem, ...]:
    suffix = path.suffix.lower()
    if suffix == WORKBOOK:
        return fp.lint_workbook(path)
    if suffix == CSV:
        return fp.check_cost_table(_read(path))
    raise InputError(
        [
            Problem(
                "unknown-file-type", str(path), "is neither a CSV file nor an Excel workbook.",
                "The ending tells what is checked.",
                f"Give a file that ends in {CSV} or {WORKBOOK}.",
            )
        ]
    )  # fmt: skip


def _read(path: Path) -> pd.DataFrame:
    import pandas as pd

    try:
        return pd.read_csv(path, encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise InputError(
            [
                Problem(
                    "cannot-read", str(path), f"cannot be read ({error}).",
                    "Nothing of it can be checked.", "Check the path, and that it is a CSV file.",
                )
            ]
        ) from error  # fmt: skip
