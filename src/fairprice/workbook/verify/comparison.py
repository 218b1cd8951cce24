"""Rebuilds a comparison workbook from what it carries, and tells what was changed in it."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Any

from fairprice import digits
from fairprice.errors import FairpriceError, Problem, WorkbookError
from fairprice.payment import PaymentComparison
from fairprice.statutory import Law, OwnValue
from fairprice.workbook.comparison_workbook import comparison_workbook_model
from fairprice.workbook.layout import COMPARISON_DATA, INPUTS
from fairprice.workbook.model import FIRST_ROW, Entry, WorkbookModel
from fairprice.workbook.reading import open_workbook, opened
from fairprice.workbook.sheets.comparison.data import compared_again, fingerprint_of
from fairprice.workbook.verify.case import lines_on
from fairprice.workbook.verify.compare import compare
from fairprice.workbook.verify.difference import Difference, printable
from fairprice.workbook.verify.snapshot import Snapshot
from fairprice.workbook.writer import to_bytes

_VALUE, _NAME = 4, 7
_WHY = "Only a workbook that can be rebuilt can be compared."


@dataclass(frozen=True)
class Rebuilt:
    """What a comparison workbook was found to be.

    Parameters
    ----------
    changed
        Inputs whose value is not the one first written.
    differences
        Everything else that differs.
    fingerprint
        Of what it carries.
    remark
        What the verdict rests on, in words.
    own_law
        The values of its own law that the cost is priced under.
    """

    changed: list[dict[str, Any]]
    differences: list[Difference]
    fingerprint: str
    remark: str
    own_law: tuple[OwnValue, ...]


def rebuilt_comparison(
    found: Snapshot,
    content: bytes,
    where: str,
    original: str | os.PathLike[str] | None,
    law: Law,
) -> Rebuilt:
    """Rebuild a comparison workbook, every year simulated anew, and list what differs.

    Parameters
    ----------
    found, content, where
        The workbook, its bytes and its name.
    original
        The fingerprint of the original, or its path.
    law
        The law to hold it against; by default the law that it carries itself.

    Returns
    -------
    Rebuilt
        What it was found to be.

    Raises
    ------
    WorkbookError
        If what it carries cannot be read any more.
    """
    lines = lines_on(found, COMPARISON_DATA) or ()
    try:
        result = compared_again(lines, law)
    except FairpriceError as error:
        raise WorkbookError([_spoilt(where, str(error.problems[0]))]) from error
    except (ValueError, KeyError, TypeError) as error:
        raise WorkbookError([_spoilt(where, str(error))]) from error
    first = comparison_workbook_model(result)
    changed, now, refused = _changed(first, found)
    free = {INPUTS: set(_entries(first))}
    model = comparison_workbook_model(result, now=now) if now else first
    expected = to_bytes(model, values_only=False)
    differences = [*_not_the_original(original, lines), *refused]
    if expected != content:
        differences += compare(
            Snapshot.of(opened(expected, where)), found, free, whole=True, numbers=not refused
        )
    return Rebuilt(
        changed, differences, fingerprint_of(lines), _remark(result), result.book.own_law
    )


def _remark(result: PaymentComparison) -> str:
    draws, seed = result.experiment.draws, result.experiment.seed
    return f"All {draws:,} years were simulated again from seed {seed}."


def _entries(model: WorkbookModel) -> dict[str, list[Any]]:
    """Return the rows of the inputs that may be changed, by the address of their value."""
    [inputs] = [sheet for sheet in model.sheets if sheet.name == INPUTS]
    return {
        f"E{FIRST_ROW + place}": row
        for place, row in enumerate(inputs.rows)
        if isinstance(row[_VALUE], Entry)
    }


def _changed(
    model: WorkbookModel, found: Snapshot
) -> tuple[list[dict[str, Any]], dict[str, list[float]], list[Difference]]:
    """Find inputs that were changed: to list, to rebuild with, and those that are refused."""
    there = found.sheets[INPUTS].cells if INPUTS in found.sheets else {}
    listed: list[dict[str, Any]] = []
    values: dict[str, list[float]] = {}
    refused: list[Difference] = []
    touched: set[str] = set()
    for place, row in _entries(model).items():
        entry, name, label = row[_VALUE], str(row[_NAME]), str(row[0])
        cell = there.get(place)
        now = cell.shown if cell is not None else None
        before = entry.value
        values.setdefault(name, [])
        value = before
        if not digits.same(before, now):
            if isinstance(now, int | float) and _within(now, entry):
                value = float(now)
                touched.add(name)
                listed.append(
                    {
                        "input": name, "label": label, "unit": str(row[3]), "cell": place,
                        "as_written": before, "now": now,
                    }
                )  # fmt: skip
            else:
                told = printable(str(now))
                refused.append(Difference(INPUTS, place, "refused input", label, str(row[6]), told))
        values[name].append(float(value))
    return listed, {name: values[name] for name in touched}, refused


def _within(value: float, entry: Entry) -> bool:
    return (
        (entry.lower is None or entry.above is not None or value >= entry.lower)
        and (entry.upper is None or value <= entry.upper)
        and (entry.above is None or value > entry.above)
    )


def _not_the_original(
    original: str | os.PathLike[str] | None, lines: tuple[str, ...]
) -> list[Difference]:
    if original is None:
        return []
    text = re.sub(r"\s", "", str(original)).lower()
    if not re.fullmatch(r"[0-9a-f]{64}", text):
        other = lines_on(Snapshot.of(open_workbook(original)), COMPARISON_DATA)
        text = fingerprint_of(other or ())
    found = fingerprint_of(lines)
    if text == found:
        return []
    return [Difference(COMPARISON_DATA, "", "not the original", "fingerprint", text, found)]


def _spoilt(where: str, what: str) -> Problem:
    return Problem(
        "spoilt-data", f"{where}, {COMPARISON_DATA}",
        f"cannot be read any more: {printable(what)}", _WHY,
        "Ask the sender for the file that write_comparison_workbook wrote.",
    )  # fmt: skip
