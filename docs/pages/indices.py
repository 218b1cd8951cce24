"""The page of published indices: every rate held, with its source and certainty."""

from __future__ import annotations

import fairprice as fp
from pages.markdown import anchor, beginning, table


def indices() -> str:
    """Every published 12-month rate of change that comes with the package."""
    held = fp.published_indices().reset_index()
    groups = [(str(name), rows) for name, rows in held.groupby("published_index", sort=False)]
    summary = [
        [
            f"[`{name}`]({anchor(name)})", str(rows["label"].iloc[0]),
            f"{rows['month'].min()} to {rows['month'].max()}", str(len(rows)),
        ]
        for name, rows in groups
    ]  # fmt: skip
    parts = beginning(
        "Published indices",
        "Rates of change over 12 months that `fp.published_index(name, month)` gives, with their "
        "source and how well each is attested. A rate that is *unconfirmed* was found only with "
        "others than the publisher; no index is made of it. "
        "A month that is not here raises an error that "
        "names the nearest one held; nothing is filled in. Rates are shares: 0.038 is 3.8 %. "
        "[Uplift a fee](../how-to/uplift-a-fee.md) shows them in use, beside the growth of "
        "statutory values and indices of your own.",
        table(["Name", "Label", "Months", "Held"], summary),
    )
    for name, rows in groups:
        listed = [
            [
                str(row.month), f"{row.change:.3f}", f"[{row.source_title}]({row.source_address})",
                str(row.certainty), str(row.checked),
            ]
            for row in rows.itertuples()
        ]  # fmt: skip
        headings = ["Month", "Change", "Source", "Certainty", "Checked"]
        parts += [f"## {name}", f"{rows['label'].iloc[0]}.", table(headings, listed)]
    return "\n\n".join(parts) + "\n"
