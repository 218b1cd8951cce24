"""UK clock time and universal time in SQL, from the one table of clock changes that Python has."""

from __future__ import annotations

import datetime
from functools import cache
from zoneinfo import ZoneInfo

from fairprice.declare.values import UK_CLOCK

_FIRST, _LAST = 2000, 2099
_HOUR = datetime.timedelta(hours=1)


@cache
def _changes() -> tuple[list[str], list[str]]:
    """When summer time begins and ends in each year, in universal time."""
    zone = ZoneInfo(UK_CLOCK)
    begins, ends = [], []
    for year in range(_FIRST, _LAST + 1):
        moment = datetime.datetime(year, 1, 1, tzinfo=datetime.UTC)
        changes = []
        while moment.year == year:
            later = moment + _HOUR
            if moment.astimezone(zone).utcoffset() != later.astimezone(zone).utcoffset():
                changes.append(later)
            # changes are made on a Sunday at night; days without one are passed over
            same = (
                moment.astimezone(zone).utcoffset()
                == (moment + 24 * _HOUR).astimezone(zone).utcoffset()
            )
            moment += 24 * _HOUR if same else _HOUR
        begin, end = changes
        begins.append(f"{begin:%Y-%m-%d %H:%M:%S}")
        ends.append(f"{end:%Y-%m-%d %H:%M:%S}")
    return begins, ends


def macros() -> list[str]:
    """SQL that defines ``clock(t)``, ``universal(t)`` and ``changed_hour(t)``.

    Times are timestamps without a zone. Of the hour that comes twice in October the first is
    meant, and times in the hour that is left out in March are moved to its end, as
    ``Billing.price`` does.
    """
    begins, ends = _changes()

    def of_year(moments: list[str]) -> str:
        listed = ", ".join(f"TIMESTAMP '{moment}'" for moment in moments)
        return f"[{listed}][CAST(year(t) AS INTEGER) - {_FIRST - 1}]"

    hour = "INTERVAL 1 HOUR"
    return [
        f"CREATE MACRO summer_begins(t) AS {of_year(begins)}",
        f"CREATE MACRO summer_ends(t) AS {of_year(ends)}",
        "CREATE MACRO clock(t) AS "
        f"CASE WHEN t >= summer_begins(t) AND t < summer_ends(t) THEN t + {hour} ELSE t END",
        "CREATE MACRO universal(t) AS CASE "
        "WHEN t < summer_begins(t) THEN t "
        f"WHEN t < summer_begins(t) + {hour} THEN summer_begins(t) "
        f"WHEN t < summer_ends(t) + {hour} THEN t - {hour} ELSE t END",
        "CREATE MACRO changed_hour(t) AS "
        f"(t >= summer_begins(t) AND t < summer_begins(t) + {hour}) "
        f"OR (t >= summer_ends(t) AND t < summer_ends(t) + {hour})",
    ]
