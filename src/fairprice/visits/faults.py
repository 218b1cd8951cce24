"""What can be wrong with a logged visit: what is set aside, and what is kept and flagged.

Each fault is stated once, as a condition in SQL on the typed columns; the first that holds
is the reason a row is set aside for. Rows that are set aside take no part in looking for
duplicates and overlaps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fairprice.payment.billing import STATUSES, WORKED
from fairprice.visits.extra import text

Treatment = Literal["set aside", "kept"]

#: The longest visit that a bill is worked out for, in minutes: a week.
LONGEST = 7 * 24 * 60
#: A car is driven no faster: the limit on motorways, in miles an hour (Highway Code, rule 124).
FASTEST = 70
_YEARS = "2000 AND 2099"
#: Whether a visit was carried out; one without a status was.
HAPPENED = f"coalesce(status, 'delivered') IN ({', '.join(map(text, WORKED))})"
_KNOWN = ", ".join(map(text, STATUSES))


@dataclass(frozen=True)
class Fault:
    """One thing that can be wrong with a row.

    Parameters
    ----------
    code
        A stable reason code.
    what
        What is wrong, in a sentence about the row.
    condition
        When it holds, in SQL.
    treatment
        Whether the row is set aside, or kept and flagged.
    """

    code: str
    what: str
    condition: str
    treatment: Treatment = "set aside"


def _years(*names: str) -> str:
    return " OR ".join(f'year("{name}") NOT BETWEEN {_YEARS}' for name in names)


#: Lines that the reader could not take apart; they have no columns to look at.
UNREADABLE_LINE = Fault("unreadable-line", "The line has not as many fields as the heading.", "")
DUPLICATE = Fault(
    "duplicate", "The same visit stands in the log before; the first is kept.", "repeated"
)

#: In order: the first that holds is the reason.
SET_ASIDE: tuple[Fault, ...] = (
    Fault("unreadable-value", "A number or a time cannot be read.", "unread IS NOT NULL"),
    Fault(
        "time-out-of-range", "A time lies outside the years 2000 to 2099.",
        _years("planned_start", "planned_end", "start", "end"),
    ),
    Fault("no-client", "The column of clients is empty.", "{client_expected} AND client IS NULL"),
    Fault(
        "unknown-client", "The client is not on the list that was given.",
        "{clients_given} AND client NOT IN (SELECT client FROM known_clients)",
    ),
    Fault("unknown-status", "The status is none that contracts know.", f"status NOT IN ({_KNOWN})"),
    Fault("no-status", "The column of statuses is empty.", "{status_expected} AND status IS NULL"),
    Fault(
        "actual-without-planned", "The visit was not planned: no planned minutes are known.",
        "planned_minutes IS NULL",
    ),
    Fault(
        "ends-before-it-began", "Clock-out stands before clock-in, or the planned end before the "
        "planned start.",
        '"end" < start OR planned_end < planned_start',
    ),
    Fault(
        "no-clock-out", "There is a clock-in and no clock-out.",
        f'{HAPPENED} AND actual_minutes IS NULL AND clocked_in AND "end" IS NULL',
    ),
    Fault(
        "no-clock-in", "There is a clock-out and no clock-in.",
        f'{HAPPENED} AND actual_minutes IS NULL AND NOT clocked_in AND "end" IS NOT NULL',
    ),
    Fault(
        "planned-without-actual", "The visit was planned, and nothing says that it took place.",
        f"{HAPPENED} AND actual_minutes IS NULL",
    ),
    Fault(
        "no-start", "Nothing says when the visit was.", "{start_expected} AND start IS NULL",
    ),
    Fault(
        "minutes-out-of-range", "Minutes are below zero, or more than a week.",
        f"planned_minutes NOT BETWEEN 0 AND {LONGEST} "
        f"OR actual_minutes NOT BETWEEN 0 AND {LONGEST}",
    ),
    Fault(
        "carers-out-of-range", "The number of carers is not a whole number from 1 to 10.",
        "{carers_expected} AND (carers IS NULL OR carers NOT BETWEEN 1 AND 10 "
        "OR carers <> round(carers))",
    ),
)  # fmt: skip

#: Kept, and flagged; each flag is a bit, in this order.
FLAGGED: tuple[Fault, ...] = (
    Fault(
        "overlap", "The carer's visit before has not ended: the gap is negative.",
        "gap_minutes < 0", "kept",
    ),
    Fault(
        "faster-than-the-road", f"The way from the carer's visit before would take more than "
        f"{FASTEST} miles an hour.",
        f"gap_minutes >= 0 AND gap_miles * 60 > {FASTEST} * gap_minutes", "kept",
    ),
    Fault(
        "crosses-midnight", "The visit ends on another day than it began.",
        'CAST(clock(start) AS DATE) <> CAST(clock("end" - INTERVAL 1 MICROSECOND) AS DATE) '
        'AND "end" > start', "kept",
    ),
    Fault(
        "clock-change", "The visit lies across a change of the clocks, or a time without a zone "
        "stands in the hour that is left out in March or comes twice in October.",
        'in_changed_hour OR clock(start) - start <> clock("end") - "end"', "kept",
    ),
    Fault("longer-than-a-day", "More than 24 hours were logged.", "actual_minutes > 1440", "kept"),
    Fault(
        "minutes-disagree", "Logged minutes differ by more than one from clock-in to clock-out; "
        "the logged minutes count.",
        'abs(actual_minutes - clocked_minutes) > 1', "kept",
    ),
    Fault(
        "worked-for-nothing", "Minutes are logged for a visit that by its status did not take "
        "place; it is billed as planned.",
        f"NOT {HAPPENED} AND actual_minutes > 0", "kept",
    ),
)  # fmt: skip
