"""The lines of a visit and of an hour, for all carers and times of one zone and service."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from fairprice.calculation import Plan, Step
from fairprice.rate_card.pricing import ACTIVITIES, Combination
from fairprice.rate_card.steps import FACTOR_OF_THE_TIME, MILES_OF_A_CAREWORKER
from fairprice.workbook.model import FIRST_ROW, Column, Content, Formula, Sheet, column_letter
from fairprice.workbook.number_formats import entered_format, number_format
from fairprice.workbook.sheets.rate_card.addresses import WORKINGS, CardLayout, local, on
from fairprice.workbook.sheets.rate_card.books import in_the_book

_FIRST = 4
#: What a cell of the card is made of.
RESULTS = ("price", "total_cost")


def workings_sheets(layout: CardLayout) -> list[Sheet]:
    """Lay out one sheet for each zone and service."""
    return [_sheet(layout, n, place) for n, place in enumerate(layout.books, start=1)]


def lines_behind(plan: Plan, results: tuple[str, ...]) -> tuple[Step, ...]:
    """Return the lines that some of them rest on, in order."""
    needed, waiting = set[str](), list(results)
    while waiting:
        name = waiting.pop()
        if name in plan and name not in needed and plan[name].kind == "line":
            needed.add(name)
            waiting += plan[name].parameters
    return tuple(step for step in plan.of_kind("line") if step.name in needed)


def _sheet(layout: CardLayout, number: int, place: tuple[int, int]) -> Sheet:
    zone, service = (
        layout.priced.card.zones[place[0]],
        layout.priced.card.services[place[1]],
    )
    combinations = layout.priced.of_a_book(*place)
    headings = [
        f"{n}. {c.carers.name}, {c.time.name}: {activity}"
        for n, c in enumerate(combinations, start=1)
        for activity in ACTIVITIES
    ]
    sheet = Sheet(
        f"{WORKINGS} {number}",
        f"Workings of {zone.name}, {service.name}",
        (
            "What the visit carries however short it is, and what each hour of it carries, for "
            "all its careworkers. Each row holds one formula, copied across.",
            "A time of the week is paid its own premium, not the base's average. Rates on a "
            "worker's whole week stay those of the book: see Zones and services.",
        ),
        [
            Column("Line", 44),
            Column("Role", 14),
            Column("Unit", 30),
            *(Column(heading, 18) for heading in headings),
            Column("Formula in words", 52),
            Column("What it is", 44),
        ],
    )
    _Workings(layout, sheet, place, combinations).write()
    return sheet


class _Workings:
    """Adds rows to one sheet, keeping where they stand."""

    def __init__(
        self,
        layout: CardLayout,
        sheet: Sheet,
        place: tuple[int, int],
        combinations: tuple[Combination, ...],
    ) -> None:
        self.layout, self.sheet, self.place = layout, sheet, place
        self.priced, self.combinations = layout.priced, combinations
        self.book = self.priced.book_at(place)
        self.in_the_book = in_the_book(layout, place)
        self.rows: dict[str, int] = {}
        self.columns = [
            (c, activity, column_letter(_FIRST + len(ACTIVITIES) * n + activity))
            for n, c in enumerate(combinations)
            for activity in range(len(ACTIVITIES))
        ]

    def write(self) -> None:
        self._carers()
        self._what_differs()
        self._premiums()
        self._activity()
        lines = self.priced.lines(*self.place)
        for step in lines_behind(self.book.plan, RESULTS):
            self._of_step(step, np.asarray(lines[step.name]).ravel())
        for n, combination in enumerate(self.combinations):
            columns = [column_letter(_FIRST + len(ACTIVITIES) * n + a) for a in (0, 1)]
            cells = [
                on(self.sheet.name, f"${column}${self.rows[result]}")
                for result in RESULTS
                for column in columns
            ]
            self.layout.parts[combination.place] = (cells[0], cells[1], cells[2], cells[3])

    def _add(
        self, name: str, label: str, role: str, unit: str, cells: list[Content], words: str,
        means: str, shown_as: str,
    ) -> None:  # fmt: skip
        self.rows[name] = self.sheet.add(
            label, role, unit, *cells, words, means, number_format=shown_as
        )

    def _value(self, kind: str, combination: Combination, name: str) -> str | None:
        part = combination.carers if kind == "carers" else combination.time
        return self.layout.values.get((kind, part.name, name))

    def _here(self, column: str) -> dict[str, str]:
        return {name: f"{column}${row}" for name, row in self.rows.items()}

    def _carers(self) -> None:
        fields = {n: self.combinations[0].carers.field(n) for n in ("careworkers", "vehicles")}
        for name, field in fields.items():
            cells: list[Content] = []
            for c, _, column in self.columns:
                value = float(c.carers.careworkers if name == "careworkers" else c.vehicles)
                at = self._value("carers", c, name) or f"{column}${self.rows['careworkers']}"
                cells.append(Formula(f"={at}", value))
            self._add(
                name, field.label, "What differs", field.unit, cells,
                "from What differs; as many vehicles as careworkers where none is stated",
                field.description, "0",
            )  # fmt: skip

    def _what_differs(self) -> None:
        parts = [(k, getattr(c, w)) for c in self.combinations
                 for k, w in (("carers", "carers"), ("times", "time"))]  # fmt: skip
        names = dict.fromkeys(n for _, part in parts for n in part.inputs)
        fields = self.priced.card.base.fields()
        for name in dict.fromkeys([*names, "miles_per_visit"]):
            cells: list[Content] = []
            for c, _, _ in self.columns:
                at = self._value("carers", c, name) or self._value("times", c, name)
                stated = {**c.carers.inputs, **c.time.inputs}
                value = stated.get(name, float(self.book.value(name)))
                cells.append(Formula(f"={at or self.in_the_book(name)}", value))
            self._add(
                name, fields[name].label, "What differs", fields[name].unit, cells,
                "from What differs, or else from the book", fields[name].description,
                entered_format(fields[name].unit, fields[name].kind),
            )  # fmt: skip
        values = [c.otherwise(self.book)["miles_per_visit"] for c, _, _ in self.columns]
        self._of_step(MILES_OF_A_CAREWORKER, values, name="miles_per_visit")

    def _premiums(self) -> None:
        fields = {n: self.combinations[0].time.field(n) for n in ("premium", "pay_supplement")}
        for name, field in fields.items():
            cells: list[Content] = []
            for c, _, _ in self.columns:
                at = self._value("times", c, name)
                if name == "premium":
                    value = c.premium(self.book)
                    at = at or (c.premium_of_the_base and self.in_the_book(c.premium_of_the_base))
                else:
                    value = c.time.pay_supplement or 0.0
                cells.append(Formula(f"={at}", value) if at else 0.0)
            self._add(
                "premium" if name == "premium" else "time_pay_supplement", field.label,
                "What differs", field.unit, cells,
                "from What differs, or else the base's of these hours"
                if name == "premium" else "from What differs; nothing where none is stated",
                field.description, entered_format(field.unit, field.kind),
            )  # fmt: skip
        step, row = FACTOR_OF_THE_TIME, FIRST_ROW + len(self.sheet.rows)
        cells = []
        for c, _, column in self.columns:
            if c.time.hours == "all week":
                at = self.in_the_book("unsocial_hours_factor")
                cells.append(Formula(f"={at}", c.factor(self.book)))
            else:
                spelling = local(self._here(column), self.in_the_book)
                cells.append(Formula.of_step(step, spelling, c.factor(self.book)))
        self._add(
            "unsocial_hours_factor", step.label, "Calculation", step.unit, cells,
            self.layout.words(step), step.meaning, number_format(step.unit),
        )  # fmt: skip
        assert row == self.rows["unsocial_hours_factor"]

    def _activity(self) -> None:
        for number, (name, unit) in enumerate((("visits", "visits"), ("contact_hours", "hours"))):
            cells: list[Content] = [
                Formula(f"={column}${self.rows['careworkers']}", float(c.carers.careworkers))
                if activity == number
                else 0.0
                for c, activity, column in self.columns
            ]
            self._add(
                name, name.replace("_", " ").capitalize(), "Activity", unit, cells,
                "one for each careworker", "What is priced.", "0.00##",
            )  # fmt: skip

    def _of_step(self, step: Step, values: Any, name: str = "") -> None:
        cells: list[Content] = []
        for (_, _, column), value in zip(self.columns, values, strict=True):
            spelling: Callable[[str], str] = local(self._here(column), self.in_the_book)
            cells.append(Formula.of_step(step, spelling, value))
        self._add(
            name or step.name, step.label, "Result" if step.name in RESULTS else "Calculation",
            step.unit, cells, self.layout.words(step), step.meaning, number_format(step.unit),
        )  # fmt: skip
