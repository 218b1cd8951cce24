"""Pictures of a comparison; they need the extra ``plots``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from fairprice import charts
from fairprice.charts import Canvas
from fairprice.declare.arguments import Arguments
from fairprice.payment.cohort import SOURCES
from fairprice.payment.comparison.figures import Figures

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIDES = ("payer", "provider")
_PARTS = (*SOURCES, "interactions")


def plot_spread(result: Figures, metric: str, title: str, ax: Canvas) -> Axes:
    """Draw the 5 to 95 % range and the median of a result under each contract."""
    draws = {name: getattr(held, metric) for name, held in result.metrics.items()}
    years = f"{title}, {result.experiment.draws:,} modelled years"
    return charts.spread(draws, unit="GBP a year", title=years, zero=metric == "margin", ax=ax)


def plot_risk(result: Figures, side: str, ax: Canvas) -> Axes:
    """Draw one side's variance by source under each contract."""
    read = Arguments()
    read.option("side", side, SIDES, "Only the two sides of a contract bear its risk.")
    read.done()
    risk = result.risk
    parts = pd.DataFrame({source: risk[f"{side}_share: {source}"] for source in _PARTS})
    title = f"Variance of the {side}'s result by source, modelled"
    return charts.shares(parts.set_axis(list(result.contracts)), title=title, ax=ax)
