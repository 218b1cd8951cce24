"""What a log says of the people of a simulated comparison, labelled as observed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from fairprice.declare.arguments import Arguments
from fairprice.errors import InputError
from fairprice.held import Held
from fairprice.visits.faults import HAPPENED
from fairprice.visits.groups import check_log
from fairprice.visits.log import VisitLog
from fairprice.visits.texts import TEXTS

#: Lengths of visits are taken to the nearest of so many minutes.
_STEP = 5
#: Of normal lengths, the shares within one and two standard deviations of the mean.
_NORMAL = (0.683, 0.954)
_WEEK = "CAST(date_diff('day', DATE '2000-01-03', CAST(clock(start) AS DATE)) AS INTEGER) // 7"


@dataclass(frozen=True, eq=False)
class CohortFit(Held):
    """Fields of a cohort as a log shows them.

    ``table`` has a row for each number: ``value``, ``standard_error``, ``n`` and ``fit``, what
    speaks for or against the law by which a simulation draws it. ``values`` are arguments of
    ``Cohort.example``, with *observed* as their source; what a log cannot show is left to state.
    """

    table: pd.DataFrame
    values: dict[str, Any]

    def __repr__(self) -> str:
        return f"<CohortFit: {', '.join(self.table.index)}>"


def fit_cohort(log: VisitLog, *, gone_after_weeks: int) -> CohortFit:
    """Fit the people of a comparison to the visits of a log.

    Parameters
    ----------
    log
        What :func:`read_visits` returned, with clients and times.
    gone_after_weeks
        A person without any visit in so many last weeks of the log has left. There is no
        published value: it goes by how long a place is kept during a stay in hospital.

    Returns
    -------
    CohortFit
        People, one package of their average week, lengths, and where the log has statuses
        cancellations and stays in hospital; and leaving.

    Raises
    ------
    InputError
        If the log has no clients or no times, or is not longer than the weeks given.

    Notes
    -----
    A person is under observation from the week of the first visit to that of the last.
    Rates are events over person-weeks; a stay that begins or ends beyond the log is counted
    as far as it is seen, so that stays are rather longer.
    """
    check_log(log)
    read = Arguments()
    why = "People who have left are told from people who are away by it."
    weeks = read.whole("gone_after_weeks", gone_after_weeks, why, lowest=1, highest=52)
    for name in {"client", "start"} - set(log.columns):
        read.note(TEXTS("column-not-mapped", "log", name=name, why="People are followed by it."))
    read.done()
    spans = _frame(
        log, ["first", "last"],
        f"SELECT min({_WEEK}), max({_WEEK}) FROM checked WHERE reason IS NULL GROUP BY client",
    )  # fmt: skip
    begin, end = int(spans["first"].min()), int(spans["last"].max())
    if end - begin < 2 * weeks:
        raise InputError([TEXTS("log-too-short", "log", weeks=end - begin + 1, asked=weeks)])
    person_weeks = int((spans["last"] - spans["first"] + 1).sum())
    rows: dict[str, tuple[float, float, int, str]] = _lengths(log)
    left = int((spans["last"] <= end - weeks).sum())
    exposed = int((np.minimum(spans["last"], end - weeks) - spans["first"] + 1).clip(0).sum())
    rows["leaving_weekly_probability"] = (
        *_rate(left, exposed), f"{left} people left in {exposed:,} person-weeks.",
    )  # fmt: skip
    if "status" in log.mapped:
        rows |= _away(log, person_weeks)
    table = pd.DataFrame.from_dict(
        rows, orient="index", columns=["value", "standard_error", "n", "fit"]
    ).rename_axis("field")
    observed = f"Observed in {log.rows:,} logged visits to {len(spans):,} people."
    values: dict[str, Any] = {"people": len(spans), "packages": [_package(log, person_weeks)]}
    values |= {str(name): float(value) for name, value in table["value"].items()}
    values["sources"] = dict.fromkeys(set(values) - {"people"}, observed)
    return CohortFit(table, values)


def _lengths(log: VisitLog) -> dict[str, tuple[float, float, int, str]]:
    """Actual over planned minutes, and how far single visits lie from that."""
    where = f"reason IS NULL AND {HAPPENED} AND planned_minutes > 0"
    [(ratio, planned, count)] = log.query(
        "SELECT sum(actual_minutes) / sum(planned_minutes), avg(planned_minutes), count(*) "
        f"FROM checked WHERE {where}"
    )
    if not count:
        raise InputError([TEXTS("nothing-to-price", "log", count=log.rows_in)])
    off = f"(actual_minutes - {ratio!r} * planned_minutes)"
    [(sd,)] = log.query(f"SELECT stddev_pop({off}) FROM checked WHERE {where}")
    [(one, two)] = log.query(
        f"SELECT avg(CAST(abs({off}) <= {sd!r} AS INTEGER)), "
        f"avg(CAST(abs({off}) <= 2 * {sd!r} AS INTEGER)) FROM checked WHERE {where}"
    )
    fit = (
        f"{one:.1%} lie within one standard deviation and {two:.1%} within two; of normal "
        f"lengths {_NORMAL[0]:.1%} and {_NORMAL[1]:.1%} would."
    )
    return {
        "actual_to_planned": (ratio, sd / planned / np.sqrt(count), count, "A ratio of sums."),
        "visit_length_sd": (sd, sd / np.sqrt(2 * count), count, fit),
    }


def _away(log: VisitLog, person_weeks: int) -> dict[str, tuple[float, float, int, str]]:
    """Cancellations, and stays in hospital by whole weeks."""
    halves = _frame(
        log, ["half", "cancelled", "visits"],
        f"SELECT {_WEEK} > (SELECT avg({_WEEK}) FROM checked WHERE reason IS NULL), "
        "count(*) FILTER (status = 'cancelled'), count(*) FROM checked WHERE reason IS NULL "
        "GROUP BY 1 ORDER BY 1",
    )  # fmt: skip
    cancelled, visits = int(halves["cancelled"].sum()), int(halves["visits"].sum())
    shares = " and ".join(f"{share:.2%}" for share in halves["cancelled"] / halves["visits"])
    rows = {
        "cancelled_share": (
            *_rate(cancelled, visits), f"In the earlier and the later weeks {shares}.",
        )
    }  # fmt: skip
    away = _frame(
        log, ["client", "week"],
        f"SELECT DISTINCT client, {_WEEK} FROM checked "
        "WHERE reason IS NULL AND status = 'in hospital' ORDER BY 1, 2",
    )  # fmt: skip
    begins = (away["week"].diff() != 1) | (away["client"] != away["client"].shift())
    stays = away.groupby(begins.cumsum().to_numpy()).size()
    at_risk = person_weeks - len(away)
    rows["hospital_weekly_probability"] = (
        *_rate(len(stays), at_risk), f"{len(stays)} stays in {at_risk:,} person-weeks.",
    )  # fmt: skip
    if len(stays):
        spread = float(stays.std(ddof=0)) / np.sqrt(len(stays))
        fit = f"Half of the stays last {stays.median():g} weeks or less."
        rows["hospital_weeks"] = (float(stays.mean()), spread, len(stays), fit)
    return rows


def _package(log: VisitLog, person_weeks: int) -> dict[str, Any]:
    """The average week of a person under observation."""
    mix = log.query(
        f"SELECT greatest({_STEP}, round(planned_minutes / {_STEP}) * {_STEP}), count(*) "
        "FROM checked WHERE reason IS NULL GROUP BY 1 ORDER BY 1"
    )
    return {
        "share": 1.0,
        "visit_minutes": [float(minutes) for minutes, _ in mix],
        "visits_per_week": [count / person_weeks for _, count in mix],
    }


def _rate(events: int, exposed: int) -> tuple[float, float, int]:
    """A share of so many, and its standard error."""
    share = events / exposed if exposed else 0.0
    return share, float(np.sqrt(share * (1 - share) / exposed)) if exposed else np.nan, exposed


def _frame(log: VisitLog, columns: list[str], sql: str) -> pd.DataFrame:
    return pd.DataFrame(log.query(sql), columns=columns)
