"""How sure the cost is: tornado, percentiles, acceptability, drivers and what is worth knowing."""

from __future__ import annotations

import numpy as np

from fairprice.assumptions.evidence import in_words
from fairprice.declare.units import PER_CONTACT_HOUR
from fairprice.negotiation import Case, CostUncertainty
from fairprice.workbook.model import (
    FIRST_ROW,
    BarChart,
    Chart,
    Column,
    Content,
    Formula,
    Sheet,
)
from fairprice.workbook.sheets.evidence.words import (
    ACCEPTABILITY,
    BARS,
    DRIVERS,
    INFORMATION,
    MONEY,
    NOT_LIVE,
    PERCENTILES,
    SENSITIVITY,
    SHARE,
    SIMULATED,
    WORKED_OUT,
    YEARLY,
    rows_of,
)

#: Prices on the acceptability curve: enough to draw it, few enough for one page.
_PRICES = 13


def sensitivity_sheet(case: Case) -> Sheet:
    """What each evidence range does to the price, one input at a time."""
    price = case.book.price_per_hour
    sheet = Sheet(
        SENSITIVITY,
        "Sensitivity to each input alone",
        (
            "The price when one input goes to the low or the high end of its evidence range and "
            "everything else stays as stated; widest swing first.",
            f"{NOT_LIVE} The changes and the swing are live formulas on the two prices.",
        ),
        [
            Column("Input", 42), Column("Role", 14), Column("Unit of the input", 28),
            Column("Low", 14), Column("Stated", 14), Column("High", 14),
            Column("Price stated", 11), Column("Price at low", 11), Column("Price at high", 11),
            Column("Change at low", 11), Column("Change at high", 11), Column("Swing", 11),
            Column("Impact rating", 12),
        ],
        column_formats=dict.fromkeys(
            ("Price stated", "Price at low", "Price at high", "Change at low", "Change at high",
             "Swing"), MONEY,
        ),
    )  # fmt: skip
    for entry in rows_of(case.sensitivity):
        row = FIRST_ROW + len(sheet.rows)
        low, high = float(entry.price_at_low), float(entry.price_at_high)
        sheet.add(
            entry.label, WORKED_OUT, entry.unit, in_words(entry.low), in_words(entry.value),
            in_words(entry.high), price, low, high,
            Formula(f"=H{row}-G{row}", low - price), Formula(f"=I{row}-G{row}", high - price),
            Formula(f"=ABS(I{row}-H{row})", abs(high - low)), entry.impact_rating,
        )  # fmt: skip
    return sheet


def tornado_chart(case: Case) -> BarChart:
    """Chart the changes, widest first."""
    widest = case.sensitivity.head(8)
    shown = min(len(case.sensitivity), BARS)
    of_all = f": the {BARS} widest" if shown < len(case.sensitivity) else ""
    listed = ", ".join(f"{r.label} {r.price_at_low:.2f} to {r.price_at_high:.2f}"
                       for r in rows_of(widest))  # fmt: skip
    return BarChart(
        sheet_name="Tornado chart",
        title=f"What each evidence range does to the price{of_all}",
        alt_text=(
            "Bar chart of the change in price, GBP per contact hour, when one input goes to the "
            f"low or the high end of its evidence range, widest first. Prices: {listed}."
        ),
        category_axis="Input",
        value_axis=PER_CONTACT_HOUR,
        source_sheet=SENSITIVITY,
        category_column=1,
        series_columns=(10, 11),
        first_row=FIRST_ROW,
        last_row=FIRST_ROW + shown - 1,
        number_format="0.00",
        side_by_side=False,
    )


def _how(uncertainty: CostUncertainty) -> str:
    return (
        f"Simulated: {uncertainty.draws:,} joint draws, {uncertainty.distribution} between low and "
        f"high of the evidence, seed {uncertainty.seed}. The shape is modelled, not observed."
    )


def percentiles_sheet(uncertainty: CostUncertainty) -> Sheet:
    """Percentiles of cost, with and without return."""
    sheet = Sheet(
        PERCENTILES,
        "Percentiles of the cost",
        (_how(uncertainty), f"{NOT_LIVE} Errors are Monte Carlo standard errors."),
        [
            Column("Percentile", 16), Column("Role", 14), Column("Unit", 26),
            Column("Total cost", 16), Column("Error of total cost", 16),
            Column("Price with return", 16), Column("Error of price", 16),
        ],
        column_formats={
            "Percentile": "0", "Total cost": MONEY, "Error of total cost": "0.0000",
            "Price with return": MONEY, "Error of price": "0.0000",
        },
    )  # fmt: skip
    for row in rows_of(uncertainty.percentiles):
        sheet.add(
            float(row.Index), SIMULATED, PER_CONTACT_HOUR, float(row.total_cost),
            float(row.total_cost_error), float(row.price_per_hour),
            float(row.price_per_hour_error),
        )  # fmt: skip
    return sheet


def acceptability_sheet(uncertainty: CostUncertainty) -> Sheet:
    """The probability that a price covers the cost, at prices from low to high."""
    costs = uncertainty.costs
    low, high = float(costs["total_cost"].min()), float(costs["price_per_hour"].max())
    prices = np.unique(np.round(np.linspace(low, high, _PRICES), 2))
    curve = uncertainty.acceptability(prices)
    sheet = Sheet(
        ACCEPTABILITY,
        "Probability that a price covers the cost",
        (_how(uncertainty), NOT_LIVE),
        [
            Column("Figure", 42), Column("Role", 14), Column("Unit", 24),
            *(Column(f"Price {price:.2f}", 10) for price in prices),
        ],
    )  # fmt: skip
    sheet.add(
        "Price", WORKED_OUT, PER_CONTACT_HOUR, *(float(p) for p in prices), number_format="0.00"
    )
    for column, label in (
        ("covers_cost", "Probability that it covers the cost"),
        ("covers_cost_and_return", "Probability that it covers cost and return"),
        ("covers_cost_error", "Error of covering the cost"),
        ("covers_cost_and_return_error", "Error of covering cost and return"),
    ):
        figures: list[Content] = [float(value) for value in curve[column]]
        sheet.add(label, SIMULATED, "share of draws", *figures, number_format="0.00%")
    return sheet


def acceptability_chart(sheet: Sheet, uncertainty: CostUncertainty) -> Chart:
    """Chart the two probabilities over the price."""
    middle = uncertainty.percentiles.loc[50]
    first = 4
    return Chart(
        sheet_name="Acceptability chart",
        title="How the probability rises with the price",
        alt_text=(
            "Line chart of the probability that a price covers the provider's cost, and cost with "
            f"return, rising from 0 to 1. The cost is covered with even chances at "
            f"{middle['total_cost']:.2f}, cost and return at {middle['price_per_hour']:.2f} GBP "
            "per contact hour."
        ),
        category_axis=PER_CONTACT_HOUR,
        value_axis="Probability",
        source_sheet=ACCEPTABILITY,
        category_row=FIRST_ROW,
        series_rows=(FIRST_ROW + 1, FIRST_ROW + 2),
        first_column=first,
        last_column=first + len(sheet.columns) - 4,
        highest=1.0,
    )


def drivers_sheet(uncertainty: CostUncertainty) -> Sheet:
    """Which inputs the spread of the cost comes from."""
    sheet = Sheet(
        DRIVERS,
        "What drives the spread of the cost",
        (
            "Share of the variance of the total cost that would go, on average, if the input were "
            "known. Correlated inputs share what they have in common.",
            f"{_how(uncertainty)} {NOT_LIVE}",
        ),
        [
            Column("Input", 54), Column("Role", 14), Column("Unit", 26), Column("Share", 14),
            Column("Standard error", 16), Column("Verdict", 26),
        ],
        column_formats={"Share": SHARE, "Standard error": SHARE},
    )  # fmt: skip
    for row in rows_of(uncertainty.drivers):
        sheet.add(
            row.label, SIMULATED, "share of variance", float(row.total_cost),
            float(row.total_cost_error), row.total_cost_verdict,
        )  # fmt: skip
    return sheet


def information_sheet(uncertainty: CostUncertainty, prices: dict[str, float]) -> Sheet:
    """What finding out before signing is worth, at each price."""
    hours = float(uncertainty.book.value("annual_contact_hours"))
    sheet = Sheet(
        INFORMATION,
        "What finding out before signing is worth",
        (
            f"At {hours:,.0f} contact hours a year, the most that knowing an input for certain can "
            "be worth. Modelled: the provider signs where the price is expected to exceed the "
            "total cost, and else earns nothing.",
            f"{_how(uncertainty)} {NOT_LIVE}",
        ),
        [
            Column("At the price", 30), Column("Price", 12), Column("Finding out", 50),
            Column("Role", 14), Column("Unit", 24), Column("Value", 14),
            Column("Standard error", 14), Column("Value a year", 18), Column("Verdict", 24),
        ],
        column_formats={
            "Price": MONEY, "Value": "0.0000", "Standard error": "0.0000", "Value a year": YEARLY,
        },
    )  # fmt: skip
    for name, price in prices.items():
        worth = uncertainty.value_of_information(price, annual_contact_hours=hours)
        for row in rows_of(worth):
            sheet.add(
                name, price, row.label, SIMULATED, PER_CONTACT_HOUR, float(row.per_contact_hour),
                float(row.per_contact_hour_error), float(row.per_year), row.verdict,
            )  # fmt: skip
    return sheet
