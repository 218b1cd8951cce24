"""Writes the evidence workbook of a case."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import fairprice as fp
from fairprice.commands.files import GivenLaw, about, may_write, read_book
from fairprice.commands.options import add_law, add_no_challenge, add_replace
from fairprice.commands.price import heading
from fairprice.commands.wording import money, say, wrapped
from fairprice.errors import InputError, Problem
from fairprice.files import TOML, WORKBOOK, read_toml

HELP = "write the evidence workbook: open book, evidence, the other position, how sure it is"
TEACHES = (
    "Writes everything a party brings to the table as one workbook. The case file says who "
    "answers for the analysis and what was done, and holds offers, decisions and costs; the two "
    "positions stand in it, or are given as files. `demo` writes a case to begin with."
)
EXAMPLE = (
    "evidence care/case.toml --ours care/provider.toml --theirs care/council.toml "
    "--out evidence.xlsx",
    "evidence whole-case.toml --out evidence.xlsx",
)


def add_to(command: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    command.add_argument("case", type=Path, metavar="CASE.toml", help="the case")
    for name, whose in (("ours", "the provider's"), ("theirs", "the commissioner's")):
        command.add_argument(
            f"--{name}", type=Path, metavar="FILE",
            help=f"{whose} assumptions (.toml or .xlsx), where they are not in the case",
        )  # fmt: skip
    command.add_argument(
        "--out", type=Path, required=True, metavar="EVIDENCE.xlsx", help="the workbook to write"
    )
    command.add_argument(
        "--save", type=Path, metavar="CASE.toml", help="write the whole case as one file"
    )
    add_law(command, "price the positions given as files under the law of this file")
    add_no_challenge(command)
    add_replace(command)


def run(args: argparse.Namespace) -> int:
    """Write the workbook, and say what it holds."""
    beside = [path for path in (args.case, args.ours, args.theirs) if path is not None]
    may_write(args.out, WORKBOOK, replace=args.replace, beside=beside)
    may_write(args.save, TOML, replace=args.replace, beside=beside)
    case = _case(args)
    say(wrapped(f"{heading(case.book)}: GBP {money(case.book.price_per_hour)} per contact hour"))
    if case.theirs is not None:
        theirs = money(case.theirs.price_per_hour)
        say(wrapped(f"Against {heading(case.theirs)}: GBP {theirs} per contact hour"))
    if args.save is not None:
        fp.dump_case(case, args.save)
        say(f"The case is in {args.save}")
    say(f"The evidence workbook is {fp.write_evidence_workbook(case, args.out)}")
    return 0


def _case(args: argparse.Namespace) -> fp.Case:
    # its room is not loaded for other commands
    from fairprice.negotiation.case.file import case_of, positions_in_a_case

    tables, law = read_toml(args.case, InputError), GivenLaw.of(args)
    given = {name: getattr(args, name) for name in ("ours", "theirs")}
    problems = [_twice(name) for name, path in given.items() if path and name in tables]
    if given["ours"] is None and "ours" not in tables:
        problems.append(_NO_POSITION)
    if law.path is not None and given["ours"] is None and given["theirs"] is None:
        problems.append(_NO_USE_OF_LAW)
    if problems:
        raise InputError(problems)
    books = {
        name: read_book(path, law, challenge=args.challenge)
        for name, path in given.items()
        if path is not None
    }
    with about(args.case):
        return case_of(_joined(tables, positions_in_a_case(books)))


def _joined(tables: dict[str, Any], positions: dict[str, Any]) -> dict[str, Any]:
    law = tables.get("law", {}) | positions.get("law", {})
    return {**tables, **positions, **({"law": law} if law else {})}


_NO_POSITION = Problem(
    "missing", "--ours", "is not given, and the case holds no position of ours.",
    "The workbook is built up from it.", "Add --ours provider.toml.",
)  # fmt: skip

_NO_USE_OF_LAW = Problem(
    "not-used", "--law", "is for positions that are given as files, and none is.",
    "A case holds the law that its own positions were priced under.",
    "Leave --law out, or give a position by --ours.",
)  # fmt: skip


def _twice(name: str) -> Problem:
    return Problem(
        "given-twice", f"--{name}", "is given, but stands in the case too.",
        "Which of the two was meant is not known.",
        f"Leave out --{name}, or take it from the case.",
    )  # fmt: skip
