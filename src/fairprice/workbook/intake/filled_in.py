"""Goes through a filled-in form or a workbook, input by input, and collects what is wrong."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from fairprice.assumptions import Assumptions, InputField
from fairprice.assumptions.evidence import RANGE
from fairprice.declare.values import shown
from fairprice.errors import Problem, WorkbookError
from fairprice.formats import FORMAT
from fairprice.workbook.as_written import LEFT_OUT_BY_THE_PARTY
from fairprice.workbook.carried_case import evidence_in
from fairprice.workbook.intake.addresses import (
    Form,
    Place,
    area_of,
    evidence_label,
    labels_of,
)
from fairprice.workbook.intake.cells import Absent, Refused, read_cell
from fairprice.workbook.intake.form import row_label
from fairprice.workbook.intake.front import FORM_FORMAT
from fairprice.workbook.intake.seen import why_not_money, why_not_seen
from fairprice.workbook.intake.told_source import evidence_of
from fairprice.workbook.intake.words import (
    NOT_APPLICABLE,
    UNIT,
    VALUE,
    Question,
    evidence_questions,
    question,
)
from fairprice.workbook.layout import AS_WRITTEN, SOURCE, quoted
from fairprice.workbook.model import HEADER_ROW, column_letter
from fairprice.workbook.reading import OpenedWorkbook
from fairprice.workbook.reading.cells import place_of
from fairprice.workbook.reading.sheet import OpenedSheet

#: A name on the Inputs sheet of every fee workbook; it names only inputs that are given.
_OF_A_FEE_WORKBOOK = "check_tolerance"
#: Whatever lost its name stands on a row that no input has: that is told once.
_WITHOUT_A_ROW = ("name-missing", "name-misplaced")
#: More rows than any table has.
_MOST_ROWS = 200
#: The last row a sheet can have.
_LAST_ROW = 1_048_576
FRESH = "Copy the values into a fresh form, and leave its locked cells as they are."


class Unreadable:
    """Stands for an answer that was refused, so that nothing is taken to be left out."""

    def __repr__(self) -> str:
        return "unreadable"


@dataclass
class Reader:
    """Goes through a workbook input by input and collects values and problems."""

    workbook: OpenedWorkbook
    form: Form
    problems: list[Problem]
    columns_of: dict[str, dict[str, str]]
    headed_of: dict[str, dict[str, str]] = dataclasses.field(default_factory=dict)
    #: Where the names of inputs lead that are not on their rows.
    misplaced: dict[str, str] = dataclasses.field(default_factory=dict)

    @cached_property
    def in_the_case(self) -> Mapping[str, dict[str, Any]]:
        """The evidence in the case that an evidence workbook carries, by input."""
        return evidence_in(self.workbook)

    def said_format(self) -> dict[str, Any]:
        """Read what the form says of its format; a fee workbook has none of its own."""
        if self.is_fee_workbook:
            return {}
        reference = self.names.get(FORM_FORMAT)
        if reference is None:
            return {FORMAT: 0}
        area = area_of(reference)
        page = self.workbook.sheets.get(area.sheet) if area else None
        cell = page.filled.get(f"{area.letter}{area.first}") if area and page else None
        said = self.workbook.value(cell) if cell else None
        if isinstance(said, float) and said.is_integer():
            said = int(said)
        return {FORMAT: said}

    def read(self, said_format: Any) -> dict[str, Any]:
        """Collect what was stated, by section, with its evidence; what is wrong is kept aside."""
        fields = Assumptions.fields()
        names = self.names
        missing = [
            name
            for name, field in fields.items()
            if name not in names
            and not (isinstance(said_format, int) and said_format < field.since_format)
        ]
        if not names.keys() & fields.keys():
            raise WorkbookError(
                [
                    Problem(
                        "not-an-intake-form", self.form.file,
                        "is a workbook, but none of its cells has the name of an input.",
                        "Values are found by the names of their cells, never by their place.",
                        "Fill in a form made with write_intake_workbook, and save it as .xlsx.",
                    )
                ]
            )  # fmt: skip
        if missing and not self.is_fee_workbook:
            self.form.refused.update(missing)
            self.add(
                "name-missing", self.form.file,
                f"has no cell with the name of: {labels_of(missing)}.",
                "What is not found would be left out of the price without a word.", FRESH,
            )  # fmt: skip
        data: dict[str, Any] = {field.section: {} for field in fields.values()}
        data["evidence"] = {}
        for name, field in fields.items():
            value: Any = Unreadable()
            if name in names:
                value, evidence = self._input(field, names[name])
                if self.is_fee_workbook:
                    value, evidence = self._with_its_source(field, value)
                if evidence:
                    data["evidence"][name] = evidence
            elif name not in self.form.refused:  # of a fee workbook, or an earlier form
                continue
            if not isinstance(value, Absent):
                data[field.section][name] = value
        self._tell_misplaced()
        self._as_chosen(
            {n: v for part, held in data.items() if part != "evidence" for n, v in held.items()}
        )
        if not any(problem.code in _WITHOUT_A_ROW for problem in self.problems):
            self._nothing_else(names)
        return data

    def _tell_misplaced(self) -> None:
        """Say in one message what a sheet or a row that was moved has done."""
        if not self.misplaced:
            return
        name, reference = next(iter(self.misplaced.items()))
        of, on = f"name of {labels_of([name])}", f"{shown(reference)}, which is not its row"
        if len(self.misplaced) > 1:
            of = f"names of {len(self.misplaced)} inputs"
            on = f"rows that are not theirs, such as {labels_of([name])} on {shown(reference)}"
        self.add(
            "name-misplaced", self.form.file, f"has the {of} on {on}.",
            "A value taken from another row would price something else.", FRESH,
        )  # fmt: skip

    def _as_chosen(self, given: Mapping[str, Any]) -> None:
        """Refuse an amount of money that is shown as a percentage: it was typed for a share."""
        for name, places in self.form.inputs.items():
            field = Assumptions.fields()[name]
            if field.money_where is None or field.beside(given).kind != "money":
                continue
            parts = [self.form.evidence.get((name, part)) for part in RANGE]
            for place in (*places, *filter(None, parts)):
                refused = why_not_money(self.workbook, place.sheet, place.cell)
                if refused is not None:
                    self.add(refused.code, place, refused.what, question(field).about,
                              refused.mend)  # fmt: skip

    def _nothing_else(self, names: Mapping[str, str]) -> None:
        """Refuse what stands among the answers on a row that belongs to no input."""
        read: dict[str, set[int]] = {}
        for reference in names.values():
            area = area_of(reference)
            if area is not None and area.last - area.first <= _MOST_ROWS:
                read.setdefault(area.sheet, set()).update(range(area.first, area.last + 1))
        for sheet in dict.fromkeys(places[0].sheet for places in self.form.inputs.values()):
            page = self.workbook.sheets[sheet]
            asked = {self.headed(page)[VALUE], *self._columns(page).values()}
            self.refuse_unread(page, asked, read.get(sheet, set()))

    def refuse_unread(self, page: OpenedSheet, asked: set[str], read: set[int]) -> None:
        """Refuse what stands in the columns of answers on a row that is not read."""
        told = set(read)
        for place, cell in page.filled.items():
            column, row = place_of(place)
            said = "=" if cell.formula else str(self.workbook.value(cell)).strip()
            if (
                row > HEADER_ROW
                and row not in told
                and column_letter(column) in asked
                and said not in ("", NOT_APPLICABLE)
            ):
                told.add(row)
                self.add(
                    "not-read", f"{quoted(page.name)}!{place}",
                    "holds something, on a row that no input has.",
                    "Inputs are found by the names of their cells: what stands on a row of "
                    "one's own would be left out of the price without a word.",
                    "Move it to the row of the input it belongs to, such as Other overheads, "
                    "and clear the cell.",
                )  # fmt: skip

    @cached_property
    def is_fee_workbook(self) -> bool:
        """Whether a priced workbook is read in place of a form."""
        names = self.workbook.names
        return any(name.name == _OF_A_FEE_WORKBOOK and name.sheet is None for name in names)

    @cached_property
    def names(self) -> dict[str, str]:
        """Return the names of cells; of a fee workbook, those on its Inputs sheet."""
        names = {
            defined.name: defined.reference
            for defined in self.workbook.names
            if defined.sheet is None
        }
        if not self.is_fee_workbook:
            return names
        sheet = names[_OF_A_FEE_WORKBOOK].rpartition("!")[0]
        return {name: place for name, place in names.items() if place.startswith(f"{sheet}!")}

    def add(self, code: str, where: object, what: str, why: str, mend: str) -> None:
        """Put a problem down."""
        self.problems.append(Problem(code, str(where), what, why, mend))

    def _input(self, field: InputField, reference: str) -> tuple[Any, dict[str, Any]]:
        """Read one input, and what is said about it."""
        found = self._rows_of(field, reference)
        if found is None:
            self.form.refused.add(field.name)
            return Unreadable(), {}
        page, letter, rows = found
        asked = question(field)
        places = [
            Place(page.name, f"{letter}{row}", row_label(field, n)) for n, row in enumerate(rows)
        ]
        self.form.inputs[field.name] = places
        values = [self.read_at(page, place, asked, field.name) for place in places]
        value = self._one(values, field, places)
        if isinstance(value, Absent):
            self.form.absent[field.name] = value
        return value, self._evidence(page, field, rows, value)

    def _with_its_source(self, field: InputField, value: Any) -> tuple[Any, dict[str, Any]]:
        """Return an input of a fee workbook with the evidence that speaks for its value.

        What the party left out is left out again; a value that was changed has no source.
        """
        places = self.form.inputs.get(field.name)
        if places is None or isinstance(value, (Absent, Unreadable)):
            return value, {}
        page = self.workbook.sheets[places[0].sheet]
        rows = [place_of(place.cell)[1] for place in places]
        as_written = [self.text_at(page, AS_WRITTEN, row) for row in rows]
        said = self.text_at(page, SOURCE, rows[0])
        now = [
            self.text_at(page, place.cell.rstrip("0123456789"), row)
            for place, row in zip(places, rows, strict=True)
        ]
        if now != as_written:
            return value, {}
        if said == LEFT_OUT_BY_THE_PARTY:
            return Absent.BLANK, {}
        return value, evidence_of(said, self.in_the_case.get(field.name, {}))

    def _rows_of(self, field: InputField, reference: str) -> tuple[OpenedSheet, str, range] | None:
        """Find the cells of an input, each on the row that bears its label and its unit."""
        area = area_of(reference)
        if area is not None:
            letter, page = area.letter, self.workbook.sheets.get(area.sheet)
            rows = range(area.first, area.last + 1)
            fits = (
                area.is_one_column
                and 0 < area.first <= area.last <= _LAST_ROW
                and len(rows) <= (_MOST_ROWS if field.is_table else 1)
            )
            if page is not None and fits and self.text_at(page, letter, HEADER_ROW) == VALUE:
                labels = [self.text_at(page, "A", row) for row in rows]
                if labels == [row_label(field, n) for n in range(len(rows))]:
                    return (page, letter, rows) if self._has_its_unit(field, page, rows) else None
        self.misplaced[field.name] = reference
        return None

    def _has_its_unit(self, field: InputField, page: OpenedSheet, rows: range) -> bool:
        """See that the rows of an input say what its value is counted in."""
        unit = field.unit if self.is_fee_workbook else question(field).unit
        found = {self.text_at(page, self.headed(page).get(UNIT, ""), row) for row in rows}
        if found == {unit}:
            return True
        self.add(
            "unit-changed", f"{quoted(page.name)}!{rows[0]}:{rows[-1]} ({field.label})",
            f"has the unit {shown(', '.join(sorted(found)))} in place of {shown(unit)}.",
            "Whoever looks at the form would take the value for another.", FRESH,
        )  # fmt: skip
        return False

    def text_at(self, page: OpenedSheet, letter: str, row: int) -> str:
        """Return the text that stands in a cell."""
        cell = page.filled.get(f"{letter}{row}")
        return str(cell.value) if cell is not None and not cell.formula else ""

    def read_at(self, page: OpenedSheet, place: Place, asked: Question, *about: str) -> Any:
        """Read a cell; a refusal is put down, and something unreadable stands in its place."""
        cell = page.filled.get(place.cell)
        value = read_cell(cell, None if cell is None else self.workbook.value(cell), asked)
        if cell is not None and not isinstance(value, (Refused, Absent)):
            value = why_not_seen(self.workbook, page, place.cell, cell, value) or value
        if not isinstance(value, Refused):
            return value
        self.add(value.code, place, value.what, asked.about, value.mend)
        self.form.refused.add(about[0] if len(about) == 1 else (about[0], about[1]))
        return Unreadable()

    def _one(self, values: list[Any], field: InputField, places: list[Place]) -> Any:
        """Make of the cells of an input its value, or the reason why there is none."""
        if not field.is_table:
            return values[0]
        given = [n for n, value in enumerate(values) if not isinstance(value, Absent)]
        if not given:
            all_blank = set(values) == {Absent.BLANK}
            return Absent.BLANK if all_blank else Absent.NOT_APPLICABLE
        bands = values[: given[-1] + 1]
        gaps = [n for n, value in enumerate(bands) if isinstance(value, Absent)]
        for gap in gaps:
            self.add(
                "gap-in-a-table", places[gap], "has no value, but a row below it has.",
                "The columns of one table describe the same bands, row by row.",
                "Fill it in, or move the rows below it up, in every column of the table.",
            )  # fmt: skip
        if gaps or any(isinstance(value, Unreadable) for value in bands):
            self.form.refused.add(field.name)
            return Unreadable()
        return bands

    def _evidence(
        self, page: OpenedSheet, field: InputField, rows: range, value: Any
    ) -> dict[str, Any]:
        """Read what is said about an input that is given; a note alone may stand on any row."""
        columns = self._columns(page)
        said: dict[str, Any] = {}
        for part, asked in evidence_questions().items():
            if part not in columns:
                continue
            places = [
                Place(page.name, f"{columns[part]}{row}", evidence_label(field.label, part))
                for row in rows
            ]
            self.form.evidence[field.name, part] = places[0]
            read = [self.read_at(page, place, asked, field.name, part) for place in places]
            read = [None if isinstance(answer, Absent) else answer for answer in read]
            spread = part in RANGE and field.is_table
            for place, answer in zip(places[1:], read[1:], strict=True):
                if answer is not None and not spread:
                    self.add(
                        "evidence-out-of-place", place, "stands below the first row of a table.",
                        "Evidence is about the whole table; here it would not be read.",
                        "Move it to the table's first row.",
                    )  # fmt: skip
            answer = self._range(read, value, field.name, part) if spread else read[0]
            if answer is not None:
                said[part] = answer
        return {} if isinstance(value, Absent) and set(said) <= {"note"} else said

    def _range(self, read: list[Any], value: Any, name: str, part: str) -> Any:
        """Make of one end of a range its numbers, one for each band that is given."""
        given = [n for n, answer in enumerate(read) if answer is not None]
        if given and isinstance(value, list) and given != list(range(len(value))):
            self.add(
                "range-out-of-step", self.form.evidence[name, part],
                "does not stand on the same rows as the values of the table.",
                "The range shows how far the price may move; it must hold the value it is about.",
                "Give low and high on every row that has a value, and on no other.",
            )  # fmt: skip
            self.form.refused.add((name, part))
            return Unreadable()
        return [read[n] for n in given] or None

    def _columns(self, page: OpenedSheet) -> dict[str, str]:
        """Find the evidence columns of a sheet by their headings; some missing is a problem."""
        if page.name in self.columns_of:
            return self.columns_of[page.name]
        parts = {asked.label: part for part, asked in evidence_questions().items()}
        headed = self.headed(page)
        columns = {part: headed[label] for label, part in parts.items() if label in headed}
        self.columns_of[page.name] = columns
        missing = [label for label, part in parts.items() if part not in columns]
        if missing and (columns or not self.is_fee_workbook):
            self.add(
                "heading-missing", page.name,
                f"has no column headed: {', '.join(missing)}.",
                "What stands in it would be lost without a word.", FRESH,
            )  # fmt: skip
        return columns

    def headed(self, page: OpenedSheet) -> dict[str, str]:
        """Return the letters of the columns of a sheet by their headings, of two the first."""
        if page.name in self.headed_of:
            return self.headed_of[page.name]
        found = self.headed_of.setdefault(page.name, {})
        for place in page.filled:
            column, row = place_of(place)
            if row == HEADER_ROW and column <= _MOST_ROWS:
                letter = column_letter(column)
                found.setdefault(self.text_at(page, letter, row), letter)
        return found
