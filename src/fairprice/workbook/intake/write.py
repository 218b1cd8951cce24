"""Writes the intake form as a file."""

from __future__ import annotations

import os
from pathlib import Path

from fairprice.assumptions import Assumptions
from fairprice.workbook.intake.form import intake_model
from fairprice.workbook.writer import write_workbook


def write_intake_workbook(
    path: str | os.PathLike[str], assumptions: Assumptions | None = None
) -> Path:
    """Write the form in which a party states its assumptions, as an Excel workbook.

    Parameters
    ----------
    path
        Where to write; an earlier file is replaced as a whole or left as it was.
    assumptions
        What to fill the form in with; left out, it is blank.

    Returns
    -------
    pathlib.Path
        The file written.

    Raises
    ------
    FileWriteError
        If the file cannot be written.

    Notes
    -----
    One row an input, or a band of a table, with its unit, allowed values and room for its
    evidence. :func:`fairprice.read_assumptions` reads it back; a form that was filled in
    from assumptions gives equal ones. The same assumptions give the same bytes.
    """
    return write_workbook(intake_model(assumptions), path)
