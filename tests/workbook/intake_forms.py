"""Intake forms to fill in, and what is said about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import witnesses

import fairprice as fp
from fairprice import digits

Change = Callable[[openpyxl.Workbook], None]


def cell_of(workbook: openpyxl.Workbook, name: str, band: int = 0, heading: str = "Value") -> Any:
    """Return the cell of an input, or of what is said about it, by the heading of its column."""
    sheet, cells = witnesses.named_cells(workbook, name)
    value = workbook[sheet][cells[band]]
    if heading == "Value":
        return value
    [column] = [cell.column for cell in workbook[sheet][4] if cell.value == heading]
    return workbook[sheet].cell(value.row, column)


def fill_in(path: Path, answers: Mapping[str, Any]) -> Path:
    """Type answers into a form: by name, by (name, band) or by (name, band, heading)."""
    workbook = openpyxl.load_workbook(path)
    for place, answer in answers.items():
        place = place if isinstance(place, tuple) else (place,)
        cell_of(workbook, *place).value = answer
    workbook.save(path)
    return path


def as_typed(assumptions: fp.Assumptions) -> dict[Any, Any]:
    """Return the inputs as a person would type them, a band a row."""
    answers: dict[Any, Any] = {}
    for name, value in assumptions.inputs().items():
        for band, entry in enumerate(value if isinstance(value, tuple) else [value]):
            answers[name, band] = ("No", "Yes")[entry] if isinstance(entry, bool) else entry
    return answers


def as_held(party: fp.Assumptions) -> fp.Assumptions:
    """Return the same assumptions with their numbers as a workbook holds them."""
    return fp.Assumptions.model_validate(digits.held(party.model_dump(exclude_none=True)))


def problems_in(path: Path, *, challenge: bool = False) -> list[fp.Problem]:
    """Return what is wrong with a form."""
    with pytest.raises(fp.AssumptionsError) as caught:
        fp.read_assumptions(path, challenge=challenge)
    return list(caught.value.problems)
