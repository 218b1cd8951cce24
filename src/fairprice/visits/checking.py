"""Looking through the typed rows of a log: what is set aside, what is flagged, in SQL."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from fairprice.visits.columns import COLUMNS
from fairprice.visits.extra import name as quoted
from fairprice.visits.extra import text
from fairprice.visits.faults import DUPLICATE, FLAGGED, HAPPENED, SET_ASIDE

_MINUTE = 60e6
#: Radius of the earth in miles, mean of the WGS 84 ellipsoid.
_EARTH = 3958.76


def _minutes(begin: str, end: str) -> str:
    return f"(epoch_us({end}) - epoch_us({begin})) / {_MINUTE}"


def checked(typed: Path, columns: Collection[str], *, clients_given: bool) -> str:
    """SQL of the checked rows: typed columns, ``reason`` (none if kept), ``flags`` and gaps.

    Parameters
    ----------
    typed
        The typed rows, as Parquet files.
    columns
        The columns that the files have.
    clients_given
        Whether there is a table ``known_clients``.
    """
    carers = "carer" if "carer" in columns else "round" if "round" in columns else None
    facts = {
        "client_expected": "client" in columns,
        "status_expected": "status" in columns,
        "carers_expected": "carers" in columns,
        "start_expected": bool({"start", "planned_start"} & set(columns)),
        "clients_given": clients_given,
    }
    reasons = " ".join(
        f"WHEN {fault.condition.format(**{k: str(v) for k, v in facts.items()})} "
        f"THEN {text(fault.code)}"
        for fault in SET_ASIDE
    )
    flags = " + ".join(
        f"CASE WHEN {fault.condition} THEN {2**bit} ELSE 0 END" for bit, fault in enumerate(FLAGGED)
    )
    own = [quoted(name) for name in columns if name not in COLUMNS]
    derived = ("planned_minutes", "actual_minutes", "minutes_late", "start")
    plain = [quoted(name) for name in COLUMNS if name not in derived]
    return f"""
WITH derived AS (
    SELECT "row", file, record, unread, in_changed_hour, {", ".join([*plain, *own])},
        coalesce(planned_minutes, {_minutes("planned_start", "planned_end")}) AS planned_minutes,
        {_minutes("start", '"end"')} AS clocked_minutes,
        coalesce(actual_minutes, {_minutes("start", '"end"')}) AS actual_minutes,
        coalesce(minutes_late, {_minutes("planned_start", "start")}) AS minutes_late,
        coalesce(start, planned_start) AS start, start IS NOT NULL AS clocked_in
    FROM read_parquet({text(typed / "*.parquet")})
), judged AS (
    SELECT *, CASE {reasons} END AS first_reason FROM derived
), once AS (
    SELECT * REPLACE (coalesce("end", start + to_microseconds(
            CAST(actual_minutes * {_MINUTE} AS BIGINT))) AS "end"),
        {_repeat(columns)} AS repeat
    FROM judged
), placed AS (
    SELECT *, coalesce(
        first_reason, CASE WHEN {DUPLICATE.condition} THEN {text(DUPLICATE.code)} END
    ) AS reason
    FROM once
), spaced AS ({_spaced(carers, "round" in columns)})
SELECT * EXCLUDE (first_reason, repeat, unread, in_changed_hour, clocked_in, clocked_minutes),
    CASE WHEN reason IS NULL THEN {flags} ELSE 0 END AS flags,
    CAST(hour(clock(start)) AS SMALLINT) AS hour
FROM spaced
"""


def _repeat(columns: Collection[str]) -> str:
    """How many times the same visit has come up, where a log can tell one from another."""
    if not ({"client", "visit"} & set(columns) and {"start", "planned_start"} & set(columns)):
        return "1"
    same = ", ".join(quoted(name) for name in columns)
    return (
        "CASE WHEN first_reason IS NULL THEN row_number() OVER (PARTITION BY first_reason IS NULL, "
        f'{same} ORDER BY "row") ELSE 1 END'
    )


def _spaced(carers: str | None, rounds: bool) -> str:
    """Gaps to the visit before of the same carer, and the way between as the crow flies."""
    if carers is None:
        nothing = "NULL::DOUBLE AS gap_minutes, NULL::DOUBLE AS gap_miles, false AS same_round"
        return f"SELECT *, {nothing} FROM placed"
    known = " AND ".join(f"{name} IS NOT NULL" for name in ("start", '"end"', quoted(carers)))
    sound = f"reason IS NULL AND {HAPPENED} AND {known}"
    ordered = f'PARTITION BY {quoted(carers)}, ({sound}) ORDER BY start, "row"'
    same = "CAST(clock(lag(start) OVER way) AS DATE) = CAST(clock(start) AS DATE)"
    if rounds:
        same = f'lag("round") OVER way = "round" AND {same}'
    gap = _minutes('max("end") OVER before', "start")
    return f"""
    SELECT *, CASE WHEN {sound} THEN {gap} END AS gap_minutes,
        CASE WHEN {sound} THEN {_miles("lag(latitude) OVER way", "lag(longitude) OVER way")} END
            AS gap_miles,
        coalesce({sound} AND {same}, false) AS same_round
    FROM placed
    WINDOW way AS ({ordered}),
        before AS ({ordered} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"""


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
