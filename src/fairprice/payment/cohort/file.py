"""People in TOML files."""

from __future__ import annotations

import os

from fairprice.declare.takes import PATH, takes
from fairprice.errors import CohortError
from fairprice.files import write_toml
from fairprice.formats import COHORT, read_file, stamped
from fairprice.kinds import check_order
from fairprice.payment.cohort.people import Cohort


@takes(path=PATH)
def load_cohort(path: str | os.PathLike[str]) -> Cohort:
    """Read the people of a comparison from a TOML file.

    Parameters
    ----------
    path
        The file; UTF-8. A field that it leaves out and that has a published value takes
        that value, with its source: see :meth:`Cohort.example`.

    Returns
    -------
    Cohort
        Checked; of a file of an earlier format, ``lacked`` says what that lacked.

    Raises
    ------
    CohortError
        If the file cannot be read, is not TOML, or is not a cohort; with every problem.
    """
    return Cohort.example(**read_file(path, CohortError))


def dump_cohort(cohort: Cohort, path: str | os.PathLike[str] | None = None) -> str:
    """Write a cohort as TOML, so that reading it back gives an equal one.

    Parameters
    ----------
    cohort
        What to write.
    path
        A file to write to, replaced as a whole or not at all; left out, none is written.

    Returns
    -------
    str
        The TOML text. Published values stand in it with their sources.

    Raises
    ------
    InputError
        If something else than a cohort is given, or the path first.
    FileWriteError
        If the file cannot be written.
    """
    check_order("dump_cohort(cohort, path)", cohort, path, Cohort, required=False)
    return write_toml(stamped(cohort.model_dump(exclude_none=True, mode="json"), COHORT), path)
