"""Which files commands read and write, and the refusal of others."""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TypeVar

import fairprice as fp
from fairprice.commands.wording import plain, quoted, wrapped
from fairprice.errors import FairpriceError, FileWriteError, InputError, Problem
from fairprice.files import OPEN_DOCUMENT, TOML, WORKBOOK, read_toml
from fairprice.formats import FromFile

T = TypeVar("T", bound=FromFile)

CSV, PAGE = ".csv", ".html"
#: An edition for publication, as a workbook or an OpenDocument spreadsheet.
EDITIONS = (WORKBOOK, OPEN_DOCUMENT)


@contextmanager
def about(path: PurePath) -> Iterator[None]:
    """Say which file an error is about, unless its problems do."""
    try:
        yield
    except FairpriceError as error:
        if not all(problem.where.startswith(str(path)) for problem in error.problems):
            error.add_note(f"In {path}:")
        raise


def loaded(path: Path, load: Callable[[Path], T]) -> T:
    """Load a file, and say on standard error what it lacks if it is of an earlier format."""
    with about(path):
        thing = load(path)
    if thing.lacked:
        said = f"{path} is of an earlier format and was read as that. It lacks:"
        print(plain(wrapped("\n".join([said, *thing.lacked]))), file=sys.stderr)
    return thing


def kind_of(path: PurePath) -> str:
    """Tell a file of assumptions in TOML from a workbook by its name.

    Parameters
    ----------
    path
        The file, on any system.

    Returns
    -------
    str
        ``TOML`` or ``WORKBOOK``.

    Raises
    ------
    InputError
        If the name ends in neither.
    """
    suffix = path.suffix.lower()
    if suffix in (TOML, WORKBOOK):
        return suffix
    raise InputError(
        [
            Problem(
                "unknown-file-type", str(path), f"does not end in {TOML} or {WORKBOOK}.",
                "Assumptions are read from TOML files and from workbooks of these names.",
                f"Give a {TOML} file, or an intake form saved as {WORKBOOK}.",
            )
        ]
    )  # fmt: skip


def holds_a_rate_card(path: Path) -> bool:
    """Tell a rate card from assumptions: a card has a base."""
    return path.suffix.lower() == TOML and "base" in read_toml(path, InputError)


def read(path: Path, *, challenge: bool) -> fp.Assumptions:
    """Read assumptions from a TOML file or a workbook.

    Parameters
    ----------
    path
        The file.
    challenge
        Whether a workbook is refused for values that experience shows to go wrong.

    Returns
    -------
    Assumptions
        Checked.

    Raises
    ------
    FairpriceError
        If the file cannot be read or its assumptions do not hold together.
    """
    with about(path):
        kind = kind_of(path)
    if kind == TOML:
        return loaded(path, fp.load_assumptions)
    return loaded(path, lambda form: fp.read_assumptions(form, challenge=challenge))


@dataclass(frozen=True)
class GivenLaw:
    """A law file and one of its scenarios, as they were given, or neither."""

    path: Path | None = None
    scenario: str | None = None

    def __post_init__(self) -> None:
        if self.scenario is not None and self.path is None:
            raise InputError([_NO_LAW_FILE])

    @classmethod
    def of(cls, args: argparse.Namespace) -> GivenLaw:
        """Take the options that ``options.add_law`` offers."""
        return cls(args.law, args.scenario)

    def on(self, date: datetime.date, nation: str) -> fp.StatutoryRates | None:
        """Read the file, where one was given."""
        if self.path is None:
            return None
        with about(self.path):
            return fp.statutory_rates(date, nation, self.path, scenario=self.scenario)

    @property
    def options(self) -> str:
        """The same options, to be pasted into another command."""
        law = "" if self.path is None else f" --law {quoted(self.path)}"
        return law if self.scenario is None else f"{law} --scenario {self.scenario}"


_NO_LAW_FILE = Problem(
    "missing", "--scenario", "has no law file that it could be of.",
    "A scenario is a set of values of a law file.", "Add --law law.toml.",
)  # fmt: skip


def read_book(path: Path, law: GivenLaw, *, challenge: bool) -> fp.OpenBook:
    """Read assumptions as :func:`read` does, and price them.

    Parameters
    ----------
    path, challenge
        As for :func:`read`.
    law
        The law to price under; by default the one that a workbook carries, or else the
        register's.
    """
    assumptions = read(path, challenge=challenge and law.path is None)
    about_them = assumptions.about
    rates = law.on(about_them.price_date, about_them.nation)
    with about(path):
        if kind_of(path) == WORKBOOK:
            if rates is None:
                rates = fp.read_law(path)
            elif challenge:
                fp.read_assumptions(path, law=rates)
        return fp.OpenBook(assumptions, rates)


def read_card(path: Path, law: GivenLaw, *, challenge: bool) -> fp.RateCard:
    """Read a rate card from a TOML file, or from a form."""
    with about(path):
        kind = kind_of(path)
    if kind == TOML:
        return loaded(path, fp.load_rate_card)
    with about(path):
        card = fp.read_rate_card(path, challenge=False)
        if challenge:
            about_it = card.base.about
            fp.read_rate_card(path, law=law.on(about_it.price_date, about_it.nation))
        return card


def priced_card(card: fp.RateCard, path: Path, law: GivenLaw) -> fp.PricedRateCard:
    """Price a rate card that was read from a file, under the law given or the register's."""
    about_it = card.base.about
    rates = law.on(about_it.price_date, about_it.nation)
    with about(path):
        return card.priced(rates)


def may_write(
    path: Path | None, suffix: str | tuple[str, ...], *, replace: bool, beside: Iterable[Path] = ()
) -> None:
    """Refuse a file that should not be written, before any work is done for it.

    Parameters
    ----------
    path
        The file to write; nothing where none was asked for.
    suffix
        What its name has to end in, so that the right program opens it; or one of several.
    replace
        Whether an earlier file may be replaced.
    beside
        Files that are read, which are never replaced.

    Raises
    ------
    FileWriteError
        If it may not be written.
    """
    if path is None:
        return
    known = (suffix,) if isinstance(suffix, str) else suffix
    if path.suffix.lower() not in known:
        raise _refusal(
            "unknown-file-type", path, f"does not end in {' or '.join(known)}.",
            "Another name would open in another program, or in none.",
            f"Give a name that ends in {' or '.join(known)}.",
        )  # fmt: skip
    if not path.parent.is_dir():
        raise _refusal(
            "no-such-folder", path, "cannot be written: there is no such folder.",
            "Nothing was written.", "Make the folder first, or correct its name.",
        )  # fmt: skip
    if any(path.exists() and other.exists() and path.samefile(other) for other in beside):
        raise _refusal(
            "is-being-read", path, "is one of the files that are read.",
            "What was filled in would be lost.", "Give another name.",
        )  # fmt: skip
    if path.exists() and not replace:
        raise _refusal(
            "file-exists", path, "is already there.",
            "What was filled in or changed in it would be lost.",
            "Give another name, or add --replace.",
        )  # fmt: skip


def make_folder(folder: Path) -> None:
    """Make a folder and those above it.

    Raises
    ------
    FileWriteError
        If it cannot be made, or a file has its name.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _refusal(
            "cannot-write", folder, f"cannot be made a folder ({error.strerror}).",
            "Nothing was written.", "Give the name of a folder you may write to.",
        ) from error  # fmt: skip


def _refusal(code: str, path: Path, what: str, why: str, mend: str) -> FileWriteError:
    return FileWriteError([Problem(code, str(path), what, why, mend)])
