"""The tables that a council publishes, in their exact order, and the returns they rest on."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from fairprice.declare.units import PER_CONTACT_HOUR
from fairprice.survey import Survey
from fairprice.workbook.layout import quoted
from fairprice.workbook.model import FIRST_ROW, Column, Content, Formula, Sheet, column_letter
from fairprice.workbook.sheets.evidence.words import page_ends
from fairprice.workbook.sheets.survey.words import (
    ANNEX_A,
    ANNEX_B,
    COUNT,
    LINES,
    MONEY,
    NO_ANSWER,
    RETURNS,
    SHARE,
    figures,
    known,
)

#: Columns of Annex B, with the formula of each over a column of returns.
_ANNEX_B: dict[str, tuple[str, str]] = {
    "n": ("Count", "COUNT({cells})"),
    "lower_quartile": ("Lower quartile (GBP per contact hour)", "QUARTILE({cells},1)"),
    "median": ("Median (GBP per contact hour)", "MEDIAN({cells})"),
    "upper_quartile": ("Upper quartile (GBP per contact hour)", "QUARTILE({cells},3)"),
}
_STATISTICS: dict[str, tuple[str, str]] = {
    "n": ("Count", "COUNT({cells})"),
    "zeros": ("Zeros", "COUNTIF({cells},0)"),
    "blank": ("Blank", 'COUNTIF({cells},"blank")'),
    "not_applicable": ("Not applicable", 'COUNTIF({cells},"not applicable")'),
    "left_out": ("Left out", 'COUNTIF({cells},"left out")'),
    "minimum": ("Lowest", "MIN({cells})"),
    "maximum": ("Highest", "MAX({cells})"),
    "median_low": ("Median, lower bound (95 %)", ""),
    "median_high": ("Median, upper bound (95 %)", ""),
    "lower_quartile_without_zeros": ("Lower quartile without zeros", ""),
    "median_without_zeros": ("Median without zeros", ""),
    "upper_quartile_without_zeros": ("Upper quartile without zeros", ""),
    "hours_weighted_median": ("Median weighted by hours", ""),
    "share_of_hours": ("Share of returned hours", ""),
    "few": ("Too few to publish", ""),
}
_COUNTS = ("n", "zeros", "blank", "not_applicable", "left_out")
#: The first column of the lines on Returns: provider and hours stand before them.
_FIRST_LINE = 3


def returns_sheet(survey: Survey) -> Sheet:
    """Every answer as used: one row a provider, one column a line."""
    amounts, answers = survey.amounts, survey.answers
    columns = [
        Column("Provider", 30), Column("Contact hours a year", 16),
        *(Column(f"{line} ({PER_CONTACT_HOUR})", 18) for line in amounts.index),
    ]  # fmt: skip
    sheet = Sheet(
        RETURNS,
        "Returns as used",
        (
            "What each provider returned, after amendments, exclusions and re-basing: see Log. The "
            "figures on Annex B and Statistics are taken from these cells.",
            "A cell is a value, zero, or one of the words blank, not applicable and left out (the "
            "line was excluded), which no median counts.",
        ),
        columns,
        page_ends=page_ends(columns),
    )
    sheet.column_formats = {column.heading: MONEY for column in columns[2:]}
    sheet.column_formats[columns[1].heading] = COUNT
    for given in survey.used:
        name = given.provider
        cells = [
            float(amount) if amount == amount else str(word)
            for amount, word in zip(amounts[name], answers[name], strict=True)
        ]
        sheet.add(name, known(given.drivers.get("contact_hours", float("nan"))), *cells)
    return sheet


def _cells(survey: Survey, place: int) -> str:
    letter = column_letter(_FIRST_LINE + place)
    last = FIRST_ROW + len(survey.used) - 1
    return f"{quoted(RETURNS)}!${letter}${FIRST_ROW}:${letter}${last}"


def _live(survey: Survey, columns: dict[str, tuple[str, str]]) -> Callable[[int, str], Content]:
    """Make cells of statistics: a formula over the returns, where there is one."""
    lines = survey.lines

    def cell(place: int, name: str) -> Content:
        value = lines[name].iloc[place]
        if name == "few":
            return "yes" if value else "no"
        if value != value:
            return NO_ANSWER
        formula = columns[name][1]
        if not formula:
            return float(value)
        return Formula("=" + formula.format(cells=_cells(survey, place)), float(value))

    return cell


def annex_b_sheet(survey: Survey) -> Sheet:
    """Count, lower quartile, median and upper quartile of every row of Annex A."""
    sheet = Sheet(
        ANNEX_B,
        "Annex B: count and quartiles of every line",
        (
            "Over all returns used, zeros counted and blanks not. Quartiles are inclusive. A "
            "subtotal's or total's quartile is that of the providers' own, not a sum.",
            "Each figure is a live formula over Returns. Sums of the lines are not totals.",
        ),
        [Column("Line", 46), *figures(*(heading for heading, _ in _ANNEX_B.values()), width=18)],
        column_formats={
            heading: COUNT if name in _COUNTS else MONEY for name, (heading, _) in _ANNEX_B.items()
        },
    )
    cell = _live(survey, _ANNEX_B)
    for place, line in enumerate(survey.lines.index):
        sheet.add(str(line), *(cell(place, name) for name in _ANNEX_B))
    return sheet


def statistics_sheet(survey: Survey) -> Sheet:
    """What else is known of each line: zeros, blanks, extremes, bounds and weights."""
    sheet = Sheet(
        LINES,
        "What lies behind each line",
        (
            "Zero, blank and not applicable are three answers; left out is a line that was "
            "excluded. Amounts are GBP per contact hour. Bounds of the median are by bootstrap.",
            "Count to Highest are live formulas over Returns; the others are worked out.",
        ),
        [Column("Line", 46), *figures(*(heading for heading, _ in _STATISTICS.values()), width=16)],
        column_formats={
            heading: COUNT if name in _COUNTS else SHARE if name == "share_of_hours" else MONEY
            for name, (heading, _) in _STATISTICS.items()
        },
    )
    cell = _live(survey, _STATISTICS)
    for place, line in enumerate(survey.lines.index):
        sheet.add(str(line), *(cell(place, name) for name in _STATISTICS))
    return sheet


def annex_a_sheet(survey: Survey) -> Sheet:
    """The 32 medians and the six drivers, in the order of Annex A, section 3."""
    sheet = _annex_a("The medians follow Annex B.")
    for place, line in enumerate(survey.lines.index):
        median = float(survey.lines["median"].iloc[place])
        content: Content = NO_ANSWER
        if median == median:
            content = Formula(f"={quoted(ANNEX_B)}!$D${FIRST_ROW + place}", median)
        sheet.add(str(line), PER_CONTACT_HOUR, "median", content, number_format=MONEY)
    _add_drivers(sheet, survey.drivers)
    return sheet


def _annex_a(follows: str) -> Sheet:
    return Sheet(
        ANNEX_A,
        "Annex A, section 3: medians and drivers",
        (
            "The cost of care as providers reported it, which is not a fee. The six drivers stand "
            "below the 32 lines.",
            "The column Statistic says whether a figure is a median, a total or a count. "
            + follows,
        ),
        [Column("Line", 56), Column("Unit", 28), Column("Statistic", 14), Column("Figure", 16)],
        is_a_page=True,
    )


def _add_drivers(sheet: Sheet, drivers: pd.DataFrame) -> None:
    for driver, unit, statistic, value in drivers[["unit", "statistic", "value"]].itertuples():
        form = COUNT if statistic in ("count", "total") else MONEY
        sheet.add(str(driver), unit, statistic, known(value), number_format=form)


def published_annexes(survey: Survey) -> list[Sheet]:
    """Annex A and B with small numbers hidden, as values."""
    shown = survey.published
    hidden = "What is too few, or hidden with those, shows no figure: see Notes."
    first = _annex_a(hidden)
    second = Sheet(
        ANNEX_B,
        "Annex B: count and quartiles of every line",
        (
            "Over all returns used, zeros counted and blanks not. Quartiles are inclusive, and "
            "those of a subtotal or total are of the providers' own.",
            hidden,
        ),
        [Column("Line", 46), *figures(*(heading for heading, _ in _ANNEX_B.values()), width=18)],
        column_formats={
            heading: COUNT if name in _COUNTS else MONEY for name, (heading, _) in _ANNEX_B.items()
        },
    )
    for line, row in shown.lines.iterrows():
        why = str(row["status"])
        first.add(
            str(line), PER_CONTACT_HOUR, "median", known(row["median"], why), number_format=MONEY
        )
        second.add(str(line), *(known(row[name], why) for name in _ANNEX_B))
    _add_drivers(first, shown.drivers)
    return [first, second]
