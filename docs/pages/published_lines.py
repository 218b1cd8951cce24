"""The page of published cost lines: how far they lie apart, and who printed the ends."""

from __future__ import annotations

import fairprice as fp
from pages.markdown import beginning, table


def published_lines() -> str:
    """Every line of the register, with the two councils that set its ends."""
    held = fp.published_lines()
    [price_base] = held["price_base"].unique()
    rows = [
        [
            str(row.Index),
            f"{row.lowest_lower_quartile:.2f}", f"[{row.lowest_council}]({row.lowest_address})",
            f"{row.highest_upper_quartile:.2f}", f"[{row.highest_council}]({row.highest_address})",
            str(row.councils),
        ]
        for row in held.itertuples()
    ]  # fmt: skip
    headings = [
        "Line", "Lowest lower quartile", "Printed by", "Highest upper quartile", "Printed by",
        "Councils",
    ]  # fmt: skip
    parts = beginning(
        "Published cost lines",
        "How far the lines of Annex A lie apart in the tables that councils of England published "
        f"of the 2022-23 cost-of-care exercise, GBP per contact hour, prices of {price_base}. "
        "`fp.published_lines()` gives this table.",
        "A council stands behind a line if it prints both quartiles legibly under the line's own "
        "label; if `fp.check_cost_table` finds no fault with the line or the whole table; if, "
        "where it prints how many providers answered, five or more did; and, for Direct care, if "
        "the lower quartile is not below the minimum wage of April 2022, 9.50. Where several print "
        "the same end, one of them is named.",
        "`fp.challenges` shows a line of a book beside its range where it is below half of the "
        "lowest or above twice the highest: from April 2022 to April 2026 the minimum wage rose "
        "by a third, so a line that pay and prices have raised is still within, and a month's cost "
        "given for a year, a twelfth, is not. Nothing is refused for it. A line of zero is not "
        "compared; *Other overheads* and *Central/head office recharges*, which hold what has no "
        "line of its own, only within the total of business costs; nor are careworker costs "
        "together or the price, which hold no more than their lines.",
        table(headings, rows),
    )
    return "\n\n".join(parts) + "\n"
