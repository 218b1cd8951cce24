"""Checks inside the workbook, as live formulas with a verdict in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from fairprice import digits
from fairprice.assumptions.checks import SHARES_OF_ONE
from fairprice.calculation import BUSINESS_LINES, CAREWORKER_LINES, Step
from fairprice.cost import MINIMUM_WAGE
from fairprice.recording import Recorded
from fairprice.workbook.layout import (
    CHECKS,
    COST_LINES,
    FIXED_ACTIVITIES,
    WORKINGS,
    Layout,
    quoted,
)
from fairprice.workbook.model import FIRST_ROW, Column, Formula, Sheet
from fairprice.workbook.sheets.check_rules import (
    ABOVE,
    AGREES,
    AT_MOST,
    AVERAGE_IS_ITS_PARTS,
    FAIL,
    LINES_ADD_UP,
    MINIMUM_WAGE_OF_A_LENGTH,
    MINIMUM_WAGE_OF_THE_MIX,
    PASS,
    REACHES,
    RETURN_IS_WHAT_IS_LEFT,
    SAME_AS_WRITTEN,
    SHARES_ADD_UP,
    UNCHANGED,
    UNSOCIAL,
)
from fairprice.workbook.sheets.given import CHECK_TOLERANCE

_DIFFERENCE, _RESULT = "F", "G"


def checks_sheet(layout: Layout, names: dict[str, str]) -> Sheet:
    """Every check: what was found, what was expected, and the verdict."""
    sheet = Sheet(
        CHECKS,
        "Checks",
        (
            "Each row compares two figures that must agree. A row with the role Check counts "
            "towards the overall verdict on the Cover; a Signpost tells without judging.",
            "The last row counts the checks that fail.",
        ),
        [
            Column("Check", 50),
            Column("Role", 14),
            Column("Unit", 18),
            Column("Found", 18),
            Column("Expected", 18),
            Column("Difference", 18),
            Column("Result", 18),
            Column("What it means", 80),
        ],
        column_formats={"Difference": "0.00000000"},
    )
    _Checks(layout, sheet).write(names)
    return sheet


class _Checks:
    """Adds rows to the sheet, keeping count of where they stand."""

    def __init__(self, layout: Layout, sheet: Sheet) -> None:
        self.layout = layout
        self.book = layout.book
        self.sheet = sheet
        self.values = self.book.at(*layout.activities)
        self.tolerance: Any = Recorded.named("check_tolerance", CHECK_TOLERANCE)

    def write(self, names: dict[str, str]) -> None:
        self._lines_add_up()
        self._average_is_its_parts()
        self._return_is_what_is_left()
        self._shares()
        self._unsocial_hours()
        self._minimum_wage()
        self._same_as_written()
        row = FIRST_ROW + len(self.sheet.rows)
        verdicts = f"${_RESULT}${FIRST_ROW}:${_RESULT}${row - 1}"
        failed = sum(
            1 for line in self.sheet.rows if isinstance(line[6], Formula) and line[6].value == FAIL
        )
        self.sheet.add(
            "Checks that fail", "Result", "checks",
            Formula(f'=SUMPRODUCT(({verdicts}="{FAIL}")*1)', float(failed)), 0.0,
            Formula(f"=D{row}-E{row}", float(failed)),
            Formula(f'=IF(D{row}=0,"{PASS}","{FAIL}")', PASS if not failed else FAIL),
            "The overall verdict on the Cover rests on this count.", number_format="0",
        )  # fmt: skip
        names["failed_checks"] = f"{CHECKS}!$D${row}"

    def _add(
        self,
        check: Step,
        cells: Mapping[str, Any],
        expected: Any,
        *,
        label: str = "",
        verdict: Step = AGREES,
        role: str = "Check",
    ) -> None:
        """Add a row: what a check finds in these cells, what is expected, and the verdict."""
        row = FIRST_ROW + len(self.sheet.rows)
        found = check.function(**cells)
        difference = Recorded.named(f"{_DIFFERENCE}{row}", found.value - expected.value)
        self.sheet.add(
            label or check.label, role, check.unit,
            Formula.of_recorded(found), Formula.of_recorded(expected),
            Formula(f"=D{row}-E{row}", float(difference.value)),
            Formula.of_recorded(verdict.function(difference, self.tolerance)), check.meaning,
            number_format="#,##0.00######",
        )  # fmt: skip

    def _line(self, name: str, place: int) -> Recorded:
        column = self.layout.activity_columns[place]
        reference = f"{WORKINGS}!{column}{self.layout.line_rows[name]}"
        return Recorded.named(reference, float(np.asarray(self.values[name])[place]))

    def _lines_add_up(self) -> None:
        """Add the lines themselves, past the subtotals, and compare with the calculation."""
        for place, heading in enumerate(self.layout.activity_headings):
            cells = {
                "careworker_lines": self._cost_lines(CAREWORKER_LINES, place),
                "business_lines": self._cost_lines(BUSINESS_LINES, place),
                "return_on_operations": self._cost_lines(("return_on_operations",), place),
            }
            self._add(
                LINES_ADD_UP, cells, self._line("price", place),
                label=f"{LINES_ADD_UP.label}: {heading.lower()}",
            )  # fmt: skip

    def _cost_lines(self, lines: tuple[str, ...], place: int) -> Recorded:
        """Refer to neighbouring rows of Cost lines; a line that is not there is zero."""
        column, rows = self.layout.activity_columns[place], self.layout.cost_line_rows
        first, last = (f"{column}{rows[line]}" for line in (lines[0], lines[-1]))
        value = [np.asarray(self.values[n])[place] if n in self.values else 0.0 for n in lines]
        where = first if first == last else f"{first}:{last}"
        held = np.array(value) if first != last else float(value[0])
        return Recorded.named(f"{quoted(COST_LINES)}!{where}", held)

    def _average_is_its_parts(self) -> None:
        cells = {
            "price_of_a_visit": self._line("price", 0),
            "visits_per_contact_hour": Recorded.named(
                "visits_per_contact_hour", self.layout.activities[0][2]
            ),
            "price_of_a_contact_hour": self._line("price", 1),
        }
        self._add(AVERAGE_IS_ITS_PARTS, cells, self._line("price", 2))

    def _return_is_what_is_left(self) -> None:
        cells = {name: self._line(name, 2) for name in RETURN_IS_WHAT_IS_LEFT.parameters}
        self._add(RETURN_IS_WHAT_IS_LEFT, cells, self._line("return_on_operations", 2))

    def _shares(self) -> None:
        for name, field in self.book.assumptions.fields().items():
            if field.adds_up_to is not None and name in self.book.plan.inputs:
                self._add(
                    SHARES_ADD_UP, {"shares": Recorded.named(name, self.book.value(name))},
                    Recorded.named("1", 1.0),
                    label=f"{field.label}: {SHARES_ADD_UP.label.lower()}",
                )  # fmt: skip

    def _unsocial_hours(self) -> None:
        [names] = SHARES_OF_ONE
        if set(names) <= set(self.book.plan.inputs):
            cells = {name: Recorded.named(name, float(self.book.value(name))) for name in names}
            self._add(UNSOCIAL, cells, Recorded.named("1", 1.0), verdict=AT_MOST)

    def _minimum_wage(self) -> None:
        """Judge the visit mix, which is what a worker is paid for; tell for each length."""
        if MINIMUM_WAGE not in self.book.rates:
            return
        wage = Recorded.named(MINIMUM_WAGE, self.book.rates.value(MINIMUM_WAGE))
        mix = len(FIXED_ACTIVITIES) - 1
        for place, heading in enumerate(self.layout.activity_headings[mix:], start=mix):
            cells = {"counting_pay_rate": self._line("counting_pay_rate", place)}
            if place == mix:
                label = f"{MINIMUM_WAGE_OF_THE_MIX.label}, at the visit mix"
                self._add(MINIMUM_WAGE_OF_THE_MIX, cells, wage, label=label, verdict=REACHES)
            else:
                label = f"{MINIMUM_WAGE_OF_A_LENGTH.label}, {heading.lower()}s only"
                self._add(
                    MINIMUM_WAGE_OF_A_LENGTH, cells, wage, label=label, verdict=ABOVE,
                    role="Signpost",
                )  # fmt: skip

    def _same_as_written(self) -> None:
        price = self.layout.as_written.book.price_per_hour
        self._add(
            SAME_AS_WRITTEN, {"price": self._line("price", 2)},
            Recorded.named(digits.written(price), price), verdict=UNCHANGED, role="Signpost",
        )  # fmt: skip
