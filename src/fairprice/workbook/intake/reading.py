"""Reads a form back, and reports everything that is wrong with it at once."""

from __future__ import annotations

import os
from pathlib import Path
from types import MappingProxyType

from fairprice.assumptions import Assumptions
from fairprice.cost import law_for
from fairprice.declare.takes import FLAG, PATH, takes
from fairprice.errors import AssumptionsError, Problem, WorkbookError
from fairprice.formats import FORM, FORMAT, FORMAT_WITH_QUICK, brought_up, lacking
from fairprice.negotiation.case.challenges import challenges
from fairprice.statutory import Law, StatutoryRates, rates_of_records
from fairprice.workbook.carried_law import carried_by
from fairprice.workbook.intake.addresses import (
    Form,
    readdress,
)
from fairprice.workbook.intake.filled_in import Reader
from fairprice.workbook.intake.front import FORMAT_OF_THE_FORM
from fairprice.workbook.intake.quick_reading import Quick, read_quick, with_the_starter
from fairprice.workbook.intake.words import (
    CARD,
    DIFFERS,
)
from fairprice.workbook.layout import STATUTORY
from fairprice.workbook.reading import OpenedWorkbook, open_workbook


@takes(path=PATH, challenge=FLAG)
def read_assumptions(
    path: str | os.PathLike[str], *, challenge: bool = True, law: Law = None
) -> Assumptions:
    """Read the assumptions that a party stated in an intake form.

    Parameters
    ----------
    path
        The form, as an Excel workbook; it is only read. A fee workbook is read as well, each
        input that is as first written with the source beside it; of an evidence workbook,
        with all its evidence.
    challenge
        Refuse values that experience shows to go wrong, unless the note beside them
        explains them: those of :func:`fairprice.challenges` that refuse.
    law
        The law they are challenged under: the path of a law file, or rates made by
        :func:`fairprice.statutory_rates`; by default the register's values on the price
        date, with those of its own that a fee workbook carries.

    Returns
    -------
    Assumptions
        Checked, with their evidence; of a form of an earlier format, ``lacked`` says what
        that lacked.

    Raises
    ------
    WorkbookError
        If the file cannot be read, could do harm, or is not a form.
    AssumptionsError
        With every problem of what was filled in, each with its sheet and cell.
    InputError
        If ``law`` is that of another date or nation than the form's.

    Notes
    -----
    Inputs are found by the names of their cells, evidence by the headings of its columns.
    A blank cell, 0 and "Not applicable" are three different answers; a formula is refused.
    A table's range is read as one number a band.
    """
    sheets = open_workbook(path).sheets
    if CARD in sheets and DIFFERS in sheets:
        raise WorkbookError([_form_of_a_card(Path(path).name)])
    return assumptions_in(path, challenge=challenge, law=law)


def assumptions_in(
    path: str | os.PathLike[str], *, challenge: bool = True, law: Law = None
) -> Assumptions:
    """Read assumptions as :func:`read_assumptions` does, also the base of a rate card's form."""
    file = Path(path)
    workbook = open_workbook(file)
    reader = Reader(workbook, Form(file.name), [], {})
    said = f"{file.name}, {FORMAT_OF_THE_FORM} on the Cover"
    form_format = reader.said_format()
    data, lacked = brought_up(
        form_format | reader.read(form_format.get(FORMAT)), FORM, WorkbookError, said
    )
    asks_quickly = form_format.get(FORMAT, 0) >= FORMAT_WITH_QUICK
    quick = read_quick(reader) if asks_quickly else Quick()
    found = list(reader.problems)
    assumptions = None
    try:
        if quick.answers:
            assumptions = with_the_starter(quick, data, reader.form)
        else:
            assumptions = Assumptions.model_validate(data)
    except AssumptionsError as error:
        found += error.problems if quick.answers else readdress(error.problems, reader.form)
    if assumptions is not None:
        law = law_for(assumptions, law) if law is not None else _carried(assumptions, workbook)
    if assumptions is not None and not found and challenge:
        asked = challenges(assumptions, answered=False, refusing=True, law=law)
        found += readdress(asked, reader.form)
    if found or assumptions is None:
        raise AssumptionsError(found)
    places = {name: str(cells[0]) for name, cells in reader.form.inputs.items() if cells}
    vars(assumptions)["cells"] = MappingProxyType(places)
    return lacking(assumptions, lacked)


def read_law(path: str | os.PathLike[str]) -> StatutoryRates:
    """Read the law that a workbook was priced under.

    Parameters
    ----------
    path
        A fee workbook or an evidence workbook; it is only read. A form carries no law of its
        own.

    Returns
    -------
    StatutoryRates
        On the price date and in the nation that it states: the register's values, and in
        their place those of its own that it carries.

    Raises
    ------
    WorkbookError
        If the file cannot be read, could do harm, or holds no inputs.
    AssumptionsError
        If they do not hold together.
    StatutoryError
        If its own values break the rules of the register.
    """
    return _carried(read_assumptions(path, challenge=False), open_workbook(path))


def _form_of_a_card(file: str) -> Problem:
    return Problem(
        "rate-card-form", file, "is the form of a rate card, which holds more than assumptions.",
        "What differs from its base would be left out without a word.",
        "Read it with read_rate_card, or price it with the command ratecard.",
    )  # fmt: skip


def _carried(assumptions: Assumptions, workbook: OpenedWorkbook) -> StatutoryRates:
    about, where = assumptions.about, f"{workbook.file}, {STATUTORY}"
    return rates_of_records(about.price_date, about.nation, carried_by(workbook), where)
