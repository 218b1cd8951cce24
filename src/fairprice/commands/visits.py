"""Prices, costs and compares logged visits."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import fairprice as fp
from fairprice.commands.files import (
    PAGE,
    GivenLaw,
    about,
    holds_a_rate_card,
    loaded,
    may_write,
    priced_card,
    read_book,
)
from fairprice.commands.options import add_law, add_no_challenge, add_replace
from fairprice.commands.wording import say, table, wrapped
from fairprice.errors import InputError, Problem
from fairprice.files import WORKBOOK, read_toml

HELP = "price logged visits under contracts, and cost them from an open book"
TEACHES = (
    "Reads logs of visits from CSV or Parquet files, counts everything that is wrong with them, "
    "and prices every sound visit; nothing is dropped in silence. With a provider's assumptions "
    "it costs them too; with several contracts it says who gains. The file of columns says what "
    'the columns of the log are called: a table [columns], such as planned_minutes = "Planned", '
    "and where needed [statuses], date_order, encoding and delimiter."
)
EXAMPLE = (
    "visits export.csv --columns columns.toml --contract planned_minutes.toml --out visits.xlsx",
    "visits logs/ --columns columns.toml --contract now.toml proposed.toml",
)
_PARQUET = ".parquet"
_OPTIONS = ("date_order", "encoding", "delimiter", "statuses")


def add_to(command: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    command.add_argument(
        "logs", type=Path, nargs="+", metavar="LOG", help="CSV or Parquet files, or folders of them"
    )
    command.add_argument(
        "--columns", type=Path, required=True, metavar="COLUMNS.toml",
        help="what the columns of the log are called",
    )  # fmt: skip
    command.add_argument(
        "--contract", type=Path, required=True, nargs="+", action="extend",
        metavar="CONTRACT.toml",
        help="a contract, or its billing clauses alone; several are compared with the first",
    )  # fmt: skip
    command.add_argument(
        "--provider", type=Path,
        help="cost the visits by this provider's assumptions, or by a rate card, zone by zone and "
        "service by service",
    )  # fmt: skip
    command.add_argument("--service", help="of a rate card, the service that all visits are of")
    command.add_argument(
        "--longest-gap", type=float, metavar="MINUTES",
        help="a longer gap between a carer's visits is the end of a round",
    )  # fmt: skip
    command.add_argument(
        "--at-least", type=int, default=10, metavar="PEOPLE",
        help="pool groups of fewer people than this; by default 10",
    )  # fmt: skip
    command.add_argument(
        "--out", type=Path, metavar="VISITS.xlsx", help="write a workbook of the results"
    )
    command.add_argument(
        "--report", type=Path, metavar="VISITS.html", help="write a page of the results"
    )
    command.add_argument(
        "--each", type=Path, metavar="VISITS.parquet", help="write a row for each visit"
    )
    add_law(command, "cost under the law of this file")
    add_no_challenge(command)
    add_replace(command)


def run(args: argparse.Namespace) -> int:
    """Print what was read and what came of it; write what was asked for."""
    from fairprice.visits.tables import result_tables  # its room is not loaded for other commands

    given = [*args.logs, args.columns, *args.contract]
    may_write(args.out, WORKBOOK, replace=args.replace, beside=given)
    may_write(args.report, PAGE, replace=args.replace, beside=given)
    may_write(args.each, _PARQUET, replace=args.replace, beside=given)
    contracts = {path.stem: _billing(path) for path in args.contract}
    _check(args, contracts)
    law = GivenLaw.of(args)
    with about(args.columns):
        columns, options = _columns(args.columns)
    book = None if args.provider is None else _position(args, law, "service" in columns)
    shown = sys.stderr.isatty()
    log = fp.read_visits(args.logs, columns, progress=shown, **options)
    say(wrapped(log.describe()))
    result: fp.BillingComparison | fp.CostedVisits | fp.PricedVisits
    if len(contracts) > 1:
        result = fp.compare_billing(log, contracts, progress=shown)
    elif book is not None:
        [billing] = contracts.values()
        result = fp.cost_visits(
            log, book, billing=billing, longest_gap_minutes=args.longest_gap, out=args.each,
            progress=shown,
        )  # fmt: skip
    else:
        [billing] = contracts.values()
        result = fp.price_visits(log, billing, args.each, progress=shown)
    say("\n" + wrapped(result.describe()))
    for title, found in result_tables(result, args.at_least).items():
        if title.startswith("By "):
            say(f"\n{title}\n{_shown(found)}")
    if args.each is not None:
        say(f"\nEach visit stands in {args.each}")
    if args.out is not None:
        written = fp.write_visits_workbook(result, args.out, at_least=args.at_least)
        say(f"\nThe workbook of the visits is {written}")
    if args.report is not None:
        page = fp.write_visits_report(result, args.report, at_least=args.at_least)
        say(f"\nThe page of the visits is {page}")
    return 0


def _position(
    args: argparse.Namespace, law: GivenLaw, says_the_service: bool
) -> fp.OpenBook | dict[str, fp.OpenBook] | dict[tuple[str, str], fp.OpenBook]:
    """Read what visits are costed from: a book, or those of a rate card."""
    if not holds_a_rate_card(args.provider):
        if args.service is not None:
            raise InputError([_NO_CARD])
        return read_book(args.provider, law, challenge=args.challenge)
    card = loaded(args.provider, fp.load_rate_card)
    services = [service.name for service in card.services]
    if args.service is None and len(services) > 1 and not says_the_service:
        raise InputError([_which_service(services)])
    with about(args.provider):
        priced = priced_card(card, args.provider, law)
        if args.service is None and says_the_service:
            return priced.books
        return priced.books_of(args.service or services[0])


_NO_CARD = Problem(
    "not-used", "--service", "is of use with a rate card only.",
    "A provider's assumptions are one book for all visits.", "Leave --service out.",
)  # fmt: skip


def _which_service(services: list[str]) -> Problem:
    return Problem(
        "missing", "--service", "is not given, and the rate card has several services.",
        "Each has a book of its own, and the columns name none that says the service of a visit.",
        f"Give one of: {', '.join(services)}; or map service in the file of columns.",
    )  # fmt: skip


def _check(args: argparse.Namespace, contracts: dict[str, fp.Billing]) -> None:
    if len(contracts) < len(args.contract):
        what = "are two files of one name."
        mend = "Give the files different names."
        raise InputError(
            [Problem("repeated-name", "--contract", what, "Results go by the names.", mend)]
        )
    if len(contracts) > 1 and (args.provider is not None or args.each is not None):
        raise InputError(
            [
                Problem(
                    "not-used", "--contract", "compares several contracts.",
                    "Costs and single visits are worked out under one.",
                    "Give one contract, or leave out --provider and --each.",
                )
            ]
        )  # fmt: skip


def _billing(path: Path) -> fp.Billing:
    """Read billing clauses: a file of their own, or those of a contract."""
    tables = read_toml(path, InputError)
    base = tables.get("base")
    clauses = base["billing"] if isinstance(base, dict) and "billing" in base else tables
    with about(path):
        return fp.Billing.model_validate(clauses)


def _columns(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    tables = read_toml(path, InputError)
    unknown = sorted(set(tables) - {"columns", *_OPTIONS})
    if unknown:
        raise InputError(
            [
                Problem(
                    "unknown-name", name, "is nothing that says how a log is read.",
                    "What is not read would be lost without a word.",
                    f"Give columns, {', '.join(_OPTIONS)}.",
                )
                for name in unknown
            ]
        )  # fmt: skip
    return tables.get("columns", {}), {n: tables[n] for n in _OPTIONS if n in tables}


def _shown(found: Any) -> str:
    from fairprice.visits.tables import figure_in_words, kind_of_column  # as above

    kept = [name for name in found.columns if "minutes" not in str(name)]
    headings = [str(name).replace("_", " ") for name in kept]
    kinds = [kind_of_column(str(name), found[name]) for name in kept]
    rows = [
        [str(label), *(figure_in_words(kind, v) for kind, v in zip(kinds, row, strict=True))]
        for label, row in zip(found.index, found[kept].to_numpy(dtype=object), strict=True)
    ]
    return table([str(found.index.name).replace("_", " "), *headings], rows)
