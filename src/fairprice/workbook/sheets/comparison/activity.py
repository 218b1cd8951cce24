"""The expected year of the people: need, absences and visits, as live formulas."""

from __future__ import annotations

from typing import Any

import numpy as np

from fairprice.payment.cohort import Year
from fairprice.payment.comparison.run import Experiment
from fairprice.recording import Recorded
from fairprice.workbook.layout import quoted
from fairprice.workbook.model import FIRST_ROW, Column, Content, Sheet, column_letter
from fairprice.workbook.number_formats import MINUTES
from fairprice.workbook.sheets.comparison.ledger import ALL, VISITS, Givens, Lines
from fairprice.workbook.sheets.comparison.people import ExpectedPeople, item, lengths_of
from fairprice.workbook.sheets.comparison.weeks import ExpectedWeeks


class ExpectedActivity(ExpectedPeople):
    """Writes the inputs, rates, weeks and visits of the expected year.

    Parameters
    ----------
    experiment, givens, fixed_length, by_hours, year
        As for :class:`ExpectedPeople`.
    """

    def __init__(
        self, experiment: Experiment, givens: Givens, *, fixed_length: bool,
        by_hours: tuple[int, ...], year: Year,
    ) -> None:  # fmt: skip
        super().__init__(
            experiment, givens, fixed_length=fixed_length, by_hours=by_hours, year=year
        )
        weeks = ExpectedWeeks(self)
        self.sums = weeks.sums
        self.sheets = [self.rates, weeks.sheet, self._visits()]

    def rates_by_hours(self, lines: Lines) -> dict[str, Any]:
        """Write the rate measured when each person counts with the hours planned for them."""
        rates: dict[str, Any] = {}
        if not self.by_hours:
            return rates
        planned = lines.add(
            "Weeks planned", ALL, "weeks", np.sum(self.sums["Planned"], axis=0),
            "As multiples of a week.",
        )  # fmt: skip
        for place in self.by_hours:
            name, cells = self.cohort.outcomes[place].name, self.outcomes[place]
            reached = lines.add(
                f"Weeks planned for people who reach it: {name}", ALL, "weeks",
                np.sum(self.sums[f"Planned with outcome {place + 1}"], axis=0),
                "As multiples of a week.",
            )  # fmt: skip
            missed = lines.add(
                f"Weeks planned for people who do not, and are in care then: {name}", ALL, "weeks",
                np.sum(self.sums[f"Planned without outcome {place + 1}"], axis=0),
                "As multiples of a week.",
            )  # fmt: skip
            found = (
                reached * (1 - cells["false_negative"]) + missed * cells["false_positive"]
            )  # fmt: skip
            rates[name] = lines.add(
                f"Rate measured, by hours: {name}", ALL, "share of planned hours",
                np.where(planned > 0, found / planned, 0),
                "What clauses on single people rest on.",
            )  # fmt: skip
        return rates

    def _visits(self) -> Sheet:
        retained = [f"Retained up to {n} weeks" for n in self.retainers]
        headings = [
            "Visit length", "Role", "Minutes", "A week as first set", "Planned", "Delivered",
            "Cancelled", *retained, "Planned hours", "Contact hours",
        ]  # fmt: skip
        sheet = Sheet(
            VISITS,
            "Expected visits",
            (
                "Visits and hours of the expected year by length, all people: a week as first "
                "set times the sums of Expected weeks.",
                "Planned hours are at planned lengths; contact hours are delivered visits at "
                "actual lengths.",
            ),
            [Column(h, 22 if n < 1 else 16) for n, h in enumerate(headings)],
            column_formats={h: "#,##0.00" for h in headings[3:]} | {"Minutes": MINUTES},
        )
        activity = self.activity
        values: dict[str, list[float]] = {heading: [] for heading in headings}
        for place, label in enumerate(lengths_of(self.experiment)):
            row = FIRST_ROW + place
            here: dict[str, Any] = {}

            def put(
                heading: str, cell: Any, here: dict[str, Any] = here, row: int = row
            ) -> Content:
                values[heading].append(float(cell.value))
                here[heading] = Recorded.named(
                    f"{column_letter(headings.index(heading) + 1)}{row}", float(cell.value)
                )
                return self.ledger.formula(cell, VISITS)

            contents: list[Content] = [label, "Calculation"]
            contents.append(put("Minutes", item(activity.minutes, place)))
            contents.append(put("A week as first set", item(self.first, place) * activity.people))
            contents += [
                put(kind, here["A week as first set"] * np.sum(self.sums[kind], axis=0))
                for kind in ("Planned", "Delivered", "Cancelled", *retained)
            ]
            contents.append(put("Planned hours", here["Planned"] * here["Minutes"] / 60))
            contents.append(put("Contact hours", here["Delivered"] * item(self.actual, place) / 60))
            sheet.rows.append(contents)

        def column(heading: str, words: str) -> Any:
            letter = column_letter(headings.index(heading) + 1)
            end = FIRST_ROW + len(sheet.rows) - 1
            reference = f"{quoted(VISITS)}!${letter}${FIRST_ROW}:${letter}${end}"
            return self.ledger.cell(reference, words, np.array(values[heading]))

        activity.planned = column("Planned", "visits planned by length")
        activity.delivered = column("Delivered", "visits delivered by length")
        activity.cancelled = column("Cancelled", "visits cancelled by length")
        activity.planned_hours = column("Planned hours", "planned hours by length")
        activity.contact_hours = column("Contact hours", "contact hours by length")
        activity.retained = {
            n: column(f"Retained up to {n} weeks", f"visits of the first {n} weeks of a stay")
            for n in self.retainers
        }
        return sheet
