"""Looking through the typed rows of a log: what is set aside, what is flagged, in SQL."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from fairprice.visits.extra import name as quoted
from fairprice.visits.extra import text
from fairprice.visits.faults import DUPLICATE, FLAGGED, HAPPENED, SET_ASIDE

_MINUTE = 60e6
#: Radius of the earth in miles, mean of the WGS 84 ellipsoid.
_EARTH = 3958.76


def _minutes(begin: str, end: str) -> str:
    return f"(epoch_us({end}) - epoch_us({begin})) / {_MINUTE}"


@dataclass(frozen=True)
class Steps:
    """How a log is looked through, one statement after another, so that little is at hand.

    Parameters
    ----------
    repeats
        SQL of the rows that stand in the log before, for a table ``repeats``.
    beside
        SQL of what is known of a row from others, in the order of the log: whether it is
        ``repeated``, and the gap to the visit before of the same carer.
    checked
        SQL of the checked rows in that order: typed columns, ``reason`` (none if kept),
        ``flags`` and gaps.
    """

    repeats: str
    beside: str
    checked: str


def steps(typed: Path, beside: Path, columns: Collection[str], *, clients_given: bool) -> Steps:
    """Write the statements that look through a log.

    Parameters
    ----------
    typed
        A folder of the typed rows, as Parquet files in the order of the log.
    beside
        A Parquet file of what ``Steps.beside`` gives.
    columns
        The columns that the files have.
    clients_given
        Whether there is a table ``known_clients``.
    """
    rows = f"read_parquet({text(typed / '*.parquet')})"
    reasons = _reasons(columns, clients_given=clients_given)
    flags = " + ".join(
        f"CASE WHEN {fault.condition} THEN {2**bit} ELSE 0 END" for bit, fault in enumerate(FLAGGED)
    )
    judged = _judged(rows, reasons)
    # both are in the order of the log, so that nothing has to be sorted or looked up again
    together = f"""(
        SELECT * EXCLUDE (of_row) REPLACE (CASE WHEN "row" = of_row THEN "row"
            ELSE error('Rows are out of order.') END AS "row")
        FROM {rows} POSITIONAL JOIN read_parquet({text(beside)}))"""
    return Steps(
        _repeats(judged, columns),
        _beside(
            f'SELECT *, "row" IN (SELECT "row" FROM repeats) AS repeated FROM ({judged})', columns
        ),
        f"""
    SELECT * EXCLUDE (first_reason, repeated, in_changed_hour, clocked_in, clocked_minutes),
        CASE WHEN reason IS NULL THEN {flags} ELSE 0 END AS flags,
        CAST(hour(clock(start)) AS SMALLINT) AS hour
    FROM ({_placed(_judged(together, reasons))})""",
    )


def _reasons(columns: Collection[str], *, clients_given: bool) -> str:
    """The first reason to set a row aside, as far as the row itself shows it."""
    facts = {
        "client_expected": "client" in columns,
        "status_expected": "status" in columns,
        "carers_expected": "carers" in columns,
        "start_expected": bool({"start", "planned_start"} & set(columns)),
        "clients_given": clients_given,
    }
    cases = " ".join(
        f"WHEN {fault.condition.format(**{k: str(v) for k, v in facts.items()})} "
        f"THEN {text(fault.code)}"
        for fault in SET_ASIDE
    )
    return f"CASE {cases} END"


def _judged(rows: str, reasons: str) -> str:
    """Typed rows with what is worked out of them, and the first reason to set them aside."""
    clocked = _minutes("start", '"end"')
    return f"""
    SELECT *, {reasons} AS first_reason FROM (
        SELECT * REPLACE (
                coalesce(planned_minutes, {_minutes("planned_start", "planned_end")})
                    AS planned_minutes,
                coalesce(actual_minutes, {clocked}) AS actual_minutes,
                coalesce(minutes_late, {_minutes("planned_start", "start")}) AS minutes_late,
                coalesce(start, planned_start) AS start
            ), {clocked} AS clocked_minutes, start IS NOT NULL AS clocked_in
        FROM {rows}
    )"""


def _placed(judged: str) -> str:
    """Judged rows with the reason to set them aside, be it that they are repeated."""
    return f"""
    SELECT * REPLACE (coalesce("end", start + to_microseconds(
            CAST(actual_minutes * {_MINUTE} AS BIGINT))) AS "end"),
        coalesce(first_reason, CASE WHEN {DUPLICATE.condition} THEN {text(DUPLICATE.code)} END)
            AS reason
    FROM ({judged})"""


def _repeats(judged: str, columns: Collection[str]) -> str:
    """Rows that stand in the log before, where a log can tell one visit from another."""
    if not ({"client", "visit"} & set(columns) and {"start", "planned_start"} & set(columns)):
        return 'SELECT 0::BIGINT AS "row" WHERE false'
    same = ", ".join(quoted(name) for name in columns)
    sound = f"FROM ({judged}) WHERE first_reason IS NULL"
    # few rows share a hash with another, and only they are held against each other
    alike = f"SELECT hash({same}) {sound} GROUP BY 1 HAVING count(*) > 1"
    return f"""
    SELECT "row" FROM (
        SELECT "row", row_number() OVER (PARTITION BY {same} ORDER BY "row") AS place
        {sound} AND hash({same}) IN ({alike})
    ) WHERE place > 1"""


def _beside(judged: str, columns: Collection[str]) -> str:
    """Gaps to the visit before of the same carer, and the way between as the crow flies."""
    carers = "carer" if "carer" in columns else "round" if "round" in columns else None
    if carers is None:
        nothing = "NULL::DOUBLE AS gap_minutes, NULL::DOUBLE AS gap_miles, false AS same_round"
        return f'SELECT "row" AS of_row, repeated, {nothing} FROM ({judged}) ORDER BY of_row'
    known = " AND ".join(f"{name} IS NOT NULL" for name in ("start", '"end"', quoted(carers)))
    sound = f"reason IS NULL AND {HAPPENED} AND {known}"
    ordered = f'PARTITION BY {quoted(carers)}, ({sound}) ORDER BY start, "row"'
    same = "CAST(clock(lag(start) OVER way) AS DATE) = CAST(clock(start) AS DATE)"
    if "round" in columns:
        same = f'lag("round") OVER way = "round" AND {same}'
    gap = _minutes('max("end") OVER before', "start")
    miles = _miles("lag(latitude) OVER way", "lag(longitude) OVER way")
    return f"""
    SELECT "row" AS of_row, repeated, CASE WHEN {sound} THEN {gap} END AS gap_minutes,
        CASE WHEN {sound} THEN {miles} END AS gap_miles,
        coalesce({sound} AND {same}, false) AS same_round
    FROM ({_placed(judged)})
    WINDOW way AS ({ordered}),
        before AS ({ordered} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    ORDER BY of_row"""


def _miles(latitude: str, longitude: str) -> str:
    """Miles along a great circle (haversine formula)."""
    half = f"pow(sin(radians(latitude - {latitude}) / 2), 2)"
    across = (
        f"cos(radians(latitude)) * cos(radians({latitude})) "
        f"* pow(sin(radians(longitude - {longitude}) / 2), 2)"
    )
    square = f"({half} + {across})"
    # rounding may take it a hair above one; least() would take what is not known for one
    return f"2 * {_EARTH} * asin(sqrt(CASE WHEN {square} > 1 THEN 1 ELSE {square} END))"
