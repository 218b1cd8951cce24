"""The case that an evidence workbook carries, as text."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fairprice.assumptions import Assumptions
from fairprice.declare.takes import PATH, takes
from fairprice.errors import FairpriceError, Problem, WorkbookError
from fairprice.files import WORKBOOK, toml_tables
from fairprice.formats import CASE, FORMAT, brought_up
from fairprice.negotiation import Case
from fairprice.negotiation.case.file import case_of_file, case_of_text
from fairprice.statutory import Law
from fairprice.workbook.layout import CASE_DATA, carried_text
from fairprice.workbook.reading import OpenedWorkbook, open_workbook


@takes(path=PATH)
def load_case(path: str | os.PathLike[str], *, law: Law = None) -> Case:
    """Read a case from a TOML file, or from the evidence workbook that was written from it.

    Parameters
    ----------
    path
        A TOML file (UTF-8), or an evidence workbook, whose name ends in ``.xlsx``: it is only
        read. What was changed on its sheets since it was written is not in the case; see
        :func:`fairprice.verify_workbook`.
    law
        The law of both sides: the path of a law file, or rates made by
        :func:`fairprice.statutory_rates`; by default the law that the file holds for each,
        or else the register's.

    Returns
    -------
    Case
        With bargaining range and joint draws worked out anew; of a file of an earlier
        format, ``lacked`` says what that lacked.

    Raises
    ------
    InputError
        If the file cannot be read or its parts do not hold together; with every problem
        found.
    WorkbookError
        If it is a workbook that could do harm, or carries no case.
    StatutoryError
        If the register has no value for a price date that the calculation needs.
    """
    file = Path(path)
    if file.suffix.lower() != WORKBOOK:
        return case_of_file(path, law)
    text = case_text(open_workbook(file))
    if text is None:
        raise WorkbookError(
            [
                Problem(
                    "no-case", file.name, f"has no sheet {CASE_DATA}.",
                    "A case is read from the data that an evidence workbook carries.",
                    "Give an evidence workbook; what a form or fee workbook states is read with "
                    "read_assumptions.",
                )
            ]
        )  # fmt: skip
    return case_of_text(text, law)


def case_text(workbook: OpenedWorkbook) -> str | None:
    """Return the case of a workbook as TOML text; nothing where it carries none."""
    page = workbook.sheets.get(CASE_DATA)
    if page is None:
        return None
    cells = ((place, workbook.value(cell)) for place, cell in page.filled.items())
    return "\n".join(carried_text(cells))


def evidence_in(workbook: OpenedWorkbook) -> Mapping[str, dict[str, Any]]:
    """Return the evidence of the book's own side, by input; empty where there is no case."""
    text = case_text(workbook)
    if text is None:
        return {}
    try:
        data, _ = brought_up({FORMAT: 0, **toml_tables(text)}, CASE, WorkbookError)
        ours = Assumptions.model_validate(data.get("ours"))
    except (ValueError, FairpriceError) as error:
        raise WorkbookError(
            [
                Problem(
                    "case-not-readable", f"{workbook.file}, {CASE_DATA}",
                    "holds a case that cannot be read.",
                    "The evidence of the workbook stands in it.",
                    "Ask the sender for the file as it was written.",
                )
            ]
        ) from error  # fmt: skip
    return {name: entry.model_dump(exclude_none=True) for name, entry in ours.evidence.items()}
