"""What the author gave apart from the file: a fingerprint, or the original itself."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fairprice.assumptions import Assumptions
from fairprice.errors import Problem, WorkbookError
from fairprice.statutory import Law
from fairprice.workbook.as_written import AsWritten, entered
from fairprice.workbook.fee_workbook import fee_workbook_model
from fairprice.workbook.layout import CARD_DATA, CASE_DATA
from fairprice.workbook.model import WorkbookModel
from fairprice.workbook.reading import open_workbook
from fairprice.workbook.sheets.front import COVER
from fairprice.workbook.verify.card import carried_text
from fairprice.workbook.verify.case import carried_lines, own_case
from fairprice.workbook.verify.difference import Difference, printable
from fairprice.workbook.verify.inputs import OwnInputs
from fairprice.workbook.verify.snapshot import Snapshot

if TYPE_CHECKING:
    from fairprice.negotiation import Case

_FINGERPRINT = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Original:
    """What a workbook is held against, besides what it says of itself.

    Parameters
    ----------
    fingerprints
        Of the original, in each form that a workbook may bear.
    first
        What the original was written from, where the original itself is at hand.
    lines
        The lines of the case it carries.
    case
        The case it carries.
    is_fee_workbook
        Whether it is a fee workbook, and nothing besides.
    """

    fingerprints: tuple[str, ...]
    first: AsWritten | None = None
    lines: tuple[str, ...] | None = None
    case: Case | None = None
    is_fee_workbook: bool = False

    @classmethod
    def of(cls, told: str | os.PathLike[str] | None, law: Law) -> Original | None:
        """Read what the author gave.

        Parameters
        ----------
        told
            A fingerprint, or the path of the original file.
        law
            The law it was priced with; by default its own.

        Raises
        ------
        WorkbookError
            If it is part of a fingerprint, or the file cannot be read.
        """
        if told is None:
            return None
        text = re.sub(r"\s", "", str(told)).lower()
        if _FINGERPRINT.fullmatch(text):
            return cls((text,))
        if isinstance(told, str) and re.fullmatch(r"[0-9a-f\s]{8,}", told, re.IGNORECASE):
            raise WorkbookError(
                [
                    Problem(
                        "not-a-fingerprint", "original",
                        f"has {len(text)} characters in place of 64.",
                        "Part of a fingerprint proves little.",
                        "Give the whole fingerprint from the cover of the original, or the path "
                        "of the original file.",
                    )
                ]
            )  # fmt: skip
        snapshot = Snapshot.of(open_workbook(told))
        first = OwnInputs.of(snapshot, Path(told).name).first(law, carried_text(snapshot))
        case = own_case(snapshot, law)
        return cls(
            first.fingerprints,
            first,
            carried_lines(snapshot),
            None if isinstance(case, Difference) else case,
            is_fee_workbook(snapshot, fee_workbook_model(first.book)),
        )

    def differences(self, first: AsWritten, found: Snapshot) -> Iterator[Difference]:
        """Yield in what a workbook did not start from the original.

        Parameters
        ----------
        first
            What the workbook was written from, as it says.
        found
            The workbook.
        """
        if set(self.fingerprints).isdisjoint(first.fingerprints):
            prints = self.fingerprints[0], first.fingerprint
            yield Difference("", "", "not the original", "fingerprint", *prints)
        there = carried_lines(found)
        if self.lines is not None and there != self.lines:
            pairs = zip_longest(self.lines, there or (), fillvalue="nothing")
            expected, now = next(pair for pair in pairs if pair[0] != pair[1])
            told = printable(expected), printable(now)
            sheet = CARD_DATA if CARD_DATA in found.sheets else CASE_DATA
            yield Difference(sheet, "", "not the original", "case", *told)

    def start(self, first: AsWritten) -> AsWritten:
        """Return what to rebuild from: the original where it is at hand and has the same rows."""
        own = self.first
        return own if own is not None and _rows(own) == _rows(first) else first


def is_fee_workbook(found: Snapshot, written: WorkbookModel) -> bool:
    """Tell a fee workbook from one that holds the same sheets among others.

    Parameters
    ----------
    found
        The workbook.
    written
        The fee workbook of the same inputs.
    """
    listed = {sheet.name for sheet in written.sheets}
    listed |= {chart.sheet_name for chart in written.charts}
    cover = found.sheets.get(COVER)
    said = cover.cells.get("A2") if cover else None
    [as_written] = (sheet for sheet in written.sheets if sheet.name == COVER)
    kind = said is not None and said.shown == as_written.description[0]
    return kind or found.sheets.keys() <= listed


def _rows(first: AsWritten) -> dict[str, Any]:
    fields = Assumptions.fields()
    return {
        name: value if fields[name].is_fixed else len(value) if isinstance(value, tuple) else 1
        for name, value in entered(first.book).items()
    }
