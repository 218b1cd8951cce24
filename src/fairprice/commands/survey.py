"""Summarises a folder of many providers' returns."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

import fairprice as fp
from fairprice.commands.files import EDITIONS, about, may_write
from fairprice.commands.options import add_edition, add_replace, given_edition
from fairprice.commands.wording import money, say, table, wrapped
from fairprice.cost.minimum_wage import minimum_wage_verdict
from fairprice.errors import InputError, Problem
from fairprice.files import TOML, WORKBOOK

HELP = "summarise many providers' returns, and write what is published of them"
TEACHES = (
    "Reads a folder of returns: filled-in forms (.xlsx), short returns in the lines of Annex A "
    "(.csv) and files of assumptions (.toml). survey.toml beside them holds who was invited, "
    "amendments, exclusions and indices. Prints the three headlines with what they rest on, and "
    "what ought to be asked. It can write the survey workbook, and the headline as assumptions."
)
EXAMPLE = (
    "survey returns --out survey.xlsx",
    "survey returns --published annexes.xlsx --book fair.toml",
)
DONE = (
    "  0    done\n"
    "  1    some files were refused: what to mend is on standard output, the rest was done\n"
)

_SHOWN = ("low", "high", "hours_weighted", "without_exclusions", "as_returned")


def add_to(command: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    command.add_argument("folder", type=Path, metavar="FOLDER", help="the folder of returns")
    command.add_argument(
        "--out", type=Path, metavar="SURVEY.xlsx",
        help="write the council's own workbook, with every provider's answers",
    )  # fmt: skip
    command.add_argument(
        "--published", type=Path, metavar="ANNEXES.xlsx",
        help="write the edition for publication: values only, small numbers hidden",
    )  # fmt: skip
    add_edition(command)
    command.add_argument(
        "--book", type=Path, metavar="FAIR.toml",
        help="write the headline used as assumptions, to price visits from",
    )  # fmt: skip
    command.add_argument(
        "--mileage-rate", type=float, metavar="GBP",
        help="GBP per mile for --book; by default the median of the returns",
    )  # fmt: skip
    command.add_argument(
        "--return-per-hour", type=float, metavar="GBP",
        help="the return on operations for --book, in place of what was returned",
    )  # fmt: skip
    command.add_argument(
        "--unsocial", nargs=3, action="append", metavar=("TIME", "SHARE", "PREMIUM"),
        help="for --book: evening, weekend or bank holiday, its share of hours and its premium, "
        "which no return states apart",
    )  # fmt: skip
    command.add_argument("--lines", action="store_true", help="show all 32 rows of Annex A")
    command.add_argument("--questions", action="store_true", help="show what ought to be asked")
    add_replace(command)


def run(args: argparse.Namespace) -> int:
    """Print the headlines; write what is asked for."""
    of_the_book = (args.mileage_rate, args.return_per_hour, args.unsocial)
    if args.book is None and any(given is not None for given in of_the_book):
        raise InputError([_NO_BOOK])
    edition = given_edition(args, args.published)
    for path, suffix in ((args.out, WORKBOOK), (args.published, EDITIONS), (args.book, TOML)):
        may_write(path, suffix, replace=args.replace)
    with about(args.folder):
        survey = fp.read_survey(args.folder)
    say(_summary(survey, lines=args.lines, questions=args.questions))
    if args.out is not None:
        say(f"\nThe survey workbook is {fp.write_survey_workbook(survey, args.out)}")
    if args.published is not None:
        written = fp.write_survey_workbook(survey, args.published, published=True, **edition)
        say(f"\nThe edition for publication is {written}")
    if args.book is not None:
        say(f"\n{_fair_price(survey, args)}")
    return 1 if survey.refused else 0


def _summary(survey: fp.Survey, *, lines: bool, questions: bool) -> str:
    response = survey.response
    date = survey.price_date or "several or none"
    parts = [
        f"{survey.about.area}, {survey.about.nation}, price date {date}",
        f"Returns: {response['returns used']:.0f} used, {response['returns excluded']:.0f} "
        f"excluded, {response['returns refused']:.0f} refused"
        f"{_share(response['response rate'], 'of providers in scope answered')}"
        f"{_share(response['share of commissioned hours'], 'of commissioned hours')}",
        _headlines(survey),
        *([_lines(survey)] if lines else []),
    ]
    if survey.refused:
        parts.append(wrapped("Refused, and not counted:\n" + _listed(
            problem for problems in survey.refused.values() for problem in problems
        )))  # fmt: skip
    if questions:
        parts.append(wrapped("To be asked:\n" + _listed(survey.questions)))
    elif survey.questions:
        parts.append(f"{len(survey.questions)} questions to providers; see --questions")
    return "\n\n".join(parts)


def _share(share: float, of: str) -> str:
    return "" if share != share else f"; {share:.0%} {of}"


def _listed(problems: Iterable[Problem]) -> str:
    return "\n".join(f"- {problem}" for problem in problems)


def _headlines(survey: fp.Survey) -> str:
    held = survey.headline_table
    rows = [
        [
            f"{name}{' (used)' if row['used'] == 'yes' else ''}",
            *(_figure(row[column]) for column in ("figure", *_SHOWN)),
        ]
        for name, row in held.iterrows()
    ]
    headings = [column.replace("_", " ") for column in _SHOWN]
    return table(["Headline (GBP per contact hour)", "figure", *headings], rows)


def _lines(survey: fp.Survey) -> str:
    counts = ("n", "zeros", "blank")
    shown = ("lower_quartile", "median", "upper_quartile", "median_without_zeros")
    rows = [
        [str(label), *(f"{row[n]:.0f}" for n in counts), *(_figure(row[n]) for n in shown)]
        for label, row in survey.lines.iterrows()
    ]
    headings = [*counts, "lower", "median", "upper", "no zeros"]
    listed = table(["Quartiles and median (GBP per contact hour)", *headings], rows)
    few = survey.lines.index[survey.lines["few"] & (survey.lines["n"] > 0)]
    if few.empty:
        return listed
    return listed + wrapped(
        f"\n\nFewer than {survey.about.least} answered, so these are not published: "
        f"{', '.join(map(str, few))}"
    )


def _figure(amount: float) -> str:
    return "none" if amount != amount else money(amount)


def _fair_price(survey: fp.Survey, args: argparse.Namespace) -> str:
    book = survey.fair_price(
        mileage_rate=args.mileage_rate, return_on_operations=args.return_per_hour,
        unsocial_hours=_unsocial(args.unsocial),
    )  # fmt: skip
    fp.dump_assumptions(book.assumptions, args.book)
    steps = [
        [f"{step}: {what}", money(price)]
        for step, what, price in book.steps.itertuples(index=False)
    ]
    listed = "\n".join(wrapped(f"- {said} GBP {price}") for said, price in steps)
    head = "From returns to the price, per contact hour:"
    verdict = wrapped(minimum_wage_verdict(book))
    return f"{head}\n{listed}\n{verdict}\nThe assumptions are {args.book}"


def _unsocial(given: list[list[str]] | None) -> dict[str, tuple[float, float]] | None:
    if given is None:
        return None
    found: dict[str, tuple[float, float]] = {}
    for time, *both in given:
        try:
            share, premium = map(float, both)
        except ValueError:
            raise InputError([_not_numbers(both)]) from None
        if time in found:
            raise InputError([_TWICE])
        found[time] = (share, premium)
    return found


def _not_numbers(given: list[str]) -> Problem:
    return Problem(
        "not-a-number", "--unsocial", f"{' and '.join(given)} are not two numbers.",
        "They part the line Direct care into a pay rate and premiums.",
        "Give a time, its share of hours and its premium: --unsocial evening 0.18 0.10.",
    )  # fmt: skip


_TWICE = Problem(
    "repeated-name", "--unsocial", "is given twice for one time.", "Only one would count.",
    "Keep one of them.",
)  # fmt: skip
_NO_BOOK = Problem(
    "missing", "--book", "is not given, so nothing is made of a rate.",
    "Mileage rate and return stand in the assumptions only.", "Add --book fair.toml.",
)  # fmt: skip
