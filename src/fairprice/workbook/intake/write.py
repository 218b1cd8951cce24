"""Writes the intake form as a file."""

from __future__ import annotations

import os
from pathlib import Path

from fairprice.cost import Position, as_assumptions
from fairprice.kinds import check_order
from fairprice.workbook.intake.form import intake_model
from fairprice.workbook.writer import write_workbook


def write_intake_workbook(book: Position | None, path: str | os.PathLike[str]) -> Path:
    """Write the form in which a party states its assumptions, as an Excel workbook.

    Parameters
    ----------
    book
        What to fill the form in with: assumptions, or an open book, whose law a form does
        not hold; ``None`` for a blank form.
    path
        Where to write; an earlier file is replaced as a whole or left as it was.

    Returns
    -------
    pathlib.Path
        The file written.

    Raises
    ------
    FileWriteError
        If the file cannot be written.
    InputError
        If something else is given, or the path first.

    Notes
    -----
    One row an input, or a band of a table, with its unit, allowed values and room for its
    evidence. :func:`fairprice.read_assumptions` reads it back; a form that was filled in
    from assumptions gives equal ones. The same assumptions give the same bytes.
    """
    check_order("write_intake_workbook(book, path)", book, path)
    return write_workbook(intake_model(None if book is None else as_assumptions(book)), path)
