"""What a public call takes: the kind of each argument, looked at before anything is done.

Numbers, days and words are judged by what they say, by ``Arguments``; this is about paths, tables,
lists and objects, of which a wrong one would fail far from the call.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import os
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AnySet
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import numpy as np

from fairprice.declare.fields import LONGEST_TEXT, one_line
from fairprice.declare.texts import Texts
from fairprice.declare.values import Refused, array, day, number
from fairprice.errors import InputError, Problem
from fairprice.kinds import described

TEXTS = Texts(
    {
        "wrong-kind": ("was given {found}{is_wrong}.", "{WHY}", "Give {wanted}."),
    },
    WHY="Nothing else can be read in its place.",
)  # fmt: skip
_Function = TypeVar("_Function", bound=Callable[..., Any])


@dataclass(frozen=True)
class Taken:
    """A kind of argument.

    Parameters
    ----------
    wanted
        What to give, in words.
    read
        Returns what the call works with, or raises ``Refused``, with words or without.
    """

    wanted: str
    read: Callable[[Any], Any]

    def problems(self, name: str, value: Any) -> list[Problem]:
        """List what is wrong with a value, without taking it."""
        try:
            self.read(value)
        except Refused as error:
            return [self.problem(name, value, error)]
        return []

    def problem(self, name: str, value: Any, error: Refused) -> Problem:
        """Say that a value is not of this kind."""
        is_wrong = f", which {error}" if str(error) else ""
        found = described(value)
        return TEXTS("wrong-kind", name, found=found, is_wrong=is_wrong, wanted=self.wanted)


def one(*kinds: type, wanted: str) -> Taken:
    """Take an object of a kind."""

    def read(value: Any) -> Any:
        if not isinstance(value, kinds):
            raise Refused
        return value

    return Taken(wanted, read)


def several(kind: Taken | None, wanted: str) -> Taken:
    """Take objects in order, each of a kind; they come as a list."""

    def read(value: Any) -> list[Any]:
        if isinstance(value, (str, bytes, Mapping, AnySet)) or not isinstance(value, Iterable):
            raise Refused
        try:
            entries = list(value)
        except TypeError:  # an array without a shape
            raise Refused from None
        return entries if kind is None else [_entry(kind, entry) for entry in entries]

    return Taken(wanted, read)


def _entry(kind: Taken, entry: Any) -> Any:
    try:
        return kind.read(entry)
    except Refused:
        raise Refused(f"holds {described(entry)}") from None


def or_none(kind: Taken) -> Taken:
    """Take nothing as well."""
    return Taken(kind.wanted, lambda value: None if value is None else kind.read(value))


def either(*kinds: Taken, wanted: str) -> Taken:
    """Take what is of one of several kinds."""

    def read(value: Any) -> Any:
        for kind in kinds:
            with contextlib.suppress(Refused):
                return kind.read(value)
        raise Refused

    return Taken(wanted, read)


def _table(value: Any) -> Any:
    if getattr(value, "ndim", None) == 1 and hasattr(value, "to_dict"):  # a column of pandas
        if not value.index.is_unique:
            raise Refused("names a row twice")
        return value.to_dict()
    if not isinstance(value, Mapping):
        raise Refused
    return value


def _columns(value: Any) -> Any:
    if getattr(value, "ndim", None) == 2 and hasattr(value, "to_dict"):  # a frame of pandas
        if not value.columns.is_unique:
            raise Refused("names a column twice")
        return {name: value[name] for name in value.columns}
    return _table(value)


def _frame(value: Any) -> Any:
    if getattr(value, "ndim", None) != 2 or not hasattr(value, "to_dict"):
        raise Refused
    return value


def _path(value: Any) -> Any:
    if not isinstance(value, (str, os.PathLike)) or not isinstance(os.fspath(value), str):
        raise Refused
    return value


def _numbers(value: Any) -> Any:
    return array(value)[()]


def _above_zero(value: Any) -> Any:
    found = array(value)
    if not (found > 0).all():
        raise Refused
    return found[()]


def _on_one_line(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Refused
    if len(value) > LONGEST_TEXT:
        raise Refused(f"has more than {LONGEST_TEXT} characters")
    return one_line(value.strip())


TEXT = one(str, wanted="a text")
ONE_LINE = Taken("text on one line", _on_one_line)
A_DAY = Taken('a day such as "2026-04-06", or a datetime.date', day)
TEXTS_IN_ORDER = several(TEXT, "a list of texts")
FLAG = one(bool, np.bool_, wanted="True or False")
PATH = Taken("the path of a file", _path)
#: A mapping, or a column of pandas, which comes as one.
TABLE = Taken("a table of names and values: a dict, or a pandas.Series", _table)
A_FRAME = Taken("a pandas.DataFrame", _frame)
A_NUMBER = Taken("a number", number)
#: A mapping of arrays, or a frame of pandas.
COLUMNS = Taken("a table of names and arrays: a dict, or a pandas.DataFrame", _columns)
NUMBERS = Taken("a number, or an array of them", _numbers)
NUMBERS_ABOVE_ZERO = Taken("a number above zero, or an array of them", _above_zero)


def takes(**kinds: Taken) -> Callable[[_Function], _Function]:
    """Say which kind some arguments of a call are; others are refused at once.

    Parameters
    ----------
    **kinds
        By the name of the argument.

    Returns
    -------
    callable
        To be put above a function, whose signature stays.

    Raises
    ------
    InputError
        When the function is called: with every argument of a wrong kind.
    """

    def guarded(function: _Function) -> _Function:
        signature = inspect.signature(function)

        @functools.wraps(function)
        def call(*args: Any, **given: Any) -> Any:
            bound = signature.bind(*args, **given)
            problems = []
            for name, kind in kinds.items():
                if name in bound.arguments:
                    value = bound.arguments[name]
                    try:
                        bound.arguments[name] = kind.read(value)
                    except Refused as error:
                        problems.append(kind.problem(name, value, error))
            if problems:
                raise InputError(problems)
            return function(*bound.args, **bound.kwargs)

        return cast(_Function, call)

    return guarded
