"""The expected year week by week, and the visits that its weeks come to."""

from __future__ import annotations

from typing import Any

import numpy as np

from fairprice import money
from fairprice.recording import Recorded
from fairprice.workbook.layout import quoted
from fairprice.workbook.model import FIRST_ROW, Column, Content, Sheet, column_letter
from fairprice.workbook.number_formats import MINUTES
from fairprice.workbook.sheets.comparison.ledger import ALL, VISITS, WEEKS, Lines
from fairprice.workbook.sheets.comparison.people import ExpectedPeople, item, lengths_of


class ExpectedWeeks:
    """Writes need, absences and visits of every week, one formula a column.

    Parameters
    ----------
    people
        The inputs and rates the weeks rest on.
    """

    def __init__(self, people: ExpectedPeople) -> None:
        self.people = people
        self.sums: dict[str, Any] = {}
        self.sheet = self._written()
        self.visits = self._visits()

    def _written(self) -> Sheet:
        """One row a week; the row of week 0 is the state at the start."""
        headings = ["Week", "Weeks to last review"]
        for n, outcome in enumerate(self.people.cohort.outcomes):
            losable = outcome.name in self.people.holding
            headings += [f"Still held, outcome {n + 1}"] if losable else []
            headings += [f"Need left after outcome {n + 1}"]
        headings += ["Need before outcomes", "Need"]
        headings += ["Filled again", "Leaving"] if self.people.cohort.refill_weeks else []
        headings += ["In care", "Admitted", "In hospital"]
        headings += [f"In first {n} weeks of a stay" for n in self.people.retainers]
        headings += ["Planned", "Delivered", "Cancelled"]
        headings += [f"Retained up to {n} weeks" for n in self.people.retainers]
        for place in self.people.by_hours:
            which = f"outcome {place + 1}"
            headings += [f"Planned with {which}", f"Planned without {which}"]
        headings += ["Contact hours"]
        sheet = Sheet(
            WEEKS,
            "Expected weeks",
            (
                "The expected year week by week, for all contracts: one live formula a column, "
                "each from its own row and the week before. Week 0 is the state at the start.",
                "Need, planned, delivered, cancelled and retained visits are multiples of a week "
                "as first set; in care, admitted and in hospital are shares of people.",
            ),
            [Column(heading, 12 if n < 1 else 14) for n, heading in enumerate(headings)],
            column_formats={h: "0.0000" for h in headings[2:-1]}
            | {"Contact hours": "#,##0.0", "Weeks to last review": "0"},
        )
        last = FIRST_ROW + self.people.experiment.weeks
        letter = {heading: column_letter(n + 1) for n, heading in enumerate(headings)}
        before: dict[str, Any] = {h: 0.0 for h in headings} | {"Need": 1.0, "In care": 1.0}
        before |= {h: 1.0 for h in headings if h.startswith(("Need ", "Still held"))}
        values = {heading: [start] for heading, start in before.items()}
        sheet.add(*(before[heading] for heading in headings))
        for week in range(1, self.people.experiment.weeks + 1):
            row = FIRST_ROW + week
            previous = {h: Recorded.named(f"{letter[h]}{row - 1}", values[h][-1]) for h in headings}
            contents: list[Content] = []
            here: dict[str, Any] = {}
            for heading in headings:
                if heading == "Week":
                    contents.append(float(week))
                    value = float(week)
                else:
                    cell = self._week_cell(heading, here, previous, letter, values, last)
                    contents.append(self.people.ledger.formula(cell, WEEKS))
                    value = float(cell.value)
                values[heading].append(value)
                here[heading] = Recorded.named(f"{letter[heading]}{row}", value)
            sheet.rows.append(contents)
        where = quoted(WEEKS)
        self.sums = {
            h: self.people.ledger.cell(
                f"{where}!${letter[h]}${FIRST_ROW + 1}:${letter[h]}${last}",
                f"{h[:1].lower()}{h[1:]} by week",
                np.array(values[h][1:]),
            )
            for h in headings
        }
        activity = self.people.activity
        activity.weekly_hours = self.sums["Contact hours"]
        activity.first_need = self.people.ledger.cell(
            f"{where}!${letter['Need']}${FIRST_ROW + 1}", "need in the first week",
            values["Need"][1],
        )  # fmt: skip
        activity.weeks_in_care = np.sum(self.sums["In care"], axis=0)
        return sheet

    def _week_cell(
        self, heading: str, here: dict[str, Any], previous: dict[str, Any],
        letter: dict[str, str], values: dict[str, list[float]], last: int,
    ) -> Any:  # fmt: skip
        if heading == "Weeks to last review":
            since = here["Week"] - 1
            reviewed = since - previous[heading] >= self.people.review
            return np.where(reviewed, since, previous[heading])
        if heading.startswith(("Need left", "Still held")):
            place = int(heading.rsplit(" ", 1)[1]) - 1
            name = self.people.cohort.outcomes[place].name
            assert self.people.activity.expected_week is not None
            due, kept = self.people.activity.expected_week[name], self.people.kept[place]
            if heading.startswith("Still held"):
                since = money.round_up_whole(here["Weeks to last review"] - due)
                # nothing to the power of nothing is an error in a workbook
                held = self.people.holding[name] ** np.maximum(since, 1)
                return np.where(since > 0, held, 1)
            if name in self.people.holding:
                kept = 1 - (1 - kept) * here[f"Still held, outcome {place + 1}"]
            return np.where(due <= here["Weeks to last review"], kept, 1)
        if heading == "Need before outcomes":
            return 1 + self.people.trend * here["Weeks to last review"] / self.people.activity.weeks
        if heading == "Need":
            return np.maximum(self._left(here), 0)
        if heading == "Filled again":
            return self._filled_again(here, letter, values)
        if heading == "Leaving":
            return (previous["In care"] + here["Filled again"]) * self.people.leaving
        if heading == "In care":
            return self._in_care(here, previous)
        if heading == "Admitted":
            return (1 - previous["In hospital"]) * self.people.admitted
        if heading == "In hospital":
            return previous[heading] * self.people.continues + here["Admitted"]
        if heading.startswith("In first"):
            return self._in_first_weeks(heading, here, previous, letter, values, last)
        present = here["Need"] * here["In care"]
        if heading == "Planned":
            return present
        if heading == "Delivered":
            return here["Planned"] * (1 - here["In hospital"]) * (1 - self.people.cancelled)
        if heading == "Cancelled":
            return here["Planned"] * (1 - here["In hospital"]) * self.people.cancelled
        if heading.startswith("Planned with"):
            place = int(heading.rsplit(" ", 1)[1]) - 1
            return self._of_those_who_stay(place, here, reach_it="without" not in heading)
        if heading == "Contact hours":
            return here["Delivered"] * self.people.full_hours
        n = heading.split(" ")[3]
        return here["Planned"] * here[f"In first {n} weeks of a stay"]

    def _filled_again(
        self, here: dict[str, Any], letter: dict[str, str], values: dict[str, list[float]]
    ) -> Any:
        """Return who left as long ago as a place is empty; nobody left before the first week."""
        week, delay = int(here["Week"].value), self.people.cohort.refill_weeks
        before = max(week - (delay or 0), 0)
        cell = f"{letter['Leaving']}{FIRST_ROW + before}"
        return Recorded.named(cell, values["Leaving"][before]) * 1

    def _in_care(self, here: dict[str, Any], previous: dict[str, Any]) -> Any:
        """Who was in care and came, less who leaves; at once whoever leaves is followed."""
        stays = previous["In care"] * (1 - self.people.leaving)
        delay = self.people.cohort.refill_weeks
        if delay == 0:
            return stays + previous["In care"] * self.people.leaving
        return (
            stays if delay is None else previous["In care"] + here["Filled again"] - here["Leaving"]
        )

    def _left(self, here: dict[str, Any], without: int | None = None) -> Any:
        """Multiply need before outcomes by what each outcome leaves of it, but for one."""
        need = here["Need before outcomes"]
        for place in range(len(self.people.outcomes)):
            if place != without:
                need = need * here[f"Need left after outcome {place + 1}"]
        return need

    def _of_those_who_stay(self, place: int, here: dict[str, Any], *, reach_it: bool) -> Any:
        """Visits planned for people in care in an outcome's week, who reach it or do not."""
        cells, name = self.people.outcomes[place], self.people.cohort.outcomes[place].name
        stayed = np.minimum(here["In care"], self.people.there[place])
        if not reach_it:
            need: Any = np.maximum(self._left(here, place), 0)
            return (1 - cells["probability"]) * stayed * need
        assert self.people.activity.expected_week is not None
        reviewed = self.people.activity.expected_week[name] <= here["Weeks to last review"]
        lower = cells["later_hours_effect"]
        if name in self.people.holding:
            lower = lower * here[f"Still held, outcome {place + 1}"]
        left = np.where(reviewed, 1 - lower, 1)
        return cells["probability"] * stayed * np.maximum(self._left(here, place) * left, 0)

    def _in_first_weeks(
        self, heading: str, here: dict[str, Any], previous: dict[str, Any],
        letter: dict[str, str], values: dict[str, list[float]], last: int,
    ) -> Any:  # fmt: skip
        """Those of the week before who stay, and the admitted, less who stay too long."""
        n = int(heading.split(" ")[2])
        week, admitted = letter["Week"], letter["Admitted"]
        begun = int(here["Week"].value) - n
        gone = Recorded.named(
            f"SUMPRODUCT(({week}${FIRST_ROW}:{week}${last}={here['Week'].expression.name}"
            f"-retainer_weeks_{n})*{admitted}${FIRST_ROW}:{admitted}${last})",
            values["Admitted"][begun] if begun >= 0 else 0.0,
        )
        return (
            previous[heading] * self.people.continues
            + here["Admitted"]
            - self.people.left[n] * gone
        )

    def rates_by_hours(self, lines: Lines) -> dict[str, Any]:
        """Write the rate measured when each person counts with the hours planned for them."""
        rates: dict[str, Any] = {}
        if not self.people.by_hours:
            return rates
        planned = lines.add(
            "Weeks planned", ALL, "weeks", np.sum(self.sums["Planned"], axis=0),
            "As multiples of a week.",
        )  # fmt: skip
        for place in self.people.by_hours:
            name, cells = self.people.cohort.outcomes[place].name, self.people.outcomes[place]
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
        retained = [f"Retained up to {n} weeks" for n in self.people.retainers]
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
        activity = self.people.activity
        values: dict[str, list[float]] = {heading: [] for heading in headings}
        for place, label in enumerate(lengths_of(self.people.experiment)):
            row = FIRST_ROW + place
            here: dict[str, Any] = {}

            def put(
                heading: str, cell: Any, here: dict[str, Any] = here, row: int = row
            ) -> Content:
                values[heading].append(float(cell.value))
                here[heading] = Recorded.named(
                    f"{column_letter(headings.index(heading) + 1)}{row}", float(cell.value)
                )
                return self.people.ledger.formula(cell, VISITS)

            contents: list[Content] = [label, "Calculation"]
            contents.append(put("Minutes", item(activity.minutes, place)))
            contents.append(
                put("A week as first set", item(self.people.first, place) * activity.people)
            )
            contents += [
                put(kind, here["A week as first set"] * np.sum(self.sums[kind], axis=0))
                for kind in ("Planned", "Delivered", "Cancelled", *retained)
            ]
            contents.append(put("Planned hours", here["Planned"] * here["Minutes"] / 60))
            contents.append(
                put("Contact hours", here["Delivered"] * item(self.people.actual, place) / 60)
            )
            sheet.rows.append(contents)

        def column(heading: str, words: str) -> Any:
            letter = column_letter(headings.index(heading) + 1)
            end = FIRST_ROW + len(sheet.rows) - 1
            reference = f"{quoted(VISITS)}!${letter}${FIRST_ROW}:${letter}${end}"
            return self.people.ledger.cell(reference, words, np.array(values[heading]))

        activity.planned = column("Planned", "visits planned by length")
        activity.delivered = column("Delivered", "visits delivered by length")
        activity.cancelled = column("Cancelled", "visits cancelled by length")
        activity.planned_hours = column("Planned hours", "planned hours by length")
        activity.contact_hours = column("Contact hours", "contact hours by length")
        activity.retained = {
            n: column(f"Retained up to {n} weeks", f"visits of the first {n} weeks of a stay")
            for n in self.people.retainers
        }
        return sheet
