"""Formats of files: which one a file has, and how an earlier one is brought up to date.

A TOML file says its format first: ``format = 1``. Files written before there were formats
say nothing; that is format 0. A kind of file has a step from each format to the next, so
that a file of any earlier one still loads, and what was read from it says what it lacked.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from fairprice.errors import FairpriceError, Problem
from fairprice.files import read_toml
from fairprice.version import __version__

FORMAT = "format"
Tables = dict[str, Any]
#: Brings tables up by one format, in place, and says what they lacked.
Step = Callable[[Tables], tuple[str, ...]]
_WHY = "What another format adds or means would be lost, or misread, without a word."


class FromFile:
    """What can be read from a file, and then says what that file lacked."""

    file_kind: ClassVar[Kind]

    @cached_property
    def lacked(self) -> tuple[str, ...]:
        """What the file it was read from lacked, being of an earlier format; else empty."""
        return ()


@dataclass(frozen=True)
class Kind:
    """A kind of file.

    Parameters
    ----------
    name
        In plain words.
    steps
        From each format to the next, the earliest first.
    """

    name: str
    steps: tuple[Step, ...]

    @property
    def format(self) -> int:
        """The present format."""
        return len(self.steps)


def _said_no_format(tables: Tables) -> tuple[str, ...]:
    return ('the first line, "format = 1"',)


def _no_format_on_its_cover(tables: Tables) -> tuple[str, ...]:
    return ("the row on its Cover that says its format",)


def _did_not_ask_what_costs_follow(tables: Tables) -> tuple[str, ...]:
    return ("the questions that came with format 2, such as what each cost follows",)


def _had_no_quick_sheet(tables: Tables) -> tuple[str, ...]:
    return ("the sheet Quick, for a first price from a few answers",)


def _within(*names: str) -> Callable[[Step], Step]:
    """Take a step of files of assumptions to those that another file holds."""
    return lambda step: _in_its_parts(step, names)


def _in_its_parts(step: Step, names: tuple[str, ...]) -> Step:
    def change(tables: Tables) -> tuple[str, ...]:
        held = [(name, tables.get(name)) for name in names]
        positions = [(name, part) for name, part in held if isinstance(part, dict)]
        return tuple(f"{name}: {said}" for name, part in positions for said in step(part))

    return change


ASSUMPTIONS = Kind("a file of assumptions", (_said_no_format,))
COHORT = Kind("a file of people", (_said_no_format,))
CONTRACT = Kind("a contract file", (_said_no_format,))
_IN_A_CASE, _IN_A_CARD = _within("ours", "theirs"), _within("base")
CASE = Kind("a case file", (_said_no_format, *map(_IN_A_CASE, ASSUMPTIONS.steps[1:])))
RATE_CARD = Kind("a rate card", (_said_no_format, *map(_IN_A_CARD, ASSUMPTIONS.steps[1:])))
SURVEY = Kind("a survey's file", (_said_no_format,))
FORM = Kind(
    "an intake form",
    (_no_format_on_its_cover, _did_not_ask_what_costs_follow, _had_no_quick_sheet),
)
#: The first format of a form that has a sheet for a first price from a few answers.
FORMAT_WITH_QUICK = 1 + FORM.steps.index(_had_no_quick_sheet)


def stamped(data: Mapping[str, Any], kind: Kind) -> Tables:
    """Put the present format before everything else in a file."""
    return {FORMAT: kind.format, **data}


def is_stamp(line: str) -> bool:
    """Tell whether a line of a file that the library wrote says its format."""
    return line.startswith(f"{FORMAT} = ")


def brought_up(
    data: Any, kind: Kind, refusal: type[FairpriceError], where: str = FORMAT
) -> tuple[Any, tuple[str, ...]]:
    """Bring what a file holds up to the present format.

    Parameters
    ----------
    data
        Tables as a file holds them, which stay as they are; without a word on their format
        they are of the present one. Anything else is handed back.
    kind
        What kind of file it is.
    refusal
        The error to raise.
    where
        Where the format stands, for messages.

    Returns
    -------
    data, lacked
        Tables of the present format, without the word itself; and what was lacking.

    Raises
    ------
    FairpriceError
        Of the class ``refusal``, if the format is later than this version knows, or none.
    """
    if not isinstance(data, Mapping) or FORMAT not in data:
        return data, ()
    current = deepcopy(dict(data))
    found = current.pop(FORMAT)
    if type(found) is not int or found < 0:
        raise refusal([_not_a_format(found, kind, where)])
    if found > kind.format:
        raise refusal([_later(found, kind, where)])
    lacked = tuple(said for step in kind.steps[found:] for said in step(current))
    return current, lacked


def read_file(path: str | os.PathLike[str], refusal: type[FairpriceError]) -> Tables:
    """Read a TOML file, as :func:`fairprice.files.read_toml` does, with its format."""
    return {FORMAT: 0, **read_toml(Path(path), refusal)}


T = TypeVar("T", bound=FromFile)


def lacking(thing: T, lacked: tuple[str, ...]) -> T:
    """Let what was read from a file say what the file lacked.

    It stands beside the fields of ``thing``, so that it compares as it did.
    """
    if lacked:
        vars(thing)["lacked"] = lacked
    return thing


def _not_a_format(found: Any, kind: Kind, where: str) -> Problem:
    return Problem(
        "not-a-format", where, f"is {found!r:.60}, which is not a whole number.", _WHY,
        f"The present format of {kind.name} is {kind.format}.",
    )  # fmt: skip


def _later(found: int, kind: Kind, where: str) -> Problem:
    return Problem(
        "later-format", where,
        f"is {found}; fairprice {__version__} reads {kind.name} of format {kind.format} or before.",
        _WHY, f"Read it with a later fairprice, or ask its sender for format {kind.format}.",
    )  # fmt: skip
