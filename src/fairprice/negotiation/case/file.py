"""A case in TOML: everything its workbook is written from."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from fairprice.assumptions import Assumptions
from fairprice.assumptions.files import as_data
from fairprice.cost import OpenBook
from fairprice.errors import FairpriceError, InputError, Problem, StatutoryError
from fairprice.files import toml_tables, write_toml
from fairprice.formats import CASE, FORMAT, brought_up, lacking, read_file, stamped
from fairprice.kinds import check_order
from fairprice.negotiation.bargaining.limits import bargaining_range
from fairprice.negotiation.bargaining.records import Decision, Offer
from fairprice.negotiation.case.model import Analysis, Case, CostEntry
from fairprice.negotiation.uncertainty.monte_carlo import cost_uncertainty
from fairprice.statutory import Law, own_records, rates_of_records

_PARTS = (
    "ours", "theirs", "law", "analysis", "offers", "decisions", "costs", "bargaining",
    "uncertainty",
)  # fmt: skip
_BARGAINING = ("annual_budget", "annual_contact_hours", "in_house")
_UNCERTAINTY = ("distribution", "draws", "seed", "ranges", "correlations")
_WHY = "A case is everything that its evidence workbook is written from."
T = TypeVar("T")


def dump_case(case: Case, path: str | os.PathLike[str] | None = None) -> str:
    """Write a case as TOML, so that reading it back gives one with the same figures.

    Parameters
    ----------
    case
        What to write.
    path
        A file to write to, replaced as a whole or not at all; left out, none is written.

    Returns
    -------
    str
        The TOML text: ``ours`` and ``theirs`` as files of assumptions, ``analysis``,
        ``offers``, ``decisions``, ``costs``, and what bargaining range and joint draws are
        made from; in ``law``, the values of each side's law that are not the register's.

    Raises
    ------
    InputError
        If something else than a case is given, or the path first.
    FileWriteError
        If the file cannot be written.
    """
    check_order("dump_case(case, path)", case, path, Case, required=False)
    books = {"ours": case.book} | ({} if case.theirs is None else {"theirs": case.theirs})
    data = positions_in_a_case(books)
    data["analysis"] = case.analysis.model_dump()
    for word in ("offers", "decisions", "costs"):
        entries = [entry.model_dump(exclude_none=True) for entry in getattr(case, word)]
        data |= {word: entries} if entries else {}
    if case.bargaining is not None:
        found = case.bargaining
        data["bargaining"] = {
            "annual_budget": found.annual_budget,
            "annual_contact_hours": found.annual_contact_hours,
            **({} if found.in_house_price is None else {"in_house": found.in_house_price}),
        }
    if case.uncertainty is not None:
        drawn = case.uncertainty
        data["uncertainty"] = {
            "distribution": drawn.distribution,
            "draws": drawn.draws,
            "seed": drawn.seed,
            "ranges": {one.name: [one.low.tolist(), one.high.tolist()] for one in drawn.ranges},
            "correlations": [[*pair, rank] for pair, rank in drawn.correlations.items()],
        }
    return write_toml(stamped(data, CASE), path)


def positions_in_a_case(books: Mapping[str, OpenBook]) -> dict[str, Any]:
    """Return open books, by ``ours`` and ``theirs``, as the tables in which a case holds them."""
    data: dict[str, Any] = {word: as_data(book.assumptions) for word, book in books.items()}
    law = {word: records for word, book in books.items() if (records := own_records(book.rates))}
    return data | ({"law": law} if law else {})


def case_of_file(path: str | os.PathLike[str], law: Law = None) -> Case:
    """Make a case of a TOML file, or refuse it with every problem found."""
    return case_of(read_file(path, InputError), law)


def case_of_text(text: str, law: Law = None) -> Case:
    """Read a case from TOML text, as :func:`case_of_file` does."""
    try:
        data = toml_tables(text)
    except ValueError as error:
        problem = Problem("not-toml", "case", f"is not TOML: {error}.", _WHY, "Correct the line.")
        raise InputError([problem]) from error
    return case_of({FORMAT: 0, **data}, law)


def case_of(data: Mapping[str, Any], law: Law = None) -> Case:
    """Make a case of tables of names and values, or refuse it with every problem found."""
    data, lacked = brought_up(data, CASE, InputError)
    problems = [
        Problem("unknown-name", name, "is not a part of a case.", _WHY, f"Give {_PARTS}.")
        for name in data
        if name not in _PARTS
    ]

    def read(where: str, make: Callable[[], T]) -> T | None:
        try:
            return make()
        except StatutoryError:
            raise
        except FairpriceError as error:
            problems.extend(replace(p, where=f"{where}: {p.where}") for p in error.problems)
        except (TypeError, ValueError, KeyError, AttributeError):
            problems.append(_wrong_shape(where))
        return None

    def rows(word: str, kind: type[Any]) -> tuple[Any, ...]:
        given = data.get(word, [])
        if not isinstance(given, list):
            problems.append(_wrong_shape(word))
            given = []
        entries = list(enumerate(given, start=1))
        return tuple(read(f"{word} {n}", partial(kind.model_validate, e)) for n, e in entries)

    own_law = data.get("law", {})
    if not isinstance(own_law, Mapping):
        raise InputError([*problems, _wrong_shape("law")])
    problems += _unknown("law", own_law, ("ours", "theirs"))

    def table(word: str, known: tuple[str, ...]) -> Mapping[str, Any] | None:
        given = data.get(word)
        if isinstance(given, Mapping):
            problems.extend(_unknown(word, given, known))
            return given
        if given is not None:
            problems.append(_wrong_shape(word))
        return None

    def priced(word: str) -> OpenBook | None:
        records = own_law.get(word, ())
        return read(word, lambda: _priced(data.get(word, {}), law, records, f"law.{word}"))

    if "ours" not in data:
        problems.append(_no_position())
    ours = priced("ours") if "ours" in data else None
    theirs = priced("theirs") if "theirs" in data else None
    analysis = read("analysis", lambda: Analysis.model_validate(data.get("analysis", {})))
    offers, decisions, costs = (
        rows("offers", Offer),
        rows("decisions", Decision),
        rows("costs", CostEntry),
    )
    bargaining = uncertainty = None
    limits, draws = table("bargaining", _BARGAINING), table("uncertainty", _UNCERTAINTY)
    if ours is not None and limits is not None:
        known = {name: limits[name] for name in _BARGAINING if name in limits}
        bargaining = read("bargaining", lambda: bargaining_range(ours, **known))
    if ours is not None and draws is not None:
        uncertainty = read("uncertainty", lambda: _drawn(ours, draws))
    if problems or ours is None or analysis is None:
        raise InputError(problems)
    case = Case(ours, analysis, theirs, offers, decisions, bargaining, uncertainty, costs)
    return lacking(case, lacked)


def _priced(
    stated: Mapping[str, Any], law: Law, records: Sequence[Mapping[str, Any]], where: str
) -> OpenBook:
    assumptions = Assumptions.model_validate(stated)
    about = assumptions.about
    if law is None and records:
        law = rates_of_records(about.price_date, about.nation, records, where)
    return OpenBook(assumptions, law)


def _drawn(book: OpenBook, given: Mapping[str, Any]) -> Any:
    ranges = {name: tuple(ends) for name, ends in given["ranges"].items()}
    listed = [(one, other, rank) for one, other, rank in given.get("correlations", ())]
    pairs = {(one, other): rank for one, other, rank in listed}
    if len(pairs) < len(listed):
        raise InputError([_twice()])
    how = {name: given[name] for name in ("distribution", "draws", "seed")}
    return cost_uncertainty(book, ranges, correlations=pairs, **how)


def _twice() -> Problem:
    return Problem(
        "given-twice", "correlations", "join one pair of inputs twice.",
        "Two inputs have one correlation.", "Keep one of them.",
    )  # fmt: skip


def _unknown(where: str, given: Mapping[str, Any], known: tuple[str, ...]) -> list[Problem]:
    return [
        Problem("unknown-name", f"{where}.{name}", "is not known.", _WHY, f"Give {known}.")
        for name in given
        if name not in known
    ]


def _no_position() -> Problem:
    return Problem(
        "missing", "ours", "is missing: the case holds no position of ours.",
        "Its open book, and all that is said of it, is built up from that position.",
        "Put the tables of your file of assumptions under ours, as dump_case does; or leave the "
        "case as it is and run: python -m fairprice evidence CASE.toml --ours provider.toml.",
    )  # fmt: skip


def _wrong_shape(where: str) -> Problem:
    return Problem(
        "wrong-shape", where, "has the wrong shape, or lacks a part.", _WHY,
        "Write a case with dump_case and see how it is laid out.",
    )  # fmt: skip
