"""The statutory register: what the law says, by name, nation and date."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from fairprice.errors import (
    DateNotCoveredError,
    InputError,
    Problem,
    RegisterFileError,
    UnknownNationError,
    UnknownParameterError,
    unread,
)
from fairprice.files import NotUtf8Error, file_name, not_utf8, read_text
from fairprice.statutory.periods import outside, stated_as, that_follow
from fairprice.statutory.records import (
    ENACTED,
    NATIONS,
    STANDING,
    Gap,
    Span,
    StatutoryValue,
    last_day,
)
from fairprice.statutory.register_file import find_holes, read_register_text

_Series = Mapping[tuple[str, str], tuple[Span, ...]]
_GIVEN = "law=..., or overlay=... of statutory_rates; --law on the command line"
_EXACT = "A price rests on the law of its own day, and nothing is extrapolated."


class Register:
    """Dated values by parameter and nation, each with its source.

    Made by :func:`load_register`.

    Parameters
    ----------
    series
        For each parameter and nation, its values and gaps, without overlap.
    """

    def __init__(self, series: _Series) -> None:
        self._series = {
            key: tuple(sorted(spans, key=lambda span: span.valid_from))
            for key, spans in series.items()
        }
        self._names = tuple(sorted({name for name, _ in self._series}))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Register) and self._series == other._series

    def __hash__(self) -> int:
        return hash(self._names)

    def __reduce__(self) -> tuple[Any, ...]:
        built_in = self is _built_in_register()
        return (load_register, ()) if built_in else (Register, (self._series,))

    def __repr__(self) -> str:
        return f"<Register of {len(self._names)} parameters>"

    def names(self) -> tuple[str, ...]:
        """Every parameter's name, in alphabetical order."""
        return self._names

    def spans(self, name: str, nation: str) -> tuple[Span, ...]:
        """Every value and declared gap of a parameter in a nation, oldest first.

        Parameters
        ----------
        name
            The parameter's name.
        nation
            One of the four nations.

        Returns
        -------
        tuple of StatutoryValue or Gap
            Without overlap.

        Raises
        ------
        UnknownNationError, UnknownParameterError
            If there is no such nation, or no such parameter in that nation.
        """
        require_nation(nation)
        if name not in self._names:
            close = difflib.get_close_matches(str(name), self._names, n=3, cutoff=0.5)
            hint = f"Did you mean {', '.join(close)}?" if close else "See names() for them all."
            raise UnknownParameterError(
                [
                    Problem(
                        "unknown-parameter",
                        "statutory register",
                        f"There is no parameter {name!r}.",
                        "Only parameters with a source are held.",
                        hint,
                    )
                ]
            )
        if (name, nation) not in self._series:
            held = [other for other in NATIONS if (name, other) in self._series]
            raise UnknownParameterError(
                [
                    Problem(
                        "parameter-not-for-nation",
                        f"statutory register, {name}",
                        f"It has no value for {nation}; it is held for {', '.join(held)}.",
                        "Another nation's figure may not hold there.",
                        f"Give a law file with a sourced value for {nation} ({_GIVEN}).",
                    )
                ]
            )
        return self._series[name, nation]

    def span_on(self, name: str, nation: str, date: datetime.date) -> Span | None:
        """Return the value or declared gap of a parameter on a day, as it was entered."""
        spans = self._series.get((name, nation), ())
        return next((s for s in spans if s.valid_from <= date <= last_day(s)), None)

    def lookup(self, name: str, nation: str, date: datetime.date) -> StatutoryValue:
        """Return the value of a parameter in a nation on a day.

        Parameters
        ----------
        name
            The parameter's name.
        nation
            One of the four nations.
        date
            The day.

        Returns
        -------
        StatutoryValue
            The value in force, with its source. Enacted law without a last day is standing
            law after the days that its source speaks for, and says so.

        Raises
        ------
        DateNotCoveredError
            If the register holds no value for that day.
        UnknownNationError, UnknownParameterError
            If there is no such nation, or no such parameter in that nation.
        """
        spans = self.spans(name, nation)
        span = self.span_on(name, nation, date)
        if isinstance(span, StatutoryValue):
            return _as_on(span, date)
        reason = f" {span.reason}" if span else ""
        raise DateNotCoveredError(
            [
                Problem(
                    "date-not-covered",
                    f"statutory register, {name} ({nation})",
                    f"There is no value for {date}.{reason}{_nearest(spans, date)}",
                    _EXACT,
                    "Choose a date it covers, or give a law file with a value for that date "
                    f"({_GIVEN}). draft_law, or the command law, writes one to fill in."
                    + _follows_from(name),
                )
            ]
        )


def load_register(overlay: Path | str | None = None, scenario: str | None = None) -> Register:
    """Load the register that comes with the package, with a file of your own over it.

    Parameters
    ----------
    overlay
        A TOML file laid out like those in ``fairprice/statutory/data``. On the dates it
        covers, its values and gaps replace the built-in ones of the same parameter and
        nation; it may also reach into a coming year or add a parameter. Limits by the week
        and month follow from a limit by the year, unless the file gives them itself.
    scenario
        Of an overlay with scenarios, which to lay over; by default the one it names itself.

    Returns
    -------
    Register
        The built-in part is read once and kept.

    Raises
    ------
    RegisterFileError
        If the file breaks the rules of the register; every fault is listed.
    """
    if overlay is None:
        return _built_in_register()
    if not isinstance(overlay, str | Path):
        raise InputError(
            [
                Problem(
                    "not-a-path",
                    "overlay",
                    f"{overlay!r} is not a file's path.",
                    "The overlay is read from a file, so that it can be kept with the price.",
                    'Give a path, such as overlay="our_living_wage.toml".',
                )
            ]
        )
    where = str(overlay)
    spans, problems = read_register_text(read_file(Path(overlay)), where, scenario)
    return lay_over_built_in(spans, problems, where)


def lay_over_built_in(
    spans: list[Span], problems: list[Problem], where: str, *, holes: bool = False
) -> Register:
    """Lay spans over the built-in register, or raise every problem of theirs.

    Parameters
    ----------
    spans
        Values and gaps.
    problems
        What was found wrong with them already.
    where
        Where they come from, for messages.
    holes
        Whether days that nothing covers are let pass, as between the values of single days.

    Returns
    -------
    Register
        The two together.

    Raises
    ------
    RegisterFileError
        If they break the rules of the register.
    """
    built_in = _built_in_series()
    problems = [*problems, *_unit_clashes(built_in, spans, where)]
    if not problems:
        named = {name: (its[0].label, its[0].unit) for (name, _), its in built_in.items()}
        spans = [*spans, *that_follow(spans, named)]
    merged = _lay_over(built_in, spans)
    if not problems and not holes:
        for name, nation in _by_series(spans):
            problems += find_holes(merged[name, nation], where, nation)
    if problems:
        raise RegisterFileError(problems)
    return Register(merged)


def require_nation(nation: str) -> None:
    """Refuse anything but one of the four nations.

    Parameters
    ----------
    nation
        A nation's name.

    Raises
    ------
    UnknownNationError
        If it is not one of the four.
    """
    if not isinstance(nation, str) or nation not in NATIONS:
        close = difflib.get_close_matches(str(nation).title(), NATIONS, n=1)
        hint = f" Did you mean {close[0]}?" if close else ""
        raise UnknownNationError(
            [
                Problem(
                    "unknown-nation",
                    "nation",
                    f"{nation!r} is not one of the four nations.{hint}",
                    "Holidays, fees and pay commitments differ between them.",
                    f"Give one of {', '.join(NATIONS)}.",
                )
            ]
        )


@cache
def _built_in_register() -> Register:
    return Register(_built_in_series())


@cache
def _built_in_series() -> _Series:
    spans: list[Span] = []
    problems: list[Problem] = []
    for file in sorted(files("fairprice.statutory").joinpath("data").iterdir(), key=str):
        if file.name.endswith(".toml"):
            its_spans, found = read_register_text(file.read_text(encoding="utf-8"), file.name)
            spans += its_spans
            problems += found
    named = {span.name: (span.label, span.unit) for span in spans}
    series = _by_series([*spans, *that_follow(spans, named)])
    for (_, nation), its_spans in series.items():
        problems += find_holes(its_spans, "statutory register", nation)
    if problems:
        raise RegisterFileError(problems)
    return {key: tuple(its_spans) for key, its_spans in series.items()}


def _by_series(spans: Iterable[Span]) -> dict[tuple[str, str], list[Span]]:
    series: dict[tuple[str, str], list[Span]] = {}
    for span in spans:
        for nation in span.nations:
            series.setdefault((span.name, nation), []).append(span)
    return series


def _lay_over(base: _Series, spans: Iterable[Span]) -> dict[tuple[str, str], tuple[Span, ...]]:
    merged = dict(base)
    for key, over in _by_series(spans).items():
        kept = list(base.get(key, ()))
        for new in over:
            kept = [piece for old in kept for piece in outside(old, new)]
        merged[key] = (*kept, *over)
    return merged


def _unit_clashes(base: _Series, spans: Iterable[Span], where: str) -> list[Problem]:
    units = {name: its_spans[0].unit for (name, _), its_spans in base.items()}
    given = {span.name: span.unit for span in spans}
    return [
        Problem(
            "unit-differs",
            f'{where}, parameter "{name}"',
            f'The unit is "{unit}", but the register holds it in "{units[name]}".',
            "A number in another unit would be used as if it were in the first.",
            f'Restate the values in "{units[name]}".',
        )
        for name, unit in given.items()
        if units.get(name, unit) != unit
    ]


def _nearest(spans: Iterable[Span], date: datetime.date) -> str:
    known = [span for span in spans if not isinstance(span, Gap)]
    if not known:
        return ""
    day, span = min(
        ((day, span) for span in known for day in (span.valid_from, span.valid_to) if day),
        key=lambda pair: abs(pair[0] - date),
    )
    until = f" to {span.valid_to}" if span.valid_to else ", without a last day"
    return (
        f" The nearest date known is {day}: {span.value:g} {span.unit}, "
        f"in force {span.valid_from}{until}."
    )


def _as_on(value: StatutoryValue, date: datetime.date) -> StatutoryValue:
    """Tell standing law from enacted: its source speaks for the days up to ``stands_after``."""
    if value.certainty == ENACTED and value.stands_after and date > value.stands_after:
        return replace(value, certainty=STANDING)
    return value


def _follows_from(name: str) -> str:
    year = stated_as(name)
    return "" if year == name else f" It follows from {year}, where that is given."


def read_file(path: Path) -> str:
    """Read the text of a register file, or say why it cannot be read."""
    try:
        return read_text(path)
    except NotUtf8Error as error:
        raise RegisterFileError([not_utf8(file_name(path), error)]) from error
    except OSError as error:
        code, what, mend = (
            "unreadable", f"The file cannot be read: {error.strerror or error}.",
            "Give a file you may read.",
        )  # fmt: skip
        if isinstance(error, FileNotFoundError):
            code, what, mend = "not-found", "There is no such file.", "Check the path."
        why = "The values laid over the register come from this file."
        problem = Problem(code, file_name(path), what, why, mend)
        raise unread(RegisterFileError, [problem], error) from error
