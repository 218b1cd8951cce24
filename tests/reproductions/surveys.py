"""Councils' published tables, and what their headline is the figure of."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

import fairprice as fp
from fairprice.calculation import ANNEX_A, PRICE_LINES, SUBTOTALS
from fairprice.survey.lines import labels, row_of

COUNCILS = Path(__file__).resolve().parents[3] / "shared/reference/council_tables.csv"
#: The one council that printed every provider's lines.
LINE_BY_LINE = "Sefton"
CUTS = ("minimum", "lower_quartile", "median", "upper_quartile", "maximum")
A, B, C = "sum of line medians", "sum of subtotal medians", "median of providers' totals"
#: Rounding to the penny, for each term and the total; and by how much two sums may differ
#: that are the same figure (GBP).
_HALF_A_PENNY, _ALIKE = 0.005, 0.03
_TERMS = {A: len(PRICE_LINES) + 1.01, B: len(SUBTOTALS["price"]) + 1.01}


@dataclass(frozen=True)
class Headline:
    """What the medians of one council come to beside its published total.

    Parameters
    ----------
    council
        Its name.
    address
        Where the table is printed.
    printed
        The published total (GBP per contact hour).
    sums
        The two headlines that follow from printed medians; NaN without printed subtotals.
    of_providers
        The median of providers' totals, where every provider is printed.
    """

    council: str
    address: str
    printed: float
    sums: dict[str, float]
    of_providers: float

    @property
    def which(self) -> str:
        """The headline that gives the printed total, as far as rounding lets one see.

        Where both sums give it, as subtotals are sums themselves, it is that of the lines.
        """
        off = {name: abs(figure - self.printed) for name, figure in self.sums.items()}
        near = {name: gap for name, gap in off.items() if gap <= _TERMS[name] * _HALF_A_PENNY}
        if not near:
            return C
        nearest = min(near, key=lambda name: near[name])
        return A if A in near and near[A] - near[nearest] <= _ALIKE else nearest

    @property
    def residual(self) -> float:
        """That headline less the printed total; NaN where providers are not printed."""
        found = self.of_providers if self.which == C else self.sums[self.which]
        return found - self.printed


def tables() -> pd.DataFrame:
    """Every printed row, with its row of Annex A where it is one."""
    printed = pd.read_csv(COUNCILS)
    return printed.assign(row=[row_of(label) for label in printed["line"]])


def providers() -> pd.DataFrame:
    """The nine providers of one council: rows of Annex A as printed, GBP per contact hour."""
    printed = tables()
    own = printed[printed["council"].str.startswith(f"{LINE_BY_LINE} (") & printed["row"].notna()]
    table = own.pivot_table(index="line", columns="council", values="median", aggfunc="sum")
    return table.set_axis([f"Provider {n}" for n in range(1, table.shape[1] + 1)], axis=1)


def published_cuts() -> pd.DataFrame:
    """Lowest, quartiles, median and highest of that council's lines, as published."""
    printed = tables()
    printed = printed[printed["council"] == LINE_BY_LINE].set_index("line")
    rows = {}
    for label, found in printed[printed["row"].notna()].iterrows():
        rows[labels()[found["row"]]] = (
            printed.loc[f"{label} [LOW = minimum]", "lower_quartile"], found["lower_quartile"],
            found["median"], found["upper_quartile"],
            printed.loc[f"{label} [HIGH = maximum]", "upper_quartile"],
        )  # fmt: skip
    table = pd.DataFrame.from_dict(rows, orient="index", columns=list(CUTS))
    return table.reindex([labels()[row] for row in ANNEX_A])


def headlines() -> list[Headline]:
    """Of each council that printed all 29 lines and a total: which headline that is."""
    found = []
    survey = fp.Survey.from_lines(providers())
    for council, rows in tables().groupby("council", sort=False):
        medians = rows.dropna(subset=["row", "median"]).drop_duplicates("row").set_index("row")
        if "(" in str(council) or not set(PRICE_LINES) | {"price"} <= set(medians.index):
            continue
        held = medians["median"]
        parts = held.reindex(SUBTOTALS["price"])
        found.append(
            Headline(
                str(council), str(medians["url"].iloc[0]), float(held["price"]),
                {A: float(held[list(PRICE_LINES)].sum()), B: float(parts.sum(skipna=False))},
                survey.headlines[C] if council == LINE_BY_LINE else float("nan"),
            )
        )  # fmt: skip
    return found
