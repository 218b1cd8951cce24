"""Writes the example provider's files, to look at and to change."""

from __future__ import annotations

import argparse
from pathlib import Path

import fairprice as fp
from fairprice.commands.files import make_folder, may_write
from fairprice.commands.options import add_replace
from fairprice.commands.price import build_up
from fairprice.commands.wording import PROGRAM, plain, quoted, say
from fairprice.files import example_file, write_atomically

HELP = "write the example provider's files, to look at and to change"
TEACHES = (
    "Writes a fictional provider built from published figures: its assumptions, fee workbook, "
    "filled-in intake form and build-up; a council's position to bridge, a case to write the "
    "evidence of both from, people and contracts to compare, and a county's rate card."
)
EXAMPLE = ("demo care", "price care/provider.toml --explain Holiday")

PROVIDER, _COUNCIL, _PEOPLE = "provider.toml", "council.toml", "people.toml"
_CASE, _COUNTY = "case.toml", "county.toml"
CONTRACTS = ("planned_minutes.toml", "part_by_outcome.toml")
#: Files that are copied from the examples of the repository.
EXAMPLES = (PROVIDER, _COUNCIL, _CASE, _COUNTY, _PEOPLE, *CONTRACTS)
_FEES, _INTAKE, _BUILD_UP = "fees.xlsx", "intake.xlsx", "build-up.txt"
#: What is in each file.
_WRITTEN = {
    PROVIDER: "the assumptions, with their sources",
    _FEES: "the fee workbook, with live formulas",
    _INTAKE: "the intake form, filled in",
    _BUILD_UP: "what is printed above",
    _COUNCIL: "a council's position on the same care",
    _CASE: "who answers for an analysis, and two offers; fictional, for `evidence`",
    _COUNTY: "a county's rate card, on the same provider; partly invented, and marked so",
    _PEOPLE: "people to compare contracts on; largely modelled, and marked so",
    **dict.fromkeys(CONTRACTS, "a contract to compare"),
}


def add_to(command: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    command.add_argument(
        "folder",
        type=Path,
        nargs="?",
        default=Path("fairprice-demo"),
        help="where to write (default: %(default)s)",
    )
    add_replace(command)


def run(args: argparse.Namespace) -> int:
    """Write the files, print the build-up, and say what to try next."""
    make_folder(args.folder)
    paths = {name: args.folder / name for name in _WRITTEN}
    for path in paths.values():
        may_write(path, path.suffix, replace=args.replace)
    for name in EXAMPLES:
        write_atomically(paths[name], example_file(name))
    book = fp.OpenBook(fp.load_assumptions(paths[PROVIDER]))
    text = plain(build_up(book, lines=True))
    write_atomically(paths[_BUILD_UP], f"{text}\n".encode())
    fp.write_fee_workbook(book, paths[_FEES])
    fp.write_intake_workbook(book, paths[_INTAKE])
    say(f"{text}\n\nWritten to {args.folder}:")
    width = max(len(name) for name in _WRITTEN)
    say("\n".join(f"  {name:<{width}}  {what}" for name, what in _WRITTEN.items()))
    say(f"\nChange a figure in {PROVIDER} or {_INTAKE}, save it, then:")
    provider, intake, council = (quoted(paths[name]) for name in (PROVIDER, _INTAKE, _COUNCIL))
    say(f"  {PROGRAM} price {provider}\n  {PROGRAM} price {intake}")
    say(f"  {PROGRAM} bridge {provider} {council}")
    return 0
