"""Charts of what is simulated: how likely a price covers the cost, and how far results spread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from fairprice.charts.canvas import INK, LESS, LINE, MORE, PALETTE, PAPER, Canvas, axes, plain
from fairprice.money import pence

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from fairprice.types import Floats

#: How each curve is drawn, so that no colour is needed to tell them apart.
_STROKES = ((PALETTE[0], "-"), (MORE, "--"))
_BINS = 40


def probabilities(
    curves: pd.DataFrame,
    marks: Mapping[str, float],
    *,
    at_marks: pd.DataFrame,
    unit: str,
    ax: Canvas = None,
) -> Axes:
    """Draw probabilities over a price, with prices marked.

    Parameters
    ----------
    curves
        Indexed by price; one column a curve, from 0 to 1.
    marks
        Prices by name.
    at_marks
        The curves at the marked prices, one row a mark in the same order.
    unit
        Of the prices.
    ax
        Where to draw; left out, on axes of a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.
    """
    ax = axes(ax, 4.5)
    for name, (colour, dashes) in zip(curves.columns, _STROKES, strict=True):
        ax.plot(curves.index, curves[name], color=colour, linestyle=dashes, lw=2.0, label=name)
    places = sorted(range(len(marks)), key=lambda n: list(marks.values())[n])
    for place, (name, price) in enumerate(marks.items()):
        ax.axvline(price, color=INK, linewidth=LINE, linestyle=":")
        first = places.index(place) == 0 and len(marks) > 1
        said = ", ".join(f"{share:.0%}" for share in at_marks.iloc[place])
        ax.annotate(
            f"{name} {pence(price)}\n{said}", (price, 1.02), (-3 if first else 3, 0),
            xycoords=("data", "axes fraction"), textcoords="offset points", color=INK,
            ha="right" if first else "left", va="bottom", fontsize="small",
        )  # fmt: skip
        ax.plot([price] * len(curves.columns), at_marks.iloc[place], "o", color=INK)
    ax.set_ylim(0, 1)
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    ax.set_xlabel(unit)
    ax.set_ylabel("Share of draws")
    plain(ax, grid="both")
    ax.legend(loc="best", frameon=False)
    return ax


def distribution(values: Floats, *, unit: str, ax: Canvas = None) -> Axes:
    """Draw how often each amount is drawn, with the share below zero.

    Parameters
    ----------
    values
        By draw.
    unit
        Of the values.
    ax
        Where to draw; left out, on axes of a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on. Bars add up to 1; a bar lies wholly on one side of zero.
    """
    ax = axes(ax, 4.0)
    edges = _edges_through_zero(values)
    counts, _ = np.histogram(values, edges)
    # what is exactly zero is no loss, and stands in the first bar above
    share, below = counts / len(values), edges[1:] <= 0
    for side, colour, word in ((below, MORE, "below zero"), (~below, LESS, "zero or more")):
        if side.any():
            ax.bar(
                edges[:-1][side], share[side], np.diff(edges)[side], align="edge", color=colour,
                edgecolor=INK, linewidth=LINE / 2, label=f"{word}: {share[side].sum():.1%}",
            )  # fmt: skip
    ax.axvline(0, color=INK, linewidth=2 * LINE)
    middle = float(np.median(values))
    ax.axvline(middle, color=INK, linewidth=LINE, linestyle="--", label=f"median: {pence(middle)}")
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    ax.set_xlabel(unit)
    ax.set_ylabel("Share of draws")
    plain(ax)
    ax.legend(loc="best", frameon=False)
    return ax


def _edges_through_zero(values: Floats) -> Floats:
    low, high = min(float(values.min()), 0.0), max(float(values.max()), 0.0)
    step = (high - low) / _BINS or 1.0
    return np.arange(np.floor(low / step), np.floor(high / step) + 2) * step


def spread(
    draws: Mapping[str, Floats], *, unit: str, title: str, zero: bool, ax: Canvas = None
) -> Axes:
    """Draw median, quarters and the 5 to 95 % range of several results, one row each.

    Parameters
    ----------
    draws
        Values by the name of the row.
    unit
        Of the values.
    title
        What they are, and of how many draws.
    zero
        Whether to mark zero.
    ax
        Where to draw; left out, on axes of a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.
    """
    ax = axes(ax, 1.6 + 0.6 * len(draws))
    names: Sequence[str] = list(draws)
    for place, values in enumerate(draws.values()):
        low, quarter, middle, three, high = np.percentile(values, [5, 25, 50, 75, 95])
        ax.plot([low, high], [place, place], color=PALETTE[0], linewidth=2)
        ax.plot([quarter, three], [place, place], color=PALETTE[0], linewidth=8)
        ax.plot(middle, place, marker="o", color=PAPER, markeredgecolor=INK)
        ax.annotate(
            f"{middle:,.0f}", (middle, place), (0, 9), textcoords="offset points", ha="center"
        )
    if zero:
        ax.axvline(0, color=INK, linewidth=LINE, linestyle="--")
    ax.set_yticks(range(len(names)), names, parse_math=False)
    ax.invert_yaxis()
    ax.set_title(f"{title}\nmedian, quarters and 5 to 95 %", fontsize="medium")
    ax.set_xlabel(unit)
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    ax.margins(y=0.15)
    plain(ax, grid="x")
    return ax
