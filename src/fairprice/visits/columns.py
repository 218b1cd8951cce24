"""What a column of a log can hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ColumnKind = Literal["label", "number", "time"]


@dataclass(frozen=True)
class LogColumn:
    """One column that the library knows.

    Parameters
    ----------
    kind
        Whether it holds labels, numbers or times.
    meaning
        What stands in it.
    """

    kind: ColumnKind
    meaning: str


def _of(kind: ColumnKind, **meanings: str) -> dict[str, LogColumn]:
    return {name: LogColumn(kind, meaning) for name, meaning in meanings.items()}


#: The columns that the library knows, by name; any other name is a label of the user's own.
COLUMNS: dict[str, LogColumn] = {
    **_of(
        "label",
        visit="A number of the visit; two carers of one visit may share it.",
        client="A pseudonym of the person; rules that carry over within a client go by it.",
        carer="A pseudonym of the carer; travel between visits is observed by it.",
        round="The round or run; gaps between visits of one round are travel and waiting.",
        provider="Who delivered the visit.",
        client_group="A group of people, such as a kind of need.",
        zone="A named zone.",
        service="What was delivered, such as a service of a rate card.",
        postcode="A postcode district, such as EX1; a whole postcode is more than is needed.",
        status="How the visit went, in the words of billing contracts.",
    ),
    **_of(
        "number",
        planned_minutes="Commissioned minutes; else from planned_start and planned_end.",
        actual_minutes="Logged minutes; else from start and end.",
        carers="Carers at the visit.",
        miles="Miles, where a contract has bands of distance.",
        notice_hours="Notice of a cancellation, in hours.",
        minutes_late="Minutes late; else from planned_start and start.",
        days_absent="Day of an absence; 1 is the first.",
        travel_minutes="Logged minutes of travel to the visit.",
        latitude="Degrees north; rounded to two places they are near a kilometre.",
        longitude="Degrees east.",
    ),
    **_of(
        "time",
        planned_start="When the visit was to begin.",
        planned_end="When it was to end.",
        start="Clock-in.",
        end="Clock-out.",
    ),
}
#: Names of the library's own columns of a checked log.
OWN = (
    "row", "file", "record", "unread", "reason", "flags", "hour", "length", "gap_minutes",
    "gap_miles",
)  # fmt: skip
#: Who is in a log: never in a summary.
IDENTIFIERS = ("visit", "client", "carer")
#: What results are grouped by, where the log has it; the last two are worked out.
GROUPS = ("provider", "zone", "service", "client_group", "round", "hour", "length")


def kind_of(name: str) -> ColumnKind:
    """Tell what a column holds; one of the user's own holds labels."""
    return COLUMNS[name].kind if name in COLUMNS else "label"
