"""The survey workbook: what a council publishes of providers' returns, and what is behind it."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import cast

from fairprice.declare.takes import takes
from fairprice.kinds import check_order
from fairprice.survey import Survey
from fairprice.workbook.model import BarChart, Sheet, WorkbookModel
from fairprice.workbook.sheets.front import contents_sheet
from fairprice.workbook.sheets.published import EDITION, Publication
from fairprice.workbook.sheets.survey.annex import (
    annex_a_sheet,
    annex_b_sheet,
    published_annexes,
    returns_sheet,
    statistics_sheet,
)
from fairprice.workbook.sheets.survey.records import (
    log_sheet,
    outliers_sheet,
    questions_sheet,
    survey_cover,
    survey_notes,
)
from fairprice.workbook.sheets.survey.results import (
    distribution_chart,
    distribution_sheet,
    headlines_sheet,
    published_headlines,
    quartile_chart,
    response_sheet,
    visit_lengths_sheet,
    visit_prices_sheet,
)
from fairprice.workbook.writer import write_workbook

#: The date on a file whose returns have none: the first that a packed file can bear.
_NO_DATE = date(1980, 1, 1)


@takes(**EDITION)
def write_survey_workbook(
    survey: Survey,
    path: str | os.PathLike[str],
    *,
    published: bool = False,
    contact: str | None = None,
    publication_date: date | str | None = None,
) -> Path:
    """Write a survey of providers as an Excel workbook: Annex A, Annex B and all behind them.

    Parameters
    ----------
    survey
        The survey.
    path
        Where to write; an earlier file is replaced as a whole or left as it was. An edition
        for publication may end in ``.ods``, with the extra ``ods``.
    published
        Write the edition for publication: values only, with small numbers hidden and no
        provider's own answers.
    contact, publication_date
        Whom to ask, and the day of publication; the cover of that edition says them, or that
        they are not stated.

    Returns
    -------
    pathlib.Path
        The file written.

    Raises
    ------
    FileWriteError
        If the file cannot be written.
    InputError
        If something else than a survey is given, or the path first; if a contact or a date is
        given for a workbook that is not for publication.

    Notes
    -----
    Annex A has the 32 lines and six drivers in their order, Annex B count, quartiles and
    median of every line. In the council's own file these, counts and headlines are live
    formulas over the sheet Returns; bounds and weighted medians are values. The same survey
    gives the same bytes.
    """
    check_order("write_survey_workbook(survey, path)", survey, path, Survey)
    edition = Publication.of(published, contact, cast("date | None", publication_date))
    model = survey_workbook_model(survey, edition=edition)
    return write_workbook(model, path, values_only=published)


def survey_workbook_model(survey: Survey, *, edition: Publication | None = None) -> WorkbookModel:
    """Lay out the survey workbook as plain data.

    Parameters
    ----------
    survey
        The survey.
    edition
        What it says of itself where it is for publication.

    Returns
    -------
    WorkbookModel
        Its sheets in order and its charts.
    """
    charts: tuple[BarChart, ...] = ()
    if edition:
        body = _published(survey)
    else:
        body, charts = _open(survey)
    body.append(survey_notes(survey, published=edition is not None))
    listed = [(sheet.name, sheet.description[0]) for sheet in body]
    listed += [(chart.sheet_name, chart.title) for chart in charts]
    cover = survey_cover(survey, edition=edition)
    dates = [given.price_date for given in survey.used if given.price_date is not None]
    return WorkbookModel(
        title=cover.title,
        sheets=[cover, contents_sheet(listed), *body],
        names={},
        charts=charts,
        dated=survey.price_date or max(dates, default=_NO_DATE),
    )


def _published(survey: Survey) -> list[Sheet]:
    shown = survey.published
    body = [*published_annexes(survey), published_headlines(survey)]
    if not shown.appointments.empty:
        body.append(visit_lengths_sheet(shown.appointments))
    if not shown.visit_prices.empty:
        body.append(visit_prices_sheet(shown.visit_prices))
    return [*body, response_sheet(survey, published=True)]


def _open(survey: Survey) -> tuple[list[Sheet], tuple[BarChart, ...]]:
    body = [annex_a_sheet(survey), annex_b_sheet(survey), headlines_sheet(survey)]
    body.append(statistics_sheet(survey))
    if not survey.appointments.empty:
        body.append(visit_lengths_sheet(survey.appointments))
    if survey.has_visit_parts:
        body.append(visit_prices_sheet(survey.visit_prices))
    body.append(response_sheet(survey))
    spread = distribution_sheet(survey)
    lists = [outliers_sheet(survey), log_sheet(survey), questions_sheet(survey)]
    body += [sheet for sheet in (spread, *lists) if sheet is not None]
    body.append(returns_sheet(survey))
    charts = () if spread is None else (distribution_chart(spread),)
    return body, (*charts, quartile_chart(survey))
