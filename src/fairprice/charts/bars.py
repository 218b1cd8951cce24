"""Charts made of bars: parts of a whole, a way from one price to another, ends of ranges."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from fairprice.charts.canvas import INK, LESS, LINE, MORE, PALETTE, Canvas, axes, ink_on, plain
from fairprice.money import pence, signed_pence

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.container import BarContainer

    from fairprice.types import Floats

#: A part lower than this share of the highest bar has no room for its figure.
_ROOM = 0.04
#: Of the space between two bars, what a bar takes.
_BAR = 0.7
#: The axis reaches so far above the highest bar, for its sum.
_ABOVE = 1.1
#: So many names of bars stand side by side; more are turned.
_ABREAST = 6
#: Inches of a bar that lies down.
_ROW = 0.36


def stacked(
    parts: pd.DataFrame,
    *,
    unit: str,
    ax: Canvas = None,
    places: Sequence[float] | Floats | None = None,
    across: str = "",
) -> Axes:
    """Stack parts of a whole, one bar a row, with each part's figure and the sum above.

    Parameters
    ----------
    parts
        One row a bar, named by its index; one column a part, in ``unit``, from the foot up.
    unit
        Of the figures.
    ax
        Where to draw; left out, on axes of a new figure.
    places
        Where the bars stand on an axis of numbers; left out, side by side.
    across
        What the axis of numbers shows.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.
    """
    ax = axes(ax, 5.0)
    at = np.arange(len(parts), dtype=float) if places is None else np.asarray(places, float)
    apart = np.diff(np.unique(at)).min(initial=at.max() if len(at) == 1 else np.inf)
    width = _BAR * (apart if apart > 0 else 1.0)
    foot = np.zeros(len(parts))
    total = parts.sum(axis=1).to_numpy()
    for name, colour in zip(parts.columns, PALETTE, strict=False):
        heights = parts[name].to_numpy()
        bars = ax.bar(
            at, heights, width, bottom=foot, color=colour, edgecolor=INK, linewidth=LINE,
            label=str(name),
        )  # fmt: skip
        _within(ax, bars, [pence(h) if h >= _ROOM * total.max() else "" for h in heights], colour)
        foot = foot + heights
    for place, amount in zip(at, total, strict=True):
        ax.annotate(
            pence(amount), (place, amount), (0, 3), textcoords="offset points", ha="center",
            va="bottom", color=INK, fontweight="bold",
            fontsize="small" if len(parts) > _ABREAST else "medium",
        )  # fmt: skip
    ax.set_ylabel(unit)
    if places is None:
        ax.set_xticks(at, [str(name) for name in parts.index], parse_math=False)
        if len(parts) > _ABREAST:
            ax.tick_params(axis="x", rotation=90)
    else:
        ax.set_xticks(at, [f"{place:g}" for place in at])
        ax.set_xlim(0, at.max() + width)
        ax.set_xlabel(across)
    ax.set_ylim(0, _ABOVE * total.max())
    plain(ax)
    _legend_beside(ax)
    return ax


def _within(ax: Axes, bars: BarContainer, figures: Sequence[str], colour: str) -> None:
    """Write figures into bars, on a ground of their own where a line crosses."""
    written = ax.bar_label(
        bars, figures, label_type="center", color=ink_on(colour), fontsize="small"
    )
    for text in written:
        if text.get_text():
            text.set_bbox({"facecolor": colour, "edgecolor": "none", "pad": 0.5})


def line(ax: Axes, x: Sequence[float], y: Sequence[float], label: str) -> None:
    """Draw a line to compare bars with, and name it."""
    ax.plot(x, y, color=INK, linestyle="--", linewidth=2 * LINE, label=label)
    ax.set_ylim(0, max(ax.get_ylim()[1], max(y)))
    _legend_beside(ax)


def _legend_beside(ax: Axes) -> None:
    """List the parts in the order in which they stand, the top one first."""
    drawn, names = ax.get_legend_handles_labels()
    ax.legend(drawn[::-1], names[::-1], loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False)


def waterfall(
    begin: tuple[str, float],
    effects: pd.Series,
    end: tuple[str, float],
    *,
    unit: str,
    most: int,
    ax: Canvas = None,
) -> Axes:
    """Draw the way from one price to another, effect by effect.

    Parameters
    ----------
    begin, end
        Name and price.
    effects
        By name, in their order; they add up to the price at the end less that at the start.
    unit
        Of prices and effects.
    most
        Effects shown one by one; those after them are one bar.
    ax
        Where to draw; left out, on axes of a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on. Prices are points, as the axis does not begin at zero.
    """
    names, amounts = [str(name) for name in effects.index], effects.to_numpy(dtype=float)
    if len(names) > most:
        rest = f"{len(names) - most + 1} further differences"
        names = [*names[: most - 1], rest]
        amounts = np.array([*amounts[: most - 1], amounts[most - 1 :].sum()])
    ax = axes(ax, 1.5 + _ROW * (len(names) + 2))
    before = begin[1] + np.concatenate([[0.0], np.cumsum(amounts)])
    rows = np.arange(1, len(names) + 1)
    for sign, colour, label in ((1, MORE, "makes ours dearer"), (-1, LESS, "makes ours cheaper")):
        of_sign = amounts * sign >= 0 if sign > 0 else amounts < 0
        if of_sign.any():
            ax.barh(
                rows[of_sign], amounts[of_sign], _BAR, left=before[:-1][of_sign], color=colour,
                edgecolor=INK, linewidth=LINE, label=label,
            )  # fmt: skip
    for row, amount, start in zip(rows.tolist(), amounts, before[:-1], strict=True):
        right = max(start, start + amount)
        _beside(ax, signed_pence(amount), right, row)
    last = len(names) + 1
    for place, price in ((0, begin[1]), (last, end[1])):
        ax.plot([price], [place], marker="D", color=INK, linestyle="none")
        _beside(ax, pence(price), price, place, bold=True)
    # from the foot of each step to the next
    for row, price in enumerate(before.tolist()):
        ax.plot([price, price], [row, row + 1], color=INK, linewidth=LINE, linestyle=":")
    ax.set_yticks(np.arange(last + 1), [begin[0], *names, end[0]], parse_math=False)
    ax.invert_yaxis()
    ax.set_xlabel(unit)
    ax.use_sticky_edges = False
    ax.margins(x=0.15)
    plain(ax, grid="x")
    if names:
        ax.legend(loc="best", frameon=False, fontsize="small")
    return ax


def tornado(
    ends: pd.DataFrame, *, middle: tuple[str, float], unit: str, most: int, ax: Canvas = None
) -> Axes:
    """Draw what each range does, the widest at the top.

    Parameters
    ----------
    ends
        One row a range, named by its index; columns ``low`` and ``high``: the result at the
        low and at the high end, in ``unit``.
    middle
        Name and value of the result as stated.
    unit
        Of the results.
    most
        Ranges shown, from the first.
    ax
        Where to draw; left out, on axes of a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.
    """
    shown = ends.iloc[:most]
    ax = axes(ax, 1.5 + _ROW * len(shown))
    name, stated = middle
    rows = np.arange(len(shown))
    for column, colour, label in (
        ("low", LESS, "at the low end"),
        ("high", MORE, "at the high end"),
    ):
        found = shown[column].to_numpy()
        ax.barh(
            rows, found - stated, _BAR, left=stated, color=colour, edgecolor=INK, linewidth=LINE,
            label=label,
        )  # fmt: skip
    for row, found in zip(rows.tolist(), shown[["low", "high"]].to_numpy(), strict=True):
        _beside(ax, pence(found.max()), max(found.max(), stated), row)
        _beside(ax, pence(found.min()), min(found.min(), stated), row, left=True)
    ax.axvline(stated, color=INK, linewidth=2 * LINE, label=f"{name}: {pence(stated)}")
    ax.set_yticks(rows, [str(label) for label in shown.index], parse_math=False)
    ax.invert_yaxis()
    ax.set_xlabel(unit)
    ax.margins(x=0.15)
    plain(ax, grid="x")
    ax.legend(loc="best", frameon=False, fontsize="small")
    return ax


def _beside(
    ax: Axes, text: str, x: float, y: float, *, left: bool = False, bold: bool = False
) -> None:
    ax.annotate(
        text, (x, y), (-5 if left else 5, 0), textcoords="offset points", va="center",
        ha="right" if left else "left", color=INK, fontweight="bold" if bold else "normal",
        fontsize="small",
    )  # fmt: skip


def shares(parts: pd.DataFrame, *, title: str, ax: Canvas = None) -> Axes:
    """Lay shares of a whole side by side, one bar a row.

    Parameters
    ----------
    parts
        One row a bar, named by its index; one column a part, from 0 to 1.
    title
        What the whole is.
    ax
        Where to draw; left out, on axes of a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.
    """
    ax = axes(ax, 1.8 + 2 * _ROW * len(parts))
    left = np.zeros(len(parts))
    rows = np.arange(len(parts))
    for part, colour in zip(parts.columns, PALETTE, strict=False):
        widths = parts[part].to_numpy()
        bars = ax.barh(
            rows, widths, left=left, color=colour, edgecolor=INK, linewidth=LINE, label=str(part)
        )
        _within(ax, bars, [f"{w:.0%}" if w >= _ROOM else "" for w in widths], colour)
        left = left + widths
    ax.set_yticks(rows, [str(name) for name in parts.index], parse_math=False)
    ax.set_xlim(0, 1)
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    ax.invert_yaxis()
    ax.set_title(title)
    plain(ax, grid="x")
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.12), ncols=4, frameon=False)
    return ax
