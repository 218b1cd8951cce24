"""The workbook of one comparison of payment models."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import cast

from fairprice.declare.takes import takes
from fairprice.kinds import check_order
from fairprice.payment import PaymentComparison
from fairprice.workbook.layout import COMPARISON_DATA
from fairprice.workbook.model import WorkbookModel
from fairprice.workbook.paper import Footer
from fairprice.workbook.sheets.comparison.assumptions import assumptions_sheet, contracts_sheet
from fairprice.workbook.sheets.comparison.checks import Checks
from fairprice.workbook.sheets.comparison.data import data_sheet, fingerprint_of, lines_of
from fairprice.workbook.sheets.comparison.expected import RESULTS, ExpectedYear
from fairprice.workbook.sheets.comparison.front import PUBLISHED, cover_sheet, notes_sheet
from fairprice.workbook.sheets.comparison.results import (
    both_sides_sheet,
    distribution_sheet,
    drivers_sheet,
    equal_sheets,
    incentives_sheet,
    margin_chart,
    margins_sheet,
    risk_sheet,
)
from fairprice.workbook.sheets.comparison.summary import comparison_summary_sheet
from fairprice.workbook.sheets.front import contents_sheet
from fairprice.workbook.sheets.published import EDITION, Publication, for_publication
from fairprice.workbook.writer import write_workbook


@takes(**EDITION)
def write_comparison_workbook(
    result: PaymentComparison,
    path: str | os.PathLike[str],
    *,
    published: bool = False,
    contact: str | None = None,
    publication_date: date | str | None = None,
) -> Path:
    """Write a comparison as an Excel workbook: simulated results, and a live expected year.

    Parameters
    ----------
    result
        The comparison.
    path
        Where to write; an earlier file is replaced as a whole or left as it was. An edition
        for publication may end in ``.ods``, with the extra ``ods``.
    published
        Write the values only, for publication: no formulas, no chart, no protection, and nothing
        to rebuild the workbook from.
    contact, publication_date
        Whom to ask, and the day of publication; the cover of the published file says them, or
        that they are not stated.

    Returns
    -------
    pathlib.Path
        The file written.

    Raises
    ------
    FileWriteError
        If the file cannot be written.
    InputError
        If something else than a comparison is given, or the path first; if a contact or a date
        is given for a workbook that is not for publication.

    Notes
    -----
    Simulated results are values, labelled so, with their Monte Carlo errors. The expected
    year is live formulas from the Inputs sheet, each with the value Python computed. The
    same result gives the same bytes.
    """
    check_order("write_comparison_workbook(result, path)", result, path, PaymentComparison)
    edition = Publication.of(published, contact, cast("date | None", publication_date))
    model = comparison_workbook_model(result, edition=edition)
    return write_workbook(model, path, values_only=published)


def comparison_workbook_model(
    result: PaymentComparison,
    *,
    now: Mapping[str, Sequence[float]] | None = None,
    edition: Publication | None = None,
) -> WorkbookModel:
    """Lay out the comparison workbook as plain data.

    Parameters
    ----------
    result
        The comparison.
    now
        Values of inputs that were changed in the workbook, by name, to rebuild it; what was
        simulated stays so.
    edition
        What it says of itself where it is for publication.

    Returns
    -------
    WorkbookModel
        Its sheets in order, its names and its charts.
    """
    expected = ExpectedYear(result, now or {})
    risk, margins = risk_sheet(result), margins_sheet(result)
    checks = Checks(expected, risk)
    body = [
        contracts_sheet(result),
        drivers_sheet(result),
        both_sides_sheet(result),
        risk,
        incentives_sheet(result),
        *equal_sheets(result),
        distribution_sheet(result),
        margins,
        *expected.sheets,
        assumptions_sheet(result),
        *([] if edition else [data_sheet(result)]),
        checks.sheet,
        notes_sheet(),
    ]
    charts = () if edition else (margin_chart(margins, result.experiment.draws),)
    by_name = {sheet.name: sheet for sheet in body}
    summary = comparison_summary_sheet(result, expected, by_name)
    if edition:
        for sheet in (summary, *body):
            for_publication(sheet, PUBLISHED)
    listed = [(sheet.name, sheet.description[0]) for sheet in (summary, *body)]
    listed += [(chart.sheet_name, chart.title) for chart in charts]
    about, names = result.book.assumptions.about, dict(expected.ledger.names)
    fingerprint = fingerprint_of(lines_of(result))
    cover = cover_sheet(result, expected, checks.failed, fingerprint, names, edition=edition)
    workings = {sheet.name for sheet in expected.sheets} - {RESULTS}
    annex = frozenset() if edition else frozenset({*workings, COMPARISON_DATA})
    return WorkbookModel(
        title=cover.title,
        sheets=[summary, cover, contents_sheet(listed, annex), *body],
        names=names,
        charts=charts,
        dated=about.price_date,
        annex=annex,
        footer=None if edition else Footer(about.provider_name, about.price_date, fingerprint),
    )
