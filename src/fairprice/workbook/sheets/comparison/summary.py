"""The comparison on one page: how much care, what each contract pays and leaves, who bears what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fairprice.declare.units import PER_CONTACT_HOUR
from fairprice.declare.values import day_in_words
from fairprice.payment import PaymentComparison
from fairprice.payment.cohort import SOURCES
from fairprice.workbook.layout import quoted
from fairprice.workbook.model import FIRST_ROW, Column, Content, Formula, Sheet, column_letter
from fairprice.workbook.number_formats import number_format
from fairprice.workbook.sheets.comparison.assumptions import ASSUMPTIONS, MODELLED_FLAG
from fairprice.workbook.sheets.comparison.expected import ExpectedYear
from fairprice.workbook.sheets.comparison.ledger import CHECKS
from fairprice.workbook.sheets.comparison.results import (
    BOTH_SIDES,
    DRIVERS,
    NOT_DEFINED,
    RISK,
    contract_headings,
    label_of_source,
)
from fairprice.workbook.sheets.summary import (
    CHECK,
    EVIDENCE,
    SUMMARY,
    count_checks,
    count_row,
    for_the_whole,
)

#: Label, unit, figure and number format.
CareRow = tuple[str, str, Content, str]
_HOURS = "contact hours"
_SHOWN_AS = {_HOURS: "#,##0", PER_CONTACT_HOUR: number_format(PER_CONTACT_HOUR)}
_CARE, _BEARS = "Care", "Who bears it"
#: Figures of Both sides that stand here too.
_SHOWN = (
    "Expected spend",
    "Spend for each contact hour",
    "Expected revenue",
    "Expected cost",
    "Expected margin",
    "Margin as a share of revenue",
    "Probability of a loss",
    "Mean margin of the worst twentieth of years",
)
WHAT_IT_SHOWS = (
    "What each contract pays for the same people and visits, what it leaves the provider, and who "
    "bears what may turn out otherwise."
)
#: How the rows are to be read.
FIRST_COLUMN = (
    f"Rows on {_CARE}, {EVIDENCE} and {CHECK} tell of the whole comparison in the first column of "
    f"figures; the cells beside are blank. Errors of simulated figures stand on {BOTH_SIDES}."
)


def comparison_summary_sheet(
    result: PaymentComparison, expected: ExpectedYear, sheets: dict[str, Sheet]
) -> Sheet:
    """Everything a reader asks first, each a formula that refers to the sheet with the detail.

    Parameters
    ----------
    result
        The comparison.
    expected
        Its year without chance, in live formulas.
    sheets
        The sheets of the workbook by name.
    """
    about = result.book.assumptions.about
    headings = contract_headings(list(result.contracts))
    sheet = Sheet(
        SUMMARY,
        f"Summary: {about.provider_name}",
        (
            f"{WHAT_IT_SHOWS} {about.nation}, {day_in_words(about.price_date)}; modelled, not "
            "observed.",
            FIRST_COLUMN,
        ),
        [
            Column("Line", 50), Column("About", 13), Column("Unit", 22),
            *(Column(heading, 18) for heading in headings),
        ],
        is_a_page=True,
    )  # fmt: skip
    _care(result, expected, sheet)
    _both_sides(sheets[BOTH_SIDES], sheet, len(headings))
    _risk(result, sheets[RISK], sheet)
    _rests_on(sheets, sheet)
    count_checks(sheet, sheets[CHECKS])
    return sheet


def _care(result: PaymentComparison, expected: ExpectedYear, sheet: Sheet) -> None:
    """How much care there is, and what an hour of it costs beside the open book's."""
    *_, cost_in_the_book = care_in_the_book(result)
    for row in (*care_without_chance(expected, SUMMARY), cost_in_the_book):
        for_the_whole(sheet, _CARE, *row)


def care_without_chance(expected: ExpectedYear, where: str) -> Iterator[CareRow]:
    """Say how much care there is and what an hour of it costs, in live formulas on a sheet."""
    for label, cell, unit in expected.care:
        yield (
            f"{label}, without chance",
            unit,
            expected.ledger.formula(cell, where),
            _SHOWN_AS[unit],
        )


def care_in_the_book(result: PaymentComparison) -> Iterator[CareRow]:
    """Say the same of the open book, beside which the comparison stands; last its cost."""
    book: dict[Any, float] = result.volume.loc["book"].to_dict()
    for label, name, unit in (
        ("Contact hours a year of the open book", "delivered_hours", _HOURS),
        ("Cost of an hour in the open book", "cost_per_hour", PER_CONTACT_HOUR),
    ):
        yield label, unit, book[name], _SHOWN_AS[unit]


def _repeated(sheet: Sheet, row: int, column: int) -> Formula:
    """Refer to a cell of another sheet that holds a value."""
    held: Any = sheet.rows[row][column]
    return Formula(f"={quoted(sheet.name)}!{column_letter(column + 1)}{FIRST_ROW + row}", held)


def _both_sides(both: Sheet, sheet: Sheet, contracts: int) -> None:
    """Repeat the headlines of each side by reference."""
    first = len(both.columns) - 2 * contracts
    places = {str(row[0]): number for number, row in enumerate(both.rows)}
    for label in _SHOWN:
        row = places[label]
        _, side, _, unit, *_ = both.rows[row]
        contents = [_repeated(both, row, first + n) for n in range(contracts)]
        for n in range(contracts):
            shown = both.cell_formats.get((row, first + n))
            if shown is not None:
                sheet.cell_formats[len(sheet.rows), 3 + n] = shown
        sheet.add(label, side, unit, *contents, number_format=number_format(str(unit)))


def _risk(result: PaymentComparison, risk: Sheet, sheet: Sheet) -> None:
    """Say of each source of uncertainty who bears it under each contract."""
    places = {(row[0], row[1]): number for number, row in enumerate(risk.rows)}
    bearer = next(n for n, column in enumerate(risk.columns) if column.heading == "Bearer")
    for source in SOURCES:
        label = label_of_source(source)
        contents: list[Content] = []
        for contract in result.contracts:
            row = places[contract, label]
            told = risk.rows[row][bearer]
            contents.append(_repeated(risk, row, bearer) if told else NOT_DEFINED)
        sheet.add(label, _BEARS, "text", *contents)


def _rests_on(sheets: dict[str, Sheet], sheet: Sheet) -> None:
    drivers, rows = sheets[DRIVERS], len(sheets[ASSUMPTIONS].rows)
    if drivers.rows:
        largest = _repeated(drivers, 0, 0)
        for_the_whole(sheet, EVIDENCE, "What moves a margin most", "text", largest)
    standing = next(
        n for n, column in enumerate(sheets[ASSUMPTIONS].columns) if column.heading == "Standing"
    )
    letter = column_letter(standing + 1)
    cells = f"{ASSUMPTIONS}!${letter}${FIRST_ROW}:${letter}${FIRST_ROW + rows - 1}"
    modelled = sum(row[standing] == MODELLED_FLAG for row in sheets[ASSUMPTIONS].rows)
    for label, condition, count in (
        ("Assumptions and costs listed", '<>""', rows),
        (f"of them {MODELLED_FLAG}", f'="{MODELLED_FLAG}"', modelled),
    ):
        count_row(sheet, EVIDENCE, label, "values", f"=SUMPRODUCT(({cells}{condition})*1)", count)
