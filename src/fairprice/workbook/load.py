"""Reads any file of the library by what it is."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from fairprice.assumptions import Assumptions, load_assumptions
from fairprice.assumptions.quick import QUICK
from fairprice.declare.takes import PATH, takes
from fairprice.errors import InputError, Problem
from fairprice.files import TOML, WORKBOOK, read_toml
from fairprice.negotiation import Case
from fairprice.payment import Cohort, Contract, load_cohort, load_contract
from fairprice.rate_card import RateCard, load_rate_card
from fairprice.workbook.carried_case import load_case
from fairprice.workbook.intake import read_assumptions, read_rate_card
from fairprice.workbook.intake.words import CARD, DIFFERS
from fairprice.workbook.layout import CARD_DATA, CASE_DATA, COMPARISON_DATA
from fairprice.workbook.reading import open_workbook

Loaded: TypeAlias = Assumptions | Case | Cohort | Contract | RateCard

_WHY = "What cannot be told apart could be taken for something else."
#: Tables of a TOML file that only one kind has, and how that is read; the first found counts.
_BY_TABLE: Mapping[str, Callable[[Path], Loaded]] = {
    "about": load_assumptions,
    QUICK: load_assumptions,
    "ours": load_case,
    "analysis": load_case,
    "people": load_cohort,
    "payment_terms": load_contract,
    "base": load_rate_card,
}
#: What holds something else, and what to call; by a table of TOML, a sheet, or an ending.
_CALL = {
    "parameter": "Lay a law file over the register: law=path, or fp.statutory_rates(date, nation, "
    "path).",
    COMPARISON_DATA: "Check a comparison with fp.verify_workbook(path).",
    CARD_DATA: "Check a rate card's workbook with fp.verify_workbook(path); the card itself is "
    "read from TOML or its form.",
    ".csv": "Read logged visits with fp.read_visits(path), a published table with "
    "fp.check_cost_table.",
    ".parquet": "Read logged visits with fp.read_visits(path).",
    "folder": "Read a folder of returns with fp.read_survey(path).",
}


@takes(path=PATH)
def load(path: str | os.PathLike[str]) -> Loaded:
    """Read a file that the library knows, by what is in it.

    Parameters
    ----------
    path
        A TOML file of assumptions, a case, people, a contract or a rate card; or a workbook: a
        form, also that of a rate card, a fee workbook or an evidence workbook.

    Returns
    -------
    Assumptions, Case, Cohort, Contract or RateCard
        As the reader of its kind gives it; a workbook's values are not challenged, see
        :func:`fairprice.challenges`.

    Raises
    ------
    InputError
        If it is a file that another call reads, which is named, or none that is known.
    FairpriceError
        If the reader of its kind refuses it.

    Examples
    --------
    >>> import fairprice as fp
    >>> type(fp.load("examples/provider.toml")).__name__
    'Assumptions'
    """
    file = Path(path)
    if file.is_dir():
        raise _another(file, "folder", "is a folder.")
    ending = file.suffix.lower()
    if ending == WORKBOOK:
        return _workbook(file)
    if ending != TOML:
        raise _another(file, ending, f"ends in {ending or 'nothing'}.")
    tables: Mapping[str, Any] = read_toml(file, InputError)
    for name, reader in _BY_TABLE.items():
        if name in tables:
            return reader(file)
    found = next((name for name in _CALL if name in tables), "")
    raise _another(file, found, f"holds: {', '.join(tables) or 'nothing'}.")


def _workbook(file: Path) -> Loaded:
    sheets = open_workbook(file).sheets
    if CASE_DATA in sheets:
        return load_case(file)
    for name in (COMPARISON_DATA, CARD_DATA):
        if name in sheets:
            raise _another(file, name, f"is a workbook with the sheet {name}.")
    if CARD in sheets and DIFFERS in sheets:
        return read_rate_card(file, challenge=False)
    return read_assumptions(file, challenge=False)


def _another(file: Path, found: str, what: str) -> InputError:
    mend = _CALL.get(
        found, f"Give a TOML file with one of the tables {', '.join(_BY_TABLE)}, or an .xlsx file."
    )
    return InputError([Problem("unknown-file", file.name, what, _WHY, mend)])
