"""The book of every zone and service: its inputs, worker bands, rates and average hour."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from fairprice.calculation import AVERAGE, Step
from fairprice.declare.units import PER_CONTACT_HOUR
from fairprice.rate_card.permitted import supplements
from fairprice.rate_card.steps import SUPPLEMENTED_PAY
from fairprice.workbook.model import FIRST_ROW, Column, Content, Formula, Sheet, column_letter
from fairprice.workbook.number_formats import entered_format, number_format
from fairprice.workbook.sheets.rate_card.addresses import BOOKS, CardLayout, local, on

#: First column of the books.
_FIRST = 4
_BEFORE = "pay_of_the_base"


def column_of(layout: CardLayout, place: tuple[int, int]) -> str:
    """Return the column of a zone and a service."""
    return column_letter(_FIRST + layout.books.index(place))


def in_the_book(layout: CardLayout, place: tuple[int, int]) -> Callable[[str], str]:
    """Spell names on other sheets: by the book's own cells, and else by the base's names."""
    column = column_of(layout, place)
    return local({n: on(BOOKS, f"${column}${row}") for n, row in layout.book_rows.items()})


def books_sheet(layout: CardLayout) -> Sheet:
    """Lay out one column for each zone and service, and one formula a row."""
    card = layout.priced.card
    headings = [
        f"{n}. {card.zones[z].name}, {card.services[s].name}"
        for n, (z, s) in enumerate(layout.books, start=1)
    ]
    sheet = Sheet(
        BOOKS,
        "Books of the zones and services",
        (
            "The open book of each zone and service at the visit mix and the average of all "
            "times of the week, read from top to bottom: what differs, worker bands, rates and "
            "lines.",
            "Each row holds one formula, copied across. What is not listed here is the base's, by "
            "its name. Carers, times and lengths are priced on the sheets that follow.",
        ),
        [
            Column("Line", 48),
            Column("Role", 14),
            Column("Unit", 32),
            *(Column(heading, 18) for heading in headings),
            Column("Formula in words", 52),
            Column("What it is", 44),
        ],
    )
    _Books(layout, sheet).write()
    return sheet


class _Books:
    """Adds rows to the sheet, keeping where they stand."""

    def __init__(self, layout: CardLayout, sheet: Sheet) -> None:
        self.layout, self.sheet = layout, sheet
        self.priced = layout.priced
        self.books = [self.priced.book_at(place) for place in layout.books]
        self.columns = [column_of(layout, place) for place in layout.books]
        self.rows = layout.book_rows
        self.bands = len(self.priced.card.base.workforce.worker_weekly_hours or ())

    def write(self) -> None:
        self._what_differs()
        self._supplements()
        self._activity()
        for step in self.priced.base.plan.steps:
            self._worker(step) if step.kind == "worker" else self._of_step(step)

    def _add(
        self, label: str, role: str, unit: str, cells: list[Content], words: str, means: str,
        shown_as: str,
    ) -> int:  # fmt: skip
        return self.sheet.add(label, role, unit, *cells, words, means, number_format=shown_as)

    def _what_differs(self) -> None:
        card, fields = self.priced.card, self.priced.card.base.fields()
        parts = [*card.zones, *card.services]
        for name in dict.fromkeys(n for part in parts for n in part.inputs):
            field = fields[name]
            cells: list[Content] = []
            for z, s in self.layout.books:
                zone, service = card.zones[z], card.services[s]
                at = [
                    self.layout.values[kind, part.name, name]
                    for kind, part in (("zones", zone), ("services", service))
                    if name in part.inputs
                ]
                # contact pay as it is here is without the supplements, which follow below
                stated = {**zone.inputs, **service.inputs}
                value = stated.get(name, float(self.priced.base.value(name)))
                cells.append(Formula(f"={at[0] if at else name}", value))
            row = self._add(
                field.label, "What differs", field.unit, cells,
                "from What differs, or else from Inputs", field.description,
                entered_format(field.unit, field.kind),
            )  # fmt: skip
            self.rows[name] = row

    def _supplements_of(self, place: tuple[int, int]) -> dict[str, float]:
        card = self.priced.card
        return supplements(card.zones[place[0]], card.services[place[1]])

    def _supplements(self) -> None:
        card = self.priced.card
        kinds = {"zone_pay_supplement": "zones", "service_pay_supplement": "services"}
        parts = [part for kind in kinds.values() for part in card.lists[kind]]
        if not any("pay_supplement" in part.terms for part in parts):
            return
        for n, (name, kind) in enumerate(kinds.items()):
            cells: list[Content] = []
            for place in self.layout.books:
                part = card.lists[kind][place[n]]
                at = self.layout.values.get((kind, part.name, "pay_supplement"))
                cells.append(
                    0.0 if at is None else Formula(f"={at}", self._supplements_of(place)[name])
                )
            label = f"Pay supplement of the {'zone' if n == 0 else 'service'}"
            self.rows[name] = self._add(
                label, "What differs", PER_CONTACT_HOUR, cells,
                "from What differs; nothing where none is stated",
                "On top of the contact pay rate, before premiums.",
                entered_format(PER_CONTACT_HOUR),
            )  # fmt: skip
        self._pay()

    def _pay(self) -> None:
        """Add the supplements to the contact pay rate, or to that of each pay band."""
        pay, banded = self.layout.pay, self.layout.pay == "pay_band_rate"
        bands = len(self.priced.card.base.pay.pay_band_rate or (0,))
        before = self.rows.get(pay)
        first = FIRST_ROW + len(self.sheet.rows)
        for band in range(bands):
            cells: list[Content] = []
            for column, book in zip(self.columns, self.books, strict=True):
                was = f"INDEX({pay},{band + 1})" if banded else pay
                own = f"{column}${before}" if before is not None else was
                spelled = {_BEFORE: own} | {
                    n: f"{column}${row}" for n, row in self.rows.items() if n.endswith("supplement")
                }
                value = book.value(pay)
                now = float(value[band]) if banded else float(value)
                cells.append(Formula.of_step(SUPPLEMENTED_PAY, local(spelled), now))
            step = SUPPLEMENTED_PAY
            self._add(
                f"{step.label}, pay band {band + 1}" if banded else step.label, "Calculation",
                step.unit, cells, self.layout.words(step), step.meaning, number_format(step.unit),
            )  # fmt: skip
        self.rows[pay] = first

    def _activity(self) -> None:
        cells: list[Content] = [1.0 for _ in self.books]
        self.rows["contact_hours"] = self._add(
            "Contact hours", "Activity", "hours", cells, "what is priced",
            "The average contact hour.", "0.00##",
        )  # fmt: skip

    def _spelled(self, column: str, band: int | None, name: str) -> str:
        name = name.removeprefix(AVERAGE)
        name = "visits_per_contact_hour" if name == "visits" else name
        row = self.rows.get(name)
        many = self._entries(name)
        if band is not None and many == self.bands and name in self._of_workers:
            return f"{column}${row + band}" if row is not None else f"INDEX({name},{band + 1})"
        if row is None:
            return name
        return f"{column}${row}" if many <= 1 else f"{column}${row}:{column}${row + many - 1}"

    @property
    def _of_workers(self) -> set[str]:
        steps = {step.name for step in self.priced.base.plan.of_kind("worker")}
        return steps | {"worker_weekly_hours", "worker_share"}

    def _entries(self, name: str) -> int:
        """Count the rows that a name stands for."""
        if name in self._of_workers:
            return self.bands
        if name == "pay_band_rate":
            return len(self.priced.card.base.pay.pay_band_rate or ())
        return 1

    def _of_step(self, step: Step, band: int | None = None) -> int:
        cells: list[Content] = []
        for column, book in zip(self.columns, self.books, strict=True):
            spelling = partial(self._spelled, column, band)
            value: Any = book.value(step.name)
            cells.append(Formula.of_step(step, spelling, value if band is None else value[band]))
        row = self._add(
            step.label if band is None else f"{step.label}, worker band {band + 1}",
            "Result" if step.name == "price" else "Calculation", step.unit, cells,
            self.layout.words(step), step.meaning, number_format(step.unit),
        )  # fmt: skip
        if band is None:
            self.rows[step.name] = row
        return row

    def _worker(self, step: Step) -> None:
        rows = [self._of_step(step, band) for band in range(self.bands)]
        self.rows[step.name] = rows[0]
