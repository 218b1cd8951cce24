"""The workbook of a rate card: the fee table, what it rests on, and the base's open book."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import cast

from fairprice import digits
from fairprice.declare.takes import takes
from fairprice.errors import InputError, Problem
from fairprice.kinds import check_order
from fairprice.rate_card import PricedRateCard, RateCard, Spend, dump_rate_card
from fairprice.statutory import Law
from fairprice.workbook.as_written import AsWritten
from fairprice.workbook.fee_workbook import fee_workbook_model
from fairprice.workbook.layout import CARD_DATA, Layout
from fairprice.workbook.model import Column, Sheet, WorkbookModel
from fairprice.workbook.sheets.front import contents_sheet
from fairprice.workbook.sheets.published import EDITION, Publication
from fairprice.workbook.sheets.rate_card.addresses import CardLayout
from fairprice.workbook.sheets.rate_card.books import books_sheet
from fairprice.workbook.sheets.rate_card.checks import checks_sheet
from fairprice.workbook.sheets.rate_card.differs import differs_sheet
from fairprice.workbook.sheets.rate_card.front import cover_sheet, notes_sheet
from fairprice.workbook.sheets.rate_card.prices import fee_table_sheet, prices_sheet
from fairprice.workbook.sheets.rate_card.spend import spend_sheets
from fairprice.workbook.sheets.rate_card.summary import card_summary_sheet
from fairprice.workbook.sheets.rate_card.workings import workings_sheets
from fairprice.workbook.sheets.summary import SUMMARY, failed_checks
from fairprice.workbook.writer import write_workbook


@takes(**EDITION)
def write_rate_card_workbook(
    card: RateCard | PricedRateCard,
    path: str | os.PathLike[str],
    *,
    published: bool = False,
    contact: str | None = None,
    publication_date: date | str | None = None,
    law: Law = None,
) -> Path:
    """Write a rate card as an Excel workbook: the fee table first, then all it rests on.

    Parameters
    ----------
    card
        A rate card, or one that is priced.
    path
        Where to write; an earlier file is replaced as a whole or left as it was. An edition
        for publication may end in ``.ods``, with the extra ``ods``.
    published
        Write the fee table alone, with its notes: values only, for publication.
    contact, publication_date
        Whom to ask, and the day of publication; the notes of the published file say them, or
        that they are not stated.
    law
        The law in force, for a card; by default the register's values on the price date. A
        priced card has its own.

    Returns
    -------
    pathlib.Path
        The file written.

    Raises
    ------
    FileWriteError
        If the file cannot be written.
    InputError
        If something else is given, or the path first; if law is given with a priced card; if
        a contact or a date is given for a workbook that is not for publication.

    Notes
    -----
    Every figure of the open-book file is a live formula that starts from its sheets Inputs
    and What differs, and carries the value Python computed. The same card gives the same
    bytes.
    """
    check_order("write_rate_card_workbook(card, path)", card, path, RateCard, PricedRateCard)
    if isinstance(card, PricedRateCard) and law is not None:
        raise InputError([_two_laws()])
    priced = card if isinstance(card, PricedRateCard) else card.priced(law)
    edition = Publication.of(published, contact, cast("date | None", publication_date))
    model = rate_card_workbook_model(priced, edition=edition)
    return write_workbook(model, path, values_only=published)


def rate_card_workbook_model(
    priced: PricedRateCard,
    *,
    edition: Publication | None = None,
    first: PricedRateCard | None = None,
) -> WorkbookModel:
    """Lay out the rate card workbook as plain data.

    Parameters
    ----------
    priced
        The card under a law.
    edition
        What it says of itself where it is the fee table alone, for publication.
    first
        What it was first written from, to rebuild a workbook in which values were changed.

    Returns
    -------
    WorkbookModel
        Its sheets in order, its names and its charts.
    """
    priced = priced if first else _as_held(priced)
    as_written = card_as_written(first or priced)
    open_book = fee_workbook_model(priced.base, first=as_written)
    names = open_book.names
    layout = CardLayout(priced, Layout(priced.base, as_written))
    spend = Spend.of(priced) if priced.card.volumes else None
    differs = differs_sheet(layout, names, first or priced)
    workings = [books_sheet(layout), *workings_sheets(layout), prices_sheet(layout)]
    body = [differs, *workings]
    fees = fee_table_sheet(layout, published=edition is not None)
    if edition:
        notes = notes_sheet(layout, edition=edition)
        return WorkbookModel(fees.title, [fees, notes], {}, (), open_book.dated)
    if spend is not None:
        body += spend_sheets(layout, spend)
    checks = checks_sheet(layout, spend, names)
    data = _data(first or priced)
    body += [checks, notes_sheet(layout), data]
    # the summary and cover are the card's own
    _, _, _, *book_sheets = open_book.sheets
    _, *charts = open_book.charts
    body += book_sheets
    listed = [(sheet.name, sheet.title) for sheet in (fees, *body)]
    listed.insert(0, (SUMMARY, "The card on one page"))
    listed += [(chart.sheet_name, chart.title) for chart in charts]
    failed = sum(failed_checks(sheet) for sheet in body if sheet.name.lower().endswith("checks"))
    cover = cover_sheet(layout, spend, failed, names)
    by_name = {sheet.name: sheet for sheet in body}
    summary = card_summary_sheet(layout, spend, by_name, failed)
    annex = {sheet.name for sheet in (*workings, data, *book_sheets)}
    annex |= {chart.sheet_name for chart in charts}
    return WorkbookModel(
        title=cover.title,
        sheets=[summary, fees, cover, contents_sheet(listed, annex), *body],
        names=names,
        charts=tuple(charts),
        dated=open_book.dated,
        annex=frozenset(annex),
        footer=open_book.footer,
    )


def _data(priced: PricedRateCard) -> Sheet:
    """Write the card as TOML, as it was first written."""
    sheet = Sheet(
        CARD_DATA,
        "Card data",
        (
            "Everything this workbook was written from but the law, as TOML: the base, what "
            "differs and the volumes, with their sources.",
            "It lets anyone rebuild every sheet and compare: see verify_workbook of fairprice.",
        ),
        [Column("Line", 8), Column("Role", 12), Column("Text", 150)],
        column_formats={"Line": "0"},
    )
    for number, line in enumerate(_lines(priced), start=1):
        sheet.add(float(number), "Stated", line)
    return sheet


def _lines(priced: PricedRateCard) -> list[str]:
    assert isinstance(priced.card, RateCard)
    return [line.strip() for line in dump_rate_card(priced.card).splitlines() if line.strip()]


def card_as_written(priced: PricedRateCard) -> AsWritten:
    """Return what the workbook of a card is written from: the base, and the whole card."""
    return AsWritten.of(priced.base, "\n".join(_lines(priced)))


def _as_held(priced: PricedRateCard) -> PricedRateCard:
    """Return the card of the same values as a workbook holds them."""
    stated = priced.card.model_dump(exclude_none=True)
    as_a_workbook = digits.held(stated)
    if as_a_workbook == stated:
        return priced
    return PricedRateCard(RateCard.model_validate(as_a_workbook), priced.base.rates)


def _two_laws() -> Problem:
    return Problem(
        "law-with-a-book", "law", "is given beside a priced card.",
        "A card was priced under its own law; under another it would be another card.",
        "Leave law out, or give the card itself with it.",
    )  # fmt: skip
