"""The fee workbook of one open book."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import cast

from fairprice.cost import OpenBook, Position, as_book
from fairprice.declare.takes import takes
from fairprice.kinds import check_order
from fairprice.statutory import Law
from fairprice.workbook.as_written import AsWritten, as_held
from fairprice.workbook.layout import Layout
from fairprice.workbook.model import WorkbookModel
from fairprice.workbook.paper import Footer
from fairprice.workbook.sheets.calculated import (
    cost_lines_sheet,
    rates_sheet,
    worker_bands_sheet,
    workings_sheet,
)
from fairprice.workbook.sheets.checks import checks_sheet
from fairprice.workbook.sheets.fees import fees_sheet, price_chart
from fairprice.workbook.sheets.front import (
    contents_sheet,
    cover_sheet,
    notes_sheet,
)
from fairprice.workbook.sheets.given import inputs_sheet, statutory_sheet
from fairprice.workbook.sheets.published import EDITION, Publication, for_publication
from fairprice.workbook.sheets.summary import build_up_chart, failed_checks, summary_sheet
from fairprice.workbook.sheets.volume import volume_chart, volume_sheet
from fairprice.workbook.writer import write_workbook


@takes(**EDITION)
def write_fee_workbook(
    book: Position,
    path: str | os.PathLike[str],
    *,
    published: bool = False,
    contact: str | None = None,
    publication_date: date | str | None = None,
    law: Law = None,
) -> Path:
    """Write a book as an Excel workbook that anyone can follow and recalculate.

    Parameters
    ----------
    book
        An open book, or the assumptions of one.
    path
        Where to write; an earlier file is replaced as a whole or left as it was. An edition
        for publication may end in ``.ods``, with the extra ``ods``.
    published
        Write the values only, for publication: no formulas, no chart, no protection.
    contact, publication_date
        Whom to ask, and the day of publication; the cover of the published file says them, or
        that they are not stated.
    law
        The law in force, for assumptions: the path of a law file, or rates made by
        :func:`fairprice.statutory_rates`; by default the register's values on the price
        date. A book has its own.

    Returns
    -------
    pathlib.Path
        The file written.

    Raises
    ------
    FileWriteError
        If the file cannot be written.
    InputError
        If something else is given, or the path first; if a contact or a date is given for a
        workbook that is not for publication.

    Notes
    -----
    Every figure of the open-book file is a live formula that starts from its Inputs sheet,
    and carries the value Python computed from the inputs as they stand there, to fifteen
    significant digits. The same book gives the same bytes.
    """
    check_order("write_fee_workbook(book, path)", book, path)
    edition = Publication.of(published, contact, cast("date | None", publication_date))
    model = fee_workbook_model(as_book(book, law), edition=edition)
    return write_workbook(model, path, values_only=published)


def fee_workbook_model(
    book: OpenBook, *, edition: Publication | None = None, first: AsWritten | None = None
) -> WorkbookModel:
    """Lay out the fee workbook as plain data.

    Parameters
    ----------
    book
        The open book.
    edition
        What it says of itself where it is for publication, without formulas and chart.
    first
        What it was first written from, to rebuild a workbook whose inputs were changed.

    Returns
    -------
    WorkbookModel
        Its sheets in order, its names and its charts.
    """
    layout = Layout(book if first else as_held(book), first)
    names: dict[str, str] = {}
    given = [inputs_sheet(layout, names)]
    if book.law_names:
        given.append(statutory_sheet(layout, names))
    calculated = [worker_bands_sheet(layout, names)] if layout.worker_steps else []
    calculated += [rates_sheet(layout, names), workings_sheet(layout), cost_lines_sheet(layout)]
    checks = checks_sheet(layout, names)
    results = [
        fees_sheet(layout),
        volume_sheet(layout),
        checks,
        notes_sheet(layout, published=edition is not None),
    ]
    alone = () if edition else (price_chart(layout), volume_chart(layout))
    summary = summary_sheet(layout, given[0], checks)
    body = [*given, *calculated, *results]
    listed = [(sheet.name, sheet.description[0]) for sheet in (summary, *body)]
    listed += [(chart.sheet_name, chart.title) for chart in alone]
    failed = failed_checks(checks)
    if edition:
        for sheet in body:
            for_publication(sheet)
        listed = [(sheet.name, sheet.description[0]) for sheet in (summary, *body)]
    cover = cover_sheet(layout, failed, names, edition=edition)
    annex = frozenset() if edition else frozenset(sheet.name for sheet in calculated[:-1])
    return WorkbookModel(
        title=cover.title,
        sheets=[summary, cover, contents_sheet(listed, annex), *body],
        names=names,
        charts=() if edition else (build_up_chart(layout), *alone),
        dated=book.assumptions.about.price_date,
        annex=annex,
        footer=None if edition else _footer(layout.as_written),
    )


def _footer(first: AsWritten) -> Footer:
    about = first.book.assumptions.about
    return Footer(about.provider_name, about.price_date, first.fingerprint)
