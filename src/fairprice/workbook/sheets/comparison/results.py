"""Simulated results: values, each with its Monte Carlo error, and the chart of margins."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from fairprice.declare.units import PER_CONTACT_HOUR
from fairprice.draws import to_its_error
from fairprice.payment import PaymentComparison
from fairprice.payment.cohort import SOURCES
from fairprice.workbook.layout import quoted
from fairprice.workbook.model import FIRST_ROW, BarChart, Column, Content, Formula, Sheet
from fairprice.workbook.number_formats import format_to_its_error, number_format
from fairprice.workbook.sheets.comparison.ledger import BLANK, SIMULATED

BOTH_SIDES, RISK, INCENTIVES = "Both sides", "Risk allocation", "Incentives"
EQUAL_COST, EQUAL_MARGIN = "Equal cost", "Equal margin"
DRIVERS, VALUE = "Drivers", "Value"
HOW_FAR = (
    "How far a margin moves if a figure is a tenth higher (lower, where it cannot be higher), "
    "under the contract that it moves most, in a year without chance: sourced or not."
)
ZERO_MEANS = "Zero means that the figure moves no more than the spread of results."
#: A planned return and a margin are two things.
LEFT = "Margin is what a contract leaves, not the return on operations that the open book plans."
DISTRIBUTION, MARGINS, CHART = "Distribution", "Margin percentiles", "Margin chart"
NOT_DEFINED = "not defined"
#: Headings of tables have at most 255 characters.
_LONGEST_NAME = 200
_SHOWN = (5, 50, 95)

_YEAR = "GBP per year"
_PAYER = {
    "expected_spend": ("Expected spend", _YEAR),
    "spread": ("Spread of spend (standard deviation)", _YEAR),
    "spend_p5": ("Spend, 5th percentile", _YEAR),
    "spend_p50": ("Spend, median", _YEAR),
    "spend_p95": ("Spend, 95th percentile", _YEAR),
    "cost_per_outcome": ("Spend for each outcome reached", "GBP per outcome"),
    "cost_per_contact_hour": ("Spend for each contact hour", PER_CONTACT_HOUR),
    "transaction_cost": ("Payer's transaction cost", _YEAR),
}
_PROVIDER = {
    "revenue": ("Expected revenue", _YEAR),
    "cost": ("Expected cost", _YEAR),
    "margin": ("Expected margin", _YEAR),
    "margin_share": ("Margin as a share of revenue", "share of revenue"),
    "margin_p5": ("Margin, 5th percentile", _YEAR),
    "margin_p50": ("Margin, median", _YEAR),
    "margin_p95": ("Margin, 95th percentile", _YEAR),
    "probability_of_loss": ("Probability of a loss", "share of years"),
    "expected_shortfall": ("Mean margin of the worst twentieth of years", _YEAR),
    "peak_working_capital": ("Most working capital laid out", "GBP"),
    "capital_cost": ("Cost of capital", _YEAR),
    "affordable_contact_pay_rate": (
        "Contact pay the revenue affords, travel at the legal minimum", "GBP per hour",
    ),
}  # fmt: skip


def _figure(value: Any) -> Content:
    return NOT_DEFINED if value is None or not math.isfinite(value) else float(value)


def _error(value: Any) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)


def contract_headings(contracts: Sequence[str]) -> list[str]:
    """Head the column of each contract: by number, so that names which are alike stay apart."""
    return [f"{n}. {name[:_LONGEST_NAME]}" for n, name in enumerate(contracts, start=1)]


def _tidy(
    name: str, title: str, description: tuple[str, str], views: dict[str, tuple[Any, Any]]
) -> Sheet:
    """Make a sheet of figures, with a column for each contract and one for the error of each."""
    contracts = list(next(iter(views.values()))[0].index)
    headings = contract_headings(contracts)
    sheet = Sheet(
        name, title, description,
        [
            Column("Figure", 62), Column("Side", 14), Column("Role", 14), Column("Unit", 24),
            *(Column(heading, 22) for heading in headings),
            *(Column(f"{heading}: Monte Carlo error", 26) for heading in headings),
        ],
    )  # fmt: skip
    for side, (table, figures) in views.items():
        for column, (label, unit) in figures.items():
            _add(
                sheet, (label, side, SIMULATED, unit),
                [_figure(table.loc[name, column]) for name in contracts],
                [_error(table.loc[name].get(f"{column}_error")) for name in contracts],
            )  # fmt: skip
    return sheet


def _add(
    sheet: Sheet, said: tuple[str, str, str, str], figures: list[Content],
    errors: list[float | None],
) -> None:  # fmt: skip
    """Add a row of figures with the error of each, and no digit finer than it; last said: unit."""
    unit = said[-1]
    for place, error in enumerate(errors, start=len(said)):
        if error is not None:
            row = len(sheet.rows)
            sheet.cell_formats[row, place] = format_to_its_error(unit, error)
            sheet.cell_formats[row, place + len(errors)] = format_to_its_error(unit, error, more=1)
    sheet.add(*said, *figures, *errors, number_format=number_format(unit))


def both_sides_sheet(result: PaymentComparison) -> Sheet:
    """Headline figures of both sides, each with its error."""
    return _tidy(
        BOTH_SIDES,
        "What each side can expect",
        (
            "Simulated results of both sides, a column for each contract. Rounded and shown no "
            "finer than the Monte Carlo error, which is one standard error and stands in the "
            "columns after.",
            f"Values, not formulas: they do not follow the Inputs sheet. {LEFT} {BLANK}",
        ),
        {"Payer": (result.payer, _PAYER), "Provider": (result.provider, _PROVIDER)},
    )


def drivers_sheet(result: PaymentComparison) -> Sheet:
    """What the result rests on, the largest first."""
    sheet = Sheet(
        DRIVERS,
        "What the result rests on, the largest first",
        (
            HOW_FAR,
            f"Values, not formulas: they do not follow the Inputs sheet. {ZERO_MEANS}",
        ),
        [
            Column("Figure", 54), Column("Role", 14), Column("Unit", 16),
            Column("Change of the margin", 20), Column("Contract", 44), Column("Rests on", 30),
        ],
        column_formats={"Change of the margin": "#,##0"},
    )  # fmt: skip
    for row in result.drivers.reset_index().to_dict("records"):
        sheet.add(
            row["driver"], VALUE, _YEAR, float(row["margin_change"]), row["contract"],
            row["rests_on"],
        )  # fmt: skip
    return sheet


def equal_sheets(result: PaymentComparison) -> list[Sheet]:
    """The same with contracts rescaled, so that risk and not generosity is compared."""
    first = result.contracts[0]
    return [
        _tidy(
            EQUAL_COST,
            "Provider's view at equal expected spend",
            (
                f"Payments of every contract are scaled so that the payer expects to spend the "
                f"same as under {first}: risk is compared, not generosity.",
                f"Simulated values, not formulas. {LEFT} {BLANK}",
            ),
            {"Provider": (result.equal_cost, _PROVIDER)},
        ),
        _tidy(
            EQUAL_MARGIN,
            "Payer's view at equal expected margin",
            (
                f"Payments of every contract are scaled so that the provider expects the same "
                f"margin as under {first}: risk is compared, not generosity.",
                f"Simulated values, not formulas. {BLANK}",
            ),
            {"Payer": (result.equal_margin, _PAYER)},
        ),
    ]


def label_of_source(source: str) -> str:
    """Name a source of uncertainty in the column of them."""
    return "Interactions of several" if source == "interactions" else source.capitalize()


def risk_sheet(result: PaymentComparison) -> Sheet:
    """Who bears which source of uncertainty, and how often a verdict is wrong."""
    sheet = Sheet(
        RISK,
        "Risk allocation",
        (
            "Share of the variance of each side's result that a source explains by itself, and "
            "who bears it: provider, payer, shared, or too small to tell. Simulated values. The "
            "payer bears what moves its spend beyond the care delivered, the provider what moves "
            "its margin.",
            f"{BLANK} False reward: measured though not reached; false penalty: reached though not "
            "measured.",
        ),
        [
            Column("Contract", 44), Column("Source of uncertainty", 38), Column("Role", 14),
            Column("Payer's share", 16), Column("Provider's share", 16), Column("Bearer", 22),
            Column("Rate or amount", 18), Column("Unit", 30),
        ],
        column_formats={"Payer's share": "0%", "Provider's share": "0%"},
    )  # fmt: skip
    extra = {
        "false_reward_rate": ("False reward", "share of people without it"),
        "false_penalty_rate": ("False penalty", "share of people with it"),
        "payer_standard_deviation": ("Payer's standard deviation", _YEAR),
        "payer_standard_deviation_beyond_care": ("Payer's, beyond the care delivered", _YEAR),
        "provider_standard_deviation": ("Provider's standard deviation", _YEAR),
        "provider_risk_premium": ("Provider's risk premium", _YEAR),
    }
    for contract in result.contracts:
        row: dict[Any, Any] = result.risk.loc[contract].to_dict()
        for source in (*SOURCES, "interactions"):
            sheet.add(
                contract, label_of_source(source), SIMULATED, float(row[f"payer_share: {source}"]),
                float(row[f"provider_share: {source}"]), row.get(f"bearer: {source}"), None,
                "share of variance",
            )  # fmt: skip
        for column, (label, unit) in extra.items():
            if column in row:
                figure, shown = row[column], number_format(unit)
                if (error := _error(row.get(f"{column}_error"))) is not None:
                    figure, shown = to_its_error(figure, error), format_to_its_error(unit, error)
                sheet.add(contract, label, SIMULATED, None, None, None, _figure(figure), unit,
                          number_format=shown)  # fmt: skip
    return sheet


def incentives_sheet(result: PaymentComparison) -> Sheet:
    """What the provider gains or loses at the margin."""
    labels = {
        "one_hour_less_need": ("One contact hour less of need", "GBP per hour"),
        "one_minute_shaved": ("One minute shaved off a visit", "GBP per visit"),
        "one_15_minute_visit_more": ("One 15-minute visit more", "GBP per visit"),
    }
    sheet = Sheet(
        INCENTIVES,
        "Incentives",
        (
            "What the provider's margin gains on average by one more or less of something; below "
            "zero it loses. Simulated values: no one is taken to act on them.",
            f"A gain from less care or from shaved minutes is what a contract should not pay for. "
            f"The Monte Carlo error is one standard error. {BLANK}",
        ),
        [
            Column("Change", 54), Column("Contract", 44), Column("Role", 14),
            Column("Unit", 24), Column("Gain of the provider", 18), Column("Monte Carlo error", 18),
        ],
    )  # fmt: skip
    columns = [str(column) for column in result.incentives]
    for change, error in zip(columns[::2], columns[1::2], strict=True):
        outcome = change.removeprefix("one_more: ")
        label, unit = labels.get(change, (f"One more outcome: {outcome}", "GBP per outcome"))
        for contract in result.contracts:
            row = result.incentives.loc[contract]
            _add(sheet, (label, contract, SIMULATED, unit), [_figure(row[change])],
                 [_error(row[error])])  # fmt: skip
    return sheet


def distribution_sheet(result: PaymentComparison) -> Sheet:
    """Percentiles of spend and margin."""
    sheet = Sheet(
        DISTRIBUTION,
        "Distribution of spend and margin",
        (
            "Percentiles over the simulated years, each with its Monte Carlo standard error. "
            "Values, not formulas.",
            f"The 5th percentile of margin is what the provider falls short of in one year of "
            f"twenty. {BLANK}",
        ),
        [
            Column("Contract", 44), Column("Percentile", 12), Column("Role", 14),
            Column("Unit", 16), Column("Spend", 16), Column("Error of spend", 16),
            Column("Margin", 16), Column("Error of margin", 16),
        ],
        column_formats={
            "Percentile": "0",
            **dict.fromkeys(("Spend", "Error of spend", "Margin", "Error of margin"), "#,##0"),
        },
    )  # fmt: skip
    for row in result.distributions.to_dict("records"):
        sheet.add(
            row["contract"], int(row["percentile"]), SIMULATED, _YEAR, _figure(row["spend"]),
            _error(row["spend_error"]), _figure(row["margin"]), _error(row["margin_error"]),
        )  # fmt: skip
    return sheet


def margins_sheet(result: PaymentComparison) -> Sheet:
    """The margins of the chart, taken from Distribution."""
    sheet = Sheet(
        MARGINS,
        "Margin in a bad, a middle and a good year",
        (
            "Taken from Distribution; the numbers behind the chart. A bad year is the 5th "
            "percentile, a good year the 95th.",
            "GBP per year. Percentiles of the simulated years, not bounds: one year of twenty is "
            "worse than the bad year.",
        ),
        [
            Column("Contract", 44), Column("Role", 14),
            *(Column(heading, 22) for heading in _HEADINGS),
        ],
        column_formats=dict.fromkeys(_HEADINGS, "#,##0"),
    )  # fmt: skip
    table = result.distributions
    percentiles = sorted(table["percentile"].unique())
    for place, contract in enumerate(result.contracts):
        first = FIRST_ROW + place * len(percentiles)
        cells: list[Content] = []
        for percent in _SHOWN:
            at = place * len(percentiles) + percentiles.index(percent)
            row = first + percentiles.index(percent)
            cells.append(Formula(f"={quoted(DISTRIBUTION)}!$G${row}", _margin(table, at)))
        sheet.add(contract, SIMULATED, *cells)
    return sheet


_HEADINGS = ("Bad year, 5th percentile", "Middle year, median", "Good year, 95th percentile")


def _margin(table: pd.DataFrame, place: int) -> float:
    return float(table["margin"].iloc[place])


def margin_chart(sheet: Sheet, draws: int) -> BarChart:
    """Chart the margins of a bad, a middle and a good year."""
    listed = "; ".join(
        "{}: {:,.0f}, {:,.0f} and {:,.0f}".format(
            row[0], *(cell.value for cell in row[2:] if isinstance(cell, Formula))
        )
        for row in sheet.rows
    )
    return BarChart(
        sheet_name=CHART,
        title="Provider's margin by contract",
        alt_text=(
            f"Bar chart of the provider's margin (GBP a year) in a bad, a middle and a good year "
            f"of {draws:,} simulated years (5th percentile, median, 95th percentile). {listed}. "
            f"The numbers stand on the {MARGINS} sheet."
        ),
        category_axis="Contract",
        value_axis="Margin (GBP a year)",
        source_sheet=MARGINS,
        category_column=1,
        series_columns=(3, 4, 5),
        first_row=FIRST_ROW,
        last_row=FIRST_ROW + len(sheet.rows) - 1,
    )
