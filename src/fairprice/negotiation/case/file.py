"""A case in TOML: everything its workbook is written from."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from fairprice.assumptions import Assumptions
from fairprice.assumptions.files import as_data
from fairprice.cost import OpenBook, is_the_registers
from fairprice.errors import FairpriceError, InputError, Problem, StatutoryError
from fairprice.files import toml_tables, write_toml
from fairprice.formats import CASE, FORMAT, brought_up, lacking, read_file, stamped
from fairprice.kinds import check_order
from fairprice.negotiation.bargaining.limits import bargaining_range
from fairprice.negotiation.bargaining.records import Decision, Offer
from fairprice.negotiation.case.model import Analysis, Case, CostEntry
from fairprice.negotiation.uncertainty.monte_carlo import cost_uncertainty

_PARTS = (
    "ours", "theirs", "analysis", "offers", "decisions", "costs", "bargaining", "uncertainty",
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
        made from.

    Raises
    ------
    InputError
        If something else than a case is given, or the path first. If a book is priced under
        a law that is not the register's: the file could not say so.
    FileWriteError
        If the file cannot be written.
    """
    check_order("dump_case(case, path)", case, path, Case, required=False)
    books = {"ours": case.book, "theirs": case.theirs}
    own_law = [word for word, book in books.items() if book and not is_the_registers(book)]
    if own_law:
        raise InputError([_law_of_its_own(word) for word in own_law])
    data: dict[str, Any] = {"ours": as_data(case.book.assumptions)}
    if case.theirs is not None:
        data["theirs"] = as_data(case.theirs.assumptions)
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


def load_case(path: str | os.PathLike[str]) -> Case:
    """Read a case from a TOML file.

    Parameters
    ----------
    path
        The file; UTF-8.

    Returns
    -------
    Case
        With bargaining range and joint draws worked out anew; of a file of an earlier
        format, ``lacked`` says what that lacked.

    Raises
    ------
    InputError
        If the file cannot be read or its parts do not hold together; with every problem
        found.
    StatutoryError
        If the register has no value for a price date that the calculation needs.
    """
    return case_of(read_file(path, InputError))


def case_of_text(text: str) -> Case:
    """Read a case from TOML text, as :func:`load_case` does from a file."""
    try:
        data = toml_tables(text)
    except ValueError as error:
        problem = Problem("not-toml", "case", f"is not TOML: {error}.", _WHY, "Correct the line.")
        raise InputError([problem]) from error
    return case_of({FORMAT: 0, **data})


def case_of(data: Mapping[str, Any]) -> Case:
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
        entries = list(enumerate(data.get(word, ()), start=1))
        return tuple(read(f"{word} {n}", partial(kind.model_validate, e)) for n, e in entries)

    ours = read("ours", lambda: OpenBook(Assumptions.model_validate(data.get("ours", {}))))
    theirs = None
    if "theirs" in data:
        theirs = read("theirs", lambda: OpenBook(Assumptions.model_validate(data["theirs"])))
    analysis = read("analysis", lambda: Analysis.model_validate(data.get("analysis", {})))
    offers, decisions, costs = (
        rows("offers", Offer),
        rows("decisions", Decision),
        rows("costs", CostEntry),
    )
    bargaining = uncertainty = None
    if ours is not None and "bargaining" in data:
        given = data["bargaining"]
        problems += _unknown("bargaining", given, _BARGAINING)
        known = {name: given[name] for name in _BARGAINING if name in given}
        bargaining = read("bargaining", lambda: bargaining_range(ours, **known))
    if ours is not None and "uncertainty" in data:
        given = data["uncertainty"]
        problems += _unknown("uncertainty", given, _UNCERTAINTY)
        uncertainty = read("uncertainty", lambda: _drawn(ours, given))
    if problems or ours is None or analysis is None:
        raise InputError(problems)
    case = Case(ours, analysis, theirs, offers, decisions, bargaining, uncertainty, costs)
    return lacking(case, lacked)


def _drawn(book: OpenBook, given: Mapping[str, Any]) -> Any:
    ranges = {name: tuple(ends) for name, ends in given["ranges"].items()}
    pairs = {(one, other): rank for one, other, rank in given.get("correlations", ())}
    how = {name: given[name] for name in ("distribution", "draws", "seed")}
    return cost_uncertainty(book, ranges, correlations=pairs, **how)


def _unknown(where: str, given: Any, known: tuple[str, ...]) -> list[Problem]:
    return [
        Problem("unknown-name", f"{where}.{name}", "is not known.", _WHY, f"Give {known}.")
        for name in (given if isinstance(given, Mapping) else ())
        if name not in known
    ]


def _wrong_shape(where: str) -> Problem:
    return Problem(
        "wrong-shape", where, "has the wrong shape, or lacks a part.", _WHY,
        "Write a case with dump_case and see how it is laid out.",
    )  # fmt: skip


def _law_of_its_own(word: str) -> Problem:
    return Problem(
        "law-of-its-own", word, "is priced under a law that is not the register's.",
        "Whoever reads the file would price it under another law without a word.",
        "Keep the overlay beside the file, and make the case in a script.",
    )  # fmt: skip
