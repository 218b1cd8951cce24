"""The expected year week by week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from fairprice import money
from fairprice.recording import Recorded
from fairprice.workbook.layout import quoted
from fairprice.workbook.model import FIRST_ROW, Column, Content, Sheet, column_letter
from fairprice.workbook.sheets.comparison.ledger import WEEKS

if TYPE_CHECKING:
    from fairprice.workbook.sheets.comparison.people import ExpectedPeople


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
