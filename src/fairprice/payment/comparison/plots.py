"""Pictures of a comparison; they need the extra ``plots``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import numpy as np

from fairprice.errors import MissingExtraError, Problem
from fairprice.payment.cohort import SOURCES
from fairprice.payment.comparison.figures import Figures

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Path = str | os.PathLike[str] | None


def _figure(rows: int) -> Figure:
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtraError(
            [
                Problem(
                    "missing-extra", "matplotlib", "is not installed.",
                    "Pictures are drawn with it.", 'Install "fairprice-homecare[plots]".',
                )
            ]
        ) from error  # fmt: skip
    return Figure(figsize=(9, 1.6 + 0.6 * rows), layout="constrained")


def _saved(figure: Figure, path: Path) -> Figure:
    if path is not None:
        figure.savefig(path, dpi=120)
    return figure


def plot_spread(result: Figures, metric: str, title: str, path: Path) -> Figure:
    """Draw the 5 to 95 % range and the median of a result under each contract."""
    figure = _figure(len(result.contracts))
    axes = figure.add_subplot()
    for place, name in enumerate(result.contracts):
        values = getattr(result.metrics[name], metric)
        low, quarter, middle, three, high = np.percentile(values, [5, 25, 50, 75, 95])
        axes.plot([low, high], [place, place], color="0.35", linewidth=2)
        axes.plot([quarter, three], [place, place], color="0.35", linewidth=8)
        axes.plot(middle, place, marker="o", color="white", markeredgecolor="black")
        axes.annotate(
            f"{middle:,.0f}",
            (middle, place),
            xytext=(0, 9),
            textcoords="offset points",
            ha="center",
        )
    if metric == "margin":
        axes.axvline(0, color="black", linewidth=1, linestyle="--")
    axes.set_yticks(range(len(result.contracts)), result.contracts)
    axes.invert_yaxis()
    years = f"{result.experiment.draws:,} modelled years"
    figure.suptitle(f"{title}\nmedian, quarters and 5 to 95 % of {years}", fontsize="medium")
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.margins(y=0.15)
    return _saved(figure, path)


def plot_risk(result: Figures, path: Path) -> Figure:
    """Draw each side's variance by source under each contract."""
    figure = _figure(2 * len(result.contracts))
    greys = [str(shade) for shade in np.linspace(0.15, 0.9, len(SOURCES) + 1)]
    hatches = ["", "//", "..", "\\\\", "xx", "--", "++", "oo"]
    both = figure.subplots(1, 2, sharey=True)
    for axes, side in zip(both, ("payer", "provider"), strict=True):
        left = np.zeros(len(result.contracts))
        for source, grey, hatch in zip((*SOURCES, "interactions"), greys, hatches, strict=True):
            shares = result.risk[f"{side}_share: {source}"].to_numpy()
            axes.barh(
                result.contracts, shares, left=left, color=grey, hatch=hatch, label=source,
                edgecolor="white",
            )  # fmt: skip
            left += shares
        axes.set_title(side.capitalize())
        axes.set_xlim(0, 1)
    both[0].invert_yaxis()
    figure.suptitle("Variance of each side's result by source, modelled", fontsize="medium")
    figure.legend(*both[0].get_legend_handles_labels(), loc="outside lower center", ncols=4)
    return _saved(figure, path)
