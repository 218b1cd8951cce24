"""The page of logged visits, put together: what a book's page does not load."""

from __future__ import annotations

import os
from pathlib import Path

from fairprice.kinds import check_order
from fairprice.report.of_visits import of_visits
from fairprice.report.page import write_page
from fairprice.visits.groups import AT_LEAST, check_at_least
from fairprice.visits.tables import SUMMARY, Result
from fairprice.workbook.as_written import made_with


def write_visits_report(
    result: Result, path: str | os.PathLike[str], *, at_least: int = AT_LEAST
) -> Path:
    """Write what came of logged visits as one page that people can read, print and pass on.

    Parameters
    ----------
    result
        What :func:`price_visits`, :func:`cost_visits` or :func:`compare_billing` returned.
    path
        Where to write; an earlier file is replaced as a whole or left as it was.
    at_least
        Groups of fewer people are pooled; nobody is named in any table.

    Returns
    -------
    pathlib.Path
        The file written: HTML that needs no other file, no script and no network.

    Raises
    ------
    MissingExtraError
        If Jinja2 or matplotlib, the extra ``report``, is not installed.
    FileWriteError
        If the file cannot be written.
    InputError
        If something else is given, or the path first.

    Notes
    -----
    The tables are those of the workbook of visits. The same log gives the same bytes.
    """
    check_order("write_visits_report(result, path)", result, path, *SUMMARY)
    least = check_at_least(at_least)
    log = result.log
    contents = {
        "title": SUMMARY[type(result)].rstrip("."),
        "about": [
            ("Rows read", f"{log.rows_in:,}"),
            ("Rows in the results", f"{log.rows_in - int(result.set_aside.sum()):,}"),
            ("Made with", made_with()),
        ],
        "sections": [*of_visits(result, least)],
    }
    return write_page(contents, path)
