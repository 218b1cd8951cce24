"""The two positions: bridge by input and by line, and the rounds so far."""

from __future__ import annotations

from fairprice.calculation import PRICE_LINES
from fairprice.declare.units import PER_CONTACT_HOUR
from fairprice.negotiation import Bridge, Case, rounds
from fairprice.workbook.layout import Layout
from fairprice.workbook.model import FIRST_ROW, BarChart, Column, Formula, Sheet
from fairprice.workbook.number_formats import DAY
from fairprice.workbook.sheets.evidence.words import (
    BARS,
    BRIDGE,
    BRIDGE_LINES,
    LIVE,
    MONEY,
    NOT_LIVE,
    RESULT,
    ROUNDS,
    STATED,
    WORKED_OUT,
    number,
    rows_of,
)

#: Where nothing was sampled there is no error.
_EXACT = "exact"


def bridge_sheet(bridge: Bridge) -> Sheet:
    """The way from their price to ours, one row a difference."""
    sheet = Sheet(
        BRIDGE,
        "Bridge from the commissioner's position to the provider's",
        (
            f"What each difference does to the price. {bridge.note} {NOT_LIVE}",
            "The price so far is live formulas; the last row adds up the effects once more.",
        ),
        [
            Column("Difference", 46), Column("Role", 12), Column("Unit of the input", 24),
            Column("Provider's value", 22), Column("Commissioner's value", 22),
            Column("Effect (GBP per contact hour)", 16), Column("Price so far", 14),
            Column("Standard error", 14),
        ],
        column_formats={
            "Effect (GBP per contact hour)": "0.0000", "Price so far": "0.0000",
            "Standard error": "0.000000",
        },
    )  # fmt: skip
    theirs = bridge.theirs.price_per_hour
    before = sheet.add(
        "Commissioner's price", WORKED_OUT, PER_CONTACT_HOUR, "none of it", "all of it", theirs,
        Formula(f"=F{FIRST_ROW}", theirs), _EXACT,
    )  # fmt: skip
    so_far = theirs
    for row in rows_of(bridge.by_input):
        so_far += float(row.effect)
        before = sheet.add(
            row.label, WORKED_OUT, row.unit, row.ours_in_words, row.theirs_in_words,
            float(row.effect),
            Formula(f"=G{before}+F{before + 1}", so_far),
            _EXACT if bridge.is_exact else float(row.standard_error),
        )  # fmt: skip
    ours = bridge.ours.price_per_hour
    sheet.add(
        "Provider's price", WORKED_OUT, PER_CONTACT_HOUR, "all of it", "none of it",
        Formula(f"=SUM(F{FIRST_ROW}:F{before})", ours), Formula(f"=G{before}", so_far), _EXACT,
    )  # fmt: skip
    return sheet


def bridge_chart(bridge: Bridge) -> BarChart | None:
    """Chart the effects, largest first; none where nothing differs."""
    effects = bridge.by_input
    if effects.empty:
        return None
    listed = ", ".join(f"{r.label} {r.effect:+.2f}" for r in rows_of(effects.head(8)))
    shown = min(len(effects), BARS)
    of_all = f": the {BARS} largest differences" if shown < len(effects) else ""
    return BarChart(
        sheet_name="Bridge chart",
        title=f"What makes the gap{of_all}",
        alt_text=(
            f"Bar chart of what each difference does to the price, GBP per contact hour, from "
            f"the commissioner's {bridge.theirs.price_per_hour:.2f} to the provider's "
            f"{bridge.ours.price_per_hour:.2f}. Largest: {listed}."
        ),
        category_axis="Difference",
        value_axis=PER_CONTACT_HOUR,
        source_sheet=BRIDGE,
        category_column=1,
        series_columns=(6,),
        first_row=FIRST_ROW + 1,
        last_row=FIRST_ROW + shown,
        number_format="0.00",
    )


def bridge_lines_sheet(bridge: Bridge, layout: Layout) -> Sheet:
    """Both build-ups side by side, ours as live formulas."""
    sheet = Sheet(
        BRIDGE_LINES,
        "Bridge by cost line",
        (
            "Both build-ups of an average contact hour side by side, in the order of Annex A.",
            "The provider's column follows the Inputs sheet; the commissioner's was worked out "
            "from its own position.",
        ),
        [
            Column("Line", 54), Column("Role", 14), Column("Unit", 24), Column("Provider", 16),
            Column("Commissioner", 16), Column("Provider less commissioner", 18),
        ],
        column_formats=dict.fromkeys(
            ("Provider", "Commissioner", "Provider less commissioner"), MONEY
        ),
    )  # fmt: skip
    for name, row in zip(PRICE_LINES, rows_of(bridge.by_line), strict=True):
        here = FIRST_ROW + len(sheet.rows)
        ours = Formula("=" + layout.average_of(name), row.ours) if name in layout.line_rows else 0.0
        sheet.add(
            row.Index, LIVE, PER_CONTACT_HOUR, ours, float(row.theirs),
            Formula(f"=D{here}-E{here}", float(row.gap)),
        )  # fmt: skip
    last = FIRST_ROW + len(sheet.rows) - 1
    totals = [bridge.ours.price_per_hour, bridge.theirs.price_per_hour, bridge.gap]
    sheet.add(
        "Price", RESULT, PER_CONTACT_HOUR,
        *(
            Formula(f"=SUM({column}{FIRST_ROW}:{column}{last})", total)
            for column, total in zip("DEF", totals, strict=True)
        ),
    )  # fmt: skip
    return sheet


def rounds_sheet(case: Case) -> Sheet:
    """Who offered what, and what was left between the two."""
    sheet = Sheet(
        ROUNDS,
        "Rounds of the negotiation",
        (
            "Offers in the order of their dates, with what changed in the words of the party.",
            "A change is since the party's own last offer, a gap between the last offers of both.",
        ),
        [
            Column("Round", 8), Column("Date", 18), Column("Party", 16), Column("Role", 12),
            Column("Unit", 24), Column("Price offered", 13), Column("Change", 12),
            Column("Gap between the parties", 15), Column("What changed", 52),
        ],
        column_formats={
            "Round": "0", "Date": DAY,
            **dict.fromkeys(("Price offered", "Change", "Gap between the parties"), MONEY),
        },
    )  # fmt: skip
    for row in rows_of(rounds(case.offers)):
        sheet.add(
            float(row.Index), row.date, row.party, STATED, PER_CONTACT_HOUR,
            float(row.price_per_hour), number(row.change, "first offer"),
            number(row.gap, "one side only"), row.what_changed,
        )  # fmt: skip
    return sheet
