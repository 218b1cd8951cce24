"""The evidence workbook: the open book with evidence, positions, and how sure the cost is."""

from __future__ import annotations

import os
from pathlib import Path

from fairprice.cost import OpenBook
from fairprice.kinds import check_order
from fairprice.negotiation import Case
from fairprice.workbook.as_written import AsWritten
from fairprice.workbook.fee_workbook import fee_workbook_model
from fairprice.workbook.layout import Layout
from fairprice.workbook.model import AnyChart, Sheet, WorkbookModel
from fairprice.workbook.sheets.evidence.bargaining_sheets import (
    affordable_sheet,
    bargaining_sheet,
    payer_mix_sheet,
)
from fairprice.workbook.sheets.evidence.case_data import case_data_sheet
from fairprice.workbook.sheets.evidence.core import (
    contested_sheet,
    evidence_held_sheet,
    inputs_with_evidence,
)
from fairprice.workbook.sheets.evidence.front import (
    about_sheet,
    case_sheet,
    evidence_cover,
    has_minimum_wage,
)
from fairprice.workbook.sheets.evidence.log_sheets import (
    assumptions_log_sheet,
    decision_log_sheet,
    evidence_sheet,
)
from fairprice.workbook.sheets.evidence.positions import (
    bridge_chart,
    bridge_lines_sheet,
    bridge_sheet,
    rounds_sheet,
)
from fairprice.workbook.sheets.evidence.register_sheets import ratios_sheet, register_sheet
from fairprice.workbook.sheets.evidence.sureness import (
    acceptability_chart,
    acceptability_sheet,
    drivers_sheet,
    information_sheet,
    percentiles_sheet,
    sensitivity_sheet,
    tornado_chart,
)
from fairprice.workbook.sheets.front import CONTENTS, COVER, contents_sheet
from fairprice.workbook.sheets.summary import SUMMARY
from fairprice.workbook.writer import write_workbook


def write_evidence_workbook(case: Case, path: str | os.PathLike[str]) -> Path:
    """Write a party's case as an Excel workbook: open book, evidence, positions, risks.

    Parameters
    ----------
    case
        The case. What it does not hold, such as the other position, has no sheet; nor has
        the pay an offer affords on a day without a minimum wage in the register, and the
        sheet Case says so.
    path
        Where to write; an earlier file is replaced as a whole or left as it was.

    Returns
    -------
    pathlib.Path
        The file written.

    Raises
    ------
    FileWriteError
        If the file cannot be written.
    InputError
        If the evidence ranges cannot be priced; if something else than a case is given, or
        the path first.

    Notes
    -----
    The open book is the one of the fee workbook, as live formulas. What Python worked out
    or simulated for the inputs as written stands as values and says so. The same case
    gives the same bytes.
    """
    check_order("write_evidence_workbook(case, path)", case, path, Case)
    return write_workbook(evidence_workbook_model(case), path)


def evidence_workbook_model(case: Case, *, now: OpenBook | None = None) -> WorkbookModel:
    """Lay out the evidence workbook as plain data.

    Parameters
    ----------
    case
        The case.
    now
        The open book after inputs were changed in the workbook, to rebuild it; what was
        worked out for the inputs as written stays so.

    Returns
    -------
    WorkbookModel
        Its sheets in order, its names and its charts.
    """
    open_book = fee_workbook_model(now or case.book, first=AsWritten.of(case.book))
    layout = Layout(case.book)
    summary, cover, _, *book_sheets = open_book.sheets
    build_up, *book_charts = open_book.charts
    core, charts = _core(case, layout)
    sheets = [evidence_sheet(case, layout), *_of_the_offer(case, layout)]
    on_paper = {SUMMARY, COVER, CONTENTS, *(sheet.name for sheet in core)}
    on_paper |= {chart.sheet_name for chart in charts}
    _add_sureness(case, sheets, charts)
    sheets += [register_sheet(case, layout), ratios_sheet(case, layout)]
    sheets.append(assumptions_log_sheet(case))
    if case.decisions:
        sheets.append(decision_log_sheet(case))
    sheets.append(case_data_sheet(case))
    body = [*core, *sheets, *book_sheets]
    charts += book_charts
    listed = [(sheet.name, sheet.description[0]) for sheet in (summary, *body)]
    listed += [(chart.sheet_name, chart.title) for chart in charts]
    annex = frozenset(name for name, _ in listed if name not in on_paper)
    return WorkbookModel(
        title=cover.title,
        sheets=[summary, evidence_cover(cover), contents_sheet(listed, annex), *body],
        names=open_book.names,
        charts=(build_up, *charts),
        dated=open_book.dated,
        annex=annex,
        footer=open_book.footer,
    )


def _core(case: Case, layout: Layout) -> tuple[list[Sheet], list[AnyChart]]:
    """Lay out what both parties read first, and what is printed."""
    party = case.book.assumptions
    sheets, charts = [case_sheet(case, layout)], list[AnyChart]()
    if party.contested:
        sheets.append(contested_sheet(case, layout))
    if case.bridge is not None:
        sheets += [bridge_sheet(case.bridge), bridge_lines_sheet(case.bridge, layout)]
        chart = bridge_chart(case.bridge)
        charts += [chart] if chart is not None else []
    if case.bargaining is not None:
        sheets.append(bargaining_sheet(case.bargaining, layout))
    if case.offers:
        sheets.append(rounds_sheet(case))
    if inputs_with_evidence(party):
        sheets.append(evidence_held_sheet(case, layout))
    return [*sheets, about_sheet(case.analysis)], charts


def _of_the_offer(case: Case, layout: Layout) -> list[Sheet]:
    """Lay out what the commissioner's last offer means."""
    if case.last_offer is None:
        return []
    fee = case.last_offer.price_per_hour
    affordable = [affordable_sheet(case.book, fee)] if has_minimum_wage(case) else []
    return [*affordable, payer_mix_sheet(case.book, layout, fee)]


def _add_sureness(case: Case, sheets: list[Sheet], charts: list[AnyChart]) -> None:
    if not case.sensitivity.empty:
        sheets.append(sensitivity_sheet(case))
        charts.append(tornado_chart(case))
    drawn = case.uncertainty
    if drawn is None:
        return
    curve = acceptability_sheet(drawn)
    charts.append(acceptability_chart(curve, drawn))
    offer = case.last_offer
    prices = {"the price asked": case.book.price_per_hour}
    if offer is not None:
        prices["the commissioner's last offer"] = offer.price_per_hour
    sheets += [
        curve,
        percentiles_sheet(drawn),
        drivers_sheet(drawn),
        information_sheet(drawn, prices),
    ]
