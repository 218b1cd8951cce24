"""Assumptions in TOML files."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

import tomli_w

from fairprice.assumptions.model import Assumptions
from fairprice.errors import AssumptionsError, Problem
from fairprice.files import write_atomically


def load_assumptions(path: str | os.PathLike[str]) -> Assumptions:
    """Read a party's assumptions from a TOML file.

    Parameters
    ----------
    path
        The file; UTF-8.

    Returns
    -------
    Assumptions
        Checked.

    Raises
    ------
    AssumptionsError
        If the file cannot be read, is not TOML, or its assumptions do not hold together;
        with every problem found.
    """
    file = Path(path)
    try:
        data = tomllib.loads(file.read_bytes().decode("utf-8"))
    except OSError as error:
        raise AssumptionsError(
            [
                Problem(
                    "cannot-read", str(file), f"cannot be read ({error.strerror}).",
                    "The assumptions are read from it.", "Check the path and that you may read it.",
                )
            ]
        ) from error  # fmt: skip
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise AssumptionsError(
            [
                Problem(
                    "not-toml", str(file), f"is not a TOML file: {error}.",
                    "One misread line would change the price.", "Correct the line it names.",
                )
            ]
        ) from error  # fmt: skip
    return Assumptions.model_validate(data)


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
    """
    data: dict[str, Any] = assumptions.model_dump(exclude_none=True)
    text = tomli_w.dumps({section: part for section, part in data.items() if part})
    if path is not None:
        write_atomically(Path(path), text.encode("utf-8"))
    return text
