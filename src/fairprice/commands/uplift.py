"""Raises this year's file to another date: the law by its date, money by indices."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import fairprice as fp
from fairprice.commands.csv_text import write_csv, write_effects
from fairprice.commands.files import (
    CSV,
    GivenLaw,
    about,
    holds_a_rate_card,
    loaded,
    may_write,
    read_book,
)
from fairprice.commands.options import add_law, add_no_challenge, add_position, add_replace
from fairprice.commands.price import heading
from fairprice.commands.wording import money, say, table, wrapped
from fairprice.cost.minimum_wage import minimum_wage_verdict
from fairprice.declare.units import PER_CONTACT_HOUR
from fairprice.errors import InputError, Problem
from fairprice.files import TOML, WORKBOOK

HELP = "raise this year's file to another year: bridge, fee workbook and assumptions"
TEACHES = (
    "Re-bases a file of assumptions to another date. Statutory values become those of that day, "
    "under a law file where the register does not reach it; every amount of money is raised by an "
    "index; all else stays. Prints the bridge from this year's price to the next, and writes the "
    "fee workbook and the raised assumptions. Of a rate card, what differs is raised as the base "
    "is, and the bridge has a column for each zone and service."
)
EXAMPLE = (
    "uplift care/provider.toml 2027-04-06 --law law-2027-28.toml --index pay=adult_minimum_wage "
    '--index ppe=cpi:2025-09 --index "business_costs=3.1 %, agreed on 3 November" '
    '--index "mileage_rate=held, rate of HMRC" --out fees-2027-28.xlsx '
    "--save provider-2027-28.toml",
    "uplift county.toml 2027-04-06 --law law-2027-28.toml --index pay=adult_minimum_wage "
    "--index ppe=cpi:2025-09 --index business_costs=cpi:2025-09 "
    '--index "mileage_rate=held, rate of HMRC" --out card-2027-28.xlsx --save card-2027-28.toml',
)
_HOW = (
    'Give NAME=HOW: a published rate and its month, "ppe=cpi:2025-09"; the growth of a statutory '
    'value, "pay=adult_minimum_wage"; a change and who says so, "pay=3.5 %, agreed on 3 November"; '
    'or "mileage_rate=held, rate of HMRC".'
)

#: A smaller effect on the price of one book of a card is not printed by itself (GBP).
_A_PENNY = 0.01


def add_to(command: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_position(command, "file", "this year's assumptions, or rate card")
    command.add_argument("date", metavar="DATE", help="the new price date, such as 2027-04-06")
    command.add_argument(
        "--index",
        action="append",
        default=[],
        metavar="NAME=HOW",
        help="how money is raised, by input or section (pay, travel, ppe, business_costs): a "
        "published rate (cpi:2025-09), a statutory value (adult_minimum_wage), a change with its "
        'reason ("3.5 %%, agreed"), or "held, reason"; once for each',
    )
    add_law(command, "take the law of both dates from this file too")
    command.add_argument(
        "--out",
        type=Path,
        metavar="FEES.xlsx",
        help="write the fee workbook, or that of the rate card, of the new date",
    )
    command.add_argument(
        "--save", type=Path, metavar="NEXT.toml", help="write the raised assumptions, or rate card"
    )
    command.add_argument(
        "--csv", type=Path, metavar="FILE.csv", help="write the effect of each input to this file"
    )
    add_no_challenge(command)
    add_replace(command)


def run(args: argparse.Namespace) -> int:
    """Print what is raised and the bridge; write the files asked for."""
    beside = [args.file, *([args.law] if args.law else [])]
    for path, suffix in ((args.out, WORKBOOK), (args.save, TOML), (args.csv, CSV)):
        may_write(path, suffix, replace=args.replace, beside=beside)
    if holds_a_rate_card(args.file):
        return _of_a_card(args)
    before = read_book(args.file, GivenLaw.of(args), challenge=args.challenge)
    indices = _indices(args.index, before.assumptions, args.date, before.rates)
    with about(args.file), _saying_how_indices_are_given():
        raised = fp.uplift(before, args.date, indices)
    after = raised.after
    say(wrapped(f"Now (theirs): {heading(before)}\nThen (ours): {heading(after)}"))
    say(f"\n{_amounts(raised)}\n")
    say(wrapped(str(raised.bridge)))
    say(
        f"\nPrice per contact hour: GBP {money(before.price_per_hour)} now, "
        f"{money(after.price_per_hour)} then: {raised.change:+.2%}\n"
    )
    say(wrapped(minimum_wage_verdict(after)))
    if after.law_not_enacted:
        say(wrapped(f"\nLaw that is not enacted. {after.law_not_enacted}"))
    if args.csv is not None:
        write_effects(raised.bridge, args.csv)
        say(f"\nThe effects are in {args.csv}")
    if args.save is not None:
        fp.dump_assumptions(after.assumptions, args.save)
        say(f"\nThe assumptions of {args.date} are in {args.save}")
    if args.out is not None:
        say(f"\nThe fee workbook is {fp.write_fee_workbook(after, args.out)}")
    return 0


def _amounts(raised: fp.Uplift) -> str:
    shown = raised.table[["label", "before", "change", "after"]]
    rows = [
        [str(label), f"{before:,.4f}", f"{change:+.2%}", f"{after:,.4f}"]
        for label, before, change, after in shown.to_numpy()
    ]
    indices = raised.table[["index", "change"]].drop_duplicates().to_numpy()
    told = "\n".join(f"- by {name}: {change:+.2%}" for name, change in indices)
    return f"{table(['Raised (GBP)', 'now', 'by', 'then'], rows)}\n\n{wrapped(told)}"


def _of_a_card(args: argparse.Namespace) -> int:
    """Raise a whole rate card."""
    card = loaded(args.file, fp.load_rate_card)
    now = card.base.about
    law = GivenLaw.of(args).on(now.price_date, now.nation)
    indices = _indices(args.index, card.base, args.date, law)
    with about(args.file), _saying_how_indices_are_given():
        raised = card.uplift(args.date, indices, law=law)
    say(wrapped(f"{now.provider_name}, {now.nation}, price date {now.price_date}"))
    say(f"\n{_amounts(raised.base)}\n\n{_bridges(raised)}\n\n{_fees(raised)}")
    if args.csv is not None:
        effects = raised.bridge.set_axis([", ".join(key) for key in raised.bridge.columns], axis=1)
        write_csv(effects.reset_index(), args.csv)
        say(f"\nThe effects are in {args.csv}")
    if args.save is not None:
        fp.dump_rate_card(raised.card, args.save)
        say(f"\nThe rate card of {args.date} is in {args.save}")
    if args.out is not None:
        written = fp.write_rate_card_workbook(raised.after, args.out)
        say(f"\nThe rate card workbook is {written}")
    return 0


def _bridges(raised: fp.CardUplift[fp.RateCard]) -> str:
    """Write what makes the change of each book: what moves it by a penny, and the rest together."""
    books = {key: (raised.before.books[key], raised.after.books[key]) for key in raised.bridges}
    parts = []
    for (zone, service), (before, after) in books.items():
        effects = raised.bridges[zone, service].by_input[["label", "effect"]].to_numpy()
        prices = [["price now", money(before.price_per_hour)]]
        large = [(label, effect) for label, effect in effects if abs(effect) >= _A_PENNY]
        prices += [[str(label), f"{effect:+.4f}"] for label, effect in large]
        if len(large) < len(effects):
            rest = sum(effects[:, 1]) - sum(effect for _, effect in large)
            prices.append([f"{len(effects) - len(large)} smaller ones together", f"{rest:+.4f}"])
        prices.append(["price then", money(after.price_per_hour)])
        parts.append(table([f"{zone}; {service}", PER_CONTACT_HOUR], prices))
    return "\n\n".join(parts)


def _fees(raised: fp.CardUplift[fp.RateCard]) -> str:
    before, after = raised.prices["published_price_before"], raised.prices["published_price_after"]
    step = after / before - 1
    return wrapped(
        f"{len(step)} prices of the fee table change by {step.min():+.2%} to {step.max():+.2%}; "
        f"{int((step == 0).sum())} stay as they are."
    )


def _indices(
    given: list[str], before: fp.Assumptions, date: str, law: fp.StatutoryRates | None
) -> dict[str, fp.Index]:
    """Read the indices, or refuse them with everything that is wrong with any."""
    indices: dict[str, fp.Index] = {}
    problems: list[Problem] = []
    for text in given:
        name, _, how = (part.strip() for part in text.partition("="))
        where = f"--index {text}"
        if not name or not how:
            problems.append(_problem(where, "does not say what is raised, and how."))
        elif name in indices:
            problems.append(_problem(where, f"raises {name} a second time."))
        else:
            try:
                indices[name] = _index(how, before, date, law)
            except fp.FairpriceError as error:
                problems += [_problem(where, p.what, p.mend) for p in error.problems]
    if problems:
        raise InputError(problems)
    return indices


def _index(how: str, before: fp.Assumptions, date: str, law: fp.StatutoryRates | None) -> fp.Index:
    kind, _, reason = (part.strip() for part in how.partition(","))
    series, _, month = kind.partition(":")
    if month:
        return fp.published_index(series, month)
    number = "0" if kind == "held" else kind.removesuffix("%").strip()
    try:
        change = float(number) / (100 if kind.endswith("%") else 1)
    except ValueError:
        now = before.about
        return fp.statutory_index(kind, now.price_date, date, now.nation, law=law)
    if not reason:
        raise InputError([_problem(how, "gives no reason.")])
    return fp.Index("held" if kind == "held" else f"own index of {kind}", change, reason)


@contextmanager
def _saying_how_indices_are_given() -> Iterator[None]:
    """Say how an index is given here, where one is missing."""
    try:
        yield
    except InputError as error:
        problems = [replace(p, mend=_HOW) if p.code == "no-index" else p for p in error.problems]
        raise InputError(problems) from None


def _problem(where: str, what: str, mend: str = _HOW) -> Problem:
    return Problem(
        "not-an-index", where, what,
        "A change without a name and a source cannot be defended.", mend,
    )  # fmt: skip
