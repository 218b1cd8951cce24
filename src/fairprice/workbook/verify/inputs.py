"""A workbook's own inputs: as they are now, and as they were first written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fairprice.assumptions import Assumptions, InputField
from fairprice.cost import OpenBook
from fairprice.errors import AssumptionsError, Problem, WorkbookError
from fairprice.statutory import Law, rates_of_records
from fairprice.workbook.as_written import AsWritten
from fairprice.workbook.carried_law import records_in
from fairprice.workbook.layout import (
    AS_WRITTEN,
    COST_LINES,
    INPUTS,
    NAME,
    SOURCE,
    STATUTORY,
    VALUE,
    WORKINGS,
)
from fairprice.workbook.model import FIRST_ROW
from fairprice.workbook.verify.snapshot import CellState, Snapshot

_BLANK = CellState("", None)


@dataclass(frozen=True)
class OwnInputs:
    """The inputs a workbook holds.

    Parameters
    ----------
    rows
        Rows on the Inputs sheet, by name.
    now, as_written
        Values by name, in the types of the assumptions.
    sources
        What the Source column says, by name.
    law
        Records of the values of its own law, as the Statutory sheet holds them.
    file
        Its name, for messages.
    """

    rows: dict[str, list[int]]
    now: dict[str, Any]
    as_written: dict[str, Any]
    sources: dict[str, str]
    law: list[dict[str, Any]]
    file: str

    @classmethod
    def of(cls, snapshot: Snapshot, where: str) -> OwnInputs:
        """Read them from the rows of the Inputs sheet, which their names stand for.

        Parameters
        ----------
        snapshot
            The workbook.
        where
            Its name, for messages.

        Raises
        ------
        WorkbookError
            If it is not an open-book workbook of this library.
        """
        fields = Assumptions.fields()
        if not {INPUTS, WORKINGS, COST_LINES} <= snapshot.sheets.keys():
            raise WorkbookError([_cannot_be_rebuilt(snapshot, where)])
        cells = snapshot.sheets[INPUTS].cells
        rows: dict[str, list[int]] = {}
        for place, cell in cells.items():
            row = int(place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
            if place == f"{NAME}{row}" and row >= FIRST_ROW and cell.shown in fields:
                rows.setdefault(str(cell.shown), []).append(row)
        for name in fields:
            # the name beside a row may have been taken away; the name itself still leads there
            stands_for = None if name in rows else snapshot.named(name)
            if stands_for and stands_for[0] == INPUTS and stands_for[1][0].startswith(VALUE):
                rows[name] = [int(place.lstrip(VALUE)) for place in stands_for[1]]
        # without formulas it is a published file; without names beside its rows, not one of ours
        if not rows or not any(snapshot.formulas()):
            raise WorkbookError([_cannot_be_rebuilt(snapshot, where)])

        def column(letter: str, name: str) -> list[Any]:
            return [cells.get(f"{letter}{row}", _BLANK).shown for row in rows[name]]

        typed = {
            letter: {name: _typed(fields[name], column(letter, name)) for name in rows}
            for letter in (VALUE, AS_WRITTEN)
        }
        sources = {name: str(column(SOURCE, name)[0] or "") for name in rows}
        now = {name: typed[AS_WRITTEN if fields[name].is_fixed else VALUE][name] for name in rows}
        sheet = snapshot.sheets.get(STATUTORY)
        shown = {} if sheet is None else {place: cell.shown for place, cell in sheet.cells.items()}
        law = list(records_in(shown.items(), where).values())
        return cls(rows, now, typed[AS_WRITTEN], sources, law, where)

    def first(self, law: Law, beside: str = "") -> AsWritten:
        """Rebuild what the workbook was first written from.

        Parameters
        ----------
        law
            The law to price with; by default the workbook's own.
        beside
            What the workbook was written from besides its inputs.

        Raises
        ------
        AssumptionsError
            If neither the values as written nor those of now hold together.
        """
        try:
            book = self._priced(_assumptions(self.as_written), law)
        except AssumptionsError:
            # no workbook of ours was written from these: what stands there now is the best guess
            book = self._priced(_assumptions(self.now), law)
        written = AsWritten.of(book)
        told = {name: text for name, text in self.sources.items() if text}
        sources = {name: told.get(name, text) for name, text in written.sources.items()}
        return AsWritten(book, sources, beside=beside)

    def book(self, start: OpenBook) -> OpenBook:
        """Rebuild the book of the inputs as they are now.

        Parameters
        ----------
        start
            The book that the workbook was written from, which has its law.

        Raises
        ------
        AssumptionsError
            If the library refuses them.
        """
        assumptions = _assumptions(self.now)
        about, law = assumptions.about, start.rates
        is_its_law = (law.date, law.nation) == (about.price_date, about.nation)
        return self._priced(assumptions, law if is_its_law else None)

    def _priced(self, assumptions: Assumptions, law: Law) -> OpenBook:
        if law is None:
            about, where = assumptions.about, f"{self.file}, {STATUTORY}"
            law = rates_of_records(about.price_date, about.nation, self.law, where)
        return OpenBook(assumptions, law)

    def cells(self, name: str) -> list[str]:
        """Return the addresses of an input's values on the Inputs sheet."""
        return [f"{VALUE}{row}" for row in self.rows.get(name, ())]


def _assumptions(values: dict[str, Any]) -> Assumptions:
    data: dict[str, dict[str, Any]] = {}
    for name, field in Assumptions.fields().items():
        if values.get(name) is not None:
            data.setdefault(field.section, {})[name] = values[name]
    return Assumptions.model_validate(data)


def _typed(field: InputField, shown: list[Any]) -> Any:
    """Give values the types of the assumptions; what does not fit is left to be refused."""
    values = [_one(field, value) for value in shown]
    return tuple(values) if field.is_table else values[0]


def _one(field: InputField, value: Any) -> Any:
    if field.kind == "switch" and value in (0, 1):
        return bool(value)
    return float(value) if type(value) is int else value


def _cannot_be_rebuilt(snapshot: Snapshot, where: str) -> Problem:
    cover = snapshot.sheets.get("Cover", next(iter(snapshot.sheets.values()), None))
    said = " ".join(str(cell.shown) for cell in list(cover.cells.values())[:3]) if cover else ""
    why = "Only a workbook that holds its own inputs and formulas can be rebuilt and compared."
    if "Published file" in said:
        return Problem(
            "published-file", where, "is a published file: values only, no formulas.", why,
            "Ask the sender for the open-book file of the same figures, and compare the "
            "fingerprints on the two covers.",
        )  # fmt: skip
    if "Intake form" in said:
        return Problem(
            "intake-form", where, "is an intake form: inputs only, no formulas.", why,
            "Read it with read_assumptions; ask the sender for the open-book fee workbook to "
            "verify.",
        )  # fmt: skip
    if said.startswith("Logged visits"):
        return Problem(
            "visits-workbook", where, "is a workbook of logged visits: sums of a log, as values.",
            f"{why} It does not carry the log, which holds a row for every visit.",
            "Ask the sender for the log, the contract and the assumptions, and write it again with "
            "the command visits: the same log and version give the same file, byte for byte.",
        )  # fmt: skip
    if "Contracts" in snapshot.sheets:
        return Problem(
            "comparison-workbook", where, "is a comparison of payment models.",
            f"{why} It does not carry the contracts, people and assumptions it was written from: "
            "one priced under a law that is not the register's never does.",
            "Ask the sender for them and the seed, and run compare_payments; the open-book fee "
            "workbook behind it can be verified.",
        )  # fmt: skip
    return Problem(
        "not-an-open-book", where, "is not an open-book workbook of this library.", why,
        "Ask the sender for the file that write_fee_workbook wrote.",
    )  # fmt: skip
