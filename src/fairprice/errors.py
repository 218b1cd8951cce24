"""Errors that say what is wrong, where, why it matters and how to mend it.

The tree, every name importable from ``fairprice``::

    FairpriceError
    ├── InputError               a value given by the caller
    │   ├── AssumptionsError     a party's assumptions
    │   ├── CohortError          the people of a comparison
    │   ├── ContractError        a contract that cannot be read or applied
    │   ├── PriceNotReachedError no value of an input gives the price
    │   └── UnknownLineError     a cost line or input that does not exist
    ├── StatutoryError           a question the statutory register cannot answer
    │   ├── DateNotCoveredError  no value for that date
    │   ├── UnknownNationError   not one of the four nations
    │   ├── UnknownParameterError
    │   └── RegisterFileError    a register file that breaks its own rules
    ├── FileWriteError           a file that cannot be written
    ├── MissingExtraError        an optional package that is not installed
    └── WorkbookError            a workbook that cannot be made or read

Each error carries every problem found, as :class:`Problem` records in ``problems``. Each is also
the kind of error that Python users expect: a ``ValueError``, and where fitting a ``KeyError``
(``UnknownLineError``, ``UnknownParameterError``), an ``OSError`` (``FileWriteError``) or an
``ImportError`` (``MissingExtraError``). One about a file that cannot be read is, beside its own
kind, the ``OSError`` that Python met: ``except FileNotFoundError`` finds it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar, cast


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    Parameters
    ----------
    code
        A stable reason code, such as ``"out-of-bounds"``.
    where
        Field path, file and table, or sheet and cell.
    what
        What is wrong, with the value found.
    why
        Why it matters to the price.
    mend
        What to do about it.
    """

    code: str
    where: str
    what: str
    why: str
    mend: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what} {self.why} {self.mend} [{self.code}]"


class FairpriceError(Exception):
    """Root of every error that fairprice raises for a user's mistake.

    Parameters
    ----------
    problems
        Every problem found, at least one.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        count = len(self.problems)
        if count == 1:
            return str(self.problems[0])
        listed = "\n".join(f"  {number}. {p}" for number, p in enumerate(self.problems, start=1))
        return f"{count} problems:\n{listed}"


_Error = TypeVar("_Error", bound=FairpriceError)


def unread(refusal: type[_Error], problems: Iterable[Problem], error: OSError) -> _Error:
    """Make the error for a file that cannot be read, which is also the one that Python met.

    Parameters
    ----------
    refusal
        The error of the library.
    problems
        Every problem found.
    error
        What was met in reading.
    """
    known: Any = _also
    return cast("_Error", known(refusal, type(error))(problems))


@cache
def _also(refusal: Any, kind: Any) -> Any:
    def reduced(self: FairpriceError) -> tuple[Any, ...]:
        return unread, (refusal, self.problems, kind())

    described = {"__module__": refusal.__module__, "__doc__": refusal.__doc__}
    return type(refusal.__name__, (refusal, kind), {**described, "__reduce__": reduced})


class InputError(FairpriceError, ValueError):
    """A value given by the caller cannot be used."""


class AssumptionsError(InputError):
    """A party's assumptions are incomplete or contradict themselves."""


class CohortError(InputError):
    """The people of a comparison are incomplete or contradict themselves."""


class ContractError(InputError):
    """A contract cannot be read, or cannot be applied to these people."""


class PriceNotReachedError(InputError):
    """No value of an input gives the price; the problem names the prices that can be had."""


class UnknownLineError(InputError, KeyError):
    """A cost line or input of that name does not exist."""


class StatutoryError(FairpriceError, ValueError):
    """The statutory register cannot answer."""


class DateNotCoveredError(StatutoryError):
    """The register holds no value for that date; nothing is extrapolated."""


class UnknownNationError(StatutoryError):
    """Not one of the four nations of the United Kingdom."""


class UnknownParameterError(StatutoryError, KeyError):
    """The register has no parameter of that name."""


class RegisterFileError(StatutoryError):
    """A register file breaks the rules of the register."""


class FileWriteError(FairpriceError, OSError):
    """A file cannot be written; an earlier one is left as it was."""


class MissingExtraError(FairpriceError, ImportError):
    """An optional package that the call needs is not installed."""

    @classmethod
    def of(cls, package: str, extra: str, why: str, otherwise: str = "") -> MissingExtraError:
        """Name a package and the extra that installs it.

        Parameters
        ----------
        package
            What could not be loaded.
        extra
            Its name among the extras of this library.
        why
            What is done with the package.
        otherwise
            What helps without it, after the advice to install it.
        """
        mend = f'Install "fairprice-homecare[{extra}]"{otherwise}.'
        return cls([Problem("missing-extra", package, "is not installed.", why, mend)])


class WorkbookError(FairpriceError, ValueError):
    """A workbook cannot be made or read."""
