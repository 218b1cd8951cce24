"""The answer on one page: price beside fee, what it is made of, what it rests on, checks."""

from __future__ import annotations

from collections.abc import Sequence

from fairprice.assumptions import Assumptions
from fairprice.assumptions.evidence import FROM_ANSWERS, FROM_THE_STARTER
from fairprice.calculation import PARTS_OF_THE_PRICE
from fairprice.cost import MINIMUM_WAGE
from fairprice.cost.build_up import parts
from fairprice.declare.values import day_in_words
from fairprice.workbook.as_written import INPUTS_COUNTED, LEFT_OUT_BY_THE_PARTY, NOT_STATED
from fairprice.workbook.layout import (
    COST_LINES,
    FEES,
    FIRST_ACTIVITY,
    FIXED_ACTIVITIES,
    INPUTS,
    NAME,
    SOURCE,
    STATUTORY,
    WORKINGS,
    Layout,
    quoted,
)
from fairprice.workbook.model import (
    FIRST_ROW,
    Column,
    Content,
    Formula,
    Sheet,
    StackedBars,
    column_letter,
)
from fairprice.workbook.number_formats import number_format, to_the_penny
from fairprice.workbook.sheets.fees import fee_rows
from fairprice.workbook.sheets.given import OWN

SUMMARY = "Summary"
#: What a row tells of.
PRICE, BUILD_UP, PAY, EVIDENCE, LAW, CHECK = (
    "Price", "Build-up", "Pay", "Evidence", "Law", "Checks"
)  # fmt: skip
_GBP = number_format("GBP")
#: The role of a row that a verdict rests on, and the column that says so.
_COUNTS, _ROLE = "Check", "B"


def summary_sheet(layout: Layout, inputs: Sheet, checks: Sheet) -> Sheet:
    """Everything a reader asks first, each a formula that refers to the sheet with the detail.

    Parameters
    ----------
    layout
        Addresses.
    inputs, checks
        The sheets of these names, whose rows are counted.
    """
    headings = layout.activity_headings[len(FIXED_ACTIVITIES) - 1 :]
    about = layout.book.assumptions.about
    sheet = Sheet(
        SUMMARY,
        f"Summary: {about.provider_name}",
        (
            "What an average contact hour at the stated visit mix, and one visit by one "
            f"careworker, must be paid in {about.nation} on {day_in_words(about.price_date)}.",
            f"Rows on {EVIDENCE}, {LAW} and {CHECK} count the whole book in the first column of "
            "figures, an input once, however many rows it has; the cells beside are blank.",
        ),
        [
            Column("Line", 50),
            Column("About", 12),
            Column("Unit", 22),
            *(Column(heading, 18) for heading in headings),
        ],
        is_a_page=True,
    )
    _price(layout, sheet)
    _build_up(layout, sheet)
    _pay(layout, sheet)
    rests_on(layout, inputs, sheet)
    law_used(layout, sheet)
    count_checks(sheet, checks)
    return sheet


def _columns(layout: Layout) -> tuple[str, ...]:
    """Columns of the activities shown, on the sheets with one for each activity."""
    return layout.activity_columns[len(FIXED_ACTIVITIES) - 1 :]


def _fee_columns(layout: Layout) -> list[str]:
    return [column_letter(FIRST_ACTIVITY + place) for place in range(len(layout.minutes))]


def _line(layout: Layout, name: str) -> tuple[list[str], list[float]]:
    """Return the cells of a line on Workings, and what stands in them."""
    visits, hours = (kind[len(FIXED_ACTIVITIES) - 1 :] for kind in layout.activities)
    values = layout.book.at(visits, hours)[name]
    row = layout.line_rows[name]
    return [f"{WORKINGS}!{column}${row}" for column in _columns(layout)], [*map(float, values)]


def _price(layout: Layout, sheet: Sheet) -> None:
    book, fee = layout.book, layout.book.assumptions.fees.flat_hourly_fee
    rows, labels = fee_rows(layout), {step.name: step.label for step in book.fee_rows}
    cells, values = _line(layout, "price")

    def add(label: str, formulas: Sequence[str], numbers: Sequence[float]) -> None:
        contents = map(Formula, formulas, numbers)
        sheet.add(label, PRICE, "GBP", *contents, number_format=_GBP)

    def of_a_visit(name: str) -> tuple[list[str], list[float]]:
        shown = [f"={FEES}!{column}${rows[name]}" for column in _fee_columns(layout)]
        return shown, [*map(float, book.visit_prices()[name])]

    add("Price", [f"={cell}" for cell in cells], values)
    if fee is not None:
        for name, average, value in (
            ("flat_fee_per_visit", "=flat_hourly_fee", fee),
            ("gap_per_visit", f"=flat_hourly_fee-{cells[0]}", fee - values[0]),
        ):
            formulas, numbers = of_a_visit(name)
            add(labels[name], [average, *formulas], [value, *numbers])


def _build_up(layout: Layout, sheet: Sheet) -> None:
    """Add the parts up from the cost lines."""
    table = parts(layout.book, *(kind[len(FIXED_ACTIVITIES) - 1 :] for kind in layout.activities))
    for part, lines in PARTS_OF_THE_PRICE.items():
        rows = sorted(layout.cost_line_rows[line] for line in lines)
        cells = (
            Formula("=" + "+".join(_runs(column, rows)), float(value))
            for column, value in zip(_columns(layout), table[part], strict=True)
        )
        sheet.add(part, BUILD_UP, "GBP", *cells, number_format=_GBP)


def _runs(column: str, rows: Sequence[int]) -> list[str]:
    """Refer to rows of Cost lines, neighbours in one."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    where = f"{quoted(COST_LINES)}!{column}"
    return [
        f"SUM({where}${run[0]}:{column}${run[-1]})" if len(run) > 1 else f"{where}${run[0]}"
        for run in runs
    ]


def _pay(layout: Layout, sheet: Sheet) -> None:
    if MINIMUM_WAGE not in layout.book.rates:
        return
    wage = layout.book.rates.value(MINIMUM_WAGE)
    cells, values = _line(layout, "counting_pay_rate")
    sheet.add(
        "Pay that counts less the adult minimum wage, of a worker with these visits only",
        PAY,
        "GBP per hour",
        *(
            Formula(f"={cell}-{MINIMUM_WAGE}", value - wage)
            for cell, value in zip(cells, values, strict=True)
        ),
        number_format=_GBP,
    )


def count_row(sheet: Sheet, about: str, label: str, unit: str, formula: str, count: float) -> int:
    """Add a count of the whole book, in the first column of figures; return its row.

    Parameters
    ----------
    sheet
        A summary: line, about, unit, figures.
    about, label, unit
        What the row tells of, and of what there are so many.
    formula, count
        What counts, and what it comes to.
    """
    return for_the_whole(sheet, about, label, unit, Formula(formula, float(count)), "0")


def for_the_whole(
    sheet: Sheet, about: str, label: str, unit: str, content: Content, number_format: str = ""
) -> int:
    """Add a row whose one figure tells of everything, and return it; the cells beside are blank.

    Parameters
    ----------
    sheet
        A summary: line, about, unit, figures.
    about, label, unit
        What the row tells of.
    content, number_format
        What stands in the first column of figures, and how.
    """
    left = [None] * (len(sheet.columns) - FIRST_ACTIVITY)
    return sheet.add(label, about, unit, content, *left, number_format=number_format)


def count_checks(
    sheet: Sheet, checks: Sheet, *, made: str = "Checks made", fail: str = "Checks that fail",
    failed: tuple[str, float] | None = None,
) -> None:  # fmt: skip
    """Count the checks of a workbook, and those that fail.

    Parameters
    ----------
    sheet
        A summary.
    checks
        The sheet of checks; its last row counts those that fail.
    made, fail
        What the two rows are called.
    failed
        What counts those that fail, and how many do; by default those of ``checks``.
    """
    *rows, _ = checks.rows
    roles = f"{quoted(checks.name)}!${_ROLE}${FIRST_ROW}:${_ROLE}${FIRST_ROW + len(rows) - 1}"
    found = sum(row[1] == _COUNTS for row in rows)
    count_row(sheet, CHECK, made, "checks", f'=SUMPRODUCT(({roles}="{_COUNTS}")*1)', found)
    formula, count = failed or ("=failed_checks", failed_checks(checks))
    count_row(sheet, CHECK, fail, "checks", formula, count)


def failed_checks(checks: Sheet) -> int:
    """Return how many checks fail, as the last row of a sheet of checks counts them.

    Parameters
    ----------
    checks
        The sheet.
    """
    counted = checks.rows[-1][FIRST_ACTIVITY - 1]
    assert isinstance(counted, Formula)
    return int(counted.value)


def rests_on(layout: Layout, inputs: Sheet, sheet: Sheet) -> None:
    """Count inputs by what their source says; one with several rows counts by its first.

    Parameters
    ----------
    layout
        Addresses of the book.
    inputs
        Its sheet of this name.
    sheet
        The summary.
    """
    fields = Assumptions.fields()
    names = [row[6] for row in inputs.rows]
    first = FIRST_ROW + sum(
        str(name) in fields and fields[str(name)].section == "about" for name in names
    )
    last = FIRST_ROW + sum(str(name) in fields for name in names) - 1
    name, above = (
        f"{INPUTS}!${NAME}${first - up}:${NAME}${last - up}" for up in (0, 1)
    )  # fmt: skip
    source = f"{INPUTS}!${SOURCE}${first}:${SOURCE}${last}"

    def counted(condition: str) -> str:
        return f"=SUMPRODUCT(({name}<>{above})*({condition}))"

    found = layout.as_written.rests_on
    begins, follows = (
        f'LEFT({source},LEN("{words}"))="{words}"' for words in (FROM_THE_STARTER, FROM_ANSWERS)
    )
    counts = (
        (INPUTS_COUNTED, f'({source}<>"{LEFT_OUT_BY_THE_PARTY}")-({follows})', found.inputs),
        ("of them without a source", f'{source}="{NOT_STATED}"', found.without),
        (f"of them {FROM_THE_STARTER[0].lower()}{FROM_THE_STARTER[1:]}", begins, found.starter),
    )
    rows = [
        count_row(sheet, EVIDENCE, label, "inputs", counted(condition), count)
        for label, condition, count in counts
    ]
    cells = "-".join(f"{column_letter(FIRST_ACTIVITY)}{row}" for row in rows)
    count_row(sheet, EVIDENCE, "of them with a source of the party", "inputs", f"={cells}",
           found.sourced)  # fmt: skip


def law_used(layout: Layout, sheet: Sheet) -> None:
    """Count the values of the law that a book uses.

    Parameters
    ----------
    layout
        Addresses of the book.
    sheet
        The summary.
    """
    book = layout.book
    if not book.law_names:
        return
    roles = f"{STATUTORY}!${_ROLE}${FIRST_ROW}:${_ROLE}${FIRST_ROW + len(book.law_names) - 1}"
    for label, condition, count in (
        ("Statutory values used", '<>""', len(book.law_names)),
        ("of them the party's own and not the register's", f'="{OWN}"', len(book.own_law)),
    ):
        count_row(sheet, LAW, label, "values", f"=SUMPRODUCT(({roles}{condition})*1)", count)


def build_up_chart(layout: Layout) -> StackedBars:
    """Chart the parts of the price, below the table that holds them."""
    first = layout.as_written.book
    visits, hours = (kind[len(FIXED_ACTIVITIES) - 1 :] for kind in layout.activities_of(first))
    prices = parts(first, visits, hours).sum(axis=1)
    headings = layout.activity_headings[len(FIXED_ACTIVITIES) - 1 :]
    listed = ", ".join(
        f"{heading[0].lower()}{heading[1:]} GBP {to_the_penny(price)}"
        for heading, price in zip(headings, prices, strict=True)
    )
    start = FIRST_ROW + (1 if first.assumptions.fees.flat_hourly_fee is None else 3)
    return StackedBars(
        sheet_name=SUMMARY,
        title="What the price is made of",
        alt_text=(
            f"Stacked bars of the parts of the price of one careworker's visit, {listed}. "
            "Figures as first written; the current ones stand in the table above."
        ),
        category_axis="One careworker's visit",
        value_axis="GBP",
        series_rows=tuple(range(start, start + len(PARTS_OF_THE_PRICE))),
        first_column=FIRST_ACTIVITY,
        last_column=FIRST_ACTIVITY + len(headings) - 1,
    )
