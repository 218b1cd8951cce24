"""Headlines, visits, who answered, and how totals are spread."""

from __future__ import annotations

import numpy as np
import pandas as pd

from fairprice.calculation import ANNEX_A as ROWS
from fairprice.calculation import PRICE_LINES, SUBTOTALS
from fairprice.declare.units import PER_CONTACT_HOUR
from fairprice.survey import Survey
from fairprice.workbook.layout import quoted
from fairprice.workbook.model import FIRST_ROW, BarChart, Column, Content, Formula, Sheet
from fairprice.workbook.sheets.survey.words import (
    ANNEX_B,
    COUNT,
    DISTRIBUTION,
    HEADLINES,
    MONEY,
    RESPONSE,
    SHARE,
    TOO_FEW,
    VISIT_LENGTHS,
    VISIT_PRICES,
    figures,
    known,
    published_figure,
)

_HEADLINES = {
    "low": "Lower bound (95 %)",
    "high": "Upper bound (95 %)",
    "hours_weighted": "Weighted by hours",
    "without_exclusions": "Nobody excluded",
    "as_returned": "As returned",
}
#: Bands of a distribution (GBP), at the most.
_BANDS = 20


def headlines_sheet(survey: Survey) -> Sheet:
    """The three headlines side by side, with the one that is used."""
    table = survey.headline_table
    names = [*_HEADLINES.values()]
    sheet = Sheet(
        HEADLINES,
        "The three headlines",
        (
            "Three figures have been published as the cost of care; they are not the same figure. "
            "GBP per contact hour. The one used is said so.",
            "Figures are live formulas over Annex B; the other columns are worked out. Bounds are "
            "by bootstrap over whole providers.",
        ),
        [Column("Headline", 34), Column("Used", 10), *figures("Figure", *names, width=16)],
        column_formats=dict.fromkeys(["Figure", *names], MONEY),
    )
    formulas = dict(zip(table.index, _headline_formulas(), strict=True))
    for headline, row in table.iterrows():
        figure = Formula(f"={formulas[headline]}", float(row["figure"]))
        sheet.add(str(headline), str(row["used"]), figure, *(known(row[n]) for n in _HEADLINES))
    return sheet


def _headline_formulas() -> list[str]:
    """Write the three headlines over the medians on Annex B; its words are not added up."""
    places = {row: f"{quoted(ANNEX_B)}!$D${FIRST_ROW + place}" for place, row in enumerate(ROWS)}
    sums = []
    for parts in (PRICE_LINES, SUBTOTALS["price"]):
        # a run of rows is one range
        runs: list[list[str]] = []
        for row in parts:
            before = ROWS[ROWS.index(row) - 1] if ROWS.index(row) else None
            if runs and runs[-1][-1] == before:
                runs[-1].append(row)
            else:
                runs.append([row])
        ranges = [
            places[run[0]] if len(run) == 1
            else f"{places[run[0]]}:{places[run[-1]].rpartition('!')[2]}"
            for run in runs
        ]  # fmt: skip
        sums.append(f"SUM({','.join(ranges)})")
    return [*sums, places["price"]]


def published_headlines(survey: Survey) -> Sheet:
    """The headlines as values."""
    sheet = Sheet(
        HEADLINES,
        "The three headlines",
        (
            "Three figures have been published as the cost of care; they are not the same figure. "
            "GBP per contact hour.",
            "The one used is said so. A figure over too few providers is not shown, nor one that "
            "would give a hidden line back.",
        ),
        [Column("Headline", 34), Column("Used", 10), Column("Figure (GBP per contact hour)", 18)],
        column_formats={"Figure (GBP per contact hour)": MONEY},
    )
    for headline, figure in survey.published.headlines.items():
        used = "yes" if headline == survey.about.headline else "no"
        sheet.add(str(headline), used, known(figure, TOO_FEW))
    return sheet


def visit_lengths_sheet(table: pd.DataFrame) -> Sheet:
    """Appointments a week by length."""
    sheet = Sheet(
        VISIT_LENGTHS,
        "Appointments a week by visit length",
        (
            "Over the returns that state their visits; a length that a provider does not state "
            "beside others is zero.",
            "Quartiles are inclusive.",
        ),
        [
            Column("Visit length (minutes)", 16),
            *figures("Count", "Lower quartile", "Median", "Upper quartile"),
        ],
        column_formats={"Visit length (minutes)": "General", "Count": COUNT},
    )
    for minutes, row in table.iterrows():
        cells = (known(row[n], TOO_FEW) for n in ("n", *_CUTS))
        sheet.add(float(str(minutes)), *cells)
    return sheet


_CUTS = ("lower_quartile", "median", "upper_quartile")
_PRICES = {
    "n": "Count",
    "lower_quartile": "Lower quartile (GBP per visit)",
    "median": "Median (GBP per visit)",
    "upper_quartile": "Upper quartile (GBP per visit)",
    "median_low": "Median, lower bound (95 %)",
    "median_high": "Median, upper bound (95 %)",
    "median_hourly_rate": "Median as an hourly rate (GBP per contact hour)",
}


def visit_prices_sheet(prices: pd.DataFrame) -> Sheet:
    """Cost of a visit of each length, from the providers' own parts."""
    sheet = Sheet(
        VISIT_PRICES,
        "Cost per visit by length",
        (
            "Each provider's cost of a length is its part by the visit, travel above all, and its "
            "part by the hour times the length. Quartiles are over those costs.",
            "Only returns whose two parts are known count.",
        ),
        [Column("Visit length (minutes)", 16), *figures(*_PRICES.values(), width=18)],
        column_formats={
            "Visit length (minutes)": "General", "Count": COUNT,
            **dict.fromkeys(list(_PRICES.values())[1:], MONEY),
        },
    )  # fmt: skip
    for minutes, row in prices.iterrows():
        sheet.add(float(str(minutes)), *(known(row[n], TOO_FEW) for n in _PRICES))
    return sheet


def response_sheet(survey: Survey, *, published: bool = False) -> Sheet:
    """Who was asked, who answered, and the hours behind the answers."""
    shown = survey.published.response if published else survey.response
    sheet = Sheet(
        RESPONSE,
        "Who answered",
        (
            "The response rate is the share of returns received among those invited, less those "
            "out of scope.",
            "Providers decide themselves whether to answer, so no share makes a sample of them.",
        ),
        [Column("Item", 34), Column("Figure", 18)],
    )
    for (item, figure), told in zip(survey.response.items(), shown, strict=True):
        form = SHARE if "rate" in str(item) or "share" in str(item) else COUNT
        sheet.add(str(item).capitalize(), published_figure(figure, told), number_format=form)
    return sheet


def distribution_sheet(survey: Survey) -> Sheet | None:
    """How many providers' totals lie in each band."""
    totals = survey.amounts.loc["TOTAL"].dropna().to_numpy()
    if not totals.size:
        return None
    lowest, highest = np.floor(totals.min()), np.ceil(totals.max())
    width = max(1.0, np.ceil((highest - lowest) / _BANDS))
    edges = np.arange(lowest, highest + width + 0.5, width)
    if edges[-2] >= highest and len(edges) > 2:
        edges = edges[:-1]
    counts, _ = np.histogram(totals, edges)
    sheet = Sheet(
        DISTRIBUTION,
        "How providers' totals are spread",
        (
            "The number of providers whose total lies in each band of GBP per contact hour; a "
            "band holds its lower edge, the last its upper edge too.",
            "Worked out from Returns.",
        ),
        [Column("Band (GBP per contact hour)", 30), Column("Providers", 14)],
        column_formats={"Providers": COUNT},
    )
    for low, high, count in zip(edges[:-1], edges[1:], counts, strict=True):
        sheet.add(f"{low:.0f} to {high:.0f}", float(count))
    return sheet


def distribution_chart(sheet: Sheet) -> BarChart:
    """Draw the bands."""
    most: Content = max(row[1] for row in sheet.rows if isinstance(row[1], float))
    return BarChart(
        sheet_name="Distribution chart",
        title="Providers by their total cost of an hour",
        alt_text=(
            f"Bar chart of how many providers' totals lie in each of {len(sheet.rows)} bands of "
            f"GBP per contact hour; the fullest band holds {most:.0f}. The numbers stand on "
            f"{DISTRIBUTION}."
        ),
        category_axis=PER_CONTACT_HOUR,
        value_axis="Providers",
        source_sheet=DISTRIBUTION,
        category_column=1,
        series_columns=(2,),
        first_row=FIRST_ROW,
        last_row=FIRST_ROW + len(sheet.rows) - 1,
    )


def quartile_chart(survey: Survey) -> BarChart:
    """Draw quartiles and median of the careworker lines beside each other."""
    last = FIRST_ROW + ROWS.index("total_careworker_costs") - 1
    return BarChart(
        sheet_name="Quartiles chart",
        title="Careworker lines: lower quartile, median and upper quartile",
        alt_text=(
            "Bar chart of the lower quartile, median and upper quartile of each careworker line "
            f"in GBP per contact hour, over {len(survey.used)} providers. The numbers stand on "
            f"{ANNEX_B}."
        ),
        category_axis="Line",
        value_axis=PER_CONTACT_HOUR,
        source_sheet=ANNEX_B,
        category_column=1,
        series_columns=(3, 4, 5),
        first_row=FIRST_ROW,
        last_row=last,
        number_format="0.00",
    )
