"""Returns to take medians of: one from a small fictional county, and strategies for any."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from hypothesis import strategies as st

import fairprice as fp
from fairprice.calculation import ANNEX_A, PRICE_LINES, SUBTOTALS
from fairprice.survey.lines import labels

LABELS = list(labels().values())
LINES = [labels()[row] for row in PRICE_LINES]
TOTAL = labels()["price"]
PARTS = [labels()[row] for row in SUBTOTALS["price"]]
A, B, C = "sum of line medians", "sum of subtotal medians", "median of providers' totals"


def county(providers: int = 9, seed: int = 1, **about: Any) -> fp.Survey:
    """Returns of fictional providers: costs vary, some lines are mostly zero or blank."""
    return fp.Survey.from_lines(
        county_table(providers, seed),
        hours={f"Provider {n}": 1000.0 * (n + 1) for n in range(providers)},
        one_visit=pd.DataFrame(
            {f"Provider {n}": [2.0 + n / 10] for n in range(providers)}, index=[TOTAL]
        ),
        one_contact_hour=pd.DataFrame(
            {f"Provider {n}": [20.0 + n / 5] for n in range(providers)}, index=[TOTAL]
        ),
        price_date="2026-04-06",
        **about,
    )


def county_table(providers: int = 9, seed: int = 1) -> pd.DataFrame:
    """The table behind :func:`county`: the 29 lines, to the penny."""
    draws = np.random.default_rng(seed)
    cells = draws.gamma(4.0, 0.1, size=(len(LINES), providers)).round(2)
    cells[0] = (12 + draws.normal(0, 0.5, providers)).round(2)
    cells[1:3] = draws.gamma(6.0, 0.25, size=(2, providers)).round(2)
    cells[-5, 2:] = 0.0
    table = pd.DataFrame(cells, index=LINES, columns=[f"Provider {n}" for n in range(providers)])
    return table.astype(object)


def tables(least: int = 2, most: int = 12) -> st.SearchStrategy[pd.DataFrame]:
    """Tables of any values, zeros and blanks, to the penny; every provider has direct care."""

    @st.composite
    def drawn(draw: st.DrawFn) -> pd.DataFrame:
        count = draw(st.integers(least, most))
        cell = st.one_of(
            st.none(), st.just(0.0), st.integers(1, 900).map(lambda pence: pence / 100)
        )
        care = st.integers(900, 1500).map(lambda pence: pence / 100)
        cells = [draw(st.lists(care, min_size=count, max_size=count))]
        cells += [
            draw(st.lists(cell, min_size=count, max_size=count)) for _ in range(len(LINES) - 1)
        ]
        names = [f"Provider {n}" for n in range(count)]
        return pd.DataFrame(cells, index=LINES, columns=names, dtype=object)

    return drawn()


assert len(LABELS) == len(ANNEX_A) == 32
