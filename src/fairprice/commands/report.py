"""Writes one page that people can read."""

from __future__ import annotations

import argparse
from pathlib import Path

import fairprice as fp
from fairprice.commands.files import PAGE, GivenLaw, about, kind_of, loaded, may_write, read_book
from fairprice.commands.options import add_law, add_no_challenge, add_replace
from fairprice.commands.wording import say
from fairprice.errors import AssumptionsError, InputError, Problem
from fairprice.files import TOML, read_toml

HELP = "write one page that people can read and print, with charts and derivations"
TEACHES = (
    "Writes a page for a browser: the price of each visit length, what it is made of, pay against "
    "the minimum wage, every line with its derivation, inputs and law with their sources; of a "
    "case, also what lies between the two sides. It needs no network and prints to A4. Needs the "
    "extra `report`."
)
EXAMPLE = ("report provider.toml report.html", "report case.toml report.html")

_LAW_OF_A_CASE = Problem(
    "law-with-a-book", "--law", "is given beside a case.",
    "A case holds the law that both sides were priced under.", "Leave --law out.",
)  # fmt: skip


def add_to(command: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    command.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help="assumptions (.toml, or a filled-in form, .xlsx), or a case (.toml)",
    )
    command.add_argument("out", type=Path, metavar="REPORT.html", help="the page to write")
    add_law(command)
    add_no_challenge(command)
    add_replace(command)


def run(args: argparse.Namespace) -> int:
    """Write the page, and say where it is."""
    may_write(args.out, PAGE, replace=args.replace, beside=[args.file])
    law = GivenLaw.of(args)
    written = fp.write_report(_read(args.file, law, challenge=args.challenge), args.out)
    say(f"The report is {written}")
    return 0


def _read(path: Path, law: GivenLaw, *, challenge: bool) -> fp.Case | fp.OpenBook:
    with about(path):
        is_a_case = kind_of(path) == TOML and "analysis" in read_toml(path, AssumptionsError)
    if is_a_case:
        if law.path is not None:
            raise InputError([_LAW_OF_A_CASE])
        return loaded(path, fp.load_case)
    return read_book(path, law, challenge=challenge)
