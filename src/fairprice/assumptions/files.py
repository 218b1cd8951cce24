"""Assumptions in TOML files."""

from __future__ import annotations

import os
from typing import Any

from fairprice.assumptions.model import Assumptions
from fairprice.assumptions.quick import QUICK, short_file
from fairprice.declare.takes import PATH, takes
from fairprice.errors import AssumptionsError
from fairprice.files import write_toml
from fairprice.formats import ASSUMPTIONS, read_file, stamped
from fairprice.kinds import check_order


@takes(path=PATH)
def load_assumptions(path: str | os.PathLike[str]) -> Assumptions:
    """Read a party's assumptions from a TOML file.

    Parameters
    ----------
    path
        The file; UTF-8. A short file has a table ``[quick]`` of the answers that
        :func:`fairprice.quick_book` takes, and any other input in its section.

    Returns
    -------
    Assumptions
        Checked; of a file of an earlier format, ``lacked`` says what that lacked.

    Raises
    ------
    AssumptionsError
        If the file cannot be read, is not TOML, or its assumptions do not hold together;
        with every problem found.
    """
    tables = read_file(path, AssumptionsError)
    return short_file(tables) if QUICK in tables else Assumptions.model_validate(tables)


def dump_assumptions(assumptions: Assumptions, path: str | os.PathLike[str] | None = None) -> str:
    """Write assumptions as TOML, so that reading them back gives an equal object.

    Parameters
    ----------
    assumptions
        What to write.
    path
        A file to write to, replaced as a whole or not at all; left out, none is written.

    Returns
    -------
    str
        The TOML text.

    Raises
    ------
    InputError
        If something else than assumptions is given, or the path first.
    FileWriteError
        If the file cannot be written.
    """
    check_order(
        "dump_assumptions(assumptions, path)", assumptions, path, Assumptions, required=False
    )
    return write_toml(stamped(as_data(assumptions), ASSUMPTIONS), path)


def as_data(assumptions: Assumptions) -> dict[str, Any]:
    """Return assumptions as sections of names and values, as a file holds them.

    Parameters
    ----------
    assumptions
        What to write.

    Returns
    -------
    dict
        What is left out is absent; evidence that is only a document stands under
        ``sources``.
    """
    data: dict[str, Any] = assumptions.model_dump(exclude_none=True)
    known = assumptions.evidence
    short = [name for name, entry in known.items() if entry.is_only_a_document]
    data["sources"] = {name: known[name].document for name in short}
    data["evidence"] = {k: v for k, v in data["evidence"].items() if k not in short}
    return {section: part for section, part in data.items() if part}
