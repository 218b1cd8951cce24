"""Reads the form of a rate card back, and reports everything that is wrong with it at once."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from fairprice.assumptions import Assumptions
from fairprice.declare.input_field import declared
from fairprice.declare.takes import FLAG, PATH, takes
from fairprice.declare.values import shown
from fairprice.errors import AssumptionsError, InputError, Problem, WorkbookError
from fairprice.rate_card import RateCard
from fairprice.rate_card.parts import CALLED, KINDS, Volume
from fairprice.statutory import Law
from fairprice.workbook.intake.addresses import Place
from fairprice.workbook.intake.card_words import (
    COLUMNS_OF_PARTS,
    INPUT,
    NAME,
    OF_THE_CARD,
    PART,
    VOLUMES,
    numbers_of,
    parts_of_a_list,
)
from fairprice.workbook.intake.cells import Absent, Refused, likely_number, read_cell
from fairprice.workbook.intake.reading import assumptions_in
from fairprice.workbook.intake.seen import why_not_money, why_not_seen
from fairprice.workbook.intake.words import (
    CARD,
    DIFFERS,
    VALUE,
    Question,
    evidence_questions,
    question,
)
from fairprice.workbook.model import HEADER_ROW, column_letter
from fairprice.workbook.reading import OpenedWorkbook, open_workbook
from fairprice.workbook.reading.cells import place_of
from fairprice.workbook.reading.sheet import OpenedSheet

_LOST = "What is not read would be left out of the prices without a word."
_KIND_OF = {called.casefold(): kind for kind, called in CALLED.items()}


@takes(path=PATH, challenge=FLAG)
def read_rate_card(
    path: str | os.PathLike[str], *, challenge: bool = True, law: Law = None
) -> RateCard:
    """Read the rate card that an area stated in a form.

    Parameters
    ----------
    path
        A form made with :func:`fairprice.write_rate_card_form`; it is only read.
    challenge
        Refuse values of the base that experience shows to go wrong, unless the note beside
        them explains them: see :func:`fairprice.challenges`.
    law
        The law they are challenged under: the path of a law file, or rates made by
        :func:`fairprice.statutory_rates`; by default the register's values on the price
        date.

    Returns
    -------
    RateCard
        Checked, with the evidence of its base and of what differs.

    Raises
    ------
    WorkbookError
        If the file cannot be read, could do harm, or is not such a form.
    InputError
        With every problem of what was filled in, each with its sheet and cell; if ``law`` is
        that of another date or nation than the form's.
    """
    workbook = open_workbook(path)
    missing = [name for name in (CARD, DIFFERS, VOLUMES) if name not in workbook.sheets]
    if missing:
        raise WorkbookError([_not_a_form(Path(path).name, missing)])
    reader = _CardReader(workbook)
    base: Assumptions | None = None
    try:
        base = assumptions_in(path, challenge=challenge, law=law)
    except AssumptionsError as error:
        reader.problems += error.problems
    tables = reader.tables()
    if base is not None:
        reader.as_chosen(base.inputs())
    if base is None or reader.problems:
        raise InputError(reader.problems)
    try:
        return RateCard.model_validate({**tables, "base": base})
    except InputError as error:
        raise InputError(reader.at_its_cell(problem) for problem in error.problems) from None


@dataclass
class _CardReader:
    """Goes through the sheets row by row and collects values, places and problems."""

    workbook: OpenedWorkbook
    problems: list[Problem] = field(default_factory=list)
    #: Where what a path of the card names was filled in.
    places: dict[str, Place] = field(default_factory=dict)

    def tables(self) -> dict[str, Any]:
        """Read the card but its base, as tables of names and values."""
        found: dict[str, Any] = {}
        lists: dict[str, list[dict[str, Any]]] = {kind: [] for kind in KINDS}
        for row in self._rows(CARD, self._questions_of_parts()):
            if row[PART] == OF_THE_CARD:
                self._whole_card(row, found)
            elif (kind := _KIND_OF.get(str(row[PART]).casefold())) is not None:
                self._part(row, kind, lists[kind])
            else:
                self._add("no-such-part", row.place(PART), "does not say what the row is about.",
                          f"Choose {', '.join(CALLED.values())} or {OF_THE_CARD}.")  # fmt: skip
        for row in self._rows(DIFFERS, self._questions_of_numbers()):
            self._number(row, lists)
        found |= {kind: parts for kind, parts in lists.items() if parts}
        volumes = list(self._volumes())
        return found | ({"volumes": volumes} if volumes else {})

    def as_chosen(self, given: Mapping[str, Any]) -> None:
        """Refuse an amount of money that is shown as a percentage: it was typed for a share."""
        for name, asked in Assumptions.fields().items():
            if asked.money_where is None or asked.beside(given).kind != "money":
                continue
            for path, place in self.places.items():
                if path.endswith(f".inputs.{name}"):
                    refused = why_not_money(self.workbook, place.sheet, place.cell)
                    if refused is not None:
                        self._add(refused.code, place, refused.what, refused.mend)

    def at_its_cell(self, problem: Problem) -> Problem:
        """Say a problem of the card at the cell it is about, where that is known."""
        path = problem.where.replace(" with ", ".").split(".")
        for length in range(len(path), 0, -1):
            place = self.places.get(".".join(path[:length]))
            if place is not None:
                return replace(problem, where=str(place))
        return replace(problem, where=f"{CARD}: {problem.where}")

    def _whole_card(self, row: _Row, found: dict[str, Any]) -> None:
        for name, asked in COLUMNS_OF_PARTS.items():
            if asked.label in row.answers and name != "visit_minutes":
                self._of_no_use(row, asked.label, OF_THE_CARD)
        lengths = COLUMNS_OF_PARTS["visit_minutes"].label
        if lengths in row.answers:
            self.places["visit_minutes"] = row.place(lengths)
            found["visit_minutes"] = self._lengths(row, lengths)

    def _part(self, row: _Row, kind: str, parts: list[dict[str, Any]]) -> None:
        where = f"{kind}.{len(parts)}"
        self.places[where] = self.places[f"{where}.name"] = row.place(NAME)
        part: dict[str, Any] = {"inputs": {}, "evidence": {}}
        if NAME in row.answers:
            part["name"] = row.answers[NAME]
        for name, asked in COLUMNS_OF_PARTS.items():
            self.places[f"{where}.{name}"] = row.place(asked.label)
            if asked.label not in row.answers:
                continue
            own = declared(KINDS[kind]).get(name)
            if own is None:
                self._of_no_use(row, asked.label, CALLED[kind])
            elif own.is_number:
                part[name] = self._lengths(row, asked.label)
            else:
                said = str(row.answers[asked.label])
                part[name] = parts_of_a_list(said) if own.is_table else said
        parts.append(part)

    def _number(self, row: _Row, lists: dict[str, list[dict[str, Any]]]) -> None:
        kind = _KIND_OF.get(str(row[PART]).casefold())
        if kind is None:
            self._add("no-such-part", row.place(PART), "does not say which list the row is of.",
                      f"Choose one of {', '.join(CALLED.values())}.")  # fmt: skip
            return
        names = [part.get("name") for part in lists[kind]]
        asked = numbers_of(kind).get(str(row[INPUT]).casefold())
        if row[NAME] not in names:
            known = ", ".join(map(str, names)) or "none"
            self._add("not-on-the-card", row.place(NAME),
                      f"{shown(row[NAME])} is no {CALLED[kind].lower()} of the sheet {CARD}.",
                      f"Give one of those there: {known}.")  # fmt: skip
        if asked is None:
            self._add("not-an-input", row.place(INPUT),
                      f"{shown(row[INPUT])} is no number that can differ.",
                      "Give the label of an input of the base, Pay supplement, Premium, "
                      "Careworkers or Vehicles.")  # fmt: skip
        if VALUE not in row.answers:
            self._add("missing", row.place(VALUE), "is blank, on a row that is filled in.",
                      "Give the number, or clear the row.")  # fmt: skip
        if row[NAME] not in names or asked is None or VALUE not in row.answers:
            return
        place = names.index(row[NAME])
        self._into(row, lists[kind][place], f"{kind}.{place}", asked.name, kind)

    def _into(self, row: _Row, part: dict[str, Any], where: str, name: str, kind: str) -> None:
        """Put a number and its evidence into the part it belongs to."""
        is_term = name in declared(KINDS[kind])
        held = part if is_term else part["inputs"]
        if name in held:
            self._add("given-twice", row.place(INPUT), "has a row above for the same part.",
                      "Keep one of them.")  # fmt: skip
            return
        held[name] = row.answers[VALUE]
        at = row.place(VALUE)
        self.places |= {f"{where}.{name}": at, f"{where}.inputs.{name}": at}
        self.places |= {f"{where}.{section}.{name}": at for section in self._sections(name)}
        told = {
            word: row.answers[asked.label]
            for word, asked in evidence_questions().items()
            if asked.label in row.answers
        }
        self.places[f"{where}.evidence.{name}"] = at
        for word, asked in evidence_questions().items():
            self.places[f"{where}.evidence.{name}.{word}"] = row.place(asked.label)
        if told:
            part["evidence"][name] = told

    def _sections(self, name: str) -> list[str]:
        fields = Assumptions.fields()
        return [fields[name].section] if name in fields else []

    def _volumes(self) -> Iterator[dict[str, Any]]:
        fields = declared(Volume)
        asked = {one.label: question(one) for one in fields.values()}
        for n, row in enumerate(self._rows(VOLUMES, asked)):
            where = f"volumes.{n}"
            self.places[where] = row.place(fields["provider"].label)
            for name, one in fields.items():
                self.places[f"{where}.{name}"] = row.place(one.label)
            yield {name: row[one.label] for name, one in fields.items() if one.label in row.answers}

    def _lengths(self, row: _Row, heading: str) -> list[float]:
        told = [(text, likely_number(text)) for text in parts_of_a_list(str(row[heading]))]
        for text, number in told:
            if number is None:
                self._add("not-a-number", row.place(heading), f"{shown(text)} is not a number.",
                          "Give minutes, parted by semicolons, such as 15; 30; 60.")  # fmt: skip
        return [number for _, number in told if number is not None]

    def _of_no_use(self, row: _Row, heading: str, called: str) -> None:
        self._add("of-no-use", row.place(heading), f"has no use on a row of {called}.",
                  "Clear it, or move it to the row it is about.")  # fmt: skip

    def _questions_of_parts(self) -> dict[str, Question]:
        names = {
            PART: Question("part", PART, "", "What the row is about.", "text"),
            NAME: Question("name", NAME, "", "What the fee table calls it.", "text"),
        }
        return names | {asked.label: asked for asked in COLUMNS_OF_PARTS.values()}

    def _questions_of_numbers(self) -> dict[str, Question]:
        own = self._questions_of_parts()
        return {
            PART: own[PART],
            NAME: own[NAME],
            INPUT: Question("input", INPUT, "", "Which number differs.", "text"),
            VALUE: Question("value", VALUE, "", "The number that differs.", "number"),
        } | {asked.label: asked for asked in evidence_questions().values()}

    def _rows(self, name: str, asked: dict[str, Question]) -> Iterator[_Row]:
        """Read the rows of a sheet on which anything is filled in."""
        page = self.workbook.sheets[name]
        letters: dict[str, str] = {}
        last = HEADER_ROW
        for place in page.filled:
            column, row = place_of(place)
            last = max(last, row)
            cell = page.filled[place]
            if row == HEADER_ROW:
                letters.setdefault(str(cell.value), column_letter(column))
        missing = [heading for heading in asked if heading not in letters]
        if missing:
            self._add("heading-missing", name, f"has no column headed: {', '.join(missing)}.",
                      "Copy the values into a fresh form, and leave its locked cells as they "
                      "are.")  # fmt: skip
            return
        for number in range(HEADER_ROW + 1, last + 1):
            found = _Row(name, number, letters)
            for heading, one in asked.items():
                answer = self._cell(page, found.place(heading), one)
                if answer is not None:
                    found.answers[heading] = answer
            if found.answers:
                yield found

    def _cell(self, page: OpenedSheet, place: Place, asked: Question) -> Any:
        cell = page.filled.get(place.cell)
        value = read_cell(cell, None if cell is None else self.workbook.value(cell), asked)
        if cell is not None and not isinstance(value, Refused | Absent):
            value = why_not_seen(self.workbook, page, place.cell, cell, value) or value
        if isinstance(value, Refused):
            self._add(value.code, place, value.what, value.mend)
            return None
        return None if isinstance(value, Absent) else value

    def _add(self, code: str, where: object, what: str, mend: str) -> None:
        self.problems.append(Problem(code, str(where), what, _LOST, mend))


@dataclass
class _Row:
    """One row of a sheet: what is filled in, by heading."""

    sheet: str
    number: int
    letters: dict[str, str]
    answers: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, heading: str) -> Any:
        return self.answers.get(heading, "")

    def place(self, heading: str) -> Place:
        """Return the cell of a heading."""
        return Place(self.sheet, f"{self.letters[heading]}{self.number}", heading)


def _not_a_form(file: str, missing: list[str]) -> Problem:
    return Problem(
        "not-a-rate-card-form", file, f"has no sheet: {', '.join(missing)}.", _LOST,
        "Fill in a form made with write_rate_card_form, and save it as .xlsx.",
    )  # fmt: skip
