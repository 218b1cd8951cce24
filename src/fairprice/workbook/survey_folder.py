"""Reads a folder of returns: forms, short returns and files of assumptions."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from fairprice.assumptions import load_assumptions
from fairprice.cost import OpenBook
from fairprice.declare.takes import PATH, takes
from fairprice.errors import FairpriceError, InputError, Problem, unread
from fairprice.files import TOML, WORKBOOK
from fairprice.negotiation import challenges
from fairprice.survey import (
    NAME,
    Return,
    Survey,
    SurveyFile,
    load_survey_file,
    read_held_table,
    read_short_return,
    return_from_book,
)
from fairprice.survey.texts import TEXTS
from fairprice.workbook.intake import read_assumptions

#: Forms that are read in one process; more are shared out.
_FEW_FORMS = 24


@takes(folder=PATH)
def read_survey(folder: str | os.PathLike[str]) -> Survey:
    """Read a folder of providers' returns.

    Parameters
    ----------
    folder
        Every file in it is one return: a filled-in intake form or a fee workbook
        (``.xlsx``), a short return in the lines of Annex A (``.csv``), or a file of
        assumptions (``.toml``). ``survey.toml``, where there is one, holds what is known of
        the survey, amendments, exclusions and indices, and names ``tables``: CSV files with
        a column of labels and one for each of several providers. Other files are left alone.

    Returns
    -------
    Survey
        A file that is refused is not in it: ``refused`` says which, and all that is wrong
        with it. Challenges of the others are among its ``questions``.

    Raises
    ------
    InputError
        If there is no such folder or no return in it; if ``survey.toml`` is wrong, or says
        something of a provider that has sent no return; with every problem of every file if
        none can be read.
    """
    place = Path(folder)
    try:
        files = sorted(path for path in place.iterdir() if _is_return(path))
    except OSError as error:
        raise unread(InputError, [TEXTS("no-folder", str(place))], error) from error
    if not files:
        raise InputError([TEXTS("no-returns", str(place))])
    own = place / NAME
    known = load_survey_file(own) if own.exists() else SurveyFile()
    single = [path for path in files if path.name not in known.tables]
    read = dict(zip((path.name for path in single), _read_all(single, known.fold), strict=True))
    there = {path.name: path for path in files}
    for name in known.tables:
        if name in there:
            read |= _columns(there[name], known.fold)
        else:
            read[name] = (TEXTS("cannot-read", name, found="the folder has no such file"),)
    returns = [found for found in read.values() if isinstance(found, Return)]
    refused = {name: found for name, found in read.items() if not isinstance(found, Return)}
    if not returns:
        raise InputError([problem for found in refused.values() for problem in found])
    survey = Survey(
        returns, known.survey, amendments=known.amendments, exclusions=known.exclusions,
        refused=refused,
    )  # fmt: skip
    if known.rebase_to is None:
        return survey
    by_line, others = known.by_line()
    return survey.rebased(known.rebase_to, by_line, others=others)


def _is_return(path: Path) -> bool:
    named = path.suffix.lower() in _READERS and path.name != NAME
    # programs keep files beside an open one, under names that begin like this
    return named and path.is_file() and not path.name.startswith((".", "~"))


Found = Return | tuple[Problem, ...]


def _read_all(files: list[Path], fold: Iterable[str]) -> list[Found]:
    forms = [path for path in files if path.suffix.lower() == WORKBOOK]
    folded = tuple(fold)
    if len(forms) <= _FEW_FORMS:
        return [_read(path, folded) for path in files]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        read = dict(zip(forms, pool.map(_read, forms, [folded] * len(forms), chunksize=8),
                        strict=True))  # fmt: skip
    return [read[path] if path in read else _read(path, folded) for path in files]


def _read(path: Path, fold: tuple[str, ...]) -> Found:
    try:
        return _READERS[path.suffix.lower()](path, fold)
    except FairpriceError as error:
        return error.problems


def _columns(path: Path, fold: Iterable[str]) -> dict[str, Found]:
    """Read a table of several providers: each column is a return, or refused by itself."""
    try:
        found = read_held_table(path, fold)
    except FairpriceError as error:
        return {path.name: error.problems}
    return {f"{path.name}, {name}": column for name, column in found.items()}


def _form(path: Path, _: tuple[str, ...]) -> Return:
    return _of_assumptions(OpenBook(read_assumptions(path, challenge=False)), path)


def _toml(path: Path, _: tuple[str, ...]) -> Return:
    return _of_assumptions(OpenBook(load_assumptions(path)), path)


def _of_assumptions(book: OpenBook, path: Path) -> Return:
    about = book.assumptions.about
    return return_from_book(book, about.provider_name, path.name, challenges(book, answered=False))


_READERS: dict[str, Callable[[Path, tuple[str, ...]], Return]] = {
    WORKBOOK: _form,
    ".csv": read_short_return,
    TOML: _toml,
}
