"""The page of logged visits: the columns and the faults that the code knows."""

from __future__ import annotations

from fairprice.visits.columns import COLUMNS, GROUPS
from fairprice.visits.faults import DUPLICATE, FLAGGED, SET_ASIDE, UNREADABLE_LINE
from pages.markdown import beginning, table


def visits() -> str:
    """What a log can hold, what sets a row aside, and what is kept and flagged."""
    columns = [[f"`{name}`", column.kind, column.meaning] for name, column in COLUMNS.items()]
    reasons = [[f"`{f.code}`", f.what] for f in (UNREADABLE_LINE, *SET_ASIDE, DUPLICATE)]
    flags = [[f"`{f.code}`", f.what] for f in FLAGGED]
    parts = beginning(
        "Logged visits",
        "What `read_visits` knows of a log. How to use it: [Price logged "
        "visits](../how-to/price-logged-visits.md).",
        "## Columns",
        "`columns` says what each is called in the files. Needed are planned minutes, or planned "
        "start and end, and actual minutes, or start and end. Any other name of small letters is "
        "kept as a label of your own.",
        table(["Name", "Holds", "What stands in it"], columns),
        "Results are grouped by " + ", ".join(f"`{name}`" for name in GROUPS) + ": `hour` is that "
        "of the start on the UK clock, and `length` a band of planned minutes.",
        "## Reasons for which a row is set aside",
        "In this order; the first that holds is the reason. A row is a duplicate where every "
        "column that was mapped is the same, in a log that has times, and clients or visits.",
        table(["Reason", "What is wrong"], reasons),
        "A contract adds its own where it cannot price a row, such as `unknown-zone: zone` or "
        "`status-without-term: late`.",
        "## Flags of rows that are kept",
        table(["Flag", "What is odd"], flags),
    )
    return "\n\n".join(parts) + "\n"
