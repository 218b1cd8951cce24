"""A workbook written anew from the inputs and the case that another holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fairprice.assumptions import Assumptions
from fairprice.errors import AssumptionsError, Problem, WorkbookError
from fairprice.statutory import StatutoryRates
from fairprice.workbook.as_written import AsWritten, entered
from fairprice.workbook.fee_workbook import fee_workbook_model
from fairprice.workbook.guard import read_guarded
from fairprice.workbook.layout import INPUTS
from fairprice.workbook.model import WorkbookModel
from fairprice.workbook.verify.case import case_lines, case_of
from fairprice.workbook.verify.compare import Difference
from fairprice.workbook.verify.inputs import OwnInputs, is_fixed
from fairprice.workbook.verify.snapshot import Snapshot
from fairprice.workbook.writer import to_bytes

if TYPE_CHECKING:
    from fairprice.negotiation import Case

_FINGERPRINT = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Held:
    """What a workbook holds from which it can be written anew.

    Parameters
    ----------
    own
        Its inputs.
    lines
        The lines of its case; nothing where it carries none.
    """

    own: OwnInputs
    lines: tuple[str, ...] | None

    @classmethod
    def by(cls, found: Snapshot, where: str, *, at_a_glance: bool = False) -> Held:
        """Read it; the arguments are those of :meth:`OwnInputs.of`."""
        return cls(OwnInputs.of(found, where, at_a_glance=at_a_glance), case_lines(found))


@dataclass(frozen=True)
class Rebuilt:
    """A workbook written anew.

    Parameters
    ----------
    held
        What it was written from.
    first
        What it says that it was first written from.
    quoted
        What the author gave apart from the file.
    start
        What the inputs of now are compared with.
    case
        Its case; nothing where it carries none, or one that cannot be read.
    refused, unread
        Inputs that it could not be written from, and a case that could not be read.
    model, content
        As plain data, and as the bytes of a file.
    """

    held: Held
    first: AsWritten
    quoted: Quoted | None
    start: AsWritten
    case: Case | None
    refused: list[Difference]
    unread: list[Difference]
    model: WorkbookModel
    content: bytes

    @classmethod
    def of(cls, held: Held, original: Any, rates: StatutoryRates | None) -> Rebuilt:
        """Write it.

        Parameters
        ----------
        held
            What it holds.
        original
            What the author gave apart from the file, or nothing.
        rates
            The law to price with; by default the register's.

        Raises
        ------
        WorkbookError
            If the original cannot be read.
        AssumptionsError
            If neither its inputs nor those first written hold together.
        """
        first = held.own.first(rates)
        quoted = quoted_by(original, rates)
        start = _start(first, quoted)
        read = None if held.lines is None else case_of(held.lines)
        unread = [read] if isinstance(read, Difference) else []
        case = None if isinstance(read, Difference) else read
        if case is not None:
            start = AsWritten.of(case.book)
        refused: list[Difference] = []
        try:
            book = held.own.book(rates)
        except AssumptionsError as error:
            book, refused = start.book, [_refused(problem, held.own) for problem in error.problems]
        if case is None:
            model = fee_workbook_model(book, first=start)
        else:
            # as in case_of: nobody who verifies a fee workbook should wait for it
            from fairprice.workbook.evidence_workbook import evidence_workbook_model

            model = evidence_workbook_model(case, now=book)
        content = to_bytes(model, values_only=False)
        return cls(held, first, quoted, start, case, refused, unread, model, content)


@dataclass(frozen=True)
class Quoted:
    """What the author gave apart from the file: a fingerprint, or the original itself."""

    fingerprint: str
    first: AsWritten | None = None
    case: tuple[str, ...] | None = None


def quoted_by(original: Any, rates: StatutoryRates | None) -> Quoted | None:
    """Read what the author gave apart from the file.

    Parameters
    ----------
    original
        A fingerprint, or the path of the original file; or nothing.
    rates
        The law to price with; by default the register's.

    Raises
    ------
    WorkbookError
        If it is neither.
    """
    if original is None:
        return None
    text = re.sub(r"\s", "", str(original)).lower()
    if _FINGERPRINT.fullmatch(text):
        return Quoted(text)
    if isinstance(original, str) and re.fullmatch(r"[0-9a-f\s]{8,}", original, re.IGNORECASE):
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
    file = Path(original)
    snapshot = Snapshot.of(read_guarded(file), file.name)
    first = OwnInputs.of(snapshot, file.name).first(rates)
    return Quoted(first.fingerprint, first, case_lines(snapshot))


def _start(first: AsWritten, quoted: Quoted | None) -> AsWritten:
    """Rebuild from the original where it is at hand and has the same rows."""
    if quoted and quoted.first and _rows(quoted.first) == _rows(first):
        return quoted.first
    return first


def _rows(first: AsWritten) -> dict[str, Any]:
    fields = Assumptions.fields()
    return {
        name: value if is_fixed(fields[name]) else len(value) if isinstance(value, tuple) else 1
        for name, value in entered(first.book).items()
    }


def _refused(problem: Problem, own: OwnInputs) -> Difference:
    name = problem.where.rpartition(".")[2]
    cells = own.cells(name)
    return Difference(
        INPUTS, cells[0] if cells else "", "refused input", name, problem.mend, problem.what
    )
